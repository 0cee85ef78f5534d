/* Elementary functions of float vectors that are worked out in double and rounded
 * once. */
#define VEC_DOUBLE
#include "actlab/num.h"
#include "base/kernel.h"
#include "base/vec.h"

#include <math.h>

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
	vd q = double_scaled_erfc(a) * double_exp(-(a * a));

	return nan_of(x, pick_as_double(x < 0, 2 - q, q));
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
erfc_array(float *y, const float *x, int n)
{
	map(y, x, n, full_erfc);
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

const struct kernel_doubles KERNEL(kernel_doubles) = {
	erfc_array, sin_array, cos_array
};
