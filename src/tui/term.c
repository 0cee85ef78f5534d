#include "tui/term.h"
#include "tui/bytes.h"
#include "tui/caps.h"
#include "tui/dye.h"
#include "tui/frame.h"
#include "tui/probe.h"
#include "tui/restore.h"
#include "tui/wait.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

enum { KEY_ANSWER = KEY_MAX + 1, PAIRS = 1024 };
#define DRAIN 0.2			/* seconds to wait for answers before leaving; */
#define DRAIN_SURE 2.0			/* where the terminal has always answered */

struct tui_term {
	SCREEN *screen;
	WINDOW *in;			/* a pad: reading keys from it never draws */
	struct tui_frame frame;
	int w, h;			/* cells drawn to; at most TUI_COLS_MAX ... */
	struct arena grid;
	struct tui_shown *shown;	/* (h,w) */
	bool all;			/* the screen holds nothing of ours */
	bool gone, cursor;
	int colours;
	struct tui_can can;
	char notice[128];
	int n_pair;
	struct { int fg, bg; } pair[PAIRS];	/* pair[0] is the terminal's own */
	struct tui_held held;
	struct tui_probe probe;
	struct tui_bytes bytes;
	struct tui_mouse_mode mouse;
};

/* ---- start and end ---- */

static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s && s != (const char *)-1 ? s : "";
}

/* The first name that ncurses knows; NULL: none, or it cannot place a cursor. */
static const char *
terminal_find(struct tui_term *t, char name[TUI_TERM_NAMES][64], const char *wanted)
{
	bool missed = false;

	for (int i = 0, status; i < TUI_TERM_NAMES && name[i][0]; i++) {
		bool able;

		if (setupterm(name[i], STDOUT_FILENO, &status) != OK) {
			if (status == 1)
				return NULL;	/* known, and a printer */
			missed |= strcmp(name[i], wanted) == 0;
			continue;
		}
		able = *capability("cup") != '\0';
		del_curterm(cur_term);
		if (missed)
			snprintf(t->notice, sizeof(t->notice),
				 "TERM '%.40s' is unknown here: drawing as %.40s", wanted,
				 name[i]);
		return able ? name[i] : NULL;
	}
	return NULL;
}

static bool
no_terminal(struct err *e, const char *why)
{
	err_set(e, ERR_SYSTEM, SPAN_NONE, "%s", why);
	return err_hint(e, "actlab run LAB does it without a screen");
}

/* What gives the terminal back. */
static void
restore_bytes(bool ansi)
{
	const char *leave = capability("rmcup");

	tui_restore_bytes(ansi ? "\033[?2026l" TUI_MOUSE_OFF : "");
	tui_restore_bytes(capability("rmkx"));
	tui_restore_bytes(capability("sgr0"));
	tui_restore_bytes(capability("cnorm"));
	tui_restore_bytes(*leave ? leave : "\r\n");
}

static bool
curses_start(struct tui_term *t, const char *name, const struct tui_options *o,
	     struct err *e)
{
	bool ansi;

	t->screen = newterm(name, stdout, stdin);
	if (!t->screen)
		return no_terminal(e, "the terminal could not be set up");
	ansi = strncmp(capability("cup"), "\033[", 2) == 0;
	restore_bytes(ansi);
	cbreak();
	noecho();
	nonl();
	set_escdelay(25);
	t->in = newpad(1, 1);
	if (!t->in)
		return no_terminal(e, "the screen could not be set up");
	keypad(t->in, TRUE);
	nodelay(t->in, TRUE);
	tui_restore_never_block();
	def_prog_mode();		/* kept after a suspension too */
	if (ansi)
		define_key("\033[0n", KEY_ANSWER);
	define_key(NULL, KEY_MOUSE);	/* ours: ncurses would want to read it */
	/* the console of Linux is dark and answers nothing */
	t->probe.wanted = ansi && strcmp(name, "linux") != 0;
	if (!tui_caps_colours(o->color, getenv("NO_COLOR"), tigetnum("colors"),
			      &t->colours, e))
		return false;
	t->can.mono = t->colours == 0;
	if (!t->can.mono) {
		start_color();
		use_default_colors();
	}
	t->pair[0].fg = t->pair[0].bg = -1;
	t->n_pair = 1;
	return tui_frame_init(&t->frame, STDOUT_FILENO, ansi, e);
}

