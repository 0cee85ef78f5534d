/* How fast a training is let go, and what is seen of it. */
#include "tui/play.h"

#include <math.h>
#include <sched.h>
#include <string.h>

const double play_gears[] = { 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 0, -1 };
#define USUAL_SECONDS 20.0		/* for a training at x1 at most, if possible */
#define USUAL_RATE 10.0			/* steps a second at x1 at least */
#define WATCH_PERIOD 0.1		/* seconds between two snapshots of a run */
#define WATCH_PERIOD_MOST 1.0		/* where they are dear */
#define WATCH_SHARE 0.03		/* of the time that training may lose by it */
#define RATE_PERIOD 0.5
enum { STEP_SHARES = 20 };		/* frames that a training takes under --step */

const char *
play_gear_text(int gear)
{
	static const char *const text[] = {
		"x1/8", "x1/4", "x1/2", "x1", "x2", "x4", "x8", "x16", "max" };

	return text[gear];
}

const struct lab_train *
play_training(const struct tui_play *p)
{
	if (p->wait != PLAY_TRAIN)
		return NULL;
	return &p->plan->step[p->at - 1].train;
}

static long
furthest(const struct tui_play *p)
{
	return play_past_newest(p);
}

/* ---- pace ---- */

static struct train_run *
run_of(const struct tui_play *p, const struct lab_train *t, int i)
{
	return lab_take_run(p->take, t->run[i]);
}

/* Share of the training that the slowest run still going has behind it. */
static double
share_done(const struct tui_play *p, const struct lab_train *t)
{
	double least = 1;

	for (int i = 0; i < t->n_run; i++) {
		struct train_run *r = run_of(p, t, i);
		long way = p->pace.goal[i] - p->pace.from[i];
		double share = (double)(train_run_step(r) - p->pace.from[i])
			       / (double)way;

		/* until= may have been met: such a run is nobody to wait for */
		if (share < least && !train_pool_idle(p->pool, r))
			least = share;
	}
	return least;
}

/* Steps of the shortest or the longest way. */
static double
way_of(const struct tui_play *p, const struct lab_train *t, bool longest)
{
	long way = p->pace.goal[0] - p->pace.from[0];

	for (int i = 1; i < t->n_run; i++) {
		long one = p->pace.goal[i] - p->pace.from[i];

		way = longest == (one > way) ? one : way;
	}
	return (double)way;
}

/* Shares a second. */
static double
share_rate(const struct tui_play *p, const struct lab_train *t)
{
	double usual = fmax(1 / USUAL_SECONDS, USUAL_RATE / way_of(p, t, true));

	return usual * play_gears[p->pace.gear];
}

/* The pool's lock is taken only where something changes. */
static void
allow(struct tui_play *p, int i, long step)
{
	const struct lab_train *t = play_training(p);

	if (p->pace.allowed[i] != step) {
		train_pool_allow(p->pool, run_of(p, t, i), step);
		play_branches_allow(p, t->run[i], step);
	}
	p->pace.allowed[i] = step;
}

static void
allow_all(struct tui_play *p)
{
	const struct lab_train *t = play_training(p);
	bool free = p->pace.share >= 1 || play_gears[p->pace.gear] == 0;

	for (int i = 0; t && i < t->n_run; i++) {
		double way = (double)(p->pace.goal[i] - p->pace.from[i]);
		long step = p->pace.from[i] + (long)floor(p->pace.share * way + 1e-6);

		allow(p, i, free ? TRAIN_UNLIMITED : step);
	}
}

void
play_pace_begin(struct tui_play *p, const struct lab_train *t)
{
	for (int i = 0; i < t->n_run; i++) {
		struct train_run *r = run_of(p, t, i);
		double way = t->steps ? (double)t->steps
				      : t->epochs * (double)train_run_epoch_steps(r);

		p->pace.from[i] = train_run_step(r);
		p->pace.goal[i] = p->pace.from[i] + lround(fmin(fmax(way, 1), 1e15));
		p->pace.allowed[i] = p->pace.from[i];
		train_pool_allow(p->pool, r, p->pace.from[i]);
	}
	/* the first step at once */
	p->pace.share = p->screen->options->step ? 0 : 1 / way_of(p, t, true);
	p->pace.at = tui_term_now();
}

