/* Who owns the keyboard: a line, a list, a text over everything, or the view. */
#include "tui/screen.h"

#include <string.h>

unsigned
tui_screen_in(const struct tui_view *v)
{
	return v->context ? v->context(v) : TUI_IN_NOW;
}

static void
key_command(struct tui_screen *s, struct tui_view *v, int key)
{
	const char *command = tui_keymap_find(&s->keys, key, tui_screen_in(v));

	if (command)
		tui_screen_command(s, v, str_of(command));
	else
		tui_screen_say(s, "this key means nothing here; ? lists the keys");
}

/* Closes what lies over the view, or its question. */
static void
shut(struct tui_screen *s)
{
	s->open = s->under;
	s->under = TUI_OPEN_NOTHING;
	s->dirty = true;
}

/* A command that fails stays, to be mended. */
static void
command_enter(struct tui_screen *s, struct tui_view *v)
{
	struct tui_line *l = &s->command;
	char text[TUI_LINE_MAX];

	memcpy(text, l->text, sizeof(text));
	tui_line_remember(l);
	shut(s);
	if (tui_screen_command(s, v, str_of(text)))
		return;
	if (s->open == TUI_OPEN_VIEW)
		s->under = TUI_OPEN_VIEW;
	s->open = TUI_OPEN_COMMAND;
	tui_line_begin(l, text);
	if (s->wrong.len)
		tui_line_mark(l, s->wrong.at, s->wrong.len);
}

static void
command_key(struct tui_screen *s, struct tui_view *v, int key)
{
	struct tui_line *l = &s->command;

	if (key == TUI_KEY_ESC || (key == TUI_KEY_BACKSPACE && l->n == 0))
		shut(s);
	else if (key == TUI_KEY_ENTER)
		command_enter(s, v);
	else if (key == TUI_KEY_TAB)
		tui_screen_complete(s, v, l, "");
	else
		tui_line_key(l, key);
}

static void
view_key(struct tui_screen *s, struct tui_view *v, int key)
{
	char text[TUI_LINE_MAX];

	if (key == TUI_KEY_ESC) {
		shut(s);
		tui_screen_say(s, "the keys are free; Enter opens the line again");
	} else if (key == TUI_KEY_ENTER) {
		memcpy(text, s->answer.text, sizeof(text));
		v->entered(v, text);
	} else if (key == '?') {
		tui_screen_command(s, v, str_of("hint"));
	} else if (key == ':') {
		tui_screen_command(s, v, str_of("command"));
	} else if (key == TUI_KEY_TAB && s->words[0]) {
		tui_screen_complete(s, v, &s->answer, s->words);
	} else if (!tui_line_key(&s->answer, key)) {
		key_command(s, v, key);	/* Tab, PgDn, Ctrl-L: they type nothing */
	}
}

int
tui_screen_rows(const struct tui_screen *s,
		const struct tui_key *row[TUI_ROWS_MAX_SHOWN])
{
	int n = 0;

	for (const struct tui_key *k = s->list; k->keys && n < TUI_ROWS_MAX_SHOWN; k++)
		if (strcasestr(k->help, s->search.text)
		    || strcasestr(k->command, s->search.text)
		    || (s->search.n == 1 && strcmp(k->keys, s->search.text) == 0))
			row[n++] = k;
	return n;
}

static void
help_key(struct tui_screen *s, struct tui_view *v, int key)
{
	const struct tui_key *row[TUI_ROWS_MAX_SHOWN];
	int page = s->drawn.over_page, step = page > 1 ? page - 1 : 1;
	int n = tui_screen_rows(s, row);

	switch (key) {
	case TUI_KEY_ESC: shut(s); return;
	case TUI_KEY_UP: s->selected -= s->selected > 0; break;
	case TUI_KEY_DOWN: s->selected++; break;
	case TUI_KEY_PAGE_UP: s->selected -= step; break;
	case TUI_KEY_PAGE_DOWN: s->selected += step; break;
	case TUI_KEY_ENTER:
		shut(s);
		if (s->selected >= 0 && s->selected < n)
			tui_screen_command(s, v, str_of(row[s->selected]->command));
		return;
	default:
		if (tui_line_key(&s->search, key)) {
			s->selected = s->search.n > 0 ? 0 : -1;
			n = tui_screen_rows(s, row);
		}
	}
	if (s->selected >= n)
		s->selected = n - 1;
	if (s->selected < -1)
		s->selected = 0;
}

static void
text_key(struct tui_screen *s, int key)
{
	int page = s->drawn.over_page;

	switch (key) {
	case TUI_KEY_UP: case 'k': tui_screen_scroll(s, -1); break;
	case TUI_KEY_DOWN: case 'j': tui_screen_scroll(s, 1); break;
	case TUI_KEY_PAGE_UP: tui_screen_scroll(s, 1 - page); break;
	case TUI_KEY_PAGE_DOWN: case ' ': tui_screen_scroll(s, page - 1); break;
	default: shut(s);
	}
}

void
tui_screen_key(struct tui_screen *s, struct tui_view *v, int key)
{
	s->choices = NULL;
	if (key == TUI_KEY_REDRAW) {
		tui_term_redraw(s->term);
		return;
	}
	switch (s->open) {
	case TUI_OPEN_COMMAND: command_key(s, v, key); break;
	case TUI_OPEN_VIEW: view_key(s, v, key); break;
	case TUI_OPEN_HELP: help_key(s, v, key); break;
	case TUI_OPEN_TEXT: text_key(s, key); break;
	case TUI_OPEN_LEAVE:
		s->leave = key == 'q' || key == 'Q' || key == 'y';
		shut(s);
		break;
	case TUI_OPEN_NOTHING: key_command(s, v, key); break;
	}
}
