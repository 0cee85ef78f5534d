/* Small files that the screen keeps between starts: below $XDG_STATE_HOME/actlab, or
 * ~/.local/state/actlab.  Where there is neither, nothing is kept. */
#ifndef TUI_STATE_H
#define TUI_STATE_H

#include "actlab/arena.h"
#include "actlab/err.h"
#include "actlab/str.h"

enum { TUI_STATE_BYTES = 256 << 10, TUI_STATE_NOTICE = 200 };

/* Reads the lines behind the first one, which is head.  What is no such file is moved
 * aside, and notice says so; else notice is "".  False: there is none (any more). */
bool tui_state_read(const char *name, const char *head, struct arena *a, struct str *text,
		    char notice[TUI_STATE_NOTICE]);
/* A file that was read and makes no sense. */
void tui_state_damaged(const char *name, char notice[TUI_STATE_NOTICE]);
/* Writes head and text, whole or not at all.  True too where nothing is kept. */
bool tui_state_write(const char *name, const char *head, const char *text,
		     struct err *e);

#endif
