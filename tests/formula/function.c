#include "tests/formula/formula.h"

#include <math.h>

static const struct value {
	const char *text;
	double want;
} values[] = {
	{ "exp(0)", 1 }, { "exp(1)", 2.71828182845904523536 }, { "exp(-1000)", 0 },
	{ "exp(1000)", INFINITY }, { "expm1(1e-10)", 1.00000000005e-10 },
	{ "log(e)", 1 }, { "log(2)", 0.69314718055994530942 }, { "log(0)", -INFINITY },
	{ "log(-1)", NAN }, { "log1p(1e-10)", 9.9999999995e-11 },
	{ "log10(1000)", 3 }, { "log10(1e-9)", -9 }, { "log2(8)", 3 },
	{ "log2(3)", 1.5849625007211562 },
	{ "log2(0.125)", -3 }, { "log2(2^40)", 40 }, { "log2(2^-1060)", -1060 },
	{ "log2(0)", -INFINITY }, { "log2(-1)", NAN }, { "log2(big)", INFINITY },
	{ "log2(0.7)", -0.5145731728297583 },
	{ "sqrt(2)", 1.4142135623730951 }, { "sqrt(-1)", NAN },
	{ "abs(-3)", 3 }, { "abs(3)", 3 },
	{ "sin(pi/6)", 0.5 }, { "cos(pi/3)", 0.5 }, { "tan(pi/4)", 1 },
	{ "tanh(0.5)", 0.46211715726000976 },
	{ "erf(0.5)", 0.5204998778130465 }, { "atan(1)", 0.7853981633974483 },
	{ "sigmoid(0)", 0.5 }, { "sigmoid(2)", 0.8807970779778823 },
	{ "sigmoid(-2)", 0.11920292202211755 }, { "sigmoid(-1000)", 0 },
	{ "sigmoid(1000)", 1 },
	{ "sigmoid(-700)", 9.85967654375977e-305 }, { "sigmoid(nan)", NAN },
	{ "min(2, 1)", 1 }, { "min(1, 2, 0.5, 3)", 0.5 }, { "min(1, nan)", NAN },
	{ "min(nan, 1)", NAN }, { "max(2, 1)", 2 }, { "max(1, 2, 3)", 3 },
	{ "max(nan, 1)", NAN },
	{ "max(1, nan, 2)", NAN },
	{ "floor(1.7)", 1 }, { "floor(-1.2)", -2 }, { "ceil(1.2)", 2 },
	{ "ceil(-1.7)", -1 },
	{ "round(2.5)", 3 }, { "round(-2.5)", -3 }, { "round(0.49999999999999994)", 0 },
	{ "round(2.4)", 2 }, { "round(1e300)", 1e300 }, { "round(nan)", NAN },
	{ "erfc(0.5)", 0.4795001221869535 }, { "erfc(6)", 2.1519736712498913e-17 },
	{ "softplus(0.3, 2)", 0.5187439752429428 }, { "prelu(-4)", -1 },
	{ "prelu(-4, 2)", -8 },
	{ "softplus(0)", 0.69314718055994530942 },
		{ "softplus(-40)", 4.248354255291589e-18 },
	{ "softplus(800)", 800 }, { "softplus(nan)", NAN },
	{ "if(1 < 2, 3, 4)", 3 }, { "if(0, 3, 4)", 4 }, { "if(nan > 0, 3, 4)", NAN },
	{ "if(2, 3, nan)", 3 }, { "step(-1)", 0 }, { "step(0)", 0 }, { "step(2)", 1 },
	{ "step(nan)", NAN },
	{ "identity(-2)", -2 }, { "relu(-2)", 0 }, { "relu(3)", 3 }, { "relu(nan)", NAN },
	{ "leaky_relu(-2)", -0.02 }, { "leaky_relu(-2, 0.5)", -1 },
		{ "leaky_relu(3)", 3 },
	{ "elu(-1)", -0.6321205588285577 }, { "elu(-1, 2)", -1.2642411176571153 },
	{ "celu(-1, 2)", -0.7869386805747332 }, { "selu(1)", 1.0507009873554805 },
	{ "gelu(1)", 0.8413447460685429 }, { "gelu(-3)", -0.004049694094890287 },
	{ "gelu_tanh(1)", 0.8411919906082768 }, { "silu(1)", 0.7310585786300049 },
	{ "mish(1)", 0.8650983882673103 }, { "relu6(7)", 6 }, { "relu6(-1)", 0 },
	{ "hardtanh(-3)", -1 }, { "hardsigmoid(0)", 0.5 }, { "hardswish(1)", 4.0 / 6 },
	{ "hardswish(-4)", 0 }, { "hardswish(5)", 5 }, { "softsign(-3)", -0.75 },
	{ "softshrink(2)", 1.5 }, { "softshrink(-2, 1)", -1 }, { "softshrink(0.3)", 0 },
	{ "hardshrink(2)", 2 }, { "hardshrink(0.3)", 0 },
	{ "tanhshrink(1)", 0.23840584404423515 },
		{ "logsigmoid(0)", -0.69314718055994530942 },
	{ "bent_identity(0)", 0 }, { "gaussian(1)", 0.36787944117144233 },
	{ "sign(-3)", -1 }, { "sign(0)", 0 }, { "sign(7)", 1 }, { "sign(nan)", NAN },
	{ 0 }
};

static void
has_its_value(void **state)
{
	const struct value *v = *state;

	tap_near(formula_number(v->text), v->want, 1e-323, 4e-16);
}

static void
every_function_is_complete_and_tested(void **state)
{
	(void)state;
	for (const struct formula_function *f = formula_functions; f->name; f++) {
		bool tested = false;
		char call[32];

		assert_true(str_is_name(str_of(f->name)));
		snprintf(call, sizeof(call), "%s(", f->name);
		assert_true(str_starts(str_of(f->usage), call));
		assert_true(f->help[0] && f->help[strlen(f->help) - 1] != '.');
		assert_true(1 <= f->min_args && f->min_args <= f->max_args
			    && f->max_args <= FORMULA_ARGS_MAX);
		assert_true(f->body || (f->one != NULL) == (f->min_args == 1));
		assert_int_equal(f->array != NULL, f->one != NULL);
		assert_int_equal(f->slope != NULL, f->one != NULL);
		assert_int_equal(f->many != NULL, f->max_args > 1 && !f->body);
		for (const struct value *v = values; v->text; v++)
			tested = tested || str_starts(str_of(v->text), call);
		if (!tested)
			fail_msg("no value of %s is tested", f->name);
	}
}

/* One name, one function: no row hides another. */
static void
function_names_are_unique(void **state)
{
	(void)state;
	for (const struct formula_function *f = formula_functions; f->name; f++)
		for (const struct formula_function *g = f + 1; g->name; g++)
			assert_string_not_equal(f->name, g->name);
}

static void
powers_of_two_have_exact_logarithms(void **state)
{
	(void)state;
	for (int k = -1074; k < 1024; k++) {
		char text[32];

		snprintf(text, sizeof(text), "log2(%.17g)", ldexp(1, k));
		tap_near(formula_number(text), k, 0, 0);
	}
}

void
formula_function_cases(void)
{
	for (const struct value *v = values; v->text; v++) {
		char name[96];

		snprintf(name, sizeof(name), "%s is %.6g", v->text, v->want);
		tap_add(name, has_its_value, v);
	}
	TAP(every_function_is_complete_and_tested);
	TAP(function_names_are_unique);
	TAP(powers_of_two_have_exact_logarithms);
}
