/* Branches of what is seen, knobs turned while runs train, and changes taken back. */
#include "tui/play.h"

#include <sched.h>
#include <string.h>

/* ---- branches ---- */

void
play_branches_allow(struct tui_play *p, int run, long step)
{
	for (int i = p->plan->n_run; i < lab_take_runs(p->take); i++)
		if (lab_take_root(p->take, i) == run)
			train_pool_allow(p->pool, lab_take_run(p->take, i), step);
}

/* The run of the take that "sig_400.lr=1" begins with, -1: a run of the plan, or none. */
static int
branch_named(const struct tui_play *p, struct str text)
{
	struct str name;

	if (!str_cut(&text, '.', &name))
		return -1;
	name = str_trim(name);
	for (int i = p->plan->n_run; i < lab_take_runs(p->take); i++)
		if (str_is(name, lab_take_name(p->take, i)))
			return i;
	return -1;
}

bool
play_turn_parse(const struct tui_play *p, struct str text, struct span at,
		struct lab_change *c, struct err *e)
{
	int run = branch_named(p, text);
	struct str key, value = text;

	if (run < 0)
		return lab_change_parse(p->plan, text, at, c, e);
	str_cut(&value, '.', &key);
	if (!str_cut(&value, '=', &key) || !value.s)
		return err_set(e, ERR_SYNTAX, SPAN_NONE, "'%.*s' sets nothing",
			       STR_ARG(text));
	*c = (struct lab_change){ .run = run };
	str_fill(c->key, sizeof(c->key), str_trim(key));
	str_fill(c->value, sizeof(c->value), str_trim(value));
	return true;
}

/* Where a run stands still while others are paused. */
static long
rest(const struct tui_play *p, int run)
{
	struct train_run *root = lab_take_run(p->take, lab_take_root(p->take, run));

	return run < p->plan->n_run ? p->back[run] : train_run_step(root);
}

void
play_branches_settle(struct tui_play *p)
{
	for (int i = 0; i < lab_take_runs(p->take); i++) {
		struct train_run *r = lab_take_run(p->take, i);

		while (train_run_step(r) < rest(p, i) && !train_pool_idle(p->pool, r))
			sched_yield();
	}
}

static bool
shows(const struct lab_panel *panel, int run)
{
	for (int i = 0; i < panel->n_run; i++)
		if (panel->run[i] == run)
			return true;
	return false;
}

/* Behind the panels that show one of the same root already. */
static void
insert(struct tui_play *p, int at, int run)
{
	struct lab_panel *to = &p->seen[at + 1];

	memmove(to + 1, to, sizeof(*to) * (size_t)(p->n_seen - at - 1));
	*to = p->seen[at];
	to->run[0] = run;
	p->n_seen++;
}

static void
branch_show(struct tui_play *p, int run)
{
	int root = lab_take_root(p->take, run);

	for (int i = 0; i < p->n_seen; i++) {
		struct lab_panel *panel = &p->seen[i];
		int n = panel->n_run + panel->n_act;

		if (!shows(panel, root))
			continue;
		if (n < panel->kind->max_runs && n < PANEL_SUBJECTS_MAX)
			panel->run[panel->n_run++] = run;
		else if (panel->kind->max_runs == 1 && p->n_seen < TUI_PANELS_MAX)
			insert(p, i++, run);
	}
}

void
play_branches_show(struct tui_play *p, bool alone)
{
	int root = lab_take_root(p->take, p->run);

	for (int i = 0; alone && i < p->n_seen; i++)
		for (int k = 0; k < p->seen[i].n_run; k++)
			if (p->seen[i].run[k] == root)
				p->seen[i].run[k] = p->run;
	for (int i = p->plan->n_run; !alone && i < lab_take_runs(p->take); i++)
		if (!p->hidden[i])
			branch_show(p, i);
}

/* As far as the run that it came from may go now. */
static void
allow_branch(struct tui_play *p, int run)
{
	const struct lab_train *t = play_training(p);
	int root = lab_take_root(p->take, run);
	long step = TRAIN_UNLIMITED;

	for (int i = 0; t && i < t->n_run; i++)
		if (t->run[i] == root)
			step = p->pace.allowed[i];
	train_pool_allow(p->pool, lab_take_run(p->take, run), step);
}

