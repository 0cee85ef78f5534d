#include "train/run.h"
#include "train/weights.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* ---- room ---- */

enum { ROOM_MIN = 512 };

int
train_room(const struct train_spec *s)
{
	int batch = param_int(&s->knob, "batch");

	batch = batch > ROOM_MIN ? batch : ROOM_MIN;
	return batch < s->data->n_train ? batch : s->data->n_train;
}

int
train_slots_most(void)
{
	int most = 0;

	for (const struct nn_opt *o = nn_opts; o->name; o++)
		most = o->n_slot > most ? o->n_slot : most;
	return most;
}

static size_t
floats(size_t rows, size_t cols)
{
	return arena_need(sizeof(float), rows * cols);
}

size_t
train_run_need(const struct train_plan *p, const struct train_spec *s)
{
	const struct data_set *d = s->data;
	size_t room = (size_t)train_room(s), n_param = (size_t)p->net.n_param;
	size_t k = (size_t)p->k;

	return arena_need(sizeof(struct train_run), 1) + train_plan_need(s)
	       + nn_net_need(&p->net) + nn_work_need(&p->net, (int)room)
	       + floats((size_t)train_slots_most(), n_param) + floats(1, n_param)
	       + train_scale_need(&p->net)
	       + floats((size_t)d->n, k) + 2 * floats(room, k)
	       + floats(room, (size_t)d->in) + arena_need(sizeof(int), room)
	       + arena_need(sizeof(int), (size_t)d->n_train) + train_look_need(p, d)
	       + train_still_need(p, d) + train_history_need()
	       + train_trail_need(p->net.levels)
	       + train_mail_need(&p->net, train_answers_classes(d));
}

/* ---- building ---- */

/* Classes as numbers: 0 or 1 for one output, one-hot for more. */
static void
make_targets(struct train_run *r)
{
	const struct data_set *d = r->data;
	int k = r->plan.k;

	if (d->target != DATA_CLASS) {
		r->y = d->y;
		return;
	}
	r->y = ARENA_NEW(&r->arena, float, (size_t)d->n * (size_t)k);
	for (int i = 0; i < d->n; i++) {
		if (k == 1)
			r->y[i] = (float)d->label[i];
		else
			r->y[(size_t)i * (size_t)k + (size_t)d->label[i]] = 1;
	}
}

/* The extent of input col and a tenth more on either side. */
static void
find_range(const struct data_set *d, int col, double out[2])
{
	double lo = INFINITY, hi = -INFINITY, margin;

	for (int i = 0; i < d->n; i++) {
		double v = d->x[(size_t)i * (size_t)d->in + (size_t)col];

		lo = v < lo ? v : lo;
		hi = v > hi ? v : hi;
	}
	margin = hi > lo ? 0.1 * (hi - lo) : 1;
	out[0] = lo - margin;
	out[1] = hi + margin;
}

static void
alloc_training(struct train_run *r)
{
	struct arena *a = &r->arena;
	size_t room = (size_t)r->room, k = (size_t)r->plan.k, in = (size_t)r->data->in;

	nn_work_alloc(&r->work, &r->net, r->room, a);
	r->opt.slot = ARENA_NEW(a, float,
				(size_t)train_slots_most() * (size_t)r->net.n_param);
	r->before = ARENA_NEW(a, float, r->net.n_param);
	r->scratch = ARENA_NEW(a, float, room * k);
	r->batch_y = ARENA_NEW(a, float, room * k);
	r->batch_x = ARENA_NEW(a, float, room * in);
	r->batch_label = ARENA_NEW(a, int, room);
	r->order = ARENA_NEW(a, int, r->data->n_train);
}

static bool
run_build(struct train_run *r, struct err *e)
{
	const struct data_set *d = r->data;

	if (!train_plan_make(&r->plan, &r->spec, &r->arena, e))
		return false;
	r->net = r->plan.net;
	r->room = train_room(&r->spec);
	nn_net_alloc(&r->net, &r->arena);
	nn_net_init(&r->net, r->spec.seed);
	if (!weights_from_file(&r->net, &r->spec, false, e))
		return false;
	alloc_training(r);
	make_targets(r);
	if (d->in <= 2) {
		find_range(d, 0, r->range);
		find_range(d, d->in - 1, r->range + 2);
	}
	nn_opt_state_reset(&r->opt, r->plan.opt->n_slot, r->net.n_param);
	rng_init(&r->noise, r->spec.seed, "dropout", 0);
	train_history_alloc(&r->history, &r->arena);
	train_trail_alloc(&r->history.trail, r->net.levels, &r->arena);
	train_look_alloc(r, &r->arena);
	train_scale_alloc(r, &r->arena);
	train_still_alloc(r, &r->arena);
	r->loss_batch = NAN;
	r->state = TRAIN_READY;
	return train_mail_init(&r->mail, &r->net, train_answers_classes(d),
			       &r->arena, e);
}

