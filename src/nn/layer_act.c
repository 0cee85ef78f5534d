#include "layer.h"

#include <assert.h>

/* One tensor of one value for each learned parameter of the activation. */
bool
layer_act_plan(struct nn_layer *l, struct err *e)
{
	const struct nn_act *a = l->act.kind;

	if (!a)
		return err_set(e, ERR_SYNTAX, SPAN_NONE,
			       "no activation given, act= is needed");
	l->out = l->in;
	for (int i = 0; i < a->n_learned; i++)
		layer_tensor(l, a->param[i].name, 1, 1, 1, 1)->start = l->act.p[i];
	return true;
}

/* The activation with its learned parameters as they are now. */
static struct nn_act_use
act_now(const struct nn_layer *l, const struct nn_flow *f)
{
	struct nn_act_use a = l->act;

	assert(a.kind->n_learned == l->n_param);
	for (int i = 0; i < a.kind->n_learned; i++)
		a.p[i] = f->param[i];
	return a;
}

void
layer_act(const struct nn_layer *l, const struct nn_flow *f)
{
	struct nn_act_use a = act_now(l, f);

	nn_act_apply(&a, f->y, f->x, f->n * nn_shape_size(&l->in));
}

void
layer_act_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct nn_act_use a = act_now(l, f);
	int n = f->n * nn_shape_size(&l->in);

	nn_act_back(&a, f->dx, f->grad, f->dy, f->x, n);
}