/* Cells for the size of now. */
static bool
size_take(struct tui_term *t, struct err *e)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col && ws.ws_row) {
		t->w = ws.ws_col < TUI_COLS_MAX ? ws.ws_col : TUI_COLS_MAX;
		t->h = ws.ws_row < TUI_ROWS_MAX ? ws.ws_row : TUI_ROWS_MAX;
		resizeterm(t->h, t->w);
	}
	t->w = COLS;
	t->h = LINES;
	arena_done(&t->grid);
	if (!arena_init(&t->grid,
			arena_need(sizeof(*t->shown), (size_t)t->w * (size_t)t->h), e))
		return false;
	t->shown = ARENA_NEW(&t->grid, struct tui_shown, t->w * t->h);
	t->all = true;
	return true;
}

struct tui_term *
tui_term_start(const struct tui_options *o, struct arena *a, struct err *e)
{
	struct tui_term *t = ARENA_NEW(a, struct tui_term, 1);
	const char *term = getenv("TERM"), *name;
	char names[TUI_TERM_NAMES][64];

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		no_terminal(e, "the screen needs a terminal for input and output");
		return NULL;
	}
	t->frame = (struct tui_frame){ .tty = -1, .out_kept = -1, .mem = -1 };
	term = term && *term ? term : "dumb";
	t->can.utf8 = tui_caps_locale(o->glyphs);
	if (!tui_caps_rung(o->glyphs, t->can.utf8, term, &t->can.rung, e)
	    || !tui_caps_colours(o->color, NULL, 256, &t->colours, e))
		return NULL;
	tui_caps_terms(term, o->color, names);
	name = strcmp(term, "dumb") == 0 ? NULL : terminal_find(t, names, term);
	if (!name) {
		err_set(e, ERR_SYSTEM, SPAN_NONE, "the terminal cannot place its cursor "
			"(TERM is '%s')", term);
		err_hint(e, "actlab run LAB does it without a screen");
		return NULL;
	}
	if (!tui_restore_start(STDIN_FILENO, e))
		return NULL;
	if (!curses_start(t, name, o, e) || !size_take(t, e)) {
		tui_term_stop(t);
		return NULL;
	}
	return t;
}

static bool
probing(const struct tui_term *t, double seconds)
{
	return tui_probe_open(&t->probe, seconds, tui_term_now());
}

/* The answers that are still under way must not be typed into the shell. */
static void
drain(struct tui_term *t)
{
	double until = tui_term_now() + (t->frame.answered ? DRAIN_SURE : DRAIN);

	tui_mouse_switch(&t->mouse, STDOUT_FILENO, false, tui_term_now());
	while ((t->frame.owed || probing(t, TUI_PROBE_SOON))
	       && tui_term_now() < until) {
		tui_wait(-1, 0.05);
		while (tui_term_key(t) != TUI_KEY_NONE)
			;
	}
}

void
tui_term_stop(struct tui_term *t)
{
	if (t->screen) {
		drain(t);
		if (t->in)
			delwin(t->in);
		endwin();
		delscreen(t->screen);
		tui_frame_done(&t->frame);
	}
	tui_restore_done();
	arena_done(&t->grid);
}

const char *
tui_term_notice(const struct tui_term *t)
{
	return t->notice;
}

void
tui_term_size(const struct tui_term *t, int *w, int *h)
{
	*w = t->w;
	*h = t->h;
}

const struct tui_can *
tui_term_can(const struct tui_term *t)
{
	return &t->can;
}

bool
tui_term_gone(const struct tui_term *t)
{
	return t->gone;
}

/* ---- drawing ---- */

/* ncurses' number of a theme's colour on this terminal, -1: the terminal's own. */
static int
colour(const struct tui_term *t, const struct plot_colour *c)
{
	int n = t->colours >= 256 ? c->c256 : t->colours >= 16 ? c->c16 : c->c8;

	return n >= 0 && COLORS > 256 ? tui_caps_rgb(n) : n;
}

