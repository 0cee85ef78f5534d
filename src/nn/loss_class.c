#include "loss.h"
#include "actlab/num.h"

#include <assert.h>
#include <math.h>
#include <string.h>

double
loss_class_divisor(const struct nn_loss_use *u, int row, const struct nn_target *t, int n,
		   int k)
{
	double sum = 0;

	assert(u->n_weight == 0 || u->n_weight == k);
	for (int i = 0; t->label && i < n; i++) {
		assert(t->label[i] >= 0 && t->label[i] < k);
		sum += loss_weight(u, t->label[i]);
	}
	return loss_divisor(u, row, t->label ? sum : n);
}

/* -sum_j q_j log p_j of outputs that are probabilities */
double
loss_ce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_class_divisor(u, 0, t, n, k);

	(void)scratch;
	for (int i = 0; i < n; i++)
		for (int j = 0, at = i * k; j < k; j++, at++) {
			double q = loss_share(t, i, j, k);

			if (q > 0)
				sum -= q * loss_at_least(num_log(out[at]),
							 LOSS_LOG_LEAST);
			if (dy)
				dy[at] = (float)(q > 0 ? -q / loss_at_least(out[at],
						 LOSS_DEN_LEAST) / all : 0);
		}
	return sum / all;
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

/* A row of logits: p_j = e[j] / total, log p_j = (x[j] - most) - log_total. */
struct logits {
	const float *x, *e;
	double most, total, log_total;
};

static struct logits
logits_of(const float *x, const float *e, int k)
{
	struct logits l = { .x = x, .e = e, .most = x[num_argmax(x, k)],
			    .total = num_sum(e, k) };

	l.log_total = num_log(l.total);
	return l;
}

static double
log_share(const struct logits *l, int j)
{
	return (l->x[j] - l->most) - l->log_total;
}

/* w_j q_j with q = (1 - s) target + s / k, s = p[0] the smoothing */
static double
weighted_share(const struct nn_loss_use *u, const struct nn_target *t, int i, int j,
	       int k)
{
	double s = u->p[0];

	return loss_weight(u, j) * ((1 - s) * loss_share(t, i, j, k) + s / k);
}

/* -sum_j w_j q_j log p_j; its slope is p_m sum_j w_j q_j - w_m q_m */
double
loss_ce_logits(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = loss_class_divisor(u, 2, t, n, k);

	loss_softmax_parts(scratch, out, n, k);
	for (int i = 0; i < n; i++) {
		struct logits l = logits_of(out + i * k, scratch + i * k, k);
		double every = 0;

		for (int j = 0; j < k; j++) {
			double q = weighted_share(u, t, i, j, k);

			every += q;
			if (q > 0)
				sum -= q * log_share(&l, j);
		}
		for (int j = 0; dy && j < k; j++)
			dy[i * k + j] = (float)((every * l.e[j] / l.total
						 - weighted_share(u, t, i, j, k)) / all);
	}
	return sum / all;
}

/* sum_j q_j (log q_j - log p_j); mean divides by every element, as PyTorch does */
double
loss_kl(float *dy, const float *out, const struct nn_target *t, int n, int k,
	const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, all = u->p[0] > 1 ? 1 : u->p[0] > 0 ? (double)n * k : n;

	loss_softmax_parts(scratch, out, n, k);
	for (int i = 0; i < n; i++) {
		struct logits l = logits_of(out + i * k, scratch + i * k, k);
		double every = 0;

		for (int j = 0; j < k; j++) {
			double q = loss_share(t, i, j, k);

			every += q;
			if (q > 0)
				sum += q * (num_log(q) - log_share(&l, j));
		}
		for (int j = 0; dy && j < k; j++)
			dy[i * k + j] = (float)((every * l.e[j] / l.total
						 - loss_share(t, i, j, k)) / all);
	}
	return sum / all;
}

/* Slope of -(1 - p)^gamma log p by log p. */
static double
focal_slope(double gamma, double p, double rest, double log_p)
{
	if (gamma == 0)
		return -1;
	if (rest <= 0)
		return 0;
	return num_pow(rest, gamma) * (gamma * p * log_p / rest - 1);
}

/* -sum_j q_j (1 - p_j)^gamma log p_j; d log p_j / dx_m = (j is m) - p_m */
double
loss_focal_softmax(float *dy, const float *out, const struct nn_target *t, int n, int k,
		   const struct nn_loss_use *u, float *scratch)
{
	double sum = 0, gamma = u->p[0], all = loss_divisor(u, 1, n);

	loss_softmax_parts(scratch, out, n, k);
	for (int i = 0; i < n; i++) {
		struct logits l = logits_of(out + i * k, scratch + i * k, k);
		double every = 0, d = 0;

		for (int j = 0; j < k; j++) {
			double q = loss_share(t, i, j, k), log_p = log_share(&l, j);
			double rest = (l.total - l.e[j]) / l.total;

			d = 0;
			if (q > 0)
				d = q * focal_slope(gamma, l.e[j] / l.total, rest,
						    log_p);
			every += d;
			if (q > 0)
				sum -= q * num_pow(rest, gamma) * log_p;
			if (dy)
				dy[i * k + j] = (float)d;
		}
		for (int j = 0; dy && j < k; j++)
			dy[i * k + j] = (float)((dy[i * k + j] - every * l.e[j] / l.total)
						/ all);
	}
	return sum / all;
}

void
nn_softmax(float *p, const float *x, int n, int k, double temperature)
{
	float scale = (float)(1 / temperature);

	for (int i = 0; temperature != 1 && i < n * k; i++)
		p[i] = x[i] * scale;
	loss_softmax_parts(p, temperature != 1 ? p : x, n, k);
	for (int i = 0; i < n * k; i += k) {
		double sum = num_sum(p + i, k);

		for (int j = i; j < i + k; j++)
			p[j] = (float)(p[j] / sum);
	}
}

/* dx_j = p_j (dy_j - sum_i p_i dy_i) / t */
void
nn_softmax_back(float *dx, const float *dy, const float *p, int n, int k,
		double temperature)
{
	for (int i = 0; i < n * k; i += k) {
		double mean = num_dot(p + i, dy + i, k);

		for (int j = i; j < i + k; j++)
			dx[j] = (float)(p[j] * (dy[j] - mean) / temperature);
	}
}
