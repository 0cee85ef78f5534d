#include "layer.h"

#include <assert.h>
#include <string.h>

const struct param layer_dropout_params[] = {
	{ "rate", PARAM_REAL, 0, 0.99, 0.5, "", NULL, "chance that a value is dropped" },
	{ 0 }
};

/* the cache holds the factor of each value: 0 or 1 / (1 - rate) */
bool
layer_dropout_plan(struct nn_layer *l, struct err *e)
{
	l->out = l->in;
	return layer_room(l, nn_shape_size(&l->in), 0, e);
}

void
layer_dropout(const struct nn_layer *l, const struct nn_flow *f)
{
	int n = f->n * nn_shape_size(&l->in);
	float keep = (float)(1 / (1 - l->arg[0]));

	if (f->mode == NN_EVAL) {
		memcpy(f->y, f->x, sizeof(*f->y) * (size_t)n);
		return;
	}
	assert(f->rng);
	for (int i = 0; i < n; i++) {
		f->cache[i] = rng_uniform(f->rng) < l->arg[0] ? 0 : keep;
		f->y[i] = f->x[i] * f->cache[i];
	}
}

void
layer_dropout_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int n = f->n * nn_shape_size(&l->in);

	if (!f->dx)
		return;
	memcpy(f->dx, f->dy, sizeof(*f->dx) * (size_t)n);
	for (int i = 0; f->mode == NN_TRAIN && i < n; i++)
		f->dx[i] *= f->cache[i];
}
