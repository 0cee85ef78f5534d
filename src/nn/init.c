#include "actlab/nn.h"
#include "rows.h"

#include <math.h>

static const struct param none[] = {
	{ 0 }
};
static const struct param fan[] = {
	{ "mode", PARAM_WORD, 0, 1, 0, "", "fan_in fan_out",
	  "what is kept: the signal on its way up, or the gradient on its way down" },
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
static const struct param gain[] = {
	{ "gain", PARAM_REAL, 0, 1000, 1, "", NULL, "factor of the orthogonal matrix" },
	{ 0 }
};

/* ---- deviations ---- */

/* mode=, the first parameter of the rows that take it */
static double
fan_of(const struct nn_init_at *at, const float *p)
{
	return p[0] > 0 ? at->fan_out : at->fan_in;
}

static double
he_std(const struct nn_init_at *at, const float *p)
{
	return sqrt(2 / fan_of(at, p));
}

static double
lecun_std(const struct nn_init_at *at, const float *p)
{
	return sqrt(1 / fan_of(at, p));
}

static double
auto_std(const struct nn_init_at *at, const float *p)
{
	return (at->act ? nn_act_gain(at->act) : 1) / sqrt(fan_of(at, p));
}

static double
xavier_std(const struct nn_init_at *at, const float *p)
{
	(void)p;
	return sqrt(2 / ((double)at->fan_in + at->fan_out));
}

static double
torch_std(const struct nn_init_at *at, const float *p)
{
	(void)p;
	return sqrt(1.0 / 3 / at->fan_in);
}

static double
orthogonal_std(const struct nn_init_at *at, const float *p)
{
	return p[0] / sqrt(at->rows > at->cols ? at->rows : at->cols);
}

static double
given_std(const struct nn_init_at *at, const float *p)
{
	(void)at;
	return p[0];
}

static double
limit_std(const struct nn_init_at *at, const float *p)
{
	(void)at;
	return p[0] / sqrt(3);
}

static double
no_std(const struct nn_init_at *at, const float *p)
{
	(void)at, (void)p;
	return 0;
}

/* ---- draws ---- */

static void
draw_normal(float *w, const struct nn_init_at *at, const struct nn_init_use *u,
	    struct rng *r)
{
	double std = u->kind->std(at, u->p);

	for (int i = 0; i < at->rows * at->cols; i++)
		w[i] = (float)(std * rng_normal(r));
}

/* A uniform number from -a..a has the deviation a / sqrt 3. */
static void
draw_uniform(float *w, const struct nn_init_at *at, const struct nn_init_use *u,
	     struct rng *r)
{
	double a = u->kind->std(at, u->p) * 1.7320508075688772935;

	for (int i = 0; i < at->rows * at->cols; i++)
		w[i] = (float)(a * (2 * rng_uniform(r) - 1));
}

static void
constant(float *w, const struct nn_init_at *at, const struct nn_init_use *u,
	 struct rng *r)
{
	(void)r;
	for (int i = 0; i < at->rows * at->cols; i++)
		w[i] = u->p[0];
}

/* Takes from vector v its part along q, which has length 1; both n long, step apart. */
static void
take_part(float *v, const float *q, int n, int step)
{
	double dot = 0;

	for (int i = 0; i < n; i++)
		dot += (double)v[i * step] * q[i * step];
	for (int i = 0; i < n; i++)
		v[i * step] -= (float)(dot * q[i * step]);
}

static void
stretch(float *v, int n, int step, double to)
{
	double sum = 0, by;

	for (int i = 0; i < n; i++)
		sum += (double)v[i * step] * v[i * step];
	by = sum > 0 ? to / sqrt(sum) : 0;
	for (int i = 0; i < n; i++)
		v[i * step] = (float)(v[i * step] * by);
}

/* Gram and Schmidt, each vector twice, on normal numbers: the rows where the matrix is
 * wide, the columns where it is tall. */
static void
orthogonal(float *w, const struct nn_init_at *at, const struct nn_init_use *u,
	   struct rng *r)
{
	bool wide = at->cols >= at->rows;
	int count = wide ? at->rows : at->cols, n = wide ? at->cols : at->rows;
	int step = wide ? 1 : at->cols, next = wide ? at->cols : 1;

	for (int i = 0; i < at->rows * at->cols; i++)
		w[i] = (float)rng_normal(r);
	for (int i = 0; i < count; i++) {
		for (int j = 0; j < 2 * i; j++)
			take_part(w + i * next, w + j % i * next, n, step);
		stretch(w + i * next, n, step, 1);
	}
	for (int i = 0; i < at->rows * at->cols; i++)
		w[i] *= u->p[0];
}

const struct nn_init nn_inits[] = {
	{ "he", "normal, variance 2 / fan_in",
	  "keeps the signal's size through relu layers",
	  fan, he_std, draw_normal, false },
	{ "xavier", "normal, variance 2 / (fan_in + fan_out)",
	  "keeps signal and gradient through layers that are nearly straight, like tanh",
	  none, xavier_std, draw_normal, false },
	{ "lecun", "normal, variance 1 / fan_in",
	  "keeps the signal's size through straight layers; for selu",
	  fan, lecun_std, draw_normal, false },
	{ "auto", "normal, variance g^2 / fan_in, 1 / g^2 = mean f(z)^2 for normal z",
	  "keeps the signal's size after any activation f; g is 1 before the first",
	  fan, auto_std, draw_normal, false },
	{ "he_uniform", "uniform, limit sqrt(6 / fan_in)", "he with a flat distribution",
	  fan, he_std, draw_uniform, false },
	{ "xavier_uniform", "uniform, limit sqrt(6 / (fan_in + fan_out))",
	  "xavier with a flat distribution", none, xavier_std, draw_uniform, false },
	{ "lecun_uniform", "uniform, limit sqrt(3 / fan_in)",
	  "lecun with a flat distribution", fan, lecun_std, draw_uniform, false },
	{ "auto_uniform", "uniform, limit g sqrt(3 / fan_in), g as for auto",
	  "auto with a flat distribution", fan, auto_std, draw_uniform, false },
	{ "orthogonal", "gain Q, rows or columns of Q at right angles and of length 1",
	  "a turn without stretching, which many layers leave as it is", gain,
	  orthogonal_std, orthogonal, false },
	{ "torch", "uniform, limit 1 / sqrt(fan_in), the biases too",
	  "what PyTorch gives a linear layer unasked", none, torch_std, draw_uniform,
	  true },
	{ "normal", "normal, deviation std", "normal numbers, whatever the layer's width",
	  spread, given_std, draw_normal, false },
	{ "uniform", "uniform, -limit..limit", "flat, whatever the layer's width", limit,
	  limit_std, draw_uniform, false },
	{ "constant", "value", "every weight the same: all units stay twins", value,
	  no_std, constant, false },
	{ "zero", "0", "every weight 0: nothing tells the units apart", none, no_std,
	  constant, false },
	{ 0 }
};

static const char *
name_of(int row)
{
	return nn_inits[row].name;
}

const struct nn_init *
nn_init_find(struct str name)
{
	int row = nn_row_find(name_of, name);

	return row < 0 ? NULL : &nn_inits[row];
}

bool
nn_init_parse(struct str text, struct span at, struct nn_init_use *out, struct err *e)
{
	struct param_call c;
	int row = nn_call_row(text, at, "initialiser", name_of, &c, e);

	if (row < 0)
		return false;
	out->kind = &nn_inits[row];
	return nn_args_read(&c, out->kind->param, out->p, e);
}
