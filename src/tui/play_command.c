/* What keys and the : line do in a lab. */
#include "tui/play.h"

#include <string.h>

enum { USUAL_GEAR = 3 };

/* Train again from the start, and go on where the person is. */
static void
restart(struct tui_play *p, uint64_t seed, const struct lab_change *change, int n,
	struct err *e)
{
	if (p->trying) {
		err_set(e, ERR_RANGE, SPAN_NONE,
			"a change is being tried; let it finish");
		return;
	}
	if (!play_take_new(p, seed, change, n, e))
		return;
	p->screen->scroll = -1;
	/* A question opens again when the lab has come to it again. */
	if (p->screen->open == TUI_OPEN_VIEW && p->stage == PLAY_STEPS)
		tui_screen_close(p->screen);
	tui_screen_say(p->screen, "from the start, seed %llu", (unsigned long long)seed);
}

/* The change joins those with which the take was made. */
static void
restart_with(struct tui_play *p, const struct lab_change *c, struct err *e)
{
	struct lab_change all[LAB_MAY_MAX];
	int n = 0;

	for (int i = 0; i < p->n_change; i++)
		if (p->change[i].run != c->run || strcmp(p->change[i].key, c->key) != 0)
			all[n++] = p->change[i];
	if (n == LAB_MAY_MAX) {
		err_set(e, ERR_RANGE, SPAN_NONE, "more than %d changes at once",
			LAB_MAY_MAX);
		return;
	}
	all[n++] = *c;
	restart(p, p->seed, all, n, e);
}

/* A knob that can be turned while training is turned now; others need a new start. */
static void
knob_set(struct tui_play *p, struct str text, struct err *e)
{
	struct lab_change c;
	struct train_run *r;

	if (p->stage == PLAY_TODO) {
		play_todo_try(p, text, e);
		return;
	}
	if (!lab_change_parse(p->plan, text, SPAN_NONE, &c, e))
		return;
	if (!train_knob_is_live(c.key) || p->take == p->lent) {
		restart_with(p, &c, e);
		return;
	}
	r = lab_take_run(p->take, c.run);
	if (!train_run_set(r, str_of(c.key), str_of(c.value), SPAN_NONE, -1, e))
		return;
	p->touched = true;
	p->watch[c.run].asked = -1;
	tui_screen_say(p->screen,
		       "%s.%s=%s from here on; what counts is trained without it",
		       p->plan->run[c.run].spec.name, c.key, c.value);
}

/* Log for linear, where the focused panel has both. */
static void
flip(struct tui_play *p, struct err *e)
{
	int focus = p->screen->focus;
	const struct lab_panel *panel;
	int row;

	if (p->show < 0 || focus < 1 || focus > p->plan->step[p->show].show.n) {
		err_set(e, ERR_NAME, SPAN_NONE, "choose a panel with Tab first");
		return;
	}
	panel = &p->plan->step[p->show].show.panel[focus - 1];
	row = param_find(panel->kind->param, str_of("axis"));
	if (row < 0 || panel->kind->param[row].max < 1)
		err_set(e, ERR_NAME, SPAN_NONE, "this panel has one scale only");
	else
		p->flipped[focus - 1] = !p->flipped[focus - 1];
}

static bool
is(struct str name, const char *what)
{
	return str_is(name, what);
}

static enum tui_did
pace_command(struct tui_play *p, struct str name)
{
	if (is(name, "pause"))
		play_pace_pause(p, !p->pace.paused);
	else if (is(name, "step"))
		play_pace_step(p);
	else if (is(name, "slower"))
		play_pace_gear(p, p->pace.gear - 1);
	else if (is(name, "faster"))
		play_pace_gear(p, p->pace.gear + 1);
	else if (is(name, "x1"))
		play_pace_gear(p, USUAL_GEAR);
	else
		return TUI_NOT_MINE;
	return TUI_DONE;
}

enum tui_did
play_command(struct tui_view *v, struct str name, struct str args, struct err *e)
{
	struct tui_play *p = (struct tui_play *)v;

	if (pace_command(p, name) == TUI_DONE)
		return TUI_DONE;
	if (is(name, "next"))
		play_next(p);
	else if (is(name, "hint"))
		play_hint(p);
	else if (is(name, "skip"))
		play_skip(p);
	else if (is(name, "restart"))
		restart(p, p->seed, NULL, 0, e);
	else if (is(name, "reseed"))
		restart(p, p->seed + 1, p->change, p->n_change, e);
	else if (is(name, "set"))
		knob_set(p, args, e);
	else if (is(name, "log"))
		flip(p, e);
	else
		return TUI_NOT_MINE;
	return e->code ? TUI_FAILED : TUI_DONE;
}

/* Commands, then RUN.KNOB= of every run. */
const char *const *
play_words(struct tui_view *v, struct arena *frame)
{
	const struct tui_play *p = (const struct tui_play *)v;
	int knobs = param_count(train_knobs), n = 0, rows = 0;
	const char **word;

	while (tui_keys[rows].keys)
		rows++;
	word = ARENA_NEW(frame, const char *, rows + knobs * p->plan->n_run + 1);
	for (int i = 0; i < rows; i++)
		word[n++] = tui_keys[i].command;
	for (int r = 0; r < p->plan->n_run; r++)
		for (int k = 0; k < knobs; k++)
			word[n++] = str_printf(frame, "%s.%s=", p->plan->run[r].spec.name,
					       train_knobs[k].name);
	return word;
}
