#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

enum { N = 29, STEPS = 30, SLOTS_MAX = 4 };

/* One parameter in double, by the formulas of the reference's README. */
struct one {
	double w, a, b, c;		/* a, b, c: what the optimiser remembers */
};

/* Decay through the gradient (decoupled 0) or past it. */
static double
pulled(struct one *o, double g, const double *arg, double decay, bool decoupled,
       double l1)
{
	g += decoupled ? 0 : decay * o->w;
	g += o->w > 0 ? l1 : o->w < 0 ? -l1 : 0;
	o->w *= decoupled ? 1 - arg[0] * decay : 1;
	return g;
}

static void
sgd_one(struct one *o, double g, int t, const double *arg)
{
	g = pulled(o, g, arg, arg[3], arg[4] > 0, arg[5]);
	o->a = t == 1 ? g : arg[1] * o->a + g;
	o->w -= arg[0] * (arg[2] != 0 ? g + arg[1] * o->a : o->a);
}

static void
adam_part(struct one *o, double g, int t, const double *arg)
{
	o->a = arg[1] * o->a + (1 - arg[1]) * g;
	o->b = arg[2] * o->b + (1 - arg[2]) * g * g;
	o->w -= arg[0] / (1 - pow(arg[1], t)) * o->a
		/ (sqrt(o->b / (1 - pow(arg[2], t))) + arg[3]);
}

static void
adam_one(struct one *o, double g, int t, const double *arg)
{
	adam_part(o, pulled(o, g, arg, arg[4], false, arg[5]), t, arg);
}

static void
adamw_one(struct one *o, double g, int t, const double *arg)
{
	adam_part(o, pulled(o, g, arg, arg[4], true, arg[5]), t, arg);
}

static double
nadam_mu(int t, const double *arg)
{
	return arg[1] * (1 - 0.5 * pow(0.96, t * arg[6]));
}

static void
nadam_one(struct one *o, double g, int t, const double *arg)
{
	double mu = nadam_mu(t, arg), next = nadam_mu(t + 1, arg), root;

	g = pulled(o, g, arg, arg[4], arg[7] > 0, arg[5]);
	o->c = (t == 1 ? 1 : o->c) * mu;
	o->a = arg[1] * o->a + (1 - arg[1]) * g;
	o->b = arg[2] * o->b + (1 - arg[2]) * g * g;
	root = sqrt(o->b / (1 - pow(arg[2], t))) + arg[3];
	o->w -= arg[0] * (1 - mu) / (1 - o->c) * g / root;
	o->w -= arg[0] * next / (1 - o->c * next) * o->a / root;
}

static void
rmsprop_one(struct one *o, double g, int t, const double *arg)
{
	(void)t;
	g = pulled(o, g, arg, arg[3], arg[6] > 0, arg[7]);
	o->b = arg[1] * o->b + (1 - arg[1]) * g * g;
	o->c = arg[1] * o->c + (1 - arg[1]) * g;
	o->a = arg[4] * o->a + g / (sqrt(o->b - arg[5] * o->c * o->c) + arg[2]);
	o->w -= arg[0] * o->a;
}

static void
adagrad_one(struct one *o, double g, int t, const double *arg)
{
	(void)t;
	g = pulled(o, g, arg, arg[2], arg[3] > 0, arg[4]);
	o->b += g * g;
	o->w -= arg[0] * g / (sqrt(o->b) + arg[1]);
}

