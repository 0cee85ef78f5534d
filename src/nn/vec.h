/* Loops over whole vectors.  What is written once and inlined twice, first for
 * vec_whole(n) elements and then for the rest, needs no tail where it counts; the
 * bits are those of one plain loop.
 */
#ifndef NN_VEC_H
#define NN_VEC_H

#include <string.h>

enum { VEC_LANES = 8 };

/* n cut to whole vectors, said so that the compiler sees it. */
static inline int
vec_whole(int n)
{
	return n & ~(VEC_LANES - 1);
}

typedef float vec_floats __attribute__((vector_size(sizeof(float) * VEC_LANES)));

/* sum += v.  Said in vectors: what a compiler knows of the two pointers gets lost where
 * this is inlined, and then it adds one by one. */
static inline void
vec_add(float *sum, const float *v, int n)
{
	int i = 0;

	for (int m = vec_whole(n); i < m; i += VEC_LANES) {
		vec_floats a, b;

		memcpy(&a, sum + i, sizeof(a));
		memcpy(&b, v + i, sizeof(b));
		a += b;
		memcpy(sum + i, &a, sizeof(a));
	}
	for (; i < n; i++)
		sum[i] += v[i];
}

static inline void
vec_mul_some(float *restrict y, const float *restrict a, const float *restrict b, int n)
{
	for (int i = 0; i < n; i++)
		y[i] = a[i] * b[i];
}

/* y = a b, element by element; y is neither */
static inline void
vec_mul(float *y, const float *a, const float *b, int n)
{
	int m = vec_whole(n);

	vec_mul_some(y, a, b, m);
	vec_mul_some(y + m, a + m, b + m, n - m);
}

static inline void
vec_add_mul_some(float *restrict y, const float *restrict a, const float *restrict b,
		 int n)
{
	for (int i = 0; i < n; i++)
		y[i] += a[i] * b[i];
}

/* y += a b */
static inline void
vec_add_mul(float *y, const float *a, const float *b, int n)
{
	int m = vec_whole(n);

	vec_add_mul_some(y, a, b, m);
	vec_add_mul_some(y + m, a + m, b + m, n - m);
}

static inline void
vec_scale_some(float *restrict y, const float *restrict by, int n)
{
	for (int i = 0; i < n; i++)
		y[i] *= by[i];
}

/* y *= by, element by element */
static inline void
vec_scale(float *y, const float *by, int n)
{
	int m = vec_whole(n);

	vec_scale_some(y, by, m);
	vec_scale_some(y + m, by + m, n - m);
}

#endif
