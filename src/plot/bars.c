/* Bars: one series, or several side by side in groups; from zero, or on a log axis
 * from its floor. */
#include "inside.h"

#include <math.h>

enum { BAR_WIDTH_MAX = 6 };
#define HALF .500001		/* so that edges which differ by rounding meet */

int
plot_bars_count(const struct plot_part *p)
{
	int n = 0;

	for (int i = 0; i < p->n_series; i++)
		n += p->series[i].mark == PLOT_BARS && p->series[i].n > 0;
	return n;
}

bool
plot_bars_crowded(const struct plot_part *p, int w)
{
	int n = plot_bars_count(p);
	double places = p->x.hi - p->x.lo;

	return n > 1 && p->x.whole && places >= 1 && w < n * places;
}

/* Without colour the runs differ by their fill. */
uint32_t
plot_bars_key(const struct plot_canvas *c, int ink)
{
	static const uint16_t fill[6] = {
		0x2588, 0x2592, 0x2593, 0x2591, 0x2588, 0x2592
	};

	if (c->rung == PLOT_ASCII)
		return (uint32_t)(c->mono ? "#=%:@+"[(unsigned)ink % 6] : '#');
	return c->mono ? fill[(unsigned)ink % 6] : 0x2588;
}

uint32_t
plot_bars_shade(const struct plot_canvas *c)
{
	return c->rung == PLOT_ASCII ? '#' : c->mono ? 0x2591 : 0x2588;
}

struct bar {
	const struct plot_field *f;
	uint32_t fill;
	enum plot_role role;
	int base;			/* rows base-1, base-2 ... are above zero */
};

/* The top of a bar, in eighths of a cell; ' ': too low to show. */
static uint32_t
bar_top(const struct bar *b, int eighths, bool last)
{
	uint32_t ch = plot_glyphs(b->f->c->rung)->bar[eighths];

	if (ch == '#')
		return b->fill;
	if (b->fill == 0x2588 || b->f->c->rung == PLOT_ASCII || (last && eighths < 4))
		return ch;
	return eighths >= 4 ? b->fill : ' ';
}

/* Columns x0..x1-1 of the canvas, eighths of a row up from the base.  Where a taller
 * bar stands already it is seen above this one. */
static void
bar_up(const struct bar *b, int x0, int x1, int eighths)
{
	struct plot_canvas *c = b->f->c;

	for (int row = b->base - 1; row >= 0 && eighths > 0; row--, eighths -= 8) {
		bool last = row == b->base - 1;
		uint32_t ch = eighths >= 8 ? b->fill : bar_top(b, eighths, last);

		for (int x = x0; x < x1 && ch != ' '; x++) {
			struct plot_cell *p = plot_cell_at(c, x, b->f->r.y + row);
			bool before = p && p->ch != ' ' && ch != b->fill;

			if (before && c->mono)
				continue;
			if (before && p->ch == 0x2588)
				p->bg = p->fg;
			plot_put(c, x, b->f->r.y + row, ch, b->role, 0);
		}
	}
}

static void
bar_down(const struct bar *b, int x0, int x1, int eighths)
{
	bool ascii = b->f->c->rung == PLOT_ASCII;

	for (int row = b->base; row < b->f->r.h && eighths > 0; row++, eighths -= 8) {
		uint32_t ch = eighths >= 6 ? b->fill : ascii ? '\'' : 0x2580;

		for (int x = x0; x < x1; x++)
			plot_put(b->f->c, x, b->f->r.y + row, ch, b->role, 0);
	}
}

/* The bar of one value: nothing for NaN, '0' on the floor for a zero that a log
 * axis cannot show, '^' where the value is beyond all numbers. */
