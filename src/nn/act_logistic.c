#include "act.h"

/* With e = e^-|x| and r = 1 / (1 + e) the logistic curve is r on the right and e r on the
 * left, and its slope is e r^2: nothing is subtracted, so the tails keep their digits. */

void
act_sigmoid(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vsigmoid(y, x, n);
}

void
act_sigmoid_slope(float *restrict d, const float *restrict x, int n,
		  const struct nn_act_use *a)
{
	(void)a;
	act_exp_fall(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float r = 1 / (1 + d[i]);

		d[i] *= r * r;
	}
}

void
act_tanh(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vtanh(y, x, n);
}

/* 1 - tanh^2 = 4 t / (1 + t)^2 with t = e^-2|x| */
void
act_tanh_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = -2 * fabsf(x[i]);
	num_vexp(d, d, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float r = 2 / (1 + d[i]);

		d[i] *= r * r;
	}
}

/* log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), z = beta x */
void
act_softplus(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	float beta = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = beta * x[i];
	num_vlog_fall(y, y, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = (x[i] > 0 ? x[i] : 0) + y[i] / beta;
}

void
act_softplus_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a)
{
	float beta = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = beta * x[i];
	num_vsigmoid(d, d, n);
}

void
act_logsigmoid(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vlog_fall(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = (x[i] < 0 ? x[i] : 0) - y[i];
}

void
act_logsigmoid_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = -x[i];
	num_vsigmoid(d, d, n);
}

void
act_silu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vsilu(y, x, n);
}

void
act_silu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vsilu_slope(d, x, n);
}

void
act_mish(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vmish(y, x, n);
}

void
act_mish_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vmish_slope(d, x, n);
}

void
act_gelu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vgelu(y, x, n);
}

void
act_gelu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vgelu_slope(d, x, n);
}

void
act_gelu_tanh(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	(void)a;
	num_vgelu_tanh(y, x, n);
}

void
act_gelu_tanh_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a)
{
	(void)a;
	num_vgelu_tanh_slope(d, x, n);
}
