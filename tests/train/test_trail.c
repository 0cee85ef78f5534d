/* What levels were like over time, the factors of the chain rule, histograms on
 * demand. */
#include "train.h"
#include "train/run.h"

#include <math.h>
#include <stdlib.h>

enum { ALL = TRAIN_DEAR_TRAIL | TRAIN_DEAR_CHAIN | TRAIN_DEAR_OUTPUTS
	     | TRAIN_DEAR_WEIGHTS };

static void
every_look_is_a_record_that_says_what_the_facts_said(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s = NULL;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=8,8 act=relu init=he batch=10");
	train_run_ask(r, ALL);
	for (int i = 0; i < 5; i++) {
		s = run_shot(r, 0, 0);
		train_run_steps(r, 10);
	}
	assert_int_equal(s->trail.n, 5);
	assert_int_equal(s->trail.levels, 3);
	for (int i = 0; i < 5; i++)
		assert_int_equal(s->trail.step[i], 10 * i);
	for (int l = 0; l < 3; l++) {
		const struct train_trail_level *t = &s->trail.level[4 * 3 + l];
		const struct train_level *f = &s->facts.level[l];
		double all = train_trail_share(t, -1);
		int dead = 0;

		tap_near((double)t->grad, f->grad, 0, 1e-6);
		tap_near((double)t->ratio, f->ratio, 0, 1e-6);
		for (int b = 0; b < TRAIN_TRAIL_BINS; b++)
			all += train_trail_share(t, b);
		tap_near(all, 1, 0.1, 0);
		for (int j = 0; j < f->units; j++)
			dead += train_trail_dead(t, j);
		assert_int_equal(dead, f->dead_units);
	}
	train_run_free(r);
	data_drop(&m);
}

static void
nothing_is_kept_that_nobody_asked_for(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=8,8 act=relu init=he batch=10");
	s = run_shot(r, 0, 0);
	assert_int_equal(s->trail.n, 0);
	assert_null(s->y_hist);
	assert_null(s->w_hist);
	assert_true(isnan(s->facts.level[0].chain));
	train_run_free(r);
	data_drop(&m);
}

static void
records_are_thinned_evenly_within_the_bound(void **state)
{
	const int *levels = *state;
	int room = train_trail_room(*levels), n = 5 * room;
	struct train_level *level = calloc((size_t)*levels, sizeof(*level));
	struct num_loghist *grad = calloc((size_t)*levels, sizeof(*grad));
	struct train_look_level *look = calloc((size_t)*levels, sizeof(*look));
	struct train_run r = { .look = { .level = look } };
	struct train_history h = { .trail_every = 1 };
	struct train_facts f = { .levels = *levels, .level = level };
	struct arena a;
	struct err e = { 0 };

	assert_true(arena_init(&a, train_trail_need(*levels), &e));
	assert_true(*levels > 34 || train_trail_need(*levels) <= (1 << 19) + 8192);
	train_trail_alloc(&h.trail, *levels, &a);
	for (int i = 0; i < n; i++) {
		f.step = i;
		level[*levels - 1].grad = i;
		train_trail_add(&h, &r, &f, grad);
		assert_true(h.trail.n <= room);
		assert_int_equal(h.trail.step[h.trail.n - 1], i);
	}
	assert_true(h.trail.n > room / 2);
	for (int i = 0; i < h.trail.n - 1; i++) {
		assert_int_equal(h.trail.step[i], 8 * i);
		tap_near((double)h.trail.level[i * *levels + *levels - 1].grad, 8 * i, 0,
			 0);
	}
	train_trail_add(&h, &r, &f, grad);	/* the same step once more */
	assert_int_equal(h.trail.step[h.trail.n - 1], n - 1);
	assert_int_equal(h.trail.step[h.trail.n - 2], 8 * ((n - 2) / 8));
	arena_done(&a);
	free(look);
	free(grad);
	free(level);
}

/* Slope factors and weight factors multiply to what comes down, and without weights'
 * growth a sigmoid passes a quarter at most. */
