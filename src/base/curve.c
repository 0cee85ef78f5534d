/* Activations of float vectors that are what an exponential leaves of x, or of 1.  With
 * m >= 0 worked out for |x| alone they are x - m on the right and -m on the left, their
 * slopes 1 - m and m.  Where its argument is no float the exponential is that of a number
 * in two parts, and everything is scaled by 2^64 to the last, so that the tails keep
 * their digits down to the smallest subnormal. */
#include "actlab/num.h"
#include "base/kernel.h"
#include "base/vec.h"

/* m scaled down, and 0 beyond the last a that matters; NaN stays NaN */
INLINE vf
faded(vf m, vf a, float far)
{
	return (vf)((vi)(m * FALL_DOWN) & ~(a > far));
}

/* x - m on the right, -m on the left, with the sign of x */
INLINE vf
less(vf x, vf m)
{
	return with_sign((vf)((vi)x & ~(x <= 0)) - m, x);
}

INLINE vf
less_slope(vf x, vf m)
{
	return pick(x < 0, m, 1 - m);
}

/* a^2 = square + rest, square exact */
INLINE vf
square_of(vf a, vf *rest)
{
	vf head = (vf)((vi)a & ~0xfff);

	*rest = (a + head) * (a - head);
	return head * head;
}

/* ---- x Phi(x) ---- */

#define GELU_FAR 14.6f

/* Phi(-a) e^(a^2 / 2) = p / q, a <= GELU_FAR; returns a p.  q is nearly that times
 * sqrt(2 pi): far out, where p has lost its last digits, they cancel. */
INLINE vf
normal_tail(vf a, vf *p, vf *q)
{
	vf r = 0.0214171372f * a + 0.202862114f, ap;

	*p = 0.00857154652f * a + 0.080297254f;
	*p = *p * a + 0.347827137f;
	*p = *p * a + 0.803482473f;
	*p = *p * a + 0.875f;
	r = r * a + 0.809960008f;
	r = r * a + 1.75f;
	ap = a * *p;
	*q = 2.50663304f * ap + r;
	return ap;
}

/* e^(-a^2 / 2), scaled */
INLINE vf
normal_fall(vf a)
{
	vf rest, square = square_of(a, &rest);

	return fall_of(0.5f * square, 0.5f * rest);
}

INLINE vf
gelu(vf x)
{
	vf a = magnitude(x), p, q, ap = normal_tail(a, &p, &q);

	return less(x, faded(ap * normal_fall(a) / q, a, GELU_FAR));
}

/* Phi(-a) - a phi(a) */
INLINE vf
gelu_slope(vf x)
{
	vf a = magnitude(x), p, q;

	normal_tail(a, &p, &q);
	p = p / q - 0.39894228f * a;
	return less_slope(x, faded(normal_fall(a) * p, a, GELU_FAR));
}

/* ---- the same by a formula with tanh: x / (1 + e^-v), v = x (A + B x^2) ---- */

#define GELU_TANH_FAR 10.92f
#define A_HI 0x1.988p+0f		/* 2 sqrt(2 / pi) */
#define A_LO 6.59966057e-05f
#define B 0.0713548139f			/* 0.044715 A */
#define B_HI 0x1.244p-4f
#define B_LO 4.71861635e-06f

/* e^-v, scaled.  v = head (A + B a^2) in two parts, of which the first is exact. */
INLINE vf
cubic_fall(vf a)
{
	vf head = (vf)((vi)a & ~0xfff), tail = a - head, s = head * head;
	vf rest = (a + head) * tail, s_head = (vf)((vi)s & ~0xfff);
	vf w = (vf)((vi)(s * B_HI + A_HI) & ~0xfff);
	vf w_rest = ((A_HI - w) + B_HI * s_head)
		    + (B_HI * (s - s_head) + (B * rest + (B_LO * s + A_LO)));

	return fall_of(head * w, tail * w + a * w_rest);
}

INLINE vf
gelu_tanh(vf x)
{
	vf a = magnitude(x), e = cubic_fall(a);

	return less(x, faded(a * e / (1 + e * FALL_DOWN), a, GELU_TANH_FAR));
}

/* s (1 - a v' s(-v)) with s = e / (1 + e) */
INLINE vf
gelu_tanh_slope(vf x)
{
	vf a = magnitude(x), up = cubic_fall(a), e = up * FALL_DOWN, r = 1 / (1 + e);
	vf steep = a * (1.59576912f + 0.214064449f * (a * a));

	return less_slope(x, faded(up * ((1 - steep) + e) * (r * r), a, GELU_TANH_FAR));
}

/* ---- x / (1 + e^-x) ---- */

#define SILU_FAR 108.8f

