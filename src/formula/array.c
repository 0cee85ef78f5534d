#include "formula/array.h"

#include "actlab/num.h"

#include <math.h>

void
array_log10(float *restrict y, const float *restrict x, int n)
{
	num_vlog(y, x, n);
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] *= 0.43429448190325182765f;
}

void
array_log2(float *restrict y, const float *restrict x, int n)
{
	num_vlog(y, x, n);
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] *= 1.44269504088896340736f;
}

void
array_sqrt(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = sqrtf(x[i]);
}

void
array_abs(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = fabsf(x[i]);
}

void
array_tan(float *restrict y, const float *restrict x, int n)
{
	enum { PART = 64 };
	float c[PART];

	for (int i = 0; i < n; i += PART) {
		int m = array_lanes(n - i < PART ? n - i : PART);

		num_vsin(y + i, x + i, m);
		num_vcos(c, x + i, m);
		for (int k = 0; k < m; k++)
			y[i + k] /= c[k];
	}
}

/* log(1 + e^x) = max(x, 0) + log1p(e^-|x|) */
void
array_softplus(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = -fabsf(x[i]);
	num_vexp(y, y, n);
	num_vlog1p(y, y, n);
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] += x[i] > 0 ? x[i] : 0;
}

/* ---- whole numbers: from 2^23 on a float has no fraction ---- */

static inline float
nearest_even(float a)
{
	float t = (a + 0x1p23f) - 0x1p23f;

	return a < 0x1p23f ? t : a;
}

void
array_floor(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float t = copysignf(nearest_even(fabsf(x[i])), x[i]), down = t - 1;

		y[i] = t > x[i] ? down : t;
	}
}

void
array_ceil(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float t = copysignf(nearest_even(fabsf(x[i])), x[i]), up = t + 1;

		y[i] = t < x[i] ? up : t;
	}
}

/* Halves go away from zero: what rounded down by a half goes up. */
void
array_round(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float a = fabsf(x[i]), t = nearest_even(a), up = t + 1;

		y[i] = copysignf(a - t == 0.5f ? up : t, x[i]);
	}
}

void
array_sign(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float low = x[i] < 0 ? -1 : x[i];

		y[i] = x[i] > 0 ? 1 : low;
	}
}

void
array_step(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float low = x[i] <= 0 ? 0 : x[i];

		y[i] = x[i] > 0 ? 1 : low;
	}
}

/* 4 t / (1 + t)^2 with t = e^-2|x| */
void
array_tanh_slope(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = -2 * fabsf(x[i]);
	num_vexp(y, y, n);
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float r = 2 / (1 + y[i]);

		y[i] *= r * r;
	}
}
