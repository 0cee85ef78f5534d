#include "act.h"

/* Every comparison is written so that x at the kink takes PyTorch's side. */

void
act_identity(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i];
}

void
act_identity_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a)
{
	(void)a, (void)x;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = 1;
}

void
act_step(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? 1 : 0;
}

void
act_step_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a, (void)x;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = 0;
}

void
act_relu(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? x[i] : 0;
}

void
act_relu_slope(float *restrict d, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] > 0 ? 1 : 0;
}

void
act_relu6(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = act_clamp(x[i], 0, 6);
}

void
act_relu6_slope(float *restrict d, const float *restrict x, int n,
		const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = ((x[i] > 0) & (x[i] < 6)) ? 1 : 0;
}

/* leaky_relu, and prelu, whose slope is learned: p[0] is the slope at x <= 0 */
void
act_leaky(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	float slope = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

void
act_leaky_slope(float *restrict d, const float *restrict x, int n,
		const struct nn_act_use *a)
{
	float slope = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = x[i] > 0 ? 1 : slope;
}

void
act_leaky_learn(double *restrict dp, const float *restrict dy, const float *restrict x,
		int n, const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0; i < n; i++)
		dp[0] += x[i] > 0 ? 0 : (double)dy[i] * x[i];
}

void
act_hardtanh(float *restrict y, const float *restrict x, int n,
	     const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = act_clamp(x[i], -1, 1);
}

void
act_hardtanh_slope(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = fabsf(x[i]) < 1 ? 1 : 0;
}

void
act_hardsigmoid(float *restrict y, const float *restrict x, int n,
		const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = act_clamp(x[i] + 3, 0, 6) / 6;
}

void
act_hardsigmoid_slope(float *restrict d, const float *restrict x, int n,
		      const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = fabsf(x[i]) < 3 ? 1.0f / 6 : 0;
}

/* x at or below -3 is cut off first: -inf times 0 would be NaN */
void
act_hardswish(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float c = x[i] < -3 ? -3 : x[i];

		y[i] = c * (act_clamp(c + 3, 0, 6) / 6);
	}
}

void
act_hardswish_slope(float *restrict d, const float *restrict x, int n,
		    const struct nn_act_use *a)
{
	(void)a;
	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float inner = x[i] / 3 + 0.5f;

		d[i] = x[i] < -3 ? 0 : x[i] > 3 ? 1 : inner;
	}
}

void
act_softshrink(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	float lambda = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++) {
		float lo = x[i] + lambda, hi = x[i] - lambda;

		y[i] = x[i] > lambda ? hi : x[i] < -lambda ? lo : 0;
	}
}

void
act_hardshrink(float *restrict y, const float *restrict x, int n,
	       const struct nn_act_use *a)
{
	float lambda = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		y[i] = fabsf(x[i]) > lambda ? x[i] : 0;
}

void
act_hardshrink_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a)
{
	float lambda = a->p[0];

	for (int i = 0, m = act_lanes(n); i < m; i++)
		d[i] = fabsf(x[i]) > lambda ? 1 : 0;
}

void
act_softshrink_slope(float *restrict d, const float *restrict x, int n,
		     const struct nn_act_use *a)
{
	act_hardshrink_slope(d, x, n, a);
}
