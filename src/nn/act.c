#include "act.h"
#include "rows.h"
#include "vec.h"

#include <string.h>

static const struct param none[] = {
	{ 0 }
};
static const struct param leaky[] = {
	{ "slope", PARAM_REAL, -10, 10, 0.01, "", NULL, "slope where x is at most 0" },
	{ 0 }
};
static const struct param prelu[] = {
	{ "slope", PARAM_REAL, -10, 10, 0.25, "", NULL,
	  "slope at the start where x is at most 0" },
	{ 0 }
};
static const struct param alpha[] = {
	{ "alpha", PARAM_REAL, 0.01, 100, 1, "", NULL,
	  "the limit on the left is -alpha" },
	{ 0 }
};
static const struct param beta[] = {
	{ "beta", PARAM_REAL, 0.01, 100, 1, "", NULL, "how sharp the bend is" },
	{ 0 }
};
static const struct param lambda[] = {
	{ "lambda", PARAM_REAL, 0, 100, 0.5, "", NULL,
	  "half the width of the flat middle" },
	{ 0 }
};

const struct nn_act nn_acts[] = {
	{ "identity", "x", "1", "no activation: the network stays linear",
	  none, 0, act_identity, act_identity_slope, NULL, { NAN, NAN } },
	{ "relu", "max(0, x)", "1 where x > 0, else 0",
	  "off on the left, straight on the right",
	  none, 0, act_relu, act_relu_slope, NULL, { 0, NAN },
	  NULL, num_vrelu, num_vrelu_back },
	{ "leaky_relu", "x where x > 0, else slope x", "1 where x > 0, else slope",
	  "like relu, with a small slope on the left so that no unit dies",
	  leaky, 0, act_leaky, act_leaky_slope, NULL, { 0, NAN } },
	{ "prelu", "x where x > 0, else slope x", "1 where x > 0, else slope",
	  "like leaky_relu, with a slope that is learned, one a layer",
	  prelu, 1, act_leaky, act_leaky_slope, act_leaky_learn, { 0, NAN } },
	{ "elu", "x where x > 0, else alpha (e^x - 1)", "1 where x > 0, else alpha e^x",
	  "like relu on the right, bends to -alpha on the left",
	  alpha, 0, act_elu, act_elu_slope, NULL, { 0, NAN } },
	{ "celu", "x where x > 0, else alpha (e^(x/alpha) - 1)",
	  "1 where x > 0, else e^(x/alpha)", "elu made smooth at 0 for every alpha",
	  alpha, 0, act_celu, act_celu_slope, NULL, { NAN, NAN } },
	{ "selu", "1.0507 x where x > 0, else 1.7581 (e^x - 1)",
	  "1.0507 where x > 0, else 1.7581 e^x",
	  "elu scaled so that mean 0 and variance 1 pass from layer to layer",
	  none, 0, act_selu, act_selu_slope, NULL, { 0, NAN } },
	{ "gelu", "x Phi(x)", "Phi(x) + x phi(x)",
	  "x times the chance that a normal number is below x",
	  none, 0, act_gelu, act_gelu_slope, NULL, { NAN, NAN },
	  NULL, num_vgelu, num_vgelu_back },
	{ "gelu_tanh", "x (1 + tanh(0.79788 (x + 0.044715 x^3))) / 2",
	  "s + x s (1 - s) (1.59577 + 0.214064 x^2), s = f / x",
	  "gelu by a formula with tanh, as in GPT-2",
	  none, 0, act_gelu_tanh, act_gelu_tanh_slope, NULL, { NAN, NAN } },
	{ "sigmoid", "1 / (1 + e^-x)", "f (1 - f)",
	  "from off to on without a corner, flat far from 0",
	  none, 0, act_sigmoid, act_sigmoid_slope, NULL, { NAN, NAN },
	  NULL, num_vsigmoid, num_vsigmoid_back },
	{ "tanh", "(e^x - e^-x) / (e^x + e^-x)", "1 - f^2",
	  "like sigmoid, but with mean 0 where its inputs have it",
	  none, 0, act_tanh, act_tanh_slope, NULL, { NAN, NAN },
	  NULL, num_vtanh, num_vtanh_back },
	{ "silu", "x s, s = sigmoid(x)", "s (1 + x (1 - s))",
	  "x times its sigmoid, also called swish",
	  none, 0, act_silu, act_silu_slope, NULL, { NAN, NAN },
	  NULL, num_vsilu, num_vsilu_back },
	{ "softplus", "log(1 + e^(beta x)) / beta", "sigmoid(beta x)",
	  "relu with a round corner",
	  beta, 0, act_softplus, act_softplus_slope, NULL, { NAN, NAN } },
	{ "mish", "x tanh(log(1 + e^x))", "t + x (1 - t^2) sigmoid(x), t = f / x",
	  "like silu, with tanh of softplus as the factor",
	  none, 0, act_mish, act_mish_slope, NULL, { NAN, NAN } },
	{ "relu6", "min(max(0, x), 6)", "1 where 0 < x < 6, else 0",
	  "relu that stops at 6",
	  none, 0, act_relu6, act_relu6_slope, NULL, { 0, 6 } },
	{ "hardtanh", "min(max(-1, x), 1)", "1 where -1 < x < 1, else 0",
	  "tanh of three straight lines",
	  none, 0, act_hardtanh, act_hardtanh_slope, NULL, { -1, 1 } },
	{ "hardsigmoid", "min(max(0, x + 3), 6) / 6", "1/6 where -3 < x < 3, else 0",
	  "sigmoid of three straight lines",
	  none, 0, act_hardsigmoid, act_hardsigmoid_slope, NULL, { -3, 3 } },
	{ "hardswish", "x min(max(0, x + 3), 6) / 6",
	  "x/3 + 1/2 where -3 <= x <= 3, else 0 or 1", "silu without an exponential",
	  none, 0, act_hardswish, act_hardswish_slope, NULL, { -3, 3 } },
	{ "softsign", "x / (1 + |x|)", "1 / (1 + |x|)^2", "like tanh, with long tails",
	  none, 0, act_softsign, act_softsign_slope, NULL, { NAN, NAN } },
	{ "softshrink", "x -+ lambda where |x| > lambda, else 0",
	  "1 where |x| > lambda, else 0", "pulls every value towards 0 by lambda",
	  lambda, 0, act_softshrink, act_softshrink_slope, NULL, { -0.5f, 0.5f } },
	{ "hardshrink", "x where |x| > lambda, else 0", "1 where |x| > lambda, else 0",
	  "drops small values",
	  lambda, 0, act_hardshrink, act_hardshrink_slope, NULL, { -0.5f, 0.5f } },
	{ "tanhshrink", "x - tanh(x)", "tanh(x)^2", "flat at 0, straight far away",
	  none, 0, act_tanhshrink, act_tanhshrink_slope, NULL, { NAN, NAN } },
	{ "logsigmoid", "-log(1 + e^-x)", "sigmoid(-x)", "the logarithm of sigmoid",
	  none, 0, act_logsigmoid, act_logsigmoid_slope, NULL, { NAN, NAN } },
	{ "bent_identity", "(sqrt(x^2 + 1) - 1) / 2 + x", "x / (2 sqrt(x^2 + 1)) + 1",
	  "a line whose slope goes from 1/2 to 3/2",
	  none, 0, act_bent_identity, act_bent_identity_slope, NULL, { NAN, NAN } },
	{ "gaussian", "e^(-x^2)", "-2 x f", "a bell: on near 0 only",
	  none, 0, act_gaussian, act_gaussian_slope, NULL, { NAN, NAN } },
	{ "sin", "sin(x)", "cos(x)", "a wave: goes up and down for ever",
	  none, 0, act_sin, act_sin_slope, NULL, { NAN, NAN } },
	{ "step", "1 where x > 0, else 0", "0", "on or off: nothing to learn from",
	  none, 0, act_step, act_step_slope, NULL, { 0, NAN } },
	{ 0 }
};

