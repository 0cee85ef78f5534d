/* Curves: slopes, programs, messages. */
#include "tests/formula/formula.h"

#include "actlab/num.h"

#include <math.h>
#include <stdlib.h>

/* ---- what the tests share ---- */

void
curve_of(struct formula_curve *c, const char *text, struct arena *a)
{
	struct err e = { 0 };

	assert_true(arena_init(a, CURVE_ROOM, &e));
	if (!formula_curve_read(c, str_of(text), 0, NULL, a, &e))
		fail_msg("'%s': %s", text, e.msg);
}

struct at_env {
	struct formula_env env;
	const struct formula_curve *c;
	double x;
	const double *p;
};

static bool
at_name(const struct formula_env *env, const struct formula_node *call, double *out,
	struct err *e)
{
	const struct at_env *at = (const struct at_env *)env;

	(void)e;
	*out = at->x;
	for (int i = 0; i < at->c->n_param; i++)
		if (str_is(call->name, at->c->param[i].name))
			*out = at->p[i];
	return true;
}

/* The value of a text of the curve's names, in double. */
double
curve_value(const struct formula_curve *c, const struct formula_node *f, double x,
	    const double *p)
{
	struct at_env env = { { at_name, NULL }, c, x, p };
	struct err e = { 0 };
	double v = NAN;

	assert_true(formula_eval(f, &env.env, &v, &e));
	return v;
}

static float
run_one(const struct formula_program *f, double x, const float *p)
{
	float v = (float)x;

	formula_run(f, &v, &v, 1, p);
	return v;
}

/* ---- slopes as they are written ---- */

static const struct slope {
	const char *curve, *slope;
} slopes[] = {
	{ "x", "1" },
	{ "-x", "-1" },
	{ "3*x + 2", "3" },
	{ "x*x", "2*x" },
	{ "x^3 - 2*x^2 + x", "3*x^2 - 4*x + 1" },
	{ "x*(x + 3)/6", "(2*x + 3)/6" },
	{ "1/x", "-1/x^2" },
	{ "x/(1 + abs(x))", "1/(1 + abs(x)) - x*sign(x)/(1 + abs(x))^2" },
	{ "x*sigmoid(1.7*x)",
	  "sigmoid(1.7*x) + 1.7*x*sigmoid(1.7*x)*(1 - sigmoid(1.7*x))" },
	{ "x*tanh(softplus(x))",
	  "tanh(softplus(x)) + x*sigmoid(x)*(1 - tanh(softplus(x))^2)" },
	{ "mish(x)", "tanh(softplus(x)) + x*sigmoid(x)*(1 - tanh(softplus(x))^2)" },
	{ "x - tanh(x)", "tanh(x)^2" },
	{ "relu(x)", "if(x > 0, 1, 0)" },
	{ "leaky_relu(x)", "if(x > 0, 1, 0.01)" },
	{ "max(x, 0.1*x)", "if(x > 0.1*x, 1, 0.1)" },
	{ "min(x, 2)", "if(x < 2, 1, 0)" },
	{ "relu6(x)", "if(max(0, x) < 6, if(x > 0, 1, 0), 0)" },
	{ "abs(x)", "sign(x)" },
	{ "x*step(x)", "step(x)" },
	{ "x*(x > 1)", "x > 1" },
	{ "floor(x) + x", "1" },
	{ "if(x < 0, x^2, 3*x)", "if(x < 0, 2*x, 3)" },
	{ "sqrt(x^2 + 1)", "x/sqrt(x^2 + 1)" },
	{ "log(x)", "1/x" },
	{ "exp(-x^2/2)", "-x*exp(-x^2/2)" },
	{ "e^x", "exp(x)" },
	{ "2^x", "2^x*log(2)" },
	{ "abs(x)^0.5", "0.5*sign(x)*abs(x)^-0.5" },
	{ "sin(x)*cos(x)", "cos(x)^2 - sin(x)^2" },
	{ "sin(2*x)/2", "cos(2*x)" },
	{ "tan(x)", "1 + tan(x)^2" },
	{ "atan(x)", "1/(1 + x^2)" },
	{ "erf(x)", "2*exp(-x^2)/sqrt(pi)" },
	{ "f(z; p=2 learned) = abs(z)^p", "sign(z)*p*abs(z)^(p - 1)" },
	{ "f(z; a=1 learned, b=2) = (a + b)*z", "a + b" },
	{ 0 }
};

