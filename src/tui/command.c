#include "tui/screen.h"

#include <string.h>

/* ---- commands that every view has ---- */

static int
within(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

void
tui_screen_scroll(struct tui_screen *s, int lines)
{
	const struct tui_drawn *d = &s->drawn;

	if (s->open == TUI_OPEN_TEXT)
		s->over_scroll = within(s->over_scroll + lines, d->over_scroll_max);
	else
		s->scroll = within(d->scroll + lines, d->scroll_max);
}

static void
focus_move(struct tui_screen *s, int step)
{
	const struct tui_layout *l = &s->drawn.layout;
	int n = l->n + 1;

	s->focus = (s->focus + step + n) % n;
	if (l->wide && s->focus == 0)	/* there is no text to be focused */
		s->focus = step > 0 ? 1 : l->n;
}

static void
go_back(struct tui_screen *s)
{
	s->zoom = false;
	if (s->drawn.layout.text.h == 0 && !s->drawn.layout.wide)
		s->focus = 0;
	s->scroll = -1;
}

/* Over what is open: the view's question comes back afterwards. */
static void
lay(struct tui_screen *s, enum tui_open what)
{
	if (s->open == TUI_OPEN_VIEW)
		s->under = TUI_OPEN_VIEW;
	s->open = what;
}

void
tui_screen_open(struct tui_screen *s, const char *text)
{
	tui_line_begin(&s->command, text);
	lay(s, TUI_OPEN_COMMAND);
}

/* The focused panel in words, over everything. */
static void
words_show(struct tui_screen *s, struct tui_view *v, struct err *e)
{
	struct tui_scene scene = { 0 };
	const struct plot_figure *f;
	int panel;

	arena_reset(&s->frame);
	v->scene(v, &scene, &s->frame);
	if (scene.n_panel == 0) {
		err_set(e, ERR_NAME, SPAN_NONE, "no panel is shown yet");
		return;
	}
	panel = s->focus > 0 && s->focus <= scene.n_panel ? s->focus - 1 : 0;
	f = scene.panel[panel].figure;
	arena_reset(&s->text);
	if (plot_words_need(f) > arena_left(&s->text)) {
		err_set(e, ERR_RANGE, SPAN_NONE, "this panel has too much to say");
		return;
	}
	s->over_text = plot_words(f, &s->text);
	s->over_scroll = 0;
	lay(s, TUI_OPEN_TEXT);
}

static void
theme_set(struct tui_screen *s, struct str name, struct err *e)
{
	struct str_near near = str_near_begin(name);
	const struct plot_theme *t = s->theme + 1;

	s->theme_chosen = true;
	if (name.n == 0) {
		s->theme = t->name ? t : &plot_themes[0];
		tui_screen_say(s, "theme %s: %s", s->theme->name, s->theme->help);
		return;
	}
	t = plot_theme_find(name);
	if (t) {
		s->theme = t;
		return;
	}
	for (t = plot_themes; t->name; t++)
		str_near_try(&near, t->name);
	err_set(e, ERR_NAME, SPAN_NONE, "unknown theme '%.*s'", STR_ARG(name));
	err_did_you_mean(e, str_near_best(&near));
}

static void
glyphs_set(struct tui_screen *s, struct str name, struct err *e)
{
	if (!tui_term_can(s->term)->utf8) {
		err_set(e, ERR_SYSTEM, SPAN_NONE, "only ascii: the locale has no UTF-8");
		return;
	}
	if (name.n == 0) {
		s->rung = (enum plot_rung)((s->rung + 1) % PLOT_RUNGS);
		tui_screen_say(s, "glyphs %s", plot_rung_name(s->rung));
		return;
	}
	for (int r = 0; r < PLOT_RUNGS; r++)
		if (str_is(name, plot_rung_name((enum plot_rung)r))) {
			s->rung = (enum plot_rung)r;
			return;
		}
	err_set(e, ERR_NAME, SPAN_NONE,
		"no glyphs '%.*s': braille, quadrant, half or ascii", STR_ARG(name));
}

static void
quit(struct tui_screen *s, const struct tui_view *v)
{
	const char *lost = v->unfinished(v);

	if (!lost) {
		s->leave = true;
		return;
	}
	lay(s, TUI_OPEN_LEAVE);
	tui_screen_say(s, "%s: q again leaves, any other key stays", lost);
}

static enum tui_did
own_command(struct tui_screen *s, struct tui_view *v, struct str name, struct str args,
	    struct err *e)
{
	if (str_is(name, "focus"))
		focus_move(s, 1);
	else if (str_is(name, "unfocus"))
		focus_move(s, -1);
	else if (str_is(name, "zoom"))
		s->zoom = !s->zoom;
	else if (str_is(name, "back"))
		go_back(s);
	else if (str_is(name, "redraw"))
		tui_term_redraw(s->term);
	else if (str_is(name, "text"))
		words_show(s, v, e);
	else if (str_is(name, "theme"))
		theme_set(s, args, e);
	else if (str_is(name, "glyphs"))
		glyphs_set(s, args, e);
	else if (str_is(name, "mouse"))
		tui_screen_mouse_switch(s, !s->mouse, e);
	else if (str_is(name, "quit"))
		quit(s, v);
	else if (str_is(name, "leave"))
		s->leave = true;
	else
		return TUI_NOT_MINE;
	return e->code ? TUI_FAILED : TUI_DONE;
}

void
tui_screen_list(struct tui_screen *s, const char *name, const struct tui_key *rows)
{
	s->list = rows;
	s->list_name = name;
	tui_line_begin(&s->search, "");
	s->selected = -1;
	lay(s, TUI_OPEN_HELP);
}

static enum tui_did
scroll_command(struct tui_screen *s, struct str name)
{
	const struct { const char *name; int lines; } rows[] = {
		{ "up", -1 }, { "down", 1 }, { "pageup", 1 - s->drawn.page },
		{ "pagedown", s->drawn.page - 1 }, { "first", -1000000 },
		{ "last", 1000000 }, { 0 }
	};

	for (int i = 0; rows[i].name; i++)
		if (str_is(name, rows[i].name)) {
			tui_screen_scroll(s, rows[i].lines);
			return TUI_DONE;
		}
	if (str_is(name, "command")) {
		tui_screen_open(s, "");
	} else if (str_is(name, "help")) {
		tui_screen_list(s, "Keys", tui_keys);
	} else {
		return TUI_NOT_MINE;
	}
	return TUI_DONE;
}

bool
tui_screen_command(struct tui_screen *s, struct tui_view *v, struct str text)
{
	const struct err_source line = { ":", text.s, text.n };
	struct str args = str_trim(text), name = { "", 0 };
	struct err e = { .source = &line };
	enum tui_did did;

	if (args.n == 0)
		return true;
	str_cut(&args, ' ', &name);
	args = str_trim(args);
	did = v->command(v, name, args, &e);
	if (did == TUI_NOT_MINE)
		did = scroll_command(s, name);
	if (did == TUI_NOT_MINE)
		did = own_command(s, v, name, args, &e);
	if (did == TUI_NOT_MINE) {
		struct str_near near = str_near_begin(name);

		for (const struct tui_key *k = tui_keys; k->keys; k++)
			str_near_try(&near, k->command);
		err_set(&e, ERR_NAME,
			(struct span){ (int)(name.s - text.s), name.n },
			tui_key_command(name) ? "'%.*s' does nothing here"
					      : "unknown command '%.*s'",
			STR_ARG(name));
		if (!tui_key_command(name)) {
			err_did_you_mean(&e, str_near_best(&near));
			err_hint(&e, "Tab lists what there is");
		}
		did = TUI_FAILED;
	}
	if (did == TUI_FAILED)
		tui_screen_complain(s, &e);
	s->wrong = did == TUI_FAILED && e.source == &line ? e.at : SPAN_NONE;
	return did != TUI_FAILED;
}

/* ---- what the screen adds to a scene ---- */

static void
hints_set(struct tui_scene *o, const struct tui_hint *h)
{
	for (o->n_hint = 0; h[o->n_hint].key; o->n_hint++)
		o->hint[o->n_hint] = h[o->n_hint];
}

static void
help_scene(struct tui_screen *s, struct tui_scene *o)
{
	const struct tui_key *row[TUI_ROWS_MAX_SHOWN];
	struct tui_row *list = ARENA_NEW(&s->frame, struct tui_row, TUI_ROWS_MAX_SHOWN);

	o->n_row = tui_screen_rows(s, row);
	for (int i = 0; i < o->n_row; i++) {
		char now[TUI_KEYMAP_NAMES];
		const char *keys = s->list == tui_keys
				   ? tui_keymap_names(&s->keys, row[i], now) : row[i]->keys;

		list[i] = (struct tui_row){
			*keys ? str_printf(&s->frame, "%s", keys)
			      : str_printf(&s->frame, ":%s", row[i]->command),
			row[i]->help };
	}
	o->over = s->list_name;
	o->row = list;
	o->selected = s->selected;
	o->line = &s->search;
	o->ask = "search: ";
}

void
tui_screen_scene(struct tui_screen *s, struct tui_view *v, struct tui_scene *o)
{
	static const struct tui_hint typing[] = {
		{ "Enter", "runs it" }, { "Tab", "completes" }, { "Esc", "closes" },
		{ 0 } };
	static const struct tui_hint answering[] = {
		{ "Enter", "answers" }, { "?", "hint" }, { ":skip", "gives up" },
		{ "Esc", "frees the keys" }, { "PgDn", "reads on" }, { 0 } };
	static const struct tui_hint changing[] = {
		{ "Enter", "tries it" }, { "Tab", "lists" }, { "?", "hint" },
		{ ":skip", "gives up" }, { "Esc", "frees the keys" }, { 0 } };
	static const struct tui_hint searching[] = {
		{ "type", "to search" }, { "Up Down", "mark one" }, { "Esc", "closes" },
		{ 0 } };
	static const struct tui_hint choosing[] = {
		{ "Enter", "runs the marked one" }, { "Up Down", "mark another" },
		{ "Esc", "closes" }, { 0 } };
	static const struct tui_hint reading[] = {
		{ "Up Down", "scroll" }, { "Esc", "closes" }, { 0 } };
	static const struct tui_hint leaving[] = {
		{ "q", "leaves" }, { "Esc", "stays" }, { 0 } };

	for (int i = 0; i < o->n_hint; i++)
		o->hint[i].key = tui_keymap_hint(&s->keys, o->hint[i].key,
						 tui_screen_in(v), &s->frame);
	if (s->focus > o->n_panel)
		s->focus = o->n_panel;
	o->focus = s->focus;
	o->zoom = s->zoom;
	o->scroll = s->scroll;
	if (s->message[0] && (s->open == TUI_OPEN_VIEW || s->open == TUI_OPEN_COMMAND)) {
		o->note = s->message;
		o->note_role = s->message_bad ? PLOT_BAD : PLOT_STRONG;
	} else if (s->message[0]) {
		o->readout = s->message;
		o->readout_short = NULL;
		o->readout_role = s->message_bad ? PLOT_BAD : PLOT_STRONG;
	}
	if (s->choices) {
		o->over = "Tab";
		o->over_text = s->choices;
	}
	switch (s->open) {
	case TUI_OPEN_COMMAND:
		o->line = &s->command;
		o->ask = ":";
		hints_set(o, typing);
		break;
	case TUI_OPEN_VIEW:
		o->line = &s->answer;
		o->ask = s->ask;
		hints_set(o, s->words[0] ? changing : answering);
		break;
	case TUI_OPEN_HELP:
		help_scene(s, o);
		hints_set(o, s->selected < 0 ? searching : choosing);
		break;
	case TUI_OPEN_TEXT:
		o->over = "In words";
		o->over_text = s->over_text;
		o->over_scroll = s->over_scroll;
		hints_set(o, reading);
		break;
	case TUI_OPEN_LEAVE:
		hints_set(o, leaving);
		break;
	case TUI_OPEN_NOTHING:
		break;
	}
}
