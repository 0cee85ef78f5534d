#include "actlab/nn.h"
#include "actlab/num.h"
#include "vec.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

static size_t
out_floats(const struct nn_layer *l, int rows)
{
	return (size_t)rows * (size_t)nn_shape_size(&l->out);
}

static size_t
cache_floats(const struct nn_layer *l, int rows)
{
	return (size_t)l->n_cache + (size_t)rows * (size_t)l->n_cache_row;
}

static size_t
scratch_floats(const struct nn_net *net, int rows)
{
	size_t most = 0;

	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];
		size_t n = (size_t)l->n_scratch + (size_t)rows * (size_t)l->n_scratch_row;

		most = n > most ? n : most;
	}
	return most;
}

size_t
nn_work_need(const struct nn_net *net, int rows)
{
	size_t f = sizeof(float);
	size_t need = 3 * arena_need(sizeof(float *), (size_t)net->depth);

	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];

		need += arena_need(f, out_floats(l, rows)) * (l->shared ? 2 : 1);
		need += arena_need(f, cache_floats(l, rows));
	}
	need += arena_need(f, (size_t)net->n_param);
	need += 2 * arena_need(f, (size_t)rows * (size_t)net->widest);
	return need + arena_need(f, scratch_floats(net, rows));
}

void
nn_work_alloc(struct nn_work *w, const struct nn_net *net, int rows, struct arena *a)
{
	size_t wide = (size_t)rows * (size_t)net->widest;

	assert(rows > 0 && wide <= INT_MAX);
	*w = (struct nn_work){ .rows = rows };
	w->y = ARENA_NEW(a, float *, net->depth);
	w->cache = ARENA_NEW(a, float *, net->depth);
	w->hold = ARENA_NEW(a, float *, net->depth);
	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];

		w->y[i] = ARENA_NEW(a, float, out_floats(l, rows));
		w->cache[i] = ARENA_NEW(a, float, cache_floats(l, rows));
		w->hold[i] = l->shared ? ARENA_NEW(a, float, out_floats(l, rows)) : NULL;
	}
	w->grad = ARENA_NEW(a, float, net->n_param);
	w->dy = ARENA_NEW(a, float, wide);
	w->dx = ARENA_NEW(a, float, wide);
	w->scratch = ARENA_NEW(a, float, scratch_floats(net, rows));
}

/* What forward and back of layer i have in common, beside what all layers share. */
static void
flow_to(struct nn_flow *f, const struct nn_net *net, const struct nn_work *w, int i,
	const float *x)
{
	const struct nn_layer *l = &net->layer[i];

	f->x = i ? w->y[i - 1] : x;
	f->y = w->y[i];
	f->param = (w->precision ? w->rounded : net->param) + l->param_at;
	f->grad = w->grad + l->param_at;
	f->buffer = net->buffer + l->buffer_at;
	f->cache = w->cache[i];
	f->x2 = !l->kind->joins ? NULL : l->second >= 0 ? w->y[l->second] : x;
}

/* ---- reduced precision ---- */

/* Rounds n values of layer i in place; of outputs that become 0 nothing is lost. */
static void
round_values(const struct nn_work *w, int i, float *v, int n, bool gradient)
{
	struct nn_lost lost = { 0 };

	nn_precision_round(w->precision, v, v, n, w->lost ? &lost : NULL);
	if (!w->lost)
		return;
	w->lost[i].zero += gradient ? lost.zero : 0;
	w->lost[i].inf += lost.inf;
}

static void
round_outputs(const struct nn_work *w, const struct nn_layer *l, int i)
{
	round_values(w, i, w->y[i], w->n * nn_shape_size(&l->out), false);
}

/* What layer i gives back: to its weights, and dx (or NULL) to the layer below. */
static void
round_back(const struct nn_work *w, const struct nn_layer *l, int i, float *dx)
{
	round_values(w, i, w->grad + l->param_at, l->n_param, true);
	if (dx)
		round_values(w, i, dx, w->n * nn_shape_size(&l->in), true);
}

static void
round_weights(const struct nn_net *net, const struct nn_work *w)
{
	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];
		struct nn_lost lost = { 0 };

		nn_precision_round(w->precision, w->rounded + l->param_at,
				   net->param + l->param_at, l->n_param, &lost);
		if (w->lost)
			w->lost[i].inf += lost.inf;
	}
}

/* dL/dout, rounded into the work. */
static const float *
round_start(const struct nn_net *net, const struct nn_work *w, const float *dout)
{
	int last = net->depth - 1, n = w->n * nn_shape_size(&net->out);

	if (dout != w->dy)
		memcpy(w->dy, dout, (size_t)n * sizeof(float));
	round_values(w, last, w->dy, n, true);
	return w->dy;
}

/* ---- passes ---- */

const float *
nn_forward(const struct nn_net *net, struct nn_work *w, const float *x, int n,
	   enum nn_mode mode, struct rng *rng)
{
	struct nn_flow f = { .n = n, .mode = mode, .scratch = w->scratch,
			     .rng = mode == NN_TRAIN ? rng : NULL };

	assert(n > 0 && n <= w->rows && net->depth > 0);
	w->n = n;
	if (w->precision)
		round_weights(net, w);
	for (int i = 0; i < net->depth; i++) {
		flow_to(&f, net, w, i, x);
		net->layer[i].kind->forward(&net->layer[i], &f);
		if (w->precision)
			round_outputs(w, &net->layer[i], i);
	}
	return w->y[net->depth - 1];
}

static void
clear_hold(const struct nn_net *net, const struct nn_work *w)
{
	for (int i = 0; i < net->depth; i++)
		if (w->hold[i])
			memset(w->hold[i], 0,
			       sizeof(float) * out_floats(&net->layer[i], w->n));
}

static void
take_row(const struct nn_net *net, const struct nn_work *w, int i, const float *dout)
{
	size_t n = (size_t)nn_shape_size(&net->layer[i].out);

	memcpy(w->taken[i], dout + (size_t)w->taken_row * n, n * sizeof(*dout));
}

void
nn_back(const struct nn_net *net, struct nn_work *w, const float *x, const float *dout,
	enum nn_mode mode)
{
	struct nn_flow f = { .n = w->n, .mode = mode, .scratch = w->scratch };
	float *next = w->dx, *spare = w->dy;
	int first = 0;				/* no gradient is wanted below it */

	while (first < net->depth && !net->layer[first].n_param)
		first++;
	clear_hold(net, w);
	if (w->precision)
		dout = round_start(net, w, dout);
	for (int i = net->depth - 1; i >= first; i--) {
		const struct nn_layer *l = &net->layer[i];

		flow_to(&f, net, w, i, x);
		f.dy = dout;
		if (w->back)
			w->back[i] = num_norm(dout, w->n * nn_shape_size(&l->out));
		if (w->taken)
			take_row(net, w, i, dout);
		f.dx = i > first ? next : NULL;
		f.dx2 = l->kind->joins && l->second >= first ? w->hold[l->second] : NULL;
		l->kind->back(l, &f);
		if (i > first && w->hold[i - 1])
			vec_add(next, w->hold[i - 1], w->n * nn_shape_size(&l->in));
		if (w->precision)
			round_back(w, l, i, f.dx);
		dout = next;
		next = spare;
		spare = f.dx;
	}
}
