/* What is seen of a lab: views, each a list of panels. */
#include "tui/play.h"

#include <stdarg.h>
#include <string.h>

/* ---- what there is to see ---- */

/* One more panel, as a lab would show it; a kind that does not exist is left out. */
void
play_view_add(struct tui_play *p, int row, const char *fmt, ...)
{
	struct lab_panel *to = &p->seen[p->n_seen];
	struct err e = { 0 };
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (p->n_seen == TUI_PANELS_MAX || arena_left(&p->seen_room) < LAB_PANEL_ROOM)
		return;
	if (!lab_panel_parse(p->plan, str_of(str_copy(&p->seen_room, str_of(text))),
			     &p->seen_room, to, &e))
		return;
	to->row = row;
	p->n_seen++;
}

/* Views of a branch are made as those of the run that it came from. */
static const char *
run_name(const struct tui_play *p)
{
	return lab_take_name(p->take, lab_take_root(p->take, p->run));
}

/* Names of the runs that are compared, most of them at a time. */
static const char *
compared(struct tui_play *p, int most)
{
	const char *text = "";

	for (int i = 0, n = 0; i < p->plan->n_run && n < most; i++)
		if (!p->hidden[i]) {
			text = str_printf(&p->seen_room, "%s %s", text,
					  p->plan->run[i].spec.name);
			n++;
		}
	return text;
}

/* The picture of what a run answers: by what its data are. */
static const char *
answers_kind(const struct data_set *d)
{
	if (d->in == 2 && d->target == DATA_CLASS)
		return "boundary";
	if (d->in == 1 && d->out == 1)
		return "fit";
	return d->target == DATA_CLASS ? "confusion" : NULL;
}

static void
lab_fill(struct tui_play *p)
{
	const struct lab_step *s = p->show < 0 ? NULL : &p->plan->step[p->show];

	for (int i = 0; s && i < s->show.n && i < TUI_PANELS_MAX; i++)
		p->seen[p->n_seen++] = s->show.panel[i];
}

static void
one_fill(struct tui_play *p)
{
	const struct data_set *d = lab_take_data(p->take);
	const char *run = run_name(p);
	int levels = train_spec_levels(lab_take_spec(p->take,
					      lab_take_root(p->take, p->run)));

	play_view_add(p, 0, "loss %s axis=log part=both", run);
	if (answers_kind(d))
		play_view_add(p, 0, "%s %s", answers_kind(d), run);
	if (d->target == DATA_CLASS)
		play_view_add(p, 0, "acc %s part=both", run);
	play_view_add(p, 1, "tangent %s", run);
	play_view_add(p, 1, "gradbars %s axis=log", run);
	play_view_add(p, 1, "rms %s", run);
	if (levels > 2)
		play_view_add(p, 2, "gradhist %s layers=1,%d,%d", run, (levels + 1) / 2, levels);
	else
		play_view_add(p, 2, "gradhist %s", run);
	play_view_add(p, 2, "zhist %s layers=1..%d", run, levels > 3 ? 3 : levels);
	play_view_add(p, 3, "lrcurve %s", run);
	play_view_add(p, 3, "deadmap %s", run);
	play_view_add(p, 3, "eventlog %s", run);
}

static void
compare_fill(struct tui_play *p)
{
	const struct data_set *d = lab_take_data(p->take);
	const char *all = compared(p, PANEL_SUBJECTS_MAX), *kind = answers_kind(d);
	struct str rest = str_trim(str_of(all)), name;

	if (!*all)
		return;
	if (kind && strcmp(kind, "fit") == 0)
		play_view_add(p, 0, "fit%s", all);
	else
		while (kind && str_cut(&rest, ' ', &name))
			play_view_add(p, 0, "%s %.*s", kind, STR_ARG(name));
	play_view_add(p, 1, "loss%s axis=log part=%s", all, d->n > d->n_train ? "test" : "auto");
	play_view_add(p, 1, "runtable%s", all);
	play_view_add(p, 2, "gradbars%s axis=log", all);
	if (d->target == DATA_CLASS)
		play_view_add(p, 2, "acc%s", all);
}

