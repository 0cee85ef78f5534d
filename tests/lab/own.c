/* Activations of a lab's own. */
#include "tests/lab/lab.h"

#include <math.h>

static const char own_lab[] =
	"lab    own format=1\n"
	"data   circles n=200 noise=0.05\n"
	"act    mine(x) = x*sigmoid(x)\n"
	"act    swish(x; beta=1 learned, c=2) =\n"
	"  x*sigmoid(beta*x)\n"
	"\n"
	"# a comment\n"
	"  *c\n"
	"act    wild(x) = x*exp(4*x^2)\n"
	"net    n hidden=8,8 lr=0.2 init=he\n"
	"run    row n act=silu\n"
	"run    own n act=mine\n"
	"run    one n act=swish(1,c=1)\n"
	"run    two n act=swish(0.5),mine\n"
	"run    bad n act=wild\n"
	"vary   act\n"
	"show\n"
	"  curve mine swish(2) | slope own two\n"
	"train epochs=10\n";

static struct lab_plan *
own_plan(void)
{
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_parse("own.lab", str_of(own_lab), "", &errs);

	err_list_print(stderr, &errs);
	assert_non_null(p);
	return p;
}

static double
loss_of(struct lab_take *t, int run)
{
	struct train_run *r = lab_take_run(t, run);
	struct train_facts f;
	struct arena a;
	struct err e = { 0 };

	assert_true(arena_init(&a, train_facts_need(r), &e));
	train_run_facts(r, &f, &a);
	arena_done(&a);
	return f.loss;
}

static void
own_silu_learns_as_the_row_does(void **state)
{
	struct lab_plan *p = own_plan();
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(3, &e);
	struct lab_take *t = lab_play(p, 1, pool, NULL, 0);

	(void)state;
	tap_near(loss_of(t, 1), loss_of(t, 0), 1e-5, 1e-4);
	assert_true(loss_of(t, 0) < 0.6);
	/* a slope that is learned soon makes a difference */
	assert_true(fabs(loss_of(t, 2) - loss_of(t, 0)) > 1e-4);
	assert_true(isfinite(loss_of(t, 2)) && isfinite(loss_of(t, 3)));
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
a_training_that_stops_names_the_part(void **state)
{
	struct lab_plan *p = own_plan();
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(2, &e);
	struct lab_take *t = lab_play(p, 1, pool, NULL, 0);
	struct train_run *bad = lab_take_run(t, 4);
	const char *why = train_run_stopped(bad);

	(void)state;
	assert_true(train_run_diverged(bad));
	assert_true(strstr(why, ": in act wild, ")
		    && strstr(why, "exp(4*x^2) is inf at x = "));
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
own_activations_are_knobs_like_others(void **state)
{
	struct lab_plan *p = own_plan();
	struct lab_change c;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(p->own.n, 3);
	assert_string_equal(p->own.row[1]->formula, "x*sigmoid(beta*x) *c");
	assert_true(lab_change_parse(p, str_of("row.act=mine"), SPAN_NONE, &c, &e));
	assert_false(lab_change_parse(p, str_of("row.act=mime"), SPAN_NONE, &c, &e));
	assert_string_equal(e.msg, "unknown activation 'mime'");
	assert_string_equal(e.hint, "did you mean 'mine'?");
	assert_string_equal(p->step[0].show.panel[0].act_name[1], "swish(2)");
	lab_free(p);
}

struct inside {
	const char *line, *why;
};
static const struct inside insides[] = {
	{ "rnn 3 act=wild", "layer 1, step 1: in act wild, exp(400*x^2) is inf at x = " },
	{ "lstm 3 act=wild", "layer 1, step 1: in act wild, exp(400*x^2) is inf at x = " },
	{ "lstm 3 gate=wild", "layer 1, step 1: in gate wild, exp(400*x^2) is inf at x = " },
	{ "glu act=wild", "layer 1, step 1: in act wild, exp(400*x^2) is inf at x = " },
};

/* An activation inside a layer, whose input is no layer's output. */
static void
a_part_inside_a_layer_is_named_too(void **state)
{
	const struct inside *in = *state;
	struct err_list errs = { 0 };
	struct train_pool *pool = train_pool_new(1, &(struct err){ 0 });
	struct lab_plan *p;
	struct lab_take *t;
	char text[512];
	const char *why;

	snprintf(text, sizeof(text), "lab a format=1\ntitle A\ndata adding n=64 steps=4\n"
		 "act wild(x) = exp(400*x^2)\nnet n loss=mse\n  sequence 4 2\n  %s\n"
		 "  flatten\n  dense 1\nrun r n init=constant(2)\ntrain r steps=3\n", in->line);
	p = lab_parse("a.lab", str_of(text), "", &errs);
	err_list_print(stderr, &errs);
	assert_non_null(p);
	t = lab_play(p, 1, pool, NULL, 0);
	why = train_run_stopped(lab_take_run(t, 0));
	if (!train_run_diverged(lab_take_run(t, 0)) || !strstr(why, in->why))
		fail_msg("%s", why);
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

void
lab_add_own(void)
{
	for (size_t i = 0; i < sizeof(insides) / sizeof(insides[0]); i++)
		tap_add(insides[i].line, a_part_inside_a_layer_is_named_too, &insides[i]);
	TAP(own_silu_learns_as_the_row_does);
	TAP(a_training_that_stops_names_the_part);
	TAP(own_activations_are_knobs_like_others);
}
