#include "inside.h"

#include <stdlib.h>
#include <string.h>

static const struct plot_glyphs glyphs[] = {
	[PLOT_BRAILLE] = { "braille", 2, 4, 0x2500, 0x2502, 0x250C, 0x2510, 0x2514,
		0x2518, 0x2524, 0x252C, 0x254C, 0x2506, "\xE2\x80\xA6",
		{ 0x2501, 0x254D, 0x2505, 0x2509, 0x2504, 0x2508 },
		{ ' ', 0x2581, 0x2582, 0x2583, 0x2584, 0x2585, 0x2586, 0x2587, 0x2588 },
		{ ' ', 0x2591, 0x2592, 0x2593, 0x2588 } },
	[PLOT_QUADRANT] = { "quadrant", 2, 2, 0x2500, 0x2502, 0x250C, 0x2510, 0x2514,
		0x2518, 0x2524, 0x252C, 0x254C, 0x2506, "\xE2\x80\xA6",
		{ 0x2501, 0x254D, 0x2505, 0x2509, 0x2504, 0x2508 },
		{ ' ', 0x2581, 0x2582, 0x2583, 0x2584, 0x2585, 0x2586, 0x2587, 0x2588 },
		{ ' ', 0x2591, 0x2592, 0x2593, 0x2588 } },
	/* only what the fonts of a Linux console hold (code page 437) */
	[PLOT_HALF] = { "half", 1, 2, 0x2500, 0x2502, 0x250C, 0x2510, 0x2514, 0x2518,
		0x2524, 0x252C, 0xB7, 0x2502, "...",
		{ 0x2500, '-', 0xB7, '=', '~', ':' },
		{ ' ', 0x2584, 0x2584, 0x2584, 0x2584, 0x2584, 0x2588, 0x2588, 0x2588 },
		{ ' ', 0x2591, 0x2592, 0x2593, 0x2588 } },
	[PLOT_ASCII] = { "ascii", 1, 3, '-', '|', '+', '+', '+', '+',
		'+', '+', '.', ':', "...",
		{ '-', '=', ':', '~', '*', '.' },
		{ ' ', '.', '.', '.', '.', '.', '#', '#', '#' },
		{ ' ', '.', '=', '*', '@' } },
};

const struct plot_glyphs *
plot_glyphs(enum plot_rung r)
{
	return &glyphs[r < PLOT_RUNGS ? r : PLOT_ASCII];
}

const char *
plot_rung_name(enum plot_rung r)
{
	return plot_glyphs(r)->name;
}

enum plot_role
plot_ink_role(int ink)
{
	return PLOT_S1 + (unsigned)ink % 6;
}

enum plot_role
plot_ink_on(enum plot_role bg)
{
	bool dark = bg == PLOT_HEAT0 || (bg >= PLOT_AMOUNT0 && bg < PLOT_AMOUNT0 + 3);

	return dark ? PLOT_INK_LIGHT : PLOT_INK_DARK;
}

size_t
plot_canvas_need(int w, int h)
{
	return arena_need(sizeof(struct plot_cell), (size_t)w * (size_t)h);
}

void
plot_canvas_init(struct plot_canvas *c, int w, int h, enum plot_rung rung,
		 struct arena *a)
{
	*c = (struct plot_canvas){ .w = w, .h = h, .rung = rung };
	c->cell = ARENA_NEW(a, struct plot_cell, (size_t)w * (size_t)h);
	plot_canvas_clear(c);
}

void
plot_canvas_clear(struct plot_canvas *c)
{
	for (int i = 0; i < c->w * c->h; i++)
		c->cell[i] = (struct plot_cell){ .ch = ' ' };
}

struct plot_cell *
plot_cell_at(struct plot_canvas *c, int x, int y)
{
	if (x < 0 || y < 0 || x >= c->w || y >= c->h)
		return NULL;
	return &c->cell[y * c->w + x];
}

/* Overwriting half of a wide character blanks the other half. */
static void
part_wide(struct plot_canvas *c, int x, int y, const struct plot_cell *at)
{
	struct plot_cell *left = plot_cell_at(c, x - 1, y);
	struct plot_cell *right = plot_cell_at(c, x + 1, y);

	if (at->ch == 0 && left)
		left->ch = ' ';
	else if (right && right->ch == 0)
		right->ch = ' ';
}

