/* b = a transposed, a square of LANES x LANES. */
#ifndef BASE_TURN_H
#define BASE_TURN_H

#include "base/vec.h"

#ifndef __has_builtin
#define __has_builtin(name) 0
#endif
#if !__has_builtin(__builtin_shufflevector)
INLINE void
turn_square(float *b, long ldb, const float *a, long lda)
{
	for (int i = 0; i < LANES; i++)
		for (int j = 0; j < LANES; j++)
			b[j * ldb + i] = a[i * lda + j];
}
#else
#if KERNEL_LANES == 16
#define LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif KERNEL_LANES == 8
#define LOW 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
#endif

/* LANES x LANES by perfect shuffles: each round makes one more bit of the row's index a
 * bit of the column's. */
INLINE void
turn_square(float *b, long ldb, const float *a, long lda)
{
	vf r[LANES], t[LANES];

	UNROLL
	for (int i = 0; i < LANES; i++)
		r[i] = load(a + i * lda);
	UNROLL
	for (int round = 1; round < LANES; round *= 2) {
		UNROLL
		for (int i = 0; i < LANES / 2; i++) {
			vf top = r[i], bottom = r[i + LANES / 2];

			t[2 * i] = __builtin_shufflevector(top, bottom, LOW);
			t[2 * i + 1] = __builtin_shufflevector(top, bottom, HIGH);
		}
		UNROLL
		for (int i = 0; i < LANES; i++)
			r[i] = t[i];
	}
	UNROLL
	for (int i = 0; i < LANES; i++)
		store(b + i * ldb, r[i]);
}
#endif

#endif
