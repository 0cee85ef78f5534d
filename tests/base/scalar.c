#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* ---- distances ---- */

static double
ulps(long double got, long double want, int digits, int min_exp, long double max)
{
	int e = min_exp;

	if (isnan(want) || isnan(got))
		return isnan(want) && isnan(got) ? 0 : 1e9;
	/* as a double: where a long double is none (valgrind), LDBL_MAX is inf too */
	if (fabsl(want) > max && isinf((double)got))
		return signbit(want) == signbit(got) ? 0 : 1e9;
	if (isinf(want) || isinf(got))
		return 1e9;
	if (want == 0 && got == 0)
		return signbit(want) == signbit(got) ? 0 : 1e9;
	if (want != 0)
		frexpl(want, &e);
	return (double)(fabsl(got - want)
			/ ldexpl(1, (e < min_exp ? min_exp : e) - digits));
}

double
ulp_double(double got, long double want)
{
	return ulps(got, want, DBL_MANT_DIG, DBL_MIN_EXP, DBL_MAX);
}

double
ulp_float(float got, long double want)
{
	return ulps(got, want, FLT_MANT_DIG, FLT_MIN_EXP, FLT_MAX);
}

/* ---- against libm in long double ---- */

/* Under valgrind, and on some machines, a long double is but a double: libm is then
 * as wrong as what it should judge. */
bool
libm_can_judge(void)
{
	volatile long double one = 1, little = LDBL_EPSILON;

	return LDBL_MANT_DIG > DBL_MANT_DIG && one + little > one;
}

struct scalar {
	const char *name;
	double (*f)(double);
	long double (*libm)(long double);
	double lo, hi;
};
static const struct scalar scalars[] = {
	{ "exp", num_exp, expl, -750, 720 },
	{ "exp near 0", num_exp, expl, -1, 1 },
	{ "expm1", num_expm1, expm1l, -50, 710 },
	{ "expm1 near 0", num_expm1, expm1l, -2, 2 },
	{ "log", num_log, logl, 0, DBL_MAX },
	{ "log near 1", num_log, logl, 0, 3 },
	{ "log1p", num_log1p, log1pl, -1, DBL_MAX },
	{ "log1p near 0", num_log1p, log1pl, -1, 3 },
	{ "log10", num_log10, log10l, 0, DBL_MAX },
	{ "log10 near 1", num_log10, log10l, 0.5, 2 },
	{ "sin", num_sin, sinl, -10, 10 },
	{ "sin far out", num_sin, sinl, -1e6, 1e6 },
	{ "sin very far out", num_sin, sinl, -1e18, 1e18 },
	{ "cos", num_cos, cosl, -10, 10 },
	{ "cos far out", num_cos, cosl, -1e6, 1e6 },
	{ "cos very far out", num_cos, cosl, -1e18, 1e18 },
	{ "tan", num_tan, tanl, -10, 10 },
	{ "tan far out", num_tan, tanl, -1e6, 1e6 },
	{ "tanh", num_tanh, tanhl, -25, 25 },
	{ "tanh near 0", num_tanh, tanhl, -1, 1 },
	{ "erf", num_erf, erfl, -7, 7 },
	{ "erfc", num_erfc, erfcl, -7, 28 },
	{ "erfc near 0", num_erfc, erfcl, -2, 2 },
	{ "erfc in the middle", num_erfc, erfcl, 2, 10 },
	{ "atan", num_atan, atanl, -4, 4 },
	{ "atan far out", num_atan, atanl, -1e9, 1e9 },
	{ 0 }
};

/* One in four has random bits, and so any exponent. */
static double
any_between(struct rng *r, double lo, double hi, int i)
{
	double x = lo + (hi - lo) * rng_uniform(r), y;
	uint64_t bits = rng_bits(r);

	memcpy(&y, &bits, sizeof(y));
	return i % 4 == 0 && y >= lo && y <= hi ? y : x;
}

static void
scalar_is_within_two_ulp(void **state)
{
	const struct scalar *s = *state;
	double worst = 0, at = 0;
	struct rng r;

	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	rng_init(&r, 1, s->name, 0);
	for (int i = 0; i < 40000; i++) {
		double x = any_between(&r, s->lo, s->hi, i);
		double u = ulp_double(s->f(x), s->libm(x));

		if (u > worst) {
			worst = u;
			at = x;
		}
	}
	print_message("# %s: %.3f ulp at %.17g\n", s->name, worst, at);
	assert_true(worst < 2);
}

static void
pow_is_within_two_ulp(void **state)
{
	double worst = 0, at_x = 0, at_y = 0;
	struct rng r;

	(void)state;
	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	rng_init(&r, 1, "pow", 0);
	for (int i = 0; i < 100000; i++) {
		double x = num_exp((rng_uniform(&r) - 0.5) * (i % 2 ? 1400 : 4));
		double range = i % 3 == 0 ? 2000 : i % 3 == 1 ? 20 : 2;
		double y = (rng_uniform(&r) - 0.5) * range;
		double u = ulp_double(num_pow(x, y), powl(x, y));

		if (u > worst) {
			worst = u;
			at_x = x;
			at_y = y;
		}
	}
	print_message("# pow: %.3f ulp at %.17g, %.17g\n", worst, at_x, at_y);
	assert_true(worst < 2);
}

