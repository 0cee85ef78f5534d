/* Keys: one number for each, the words they are written with, the table. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "actlab/tui.h"

/* A character is its code point; the others lie above Unicode. */
enum {
	TUI_KEY_NONE = 0,
	TUI_KEY_ENTER = 0x200000, TUI_KEY_ESC, TUI_KEY_TAB, TUI_KEY_BACK_TAB,
	TUI_KEY_BACKSPACE, TUI_KEY_DELETE, TUI_KEY_UP, TUI_KEY_DOWN, TUI_KEY_LEFT,
	TUI_KEY_RIGHT, TUI_KEY_PAGE_UP, TUI_KEY_PAGE_DOWN, TUI_KEY_HOME, TUI_KEY_END,
	TUI_KEY_REDRAW, TUI_KEY_HELP, TUI_KEY_MOUSE,
	/* in a line alone: Ctrl-A Ctrl-E Ctrl-U Ctrl-K Ctrl-W */
	TUI_KEY_LINE_BEGIN, TUI_KEY_LINE_END, TUI_KEY_KILL_LEFT, TUI_KEY_KILL_RIGHT,
	TUI_KEY_KILL_WORD,
	TUI_KEY_BELL			/* the end of an answer; nothing when typed */
};
/* The key of a character: Ctrl-U is the control character 21; -1: it is none. */
int tui_key_of(int ch);
/* "Space" "q" "S-Tab"; -1: no key is called that. */
int tui_key_parse(struct str name);
/* The i-th name of a key that is no character; NULL past the end. */
const char *tui_key_name(int i);
/* The row of a key in a context, NULL: it means nothing there. */
const struct tui_key *tui_key_find(int key, unsigned in);
/* The row of a command as typed after ':', NULL: none. */
const struct tui_key *tui_key_command(struct str command);

#endif
