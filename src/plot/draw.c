/* A figure in a rectangle: the parts, the common legend, the caption; less and less
 * where there is no room. */
#include "inside.h"

#include <math.h>

enum { PART_W = 16, PART_H = 6, TITLED_W = 10, TITLED_H = 4, TINY_W = 12, TINY_H = 4 };

static bool
has_text(const char *s)
{
	return s && *s;
}

/* The rows that fit of a text, the last one cut where there is more. */
static void
text_block(struct plot_canvas *c, struct plot_rect r, const char *text, enum plot_role fg)
{
	struct str all = str_of(text);
	int lines = plot_wrap(c, (struct plot_rect){ r.x, r.y, r.w, 0 }, all, 0, fg);

	if (lines <= r.h)
		plot_wrap(c, r, all, 0, fg);
	else
		plot_wrap_cut(c, r, all, fg);
}

/* ---- where there is no room for axes ---- */

static void
tiny_value(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f)
{
	char text[160], num[STR_NUM_MAX];
	int row = 0;

	for (int i = 0; i < f->n_part; i++)
		for (int k = 0; k < f->part[i].n_series && row < r.h; k++) {
			const struct plot_series *s = &f->part[i].series[k];

			if (s->n < 1 || s->mark == PLOT_POINTS)
				continue;
			str_number(num, s->y[s->n - 1], 3);
			snprintf(text, sizeof(text), "%s%s%s", s->name ? s->name : "",
				 has_text(s->name) ? " " : "", num);
			if (str_width(str_of(text)) > r.w)
				snprintf(text, sizeof(text), "%s", num);
			plot_text_cut(c, r.x, r.y + row++, r.w, str_of(text),
				      plot_ink_role(s->ink), 0);
		}
	if (row == 0 && has_text(f->title))
		text_block(c, r, f->title, PLOT_TEXT);
}

static void
tiny(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f)
{
	if (has_text(f->caption) && r.w >= 8)
		text_block(c, r, f->caption, PLOT_TEXT);
	else
		tiny_value(c, r, f);
}

static void
empty(struct plot_canvas *c, struct plot_rect r, const char *why)
{
	struct str s = str_of(why);
	int lines, w = r.w > 4 ? r.w - 4 : r.w;

	w = w > 48 ? 48 : w;
	lines = plot_wrap(c, (struct plot_rect){ r.x, r.y, w, 0 }, s, 0, PLOT_AXIS);
	if (lines == 1 && str_width(s) < w)
		w = str_width(s);
	r.y += lines < r.h ? (r.h - lines) / 2 : 0;
	r.x += (r.w - w) / 2;
	r.h = lines < r.h ? lines : r.h;
	r.w = w;
	text_block(c, r, why, PLOT_AXIS);
}

/* ---- parts ---- */

struct grid {
	int columns, rows, w, h;	/* w, h: cells of a part */
};

static struct grid
grid_of(int columns, int n, int w, int h)
{
	struct grid g = { .columns = columns, .rows = (n + columns - 1) / columns };

	g.w = (w - (columns - 1)) / columns;
	g.h = h / g.rows;
	return g;
}

/* Little is wrong with a grid whose parts are 2.5 times as wide as high. */
static double
grid_cost(const struct grid *g, int n)
{
	double cost = fabs(g->w / 2.5 - g->h) / (g->w / 2.5 + g->h);

	cost += .5 * (g->columns * g->rows - n) / n;
	cost += g->w < PART_W ? 1 + PART_W - g->w : 0;
	cost += g->h < PART_H ? 1 + 2 * (PART_H - g->h) : 0;
	cost += g->h < TITLED_H || g->w < TITLED_W ? 100 : 0;
	return cost;
}

/* The best grid of n parts; *n gets smaller where not all can be shown. */
static struct grid
grid_best(int *n, int w, int h)
{
	struct grid best = grid_of(1, *n, w, h);
	int across = (w + 1) / (TITLED_W + 1), down = h / TITLED_H;
	int most = (across > 0 ? across : 1) * (down > 0 ? down : 1);

	*n = *n > most ? most : *n;
	best = grid_of(1, *n, w, h);
	for (int columns = 2; columns <= *n; columns++) {
		struct grid g = grid_of(columns, *n, w, h);

		if (grid_cost(&g, *n) < grid_cost(&best, *n))
			best = g;
	}
	return best;
}

