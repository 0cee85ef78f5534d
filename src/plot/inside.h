/* What the files of this folder share: glyphs, scales, the field of a part. */
#ifndef PLOT_INSIDE_H
#define PLOT_INSIDE_H

#include "actlab/plot.h"

/* ---- canvas.c ---- */
/* The characters of a rung; 0 ends a list. */
struct plot_glyphs {
	const char *name;
	int sx, sy;			/* dots in a cell */
	uint32_t h, v, tl, tr, bl, br;	/* boxes */
	uint32_t ytick, xtick, zero, event;
	const char *cut;		/* where text goes on */
	uint32_t key[6];		/* line styles in a legend */
	uint32_t bar[9];		/* lower eighths, from none to full */
	uint32_t shade[5];		/* heat in a text, low to high */
};
const struct plot_glyphs *plot_glyphs(enum plot_rung r);
/* Sets one cell, keeps its background; nothing outside the canvas. */
void plot_put(struct plot_canvas *c, int x, int y, uint32_t ch, enum plot_role fg,
	      int at);
/* NULL outside the canvas. */
struct plot_cell *plot_cell_at(struct plot_canvas *c, int x, int y);
/* Like plot_text; where the text is wider than w it ends with the cut mark. */
int plot_text_cut(struct plot_canvas *c, int x, int y, int w, struct str s,
		  enum plot_role fg, int at);
/* Like plot_wrap from the first line on; the last row is cut where there is more. */
void plot_wrap_cut(struct plot_canvas *c, struct plot_rect r, struct str text,
		   enum plot_role fg);
/* The character for a heat level where colour is lost. */
uint32_t plot_shade(enum plot_rung r, int level);
enum plot_role plot_ink_role(int ink);
/* For signs on a heat map: light or dark after the role behind them. */
enum plot_role plot_ink_on(enum plot_role bg);

/* ---- axis.c: data to 0..1 ---- */
struct plot_scale {
	double lo, span;		/* of the value or its logarithm */
	bool log;
};
struct plot_scale plot_scale_of(const struct plot_axis *x);
/* Inside the axis 0..1; NaN stays, on a log axis 0 and below are -inf. */
double plot_scale_at(const struct plot_scale *s, double v);
double plot_scale_value(const struct plot_scale *s, double t);
/* floor(v) in lo..hi; NaN is lo. */
int plot_clamp(double v, int lo, int hi);

/* ---- dots.c: lines before they become characters ---- */
struct plot_dot {
	uint8_t mask;			/* which dots of the cell */
	uint8_t ink;
	char mark;			/* '^' 'v': went beyond all numbers */
};
struct plot_dots {
	int w, h;			/* cells */
	int sx, sy;			/* dots in a cell */
	struct plot_dot *cell;		/* (h,w) */
};
void plot_dots_init(struct plot_dots *d, enum plot_rung rung, int w, int h,
		    struct arena *a);
void plot_dots_set(struct plot_dots *d, int x, int y, int ink);
void plot_dots_draw(const struct plot_dots *d, struct plot_canvas *c, int x, int y);

/* ---- the field: the cells inside the axes of a part ---- */
struct plot_field {
	struct plot_canvas *c;
	const struct plot_part *part;
	struct plot_rect r;
	int zero_x, zero_w;		/* bin of exact zeros left of r; zero_w 0: none */
	struct plot_scale x, y;
};
/* Column or row of a value; -1 where it falls outside. */
int plot_field_column(const struct plot_field *f, double x);
int plot_field_row(const struct plot_field *f, double y);

/* Which of the six styles: by its ink, solid where it is the only line of the part. */
int plot_line_style(const struct plot_part *p, const struct plot_series *s);
void plot_line_draw(const struct plot_field *f, struct plot_dots *d,
		    const struct plot_series *s);
void plot_cursor_draw(const struct plot_field *f);
void plot_points_draw(const struct plot_field *f, const struct plot_series *s);
/* Numbers or names at the ends of the lines; width columns each, 0: none. */
void plot_ends_draw(const struct plot_field *f, const struct plot_dots *d, int width);
uint32_t plot_series_glyph(const struct plot_series *s);

/* Bars of all series: side by side, or one before the other where there is no room. */
void plot_bars_draw(const struct plot_field *f, struct arena scratch);
size_t plot_bars_need(int w);
/* Bars of several series over whole numbers that do not fit side by side in w columns:
 * one before the other they would read as a sum, so they are drawn as lines. */
bool plot_bars_crowded(const struct plot_part *p, int w);
/* Bars with lines are their background: grey, from the floor. */
bool plot_bars_behind(const struct plot_part *p);
int plot_bars_count(const struct plot_part *p);
uint32_t plot_bars_shade(const struct plot_canvas *c);
uint32_t plot_bars_key(const struct plot_canvas *c, int ink);

void plot_heat_draw(const struct plot_field *f);
/* The lines and the hatching over it. */
void plot_contour_draw(const struct plot_field *f, struct arena scratch);
/* A bar of all levels with the ends named, in a rectangle at least 5x3. */
void plot_heat_key(struct plot_canvas *c, struct plot_rect r, const struct plot_heat *h);

/* ---- legend.c ---- */
/* The keys of a part's series, flush right in w columns; returns columns used. */
int plot_legend_draw(struct plot_canvas *c, int x, int y, int w,
		     const struct plot_part *p);
bool plot_legend_wanted(const struct plot_part *p);
bool plot_legend_same(const struct plot_part *a, const struct plot_part *b);
/* Columns an end label takes in a part of w columns; 0: no end labels. */
int plot_ends_width(const struct plot_part *p, int w);
/* The end label: the name, or the number where that is too long for width. */
const char *plot_ends_label(const struct plot_series *s, int width, char buf[8]);

/* ---- table.c ---- */
void plot_table_draw(struct plot_canvas *c, struct plot_rect r,
		     const struct plot_table *t);

/* ---- graph.c ---- */
void plot_graph_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_graph *g,
		     struct arena scratch);

/* ---- part.c ---- */
void plot_part_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_part *p,
		    bool legend, struct arena scratch);
/* What is under a cell inside the axes, where plot_part_draw would draw them. */
bool plot_part_place(struct plot_canvas *c, struct plot_rect r, const struct plot_part *p,
		     bool legend, int x, int y, struct plot_place *at);

#endif
