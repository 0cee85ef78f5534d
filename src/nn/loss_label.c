#include "loss.h"
#include "actlab/num.h"

#include <math.h>

/* Each output has a label y of its own, 0 or 1 or between them; the loss is the mean
 * over all n k of them.  Sums are taken in double, in order. */

double
loss_bce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	 const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 0, (double)n * k);

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		double q = out[i], y = t->y[i];

		sum -= y * loss_at_least(num_log(q), LOSS_LOG_LEAST)
		       + (1 - y) * loss_at_least(num_log1p(-q), LOSS_LOG_LEAST);
		if (dy)
			dy[i] = (float)((q - y) / all
					/ loss_at_least(q * (1 - q), LOSS_DEN_LEAST));
	}
	return sum / all;
}

/* w y softplus(-x) + (1 - y) softplus(x), softplus(x) = max(x, 0) + log1p(e^-|x|) */
double
loss_bce_logits(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 1, (double)n * k), w = u->p[0];
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

		sum += w * y * (loss_at_least(-x, 0) + e[i])
		       + (1 - y) * (loss_at_least(x, 0) + e[i]);
	}
	return sum / all;
}

/* One output with its label, apart: the probability p, q = 1 - p and what comes of
 * them without cancellation. */
struct binary {
	double p, q;
	double ce;			/* y softplus(-x) + (1 - y) softplus(x) */
	double wrong;			/* 1 - p_t: the share given to the other side */
	double share;			/* p q / wrong */
};

static struct binary
binary_of(double x, double y)
{
	double e = num_exp(-fabs(x)), soft = num_log1p(e);
	double near = 1 / (1 + e), far = e / (1 + e);
	struct binary b = { .p = x < 0 ? far : near, .q = x < 0 ? near : far };

	b.ce = y * (loss_at_least(-x, 0) + soft) + (1 - y) * (loss_at_least(x, 0) + soft);
	b.wrong = y * b.q + (1 - y) * b.p;
	b.share = y == 1 ? b.p : y == 0 ? b.q : b.p * b.q / b.wrong;
	return b;
}

/* a_t (1 - p_t)^gamma ce; d(1 - p_t)/dx = p q (1 - 2y), dce/dx = p - y */
double
loss_focal(float *dy, const float *out, const struct nn_target *t, int n, int k,
	   const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 2, (double)n * k);
	double gamma = u->p[0], alpha = u->p[1];

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		double y = t->y[i], a = alpha < 0 ? 1 : alpha * y + (1 - alpha) * (1 - y);
		struct binary b = binary_of(out[i], y);
		double f = a * num_pow(b.wrong, gamma);

		sum += f * b.ce;
		if (dy)
			dy[i] = (float)(f * (gamma * b.share * (1 - 2 * y) * b.ce
					     + (1 - y) * b.p - y * b.q) / all);
	}
	return sum / all;
}

/* max(0, 1 - s x), s = 1 where y > 0, else -1 */
double
loss_hinge(float *dy, const float *out, const struct nn_target *t, int n, int k,
	   const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 0, (double)n * k);

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		double s = t->y[i] > 0 ? 1 : -1, rest = 1 - s * out[i];

		sum += loss_at_least(rest, 0);
		if (dy)
			dy[i] = (float)(rest > 0 ? -s / all : rest <= 0 ? 0 : rest);
	}
	return sum / all;
}

double
loss_sigmoid_mse(float *dy, const float *out, const struct nn_target *t, int n, int k,
		 const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_divisor(u, 0, (double)n * k);

	(void)scratch;
	for (int i = 0; i < n * k; i++) {
		double y = t->y[i];
		struct binary b = binary_of(out[i], y);
		double d = (1 - y) * b.p - y * b.q;		/* sigmoid(x) - y */

		sum += d * d;
		if (dy)
			dy[i] = (float)(2 * d * b.p * b.q / all);
	}
	return sum / all;
}
