#include "layer_recur.h"

#include <string.h>

/* h(t) = f(z(t)), z = w x(t) + u h(t-1) + b; the cache holds z, then h (steps,n,units);
 * scratch dh, then dz */
enum { RNN_CACHE = 2, RNN_SCRATCH = 2 };

bool
layer_rnn_plan(struct nn_layer *l, struct err *e)
{
	return recur_plan(l, 1, RNN_CACHE, RNN_SCRATCH, e);
}

bool
layer_rnn_entered(const struct nn_layer *l, const float *cache, int n, int i,
		  struct nn_entered *out)
{
	*out = (struct nn_entered){ &l->act, cache, n * l->in.dim[0] * (int)l->arg[0] };
	return i == 0;
}

void
layer_rnn(const struct nn_layer *l, const struct nn_flow *f)
{
	struct recur r = recur_of(l, f, 1);
	float *z = f->cache, *h = z + (size_t)r.steps * r.block;

	recur_begin(&r, f);
	for (int t = 0; t < r.steps; t++, z += r.block, h += r.block) {
		recur_sums(&r, f, t, z, t ? h - r.block : NULL);
		nn_act_apply(&l->act, h, z, (int)r.block);
		recur_put(l, &r, f, t, h);
	}
}

void
layer_rnn_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct recur r = recur_of(l, f, 1);
	const float *z = f->cache, *h = z + (size_t)r.steps * r.block;
	float *dh = f->scratch + l->n_scratch, *dz = dh + r.block;

	memset(f->grad, 0, sizeof(*f->grad) * (size_t)l->n_param);
	memset(dh, 0, sizeof(*dh) * r.block);
	for (int t = r.steps - 1; t >= 0; t--) {
		recur_take(l, &r, f, t, dh);
		nn_act_back(&l->act, dz, NULL, dh, z + (size_t)t * r.block, (int)r.block);
		recur_back(&r, f, t, dz, t ? h + (size_t)(t - 1) * r.block : NULL, dh);
	}
}