static bool
legend_common(const struct plot_figure *f)
{
	for (int i = 1; i < f->n_part; i++)
		if (!plot_legend_same(&f->part[0], &f->part[i]))
			return false;
	return f->n_part > 1 && plot_legend_wanted(&f->part[0]);
}

/* Where the parts stand: below a common legend, in a grid. */
struct places {
	struct plot_rect r;
	bool common;
	int n;				/* parts that are shown */
	struct grid g;
};

static struct places
places_of(struct plot_rect r, const struct plot_figure *f)
{
	struct places p = { .r = r, .common = legend_common(f) && r.h >= 8,
			    .n = f->n_part };

	p.r.y += p.common;
	p.r.h -= p.common;
	p.g = grid_best(&p.n, p.r.w, p.r.h);
	return p;
}

static struct plot_rect
place_of(const struct places *p, int i)
{
	int column = i % p->g.columns, row = i / p->g.columns;
	int x = p->r.x + column * (p->r.w + 1) / p->g.columns;
	int next = p->r.x + (column + 1) * (p->r.w + 1) / p->g.columns;
	int y = p->r.y + row * p->r.h / p->g.rows;

	return (struct plot_rect){ x, y, next - x - 1,
				   p->r.y + (row + 1) * p->r.h / p->g.rows - y };
}

static void
draw_parts(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f,
	   struct arena scratch)
{
	struct places p = places_of(r, f);

	if (p.common)
		plot_legend_draw(c, r.x, r.y, r.w, &f->part[0]);
	for (int i = 0; i < p.n; i++)
		plot_part_draw(c, place_of(&p, i), &f->part[i], !p.common, scratch);
	if (p.n < f->n_part) {
		char more[24];

		snprintf(more, sizeof(more), "+%d", f->n_part - p.n);
		plot_text(c, r.x + r.w - str_width(str_of(more)), p.r.y, r.w, str_of(more),
			  PLOT_STRONG, 0);
	}
}

static int
caption_rows(struct plot_canvas *c, struct plot_rect r, const char *caption)
{
	int most = r.h >= 24 ? 3 : r.h >= 14 ? 2 : r.h >= 7 ? 1 : 0, lines;

	if (!has_text(caption) || !most)
		return 0;
	lines = plot_wrap(c, (struct plot_rect){ r.x, r.y, r.w, 0 }, str_of(caption), 0,
			  PLOT_TEXT);
	return lines < most ? lines : most;
}

size_t
plot_draw_need(int w, int h)
{
	size_t dots = arena_need(sizeof(struct plot_dot), (size_t)w * (size_t)h);
	size_t bars = plot_bars_need(w);

	return dots > bars ? dots : bars;
}

void
plot_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f,
	  struct arena scratch)
{
	int rows;

	if (r.w < 1 || r.h < 1)
		return;
	if (f->empty || f->n_part < 1) {
		empty(c, r, f->empty ? f->empty : "nothing to draw");
		return;
	}
	if (r.w < TINY_W || r.h < TINY_H) {
		tiny(c, r, f);
		return;
	}
	rows = caption_rows(c, r, f->caption);
	r.h -= rows;
	draw_parts(c, r, f, scratch);
	if (rows)
		text_block(c, (struct plot_rect){ r.x, r.y + r.h, r.w, rows }, f->caption,
			   PLOT_TEXT);
}

bool
plot_draw_place(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f,
		int x, int y, struct plot_place *at)
{
	struct places p;

	if (r.w < TINY_W || r.h < TINY_H || f->empty || f->n_part < 1)
		return false;
	r.h -= caption_rows(c, r, f->caption);
	p = places_of(r, f);
	for (at->part = 0; at->part < p.n; at->part++)
		if (plot_part_place(c, place_of(&p, at->part), &f->part[at->part],
				    !p.common, x, y, at))
			return true;
	return false;
}
