/* Keys held back while an answer to CSI 5 n is under way.
 *
 * A slow link cuts the answer into pieces, and then it reads as the keys Esc [ 0 n.
 * They are held until it is clear whether they are an answer or were typed.
 */
#ifndef TUI_HELD_H
#define TUI_HELD_H

#include <stdbool.h>

enum { TUI_HELD_MAX = 8 };
struct tui_held {
	int n, key[TUI_HELD_MAX];	/* may be the beginning of an answer */
	int n_back, back[TUI_HELD_MAX];	/* were typed */
	double since;
	double torn_until;		/* until then pieces of an answer mean nothing */
};

/* Holds the key back if it may be part of an answer; *answer: it was the last part.
 * False: the key was typed and is to be used now. */
bool tui_held_take(struct tui_held *h, int key, bool waiting, double now, bool *answer);
/* Ctrl-C emptied the terminal's queue, perhaps in the middle of an answer. */
void tui_held_cut(struct tui_held *h, double now);
/* The next key that turned out to be typed, 0: none. */
int tui_held_next(struct tui_held *h, bool waiting, double now);

#endif
