/* Sleeping until something happens: a key, a signal, room in the terminal's queue. */
#ifndef TUI_WAIT_H
#define TUI_WAIT_H

enum { TUI_WAIT_ROOM = 256, TUI_WAIT_GONE = 512 };	/* beside the TUI_SIG bits */

/* Sleeps at most so many seconds (< 0: however long); out: a descriptor with more to be
 * written, -1: none.  Returns TUI_SIG and TUI_WAIT bits; 0 a key or the time. */
unsigned tui_wait(int out, double seconds);

#endif
