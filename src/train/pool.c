#include "train/pool.h"

#include <assert.h>
#include <signal.h>
#include <unistd.h>

/* ---- pools ---- */

static int
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n < TRAIN_THREADS_MAX ? (int)n : TRAIN_THREADS_MAX;
}

/* All signals but those of a crash, which come to the thread that crashed: blocked, the
 * kernel would kill without the handler that gives the terminal back. */
static void
signals_for_main(sigset_t *all)
{
	static const int own[] =
		{ SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, 0 };

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
		failed = pthread_create(&p->thread[p->n_thread], NULL, train_pool_work,
					p);
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
	threads = threads < TRAIN_THREADS_MAX ? threads : TRAIN_THREADS_MAX;
	if (start_workers(p, threads, e))
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
		train_pool_count(p, run[i]);
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
	idle = r->member.pool != p || (train_pool_finished(r) && !r->member.inside);
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
		if (r->member.inside || train_pool_steps(p, r) > 0)
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
train_pool_again(struct train_run *r)
{
	struct train_pool *p = r->member.pool;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	r->member.met = false;
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
