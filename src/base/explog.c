#include "actlab/num.h"
#include "base/scalar.h"

#include <math.h>

/* ln 2 in two parts; k times the first is exact for |k| < 2^20. */
static const double ln2_hi = 0x1.62e42fefp-1, ln2_lo = 0x1.473de6af278edp-34;
static const double inv_ln2 = 0x1.71547652b82fep+0;

/* (exp(r) - 1 - r) / r^2 on |r| <= 0.5 */
static const double exp_poly[] = {
	0x1p-1, 0x1.5555555555555p-3, 0x1.5555555555629p-5,
	0x1.1111111111188p-7, 0x1.6c16c16be9a0cp-10, 0x1.a01a019ff14e3p-13,
	0x1.a01a022ce105ep-16, 0x1.71de3ac06ad19p-19, 0x1.27e41eb341b55p-22,
	0x1.ae633257fb75fp-26, 0x1.20402e3d4acf4p-29, 0x1.62b361bf4f700p-33
};

/* ---- exponentials ---- */

/* x = k ln 2 + r.hi + r.lo */
static int
reduce(struct dd x, struct dd *r)
{
	double k = nearest(x.hi * inv_ln2);

	*r = sum_of(x.hi - k * ln2_hi, x.lo - k * ln2_lo);
	return (int)k;
}

/* exp(r) - 1, |r| <= 0.35 */
static double
small_expm1(struct dd r)
{
	return r.hi + (r.lo + r.lo * r.hi + r.hi * r.hi * HORNER(exp_poly, r.hi));
}

struct dd
scalar_exp_parts(struct dd x, int *k)
{
	struct dd r;

	*k = reduce(x, &r);
	return sum_of(1, small_expm1(r));
}

double
scalar_exp(struct dd x)
{
	double y;
	int k;

	if (isnan(x.hi))
		return x.hi;
	if (x.hi > 710)
		return INFINITY;
	if (x.hi < -746)
		return 0;
	y = scalar_exp_parts(x, &k).hi;
	return scaled(y, k);
}

double
num_exp(double x)
{
	return scalar_exp((struct dd){ x, 0 });
}

double
num_expm1(double x)
{
	struct dd r;
	int k;

	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) <= 0.5)
		return x + x * x * HORNER(exp_poly, x);
	if (x > 710)
		return INFINITY;
	if (x < -40)
		return -1;
	k = reduce((struct dd){ x, 0 }, &r);
	return scaled(small_expm1(r) + (1 - (k > 100 ? 0 : power_of_two(-k))), k);
}

/* (tanh(x) / x - 1) / x^2 in x^2, |x| <= 0.6 */
static const double tanh_poly[] = {
	-0x1.5555555555526p-2, 0x1.111111110d66ap-3, -0x1.ba1ba1b6f2a78p-5,
	0x1.664f47d49f1f1p-6, -0x1.226e1f8a534fep-7, 0x1.d6d05ca6e56d4p-9,
	-0x1.7d754a626b8fbp-10, 0x1.33baea70a6d69p-11, -0x1.e214e524d13c3p-13,
	0x1.49fb3a221f713p-14, -0x1.1a8c3c8709d70p-16
};

double
num_tanh(double x)
{
	double a = fabs(x), z = x * x;

	if (a < 1e-9)
		return x;
	if (a < 0.6)
		return x + x * (z * HORNER(tanh_poly, z));
	if (a > 22)
		return copysign(1, x);
	return copysign(1 - 2 / (num_exp(2 * a) + 1), x);
}

/* ---- logarithms ---- */

/* ((log(1 + s) - log(1 - s)) / s - 2 - 2 s^2 / 3) / s^4 in s^2, s^2 <= 0.0295 */
static const double log_poly[] = {
	0x1.999999999999ap-2, 0x1.2492492491e52p-2, 0x1.c71c71c932fe0p-3,
	0x1.745d151be1cb8p-3, 0x1.3b14ccce51f09p-3, 0x1.10c1fbf346366p-3,
	0x1.fa60aca49b5b5p-4, -0x1.2f8644ad30b00p-6, 0x1.2450760de7197p+0
};

