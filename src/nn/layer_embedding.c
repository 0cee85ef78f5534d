#include "layer.h"
#include "vec.h"

#include <math.h>
#include <string.h>

const struct param layer_embedding_params[] = {
	{ "vocab", PARAM_INT, 1, 1 << 20, 10, "", NULL, "how many numbers there are" },
	{ "dim", PARAM_INT, 1, NN_UNITS_MAX, 8, "", NULL, "features each becomes" },
	{ 0 }
};
const struct param layer_onehot_params[] = {
	{ "vocab", PARAM_INT, 1, NN_UNITS_MAX, 10, "", NULL,
	  "how many numbers there are" },
	{ 0 }
};

/* (steps) becomes (steps,width). */
static bool
plan_steps(struct nn_layer *l, int width, struct err *e)
{
	char text[48];

	if (l->in.rank > 2 || (l->in.rank == 2 && l->in.dim[1] != 1))
		return layer_rank(l, 1, "one number a step", "put 'flatten' above it", e);
	l->out = (struct nn_shape){ 2, { l->in.dim[0], width } };
	if ((double)l->in.dim[0] * width > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE, "%s is too large a shape",
			       nn_shape_text(text, &l->out));
	return true;
}

/* The number x names, -1: none of 0..vocab-1. */
static int
word(float x, int vocab)
{
	return x >= 0 && x < (float)vocab && x == floorf(x) ? (int)x : -1;
}

/* weight (vocab,dim) */
bool
layer_embedding_plan(struct nn_layer *l, struct err *e)
{
	int vocab = (int)l->arg[0], dim = (int)l->arg[1];

	if ((double)vocab * dim > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d words of %d are too many weights", vocab, dim);
	layer_tensor(l, "weight", vocab, dim, dim, dim)->weight = true;
	return plan_steps(l, dim, e);
}

/* A number that names no row becomes NaN. */
void
layer_embedding(const struct nn_layer *l, const struct nn_flow *f)
{
	int vocab = l->tensor[0].rows, dim = l->tensor[0].cols;
	int n = f->n * l->out.dim[0];
	float *y = f->y;

	for (int i = 0; i < n; i++, y += dim) {
		int w = word(f->x[i], vocab);

		for (int j = 0; j < dim && w < 0; j++)
			y[j] = NAN;
		if (w >= 0)
			memcpy(y, f->param + (size_t)w * (size_t)dim,
			       sizeof(*y) * (size_t)dim);
	}
}

void
layer_embedding_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int vocab = l->tensor[0].rows, dim = l->tensor[0].cols;
	int n = f->n * l->out.dim[0];

	memset(f->grad, 0, sizeof(*f->grad) * (size_t)l->tensor[0].n);
	for (int i = 0; i < n; i++) {
		int w = word(f->x[i], vocab);

		if (w >= 0)
			vec_add(f->grad + (size_t)w * (size_t)dim,
				f->dy + (size_t)i * (size_t)dim, dim);
	}
	if (f->dx)
		memset(f->dx, 0, sizeof(*f->dx) * (size_t)n);
}

bool
layer_onehot_plan(struct nn_layer *l, struct err *e)
{
	return plan_steps(l, (int)l->arg[0], e);
}

void
layer_onehot(const struct nn_layer *l, const struct nn_flow *f)
{
	int vocab = l->out.dim[1], n = f->n * l->out.dim[0];
	float *y = f->y;

	for (int i = 0; i < n; i++, y += vocab) {
		int w = word(f->x[i], vocab);

		for (int j = 0; j < vocab; j++)
			y[j] = w < 0 ? NAN : j == w;
	}
}

/* A step function: nothing comes back. */
void
layer_onehot_back(const struct nn_layer *l, const struct nn_flow *f)
{
	if (f->dx)
		memset(f->dx, 0, sizeof(*f->dx) * (size_t)(f->n * l->out.dim[0]));
}
