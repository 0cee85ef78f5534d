/* The functions behind the rows of nn_opts; see struct nn_opt. */
#ifndef NN_OPT_H
#define NN_OPT_H

#include "actlab/nn.h"
#include "actlab/num.h"

/* opt_step.c: a step along the gradient, or divided by its size */
bool opt_sgd(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	     const double *arg);
bool opt_rmsprop(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
		 const double *arg);
bool opt_adagrad(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
		 const double *arg);
/* opt_adam.c: a step along the mean of the gradient, divided by its size */
bool opt_adam(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	      const double *arg);
bool opt_adamw(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	       const double *arg);
bool opt_nadam(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	       const double *arg);

static inline struct num_pull
opt_pull_of(double lr, double decay, bool decoupled, double l1)
{
	return (struct num_pull){ .l2 = decoupled ? 0 : (float)decay, .l1 = (float)l1,
				  .keep = decoupled ? (float)(1 - lr * decay) : 1 };
}

static inline float
opt_pulled(float g, float w, struct num_pull p)
{
	float sign = w > 0 ? p.l1 : w < 0 ? -p.l1 : 0;

	return g + p.l2 * w + sign;
}

#endif
