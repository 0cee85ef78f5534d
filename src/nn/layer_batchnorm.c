#include "layer.h"

#include <math.h>

const struct param layer_batchnorm_params[] = {
	{ "momentum", PARAM_REAL, 0, 1, 0.1, "", NULL,
	  "how far the running statistics move towards a batch's" },
	{ "eps", PARAM_REAL, 0, 1, 1e-5, "", NULL, "added to the variance" },
	{ "per", PARAM_WORD, 0, 1, 0, "", "unit step",
	  "what has statistics of its own: a unit or channel, or a step of a sequence" },
	{ 0 }
};

static struct layer_channels
channels_of(const struct nn_layer *l, int n)
{
	return layer_channels(l, n, l->arg[2] > 0);
}

/* weight, bias (1,channels), running_mean, running_var; the cache holds the mean and
 * 1 / sqrt(var + eps) that the last forward used. */
bool
layer_batchnorm_plan(struct nn_layer *l, struct err *e)
{
	int channels = channels_of(l, 1).channels;

	if (l->arg[2] > 0 && !layer_rank_sequence(l, e))
		return false;
	l->out = l->in;
	layer_tensor(l, "weight", 1, channels, channels, channels)->start = 1;
	layer_tensor(l, "bias", 1, channels, channels, channels);
	layer_buffer(l, "running_mean", channels);
	layer_buffer(l, "running_var", channels)->start = 1;
	l->n_cache = 2 * channels;
	return true;
}

static double
channel_sum(const float *x, const struct layer_channels *b, int c)
{
	double sum = 0;

	for (int i = 0; i < b->rows; i++) {
		const float *v = x + layer_channel_at(b, i, c);

		for (int p = 0; p < b->points; p++)
			sum += v[p];
	}
	return sum;
}

static double
channel_squares(const float *x, const struct layer_channels *b, int c, double mean)
{
	double sum = 0;

	for (int i = 0; i < b->rows; i++) {
		const float *v = x + layer_channel_at(b, i, c);

		for (int p = 0; p < b->points; p++)
			sum += (v[p] - mean) * (v[p] - mean);
	}
	return sum;
}

/* The batch's statistics go into the running ones, the variance made unbiased. */
static void
run_on(float *running_mean, float *running_var, double mean, double squares, double count,
       double momentum)
{
	double var = squares / (count > 1 ? count - 1 : 1);

	*running_mean = (float)((1 - momentum) * *running_mean + momentum * mean);
	*running_var = (float)((1 - momentum) * *running_var + momentum * var);
}

static void
find_statistics(const struct nn_layer *l, const struct nn_flow *f,
		const struct layer_channels *b)
{
	double count = (double)b->rows * b->points;
	float *running_mean = f->buffer, *running_var = f->buffer + b->channels;

	for (int c = 0; c < b->channels; c++) {
		double mean = running_mean[c], var = running_var[c];

		if (f->mode == NN_TRAIN) {
			double squares;

			mean = channel_sum(f->x, b, c) / count;
			squares = channel_squares(f->x, b, c, mean);
			var = squares / count;
			run_on(&running_mean[c], &running_var[c], mean, squares, count,
			       l->arg[0]);
		}
		f->cache[c] = (float)mean;
		f->cache[b->channels + c] = (float)(1 / sqrt(var + l->arg[1]));
	}
}

void
layer_batchnorm(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_channels b = channels_of(l, f->n);
	const float *w = f->param, *bias = f->param + b.channels;
	const float *mean = f->cache, *inv = f->cache + b.channels;

	find_statistics(l, f, &b);
	for (int i = 0; i < b.rows; i++)
		for (int c = 0; c < b.channels; c++) {
			size_t at = layer_channel_at(&b, i, c);

			for (int p = 0; p < b.points; p++)
				f->y[at + p] = w[c] * ((f->x[at + p] - mean[c]) * inv[c])
					       + bias[c];
		}
}

/* dw = sum of dy xhat, db = sum of dy, xhat = (x - mean) / sqrt(var + eps) */
static void
sum_channel(const struct nn_flow *f, const struct layer_channels *b, int c, double *dw,
	    double *db)
{
	float mean = f->cache[c], inv = f->cache[b->channels + c];

	*dw = *db = 0;
	for (int i = 0; i < b->rows; i++) {
		size_t at = layer_channel_at(b, i, c);

		for (int p = 0; p < b->points; p++) {
			*dw += (double)f->dy[at + p] * ((f->x[at + p] - mean) * inv);
			*db += f->dy[at + p];
		}
	}
}

void
layer_batchnorm_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_channels b = channels_of(l, f->n);
	double count = (double)b.rows * b.points;

	for (int c = 0; c < b.channels; c++) {
		float mean = f->cache[c], inv = f->cache[b.channels + c];
		float slope = f->param[c] * inv, mean_dw = 0, mean_db = 0;
		double dw, db;

		sum_channel(f, &b, c, &dw, &db);
		f->grad[c] = (float)dw;
		f->grad[b.channels + c] = (float)db;
		if (f->mode == NN_TRAIN) {	/* mean and variance see x too */
			mean_dw = (float)(dw / count);
			mean_db = (float)(db / count);
		}
		/* dx = w inv (dy - mean of dy - xhat mean of (dy xhat)) */
		for (int i = 0; f->dx && i < b.rows; i++) {
			size_t at = layer_channel_at(&b, i, c);

			for (int p = 0; p < b.points; p++) {
				float xhat = (f->x[at + p] - mean) * inv;

				f->dx[at + p] = f->dy[at + p] - mean_db - xhat * mean_dw;
				f->dx[at + p] *= slope;
			}
		}
	}
}
