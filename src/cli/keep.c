/* Checkpoints while a lab is performed: every so many epochs, when it is interrupted, and
 * at its end; and going on from them. */
#include "cli/play.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POLL_NS = 20000000 };

/* The file of a run: of several each has its name before the ending. */
static bool
file_of(char to[1024], const char *file, const struct lab_plan *plan, int run,
	struct err *e)
{
	const char *slash = strrchr(file, '/'), *dot = strrchr(file, '.');
	int stem, n;

	if (!dot || (slash && dot < slash) || dot == (slash ? slash + 1 : file))
		dot = file + strlen(file);
	stem = (int)(dot - file);
	n = plan->n_run == 1
		    ? snprintf(to, 1024, "%s", file)
		    : snprintf(to, 1024, "%.*s.%s%s", stem, file,
			       plan->run[run].spec.name, dot);
	return n < 1024 || err_set(e, ERR_USAGE, SPAN_NONE, "the name of a file is too long");
}

static void
stops(sigset_t *set)
{
	static const int all[] = { SIGINT, SIGTERM, SIGHUP };

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		sigaddset(set, all[i]);
}

bool
play_keep_open(struct play_keep *k, struct play *p, struct err *e)
{
	int found = 0;
	char path[1024];
	sigset_t set;

	for (int i = 0; k->resume && i < p->plan->n_run; i++) {
		if (!file_of(path, k->resume, p->plan, i, e))
			return false;
		if (p->plan->n_run > 1 && access(path, F_OK) != 0)
			continue;
		if (!lab_take_resume(p->take, i, path, e))
			return false;
		found++;
	}
	if (k->resume && !found) {
		err_set(e, ERR_SYSTEM, SPAN_NONE,
			"there is no checkpoint of a run of this lab: '%s'", path);
		return err_hint(e, "--resume takes the name that --checkpoint had, without "
				   "that of a run");
	}
	stops(&set);
	sigprocmask(SIG_BLOCK, &set, &k->before);
	k->blocks = true;
	p->keep = k;
	return true;
}

void
play_keep_close(struct play_keep *k)
{
	const struct timespec none = { 0, 0 };
	sigset_t set;

	if (!k->blocks)
		return;
	stops(&set);
	while (k->stopped && sigtimedwait(&set, NULL, &none) > 0)
		;			/* asked twice: it has been heard */
	sigprocmask(SIG_SETMASK, &k->before, NULL);
	k->blocks = false;
}

/* One that stopped at inf or NaN is left as it was before: it can be gone on from. */
static bool
save(struct play_keep *k, struct play *p, int run, struct err *e)
{
	struct train_run *r = lab_take_run(p->take, run);
	char path[1024];

	if (train_run_diverged(r))
		return true;
	if (!file_of(path, k->file, p->plan, run, e)
	    || !lab_take_save(p->take, run, path, e))
		return false;
	k->saved[run] = train_run_step(r);
	k->written = true;
	return true;
}

bool
play_keep_all(struct play_keep *k, struct play *p, bool due, struct err *e)
{
	for (int i = 0; k->file && i < p->plan->n_run; i++) {
		struct train_run *r = lab_take_run(p->take, i);
		long step = train_run_step(r);

		if (due ? step - k->saved[i] < k->every * train_run_epoch_steps(r)
			: step == 0)
			continue;
		if (!save(k, p, i, e))
			return false;
	}
	return true;
}

bool
play_keep_rest(struct play_keep *k, struct play *p, struct err *e)
{
	const struct timespec moment = { 0, POLL_NS };
	sigset_t set;

	stops(&set);
	if (sigtimedwait(&set, NULL, &moment) > 0)
		k->stopped = true;
	return play_keep_all(k, p, !k->stopped, e);
}
