/* A line being typed: an answer, or a command after ':'. */
#ifndef TUI_LINE_H
#define TUI_LINE_H

#include "actlab/str.h"

enum { TUI_LINE_MAX = 256, TUI_HISTORY_MAX = 16 };

struct tui_line {
	char text[TUI_LINE_MAX];
	int n, at;			/* bytes, of the cursor */
	bool over;			/* the next character replaces the end */
	int over_from;
	int bad, n_bad;			/* bytes that an error points at; n_bad 0: none */
	int recalled;			/* entries back in the history, 0: none */
	int n_history;
	char history[TUI_HISTORY_MAX][TUI_LINE_MAX];	/* oldest first */
};
/* Empty, or filled with what can be changed; the history stays. */
void tui_line_begin(struct tui_line *l, const char *text);
/* Editing keys and characters; false: the key means nothing here. */
bool tui_line_key(struct tui_line *l, int key);
/* What stands there was no answer: the next character types over it, from behind its last
 * '=' on; any other key keeps it. */
void tui_line_type_over(struct tui_line *l);
/* An error points there: shown until the next key, the cursor behind it. */
void tui_line_mark(struct tui_line *l, int at, int n);
void tui_line_remember(struct tui_line *l);
/* Replaces the word that begins at byte word and ends at the cursor by what all
 * candidates that start with it have in common; candidates end with NULL.  True:
 * something changed. */
bool tui_line_complete(struct tui_line *l, int word, const char *const *candidate);
/* Columns left of the cursor. */
int tui_line_column(const struct tui_line *l);

#endif
