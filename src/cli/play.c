#include "cli/play.h"

#include <string.h>
#include <time.h>

/* A file that cannot be read is the system's fault; all else is the lab's. */
static int
errors_status(const struct err_list *l)
{
	for (int i = 0; i < l->n; i++)
		if (err_exit_status(&l->e[i]) == CLI_SYSTEM)
			return CLI_SYSTEM;
	return CLI_WRONG;
}

/* "actlab lnt": a command was meant rather than a lab. */
static void
hint_command(const char *name, struct err *e)
{
	struct str_near near = str_near_begin(str_of(name));

	for (const struct cli_command *c = cli_commands; c->name; c++)
		str_near_try(&near, c->name);
	if (str_near_best(&near) && !str_starts(str_of(e->hint), "did you mean")) {
		e->hint[0] = 0;
		err_did_you_mean(e, str_near_best(&near));
	}
}

struct lab_plan *
play_load(const char *name, int *status)
{
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *plan;
	char path[1024];

	if (!lab_find(name, path, &e)) {
		if (!lab_is_path(name))
			hint_command(name, &e);
		err_print(stderr, &e);
		*status = err_exit_status(&e);
		return NULL;
	}
	plan = lab_load(path, &errs);
	if (!plan) {
		*status = errors_status(&errs);
		err_list_print(stderr, &errs);
		lab_errs_done(&errs);
	}
	return plan;
}

uint64_t
play_seed(const struct cli_call *c, const struct lab_plan *plan)
{
	return param_given(&c->option, "seed") ? (uint64_t)param_num(&c->option, "seed")
					       : plan->seed;
}

bool
play_open(struct play *p, const struct lab_plan *plan, uint64_t seed, int threads,
	  bool quiet, struct err *e)
{
	*p = (struct play){ .plan = plan };
	if (!quiet)
		report_progress_init(&p->progress, stderr);
	p->pool = train_pool_new(threads, e);
	if (!p->pool)
		return false;
	p->take = lab_take_new(plan, seed, NULL, 0, e);
	if (!p->take)
		return false;
	p->judge = lab_judge_new(plan, seed, p->pool, e);
	return p->judge != NULL;
}

bool
play_sweep(struct play *p, const struct lab_plan *plan, const uint64_t *seed, int n,
	   int threads, struct err *e)
{
	*p = (struct play){ .plan = plan };
	report_progress_init(&p->progress, stderr);
	p->pool = train_pool_new(threads, e);
	if (!p->pool)
		return false;
	p->judge = lab_judge_sweep(plan, seed, n, p->pool, e);
	return p->judge != NULL;
}

/* Until a run reaches its goal; with somebody watching, not longer than a moment. */
static void
rest(struct play *p, double share, const char *what)
{
	const struct timespec moment = { 0, 20000000 };

	report_progress_show(&p->progress, share, what);
	if (p->progress.f)
		nanosleep(&moment, NULL);
	else
		train_pool_wait(p->pool);
}

/* false: it failed, or is to stop. */
static bool
pause_take(struct play *p, struct err *e)
{
	if (!p->keep) {
		rest(p, lab_take_progress(p->take), "training");
		return true;
	}
	report_progress_show(&p->progress, lab_take_progress(p->take), "training");
	return play_keep_rest(p->keep, p, e) && !p->keep->stopped;
}

bool
play_take(struct play *p, struct err *e)
{
	bool go = true;

	while (go && !lab_take_advance(p->take, p->pool, false, e))
		go = pause_take(p, e);
	report_progress_done(&p->progress);
	if (!go || e->code != ERR_NONE
	    || (p->keep && !play_keep_all(p->keep, p, false, e)))
		return false;
	lab_judge_lend(p->judge, p->take);
	return true;
}

bool
play_judge(struct play *p, const char *what, struct err *e)
{
	while (!lab_judge_advance(p->judge, e))
		rest(p, lab_judge_progress(p->judge), what);
	report_progress_done(&p->progress);
	return e->code == ERR_NONE;
}

void
play_close(struct play *p)
{
	if (p->judge)
		lab_judge_free(p->judge);
	if (p->take)
		lab_take_free(p->take, p->pool);
	if (p->pool)
		train_pool_free(p->pool);
}
