/* One pair of axes: where everything goes, then the drawing in order. */
#include "inside.h"

#include <math.h>
#include <string.h>

enum { AXIS_COLUMNS = 5 };		/* about what the y axis takes */

struct layout {
	struct plot_rect all, field;
	int top, left, right, bottom;	/* margins in cells */
	int zero_w;
	int ends;			/* columns of the labels at the ends of lines */
	int n_x, n_y;
	struct plot_tick tx[PLOT_TICKS_MAX], ty[PLOT_TICKS_MAX];
	struct plot_rect key;		/* of the heat map; w 0: none */
};

static int
text_width(const char *s)
{
	return s ? str_width(str_of(s)) : 0;
}

static bool
has_text(const char *s)
{
	return s && *s;
}

/* ---- measuring ---- */

/* Only the shape matters: small histograms have no numbers at the left. */
static bool
wants_y_axis(const struct plot_part *p, int w)
{
	bool bars = p->n_series > 0;

	for (int i = 0; i < p->n_series; i++)
		bars = bars && p->series[i].mark == PLOT_BARS;
	if (p->y.bare)
		return false;
	if (p->y.name || (p->heat.h && p->y.log))
		return w >= 16;
	if (p->heat.h)
		return w >= 30;
	return w >= 12 && !(bars && !p->y.log && w < 24);
}

static int
y_row(const struct plot_scale *s, double v, int h)
{
	return plot_clamp((1 - plot_scale_at(s, v)) * h, 0, h - 1);
}

/* As many ticks as leave rows between them. */
static void
fit_y(struct layout *l, const struct plot_part *p, int h)
{
	struct plot_scale s = plot_scale_of(&p->y);
	int max = p->y.name ? h : h >= 6 ? h / 3 + 1 : 2;
	int apart = h >= 9 && !p->y.name ? 2 : 1;

	for (; max > 0; max--) {
		bool ok = true;

		l->n_y = plot_axis_ticks(&p->y, max, l->ty);
		for (int i = 1; i < l->n_y; i++)
			ok = ok && y_row(&s, l->ty[i - 1].v, h) - y_row(&s, l->ty[i].v, h)
				>= apart;
		if (ok)
			break;
	}
	l->left = 0;
	for (int i = 0; i < l->n_y; i++)
		if (text_width(l->ty[i].label) + 1 > l->left)
			l->left = text_width(l->ty[i].label) + 1;
	l->left = l->left ? l->left : 1;
}

/* A heat map of a plane keeps its shape within half again as wide or high. */
static void
fit_heat(struct layout *l, const struct plot_part *p)
{
	struct plot_rect *f = &l->field;
	double ratio = (p->x.hi - p->x.lo) / (p->y.hi - p->y.lo);
	int right = l->all.x + l->all.w;

	if (!p->x.log && !p->y.log && !p->x.whole && !p->y.whole && ratio > .2
	    && ratio < 5) {
		int w = plot_clamp(1.5 * 2 * ratio * f->h + .5, 1, f->w);
		int h = plot_clamp(1.5 * f->w / (2 * ratio) + .5, 1, f->h);

		f->w = w;
		f->h = h;
	}
	if (l->all.w >= 36 && f->h >= 4 && right - (f->x + f->w) < 8)
		f->w = right - 8 - f->x;
	if (f->h >= 4 && right - (f->x + f->w) >= 8)
		l->key = (struct plot_rect){ f->x + f->w + 2, f->y, 6, f->h };
}

static bool
wants_top(const struct plot_part *p, int h, bool legend)
{
	if (has_text(p->title) || (legend && plot_legend_wanted(p)))
		return h >= 4;
	return has_text(p->y.label) && h >= 10;
}

