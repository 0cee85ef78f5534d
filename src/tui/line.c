#include "tui/line.h"
#include "tui/keys.h"

#include <string.h>

void
tui_line_begin(struct tui_line *l, const char *text)
{
	str_fill(l->text, sizeof(l->text), str_of(text));
	l->n = l->at = (int)strlen(l->text);
	l->recalled = l->n_bad = 0;
	l->over = false;
}

void
tui_line_mark(struct tui_line *l, int at, int n)
{
	l->bad = at < l->n ? at : l->n;
	l->n_bad = n;
	l->at = at + n < l->n ? at + n : l->n;
}

void
tui_line_type_over(struct tui_line *l)
{
	const char *eq = strrchr(l->text, '=');

	l->over_from = eq ? (int)(eq - l->text) + 1 : 0;
	l->over = l->over_from < l->n;
	l->at = l->n;
}

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static int
before(const struct tui_line *l)
{
	int i = l->at;

	if (i > 0)
		do
			i--;
		while (i > 0 && is_tail(l->text[i]));
	return i;
}

static int
after(const struct tui_line *l)
{
	int i = l->at;

	if (i < l->n)
		do
			i++;
		while (i < l->n && is_tail(l->text[i]));
	return i;
}

static void
cut(struct tui_line *l, int from, int to)
{
	memmove(l->text + from, l->text + to, (size_t)(l->n - to + 1));
	l->n -= to - from;
	l->at = from;
}

static void
insert(struct tui_line *l, const char *s, int n)
{
	if (l->n + n >= TUI_LINE_MAX)
		return;
	memmove(l->text + l->at + n, l->text + l->at, (size_t)(l->n - l->at + 1));
	memcpy(l->text + l->at, s, (size_t)n);
	l->n += n;
	l->at += n;
}

static void
recall(struct tui_line *l, int step)
{
	int back = l->recalled + step;

	if (back < 0 || back > l->n_history)
		return;
	tui_line_begin(l, back ? l->history[l->n_history - back] : "");
	l->recalled = back;
}

/* Where the word left of the cursor begins. */
static int
word_begin(const struct tui_line *l)
{
	int i = l->at;

	while (i > 0 && l->text[i - 1] == ' ')
		i--;
	while (i > 0 && l->text[i - 1] != ' ')
		i--;
	return i;
}

bool
tui_line_key(struct tui_line *l, int key)
{
	char utf8[4];
	bool over = l->over;

	l->over = false;
	l->n_bad = 0;
	switch (key) {
	case TUI_KEY_LEFT: l->at = before(l); return true;
	case TUI_KEY_RIGHT: l->at = after(l); return true;
	case TUI_KEY_HOME: case TUI_KEY_LINE_BEGIN: l->at = 0; return true;
	case TUI_KEY_END: case TUI_KEY_LINE_END: l->at = l->n; return true;
	case TUI_KEY_KILL_LEFT: cut(l, 0, l->at); return true;
	case TUI_KEY_KILL_RIGHT: cut(l, l->at, l->n); return true;
	case TUI_KEY_KILL_WORD: cut(l, word_begin(l), l->at); return true;
	case TUI_KEY_BACKSPACE: cut(l, before(l), l->at); return true;
	case TUI_KEY_DELETE: cut(l, l->at, after(l)); return true;
	case TUI_KEY_UP: recall(l, 1); return true;
	case TUI_KEY_DOWN: recall(l, -1); return true;
	default: break;
	}
	if (key < ' ' || key >= TUI_KEY_ENTER)
		return false;
	if (over)
		cut(l, l->over_from, l->n);
	insert(l, utf8, str_utf8_put(utf8, (uint32_t)key));
	return true;
}

void
tui_line_remember(struct tui_line *l)
{
	if (l->n == 0 || (l->n_history && !strcmp(l->text, l->history[l->n_history - 1])))
		return;
	if (l->n_history == TUI_HISTORY_MAX)
		memmove(l->history[0], l->history[1],
			sizeof(l->history[0]) * (size_t)--l->n_history);
	memcpy(l->history[l->n_history++], l->text, sizeof(l->text));
}

/* How many bytes all candidates that start with the first n bytes of word share. */
static int
common(const char *word, int n, const char *const *candidate, const char **first)
{
	int len = 0;

	*first = NULL;
	for (; *candidate; candidate++) {
		const char *c = *candidate;

		if (strncmp(c, word, (size_t)n) != 0)
			continue;
		if (!*first) {
			*first = c;
			len = (int)strlen(c);
		}
		for (int i = 0; i < len; i++)
			if (c[i] != (*first)[i])
				len = i;
	}
	return len;
}

bool
tui_line_complete(struct tui_line *l, int word, const char *const *candidate)
{
	const char *first;
	int len = common(l->text + word, l->at - word, candidate, &first);
	if (!first || len <= l->at - word)
		return false;
	insert(l, first + (l->at - word), len - (l->at - word));
	return true;
}

int
tui_line_column(const struct tui_line *l)
{
	return str_width((struct str){ l->text, l->at });
}
