/* A still: what of a run is needed to look at it, copied between two steps.  It is a run
 * of its own in so far as it has parameters, knobs and room for a look; it is never
 * trained. */
#include "train/run.h"

#include <string.h>

static size_t
layers_need(const struct nn_net *net)
{
	return arena_need(sizeof(struct nn_layer), (size_t)net->depth);
}

size_t
train_still_need(const struct train_plan *p, const struct data_set *d)
{
	return arena_need(sizeof(struct train_run), 1) + nn_net_need(&p->net)
	       + layers_need(&p->net) + arena_need(sizeof(float), (size_t)p->net.n_param)
	       + train_scale_need(&p->net) + train_look_need(p, d);
}

/* The net's layers are copied: those of the run change with its activations. */
void
train_still_alloc(struct train_run *r, struct arena *a)
{
	struct train_run *s = ARENA_NEW(a, struct train_run, 1);

	s->data = r->data;
	s->y = r->y;
	memcpy(s->range, r->range, sizeof(s->range));
	s->plan = r->plan;
	s->net = r->net;
	nn_net_alloc(&s->net, a);
	s->net.layer = ARENA_NEW(a, struct nn_layer, s->net.depth);
	memcpy(s->net.layer, r->net.layer, (size_t)s->net.depth * sizeof(*s->net.layer));
	s->before = ARENA_NEW(a, float, s->net.n_param);
	train_look_alloc(s, a);
	train_scale_alloc(s, a);
	r->still = s;
}

static void
floats_copy(float *to, const float *from, int n)
{
	memcpy(to, from, (size_t)n * sizeof(*to));
}

static void
numbers_copy(struct train_run *s, const struct train_run *r)
{
	atomic_store(&s->step, atomic_load(&r->step));
	atomic_store(&s->diverged, atomic_load(&r->diverged));
	atomic_store(&s->dear, atomic_load(&r->dear));
	s->epoch = r->epoch;
	s->batch = r->batch;
	s->row = r->row;
	s->keep = r->keep;
	s->loss_batch = r->loss_batch;
	s->state = r->state;
	memcpy(s->stopped, r->stopped, sizeof(s->stopped));
	s->scale.factor = r->scale.factor;
	s->scale.good = r->scale.good;
	s->scale.skipped = r->scale.skipped;
}

void
train_still_take(struct train_run *r)
{
	struct train_run *s = r->still;

	s->plan = r->plan;
	memcpy(s->net.layer, r->net.layer, (size_t)s->net.depth * sizeof(*s->net.layer));
	floats_copy(s->net.param, r->net.param, s->net.n_param);
	floats_copy(s->net.buffer, r->net.buffer, s->net.n_buffer);
	floats_copy(s->before, r->before, s->net.n_param);
	memcpy(s->scale.lost, r->scale.lost,
	       (size_t)s->net.depth * sizeof(*s->scale.lost));
	numbers_copy(s, r);
	train_scale_set(s, false);
	train_look_flat(&s->look, &r->look, s->net.levels);
}

void
train_still_drop(struct train_run *r)
{
	if (atomic_exchange(&r->member.still, false))
		train_snapshot_forget(r);
}
