/* A graph of layers: columns of nodes, lines between the chosen one and its
 * neighbours. */
#include "inside.h"

#include <math.h>

enum { COLUMN_LEAST = 9, GAP_LEAST = 4, TILE_W = 16, TILE_H = 8 };

/* Where the columns and rows that are seen stand. */
struct plan {
	struct plot_rect r;		/* without the line of names */
	int first, shown;		/* columns */
	int width, tile;		/* columns of cells: with the gap, without */
};

static int
nodes_fit(const struct plan *p)
{
	return p->r.h < 1 ? 1 : p->r.h;
}

static struct plan
plan_of(const struct plot_graph *g, struct plot_rect r)
{
	struct plan p = { .r = { r.x, r.y + 1, r.w, r.h - 1 } };
	int most = r.w / COLUMN_LEAST > 1 ? r.w / COLUMN_LEAST : 1;

	p.shown = g->n < most ? g->n : most;
	p.first = g->chosen_column - p.shown / 2;
	p.first = p.first > g->n - p.shown ? g->n - p.shown : p.first < 0 ? 0 : p.first;
	p.width = r.w / p.shown;
	p.tile = p.width - GAP_LEAST > TILE_W ? TILE_W : p.width - GAP_LEAST;
	if (p.tile > p.width * 2 / 3)
		p.tile = p.width * 2 / 3;
	if (p.tile < 1)
		p.tile = 1;
	return p;
}

/* The first node that is seen of a column, and how many. */
static int
window(const struct plan *p, const struct plot_graph *g, int column, int *n)
{
	const struct plot_column *c = &g->column[column];
	int most = nodes_fit(p), first = 0;

	*n = c->n < most ? c->n : most;
	if (column == g->chosen_column)
		first = g->chosen - *n / 2;
	first = first > c->n - *n ? c->n - *n : first;
	return first < 0 ? 0 : first;
}

/* The cells of a node. */
static struct plot_rect
tile_of(const struct plan *p, const struct plot_graph *g, int column, int node)
{
	int n, first = window(p, g, column, &n), k = node - first, h = p->r.h / n;
	int tall = h > TILE_H ? TILE_H : h > 2 ? h - 1 : h;
	struct plot_rect r = { p->r.x + (column - p->first) * p->width + 1,
			       p->r.y + (p->r.h * k + (p->r.h - p->r.h / n * n) / 2) / n,
			       p->tile, tall };

	return r;
}

static bool
seen(const struct plan *p, const struct plot_graph *g, int column, int node)
{
	int n, first;

	if (column < p->first || column >= p->first + p->shown)
		return false;
	first = window(p, g, column, &n);
	return node >= first && node < first + n;
}

/* ---- lines ---- */

/* A straight line of dots; weak: every third only. */
static void
line(struct plot_dots *d, double x0, double y0, double x1, double y1, bool weak, int ink)
{
	double far = fmax(fabs(x1 - x0), fabs(y1 - y0));
	int steps = far > 1 ? (int)far : 1;

	for (int i = 0; i <= steps; i++)
		if (!weak || i % 3 == 0)
			plot_dots_set(d, (int)(x0 + (x1 - x0) * i / steps),
				      (int)(y0 + (y1 - y0) * i / steps), ink);
}

static void
edge_draw(const struct plan *p, const struct plot_graph *g, struct plot_dots *d,
	  int column, int node, double strength)
{
	struct plot_rect from = tile_of(p, g, column, node);
	struct plot_rect to = tile_of(p, g, g->chosen_column, g->chosen);
	struct plot_rect left = column < g->chosen_column ? from : to;
	struct plot_rect right = column < g->chosen_column ? to : from;

	if (fabs(strength) < 0.05)
		return;
	line(d, (left.x + left.w + 1 - p->r.x) * d->sx,
	     (left.y - p->r.y + left.h / 2.0) * d->sy, (right.x - 2 - p->r.x) * d->sx,
	     (right.y - p->r.y + right.h / 2.0) * d->sy, fabs(strength) < 0.4,
	     strength > 0 ? 0 : 3);
}

static void
edges_draw(const struct plan *p, const struct plot_graph *g, struct plot_canvas *c,
	   struct arena scratch)
{
	struct plot_dots d;

	if (p->r.h < 1 || p->r.w < 1)
		return;
	plot_dots_init(&d, c->rung, p->r.w, p->r.h, &scratch);
	for (int k = g->chosen_column - 1; k <= g->chosen_column + 1; k += 2)
		for (int i = 0; k >= 0 && k < g->n && i < g->column[k].n; i++)
			if (seen(p, g, k, i) && !isnan(g->column[k].node[i].edge))
				edge_draw(p, g, &d, k, i, g->column[k].node[i].edge);
	plot_dots_draw(&d, c, p->r.x, p->r.y);
}

/* ---- nodes ---- */

static void
node_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_graph *g,
	  const struct plot_node *n, bool chosen)
{
	struct plot_part part = { .heat = { g->w, g->h, n->v, 0, 1 } };
	struct plot_field f = { .c = c, .part = &part, .r = r };

	if (n->v)
		plot_heat_draw(&f);
	else
		plot_text_cut(c, r.x, r.y + r.h / 2, r.w, str_of(n->label),
			      chosen ? PLOT_CURSOR : PLOT_TEXT, chosen ? PLOT_BOLD : 0);
	if (n->mark)
		plot_put(c, r.x + r.w, r.y + r.h / 2, (uint32_t)n->mark, PLOT_BAD,
			 PLOT_BOLD);
	for (int y = 0; chosen && y < r.h; y++) {
		plot_put(c, r.x - 1, r.y + y, '[', PLOT_CURSOR, PLOT_BOLD);
		plot_put(c, r.x + r.w, r.y + y, n->mark ? (uint32_t)n->mark : ']',
			 n->mark ? PLOT_BAD : PLOT_CURSOR, PLOT_BOLD);
	}
}

static void
column_draw(const struct plan *p, const struct plot_graph *g, struct plot_canvas *c,
	    int column)
{
	const struct plot_column *k = &g->column[column];
	int n, first = window(p, g, column, &n);
	int x = p->r.x + (column - p->first) * p->width;
	char text[64];

	if (n < k->all)
		snprintf(text, sizeof(text), "%s %d of %d", k->name, n, k->all);
	else
		snprintf(text, sizeof(text), "%s", k->name);
	plot_text_cut(c, x + 1, p->r.y - 1, p->width - 2, str_of(text), PLOT_TITLE, 0);
	for (int i = first; i < first + n && p->r.h > 0; i++)
		node_draw(c, tile_of(p, g, column, i), g, &k->node[i],
			  column == g->chosen_column && i == g->chosen);
}

void
plot_graph_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_graph *g,
		struct arena scratch)
{
	struct plan p = plan_of(g, r);

	if (r.w < 1 || r.h < 2)
		return;
	edges_draw(&p, g, c, scratch);
	for (int i = p.first; i < p.first + p.shown; i++)
		column_draw(&p, g, c, i);
}
