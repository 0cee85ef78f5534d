#include "actlab/num.h"
#include "formula/array.h"
#include "formula/lex.h"

#include <math.h>

static double
ceiling(double x)
{
	return -floor(-x);
}

/* Powers of two come out exact: x = m 2^k with m near 1, log2 x = k + log m / log 2. */
static double
log_2(double x)
{
	union { double v; uint64_t bits; } u = { x };
	int k = 0;

	if (!(x > 0) || isinf(x))
		return num_log(x);
	if (u.v < 0x1p-1022) {
		u.v *= 0x1p54;
		k = -54;
	}
	k += (int)(u.bits >> 52) - 1023;
	u.bits = (u.bits & 0xfffffffffffffu) | (uint64_t)1023 << 52;
	if (u.v > 1.4142135623730951) {
		u.v /= 2;
		k++;
	}
	return k + num_log(u.v) / 0.69314718055994530942;
}

static double
sigmoid(double x)
{
	double t = num_exp(-fabs(x));

	return x < 0 ? t / (1 + t) : 1 / (1 + t);
}

/* NaN if any is NaN. */
static double
least(const double *x, int n)
{
	double m = x[0];

	for (int i = 1; i < n; i++)
		if (x[i] < m || isnan(x[i]))
			m = x[i];
	return m;
}

static double
largest(const double *x, int n)
{
	double m = x[0];

	for (int i = 1; i < n; i++)
		if (x[i] > m || isnan(x[i]))
			m = x[i];
	return m;
}

/* Halves go away from zero. */
static double
nearest(double x)
{
	double a = fabs(x), whole = floor(a);

	if (a - whole >= 0.5)
		whole += 1;
	return x < 0 ? -whole : whole;
}

static double
sign(double x)
{
	return x > 0 ? 1 : x < 0 ? -1 : x;
}

static double
step(double x)
{
	return x > 0 ? 1 : x <= 0 ? 0 : x;
}

static double
softplus(double x)
{
	return (x > 0 ? x : 0) + num_log1p(num_exp(-fabs(x)));
}

/* c, a, b; a condition that hangs on a NaN chooses neither */
static double
choice(const double *x, int n)
{
	(void)n;
	return x[0] == 0 ? x[2] : isnan(x[0]) ? NAN : x[1];
}

