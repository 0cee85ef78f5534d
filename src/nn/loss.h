/* The functions behind the rows of nn_losses; see struct nn_loss. */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include "actlab/nn.h"

/* loss_value.c: numbers to be met, element by element */
double loss_mse(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const struct nn_loss_use *u, float *scratch);
double loss_mae(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const struct nn_loss_use *u, float *scratch);
double loss_huber(float *dy, const float *out, const struct nn_target *t, int n, int k,
		  const struct nn_loss_use *u, float *scratch);
double loss_smooth_l1(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const struct nn_loss_use *u, float *scratch);
/* loss_label.c: labels 0 or 1, one for each output */
double loss_bce(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const struct nn_loss_use *u, float *scratch);
double loss_bce_logits(float *dy, const float *out, const struct nn_target *t, int n,
		       int k, const struct nn_loss_use *u, float *scratch);
double loss_focal(float *dy, const float *out, const struct nn_target *t, int n, int k,
		  const struct nn_loss_use *u, float *scratch);
double loss_hinge(float *dy, const float *out, const struct nn_target *t, int n, int k,
		  const struct nn_loss_use *u, float *scratch);
double loss_sigmoid_mse(float *dy, const float *out, const struct nn_target *t, int n,
			int k, const struct nn_loss_use *u, float *scratch);
/* loss_class.c: one class a row, or a distribution over the classes */
double loss_ce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const struct nn_loss_use *u, float *scratch);
double loss_ce_logits(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const struct nn_loss_use *u, float *scratch);
double loss_kl(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const struct nn_loss_use *u, float *scratch);
double loss_focal_softmax(float *dy, const float *out, const struct nn_target *t, int n,
			  int k, const struct nn_loss_use *u, float *scratch);
/* loss_naive.c: the formulas of a textbook, in float and with no care */
double loss_bce_naive(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const struct nn_loss_use *u, float *scratch);
double loss_bce_logits_naive(float *dy, const float *out, const struct nn_target *t,
			     int n, int k, const struct nn_loss_use *u, float *scratch);
double loss_ce_naive(float *dy, const float *out, const struct nn_target *t, int n,
		     int k, const struct nn_loss_use *u, float *scratch);

/* As PyTorch: a logarithm is at least -100, a denominator at least 1e-12, so that
 * a probability of exactly 0 or 1 gives a finite loss and a huge slope. */
#define LOSS_LOG_LEAST -100.0
#define LOSS_DEN_LEAST 1e-12

static inline double
loss_at_least(double x, double least)
{
	return x < least ? least : x;
}

/* reduction=, which is this row of the loss's parameters: what a sum is divided by */
static inline double
loss_divisor(const struct nn_loss_use *u, int row, double count)
{
	return u->p[row] > 0 ? 1 : count;
}

/* 1 where no weights are given */
static inline double
loss_weight(const struct nn_loss_use *u, int class)
{
	return u->n_weight ? u->weight[class] : 1;
}

/* The target of row i as a distribution: how much of it is class j. */
static inline double
loss_share(const struct nn_target *t, int i, int j, int k)
{
	return t->label ? j == t->label[i] : t->y[i * k + j];
}

/* What a sum over n rows is divided by: mean is that of PyTorch, the weights of the true
 * classes together, or the rows where there is no true class. */
double loss_class_divisor(const struct nn_loss_use *u, int row, const struct nn_target *t,
			  int n, int k);
/* e = e^(x - the row's largest x); a row of softmax is e over the sum of its e. */
void loss_softmax_parts(float *e, const float *x, int n, int k);

#endif
