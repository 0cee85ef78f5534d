/* Powers and arc tangents of float vectors, as in vmath.c. */
#define VEC_DOUBLE
#include "base/vec.h"

#include <math.h>

/* log(x) in double, to 44 bits; x positive, finite, not subnormal */
INLINE vd
double_log(vd x)
{
	vul bits = (vul)x + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
	vul k = (bits >> 52) + ((vul)(0x1.8p52 - (vd){ 0 }) - 1023);
	vd f = (vd)((bits & 0xfffffffffffffu) + 0x3fe6a09e667f3bcdu) - 1;
	vd s = f / (2 + f), z = s * s, p;

	p = 2.0 / 15 * z + 2.0 / 13;
	p = p * z + 2.0 / 11;
	p = p * z + 2.0 / 9;
	p = p * z + 2.0 / 7;
	p = p * z + 2.0 / 5;
	p = p * z + 2.0 / 3;
	return ((vd)k - 0x1.8p52) * 0x1.62e42fefa39efp-1 + (2 * s + s * z * p);
}

/* x^y as exp(y log |x|), then its sign and the edges of C99 */
INLINE vf
full_pow(vf x, vf y)
{
	vf size = at_most(magnitude(y), 0x1p24f), r;
	vi whole_part = __builtin_convertvector(size, vi);
	vi whole = __builtin_convertvector(whole_part, vf) == size;
	vi odd = whole & ((whole_part & 1) != 0);
	vd a = __builtin_convertvector(magnitude(x), vd), l = double_log(a), t;

	l = pick_d(a == 0, (vd){ 0 } - 1e300, pick_d(a > 1e300, (vd){ 0 } + 1e300, l));
	t = __builtin_convertvector(y, vd) * l;
	t = pick_d(t != t, (vd){ 0 }, t);		/* 1 to the power of inf */
	t = pick_d(t > 200, (vd){ 0 } + 200, pick_d(t < -200, (vd){ 0 } - 200, t));
	r = __builtin_convertvector(double_exp(t), vf);
	r = pick(((vi)x < 0) & odd, -r, r);
	r = pick(((x < 0) & (x != -INFINITY) & ~whole) | (x != x) | (y != y),
		 all(__builtin_nanf("")), r);
	return pick((y == 0) | (x == 1), all(1), r);
}

/* atan(a) = c + atan(t), t by the addition theorem about 1 or inf */
INLINE vf
full_atan(vf x)
{
	vf a = magnitude(x), t, c, z, p;
	vi big = a > 2.41421356f, mid = a > 0.414213562f;

	t = pick(big, -1 / a, pick(mid, (a - 1) / (a + 1), a));
	c = pick(big, all(1.57079633f), pick(mid, all(0.785398163f), all(0)));
	z = t * t;
	p = 0.0805374450f * z - 0.138776856f;
	p = p * z + 0.199777106f;
	p = p * z - 0.333329492f;
	/* of pi/4 and pi/2 what a float leaves */
	p = t * (z * p) - pick(big, all(4.37113883e-8f),
			       pick(mid, all(2.18556941e-8f), all(0)));
	return nan_of(x, with_sign(c + (t + p), x));
}

/* y = f(x, p) */
INLINE void
map_two(float *y, const float *x, const float *p, int n, vf (*f)(vf, vf))
{
	float t[LANES] = { 0 }, u[LANES] = { 0 };
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		store(y + i, f(load(x + i), load(p + i)));
	if (i == n)
		return;
	memcpy(t, x + i, sizeof(*x) * (size_t)(n - i));
	memcpy(u, p + i, sizeof(*p) * (size_t)(n - i));
	store(t, f(load(t), load(u)));
	memcpy(y + i, t, sizeof(*y) * (size_t)(n - i));
}

void
KERNEL(atan_array)(float *y, const float *x, int n)
{
	map(y, x, n, full_atan);
}

void
KERNEL(pow_array)(float *y, const float *x, const float *p, int n)
{
	map_two(y, x, p, n, full_pow);
}
