#include "train/run.h"

#include <math.h>

static int
at_most(int v, int max)
{
	return v < max ? v : max;
}

/* The number that a panel draws for one row of probabilities. */
static float
drawn(const struct train_run *r, const float *p)
{
	int k = r->plan.k;

	if (r->data->target != DATA_CLASS || k == 1)
		return p[0];
	return k == 2 ? p[1] : (float)num_argmax(p, k);
}

/* By how much the largest of k > 1 numbers leads. */
static float
lead(const float *p, int k)
{
	float first = p[0], second = -INFINITY;

	for (int i = 1; i < k; i++) {
		second = p[i] > first ? first : p[i] > second ? p[i] : second;
		first = p[i] > first ? p[i] : first;
	}
	return first - second;
}

/* Along one input the ends are the first and last point; in a plane each point is the
 * middle of its cell. */
static void
place_point(const struct train_grid *g, int i, float *x)
{
	int col = i % g->w, row = i / g->w;

	if (g->h == 1) {
		x[0] = (float)(g->x_lo
			       + (g->x_hi - g->x_lo) * col / (g->w > 1 ? g->w - 1 : 1));
		return;
	}
	x[0] = (float)(g->x_lo + (g->x_hi - g->x_lo) * (col + 0.5) / g->w);
	x[1] = (float)(g->y_hi - (g->y_hi - g->y_lo) * (row + 0.5) / g->h);
}

static bool
grid_size(const struct train_run *r, struct train_grid *g, int w, int h)
{
	*g = (struct train_grid){
		.x_lo = r->range[0], .x_hi = r->range[1],
		.y_lo = r->range[2], .y_hi = r->range[3],
	};
	if (r->data->in > 2 || w < 1 || h < 1)
		return false;
	g->w = at_most(w, TRAIN_GRID_MAX);
	g->h = r->data->in == 1 ? 1 : at_most(h, TRAIN_GRID_MAX / g->w);
	if (r->data->in == 2 && g->h < 2)		/* one row would be a line */
		g->w = g->h = 0;
	return g->w > 0;
}

bool
train_look_grid(struct train_run *r, struct train_grid *g, float *v, int w, int h,
		const atomic_bool *leave)
{
	struct train_look *k = &r->look;
	int all, k_out = r->plan.k;

	if (!grid_size(r, g, w, h))
		return true;
	g->v = v;
	all = g->w * g->h;
	g->margin = r->data->target == DATA_CLASS && k_out > 2
		    ? v + TRAIN_GRID_MAX : NULL;
	for (int at = 0, n; at < all; at += n) {
		const float *out;

		if (leave && atomic_load(leave))
			return false;
		n = at_most(all - at, TRAIN_LOOK_ROWS);
		for (int i = 0; i < n; i++)
			place_point(g, at + i, k->x + i * r->data->in);
		out = nn_forward(&r->net, &k->work, k->x, n, NN_EVAL, NULL);
		nn_link_apply(r->plan.loss.kind->link, k->prob, out, n, k_out);
		for (int i = 0; i < n; i++)
			v[at + i] = drawn(r, k->prob + i * k_out);
		for (int i = 0; i < n && g->margin; i++)
			v[TRAIN_GRID_MAX + at + i] = lead(k->prob + i * k_out, k_out);
	}
	return true;
}
