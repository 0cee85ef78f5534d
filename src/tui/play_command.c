/* What keys and the : line do in a lab. */
#include "tui/play.h"

#include <string.h>

enum { USUAL_GEAR = 3 };
#define CROSS_ZOOM 1.5

bool
play_restart(struct tui_play *p, uint64_t seed, const struct lab_change *change, int n,
	     const char *why, struct err *e)
{
	if (p->trying)
		return err_set(e, ERR_RANGE, SPAN_NONE,
			       "a change is being tried; let it finish");
	if (!play_take_new(p, seed, change, n, e))
		return false;
	p->screen->scroll = -1;
	/* A question opens again when the lab has come to it again. */
	if (p->stage == PLAY_STEPS)
		tui_screen_close(p->screen);
	tui_screen_say(p->screen, "%sfrom the start, seed %llu", why,
		       (unsigned long long)seed);
	return true;
}

/* The change joins those with which the take was made. */
static void
restart_with(struct tui_play *p, const struct lab_change *c, struct err *e)
{
	struct lab_change all[LAB_MAY_MAX];
	char why[96];
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
	snprintf(why, sizeof(why), "%s.%s=%.40s takes a new start: ",
		 p->plan->run[c->run].spec.name, c->key, c->value);
	play_restart(p, p->seed, all, n, why, e);
}

/* With the lab's own knobs and data. */
static void
restart(struct tui_play *p, struct err *e)
{
	if (!p->trying)
		play_edit_forget(p);
	play_restart(p, p->seed, NULL, 0, "", e);
}

/* Where text is in the line that was typed. */
static struct span
place_in(const struct err_source *line, struct str text)
{
	return line ? (struct span){ (int)(text.s - line->text), text.n } : SPAN_NONE;
}

/* A knob that can be turned while training is turned now; others need a new start. */
static void
knob_set(struct tui_play *p, struct str text, struct err *e)
{
	struct lab_change c;

	if (p->stage == PLAY_TODO) {
		play_todo_try(p, text, e);
		return;
	}
	if (!play_turn_parse(p, text, place_in(e->source, text), &c, e))
		return;
	e->source = NULL;
	play_act_used(p, &c);
	if (c.run < p->plan->n_run
	    && (!train_knob_is_live(c.key) || p->take == p->lent)) {
		restart_with(p, &c, e);
		return;
	}
	if (play_turn(p, &c, e)) {
		tui_screen_say(p->screen, "%s.%s=%s from here on; %s",
			       lab_take_name(p->take, c.run), c.key, c.value,
			       "what counts is trained without it");
	} else if (e->code == ERR_SHAPE && c.run < p->plan->n_run) {
		*e = (struct err){ 0 };		/* it needs a network built anew */
		restart_with(p, &c, e);
	}
}

/* Log for linear, where the focused panel has both. */
static void
flip(struct tui_play *p, struct err *e)
{
	int focus = p->screen->focus;
	const struct lab_panel *panel;
	int row;

	if (focus < 1 || focus > p->n_seen) {
		err_set(e, ERR_NAME, SPAN_NONE, "choose a panel with Tab first");
		return;
	}
	panel = &p->seen[focus - 1];
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
	if (!play_training(p) && (is(name, "pause") || is(name, "step")))
		tui_screen_say(p->screen, "nothing is being trained now");
	else if (is(name, "pause"))
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
	if (!play_training(p) && !is(name, "pause") && !is(name, "step"))
		tui_screen_say(p->screen, "speed %s, when something is trained",
			       play_gear_text(p->pace.gear));
	return TUI_DONE;
}

/* ---- the cross-hair ---- */

static void
cross_do(struct tui_play *p, struct str name, const struct plot_part *part)
{
	if (is(name, "left") || is(name, "right"))
		tui_cross_move(&p->cross, part, is(name, "right") ? 1 : -1);
	else if (is(name, "first") || is(name, "last"))
		tui_cross_end(&p->cross, part, is(name, "last"));
	else
		tui_cross_zoom(&p->cross, part, is(name, "wider") ? CROSS_ZOOM
								   : 1 / CROSS_ZOOM);
}

/* Home and End scroll the narration while that is what is looked at; Esc takes the
 * cross-hair away, and whatever else it closes. */
static enum tui_did
cross_command(struct tui_play *p, struct str name, struct err *e)
{
	static const char *const names[] = { "left", "right", "closer", "wider", "first",
					     "last" };
	struct arena *frame = &p->screen->frame;
	const struct plot_figure *f[TUI_PANELS_MAX];
	int n = p->n_seen, which = 0, panel;

	while (which < 6 && !is(name, names[which]))
		which++;
	if (is(name, "back"))
		p->cross = (struct tui_cross){ 0 };
	if (which == 6 || (which > 3 && p->screen->focus == 0))
		return TUI_NOT_MINE;
	arena_reset(frame);
	for (int i = 0; i < n; i++)
		f[i] = play_figure(p, i, frame);
	panel = play_cross_panel(p, f, n);
	if (panel < 0)
		err_set(e, ERR_NAME, SPAN_NONE,
			"no panel here has an x axis to read along");
	else
		cross_do(p, name, tui_cross_part(f[panel]));
	return TUI_DONE;
}

/* What goes on or begins anew does so from now.  True: that was all. */
static bool
back_to_now(struct tui_play *p, struct str name)
{
	if (!is(name, "pause") && !is(name, "next") && !is(name, "back")
	    && !is(name, "step") && !is(name, "set"))
		return false;
	play_past_leave(p);
	if (is(name, "pause") && play_training(p))
		play_pace_pause(p, false);
	return is(name, "pause") || is(name, "back");
}

