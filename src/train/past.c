/* The past of a run: states kept in memory, twins that go back to them, changes taken
 * back. */
#include "train/run.h"

#include <assert.h>
#include <string.h>

/* ---- states ---- */

static size_t
state_size(struct train_run *r)
{
	struct train_block b[TRAIN_BLOCKS];
	int n = train_blocks(r, b), slots = train_slots_most();
	size_t size = sizeof(struct train_numbers)
		      + (size_t)r->net.depth * sizeof(struct nn_lost);

	for (int i = 0; i < n; i++)
		size += sizeof(float) * train_block_floats(&b[i]);
	size += sizeof(float) * (size_t)(slots - r->plan.opt->n_slot)
		* (size_t)r->net.n_param;
	return arena_need(size, 1);
}

static void
put(unsigned char **at, const void *from, size_t size)
{
	memcpy(*at, from, size);
	*at += size;
}

static void
get(const unsigned char **at, void *to, size_t size)
{
	memcpy(to, *at, size);
	*at += size;
}

static void
state_put(unsigned char *at, struct train_run *r)
{
	struct train_block b[TRAIN_BLOCKS];
	struct train_numbers numbers;
	int n = train_blocks(r, b);

	train_numbers_take(&numbers, r);
	put(&at, &numbers, sizeof(numbers));
	put(&at, r->scale.lost, (size_t)r->net.depth * sizeof(struct nn_lost));
	for (int i = 0; i < n; i++)
		put(&at, b[i].at, sizeof(float) * train_block_floats(&b[i]));
}

/* Knobs are taken already: they say how much memory the optimiser has. */
static void
state_get(const unsigned char *at, struct train_run *r)
{
	struct train_block b[TRAIN_BLOCKS];
	struct train_numbers numbers;
	int n = train_blocks(r, b);

	get(&at, &numbers, sizeof(numbers));
	get(&at, r->scale.lost, (size_t)r->net.depth * sizeof(struct nn_lost));
	for (int i = 0; i < n; i++)
		get(&at, b[i].at, sizeof(float) * train_block_floats(&b[i]));
	train_numbers_give(&numbers, r);
	if (r->row > 0)
		train_epoch_order(r);
}

/* ---- keeping; under the lock ---- */

static void
keep(struct train_past *p, struct train_run *r)
{
	struct train_kept *k = &p->kept[p->n];

	*k = (struct train_kept){ .step = train_run_step(r),
				  .n_made = atomic_load(&p->n_made) };
	k->at = p->n_free ? p->free[--p->n_free] : arena_take(&p->own, p->state);
	state_put(k->at, r);
	p->n++;
}

static bool
in_turn(const struct train_past *p, long step)
{
	return (step - p->kept[0].step) % p->every == 0;
}

/* Every other one goes. */
static void
thin(struct train_past *p)
{
	int n = 0;

	p->every *= 2;
	for (int i = 0; i < p->n; i++) {
		if (in_turn(p, p->kept[i].step))
			p->kept[n++] = p->kept[i];
		else
			p->free[p->n_free++] = p->kept[i].at;
	}
	p->n = n;
}

void
train_past_keep(struct train_run *r)
{
	struct train_past *p = r->past;
	long step = train_run_step(r);

	if (!in_turn(p, step) || atomic_load(&r->diverged))
		return;
	pthread_mutex_lock(&p->lock);
	if (p->n == p->room)
		thin(p);
	if (in_turn(p, step) && p->kept[p->n - 1].step < step)
		keep(p, r);
	pthread_mutex_unlock(&p->lock);
}

void
train_past_made(struct train_run *r, const struct train_change *c)
{
	struct train_past *p = r->past;
	int n = atomic_load(&p->n_made);

	pthread_mutex_lock(&p->lock);
	p->made[n] = *c;
	p->made[n].at = train_run_step(r);
	atomic_store(&p->n_made, n + 1);
	pthread_mutex_unlock(&p->lock);
}

