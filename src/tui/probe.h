/* What the terminal is asked at the start, with the first frame: its background, whether
 * it knows mode 2026, and, since each one answers that, what it is.  Nobody waits for the
 * answers; they better the picture when they come.
 */
#ifndef TUI_PROBE_H
#define TUI_PROBE_H

#include "tui/frame.h"
#include "tui/held.h"
#include "tui/term.h"

struct tui_probe {
	bool wanted;			/* the terminal understands such questions */
	bool asked, heard;		/* heard: nothing more is to come */
	double at;			/* seconds, when it was asked */
};
#define TUI_PROBE_SOON 1.0		/* seconds: so long an answer is waited for */
#define TUI_PROBE_LATE 30.0		/* so late one may still come */

/* The question, once; then NULL.  The picture that follows wipes out what a terminal
 * might write instead of an answer. */
const char *tui_probe_ask(struct tui_probe *p, double now);
/* Is an answer to come that is not older than this? */
bool tui_probe_open(const struct tui_probe *p, double seconds, double now);
/* An answer came; text is its text. */
void tui_probe_take(struct tui_probe *p, enum tui_reply reply, const char *text,
		    struct tui_can *can, struct tui_frame *f);

#endif
