#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

/* What mathematics says: range, where it is taken, the steepest slope, kinks. */
struct said {
	const char *act;
	double low, low_at, high, high_at;
	double steep, steep_at, slope_0;
	const char *kinks;
};
static const struct said said[] = {
	{ "identity", -INFINITY, NAN, INFINITY, NAN, 1, NAN, 1, "" },
	{ "relu", 0, NAN, INFINITY, NAN, 1, NAN, 0, "0" },
	{ "leaky_relu(0.2)", -INFINITY, NAN, INFINITY, NAN, 1, NAN, 0.2, "0" },
	{ "leaky_relu(-0.5)", 0, 0, INFINITY, NAN, 1, NAN, -0.5, "0" },
	{ "elu", -1, NAN, INFINITY, NAN, 1, NAN, 1, "" },
	{ "elu(2)", -2, NAN, INFINITY, NAN, 2, 0, 2, "0" },
	{ "celu(2)", -2, NAN, INFINITY, NAN, 1, NAN, 1, "" },
	{ "selu", -1.75809934, NAN, INFINITY, NAN, 1.75809934, 0, 1.75809934, "0" },
	{ "gelu", -0.16997, -0.7518, INFINITY, NAN, 1.128904, 1.4142, 0.5, "" },
	{ "gelu_tanh", -0.17004, -0.7525, INFINITY, NAN, 1.128998, 1.4185, 0.5, "" },
	{ "silu", -0.27846, -1.2785, INFINITY, NAN, 1.09984, 2.3994, 0.5, "" },
	{ "mish", -0.30884, -1.1924, INFINITY, NAN, 1.08850, 1.4905, 0.6, "" },
	{ "sigmoid", 0, NAN, 1, NAN, 0.25, 0, 0.25, "" },
	{ "tanh", -1, NAN, 1, NAN, 1, 0, 1, "" },
	{ "softsign", -1, NAN, 1, NAN, 1, 0, 1, "" },
	{ "softplus", 0, NAN, INFINITY, NAN, 1, NAN, 0.5, "" },
	{ "logsigmoid", -INFINITY, NAN, 0, NAN, 1, NAN, 0.5, "" },
	{ "relu6", 0, NAN, 6, NAN, 1, NAN, 0, "0 6" },
	{ "hardtanh", -1, NAN, 1, NAN, 1, NAN, 1, "-1 1" },
	{ "hardsigmoid", 0, NAN, 1, NAN, 1.0 / 6, NAN, 1.0 / 6, "-3 3" },
	{ "hardswish", -0.375, -1.5, INFINITY, NAN, 1.5, 3, 0.5, "-3 3" },
	{ "softshrink", -INFINITY, NAN, INFINITY, NAN, 1, NAN, 0, "-0.5 0.5" },
	{ "hardshrink(0.3)", -INFINITY, NAN, INFINITY, NAN, 1, NAN, 0, "-0.3 0.3" },
	{ "bent_identity", -INFINITY, NAN, INFINITY, NAN, 1.5, NAN, 1, "" },
	{ "gaussian", 0, NAN, 1, 0, 0.857764, -0.7071, 0, "" },
	{ "sin", -1, -1.5708, 1, 1.5708, 1, 0, 1, "" },
	{ "step", 0, NAN, 1, NAN, 0, NAN, 0, "0" },
};

static void
near_or_none(double got, double want, double tol)
{
	if (isnan(want) || isinf(want))
		assert_true(isnan(want) ? isnan(got) : got == want);
	else
		tap_near(got, want, tol, 0);
}

static void
facts_are_found_that_mathematics_says(void **state)
{
	const struct said *c = *state;
	struct nn_act_use use;
	struct nn_act_facts f;
	struct err e = { 0 };
	double kink[NN_KINKS_MAX];
	int n = csv_numbers(c->kinks, kink, NN_KINKS_MAX);

	assert_true(nn_act_parse(str_of(c->act), SPAN_NONE, &use, &e));
	nn_act_facts(&f, &use);
	near_or_none(f.low, c->low, 6e-6);
	near_or_none(f.low_at, c->low_at, 1.01e-4);
	near_or_none(f.high, c->high, 6e-6);
	near_or_none(f.high_at, c->high_at, 1.01e-4);
	near_or_none(f.steep, c->steep, 6e-6);
	near_or_none(f.steep_at, c->steep_at, 1.01e-4);
	tap_near(f.slope_0, c->slope_0, 1e-6, 0);
	assert_int_equal(f.n_kink, n);
	for (int i = 0; i < n; i++)
		tap_near(f.kink[i], kink[i], 1e-5, 0);
	if (f.square > 0)
		tap_near(sqrt(1 / f.square), nn_act_gain(&use), 0, 1e-12);
}

/* E relu = 1 / sqrt(2 pi), E relu^2 = E relu'^2 = 1/2; E gelu = 1 / (2 sqrt(pi)). */
static void
means_of_normal_inputs_are_those_of_paper(void **state)
{
	struct nn_act_use use;
	struct nn_act_facts f;
	struct err e = { 0 };

	(void)state;
	assert_true(nn_act_parse(str_of("relu"), SPAN_NONE, &use, &e));
	nn_act_facts(&f, &use);
	tap_near(f.mean, 0.3989422804, 1e-5, 0);
	tap_near(f.square, 0.5, 1e-5, 0);
	tap_near(f.slope_square, 0.5, 1e-9, 0);
	assert_true(nn_act_parse(str_of("gelu"), SPAN_NONE, &use, &e));
	nn_act_facts(&f, &use);
	tap_near(f.mean, 0.2820947918, 1e-6, 0);
}

/* The row says where f or f' may jump; its value at the default is what is found. */
static void
kinks_of_rows_are_kinks(void **state)
{
	struct nn_act_use use;
	struct nn_act_facts f;
	struct err e = { 0 };

	(void)state;
	for (const struct nn_act *a = nn_acts; a->name; a++) {
		assert_true(nn_act_parse(str_of(a->name), SPAN_NONE, &use, &e));
		nn_act_facts(&f, &use);
		for (int i = 0; i < f.n_kink; i++)
			if (fabs(f.kink[i] - (double)a->kink[0]) > 1e-5
			    && fabs(f.kink[i] - (double)a->kink[1]) > 1e-5)
				fail_msg("%s has a kink at %g", a->name, f.kink[i]);
	}
}

void
suite_facts(void)
{
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		suite_row(said[i].act, "facts_are_found_that_mathematics_says",
			  facts_are_found_that_mathematics_says, &said[i]);
	TAP(means_of_normal_inputs_are_those_of_paper);
	TAP(kinks_of_rows_are_kinks);
}
