#include "layer.h"

#include <assert.h>
#include <stdio.h>

static const struct param none[] = {
	{ 0 }
};

const struct nn_layer_kind nn_layer_kinds[] = {
	{ "dense", "dense UNITS [act=] [init=] [bias=]",
	  "every output sees every input: y = x w' + b",
	  layer_dense_params, 1, NN_ACT_AFTER, true, false,
	  layer_dense_plan, layer_dense, layer_dense_back },
	{ "act", "act act=NAME", "an activation on every value", none, 0, NN_ACT_OWN,
	  false, false,
	  layer_act_plan, layer_act, layer_act_back },
	{ "residual", "residual LINES",
	  "adds what entered the last LINES lines to what left them",
	  layer_residual_params, 1, NN_ACT_AFTER, false, true,
	  layer_residual_plan, layer_residual, layer_residual_back },
	{ 0 }
};

const struct nn_layer_kind *
nn_layer_kind_find(struct str name)
{
	for (const struct nn_layer_kind *k = nn_layer_kinds; k->name; k++)
		if (str_is(name, k->name))
			return k;
	return NULL;
}

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
