#include "layer.h"
#include "actlab/num.h"
#include "vec.h"

#include <string.h>

const struct param layer_dense_params[] = {
	{ "units", PARAM_INT, 1, NN_UNITS_MAX, 1, "", NULL, "number of outputs" },
	{ 0 }
};

/* weight (out,in), bias (1,out); scratch holds the weight transposed, (in,out) */
bool
layer_dense_plan(struct nn_layer *l, struct err *e)
{
	int in = nn_shape_size(&l->in), out = (int)l->arg[0];

	if ((double)in * out > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d units on %d inputs are too many weights", out, in);
	l->out = (struct nn_shape){ 1, { out } };
	layer_tensor(l, "weight", out, in, in, out)->weight = true;
	layer_tensor(l, "bias", 1, out, in, out)->bias = true;
	l->n_scratch = in * out;
	return true;
}

void
layer_dense(const struct nn_layer *l, const struct nn_flow *f)
{
	int in = l->tensor[0].cols, out = l->tensor[0].rows;
	const float *w = f->param, *b = f->param + in * out;

	for (int i = 0; i < f->n; i++)
		memcpy(f->y + (size_t)i * (size_t)out, b, sizeof(*b) * (size_t)out);
	num_transpose(f->scratch, w, out, in);
	/* y = b + x w' */
	num_gemm(f->n, out, in, f->x, in, 1, f->scratch, out, true, f->y, out);
}

/* Sums over the rows, in their order. */
static void
sum_rows(float *sum, const float *v, int n, int width)
{
	memcpy(sum, v, sizeof(*sum) * (size_t)width);
	for (int i = 1; i < n; i++)
		vec_add(sum, v + (size_t)i * (size_t)width, width);
}

void
layer_dense_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int in = l->tensor[0].cols, out = l->tensor[0].rows;

	/* dw = dy' x, db = column sums of dy, dx = dy w */
	num_gemm(out, in, f->n, f->dy, 1, out, f->x, in, false, f->grad, in);
	sum_rows(f->grad + in * out, f->dy, f->n, out);
	if (f->dx)
		num_gemm(f->n, in, out, f->dy, out, 1, f->param, in, false, f->dx, in);
}
