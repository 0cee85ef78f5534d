#include "layer.h"
#include "actlab/num.h"

#include <math.h>
#include <string.h>

const struct param layer_layernorm_params[] = {
	{ "eps", PARAM_REAL, 0, 1, 1e-5, "", NULL, "added to the variance" },
	{ 0 }
};

/* weight, bias (1,width); the cache holds mean and 1 / sqrt(var + eps) of each row */
bool
layer_layernorm_plan(struct nn_layer *l, struct err *e)
{
	int width = layer_width(&l->in);

	l->out = l->in;
	layer_tensor(l, "weight", 1, width, width, width)->start = 1;
	layer_tensor(l, "bias", 1, width, width, width);
	return layer_room(l, 2.0 * layer_rows(&l->in), 0, e);
}

void
layer_layernorm(const struct nn_layer *l, const struct nn_flow *f)
{
	int width = layer_width(&l->in), rows = f->n * layer_rows(&l->in);
	const float *w = f->param, *b = f->param + width, *x = f->x;
	float *y = f->y;

	for (int i = 0; i < rows; i++, x += width, y += width) {
		double std = num_std(x, width);
		float mean = (float)num_mean(x, width);
		float inv = (float)(1 / sqrt(std * std + l->arg[0]));

		f->cache[2 * i] = mean;
		f->cache[2 * i + 1] = inv;
		for (int j = 0; j < width; j++)
			y[j] = w[j] * ((x[j] - mean) * inv) + b[j];
	}
}

/* One row: dx = inv (w dy - mean of (w dy) - xhat mean of (w dy xhat)) */
static void
row_back(float *dx, const float *dy, const float *x, const float *w, int width,
	 float mean, float inv)
{
	double sum = 0, sum_xhat = 0;
	float m, m_xhat;

	for (int j = 0; j < width; j++) {
		double d = (double)w[j] * dy[j];

		sum += d;
		sum_xhat += d * ((x[j] - mean) * inv);
	}
	m = (float)(sum / width);
	m_xhat = (float)(sum_xhat / width);
	for (int j = 0; j < width; j++)
		dx[j] = inv * (w[j] * dy[j] - m - (x[j] - mean) * inv * m_xhat);
}

void
layer_layernorm_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int width = layer_width(&l->in), rows = f->n * layer_rows(&l->in);
	float *dw = f->grad, *db = f->grad + width;

	memset(f->grad, 0, sizeof(*f->grad) * 2 * (size_t)width);
	for (int i = 0; i < rows; i++) {
		const float *x = f->x + (size_t)i * (size_t)width;
		const float *dy = f->dy + (size_t)i * (size_t)width;
		float mean = f->cache[2 * i], inv = f->cache[2 * i + 1];

		for (int j = 0; j < width; j++) {
			dw[j] += dy[j] * ((x[j] - mean) * inv);
			db[j] += dy[j];
		}
		if (f->dx)
			row_back(f->dx + (size_t)i * (size_t)width, dy, x, f->param,
				 width, mean, inv);
	}
}
