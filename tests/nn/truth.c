#include "tests/nn/truth.h"

#include <math.h>

static real
sigm(real x)
{
	return 1 / (1 + expl(-x));
}

static real
soft(real x)
{
	return (x > 0 ? x : 0) + log1pl(expl(-fabsl(x)));
}

static real
identity(real x)
{
	return x;
}

static real
one(real x)
{
	(void)x;
	return 1;
}

static real
zero(real x)
{
	(void)x;
	return 0;
}

static real
step(real x)
{
	return x > 0;
}

static real
relu(real x)
{
	return x > 0 ? x : 0;
}

static real
leaky(real x)
{
	return x > 0 ? x : 0.01L * x;
}

static real
leaky_slope(real x)
{
	return x > 0 ? 1 : 0.01L;
}

static real
prelu(real x)
{
	return x > 0 ? x : 0.25L * x;
}

static real
prelu_slope(real x)
{
	return x > 0 ? 1 : 0.25L;
}

static real
elu(real x)
{
	return x > 0 ? x : expm1l(x);
}

static real
elu_slope(real x)
{
	return x > 0 ? 1 : expl(x);
}

static const real selu_scale = 1.0507009873554804934193349852946L;
static const real selu_below = 1.7580993408473768599402175208123L;

static real
selu(real x)
{
	return x > 0 ? selu_scale * x : selu_below * expm1l(x);
}

static real
selu_slope(real x)
{
	return x > 0 ? selu_scale : selu_below * expl(x);
}

static const real root_half = 0.70710678118654752440084436210485L;
static const real phi_0 = 0.39894228040143267793994605993438L;

static real
gelu(real x)
{
	return x * erfcl(-x * root_half) / 2;
}

static real
gelu_slope(real x)
{
	return erfcl(-x * root_half) / 2 + x * phi_0 * expl(-x * x / 2);
}

static const real gelu_a = 1.5957691216057307117597842397375L;
static const real gelu_b = 0.071354816272600252776380437679668L;

static real
gelu_tanh(real x)
{
	return x * sigm(x * (gelu_a + gelu_b * x * x));
}

static real
gelu_tanh_slope(real x)
{
	real u = x * (gelu_a + gelu_b * x * x), s = sigm(u);

	if (fabsl(x) > 50)
		return x > 0;
	return s + x * s * sigm(-u) * (gelu_a + 3 * gelu_b * x * x);
}

static real
sigm_slope(real x)
{
	return sigm(x) * sigm(-x);
}

static real
tanh_slope(real x)
{
	real c = coshl(x);

	return 1 / (c * c);
}

static real
silu(real x)
{
	return x * sigm(x);
}

static real
silu_slope(real x)
{
	return fabsl(x) > 500 ? x > 0 : sigm(x) * (1 + x * sigm(-x));
}

static real
mish(real x)
{
	return x * tanhl(soft(x));
}

static real
mish_slope(real x)
{
	if (fabsl(x) > 500)
		return x > 0;
	return tanhl(soft(x)) + x * tanh_slope(soft(x)) * sigm(x);
}

static real
between(real x, real lo, real hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

static real
relu6(real x)
{
	return between(x, 0, 6);
}

static real
relu6_slope(real x)
{
	return x > 0 && x < 6;
}

static real
hardtanh(real x)
{
	return between(x, -1, 1);
}

static real
hardtanh_slope(real x)
{
	return x > -1 && x < 1;
}

static real
hardsigmoid(real x)
{
	return between(x + 3, 0, 6) / 6;
}

static real
hardsigmoid_slope(real x)
{
	return x > -3 && x < 3 ? 1.0L / 6 : 0;
}

static real
hardswish(real x)
{
	return x * hardsigmoid(x);
}

static real
hardswish_slope(real x)
{
	return x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5L;
}

static real
softsign(real x)
{
	return x / (1 + fabsl(x));
}

static real
softsign_slope(real x)
{
	return 1 / ((1 + fabsl(x)) * (1 + fabsl(x)));
}

static real
softshrink(real x)
{
	return x > 0.5L ? x - 0.5L : x < -0.5L ? x + 0.5L : 0;
}

static real
hardshrink(real x)
{
	return fabsl(x) > 0.5L ? x : 0;
}

static real
shrink_slope(real x)
{
	return fabsl(x) > 0.5L;
}

static real
tanhshrink(real x)
{
	return fabsl(x) < 1e-3L ? x * x * x * (1.0L / 3 - x * x * 2 / 15) : x - tanhl(x);
}

static real
tanhshrink_slope(real x)
{
	return tanhl(x) * tanhl(x);
}

static real
logsigm(real x)
{
	return -soft(-x);
}

static real
sigm_minus(real x)
{
	return sigm(-x);
}

static real
bent(real x)
{
	return x + x * (x / (2 * (sqrtl(x * x + 1) + 1)));
}

static real
bent_slope(real x)
{
	return 1 + x / (2 * sqrtl(x * x + 1));
}

static real
gaussian(real x)
{
	return expl(-x * x);
}

static real
gaussian_slope(real x)
{
	return fabsl(x) > 100 ? 0 : -2 * x * expl(-x * x);
}

const struct truth truths[] = {
	{ "identity", identity, one, NAN },
	{ "relu", relu, step, NAN },
	{ "leaky_relu", leaky, leaky_slope, NAN },
	{ "prelu", prelu, prelu_slope, NAN },
	{ "elu", elu, elu_slope, NAN },
	{ "celu", elu, elu_slope, NAN },
	{ "selu", selu, selu_slope, NAN },
	{ "gelu", gelu, gelu_slope, -0.75179 },
	{ "gelu_tanh", gelu_tanh, gelu_tanh_slope, -0.75246 },
	{ "sigmoid", sigm, sigm_slope, NAN },
	{ "tanh", tanhl, tanh_slope, NAN },
	{ "silu", silu, silu_slope, -1.27846 },
	{ "softplus", soft, sigm, NAN },
	{ "mish", mish, mish_slope, -1.19241 },
	{ "relu6", relu6, relu6_slope, NAN },
	{ "hardtanh", hardtanh, hardtanh_slope, NAN },
	{ "hardsigmoid", hardsigmoid, hardsigmoid_slope, NAN },
	{ "hardswish", hardswish, hardswish_slope, -1.5 },
	{ "softsign", softsign, softsign_slope, NAN },
	{ "softshrink", softshrink, shrink_slope, NAN },
	{ "hardshrink", hardshrink, shrink_slope, NAN },
	{ "tanhshrink", tanhshrink, tanhshrink_slope, NAN },
	{ "logsigmoid", logsigm, sigm_minus, NAN },
	{ "bent_identity", bent, bent_slope, NAN },
	{ "gaussian", gaussian, gaussian_slope, NAN },
	{ "sin", sinl, cosl, NAN },
	{ "step", step, zero, NAN },
	{ 0 }
};
