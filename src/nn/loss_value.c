#include "loss.h"

#include <math.h>

/* Each element is worth v(d), d = out - y; the loss is the mean or the sum of all n k of
 * them, its gradient v'(d) / (n k).  Sums are taken in double, in order. */

double
loss_mse(float *dy, const float *out, const struct nn_target *t, int n, int k,
	 const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 0, (double)n * k);
	float scale = (float)(2 / all);

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		double d = (double)out[i] - t->y[i];

		sum += d * d;
	}
	for (int i = 0; dy && i < n * k; i++)
		dy[i] = scale * (out[i] - t->y[i]);
	return sum / all;
}

double
loss_mae(float *dy, const float *out, const struct nn_target *t, int n, int k,
	 const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 0, (double)n * k);
	float one = (float)(1 / all);

	(void)scratch;
	for (int i = 0; i < n * k; i++)
		sum += fabs((double)out[i] - t->y[i]);
	for (int i = 0; dy && i < n * k; i++)
		dy[i] = out[i] > t->y[i] ? one : out[i] < t->y[i] ? -one : 0;
	return sum / all;
}

/* The sum of scale * huber(d, delta) by all: d^2 / 2 up to delta, beyond it
 * delta (|d| - delta / 2). */
static double
huber(float *dy, const float *out, const float *y, int n, double delta, double scale,
      double all)
{
	double sum = 0;

	for (int i = 0; i < n; i++) {
		double d = (double)out[i] - y[i], b = fabs(d);
		double c = d > delta ? delta : d < -delta ? -delta : d;

		sum += b <= delta ? 0.5 * d * d : delta * (b - 0.5 * delta);
		if (dy)
			dy[i] = (float)(scale * c / all);
	}
	return scale * sum / all;
}

double
loss_huber(float *dy, const float *out, const struct nn_target *t, int n, int k,
	   const struct nn_loss_use *u, float *scratch)
{
	(void)scratch;
	return huber(dy, out, t->y, n * k, u->p[0], 1,
		     loss_divisor(u, 1, (double)n * k));
}

double
loss_smooth_l1(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const struct nn_loss_use *u, float *scratch)
{
	(void)scratch;
	return huber(dy, out, t->y, n * k, u->p[0], 1 / (double)u->p[0],
		     loss_divisor(u, 1, (double)n * k));
}
