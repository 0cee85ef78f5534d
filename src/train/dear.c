/* Facts of a layer's outputs that cost more than a pass: only for who asked. */
#include "train/run.h"

#include <math.h>
#include <string.h>

/* ---- quantiles ---- */

/* The share that entry i stands for: 0, 0.1, 0.5, 1, 2 ... 99, 99.5, 99.9, 100 %. */
static double
share_at(int i)
{
	static const double low[] = { 0, 0.001, 0.005 };
	int last = TRAIN_QUANTILES - 1;

	if (i < 3)
		return low[i];
	return i > last - 3 ? 1 - low[last - i] : (i - 2) / 100.0;
}

double
train_quantile(const float at[TRAIN_QUANTILES], double q)
{
	int i = 1;
	double lo, hi;

	while (i < TRAIN_QUANTILES - 1 && share_at(i) < q)
		i++;
	lo = share_at(i - 1);
	hi = share_at(i);
	if (q == hi)
		return at[i];
	return q == lo ? at[i - 1]
		       : at[i - 1] + ((double)at[i] - at[i - 1]) * (q - lo) / (hi - lo);
}

/* Between two of the sorted numbers it is interpolated. */
static void
quantiles(float at[TRAIN_QUANTILES], float *v, float *tmp, const float *x, int n)
{
	memcpy(v, x, (size_t)n * sizeof(*v));
	num_sort(v, tmp, n);
	for (int i = 0; i < TRAIN_QUANTILES; i++) {
		double place = share_at(i) * (n - 1);
		int k = (int)place;
		double part = place - k;

		at[i] = v[k];
		if (part > 0)
			at[i] = (float)(v[k] + ((double)v[k + 1] - v[k]) * part);
	}
}

/* ---- effective rank ---- */

/* The smaller of y'y and y y', lower half; returns its side. */
static int
make_gram(double *g, const float *y, int n, int units)
{
	int side = n < units ? n : units;

	for (int i = 0; i < side; i++)
		for (int k = 0; k <= i; k++) {
			double sum = 0;

			if (n < units)
				sum = num_dot(y + i * units, y + k * units, units);
			for (int row = 0; n >= units && row < n; row++)
				sum += (double)y[row * units + i] * y[row * units + k];
			g[i * side + k] = sum;
		}
	return side;
}

/* e to the entropy of the singular values, as shares of their sum. */
static double
effective_rank(const struct train_look *k, const float *y, int n, int units)
{
	int side = make_gram(k->gram, y, n, units);
	double all = 0, entropy = 0;

	if (!num_eigenvalues(k->gram, side, k->value, k->spare))
		return NAN;
	for (int i = 0; i < side; i++) {
		k->value[i] = k->value[i] > 0 ? sqrt(k->value[i]) : 0;
		all += k->value[i];
	}
	for (int i = 0; i < side; i++)
		if (k->value[i] > 0)
			entropy -= k->value[i] / all * num_log(k->value[i] / all);
	return all > 0 ? num_exp(entropy) : 0;
}

/* ---- both ---- */

void
train_dear_clear(struct train_level *f)
{
	f->rank = f->slope_factor = f->weight_factor = f->chain = NAN;
	f->path_unit = 0;
	f->path_slope = f->path_weight = f->path = NAN;
	for (int i = 0; i < TRAIN_QUANTILES; i++)
		f->y[i] = f->z[i] = NAN;
}

void
train_dear_level(struct train_run *r, struct train_level *f, const float *y, int units,
		 const float *z, int z_units, int n)
{
	unsigned dear = atomic_load_explicit(&r->dear, memory_order_relaxed);
	struct train_look *k = &r->look;

	if (dear & TRAIN_DEAR_QUANTILES) {	/* dx: nn_back is still to come */
		quantiles(f->y, k->slope, k->work.dx, y, n * units);
		quantiles(f->z, k->slope, k->work.dx, z, n * z_units);
	}
	if (dear & TRAIN_DEAR_RANK)
		f->rank = effective_rank(k, y, n, units);
}