static void
bar_draw(const struct bar *b, int x0, int x1, double y)
{
	const struct plot_field *f = b->f;
	double t = plot_scale_at(&f->y, y), eighths;
	int top = f->r.y, floor_row = f->r.y + f->r.h - 1;

	x1 = x1 > x0 ? x1 : x0 + 1;
	if (isnan(t))
		return;
	if (f->y.log && y == 0) {
		plot_put(f->c, (x0 + x1 - 1) / 2, floor_row, '0', b->role, 0);
		return;
	}
	eighths = 8.0 * (t * f->r.h - (f->r.h - b->base));
	if (eighths > 0)
		bar_up(b, x0, x1, plot_clamp(fmax(eighths + .5, 1), 1, 8 * b->base));
	else if (eighths < 0 && !f->y.log)
		bar_down(b, x0, x1, plot_clamp(fmax(.5 - eighths, 1), 1,
					       8 * (f->r.h - b->base)));
	for (int x = x0; x < x1 && isinf(y); x++)
		plot_put(f->c, x, y > 0 ? top : floor_row, y > 0 ? '^' : 'v', b->role, 0);
}

/* The least distance of two bars as a share of the axis; 1 where there is one. */
static double
bars_spacing(const struct plot_field *f)
{
	const struct plot_part *p = f->part;
	double least = p->x.whole ? 1 / f->x.span : 1;

	for (int s = 0; s < p->n_series; s++)
		for (int i = 1; i < p->series[s].n && p->series[s].mark == PLOT_BARS;
		     i++) {
			double d = fabs(plot_scale_at(&f->x, p->series[s].x[i])
					- plot_scale_at(&f->x, p->series[s].x[i - 1]));

			if (d > 0 && d < least)		/* not the bin of zeros: inf */
				least = d;
		}
	return least;
}

static bool
in_zero_bin(const struct plot_field *f, double x)
{
	return f->zero_w > 0 && x == 0;
}

/* The greatest of a series' bars that reach into each column; NaN where none does. */
static void
column_tops(const struct plot_field *f, const struct plot_series *s, double spacing,
	    double *top)
{
	for (int i = 0; i < f->r.w; i++)
		top[i] = NAN;
	for (int i = 0; i < s->n; i++) {
		double t = plot_scale_at(&f->x, s->x[i]) * f->r.w;
		double reach = spacing * f->r.w / 2;
		int x0 = plot_clamp(t - reach + HALF, 0, f->r.w);
		int x1 = plot_clamp(t + reach + HALF, 0, f->r.w);

		if (!isfinite(t) || isnan(s->y[i]))
			continue;
		if (x0 == x1 && plot_field_column(f, s->x[i]) >= 0)
			x1 = (x0 = plot_field_column(f, s->x[i])) + 1;
		for (int x = x0; x < x1; x++)
			if (!(s->y[i] <= top[x]))
				top[x] = s->y[i];
	}
}

/* More bars than columns: each column shows the tallest of each series, the lower
 * before the taller. */
static void
bars_crowded(const struct plot_field *f, const struct bar *bar, double spacing,
	     struct arena scratch)
{
	const struct plot_part *p = f->part;
	int w = f->r.w, n = p->n_series;
	double *top = ARENA_NEW(&scratch, double, n * w);

	for (int i = 0; i < n; i++)
		if (p->series[i].mark == PLOT_BARS)
			column_tops(f, &p->series[i], spacing, top + i * w);
	for (int x = 0; x < w; x++)
		for (int k = 0; k < n; k++) {
			int best = -1;

			for (int i = 0; i < n; i++)
				if (p->series[i].mark == PLOT_BARS
				    && !isnan(top[i * w + x])
				    && (best < 0 || top[i * w + x] > top[best * w + x]))
					best = i;
			if (best < 0)
				break;
			bar_draw(&bar[best], f->r.x + x, f->r.x + x + 1,
				 top[best * w + x]);
			top[best * w + x] = NAN;
		}
}

