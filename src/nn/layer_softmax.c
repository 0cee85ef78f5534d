#include "layer.h"
#include "actlab/num.h"

void
layer_softmax_row(float *y, const float *x, int n, float scale)
{
	float most = scale * x[0], sum;

	for (int j = 0; j < n; j++) {
		y[j] = scale * x[j];
		most = y[j] > most ? y[j] : most;
	}
	for (int j = 0; j < n; j++)
		y[j] -= most;
	num_vexp(y, y, n);
	sum = (float)num_sum(y, n);
	for (int j = 0; j < n; j++)
		y[j] /= sum;
}

void
layer_softmax_row_back(float *dx, const float *dy, const float *y, int n, float scale)
{
	float dot = (float)num_dot(dy, y, n);

	for (int j = 0; j < n; j++)
		dx[j] = scale * y[j] * (dy[j] - dot);
}

const struct param layer_softmax_params[] = {
	{ "temperature", PARAM_REAL, 0.01, 1000, 1, "", NULL,
	  "what the values are divided by first" },
	{ 0 }
};

/* Over the last axis; from y alone the way back is known. */
bool
layer_softmax_plan(struct nn_layer *l, struct err *e)
{
	(void)e;
	l->out = l->in;
	return true;
}

void
layer_softmax(const struct nn_layer *l, const struct nn_flow *f)
{
	int k = layer_width(&l->in), rows = f->n * layer_rows(&l->in);

	for (int i = 0; i < rows; i++)
		layer_softmax_row(f->y + (size_t)i * (size_t)k,
				  f->x + (size_t)i * (size_t)k, k,
				  (float)(1 / l->arg[0]));
}

void
layer_softmax_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int k = layer_width(&l->in), rows = f->n * layer_rows(&l->in);

	for (int i = 0; f->dx && i < rows; i++) {
		size_t at = (size_t)i * (size_t)k;

		layer_softmax_row_back(f->dx + at, f->dy + at, f->y + at, k,
				       (float)(1 / l->arg[0]));
	}
}
