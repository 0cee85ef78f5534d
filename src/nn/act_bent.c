#include "act.h"

#include <float.h>

/* expm1, not exp - 1: near zero the difference would keep no digit. */
void
act_elu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	float alpha = a->p[0];

	num_vexpm1(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? x[i] : alpha * y[i];
}

void
act_elu_slope(float *restrict d, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	float alpha = a->p[0];

	num_vexp(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] > 0 ? 1 : alpha * d[i];
}

void
act_celu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	float alpha = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] / alpha;
	num_vexpm1(y, y, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? x[i] : alpha * y[i];
}

void
act_celu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	float alpha = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] / alpha;
	num_vexp(d, d, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] > 0 ? 1 : d[i];
}

/* G. Klambauer and others, "Self-normalizing neural networks", 2017 */
static const float selu_scale = 1.05070098735548049342f;
static const float selu_below = 1.75809934084737685994f;	/* scale times alpha */

void
act_selu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vexpm1(y, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? selu_scale * x[i] : selu_below * y[i];
}

void
act_selu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vexp(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] > 0 ? selu_scale : selu_below * d[i];
}

void
act_softsign(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -FLT_MAX, FLT_MAX);	/* inf / inf is NaN */

		y[i] = c / (1 + fabsf(c));
	}
}

void
act_softsign_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float r = 1 / (1 + fabsf(x[i]));

		d[i] = r * r;
	}
}

/* (sqrt(x^2 + 1) - 1) / 2 + x as a product, which cancels nowhere; beyond the
 * clamp the quotient is +-1 and its square would overflow. */
void
act_bent_identity(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -1e15f, 1e15f);

		y[i] = x[i] * (1 + 0.5f * (c / (sqrtf(c * c + 1) + 1)));
	}
}

void
act_bent_identity_slope(float *restrict d, const float *restrict x, int n,
			const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = act_clamp(x[i], -1e15f, 1e15f);

		d[i] = 1 + 0.5f * (c / sqrtf(c * c + 1));
	}
}

void
act_tanhshrink(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	num_vtanhshrink(y, x, n);
}

void
act_tanhshrink_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a)
{
	(void)a;
	num_vtanh(d, x, n);
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] *= d[i];
}

void
act_gaussian(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	(void)a;
	num_vgauss(y, x, n);
}

void
act_gaussian_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a)
{
	(void)a;
	num_vgauss_slope(d, x, n);
}

void
act_sin(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	num_vsin(y, x, n);
}

void
act_sin_slope(float *restrict d, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	(void)a;
	num_vcos(d, x, n);
}