/* Waits, under --step, until every run has done what it may. */
static void
settle(struct tui_play *p, const struct lab_train *t)
{
	for (int i = 0; i < t->n_run; i++) {
		struct train_run *r = run_of(p, t, i);
		double way = (double)(p->pace.goal[i] - p->pace.from[i]);
		long to = p->pace.from[i] + (long)floor(p->pace.share * way + 1e-6);

		while ((p->pace.share >= 1 || train_run_step(r) < to)
		       && !train_pool_idle(p->pool, r))
			train_pool_wait(p->pool);
	}
}

bool
play_pace_move(struct tui_play *p, bool step)
{
	const struct lab_train *t = play_training(p);
	double now = tui_term_now(), rate, ahead;

	if (!t || p->pace.paused)
		return false;
	rate = share_rate(p, t);
	/* no more ahead of the machine than a moment's work, but at least a step */
	ahead = fmax(0.5 * rate, 1 / way_of(p, t, false));
	if (step)
		p->pace.share = fmin(1, p->pace.share + 1.0 / STEP_SHARES);
	else if (rate == 0)
		p->pace.share = share_done(p, t);
	else
		p->pace.share = fmin(p->pace.share + (now - p->pace.at) * rate,
				     share_done(p, t) + ahead);
	p->pace.at = now;
	allow_all(p);
	if (step)
		settle(p, t);
	return false;
}

/* What was measured at another speed says nothing about this one. */
static void
rate_begin(struct tui_play *p)
{
	p->rate = (struct play_rate){ .step = furthest(p), .at = tui_term_now() };
}

void
play_pace_pause(struct tui_play *p, bool paused)
{
	const struct lab_train *t = play_training(p);

	p->pace.paused = paused;
	p->pace.at = tui_term_now();
	for (int i = 0; paused && t && i < t->n_run; i++)
		allow(p, i, train_run_step(run_of(p, t, i)));
	if (paused && t)
		p->pace.share = fmin(p->pace.share, share_done(p, t));
	if (!paused) {			/* single steps may have been taken meanwhile */
		if (t)
			p->pace.share = fmax(p->pace.share, share_done(p, t));
		rate_begin(p);
		allow_all(p);
	}
}

void
play_pace_gear(struct tui_play *p, int gear)
{
	if (gear < 0 || play_gears[gear] < 0)
		return;
	p->pace.gear = gear;
	p->pace.at = tui_term_now();
	rate_begin(p);
	if (!p->pace.paused)
		allow_all(p);
}

void
play_pace_step(struct tui_play *p)
{
	const struct lab_train *t = play_training(p);

	play_pace_pause(p, true);
	for (int i = 0; t && i < t->n_run; i++)
		allow(p, i, train_run_step(run_of(p, t, i)) + 1);
}

/* ---- snapshots ---- */

void
play_watch_reset(struct tui_play *p)
{
	for (int i = 0; i < LAB_RUNS_MAX; i++)
		p->watch[i] = (struct play_watch){ .asked = -1, .asked_at = -1 };
	p->rate = (struct play_rate){ .at = tui_term_now() };
}

enum { GRID_USUAL = 32, GRID_MOST = 96 };	/* points, at first and ever */

static int
fit_grid(int so_far, int wanted)
{
	wanted = wanted < GRID_MOST ? wanted : GRID_MOST;
	return wanted > so_far ? wanted : so_far;
}

/* As many points of the plane as the largest panel on the screen that shows it for this
 * run; none where there is no such panel. */
