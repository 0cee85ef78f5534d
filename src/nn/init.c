#include "actlab/nn.h"
#include "rows.h"

#include <math.h>

static const struct param none[] = {
	{ 0 }
};
static const struct param spread[] = {
	{ "std", PARAM_REAL, 0, 1000, 0.01, "", NULL, "standard deviation" },
	{ 0 }
};
static const struct param limit[] = {
	{ "limit", PARAM_REAL, 0, 1000, 0.05, "", NULL, "drawn from -limit..limit" },
	{ 0 }
};
static const struct param value[] = {
	{ "value", PARAM_REAL, -1000, 1000, 0, "", NULL, "what every weight is" },
	{ 0 }
};

static void
draw_normal(float *w, int n, double std, struct rng *r)
{
	for (int i = 0; i < n; i++)
		w[i] = (float)(std * rng_normal(r));
}

/* A uniform number from -a..a has the deviation a / sqrt 3. */
static void
draw_uniform(float *w, int n, double std, struct rng *r)
{
	double a = std * 1.7320508075688772935;

	for (int i = 0; i < n; i++)
		w[i] = (float)(a * (2 * rng_uniform(r) - 1));
}

static double
he_std(int fan_in, int fan_out, const float *p)
{
	(void)fan_out, (void)p;
	return sqrt(2.0 / fan_in);
}

static double
xavier_std(int fan_in, int fan_out, const float *p)
{
	(void)p;
	return sqrt(2 / ((double)fan_in + fan_out));
}

static double
lecun_std(int fan_in, int fan_out, const float *p)
{
	(void)fan_out, (void)p;
	return sqrt(1.0 / fan_in);
}

static double
given_std(int fan_in, int fan_out, const float *p)
{
	(void)fan_in, (void)fan_out;
	return p[0];
}

static double
limit_std(int fan_in, int fan_out, const float *p)
{
	(void)fan_in, (void)fan_out;
	return p[0] / sqrt(3);
}

static double
no_std(int fan_in, int fan_out, const float *p)
{
	(void)fan_in, (void)fan_out, (void)p;
	return 0;
}

static void
he(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_normal(w, n, he_std(fan_in, fan_out, p), r);
}

static void
he_uniform(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_uniform(w, n, he_std(fan_in, fan_out, p), r);
}

static void
xavier(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_normal(w, n, xavier_std(fan_in, fan_out, p), r);
}

static void
xavier_uniform(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_uniform(w, n, xavier_std(fan_in, fan_out, p), r);
}

static void
lecun(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_normal(w, n, lecun_std(fan_in, fan_out, p), r);
}

static void
lecun_uniform(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_uniform(w, n, lecun_std(fan_in, fan_out, p), r);
}

static void
normal(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	(void)fan_in, (void)fan_out;
	draw_normal(w, n, p[0], r);
}

static void
uniform(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	draw_uniform(w, n, limit_std(fan_in, fan_out, p), r);
}

static void
constant(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	(void)fan_in, (void)fan_out, (void)r;
	for (int i = 0; i < n; i++)
		w[i] = p[0];
}

static void
zero(float *w, int n, int fan_in, int fan_out, const float *p, struct rng *r)
{
	(void)fan_in, (void)fan_out, (void)p, (void)r;
	for (int i = 0; i < n; i++)
		w[i] = 0;
}

const struct nn_init nn_inits[] = {
	{ "he", "normal, variance 2 / fan_in",
	  "keeps the signal's size through relu layers",
	  none, he_std, he },
	{ "xavier", "normal, variance 2 / (fan_in + fan_out)",
	  "keeps signal and gradient through layers that are nearly straight, like tanh",
	  none, xavier_std, xavier },
	{ "lecun", "normal, variance 1 / fan_in", 
	  "keeps the signal's size through straight layers; for selu",
	  none, lecun_std, lecun },
	{ "he_uniform", "uniform, limit sqrt(6 / fan_in)", "he with a flat distribution",
	  none,
	  he_std, he_uniform },
	{ "xavier_uniform", "uniform, limit sqrt(6 / (fan_in + fan_out))",
	  "xavier with a flat distribution", none, xavier_std, xavier_uniform },
	{ "lecun_uniform", "uniform, limit sqrt(3 / fan_in)",
	  "lecun with a flat distribution",
	  none, lecun_std, lecun_uniform },
	{ "normal", "normal, deviation std", "normal numbers, whatever the layer's width",
	  spread, given_std, normal },
	{ "uniform", "uniform, -limit..limit", "flat, whatever the layer's width", limit,
	  limit_std, uniform },
	{ "constant", "value", "every weight the same: all units stay twins", value,
	  no_std,
	  constant },
	{ "zero", "0", "every weight 0: nothing tells the units apart", none, no_std,
	  zero },
	{ 0 }
};

const struct nn_init *
nn_init_find(struct str name)
{
	for (const struct nn_init *i = nn_inits; i->name; i++)
		if (str_is(name, i->name))
			return i;
	return NULL;
}

bool
nn_init_parse(struct str text, struct span at, struct nn_init_use *out, struct err *e)
{
	struct param_call c;
	struct str_near near;

	if (!param_call_split(text, at, &c, e))
		return false;
	out->kind = nn_init_find(c.name);
	if (out->kind)
		return nn_args_read(&c, out->kind->param, out->p, e);
	near = str_near_begin(c.name);
	for (const struct nn_init *i = nn_inits; i->name; i++)
		str_near_try(&near, i->name);
	return nn_unknown(&c, "initialiser", &near, e);
}
