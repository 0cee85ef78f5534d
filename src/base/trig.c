#include "actlab/num.h"
#include "base/scalar.h"

#include <math.h>

/* x = q pi/2 + hi + lo, |hi| <= pi/4; q modulo 4 */
struct angle {
	double hi, lo;
	int q;
};

/* ---- reduction of large arguments (M. Payne, R. Hanek, 1983) ---- */

/* 2 / pi = 0.a2f98..., after 64 zero bits */
static const uint64_t two_over_pi[] = {
	0,
	0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
	0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
	0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
	0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b,
	0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
};

/* 192 bits of 2 / pi from bit `from` on, most significant word first. */
static void
window(uint64_t w[3], int from)
{
	int word = from / 64, bit = from % 64;

	for (int i = 0; i < 3; i++) {
		w[i] = two_over_pi[word + i] << bit;
		if (bit)
			w[i] |= two_over_pi[word + i + 1] >> (64 - bit);
	}
}

/* x = m 2^e, m of 53 bits.  Of 2^e 2/pi only the bits from 2 down to 2^-190 matter:
 * above, m times them is a multiple of 4 quarter turns.  x >= 0.5 */
static struct angle
reduce_large(double x)
{
	uint64_t bits = double_bits(x), w[3];
	uint64_t m = (bits & 0xfffffffffffffu) | 0x10000000000000u;
	int e = (int)(bits >> 52) - 1075, q;
	unsigned __int128 low, mid, fraction;
	__int128 rest;
	struct dd p;
	double f, g;

	window(w, 64 + e - 2);
	low = (unsigned __int128)m * w[2];
	mid = (unsigned __int128)m * w[1] + (uint64_t)(low >> 64);
	fraction = m * w[0] + (uint64_t)(mid >> 64);
	fraction = fraction << 64 | (uint64_t)mid;
	q = (int)(fraction >> 126);
	fraction = fraction << 2 | (uint64_t)low >> 62;
	rest = (__int128)fraction; /* beyond one half: counts from the next quarter */
	q += rest < 0;
	f = (double)rest;
	g = (double)(rest - (__int128)f);
	f *= 0x1p-128;
	g *= 0x1p-128;
	p = product_of(f, 0x1.921fb54442d18p+0);
	p.lo += f * 0x1.1a62633145c07p-54 + g * 0x1.921fb54442d18p+0;
	p = sum_of(p.hi, p.lo);
	return (struct angle){ p.hi, p.lo, q & 3 };
}

/* pi/2 in three parts; n times the first two is exact for n < 2^20 (W. J. Cody,
 * W. Waite, 1980).  Near a multiple of pi/2 not enough is left. */
static struct angle
reduce(double x)
{
	double a = fabs(x), n, t, u, hi, lo;
	struct angle r;

	if (a <= 0x1.921fb54442d18p-1)
		return (struct angle){ x, 0, 0 };
	n = nearest(a < 1e6 ? a * 0x1.45f306dc9c883p-1 : 0);
	t = a - n * 0x1.921fb544p+0;
	u = n * 0x1.0b4611a6p-34;
	hi = t - u;
	lo = ((t - hi) - u) - n * 0x1.3198a2e037073p-69;
	if (a < 1e6 && fabs(hi) > 0x1p-12) {
		r.hi = hi + lo;
		r.lo = lo - (r.hi - hi);
		r.q = (int)n & 3;
	} else {
		r = reduce_large(a);
	}
	return x < 0 ? (struct angle){ -r.hi, -r.lo, -r.q & 3 } : r;
}

/* ---- sine and cosine of |x + y| <= pi/4: Taylor's series ---- */

static const double sin_poly[] = {	/* 1/5!, -1/7! ... */
	0x1.1111111111111p-7, -0x1.a01a01a01a01ap-13, 0x1.71de3a556c734p-19,
	-0x1.ae64567f544e4p-26, 0x1.6124613a86d09p-33, -0x1.ae7f3e733b81fp-41,
	0x1.952c77030ad4ap-49
};
static const double cos_poly[] = {	/* 1/4!, -1/6! ... */
	0x1.5555555555555p-5, -0x1.6c16c16c16c17p-10, 0x1.a01a01a01a01ap-16,
	-0x1.27e4fb7789f5cp-22, 0x1.1eed8eff8d898p-29, -0x1.93974a8c07c9dp-37,
	0x1.ae7f3e733b81fp-45
};

static struct dd
small_sin(double x, double y)
{
	double z = x * x, v = z * x;

	return sum_of(x, -((z * (0.5 * y - v * HORNER(sin_poly, z)) - y)
			   + v * 0x1.5555555555555p-3));
}

static struct dd
small_cos(double x, double y)
{
	double z = x * x, half = 0.5 * z, w = 1 - half;

	return sum_of(w, ((1 - w) - half) + (z * z * HORNER(cos_poly, z) - x * y));
}

/* The sine q quarter turns on. */
static struct dd
sin_at(const struct angle *r, int q)
{
	struct dd y = q & 1 ? small_cos(r->hi, r->lo) : small_sin(r->hi, r->lo);

	return q & 2 ? (struct dd){ -y.hi, -y.lo } : y;
}

double
num_sin(double x)
{
	struct angle r;

	if (fabs(x) < 0x1p-27)
		return x;
	if (!isfinite(x))
		return NAN;
	r = reduce(x);
	return sin_at(&r, r.q).hi;
}

double
num_cos(double x)
{
	struct angle r;

	if (!isfinite(x))
		return NAN;
	r = reduce(x);
	return sin_at(&r, r.q + 1).hi;
}

double
num_tan(double x)
{
	struct angle r;

	if (fabs(x) < 0x1p-27)
		return x;
	if (!isfinite(x))
		return NAN;
	r = reduce(x);
	return dd_over(sin_at(&r, r.q), sin_at(&r, r.q + 1)).hi;
}

/* ---- arc tangent ---- */

/* (atan(t) / t - 1) / t^2 in t^2, |t| <= 7/16 */
static const double atan_poly[] = {
	-0x1.5555555555552p-2, 0x1.9999999999017p-3, -0x1.2492492447044p-3,
	0x1.c71c71a1d1ceep-4, -0x1.745d11db0ffedp-4, 0x1.3b1330afc27aap-4,
	-0x1.1109166499bccp-4, 0x1.e1339d055af7fp-5, -0x1.aa00ae701656bp-5,
	0x1.6b2fe9456af2dp-5, -0x1.058731ebd70f8p-5, 0x1.c0e9b897197a1p-7
};

/* atan(x) = hi + lo + atan(t), t from tan's addition theorem about c */
struct arc {
	double to, c, hi, lo;
};
static const struct arc arcs[] = {
	{ 0.6875, 0.5, 0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56 },
	{ 1.1875, 1, 0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55 },
	{ 2.4375, 1.5, 0x1.f730bd281f69bp-1, 0x1.007887af0cbbdp-56 },
};

double
num_atan(double x)
{
	struct arc a = { INFINITY, 0, 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54 };
	double b = fabs(x), t, z;

	if (isnan(x) || b < 0x1p-27)
		return x;
	z = x * x;
	if (b < 0.4375)
		return x + x * (z * HORNER(atan_poly, z));
	for (int i = 2; i >= 0; i--)
		if (b < arcs[i].to)
			a = arcs[i];
	t = isinf(a.to) ? -1 / b : (b - a.c) / (1 + b * a.c);
	z = t * t;
	return copysign(a.hi + (t + (t * (z * HORNER(atan_poly, z)) + a.lo)), x);
}
