#include "tests/nn/suite.h"

#include <math.h>

static struct csv ref;				/* activations.csv */

/* The row of nn_acts and the parameters that a name of the reference file means. */
static struct nn_act_use
use_of(const char *ref_name)
{
	const char *name = strcmp(ref_name, "celu2") == 0 ? "celu(2)" : ref_name;
	struct nn_act_use a;
	struct err e = { 0 };

	if (!nn_act_parse(str_of(name), SPAN_NONE, &a, &e))
		fail_msg("%s: %s", name, e.msg);
	return a;
}

static struct nn_act_use
use_row(const struct nn_act *row)
{
	return use_of(row->name);
}

/* Distance in units in the last place of want as a float. */
static double
ulps(float got, double want)
{
	float w = (float)want;

	if ((double)got == want || (!isfinite(got) && got == w))
		return 0;
	return fabs(got - want) / ((double)nextafterf(fabsf(w), INFINITY) - fabsf(w));
}

/* Compares n values; prints each that is off. */
static int
count_off(const char *what, const double *x, const float *got, const double *want, int n)
{
	int off = 0;

	for (int i = 0; i < n; i++)
		if (!(fabs(got[i] - want[i]) <= 5e-7 + 1e-6 * fabs(want[i]))) {
			print_message("# %s at %.9g: got %.9g, wanted %.9g\n", what, x[i],
				      got[i], want[i]);
			off++;
		}
	return off;
}

enum { POINTS_MAX = 80 };
struct points {
	int n;
	double x[POINTS_MAX], f[POINTS_MAX], df[POINTS_MAX];
	float in[POINTS_MAX];
};

static void
points_of(struct points *p, const char *ref_name)
{
	p->n = 0;
	for (int i = 0; i < ref.rows; i++) {
		char **c = ref.cell[i];

		if (strcmp(c[0], ref_name) != 0)
			continue;
		assert_true(p->n < POINTS_MAX);
		csv_numbers(c[3], &p->x[p->n], 1);
		csv_numbers(c[4], &p->f[p->n], 1);
		csv_numbers(c[5], &p->df[p->n], 1);
		p->in[p->n] = (float)p->x[p->n];
		p->n++;
	}
}

static void
agrees_with_reference(void **state)
{
	const char *name = *state;
	struct nn_act_use a = use_of(name);
	float f[POINTS_MAX], df[POINTS_MAX], one[POINTS_MAX], dx[POINTS_MAX];
	double worst_f = 0, worst_df = 0;
	struct points p;

	points_of(&p, name);
	nn_act_apply(&a, f, p.in, p.n);
	nn_act_slopes(&a, df, p.in, p.n);
	for (int i = 0; i < p.n; i++) {
		one[i] = 1;
		worst_f = fmax(worst_f, ulps(f[i], p.f[i]));
		worst_df = fmax(worst_df, ulps(df[i], p.df[i]));
	}
	nn_act_back(&a, dx, NULL, one, p.in, p.n);
	print_message("# %s: at most %.3g ulp off in f, %.3g in f'\n", name, worst_f,
		      worst_df);
	assert_int_equal(count_off("f", p.x, f, p.f, p.n)
				 + count_off("f'", p.x, df, p.df, p.n),
			 0);
	assert_memory_equal(dx, df, sizeof(*df) * (size_t)p.n);
}

static void
has_reference_values(void **state)
{
	const struct nn_act *row = *state;
	struct points p;

	points_of(&p, row->name);
	assert_true(p.n > 50);
}

