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

static const int fans[][2] = { { 2, 32 }, { 32, 32 }, { 64, 10 }, { 1, 1 }, { 300, 7 } };
enum { FANS = 5, DRAWS = 40000 };

static void
has_the_variance_it_states(void **state)
{
	static float w[DRAWS];
	const struct nn_init *row = *state;
	struct nn_init_use u = use_of(row->name);

	for (int i = 0; i < FANS; i++) {
		struct rng r;
		double want = row->std(fans[i][0], fans[i][1], u.p);

		rng_init(&r, 11, "init", (uint64_t)i);
		row->fill(w, DRAWS, fans[i][0], fans[i][1], u.p, &r);
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
		{ "uniform(3)", 3 }, { "constant(2)", 0 }, { "zero", 0 }
	};
	int n = 0;

	(void)state;
	for (const struct nn_init *i = nn_inits; i->name; i++)
		n++;
	assert_int_equal(n, sizeof(known) / sizeof(known[0]));
	for (int i = 0; i < n; i++) {
		struct nn_init_use u = use_of(known[i].text);
		double s = u.kind->std(300, 7, u.p);

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
	u.kind->fill(w, DRAWS, 1, 1, u.p, &r);
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
	u.kind->fill(w, DRAWS, 1, 1, u.p, &r);
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
	u.kind->fill(w, 5, 1, 1, u.p, NULL);
	for (int i = 0; i < 5; i++)
		assert_true(w[i] == -5);
	u = use_of("zero");
	u.kind->fill(w, 5, 1, 1, u.p, NULL);
	for (int i = 0; i < 5; i++)
		assert_true(w[i] == 0);
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
	TAP(an_unknown_initialiser_is_named_with_the_nearest);
}
