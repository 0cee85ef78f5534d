#include "tui/screen.h"
#include "tui/restore.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#define MESSAGE_SECONDS 8.0		/* what went wrong stays until a key is pressed */
#define INTERRUPT_SECONDS 2.0
enum { FRAME_ROOM = 96 << 20, TEXT_ROOM = 1 << 20, OWN_ROOM = 1 << 20 };

/* The usual keys hold; all that is wrong is printed when the screen is gone. */
static void
keys_complain(struct tui_screen *s)
{
	const struct err *e = &s->wrong_keys.e[0];
	int line = 0, column;

	if (e->source)
		err_place(e->source, e->at.at, &line, &column);
	tui_screen_say(s, "file of keys, line %d: %s%s%s; the usual keys hold", line,
		       e->msg, *e->hint ? "; " : "", e->hint);
	s->message_bad = true;
	s->message_until = 0;
}

bool
tui_screen_start(struct tui_screen *s, const struct tui_options *o, struct err *e)
{
	*s = (struct tui_screen){ .options = o, .scroll = -1, .dirty = true,
				  .interrupted = -10 };
	s->theme = &plot_themes[0];
	s->theme_chosen = o->theme != NULL;
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
	s->mouse = o->mouse && tui_term_mouse(s->term, true);
	str_fill(s->message, sizeof(s->message), str_of(tui_term_notice(s->term)));
	if (!o->step && !tui_keymap_read(&s->keys, &s->own, &s->wrong_keys))
		keys_complain(s);
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
	err_list_print(stderr, &s->wrong_keys);
	arena_done(&s->own);
	arena_done(&s->frame);
	arena_done(&s->text);
}

void
tui_screen_ask(struct tui_screen *s, const char *ask, const char *text, const char *words)
{
	str_fill(s->ask, sizeof(s->ask), str_of(ask));
	str_fill(s->words, sizeof(s->words), str_of(words));
	tui_line_begin(&s->answer, text);
	tui_screen_read(s);		/* a question that cannot be seen is none */
	if (s->open == TUI_OPEN_NOTHING)
		s->open = TUI_OPEN_VIEW;
	else if (s->open != TUI_OPEN_VIEW)
		s->under = TUI_OPEN_VIEW;
}

void
tui_screen_again(struct tui_screen *s, const struct err *e)
{
	tui_screen_complain(s, e);
	tui_line_type_over(&s->answer);
}

void
tui_screen_close(struct tui_screen *s)
{
	if (s->open == TUI_OPEN_VIEW)
		s->open = TUI_OPEN_NOTHING;
	s->under = TUI_OPEN_NOTHING;
	s->dirty = true;
}

void
tui_screen_read(struct tui_screen *s)
{
	s->scroll = -1;
	s->read = s->dirty = true;
}

/* Makes room for the narration where panels alone are seen. */
static void
read_place(struct tui_screen *s, const struct tui_scene *scene, int w, int h)
{
	struct tui_slot slot[TUI_PANELS_MAX];
	struct tui_layout l;

	for (int i = 0; i < scene->n_panel; i++)
		slot[i] = scene->panel[i].slot;
	tui_layout(&l, w, h, slot, scene->n_panel, !scene->wide, s->focus, s->zoom);
	if (s->read && l.text.h == 0 && !l.wide) {
		s->zoom = false;
		s->focus = 0;
	}
	s->read = false;
}

void
tui_screen_say(struct tui_screen *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s->message, sizeof(s->message), fmt, ap);
	va_end(ap);
	s->message_bad = false;
	s->message_until = s->options->step ? 0 : tui_term_now() + MESSAGE_SECONDS;
	s->dirty = true;
}

void
tui_screen_complain(struct tui_screen *s, const struct err *e)
{
	tui_screen_say(s, "%s%s%s", e->msg, *e->hint ? "; " : "", e->hint);
	s->message_bad = true;
	s->message_until = 0;
}

void
tui_screen_fill(struct tui_screen *s, struct tui_view *v, struct tui_scene *scene)
{
	int w, h;

	*scene = (struct tui_scene){ .ask = "", .note = "", .readout = "", .state = "",
				     .state_short = "", .brief = "", .name = "",
				     .head = "" };
	tui_term_size(s->term, &w, &h);
	arena_reset(&s->frame);
	v->scene(v, scene, &s->frame);
	read_place(s, scene, w, h);
	tui_screen_scene(s, v, scene);
}

static void
draw(struct tui_screen *s, struct tui_view *v)
{
	struct tui_scene scene;
	struct plot_canvas canvas;
	int w, h;

	tui_term_size(s->term, &w, &h);
	tui_screen_fill(s, v, &scene);
	plot_canvas_init(&canvas, w, h, s->rung, &s->frame);
	canvas.mono = tui_term_can(s->term)->mono;
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

	if (now - s->interrupted < INTERRUPT_SECONDS)
		s->leave = true;
	s->interrupted = now;
	tui_screen_say(s, "Ctrl-C again within two seconds leaves");
	s->message_until = now + INTERRUPT_SECONDS;
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

/* The first theme that suits the terminal's background, as soon as that is known. */
static void
theme_follow(struct tui_screen *s)
{
	int background = tui_term_can(s->term)->background;
	const struct plot_theme *t = plot_themes;

	if (s->theme_chosen || background == TUI_BACKGROUND_UNKNOWN)
		return;
	while (t->name && t->light != (background == TUI_BACKGROUND_LIGHT))
		t++;
	s->theme_chosen = true;
	if (!t->name || t == s->theme)
		return;
	s->theme = t;
	s->dirty = s->urgent = true;
}

static void
keys(struct tui_screen *s, struct tui_view *v)
{
	int key;

	while (!s->leave && (key = tui_term_key(s->term)) != TUI_KEY_NONE) {
		s->message[0] = '\0';
		s->dirty = s->urgent = true;
		theme_follow(s);	/* answers come before what was typed */
		if (key == TUI_KEY_MOUSE)
			tui_screen_mouse(s, v, *tui_term_mouse_last(s->term));
		else
			tui_screen_key(s, v, key);
		if (v->tick(v, s->options->step))	/* before what was typed ahead */
			s->dirty = true;
	}
}

/* A message goes away when nobody needs it any more. */
static void
message_expire(struct tui_screen *s)
{
	if (!s->message[0] || s->message_until <= 0 || tui_term_now() < s->message_until
	    || s->open == TUI_OPEN_LEAVE)
		return;
	s->message[0] = '\0';
	s->message_until = 0;
	s->dirty = true;
}

/* Of two times to wait, where < 0 is for ever. */
static double
sooner(double a, double b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Seconds to sleep at most: the view's next tick, the end of a message, or the next time
 * a frame may go. */
static double
patience(struct tui_screen *s, const struct tui_view *v, double frame)
{
	double wait = s->options->step ? -1 : v->period(v);

	if (s->message[0] && s->message_until > 0 && s->open != TUI_OPEN_LEAVE)
		wait = sooner(wait, fmax(0.001, s->message_until - tui_term_now()));
	return s->dirty ? sooner(wait, frame) : wait;
}

void
tui_screen_run(struct tui_screen *s, struct tui_view *v)
{
	double wait = 0;

	if (s->options->step)
		v->tick(v, true);
	while (!s->leave) {
		message_expire(s);
		if (s->dirty && tui_term_ready(s->term, s->urgent, &wait))
			draw(s, v);
		signals(s, tui_term_wait(s->term, patience(s, v, wait)));
		keys(s, v);
		theme_follow(s);
		if (!s->leave && !s->options->step && v->tick(v, false))
			s->dirty = true;
	}
}
