/* One frame, one write: what ncurses sends while a frame is open goes to memory, then
 * to the terminal in one piece, wrapped in synchronised output (mode 2026) and
 * followed by a question (CSI 5 n) whose answer says that the frame was drawn.
 * At most one frame is under way, so a slow link never queues seconds of pictures.
 */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "actlab/err.h"
#include <stddef.h>

struct tui_frame {
	int tty;			/* the terminal, written to without blocking */
	int out;			/* the descriptor that ncurses writes to */
	int out_kept;			/* a copy of it, to be put back */
	int mem;			/* where a frame is caught; -1: not caught */
	char *map;			/* mem, mapped */
	size_t room, begin, n, sent;	/* bytes mapped, before the picture, in the
					 * frame, written of it */
	bool ansi;			/* CSI is understood: CSI 5 n */
	bool sync;			/* mode 2026 is sent around a frame */
	bool waiting;			/* for the answer to CSI 5 n */
	int owed;			/* answers asked for and not come, forgotten
					 * frames' too: none may be left to the shell */
	bool answered;			/* it has answered at least once */
	bool mute;			/* it never answers: by the clock instead */
	double asked;			/* seconds, when the frame left */
	long frames, bytes, writes;	/* since the start */
};

/* out is the descriptor of ncurses' output, a terminal. */
bool tui_frame_init(struct tui_frame *f, int out, bool ansi, struct err *e);
void tui_frame_done(struct tui_frame *f);
/* first: bytes that go before the picture, NULL: none. */
void tui_frame_open(struct tui_frame *f, const char *first);
void tui_frame_close(struct tui_frame *f, double now);
/* Goes on with a frame that did not fit into the terminal's queue; false: gone. */
bool tui_frame_push(struct tui_frame *f);
bool tui_frame_pending(const struct tui_frame *f);
void tui_frame_answer(struct tui_frame *f);	/* CSI 0 n came */
/* May the next frame be drawn at this time?  Else *again says when to ask again.
 * urgent: a key was pressed, the clock does not matter. */
bool tui_frame_ready(struct tui_frame *f, double now, bool urgent, double *again);
/* Forgets what is under way: after a suspension, before leaving. */
void tui_frame_forget(struct tui_frame *f);

#endif
