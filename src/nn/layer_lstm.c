#include "layer_recur.h"
#include "vec.h"

#include <string.h>

/* Gates i, f, g, o in this order, each w x(t) + u h(t-1) + two biases:
 *	c(t) = f c(t-1) + i g		h(t) = o s,	s = act(c(t))
 * with gate= on i, f, o and act= on g and c.  A step of the cache holds the four sums z,
 * the four gates, c, s and h, each (n,units); scratch holds dh, dc and four dz. */
enum { GATES = 4, STEP = 11, SCRATCH = 6, I = 0, F, G, O };

struct step {
	float *z, *gate, *c, *s, *h;
};

static struct step
step_of(const struct recur *r, const struct nn_flow *f, int t)
{
	float *at = f->cache + (size_t)t * STEP * r->block;

	return (struct step){ at, at + 4 * r->block, at + 8 * r->block, at + 9 * r->block,
			      at + 10 * r->block };
}

const float *
nn_lstm_row(const struct nn_layer *l, const float *cache, int n, int row, int step,
	    int which)
{
	size_t units = (size_t)l->arg[0], block = (size_t)n * units;

	return cache + ((size_t)step * STEP + 4 + (size_t)which) * block
	       + (size_t)row * units;
}

bool
layer_lstm_plan(struct nn_layer *l, struct err *e)
{
	return recur_plan(l, GATES, STEP, SCRATCH, e);
}

/* Four places a step: i and f, g, o, c. */
bool
layer_lstm_entered(const struct nn_layer *l, const float *cache, int n, int i,
		   struct nn_entered *out)
{
	static const int block[] = { I, G, O, 8 };
	int one = n * (int)l->arg[0], place = i % 4;
	size_t at = (size_t)(i / 4 * STEP + block[place]) * (size_t)one;

	if (i / 4 >= l->in.dim[0])
		return false;
	*out = (struct nn_entered){ place % 2 ? &l->act : &l->gate, cache + at,
				    place ? one : 2 * one };
	return true;
}

static void
lstm_step(const struct nn_layer *l, const struct recur *r, const struct step *s,
	  const struct step *before)
{
	size_t b = r->block;
	int n = (int)b;

	nn_act_apply(&l->gate, s->gate, s->z, 2 * n);
	nn_act_apply(&l->act, s->gate + G * b, s->z + G * b, n);
	nn_act_apply(&l->gate, s->gate + O * b, s->z + O * b, n);
	vec_mul(s->c, s->gate + I * b, s->gate + G * b, n);
	if (before)
		vec_add_mul(s->c, s->gate + F * b, before->c, n);
	nn_act_apply(&l->act, s->s, s->c, n);
	vec_mul(s->h, s->gate + O * b, s->s, n);
}

void
layer_lstm(const struct nn_layer *l, const struct nn_flow *f)
{
	struct recur r = recur_of(l, f, GATES);
	struct step before = { 0 };

	recur_begin(&r, f);
	for (int t = 0; t < r.steps; t++) {
		struct step s = step_of(&r, f, t);

		recur_sums(&r, f, t, s.z, before.h);
		lstm_step(l, &r, &s, t ? &before : NULL);
		recur_put(l, &r, f, t, s.h);
		before = s;
	}
}

/* dz of one step from dh and dc; dc becomes that of the step before. */
static void
lstm_step_back(const struct nn_layer *l, const struct recur *r, const struct step *s,
	       const struct step *before, const float *dh, float *dc, float *dz)
{
	size_t b = r->block;
	int n = (int)b;

	vec_mul(dz + O * b, dh, s->s, n);			/* do = dh s */
	vec_mul(dz, dh, s->gate + O * b, n);			/* ds = dh o */
	nn_act_back(&l->act, dz, NULL, dz, s->c, n);		/* dc += ds act'(c) */
	vec_add(dc, dz, n);
	vec_mul(dz + I * b, dc, s->gate + G * b, n);		/* di = dc g */
	vec_mul(dz + G * b, dc, s->gate + I * b, n);		/* dg = dc i */
	if (before)						/* df = dc c(t-1) */
		vec_mul(dz + F * b, dc, before->c, n);
	else
		memset(dz + F * b, 0, sizeof(*dz) * b);
	vec_scale(dc, s->gate + F * b, n); /* dc(t-1) = dc f */
	nn_act_back(&l->gate, dz, NULL, dz, s->z, 2 * n);
	nn_act_back(&l->act, dz + G * b, NULL, dz + G * b, s->z + G * b, n);
	nn_act_back(&l->gate, dz + O * b, NULL, dz + O * b, s->z + O * b, n);
}

void
layer_lstm_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct recur r = recur_of(l, f, GATES);
	float *dh = f->scratch + l->n_scratch, *dc = dh + r.block, *dz = dc + r.block;

	memset(f->grad, 0, sizeof(*f->grad) * (size_t)l->n_param);
	memset(dh, 0, sizeof(*dh) * 2 * r.block);
	for (int t = r.steps - 1; t >= 0; t--) {
		struct step s = step_of(&r, f, t);
		struct step before = t ? step_of(&r, f, t - 1) : (struct step){ 0 };

		recur_take(l, &r, f, t, dh);
		lstm_step_back(l, &r, &s, t ? &before : NULL, dh, dc, dz);
		recur_back(&r, f, t, dz, before.h, dh);
	}
}
