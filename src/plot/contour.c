/* Over a heat map: lines where its values pass through a level, and hatching. */
#include "inside.h"

#include <math.h>

/* The value at a place given in pixels, between the middles of four of them. */
static double
value_at(const struct plot_heat *m, double x, double y)
{
	int x0, y0, x1, y1;
	double u, v;

	x = fmin(fmax(x - .5, 0), m->w - 1);
	y = fmin(fmax(y - .5, 0), m->h - 1);
	x0 = (int)x;
	y0 = (int)y;
	x1 = x0 + 1 < m->w ? x0 + 1 : x0;
	y1 = y0 + 1 < m->h ? y0 + 1 : y0;
	u = x - x0;
	v = y - y0;
	return (1 - v) * ((1 - u) * (double)m->v[y0 * m->w + x0]
			  + u * (double)m->v[y0 * m->w + x1])
	       + v * ((1 - u) * (double)m->v[y1 * m->w + x0]
		      + u * (double)m->v[y1 * m->w + x1]);
}

/* Dots where the next one to the right or below is on the other side. */
static void
trace(const struct plot_heat *m, struct plot_dots *d, double level)
{
	int w = d->w * d->sx, h = d->h * d->sy;
	double sx = (double)m->w / w, sy = (double)m->h / h;

	for (int y = 0; y < h; y++) {
		double now = value_at(m, .5 * sx, (y + .5) * sy);

		for (int x = 0; x < w; x++) {
			double right = value_at(m, (x + 1.5) * sx, (y + .5) * sy);
			double low = value_at(m, (x + .5) * sx, (y + 1.5) * sy);

			if ((x + 1 < w && (now < level) != (right < level)
			     && !isnan(now + right))
			    || (y + 1 < h && (now < level) != (low < level)
				&& !isnan(now + low)))
				plot_dots_set(d, x, y, 0);
			now = right;
		}
	}
}

/* A cell shows two levels; below a sign it shows the one between. */
static void
one_level(struct plot_cell *p)
{
	int top = p->fg >= PLOT_HEAT0 ? p->fg : p->bg;
	int low = p->bg >= PLOT_HEAT0 ? p->bg : top;

	if (top < PLOT_HEAT0)
		return;
	p->bg = (uint8_t)((top + low) / 2);
	p->fg = (uint8_t)plot_ink_on(p->bg);
}

static void
hatch(const struct plot_field *f)
{
	const struct plot_heat *m = &f->part->heat;

	for (int y = 0; y < f->r.h; y++)
		for (int x = 0; x < f->r.w; x++) {
			int column = (2 * x + 1) * m->w / (2 * f->r.w);
			int row = (2 * y + 1) * m->h / (2 * f->r.h);
			double v = (double)m->hatch[row * m->w + column];
			struct plot_cell *p = plot_cell_at(f->c, f->r.x + x, f->r.y + y);

			if (!p || !(v >= m->hatch_lo && v <= m->hatch_hi))
				continue;
			one_level(p);
			p->ch = '/';
		}
}

void
plot_contour_draw(const struct plot_field *f, struct arena scratch)
{
	const struct plot_heat *m = &f->part->heat;
	struct plot_dots d;

	if (m->hatch)
		hatch(f);
	if (!m->n_line)
		return;
	plot_dots_init(&d, f->c->rung, f->r.w, f->r.h, &scratch);
	/* where there is little room, every other line */
	for (int i = 0; i < m->n_line; i += f->r.h < 10 && m->n_line > 2 ? 2 : 1)
		trace(m, &d, m->line[i]);
	for (int i = 0; i < d.w * d.h; i++) {
		struct plot_cell *p = plot_cell_at(f->c, f->r.x + i % d.w,
						   f->r.y + i / d.w);

		if (p && d.cell[i].mask)
			one_level(p);
	}
	plot_dots_draw(&d, f->c, f->r.x, f->r.y);
}
