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

/* ---- answers; each function is given what follows what it is named for ---- */

enum fit { FIT_NOT, FIT_BEGIN, FIT_WHOLE };

/* The keys as text, where they are characters of an answer. */
static bool
text_put(struct tui_held *h, int from, int n)
{
	for (int i = 0; i < n; i++) {
		if (h->key[from + i] <= ' ' || h->key[from + i] > '~')
			return false;
		h->text[i] = (char)h->key[from + i];
	}
	h->text[n] = '\0';
	return true;
}

/* Esc ] 11 ; rgb:ffff/ffff/ffff, ended by BEL or by Esc \ */
static enum fit
fit_colour(struct tui_held *h, enum tui_reply *reply)
{
	static const int head[] = { '1', '1', ';' };
	int n = h->n - 2, last = n;

	for (int i = 0; i < n && i < 3; i++)
		if (h->key[2 + i] != head[i])
			return FIT_NOT;
	if (n <= 3)
		return FIT_BEGIN;
	if (h->key[h->n - 1] == TUI_KEY_BELL) {
		last = n - 1;
		*reply = TUI_REPLY_COLOUR;
	} else if (h->key[h->n - 1] == TUI_KEY_ESC) {
		last = n - 1;
	} else if (h->key[h->n - 2] == TUI_KEY_ESC) {
		if (h->key[h->n - 1] != '\\')
			return FIT_NOT;
		last = n - 2;
		*reply = TUI_REPLY_COLOUR;
	}
	if (!text_put(h, 5, last - 3))
		return FIT_NOT;
	return *reply ? FIT_WHOLE : FIT_BEGIN;
}

/* Esc [ ? 2026 ; 2 $ y and Esc [ ? 64 ; 1 c */
static enum fit
fit_private(struct tui_held *h, enum tui_reply *reply)
{
	int n = h->n - 3, last = n > 0 ? h->key[h->n - 1] : ';';

	if ((last >= '0' && last <= '9') || last == ';' || last == '$')
		return FIT_BEGIN;
	if (last == 'c')
		*reply = TUI_REPLY_WHO;
	else if (last == 'y' && n > 1 && text_put(h, 3, n - 2))
		*reply = TUI_REPLY_MODE;
	return *reply ? FIT_WHOLE : FIT_NOT;
}

/* Esc [ < 0 ; 12 ; 5 M, and m where a button is let go */
static enum fit
fit_mouse(struct tui_held *h, enum tui_reply *reply)
{
	int n = h->n - 3, last = n > 0 ? h->key[h->n - 1] : ';';

	if ((last >= '0' && last <= '9') || last == ';')
		return FIT_BEGIN;
	if ((last == 'M' || last == 'm') && text_put(h, 3, n))
		*reply = TUI_REPLY_MOUSE;
	return *reply ? FIT_WHOLE : FIT_NOT;
}

static enum fit
fit(struct tui_held *h, enum tui_reply *reply)
{
	const int *k = h->key;

	if (k[0] != TUI_KEY_ESC || h->n == TUI_HELD_MAX)
		return FIT_NOT;
	if (h->n == 1)
		return FIT_BEGIN;
	if (k[1] == ']')
		return fit_colour(h, reply);
	if (k[1] != '[' || (h->n > 2 && k[2] != '0' && k[2] != '?' && k[2] != '<'))
		return FIT_NOT;
	if (h->n > 2 && k[2] == '<')
		return fit_mouse(h, reply);
	if (h->n > 2 && k[2] == '?')
		return fit_private(h, reply);
	if (h->n < 4)
		return FIT_BEGIN;
	*reply = TUI_REPLY_FRAME;
	return k[3] == 'n' ? FIT_WHOLE : FIT_NOT;
}

bool
tui_held_take(struct tui_held *h, int key, bool waiting, double now,
	      enum tui_reply *reply)
{
	enum fit how;

	*reply = TUI_REPLY_NONE;
	if (now < h->torn_until
	    && (h->torn_all || key == '[' || key == '0' || key == 'n'
		|| key == TUI_KEY_ESC))
		return true;
	if (h->n == 0 && (!waiting || key != TUI_KEY_ESC))
		return false;
	h->since = now;
	h->key[h->n++] = key;
	how = fit(h, reply);
	if (how == FIT_NOT) {
		*reply = TUI_REPLY_NONE;
		release(h);		/* it was no answer: all of it was typed */
	} else if (how == FIT_WHOLE) {
		h->n = 0;
	}
	return true;
}

void
tui_held_cut(struct tui_held *h, bool with_text, double now)
{
	h->n = 0;
	h->torn_until = now + HELD_LONGEST;
	h->torn_all = with_text;
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
