/* Bytes from the keyboard, put together to characters.
 *
 * wget_wch of ncurses takes what follows a byte that is no UTF-8 for its tail, and so
 * loses up to 15 keys; here a bad byte loses itself.
 */
#ifndef TUI_BYTES_H
#define TUI_BYTES_H

struct tui_bytes {
	int n, need;
	char byte[4];
};
/* The next byte, 0..255; returns a whole character, 0: none yet, or none at all. */
int tui_bytes_add(struct tui_bytes *b, int c);

#endif
