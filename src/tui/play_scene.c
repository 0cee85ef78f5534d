/* A lab as a scene: words, panels, state, read-out, hints. */
#include "tui/play.h"

#include <math.h>
#include <string.h>

enum { VIEW_H = 8 };			/* rows that a panel of a view wants */

/* ---- panels ---- */

/* The panel's arguments, its value axis the other way round where it was flipped. */
static const struct param_set *
params(const struct lab_panel *panel, bool flipped, struct arena *frame)
{
	int row = param_find(panel->kind->param, str_of("axis"));
	struct param_set *set;

	if (!flipped || row < 0)
		return &panel->param;
	set = ARENA_NEW(frame, struct param_set, 1);
	*set = panel->param;
	set->v[row].num = set->v[row].num > 0 ? 0 : 1;
	str_fill(set->v[row].text, sizeof(set->v[row].text),
		 str_of(set->v[row].num > 0 ? "log" : "linear"));
	return set;
}

struct plot_figure *
play_figure(struct tui_play *p, int panel, struct arena *frame)
{
	const struct lab_panel *l = &p->seen[panel];
	const struct train_snapshot *snap[LAB_RUNS_MAX];
	struct plot_figure *f = ARENA_NEW(frame, struct plot_figure, 1);

	for (int i = 0; i < lab_take_runs(p->take); i++)
		snap[i] = play_snap(p, i, frame);
	lab_take_figure(p->take, l, params(l, p->flipped[panel], frame), snap, f, frame);
	return f;
}

static void
panels_fill(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	for (int i = 0; i < p->n_seen; i++) {
		const struct lab_panel *panel = &p->seen[i];
		struct tui_panel *to = &o->panel[o->n_panel++];
		struct plot_figure *f = play_figure(p, i, frame);

		tui_cross_apply(&p->cross, f);
		play_edit_apply(p, i, f);
		to->figure = f;
		to->title = f->title;
		to->slot = (struct tui_slot){ panel->row, panel->kind->min_w,
					      panel->kind->min_h };
		if (p->view_now != play_views && to->slot.min_h < VIEW_H)
			to->slot.min_h = VIEW_H;	/* rather fewer than flat */
	}
}

/* ---- cross-hair ---- */

static bool
can_be_read(const struct tui_play *p, const struct plot_figure *f)
{
	return tui_cross_part(f) && (!p->cross.on || tui_cross_has(&p->cross, f));
}

int
play_cross_panel(struct tui_play *p, const struct plot_figure *const *f, int n)
{
	const struct tui_layout *l = &p->screen->drawn.layout;
	int focus = p->screen->focus - 1;

	if (focus >= 0 && focus < n && tui_cross_part(f[focus]))
		return focus;
	for (int i = 0; i < n; i++)
		if (l->panel[i].w > 0 && can_be_read(p, f[i]))
			return i;
	for (int i = 0; i < n; i++)
		if (can_be_read(p, f[i]))
			return i;
	return -1;
}

/* The values under the cross-hair; NULL: it is nowhere to be read. */
static const char *
cross_text(struct tui_play *p, const struct tui_scene *o, struct arena *frame)
{
	const struct plot_figure *f[TUI_PANELS_MAX];
	int panel;

	for (int i = 0; i < o->n_panel; i++)
		f[i] = o->panel[i].figure;
	panel = p->cross.on ? play_cross_panel(p, f, o->n_panel) : -1;
	if (panel < 0 || !tui_cross_has(&p->cross, f[panel]))
		return NULL;
	return tui_cross_read(&p->cross, f[panel], frame);
}

/* ---- title, read-out ---- */

static const char *
state_word(const struct tui_play *p)
{
	if (p->wait == PLAY_TRAIN)
		return p->pace.paused ? "|| PAUSE" : "> RUN";
	if (p->wait == PLAY_ENTER)
		return "READ";
	if (p->stage == PLAY_JUDGE && p->next_todo < 0)
		return "JUDGING";
	if (p->wait == PLAY_ANSWER || p->stage == PLAY_TODO)
		return "? ASK";
	return p->stage == PLAY_END ? "END" : "READ";
}

/* The facts that the title speaks of: of the run in training that is furthest. */
static const struct train_facts *
facts_first(struct tui_play *p, struct arena *frame)
{
	const struct train_facts *best = NULL;

	for (int i = 0; i < lab_take_runs(p->take); i++) {
		const struct train_snapshot *s = play_snap(p, i, frame);

		if (s && (!best || s->facts.step > best->step))
			best = &s->facts;
	}
	return best;
}

