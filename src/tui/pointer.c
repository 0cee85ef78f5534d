/* The mouse: whose it is by where it is.  What it does can be done with keys as well. */
#include "tui/screen.h"

#include <string.h>

enum { WHEEL_LINES = 3 };

void
tui_screen_mouse_switch(struct tui_screen *s, bool on, struct err *e)
{
	if (!tui_term_mouse(s->term, on)) {
		err_set(e, ERR_SYSTEM, SPAN_NONE, "this terminal has no mouse");
		return;
	}
	s->mouse = on;
	tui_screen_say(s, on ? "mouse on: click, wheel, drag; with Shift the terminal "
			       "selects text"
			     : "mouse off: the terminal selects text");
}

static bool
inside(struct plot_rect r, int x, int y)
{
	return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
}

static int
wheel_lines(const struct tui_mouse *m)
{
	return m->what == TUI_MOUSE_WHEEL_UP ? -WHEEL_LINES
		: m->what == TUI_MOUSE_WHEEL_DOWN ? WHEEL_LINES : 0;
}

static bool
pressed(const struct tui_mouse *m)
{
	return m->what == TUI_MOUSE_DOWN || m->what == TUI_MOUSE_DOUBLE;
}

/* The panel under the pointer, and the place on its axes. */
static void
place(struct tui_screen *s, const struct tui_scene *scene, struct tui_mouse *m)
{
	const struct tui_layout *l = &s->drawn.layout;
	struct plot_canvas c;
	struct plot_rect r;
	int w, h;

	for (int i = 0; i < l->n && i < scene->n_panel; i++)
		if (inside(l->panel[i], m->x, m->y))
			m->panel = i;
	if (m->panel < 0)
		return;
	r = l->panel[m->panel];
	if (l->panel_box)
		r = (struct plot_rect){ r.x + 1, r.y + 1, r.w - 2, r.h - 2 };
	tui_term_size(s->term, &w, &h);
	plot_canvas_init(&c, w, h, s->rung, &s->frame);
	m->placed = plot_draw_place(&c, r, scene->panel[m->panel].figure, m->x, m->y,
				    &m->at);
}

/* ---- what lies over everything ---- */

static void
list_mouse(struct tui_screen *s, struct tui_view *v, const struct tui_mouse *m)
{
	const struct tui_key *row[TUI_ROWS_MAX_SHOWN];
	int n = tui_screen_rows(s, row), by = wheel_lines(m);
	int at = s->drawn.over_first + m->y - s->drawn.over.y;

	if (by)
		s->selected = s->selected + by < 0 ? 0
			      : s->selected + by < n ? s->selected + by : n - 1;
	else if (pressed(m) && inside(s->drawn.over, m->x, m->y) && at < n)
		s->selected = at;
	if (m->what == TUI_MOUSE_DOUBLE && inside(s->drawn.over, m->x, m->y) && at < n)
		tui_screen_key(s, v, TUI_KEY_ENTER);
}

static void
text_mouse(struct tui_screen *s, struct tui_view *v, const struct tui_mouse *m)
{
	if (wheel_lines(m))
		tui_screen_scroll(s, wheel_lines(m));
	else if (m->what == TUI_MOUSE_DOWN && !inside(s->drawn.over, m->x, m->y))
		tui_screen_key(s, v, TUI_KEY_ESC);
}

/* ---- hints ---- */

/* A hint is a key to be pressed, or a command; "1-8" stands for many. */
static void
hint_press(struct tui_screen *s, struct tui_view *v, const struct tui_hint *h,
	   struct str key)
{
	int code = tui_key_parse(key);

	if (code >= 0)
		tui_screen_key(s, v, code);
	else if (key.n > 1 && key.s[0] == ':')
		tui_screen_command(s, v, (struct str){ key.s + 1, key.n - 1 });
	else
		tui_screen_say(s, "%s: %s, by the keyboard", h->key, h->what);
}

/* ---- panels and words ---- */

static void
body_mouse(struct tui_screen *s, struct tui_view *v, const struct tui_mouse *m)
{
	const struct tui_layout *l = &s->drawn.layout;
	bool text = inside(l->text, m->x, m->y);

	if (text && wheel_lines(m))
		tui_screen_scroll(s, wheel_lines(m));
	if (pressed(m) && text)
		s->focus = 0;
	if (pressed(m) && m->panel >= 0)
		s->focus = m->panel + 1;
	if (m->what == TUI_MOUSE_DOUBLE && (text || m->panel >= 0)) {
		s->zoom = !s->zoom;
		return;
	}
	if (v->mouse && (m->panel >= 0 || m->what == TUI_MOUSE_UP
			 || m->what == TUI_MOUSE_DRAG))
		v->mouse(v, m);
}

void
tui_screen_mouse(struct tui_screen *s, struct tui_view *v, struct tui_mouse m)
{
	const struct tui_hint *h;
	struct tui_scene scene;
	struct str key;

	s->choices = NULL;
	if (!s->options->step || m.what != TUI_MOUSE_DOWN)
		tui_mouse_double(&s->click, &m, tui_term_now());
	else
		tui_mouse_double(&s->click, &m, s->click.at);	/* without a clock */
	tui_screen_fill(s, v, &scene);
	h = pressed(&m) && inside(s->drawn.layout.hints, m.x, m.y)
		    ? tui_scene_hint(&scene, s->drawn.layout.hints,
				     m.x - s->drawn.layout.hints.x, &key)
		    : NULL;
	if (h) {
		hint_press(s, v, h, key);
	} else if (s->open == TUI_OPEN_HELP) {
		list_mouse(s, v, &m);
	} else if (s->open == TUI_OPEN_TEXT) {
		text_mouse(s, v, &m);
	} else if (s->open == TUI_OPEN_NOTHING || s->open == TUI_OPEN_VIEW) {
		place(s, &scene, &m);
		body_mouse(s, v, &m);
	}
}
