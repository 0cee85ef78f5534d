/* Lines and points.
 *
 * A line is gathered per dot column: the least and the greatest of all samples in
 * it, so one sample in a million stays visible and the cost of a sample is four
 * comparisons.
 */
#include "inside.h"

#include <math.h>

/* Dots on, off, on, off ... by series, for fine dots and for those as wide as a cell.
 * Dashes shorter than nine cannot be seen; wider gaps look like missing data. */
static const uint8_t fine[6][7] = {
	{ 0 }, { 9, 3 }, { 1, 1 }, { 9, 2, 2, 2 }, { 5, 2 }, { 1, 2 }
};
static const uint8_t coarse[6][7] = {
	{ 0 }, { 4, 1 }, { 1, 1 }, { 4, 1, 1, 1 }, { 2, 1 }, { 1, 2 }
};

static bool
style_on(const uint8_t *style, long phase)
{
	int length = 0, at;

	for (int i = 0; style[i]; i++)
		length += style[i];
	if (!length)
		return true;
	at = (int)(phase % length);
	for (int i = 0; style[i]; i++) {
		if (at < style[i])
			return i % 2 == 0;
		at -= style[i];
	}
	return true;
}

int
plot_line_style(const struct plot_part *p, const struct plot_series *s)
{
	int lines = 0;

	for (int i = 0; i < p->n_series; i++)
		lines += p->series[i].mark == PLOT_LINE && p->series[i].n > 0;
	return lines > 1 ? (int)((unsigned)s->ink % 6) : 0;
}

int
plot_field_column(const struct plot_field *f, double x)
{
	double t = plot_scale_at(&f->x, x);

	if (!(t >= -1e-9 && t <= 1 + 1e-9))
		return -1;
	return plot_clamp(t * f->r.w, 0, f->r.w - 1);
}

int
plot_field_row(const struct plot_field *f, double y)
{
	double t = plot_scale_at(&f->y, y);

	if (!(t >= -1e-9 && t <= 1 + 1e-9))
		return -1;
	return plot_clamp((1 - t) * f->r.h, 0, f->r.h - 1);
}

struct pen {
	const struct plot_field *f;
	struct plot_dots *d;
	int ink, w, h;			/* w, h in dots */
	const uint8_t *style;
	long phase;
	int rough;			/* segments it still counts as rough */
	bool up;			/* the last segment went up */
	bool down;			/* a point came before, at px, py */
	double px, py;
	/* the dot column being gathered; all in data units but column */
	double lo, hi, column;
	int count;
	double min, max, last_x, last;
};

/* Which of n dots; whole numbers beyond 0..n-1 where t is outside 0..1. */
static double
dot_of(double t, int n)
{
	if (t >= -1e-9 && t <= 1 + 1e-9)
		return plot_clamp(t * n, 0, n - 1);
	return floor(fmax(-1e9, fmin(1e9, t * n)));
}

static double
dot_y(const struct pen *p, double y)
{
	return dot_of(1 - plot_scale_at(&p->f->y, y), p->h);
}

/* Shortens k0..k1 to the steps whose coordinate a + (b - a) k / n is in 0..size-1. */
static void
clip(double a, double b, double n, int size, double *k0, double *k1)
{
	double low = (-.5 - a) * n / (b - a), high = (size - .5 - a) * n / (b - a);

	if (a == b) {
		if (a < 0 || a >= size)
			*k1 = -1;
		return;
	}
	*k0 = fmax(*k0, fmin(low, high));
	*k1 = fmin(*k1, fmax(low, high));
}

/* A line is rough where it turns or several samples share a column; there the pattern
 * goes by columns, else along the line. */
static void
pen_turns(struct pen *p, double dy, bool shared)
{
	bool turns = dy != 0 && (dy > 0) != p->up;

	p->rough = shared || turns ? 4 : p->rough > 0 ? p->rough - 1 : 0;
	p->up = dy != 0 ? dy > 0 : p->up;
}

/* Is the pen on the paper here?  Gaps in a rough line look like missing data, so with
 * colour to tell the series apart it has none. */
static bool
pen_on(const struct pen *p)
{
	return (p->rough && !p->f->c->mono) || style_on(p->style, p->phase);
}

/* A jump of a rough line is a spike and has no gaps. */
static bool
is_spike(const struct pen *p, double dy)
{
	return fabs(dy) > 2 && fabs(dy) > p->h / 6.0;
}

/* From the last point to x, y. */
static void
pen_to(struct pen *p, double x, double y, bool shared)
{
	double dx = x - p->px, dy = y - p->py, n = fmax(fabs(dx), fabs(dy));
	double k0 = 1, k1 = n, last = p->px;
	bool spike;

	pen_turns(p, dy, shared);
	spike = p->rough && is_spike(p, dy);
	clip(p->px, x, n, p->w, &k0, &k1);
	clip(p->py, y, n, p->h, &k0, &k1);
	for (double k = ceil(k0); k <= k1; k++) {
		double at = floor(p->px + dx * k / n + .5);

		p->phase += !p->rough || at != last;
		last = at;
		if (spike || pen_on(p))
			plot_dots_set(p->d, (int)at, (int)floor(p->py + dy * k / n + .5),
				      p->ink);
	}
}

/* Draws what the column holds. */
static void
pen_flush(struct pen *p)
{
	bool inside = p->column >= 0 && p->column < p->w;

	if (!p->count)
		return;
	if (p->count > 1) {
		double top = dot_y(p, p->max), low = dot_y(p, p->min);
		bool on = is_spike(p, low - top) || pen_on(p);

		for (double y = fmax(top, 0); inside && on && y <= low && y < p->h; y++)
			plot_dots_set(p->d, (int)p->column, (int)y, p->ink);
		p->px = dot_of(plot_scale_at(&p->f->x, p->last_x), p->w);
		p->py = dot_y(p, p->last);
	}
	p->count = 0;
}

