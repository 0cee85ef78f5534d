/* The explorer alone: activations without a lab. */
#include "tui/explorer.h"

struct tui_curve {
	struct tui_view view;		/* first: the screen calls through it */
	struct tui_screen *screen;
	struct tui_explorer x;
	struct lab_panel panel[TUI_EXPLORER_PANELS];
};

static void
panel_add(struct tui_scene *o, const struct lab_panel *p, struct arena *frame)
{
	struct panel_args args = { .param = &p->param, .n_act = p->n_act };
	struct plot_figure *f = ARENA_NEW(frame, struct plot_figure, 1);

	for (int i = 0; i < p->n_act; i++) {
		args.act[i] = p->act[i];
		args.act_name[i] = p->act_name[i];
	}
	p->kind->figure(f, &args, frame);
	o->panel[o->n_panel++] = (struct tui_panel){
		f->title, f, { p->row, p->kind->min_w, p->kind->min_h } };
}

static void
scene(struct tui_view *v, struct tui_scene *o, struct arena *frame)
{
	static const struct tui_hint hints[] = {
		{ "Left Right", "z" }, { "Up Down", "slider" }, { "( )", "turn it" },
		{ "a", "another" }, { "+ -", "zoom" }, { "Tab", "panel" },
		{ "?", "keys" }, { "q", "quit" }, { "z", "zoom panel" }, { "T", "words" },
		{ ":", "command" }, { "t", "theme" }, { "G", "glyphs" }, { 0 }
	};
	struct tui_curve *k = (struct tui_curve *)v;
	int n = tui_explorer_panels(&k->x, -1, k->panel);

	for (int i = 0; i < n; i++)
		panel_add(o, &k->panel[i], frame);
	tui_explorer_words(&k->x, o, frame);
	o->name = "actlab  explorer";
	o->state = o->state_short = o->brief
		= str_printf(frame, "%s", k->x.act[k->x.chosen].kind->name);
	for (o->n_hint = 0; hints[o->n_hint].key; o->n_hint++)
		o->hint[o->n_hint] = hints[o->n_hint];
}

static enum tui_did
command(struct tui_view *v, struct str name, struct str args, struct err *e)
{
	struct tui_curve *k = (struct tui_curve *)v;

	return tui_explorer_command(&k->x, k->screen, name, args, e);
}

static bool
mouse(struct tui_view *v, const struct tui_mouse *m)
{
	return tui_explorer_mouse(&((struct tui_curve *)v)->x, m);
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
	struct tui_curve *k = (struct tui_curve *)v;

	(void)typed;
	return str_is(str_trim(before), "explore") ? tui_explorer_names(&k->x, frame) : NULL;
}

bool
tui_curve(const struct nn_act_use *act, const char *const *name, int n, double lo,
	  double hi, const struct tui_options *o, struct err *e)
{
	struct tui_curve k = {
		.view = { .scene = scene, .command = command, .entered = entered,
			  .tick = tick, .period = period, .unfinished = unfinished,
			  .words = words, .mouse = mouse },
	};
	struct tui_screen screen;

	k.screen = &screen;
	if (!tui_explorer_init(&k.x, act, name, n, lo, hi, e))
		return false;
	if (!tui_screen_start(&screen, o, e)) {
		tui_explorer_done(&k.x);
		return false;
	}
	tui_screen_run(&screen, &k.view);
	tui_screen_stop(&screen);
	tui_explorer_done(&k.x);
	return true;
}