/* Every optimiser of the table, with settings that use each of its parameters. */
static const struct oracle {
	const char *name;
	void (*step)(struct one *o, double g, int t, const double *arg);
	double arg[NN_ARGS_MAX];
} oracles[] = {
	{ "sgd", sgd_one, { 0.1, 0, 0, 0 } },
	{ "sgd", sgd_one, { 0.05, 0.9, 0, 0 } },
	{ "sgd", sgd_one, { 0.05, 0.9, 1, 0.01 } },
	{ "sgd", sgd_one, { 0.05, 0.5, 0, 0.1, 1, 0.01 } },
	{ "adam", adam_one, { 0.01, 0.9, 0.999, 1e-8, 0 } },
	{ "adam", adam_one, { 0.01, 0.8, 0.99, 1e-3, 0.1, 0.02 } },
	{ "adamw", adamw_one, { 0.01, 0.9, 0.999, 1e-8, 0.1, 0.02 } },
	{ "nadam", nadam_one, { 0.002, 0.9, 0.999, 1e-8, 0, 0, 0.004 } },
	{ "nadam", nadam_one, { 0.01, 0.8, 0.99, 1e-3, 0.1, 0.02, 0.1, 1 } },
	{ "nadam", nadam_one, { 0.01, 0.8, 0.99, 1e-3, 0.1, 0, 0.1, 0 } },
	{ "rmsprop", rmsprop_one, { 0.01, 0.9, 1e-6, 0.1 } },
	{ "rmsprop", rmsprop_one, { 0.01, 0.9, 1e-3, 0.1, 0.8, 1, 1, 0.02 } },
	{ "rmsprop", rmsprop_one, { 0.01, 0.9, 1e-3, 0, 0.8, 0, 0, 0 } },
	{ "adagrad", adagrad_one, { 0.1, 1e-10 } },
	{ "adagrad", adagrad_one, { 0.1, 1e-3, 0.1, 0, 0.02 } },
	{ "adagrad", adagrad_one, { 0.1, 1e-3, 0.1, 1, 0 } },
	{ NULL, NULL, { 0 } }
};

static float
slope(int i, int t)
{
	return (float)(((i * 31 + t * 17) % 23) - 11) / 16;
}

static void
takes_the_steps_of_its_formula(void **state)
{
	const struct oracle *k = *state;
	const struct nn_opt *row = nn_opt_find(str_of(k->name));
	float w[N], was[N], before[N], g[N], slot[SLOTS_MAX * N];
	struct nn_opt_state s = { .slot = slot };
	struct one o[N] = { { 0 } };

	nn_opt_state_reset(&s, row->n_slot, N);
	for (int i = 0; i < N; i++)
		o[i].w = w[i] = slope(i, 99);
	for (int t = 1; t <= STEPS; t++) {
		for (int i = 0; i < N; i++) {
			g[i] = slope(i, t);
			k->step(&o[i], g[i], t, k->arg);
		}
		memcpy(before, w, sizeof(w));
		assert_true(row->step(w, was, g, N, &s, k->arg));
		assert_memory_equal(was, before, sizeof(was));
	}
	assert_int_equal(s.t, STEPS);
	for (int i = 0; i < N; i++)
		tap_near(w[i], o[i].w, 2e-6, 2e-6);
}