static int
pair_of(struct tui_term *t, int fg, int bg)
{
	for (int i = 0; i < t->n_pair; i++)
		if (t->pair[i].fg == fg && t->pair[i].bg == bg)
			return i;
	if (t->n_pair >= PAIRS || t->n_pair >= COLOR_PAIRS)
		return 0;
	if (init_extended_pair(t->n_pair, fg, bg) != OK)
		return 0;
	t->pair[t->n_pair].fg = fg;
	t->pair[t->n_pair].bg = bg;
	return t->n_pair++;
}

struct dye {				/* a theme on this terminal: role -> pair */
	const struct plot_theme *theme;
	struct { int fg, bg, pair; } last;
};

static struct tui_shown
cell_dye(struct tui_term *t, struct dye *d, const struct plot_cell *c)
{
	struct tui_shown s = tui_dye(c, d->theme, t->can.utf8, t->can.mono);
	const struct plot_colour *fg = tui_dye_ink(c, d->theme);
	const struct plot_colour *bg = &d->theme->role[c->bg];

	if (t->can.mono)
		return s;
	if (d->last.fg != c->fg || d->last.bg != c->bg) {
		d->last.pair = pair_of(t, colour(t, fg), colour(t, bg));
		d->last.fg = c->fg;
		d->last.bg = c->bg;
	}
	s.pair = (uint16_t)d->last.pair;
	return s;
}

static void
cell_put(int x, int y, struct tui_shown s)
{
	wchar_t text[2] = { (wchar_t)s.ch, 0 };
	int pair = s.pair;
	attr_t at = (s.at & PLOT_BOLD ? A_BOLD : 0)
		    | (s.at & PLOT_REVERSE ? A_REVERSE : 0)
		    | (s.at & PLOT_UNDERLINE ? A_UNDERLINE : 0);
	cchar_t c;

	if (setcchar(&c, text, at, 0, &pair) == OK)
		mvadd_wch(y, x, &c);
}

static void
cells_put(struct tui_term *t, const struct plot_canvas *c, const struct plot_theme *theme)
{
	struct dye d = { .theme = theme, .last = { -1, -1, 0 } };

	for (int y = 0; y < t->h && y < c->h; y++)
		for (int x = 0; x < t->w && x < c->w; x++) {
			const struct plot_cell *cell = &c->cell[y * c->w + x];
			struct tui_shown *old = &t->shown[y * t->w + x], s;

			if (cell->ch == 0) {	/* the right half of the one before */
				old->ch = 0;
				continue;
			}
			s = cell_dye(t, &d, cell);
			if (t->all || !tui_dye_same(s, *old))
				cell_put(x, y, s);
			*old = s;
		}
}

void
tui_term_draw(struct tui_term *t, const struct plot_canvas *c,
	      const struct plot_theme *theme, int x, int y, bool show)
{
	if (isendwin()) {
		reset_prog_mode();	/* refresh asks the caught descriptor */
		t->all = true;
	}
	if (t->all)
		clearok(curscr, TRUE);
	cells_put(t, c, theme);
	move(y < t->h ? y : t->h - 1, x < t->w ? x : t->w - 1);
	tui_frame_open(&t->frame, tui_probe_ask(&t->probe, tui_term_now()));
	tui_mouse_switch(&t->mouse, STDOUT_FILENO, t->mouse.wanted, tui_term_now());
	if (t->all || show != t->cursor)
		curs_set(show);
	t->cursor = show;
	refresh();
	tui_frame_close(&t->frame, tui_term_now());
	t->all = false;
}

bool
tui_term_ready(struct tui_term *t, bool urgent, double *wait)
{
	double now = tui_term_now(), again = now;
	bool ready = tui_frame_ready(&t->frame, now, urgent, &again);

	*wait = again > now ? again - now : 0.001;
	return ready;
}

void
tui_term_redraw(struct tui_term *t)
{
	t->all = true;
}

bool
tui_term_mouse(struct tui_term *t, bool on)
{
	t->mouse.wanted = on && t->frame.ansi;
	return t->mouse.wanted == on;
}

