#include "loss.h"
#include "actlab/num.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* As PyTorch: a logarithm is at least -100, a denominator at least 1e-12, so that
 * a probability of exactly 0 or 1 gives a finite loss and a huge slope. */
static const double log_least = -100, den_least = 1e-12;

static double
at_least(double x, double least)
{
	return x < least ? least : x;
}

double
loss_bce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	 const float *p, float *scratch)
{
	double sum = 0, all = (double)n * k;

	(void)p, (void)scratch;
	for (int i = 0; i < n * k; i++) {
		double q = out[i], y = t->y[i];

		sum -= y * at_least(num_log(q), log_least)
		       + (1 - y) * at_least(num_log1p(-q), log_least);
		if (dy)
			dy[i] = (float)((q - y) / at_least(q * (1 - q), den_least) / all);
	}
	return sum / all;
}

/* w y softplus(-x) + (1 - y) softplus(x), softplus(x) = max(x, 0) + log1p(e^-|x|) */
double
loss_bce_logits(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const float *p, float *scratch)
{
	double sum = 0, all = (double)n * k, w = p[0];
	float *e = scratch;

	for (int i = 0; i < n * k; i++)
		e[i] = -fabsf(out[i]);
	num_vexp(e, e, n * k);				/* e^-|x| */
	for (int i = 0; dy && i < n * k; i++) {
		double r = 1 / (1 + (double)e[i]), y = t->y[i];
		double right = out[i] < 0 ? e[i] * r : r;	/* sigmoid(x) */
		double left = out[i] < 0 ? r : e[i] * r;	/* sigmoid(-x) */

		dy[i] = (float)(((1 - y) * right - w * y * left) / all);
	}
	num_vlog1p(e, e, n * k);
	for (int i = 0; i < n * k; i++) {
		double x = out[i], y = t->y[i];

		sum += w * y * (at_least(-x, 0) + e[i])
		       + (1 - y) * (at_least(x, 0) + e[i]);
	}
	return sum / all;
}

double
loss_ce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	const float *p, float *scratch)
{
	double sum = 0;

	(void)p, (void)scratch;
	if (dy)
		memset(dy, 0, sizeof(*dy) * (size_t)n * (size_t)k);
	for (int i = 0; i < n; i++) {
		int at = i * k + t->label[i];

		assert(t->label[i] >= 0 && t->label[i] < k);
		sum -= at_least(num_log(out[at]), log_least);
		if (dy)
			dy[at] = (float)(-1 / at_least(out[at], den_least) / n);
	}
	return sum / n;
}

void
loss_softmax_parts(float *e, const float *x, int n, int k)
{
	for (int i = 0; i < n * k; i += k) {
		float most = x[i + num_argmax(x + i, k)];

		for (int j = i; j < i + k; j++)
			e[j] = x[j] - most;
	}
	num_vexp(e, e, n * k);
}

/* -sum_j q_j log p_j with q = (1 - s) onehot + s / k, p = softmax(x) */
double
loss_ce_logits(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const float *p, float *scratch)
{
	double sum = 0, s = p[0];

	loss_softmax_parts(scratch, out, n, k);
	for (int i = 0; i < n; i++) {
		const float *x = out + i * k, *e = scratch + i * k;
		double most = x[num_argmax(x, k)], total = num_sum(e, k), mean = 0;
		int c = t->label[i];

		assert(c >= 0 && c < k);
		for (int j = 0; s > 0 && j < k; j++)
			mean += (most - x[j]) / k;
		sum += num_log(total) + (1 - s) * (most - x[c]) + s * mean;
		for (int j = 0; dy && j < k; j++)
			dy[i * k + j] = (float)((e[j] / total - s / k) / n);
		if (dy)
			dy[i * k + c] = (float)((e[c] / total - s / k - (1 - s)) / n);
	}
	return sum / n;
}