static void
pow_of_whole_numbers_is_exact(void **state)
{
	(void)state;
	for (int x = 1; x <= 30; x++) {
		double want = 1;

		for (int y = 0; want < 0x1p53; y++, want *= x) {
			assert_true(num_pow(x, y) == want);
			assert_true(num_pow(-x, y) == (y & 1 ? -want : want));
			if (x == 1 && y > 5)
				break;
		}
	}
	for (int e = -1074; e < 1024; e++)
		assert_true(num_pow(2, e) == ldexp(1, e));
	for (int e = 0; e <= 22; e++)
		assert_true(num_log10(num_pow(10, e)) == e);
}

/* ---- edges ---- */

static const double odd[] = {
	0.0, -0.0, 0x1p-1074, -0x1p-1074, 0x1p-1022, -0x1p-1022, 1e-300, -1e-300,
	0x1p-54, -0x1p-54, 0x1p-27, -0x1p-27, 0.5, -0.5, 1, -1, 2, -2, 3, -3, 0.25,
	-0.25, 0.84, 0.4375, 0.6, 709.782712893384, 709.78271289338409, 710, -708.39,
	-745.13, -745.14, -746, 1e6, -1e6, 0x1p52 + 1, 0x1p53, -0x1p53, 0x1p53 - 1,
	1 - 0x1p-53, -1 + 0x1p-53, 1 + 0x1p-52, 1e22, -1e22, 1e300, DBL_MAX, -DBL_MAX,
	INFINITY, -INFINITY, NAN
};
enum { ODD = sizeof(odd) / sizeof(odd[0]) };

static void
scalar_has_the_edges_of_c99(void **state)
{
	const struct scalar *s = *state;

	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	for (int i = 0; i < ODD; i++)
		if (ulp_double(s->f(odd[i]), s->libm(odd[i])) >= 2)
			fail_msg("%s(%.17g) is %.17g, wanted %.17Lg", s->name, odd[i],
				 s->f(odd[i]), s->libm(odd[i]));
}

static void
pow_has_the_edges_of_c99(void **state)
{
	(void)state;
	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	for (int i = 0; i < ODD; i++)
		for (int j = 0; j < ODD; j++) {
			double got = num_pow(odd[i], odd[j]);

			if (ulp_double(got, powl(odd[i], odd[j])) >= 2)
				fail_msg("pow(%.17g, %.17g) is %.17g, wanted %.17Lg",
					 odd[i], odd[j], got, powl(odd[i], odd[j]));
		}
}

/* x next to a multiple of pi/2: almost everything cancels (values: J.-M. Muller) */
static void
trigonometry_survives_the_worst_arguments(void **state)
{
	static const double worst[] = {
		0x1.6ac5b262ca1ffp+849, 0x1.921fb54442d18p+0, 0x1.921fb54442d18p+1,
		0x1.5fdbbe9bba775p+3, 0x1.2d97c7f3321d2p+2, 0x1.f6a7a2955385ep+5, 22,
		355, 103993, 6381956970095103.0 * 0x1p797
	};

	(void)state;
	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	for (int i = 0; i < (int)(sizeof(worst) / sizeof(worst[0])); i++)
		for (int sign = -1; sign <= 1; sign += 2) {
			double x = sign * worst[i];

			assert_true(ulp_double(num_sin(x), sinl(x)) < 2);
			assert_true(ulp_double(num_cos(x), cosl(x)) < 2);
			assert_true(ulp_double(num_tan(x), tanl(x)) < 2);
		}
}

/* ---- nothing of libm beyond sqrt, fabs, floor ---- */

static bool
is_libm(const char *symbol)
{
	static const char *const names[] = {
		"acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt",
		"ceil", "cos", "cosh", "erf", "erfc", "exp", "exp10", "exp2", "expm1",
		"fdim", "fma", "fmax", "fmin", "fmod", "hypot", "ilogb", "ldexp",
		"lgamma", "llrint", "llround", "log", "log10", "log1p", "log2", "logb",
		"lrint", "lround", "modf", "nearbyint", "nextafter", "pow", "remainder",
		"remquo", "rint", "round", "scalbln", "scalbn", "sin", "sincos", "sinh",
		"tan", "tanh", "tgamma", "trunc", NULL
	};
	size_t n = strlen(symbol);

	for (int i = 0; names[i]; i++) {
		size_t m = strlen(names[i]);

		if (strncmp(symbol, names[i], m) == 0
		    && (n == m || (n == m + 1 && (symbol[m] == 'f' || symbol[m] == 'l'))))
			return true;
	}
	return false;
}

static void
library_calls_no_libm(void **state)
{
	const char *top = getenv("builddir");
	char command[1200], line[512], symbol[256];
	int lines = 0;
	FILE *f;

	(void)state;
	snprintf(command, sizeof(command), "nm -u '%s'/libbase*.a 2>/dev/null",
		 top ? top : ".");
	f = popen(command, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, " U %255s", symbol) == 1) {
			lines++;
			if (is_libm(symbol))
				fail_msg("libbase calls %s", symbol);
		}
	if (pclose(f) != 0 || lines == 0)
		TAP_SKIP("no nm here");
}

void
base_scalar(void)
{
	char name[128];

	for (const struct scalar *s = scalars; s->name; s++) {
		snprintf(name, sizeof(name), "scalar_is_within_two_ulp: %s", s->name);
		tap_add(name, scalar_is_within_two_ulp, s);
		snprintf(name, sizeof(name), "scalar_has_the_edges_of_c99: %s", s->name);
		if (!strchr(s->name, ' '))
			tap_add(name, scalar_has_the_edges_of_c99, s);
	}
	TAP(pow_is_within_two_ulp);
	TAP(pow_of_whole_numbers_is_exact);
	TAP(pow_has_the_edges_of_c99);
	TAP(trigonometry_survives_the_worst_arguments);
	TAP(library_calls_no_libm);
}
