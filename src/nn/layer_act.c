#include "layer.h"

const struct param layer_act_params[] = {
	{ "per", PARAM_WORD, 0, 2, 0, "", "layer unit step",
	  "what has a learned parameter of its own: the layer, a unit, a step" },
	{ 0 }
};

static struct layer_channels
channels_of(const struct nn_layer *l, int n)
{
	return layer_channels(l, n, l->arg[0] > 1);
}

/* One tensor for each learned parameter: one value, or one for each channel.  Of the
 * latter, scratch holds the x and the dy of a channel. */
bool
layer_act_plan(struct nn_layer *l, struct err *e)
{
	const struct nn_act *a = l->act.kind;
	int units = l->arg[0] > 0 ? channels_of(l, 1).channels : 1;

	if (!a)
		return err_set(e, ERR_SYNTAX, SPAN_NONE,
			       "no activation given, act= is needed");
	if (l->arg[0] > 1 && !layer_rank_sequence(l, e))
		return false;
	l->out = l->in;
	for (int i = 0; i < a->n_learned; i++)
		layer_tensor(l, a->param[i].name, 1, units, 1, 1)->start = l->act.p[i];
	return layer_room(l, 0, units > 1 ? 2.0 * nn_shape_size(&l->in) / units : 0, e);
}

/* The activation of unit c with its learned parameters as they are now. */
static struct nn_act_use
act_now(const struct nn_layer *l, const float *param, int c)
{
	struct nn_act_use a = l->act;

	for (int i = 0; i < a.kind->n_learned; i++)
		a.p[i] = param[i * l->tensor[0].n + c];
	return a;
}

static bool
one_for_all(const struct nn_layer *l)
{
	return !l->n_tensor || l->tensor[0].n == 1;
}

struct nn_act_use
nn_layer_act_now(const struct nn_layer *l, const float *param, int j)
{
	struct layer_channels b = channels_of(l, 1);

	return act_now(l, param, one_for_all(l) ? 0 : j / b.points % b.channels);
}

/* v = channel c of x, and back */
static void
take_channel(float *v, const float *x, const struct layer_channels *b, int c)
{
	for (int i = 0; i < b->rows; i++)
		for (int p = 0; p < b->points; p++)
			*v++ = x[layer_channel_at(b, i, c) + (size_t)p];
}

static void
put_channel(float *x, const float *v, const struct layer_channels *b, int c)
{
	for (int i = 0; i < b->rows; i++)
		for (int p = 0; p < b->points; p++)
			x[layer_channel_at(b, i, c) + (size_t)p] = *v++;
}

void
layer_act(const struct nn_layer *l, const struct nn_flow *f)
{
	struct nn_act_use a = act_now(l, f->param, 0);
	struct layer_channels b;

	if (one_for_all(l)) {
		nn_act_apply(&a, f->y, f->x, f->n * nn_shape_size(&l->in));
		return;
	}
	b = channels_of(l, f->n);
	for (int c = 0; c < b.channels; c++) {
		a = act_now(l, f->param, c);
		take_channel(f->scratch, f->x, &b, c);
		nn_act_apply(&a, f->scratch, f->scratch, b.rows * b.points);
		put_channel(f->y, f->scratch, &b, c);
	}
}

void
layer_act_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct nn_act_use a = act_now(l, f->param, 0);
	float *x, *dy, dp[NN_ARGS_MAX];
	struct layer_channels b;
	int n = f->n * nn_shape_size(&l->in);

	if (one_for_all(l)) {
		nn_act_back(&a, f->dx, f->grad, f->dy, f->x, n);
		return;
	}
	b = channels_of(l, f->n);
	n = b.rows * b.points;
	x = f->scratch;
	dy = f->scratch + n;
	for (int c = 0; c < b.channels; c++) {
		a = act_now(l, f->param, c);
		take_channel(x, f->x, &b, c);
		take_channel(dy, f->dy, &b, c);
		nn_act_back(&a, dy, dp, dy, x, n);
		for (int i = 0; i < l->n_tensor; i++)
			f->grad[i * b.channels + c] = dp[i];
		if (f->dx)
			put_channel(f->dx, dy, &b, c);
	}
}