static void
is_described_and_tested(void **state)
{
	const struct nn_opt *row = *state;
	int tested = 0;

	assert_true(str_is_name(str_of(row->name)));
	assert_true(row->formula[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_opt_find(str_of(row->name)), row);
	assert_true(row->n_slot <= SLOTS_MAX);
	assert_string_equal(row->param[0].name, "lr");
	for (int i = 0; oracles[i].name; i++)
		tested += strcmp(oracles[i].name, row->name) == 0;
	assert_true(tested > 0);
}

/* Vectors and their tail give the same bits: n parameters move as one by one would. */
static void
moves_each_parameter_alone(void **state)
{
	const struct oracle *k = *state;
	const struct nn_opt *row = nn_opt_find(str_of(k->name));
	float w[N], was[N], g[N], slot[SLOTS_MAX * N], w1[N], slot1[SLOTS_MAX];
	struct nn_opt_state s = { .slot = slot };

	nn_opt_state_reset(&s, row->n_slot, N);
	for (int i = 0; i < N; i++)
		w[i] = w1[i] = slope(i, 99);
	for (int t = 1; t <= STEPS; t++) {
		for (int i = 0; i < N; i++)
			g[i] = slope(i, t);
		row->step(w, was, g, N, &s, k->arg);
	}
	for (int i = 0; i < N; i++) {
		struct nn_opt_state s1 = { .slot = slot1 };

		nn_opt_state_reset(&s1, row->n_slot, 1);
		for (int t = 1; t <= STEPS; t++) {
			float g1 = slope(i, t);

			row->step(&w1[i], was, &g1, 1, &s1, k->arg);
		}
	}
	assert_memory_equal(w, w1, sizeof(w));
}

static void
goes_downhill(void **state)
{
	const struct nn_opt *row = *state;
	double arg[NN_ARGS_MAX] = { 0 };
	float w[2] = { 1, -2 }, was[2], g[2], slot[SLOTS_MAX * 2];
	struct nn_opt_state s = { .slot = slot };

	for (int i = 0; row->param[i].name; i++)
		arg[i] = row->param[i].def;
	nn_opt_state_reset(&s, row->n_slot, 2);
	for (int t = 0; t < 100; t++) {
		g[0] = w[0];
		g[1] = 10 * w[1];
		row->step(w, was, g, 2, &s, arg);
	}
	assert_true(fabsf(w[0]) < 0.95f && fabsf(w[1]) < 1.95f);
}

static void
says_when_a_parameter_is_no_number(void **state)
{
	static const float odd[] = { INFINITY, -INFINITY, NAN };
	const struct nn_opt *row = *state;
	double arg[NN_ARGS_MAX] = { 0 };
	float w[N], was[N], g[N] = { 0 }, slot[SLOTS_MAX * N];
	struct nn_opt_state s = { .slot = slot };

	for (int i = 0; row->param[i].name; i++)
		arg[i] = row->param[i].def;
	for (int i = 0; i < 3 * N; i++) {
		nn_opt_state_reset(&s, row->n_slot, N);
		for (int j = 0; j < N; j++)
			w[j] = slope(j, 99);
		assert_true(row->step(w, was, g, N, &s, arg));
		g[i / 3] = odd[i % 3];
		assert_false(row->step(w, was, g, N, &s, arg));
		g[i / 3] = 0;
	}
}

static void
clipping_by_norm_keeps_the_direction(void **state)
{
	float g[] = { 3, 0, -4 }, keep[] = { 3, 0, -4 };

	(void)state;
	tap_near(nn_clip_norm(g, 3, 5.1), 5, 0, 1e-12);
	assert_memory_equal(g, keep, sizeof(g));
	tap_near(nn_clip_norm(g, 3, 0.5), 5, 0, 1e-12);
	tap_near(g[0], 0.3, 0, 1e-6);
	tap_near(g[2], -0.4, 0, 1e-6);
	assert_true(g[1] == 0);
	g[0] = 3e-6f, g[2] = -4e-6f;
	nn_clip_norm(g, 3, 1e-6);
	tap_near(g[0], 3e-6 / 6, 0, 1e-6);		/* 1e-6 / (5e-6 + 1e-6) */
	g[1] = NAN;
	nn_clip_norm(g, 3, 1);
	assert_true(isnan(g[0]) && isnan(g[2]));	/* what is no number stays seen */
}

/* Of gradients that hardly differ the variance comes out as 0, and now and then below. */
static void
centered_rmsprop_takes_no_root_of_less_than_nothing(void **state)
{
	const struct nn_opt *row = nn_opt_find(str_of("rmsprop"));
	double arg[PARAM_MAX] = { 0 };
	float w = 0, was, slot[3], g;
	struct nn_opt_state s = { .slot = slot };
	bool below = false;

	(void)state;
	for (int i = 0; row->param[i].name; i++)
		arg[i] = row->param[i].def;
	arg[param_find(row->param, str_of("centered"))] = 1;
	nn_opt_state_reset(&s, row->n_slot, 1);
	for (int t = 0; t < 5000; t++) {
		g = 0.7f;
		row->step(&w, &was, &g, 1, &s, arg);
		below |= slot[0] - slot[1] * slot[1] < 0;
	}
	assert_true(below);
	assert_true(isfinite(w));
}

static void
clipping_by_value_cuts_each(void **state)
{
	float g[] = { 3, 0.25f, -4, INFINITY, NAN };

	(void)state;
	nn_clip_value(g, 5, 0.5);
	assert_true(g[0] == 0.5f && g[1] == 0.25f && g[2] == -0.5f && g[3] == 0.5f);
	assert_true(isnan(g[4]));
}

/* ---- schedules ---- */

static double
factor(const char *text, double t)
{
	struct nn_schedule_use u;
	struct err e = { 0 };

	if (!nn_schedule_parse(str_of(text), SPAN_NONE, &u, &e))
		fail_msg("%s: %s", text, e.msg);
	return u.kind->at(t, u.arg);
}

/* Where PyTorch has a scheduler of that kind, its numbers. */
static void
schedules_follow_their_formulas(void **state)
{
	static const struct { const char *text; double t, want; } known[] = {
		{ "constant", 0, 1 }, { "constant", 1e6, 1 },
		{ "step(10, 0.5)", 9, 1 }, { "step(10, 0.5)", 10, 0.5 },
		{ "step(10, 0.5)", 39, 0.125 }, { "step", 2000, 0.01 },
		{ "linear(100)", 0, 1 }, { "linear(100)", 25, 0.75 },
		{ "linear(100)", 100, 0 }, { "linear(100, to=0.5)", 1000, 0.5 },
		{ "linear(100, warmup=20)", 9, 0.5 },
		{ "linear(100, warmup=20)", 60, 0.5 },
		{ "cosine(100)", 0, 1 }, { "cosine(100)", 50, 0.5 },
		{ "cosine(100)", 25, 0.85355339059327373 }, { "cosine(100)", 100, 0 },
		{ "cosine(100, to=0.1)", 200, 0.1 },
		{ "cosine(110, warmup=10)", 4, 0.5 }, { "cosine(110, warmup=10)", 10, 1 },
		{ "cosine(110, warmup=10)", 60, 0.5 },
		{ "warmup(10)", 0, 0.1 }, { "warmup(10)", 9, 1 }, { "warmup(10)", 99, 1 },
		{ "one_cycle(100)", 0, 0.04 }, { "one_cycle(100)", 29, 1 },
		{ "one_cycle(100)", 99, 4e-6 }, { "one_cycle(100)", 64, 0.500002 },
		{ "one_cycle(100)", 500, 4e-6 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		tap_near(factor(known[i].text, known[i].t), known[i].want, 1e-12, 1e-9);
}

/* Any settings, at any step: a factor from 0 to 1. */
static void
schedule_stays_between_0_and_1(void **state)
{
	const struct nn_schedule *row = *state;
	double arg[NN_ARGS_MAX];
	int n = param_count(row->param);

	for (int set = 0; set < 1 << n; set++)
		for (int t = 0; t < 5000; t = t < 50 ? t + 1 : t * 2) {
			for (int i = 0; i < n; i++)
				arg[i] = set >> i & 1 ? row->param[i].def
						      : row->param[i].min;
			assert_true(row->at(t, arg) >= 0 && row->at(t, arg) <= 1);
		}
	assert_true(row->formula[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_schedule_find(str_of(row->name)), row);
	assert_true(n <= NN_ARGS_MAX);
}

static void
an_unknown_schedule_is_named_with_the_nearest(void **state)
{
	struct nn_schedule_use u;
	struct err e = { 0 };

	(void)state;
	assert_false(nn_schedule_parse(str_of("cosin"), SPAN_NONE, &u, &e));
	assert_string_equal(e.msg, "unknown schedule 'cosin'");
	assert_string_equal(e.hint, "did you mean 'cosine'?");
}

void
suite_opt(void)
{
	for (const struct nn_opt *o = nn_opts; o->name; o++) {
		suite_row(o->name, "is_described_and_tested", is_described_and_tested, o);
		suite_row(o->name, "goes_downhill", goes_downhill, o);
		suite_row(o->name, "says_when_a_parameter_is_no_number",
			  says_when_a_parameter_is_no_number, o);
	}
	for (const struct oracle *k = oracles; k->name; k++) {
		suite_row(k->name, "takes_the_steps_of_its_formula",
			  takes_the_steps_of_its_formula, k);
		suite_row(k->name, "moves_each_parameter_alone",
			  moves_each_parameter_alone, k);
	}
	TAP(clipping_by_norm_keeps_the_direction);
	TAP(centered_rmsprop_takes_no_root_of_less_than_nothing);
	TAP(clipping_by_value_cuts_each);
	for (const struct nn_schedule *c = nn_schedules; c->name; c++)
		suite_row(c->name, "schedule_stays_between_0_and_1",
			  schedule_stays_between_0_and_1, c);
	TAP(schedules_follow_their_formulas);
	TAP(an_unknown_schedule_is_named_with_the_nearest);
}