const struct nn_act *
nn_act_find(struct str name)
{
	for (const struct nn_act *a = nn_acts; a->name; a++)
		if (str_is(name, a->name))
			return a;
	return NULL;
}

const struct nn_act *
nn_act_find_own(const struct nn_own *own, struct str name)
{
	for (int i = own ? own->n : 0; i-- > 0;)
		if (str_is(name, own->row[i]->name))
			return own->row[i];
	return nn_act_find(name);
}

void
nn_acts_near(const struct nn_own *own, struct str_near *near)
{
	for (int i = 0; own && i < own->n; i++)
		str_near_try(near, own->row[i]->name);
	for (const struct nn_act *a = nn_acts; a->name; a++)
		str_near_try(near, a->name);
}

bool
nn_act_parse_own(const struct nn_own *own, struct str text, struct span at,
		 struct nn_act_use *out, struct err *e)
{
	struct param_call c;
	struct str_near near;

	if (!param_call_split(text, at, &c, e))
		return false;
	out->kind = nn_act_find_own(own, c.name);
	if (out->kind)
		return nn_args_read(&c, out->kind->param, out->p, e);
	near = str_near_begin(c.name);
	nn_acts_near(own, &near);
	return nn_unknown(&c, "activation", &near, e);
}

bool
nn_act_parse(struct str text, struct span at, struct nn_act_use *out, struct err *e)
{
	return nn_act_parse_own(NULL, text, at, out, e);
}

