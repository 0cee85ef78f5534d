/* Numbers of 16 bits inside floats.  Both ways to round work on the bits of the
 * magnitude: half of the last place that stays is added, one unit less where that
 * place is even; what overflows the fraction carries into the exponent, as it should. */
#include "actlab/num.h"

#include <string.h>

static uint32_t
bits_of(float x)
{
	uint32_t b;

	memcpy(&b, &x, sizeof(b));
	return b;
}

static float
float_of(uint32_t b)
{
	float x;

	memcpy(&x, &b, sizeof(x));
	return x;
}

/* The magnitude without its last `cut` bits, rounded to nearest, ties to even. */
static inline uint32_t
cut_bits(uint32_t a, int cut)
{
	uint32_t keep = ~0u << cut;

	return (a + ~keep / 2 + (a >> cut & 1)) & keep;
}

enum {
	INF_BITS = 0x7f800000, QUIET_BIT = 0x00400000,
	HALF_NORMAL = 0x38800000,		/* 2^-14, the smallest normal float16 */
	HALF_ABOVE = 0x47800000			/* 65536, which is inf by then */
};

/* Below 2^-14 the numbers of float16 are 2^-24 apart, as floats are above 1/2. */
static inline float
half_one(float x)
{
	uint32_t b = bits_of(x), sign = b & 0x80000000, a = b ^ sign;
	uint32_t r = cut_bits(a, 13);
	uint32_t under = bits_of((float_of(a) + 0.5f) - 0.5f);

	r = r >= HALF_ABOVE ? INF_BITS : r;
	r = a < HALF_NORMAL ? under : r;
	r = a > INF_BITS ? (a & ~0x1fffu) | QUIET_BIT : r;
	return float_of(r | sign);
}

static inline float
bfloat_one(float x)
{
	uint32_t b = bits_of(x), sign = b & 0x80000000, a = b ^ sign;
	uint32_t r = cut_bits(a, 16);

	r = a > INF_BITS ? (a & 0xffff0000) | QUIET_BIT : r;
	return float_of(r | sign);
}

/* So many at once, of which the compiler knows the number and that y is not x. */
enum { SOME = 16 };

void
num_vhalf(float *y, const float *x, int n)
{
	int i = 0;

	for (; i + SOME <= n; i += SOME) {
		float t[SOME];

		for (int j = 0; j < SOME; j++)
			t[j] = half_one(x[i + j]);
		memcpy(y + i, t, sizeof(t));
	}
	for (; i < n; i++)
		y[i] = half_one(x[i]);
}

void
num_vbfloat(float *y, const float *x, int n)
{
	int i = 0;

	for (; i + SOME <= n; i += SOME) {
		float t[SOME];

		for (int j = 0; j < SOME; j++)
			t[j] = bfloat_one(x[i + j]);
		memcpy(y + i, t, sizeof(t));
	}
	for (; i < n; i++)
		y[i] = bfloat_one(x[i]);
}
