#include "layer.h"

#include <assert.h>
#include <stdio.h>

struct nn_tensor *
layer_tensor(struct nn_layer *l, const char *name, int rows, int cols, int fan_in,
	     int fan_out)
{
	struct nn_tensor *t = &l->tensor[l->n_tensor++];

	assert(l->n_tensor <= NN_TENSORS_MAX);
	*t = (struct nn_tensor){ .name = name, .at = l->n_param, .n = rows * cols,
				 .rows = rows, .cols = cols,
				 .fan_in = fan_in, .fan_out = fan_out };
	l->n_param += t->n;
	return t;
}

struct nn_tensor *
layer_buffer(struct nn_layer *l, const char *name, int n)
{
	struct nn_tensor *t = &l->tensor[l->n_tensor++];

	assert(l->n_tensor <= NN_TENSORS_MAX);
	*t = (struct nn_tensor){ .name = name, .buffer = true, .at = l->n_buffer, .n = n,
				 .rows = 1, .cols = n, .fan_in = 1, .fan_out = 1 };
	l->n_buffer += n;
	return t;
}

bool
layer_rank(const struct nn_layer *l, int rank, const char *what, const char *hint,
	   struct err *e)
{
	char text[48];

	if (l->in.rank == rank)
		return true;
	err_set(e, ERR_SHAPE, SPAN_NONE, "takes %s, not %s", what,
		nn_shape_text(text, &l->in));
	return err_hint(e, "%s", hint);
}

bool
layer_rank_sequence(const struct nn_layer *l, struct err *e)
{
	return layer_rank(l, 2, "steps x features",
			  "put 'sequence STEPS FEATURES' above it", e);
}

bool
layer_rank_image(const struct nn_layer *l, struct err *e)
{
	return layer_rank(l, 3, "channels x height x width",
			  "put 'image CHANNELS HEIGHT WIDTH' above it", e);
}

bool
layer_room(struct nn_layer *l, double cache_row, double scratch_row, struct err *e)
{
	char text[48];

	if (cache_row > NN_PARAMS_MAX || scratch_row > NN_PARAMS_MAX) {
		err_set(e, ERR_SHAPE, SPAN_NONE, "one row of %s needs %.0f numbers",
			nn_shape_text(text, &l->in),
			cache_row > scratch_row ? cache_row : scratch_row);
		return err_hint(e, "make the layer or what enters it smaller");
	}
	l->n_cache_row = (int)cache_row;
	l->n_scratch_row = (int)scratch_row;
	return true;
}

int
layer_width(const struct nn_shape *s)
{
	return s->dim[s->rank - 1];
}

int
layer_rows(const struct nn_shape *s)
{
	int n = 1;

	for (int i = 0; i < s->rank - 1; i++)
		n *= s->dim[i];
	return n;
}

struct layer_channels
layer_channels(const struct nn_layer *l, int n, bool by_step)
{
	int size = nn_shape_size(&l->in), channels = layer_width(&l->in);

	if (l->in.rank == 3 || (l->in.rank == 2 && by_step))
		return (struct layer_channels){ n, l->in.dim[0], size / l->in.dim[0] };
	return (struct layer_channels){ n * (size / channels), channels, 1 };
}

struct layer_window
layer_window(const struct nn_layer *l, int size, int stride, int pad)
{
	const int *in = l->in.dim;

	return (struct layer_window){ in[0], in[1], in[2], size, stride, pad,
				      (in[1] + 2 * pad - size) / stride + 1,
				      (in[2] + 2 * pad - size) / stride + 1 };
}

bool
layer_window_fits(const struct nn_layer *l, int size, int pad, struct err *e)
{
	const int *in = l->in.dim;
	char text[48];
	int most;

	if (!layer_rank_image(l, e))
		return false;
	most = (in[1] < in[2] ? in[1] : in[2]) + 2 * pad;
	if (size <= most)
		return true;
	err_set(e, ERR_SHAPE, SPAN_NONE, "a window of %dx%d does not fit %s", size, size,
		nn_shape_text(text, &l->in));
	return err_hint(e, "a window of up to %dx%d fits", most, most);
}

int
nn_shape_size(const struct nn_shape *s)
{
	int n = 1;

	for (int i = 0; i < s->rank; i++)
		n *= s->dim[i];
	return n;
}

const char *
nn_shape_text(char buf[48], const struct nn_shape *s)
{
	int at = 0;

	buf[0] = 0;
	for (int i = 0; i < s->rank && at < 48; i++)
		at += snprintf(buf + at, (size_t)(48 - at), i ? "x%d" : "%d", s->dim[i]);
	return buf;
}
