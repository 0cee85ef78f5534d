/* The terminal: size, keys, and a canvas of roles brought to the screen.
 *
 * All of it is called from the main thread.  Only what differs from the screen is
 * sent, in one write a frame, and only when the last frame has arrived.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "tui/keys.h"
#include "tui/mouse.h"

enum { TUI_COLS_MAX = 1000, TUI_ROWS_MAX = 500 };

struct tui_term;			/* opaque: ncurses is inside */

/* Takes over the terminal of standard input and output.  NULL: ERR_SYSTEM (there is
 * none, or it cannot place its cursor) or ERR_USAGE (an option's word). */
struct tui_term *tui_term_start(const struct tui_options *o, struct arena *a,
				struct err *e);
/* Gives the terminal back. */
void tui_term_stop(struct tui_term *t);
/* One line for a person: "TERM 'foot' is unknown here, drawing as xterm-256color"; "". */
const char *tui_term_notice(const struct tui_term *t);
void tui_term_size(const struct tui_term *t, int *w, int *h);
/* What it can show, lent. */
struct tui_can {
	enum plot_rung rung;		/* the finest by locale, terminal and option */
	bool mono;			/* no colours, or none wanted */
	bool utf8;
	enum { TUI_BACKGROUND_UNKNOWN, TUI_BACKGROUND_DARK, TUI_BACKGROUND_LIGHT }
		background;		/* as the terminal says, in its time */
};
const struct tui_can *tui_term_can(const struct tui_term *t);

/* Brings the canvas to the screen; the cursor goes to x, y and is seen where show. */
void tui_term_draw(struct tui_term *t, const struct plot_canvas *c,
		   const struct plot_theme *theme, int x, int y, bool show);
/* May a frame be drawn now?  Else *wait is how many seconds to wait at most. */
bool tui_term_ready(struct tui_term *t, bool urgent, double *wait);
/* The whole screen is drawn anew with the next frame. */
void tui_term_redraw(struct tui_term *t);

/* Switches the mouse with the next frame; false: this terminal cannot have one.  It is off
 * while the program is stopped and when it ends. */
bool tui_term_mouse(struct tui_term *t, bool on);
/* What the last TUI_KEY_MOUSE was about. */
const struct tui_mouse *tui_term_mouse_last(const struct tui_term *t);

/* Sleeps until a key, a signal or the time; seconds < 0: however long.  Returns
 * TUI_SIG bits (restore.h); resizing and suspending have been done. */
unsigned tui_term_wait(struct tui_term *t, double seconds);
/* The next key that is there, TUI_KEY_NONE: none. */
int tui_term_key(struct tui_term *t);
/* Is the other end gone? */
bool tui_term_gone(const struct tui_term *t);
/* Seconds on a clock that never goes back. */
double tui_term_now(void);

#endif
