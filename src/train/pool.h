/* A pool from within: who may run, and what its workers do. */
#ifndef TRAIN_POOL_H
#define TRAIN_POOL_H

#include "train/run.h"

enum { TRAIN_THREADS_MAX = 64 };
struct train_pool {
	struct arena arena;
	pthread_mutex_t lock;		/* over all members; never held in a step */
	pthread_cond_t work;		/* for workers: something may be runnable */
	pthread_cond_t calm;		/* for callers: somebody went out of a run */
	int n_thread, callers;
	atomic_int sleeping;		/* changed under the lock */
	pthread_t thread[TRAIN_THREADS_MAX];
	bool quit;
	int reached;			/* goals since the last train_pool_wait */
	unsigned long groups;
	struct train_run *first;
};

/* A thread's whole life, until quit. */
void *train_pool_work(void *pool);

/* All under the lock. */
bool train_pool_finished(const struct train_run *r);
/* Steps that r may take now, at most TRAIN_CHUNK. */
long train_pool_steps(const struct train_pool *p, const struct train_run *r);
void train_pool_count(struct train_pool *p, struct train_run *r);

#endif
