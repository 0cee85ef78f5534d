#include "layer.h"
#include "actlab/num.h"

void
layer_affine_apply(float *y, const struct layer_affine *a)
{
	num_affine(a->rows, a->out, a->in, a->x, a->w, a->b, y);
}

void
layer_affine_back(float *dx, bool add, float *dw, float *db, const float *dy,
		  const struct layer_affine *a)
{
	num_affine_back(a->rows, a->out, a->in, dy, a->x, a->w, dw, a->b ? db : NULL, dx,
			add);
}

const struct param layer_dense_params[] = {
	{ "units", PARAM_INT, 1, NN_UNITS_MAX, 1, "", NULL, "number of outputs" },
	{ "biases", PARAM_WORD, 0, 1, 0, "", "yes no", "whether a bias is added" },
	{ 0 }
};

/* weight (out,in), bias (1,out) */
bool
layer_dense_plan(struct nn_layer *l, struct err *e)
{
	int in = layer_width(&l->in), out = (int)l->arg[0];

	if (l->in.rank > 2)
		return layer_rank(l, 1, "features or steps x features",
				  "put 'flatten' above it", e);
	if ((double)in * out > NN_PARAMS_MAX
	    || (double)layer_rows(&l->in) * out > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d units on %d inputs are too many weights", out,
			       nn_shape_size(&l->in));
	l->out = l->in;
	l->out.dim[l->in.rank - 1] = out;
	layer_tensor(l, "weight", out, in, in, out)->weight = true;
	if (l->arg[1] == 0)
		layer_tensor(l, "bias", 1, out, in, out)->bias = true;
	return true;
}

static struct layer_affine
affine_of(const struct nn_layer *l, const struct nn_flow *f)
{
	int in = l->tensor[0].cols, out = l->tensor[0].rows;

	return (struct layer_affine){ f->n * layer_rows(&l->in), in, out, f->x, f->param,
				      l->n_tensor > 1 ? f->param + in * out : NULL };
}

void
layer_dense(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_affine a = affine_of(l, f);

	layer_affine_apply(f->y, &a);
}

void
layer_dense_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct layer_affine a = affine_of(l, f);

	layer_affine_back(f->dx, false, f->grad, f->grad + a.in * a.out, f->dy, &a);
}