void
plot_put(struct plot_canvas *c, int x, int y, uint32_t ch, enum plot_role fg, int at)
{
	struct plot_cell *p = plot_cell_at(c, x, y);

	if (!p)
		return;
	part_wide(c, x, y, p);
	p->ch = ch;
	p->fg = (uint8_t)fg;
	p->at = (uint8_t)at;
}

void
plot_fill(struct plot_canvas *c, struct plot_rect r, uint32_t ch, enum plot_role fg,
	  enum plot_role bg)
{
	int x1 = r.x + r.w < c->w ? r.x + r.w : c->w;
	int y1 = r.y + r.h < c->h ? r.y + r.h : c->h;

	for (int y = r.y < 0 ? 0 : r.y; y < y1; y++)
		for (int x = r.x < 0 ? 0 : r.x; x < x1; x++) {
			plot_put(c, x, y, ch, fg, 0);
			plot_cell_at(c, x, y)->bg = (uint8_t)bg;
		}
}

static void
box_edges(struct plot_canvas *c, struct plot_rect r, enum plot_role fg, int at)
{
	const struct plot_glyphs *g = plot_glyphs(c->rung);
	int x1 = r.x + r.w - 1, y1 = r.y + r.h - 1;

	for (int x = r.x; x <= x1; x++) {
		uint32_t top = x == r.x ? g->tl : x == x1 ? g->tr : g->h;
		uint32_t low = x == r.x ? g->bl : x == x1 ? g->br : g->h;

		plot_put(c, x, r.y, top, fg, at);
		if (r.h > 1)
			plot_put(c, x, y1, low, fg, at);
	}
	for (int y = r.y + 1; y < y1; y++) {
		plot_put(c, r.x, y, g->v, fg, at);
		plot_put(c, x1, y, g->v, fg, at);
	}
}

void
plot_box(struct plot_canvas *c, struct plot_rect r, struct str title, bool focus)
{
	int at = focus ? PLOT_BOLD : 0, room = r.w - 6, used;

	if (r.w < 1 || r.h < 1)
		return;
	box_edges(c, r, focus ? PLOT_FOCUS : PLOT_FRAME, c->mono ? at : 0);
	if (title.n == 0 || room < 1)
		return;
	plot_put(c, r.x + 2, r.y, ' ', PLOT_TITLE, 0);
	used = plot_text_cut(c, r.x + 3, r.y, room, title, PLOT_TITLE, at);
	plot_put(c, r.x + 3 + used, r.y, ' ', PLOT_TITLE, 0);
}

/* ---- the canvas as text ---- */

uint32_t
plot_shade(enum plot_rung r, int level)
{
	static const uint8_t of[PLOT_HEATS] = { 0, 0, 1, 1, 2, 3, 3, 4, 4 };
	static const char ascii[PLOT_HEATS + 1] = " .:-=+*#@";

	if (r == PLOT_ASCII)
		return (uint32_t)ascii[level];
	return plot_glyphs(r)->shade[of[level]];
}

/* A heat cell is two levels in one character; a text has one shade for both. */
static uint32_t
cell_char(const struct plot_cell *p, enum plot_rung rung)
{
	bool fg = p->fg >= PLOT_HEAT0 && (p->ch == 0x2580 || p->ch == 0x2584);
	bool bg = p->bg >= PLOT_HEAT0 && (fg || p->ch == ' ');
	int level = (fg ? (p->fg - PLOT_HEAT0) % PLOT_HEATS : 0)
		    + (bg ? (p->bg - PLOT_HEAT0) % PLOT_HEATS : 0);

	if (fg && bg)		/* rounded away from the middle, so edges stay */
		level = (level + (level > PLOT_HEATS - 1)) / 2;
	return fg || bg ? plot_shade(rung, level) : p->ch;
}

size_t
plot_canvas_text_need(int w, int h)
{
	return arena_need(1, (4 * (size_t)w + 1) * (size_t)h + 1);
}

char *
plot_canvas_text(const struct plot_canvas *c, struct arena *a)
{
	char *text = ARENA_NEW(a, char, (4 * (size_t)c->w + 1) * (size_t)c->h + 1);
	char *p = text;

	for (int y = 0; y < c->h; y++) {
		char *end = p;			/* behind the last character that shows */

		for (int x = 0; x < c->w; x++) {
			uint32_t ch = cell_char(&c->cell[y * c->w + x], c->rung);

			if (ch == 0)
				continue;
			p += str_utf8_put(p, ch);
			if (ch != ' ')
				end = p;
		}
		p = end;
		*p++ = '\n';
	}
	*p = 0;
	return text;
}