static void
the_factors_of_the_chain_rule_multiply_to_its_product(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	double product = 1;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=5x16 act=sigmoid init=xavier");
	train_run_ask(r, TRAIN_DEAR_CHAIN);
	f = run_facts(r, &a);
	assert_true(isnan(f.level[5].weight_factor));
	tap_near(f.level[5].slope_factor, 1, 0, 0);
	tap_near(f.level[5].chain, 1, 0, 0);
	for (int l = 4; l >= 0; l--) {
		assert_true(f.level[l].slope_factor <= 0.25);
		product *= f.level[l].slope_factor * f.level[l].weight_factor;
		tap_near(f.level[l].chain, product, 0, 1e-9);
	}
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* Against the difference that a nudge of the unit's bias makes, where the path is alone:
 * one unit a layer. */
static void
a_path_is_the_derivative_where_there_is_one_path(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	const struct nn_tensor *bias;
	double before;
	int out;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=1,1,1 act=tanh init=xavier");
	train_run_ask(r, TRAIN_DEAR_CHAIN);
	f = run_facts(r, &a);
	out = f.level[3].path_unit - 1;
	assert_int_equal(f.level[0].path_unit, 1);
	tap_near(f.level[3].path, 1, 0, 0);
	bias = &nn_net_level(&r->net, 1)->tensor[1];
	assert_string_equal(bias->name, "bias");
	for (int i = 0; i < 2; i++) {
		const float *y;

		r->net.param[bias->at] += i ? 2e-3f : -1e-3f;
		y = nn_forward(&r->net, &r->work, m.set.x, 1, NN_EVAL, NULL);
		if (i)
			tap_near(((double)y[out] - before) / 2e-3, f.level[0].path, 1e-3,
				 1e-2);
		before = (double)y[out];
	}
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

static void
histograms_count_every_output_and_every_weight(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=8,4 act=sigmoid init=he");
	train_run_ask(r, ALL);
	s = run_shot(r, 0, 0);
	for (int l = 0; l < 3; l++) {
		static const uint32_t units[] = { 8, 4, 2 }, weights[] = { 16, 32, 8 };
		uint32_t y = 0, w = 0;

		for (int b = 0; b < TRAIN_ZBINS; b++) {
			y += s->y_hist[l].bin[b];
			w += s->w_hist[l].bin[b];
		}
		assert_int_equal(y, 100 * units[l]);
		assert_int_equal(w, weights[l]);
	}
	assert_true(s->y_hist[0].lo >= 0 && s->y_hist[0].hi <= 1.0001);
	train_run_free(r);
	data_drop(&m);
}

static void
points_know_the_learning_rate_and_the_scale(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, "hidden=8 lr=0.5 schedule=step(10,0.1) scale=128");
	train_run_steps(r, 15);
	s = run_shot(r, 0, 0);
	assert_int_equal(s->n_point, 15);
	tap_near((double)s->point[9].lr, 0.5, 1e-7, 0);
	tap_near((double)s->point[10].lr, 0.05, 1e-7, 0);
	tap_near((double)s->point[14].scale, 128, 0, 0);
	assert_int_equal(s->sample.rows, TRAIN_SAMPLE_ROWS);
	assert_int_equal(s->sample.k, 2);
	assert_int_equal(s->sample_test.rows, 0);
	train_run_free(r);
	data_drop(&m);
}

static void
asking_for_all_of_it_changes_no_bit(void **state)
{
	struct made m;
	struct train_run *r[2];

	(void)state;
	data_from(&m, "circles n=200 noise=0.1 test=0.3", 1);
	for (int i = 0; i < 2; i++) {
		r[i] = run_from(&m.set, "hidden=8,8 act=relu init=he batch=10");
		if (i)
			train_run_ask(r[i], ALL);
		for (int k = 0; k < 20; k++) {
			if (i)
				run_shot(r[i], 16, 16);
			train_run_steps(r[i], 7);
		}
	}
	assert_true(train_run_hash(r[0]) == train_run_hash(r[1]));
	for (int i = 0; i < 2; i++)
		train_run_free(r[i]);
	data_drop(&m);
}

void
trail_cases(void)
{
	static const int levels[] = { 1, 3, 21, 100 };

	TAP(every_look_is_a_record_that_says_what_the_facts_said);
	TAP(nothing_is_kept_that_nobody_asked_for);
	for (int i = 0; i < 4; i++)
		tap_add("records_are_thinned_evenly_within_the_bound",
			records_are_thinned_evenly_within_the_bound, &levels[i]);
	TAP(the_factors_of_the_chain_rule_multiply_to_its_product);
	TAP(a_path_is_the_derivative_where_there_is_one_path);
	TAP(histograms_count_every_output_and_every_weight);
	TAP(points_know_the_learning_rate_and_the_scale);
	TAP(asking_for_all_of_it_changes_no_bit);
}
