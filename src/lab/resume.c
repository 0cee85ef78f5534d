/* A lab that was stopped goes on from the checkpoints of its runs. */
#include "lab/take.h"

/* The mark of a run is its place, below 0 where its training there is over; which it may
 * come to be while we wait to write. */
bool
lab_take_save(struct lab_take *t, int run, const char *path, struct err *e)
{
	struct train_run *r = t->run[run];
	bool over, now = !t->pool || train_pool_idle(t->pool, r);

	do {
		over = now;
		train_run_mark(r, over ? -t->trained[run] : t->trained[run]);
		if (!train_run_save(r, path, e))
			return false;
		now = !t->pool || train_pool_idle(t->pool, r);
	} while (over != now);
	return true;
}

bool
lab_take_resume(struct lab_take *t, int run, const char *path, struct err *e)
{
	struct lab_resume *r = &t->resume[run];
	long mark, place;

	if (!train_checkpoint_mark(path, &mark, e))
		return false;
	place = mark < 0 ? -mark : mark;
	if (!str_fill(r->path, sizeof(r->path), str_of(path)) || place < 1
	    || place > t->plan->n_step
	    || t->plan->step[place - 1].what != LAB_TRAIN) {
		err_set(e, ERR_DATA, SPAN_NONE,
			"%s: its run was in no training of this lab",
			path);
		return err_hint(e,
				"'actlab run LAB --checkpoint FILE' writes one that was");
	}
	r->place = (int)place;
	r->over = mark < 0;
	return true;
}

bool
lab_take_go_on(struct lab_take *t, int run, struct err *e)
{
	struct lab_resume *from = &t->resume[run];
	struct train_run *r;
	long step;

	r = train_run_resume(&t->spec[run], from->path, e);
	if (!r)
		return false;
	step = train_run_step(r);
	if (step < t->from[run] || step > t->goal[run]) {
		train_run_free(r);
		return err_set(e, ERR_DATA, SPAN_NONE,
			       "%s: step %ld is not among the %ld..%ld of its training",
			       from->path, step, t->from[run], t->goal[run]);
	}
	train_run_ask(r, t->plan->dear);
	train_pool_drop(t->pool, t->run[run]);
	train_run_free(t->run[run]);
	t->run[run] = r;
	if (from->over && t->until.f)	/* which may have ended it before its goal */
		t->goal[run] = step;
	from->place = 0;
	return true;
}