static void
slope_is_written_so(void **state)
{
	const struct slope *s = *state;
	struct formula_curve c;
	struct arena a;

	curve_of(&c, s->curve, &a);
	assert_string_equal(c.slope, s->slope);
	arena_done(&a);
}

/* At a kink: what the activations of the library do. */
static const struct kink {
	const char *curve;
	float x, slope;
} kinks[] = {
	{ "max(0, x)", 0, 0 }, { "max(x, 0)", 0, 0 }, { "max(x, 0.1*x)", 0, 0.1f },
	{ "min(max(0, x), 6)", 6, 0 }, { "min(max(-1, x), 1)", -1, 0 },
	{ "min(x, 2)", 2, 0 }, { "abs(x)", 0, 0 }, { "if(x > 0, x, 0.2*x)", 0, 0.2f },
	{ "hardswish(x)", -3, -0.5f }, { "hardswish(x)", 3, 1.5f },
	{ "softshrink(x)", 0.5f, 0 }, { "hardshrink(x)", -0.5f, 0 },
		{ "step(x) + x", 0, 1 },
	{ 0 }
};

static void
kinks_take_the_side_of_the_library(void **state)
{
	(void)state;
	for (const struct kink *k = kinks; k->curve; k++) {
		struct formula_curve c;
		struct arena a;

		curve_of(&c, k->curve, &a);
		if (run_one(c.df, k->x, NULL) != k->slope)
			fail_msg("%s at %g: %g", k->curve, (double)k->x,
				 (double)run_one(c.df, k->x, NULL));
		arena_done(&a);
	}
}

/* ---- programs ---- */

/* Every function of one argument, and its slope, against difference quotients and
 * against its own value in double. */
static void
function_runs_and_slopes_as_it_should(void **state)
{
	const struct formula_function *f = *state;
	struct formula_curve c;
	struct arena a;
	char text[64];

	snprintf(text, sizeof(text), "%s(x)", f->name);
	curve_of(&c, text, &a);
	for (int i = -500; i <= 500; i++) {
		double x = i / 100.0 + 0.0031, h = 1e-6, x2[2] = { x, f->a };
		const struct formula_node *tree;
		struct arena t;
		double v, d;

		tree = formula_of(text, &t);
		x2[0] = (double)(float)x;
		v = curve_value(&c, tree, x2[0], NULL);
		d = (curve_value(&c, tree, x2[0] + h, NULL)
		     - curve_value(&c, tree, x2[0] - h, NULL)) / (2 * h);
		arena_done(&t);
		if (isfinite(v))
			tap_near((double)run_one(c.f, x2[0], NULL), v, 5e-7, 1e-6);
		if (isfinite(d))
			tap_near((double)run_one(c.df, x2[0], NULL), d, 2e-6, 3e-6);
	}
	arena_done(&a);
}

/* Truth and order, NaN among them, against the same in double. */
static void
operations_run_as_in_double(void **state)
{
	static const char *const texts[] = {
		"x < y", "x <= y", "x > y", "x >= y", "x == y", "x != y", "x and y",
			"x or y",
		"not x and y", "not (x or y)", "if(x, y, 3)", "if(x > y, x, 2*y)",
			"min(x, y)",
		"max(x, y)", "min(x, y, 0.5)", "max(x, 0, y, 2)", "x^y", "x^2 + y",
			"x^3 - y",
		"x^4/y", "x^-1 + y", "x^0.5 + y", "x - y", "-x*y", "sign(x) + y",
		"floor(x)*y", "ceil(x)*y", "round(x)*y", "step(x)/y",
			"1 - sigmoid(x + y)",
		"1 - tanh(x*y)^2", "log10(x) + y", "log2(x) - y"
	};
	static const float odd[] = { -2.5f, -1, -0.5f, 0, 0.5f, 1, 2, 2.5f, 7, NAN,
				     INFINITY };
	enum { N = sizeof(odd) / sizeof(*odd) };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct formula_curve c;
		struct arena a, t;
		char text[64];
		const struct formula_node *tree;

		snprintf(text, sizeof(text), "f(x; y=1) = %s", texts[i]);
		curve_of(&c, text, &a);
		tree = formula_of(texts[i], &t);
		for (int k = 0; k < N * N; k++) {
			float x = odd[k / N], y = odd[k % N];
			double p = (double)y, want = curve_value(&c, tree, (double)x, &p);
			float got = run_one(c.f, (double)x, &y);

			/* a condition alone is false where it hangs on a NaN */
			if (formula_is_condition(tree) && (isnan(x) || isnan(y)))
				continue;
			if (!(isnan(want) && isnan(got))
			    && !(fabs((double)got - want) <= 1e-6 + 1e-6 * fabs(want))
			    && !((double)got == want))
				fail_msg("%s at %g, %g: %g, wanted %g", texts[i],
					 (double)x,
					 (double)y, (double)got, want);
		}
		arena_done(&t);
		arena_done(&a);
	}
}

