#include "train.h"
#include "train/run.h"

#include <math.h>

static void
levels_agree_with_the_activation_they_carry(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=300", 1);
	r = run_from(&m.set, "hidden=64,64,64 act=relu,tanh,sigmoid init=he bias=0");
	f = run_facts(r, &a);
	for (int l = 0; l < f.levels; l++) {
		const struct train_level *v = &f.level[l];

		tap_near(v->rms * v->rms, v->mean * v->mean + v->std * v->std, 0, 1e-9);
		assert_true(v->max >= v->rms);
		assert_int_equal(v->units, l < 3 ? 64 : 2);
	}
	tap_near(f.level[0].zero, 0.5, 0.06, 0);	/* relu: half of them */
	tap_near(f.level[0].saturated, f.level[0].zero, 1e-9, 0);
	tap_near(f.level[1].mean, 0, 0.2, 0);
	tap_near(f.level[2].mean, 0.5, 0.2, 0);
	tap_near(f.level[1].zero, 0, 0, 0);
	tap_near(f.level[3].saturated + f.level[3].dead, 0, 0, 0); /* no activation */
	tap_near(f.level[3].z_std, f.level[3].std, 0, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

static void
a_learned_slope_is_seen_as_it_is_now(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=16,16 act=prelu(0) lr=0.2");
	f = run_facts(r, &a);
	tap_near(f.level[0].zero, 0.5, 0.1, 0);		/* like relu */
	train_run_steps(r, 50);
	f = run_facts(r, &a);
	tap_near(f.level[0].zero, 0, 0, 0);		/* the slope has moved */
	assert_int_equal(f.level[0].dead_units, 0);
	tap_near(f.level[0].saturated, 0, 0, 0);
	r->net.param[r->look.level[0].act->param_at] = 100;
	f = run_facts(r, &a);
	assert_true(f.level[0].saturated > 0.2);	/* 1 is below 5 % of 100 */
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* Each unit is measured by its own slope, 5 % of its own steepest one. */
static void
slopes_learned_by_unit_are_told_apart(void **state)
{
	struct nn_layer_spec line[3] = { { 0 } };
	struct made m;
	struct train_spec s;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	float *slope;

	(void)state;
	for (int i = 0; i < 3; i++)
		line[i].kind = nn_layer_kind_find(str_of(i == 1 ? "act" : "dense"));
	line[0].arg[0] = 16;
	line[1].arg[0] = 1;			/* per=unit */
	line[2].arg[0] = 2;
	assert_true(nn_act_parse(str_of("prelu"), SPAN_NONE, &line[1].act, &e));
	data_from(&m, "circles n=600", 1);
	spec_from(&s, &m.set, "");
	s.layer = line;
	s.depth = 3;
	r = train_run_new(&s, &e);
	assert_non_null(r);
	f = run_facts(r, &a);
	tap_near(f.level[0].saturated, 0, 0, 0);
	slope = r->net.param + r->look.level[0].act->param_at;
	slope[3] = 100;				/* a slope of 1 is flat beside it */
	f = run_facts(r, &a);
	assert_true(f.level[0].saturated > 0.01 && f.level[0].saturated < 1 / 16.0);
	slope[3] = 0.25f;
	slope[5] = 0;				/* as relu */
	f = run_facts(r, &a);
	assert_true(f.level[0].saturated > 0.01 && f.level[0].saturated < 1 / 16.0);
	tap_near(f.level[0].zero, f.level[0].saturated, 1e-3, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

static void
saturated_is_not_dead(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=6,6 act=sigmoid,relu init=constant(0.1) bias=-12");
	f = run_facts(r, &a);
	tap_near(f.level[0].saturated, 1, 0, 0);	/* slope 6e-6 */
	assert_int_equal(f.level[0].dead_units, 0);
	assert_int_equal(f.level[1].dead_units, 6);
	tap_near(f.level[1].zero, 1, 0, 0);
	tap_near(f.level[0].grad, 0, 0, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* Levels are looked at over the first 4,096 rows, silence over all. */
static void
a_unit_that_the_last_row_wakes_is_not_dead(void **state)
{
	const int rows = TRAIN_FACTS_ROWS + 700;
	struct made m;
	struct train_run *r;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=4796", 1);
	for (int i = 0; i < 2 * rows; i++)
		m.set.x[i] = -1;
	r = run_from(&m.set, "hidden=6,6 act=relu init=constant(0.1)");
	assert_int_equal(run_facts(r, &a).level[0].dead_units, 6);
	assert_int_equal(run_facts(r, &a).level[1].dead_units, 6);
	m.set.x[2 * rows - 1] = 5;
	assert_int_equal(run_facts(r, &a).level[0].dead_units, 0);
	assert_int_equal(run_facts(r, &a).level[1].dead_units, 0);
	tap_near(run_facts(r, &a).level[0].saturated, 1, 0, 0);
	tap_near(run_facts(r, &a).level[0].zero, 1, 0, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* 5 % of the steepest slope, which of leaky_relu is 1. */
static void
saturated_is_below_a_twentieth(void **state)
{
	const char *const acts[] = { "hidden=8 act=leaky_relu(0.051)",
				     "hidden=8 act=leaky_relu(0.049)" };
	struct made m;

	(void)state;
	data_from(&m, "circles n=200", 1);
	for (int i = 0; i < 2; i++) {
		struct train_run *r = run_from(&m.set, acts[i]);
		struct arena a = { 0 };
		double share = run_facts(r, &a).level[0].saturated;

		assert_true(i ? share > 0.2 && share < 0.8 : share == 0);
		train_run_free(r);
		arena_done(&a);
	}
	data_drop(&m);
}

/* Levels are measured over the first 4,096 rows, loss and accuracy over all. */
static void
rows_behind_the_first_4096_count_for_the_loss_alone(void **state)
{
	enum { N = 5000 };
	struct made m;
	struct train_run *r;
	struct train_facts f, g;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=5000", 1);
	r = run_from(&m.set, "hidden=4 act=relu");
	f = run_facts(r, &a);
	for (int i = 2 * TRAIN_FACTS_ROWS; i < 2 * N; i++)
		m.set.x[i] *= 1000;
	g = run_facts(r, &a);
	assert_true(g.loss > 2 * f.loss);
	for (int l = 0; l < f.levels; l++)
		assert_memory_equal(&f.level[l].rms, &g.level[l].rms, sizeof(double));
	tap_near(f.grad_all, g.grad_all, 0, 0);
	m.set.x[2 * TRAIN_FACTS_ROWS - 1] *= 1000;	/* the last that counts */
	g = run_facts(r, &a);
	assert_true(g.level[0].rms > f.level[0].rms);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* An lstm has weights for what comes in and for what comes back. */
static void
a_level_is_all_its_weights_together(void **state)
{
	struct nn_layer_spec line[3] = { { 0 } };
	const char *const kinds[] = { "sequence", "lstm", "dense" };
	struct made m;
	struct train_spec s;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	const struct nn_layer *l;
	double grad = 0, weight = 0, n = 0;

	(void)state;
	for (int i = 0; i < 3; i++) {
		line[i].kind = nn_layer_kind_find(str_of(kinds[i]));
		for (int j = 0; line[i].kind->param[j].name; j++)
			line[i].arg[j] = line[i].kind->param[j].def;
	}
	line[0].arg[0] = 2, line[1].arg[0] = 3, line[2].arg[0] = 2;
	assert_true(nn_act_parse(str_of("tanh"), SPAN_NONE, &line[1].act, &e));
	assert_true(nn_act_parse(str_of("sigmoid"), SPAN_NONE, &line[1].gate, &e));
	data_from(&m, "circles n=64", 1);
	spec_from(&s, &m.set, "");
	s.layer = line;
	s.depth = 3;
	r = train_run_new(&s, &e);
	if (!r)
		fail_msg("%s", e.msg);
	f = run_facts(r, &a);
	l = nn_net_level(&r->net, 1);
	for (int i = 0; i < l->n_tensor; i++) {
		const struct nn_tensor *t = &l->tensor[i];

		if (!t->weight)
			continue;
		n++;
		grad += num_dot(r->look.grad + t->at, r->look.grad + t->at, t->n);
		weight += num_dot(r->net.param + t->at, r->net.param + t->at, t->n);
	}
	assert_true(n >= 2 && grad > 0);
	tap_near(f.level[0].grad, sqrt(grad), 0, 1e-12);
	tap_near(f.level[0].weight, sqrt(weight), 0, 1e-12);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* The middle between no and yes is 0 of a logit, 0.5 of a probability. */
static void
an_answer_is_yes_above_the_middle(void **state)
{
	const char *const knobs[] = { "loss=bce_logits", "loss=mse" };
	struct made m;
	struct train_run *r;
	struct arena a = { 0 };
	double yes = 0;

	(void)state;
	data_from(&m, "multilabel n=300", 1);
	for (int i = 0; i < 300; i++)
		yes += m.set.y[2 * i] > 0 && m.set.y[2 * i + 1] > 0;
	for (int i = 0; i < 2; i++) {
		r = run_from(&m.set, knobs[i]);
		for (int j = 0; j < r->net.n_param; j++)
			r->net.param[j] = j < 4 ? 0 : i ? 0.75f : 0.25f;
		tap_near(run_facts(r, &a).acc, yes / 300, 1e-12, 0);
		train_run_free(r);
	}
	data_drop(&m);
	arena_done(&a);
}

void
level_cases(void)
{
	TAP(levels_agree_with_the_activation_they_carry);
	TAP(a_learned_slope_is_seen_as_it_is_now);
	TAP(slopes_learned_by_unit_are_told_apart);
	TAP(saturated_is_not_dead);
	TAP(a_unit_that_the_last_row_wakes_is_not_dead);
	TAP(saturated_is_below_a_twentieth);
	TAP(rows_behind_the_first_4096_count_for_the_loss_alone);
	TAP(a_level_is_all_its_weights_together);
	TAP(an_answer_is_yes_above_the_middle);
}
