#include "train/run.h"

#include <string.h>

enum { FRESH = 4, SLOT = 3, GRID_BITS = 20 };
#define WANT_FLAG (1ull << 63)

static size_t
slot_need(const struct nn_net *net, int classes)
{
	size_t levels = (size_t)net->levels;

	return train_units_need(net) + train_history_need()
	       + train_room_need((int)levels, classes)
	       + arena_need(sizeof(struct num_loghist), levels)
	       + 3 * arena_need(sizeof(struct train_zhist), levels)
	       + train_trail_need((int)levels) + train_plates_need()
	       + arena_need(sizeof(float), TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE)
	       + 2 * arena_need(sizeof(float), TRAIN_SAMPLE_ROWS * TRAIN_CLASSES_MAX)
	       + arena_need(sizeof(float), 2 * TRAIN_GRID_MAX);
}

size_t
train_mail_need(const struct nn_net *net, int classes)
{
	return 3 * slot_need(net, classes)
	       + arena_need(sizeof(struct train_change), TRAIN_CHANGES_MAX);
}

static void
slot_alloc(struct train_slot *s, const struct nn_net *net, int classes, struct arena *a)
{
	int levels = net->levels;

	train_units_alloc(&s->units, net, a);
	s->point = ARENA_NEW(a, struct train_point, TRAIN_POINTS_MAX);
	s->eval = ARENA_NEW(a, struct train_eval, TRAIN_EVALS_MAX);
	s->event = ARENA_NEW(a, struct train_event, TRAIN_EVENTS_MAX);
	train_room_alloc(&s->facts, levels, classes, a);
	s->grad_hist = ARENA_NEW(a, struct num_loghist, levels);
	s->z_hist = ARENA_NEW(a, struct train_zhist, levels);
	s->y_hist = ARENA_NEW(a, struct train_zhist, levels);
	s->w_hist = ARENA_NEW(a, struct train_zhist, levels);
	train_trail_alloc(&s->trail, levels, a);
	train_plates_alloc(&s->plates, a);
	s->sample = ARENA_NEW(a, float, TRAIN_SAMPLE_ROWS * TRAIN_CLASSES_MAX);
	s->sample_test = ARENA_NEW(a, float, TRAIN_SAMPLE_ROWS * TRAIN_CLASSES_MAX);
	s->slice = ARENA_NEW(a, float, TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE);
	s->grid = ARENA_NEW(a, float, 2 * TRAIN_GRID_MAX);
}

bool
train_mail_init(struct train_mail *m, const struct nn_net *net, int classes,
		struct arena *a, struct err *e)
{
	if (pthread_mutex_init(&m->lock, NULL) != 0)
		return err_errno(e, "no lock for a run");
	m->change = ARENA_NEW(a, struct train_change, TRAIN_CHANGES_MAX);
	for (int i = 0; i < 3; i++)
		slot_alloc(&m->slot[i], net, classes, a);
	atomic_init(&m->due, LONG_MAX);
	atomic_init(&m->want, 0);
	atomic_init(&m->ready, 0);
	m->mine = 1;
	m->spare = 2;
	return true;
}

void
train_mail_done(struct train_mail *m)
{
	pthread_mutex_destroy(&m->lock);
}

/* ---- the watcher's side ---- */

void
train_run_watch(struct train_run *r, int grid_w, int grid_h)
{
	const int most = (1 << GRID_BITS) - 1;
	unsigned w = (unsigned)(grid_w < 0 ? 0 : grid_w < most ? grid_w : most);
	unsigned h = (unsigned)(grid_h < 0 ? 0 : grid_h < most ? grid_h : most);

	atomic_store(&r->mail.want, WANT_FLAG | (unsigned long long)w << GRID_BITS | h);
	train_pool_poke(r);
}

const struct train_snapshot *
train_run_take(struct train_run *r)
{
	struct train_mail *m = &r->mail;

	if (!(atomic_load_explicit(&m->ready, memory_order_relaxed) & FRESH))
		return NULL;
	m->mine = atomic_exchange_explicit(&m->ready, m->mine, memory_order_acq_rel);
	m->mine &= SLOT;
	return &m->slot[m->mine].snap;
}

/* ---- the run's side ---- */

bool
train_mail_wanted(const struct train_mail *m)
{
	return atomic_load_explicit(&m->want, memory_order_relaxed) != 0;
}

static void
fill_grad_hist(const struct train_run *r, struct num_loghist *h)
{
	memset(h, 0, (size_t)r->net.levels * sizeof(*h));
	for (int l = 0; l < r->net.levels; l++) {
		const struct nn_layer *layer = r->look.level[l].layer;

		for (int t = 0; t < layer->n_tensor; t++)
			if (layer->tensor[t].weight)
				num_loghist_add(&h[l], r->look.grad + layer->tensor[t].at,
						layer->tensor[t].n);
	}
}

static void
fill_points(const struct train_history *h, struct train_slot *s)
{
	s->snap = (struct train_snapshot){
		.point = s->point, .n_point = train_history_points(h, s->point),
		.event = s->event, .n_event = h->n_event, .eval = s->eval,
		.grad_hist = s->grad_hist, .z_hist = s->z_hist, .facts = s->facts,
	};
	memcpy(s->event, h->event, (size_t)h->n_event * sizeof(*s->event));
}

static void
fill_evals(const struct train_history *h, struct train_slot *s)
{
	s->snap.n_eval = h->n_eval;
	memcpy(s->eval, h->eval, (size_t)h->n_eval * sizeof(*s->eval));
}

