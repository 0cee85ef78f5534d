/* Elementary functions of float vectors.  Polynomials are minimax fits; ranges and
 * what they approximate stand beside them.  No branches, no tables: the few
 * arguments that need another formula are computed both ways and picked. */
#include "actlab/num.h"
#include "base/kernel.h"
#include "base/vec.h"

#include <float.h>
#include <math.h>

/* ---- exponentials ---- */

/* x = k ln 2 + r, |r| <= 0.35 */
INLINE vf
reduce(vf x, vi *k)
{
	vf t = x * INV_LN2 + MAGIC, n = t - MAGIC;

	*k = (vi)((vu)t - (vu)all(MAGIC));
	return (x - n * LN2_HI) - n * LN2_LO;
}

/* exp(x), -80 <= x <= 80 */
INLINE vf
mid_exp(vf x)
{
	vi k;
	vf r = reduce(x, &k);

	return small_exp(r) * power_of_two(k);
}

INLINE vf
full_exp(vf x)
{
	vi k, half;
	vf r = reduce(at_least(at_most(x, 89), -104), &k);

	half = k >> 1;			/* two steps, so that 2^k may be subnormal */
	return nan_of(x, small_exp(r) * power_of_two(half) * power_of_two(k - half));
}

INLINE vf
full_expm1(vf x)
{
	vi k;
	vf r = reduce(at_least(at_most(x, 89), -30), &k), s, p;

	p = 1.99533577e-4f * r + 1.39354693e-3f;
	p = p * r + 8.33319779e-3f;
	p = p * r + 0.0416664593f;
	p = p * r + 0.166666672f;
	p = p * r + 0.5f;
	p = r + r * r * p;
	s = power_of_two(k - 1);	/* of 2^128 there is but half */
	s = s * p + (s - 0.5f);
	return nan_of(x, pick(magnitude(x) < 0x1p-24f, x, s + s));
}

/* e^-|z|; 0 from 104 on */
INLINE vf
tail_of(vf z)
{
	vf a = magnitude(z), e = fall(a) * FALL_DOWN;

	return (vf)((vi)e & ~(a > 104));
}

INLINE vf
full_sigmoid(vf x)
{
	vf e = tail_of(x);

	return pick(x < 0, e, all(1)) / (1 + e);
}

INLINE vf
full_tanh(vf x)
{
	vf a = magnitude(x), z = a * a, p, big;

	p = -5.71428379e-3f * z + 0.0206481926f;
	p = p * z - 0.0537427925f;
	p = p * z + 0.133314833f;
	p = p * z - 0.333332837f;
	p = a + a * (z * p);			/* a < 0.625 */
	big = mid_exp(2 * at_most(a, 10));
	big = 1 - 2 / (big + 1);
	return nan_of(x, with_sign(pick(a < 0.625f, p, big), x));
}

/* ---- the error function ---- */

INLINE vf
full_erf(vf x)
{
	vf a = magnitude(x), z = a * a, p, u;

	/* erf(a) / a - 1, a < 0.764 */
	p = -6.6794263e-4f * z + 5.10565937e-3f;
	p = p * z - 0.0268310346f;
	p = p * z + 0.112833224f;
	p = p * z - 0.37612617f;
	p = p * z + 0.128379166f;
	p = a + a * p;
	/* (log(erfc(a)) + a) / a, 0.752 < a < 4 */
	u = 2.16381152e-4f * a - 3.23445839e-3f;
	u = u * a + 0.0229516383f;
	u = u * a - 0.105356582f;
	u = u * a - 0.635647595f;
	u = u * a - 0.128534898f;
	u = near_fall(a - a * u);
	u = 1 - (vf)((vi)u & ~(a > 4));
	return with_sign(pick(a < 0.76f, p, u), x);
}

/* ---- logarithms ---- */