/* Bars of one series that touch, or with a gap between whole numbers. */
static void
bars_alone(const struct bar *b, const struct plot_series *s, double spacing)
{
	const struct plot_field *f = b->f;
	double cells = spacing * f->r.w;
	int gap = f->part->x.whole && cells >= 2;

	for (int i = 0; i < s->n; i++) {
		double t = plot_scale_at(&f->x, s->x[i]);
		int x0 = plot_clamp((t - spacing / 2) * f->r.w + HALF, -1, f->r.w);
		int x1 = plot_clamp((t + spacing / 2) * f->r.w + HALF, -1, f->r.w) - gap;

		if (!isfinite(t) || x1 < 0 || x0 >= f->r.w)
			continue;
		x0 = x0 < 0 ? 0 : x0;
		if (gap && x1 - x0 > BAR_WIDTH_MAX) {
			x0 = (x0 + x1 - BAR_WIDTH_MAX) / 2;
			x1 = x0 + BAR_WIDTH_MAX;
		}
		bar_draw(b, f->r.x + x0, f->r.x + (x1 > x0 ? x1 : x0 + 1), s->y[i]);
	}
}

/* The k-th of n bars that share each place. */
static void
bars_grouped(const struct bar *b, const struct plot_series *s, double spacing, int k,
	     int n)
{
	const struct plot_field *f = b->f;
	int group = plot_clamp(spacing * f->r.w, 1, f->r.w);
	int width = (group - (group > n)) / n;

	width = width > BAR_WIDTH_MAX ? BAR_WIDTH_MAX : width;
	for (int i = 0; i < s->n; i++) {
		double t = plot_scale_at(&f->x, s->x[i]);
		double left = t * f->r.w - n * width / 2.0;
		int x0 = plot_clamp(left + .5, -BAR_WIDTH_MAX, f->r.w) + k * width;

		if (!isfinite(t) || x0 < 0 || x0 + width > f->r.w)
			continue;
		bar_draw(b, f->r.x + x0, f->r.x + x0 + width, s->y[i]);
	}
}

static void
bars_zero(const struct bar *b, const struct plot_series *s, int k, int n)
{
	int width = b->f->zero_w / n > 0 ? b->f->zero_w / n : 1;
	int x0 = b->f->zero_x + k * width;

	for (int i = 0; i < s->n; i++)
		if (in_zero_bin(b->f, s->x[i])
		    && x0 + width <= b->f->zero_x + b->f->zero_w)
			bar_draw(b, x0, x0 + width, s->y[i]);
}

bool
plot_bars_behind(const struct plot_part *p)
{
	for (int i = 0; i < p->n_series; i++)
		if (p->series[i].mark == PLOT_LINE && p->series[i].n > 0)
			return true;
	return false;
}

/* Bars behind lines stand on the floor and are grey. */
static struct bar
bar_of(const struct plot_field *f, const struct plot_series *s)
{
	bool behind = plot_bars_behind(f->part);
	double zero = f->y.log || behind ? 0 : fmax(0, fmin(1, plot_scale_at(&f->y, 0)));
	struct bar b = { .f = f,
			 .fill = behind ? plot_bars_shade(f->c)
					: plot_bars_key(f->c, s->ink),
			 .role = behind ? PLOT_SHADE : plot_ink_role(s->ink),
			 .base = plot_clamp((1 - zero) * f->r.h + .5, 0, f->r.h) };

	return b;
}

size_t
plot_bars_need(int w)
{
	return arena_need(sizeof(double), (size_t)w * PLOT_SERIES_MAX);
}

void
plot_bars_draw(const struct plot_field *f, struct arena scratch)
{
	const struct plot_part *p = f->part;
	double spacing = bars_spacing(f), cells = spacing * f->r.w;
	int n = plot_bars_count(p), k = 0;
	struct bar bar[PLOT_SERIES_MAX];

	for (int i = 0; i < p->n_series; i++) {
		const struct plot_series *s = &p->series[i];

		bar[i] = bar_of(f, s);
		if (s->mark != PLOT_BARS || s->n < 1)
			continue;
		if (n == 1 && cells >= 1)
			bars_alone(&bar[i], s, spacing);
		else if (n > 1 && cells >= n)
			bars_grouped(&bar[i], s, spacing, k, n);
		bars_zero(&bar[i], s, k++, n);
	}
	if (n > 0 && cells < n)
		bars_crowded(f, bar, spacing, scratch);
}