/* x = 2^k m with sqrt(1/2) <= m < sqrt(2); x positive and finite.  Returns m. */
static double
split(double x, int *k)
{
	uint64_t bits;
	int under = 0;

	if (x < DBL_MIN) {
		x *= 0x1p54;
		under = 54;
	}
	bits = double_bits(x) + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
	*k = (int)(bits >> 52) - 1023 - under;
	return double_of_bits((bits & 0xfffffffffffffu) + 0x3fe6a09e667f3bcdu);
}

/* log(2^k (1 + f)) + c */
static double
log_of(double f, int k, double c)
{
	double half = 0.5 * f * f, s = f / (2 + f), z = s * s;
	double tail = z * (0x1.5555555555555p-1 + z * HORNER(log_poly, z));

	return k * ln2_hi - ((half - (s * (half + tail) + (k * ln2_lo + c))) - f);
}

/* What log is where x is not positive and finite. */
static double
log_edge(double x)
{
	return x == 0 ? -INFINITY : x < 0 ? NAN : x;
}

double
num_log(double x)
{
	double m;
	int k;

	if (!(x > 0) || isinf(x))
		return log_edge(x);
	m = split(x, &k);
	return log_of(m - 1, k, 0);
}

double
num_log1p(double x)
{
	double u = 1 + x, m;
	int k;

	if (!(x > -1) || isinf(x))
		return log_edge(u);
	if (fabs(x) < 0x1p-54)
		return x;
	if (x > -0.29 && x < 0.41)
		return log_of(x, 0, 0);
	m = split(u, &k);
	/* what was lost in 1 + x */
	return log_of(m - 1, k, (x > 1 ? 1 - (u - x) : x - (u - 1)) / u);
}

struct dd
scalar_log(double x)
{
	struct dd s, z, y, sum;
	double f, d, tail;
	int k;

	f = split(x, &k) - 1;
	d = 2 + f;
	s = dd_over((struct dd){ f, 0 }, (struct dd){ d, f - (d - 2) });
	z = dd_times(s, s);
	tail = z.hi * HORNER(log_poly, z.hi);
	y = sum_of(0x1.5555555555555p-1, tail);		/* 2/3 + ... */
	y.lo += 0x1.5555555555555p-55;
	y = dd_times(s, dd_times(z, y));
	/* k ln 2 + 2 s + y, each smaller than the one before it */
	sum = sum_of(2 * s.hi, y.hi);
	sum.lo += 2 * s.lo + y.lo;
	y = sum_of(k * ln2_hi, sum.hi);
	y.lo += k * ln2_lo + sum.lo;
	return sum_of(y.hi, y.lo);
}

double
num_log10(double x)
{
	struct dd l, p;

	if (!(x > 0) || isinf(x))
		return log_edge(x);
	l = scalar_log(x);
	p = product_of(l.hi, 0x1.bcb7b1526e50ep-2);
	return p.hi + (p.lo + l.hi * 0x1.95355baaafad3p-57 + l.lo * 0x1.bcb7b1526e50ep-2);
}

/* ---- powers ---- */

static bool
is_whole(double y)
{
	return floor(y) == y;
}

static bool
is_odd(double y)
{
	return fabs(y) < 0x1p53 && is_whole(y) && !is_whole(y / 2);
}

/* x^y for x > 0 and finite, y finite */
static double
positive_pow(double x, double y)
{
	struct dd l = scalar_log(x), p;

	/* Beyond 2^70 nothing changes any more: the result is 0, 1 or inf. */
	y = y > 0x1p70 ? 0x1p70 : y < -0x1p70 ? -0x1p70 : y;
	p = product_of(y, l.hi);
	p.lo += y * l.lo;
	return scalar_exp(p);
}

double
num_pow(double x, double y)
{
	double a = fabs(x), r;

	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return NAN;
	if (isinf(y))
		return a == 1 ? 1 : (a > 1) == (y > 0) ? INFINITY : 0;
	if (a == 0 || isinf(a))
		r = (a == 0) == (y < 0) ? INFINITY : 0;
	else if (x < 0 && !is_whole(y))
		return NAN;
	else
		r = positive_pow(a, y);
	return signbit(x) && is_odd(y) ? -r : r;
}
