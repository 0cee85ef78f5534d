/* Time travel: a step that has been is looked at again.
 *
 * Training pauses.  Each run has a twin that goes to the step and is shown in its place;
 * curves over time keep their whole length and get a mark there.
 */
#include "tui/play.h"

#include <sched.h>
#include <string.h>

enum { LEAPS = 20 };			/* through all of the past */
#define PATIENCE 0.002			/* seconds that a frame waits for what was
					 * asked */

long
play_past_newest(const struct tui_play *p)
{
	long most = 0;

	for (int i = 0; i < lab_take_runs(p->take); i++) {
		long step = train_run_step(lab_take_run(p->take, i));

		most = step > most ? step : most;
	}
	return most;
}

/* The first step of a run that can be seen again; -1: none can. */
long
play_past_oldest(const struct tui_play *p, int i)
{
	const struct lab_branch *b = lab_take_branch(p->take, i);
	struct train_past_room room;

	train_run_past(lab_take_run(p->take, i), &room);
	return room.first >= 0 && b ? b->step : room.first;
}

static long
oldest(const struct tui_play *p)
{
	long least = -1;

	for (int i = 0; i < lab_take_runs(p->take); i++) {
		long first = play_past_oldest(p, i);

		if (first >= 0 && (least < 0 || first < least))
			least = first;
	}
	return least;
}

/* ---- twins ---- */

/* Sends the twin of a run to where that run was, if it has gone on since. */
static bool
send(struct tui_play *p, int i, struct err *e)
{
	struct train_run *r = lab_take_run(p->take, i), **twin = &p->past.twin[i];
	long first = play_past_oldest(p, i), to = p->past.at < first ? first : p->past.at;
	struct train_goal g = { .step = to };

	p->past.goal[i] = -1;
	lab_take_see(p->take, i, NULL);
	if (first < 0 || to >= train_run_step(r))
		return true;
	if (!*twin) {
		*twin = train_run_twin(r, e);
		p->past.watch[i] = (struct play_watch){ .asked = -1 };
	}
	if (!*twin)
		return false;
	train_pool_drop(p->pool, *twin);
	train_run_seek(*twin, r, to);
	train_pool_start(p->pool, twin, 1, &g);
	p->past.goal[i] = to;
	p->past.watch[i].asked = -1;
	lab_take_see(p->take, i, *twin);
	return true;
}

/* One that has come to its step is asked for what is to be seen there, once. */
static bool
look(struct tui_play *p, int i, bool step)
{
	struct play_watch *w = &p->past.watch[i];
	const struct play_watch *now = &p->watch[i];
	const struct train_snapshot *snap = NULL;
	struct train_run *twin = p->past.twin[i];
	long to = p->past.goal[i];

	if (to < 0)
		return false;
	do {
		bool there = train_run_step(twin) >= to || train_run_diverged(twin);

		if (there && (w->asked != to || w->w != now->w || w->h != now->h
			      || w->dear != now->dear)) {
			train_run_ask(twin, now->dear);
			train_run_watch(twin, now->w, now->h);
			*w = (struct play_watch){ w->snap, to, 0, now->w, now->h,
						  now->dear, true };
		}
		snap = train_run_take(twin);
		w->snap = snap ? snap : w->snap;
		w->waits &= !snap;
		if (snap && snap->more && !step)
			w->asked = -1;	/* a dear part is still being worked out */
	} while (step && (!w->snap || w->snap->facts.step != to) && sched_yield() == 0);
	return snap != NULL;
}

bool
play_past_move(struct tui_play *p, bool step)
{
	bool came = false;

	for (int i = 0; p->past.on && i < lab_take_runs(p->take); i++)
		came |= look(p, i, step);
	return came;
}

bool
play_past_due(const struct tui_play *p)
{
	for (int i = 0; p->past.on && i < lab_take_runs(p->take); i++) {
		const struct play_watch *w = &p->past.watch[i];

		if (p->past.goal[i] >= 0
		    && (w->asked < 0 || !w->snap || w->snap->facts.step != p->past.goal[i]
			|| w->waits || w->dear != p->watch[i].dear
			|| w->w != p->watch[i].w || w->h != p->watch[i].h))
			return true;
	}
	return false;
}

/* ---- going ---- */

void
play_past_leave(struct tui_play *p)
{
	for (int i = 0; p->past.on && i < lab_take_runs(p->take); i++) {
		lab_take_see(p->take, i, NULL);
		if (p->past.twin[i])
			train_pool_drop(p->pool, p->past.twin[i]);
	}
	p->past.on = false;
}