enum tui_did
play_command(struct tui_view *v, struct str name, struct str args, struct err *e)
{
	struct tui_play *p = (struct tui_play *)v;
	enum tui_did did = play_stages_command(p, name, e);

	if (did == TUI_NOT_MINE)
		did = play_past_command(p, name, args, e);
	if (did != TUI_NOT_MINE)
		return did;
	did = play_edit_command(p, name, args, e);
	if (did != TUI_NOT_MINE)
		return did;
	if (p->past.on && back_to_now(p, name))
		return TUI_DONE;
	if (p->view_now->command)
		did = p->view_now->command(p, name, args, e);
	if (did != TUI_NOT_MINE)
		return did;
	did = play_layout_command(p, name, args, e);
	if (did != TUI_NOT_MINE)
		return did;
	if (pace_command(p, name) == TUI_DONE)
		return TUI_DONE;
	if (cross_command(p, name, e) == TUI_DONE)
		return e->code ? TUI_FAILED : TUI_DONE;
	if (is(name, "next"))
		play_next(p);
	else if (is(name, "hint"))
		play_hint(p);
	else if (is(name, "skip"))
		play_skip(p);
	else if (is(name, "restart"))
		restart(p, e);
	else if (is(name, "reseed"))
		play_restart(p, p->seed + 1, p->change, p->n_change, "", e);
	else if (is(name, "set"))
		knob_set(p, args, e);
	else if (is(name, "act"))
		play_act(p, args, e);
	else if (is(name, "branch"))
		play_branch(p, args, e);
	else if (is(name, "undo"))
		play_undo(p, e);
	else if (is(name, "save") || is(name, "save!"))
		play_save(p, args, is(name, "save!"), e);
	else if (is(name, "log"))
		flip(p, e);
	else if (is(name, "view"))
		play_view_choose(p, args, e);
	else if (is(name, "run"))
		play_run_choose(p, args, e);
	else if (is(name, "nextrun") || is(name, "prevrun"))
		play_run_move(p, is(name, "nextrun") ? 1 : -1);
	else if (is(name, "hide"))
		play_run_hide(p, e);
	else
		return TUI_NOT_MINE;
	return e->code ? TUI_FAILED : TUI_DONE;
}

/* ---- words that Tab completes ---- */

struct words {
	struct arena *frame;
	int n;
	const char **word;		/* (WORDS_MAX + 1) */
};
enum { WORDS_MAX = 1024 };

static void
word_add(struct words *w, const char *run, const char *knob, struct str value)
{
	if (w->n < WORDS_MAX)
		w->word[w->n++] = str_printf(w->frame, "%s.%s=%.*s", run, knob,
					     STR_ARG(value));
}

static void
values_add(struct words *w, const struct lab_plan *plan, const char *run,
	   const struct param *knob)
{
	struct str rest = str_of(knob->words ? knob->words : ""), one;
	const char *k = knob->name;

	if (knob->kind == PARAM_WORD)
		while (str_cut(&rest, ' ', &one))
			word_add(w, run, k, one);
	if (strcmp(k, "act") == 0) {
		for (int i = 0; i < plan->own.n; i++)
			word_add(w, run, k, str_of(plan->own.row[i]->name));
		for (const struct nn_act *a = nn_acts; a->name; a++)
			word_add(w, run, k, str_of(a->name));
	}
	for (const struct nn_init *i = nn_inits; strcmp(k, "init") == 0 && i->name; i++)
		word_add(w, run, k, str_of(i->name));
	for (const struct nn_loss *l = nn_losses; strcmp(k, "loss") == 0 && l->name; l++)
		word_add(w, run, k, str_of(l->name));
	for (const struct nn_opt *o = nn_opts; strcmp(k, "opt") == 0 && o->name; o++)
		word_add(w, run, k, str_of(o->name));
	for (const struct nn_schedule *h = nn_schedules;
	     strcmp(k, "schedule") == 0 && h->name; h++)
		word_add(w, run, k, str_of(h->name));
}

/* RUN.KNOB= and, where that has been typed, its values. */
static void
knob_add(struct words *w, const struct lab_plan *plan, const char *name,
	 const struct param *knob, struct str typed)
{
	char key[80];

	snprintf(key, sizeof(key), "%s.%s=", name, knob->name);
	if (str_starts(typed, key))
		values_add(w, plan, name, knob);
	else
		word_add(w, name, knob->name, (struct str){ "", 0 });
}

const char *const *
play_words(struct tui_view *v, struct str before, struct str typed, struct arena *frame)
{
	const struct tui_play *p = (const struct tui_play *)v;
	const struct lab_plan *plan = p->plan;
	struct words w = { .frame = frame };

	if (str_starts(before, "act "))
		return play_act_words(p, frame);
	if (!str_is(str_trim(before), "set") && !str_starts(before, "set ")
	    && !str_is(str_trim(before), "branch"))
		return play_view_words(p, str_trim(before), frame);
	w.word = ARENA_NEW(frame, const char *, WORDS_MAX + 1);
	if (p->stage == PLAY_TODO && !str_starts(before, "branch")) {
		const struct lab_todo *t = &plan->todo[p->todo];

		for (int i = 0; i < t->n_may; i++) {
			int k = param_find(train_knobs, str_of(t->may[i].knob));

			if (k >= 0)
				knob_add(&w, plan, plan->run[t->may[i].run].spec.name,
					 &train_knobs[k], typed);
		}
		return w.word;
	}
	for (int r = 0; r < lab_take_runs(p->take); r++)
		for (const struct param *k = train_knobs; k->name; k++)
			knob_add(&w, plan, lab_take_name(p->take, r), k, typed);
	return w.word;
}
