/* Loops over whole vectors.  What is written once and inlined twice, first for
 * vec_whole(n) elements and then for the rest, needs no tail where it counts; the
 * bits are those of one plain loop.
 */
#ifndef NN_VEC_H
#define NN_VEC_H

enum { VEC_LANES = 8 };

/* n cut to whole vectors, said so that the compiler sees it. */
static inline int
vec_whole(int n)
{
	return n & ~(VEC_LANES - 1);
}

static inline void
vec_add_some(float *restrict sum, const float *restrict v, int n)
{
	for (int i = 0; i < n; i++)
		sum[i] += v[i];
}

/* sum += v */
static inline void
vec_add(float *sum, const float *v, int n)
{
	int m = vec_whole(n);

	vec_add_some(sum, v, m);
	vec_add_some(sum + m, v + m, n - m);
}

#endif
