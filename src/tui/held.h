/* Keys held back while the terminal may be answering.
 *
 * Answers to what the program has asked (CSI 5 n after each frame; at the start OSC 11,
 * DECRQM 2026 and DA1) come in among the keys, and a slow link cuts them into pieces that
 * read as the keys Esc [ 0 n.  They are held until it is clear whether they are an answer
 * or were typed.
 */
#ifndef TUI_HELD_H
#define TUI_HELD_H

#include <stdbool.h>

enum tui_reply {
	TUI_REPLY_NONE,
	TUI_REPLY_FRAME,		/* CSI 0 n: the frame was drawn */
	TUI_REPLY_COLOUR,		/* OSC 11 ; text: the background */
	TUI_REPLY_MODE,			/* CSI ? text $ y: a mode, "2026;2" */
	TUI_REPLY_WHO,			/* CSI ? ... c: every terminal says this, last */
	TUI_REPLY_MOUSE			/* CSI < text, "0;12;5M": not asked for, but alike */
};
enum { TUI_HELD_MAX = 64 };
struct tui_held {
	int n, key[TUI_HELD_MAX];	/* may be the beginning of an answer */
	int n_back, back[TUI_HELD_MAX];	/* were typed */
	char text[TUI_HELD_MAX];	/* of the last answer that has one */
	double since;
	double torn_until;		/* until then pieces of an answer mean nothing */
	bool torn_all;			/* and may be any key */
};

/* Holds the key back if it may be part of an answer; *reply: it was the last part of one.
 * False: the key was typed and is to be used now. */
bool tui_held_take(struct tui_held *h, int key, bool waiting, double now,
		   enum tui_reply *reply);
/* Ctrl-C emptied the terminal's queue, perhaps in the middle of an answer, be it one
 * with a text. */
void tui_held_cut(struct tui_held *h, bool with_text, double now);
/* The next key that turned out to be typed, 0: none. */
int tui_held_next(struct tui_held *h, bool waiting, double now);

#endif