static void
gradients_fill(struct tui_play *p)
{
	const char *all = compared(p, PANEL_SUBJECTS_MAX), *two = compared(p, 2);
	int levels = train_spec_levels(lab_take_spec(p->take,
					      lab_take_root(p->take, p->run)));
	struct str rest, name;

	if (!*all)
		return;
	play_view_add(p, 0, "gradbars%s axis=log", all);
	play_view_add(p, 0, "rms%s axis=log", all);
	if (levels > 3)
		play_view_add(p, 1, "gradhist%s layers=1,%d,%d", two, (levels + 1) / 2, levels);
	else
		play_view_add(p, 1, "gradhist%s", two);
	rest = str_trim(str_of(two));
	while (str_cut(&rest, ' ', &name))
		play_view_add(p, 2, "gradmap %.*s layers=1", STR_ARG(name));
	play_view_add(p, 3, "chain %s", run_name(p));
	play_view_add(p, 3, "bars%s of=ratio axis=log", all);
}

static const struct tui_hint run_hints[] = { { "< >", "run" }, { 0 } };
static const struct tui_hint compare_hints[] = {
	{ "< >", "run" }, { "x", "hide it" }, { 0 } };
static const struct tui_hint net_hints[] = {
	{ "Left Right", "layer" }, { "Up Down", "unit" }, { "< >", "run" }, { 0 } };
static const struct tui_hint data_hints[] = {
	{ "E", "edit points" }, { "< >", "run" }, { 0 } };
static const struct tui_hint course_hints[] = {
	{ "Up Down", "lab" }, { "Enter", "opens it" }, { 0 } };
static const struct tui_hint explorer_hints[] = {
	{ "Left Right", "z" }, { "Up Down", "slider" }, { "( )", "turn it" },
	{ "a", "another" }, { "< >", "run" }, { 0 } };

/* A row here, its key in tui_keys, its entry in actlab(1). */
const struct play_view play_views[] = {
	{ "lab", "", true, lab_fill, NULL, NULL, NULL },
	{ "run", "one run", false, one_fill, run_hints, NULL, NULL },
	{ "compare", "compare", false, compare_fill, compare_hints, NULL, NULL },
	{ "explorer", "explorer", true, play_explore_fill, explorer_hints,
	  play_explore_words, play_explore_command, .mouse = play_explore_mouse },
	{ "network", "network", false, play_net_fill, net_hints, NULL, play_net_command },
	{ "gradients", "gradients", false, gradients_fill, compare_hints, NULL, NULL },
	{ "data", "data", true, play_data_fill, data_hints, play_data_words, NULL,
	  .mouse = play_edit_mouse },
	{ "course", "course", true, play_course_fill, course_hints, play_course_words,
	  play_course_command },
	{ 0 }
};

/* ---- choosing ---- */

/* What a panel needs and nobody has asked for yet: with the next snapshot, which is due
 * at once. */
static void
ask(struct tui_play *p, int run, unsigned dear)
{
	struct play_watch *w = &p->watch[run];

	if ((w->dear & dear) == dear)
		return;
	train_run_ask(lab_take_run(p->take, run), dear);
	w->dear |= dear;
	w->asked = -1;
}

/* Maps of units are made only while somebody looks at them. */
static void
units_spare(struct tui_play *p)
{
	bool wanted[LAB_RUNS_MAX] = { false };

	for (int i = 0; i < p->n_seen; i++)
		for (int k = 0; k < p->seen[i].n_run; k++)
			wanted[p->seen[i].run[k]] |= (p->seen[i].kind->dear
						      & TRAIN_DEAR_UNITS) != 0;
	for (int i = 0; i < lab_take_runs(p->take); i++)
		if (!wanted[i] && (p->watch[i].dear & TRAIN_DEAR_UNITS)) {
			train_run_spare(lab_take_run(p->take, i), TRAIN_DEAR_UNITS);
			p->watch[i].dear &= ~(unsigned)TRAIN_DEAR_UNITS;
		}
}

void
play_view_fill(struct tui_play *p)
{
	arena_reset(&p->seen_room);
	p->n_seen = 0;
	p->view_now->fill(p);
	play_layout_apply(p);
	play_branches_show(p, p->view_now->fill == one_fill);
	units_spare(p);
	for (int i = 0; i < p->n_seen; i++)
		for (int k = 0; k < p->seen[i].n_run; k++)
			ask(p, p->seen[i].run[k],
			    panel_dear(p->seen[i].kind, &p->seen[i].param));
}

