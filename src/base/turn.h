/* b = a transposed, a square of LANES x LANES. */
#ifndef BASE_TURN_H
#define BASE_TURN_H

#include "base/vec.h"

#ifndef __has_builtin
#define __has_builtin(name) 0
#endif
#if !__has_builtin(__builtin_shufflevector)
INLINE void
turn_square(float *b, long ldb, const float *a, long lda, int rows)
{
	for (int i = 0; i < LANES; i++)
		for (int j = 0; j < LANES; j++)
			b[j * ldb + i] = i < rows ? a[i * lda + j] : 0;
}
#else
typedef float vf4 __attribute__((vector_size(16)));
#if KERNEL_LANES == 16
#define LOW 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define HIGH 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#elif KERNEL_LANES == 8
#define LOW 0, 8, 1, 9, 4, 12, 5, 13
#define HIGH 2, 10, 3, 11, 6, 14, 7, 15
#else
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
#endif

/* Four values of row i of a, or zeros below the last row. */
INLINE vf4
turn_load(const float *a, long lda, int rows, int i)
{
	vf4 v = { 0 };

	if (i < rows)
		memcpy(&v, a + i * lda, sizeof(v));
	return v;
}

/* Four values of each of the rows i, i + 4, i + 8 ... side by side. */
INLINE vf
turn_gather(const float *a, long lda, int rows, int i)
{
#if KERNEL_LANES == 4
	return turn_load(a, lda, rows, i);
#else
	typedef float vf8 __attribute__((vector_size(32)));
	vf8 v[LANES / 8];

	UNROLL
	for (int h = 0; h < LANES / 8; h++)
		v[h] = __builtin_shufflevector(turn_load(a, lda, rows, i + 8 * h),
					       turn_load(a, lda, rows, i + 8 * h + 4),
					       0, 1, 2, 3, 4, 5, 6, 7);
#if KERNEL_LANES == 8
	return v[0];
#else
	return __builtin_shufflevector(v[0], v[1], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
				       12, 13, 14, 15);
#endif
#endif
}

/* Four columns at a time become rows by perfect shuffles within parts of four: each round
 * makes one more bit of the row's index a bit of the column's.  Rows of a from rows on
 * count as 0 and are not read. */
INLINE void
turn_square(float *b, long ldb, const float *a, long lda, int rows)
{
	for (int j = 0; j < LANES; j += 4) {
		vf r[4], t[4];

		UNROLL
		for (int i = 0; i < 4; i++)
			r[i] = turn_gather(a + j, lda, rows, i);
		UNROLL
		for (int round = 0; round < 2; round++) {
			UNROLL
			for (int i = 0; i < 2; i++) {
				t[2 * i] = __builtin_shufflevector(r[i], r[i + 2], LOW);
				t[2 * i + 1] = __builtin_shufflevector(r[i], r[i + 2],
								       HIGH);
			}
			UNROLL
			for (int i = 0; i < 4; i++)
				r[i] = t[i];
		}
		UNROLL
		for (int i = 0; i < 4; i++)
			store(b + (j + i) * ldb, r[i]);
	}
}
#endif

#endif
