#include "train/run.h"

#include <string.h>

/* ---- the caller's side ---- */

/* Trained parameters of activations are in the net's block: they cannot come or go. */
static bool
keeps_learned(const struct train_spec *old, const struct train_spec *new, struct span at,
	      struct err *e)
{
	struct train_acts a, b;

	if (!train_acts_of(&a, old, e)
	    || !train_acts_of(&b, new, e))
		return false;
	for (int i = 0; i < a.n || i < b.n; i++) {
		const struct nn_act *x = a.use[a.n > 1 ? i : 0].kind;
		const struct nn_act *y = b.use[b.n > 1 ? i : 0].kind;

		if (x != y && (x->n_learned || y->n_learned)) {
			err_set(e, ERR_SHAPE, at, "act=%s has trained parameters",
				x->n_learned ? x->name : y->name);
			return err_hint(e, "it needs a network built anew");
		}
	}
	return true;
}

static bool
change_check(const struct train_run *r, const struct train_spec *new, const char *knob,
	     struct span at, struct err *e)
{
	if (!train_knob_is_live(knob)) {
		err_set(e, ERR_SHAPE, at, "%s= is fixed once a run is built", knob);
		return err_hint(e, "start the run anew with another %s=", knob);
	}
	if (strcmp(knob, "act") == 0 && !keeps_learned(&r->told, new, at, e))
		return false;
	if (strcmp(knob, "batch") == 0 && train_room(new) > r->room)
		return err_set(e, ERR_SHAPE, at,
			       "batch=%d is more than the %d rows this run has room for",
			       param_int(&new->knob, "batch"), r->room);
	return train_spec_check(new, e);
}

static bool
change_post(struct train_run *r, const struct train_change *c, struct span at,
	    struct err *e)
{
	struct train_mail *m = &r->mail;
	bool room;

	pthread_mutex_lock(&m->lock);
	room = m->n_change + (r->past ? atomic_load(&r->past->n_made) : 0)
	       < TRAIN_CHANGES_MAX;
	if (room) {
		m->change[m->n_change++] = *c;
		if (c->at < atomic_load(&m->due))
			atomic_store(&m->due, c->at);
	}
	pthread_mutex_unlock(&m->lock);
	return room
	       || err_set(e, ERR_RANGE, at,
			  "more than %d changes of one run", TRAIN_CHANGES_MAX);
}

/* Whether a change of the same knob waits for a step after c's. */
static bool
is_overtaken(struct train_mail *m, const struct train_change *c, long now)
{
	long at = c->at > now ? c->at : now;
	bool found = false;

	pthread_mutex_lock(&m->lock);
	for (int i = 0; i < m->n_change; i++)
		found |= m->change[i].row == c->row && m->change[i].at > at;
	pthread_mutex_unlock(&m->lock);
	return found;
}

/* Inside, where no step is half taken: else one could begin before the change is there
 * and end behind its step. */
static bool
change_post_inside(struct train_run *r, const struct train_change *c, bool at_once,
		   struct span at, bool *last, struct err *e)
{
	long now;
	bool ok;

	train_run_enter(r);
	now = train_run_step(r);
	*last = !is_overtaken(&r->mail, c, now);
	ok = at_once || c->at >= now
		     ? change_post(r, c, at, e)
		     : err_set(e, ERR_RANGE, at,
			       "step %ld has passed: the run is at step %ld", c->at, now);
	train_run_leave(r);
	return ok;
}

bool
train_run_set(struct train_run *r, struct str key, struct str value, struct span value_at,
	      long at, struct err *e)
{
	bool at_once = at < 0, alone, last = true, posted;
	struct train_spec new = r->told;
	struct train_change c = { .at = at_once ? 0 : at,
				  .row = param_find(train_knobs, key) };

	if (!train_spec_set(&new, key, SPAN_NONE, value, value_at, e)
	    || !train_knob_heeded(&new, train_knobs[c.row].name, value_at, e)
	    || !change_check(r, &new, train_knobs[c.row].name, value_at, e))
		return false;
	c.value = new.knob.v[c.row];
	c.id = r->n_told + 1;
	alone = at_once && atomic_load(&r->mail.due) == LONG_MAX;
	posted = alone ? change_post(r, &c, value_at, e)
		       : change_post_inside(r, &c, at_once, value_at, &last, e);
	if (posted && last)
		r->told = new;
	r->n_told += posted;
	return posted;
}

const struct train_spec *
train_run_spec(const struct train_run *r)
{
	return &r->told;
}

/* Those of a run that is being put elsewhere in its past; nobody trains it meanwhile. */
void
train_mail_owe(struct train_mail *m, const struct train_change *c, int n)
{
	pthread_mutex_lock(&m->lock);
	memmove(m->change + n, m->change, (size_t)m->n_change * sizeof(*c));
	memcpy(m->change, c, (size_t)n * sizeof(*c));
	m->n_change += n;
	for (int i = 0; i < n; i++)
		if (c[i].at < atomic_load(&m->due))
			atomic_store(&m->due, c[i].at);
	pthread_mutex_unlock(&m->lock);
}

/* ---- the run's side ---- */

static void
swap_acts(struct train_run *r)
{
	for (int i = 0; i < r->net.depth; i++) {
		struct nn_layer *l = &r->net.layer[i];

		if (l->act.kind)
			l->act = r->plan.line[l->line].act;
	}
	train_look_acts(r);
}

void
train_knobs_take(struct train_run *r, const struct param_set *knob)
{
	r->spec.knob = *knob;
	train_plan_refresh(&r->plan, &r->spec);
	swap_acts(r);
	train_scale_set(r, false);
}

static void
change_apply(struct train_run *r, const struct train_change *c)
{
	const char *knob = train_knobs[c->row].name;

	r->spec.knob.v[c->row] = c->value;
	train_plan_refresh(&r->plan, &r->spec);
	if (strcmp(knob, "act") == 0)
		swap_acts(r);
	if (strcmp(knob, "opt") == 0)
		nn_opt_state_reset(&r->opt, r->plan.opt->n_slot, r->net.n_param);
	if (strcmp(knob, "precision") == 0 || strcmp(knob, "scale") == 0)
		train_scale_set(r, knob[0] == 's');
	if (r->trace)
		train_trace_knob(r, c->row);
	train_history_event(&r->history, atomic_load(&r->step), knob, c->value.text);
}

/* Takes the first change that is due, in the order in which they came.  What leaves the
 * mail is in the past at once: both together have room for so many. */
static bool
change_take(struct train_run *r, long step, struct train_change *out)
{
	struct train_mail *m = &r->mail;
	long due = LONG_MAX;
	int found = -1;

	pthread_mutex_lock(&m->lock);
	for (int i = 0; i < m->n_change; i++) {
		if (found < 0 && m->change[i].at <= step)
			found = i;
		else if (m->change[i].at < due)
			due = m->change[i].at;
	}
	if (found >= 0) {
		*out = m->change[found];
		m->n_change--;
		memmove(&m->change[found], &m->change[found + 1],
			(size_t)(m->n_change - found) * sizeof(*m->change));
		if (r->past)
			train_past_made(r, out);
	}
	atomic_store(&m->due, due);
	pthread_mutex_unlock(&m->lock);
	return found >= 0;
}

void
train_mail_apply(struct train_run *r)
{
	struct train_change c;
	long step = atomic_load_explicit(&r->step, memory_order_relaxed);

	while (atomic_load_explicit(&r->mail.due, memory_order_relaxed) <= step
	       && change_take(r, step, &c))
		change_apply(r, &c);
}
