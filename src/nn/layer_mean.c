#include "layer.h"
#include "vec.h"

#include <string.h>

/* y (n,features) = mean of x (n,steps,features) over the steps */
bool
layer_mean_plan(struct nn_layer *l, struct err *e)
{
	if (!layer_rank_sequence(l, e))
		return false;
	l->out = (struct nn_shape){ 1, { l->in.dim[1] } };
	return true;
}

void
layer_mean(const struct nn_layer *l, const struct nn_flow *f)
{
	int steps = l->in.dim[0], width = l->in.dim[1];
	const float *x = f->x;
	float *y = f->y;

	for (int i = 0; i < f->n; i++, y += width) {
		memset(y, 0, sizeof(*y) * (size_t)width);
		for (int t = 0; t < steps; t++, x += width)
			vec_add(y, x, width);
		for (int j = 0; j < width; j++)
			y[j] /= (float)steps;
	}
}

void
layer_mean_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int steps = l->in.dim[0], width = l->in.dim[1];
	const float *dy = f->dy;
	float *dx = f->dx;

	for (int i = 0; dx && i < f->n; i++, dy += width)
		for (int t = 0; t < steps; t++, dx += width)
			for (int j = 0; j < width; j++)
				dx[j] = dy[j] / (float)steps;
}