static void
measure(struct layout *l, struct plot_rect r, const struct plot_part *p, bool legend)
{
	int bars = plot_bars_count(p), h;

	*l = (struct layout){ .all = r, .top = wants_top(p, r.h, legend) };
	h = r.h - l->top;
	l->bottom = h < 4 || r.w < 6 || p->x.bare ? 0 : h >= 11 && r.w >= 24 && !p->heat.h ? 2 : 1;
	h -= l->bottom;
	if (wants_y_axis(p, r.w) && h > 1)
		fit_y(l, p, h);
	if (r.w - l->left < 6)
		l->left = 0;
	l->ends = plot_ends_width(p, r.w);
	l->right = l->ends;
	if (p->x.zero_bin && p->x.log && r.w - l->left >= 8 + bars)
		l->zero_w = bars > 1 ? bars : r.w - l->left >= 40 ? 2 : 1;
	l->field.x = r.x + l->left + (l->zero_w ? l->zero_w + 1 : 0);
	l->field.y = r.y + l->top;
	l->field.w = r.x + r.w - l->right - l->field.x;
	l->field.h = h;
	if (p->heat.h)
		fit_heat(l, p);
}

/* ---- axes ---- */

static void
draw_y(const struct plot_field *f, const struct layout *l)
{
	const struct plot_glyphs *g = plot_glyphs(f->c->rung);
	int x = l->all.x + l->left - 1;

	for (int y = 0; y < f->r.h && l->left; y++)
		plot_put(f->c, x, f->r.y + y, g->v, PLOT_AXIS, 0);
	for (int i = 0; i < l->n_y && l->left; i++) {
		struct str s = str_of(l->ty[i].label);
		int row = f->r.y + plot_field_row(f, l->ty[i].v);

		plot_text(f->c, x - str_width(s), row, l->left, s, PLOT_AXIS, 0);
		plot_put(f->c, x, row, g->ytick, PLOT_AXIS, 0);
	}
}

/* The columns of an x label, under its tick, inside the part. */
static int
label_x(const struct plot_field *f, const struct layout *l, int i)
{
	int w = text_width(l->tx[i].label), right = l->all.x + l->all.w - w;
	int minus = l->tx[i].label[0] == '-';		/* centre the digits */
	int x = f->r.x + plot_field_column(f, l->tx[i].v) - (w - minus) / 2 - minus;

	if (l->key.w)
		right = l->key.x - 1 - w;
	x = x > right ? right : x;
	return x < l->all.x ? l->all.x : x;
}

static void
fit_x(const struct plot_field *f, struct layout *l)
{
	const struct plot_axis *axis = &f->part->x;
	bool few = axis->whole && !axis->log && axis->hi - axis->lo <= 26; /* layers */

	for (int max = f->r.w / (few ? 3 : 7) + 1; max > 0; max--) {
		int end = f->zero_w ? f->zero_x + f->zero_w + 1 : l->all.x - 2;
		bool ok = true;

		l->n_x = plot_axis_ticks(axis, max, l->tx);
		for (int i = 0; i < l->n_x; i++) {
			int x = label_x(f, l, i);

			ok = ok && x >= end + (i > 0 || f->zero_w ? 2 : 0);
			end = x + text_width(l->tx[i].label);
		}
		if (ok && end <= l->all.x + l->all.w)
			return;
	}
	l->n_x = 0;
}

/* The name of the axis: flush right, else in the widest gap between two labels. */
static void
draw_x_name(const struct plot_field *f, const struct layout *l, int y)
{
	const char *name = f->part->x.label;
	int w = text_width(name), right = l->key.w ? l->key.x - 1 : l->all.x + l->all.w;
	int at = right - w, widest = 0, end = 0;

	if (!w)
		return;
	for (int i = 0; i < l->n_x; i++) {
		int x = label_x(f, l, i);

		if (i > 0 && x - end >= widest) {
			widest = x - end;
			at = end + (widest - w) / 2;
		}
		end = x + text_width(l->tx[i].label);
	}
	if (l->n_x == 0)
		end = f->zero_w ? f->zero_x + f->zero_w : l->all.x - 2;
	if (right - w >= end + 2)
		at = right - w;
	else if (widest < w + 4)
		return;
	plot_text(f->c, at, y, w, str_of(name), PLOT_AXIS, 0);
}

