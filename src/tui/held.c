#include "tui/held.h"
#include "tui/keys.h"

#include <string.h>

#define HELD_LONGEST 0.2		/* seconds that a typed Esc can be held */

static void
release(struct tui_held *h)
{
	for (int i = 0; i < h->n && h->n_back < TUI_HELD_MAX; i++)
		h->back[h->n_back++] = h->key[i];
	h->n = 0;
}

bool
tui_held_take(struct tui_held *h, int key, bool waiting, double now, bool *answer)
{
	static const int all[] = { TUI_KEY_ESC, '[', '0', 'n' };

	*answer = false;
	if (now < h->torn_until
	    && (key == '[' || key == '0' || key == 'n' || key == TUI_KEY_ESC))
		return true;
	if (waiting && key == all[h->n]) {
		if (h->n == 0)
			h->since = now;
		h->key[h->n++] = key;
		*answer = h->n == 4;
		if (*answer)
			h->n = 0;
		return true;
	}
	if (h->n == 0)
		return false;
	h->key[h->n++] = key;		/* it was no answer: all of it was typed */
	release(h);
	return true;
}

void
tui_held_cut(struct tui_held *h, double now)
{
	h->n = 0;
	h->torn_until = now + HELD_LONGEST;
}

int
tui_held_next(struct tui_held *h, bool waiting, double now)
{
	int key;

	if (h->n > 0 && (!waiting || now - h->since > HELD_LONGEST))
		release(h);
	if (h->n_back == 0)
		return TUI_KEY_NONE;
	key = h->back[0];
	memmove(h->back, h->back + 1, sizeof(h->back[0]) * (size_t)--h->n_back);
	return key;
}