static void
is_described(void **state)
{
	const struct nn_act *row = *state;

	assert_true(str_is_name(str_of(row->name)));
	assert_true(row->formula[0] && row->slope[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_act_find(str_of(row->name)), row);
	assert_true(param_count(row->param) <= NN_ARGS_MAX);
	assert_true(row->n_learned <= param_count(row->param));
	assert_int_equal(row->learn != NULL, row->n_learned > 0);
}

/* f' against a difference quotient over 2h, in double; kinks are left out. */
static void
check_slope(const struct nn_act_use *a, const float kink[2])
{
	const double h = 1.0 / 64;

	for (double x = -8 + 1.0 / 128; x < 8; x += 1.0 / 32) {
		double rise = (double)nn_act_value(a, (float)(x + h))
			      - nn_act_value(a, (float)(x - h));

		if (fabs(x - kink[0]) <= h || fabs(x - kink[1]) <= h || fabs(x) <= h)
			continue;
		tap_near(nn_act_slope(a, (float)x), rise / (2 * h), 4e-4, 1e-3);
	}
}

static void
slope_is_the_derivative(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row);

	check_slope(&a, row->kink);
}

/* The same with the first parameter changed; its kinks move along with it. */
static void
slope_is_the_derivative_with_other_parameters(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row);
	float factor[] = { 0.5f, 1.75f };

	for (int i = 0; i < 2; i++) {
		float kink[2];

		a.p[0] = (float)row->param[0].def * factor[i];
		kink[0] = -a.p[0];
		kink[1] = a.p[0];
		check_slope(&a, kink);
	}
}

/* What is declared a kink is one: f' on both sides differs, or f jumps. */
static void
kinks_are_kinks(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row);

	if (strcmp(row->name, "elu") == 0)
		a.p[0] = 2;			/* smooth where alpha is 1 */
	for (int i = 0; i < 2 && !isnan(row->kink[i]); i++) {
		float k = row->kink[i], e = 1e-3f;
		float bend = nn_act_slope(&a, k + e) - nn_act_slope(&a, k - e);
		float jump = nn_act_value(&a, k + e) - nn_act_value(&a, k - e);

		assert_true(fabsf(bend) > 0.1f || fabsf(jump) > 0.1f);
	}
}

static void
special_values_are_defined(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row);
	float x[] = { 0, -0.0f, 1e-45f, -1e-45f, 1e-38f, -1e-38f, 1e-20f, -1e-20f, 3e38f,
		      -3e38f, INFINITY, -INFINITY };
	int n = strcmp(row->name, "sin") == 0 ? 10 : 12; /* sin(inf) is no number */

	for (int i = 0; i < n; i++) {
		assert_false(isnan(nn_act_value(&a, x[i])));
		assert_true(isfinite(nn_act_slope(&a, x[i])));
	}
	assert_true(nn_act_value(&a, 0) == nn_act_value(&a, -0.0f));
	assert_true(nn_act_slope(&a, 0) == nn_act_slope(&a, -0.0f));
	assert_true(isnan(nn_act_value(&a, NAN)));
	assert_true(isnan(nn_act_slope(&a, NAN)));
}

/* The value of one x does not depend on its neighbours, its place or the length, and
 * y may be x. */
static void
gives_the_same_bits_for_any_cut(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row);
	enum { N = 301 };
	float x[N], y[N], d[N], part[N];

	for (int i = 0; i < N; i++)
		x[i] = (float)(i - 150) / 19;
	nn_act_apply(&a, y, x, N);
	nn_act_slopes(&a, d, x, N);
	for (int n = 1; n < N; n += 37) {
		for (int i = 0; i + n <= N; i += n) {
			memcpy(part, x + i, sizeof(*x) * (size_t)n);
			nn_act_apply(&a, part, part, n);
			assert_memory_equal(part, y + i, sizeof(*x) * (size_t)n);
			nn_act_slopes(&a, part, x + i, n);
			assert_memory_equal(part, d + i, sizeof(*x) * (size_t)n);
		}
	}
}

