#include "train.h"

#include <math.h>

/* Facts of a run in an arena of their own. */
struct seen {
	struct train_facts f;
	struct arena own;
};

static void
look(struct seen *s, struct train_run *r)
{
	struct err e = { 0 };

	assert_true(arena_init(&s->own, train_facts_need(r), &e));
	train_run_facts(r, &s->f, &s->own);
}

static void
look_done(struct seen *s)
{
	arena_done(&s->own);
}

static void
twenty_sigmoids_pass_no_gradient(void **state)
{
	struct made m;
	struct train_run *r;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=400 noise=0.05", 1);
	r = run_from(&m.set, "hidden=20x32 out=2 lr=0.05 act=sigmoid init=xavier");
	look(&s, r);
	assert_int_equal(s.f.levels, 21);
	assert_true(s.f.level[0].grad / s.f.level[19].grad < 1e-9);
	assert_true(s.f.level[0].grad > 0);
	look_done(&s);
	train_run_free(r);
	data_drop(&m);
}

static void
twenty_relus_learn_the_circles(void **state)
{
	struct made m;
	struct train_run *r;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=400 noise=0.05", 1);
	r = run_from(&m.set, "hidden=20x32 out=2 lr=0.05 act=relu init=he");
	assert_int_equal(train_run_epoch_steps(r), 12);
	train_run_steps(r, 60 * train_run_epoch_steps(r));
	look(&s, r);
	assert_true(s.f.loss < 0.05);
	assert_true(s.f.acc > 0.98);
	tap_near(s.f.epoch, 60, 0, 0);
	assert_int_equal(s.f.step, 720);
	assert_true(isnan(s.f.loss_test) && isnan(s.f.acc_test));
	look_done(&s);
	train_run_free(r);
	data_drop(&m);
}

static void
a_batch_as_large_as_the_set_takes_one_step_an_epoch(void **state)
{
	struct made m;
	struct train_run *a, *b;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=40", 1);
	a = run_from(&m.set, "hidden=8 batch=1000");
	b = run_from(&m.set, "hidden=8 batch=40");
	assert_int_equal(train_run_epoch_steps(a), 1);
	train_run_steps(a, 30);
	train_run_steps(b, 30);
	assert_true(train_run_hash(a) == train_run_hash(b));
	look(&s, a);
	tap_near(s.f.epoch, 30, 0, 0);
	look_done(&s);
	train_run_free(a);
	train_run_free(b);
	data_drop(&m);
}

static void
an_incomplete_last_batch_is_dropped_or_kept(void **state)
{
	struct made m;
	struct train_run *drop, *keep;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=50", 1);
	drop = run_from(&m.set, "hidden=4 batch=16");
	keep = run_from(&m.set, "hidden=4 batch=16 last=keep");
	assert_int_equal(train_run_epoch_steps(drop), 3);
	assert_int_equal(train_run_epoch_steps(keep), 4);
	train_run_steps(drop, 3);
	train_run_steps(keep, 3);
	assert_true(train_run_hash(drop) == train_run_hash(keep));
	train_run_steps(drop, 1);
	train_run_steps(keep, 1);
	assert_true(train_run_hash(drop) != train_run_hash(keep));
	look(&s, drop);
	tap_near(s.f.epoch, 4 / 3.0, 1e-12, 0);
	look_done(&s);
	look(&s, keep);
	tap_near(s.f.epoch, 1, 0, 0);
	look_done(&s);
	train_run_free(drop);
	train_run_free(keep);
	data_drop(&m);
}

static struct data_set
tiny(int n, int n_class, float *x, int *label)
{
	return (struct data_set){ .name = "tiny", .n = n, .n_train = n, .in = 2,
				  .target = DATA_CLASS, .n_class = n_class, .x = x,
				  .label = label };
}

static void
one_row_and_rows_of_one_class_are_learned(void **state)
{
	float x[8] = { 1, 2, 3, 1, -1, 0, 2, 2 };
	int label[4] = { 1, 1, 1, 1 };
	struct data_set one = tiny(1, 2, x, label), same = tiny(4, 2, x, label);
	struct train_run *a = run_from(&one, "hidden=4");
	struct train_run *b = run_from(&same, "hidden=4 batch=2");
	struct seen s;

	(void)state;
	train_run_steps(a, 200);
	train_run_steps(b, 200);
	look(&s, a);
	assert_true(s.f.loss < 0.05);
	tap_near(s.f.acc, 1, 0, 0);
	look_done(&s);
	look(&s, b);
	assert_true(s.f.loss < 0.05);
	tap_near(s.f.acc, 1, 0, 0);
	look_done(&s);
	train_run_free(a);
	train_run_free(b);
}

static void
a_rate_of_zero_moves_nothing(void **state)
{
	struct made m;
	struct train_run *r;
	struct seen a, b;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "hidden=8 lr=0");
	look(&a, r);
	train_run_steps(r, 10);
	look(&b, r);
	assert_true(a.f.loss == b.f.loss);
	assert_true(b.f.level[0].ratio == 0);
	assert_true(isnan(a.f.level[0].ratio));
	assert_true(isnan(a.f.loss_batch) && isfinite(b.f.loss_batch));
	look_done(&a);
	look_done(&b);
	train_run_free(r);
	data_drop(&m);
}

