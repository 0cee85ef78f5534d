#include "layer.h"

#include <string.h>

const struct param layer_maxpool_params[] = {
	{ "size", PARAM_INT, 1, 64, 2, "pixels", NULL, "height and width of a window" },
	{ "stride", PARAM_INT, 0, 64, 0, "pixels", NULL,
	  "from window to window; 0: as far as it is wide" },
	{ 0 }
};
const struct param layer_avgpool_params[] = {
	{ "size", PARAM_INT, 1, 64, 2, "pixels", NULL, "height and width of a window" },
	{ "stride", PARAM_INT, 0, 64, 0, "pixels", NULL,
	  "from window to window; 0: as far as it is wide" },
	{ 0 }
};

/* Rows and columns that do not fill a window are dropped. */
static struct layer_window
window_of(const struct nn_layer *l)
{
	int size = (int)l->arg[0], stride = (int)l->arg[1];

	return layer_window(l, size, stride ? stride : size, 0);
}

bool
layer_avgpool_plan(struct nn_layer *l, struct err *e)
{
	struct layer_window w;

	if (!layer_window_fits(l, (int)l->arg[0], 0, e))
		return false;
	w = window_of(l);
	l->out = (struct nn_shape){ 3, { w.channels, w.rows, w.cols } };
	return true;
}

/* the cache holds which cell of its window each output came from */
bool
layer_maxpool_plan(struct nn_layer *l, struct err *e)
{
	return layer_avgpool_plan(l, e) && layer_room(l, nn_shape_size(&l->out), 0, e);
}

/* The upper left corner of window `at`, counted over all channels of all rows. */
static size_t
corner(const struct layer_window *w, int at)
{
	int windows = w->rows * w->cols, i = at % windows / w->cols, j = at % w->cols;

	return ((size_t)(at / windows) * (size_t)w->height + (size_t)(i * w->stride))
	       * (size_t)w->width + (size_t)(j * w->stride);
}

static size_t
cell(const struct layer_window *w, int k)
{
	return (size_t)(k / w->size) * (size_t)w->width + (size_t)(k % w->size);
}

/* The first of equals; NaN wins, so that it is not lost. */
static int
largest(const float *x, const struct layer_window *w)
{
	float most = x[0];
	int best = 0;

	for (int p = 0; p < w->size; p++, x += w->width)
		for (int q = 0; q < w->size; q++)
			if (x[q] > most || (x[q] != x[q] && most == most)) {
				most = x[q];
				best = p * w->size + q;
			}
	return best;
}

void
layer_maxpool(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);

	for (int i = 0, n = f->n * nn_shape_size(&l->out); i < n; i++) {
		const float *x = f->x + corner(&w, i);
		int k = largest(x, &w);

		f->cache[i] = (float)k;
		f->y[i] = x[cell(&w, k)];
	}
}

/* The gradient goes to the largest. */
void
layer_maxpool_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);
	int n = f->n * nn_shape_size(&l->out);

	if (!f->dx)
		return;
	memset(f->dx, 0, sizeof(*f->dx) * (size_t)(f->n * nn_shape_size(&l->in)));
	for (int i = 0; i < n; i++)
		f->dx[corner(&w, i) + cell(&w, (int)f->cache[i])] += f->dy[i];
}

void
layer_avgpool(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);
	float area = (float)(w.size * w.size);

	for (int i = 0, n = f->n * nn_shape_size(&l->out); i < n; i++) {
		const float *x = f->x + corner(&w, i);
		float sum = 0;

		for (int p = 0; p < w.size; p++, x += w.width)
			for (int q = 0; q < w.size; q++)
				sum += x[q];
		f->y[i] = sum / area;
	}
}

void
layer_avgpool_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);
	int n = f->n * nn_shape_size(&l->out);
	float area = (float)(w.size * w.size);

	if (!f->dx)
		return;
	memset(f->dx, 0, sizeof(*f->dx) * (size_t)(f->n * nn_shape_size(&l->in)));
	for (int i = 0; i < n; i++) {
		float *dx = f->dx + corner(&w, i);

		for (int p = 0; p < w.size; p++, dx += w.width)
			for (int q = 0; q < w.size; q++)
				dx[q] += f->dy[i] / area;
	}
}