static void
draw_x_line(const struct plot_field *f, const struct layout *l, int y)
{
	const struct plot_glyphs *g = plot_glyphs(f->c->rung);

	if (l->left)
		plot_put(f->c, l->all.x + l->left - 1, y, g->bl, PLOT_AXIS, 0);
	for (int x = 0; x < f->zero_w; x++)
		plot_put(f->c, f->zero_x + x, y, g->h, PLOT_AXIS, 0);
	for (int x = 0; x < f->r.w; x++)
		plot_put(f->c, f->r.x + x, y, g->h, PLOT_AXIS, 0);
	for (int i = 0; i < l->n_x; i++)
		plot_put(f->c, f->r.x + plot_field_column(f, l->tx[i].v), y, g->xtick,
			 PLOT_AXIS, 0);
}

static void
draw_x(const struct plot_field *f, struct layout *l)
{
	int y = f->r.y + f->r.h;

	if (!l->bottom)
		return;
	fit_x(f, l);
	if (l->bottom == 2)
		draw_x_line(f, l, y++);
	if (f->zero_w)
		plot_text(f->c, f->zero_x + (f->zero_w - 1) / 2, y, 1, str_of("0"),
			  PLOT_AXIS, 0);
	for (int i = 0; i < l->n_x; i++)
		plot_text(f->c, label_x(f, l, i), y, (int)sizeof(l->tx[i].label),
			  str_of(l->tx[i].label), PLOT_AXIS, 0);
	draw_x_name(f, l, y);
}

/* ---- inside the field ---- */

static void
draw_zero_line(const struct plot_field *f)
{
	int row = plot_field_row(f, 0), n = f->r.h;

	if (f->y.log || f->part->heat.h || row < 1 || row >= n - 1)
		return;
	for (int x = 0; x < f->r.w; x++)
		plot_put(f->c, f->r.x + x, f->r.y + row, plot_glyphs(f->c->rung)->zero,
			 PLOT_GRID, 0);
}

/* Behind everything else: dots that every set of glyphs has. */
static void
draw_bands(const struct plot_field *f)
{
	uint32_t ch = f->c->rung == PLOT_ASCII ? ':' : 0x2591;

	for (int i = 0; i < f->part->n_band; i++) {
		const struct plot_band *b = &f->part->band[i];
		int x0 = plot_clamp(plot_scale_at(&f->x, b->lo) * f->r.w, 0, f->r.w);
		int x1 = plot_clamp(plot_scale_at(&f->x, b->hi) * f->r.w + .5, 0, f->r.w);

		for (int x = x0; x < x1; x++)
			for (int y = 0; y < f->r.h; y++)
				plot_put(f->c, f->r.x + x, f->r.y + y, ch, PLOT_GRID, 0);
	}
}

static void
draw_events(const struct plot_field *f, bool words)
{
	for (int i = 0; i < f->part->n_event; i++) {
		const struct plot_event *e = &f->part->event[i];
		int column = plot_field_column(f, e->x), w = text_width(e->label);
		int x = f->r.x + column, row = i % (f->r.h > 3 ? 3 : 1);

		if (column < 0)
			continue;
		for (int y = 0; y < f->r.h && !words; y++)
			plot_put(f->c, x, f->r.y + y, plot_glyphs(f->c->rung)->event,
				 PLOT_AXIS, 0);
		if (!words || !w)
			continue;
		x = column + 1 + w <= f->r.w ? x + 1 : x - w;
		if (x >= f->r.x)
			plot_text(f->c, x, f->r.y + row, w, str_of(e->label), PLOT_AXIS,
				  0);
	}
}