/* x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2); x positive, finite, not subnormal */
INLINE vf
split(vf x, vi *k)
{
	vu bits = (vu)x + (0x3f800000 - 0x3f3504f3);

	*k = (vi)(bits >> 23) - 127;
	return (vf)((bits & 0x7fffff) + 0x3f3504f3) - 1;
}

/* log(2^k (1 + f)) */
INLINE vf
log_of(vf f, vi k)
{
	vf n = __builtin_convertvector(k, vf), z = f * f, p;

	/* (log(1 + f) - f + f^2 / 2) / f^3 */
	p = 0.0673517212f * f - 0.116661854f;
	p = p * f + 0.118881904f;
	p = p * f - 0.12407589f;
	p = p * f + 0.142199516f;
	p = p * f - 0.166678697f;
	p = p * f + 0.20002082f;
	p = p * f - 0.250000119f;
	p = p * f + 0.333333135f;
	return n * LN2_HI + (f - (0.5f * z - (f * z * p + n * LN2_LO)));
}

/* y = log(u), put right where u is 0, negative, inf or NaN */
INLINE vf
log_edges(vf u, vf y)
{
	y = pick(u == 0, all(-INFINITY), y);
	y = pick(u == INFINITY, u, y);
	return pick((u < 0) | (u != u), all(__builtin_nanf("")), y);
}

INLINE vf
full_log(vf x)
{
	vi under = x < FLT_MIN, k;
	vf f = split(pick(under, x * 0x1p23f, x), &k);

	return log_edges(x, log_of(f, k - (under & 23)));
}

INLINE vf
full_log1p(vf x)
{
	vf u = 1 + x, lost = pick(x > 1, 1 - (u - x), x - (u - 1)), f;
	vi k;

	f = split(u, &k);
	/* above 2^100 nothing is lost, and 2^-k may be no number */
	f += pick(x < 0x1p100f, lost * power_of_two(-k), all(0));
	return log_edges(u, pick(magnitude(x) < 0x1p-24f, x, log_of(f, k)));
}

/* ---- arrays ---- */

static void
exp_array(float *y, const float *x, int n)
{
	map(y, x, n, full_exp);
}

static void
expm1_array(float *y, const float *x, int n)
{
	map(y, x, n, full_expm1);
}

static void
log_array(float *y, const float *x, int n)
{
	map(y, x, n, full_log);
}

static void
log1p_array(float *y, const float *x, int n)
{
	map(y, x, n, full_log1p);
}

static void
tanh_array(float *y, const float *x, int n)
{
	map(y, x, n, full_tanh);
}

static void
sigmoid_array(float *y, const float *x, int n)
{
	map(y, x, n, full_sigmoid);
}

static void
erf_array(float *y, const float *x, int n)
{
	map(y, x, n, full_erf);
}

/* 1 - tanh^2 = 4 e / (1 + e)^2 with e = e^-2|x|: the tails keep their digits */
INLINE vf
tanh_slope(vf x)
{
	vf e = tail_of(2 * x), r = 2 / (1 + e);

	return e * (r * r);
}

INLINE vf
sigmoid_slope(vf x)
{
	vf e = tail_of(x), r = 1 / (1 + e);

	return e * (r * r);
}

static void
tanh_back_array(float *dx, const float *dy, const float *x, int n)
{
	map_back(dx, dy, x, n, tanh_slope);
}

static void
sigmoid_back_array(float *dx, const float *dy, const float *x, int n)
{
	map_back(dx, dy, x, n, sigmoid_slope);
}

const struct kernel KERNEL(kernel) = {
	KERNEL_NAME, exp_array, expm1_array, log_array, log1p_array, tanh_array,
	sigmoid_array, erf_array, KERNEL(atan_array), KERNEL(pow_array), tanh_back_array,
	sigmoid_back_array, KERNEL(gemm), KERNEL(affine),
	KERNEL(affine_back_few), &KERNEL(kernel_curves),
	&KERNEL(kernel_doubles), &KERNEL(kernel_arrays)
};