/* The bounds of the column of x, so that its other samples need no scale. */
static void
pen_open(struct pen *p, double x, double y, double column)
{
	const struct plot_scale *s = &p->f->x;

	p->column = column;
	p->lo = column < 0 ? -INFINITY : plot_scale_value(s, fmin(column, p->w) / p->w);
	p->hi = column >= p->w ? INFINITY
		: plot_scale_value(s, fmax(column + 1, 0) / p->w);
	p->count = 1;
	p->min = p->max = p->last = y;
	p->last_x = x;
}

static void
pen_mark(struct pen *p, double x, bool up)
{
	int column = plot_field_column(p->f, x), h = p->d->h;
	struct plot_dot *cell;

	if (column < 0)
		return;
	cell = &p->d->cell[(up ? 0 : h - 1) * p->d->w + column];
	cell->mark = up ? '^' : 'v';
	cell->ink = (uint8_t)p->ink;
}

/* A sample that is not in the open column: a new column, a gap, a mark. */
static void
pen_sample(struct pen *p, double x, double y)
{
	double tx = plot_scale_at(&p->f->x, x), ty = plot_scale_at(&p->f->y, y);
	bool shared = p->count > 1;

	pen_flush(p);
	p->lo = INFINITY;		/* no column is open */
	if (!isfinite(tx) || !isfinite(ty)) {
		if (isfinite(tx) && !isnan(ty))
			pen_mark(p, x, ty > 0);
		p->down = false;
		return;
	}
	tx = dot_of(tx, p->w);
	ty = dot_of(1 - ty, p->h);
	if (p->down)
		pen_to(p, tx, ty, shared);
	else if (fabs(tx) < 1e6 && fabs(ty) < 1e6)
		plot_dots_set(p->d, (int)tx, (int)ty, p->ink);
	p->down = true;
	p->px = tx;
	p->py = ty;
	pen_open(p, x, y, tx);
}

void
plot_line_draw(const struct plot_field *f, struct plot_dots *d,
	       const struct plot_series *s)
{
	struct pen p = { .f = f, .d = d, .ink = s->ink, .lo = INFINITY,
			 .w = d->w * d->sx, .h = d->h * d->sy };
	const uint8_t (*styles)[7] = d->sx == 1 ? coarse : fine;
	double floor_y = f->y.log ? 0 : -INFINITY;

	p.style = styles[plot_line_style(f->part, s)];
	for (int i = 0; i < s->n; i++) {
		double x = s->x[i], y = s->y[i];

		if (x >= p.lo && x < p.hi && y > floor_y && y < INFINITY) {
			p.min = y < p.min ? y : p.min;
			p.max = y > p.max ? y : p.max;
			p.last = y;
			p.last_x = x;
			p.count++;
		} else {
			pen_sample(&p, x, y);
		}
	}
	pen_flush(&p);
}

/* ---- points ---- */

uint32_t
plot_series_glyph(const struct plot_series *s)
{
	return s->glyph ? s->glyph : (uint32_t)"ox+*#%"[(unsigned)s->ink % 6];
}

/* A heat cell shows two levels; below a mark it shows one, and the mark is light
 * or dark after it. */
static void
mark_on_heat(struct plot_cell *p, uint32_t ch)
{
	int top = p->fg >= PLOT_HEAT0 ? p->fg : p->bg;
	int low = p->bg >= PLOT_HEAT0 ? p->bg : top;

	p->bg = (uint8_t)((top + low) / 2);
	p->fg = (uint8_t)plot_ink_on(p->bg);
	p->ch = ch;
	p->at = PLOT_BOLD;
}

static void
point_draw(const struct plot_field *f, const struct plot_series *s, int column, int row)
{
	int x = f->r.x + column, y = f->r.y + row;
	struct plot_cell *p = plot_cell_at(f->c, x, y);
	uint32_t ch = plot_series_glyph(s);

	if (!p)
		return;
	if (p->bg >= PLOT_HEAT0 || p->fg >= PLOT_HEAT0)
		mark_on_heat(p, ch);
	else
		plot_put(f->c, x, y, ch, plot_ink_role(s->ink), PLOT_BOLD);
}

/* What is beneath it stays to be read. */
void
plot_cursor_draw(const struct plot_field *f)
{
	static const int side[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
	const struct plot_glyphs *g = plot_glyphs(f->c->rung);
	int column = plot_field_column(f, f->part->cursor_x);
	int row = plot_field_row(f, f->part->cursor_y);
	struct plot_cell *p;

	if (!f->part->cursor || column < 0 || row < 0)
		return;
	for (int i = 0; i < 4; i++) {
		struct plot_series arm = { .ink = 3, .glyph = side[i][0] ? g->h : g->v };
		int x = column + side[i][0], y = row + side[i][1];

		if (x >= 0 && x < f->r.w && y >= 0 && y < f->r.h)
			point_draw(f, &arm, x, y);
	}
	p = plot_cell_at(f->c, f->r.x + column, f->r.y + row);
	if (!p)
		return;
	if (p->fg >= PLOT_HEAT0)
		mark_on_heat(p, '+');
	p->ch = p->ch == ' ' ? '+' : p->ch;
	p->at |= PLOT_REVERSE | PLOT_BOLD;
}

void
plot_points_draw(const struct plot_field *f, const struct plot_series *s)
{
	for (int i = 0; i < s->n; i++) {
		int column = plot_field_column(f, s->x[i]);
		int row = plot_field_row(f, s->y[i]);

		if (column >= 0 && row >= 0)
			point_draw(f, s, column, row);
	}
}
