/* Text on a canvas: UTF-8, wide characters, clipping, wrapping. */
#include "inside.h"

#include <string.h>

/* What a terminal without UTF-8 shows instead. */
static uint32_t
plain_char(uint32_t ch)
{
	static const struct { uint32_t ch; char as; } as[] = {
		{ 0x2026, '.' }, { 0xD7, 'x' }, { 0xB7, '.' }, { 0x2212, '-' },
		{ 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' },
		{ 0x201C, '"' }, { 0x201D, '"' }, { 0x2192, '>' }, { 0x2264, '<' },
		{ 0x2265, '>' }, { 0x2502, '|' }, { 0x2500, '-' }, { 0x2588, '#' },
		{ 0xA0, ' ' }, { 0, 0 }
	};

	if (ch < 127)
		return ch;
	for (int i = 0; as[i].ch; i++)
		if (as[i].ch == ch)
			return (uint32_t)as[i].as;
	return '?';
}

/* The next character as it is shown; *width columns, 0: nothing to draw. */
static int
next_char(enum plot_rung rung, struct str s, int at, uint32_t *ch, int *width)
{
	int n = str_utf8_next(s.s + at, s.n - at, ch);

	if (*ch < 32 || (*ch >= 127 && *ch < 160)) {
		*ch = '?';
		*width = 1;
		return n;
	}
	*width = str_char_width(*ch);
	if (rung == PLOT_ASCII && *ch >= 127 && *width > 0) {
		*ch = plain_char(*ch);
		*width = 1;
	}
	return n;
}

/* Blank where half of it would be beyond the canvas. */
static void
put_wide(struct plot_canvas *c, int x, int y, uint32_t ch, enum plot_role fg, int at)
{
	struct plot_cell *right = plot_cell_at(c, x + 1, y);
	bool whole = right && plot_cell_at(c, x, y);

	plot_put(c, x, y, whole ? ch : ' ', fg, at);
	plot_put(c, x + 1, y, ' ', fg, at);
	if (whole)
		right->ch = 0;
}

int
plot_text(struct plot_canvas *c, int x, int y, int w, struct str s, enum plot_role fg,
	  int at)
{
	int used = 0, width;
	uint32_t ch;

	for (int i = 0; i < s.n && used <= w; used += width) {
		i += next_char(c->rung, s, i, &ch, &width);
		if (width == 0)
			continue;
		if (used + width > w)
			break;
		if (width == 2)
			put_wide(c, x + used, y, ch, fg, at);
		else
			plot_put(c, x + used, y, ch, fg, at);
	}
	return used < w ? used : w < 0 ? 0 : w;
}

int
plot_text_cut(struct plot_canvas *c, int x, int y, int w, struct str s,
	      enum plot_role fg, int at)
{
	struct str cut = str_of(plot_glyphs(c->rung)->cut);
	int room = w - str_width(cut), used;

	if (str_width(s) <= w || room < 1)
		return plot_text(c, x, y, w, s, fg, at);
	used = plot_text(c, x, y, room, s, fg, at);
	return used + plot_text(c, x + used, y, w - used, cut, fg, at);
}

/* Takes the next line of at most w columns off *rest; words stay whole where
 * they fit a line at all. */
static struct str
wrap_line(struct str *rest, int w)
{
	struct str line = { rest->s, 0 };
	int used = 0, space = -1, i = 0, n;
	uint32_t ch;

	while (i < rest->n && rest->s[i] != '\n') {
		n = str_utf8_next(rest->s + i, rest->n - i, &ch);
		used += str_char_width(ch);
		if (used > w && ch != ' ' && i > 0)
			break;
		if (ch == ' ')
			space = i;
		i += n;
	}
	line.n = i;
	if (i < rest->n && rest->s[i] != '\n' && space > 0)
		line.n = space;
	i = line.n;
	while (i < rest->n && rest->s[i] == ' ')
		i++;
	if (i < rest->n && rest->s[i] == '\n')
		i++;
	rest->s += i;
	rest->n -= i;
	while (line.n > 0 && line.s[line.n - 1] == ' ')
		line.n--;
	return line;
}

int
plot_wrap(struct plot_canvas *c, struct plot_rect r, struct str text, int first,
	  enum plot_role fg)
{
	bool open = text.n > 0 && text.s[text.n - 1] == '\n';
	int n = 0;

	if (open)
		text.n--;	/* ends the last line, does not begin another */
	while (text.n > 0 || open) {
		struct str line = wrap_line(&text, r.w > 0 ? r.w : 1);

		if (n >= first && n - first < r.h)
			plot_text(c, r.x, r.y + n - first, r.w, line, fg, 0);
		n++;
		open = false;
	}
	return n;
}

void
plot_wrap_cut(struct plot_canvas *c, struct plot_rect r, struct str text,
	      enum plot_role fg)
{
	for (int y = 0; y < r.h; y++) {
		struct str rest = text, line = wrap_line(&text, r.w > 0 ? r.w : 1);

		if (y < r.h - 1 || text.n == 0) {
			plot_text(c, r.x, r.y + y, r.w, line, fg, 0);
			continue;
		}
		for (int i = 0; i < rest.n; i++)	/* the rest is one line, cut */
			if (rest.s[i] == '\n')
				rest.n = i;
		if (str_width(rest) <= r.w)
			rest = line;
		plot_text_cut(c, r.x, r.y + y, r.w, rest, fg, 0);
	}
}
