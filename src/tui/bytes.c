#include "tui/bytes.h"

#include "actlab/str.h"

int
tui_bytes_add(struct tui_bytes *b, int c)
{
	uint32_t ch;
	int n;

	if (c < 0x80 || (c & 0xC0) != 0x80)	/* what was begun is broken off */
		b->n = 0;
	if (c < 0x80)
		return c;
	if (b->n == 0)
		b->need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 0;
	if (b->need == 0)
		return 0;
	b->byte[b->n++] = (char)c;
	if (b->n < b->need)
		return 0;
	n = b->n;
	b->n = 0;
	return str_utf8_next(b->byte, n, &ch) == n ? (int)ch : 0;
}