/* The last state at a step or before it. */
static int
kept_before(const struct train_past *p, long step)
{
	int lo = 0, hi = p->n;

	while (hi - lo > 1) {
		int mid = (lo + hi) / 2;

		if (p->kept[mid].step <= step)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* ---- remembering ---- */

static size_t
past_need(void)
{
	return arena_need(sizeof(struct train_past), 1)
	       + arena_need(sizeof(struct train_change), TRAIN_CHANGES_MAX);
}

bool
train_run_remember(struct train_run *r, size_t bytes, struct err *e)
{
	size_t state = state_size(r), each, used = past_need() + 128;
	char have[STR_NUM_MAX], two[STR_NUM_MAX];
	struct arena own;
	struct train_past *p;

	assert(!r->past && !r->member.inside);
	each = state + sizeof(struct train_kept) + sizeof(unsigned char *);
	if (bytes < used + 2 * each) {
		str_bytes(have, (double)bytes);
		str_bytes(two, (double)(used + 2 * each));
		return err_set(e, ERR_RANGE, SPAN_NONE,
			       "a past of %s has no room for two states of %s, which takes %s",
			       have, r->spec.name, two);
	}
	if (!arena_init(&own, bytes, e))
		return false;
	p = ARENA_NEW(&own, struct train_past, 1);
	p->made = ARENA_NEW(&own, struct train_change, TRAIN_CHANGES_MAX);
	p->room = (bytes - used) / each > INT_MAX
		  ? INT_MAX : (int)((bytes - used) / each);
	p->kept = ARENA_NEW(&own, struct train_kept, p->room);
	p->free = ARENA_NEW(&own, unsigned char *, p->room);
	p->own = own;
	p->base = r->spec.knob;
	p->every = TRAIN_PAST_EVERY;
	p->bound = bytes;
	p->state = state;
	if (pthread_mutex_init(&p->lock, NULL) != 0) {
		arena_done(&own);
		return err_errno(e, "no lock for the past of a run");
	}
	keep(p, r);
	r->past = p;
	return true;
}

void
train_past_free(struct train_past *p)
{
	struct arena own;

	if (!p)
		return;
	pthread_mutex_destroy(&p->lock);
	own = p->own;
	arena_done(&own);
}

void
train_run_past(struct train_run *r, struct train_past_room *out)
{
	struct train_past *p = r->past;

	*out = (struct train_past_room){ .first = -1 };
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	*out = (struct train_past_room){
		.first = p->kept[0].step, .every = p->every, .states = p->n,
		.state = p->state, .bound = p->bound,
		.used = p->bound - arena_left(&p->own)
	};
	pthread_mutex_unlock(&p->lock);
}

/* ---- going back; under the lock of the past ---- */

/* The knobs with the first n changes made. */
static void
knobs_after(const struct train_past *p, int n, struct param_set *knob)
{
	*knob = p->base;
	for (int i = 0; i < n; i++)
		knob->v[p->made[i].row] = p->made[i].value;
}

static void
go_to(struct train_run *r, const struct train_past *p, const struct train_kept *k)
{
	struct param_set knob;

	knobs_after(p, k->n_made, &knob);
	train_knobs_take(r, &knob);
	state_get(k->at, r);
	r->mail.n_change = 0;
	atomic_store(&r->mail.due, LONG_MAX);
	r->told = r->spec;
	r->stopped[0] = '\0';
	atomic_store(&r->diverged, false);
}

/* The changes from there on that were made at this step or before it. */
static void
take_over(struct train_run *r, const struct train_past *p, int from, long step)
{
	int n = from;

	for (; n < atomic_load(&p->n_made) && p->made[n].at <= step; n++)
		r->told.knob.v[p->made[n].row] = p->made[n].value;
	train_mail_owe(&r->mail, p->made + from, n - from);
	for (int i = 0; i < n - from; i++)
		r->mail.change[i].id = 0;	/* r was never told of it */
	r->twin_made = n;
}

struct train_run *
train_run_twin(const struct train_run *r, struct err *e)
{
	struct train_spec s = r->spec;
	struct train_run *twin;

	assert(r->past);
	s.knob = r->past->base;
	twin = train_run_new(&s, e);
	if (twin)
		train_run_ask(twin, atomic_load(&r->dear));
	return twin;
}

void
train_run_seek(struct train_run *twin, struct train_run *r, long step)
{
	struct train_past *p = r->past;
	const struct train_kept *k;
	long at = train_run_step(twin);

	assert(p && !twin->member.pool && step <= train_run_step(r));
	pthread_mutex_lock(&p->lock);
	k = &p->kept[kept_before(p, step)];
	if (twin->twin_of == r && twin->twin_era == p->era && at <= step && at >= k->step
	    && !atomic_load(&twin->diverged)) {
		take_over(twin, p, twin->twin_made, step);
	} else {
		go_to(twin, p, k);
		take_over(twin, p, k->n_made, step);
		train_history_cut(&twin->history, k->step);
	}
	twin->twin_of = r;
	twin->twin_era = p->era;
	pthread_mutex_unlock(&p->lock);
}

/* The changes made before its first state, as they were made. */
static void
inherit(struct train_past *b, struct train_past *p, long step)
{
	pthread_mutex_lock(&p->lock);
	b->base = p->base;
	while (b->n_made < p->n_made && p->made[b->n_made].at < step) {
		b->made[b->n_made] = p->made[b->n_made];
		b->made[b->n_made++].id = 0;
	}
	b->kept[0].n_made = b->n_made;
	pthread_mutex_unlock(&p->lock);
}

struct train_run *
train_run_branch(struct train_run *r, const char *name, long step, struct err *e)
{
	struct train_run *b = train_run_twin(r, e);

	if (!b)
		return NULL;
	str_fill(b->spec.name, sizeof(b->spec.name), str_of(name));
	train_run_seek(b, r, step);
	b->twin_of = NULL;
	b->history.from = step;
	if (train_run_remember(b, r->past->bound, e)) {
		inherit(b->past, r->past, train_run_step(b));
		return b;
	}
	train_run_free(b);
	return NULL;
}

/* ---- changes ---- */

int
train_run_told(const struct train_run *r)
{
	return r->n_told;
}

static void
tell(struct train_made *m, const struct train_change *c)
{
	*m = (struct train_made){ c->id, c->at, train_knobs[c->row].name, "" };
	str_fill(m->value, sizeof(m->value), str_of(c->value.text));
}

int
train_run_made(struct train_run *r, struct train_made *m, int max)
{
	struct train_past *p = r->past;
	int n = p ? atomic_load(&p->n_made) : 0;

	if (!p)
		return 0;
	pthread_mutex_lock(&p->lock);
	for (int i = 0; i < n && i < max; i++)
		tell(&m[i], &p->made[i]);
	pthread_mutex_unlock(&p->lock);
	return n;
}

/* Puts the run before the change; those behind it wait for their steps again. */
static void
unmake(struct train_run *r, int which)
{
	struct train_past *p = r->past;
	long at = p->made[which].at;
	int kept = kept_before(p, at), from = p->kept[kept].n_made;
	int n = atomic_load(&p->n_made), wait = r->mail.n_change;
	struct train_mail *m = &r->mail;

	memmove(m->change + n - from - 1, m->change, (size_t)wait * sizeof(*m->change));
	go_to(r, p, &p->kept[kept]);
	memmove(m->change, p->made + from, (size_t)(which - from) * sizeof(*m->change));
	memmove(m->change + which - from, p->made + which + 1,
		(size_t)(n - which - 1) * sizeof(*m->change));
	m->n_change = wait + n - from - 1;
	for (int i = 0; i < m->n_change; i++) {
		const struct train_change *c = &m->change[i];

		r->told.knob.v[c->row] = c->value;
		if (c->at < atomic_load(&m->due))
			atomic_store(&m->due, c->at);
	}
	for (; p->n > kept + 1; p->n--)
		p->free[p->n_free++] = p->kept[p->n - 1].at;
	atomic_store(&p->n_made, from);
	p->era++;
	train_history_cut(&r->history, at);
}

bool
train_run_unmake(struct train_run *r, int id, struct train_made *was, struct err *e)
{
	struct train_past *p = r->past;
	long step;
	int which = -1;

	if (!p)
		return err_set(e, ERR_RANGE, SPAN_NONE,
			       "%s remembers nothing of its past",
			       r->spec.name);
	train_run_enter(r);
	train_mail_apply(r);
	for (int i = 0; i < atomic_load(&p->n_made); i++)
		if (p->made[i].id == id)
			which = i;
	if (which >= 0) {
		tell(was, &p->made[which]);
		step = train_run_step(r);
		train_still_drop(r);
		pthread_mutex_lock(&p->lock);
		unmake(r, which);
		pthread_mutex_unlock(&p->lock);
		if (train_run_step(r) < step)
			train_pool_again(r);
	}
	train_run_leave(r);
	return which >= 0
	       || err_set(e, ERR_RANGE, SPAN_NONE, "%s was not changed so", r->spec.name);
}
