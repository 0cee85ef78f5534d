/* Branches of a take: what a run was at a step, with one knob turned there. */
#include "lab/take.h"

#include <string.h>

int
lab_take_runs(const struct lab_take *t)
{
	return t->n_run + t->n_branch;
}

const struct lab_branch *
lab_take_branch(const struct lab_take *t, int run)
{
	return run < t->n_run ? NULL : &t->branch[run - t->n_run];
}

const char *
lab_take_name(const struct lab_take *t, int run)
{
	return train_run_spec(t->run[run])->name;
}

void
lab_take_see(struct lab_take *t, int run, struct train_run *as)
{
	t->seen[run] = as;
}

int
lab_take_root(const struct lab_take *t, int run)
{
	while (run >= t->n_run)
		run = t->branch[run - t->n_run].of;
	return run;
}

bool
lab_branch_strays(const struct lab_take *t, int run)
{
	const struct lab_branch *b = lab_take_branch(t, run);
	int root = lab_take_root(t, run);

	for (int i = 0; i < t->plan->n_step && b->step < t->from[root]; i++)
		if (t->plan->step[i].what == LAB_TRAIN && t->plan->step[i].train.until
		    && t->steps[i * t->n_run + root])
			return true;
	return b->late;
}

static bool
is_taken(const struct lab_take *t, const char *name)
{
	for (int i = 0; i < lab_take_runs(t); i++)
		if (strcmp(lab_take_name(t, i), name) == 0)
			return true;
	return false;
}

/* "sig_400", the next "sig_400b": names that a lab could have. */
static void
name_branch(const struct lab_take *t, int run, long step, char name[32])
{
	const char *from = t->spec[lab_take_root(t, run)].name;

	snprintf(name, 32, "%.15s_%ld", from, step);
	for (char c = 'b'; is_taken(t, name) && c <= 'z'; c++)
		snprintf(name, 32, "%.15s_%ld%c", from, step, c);
}

/* Does the training go on for a run there?  Not at the end that its root has come to. */
static bool
goes_on(const struct lab_take *t, int of, long step, struct train_pool *pool)
{
	return t->goal[of] >= 0 && (step < train_run_step(t->run[of])
				    || !train_pool_idle(pool, t->run[of]));
}

/* On its way to where its root goes, or stands. */
static void
send(struct lab_take *t, int run, struct train_pool *pool, bool background)
{
	int of = lab_take_root(t, run);
	long at = train_run_step(t->run[of]);
	bool trains = goes_on(t, of, train_run_step(t->run[run]), pool);
	struct train_goal g = { .step = trains ? t->goal[of] : at,
				.background = background,
				.until = trains && t->until.f ? &t->until.is : NULL };

	train_pool_start(pool, &t->run[run], 1, &g);
}

void
lab_branches_train(struct lab_take *t, bool background)
{
	for (int i = t->n_run; i < lab_take_runs(t); i++)
		if (t->goal[lab_take_root(t, i)] >= 0)
			send(t, i, t->pool, background);
}

int
lab_take_branch_new(struct lab_take *t, int run, long step, struct str knob,
		    struct str value, struct train_pool *pool, struct err *e)
{
	int n = lab_take_runs(t);
	struct lab_branch *b = &t->branch[t->n_branch];
	int root = lab_take_root(t, run);
	struct train_run *r;
	char name[32];

	if (n == LAB_RUNS_MAX) {
		err_set(e, ERR_RANGE, SPAN_NONE,
			"there are %d runs already, which is all "
			"that a lab can have", n);
		err_hint(e, "r trains again from the start, without branches");
		return -1;
	}
	if (step > train_run_step(t->run[run])) {
		err_set(e, ERR_RANGE, SPAN_NONE, "%s has not come to step %ld yet",
			lab_take_name(t, run), step);
		return -1;
	}
	name_branch(t, run, step, name);
	r = train_run_branch(t->run[run], name, step, e);
	if (!r || !train_run_set(r, knob, value, SPAN_NONE, step, e)) {
		train_run_free(r);
		return -1;
	}
	*b = (struct lab_branch){ .of = run, .step = step, .change.run = n };
	b->late = t->goal[root] < 0 && t->until.f && step < train_run_step(t->run[root]);
	str_fill(b->change.key, sizeof(b->change.key), knob);
	str_fill(b->change.value, sizeof(b->change.value), value);
	t->run[n] = r;
	t->n_branch++;
	train_pool_allow(pool, r, train_run_step(t->run[lab_take_root(t, n)]));
	send(t, n, pool, false);
	return n;
}