static void
grid_size(const struct tui_play *p, int run, int *w, int *h)
{
	const struct tui_layout *l = &p->screen->drawn.layout;
	*w = *h = 0;
	for (int i = 0; i < p->n_seen; i++) {
		const struct lab_panel *panel = &p->seen[i];
		bool mine = false, drawn = l->n == p->n_seen;

		for (int k = 0; k < panel->n_run; k++)
			mine |= panel->run[k] == run;
		if (!mine || !panel->kind->plane || (drawn && l->panel[i].w == 0))
			continue;
		*w = fit_grid(*w, drawn ? l->panel[i].w : GRID_USUAL);
		*h = fit_grid(*h, drawn ? 2 * l->panel[i].h : GRID_USUAL);
	}
}

/* Seconds between two snapshots of a run.  At full speed each takes the time of some
 * steps: it goes forward and backward through all rows, forward through the points of the
 * plane, where a step goes forward and backward through a batch. */
static double
watch_period(const struct tui_play *p, int run, int points)
{
	const struct train_spec *s = train_run_spec(lab_take_run(p->take, run));
	double rows = fmin(lab_take_data(p->take)->n_train, TRAIN_FACTS_ROWS);
	double steps = (rows + points / 3.0)
		       / fmin(rows, param_num(&s->knob, "batch"));

	if (play_gears[p->pace.gear] > 0 || p->rate.value <= 0)
		return WATCH_PERIOD;
	return fmax(WATCH_PERIOD, fmin(WATCH_PERIOD_MOST,
				       steps / (WATCH_SHARE * p->rate.value)));
}

/* The rate is that of the run furthest on. */
static void
rate_take(struct tui_play *p, double now)
{
	long most = furthest(p);

	if (now - p->rate.at < RATE_PERIOD)
		return;
	p->rate.value = (double)(most - p->rate.step) / (now - p->rate.at);
	p->rate.step = most;
	p->rate.at = now;
}

static bool
watch_one(struct tui_play *p, int i, double now, bool step)
{
	struct train_run *r = lab_take_run(p->take, i);
	struct play_watch *w = &p->watch[i];
	const struct train_snapshot *snap;
	long at = train_run_step(r);
	bool resized, ask;
	int gw, gh;

	grid_size(p, i, &gw, &gh);
	resized = w->w != gw || w->h != gh;
	ask = w->asked < 0;
	if (step)			/* without a clock: at once */
		ask |= resized || w->asked != at || (w->snap && w->snap->more);
	else
		ask |= (now - w->asked_at >= WATCH_PERIOD && resized)
		       || (now - w->asked_at >= watch_period(p, i, gw * gh)
			   && (w->asked != at || (w->snap && w->snap->more)));
	if (ask) {
		train_run_watch(r, gw, gh);
		*w = (struct play_watch){ w->snap, at, now, gw, gh, w->dear,
					  true };
	}
	while (!(snap = train_run_take(r)) && step
	       && (ask || !w->snap || w->snap->facts.step != at))
		sched_yield();
	if (snap) {
		w->snap = snap;
		w->waits = (w->dear & TRAIN_DEAR_UNITS) && !snap->units;
	}
	return snap != NULL;
}

bool
play_watch(struct tui_play *p, bool step)
{
	double now = tui_term_now();
	bool came = false;

	if (step)
		play_branches_settle(p);
	for (int i = 0; i < lab_take_runs(p->take); i++)
		came |= watch_one(p, i, now, step);
	if (!step)			/* without a clock there is no rate */
		rate_take(p, now);
	return came;
}

bool
play_watch_due(const struct tui_play *p)
{
	for (int i = 0; i < lab_take_runs(p->take); i++) {
		const struct play_watch *w = &p->watch[i];
		int gw, gh;

		grid_size(p, i, &gw, &gh);
		if (w->asked < 0 || w->waits || !w->snap || w->snap->facts.step < w->asked
		    || w->asked != train_run_step(lab_take_run(p->take, i))
		    || w->w != gw || w->h != gh)
			return true;
	}
	return false;
}
