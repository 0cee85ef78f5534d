/* What the workers of a pool do: take steps in turn, and look at what is watched. */
#include "train/pool.h"

#include <sys/resource.h>
#include <time.h>

enum { NICE = 5 };

/* ---- who may run; under the lock ---- */

bool
train_pool_finished(const struct train_run *r)
{
	return atomic_load(&r->diverged) || r->member.met
	       || train_run_step(r) >= r->member.goal.step;
}

static long
lead(const struct train_run *r)
{
	return train_run_step(r) - r->member.start;
}

/* The lead of the last run of a group that still has a way to go. */
static long
group_lead(const struct train_pool *p, const struct train_run *r)
{
	long least = lead(r);

	for (const struct train_run *o = p->first; o; o = o->member.next)
		if (o->member.group == r->member.group && !train_pool_finished(o)
		    && lead(o) < least)
			least = lead(o);
	return least;
}

long
train_pool_steps(const struct train_pool *p, const struct train_run *r)
{
	long n = TRAIN_CHUNK, step = train_run_step(r), left;

	if (train_pool_finished(r))
		return 0;
	left = r->member.goal.step - step;
	n = left < n ? left : n;
	left = atomic_load(&r->member.allow) - step;
	n = left < n ? left : n;
	if (n > 0 && r->member.goal.lockstep) {
		left = group_lead(p, r) + TRAIN_CHUNK - lead(r);
		n = left < n ? left : n;
	}
	return n > 0 ? n : 0;
}

/* Is a better to take than b?  Foreground first, then who only wants a picture, then
 * who is furthest behind. */
static bool
goes_first(const struct train_run *a, long a_steps, const struct train_run *b,
	   long b_steps)
{
	if (a->member.goal.background != b->member.goal.background)
		return b->member.goal.background;
	if ((a_steps == 0) != (b_steps == 0))
		return a_steps == 0;
	return lead(a) < lead(b);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* What a worker is to do: take steps, 0 where only a still is wanted; or look at one. */
struct job {
	struct train_run *run;		/* NULL: nothing */
	long steps;
	bool look;
};

/* Wishes for pictures count where the last still has been looked at. */
static bool
still_wanted(const struct train_run *r)
{
	return train_mail_wanted(&r->mail) && !atomic_load(&r->member.still);
}

static struct job
pick_steps(const struct train_pool *p)
{
	struct job best = { 0 };

	for (struct train_run *r = p->first; r; r = r->member.next) {
		long n;

		if (r->member.inside || r->member.claims)
			continue;
		n = train_pool_steps(p, r);
		if (n == 0 && !still_wanted(r))
			continue;
		if (!best.run || goes_first(r, n, best.run, best.steps))
			best = (struct job){ r, n, false };
	}
	return best;
}

/* A look is for who has nothing to train, until its time has come. */
static struct job
pick(const struct train_pool *p)
{
	struct job best = pick_steps(p);

	for (struct train_run *r = p->first; r; r = r->member.next)
		if (atomic_load(&r->member.still) && !r->member.looking
		    && !r->member.closed && !r->member.claims
		    && (!best.run || now() >= r->member.look_at))
			return (struct job){ r, 0, true };
	return best;
}

void
train_pool_count(struct train_pool *p, struct train_run *r)
{
	if (train_pool_finished(r) && !r->member.counted) {
		r->member.counted = true;
		p->reached++;
	}
}

/* ---- workers ---- */

static bool
until_met(struct train_run *r, const struct train_until *until)
{
	struct train_facts f = r->look.out;

	if (!until || r->row != 0 || atomic_load(&r->diverged))
		return false;
	train_look_facts(r, &f, NULL, NULL);
	return until->met(until, &f);
}

static enum train_state
state_of(const struct train_run *r, long goal, bool met)
{
	long step = train_run_step(r);

	if (atomic_load(&r->diverged))
		return TRAIN_STOPPED;
	if (!met && step < goal)
		return TRAIN_GOING;
	return step ? TRAIN_DONE : TRAIN_READY;
}

/* Being watched costs a run on its way the time of a still, which is a copy; the look at
 * it is for a worker that has nothing to train.  Where all train, looking gets one part
 * in WATCH_SHARE of the time: after a look that was dear the next one comes later, but
 * after half a second it comes.  What stands still is looked at whenever somebody
 * asks. */
enum { WATCH_SHARE = 20 };
#define WATCH_LATEST 0.5

static bool
make_still(struct train_pool *p, struct train_run *r, bool rests)
{
	struct train_member *m = &r->member;

	if (!still_wanted(r)
	    || (!rests && atomic_load(&p->sleeping) == 0 && now() < m->look_at))
		return false;
	train_snapshot_still(r);
	if (rests)
		m->look_at = 0;
	atomic_store(&m->still, true);
	return true;
}

/* Inside r, without the lock: up to n steps, and a still between them. */
static bool
take_turn(struct train_pool *p, struct train_run *r, const struct train_goal *g, bool met,
	  long n)
{
	for (long i = 0;; i++) {
		bool held, made;

		r->state = state_of(r, g->step, met);
		held = train_run_step(r) >= atomic_load(&r->member.allow);
		made = make_still(p, r, n == 0 || held || r->state != TRAIN_GOING);
		if (i == n || held || r->state != TRAIN_GOING || made
		    || atomic_load(&r->member.leave))
			return met;
		train_step(r);
		met = until_met(r, g->until);
	}
}

/* Others may have something to do; under the lock. */
static void
share(struct train_pool *p)
{
	if (atomic_load(&p->sleeping) && pick(p).run)
		pthread_cond_signal(&p->work);
}

/* Goes inside r and comes out again; called and left with the lock held. */
static void
visit(struct train_pool *p, struct train_run *r, long n)
{
	struct train_member *m = &r->member;
	struct train_goal g = m->goal;
	unsigned long group = m->group;
	bool met = m->met;

	m->inside = true;
	share(p);
	pthread_mutex_unlock(&p->lock);
	met = take_turn(p, r, &g, met, n);
	pthread_mutex_lock(&p->lock);
	m->inside = false;
	if (group == m->group)		/* not started anew meanwhile */
		m->met = met;
	train_pool_count(p, r);
	if (p->callers)
		pthread_cond_broadcast(&p->calm);
}

/* Looks at the still of r, which may be trained meanwhile; likewise. */
static void
look(struct train_pool *p, struct train_run *r)
{
	struct train_member *m = &r->member;
	double start, pause;

	m->looking = true;
	share(p);
	pthread_mutex_unlock(&p->lock);
	start = now();
	train_snapshot_look(r, &m->leave);
	pause = (WATCH_SHARE - 1) * (now() - start);
	pthread_mutex_lock(&p->lock);
	m->look_at = now() + (pause < WATCH_LATEST ? pause : WATCH_LATEST);
	m->looking = false;
	atomic_store(&m->still, false);
	if (p->callers)
		pthread_cond_broadcast(&p->calm);
}

void *
train_pool_work(void *pool)
{
	struct train_pool *p = pool;

#ifdef __linux__
	setpriority(PRIO_PROCESS, 0, NICE);	/* there: of this thread alone */
#endif
	pthread_mutex_lock(&p->lock);
	while (!p->quit) {
		struct job j = pick(p);

		if (j.look) {
			look(p, j.run);
		} else if (j.run) {
			visit(p, j.run, j.steps);
		} else {
			atomic_fetch_add(&p->sleeping, 1);
			pthread_cond_wait(&p->work, &p->lock);
			atomic_fetch_sub(&p->sleeping, 1);
		}
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}
