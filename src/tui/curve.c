/* Activation curves and their slopes, with a cursor that reads values. */
#include "tui/screen.h"

#include <math.h>
#include <string.h>

enum { CURSOR_STEPS = 100 };		/* from one end of the range to the other */
#define ZOOM 1.5
#define RANGE_LEAST 1e-3
#define RANGE_MOST 1000.0

struct tui_curve {
	struct tui_view view;		/* first: the screen calls through it */
	int n;
	const struct nn_act_use *act;
	const char *const *name;
	double lo, hi;
	int at;				/* cursor, 0..CURSOR_STEPS */
	struct param_set param;		/* of both panels */
};

static double
cursor(const struct tui_curve *k)
{
	double x = k->lo + (k->hi - k->lo) * k->at / CURSOR_STEPS;

	return fabs(x) < 1e-9 * (k->hi - k->lo) ? 0 : x;
}

static void
params_set(struct tui_curve *k, const struct panel_kind *kind)
{
	char text[STR_NUM_MAX];
	struct err e = { 0 };

	param_set_init(&k->param, kind->param);
	for (int i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "%.9g", i ? k->hi : k->lo);
		param_set_text(&k->param, str_of(i ? "to" : "from"), SPAN_NONE,
			       str_of(text), SPAN_NONE, &e);
	}
}

static void
panel_add(struct tui_curve *k, struct tui_scene *o, const char *name, int row,
	  struct arena *frame)
{
	const struct panel_kind *kind = panel_kind_find(str_of(name));
	struct panel_args args = { .n_act = k->n };
	struct plot_figure *f = ARENA_NEW(frame, struct plot_figure, 1);

	params_set(k, kind);
	args.param = &k->param;
	for (int i = 0; i < k->n; i++) {
		args.act[i] = k->act[i];
		args.act_name[i] = k->name[i];
	}
	kind->figure(f, &args, frame);
	for (int i = 0; i < f->n_part; i++) {
		struct plot_part *part = &f->part[i];

		if (part->n_event < PLOT_EVENTS_MAX)
			part->event[part->n_event++]
				= (struct plot_event){ cursor(k), "" };
	}
	o->panel[o->n_panel++] = (struct tui_panel){
		f->title, f, { row, kind->min_w, kind->min_h } };
}

static void
words_fill(struct tui_curve *k, struct tui_scene *o, struct arena *frame)
{
	struct tui_para *para = ARENA_NEW(frame, struct tui_para, k->n);
	float x = (float)cursor(k);
	char v[3][STR_NUM_MAX];

	o->readout = str_printf(frame, "x = %s", str_number(v[0], (double)x, 4));
	for (int i = 0; i < k->n; i++) {
		const struct nn_act_use *a = &k->act[i];

		str_number(v[1], (double)nn_act_value(a, x), 4);
		str_number(v[2], (double)nn_act_slope(a, x), 4);
		para[i] = (struct tui_para){
			.role = PLOT_TEXT, .mark_role = (enum plot_role)(PLOT_S1 + i % 6),
			.at = PLOT_BOLD, .indent = 2, .gap = true,
			.mark = str_printf(frame, "%d", i + 1),
			.text = str_printf(frame, "%s: %s\nf  = %s\nf' = %s\n"
					   "at x = %s:  f = %s   f' = %s", k->name[i],
					   a->kind->help, a->kind->formula,
					   a->kind->slope, v[0], v[1], v[2]) };
		o->readout = str_printf(frame, "%s   %d %s f %s f' %s", o->readout, i + 1,
					k->name[i], v[1], v[2]);
	}
	o->para = para;
	o->n_para = k->n;
	o->section = 0;
}

static void
scene(struct tui_view *v, struct tui_scene *o, struct arena *frame)
{
	static const struct tui_hint hints[] = {
		{ "Left Right", "cursor" }, { "+ -", "zoom" }, { "Tab", "panel" },
		{ "z", "zoom panel" }, { "T", "words" }, { "?", "keys" }, { "q", "quit" },
		{ ":", "command" }, { "t", "theme" }, { "G", "glyphs" }, { 0 }
	};
	struct tui_curve *k = (struct tui_curve *)v;
	char x[STR_NUM_MAX];

	panel_add(k, o, "curve", 0, frame);
	panel_add(k, o, "slope", 1, frame);
	words_fill(k, o, frame);
	o->name = "actlab  activations";
	o->state = o->state_short = o->brief
		= str_printf(frame, "x = %s", str_number(x, cursor(k), 4));
	o->head = "activations";
	o->readout_role = PLOT_TEXT;
	for (o->n_hint = 0; hints[o->n_hint].key; o->n_hint++)
		o->hint[o->n_hint] = hints[o->n_hint];
}

/* Keeps the cursor where it is on the screen and on the axis. */
static void
zoom(struct tui_curve *k, double times)
{
	double x = cursor(k), width = (k->hi - k->lo) * times;
	double share = (double)k->at / CURSOR_STEPS;
	double lo = x - width * share, hi = lo + width;

	if (width < RANGE_LEAST || lo < -RANGE_MOST || hi > RANGE_MOST)
		return;
	k->lo = lo;
	k->hi = hi;
}

static enum tui_did
command(struct tui_view *v, struct str name, struct str args, struct err *e)
{
	struct tui_curve *k = (struct tui_curve *)v;

	(void)args;
	(void)e;
	if (str_is(name, "left"))
		k->at -= k->at > 0;
	else if (str_is(name, "right"))
		k->at += k->at < CURSOR_STEPS;
	else if (str_is(name, "first"))
		k->at = 0;
	else if (str_is(name, "last"))
		k->at = CURSOR_STEPS;
	else if (str_is(name, "closer"))
		zoom(k, 1 / ZOOM);
	else if (str_is(name, "wider"))
		zoom(k, ZOOM);
	else
		return TUI_NOT_MINE;
	return TUI_DONE;
}

static void
entered(struct tui_view *v, const char *text)
{
	(void)v;
	(void)text;			/* this view asks nothing */
}

static bool
tick(struct tui_view *v, bool step)
{
	(void)v;
	(void)step;
	return false;
}

static double
period(const struct tui_view *v)
{
	(void)v;
	return -1;
}

static const char *
unfinished(const struct tui_view *v)
{
	(void)v;
	return NULL;
}

static const char *const *
words(struct tui_view *v, struct str before, struct str typed, struct arena *frame)
{
	(void)v, (void)before, (void)typed, (void)frame;
	return NULL;
}

bool
tui_curve(const struct nn_act_use *act, const char *const *name, int n, double lo,
	  double hi, const struct tui_options *o, struct err *e)
{
	struct tui_curve k = {
		.view = { scene, command, entered, tick, period, unfinished, words,
			  NULL },
		.n = n < PANEL_SUBJECTS_MAX ? n : PANEL_SUBJECTS_MAX,
		.act = act, .name = name, .lo = lo, .hi = hi, .at = CURSOR_STEPS / 2
	};
	struct tui_screen screen;

	if (!tui_screen_start(&screen, o, e))
		return false;
	tui_screen_run(&screen, &k.view);
	tui_screen_stop(&screen);
	return true;
}
