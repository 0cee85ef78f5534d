#include "layer.h"
#include "actlab/num.h"

#include <string.h>

const struct param layer_conv_params[] = {
	{ "channels", PARAM_INT, 1, 4096, 1, "", NULL, "images that come out" },
	{ "kernel", PARAM_INT, 1, 64, 3, "pixels", NULL, "height and width of a window" },
	{ "stride", PARAM_INT, 1, 64, 1, "pixels", NULL, "from window to window" },
	{ "pad", PARAM_INT, 0, 63, 0, "pixels", NULL, "zeros around the image" },
	{ "biases", PARAM_WORD, 0, 1, 0, "", "yes no", "whether a bias is added" },
	{ 0 }
};

static struct layer_window
window_of(const struct nn_layer *l)
{
	return layer_window(l, (int)l->arg[1], (int)l->arg[2], (int)l->arg[3]);
}

/* weight (out channels, in channels * kernel * kernel), bias (1, out channels); scratch
 * holds the windows of one image, unfolded: cells of a window x windows */
bool
layer_conv_plan(struct nn_layer *l, struct err *e)
{
	int out = (int)l->arg[0], kernel = (int)l->arg[1], area = kernel * kernel, cells;
	struct layer_window w;

	if (!layer_window_fits(l, kernel, (int)l->arg[3], e))
		return false;
	w = window_of(l);
	if ((double)w.channels * area * out > NN_PARAMS_MAX
	    || (double)w.channels * area * w.rows * w.cols > NN_PARAMS_MAX
	    || (double)out * w.rows * w.cols > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d channels of %dx%d on %d channels are too large", out,
			       kernel, kernel, w.channels);
	cells = w.channels * area;
	l->out = (struct nn_shape){ 3, { out, w.rows, w.cols } };
	layer_tensor(l, "weight", out, cells, cells, out * area)->weight = true;
	if (l->arg[4] == 0)
		layer_tensor(l, "bias", 1, out, cells, out)->bias = true;
	l->n_scratch = cells * w.rows * w.cols;
	return true;
}

/* Cell (c,p,q) of window (i,j) lies at cell * (its number) + window * (its number). */
struct unfolded {
	float *v;
	long cell, window;
};

/* Where the line of pixels begins that cell k meets in the i-th row of windows, -1:
 * beyond the edge. */
static long
line(const struct layer_window *w, int k, int i)
{
	int c = k / (w->size * w->size), p = k / w->size % w->size;
	int row = i * w->stride + p - w->pad;

	return row < 0 || row >= w->height ? -1 : ((long)c * w->height + row) * w->width;
}

static void
unfold(struct unfolded u, const float *x, const struct layer_window *w)
{
	for (int k = 0; k < w->channels * w->size * w->size; k++, u.v += u.cell) {
		float *to = u.v;

		for (int i = 0; i < w->rows; i++) {
			long at = line(w, k, i);
			int col = k % w->size - w->pad;

			for (int j = 0; j < w->cols; j++, col += w->stride) {
				bool in = at >= 0 && col >= 0 && col < w->width;

				*to = in ? x[at + col] : 0;
				to += u.window;
			}
		}
	}
}

/* dx += what came back to each cell of each window */
static void
fold(float *dx, struct unfolded u, const struct layer_window *w)
{
	for (int k = 0; k < w->channels * w->size * w->size; k++, u.v += u.cell) {
		const float *from = u.v;

		for (int i = 0; i < w->rows; i++) {
			long at = line(w, k, i);
			int col = k % w->size - w->pad;

			for (int j = 0; j < w->cols; j++, col += w->stride) {
				if (at >= 0 && col >= 0 && col < w->width)
					dx[at + col] += *from;
				from += u.window;
			}
		}
	}
}

void
layer_conv(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);
	int out = l->tensor[0].rows, cells = l->tensor[0].cols, windows = w.rows * w.cols;
	const float *bias = l->n_tensor > 1 ? f->param + l->tensor[0].n : NULL;

	for (int i = 0; i < f->n; i++) {
		float *y = f->y + (size_t)i * (size_t)(out * windows);

		unfold((struct unfolded){ f->scratch, windows, 1 },
		       f->x + (size_t)i * (size_t)nn_shape_size(&l->in), &w);
		for (int at = 0; bias && at < out * windows; at++)
			y[at] = bias[at / windows];
		/* y = b + w x, x unfolded (cells,windows) */
		num_gemm(out, windows, cells, f->param, cells, 1, f->scratch, windows,
			 bias != NULL, y, windows);
	}
}

/* db = sum of dy over rows and pixels */
static void
bias_back(float *db, const float *dy, int n, int channels, int points)
{
	for (int c = 0; c < channels; c++) {
		double sum = 0;

		for (int i = 0; i < n; i++)
			sum += num_sum(dy + ((size_t)i * (size_t)channels + (size_t)c)
					       * (size_t)points,
				       points);
		db[c] = (float)sum;
	}
}

void
layer_conv_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_window w = window_of(l);
	int out = l->tensor[0].rows, cells = l->tensor[0].cols, windows = w.rows * w.cols;
	size_t in = (size_t)nn_shape_size(&l->in);

	for (int i = 0; i < f->n; i++) {
		const float *dy = f->dy + (size_t)i * (size_t)(out * windows);

		/* dw += dy x', x unfolded (windows,cells) */
		unfold((struct unfolded){ f->scratch, 1, cells }, f->x + (size_t)i * in,
		       &w);
		num_gemm(out, cells, windows, dy, windows, 1, f->scratch, cells, i > 0,
			 f->grad, cells);
		if (!f->dx)
			continue;
		/* dx = w' dy, folded back */
		num_gemm(cells, windows, out, f->param, 1, cells, dy, windows, false,
			 f->scratch, windows);
		memset(f->dx + (size_t)i * in, 0, sizeof(*f->dx) * in);
		fold(f->dx + (size_t)i * in, (struct unfolded){ f->scratch, windows, 1 },
		     &w);
	}
	if (l->n_tensor > 1)
		bias_back(f->grad + l->tensor[0].n, f->dy, f->n, out, windows);
}
