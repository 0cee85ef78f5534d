#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

static struct nn_init_use
use_of(const char *text)
{
	struct nn_init_use u;
	struct err e = { 0 };

	if (!nn_init_parse(str_of(text), SPAN_NONE, &u, &e))
		fail_msg("%s: %s", text, e.msg);
	return u;
}

/* fan_in, fan_out, and the matrix whose values are looked at */
static const struct nn_init_at places[] = {
	{ 200, 200, 2, 32, NULL }, { 200, 200, 32, 32, NULL }, { 40, 1000, 64, 10, NULL },
	{ 1000, 40, 1, 1, NULL }, { 200, 200, 300, 7, NULL }
};
enum { PLACES = 5, DRAWS = 40000 };

static void
has_the_variance_it_states(void **state)
{
	static float w[DRAWS];
	const struct nn_init *row = *state;
	struct nn_init_use u = use_of(row->name);

	for (int i = 0; i < PLACES; i++) {
		struct rng r;
		double want = row->std(&places[i], u.p);

		rng_init(&r, 11, "init", (uint64_t)i);
		row->fill(w, &places[i], &u, &r);
		tap_near(num_std(w, DRAWS), want, 0, 0.02);
		if (want > 0)
			tap_near(num_mean(w, DRAWS) / want, 0, 0.02, 0);
	}
}

