#include "layer.h"

#include <string.h>

const struct param layer_image_params[] = {
	{ "channels", PARAM_INT, 1, 4096, 1, "", NULL, "1 grey, 3 red, green and blue" },
	{ "height", PARAM_INT, 1, 4096, 8, "pixels", NULL, "rows of the image" },
	{ "width", PARAM_INT, 1, 4096, 8, "pixels", NULL, "columns of the image" },
	{ 0 }
};
const struct param layer_sequence_params[] = {
	{ "steps", PARAM_INT, 1, NN_UNITS_MAX, 1, "steps", NULL, "length in time" },
	{ "features", PARAM_INT, 1, NN_UNITS_MAX, 1, "", NULL, "values of one step" },
	{ 0 }
};

static bool
becomes(struct nn_layer *l, struct nn_shape out, struct err *e)
{
	double size = 1;
	char a[48], b[48];

	for (int i = 0; i < out.rank; i++)
		size *= out.dim[i];
	l->out = out;
	if (size == nn_shape_size(&l->in))
		return true;
	err_set(e, ERR_SHAPE, SPAN_NONE, "cannot read %s values as %s",
		nn_shape_text(a, &l->in), nn_shape_text(b, &out));
	return err_hint(e, "%s multiplied must be %d", out.rank == 3
			? "channels, height and width" : "steps and features",
			nn_shape_size(&l->in));
}

bool
layer_flatten_plan(struct nn_layer *l, struct err *e)
{
	return becomes(l, (struct nn_shape){ 1, { nn_shape_size(&l->in) } }, e);
}

bool
layer_image_plan(struct nn_layer *l, struct err *e)
{
	const double *a = l->arg;

	return becomes(l, (struct nn_shape){ 3, { (int)a[0], (int)a[1], (int)a[2] } }, e);
}

bool
layer_sequence_plan(struct nn_layer *l, struct err *e)
{
	return becomes(l, (struct nn_shape){ 2, { (int)l->arg[0], (int)l->arg[1] } }, e);
}

void
layer_reshape(const struct nn_layer *l, const struct nn_flow *f)
{
	memcpy(f->y, f->x, sizeof(*f->y) * (size_t)(f->n * nn_shape_size(&l->in)));
}

void
layer_reshape_back(const struct nn_layer *l, const struct nn_flow *f)
{
	if (f->dx)
		memcpy(f->dx, f->dy,
		       sizeof(*f->dx) * (size_t)(f->n * nn_shape_size(&l->in)));
}
