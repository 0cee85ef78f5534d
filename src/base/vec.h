/* Vectors of the width of the instruction set that is compiled for, written with
 * the vector types of gcc and clang.  What a lane computes does not depend on how
 * many there are, so every width gives the same bits. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Said by the build, not found out: CFLAGS may hold -march=native. */
#ifndef KERNEL_LANES
#define KERNEL_LANES 4
#endif
#if KERNEL_LANES == 16 && defined(KERNEL_FMA)
#define KERNEL(name) name##_avx512_fma
#define KERNEL_NAME "avx512+fma"
#elif KERNEL_LANES == 8 && defined(KERNEL_FMA)
#define KERNEL(name) name##_avx2_fma
#define KERNEL_NAME "avx2+fma"
#elif KERNEL_LANES == 16
#define KERNEL(name) name##_avx512
#define KERNEL_NAME "avx512"
#elif KERNEL_LANES == 8
#define KERNEL(name) name##_avx2
#define KERNEL_NAME "avx2"
#else
#define KERNEL(name) name##_c
#ifdef __SSE2__
#define KERNEL_NAME "sse2"
#else
#define KERNEL_NAME "c"
#endif
#endif
/* A file that works in double says VEC_DOUBLE first: its vectors of doubles are then what
 * fills a register, and those of floats half of one. */
#if defined(VEC_DOUBLE) && KERNEL_LANES > 4
enum { LANES = KERNEL_LANES / 2 };
#else
enum { LANES = KERNEL_LANES };
#endif

/* Between the files that are compiled once for each set. */
void KERNEL(atan_array)(float *y, const float *x, int n);
void KERNEL(pow_array)(float *y, const float *x, const float *p, int n);
void KERNEL(gemm)(int m, int n, int k, const float *a, int ra, int ca, const float *b,
		  int ldb, const float *from, int ldf, float *c, int ldc);
void KERNEL(affine)(int rows, int out, int in, const float *x, const float *w,
		    const float *b, float *y);
struct affine_back;
void KERNEL(affine_few)(int rows, int out, int in, const float *x, const float *w,
			const float *b, float *y);
void KERNEL(affine_back_few)(int out, int in, const struct affine_back *t);
struct kernel_arrays;
struct kernel_curves;
struct kernel_doubles;
extern const struct kernel_curves KERNEL(kernel_curves);
extern const struct kernel_doubles KERNEL(kernel_doubles);
extern const struct kernel_arrays KERNEL(kernel_arrays);

#define INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLL _Pragma("unroll")
#define UNROLL_4 _Pragma("unroll 4")
#else
#define UNROLL _Pragma("GCC unroll 16")
#define UNROLL_4 _Pragma("GCC unroll 4")
#endif

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));
typedef double vd __attribute__((vector_size(8 * LANES)));
typedef int64_t vl __attribute__((vector_size(8 * LANES)));
typedef uint64_t vul __attribute__((vector_size(8 * LANES)));

INLINE vf
load(const float *p)
{
	vf v;

	memcpy(&v, p, sizeof(v));
	return v;
}

INLINE void
store(float *p, vf v)
{
	memcpy(p, &v, sizeof(v));
}

/* All lanes the same. */
INLINE vf
all(float x)
{
	return x - (vf){ 0 };
}

/* a where the mask is set, otherwise b */
INLINE vf
pick(vi mask, vf a, vf b)
{
	return (vf)((mask & (vi)a) | (~mask & (vi)b));
}

INLINE vd
pick_d(vl mask, vd a, vd b)
{
	return (vd)((mask & (vl)a) | (~mask & (vl)b));
}

INLINE vf
magnitude(vf x)
{
	return (vf)((vi)x & 0x7fffffff);
}

/* y, which has no sign yet, with that of x */
INLINE vf
with_sign(vf y, vf x)
{
	return (vf)((vi)y | ((vi)x & INT32_MIN));
}

