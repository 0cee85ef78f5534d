#include "actlab/num.h"

#include <string.h>

/* Bits whose order as whole numbers is that of the floats, NaN of either sign last. */
static uint32_t
key_of(float x)
{
	uint32_t b;

	memcpy(&b, &x, sizeof(b));
	if ((b & 0x7fffffff) > 0x7f800000)
		return 0xffffffff;
	return b & 0x80000000 ? ~b : b | 0x80000000;
}

enum { DIGIT = 8, DIGITS = 1 << DIGIT };

/* y = x in the order of one digit of the keys; equals keep theirs. */
static void
by_digit(float *y, const float *x, int n, int shift)
{
	int start[DIGITS + 1] = { 0 };

	for (int i = 0; i < n; i++)
		start[(key_of(x[i]) >> shift & (DIGITS - 1)) + 1]++;
	for (int d = 0; d < DIGITS; d++)
		start[d + 1] += start[d];
	for (int i = 0; i < n; i++)
		y[start[key_of(x[i]) >> shift & (DIGITS - 1)]++] = x[i];
}

void
num_sort(float *x, float *tmp, int n)
{
	for (int shift = 0; shift < 32; shift += 2 * DIGIT) {
		by_digit(tmp, x, n, shift);
		by_digit(x, tmp, n, shift + DIGIT);
	}
}