static void
fill_weight_hist(const struct train_run *r, struct train_zhist *h)
{
	memset(h, 0, (size_t)r->net.levels * sizeof(*h));
	for (int l = 0; l < r->net.levels; l++) {
		const struct nn_layer *layer = r->look.level[l].layer;

		for (int t = 0; t < layer->n_tensor; t++)
			if (layer->tensor[t].weight)
				train_zhist_add(&h[l],
						r->net.param + layer->tensor[t].at,
						layer->tensor[t].n);
	}
}

static struct train_sample
sample_of(const struct train_run *r, int k, int rows, const float *out)
{
	rows = rows < TRAIN_SAMPLE_ROWS ? rows : TRAIN_SAMPLE_ROWS;
	return (struct train_sample){ k ? rows : 0, k, r->plan.loss.kind->link, out };
}

/* What the look that is to come shall leave here. */
static void
slot_lend(struct train_run *r, struct train_slot *s, unsigned dear)
{
	int k = r->data->target == DATA_CLASS && r->plan.k <= TRAIN_CLASSES_MAX
		? r->plan.k : 0, n = r->data->n_train, test = r->data->n - n;

	r->look.y_hist = dear & TRAIN_DEAR_OUTPUTS ? s->y_hist : NULL;
	r->look.plates = dear & TRAIN_DEAR_PLATES ? &s->plates : NULL;
	r->look.sample = k ? s->sample : NULL;
	r->look.sample_test = k ? s->sample_test : NULL;
	s->snap.y_hist = r->look.y_hist;
	s->snap.w_hist = dear & TRAIN_DEAR_WEIGHTS ? s->w_hist : NULL;
	s->snap.sample = sample_of(r, k, n, s->sample);
	s->snap.sample_test = sample_of(r, k, test, s->sample_test);
}

static void
slot_look_done(struct train_run *r)
{
	r->look.y_hist = NULL;
	r->look.plates = NULL;
	r->look.sample = r->look.sample_test = NULL;
}

/* What looks have found goes on with this one. */
static void
fill_past(struct train_run *r, struct train_slot *s, unsigned dear)
{
	struct train_history *h = &r->history;

	if (dear & TRAIN_DEAR_TRAIL) {
		train_trail_add(h, r->still, &s->snap.facts, s->grad_hist);
		train_trail_copy(&s->trail, &h->trail);
		s->snap.trail = s->trail;
	}
	train_history_eval(h, &s->snap.facts);
	fill_evals(h, s);
}

static bool
fill_slice(struct train_run *r, struct train_slot *s, const atomic_bool *leave)
{
	struct train_slice *to = &s->snap.slice;

	to->v = s->slice;
	if (!train_slice_go_on(r, to, leave))
		return false;
	s->snap.more = to->side && to->known < to->side * to->side;
	return true;
}

/* Everything in *s but points and events; false when the look was broken off. */
static bool
slot_fill(struct train_run *r, struct train_slot *s, const atomic_bool *leave)
{
	struct train_run *still = r->still;
	unsigned dear = atomic_load_explicit(&still->dear, memory_order_relaxed);
	unsigned long long want = r->mail.still_want, mask = (1u << GRID_BITS) - 1;
	bool whole;

	slot_lend(still, s, dear);
	whole = train_look_facts(still, &s->snap.facts, s->z_hist, leave)
		&& train_look_grid(still, &s->snap.grid, s->grid,
				   (int)(want >> GRID_BITS & mask), (int)(want & mask),
				   leave)
		&& (!(dear & TRAIN_DEAR_SLICE) || fill_slice(r, s, leave));
	slot_look_done(still);
	if (!whole)
		return false;
	s->snap.state = still->state;
	memcpy(s->snap.stopped, still->stopped, sizeof(s->snap.stopped));
	fill_grad_hist(still, s->grad_hist);
	if (s->snap.w_hist)
		fill_weight_hist(still, s->w_hist);
	if (dear & TRAIN_DEAR_PLATES) {
		s->snap.n_plate = s->plates.n;
		s->snap.plate = s->plates.plate;
	}
	if (dear & TRAIN_DEAR_UNITS) {
		train_units_fill(still, &s->units);
		s->snap.units = s->units.level;
		s->snap.unit_maps = s->units.maps;
	}
	fill_past(r, s, dear);
	return true;
}

/* ---- in two parts: training waits for the first only ---- */

void
train_snapshot_still(struct train_run *r)
{
	struct train_mail *m = &r->mail;

	train_mail_apply(r);
	m->still_want = atomic_exchange(&m->want, 0);
	train_still_take(r);
	fill_points(&r->history, &m->slot[m->spare]);
}

void
train_snapshot_forget(struct train_run *r)
{
	unsigned long long none = 0;

	atomic_compare_exchange_strong(&r->mail.want, &none, r->mail.still_want);
}

void
train_snapshot_look(struct train_run *r, const atomic_bool *leave)
{
	struct train_mail *m = &r->mail;

	if (!slot_fill(r, &m->slot[m->spare], leave)) {
		train_snapshot_forget(r);
		return;
	}
	m->spare |= FRESH;
	m->spare = atomic_exchange_explicit(&m->ready, m->spare, memory_order_acq_rel);
	m->spare &= SLOT;
}

void
train_snapshot_then(struct train_snapshot *out, const struct train_snapshot *then,
		    const struct train_snapshot *now)
{
	*out = *then;
	out->n_point = now->n_point;
	out->n_eval = now->n_eval;
	out->n_event = now->n_event;
	out->point = now->point;
	out->eval = now->eval;
	out->event = now->event;
	out->trail = now->trail;
}

void
train_snapshot_serve(struct train_run *r)
{
	/* An exchange after every step would hold up what the step still stores. */
	if (!train_mail_wanted(&r->mail))
		return;
	train_snapshot_still(r);
	train_snapshot_look(r, &r->member.leave);
}