/* "epoch 17/60": of the training under way, or of what has been trained. */
static const char *
epoch_text(const struct tui_play *p, const struct train_facts *f, struct arena *frame)
{
	const struct lab_train *t = play_training(p);
	char now[STR_NUM_MAX], all[STR_NUM_MAX];

	str_number(now, floor(f->epoch), 6);
	if (t && !t->steps && t->epochs >= f->epoch)
		return str_printf(frame, "%s/%s", now, str_number(all, t->epochs, 6));
	return str_printf(frame, "%s", now);
}

static void
brief_fill(struct tui_play *p, struct tui_scene *o, const char *epoch,
	   struct arena *frame)
{
	const char *sign = p->wait != PLAY_TRAIN ? "=" : p->pace.paused ? "||" : ">";

	o->brief = str_printf(frame, "%s ep %s", p->past.on ? "<<" : sign, epoch);
	for (int i = 0; i < lab_take_runs(p->take); i++) {
		const struct train_snapshot *s = play_snap(p, i, frame);
		char loss[STR_NUM_MAX];

		if (s)
			o->brief = str_printf(frame, "%s %s", o->brief,
					      str_number(loss, s->facts.loss, 2));
	}
}

static void
title_fill(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	const struct train_facts *f = facts_first(p, frame);
	const char *epoch = f ? epoch_text(p, f, frame) : "0";
	const char *word = p->past.on ? play_past_word(p, frame) : state_word(p), *seed;

	o->name = play_view_title(p, frame);
	if (p->wait == PLAY_TRAIN && !p->past.on)
		word = str_printf(frame, "%s %s", word, play_gear_text(p->pace.gear));
	seed = str_printf(frame, "seed %llu%s", (unsigned long long)p->seed,
			  play_edit_data(p) ? " data edited, not judged"
			  : p->touched ? " changed" : "");
	o->state = o->state_short = str_printf(frame, "%s   %s", word, seed);
	if (f && f->step > 0) {
		o->state_short
			= str_printf(frame, "%s   epoch %s   %s", word, epoch, seed);
		o->state = p->past.on ? o->state_short
			: str_printf(frame, "%s   epoch %s   step %ld   %s", word, epoch,
				     f->step, seed);
	}
	brief_fill(p, o, epoch, frame);
}

static void
readout_fill(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	const char *text = "", *brief = "loss", *under = play_edit_readout(p, frame);

	under = under ? under : cross_text(p, o, frame);
	for (int i = 0; i < lab_take_runs(p->take); i++) {
		const struct train_snapshot *s = play_snap(p, i, frame);
		const char *name = lab_take_name(p->take, i);
		char loss[STR_NUM_MAX], acc[STR_NUM_MAX];

		if (!s)
			continue;
		brief = str_printf(frame, "%s   %d %s %s", brief, i + 1, name,
				   str_number(loss, s->facts.loss, 2));
		text = str_printf(frame, "%s%s%d %s loss %s", text, *text ? "   " : "",
				  i + 1, name, str_number(loss, s->facts.loss, 3));
		if (!isnan(s->facts.acc))
			text = str_printf(frame, "%s acc %s", text,
					  str_number(acc, s->facts.acc, 3));
		if (s->state == TRAIN_STOPPED)
			text = str_printf(frame, "%s stopped: %s", text, s->stopped);
	}
	if (p->wait == PLAY_TRAIN && !p->pace.paused && p->rate.value > 0)
		text = str_printf(frame, "%s   %.0f steps/s", text, p->rate.value);
	o->readout = under ? under : text;
	o->readout_short = under ? NULL : brief;
	o->readout_role = PLOT_TEXT;
}

/* ---- words ---- */

static const char *
head(const struct tui_play *p, struct arena *frame)
{
	const struct lab_plan *plan = p->plan;

	if (p->wait == PLAY_ANSWER && plan->n_ask > 1)
		return str_printf(frame, "question %d of %d",
				  plan->step[p->at - 1].ask.index + 1, plan->n_ask);
	if (p->wait == PLAY_ANSWER)
		return "question";
	switch (p->stage) {
	case PLAY_STEPS: return p->wait == PLAY_TRAIN ? "training" : "read";
	case PLAY_JUDGE:
		return play_judging(p) && p->wait == PLAY_ENTER ? "read"
								 : "what was expected";
	case PLAY_TODO:
		if (plan->n_todo > 1)
			return str_printf(frame, "task %d of %d", p->todo + 1,
					  plan->n_todo);
		return "task";
	case PLAY_END: return "to remember";
	}
	return "";
}

