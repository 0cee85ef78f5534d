/* Dots finer than a cell.  One cell has one foreground: the higher series wins. */
#include "inside.h"

static const uint8_t braille[4][2] = {
	{ 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 }
};
static const uint16_t quadrant[16] = {
	' ',    0x2598, 0x259D, 0x2580, 0x2596, 0x258C, 0x259E, 0x259B,
	0x2597, 0x259A, 0x2590, 0x259C, 0x2584, 0x2599, 0x259F, 0x2588
};
static const uint16_t half[4] = { ' ', 0x2580, 0x2584, 0x2588 };
static const char ascii[8] = { ' ', '\'', '-', '|', '_', '|', '|', '|' };

void
plot_dots_init(struct plot_dots *d, enum plot_rung rung, int w, int h, struct arena *a)
{
	const struct plot_glyphs *g = plot_glyphs(rung);

	*d = (struct plot_dots){ .w = w, .h = h, .sx = g->sx, .sy = g->sy };
	d->cell = ARENA_NEW(a, struct plot_dot, w * h);
}

void
plot_dots_set(struct plot_dots *d, int x, int y, int ink)
{
	int cx = x / d->sx, cy = y / d->sy, dx = x % d->sx, dy = y % d->sy;
	struct plot_dot *p;

	if (x < 0 || y < 0 || cx >= d->w || cy >= d->h)
		return;
	p = &d->cell[cy * d->w + cx];
	p->mask |= (uint8_t)(d->sy == 4 ? braille[dy][dx] : 1 << (dy * d->sx + dx));
	p->ink = (uint8_t)ink;
}

static uint32_t
dot_char(const struct plot_dots *d, const struct plot_dot *p)
{
	if (p->mark)
		return (uint32_t)p->mark;
	switch (d->sx * d->sy) {
	case 8: return 0x2800u + p->mask;
	case 4: return quadrant[p->mask];
	case 2: return half[p->mask];
	default: return (uint32_t)ascii[p->mask];
	}
}

/* A line over a heat map is light or dark; over a full bar the bar stays behind. */
static void
dot_draw(struct plot_cell *at, uint32_t ch, int ink, bool mono)
{
	bool heat = at->bg >= PLOT_HEAT0;

	if (heat)
		at->fg = (uint8_t)plot_ink_on(at->bg);
	else {
		if (at->ch == 0x2588 && !mono)
			at->bg = at->fg;
		at->fg = (uint8_t)plot_ink_role(ink);
	}
	at->ch = ch;
	at->at = 0;
}

void
plot_dots_draw(const struct plot_dots *d, struct plot_canvas *c, int x, int y)
{
	for (int cy = 0; cy < d->h; cy++)
		for (int cx = 0; cx < d->w; cx++) {
			const struct plot_dot *p = &d->cell[cy * d->w + cx];
			struct plot_cell *at = plot_cell_at(c, x + cx, y + cy);

			if (at && (p->mask || p->mark))
				dot_draw(at, dot_char(d, p), p->ink, c->mono);
		}
}
