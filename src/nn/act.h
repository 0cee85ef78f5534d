/* The block functions behind the rows of nn_acts.  Each has the promise of
 * struct nn_act: n is a multiple of NN_ACT_LANES and no array overlaps another.
 */
#ifndef NN_ACT_H
#define NN_ACT_H

#include "actlab/nn.h"
#include "actlab/num.h"

#include <math.h>

/* n said so that the compiler sees a whole number of vectors and needs no tail. */
static inline int
act_lanes(int n)
{
	return n & ~(NN_ACT_LANES - 1);
}

/* NaN stays NaN. */
static inline float
act_clamp(float x, float lo, float hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

/* e^-|x|: the one exponential that a logistic curve needs, never above 1. */
static inline void
act_exp_fall(float *restrict e, const float *restrict x, int n)
{
	for (int i = 0, m = act_lanes(n); i < m; i++)
		e[i] = -fabsf(x[i]);
	num_vexp(e, e, n);
}

/* act_line.c: pieces of straight lines */
void act_identity(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
void act_identity_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a);
void act_step(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_step_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_relu(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_relu_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_relu6(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a);
void act_relu6_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a);
void act_leaky(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a);
void act_leaky_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a);
void act_hardtanh(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
void act_hardtanh_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a);
void act_hardsigmoid(float *restrict y, const float *restrict x, int n,
		     const struct nn_act_use *a);
void act_hardsigmoid_slope(float *restrict d, const float *restrict x, int n,
			   const struct nn_act_use *a);
void act_hardswish(float *restrict y, const float *restrict x, int n,
		   const struct nn_act_use *a);
void act_hardswish_slope(float *restrict d, const float *restrict x, int n,
			 const struct nn_act_use *a);
void act_softshrink(float *restrict y, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_softshrink_slope(float *restrict d, const float *restrict x, int n,
			  const struct nn_act_use *a);
void act_hardshrink(float *restrict y, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_hardshrink_slope(float *restrict d, const float *restrict x, int n,
			  const struct nn_act_use *a);
void act_leaky_learn(double *restrict dp, const float *restrict dy,
		     const float *restrict x, int n, const struct nn_act_use *a);
/* act_bent.c: exponential below zero, and smooth curves of their own */
void act_elu(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a);
void act_elu_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a);
void act_celu(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_celu_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_selu(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_selu_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_softsign(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
void act_softsign_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a);
void act_bent_identity(float *restrict y, const float *restrict x, int n,
		       const struct nn_act_use *a);
void act_bent_identity_slope(float *restrict d, const float *restrict x, int n,
			     const struct nn_act_use *a);
void act_tanhshrink(float *restrict y, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_tanhshrink_slope(float *restrict d, const float *restrict x, int n,
			  const struct nn_act_use *a);
void act_gaussian(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
void act_gaussian_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a);
void act_sin(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a);
void act_sin_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a);
/* act_logistic.c: the logistic curve, its relatives and x times one of them */
void act_sigmoid(float *restrict y, const float *restrict x, int n,
		 const struct nn_act_use *a);
void act_sigmoid_slope(float *restrict d, const float *restrict x, int n,
		       const struct nn_act_use *a);
void act_tanh(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_tanh_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_softplus(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
void act_softplus_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a);
void act_logsigmoid(float *restrict y, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_logsigmoid_slope(float *restrict d, const float *restrict x, int n,
			  const struct nn_act_use *a);
void act_silu(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_silu_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_mish(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_mish_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_gelu(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a);
void act_gelu_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a);
void act_gelu_tanh(float *restrict y, const float *restrict x, int n,
		   const struct nn_act_use *a);
void act_gelu_tanh_slope(float *restrict d, const float *restrict x, int n,
			 const struct nn_act_use *a);


#endif
