/* Parts that the double scalars share.  Polynomials are minimax fits on the range
 * named beside them; their errors are far below half an ulp of the result. */
#ifndef BASE_SCALAR_H
#define BASE_SCALAR_H

#include <float.h>
#include <stdint.h>
#include <string.h>

_Static_assert(FLT_EVAL_METHOD == 0, "a float is a float and a double a double: "
	       "on x86 compile with -mfpmath=sse");

/* A number in two parts, hi + lo, |lo| at most half an ulp of hi. */
struct dd {
	double hi, lo;
};

static inline uint64_t
double_bits(double x)
{
	uint64_t b;

	memcpy(&b, &x, sizeof(b));
	return b;
}

static inline double
double_of_bits(uint64_t b)
{
	double x;

	memcpy(&x, &b, sizeof(x));
	return x;
}

/* 2^k, -1022 <= k <= 1023 */
static inline double
power_of_two(int k)
{
	return double_of_bits((uint64_t)(k + 1023) << 52);
}

/* y * 2^k, rounded once where the result is subnormal; -2044 <= k <= 2046 */
static inline double
scaled(double y, int k)
{
	return y * power_of_two(k / 2) * power_of_two(k - k / 2);
}

/* Nearest whole number of |x| < 2^51. */
static inline double
nearest(double x)
{
	return x + 0x1.8p52 - 0x1.8p52;
}

/* c[0] + c[1] x + ... + c[n-1] x^(n-1) */
static inline double
horner(const double *c, int n, double x)
{
	double y = c[n - 1];

	for (int i = n - 2; i >= 0; i--)
		y = y * x + c[i];
	return y;
}
#define HORNER(c, x) horner((c), (int)(sizeof(c) / sizeof((c)[0])), (x))

/* a + b where |a| >= |b| or a is 0 */
static inline struct dd
sum_of(double a, double b)
{
	double s = a + b;

	return (struct dd){ s, b - (s - a) };
}

/* a * b, exact (T. J. Dekker, 1971); |a|, |b| < 2^995 */
static inline struct dd
product_of(double a, double b)
{
	double p = a * b, t = 0x1p27 + 1, ah = a * t, bh = b * t, al, bl;

	ah = ah - (ah - a);
	bh = bh - (bh - b);
	al = a - ah;
	bl = b - bh;
	return (struct dd){ p, ((ah * bh - p) + ah * bl + al * bh) + al * bl };
}

static inline struct dd
dd_times(struct dd a, struct dd b)
{
	struct dd p = product_of(a.hi, b.hi);

	p.lo += a.hi * b.lo + a.lo * b.hi;
	return p;
}

static inline struct dd
dd_over(struct dd a, struct dd b)
{
	double q = a.hi / b.hi;
	struct dd p = product_of(q, b.hi);

	return sum_of(q, ((a.hi - p.hi) - p.lo + (a.lo - q * b.lo)) / b.hi);
}

/* exp(x) = 2^k times what is returned; |x| < 2000 */
struct dd scalar_exp_parts(struct dd x, int *k);
/* exp(x.hi + x.lo) within 0.8 ulp, from 0 to inf; NaN is NaN. */
double scalar_exp(struct dd x);
/* log(x) to about 65 bits; x positive and finite. */
struct dd scalar_log(double x);

#endif