const struct formula_function formula_functions[] = {
	/* name, usage, help, least and most arguments, one, many, array, slope */
	{ "exp", "exp(x)", "e to the power of x", 1, 1,
	  num_exp, NULL, num_vexp, "exp(x)" },
	{ "expm1", "expm1(x)", "exp(x) - 1 with all its digits near 0", 1, 1,
	  num_expm1, NULL, num_vexpm1, "exp(x)" },
	{ "log", "log(x)", "natural logarithm", 1, 1, num_log, NULL, num_vlog, "1/x" },
	{ "log1p", "log1p(x)", "log(1 + x) with all its digits near 0", 1, 1,
	  num_log1p, NULL, num_vlog1p, "1/(1 + x)" },
	{ "log10", "log10(x)", "logarithm to base 10", 1, 1,
	  num_log10, NULL, array_log10, "1/(log(10)*x)" },
	{ "log2", "log2(x)", "logarithm to base 2", 1, 1,
	  log_2, NULL, array_log2, "1/(log(2)*x)" },
	{ "sqrt", "sqrt(x)", "square root", 1, 1, sqrt, NULL, array_sqrt,
	  "1/(2*sqrt(x))" },
	{ "abs", "abs(x)", "x without its sign", 1, 1, fabs, NULL, array_abs, "sign(x)" },
	{ "sin", "sin(x)", "sine of x in radians", 1, 1, num_sin, NULL, num_vsin,
	  "cos(x)" },
	{ "cos", "cos(x)", "cosine of x in radians", 1, 1,
	  num_cos, NULL, num_vcos, "-sin(x)" },
	{ "tan", "tan(x)", "tangent of x in radians", 1, 1,
	  num_tan, NULL, array_tan, "1 + tan(x)^2" },
	{ "tanh", "tanh(x)", "hyperbolic tangent", 1, 1,
	  num_tanh, NULL, num_vtanh, "1 - tanh(x)^2" },
	{ "erf", "erf(x)", "error function", 1, 1,
	  num_erf, NULL, num_verf, "2/sqrt(pi)*exp(-x^2)" },
	{ "erfc", "erfc(x)", "1 - erf(x) with all its digits on the right", 1, 1,
	  num_erfc, NULL, num_verfc, "-2/sqrt(pi)*exp(-x^2)" },
	{ "atan", "atan(x)", "angle in radians whose tangent is x", 1, 1,
	  num_atan, NULL, num_vatan, "1/(1 + x^2)" },
	{ "sigmoid", "sigmoid(x)", "1 / (1 + exp(-x))", 1, 1,
	  sigmoid, NULL, num_vsigmoid, "sigmoid(x)*(1 - sigmoid(x))" },
	{ "softplus", "softplus(x, a)", "log(1 + exp(a x))/a, a round corner; a is 1",
	  1, 2, softplus, NULL, array_softplus, "sigmoid(x)", "softplus(a*x)/a" },
	{ "min", "min(a, b)", "the least of two to four numbers", 2, 4, NULL, least },
	{ "max", "max(a, b)", "the largest of two to four numbers", 2, 4, NULL, largest },
	{ "if", "if(condition, a, b)", "a where the condition holds, else b", 3, 3,
	  NULL, choice },
	{ "floor", "floor(x)", "largest whole number not above x", 1, 1,
	  floor, NULL, array_floor, "0" },
	{ "ceil", "ceil(x)", "smallest whole number not below x", 1, 1,
	  ceiling, NULL, array_ceil, "0" },
	{ "round", "round(x)", "nearest whole number, halves away from 0", 1, 1,
	  nearest, NULL, array_round, "0" },
	{ "sign", "sign(x)", "-1, 0 or 1", 1, 1, sign, NULL, array_sign, "0" },
	{ "step", "step(x)", "1 where x > 0, else 0", 1, 1, step, NULL, array_step, "0" },
	/* activations, as nn has them: body, and a where it has one */
	{ "identity", "identity(x)", "x itself", 1, 1, .body = "x" },
	{ "relu", "relu(x)", "max(0, x)", 1, 1, .body = "max(0, x)" },
	{ "leaky_relu", "leaky_relu(x, a)", "x where x > 0, else a x; a is 0.01", 1, 2,
	  .body = "if(x > 0, x, a*x)", .a = 0.01 },
	{ "prelu", "prelu(x, a)", "x where x > 0, else a x; a is 0.25", 1, 2,
	  .body = "if(x > 0, x, a*x)", .a = 0.25 },
	{ "elu", "elu(x, a)", "x where x > 0, else a (exp(x) - 1); a is 1", 1, 2,
	  .body = "if(x > 0, x, a*expm1(x))", .a = 1 },
	{ "celu", "celu(x, a)", "x where x > 0, else a (exp(x/a) - 1); a is 1", 1, 2,
	  .body = "if(x > 0, x, a*expm1(x/a))", .a = 1 },
	{ "selu", "selu(x)", "elu scaled so that mean 0 and variance 1 stay", 1, 1,
	  .body = "1.0507009873554805*if(x > 0, x, 1.6732632423543772*expm1(x))" },
	{ "gelu", "gelu(x)", "x times the chance that a normal number is below x", 1, 1,
	  .body = "x*(erfc(-x/sqrt(2))/2)" },
	{ "gelu_tanh", "gelu_tanh(x)", "gelu by a formula with tanh, as in GPT-2", 1, 1,
	  .body = "x*sigmoid(2*sqrt(2/pi)*(x + 0.044715*x^3))" },
	{ "silu", "silu(x)", "x sigmoid(x)", 1, 1, .body = "x*sigmoid(x)" },
	{ "mish", "mish(x)", "x tanh(softplus(x))", 1, 1, .body = "x*tanh(softplus(x))" },
	{ "relu6", "relu6(x)", "relu that stops at 6", 1, 1,
	  .body = "min(max(0, x), 6)" },
	{ "hardtanh", "hardtanh(x)", "x, at least -1 and at most 1", 1, 1,
	  .body = "min(max(-1, x), 1)" },
	{ "hardsigmoid", "hardsigmoid(x)", "(x + 3)/6, at least 0 and at most 1", 1, 1,
	  .body = "min(max(0, x + 3), 6)/6" },
	{ "hardswish", "hardswish(x)", "x hardsigmoid(x)", 1, 1,
	  .body = "if(x < -3, 0, if(x > 3, x, x*(x + 3)/6))" },
	{ "softsign", "softsign(x)", "x/(1 + abs(x))", 1, 1, .body = "x/(1 + abs(x))" },
	{ "softshrink", "softshrink(x, a)", "x pulled towards 0 by a, which is 0.5", 1, 2,
	  .body = "if(x > a, x - a, if(x < -a, x + a, 0))", .a = 0.5 },
	{ "hardshrink", "hardshrink(x, a)", "x where abs(x) > a, else 0; a is 0.5", 1, 2,
	  .body = "if(abs(x) > a, x, 0)", .a = 0.5 },
	{ "tanhshrink", "tanhshrink(x)", "x - tanh(x)", 1, 1, .body = "x - tanh(x)" },
	{ "logsigmoid", "logsigmoid(x)", "log(sigmoid(x))", 1, 1,
	  .body = "-softplus(-x)" },
	{ "bent_identity", "bent_identity(x)", "(sqrt(x^2 + 1) - 1)/2 + x", 1, 1,
	  .body = "(sqrt(x^2 + 1) - 1)/2 + x" },
	{ "gaussian", "gaussian(x)", "exp(-x^2)", 1, 1, .body = "exp(-x^2)" },
	{ 0 }
};

const struct formula_function *
formula_function_find(struct str name)
{
	for (const struct formula_function *f = formula_functions; f->name; f++)
		if (str_is(name, f->name))
			return f;
	return NULL;
}

const struct formula_function *
formula_function_of(const char *name)
{
	return formula_function_find(str_of(name));
}

bool
formula_is_function(struct str name)
{
	return formula_function_find(name) != NULL;
}

bool
formula_constant(struct str name, double *out)
{
	if (str_is(name, "pi"))
		*out = 3.14159265358979323846;
	else if (str_is(name, "e"))
		*out = 2.71828182845904523536;
	else
		return false;
	return true;
}

void
formula_functions_near(struct str_near *near)
{
	for (const struct formula_function *f = formula_functions; f->name; f++)
		str_near_try(near, f->name);
}