/* What moves while it is read: expectations under way. */
static int
live_paras(struct tui_play *p, struct tui_para *para, struct arena *frame)
{
	int n = 0;

	if (p->stage == PLAY_JUDGE && p->next_todo < 0 && p->wait != PLAY_ENTER)
		for (int i = 0; i < p->result->n_verdict; i++) {
			char *buf = ARENA_NEW(frame, char, 1024);
			struct tui_para *to = &para[n++];

			*to = (struct tui_para){ .role = PLOT_TEXT, .indent = 4,
						 .gap = true, .at = PLOT_BOLD };
			play_expect_line(&p->result->verdict[i], &to->mark,
					 &to->mark_role, buf, 1024);
			to->text = buf;
		}
	if (p->wait == PLAY_ENTER)
		para[n++] = (struct tui_para){ .role = PLOT_AXIS, .mark = "", .gap = true,
					       .text = "Enter goes on." };
	return n;
}

static void
words_fill(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	struct tui_para *para
		= tui_story_para(&p->story, p->result->n_verdict + 1, frame);

	o->n_para = p->story.n + live_paras(p, para + p->story.n, frame);
	for (int i = 0; i < p->story.section && i < p->story.n; i++)
		if (para[i].role == PLOT_TEXT || para[i].role == PLOT_STRONG)
			para[i].role = PLOT_AXIS;	/* read already */
	o->para = para;
	o->section = p->story.section;
	o->head = head(p, frame);
}

/* ---- hints ---- */

static void
hint(struct tui_scene *o, const char *key, const char *what)
{
	if (o->n_hint < TUI_HINTS_MAX)
		o->hint[o->n_hint++] = (struct tui_hint){ key, what };
}

static void
edit_hints(const struct tui_play *p, struct tui_scene *o)
{
	hint(o, "arrows", "move");
	hint(o, "0-9", "point");
	hint(o, "Enter", p->edit.held ? "put down" : "pick up");
	hint(o, "Del", "take away");
	hint(o, "u", "undo");
	hint(o, "Esc", "ends it");
	hint(o, "Tab", "panel");
}

static void
hints_fill(const struct tui_play *p, struct tui_scene *o)
{
	if (p->edit.on) {
		edit_hints(p, o);
		return;
	}
	if (p->wait == PLAY_ENTER)
		hint(o, "Enter", "go on");
	else if (p->wait == PLAY_ANSWER)
		hint(o, "Enter", "answer");
	else if (p->stage == PLAY_TODO && !p->trying)
		hint(o, "Enter", "change");
	for (const struct tui_hint *h = p->view_now->hints; h && h->key; h++)
		hint(o, h->key, h->what);
	if (p->past.on) {
		hint(o, "Space", play_training(p) ? "now, and run" : "now");
		hint(o, ", .", "step");
		hint(o, "{ }", "leap");
		hint(o, "b", "branch");
	} else if (p->wait == PLAY_TRAIN) {
		hint(o, "Space", p->pace.paused ? "run" : "pause");
		hint(o, ".", "step");
		hint(o, "[ ]", "speed");
	}
	if (p->wait == PLAY_ANSWER || (p->stage == PLAY_TODO && p->next_todo < 0))
		hint(o, "h", "hint");
	if (o->n_panel)
		hint(o, "Tab", "panel");
	hint(o, "?", "keys");
	hint(o, "q", "quit");
	hint(o, "1-8", "view");
	if (o->n_panel)
		hint(o, "z", "zoom");
	hint(o, "r", "restart");
	hint(o, ":", "command");
	if (o->n_panel) {
		hint(o, "Left Right", "read values");
		hint(o, "L", "log");
		hint(o, "T", "words");
	}
	hint(o, "t", "theme");
	hint(o, "G", "glyphs");
}

void
play_scene(struct tui_view *v, struct tui_scene *o, struct arena *frame)
{
	struct tui_play *p = (struct tui_play *)v;

	panels_fill(p, o, frame);
	title_fill(p, o, frame);
	readout_fill(p, o, frame);
	o->wide = !p->view_now->text;
	if (p->view_now->words)
		p->view_now->words(p, o, frame);
	else
		words_fill(p, o, frame);
	hints_fill(p, o);
	play_stages_scene(p, o, frame);
}