static void
show(struct tui_play *p, const struct play_view *v)
{
	if (v != p->view_now) {
		p->cross = (struct tui_cross){ 0 };
		memset(p->flipped, 0, sizeof(p->flipped));
		p->screen->focus = 0;
		p->screen->zoom = false;
	}
	p->view_now = v;
	play_view_fill(p);
}

void
play_view_lab(struct tui_play *p)
{
	show(p, &play_views[0]);
}

void
play_view_choose(struct tui_play *p, struct str name, struct err *e)
{
	struct str_near near = str_near_begin(name);

	for (const struct play_view *v = play_views; v->name; v++) {
		if (str_is(name, v->name)) {
			show(p, v);
			return;
		}
		str_near_try(&near, v->name);
	}
	if (name.n == 0)
		err_set(e, ERR_USAGE, SPAN_NONE, "which view? 1 to 8, or :view NAME");
	else
		err_set(e, ERR_NAME, SPAN_NONE, "there is no view '%.*s'", STR_ARG(name));
	err_did_you_mean(e, str_near_best(&near));
}

void
play_run_choose(struct tui_play *p, struct str name, struct err *e)
{
	struct str_near near = str_near_begin(name);

	for (int i = 0; i < lab_take_runs(p->take); i++) {
		if (str_is(name, lab_take_name(p->take, i))) {
			play_run_move(p, i - p->run);
			return;
		}
		str_near_try(&near, lab_take_name(p->take, i));
	}
	if (name.n == 0)
		err_set(e, ERR_USAGE, SPAN_NONE, "which run? :run NAME");
	else
		err_set(e, ERR_NAME, SPAN_NONE, "there is no run '%.*s'", STR_ARG(name));
	err_did_you_mean(e, str_near_best(&near));
}

void
play_run_move(struct tui_play *p, int by)
{
	int n = lab_take_runs(p->take);

	p->run = (p->run + by + n) % n;
	play_view_fill(p);
	tui_screen_say(p->screen, "run %d of %d: %s%s", p->run + 1, n,
		       lab_take_name(p->take, p->run),
		       p->hidden[p->run] ? ", left out of comparisons" : "");
}

/* At least two are left, where there are two. */
void
play_run_hide(struct tui_play *p, struct err *e)
{
	int left = 0, least = p->plan->n_run < 2 ? 1 : 2;

	for (int i = 0; i < lab_take_runs(p->take); i++)
		left += !p->hidden[i];
	if (!p->hidden[p->run] && left <= least) {
		err_set(e, ERR_RANGE, SPAN_NONE, "fewer than %d would be left", least);
		err_hint(e, "< and > choose another run");
		return;
	}
	p->hidden[p->run] = !p->hidden[p->run];
	play_view_fill(p);
	tui_screen_say(p->screen, "%s is %s comparisons",
		       lab_take_name(p->take, p->run),
		       p->hidden[p->run] ? "left out of" : "part of");
}

const char *
play_view_title(const struct tui_play *p, struct arena *frame)
{
	const struct play_view *v = p->view_now;

	if (v == play_views)
		return str_printf(frame, "actlab  %s: %s", p->plan->name, p->plan->title);
	return str_printf(frame, "actlab  %s: %s   %d %s", v->title, p->plan->name,
			  p->run + 1, lab_take_name(p->take, p->run));
}

enum { WORDS_MAX = 128 };

const char *const *
play_view_words(const struct tui_play *p, struct str command, struct arena *frame)
{
	const char **word = ARENA_NEW(frame, const char *, WORDS_MAX + 1);
	int n = 0;

	for (const struct panel_kind *k = panel_kinds;
	     str_is(command, "panel") && k->name && n < WORDS_MAX; k++)
		word[n++] = k->name;
	if (n > 0)
		return word;
	if (str_is(command, "explore"))
		return tui_explorer_names(&p->explorer, frame);
	if (!str_is(command, "view") && !str_is(command, "run"))
		return NULL;
	for (const struct play_view *v = play_views; str_is(command, "view") && v->name;
	     v++)
		word[n++] = v->name;
	for (int i = 0; str_is(command, "run") && i < lab_take_runs(p->take); i++)
		word[n++] = lab_take_name(p->take, i);
	return word;
}
