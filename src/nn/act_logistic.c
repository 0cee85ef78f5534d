#include "act.h"

/* With e = e^-|x| and r = 1 / (1 + e) the logistic curve is r on the right and
 * e r on the left, and its slope is e r^2: nothing is subtracted, so the tails
 * keep their digits.  x itself is clamped where it meets a factor that has become
 * 0, since inf times 0 would be NaN; far is beyond the last x that matters. */
static const float far = 110;			/* e^-110 is 0 in float */
static const float far_gauss = 16;		/* so is e^-(16^2 / 2) */

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

/* log(1 + e^z) = max(z, 0) + log1p(e^-|z|), z = beta x */
void
act_softplus(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	float beta = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = -fabsf(beta * x[i]);
	num_vexp(y, y, n);
	num_vlog1p(y, y, n);
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
	act_exp_fall(y, x, n);
	num_vlog1p(y, y, n);
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
	num_vsigmoid(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] *= x[i] < -far ? -far : x[i];
}

/* s(x) (1 + x s(-x)) */
void
act_silu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	act_exp_fall(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float r = 1 / (1 + d[i]), q = d[i] * r;
		float s = x[i] < 0 ? q : r, t = x[i] < 0 ? r : q;

		d[i] = s * (1 + act_clamp(x[i], -far, far) * t);
	}
}

/* tanh(log(1 + e^x)) = (e^2 + 2e) / (e^2 + 2e + 2); on the right both are divided
 * by e^2, so that only e^-|x| is needed. */
static inline float
mish_factor(float x, float e)
{
	float num = x < 0 ? e * (e + 2) : 1 + 2 * e;
	float rest = x < 0 ? 2 : 2 * e * e;

	return num / (num + rest);
}

/* The derivative of that factor, 4 e (e + 1) / (e^2 + 2e + 2)^2. */
static inline float
mish_factor_slope(float x, float e)
{
	float den = x < 0 ? e * (e + 2) + 2 : 1 + 2 * e + 2 * e * e;
	float num = 4 * e * (1 + e);

	return (x < 0 ? num : num * e) / (den * den);
}

void
act_mish(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	act_exp_fall(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = x[i] < -far ? -far : x[i];

		y[i] = c * mish_factor(x[i], y[i]);
	}
}

void
act_mish_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	act_exp_fall(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -far, far);

		d[i] = mish_factor(x[i], d[i]) + c * mish_factor_slope(x[i], d[i]);
	}
}

/* Phi(x) = erfc(-x / sqrt 2) / 2, which keeps its digits on the left. */
static inline void
normal_share(float *restrict y, const float *restrict x, int n)
{
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] * -0.70710678118654752440f;
	num_verfc(y, y, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] *= 0.5f;
}

void
act_gelu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	normal_share(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] *= x[i] < -far_gauss ? -far_gauss : x[i];
}

/* Phi(x) + x phi(x) */
void
act_gelu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	float phi[NN_ACT_BLOCK];

	(void)a;
	normal_share(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -far_gauss, far_gauss);

		phi[i] = -0.5f * c * c;
	}
	num_vexp(phi, phi, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -far_gauss, far_gauss);

		d[i] += c * (0.39894228040143267794f * phi[i]);
	}
}

/* (1 + tanh u) / 2 = logistic(2u), here 2u = x (A + B x^2) */
static const float gelu_a = 1.59576912160573071176f;		/* 2 sqrt(2 / pi) */
static const float gelu_b = 0.07135481627260025278f;		/* A 0.044715 */

void
act_gelu_tanh(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] * (gelu_a + gelu_b * (x[i] * x[i]));
	num_vsigmoid(y, y, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] *= x[i] < -far_gauss ? -far_gauss : x[i];
}

void
act_gelu_tanh_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = -fabsf(x[i] * (gelu_a + gelu_b * (x[i] * x[i])));
	num_vexp(d, d, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -far_gauss, far_gauss);
		float r = 1 / (1 + d[i]), q = d[i] * r;

		d[i] = (x[i] < 0 ? q : r) + c * (q * r) * (gelu_a + 3 * gelu_b * (c * c));
	}
}
