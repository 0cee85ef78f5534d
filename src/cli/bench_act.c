#include "cli/bench.h"

#include <math.h>

/* ---- what a programmer would write with libm, to be compared with ---- */

#define ROOT_2_PI 0.79788456f		/* sqrt(2 / pi) */

static float
exp_value(float x)
{
	return expf(x);
}

static float
erf_value(float x)
{
	return erff(x);
}

static float
sigmoid_value(float x)
{
	return 1 / (1 + expf(-x));
}

static float
sigmoid_slope(float x)
{
	float s = 1 / (1 + expf(-x));

	return s * (1 - s);
}

static float
tanh_value(float x)
{
	return tanhf(x);
}

static float
tanh_slope(float x)
{
	float t = tanhf(x);

	return 1 - t * t;
}

static float
silu_value(float x)
{
	return x / (1 + expf(-x));
}

static float
silu_slope(float x)
{
	float s = 1 / (1 + expf(-x));

	return s * (1 + x * (1 - s));
}

static float
gelu_value(float x)
{
	return 0.5f * x * (1 + erff(x * 0.70710678f));
}

static float
gelu_slope(float x)
{
	return 0.5f * (1 + erff(x * 0.70710678f)) + x * 0.39894228f * expf(-0.5f * x * x);
}

static float
gelu_tanh_value(float x)
{
	return 0.5f * x * (1 + tanhf(ROOT_2_PI * (x + 0.044715f * x * x * x)));
}

static float
gelu_tanh_slope(float x)
{
	float t = tanhf(ROOT_2_PI * (x + 0.044715f * x * x * x));

	return 0.5f * (1 + t)
	       + 0.5f * x * (1 - t * t) * ROOT_2_PI * (1 + 0.134145f * x * x);
}

static float
elu_value(float x)
{
	return x > 0 ? x : expm1f(x);
}

static float
elu_slope(float x)
{
	return x > 0 ? 1 : expf(x);
}

static float
selu_value(float x)
{
	return x > 0 ? 1.050701f * x : 1.758099f * expm1f(x);
}

static float
selu_slope(float x)
{
	return x > 0 ? 1.050701f : 1.758099f * expf(x);
}

static float
softplus_value(float x)
{
	return fmaxf(x, 0) + log1pf(expf(-fabsf(x)));
}

static float
mish_value(float x)
{
	return x * tanhf(softplus_value(x));
}

static float
mish_slope(float x)
{
	float t = tanhf(softplus_value(x));

	return t + x * (1 - t * t) * sigmoid_value(x);
}

static float
tanhshrink_value(float x)
{
	return x - tanhf(x);
}

static float
tanhshrink_slope(float x)
{
	float t = tanhf(x);

	return t * t;
}

static float
logsigmoid_value(float x)
{
	return -softplus_value(-x);
}

static float
logsigmoid_slope(float x)
{
	return sigmoid_value(-x);
}

static float
gaussian_value(float x)
{
	return expf(-x * x);
}

static float
gaussian_slope(float x)
{
	return -2 * x * expf(-x * x);
}

static float
sin_value(float x)
{
	return sinf(x);
}

static float
cos_value(float x)
{
	return cosf(x);
}

static const struct libm {
	const char *name;
	float (*f)(float x), (*df)(float x);
} libms[] = {
	{ "exp", exp_value, NULL },
	{ "erf", erf_value, NULL },
	{ "tanh", tanh_value, tanh_slope },
	{ "sigmoid", sigmoid_value, sigmoid_slope },
	{ "silu", silu_value, silu_slope },
	{ "gelu", gelu_value, gelu_slope },
	{ "gelu_tanh", gelu_tanh_value, gelu_tanh_slope },
	{ "elu", elu_value, elu_slope },
	{ "celu", elu_value, elu_slope },
	{ "selu", selu_value, selu_slope },
	{ "softplus", softplus_value, sigmoid_value },
	{ "mish", mish_value, mish_slope },
	{ "tanhshrink", tanhshrink_value, tanhshrink_slope },
	{ "logsigmoid", logsigmoid_value, logsigmoid_slope },
	{ "gaussian", gaussian_value, gaussian_slope },
	{ "sin", sin_value, cos_value },
	{ 0 }
};