INLINE vf
silu(vf x)
{
	vf a = magnitude(x), e = fall(a);

	return less(x, faded(a * e / (1 + e * FALL_DOWN), a, SILU_FAR));
}

INLINE vf
silu_slope(vf x)
{
	vf a = magnitude(x), up = fall(a), e = up * FALL_DOWN, r = 1 / (1 + e);

	return less_slope(x, faded(up * ((1 - a) + e) * (r * r), a, SILU_FAR));
}

/* ---- x tanh(log(1 + e^x)) = x (E^2 + 2E) / (E^2 + 2E + 2), E = e^x ---- */

/* The denominator; on the right, where e is 1/E, divided by E^2. */
INLINE vf
mish_under(vi left, vf e)
{
	return pick(left, e * (e + 2) + 2, (e + e) * (e + 1) + 1);
}

INLINE vf
mish(vf x)
{
	vi left = x < 0;
	vf a = magnitude(x), up = fall(a), e = up * FALL_DOWN;
	vf m = a * up * (e + pick(left, all(2), e)) / mish_under(left, e);

	return less(x, faded(m, a, SILU_FAR));
}

INLINE vf
mish_slope(vf x)
{
	vi left = x < 0;
	vf a = magnitude(x), up = fall(a), e = up * FALL_DOWN;
	vf under = mish_under(left, e), l, r;

	l = 4 * ((1 + e) * (1 - a)) + e * (e * (e + 4) + 2);
	r = (e + e) * (1 + 2 * ((1 + e) * (e - a)));
	l = pick(left, l, r) / (under * under);
	return less_slope(x, faded(up * l, a, SILU_FAR));
}

/* ---- log(1 + e^-|x|) ---- */

INLINE vf
log_fall(vf x)
{
	vf a = magnitude(x), e = faded(fall(a), a, 104), p;

	p = -0.00330701447f * e + 0.0201521087f;
	p = p * e - 0.0575641319f;
	p = p * e + 0.106702f;
	p = p * e - 0.153491631f;
	p = p * e + 0.196932018f;
	p = p * e - 0.24958156f;
	p = p * e + 0.333304703f;
	p = p * e - 0.499999315f;
	return e + e * (e * p);
}

/* ---- x - tanh(x) ---- */

INLINE vf
tanhshrink(vf x)
{
	vf a = magnitude(x), z = a * a, e = faded(fall(a + a), a, 50), p;

	p = -0.000194701512f * z + 0.00111505692f;
	p = p * z - 0.00348594738f;
	p = p * z + 0.0089009786f;
	p = p * z - 0.0219061859f;
	p = p * z + 0.0539773889f;
	p = p * z - 0.133334085f;
	p = p * z + 0.333333343f;
	return with_sign(pick(a < 1, a * (z * p), (a - 1) + 2 * e / (1 + e)), x);
}

/* ---- e^(-x^2) ---- */

#define GAUSS_FAR 10.4f

INLINE vf
gauss(vf x)
{
	vf a = magnitude(x), rest, square = square_of(a, &rest);

	return faded(fall_of(square, rest), a, GAUSS_FAR);
}

INLINE vf
gauss_slope(vf x)
{
	vf a = magnitude(x), rest, square = square_of(a, &rest);

	return faded(-2 * x * fall_of(square, rest), a, GAUSS_FAR);
}

/* ---- arrays ---- */

#define VALUES(curve) \
	static void \
	curve##_array(float *y, const float *x, int n) \
	{ \
		map(y, x, n, curve); \
	}
#define BACK(curve) \
	static void \
	curve##_back_array(float *dx, const float *dy, const float *x, int n) \
	{ \
		map_back(dx, dy, x, n, curve##_slope); \
	}

VALUES(gelu)
VALUES(gelu_slope)
BACK(gelu)
VALUES(gelu_tanh)
VALUES(gelu_tanh_slope)
VALUES(silu)
VALUES(silu_slope)
BACK(silu)
VALUES(mish)
VALUES(mish_slope)
VALUES(log_fall)
VALUES(tanhshrink)
VALUES(gauss)
VALUES(gauss_slope)

static void
keep_nan(float *y, const float *x, int n)
{
	int i = 0;

	for (; i + LANES <= n; i += LANES) {
		vf v = load(x + i);

		store(y + i, pick(v == v, load(y + i), v));
	}
	for (; i < n; i++)
		y[i] = x[i] == x[i] ? y[i] : x[i];
}

const struct kernel_curves KERNEL(kernel_curves) = {
	gelu_array, gelu_slope_array, gelu_back_array, gelu_tanh_array,
	gelu_tanh_slope_array, silu_array, silu_slope_array, silu_back_array,
	mish_array, mish_slope_array, log_fall_array, tanhshrink_array,
	gauss_array, gauss_slope_array, keep_nan
};
