#include "actlab/num.h"
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

const struct formula_function formula_functions[] = {
	/* name, usage, help, least and most arguments, one, many */
	{ "exp", "exp(x)", "e to the power of x", 1, 1, num_exp },
	{ "expm1", "expm1(x)", "exp(x) - 1 with all its digits near 0", 1, 1, num_expm1 },
	{ "log", "log(x)", "natural logarithm", 1, 1, num_log },
	{ "log1p", "log1p(x)", "log(1 + x) with all its digits near 0", 1, 1, num_log1p },
	{ "log10", "log10(x)", "logarithm to base 10", 1, 1, num_log10 },
	{ "log2", "log2(x)", "logarithm to base 2", 1, 1, log_2 },
	{ "sqrt", "sqrt(x)", "square root", 1, 1, sqrt },
	{ "abs", "abs(x)", "x without its sign", 1, 1, fabs },
	{ "sin", "sin(x)", "sine of x in radians", 1, 1, num_sin },
	{ "cos", "cos(x)", "cosine of x in radians", 1, 1, num_cos },
	{ "tan", "tan(x)", "tangent of x in radians", 1, 1, num_tan },
	{ "tanh", "tanh(x)", "hyperbolic tangent", 1, 1, num_tanh },
	{ "erf", "erf(x)", "error function", 1, 1, num_erf },
	{ "atan", "atan(x)", "angle in radians whose tangent is x", 1, 1, num_atan },
	{ "sigmoid", "sigmoid(x)", "1 / (1 + exp(-x))", 1, 1, sigmoid },
	{ "min", "min(a, b)", "the least of two to four numbers", 2, 4, NULL, least },
	{ "max", "max(a, b)", "the largest of two to four numbers", 2, 4, NULL, largest },
	{ "floor", "floor(x)", "largest whole number not above x", 1, 1, floor },
	{ "ceil", "ceil(x)", "smallest whole number not below x", 1, 1, ceiling },
	{ "round", "round(x)", "nearest whole number, halves away from 0", 1, 1,
	  nearest },
	{ "sign", "sign(x)", "-1, 0 or 1", 1, 1, sign },
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