/* ---- the chain rule ---- */

static int
index_of(const struct train_run *r, const struct nn_layer *l)
{
	return (int)(l - r->net.layer);
}

void
train_dear_chain(struct train_run *r, struct train_level *f)
{
	const struct train_look *k = &r->look;
	int levels = r->net.levels;
	double top = k->back[index_of(r, k->level[levels - 1].layer)];

	for (int l = 0; l < levels; l++) {
		const struct train_look_level *v = &k->level[l];
		double z = k->back[index_of(r, v->layer)];
		double y = v->act ? k->back[index_of(r, v->act)] : z;

		f[l].slope_factor = z / y;
		f[l].chain = z / top;
		if (l + 1 < levels)
			f[l].weight_factor =
				y / k->back[index_of(r, k->level[l + 1].layer)];
	}
}

/* f' of unit j of a level in the first row. */
static double
slope_at(const struct train_run *r, const struct train_look_level *v, int j)
{
	struct nn_act_use use;
	float slope;

	if (!v->act)
		return 1;
	use = nn_layer_act_now(v->act, r->net.param + v->act->param_at, j);
	nn_act_slopes(&use, &slope, r->look.work.y[index_of(r, v->act) - 1] + j, 1);
	return (double)slope;
}

/* Does a dense layer take what a level gives, unit by unit? */
static bool
joined(const struct train_run *r, const struct train_look_level *above,
       const struct train_look_level *v)
{
	const struct nn_layer *from = v->act ? v->act : v->layer;

	return strcmp(above->layer->kind->name, "dense") == 0
	       && index_of(r, above->layer) == index_of(r, from) + 1
	       && above->layer->tensor[0].cols == nn_shape_size(&from->out);
}

/* One level down from unit `unit` of the one above. */
static void
path_step(struct train_run *r, struct train_level *f, int l, int unit)
{
	const struct train_look_level *above = &r->look.level[l + 1];
	const struct nn_tensor *t = &above->layer->tensor[0];
	const float *w = r->net.param + t->at + (size_t)unit * (size_t)t->cols;
	double most = -1;

	for (int j = 0; j < t->cols; j++) {
		double slope = slope_at(r, &r->look.level[l], j);

		if (!(fabs((double)w[j] * slope) > most))
			continue;
		most = fabs((double)w[j] * slope);
		f[l].path_unit = j + 1;
		f[l].path_slope = slope;
		f[l].path_weight = (double)w[j];
		f[l].path = f[l + 1].path * (double)w[j] * slope;
	}
}

void
train_dear_path(struct train_run *r, struct train_level *f)
{
	int last = r->net.levels - 1, depth = r->net.depth;
	const float *out = r->look.work.y[depth - 1];

	f[last].path_unit =
		num_argmax(out, nn_shape_size(&r->net.layer[depth - 1].out)) + 1;
	f[last].path_slope = f[last].path = 1;
	for (int l = last - 1; l >= 0 && f[l + 1].path_unit; l--)
		if (joined(r, &r->look.level[l + 1], &r->look.level[l]))
			path_step(r, f, l, f[l + 1].path_unit - 1);
}

/* ---- room ---- */

static size_t
side_of(int widest)
{
	return (size_t)(widest < TRAIN_SIDE_MAX ? widest : TRAIN_SIDE_MAX);
}

size_t
train_dear_need(int widest)
{
	size_t side = side_of(widest);

	return arena_need(sizeof(double), side * side)
	       + 2 * arena_need(sizeof(double), side);
}

void
train_dear_alloc(struct train_look *k, int widest, struct arena *a)
{
	size_t side = side_of(widest);

	k->gram = ARENA_NEW(a, double, side * side);
	k->value = ARENA_NEW(a, double, side);
	k->spare = ARENA_NEW(a, double, side);
}
