#include "train.h"
#include "train/run.h"

#include <math.h>

/* One step of the whole set at rate 1 moves W by -dL/dW: what facts said before. */
static void
a_gradient_is_what_a_step_of_the_whole_set_moves(void **state)
{
	const int *n = *state, weights[] = { 18, 63, 14 };
	char text[40];
	struct made m;
	struct train_run *r;
	struct train_facts f, g;
	struct arena a = { 0 };
	double all = 0;

	snprintf(text, sizeof(text), "circles n=%d", *n);
	data_from(&m, text, 1);
	r = run_from(&m.set, "hidden=9,7 act=tanh lr=1 batch=100000");
	f = run_facts(r, &a);
	train_run_steps(r, 1);
	g = run_facts(r, &a);
	tap_near(g.loss_batch, f.loss, 1e-6, 1e-6);
	for (int l = 0; l < 3; l++) {
		const struct train_level *v = &f.level[l];

		tap_near(g.level[l].ratio * g.level[l].weight, v->grad, 1e-6, 1e-4);
		tap_near(v->grad_rms, v->grad / sqrt(weights[l]), 0, 1e-12);
		assert_true(v->grad_max >= v->grad_rms && v->grad_max <= v->grad);
		all += v->grad * v->grad;
	}
	assert_true(f.grad_all >= sqrt(all));		/* biases are in it too */
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* Facts go by parts of 512 rows, and what these count for is the loss's own business. */
static void
the_loss_of_all_is_that_of_one_batch_of_them(void **state)
{
	const char *loss = *state;
	char knobs[120];
	struct made m;
	struct train_run *r;
	struct train_facts f, g;
	struct arena a = { 0 };

	snprintf(knobs, sizeof(knobs), "hidden=9 act=tanh lr=1e-3 batch=100000 loss=%s",
		 loss);
	data_from(&m, "gaussians n=1300 frac=0.3", 1);
	for (int i = 0; i < 512; i++)		/* a part of one class alone */
		m.set.label[i] = 0;
	r = run_from(&m.set, knobs);
	f = run_facts(r, &a);
	train_run_steps(r, 1);
	g = run_facts(r, &a);
	tap_near(g.loss_batch, f.loss, 1e-6, 1e-6);
	for (int l = 0; l < 2; l++)
		tap_near(g.level[l].ratio * g.level[l].weight, 1e-3 * f.level[l].grad,
			 1e-8,
			 2e-3);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

static void
the_test_part_is_measured_apart(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "moons n=300 test=0.3 noise=0.1", 1);
	r = run_from(&m.set, "hidden=16 opt=adam lr=0.02");
	train_run_steps(r, 300);
	f = run_facts(r, &a);
	assert_true(f.acc > 0.95 && f.acc_test > 0.9);
	assert_true(isfinite(f.loss_test) && f.loss_test != f.loss);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

struct counted {
	const char *data, *knobs;
	bool counts;
};
static const struct counted counteds[] = {
	{ "circles n=64", "hidden=16,16 loss=ce_logits opt=adam lr=0.01", true },
	{ "circles n=64", "hidden=16,16 loss=bce_logits opt=adam lr=0.01", true },
	{ "circles n=64", "hidden=16,16 loss=mse opt=adam lr=0.01", true },
	{ "circles n=64", "hidden=16,16 out=2 loss=mse opt=adam lr=0.01", true },
	{ "multilabel n=64", "hidden=16 loss=bce_logits opt=adam lr=0.01", true },
	{ "sine n=64", "hidden=16 loss=mse opt=adam lr=0.01", false },
};

static void
accuracy_rises_to_one_where_there_is_something_to_count(void **state)
{
	const struct counted *c = *state;
	struct made m;
	struct train_run *r;
	struct train_facts f, g;
	struct arena a = { 0 };

	data_from(&m, c->data, 3);
	r = run_from(&m.set, c->knobs);
	f = run_facts(r, &a);
	train_run_steps(r, 1000);
	g = run_facts(r, &a);
	assert_true(g.loss < f.loss);
	assert_int_equal(isnan(g.acc), !c->counts);
	if (c->counts)
		assert_true(f.acc < 0.9 && g.acc > 0.96);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* ---- snapshots ---- */

static void
a_snapshot_is_built_only_when_asked_for(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "hidden=8,8");
	train_run_steps(r, 5);
	assert_null(train_run_take(r));
	s = run_shot(r, 10, 6);
	assert_int_equal(s->state, TRAIN_DONE);
	assert_int_equal(s->n_point, 5);
	assert_int_equal(s->n_eval, 1);
	assert_int_equal(s->facts.step, 5);
	assert_int_equal(s->point[4].step, 5);
	tap_near(s->point[4].mean, s->facts.loss_batch, 0, 0);
	assert_true(run_turn(r, "lr", "0.25", -1, &e));
	s = run_shot(r, 0, 0);
	assert_int_equal(s->n_event, 1);
	assert_string_equal(s->event[0].text, "lr 0.25");
	assert_int_equal(s->event[0].step, 5);
	assert_int_equal(s->grid.w, 0);
	train_run_free(r);
	data_drop(&m);
}

static void
states_follow_the_life_of_a_run(void **state)
{
	struct made m;
	struct train_run *r;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "hidden=8,8 lr=1e30");
	assert_int_equal(run_shot(r, 0, 0)->state, TRAIN_READY);
	train_run_watch(r, 0, 0);
	train_run_steps(r, 1);
	assert_int_equal(train_run_take(r)->state, TRAIN_DONE);
	train_run_steps(r, 10);
	assert_int_equal(run_shot(r, 0, 0)->state, TRAIN_STOPPED);
	assert_non_null(strstr(run_shot(r, 0, 0)->stopped, "not finite"));
	train_run_free(r);
	data_drop(&m);
}

static void
histograms_hold_every_number(void **state)
{
	const uint32_t weights[] = { 20, 60, 12 }, units[] = { 10, 6, 2 };
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "circles n=1300", 1);
	r = run_from(&m.set, "hidden=10,6 act=tanh");
	s = run_shot(r, 0, 0);
	for (int l = 0; l < 3; l++) {
		const struct num_loghist *g = &s->grad_hist[l];
		uint32_t z = 0, w = g->zero + g->bad;

		for (int b = 0; b < NUM_LOGBINS; b++)
			w += g->bin[b];
		assert_int_equal(w, weights[l]);
		for (int b = 0; b < TRAIN_ZBINS; b++)
			z += s->z_hist[l].bin[b];
		assert_int_equal(z, 1300 * units[l]);
	}
	train_run_free(r);
	data_drop(&m);
}

