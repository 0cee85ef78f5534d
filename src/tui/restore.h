/* The terminal given back on every way out, and signals turned into events.
 *
 * tui_restore_start is called before ncurses starts: ncurses leaves handlers alone
 * that it finds.  Signals that end the program write a fixed byte string and a saved
 * termios, then the program dies by that signal.  The others become bits that the
 * loop takes when the descriptor is readable.
 */
#ifndef TUI_RESTORE_H
#define TUI_RESTORE_H

#include "actlab/err.h"

enum {
	TUI_SIG_RESIZE = 1,
	TUI_SIG_STOP = 2,		/* Ctrl-Z: the loop suspends */
	TUI_SIG_CONT = 4,		/* the terminal may look different now */
	TUI_SIG_INTR = 8		/* Ctrl-C was typed; kill -INT ends it */
};

/* Saves the termios of tty (a descriptor of its own, kept until tui_restore_done). */
bool tui_restore_start(int tty, struct err *e);
/* What leaves the alternate screen and shows the cursor, piece by piece; at most 255
 * bytes in all. */
void tui_restore_bytes(const char *s);
int tui_restore_fd(void);		/* readable when a bit is set */
unsigned tui_restore_take(void);	/* the bits since the last call */
/* Gives the terminal back and stops, as SIGTSTP does; returns when continued. */
void tui_restore_stop(void);
/* Ctrl-C empties the queue of typed keys, perhaps between poll and read: after this a
 * read of nothing returns at once. */
void tui_restore_never_block(void);
/* Puts the saved termios and the old handlers back. */
void tui_restore_done(void);

#endif