/* ------------------------------------------------------------------ whole arrays */

/* x filled up with zeros to whole vectors; returns their length. */
static int
block_in(float *block, const float *x, int n)
{
	int whole = (n + NN_ACT_LANES - 1) & ~(NN_ACT_LANES - 1);

	memcpy(block, x, sizeof(*x) * (size_t)n);
	for (int i = n; i < whole; i++)
		block[i] = 0;
	return whole;
}

static int
block_length(int left)
{
	return left < NN_ACT_BLOCK ? left : NN_ACT_BLOCK;
}

/* n values at once, of whole vectors without a detour; y may be x.  Whatever a row's
 * comparisons made of it, NaN stays NaN. */
static void
map(void (*f)(float *restrict y, const float *restrict x, int n,
	      const struct nn_act_use *a),
    const struct nn_act_use *a, float *y, const float *x, int n)
{
	float in[NN_ACT_BLOCK], out[NN_ACT_BLOCK];

	for (int i = 0, m; i < n; i += m) {
		m = block_length(n - i);
		if (x != y && m % NN_ACT_LANES == 0) {
			f(y + i, x + i, m, a);
			num_vkeep_nan(y + i, x + i, m);
		} else {
			int whole = block_in(in, x + i, m);

			f(out, in, whole, a);
			num_vkeep_nan(out, in, whole);
			memcpy(y + i, out, sizeof(*y) * (size_t)m);
		}
	}
}

void
nn_act_apply(const struct nn_act_use *a, float *y, const float *x, int n)
{
	if (a->kind->whole)
		a->kind->whole(y, x, n);
	else
		map(a->kind->f, a, y, x, n);
}

void
nn_act_slopes(const struct nn_act_use *a, float *d, const float *x, int n)
{
	map(a->kind->df, a, d, x, n);
}

/* dL/dx = dL/dy f'(x) */
static void
back(const struct nn_act_use *a, float *dx, const float *dy, const float *x, int n)
{
	float d[NN_ACT_BLOCK];

	for (int i = 0, m; i < n; i += m) {
		m = block_length(n - i);
		map(a->kind->df, a, d, x + i, m);
		vec_scale(d, dy + i, m);
		memcpy(dx + i, d, sizeof(*dx) * (size_t)m);
	}
}

static void
learn(const struct nn_act_use *a, float *dp, const float *dy, const float *x, int n)
{
	float in[NN_ACT_BLOCK], up[NN_ACT_BLOCK];
	double sum[NN_ARGS_MAX] = { 0 };

	for (int i = 0, m; i < n; i += m) {
		m = block_length(n - i);
		block_in(up, dy + i, m);
		a->kind->learn(sum, up, in, block_in(in, x + i, m), a);
	}
	for (int i = 0; i < a->kind->n_learned; i++)
		dp[i] = (float)sum[i];
}

void
nn_act_back(const struct nn_act_use *a, float *dx, float *dp, const float *dy,
	    const float *x, int n)
{
	if (dp && a->kind->learn)
		learn(a, dp, dy, x, n);
	if (dx && a->kind->whole_back)
		a->kind->whole_back(dx, dy, x, n);
	else if (dx)
		back(a, dx, dy, x, n);
}

float
nn_act_value(const struct nn_act_use *a, float x)
{
	nn_act_apply(a, &x, &x, 1);
	return x;
}

float
nn_act_slope(const struct nn_act_use *a, float x)
{
	nn_act_slopes(a, &x, &x, 1);
	return x;
}

float
nn_act_steepest(const struct nn_act_use *a)
{
	float most = 0, d[NN_ACT_BLOCK];

	for (int i = -2560; i <= 2560; i += NN_ACT_BLOCK) {
		int n = block_length(2561 - i);

		for (int j = 0; j < n; j++)
			d[j] = (float)(i + j) / 256;
		nn_act_slopes(a, d, d, n);
		for (int j = 0; j < n; j++)
			most = fabsf(d[j]) > most ? fabsf(d[j]) : most;
	}
	return most;
}

/* The midpoint rule: kinks that stand on whole steps do no harm. */
double
nn_act_gain(const struct nn_act_use *a)
{
	enum { REACH = 10, STEPS = 64 };	/* deviations, steps in one */
	double sum = 0, all = 0;

	for (int i = -REACH * STEPS; i < REACH * STEPS; i++) {
		double z = (i + 0.5) / STEPS, share = num_exp(-0.5 * z * z);
		double y = nn_act_value(a, (float)z);

		sum += share * y * y;
		all += share;
	}
	return sum > 0 && isfinite(sum) ? sqrt(all / sum) : 1;
}
