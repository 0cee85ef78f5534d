/* Activations of one's own. */
#include "tests/nn/suite.h"

#include <math.h>

enum { ROOM = FORMULA_CURVE_ROOM + 65536, N = 257 };

static struct nn_act_use
own_of(const char *text, struct arena *a)
{
	struct nn_act_use use = { 0 };
	struct err e = { 0 };

	*a = suite_arena(ROOM);
	use.kind = nn_act_own(str_of(text), 0, NULL, a, &e);
	if (!use.kind)
		fail_msg("%s: %s", text, e.msg);
	for (int i = 0; use.kind->param[i].name; i++)
		use.p[i] = (float)use.kind->param[i].def;
	return use;
}

/* -8, -7.9375 ... 8: the kinks of all rows are among them. */
static void
steps(float x[N])
{
	for (int i = 0; i < N; i++)
		x[i] = (float)(i - N / 2) / 16;
}

/* The name of a row, used as a function in a formula, is that row. */
static void
as_a_function_it_is_the_row(void **state)
{
	struct nn_act_use row = { .kind = *state }, own;
	float x[N], f[N], df[N], y[N], d[N];
	struct arena a;
	char text[64];

	for (int i = 0; row.kind->param[i].name; i++)
		row.p[i] = (float)row.kind->param[i].def;
	snprintf(text, sizeof(text), "%s(x)", row.kind->name);
	own = own_of(text, &a);
	steps(x);
	nn_act_apply(&row, f, x, N);
	nn_act_slopes(&row, df, x, N);
	nn_act_apply(&own, y, x, N);
	nn_act_slopes(&own, d, x, N);
	for (int i = 0; i < N; i++) {
		tap_near((double)y[i], (double)f[i], 1e-6, 2e-6);
		tap_near((double)d[i], (double)df[i], 1e-6, 2e-6);
	}
	arena_done(&a);
}

/* Behind x its first parameter. */
static void
with_an_argument_it_is_the_row_with_that_parameter(void **state)
{
	struct nn_act_use row = { .kind = *state, .p = { 0.75f } }, own;
	float x[N], f[N], df[N], y[N], d[N];
	struct arena a;
	char text[64];

	snprintf(text, sizeof(text), "%s(x, 0.75)", row.kind->name);
	own = own_of(text, &a);
	steps(x);
	nn_act_apply(&row, f, x, N);
	nn_act_slopes(&row, df, x, N);
	nn_act_apply(&own, y, x, N);
	nn_act_slopes(&own, d, x, N);
	for (int i = 0; i < N; i++) {
		tap_near((double)y[i], (double)f[i], 1e-6, 2e-6);
		tap_near((double)d[i], (double)df[i], 1e-6, 2e-6);
	}
	arena_done(&a);
}

static void
learned_parameter_is_that_of_prelu(void **state)
{
	struct nn_act_use row = { .kind = nn_act_find(str_of("prelu")), .p = { 0.25f } },
		own;
	float x[N], dy[N], dx[2][N], dp[2][NN_ARGS_MAX];
	struct arena a;

	(void)state;
	own = own_of("mine(x; s=0.25 learned) = if(x > 0, x, s*x)", &a);
	assert_int_equal(own.kind->n_learned, 1);
	steps(x);
	suite_numbers(dy, N, 1);
	nn_act_back(&row, dx[0], dp[0], dy, x, N);
	nn_act_back(&own, dx[1], dp[1], dy, x, N);
	assert_memory_equal(dx[0], dx[1], sizeof(dx[0]));
	assert_true(dp[0][0] == dp[1][0]);
	arena_done(&a);
}

/* dL/dp of L = sum dy f(x), against its quotient. */
static void
learned_parameters_agree_with_differences(void **state)
{
	static const char text[] =
		"f(x; b=1 learned, c=2 learned, k=3) = c*x*sigmoid(b*x)/k";
	struct arena a;
	struct nn_act_use own = own_of(text, &a);
	float x[N], dy[N], y[N], dp[NN_ARGS_MAX];

	(void)state;
	steps(x);
	suite_numbers(dy, N, 2);
	nn_act_back(&own, NULL, dp, dy, x, N);
	for (int k = 0; k < 2; k++) {
		float start = own.p[k];
		double l[2] = { 0 };

		for (int side = 0; side < 2; side++) {
			own.p[k] = start + (side ? 0x1p-8f : -0x1p-8f);
			nn_act_apply(&own, y, x, N);
			for (int i = 0; i < N; i++)
				l[side] += (double)dy[i] * (double)y[i];
		}
		own.p[k] = start;
		tap_near((double)dp[k], (l[1] - l[0]) * 0x1p7, 1e-3, 1e-3);
	}
	arena_done(&a);
}

/* A formula with a pole at 0 is asked there when a block is filled up: nobody sees it. */
static void
what_fills_a_block_up_does_not_count(void **state)
{
	struct arena a;
	struct nn_act_use own = own_of("f(x; b=1 learned) = b*log(x)", &a);
	float x[3] = { 1, 2, 4 }, dy[3] = { 1, 1, 1 }, dx[3], dp[NN_ARGS_MAX];

	(void)state;
	nn_act_back(&own, dx, dp, dy, x, 3);
	tap_near((double)dp[0], log(8), 1e-6, 0);
	tap_near((double)dx[2], 0.25, 0, 0);
	arena_done(&a);
}

