/* Elementary functions of float vectors.  Polynomials are minimax fits; ranges and
 * what they approximate stand beside them.  No branches, no tables: the few
 * arguments that need another formula are computed both ways and picked. */
#include "actlab/num.h"
#include "base/kernel.h"
#include "base/vec.h"

#include <float.h>
#include <math.h>

#define INV_LN2 1.44269504f
#define LN2_HI 0x1.62ep-1f		/* 13 bits: k times it is exact */
#define LN2_LO 3.19461849e-05f
#define MAGIC 0x1.8p23f			/* adding it rounds to a whole number */

/* ---- exponentials ---- */

/* x = k ln 2 + r, |r| <= 0.35 */
INLINE vf
reduce(vf x, vi *k)
{
	vf t = x * INV_LN2 + MAGIC, n = t - MAGIC;

	*k = (vi)((vu)t - (vu)all(MAGIC));
	return (x - n * LN2_HI) - n * LN2_LO;
}

/* exp(r), |r| <= 0.35 */
INLINE vf
small_exp(vf r)
{
	vf p = 1.39384973e-3f * r + 8.36899597e-3f;

	p = p * r + 0.0416664258f;
	p = p * r + 0.166665182f;
	p = p * r + 0.5f;
	return 1 + (r + r * r * p);
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

INLINE vf
full_sigmoid(vf x)
{
	vf e = full_exp(-magnitude(x));

	return nan_of(x, pick(x < 0, e, all(1)) / (1 + e));
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
	vf a = magnitude(x), z = a * a, t = at_most(a, 4), p, u;

	/* erf(a) / a - 1, a < 0.96 */
	p = 8.01042552e-5f * z - 8.05212883e-4f;
	p = p * z + 5.19253081e-3f;
	p = p * z - 0.0268557519f;
	p = p * z + 0.112836257f;
	p = p * z - 0.376126289f;
	p = p * z + 0.128379166f;
	p = a + a * p;
	/* (log(erfc(t)) + t) / t, 0.92 < t < 4 */
	u = -1.12404559e-5f * t + 3.2288034e-4f;
	u = u * t - 3.64271225e-3f;
	u = u * t + 0.0237624869f;
	u = u * t - 0.106237255f;
	u = u * t - 0.635151148f;
	u = u * t - 0.12864852f;
	u = 1 - mid_exp(t * u - t);
	return nan_of(x, with_sign(pick(a < 0.94f, p, u), x));
}

/* exp(-z) in double, 0 <= z <= 120, to 38 bits */
INLINE vd
double_exp_minus(vd z)
{
	return double_exp(-z);
}

/* exp(a^2) erfc(a), 0 <= a <= 10.2 */
INLINE vd
double_scaled_erfc(vd a)
{
	vd t = 2 / (2 + a) - 0.5, q;

	q = -0.03450529259087115 * t + 0.04816362873629869;
	q = q * t + 0.024466869914351798;
	q = q * t - 0.08767473859932157;
	q = q * t + 0.011484571530742437;
	q = q * t + 0.12555232627911667;
	q = q * t - 0.054234823791666574;
	q = q * t - 0.22391284420450863;
	q = q * t + 0.05972679598696265;
	q = q * t + 0.631828543532579;
	q = q * t + 0.9666327705454597;
	q = q * t + 0.8543716953251793;
	return q * t + 0.25539567632427934;
}

/* a in double where the mask of x is set, otherwise b */
INLINE vf
pick_as_double(vi mask, vd a, vd b)
{
	return __builtin_convertvector(
		pick_d(__builtin_convertvector(mask, vl) != 0, a, b), vf);
}

/* The square of a float is exact in double, and so exp(-x^2) is good far out. */
INLINE vf
full_erfc(vf x)
{
	vd a = __builtin_convertvector(at_most(magnitude(x), 10.2f), vd);
	vd q = double_scaled_erfc(a) * double_exp_minus(a * a);

	return nan_of(x, pick_as_double(x < 0, 2 - q, q));
}

/* ---- x Phi(x), all in double and rounded once ---- */

#define GELU_FAR 14.8f			/* there x Phi(x) and its slope are 0 in float */

/* Phi(-a) = erfc(a / sqrt 2) / 2 and e = exp(-a^2 / 2), 0 <= a <= GELU_FAR */
INLINE vd
double_tail(vd a, vd *e)
{
	*e = double_exp_minus(0.5 * a * a);
	return 0.5 * double_scaled_erfc(a * 0.70710678118654752440) * *e;
}

INLINE vf
full_gelu(vf x)
{
	vd a = __builtin_convertvector(at_most(magnitude(x), GELU_FAR), vd), e;
	vd tail = double_tail(a, &e), right = __builtin_convertvector(x, vd);

	return nan_of(x, pick_as_double(x < 0, -a * tail, right * (1 - tail)));
}

/* Phi(x) + x phi(x) */
INLINE vf
full_gelu_slope(vf x)
{
	vd a = __builtin_convertvector(at_most(magnitude(x), GELU_FAR), vd), e;
	vd left = double_tail(a, &e) - a * 0.39894228040143267794 * e;

	return nan_of(x, pick_as_double(x < 0, left, 1 - left));
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

/* ---- sine and cosine ---- */

enum { TRIG_MAX = 1000000 };		/* beyond it one by one */

/* sin(x + turn pi/2), |x| <= TRIG_MAX, in double */
INLINE vf
full_sin(vf x, int turn)
{
	vd a = __builtin_convertvector(x, vd), t = a * 0x1.45f306dc9c883p-1 + 0x1.8p52;
	vd n = t - 0x1.8p52, r, z, s, c;
	vul q = (vul)t + (uint64_t)turn;
	vf y;

	/* pi/2 in three parts; n times the first two is exact */
	r = ((a - n * 0x1.921fb544p+0) - n * 0x1.0b4611a6p-34)
	    - n * 0x1.3198a2e037073p-69;
	z = r * r;
	s = 2.718134496217763e-06 * z - 1.983931671150117e-4;
	s = s * z + 8.333329331247199e-3;
	s = s * z - 0.16666666641162034;
	s = r + r * z * s;
	c = -2.7208452242075745e-07 * z + 2.4799498751136854e-05;
	c = c * z - 1.3888883675149495e-3;
	c = c * z + 0.04166666662196951;
	c = 1 - 0.5 * z + z * z * c;
	s = pick_d((q & 1) != 0, c, s);
	y = __builtin_convertvector((vd)((vul)s ^ (q & 2) << 62), vf);
	return turn ? y : pick(magnitude(x) < 0x1p-12f, x, y);
}

/* y, but g(x) in each lane where x is large, inf or NaN. */
INLINE vf
with_large(vf x, vf y, double (*g)(double))
{
	vi large = ~(magnitude(x) <= TRIG_MAX);
	float t[LANES], u[LANES];

	if (!any(large))
		return y;
	store(t, x);
	store(u, y);
	for (int l = 0; l < LANES; l++)
		if (!(fabsf(t[l]) <= TRIG_MAX))
			u[l] = (float)g((double)t[l]);
	return load(u);
}

INLINE vf
vector_sin(vf x)
{
	return with_large(x, full_sin(x, 0), num_sin);
}

INLINE vf
vector_cos(vf x)
{
	return with_large(x, full_sin(x, 1), num_cos);
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

static void
erfc_array(float *y, const float *x, int n)
{
	map(y, x, n, full_erfc);
}

static void
gelu_array(float *y, const float *x, int n)
{
	map(y, x, n, full_gelu);
}

static void
gelu_slope_array(float *y, const float *x, int n)
{
	map(y, x, n, full_gelu_slope);
}

INLINE void
exp_minus_lanes(double *y, const double *z)
{
	vd v;

	memcpy(&v, z, sizeof(v));
	v = double_exp_minus(v);
	memcpy(y, &v, sizeof(v));
}

static void
exp_minus_array(double *y, const double *z, int n)
{
	double t[LANES] = { 0 };
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		exp_minus_lanes(y + i, z + i);
	memcpy(t, z + i, sizeof(*z) * (size_t)(n - i));
	exp_minus_lanes(t, t);
	memcpy(y + i, t, sizeof(*y) * (size_t)(n - i));
}

static void
sin_array(float *y, const float *x, int n)
{
	map(y, x, n, vector_sin);
}

static void
cos_array(float *y, const float *x, int n)
{
	map(y, x, n, vector_cos);
}

/* dx = dy d(x) */
INLINE void
map_back(float *dx, const float *dy, const float *x, int n, vf (*d)(vf))
{
	float t[LANES] = { 0 }, u[LANES] = { 0 };
	vf last, up;

	if (n < LANES) {
		memcpy(t, x, sizeof(*x) * (size_t)n);
		memcpy(u, dy, sizeof(*dy) * (size_t)n);
		store(t, d(load(t)) * load(u));
		memcpy(dx, t, sizeof(*dx) * (size_t)n);
		return;
	}
	last = load(x + n - LANES);
	up = load(dy + n - LANES);
	for (int i = 0; i + LANES <= n; i += LANES)
		store(dx + i, d(load(x + i)) * load(dy + i));
	if (n % LANES)
		store(dx + n - LANES, d(last) * up);
}

/* 1 - tanh^2 = 4 e / (1 + e)^2 with e = e^-2|x|: the tails keep their digits */
INLINE vf
tanh_slope(vf x)
{
	vf e = full_exp(-2 * magnitude(x)), r = 2 / (1 + e);

	return pick(x == x, e * (r * r), x);
}

INLINE vf
sigmoid_slope(vf x)
{
	vf e = full_exp(-magnitude(x)), r = 1 / (1 + e);

	return pick(x == x, e * (r * r), x);
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
	sigmoid_array, erf_array, erfc_array, gelu_array, gelu_slope_array,
	exp_minus_array, sin_array, cos_array,
	KERNEL(atan_array), KERNEL(pow_array), tanh_back_array,
	sigmoid_back_array, KERNEL(gemm), &KERNEL(kernel_arrays)
};
