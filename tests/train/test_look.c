#include "train.h"
#include "train/run.h"

#include <math.h>

/* Facts of a run, taken into an arena of this file's cases. */
static struct train_facts
facts(struct train_run *r, struct arena *a)
{
	struct train_facts f;
	struct err e = { 0 };

	if (!a->base)
		assert_true(arena_init(a, 1 << 20, &e));
	train_run_facts(r, &f, a);
	return f;
}

static const struct train_snapshot *
shot(struct train_run *r, int w, int h)
{
	const struct train_snapshot *s;

	train_run_watch(r, w, h);
	train_run_steps(r, 0);
	s = train_run_take(r);
	assert_non_null(s);
	assert_null(train_run_take(r));
	return s;
}

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
	f = facts(r, &a);
	train_run_steps(r, 1);
	g = facts(r, &a);
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
	f = facts(r, &a);
	train_run_steps(r, 1);
	g = facts(r, &a);
	tap_near(g.loss_batch, f.loss, 1e-6, 1e-6);
	for (int l = 0; l < 2; l++)
		tap_near(g.level[l].ratio * g.level[l].weight, 1e-3 * f.level[l].grad, 1e-8,
			 2e-3);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

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
	f = facts(r, &a);
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
	f = facts(r, &a);
	tap_near(f.level[0].zero, 0.5, 0.1, 0);		/* like relu */
	train_run_steps(r, 50);
	f = facts(r, &a);
	tap_near(f.level[0].zero, 0, 0, 0);		/* the slope has moved */
	assert_int_equal(f.level[0].dead_units, 0);
	tap_near(f.level[0].saturated, 0, 0, 0);
	r->net.param[r->look.level[0].act->param_at] = 100;
	f = facts(r, &a);
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
	f = facts(r, &a);
	tap_near(f.level[0].saturated, 0, 0, 0);
	slope = r->net.param + r->look.level[0].act->param_at;
	slope[3] = 100;				/* a slope of 1 is flat beside it */
	f = facts(r, &a);
	assert_true(f.level[0].saturated > 0.01 && f.level[0].saturated < 1 / 16.0);
	slope[3] = 0.25f;
	slope[5] = 0;				/* as relu */
	f = facts(r, &a);
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
	f = facts(r, &a);
	tap_near(f.level[0].saturated, 1, 0, 0);	/* slope 6e-6 */
	assert_int_equal(f.level[0].dead_units, 0);
	assert_int_equal(f.level[1].dead_units, 6);
	tap_near(f.level[1].zero, 1, 0, 0);
	tap_near(f.level[0].grad, 0, 0, 0);
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
	f = facts(r, &a);
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
	f = facts(r, &a);
	train_run_steps(r, 1000);
	g = facts(r, &a);
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
	s = shot(r, 10, 6);
	assert_int_equal(s->state, TRAIN_DONE);
	assert_int_equal(s->n_point, 5);
	assert_int_equal(s->n_eval, 1);
	assert_int_equal(s->facts.step, 5);
	assert_int_equal(s->point[4].step, 5);
	tap_near(s->point[4].mean, s->facts.loss_batch, 0, 0);
	assert_true(run_turn(r, "lr", "0.25", -1, &e));
	s = shot(r, 0, 0);
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
	assert_int_equal(shot(r, 0, 0)->state, TRAIN_READY);
	train_run_watch(r, 0, 0);
	train_run_steps(r, 1);
	assert_int_equal(train_run_take(r)->state, TRAIN_DONE);
	train_run_steps(r, 10);
	assert_int_equal(shot(r, 0, 0)->state, TRAIN_STOPPED);
	assert_non_null(strstr(shot(r, 0, 0)->stopped, "not finite"));
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
	s = shot(r, 0, 0);
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

/* ---- grids ---- */

static void
a_grid_is_the_plane_with_its_top_row_first(void **state)
{
	float x[8] = { 0, 0, 10, 0, 0, 4, 10, 4 };	/* class 1 above */
	int label[4] = { 0, 0, 1, 1 };
	const struct data_set d = {
		.name = "two", .n = 4, .n_train = 4, .in = 2,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	const char *const knobs[] = { "out=2", "loss=bce_logits",
				      "loss=mse out=2 lr=0.01" };

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct train_run *r = run_from(&d, knobs[i]);
		const struct train_grid *g;

		train_run_steps(r, 2000);
		g = &shot(r, 20, 10)->grid;
		assert_int_equal(g->w, 20);
		assert_int_equal(g->h, 10);
		tap_near(g->x_lo, -1, 1e-12, 0);
		tap_near(g->x_hi, 11, 1e-12, 0);
		tap_near(g->y_lo, -0.4, 1e-12, 0);
		tap_near(g->y_hi, 4.4, 1e-12, 0);
		for (int c = 0; c < 20; c++)
			assert_true(g->v[c] > 0.6f && g->v[9 * 20 + c] < 0.4f);
		train_run_free(r);
	}
}

static void
a_grid_of_many_classes_names_the_likeliest(void **state)
{
	bool seen[3] = { false };
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "blobs n=150 classes=3", 1);
	r = run_from(&m.set, "hidden=16 opt=adam lr=0.02");
	train_run_steps(r, 400);
	g = &shot(r, 30, 30)->grid;
	for (int i = 0; i < 900; i++) {
		assert_true(g->v[i] == 0 || g->v[i] == 1 || g->v[i] == 2);
		seen[(int)g->v[i]] = true;
	}
	assert_true(seen[0] && seen[1] && seen[2]);
	train_run_free(r);
	data_drop(&m);
}

static void
one_input_gives_a_line_and_three_give_nothing(void **state)
{
	float x[6] = { 1, 2, 3, 4, 5, 6 };
	int label[2] = { 0, 1 };
	const struct data_set d = {
		.name = "three", .n = 2, .n_train = 2, .in = 3,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "sine n=64", 1);
	r = run_from(&m.set, "hidden=32 act=tanh loss=mse opt=adam lr=0.02");
	train_run_steps(r, 2000);
	g = &shot(r, 601, 9)->grid;
	assert_int_equal(g->w, 601);
	assert_int_equal(g->h, 1);
	for (int i = 100; i <= 500; i++) {
		double at = g->x_lo + (g->x_hi - g->x_lo) * i / 600;

		tap_near(g->v[i], num_sin(2 * 3.14159265358979 * at), 0.25, 0);
	}
	train_run_free(r);
	data_drop(&m);
	r = run_from(&d, "");
	assert_int_equal(shot(r, 10, 10)->grid.w, 0);
	train_run_free(r);
}

static void
a_grid_never_exceeds_its_room(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "");
	g = &shot(r, 1000, 1000)->grid;
	assert_int_equal(g->w, 1000);
	assert_true(g->w * g->h <= TRAIN_GRID_MAX && g->h > 1);
	assert_int_equal(shot(r, 1 << 19, 5)->grid.w, 0);
	assert_int_equal(shot(r, -3, 5)->grid.w, 0);
	train_run_free(r);
	data_drop(&m);
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
	TAP(levels_agree_with_the_activation_they_carry);
	TAP(a_learned_slope_is_seen_as_it_is_now);
	TAP(slopes_learned_by_unit_are_told_apart);
	TAP(saturated_is_not_dead);
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
	TAP(a_grid_is_the_plane_with_its_top_row_first);
	TAP(a_grid_of_many_classes_names_the_likeliest);
	TAP(one_input_gives_a_line_and_three_give_nothing);
	TAP(a_grid_never_exceeds_its_room);
}