const struct tui_mouse *
tui_term_mouse_last(const struct tui_term *t)
{
	return &t->mouse.last;
}

/* ---- signals and keys ---- */

static void
suspend(struct tui_term *t)
{
	drain(t);
	tui_frame_forget(&t->frame);
	endwin();
	tui_restore_stop();
}

static void
resume(struct tui_term *t)
{
	struct err e = { 0 };

	tui_frame_forget(&t->frame);
	t->mouse.on = false;		/* for all we know */
	if (!isendwin())
		endwin();		/* who stopped us may have changed its modes */
	size_take(t, &e);		/* the old size goes on if memory is short */
}

unsigned
tui_term_wait(struct tui_term *t, double seconds)
{
	struct err e = { 0 };
	unsigned bits;

	if (t->held.n_back > 0)
		return 0;
	if (t->held.n > 0 && (seconds < 0 || seconds > 0.05))
		seconds = 0.05;
	bits = tui_wait(tui_frame_pending(&t->frame) ? t->frame.tty : -1, seconds);
	if (bits & TUI_WAIT_ROOM && !tui_frame_push(&t->frame))
		t->gone = true;
	t->gone |= (bits & TUI_WAIT_GONE) != 0;
	if (bits & TUI_SIG_INTR && (t->frame.owed || probing(t, TUI_PROBE_SOON))) {
		tui_held_cut(&t->held, probing(t, TUI_PROBE_SOON), tui_term_now());
		t->frame.waiting = false;
		t->frame.owed = 0;
	}
	if (bits & TUI_SIG_STOP)
		suspend(t);
	if (bits & (TUI_SIG_STOP | TUI_SIG_CONT))
		resume(t);
	else if (bits & TUI_SIG_RESIZE && !size_take(t, &e))
		t->gone = true;
	return bits;
}

static int
key_translate(struct tui_bytes *bytes, int c)
{
	static const struct { int curses, key; } same_key[] = {
		{ KEY_UP, TUI_KEY_UP }, { KEY_DOWN, TUI_KEY_DOWN },
		{ KEY_LEFT, TUI_KEY_LEFT }, { KEY_RIGHT, TUI_KEY_RIGHT },
		{ KEY_PPAGE, TUI_KEY_PAGE_UP },
		{ KEY_NPAGE, TUI_KEY_PAGE_DOWN }, { KEY_HOME, TUI_KEY_HOME },
		{ KEY_END, TUI_KEY_END }, { KEY_BTAB, TUI_KEY_BACK_TAB },
		{ KEY_BACKSPACE, TUI_KEY_BACKSPACE }, { KEY_DC, TUI_KEY_DELETE },
		{ KEY_ENTER, TUI_KEY_ENTER }, { KEY_F(1), TUI_KEY_HELP }, { 0, 0 }
	};

	if (c > 0xff) {
		for (int i = 0; same_key[i].curses; i++)
			if (same_key[i].curses == c)
				return same_key[i].key;
		return -1;
	}
	return tui_key_of(tui_bytes_add(bytes, c));
}

int
tui_term_key(struct tui_term *t)
{
	for (;;) {
		double now = tui_term_now();
		bool waiting = t->frame.owed || probing(t, TUI_PROBE_LATE)
			       || now < t->mouse.until;
		int key = tui_held_next(&t->held, waiting, now), c;
		enum tui_reply reply = TUI_REPLY_NONE;

		if (key == TUI_KEY_BELL)
			continue;
		if (key != TUI_KEY_NONE)
			return key;
		c = wgetch(t->in);
		if (c == ERR)
			return TUI_KEY_NONE;
		if (c == KEY_ANSWER) {
			tui_frame_answer(&t->frame);
			continue;
		}
		key = key_translate(&t->bytes, c);
		if (key > 0 && !tui_held_take(&t->held, key, waiting, now, &reply)
		    && key != TUI_KEY_BELL)
			return key;
		tui_probe_take(&t->probe, reply, t->held.text, &t->can, &t->frame);
		if (reply == TUI_REPLY_MOUSE && t->mouse.on
		    && tui_mouse_parse(t->held.text, &t->mouse.last))
			return TUI_KEY_MOUSE;
	}
}