/* What is small keeps its digits, and is not 0 before it must be. */
static void
tails_keep_their_digits(void **state)
{
	static const struct {
		const char *curve;
		double x, f, df;
	} rows[] = {
		{ "sigmoid(x)", 20, 1, 2.0611536139418493e-09 },
		{ "tanh(x)", 15, 1, 3.7430491756306055e-13 },
		{ "1 - sigmoid(x)", 30, 9.357622968840171e-14, -9.357622968839295e-14 },
		{ "x + (1 - tanh(x)^2)", 1, 1.4199743416140261, 0.36029985144190 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct formula_curve c;
		struct arena a;

		curve_of(&c, rows[i].curve, &a);
		tap_near((double)run_one(c.f, rows[i].x, NULL), rows[i].f, 0, 1e-6);
		tap_near((double)run_one(c.df, rows[i].x, NULL), rows[i].df, 0, 2e-6);
		arena_done(&a);
	}
}

static const char *const some[] = {
	"x*sigmoid(1.7*x)", "gelu(x) + softplus(x)*sin(3*x)", "abs(x)^1.5*tan(x)",
	"if(x > 1, log(x), atan(x) + erf(x))", "floor(2*x)*elu(x) - round(x)", NULL
};

/* Any number of values, each place, y in the place of x, every kernel: one result. */
static void
bits_depend_on_the_inputs_alone(void **state)
{
	enum { N = 700 };
	float x[N], want[N], y[N];

	(void)state;
	for (int i = 0; i < N; i++)
		x[i] = (float)(i * 37 % N) / 50 - 7;
	for (int t = 0; some[t]; t++) {
		struct formula_curve c;
		struct arena a;

		curve_of(&c, some[t], &a);
		assert_true(num_kernel_use("c"));
		formula_run(c.df, want, x, N, NULL);
		for (const char *const *k = num_kernel_names(); *k; k++) {
			if (!num_kernel_use(*k))
				continue;
			for (int i = 0, n; i < N; i += n) {
				n = i % 150 + 1 < N - i ? i % 150 + 1 : N - i;
				memcpy(y + i, x + i, sizeof(*x) * (size_t)n);
				formula_run(c.df, y + i, y + i, n, NULL);
			}
			assert_memory_equal(y, want, sizeof(y));
		}
		arena_done(&a);
	}
	assert_true(num_kernel_use(num_kernel_names()[0]) || num_kernel_use("c"));
}

/* ---- learned parameters ---- */

static void
learned_slopes_agree_with_differences(void **state)
{
	static const char *const curves[][2] = {
		{ "f(x; a=1.3 learned, b=0.7) = ", "b*x*sigmoid(a*x)" },
		{ "f(x; p=1.5 learned) = ", "abs(x)^p" },
		{ "f(x; a=0.25 learned, c=1 learned) = ", "if(x > 0, c*x, a*x)" },
		{ "f(x; t=0.5 learned) = ", "max(x, t) + min(t, 2*x)" },
		{ "f(x; w=2 learned, s=3 learned) = ", "tanh(w*x)/s + s^2*sin(w + x)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++) {
		struct formula_curve c;
		struct arena a, t;
		char text[128];
		const struct formula_node *tree = formula_of(curves[i][1], &t);
		double q[8];
		float p[8];

		snprintf(text, sizeof(text), "%s%s", curves[i][0], curves[i][1]);
		curve_of(&c, text, &a);
		for (int k = 0; k < c.n_param; k++)
			p[k] = (float)(q[k] = c.param[k].start);
		for (int k = 0; k < c.n_learned; k++)
			for (double x = -2.99; x < 3; x += 0.13) {
				double h = 1e-6, up, down;

				q[k] = c.param[k].start + h;
				up = curve_value(&c, tree, x, q);
				q[k] = c.param[k].start - h;
				down = curve_value(&c, tree, x, q);
				q[k] = c.param[k].start;
				tap_near((double)run_one(c.dp[k], x, p),
					 (up - down) / (2 * h),
					 2e-6, 3e-6);
			}
		arena_done(&t);
		arena_done(&a);
	}
}

static void
parameters_are_read_in_order(void **state)
{
	struct formula_curve c;
	struct arena a;

	(void)state;
	curve_of(&c,
		 " swish ( x ; beta = 1 learned , c = -2.5e-3 )\n =  x * sigmoid(beta*x)\n*c ",
		 &a);
	assert_string_equal(c.name, "swish");
	assert_string_equal(c.formula, "x * sigmoid(beta*x) *c");
	assert_int_equal(c.n_param, 2);
	assert_int_equal(c.n_learned, 1);
	assert_string_equal(c.param[1].name, "c");
	assert_true(c.param[0].start == 1 && c.param[1].start == -2.5e-3);
	assert_non_null(c.dp[0]);
	assert_null(c.dp[1]);
	arena_done(&a);
}

/* ---- where it is not finite ---- */

static const struct fault {
	const char *curve;
	float x;
	const char *text;		/* "": none */
} faults[] = {
	{ "log(x)", 0, "log(x) is -inf at x = 0" },
	{ "f(z) = z + log(z - 1)", 0.5f, "log(z - 1) is NaN at z = 0.5" },
	{ "x*exp(x^2)", 12, "exp(x^2) is inf at x = 12" },
	{ "1/(1 + exp(-x))", -100, "in the slope, exp(-x) is inf at x = -100" },
	{ "sqrt(abs(x))", 0, "in the slope, sign(x)/(2*sqrt(abs(x))) is NaN at x = 0" },
	{ "if(x > 0, log(x), x)", -1, "" },
	{ "if(x > 0, x, log(x) + 1)", -1, "log(x) is NaN at x = -1" },
	{ "1/exp(50*x)", 2, "in the slope, exp(50*x) is inf at x = 2" },
	{ "log(x)", INFINITY, "" },
	{ "log(x)", NAN, "" },
	{ "x", 3, "" },
	{ 0 }
};

static void
faults_name_the_part_and_the_input(void **state)
{
	(void)state;
	for (const struct fault *f = faults; f->curve; f++) {
		char got[FORMULA_FAULT_MAX] = "";
		float x[300] = { 0 };
		struct formula_curve c;
		struct arena a;

		for (int i = 0; i < 300; i++)
			x[i] = i < 200 ? 1.5f : f->x;
		curve_of(&c, f->curve, &a);
		assert_int_equal(formula_curve_fault(&c, x, 300, NULL, got),
				 *f->text != 0);
		assert_string_equal(got, f->text);
		arena_done(&a);
	}
}

void
formula_curve_cases(void)
{
	char name[160];

	for (const struct slope *s = slopes; s->curve; s++) {
		snprintf(name, sizeof(name), "the slope of %s is %s", s->curve, s->slope);
		tap_add(name, slope_is_written_so, s);
	}
	for (const struct formula_function *f = formula_functions; f->name; f++) {
		if (f->min_args > 1)
			continue;
		snprintf(name, sizeof(name), "function_runs_and_slopes_as_it_should: %s",
			 f->name);
		tap_add(name, function_runs_and_slopes_as_it_should, f);
	}
	TAP(kinks_take_the_side_of_the_library);
	TAP(operations_run_as_in_double);
	TAP(tails_keep_their_digits);
	TAP(bits_depend_on_the_inputs_alone);
	TAP(learned_slopes_agree_with_differences);
	TAP(parameters_are_read_in_order);
	TAP(faults_name_the_part_and_the_input);
}
