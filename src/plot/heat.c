/* Heat maps: two pixels in a cell where there is colour, shades where not. */
#include "inside.h"
#include "actlab/num.h"

#include <math.h>
#include <string.h>

/* Mean of the values below the pixel px, py of w x h; NaN where there is none, and of
 * images where one is: the line between two of them. */
static double
heat_value(const struct plot_heat *m, int px, int py, int w, int h, bool image)
{
	int x0 = (int)((long)px * m->w / w), x1 = (int)(((long)px + 1) * m->w / w);
	int y0 = (int)((long)py * m->h / h), y1 = (int)(((long)py + 1) * m->h / h);
	double sum = 0;
	int n = 0, all = 0;

	for (int y = y0; y < (y1 > y0 ? y1 : y0 + 1); y++)
		for (int x = x0; x < (x1 > x0 ? x1 : x0 + 1); x++, all++)
			if (!isnan(m->v[y * m->w + x])) {
				sum += (double)m->v[y * m->w + x];
				n++;
			}
	return n && !(image && n < all) ? sum / n : NAN;
}

/* 0 .. PLOT_HEATS-1; -1 for NaN. */
static int
heat_level(const struct plot_heat *m, double v)
{
	double span = m->hi - m->lo;

	if (isnan(v))
		return -1;
	if (!(span > 0))
		return PLOT_HEATS / 2;
	return plot_clamp((v - m->lo) / span * PLOT_HEATS, 0, PLOT_HEATS - 1);
}

/* Colour: the upper half is the foreground, the lower the background. */
static void
heat_cell(struct plot_canvas *c, int x, int y, const struct plot_heat *m, int top,
	  int low)
{
	unsigned ramp = m->amount ? PLOT_AMOUNT0 : PLOT_HEAT0;
	struct plot_cell *p;

	if (top < 0 && low < 0)
		return;
	if (c->mono || c->rung == PLOT_ASCII) {
		int level = (top + low + (top + low > PLOT_HEATS - 1)) / 2;

		level = top < 0 ? low : low < 0 ? top : level;

		plot_put(c, x, y, c->mono ? plot_shade(c->rung, level) : ' ',
			 PLOT_NONE, 0);
		p = plot_cell_at(c, x, y);
		if (p && !c->mono)
			p->bg = (uint8_t)(ramp + (unsigned)level);
		return;
	}
	plot_put(c, x, y, top < 0 ? 0x2584 : 0x2580,
		 (enum plot_role)(ramp + (unsigned)(top < 0 ? low : top)), 0);
	p = plot_cell_at(c, x, y);
	if (p && top >= 0 && low >= 0)
		p->bg = (uint8_t)(ramp + (unsigned)low);
}

void
plot_heat_draw(const struct plot_field *f)
{
	const struct plot_heat *m = &f->part->heat;
	bool image = f->part->x.bare;

	for (int y = 0; y < f->r.h; y++)
		for (int x = 0; x < f->r.w; x++) {
			double top = heat_value(m, x, 2 * y, f->r.w, 2 * f->r.h, image);
			double low = heat_value(m, x, 2 * y + 1, f->r.w, 2 * f->r.h,
						image);

			heat_cell(f->c, f->r.x + x, f->r.y + y, m, heat_level(m, top),
				  heat_level(m, low));
		}
}

/* Two digits, or one where there is no room for two; ".08" where there is none for 0. */
static const char *
key_label(char buf[STR_NUM_MAX], double v, int room)
{
	const char *s = str_number(buf, v, 2);

	if ((int)strlen(s) > room)
		s = str_number(buf, v, 1);
	if ((int)strlen(s) > room && strncmp(s, "0.", 2) == 0)
		s++;
	return s;
}

void
plot_heat_key(struct plot_canvas *c, struct plot_rect r, const struct plot_heat *m)
{
	char buf[STR_NUM_MAX];

	for (int y = 0; y < r.h; y++) {
		int top = PLOT_HEATS - 1 - 2 * y * PLOT_HEATS / (2 * r.h);
		int low = PLOT_HEATS - 1 - (2 * y + 1) * PLOT_HEATS / (2 * r.h);

		for (int x = 0; x < 2; x++)
			heat_cell(c, r.x + x, r.y + y, m, top, low);
	}
	for (int i = 0; i < 3; i++) {
		double v = i == 0 ? m->hi : i == 1 ? m->lo + (m->hi - m->lo) / 2 : m->lo;
		const char *s = key_label(buf, m->power ? num_pow(10, v) : v, r.w - 3);

		if (i != 1 || r.h >= 7)
			plot_text(c, r.x + 3, r.y + i * (r.h - 1) / 2, r.w - 3, str_of(s),
				  PLOT_AXIS, 0);
	}
}
