/* Keys that a person has given other meanings: one file, a line each.
 *
 *	# a remark; so is what follows two blanks behind the command
 *	x pause
 *	F1 view run
 *	q none
 *
 * Where a line is wrong nothing of the file holds: half a table would be neither.
 */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include "tui/keys.h"

enum { TUI_KEYMAP_MAX = 128, TUI_KEYMAP_NAMES = 64 };
struct tui_binding {
	int key;
	char name[12];			/* of the key */
	char command[64];		/* "" : none */
	unsigned in;			/* contexts; 0: all */
};
struct tui_keymap {
	int n;
	struct tui_binding own[TUI_KEYMAP_MAX];
};
/* Reads a file's text; on failure m is empty and l says what is wrong, all of it. */
bool tui_keymap_parse(struct tui_keymap *m, const struct err_source *text,
		      struct err_list *l);
/* The file of this person: $XDG_CONFIG_HOME/actlab/keys, else ~/.config/actlab/keys.  Its
 * text and name live in a.  True: there is none, or it is fine. */
bool tui_keymap_read(struct tui_keymap *m, struct arena *a, struct err_list *l);
/* What a key does in a context, NULL: nothing. */
const char *tui_keymap_find(const struct tui_keymap *m, int key, unsigned in);
/* The keys of a row as they are now, one's own first: "x F1", "" : none. */
const char *tui_keymap_names(const struct tui_keymap *m, const struct tui_key *row,
			     char buf[TUI_KEYMAP_NAMES]);
/* A hint's keys ("< >") as they are now. */
const char *tui_keymap_hint(const struct tui_keymap *m, const char *keys, unsigned in,
			    struct arena *frame);

#endif