INLINE vf
at_most(vf x, float limit)
{
	return pick(x > limit, all(limit), x);
}

INLINE vf
at_least(vf x, float limit)
{
	return pick(x < limit, all(limit), x);
}

/* y, but one and the same NaN where x is any. */
INLINE vf
nan_of(vf x, vf y)
{
	return pick(x != x, all(__builtin_nanf("")), y);
}

/* True where the mask is set in any lane. */
INLINE bool
any(vi mask)
{
	uint64_t w[LANES / 2], some = 0;

	memcpy(w, &mask, sizeof(w));
	for (int i = 0; i < LANES / 2; i++)
		some |= w[i];
	return some != 0;
}

/* 2^k, -126 <= k <= 127 */
INLINE vf
power_of_two(vi k)
{
	return (vf)(((vu)k + 127) << 23);
}

#define INV_LN2 1.44269504f
#define LN2_HI 0x1.62ep-1f		/* 13 bits: k times it is exact */
#define LN2_LO 3.19461849e-05f
#define MAGIC 0x1.8p23f			/* adding it rounds to a whole number */

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

/* 2^up e^-(z + rest), z exact, both = z + rest; anything where 2^(up - both / ln 2) is no
 * normal number; NaN for NaN. */
INLINE vf
fall_from(vf z, vf rest, vf both, int up)
{
	const float at = MAGIC + 127 + (float)up;	/* the bits of 2^(up - m), but for
							 * a shift */
	vf t = at - both * INV_LN2, m = at - t;

	return small_exp(((m * LN2_HI - z) - rest) + m * LN2_LO) * (vf)((vu)t << 23);
}

/* 2^64 e^-(z + rest), 0 <= z + rest <= 110: multiplied by FALL_DOWN at last, what comes
 * of it is rounded to a subnormal once. */
#define FALL_DOWN 0x1p-64f

INLINE vf
fall_of(vf z, vf rest)
{
	return fall_from(z, rest, z + rest, 64);
}

/* The same for one float. */
INLINE vf
fall(vf z)
{
	return fall_from(z, (vf){ 0 }, z, 64);
}

/* e^-z, 0 <= z <= 87 */
INLINE vf
near_fall(vf z)
{
	return fall_from(z, (vf){ 0 }, z, 0);
}

/* exp(z) in double, -200 <= z <= 200, to 38 bits */
INLINE vd
double_exp(vd z)
{
	vd t = z * 0x1.71547652b82fep+0 + 0x1.8p52, n = t - 0x1.8p52, r, p;
	vul k = (vul)t - (vul)(0x1.8p52 - (vd){ 0 });

	r = (z - n * 0x1.62e42fefp-1) - n * 0x1.473de6af278edp-34;
	p = 2.4887591865756625e-05 * r + 1.9909611311651995e-4;
	p = p * r + 1.388879666903073e-3;
	p = p * r + 8.333280702563095e-3;
	p = p * r + 0.041666667050839316;
	p = p * r + 0.16666666788589163;
	p = p * r + 0.49999999999529054;
	return (1 + (r + r * r * p)) * (vd)((k + 1023) << 52);
}

/* y = f(x), the last few by way of a whole vector */
/* The end of an array that is no whole vector is done with what stands before it once
 * more, loaded before anything is stored; y may be x. */
INLINE void
map(float *y, const float *x, int n, vf (*f)(vf))
{
	float t[LANES] = { 0 };
	vf last;

	if (n < LANES) {
		memcpy(t, x, sizeof(*x) * (size_t)n);
		store(t, f(load(t)));
		memcpy(y, t, sizeof(*y) * (size_t)n);
		return;
	}
	last = load(x + n - LANES);
	for (int i = 0; i + LANES <= n; i += LANES)
		store(y + i, f(load(x + i)));
	if (n % LANES)
		store(y + n - LANES, f(last));
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

#endif