static const struct libm *
libm_find(const char *name)
{
	for (const struct libm *m = libms; m->name; m++)
		if (str_is(str_of(name), m->name))
			return m;
	return NULL;
}

/* ---- one array, in and out ---- */

enum { VALUES = 4096 };
struct array {
	struct nn_act_use use;
	void (*plain)(float *y, const float *x, int n);
	float (*one)(float x);
	float x[VALUES], dy[VALUES], y[VALUES];
};

static void
value_own(void *with)
{
	struct array *a = with;

	nn_act_apply(&a->use, a->y, a->x, VALUES);
}

static void
back_own(void *with)
{
	struct array *a = with;

	nn_act_back(&a->use, a->y, NULL, a->dy, a->x, VALUES);
}

static void
plain_own(void *with)
{
	struct array *a = with;

	a->plain(a->y, a->x, VALUES);
}

static void
value_libm(void *with)
{
	struct array *a = with;

	for (int i = 0; i < VALUES; i++)
		a->y[i] = a->one(a->x[i]);
}

static void
back_libm(void *with)
{
	struct array *a = with;

	for (int i = 0; i < VALUES; i++)
		a->y[i] = a->dy[i] * a->one(a->x[i]);
}

static void
put(struct bench *b, const char *name, const char *what, void (*f)(void *with),
    struct array *a)
{
	bench_put(b, name, what, "ns", 1e9 / VALUES * bench_time(f, a));
}

static void
put_libm(struct bench *b, const char *name, struct array *a)
{
	const struct libm *m = libm_find(name);

	if (!m)
		return;
	a->one = m->f;
	put(b, name, "forward, libm", value_libm, a);
	if (!m->df)
		return;
	a->one = m->df;
	put(b, name, "backward, libm", back_libm, a);
}

static void
put_plain(struct bench *b, const char *name,
	  void (*f)(float *y, const float *x, int n), struct array *a)
{
	a->plain = f;
	put(b, name, "forward", plain_own, a);
	put_libm(b, name, a);
}

/* Activations of one's own that are rows, too: how much dearer a formula is. */
static const char *const formulas[] = { "x*sigmoid(x)", "x/(1+exp(-x))", NULL };

static void
put_formula(struct bench *b, const char *text, struct array *a)
{
	struct arena room;
	struct err e = { 0 };

	if (!arena_init(&room, FORMULA_CURVE_ROOM + 65536, &e))
		return;
	a->use.kind = nn_act_own(str_of(text), 0, NULL, &room, &e);
	if (a->use.kind) {
		put(b, text, "forward", value_own, a);
		put(b, text, "backward", back_own, a);
	}
	arena_done(&room);
}

/* Nanoseconds an element, of arrays that fit the second cache. */
void
bench_acts(struct bench *b)
{
	static const double spread = 2;
	struct array a;
	struct err e = { 0 };
	struct rng r;

	rng_init(&r, 1, "bench", 1);
	for (int i = 0; i < VALUES; i++) {
		a.x[i] = (float)(spread * rng_normal(&r));
		a.dy[i] = (float)rng_normal(&r);
	}
	put_plain(b, "exp", num_vexp, &a);
	put_plain(b, "erf", num_verf, &a);
	for (const struct nn_act *k = nn_acts; k->name; k++) {
		if (!nn_act_parse(str_of(k->name), SPAN_NONE, &a.use, &e))
			continue;
		put(b, k->name, "forward", value_own, &a);
		put(b, k->name, "backward", back_own, &a);
		put_libm(b, k->name, &a);
	}
	for (int i = 0; formulas[i]; i++)
		put_formula(b, formulas[i], &a);
}
