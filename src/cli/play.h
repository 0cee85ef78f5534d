/* Labs performed without a screen. */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include "cli/command.h"

#include <signal.h>

/* Finds and reads a lab; NULL: what is wrong has been printed, *status says how bad. */
struct lab_plan *play_load(const char *name, int *status);

/* What --checkpoint, --every and --resume say. */
struct play_keep {
	const char *file, *resume;	/* or NULL */
	long every;			/* epochs */
	long saved[LAB_RUNS_MAX];	/* step that the file of a run holds */
	bool stopped;			/* by SIGINT, SIGTERM or SIGHUP, which wait until
					 * play_keep_rest looks */
	bool written, blocks;
	sigset_t before;
};
struct play {
	const struct lab_plan *plan;
	struct train_pool *pool;
	struct lab_take *take;		/* of the lab's own seed; NULL in a sweep */
	struct lab_judge *judge;
	struct report_progress progress;
	struct play_keep *keep;		/* lent; NULL: no checkpoints */
};
/* Ready to play and to judge; progress is shown on stderr unless quiet. */
bool play_open(struct play *p, const struct lab_plan *plan, uint64_t seed, int threads,
	       bool quiet, struct err *e);
/* Ready to judge over these seeds instead of those that the expectations name. */
bool play_sweep(struct play *p, const struct lab_plan *plan, const uint64_t *seed, int n,
		int threads, struct err *e);
bool play_take(struct play *p, struct err *e);		/* plays the lab's own seed */
/* Waits for all verdicts; what is said while it waits. */
bool play_judge(struct play *p, const char *what, struct err *e);
/* Before play_take; after play_open. */
bool play_keep_open(struct play_keep *k, struct play *p, struct err *e);
/* A moment's rest; then what is due is written, or all of it when we are to stop. */
bool play_keep_rest(struct play_keep *k, struct play *p, struct err *e);
/* Writes the runs that have gone on; due: only those that have gone far enough. */
bool play_keep_all(struct play_keep *k, struct play *p, bool due, struct err *e);
void play_keep_close(struct play_keep *k);
void play_close(struct play *p);	/* also after a failure to open */

/* Prints a run as --keras or --pytorch ask; false: what cannot be said has been printed,
 * or e says why. */
bool cli_script(const struct cli_call *c, const struct lab_plan *plan, int run,
		struct err *e);

/* --seed, or else the lab's own. */
uint64_t play_seed(const struct cli_call *c, const struct lab_plan *plan);

#endif