/* Bytes of the run, 0: the spec does not fit. */
static size_t
measure(const struct train_spec *s, struct err *e)
{
	struct arena a = { 0 };
	struct train_plan p;
	size_t need = 0;

	if (!arena_init(&a, train_plan_need(s), e))
		return 0;
	if (train_plan_make(&p, s, &a, e)) {
		need = train_run_need(&p, s);
		if (!train_memory_fits(need, train_room(s),
				       param_get(&s->knob, "hidden")->at, e))
			need = 0;
	}
	arena_done(&a);
	return need;
}

struct train_run *
train_run_new(const struct train_spec *s, struct err *e)
{
	struct arena a = { 0 };
	struct train_run *r;
	size_t need;

	assert(s->data);
	need = measure(s, e);
	if (!need || !arena_init(&a, need, e))
		return NULL;
	r = ARENA_NEW(&a, struct train_run, 1);
	r->arena = a;
	r->spec = r->told = *s;
	r->data = s->data;
	atomic_init(&r->member.allow, TRAIN_UNLIMITED);
	if (run_build(r, e))
		return r;
	a = r->arena;
	arena_done(&a);
	return NULL;
}

void
train_run_free(struct train_run *r)
{
	struct arena a;

	if (!r)
		return;
	assert(!r->member.pool);
	train_mail_done(&r->mail);
	train_past_free(r->past);
	train_slicer_free(r->slicer);
	a = r->arena;
	arena_done(&a);
}

/* ---- from outside ---- */

void
train_run_steps(struct train_run *r, long n)
{
	train_run_enter(r);
	for (long i = 0; i < n && !atomic_load(&r->diverged); i++) {
		r->state = i + 1 < n ? TRAIN_GOING : TRAIN_DONE;
		train_step(r);
		train_snapshot_serve(r);
	}
	train_snapshot_serve(r);		/* where there was no step */
	train_run_leave(r);
}

size_t
train_facts_need(const struct train_run *r)
{
	return train_room_need(r->net.levels, train_answers_classes(r->data));
}

void
train_run_facts(struct train_run *r, struct train_facts *f, struct arena *a)
{
	train_room_alloc(f, r->net.levels, train_answers_classes(r->data), a);
	train_run_enter(r);
	train_mail_apply(r);
	train_look_facts(r, f, NULL, NULL);
	train_run_leave(r);
}

void
train_run_ask(struct train_run *r, unsigned dear)
{
	atomic_fetch_or(&r->dear, dear);
}

void
train_run_spare(struct train_run *r, unsigned dear)
{
	atomic_fetch_and(&r->dear, ~dear);
}

long
train_run_step(const struct train_run *r)
{
	return atomic_load(&r->step);
}

long
train_run_epoch_steps(const struct train_run *r)
{
	const struct param_set *k = &r->told.knob;
	int n = r->data->n_train, batch = param_int(k, "batch");

	return train_epoch_steps(n, batch < n ? batch : n, param_num(k, "last") == 1);
}

bool
train_run_diverged(const struct train_run *r)
{
	return atomic_load(&r->diverged);
}

const char *
train_run_stopped(const struct train_run *r)
{
	return atomic_load(&r->diverged) ? r->stopped : "";
}

static uint64_t
hash_floats(uint64_t h, const float *v, size_t n)
{
	const size_t part = 1u << 24;

	for (size_t at = 0; at < n; at += part)
		h = num_hash(h, v + at,
			     (int)((n - at < part ? n - at : part) * sizeof(*v)));
	return h;
}

uint64_t
train_run_hash(struct train_run *r)
{
	uint64_t h = NUM_HASH_START;

	train_run_enter(r);
	train_mail_apply(r);
	h = hash_floats(h, r->net.param, (size_t)r->net.n_param);
	h = hash_floats(h, r->net.buffer, (size_t)r->net.n_buffer);
	h = hash_floats(h, r->opt.slot,
			(size_t)r->plan.opt->n_slot * (size_t)r->net.n_param);
	h = num_hash(h, &r->opt.t, sizeof(r->opt.t));
	h = num_hash(h, r->opt.power, sizeof(r->opt.power));
	h = num_hash(h, r->noise.s, sizeof(r->noise.s));
	if (r->plan.scaling.dynamic) {
		h = num_hash(h, &r->scale.factor, sizeof(r->scale.factor));
		h = num_hash(h, &r->scale.good, sizeof(r->scale.good));
	}
	train_run_leave(r);
	return h;
}
