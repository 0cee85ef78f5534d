#include "loss.h"
#include "actlab/num.h"

#include <math.h>

/* Step by step and in float, forwards as a textbook writes it and backwards as
 * automatic differentiation goes through it, so that inf and NaN come out where they
 * would.  Nothing here is to be made better. */

static float
naive_log(float x)
{
	float y;

	num_vlog(&y, &x, 1);
	return y;
}

/* -(w y log p + (1 - y) log(1 - p)), and its slope by p times up */
static float
naive_bce(float *slope, float p, float y, float w, float up)
{
	float rest = 1 - p;
	float by_p = -up * (w * y) / p, by_rest = -up * (1 - y) / rest;

	*slope = by_p - by_rest;
	return -(w * y * naive_log(p) + (1 - y) * naive_log(rest));
}

double
loss_bce_naive(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const struct nn_loss_use *u, float *scratch)
{
	double all = loss_divisor(u, 0, (double)n * k);
	float sum = 0, slope, up = (float)(1 / all);

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		sum += naive_bce(&slope, out[i], t->y[i], 1, up);
		if (dy)
			dy[i] = slope;
	}
	return (double)sum / all;
}

/* s = 1 / (1 + e^-x) */
double
loss_bce_logits_naive(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const struct nn_loss_use *u, float *scratch)
{
	double all = loss_divisor(u, 1, (double)n * k);
	float sum = 0, slope, up = (float)(1 / all), *e = scratch;

	for (int i = 0; i < n * k; i++)
		e[i] = -out[i];
	num_vexp(e, e, n * k);
	for (int i = 0; i < n * k; i++) {
		float s = 1 / (1 + e[i]);

		sum += naive_bce(&slope, s, t->y[i], u->p[0], up);
		if (dy)
			dy[i] = -(-slope * (s * s) * e[i]);
	}
	return (double)sum / all;
}

/* One row of -sum_j w_j q_j log(e_j / sum e), e = e^x */
static float
naive_ce_row(float *dy, const float *e, const struct nn_target *t, int i, int k,
	     const struct nn_loss_use *u, float up)
{
	float total = 0, sum = 0, by_total = 0;
	double s = u->p[0];

	for (int j = 0; j < k; j++)
		total += e[j];
	for (int j = 0; j < k; j++) {
		double q = (1 - s) * loss_share(t, i, j, k) + s / k;
		float w = (float)(q * loss_weight(u, j)), p = e[j] / total;
		float by_p = -up * w / p;

		sum += w * naive_log(p);
		by_total += -by_p * (p / total);
		if (dy)
			dy[j] = by_p / total;
	}
	for (int j = 0; dy && j < k; j++)
		dy[j] = (dy[j] + by_total) * e[j];
	return -sum;
}

double
loss_ce_naive(float *dy, const float *out, const struct nn_target *t, int n, int k,
	      const struct nn_loss_use *u, float *scratch)
{
	double all = loss_class_divisor(u, 2, t, n, k);
	float sum = 0;

	num_vexp(scratch, out, n * k);
	for (int i = 0; i < n; i++)
		sum += naive_ce_row(dy ? dy + i * k : NULL, scratch + i * k, t, i, k, u,
				    (float)(1 / all));
	return (double)sum / all;
}