void
play_past_done(struct tui_play *p)
{
	if (p->take)
		play_past_leave(p);
	for (int i = 0; i < LAB_RUNS_MAX; i++)
		train_run_free(p->past.twin[i]);
	p->past = (struct play_past){ .on = false };
}

void
play_past_go(struct tui_play *p, long to, struct err *e)
{
	long first = oldest(p), last = play_past_newest(p);
	double until = tui_term_now() + PATIENCE;

	if (first < 0 || last <= first) {
		err_set(e, ERR_RANGE, SPAN_NONE, first < 0
			? "nothing of the past is kept" : "there is no past yet");
		err_hint(e, first < 0 ? "start with a larger --past"
				      : "it comes with the first step of training");
		return;
	}
	if (!p->past.on)
		play_pace_pause(p, true);
	if (to >= last) {
		play_past_leave(p);
		tui_screen_say(p->screen, "now: step %ld", last);
		return;
	}
	p->past.on = true;
	p->past.at = to < first ? first : to;
	for (int i = 0; i < lab_take_runs(p->take); i++)
		if (!send(p, i, e)) {
			play_past_leave(p);
			return;
		}
	while (!p->screen->options->step && play_past_due(p) && tui_term_now() < until) {
		play_past_move(p, false);
		sched_yield();
	}
}

static bool
visit(struct tui_play *p, struct str args, struct err *e)
{
	long to;

	if (!str_long(args, &to) || to < 0)
		return err_set(e, ERR_SYNTAX, SPAN_NONE, "'%.*s' is no step",
			       STR_ARG(args));
	play_past_go(p, to, e);
	return !e->code;
}

enum tui_did
play_past_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	long last = play_past_newest(p), at = p->past.on ? p->past.at : last;
	long leap = last / LEAPS > 0 ? last / LEAPS : 1;

	if (str_is(name, "earlier"))
		play_past_go(p, at - 1, e);
	else if (str_is(name, "later"))
		play_past_go(p, at + 1, e);
	else if (str_is(name, "leapback"))
		play_past_go(p, at - leap, e);
	else if (str_is(name, "leapon"))
		play_past_go(p, at + leap, e);
	else if (str_is(name, "oldest"))
		play_past_go(p, 0, e);
	else if (str_is(name, "newest"))
		play_past_go(p, last, e);
	else if (str_is(name, "visit"))
		visit(p, args, e);
	else
		return TUI_NOT_MINE;
	return e->code ? TUI_FAILED : TUI_DONE;
}

/* ---- what is seen ---- */

/* A mark where one looks stands before all others: a panel has room for so many. */
static void
mark(struct tui_play *p, struct train_snapshot *s, struct arena *frame)
{
	struct train_event *ev = ARENA_NEW(frame, struct train_event, s->n_event + 1);

	ev[0].step = p->past.at;
	snprintf(ev[0].text, sizeof(ev[0].text), "step %ld", p->past.at);
	if (s->n_event)
		memcpy(ev + 1, s->event, (size_t)s->n_event * sizeof(*ev));
	s->event = ev;
	s->n_event++;
}

const struct train_snapshot *
play_snap(struct tui_play *p, int i, struct arena *frame)
{
	const struct train_snapshot *now = p->watch[i].snap;
	const struct train_snapshot *then = p->past.watch[i].snap;
	struct train_snapshot *s;

	if (!p->past.on || !now)
		return now;
	s = ARENA_NEW(frame, struct train_snapshot, 1);
	*s = *now;
	if (p->past.goal[i] >= 0 && then)
		train_snapshot_then(s, then, now);
	mark(p, s, frame);
	return s;
}

/* "PAST 400 of 960", and how far the twins are on a long way. */
const char *
play_past_word(const struct tui_play *p, struct arena *frame)
{
	long least = p->past.at;

	for (int i = 0; i < lab_take_runs(p->take); i++) {
		long goal = p->past.goal[i];
		long step = goal < 0 ? 0 : train_run_step(p->past.twin[i]);

		if (goal >= 0 && step < goal && step < least)
			least = step;
	}
	if (least < p->past.at)
		return str_printf(frame, "<< PAST %ld: at %ld", p->past.at, least);
	return str_printf(frame, "<< PAST %ld of %ld", p->past.at, play_past_newest(p));
}