static void
bins_widen_until_all_values_fit(void **state)
{
	struct train_zhist h = { 0 };
	const float a[] = { 1, 1.5f, 2 }, b[] = { -7, 40, 1.25f };
	const float odd[] = { NAN, INFINITY };
	const float twin[] = { 3, 3 };
	uint32_t sum = 0;

	(void)state;
	train_zhist_add(&h, odd, 2);
	assert_true(h.lo == 0 && h.hi == 0);
	train_zhist_add(&h, a, 3);
	tap_near(h.lo, 1, 0, 0);
	tap_near(h.hi, 2, 0, 0);
	assert_int_equal(h.bin[0], 1);
	assert_int_equal(h.bin[30], 1);
	assert_int_equal(h.bin[TRAIN_ZBINS - 1], 1);
	train_zhist_add(&h, b, 3);
	assert_true(h.lo <= -7 && h.hi >= 40);
	for (int i = 0; i < TRAIN_ZBINS; i++)
		sum += h.bin[i];
	assert_int_equal(sum, 6);
	h = (struct train_zhist){ 0 };
	train_zhist_add(&h, twin, 2);
	assert_true(h.lo < 3 && h.hi > 3);
}

static void
parts_together_have_the_moments_of_the_whole(void **state)
{
	struct train_moments m = { 0 };
	float x[1000];
	struct rng g;

	(void)state;
	rng_init(&g, 1, "data", 0);
	for (int i = 0; i < 1000; i++)
		x[i] = (float)(3 + rng_normal(&g) * (1 + i / 200));
	for (int at = 0, n = 1; at < 1000; at += n, n *= 2)
		train_moments_add(&m, x + at, n < 1000 - at ? n : 1000 - at);
	tap_near(m.n, 1000, 0, 0);
	tap_near(m.mean, num_mean(x, 1000), 0, 1e-12);
	tap_near(sqrt(m.m2 / m.n), num_std(x, 1000), 0, 1e-12);
}

void
look_cases(void)
{
	static const int sizes[] = { 50, 512, 1300 };
	static const char *const losses[] = {
		"ce_logits", "ce_logits(reduction=sum)", "ce_logits(weight=0.2:3)",
		"ce_logits(weight=0:1)", "focal_softmax(reduction=sum)",
		"bce_logits(reduction=sum)", "kl(reduction=mean)", "kl(reduction=sum)"
	};
	char name[120];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		snprintf(name, sizeof(name), "a gradient is what a step moves, %d rows",
			 sizes[i]);
		tap_add(name, a_gradient_is_what_a_step_of_the_whole_set_moves,
			&sizes[i]);
	}
	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		snprintf(name, sizeof(name), "the loss of all is that of one batch: %s",
			 losses[i]);
		tap_add(name, the_loss_of_all_is_that_of_one_batch_of_them, losses[i]);
	}
	TAP(the_test_part_is_measured_apart);
	for (size_t i = 0; i < sizeof(counteds) / sizeof(counteds[0]); i++) {
		snprintf(name, sizeof(name), "accuracy rises: %s, %s", counteds[i].data,
			 counteds[i].knobs);
		tap_add(name, accuracy_rises_to_one_where_there_is_something_to_count,
			&counteds[i]);
	}
	TAP(a_snapshot_is_built_only_when_asked_for);
	TAP(states_follow_the_life_of_a_run);
	TAP(histograms_hold_every_number);
	TAP(bins_widen_until_all_values_fit);
	TAP(parts_together_have_the_moments_of_the_whole);
}