int
play_run_seen(const struct tui_play *p)
{
	const struct lab_panel *panel = p->screen->focus > 0 && p->screen->focus <= p->n_seen
					  ? &p->seen[p->screen->focus - 1] : NULL;

	return panel && panel->n_run > 0 ? panel->run[0] : 0;
}

void
play_branch(struct tui_play *p, struct str text, struct err *e)
{
	struct lab_change c;
	char line[64];
	long step;
	int run;

	if (text.n == 0) {
		snprintf(line, sizeof(line), "branch %s.",
			 lab_take_name(p->take, play_run_seen(p)));
		tui_screen_open(p->screen, line);
		return;
	}
	e->source = NULL;
	if (!play_turn_parse(p, text, SPAN_NONE, &c, e))
		return;
	play_act_used(p, &c);
	step = train_run_step(lab_take_run(p->take, c.run));
	step = p->past.on && p->past.at < step ? p->past.at : step;
	if (play_past_oldest(p, c.run) < 0) {
		err_set(e, ERR_RANGE, SPAN_NONE, "%s keeps nothing of its past",
			lab_take_name(p->take, c.run));
		return;
	}
	if (step < play_past_oldest(p, c.run))
		step = play_past_oldest(p, c.run);
	run = lab_take_branch_new(p->take, c.run, step, str_of(c.key), str_of(c.value),
				  p->pool, e);
	if (run < 0)
		return;
	p->watch[run] = (struct play_watch){ .asked = -1, .asked_at = -1 };
	allow_branch(p, run);
	play_past_leave(p);
	play_view_fill(p);
	tui_screen_say(p->screen, "%s is %s from step %ld on with %s=%.40s; it counts nowhere",
		       lab_take_name(p->take, run), lab_take_name(p->take, c.run), step,
		       c.key, c.value);
}

/* ---- knobs ---- */

bool
play_turn(struct tui_play *p, const struct lab_change *c, struct err *e)
{
	struct train_run *r = lab_take_run(p->take, c->run);

	if (p->n_turn == PLAY_TURNS_MAX)
		return err_set(e, ERR_RANGE, SPAN_NONE, "more than %d knobs turned",
			       PLAY_TURNS_MAX);
	if (!train_run_set(r, str_of(c->key), str_of(c->value), SPAN_NONE, -1, e))
		return false;
	p->turn[p->n_turn] = (struct play_turn){ p->at, p->touched };
	p->made[p->n_turn++] = (struct lab_turn){
		c->run, train_run_told(r), play_training(p) ? p->at - 1 : p->at };
	p->touched |= c->run < p->plan->n_run;
	p->watch[c->run].asked = -1;
	return true;
}

/* A run that may not go on goes as far as where it was changed. */
static void
allow_back(struct tui_play *p, int run, long step)
{
	const struct lab_train *t = play_training(p);

	for (int i = 0; t && p->pace.paused && i < t->n_run; i++)
		if (t->run[i] == run) {
			p->pace.allowed[i] = step;
			train_pool_allow(p->pool, lab_take_run(p->take, run), step);
		}
}

void
play_undo(struct tui_play *p, struct err *e)
{
	const struct lab_turn *made;
	struct train_made was;

	if (p->n_turn == 0) {
		play_edit_undo(p, e);
		return;
	}
	play_past_leave(p);
	made = &p->made[--p->n_turn];
	allow_back(p, made->run, 0);	/* or it would be there again at once */
	if (!train_run_unmake(lab_take_run(p->take, made->run), made->id, &was, e))
		return;
	allow_back(p, made->run, was.step);
	/* as the lab has it again, unless something was remembered on the way */
	if (p->turn[p->n_turn].at == p->at)
		p->touched = p->turn[p->n_turn].touched;
	p->watch[made->run].asked = -1;
	p->back[made->run] = was.step;
	tui_screen_say(p->screen, "%s is back at step %ld, without %s=%.40s",
		       lab_take_name(p->take, made->run), was.step, was.knob, was.value);
}
