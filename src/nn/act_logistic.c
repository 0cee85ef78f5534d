#include "act.h"

/* With e = e^-|x| and r = 1 / (1 + e) the logistic curve is r on the right and
 * e r on the left, and its slope is e r^2: nothing is subtracted, so the tails
 * keep their digits.  x itself is clamped where it meets a factor that has become
 * 0, since inf times 0 would be NaN; far is beyond the last x that matters. */
static const double far = 110;			/* e^-110 is 0 in float */

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

/* The rows below multiply e by x, and some take one large number from another: they are
 * worked out in double and rounded once.  c = x up to far. */
static inline void
fall_parts(double *restrict c, double *restrict e, const float *restrict x, int n)
{
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double v = x[i];

		c[i] = v < -far ? -far : v > far ? far : v;
		e[i] = fabs(c[i]);
	}
	num_vexp_minus(e, e, n);
}

void
act_silu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	fall_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double num = x[i] < 0 ? c[i] * e[i] : (double)x[i];

		y[i] = (float)(num / (1 + e[i]));
	}
}

/* s(x) (1 + x s(-x)) */
void
act_silu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	fall_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double r = 1 / (1 + e[i]), q = e[i] * r;
		double s = x[i] < 0 ? q : r, t = x[i] < 0 ? r : q;

		d[i] = (float)(s * (1 + c[i] * t));
	}
}

/* tanh(log(1 + e^x)) = (e^2 + 2e) / (e^2 + 2e + 2); on the right both are divided
 * by e^2, so that only e^-|x| is needed. */
void
act_mish(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	fall_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double num = x[i] < 0 ? e[i] * (e[i] + 2) : 1 + 2 * e[i];
		double rest = x[i] < 0 ? 2 : 2 * e[i] * e[i];

		y[i] = (float)((x[i] < 0 ? c[i] : (double)x[i]) * (num / (num + rest)));
	}
}

/* The derivative of that factor is 4 e (e + 1) / (e^2 + 2e + 2)^2. */
void
act_mish_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	fall_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double num = x[i] < 0 ? e[i] * (e[i] + 2) : 1 + 2 * e[i];
		double den = num + (x[i] < 0 ? 2 : 2 * e[i] * e[i]);
		double bend = 4 * e[i] * (1 + e[i]) * (x[i] < 0 ? 1 : e[i]);

		d[i] = (float)(num / den + c[i] * bend / (den * den));
	}
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

/* (1 + tanh u) / 2 = logistic(2u), here 2u = x (A + B x^2).  In double: the error of u is
 * multiplied by u. */
static const double gelu_a = 1.59576912160573071176;		/* 2 sqrt(2 / pi) */
static const double gelu_b = 0.07135481627260025278;		/* A 0.044715 */
static const double far_gelu = 16;		/* there the logistic curve is 0 or 1 */

/* c = |x| up to far_gelu, e = e^-2u */
static inline void
gelu_parts(double *restrict c, double *restrict e, const float *restrict x, int n)
{
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double v = fabs((double)x[i]), u;

		c[i] = v < far_gelu ? v : far_gelu;
		u = c[i] * (gelu_a + gelu_b * (c[i] * c[i]));
		e[i] = u < ACT_EXP_MINUS_MAX ? u : ACT_EXP_MINUS_MAX;
	}
	num_vexp_minus(e, e, n);
}

void
act_gelu_tanh(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	gelu_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double num = x[i] < 0 ? -c[i] * e[i] : (double)x[i];

		y[i] = (float)(num / (1 + e[i]));
	}
}

/* s + x s (1 - s) 2u' */
void
act_gelu_tanh_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a)
{
	double c[NN_ACT_BLOCK], e[NN_ACT_BLOCK] = { 0 };

	(void)a;
	gelu_parts(c, e, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		double r = 1 / (1 + e[i]), q = e[i] * r;
		double left = q - c[i] * (q * r) * (gelu_a + 3 * gelu_b * (c[i] * c[i]));

		d[i] = (float)(x[i] < 0 ? left : 1 - left);
	}
}
