#include "train/run.h"

#include <assert.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 64, NICE = 5 };

struct train_pool {
	struct arena arena;
	pthread_mutex_t lock;		/* over all members; never held in a step */
	pthread_cond_t work;		/* for workers: something may be runnable */
	pthread_cond_t calm;		/* for callers: somebody went out of a run */
	int n_thread, callers;
	atomic_int sleeping;		/* changed under the lock */
	pthread_t thread[THREADS_MAX];
	bool quit;
	int reached;			/* goals since the last train_pool_wait */
	unsigned long groups;
	struct train_run *first;
};

/* ---- who may run; under the lock ---- */

static bool
finished(const struct train_run *r)
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
		if (o->member.group == r->member.group && !finished(o) && lead(o) < least)
			least = lead(o);
	return least;
}

/* Steps that r may take now, at most TRAIN_CHUNK. */
static long
steps_allowed(const struct train_pool *p, const struct train_run *r)
{
	long n = TRAIN_CHUNK, step = train_run_step(r), left;

	if (finished(r))
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
		n = steps_allowed(p, r);
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

static void
count_goal(struct train_pool *p, struct train_run *r)
{
	if (finished(r) && !r->member.counted) {
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
 * it is for a worker that has nothing to train.  Where all train, looking gets one part in
 * WATCH_SHARE of the time: after a look that was dear the next one comes later, but after
 * half a second it comes.  What stands still is looked at whenever somebody asks. */
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
	bool met = atomic_load(&m->met);

	m->inside = true;
	share(p);
	pthread_mutex_unlock(&p->lock);
	met = take_turn(p, r, &g, met, n);
	pthread_mutex_lock(&p->lock);
	m->inside = false;
	if (group == m->group)		/* not started anew meanwhile */
		atomic_store(&m->met, met);
	count_goal(p, r);
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

static void *
worker(void *arg)
{
	struct train_pool *p = arg;

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

/* ---- pools ---- */

static int
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n < THREADS_MAX ? (int)n : THREADS_MAX;
}

/* All signals but those of a crash, which come to the thread that crashed: blocked, the
 * kernel would kill without the handler that gives the terminal back. */
static void
signals_for_main(sigset_t *all)
{
	static const int own[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, 0 };

	sigfillset(all);
	for (int i = 0; own[i]; i++)
		sigdelset(all, own[i]);
}

/* Starts workers with signals blocked, so that the main thread gets them. */
static bool
start_workers(struct train_pool *p, int n, struct err *e)
{
	sigset_t all, old;
	int failed = 0;

	signals_for_main(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (p->n_thread < n && !failed) {
		failed = pthread_create(&p->thread[p->n_thread], NULL, worker, p);
		p->n_thread += !failed;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return p->n_thread || err_set(e, ERR_SYSTEM, SPAN_NONE, "no thread to train in");
}

struct train_pool *
train_pool_new(int threads, struct err *e)
{
	struct arena a = { 0 };
	struct train_pool *p;

	num_kernel();			/* chosen before there are threads */
	if (!arena_init(&a, arena_need(sizeof(*p), 1), e))
		return NULL;
	p = ARENA_NEW(&a, struct train_pool, 1);
	p->arena = a;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->calm, NULL);
	threads = threads < 1 ? cores() : threads;
	if (start_workers(p, threads < THREADS_MAX ? threads : THREADS_MAX, e))
		return p;
	train_pool_free(p);
	return NULL;
}

void
train_pool_free(struct train_pool *p)
{
	struct arena a;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->quit = true;
	for (struct train_run *r = p->first; r; r = r->member.next)
		atomic_store(&r->member.leave, true);
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->n_thread; i++)
		pthread_join(p->thread[i], NULL);
	while (p->first)
		train_pool_drop(p, p->first);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->calm);
	pthread_mutex_destroy(&p->lock);
	a = p->arena;
	arena_done(&a);
}

int
train_pool_threads(const struct train_pool *p)
{
	return p->n_thread;
}

/* ---- callers; a caller's wait, under the lock ---- */

static void
wait_calm(struct train_pool *p)
{
	p->callers++;
	pthread_cond_wait(&p->calm, &p->lock);
	p->callers--;
}

static void
wake(struct train_pool *p)
{
	if (p->sleeping)
		pthread_cond_signal(&p->work);
}

static void
join_pool(struct train_pool *p, struct train_run *r)
{
	assert(!r->member.pool || r->member.pool == p);
	if (r->member.pool)
		return;
	r->member.pool = p;
	r->member.next = p->first;
	p->first = r;
	r->member.start = train_run_step(r);
	r->member.goal = (struct train_goal){ .step = r->member.start };
	r->member.group = 0;
	r->member.met = false;
	r->member.counted = true;
}

void
train_pool_add(struct train_pool *p, struct train_run *r)
{
	pthread_mutex_lock(&p->lock);
	join_pool(p, r);
	wake(p);
	pthread_mutex_unlock(&p->lock);
}

void
train_pool_start(struct train_pool *p, struct train_run *const *run, int n,
		 const struct train_goal *g)
{
	pthread_mutex_lock(&p->lock);
	p->groups++;
	for (int i = 0; i < n; i++) {
		struct train_member *m = &run[i]->member;

		join_pool(p, run[i]);
		m->start = train_run_step(run[i]);
		m->goal = *g;
		m->group = p->groups;
		m->met = m->counted = false;
		count_goal(p, run[i]);
	}
	wake(p);
	pthread_mutex_unlock(&p->lock);
}

void
train_pool_allow(struct train_pool *p, struct train_run *r, long step)
{
	pthread_mutex_lock(&p->lock);
	atomic_store(&r->member.allow, step);
	wake(p);
	pthread_mutex_unlock(&p->lock);
}

void
train_pool_hold(struct train_pool *p, struct train_run *r)
{
	train_pool_allow(p, r, train_run_step(r));
}

bool
train_pool_idle(struct train_pool *p, struct train_run *r)
{
	bool idle;

	pthread_mutex_lock(&p->lock);
	idle = r->member.pool != p || (finished(r) && !r->member.inside);
	pthread_mutex_unlock(&p->lock);
	return idle;
}

void
train_pool_drop(struct train_pool *p, struct train_run *r)
{
	struct train_run **at = &p->first;

	if (r->member.pool != p)
		return;
	pthread_mutex_lock(&p->lock);
	r->member.claims++;
	atomic_store(&r->member.leave, true);
	while (r->member.inside || r->member.looking)
		wait_calm(p);
	r->member.claims--;
	train_still_drop(r);
	while (*at != r)
		at = &(*at)->member.next;
	*at = r->member.next;
	r->member.pool = NULL;
	r->member.next = NULL;
	atomic_store(&r->member.leave, false);
	wake(p);			/* its group may go on */
	pthread_mutex_unlock(&p->lock);
}

/* Is there anything to wait for? */
static bool
moves(const struct train_pool *p)
{
	for (const struct train_run *r = p->first; r; r = r->member.next)
		if (r->member.inside || steps_allowed(p, r) > 0)
			return true;
	return false;
}

void
train_pool_wait(struct train_pool *p)
{
	pthread_mutex_lock(&p->lock);
	while (!p->reached && moves(p))
		wait_calm(p);
	p->reached = 0;
	pthread_mutex_unlock(&p->lock);
}

void
train_pool_poke(struct train_run *r)
{
	struct train_pool *p = r->member.pool;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	wake(p);
	pthread_mutex_unlock(&p->lock);
}

void
train_run_enter(struct train_run *r)
{
	struct train_pool *p = r->member.pool;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	r->member.claims++;
	while (r->member.inside || r->member.looking)
		wait_calm(p);
	r->member.inside = r->member.closed = true;
	r->member.claims--;
	pthread_mutex_unlock(&p->lock);
}

void
train_run_leave(struct train_run *r)
{
	struct train_pool *p = r->member.pool;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	r->member.inside = r->member.closed = false;
	wake(p);
	if (p->callers)
		pthread_cond_broadcast(&p->calm);
	pthread_mutex_unlock(&p->lock);
}