static void
is_described(void **state)
{
	const struct nn_init *row = *state;

	assert_true(str_is_name(str_of(row->name)));
	assert_true(row->formula[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_init_find(str_of(row->name)), row);
	assert_true(param_count(row->param) <= NN_ARGS_MAX);
}

/* The formulas, once more and apart from the table. */
static void
variances_are_those_of_the_papers(void **state)
{
	struct { const char *text; double variance; } known[] = {
		{ "he", 2.0 / 300 }, { "he_uniform", 2.0 / 300 }, { "xavier", 2.0 / 307 },
		{ "xavier_uniform", 2.0 / 307 }, { "lecun", 1.0 / 300 },
		{ "lecun_uniform", 1.0 / 300 }, { "normal(0.5)", 0.25 },
		{ "uniform(3)", 3 }, { "constant(2)", 0 }, { "zero", 0 },
		{ "auto", 2.0 / 300 }, { "auto_uniform", 2.0 / 300 },
		{ "orthogonal(3)", 9.0 / 300 }, { "torch", 1.0 / 900 },
		{ "he(fan_out)", 2.0 / 7 }, { "lecun(mode=fan_out)", 1.0 / 7 },
		{ "auto(fan_out)", 2.0 / 7 }
	};
	struct nn_act_use relu = { .kind = nn_act_find(str_of("relu")) };
	struct nn_init_at at = { 7, 300, 300, 7, &relu };
	int n = sizeof(known) / sizeof(known[0]);

	(void)state;
	for (const struct nn_init *i = nn_inits; i->name; i++) {
		int found = 0;

		for (int j = 0; j < n; j++)
			found += use_of(known[j].text).kind == i;
		assert_true(found > 0);
	}
	for (int i = 0; i < n; i++) {
		struct nn_init_use u = use_of(known[i].text);
		double s = u.kind->std(&at, u.p);

		tap_near(s * s, known[i].variance, 0, 1e-6);
	}
}

static void
uniform_draws_stay_within_the_limit(void **state)
{
	static float w[DRAWS];
	struct nn_init_use u = use_of("uniform(limit=0.25)");
	struct rng r;
	float lo = 0, hi = 0;

	(void)state;
	rng_init(&r, 1, "init", 0);
	u.kind->fill(w, &places[0], &u, &r);
	for (int i = 0; i < DRAWS; i++) {
		lo = fminf(lo, w[i]);
		hi = fmaxf(hi, w[i]);
	}
	assert_true(lo >= -0.25f && lo < -0.249f && hi <= 0.25f && hi > 0.249f);
}

static void
normal_draws_have_the_shares_of_the_bell(void **state)
{
	static float w[DRAWS];
	struct nn_init_use u = use_of("normal(1)");
	struct rng r;
	int inside[3] = { 0 };

	(void)state;
	rng_init(&r, 1, "init", 0);
	u.kind->fill(w, &places[0], &u, &r);
	for (int i = 0; i < DRAWS; i++)
		for (int s = 0; s < 3; s++)
			inside[s] += fabsf(w[i]) < (float)(s + 1);
	tap_near(inside[0] / (double)DRAWS, 0.6827, 0.01, 0);
	tap_near(inside[1] / (double)DRAWS, 0.9545, 0.005, 0);
	tap_near(inside[2] / (double)DRAWS, 0.9973, 0.002, 0);
}

static void
constants_are_constant(void **state)
{
	float w[5];
	struct nn_init_use u = use_of("constant(-5)");

	(void)state;
	u.kind->fill(w, &(struct nn_init_at){ 1, 5, 1, 1, NULL }, &u, NULL);
	for (int i = 0; i < 5; i++)
		assert_true(w[i] == -5);
	u = use_of("zero");
	u.kind->fill(w, &(struct nn_init_at){ 1, 5, 1, 1, NULL }, &u, NULL);
	for (int i = 0; i < 5; i++)
		assert_true(w[i] == 0);
}

/* 1 / sqrt(E f(z)^2), from closed forms and from another rule */
static void
gains_are_those_of_a_normal_signal(void **state)
{
	struct { const char *act; double gain; } known[] = {
		{ "identity", 1 }, { "relu", 1.4142135623730951 },
		{ "step", 1.4142135623730951 },
		{ "leaky_relu(0.5)", 1.2649110640673518 }, { "tanh", 1.5925374197228312 },
		{ "sin", 1.5208790107 }, { "gelu", 1.5335304422 },
		{ "silu", 1.6765324703 }, { "selu", 1 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct nn_act_use a;
		struct err e = { 0 };

		assert_true(nn_act_parse(str_of(known[i].act), SPAN_NONE, &a, &e));
		tap_near(nn_act_gain(&a), known[i].gain, 0, 1e-4);
	}
}

/* Rows of a wide matrix and columns of a tall one: dots are 0, lengths the gain. */
static void
orthogonal_vectors_stand_at_right_angles(void **state)
{
	static const int sizes[][2] = {
		{ 30, 30 }, { 20, 60 }, { 60, 20 }, { 1, 9 }, { 9, 1 }
	};
	struct nn_init_use u = use_of("orthogonal(2)");
	float w[1200], a[60], b[60];

	(void)state;
	for (int s = 0; s < 5; s++) {
		struct nn_init_at at = { sizes[s][0], sizes[s][1], 1, 1, NULL };
		bool wide = at.cols >= at.rows;
		int count = wide ? at.rows : at.cols, n = wide ? at.cols : at.rows;
		struct rng r;

		rng_init(&r, 5, "init", 0);
		u.kind->fill(w, &at, &u, &r);
		for (int i = 0; i < count; i++)
			for (int j = 0; j <= i; j++) {
				for (int k = 0; k < n; k++) {
					a[k] = w[wide ? i * n + k : k * count + i];
					b[k] = w[wide ? j * n + k : k * count + j];
				}
				tap_near(num_dot(a, b, n), i == j ? 4 : 0, 2e-6, 0);
			}
	}
}

/* Ten layers of any activation: the pre-activations neither grow nor fade, but wander:
 * curves like silu stretch what is wide already. */
static void
auto_keeps_the_signal(void **state)
{
	enum { ROWS = 64, WIDE = 128, DEEP = 10 };
	static const char *const acts[] = { "relu", "tanh", "gelu", "silu", "mish", "sin",
					    "leaky_relu(0.3)", "elu", "gaussian" };
	static float x[ROWS * WIDE];
	struct rng r;

	(void)state;
	rng_init(&r, 3, "data", 0);
	for (int i = 0; i < ROWS * WIDE; i++)
		x[i] = (float)rng_normal(&r);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct nn_layer_spec line[DEEP];
		struct arena a = suite_arena((size_t)1 << 24);
		struct err e = { 0 };
		struct nn_work work;
		struct nn_net net;

		for (int l = 0; l < DEEP; l++) {
			line[l] = (struct nn_layer_spec){
				.init = use_of("auto"), .arg = { WIDE },
				.kind = nn_layer_kind_find(str_of("dense"))
			};
			assert_true(nn_act_parse(str_of(acts[i]), SPAN_NONE,
						 &line[l].act, &e));
		}
		assert_true(nn_net_plan(&net, &(struct nn_shape){ 1, { WIDE } }, line,
					DEEP, &a, &e));
		nn_net_alloc(&net, &a);
		nn_work_alloc(&work, &net, ROWS, &a);
		nn_net_init(&net, 1);
		nn_forward(&net, &work, x, ROWS, NN_EVAL, NULL);
		for (int l = 0; l < net.depth; l += 2) {
			double rms = num_rms(work.y[l], ROWS * WIDE);

			if (!(rms > 0.4 && rms < 2.5))
				fail_msg("%s: %g in layer %d", acts[i], rms, l / 2 + 1);
		}
		arena_done(&a);
	}
}

/* init=torch without bias= gives both; a bias= of its own wins. */
static void
torch_fills_the_biases_too(void **state)
{
	struct nn_layer_spec line = { .init = use_of("torch"), .arg = { 50 },
				      .kind = nn_layer_kind_find(str_of("dense")) };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct arena a = suite_arena((size_t)1 << 20);
		struct err e = { 0 };
		struct nn_net net;
		float most;

		assert_true(nn_net_plan(&net, &(struct nn_shape){ 1, { 16 } }, &line, 1,
					&a, &e));
		nn_net_alloc(&net, &a);
		nn_net_init(&net, 1);
		most = (float)num_max_abs(net.param, 800);
		assert_true(most > 0.24f && most <= 0.25f);
		most = (float)num_max_abs(net.param + 800, 50);
		assert_true(i ? most == 0 : most > 0.2f && most <= 0.25f);
		line.bias = use_of("zero");
		arena_done(&a);
	}
}

static void
an_unknown_initialiser_is_named_with_the_nearest(void **state)
{
	struct nn_init_use u;
	struct err e = { 0 };

	(void)state;
	assert_false(nn_init_parse(str_of("xaver"), SPAN_NONE, &u, &e));
	assert_string_equal(e.msg, "unknown initialiser 'xaver'");
	assert_string_equal(e.hint, "did you mean 'xavier'?");
}

void
suite_init(void)
{
	for (const struct nn_init *i = nn_inits; i->name; i++) {
		suite_row(i->name, "is_described", is_described, i);
		suite_row(i->name, "has_the_variance_it_states",
			  has_the_variance_it_states, i);
	}
	TAP(variances_are_those_of_the_papers);
	TAP(uniform_draws_stay_within_the_limit);
	TAP(normal_draws_have_the_shares_of_the_bell);
	TAP(constants_are_constant);
	TAP(gains_are_those_of_a_normal_signal);
	TAP(orthogonal_vectors_stand_at_right_angles);
	TAP(auto_keeps_the_signal);
	TAP(torch_fills_the_biases_too);
	TAP(an_unknown_initialiser_is_named_with_the_nearest);
}