static void
an_absurd_rate_stops_the_run_and_says_where(void **state)
{
	struct made m;
	struct train_run *r;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=400 noise=0.05", 1);
	r = run_from(&m.set, "hidden=8,8 lr=1e30");
	assert_string_equal(train_run_stopped(r), "");
	train_run_steps(r, 1000);
	assert_true(train_run_diverged(r));
	assert_int_equal(train_run_step(r), 2);
	assert_string_equal(train_run_stopped(r),
			    "layer 2, step 2: output of dense is not "
			    "finite (nan); try lr below 1e30");
	look(&s, r);
	assert_true(s.f.diverged);
	look_done(&s);
	train_run_steps(r, 5);
	assert_int_equal(train_run_step(r), 2);
	train_run_free(r);
	data_drop(&m);
}

struct burst {
	float x;			/* of the only row, whose target is 0 */
	const char *knobs;
	const char *reason;
};
static const struct burst bursts[] = {
	{ 1e30f, "hidden=3x1 act=identity init=constant(1000)",
	  "layer 3, step 1: output of dense is not finite (inf); try lr below 0.1" },
	{ -1e32f, "hidden=2x1 act=identity,leaky_relu(10) init=constant(1000)",
	  "layer 2, step 1: output of leaky_relu is not finite (-inf); "
	  "try lr below 0.1" },
	{ 1e10f, "hidden=3x1 act=identity init=constant(1000)",
	  "layer 4, step 1: gradient of dense is not finite (inf); try lr below 0.1" },
	{ 1, "lr=1e30 hidden=3x1 act=identity init=constant(1000) batch=1",
	  "layer 1, step 1: weight of dense is not finite (-inf); try lr below 1e30" },
};

static void
a_stopped_run_names_layer_step_and_operation(void **state)
{
	const struct burst *b = *state;
	float x = b->x, y = 0;
	const struct data_set d = {
		.name = "one", .n = 1, .n_train = 1, .in = 1, .out = 1,
		.target = DATA_VALUES, .x = &x, .y = &y,
	};
	char knobs[120];
	struct train_run *r;

	snprintf(knobs, sizeof(knobs), "%s loss=mse", b->knobs);
	r = run_from(&d, knobs);
	train_run_steps(r, 10);
	assert_string_equal(train_run_stopped(r), b->reason);
	assert_true(train_run_diverged(r));
	train_run_free(r);
}

static void
a_word_that_is_none_is_named_and_not_the_rate(void **state)
{
	const char *kinds[] = { "embedding", "flatten", "dense" };
	float x[] = { 0, 6, 3, 7 }, y[] = { 0, 1 };
	const struct data_set d = {
		.name = "words", .n = 2, .n_train = 2, .in = 2, .out = 1,
		.target = DATA_VALUES, .x = x, .y = y,
	};
	struct nn_layer_spec line[3] = { { 0 } };
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		line[i].kind = nn_layer_kind_find(str_of(kinds[i]));
	line[0].arg[0] = 7;
	line[0].arg[1] = 3;
	line[2].arg[0] = 1;
	spec_from(&s, &d, "loss=mse");
	s.layer = line;
	s.depth = 3;
	r = train_run_new(&s, &e);
	assert_non_null(r);
	train_run_steps(r, 1);
	assert_string_equal(train_run_stopped(r),
			    "layer 1, step 1: an input of embedding is no whole number from "
			    "0 to 6; a csv says standardise=no");
	train_run_free(r);
}

static void
biases_start_where_they_are_told(void **state)
{
	struct made m;
	struct train_run *r;
	struct seen s;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "hidden=16,16 bias=-50");
	look(&s, r);
	tap_near(s.f.level[0].z_mean, -50, 3, 0);
	tap_near(s.f.level[0].dead, 1, 0, 0);
	assert_int_equal(s.f.level[0].dead_units, 16);
	tap_near(s.f.level[0].zero, 1, 0, 0);
	tap_near(s.f.level[2].z_mean, 0, 1e-6, 0);	/* the output's biases stay 0 */
	look_done(&s);
	train_run_free(r);
	data_drop(&m);
}

void
run_cases(void)
{
	TAP(twenty_sigmoids_pass_no_gradient);
	TAP(twenty_relus_learn_the_circles);
	TAP(a_batch_as_large_as_the_set_takes_one_step_an_epoch);
	TAP(an_incomplete_last_batch_is_dropped_or_kept);
	TAP(one_row_and_rows_of_one_class_are_learned);
	TAP(a_rate_of_zero_moves_nothing);
	TAP(an_absurd_rate_stops_the_run_and_says_where);
	for (size_t i = 0; i < sizeof(bursts) / sizeof(bursts[0]); i++)
		tap_add("a stopped run names layer, step and operation",
			a_stopped_run_names_layer_step_and_operation, &bursts[i]);
	TAP(a_word_that_is_none_is_named_and_not_the_rate);
	TAP(biases_start_where_they_are_told);
}