static void
ones_own_come_first_and_take_arguments(void **state)
{
	struct arena a;
	struct nn_act_use own = own_of("mine(x; b=1 learned, c=2) = c*x*sigmoid(b*x)",
				       &a), use;
	struct nn_own list = { 1, { own.kind } };
	struct err e = { 0 };

	(void)state;
	assert_ptr_equal(nn_act_find_own(&list, str_of("mine")), own.kind);
	assert_ptr_equal(nn_act_find_own(&list, str_of("relu")),
			 nn_act_find(str_of("relu")));
	assert_null(nn_act_find_own(NULL, str_of("mine")));
	assert_true(nn_act_parse_own(&list, str_of("mine(0.5, c=3)"), SPAN_NONE, &use,
				     &e));
	assert_true(use.kind == own.kind && use.p[0] == 0.5f && use.p[1] == 3);
	assert_false(nn_act_parse_own(&list, str_of("mime"), SPAN_NONE, &use, &e));
	assert_string_equal(e.hint, "did you mean 'mine'?");
	arena_done(&a);
}

static void
a_name_of_the_table_is_taken(void **state)
{
	struct arena a = suite_arena(ROOM);
	struct err e = { 0 };

	(void)state;
	assert_null(nn_act_own(str_of("relu(x) = max(0, x)"), 10, NULL, &a, &e));
	assert_string_equal(e.msg, "there is an activation 'relu' already");
	assert_string_equal(e.hint, "for example: my_relu");
	assert_true(e.at.at == 10 && e.at.len == 4);
	arena_done(&a);
}

/* Where the slope of a formula jumps, or the formula itself; ends with NAN. */
static const struct bent {
	const char *text;
	double kink[NN_KINKS_MAX + 1];
} bents[] = {
	{ "x*sigmoid(1.7*x)", { NAN } },
	{ "max(0, x)", { 0, NAN } },
	{ "max(0, x) + min(x, 2) + abs(x + 1.5)", { -1.5, 0, 2, NAN } },
	{ "if(x > 0.75, x, x/2)", { 0.75, NAN } },
	{ "f(z; t=0.5 learned) = max(z, t) - step(z + 3)", { -3, 0.5, NAN } },
	{ "x^2*sign(x)", { NAN } },
	{ "x*(x > 1 or x < -1)", { -1, 1, NAN } },
	{ 0 }
};

static void
kinks_are_found_and_elsewhere_slopes_are_differences(void **state)
{
	const struct bent *b = *state;
	struct arena a;
	struct nn_act_use own = own_of(b->text, &a);
	double kink[NN_KINKS_MAX];
	int n = nn_act_kinks(&own, kink);

	for (int i = 0; i < n; i++)
		tap_near(kink[i], b->kink[i], 1e-5, 0);
	assert_true(isnan(b->kink[n]));
	assert_int_equal(!isnan(own.kind->kink[0]) + !isnan(own.kind->kink[1]),
			 n < 2 ? n : 2);
	for (float x = -4; x < 4; x += 0.0371f) {
		const float h = 0x1p-7f;
		bool near = false;

		for (int i = 0; i < n; i++)
			near = near || fabs((double)x - kink[i]) < 2 * (double)h;
		if (!near)
			tap_near((double)nn_act_slope(&own, x),
				 (double)(nn_act_value(&own, x + h)
					  - nn_act_value(&own, x - h)) / (2 * (double)h),
				 2e-3, 1e-3);
	}
	arena_done(&a);
}

static void
faults_near_zero_are_found(void **state)
{
	char text[FORMULA_FAULT_MAX];
	struct arena a;

	(void)state;
	assert_true(nn_act_fault_near(own_of("x*log(abs(x))", &a).kind, text));
	assert_string_equal(text, "log(abs(x)) is -inf at x = 0");
	arena_done(&a);
	assert_true(nn_act_fault_near(own_of("exp(x^2)", &a).kind, text));
	assert_string_equal(text, "exp(x^2) is inf at x = -10");
	arena_done(&a);
	assert_false(nn_act_fault_near(own_of("exp(x)", &a).kind, text));
	assert_false(nn_act_fault_near(nn_act_find(str_of("gelu")), text));
	arena_done(&a);
}

void
suite_own(void)
{
	for (const struct nn_act *a = nn_acts; a->name; a++)
		suite_row(a->name, "as_a_function_it_is_the_row",
			  as_a_function_it_is_the_row, a);
	for (const struct nn_act *a = nn_acts; a->name; a++)
		if (a->param[0].name)
			suite_row(a->name,
				  "with_an_argument_it_is_the_row_with_that_parameter",
				  with_an_argument_it_is_the_row_with_that_parameter, a);
	for (const struct bent *b = bents; b->text; b++)
		suite_row(b->text, "kinks_are_found_and_elsewhere_slopes_are_differences",
			  kinks_are_found_and_elsewhere_slopes_are_differences, b);
	TAP(learned_parameter_is_that_of_prelu);
	TAP(learned_parameters_agree_with_differences);
	TAP(what_fills_a_block_up_does_not_count);
	TAP(ones_own_come_first_and_take_arguments);
	TAP(a_name_of_the_table_is_taken);
	TAP(faults_near_zero_are_found);
}