static void
learns_along_the_gradient(void **state)
{
	const struct nn_act *row = *state;
	struct nn_act_use a = use_row(row), b = a;
	enum { N = 150 };
	float x[N], dy[N], dp[NN_ARGS_MAX], lo[N], hi[N];
	double rise = 0, h = 1.0 / 64;

	for (int i = 0; i < N; i++) {
		x[i] = (float)(i - 75) / 20;
		dy[i] = (float)((i * 7) % 11 - 5) / 8;
	}
	nn_act_back(&a, NULL, dp, dy, x, N);
	for (int p = 0; p < row->n_learned; p++) {
		a.p[p] = b.p[p] - (float)h;
		nn_act_apply(&a, lo, x, N);
		a.p[p] = b.p[p] + (float)h;
		nn_act_apply(&a, hi, x, N);
		a.p[p] = b.p[p];
		for (int i = 0; i < N; i++)
			rise += dy[i] * ((double)hi[i] - lo[i]);
		tap_near(dp[p], rise / (2 * h), 1e-4, 1e-4);
	}
}

static void
steepest_slope_is_known(void **state)
{
	struct { const char *name; double most; } known[] = {
		{ "sigmoid", 0.25 }, { "tanh", 1 }, { "relu", 1 }, { "identity", 1 },
		{ "step", 0 }, { "softplus", 1 }, { "gelu", 1.12890 }, { "silu", 1.09984 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct nn_act_use a = use_of(known[i].name);

		tap_near(nn_act_steepest(&a), known[i].most, 1e-4, 0);
	}
}

static void
text_names_an_activation_with_parameters(void **state)
{
	struct nn_act_use a;
	struct err e = { 0 };

	(void)state;
	assert_true(nn_act_parse(str_of("leaky_relu(0.2)"), SPAN_NONE, &a, &e));
	assert_string_equal(a.kind->name, "leaky_relu");
	assert_true(a.p[0] == 0.2f);
	assert_true(nn_act_parse(str_of("elu(alpha=2)"), SPAN_NONE, &a, &e));
	assert_true(a.p[0] == 2);
	assert_true(nn_act_parse(str_of("softplus"), SPAN_NONE, &a, &e));
	assert_true(a.p[0] == 1);
}

static void
an_unknown_activation_is_named_with_the_nearest(void **state)
{
	struct nn_act_use a;
	struct err e = { 0 };

	(void)state;
	assert_false(nn_act_parse(str_of("tnah"), (struct span){ 7, 4 }, &a, &e));
	assert_int_equal(e.code, ERR_NAME);
	assert_string_equal(e.msg, "unknown activation 'tnah'");
	assert_string_equal(e.hint, "did you mean 'tanh'?");
	assert_int_equal(e.at.at, 7);
	assert_int_equal(e.at.len, 4);
}

void
suite_act(void)
{
	csv_read(&ref, "nn/activations.csv");
	for (int i = 0; i < ref.rows; i++)
		if (i == 0 || strcmp(ref.cell[i][0], ref.cell[i - 1][0]) != 0)
			suite_row(ref.cell[i][0], "agrees_with_reference",
				  agrees_with_reference, ref.cell[i][0]);
	for (const struct nn_act *a = nn_acts; a->name; a++) {
		suite_row(a->name, "has_reference_values", has_reference_values, a);
		suite_row(a->name, "is_described", is_described, a);
		suite_row(a->name, "slope_is_the_derivative", slope_is_the_derivative, a);
		if (a->param[0].name)
			suite_row(a->name,
				  "slope_is_the_derivative_with_other_parameters",
				  slope_is_the_derivative_with_other_parameters, a);
		if (!isnan(a->kink[0]))
			suite_row(a->name, "kinks_are_kinks", kinks_are_kinks, a);
		suite_row(a->name, "special_values_are_defined",
			  special_values_are_defined, a);
		suite_row(a->name, "gives_the_same_bits_for_any_cut",
			  gives_the_same_bits_for_any_cut, a);
		if (a->n_learned)
			suite_row(a->name, "learns_along_the_gradient",
				  learns_along_the_gradient, a);
	}
	TAP(steepest_slope_is_known);
	TAP(text_names_an_activation_with_parameters);
	TAP(an_unknown_activation_is_named_with_the_nearest);
}
