/* The functions behind the rows of nn_losses; see struct nn_loss. */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include "actlab/nn.h"

/* loss_value.c: numbers to be met, element by element */
double loss_mse(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const float *p, float *scratch);
double loss_mae(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const float *p, float *scratch);
double loss_huber(float *dy, const float *out, const struct nn_target *t, int n, int k,
		  const float *p, float *scratch);
double loss_smooth_l1(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const float *p, float *scratch);
/* loss_class.c: labels and classes */
double loss_bce(float *dy, const float *out, const struct nn_target *t, int n, int k,
		const float *p, float *scratch);
double loss_bce_logits(float *dy, const float *out, const struct nn_target *t, int n,
		       int k, const float *p, float *scratch);
double loss_ce(float *dy, const float *out, const struct nn_target *t, int n, int k,
	       const float *p, float *scratch);
double loss_ce_logits(float *dy, const float *out, const struct nn_target *t, int n,
		      int k, const float *p, float *scratch);

/* e = e^(x - the row's largest x); a row of softmax is e over the sum of its e. */
void loss_softmax_parts(float *e, const float *x, int n, int k);

#endif
