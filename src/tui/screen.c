#include "tui/screen.h"
#include "tui/restore.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>

enum { FRAME_ROOM = 96 << 20, TEXT_ROOM = 1 << 20, OWN_ROOM = 1 << 20 };

bool
tui_screen_start(struct tui_screen *s, const struct tui_options *o, struct err *e)
{
	*s = (struct tui_screen){ .options = o, .scroll = -1, .dirty = true,
				  .interrupted = -10 };
	s->theme = &plot_themes[0];
	if (o->theme) {
		s->theme = plot_theme_find(str_of(o->theme));
		if (!s->theme)
			return err_set(e, ERR_USAGE, SPAN_NONE, "unknown theme '%s'",
				       o->theme);
	}
	if (!arena_init(&s->own, OWN_ROOM, e) || !arena_init(&s->frame, FRAME_ROOM, e)
	    || !arena_init(&s->text, TEXT_ROOM, e))
		goto fail;
	s->term = tui_term_start(o, &s->own, e);
	if (!s->term)
		goto fail;
	s->rung = tui_term_can(s->term)->rung;
	str_fill(s->message, sizeof(s->message), str_of(tui_term_notice(s->term)));
	return true;
fail:
	arena_done(&s->own);
	arena_done(&s->frame);
	arena_done(&s->text);
	return false;
}

void
tui_screen_stop(struct tui_screen *s)
{
	tui_term_stop(s->term);
	arena_done(&s->own);
	arena_done(&s->frame);
	arena_done(&s->text);
}

void
tui_screen_ask(struct tui_screen *s, const char *ask, const char *text)
{
	str_fill(s->ask, sizeof(s->ask), str_of(ask));
	if (text)
		tui_line_begin(&s->answer, text);
	s->open = TUI_OPEN_VIEW;
	s->dirty = true;
}

void
tui_screen_close(struct tui_screen *s)
{
	s->open = TUI_OPEN_NOTHING;
	s->dirty = true;
}

void
tui_screen_read(struct tui_screen *s)
{
	s->scroll = -1;
	if (s->drawn.layout.n == 0 || s->drawn.layout.text.h > 0)
		return;
	s->zoom = false;
	s->focus = 0;
}

void
tui_screen_say(struct tui_screen *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->message, sizeof(s->message), fmt, ap);
	va_end(ap);
	s->message_bad = false;
	s->dirty = true;
}

void
tui_screen_complain(struct tui_screen *s, const struct err *e)
{
	tui_screen_say(s, "%s%s%s", e->msg, *e->hint ? "; " : "", e->hint);
	s->message_bad = true;
}

static void
draw(struct tui_screen *s, struct tui_view *v)
{
	struct tui_scene scene = { .ask = "", .note = "", .readout = "", .state = "",
				   .state_short = "", .brief = "",
				   .name = "", .head = "" };
	struct plot_canvas canvas;
	int w, h;

	tui_term_size(s->term, &w, &h);
	arena_reset(&s->frame);
	plot_canvas_init(&canvas, w, h, s->rung, &s->frame);
	canvas.mono = tui_term_can(s->term)->mono;
	v->scene(v, &scene, &s->frame);
	tui_screen_scene(s, v, &scene);
	tui_scene_draw(&canvas, &scene, &s->drawn, s->frame);
	tui_term_draw(s->term, &canvas, s->theme, s->drawn.x, s->drawn.y,
		      s->drawn.cursor);
	s->dirty = s->urgent = false;
	s->drawn_at = tui_term_now();
}

static void
interrupt(struct tui_screen *s)
{
	double now = tui_term_now();

	if (now - s->interrupted < 2)
		s->leave = true;
	s->interrupted = now;
	tui_screen_say(s, "Ctrl-C again within two seconds leaves");
}

static void
signals(struct tui_screen *s, unsigned bits)
{
	if (bits & TUI_SIG_INTR)
		interrupt(s);
	if (bits & (TUI_SIG_RESIZE | TUI_SIG_CONT | TUI_SIG_STOP))
		s->dirty = s->urgent = true;
	if (tui_term_gone(s->term))
		raise(SIGHUP);		/* nobody is there any more */
}

static void
keys(struct tui_screen *s, struct tui_view *v)
{
	int key;

	while (!s->leave && (key = tui_term_key(s->term)) != TUI_KEY_NONE) {
		s->message[0] = '\0';
		s->dirty = s->urgent = true;
		tui_screen_key(s, v, key);
		if (s->options->step && v->tick(v, true))
			s->dirty = true;
	}
}

/* Seconds to sleep at most: the view's next tick, or the next time a frame may go. */
static double
patience(struct tui_screen *s, const struct tui_view *v, double frame)
{
	double tick = s->options->step ? -1 : v->period(v);

	if (!s->dirty)
		return tick;
	return tick < 0 || frame < tick ? frame : tick;
}

void
tui_screen_run(struct tui_screen *s, struct tui_view *v)
{
	double wait = 0;

	if (s->options->step)
		v->tick(v, true);
	while (!s->leave) {
		if (s->dirty && tui_term_ready(s->term, s->urgent, &wait))
			draw(s, v);
		signals(s, tui_term_wait(s->term, patience(s, v, wait)));
		keys(s, v);
		if (!s->leave && !s->options->step && v->tick(v, false))
			s->dirty = true;
	}
}