static void
draw_top(const struct plot_field *f, const struct layout *l, bool legend)
{
	const struct plot_part *p = f->part;
	int x = l->all.x, y = l->all.y, room = l->all.w, name;

	if (!l->top)
		return;
	if (has_text(p->title)) {
		x += plot_text_cut(f->c, x, y, room, str_of(p->title), PLOT_TITLE, 0) + 2;
		room = l->all.x + l->all.w - x;
	}
	name = text_width(p->y.label);
	if (legend && room > 2)
		room -= plot_legend_draw(f->c, x, y, room, p) + 2;
	if (name > 0 && name <= room && l->left)
		plot_text(f->c, x, y, name, str_of(p->y.label), PLOT_AXIS, 0);
}

static void
draw_series(const struct plot_field *f, int ends, struct arena scratch)
{
	const struct plot_part *p = f->part;
	struct plot_dots d;

	plot_bars_draw(f, scratch);
	plot_dots_init(&d, f->c->rung, f->r.w, f->r.h, &scratch);
	for (int i = 0; i < p->n_series; i++)
		if (p->series[i].mark == PLOT_LINE)
			plot_line_draw(f, &d, &p->series[i]);
	plot_dots_draw(&d, f->c, f->r.x, f->r.y);
	for (int i = 0; i < p->n_series; i++)
		if (p->series[i].mark == PLOT_POINTS)
			plot_points_draw(f, &p->series[i]);
	plot_cursor_draw(f);
	plot_ends_draw(f, &d, ends);
}

/* The part as it can be shown in w columns. */
static struct plot_part
fitting(const struct plot_part *p, int w)
{
	struct plot_part own = *p;

	if (!plot_bars_crowded(p, w))
		return own;
	for (int i = 0; i < own.n_series; i++)
		if (own.series[i].mark == PLOT_BARS)
			own.series[i].mark = PLOT_LINE;
	return own;
}

/* The field inside the axes; w or h may come out below 1. */
static struct plot_field
field_of(struct plot_canvas *c, struct plot_rect r, const struct plot_part *p,
	 bool legend, struct layout *l)
{
	struct plot_field f = { .c = c, .part = p };

	measure(l, r, p, legend);
	f.r = l->field;
	f.zero_w = l->zero_w;
	f.zero_x = r.x + l->left;
	f.x = plot_scale_of(&p->x);
	f.y = plot_scale_of(&p->y);
	return f;
}

bool
plot_part_place(struct plot_canvas *c, struct plot_rect r, const struct plot_part *wanted,
		bool legend, int x, int y, struct plot_place *at)
{
	const struct plot_part own = fitting(wanted, r.w - AXIS_COLUMNS);
	struct layout l;
	struct plot_field f;

	if (r.w < 1 || r.h < 1 || own.graph.n || own.table.columns)
		return false;
	f = field_of(c, r, &own, legend, &l);
	x -= f.r.x;
	y -= f.r.y;
	if (x < 0 || x >= f.r.w || y < 0 || y >= f.r.h)
		return false;
	at->x = plot_scale_value(&f.x, (x + .5) / f.r.w);
	at->y = plot_scale_value(&f.y, 1 - (y + .5) / f.r.h);
	return true;
}

void
plot_part_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_part *wanted,
	       bool legend, struct arena scratch)
{
	const struct plot_part own = fitting(wanted, r.w - AXIS_COLUMNS), *p = &own;
	struct layout l;
	struct plot_field f;

	if (r.w < 1 || r.h < 1)
		return;
	if (p->graph.n) {
		plot_graph_draw(c, r, &p->graph, scratch);
		return;
	}
	if (p->table.columns) {
		plot_table_draw(c, r, &p->table);
		return;
	}
	f = field_of(c, r, p, legend, &l);
	if (f.r.w < 1 || f.r.h < 1)
		return;
	if (p->heat.h > 0 && p->heat.w > 0) {
		plot_heat_draw(&f);
		plot_contour_draw(&f, scratch);
	}
	if (l.key.w)
		plot_heat_key(c, l.key, &p->heat);
	draw_bands(&f);
	draw_zero_line(&f);
	draw_events(&f, false);
	draw_series(&f, l.ends, scratch);
	draw_events(&f, true);
	draw_y(&f, &l);
	draw_x(&f, &l);
	draw_top(&f, &l, legend);
}
