/* Figures: what to draw, and three ways to draw it.
 *
 * A figure is plain data in a frame's arena.  plot_draw puts it on a canvas of
 * cells, plot_words turns it into sentences; neither knows a terminal.  A canvas
 * holds roles, not colours: a theme gives a role its colour at the very end.
 */
#ifndef ACTLAB_PLOT_H
#define ACTLAB_PLOT_H

#include "actlab/arena.h"
#include "actlab/str.h"
#include <stdint.h>
#include <stdio.h>

/* ---- roles: what a cell is for; a theme says which colour that is ---- */
enum plot_role {
	PLOT_NONE,			/* as bg: the bare screen; as fg: like TEXT */
	PLOT_TEXT, PLOT_STRONG, PLOT_TITLE, PLOT_AXIS, PLOT_GRID, PLOT_FRAME, PLOT_FOCUS,
	PLOT_CURSOR, PLOT_GOOD, PLOT_BAD, PLOT_BAR,	/* BAR: title and hint lines */
	PLOT_S1, PLOT_S2, PLOT_S3, PLOT_S4, PLOT_S5, PLOT_S6,	/* series 1..6 */
	PLOT_SHADE,			/* bars that stand behind lines */
	PLOT_INK_LIGHT, PLOT_INK_DARK,	/* marks on a heat map, by its level */
	PLOT_HEAT0,			/* .. PLOT_HEAT0 + PLOT_HEATS - 1: low to high */
	PLOT_HEATS = 9,			/* HEAT: from one side through the middle to the other */
	PLOT_AMOUNT0 = PLOT_HEAT0 + PLOT_HEATS,	/* likewise: from none to much */
	PLOT_ROLES = PLOT_AMOUNT0 + PLOT_HEATS
};

/* ---- how fine the glyphs are: the resolution ladder ---- */
enum plot_rung { PLOT_BRAILLE, PLOT_QUADRANT, PLOT_HALF, PLOT_ASCII, PLOT_RUNGS };
const char *plot_rung_name(enum plot_rung r);

/* ---- canvas ---- */
enum { PLOT_BOLD = 1, PLOT_REVERSE = 2, PLOT_UNDERLINE = 4 };
struct plot_cell {
	uint32_t ch;			/* ' ': blank; 0: right half of a wide one */
	uint8_t fg, bg;			/* roles */
	uint8_t at;			/* PLOT_BOLD ... */
};
struct plot_rect {
	int x, y, w, h;			/* cells */
};
struct plot_canvas {
	int w, h;
	enum plot_rung rung;
	bool mono;			/* series differ by style and number alone */
	struct plot_cell *cell;		/* (h,w) */
};
void plot_canvas_init(struct plot_canvas *c, int w, int h, enum plot_rung rung,
		      struct arena *a);
size_t plot_canvas_need(int w, int h);
void plot_canvas_clear(struct plot_canvas *c);
/* Writes text, clipped to w columns and to the canvas; returns the columns used.
 * Control characters are shown as '?'. */
int plot_text(struct plot_canvas *c, int x, int y, int w, struct str s,
	      enum plot_role fg, int at);
void plot_fill(struct plot_canvas *c, struct plot_rect r, uint32_t ch, enum plot_role fg,
	       enum plot_role bg);
/* Box with a title in its top edge; title may be "". */
void plot_box(struct plot_canvas *c, struct plot_rect r, struct str title, bool focus);
/* Lines of text, words wrapped to w columns; '\n' starts a new line, an empty line is
 * kept.  Draws from line first on; returns how many lines there are in all. */
int plot_wrap(struct plot_canvas *c, struct plot_rect r, struct str text, int first,
	      enum plot_role fg);
/* The canvas as lines of text, trailing blanks cut; heat maps as shades. */
char *plot_canvas_text(const struct plot_canvas *c, struct arena *a);
size_t plot_canvas_text_need(int w, int h);

/* ---- figure ---- */
enum plot_mark { PLOT_LINE, PLOT_POINTS, PLOT_BARS };
struct plot_series {
	const char *name;		/* end label and legend */
	/* (n); NaN is a gap.  BARS: one bar per x; where x is 0 on a log axis it stands
	 * in the bin of zeros.  BARS in a part with lines are their background. */
	const double *x, *y;
	int n;
	uint8_t ink;			/* 0..5: series number, style and role follow */
	enum plot_mark mark;
	uint32_t glyph;			/* PLOT_POINTS: 'o', 'x', ... */
};
struct plot_axis {
	double lo, hi;			/* lo < hi; log: both > 0 */
	bool log;
	bool whole;			/* ticks at whole numbers only (layers, steps) */
	bool zero_bin;			/* log x: a bin for exact zeros left of lo */
	bool bare;			/* neither line nor ticks: the pixels of an image */
	const char *label;		/* "step", "z", "|dL/dW|" */
	const char *const *name;	/* (n_name): instead of numbers, at 0, 1, 2 ...;
					 * NULL: none */
	int n_name;
};
enum { PLOT_LINES_MAX = 8 };
struct plot_heat {
	int w, h;			/* h rows, top row first; 0: none */
	const float *v;			/* (h,w); NaN is left blank */
	double lo, hi;			/* ends of the ramp */
	bool power;			/* v are powers of ten: 3 is called 1000 */
	bool amount;			/* from none to much, else from one side to another */
	int n_line;			/* lines where v passes through these values */
	double line[PLOT_LINES_MAX];
	/* Cells whose value of hatch lies between these are hatched; NULL: none. */
	const float *hatch;		/* (h,w) */
	double hatch_lo, hatch_hi;
};
/* Words in rows and columns; the first row is the head.  Columns that do not fit are
 * left out from the right, rows from the end, or from the beginning with tail. */
struct plot_table {
	int rows, columns;		/* rows without the head; columns 0: no table */
	const char *const *cell;	/* (rows + 1, columns) */
	const uint8_t *ink;		/* (rows): of the first column; NULL: text */
	uint32_t left;			/* bit i: column i is flush left */
	bool tail;
};
/* Layers as columns of nodes, and lines between the chosen node and its neighbours. */
struct plot_node {
	const char *label;		/* where there is no picture */
	const float *v;			/* (h,w) of the graph, 0 to 1; NULL: none */
	char mark;			/* beside it; 0: none */
	double edge;			/* of the line to the chosen node, -1 to 1; NAN: none */
};
struct plot_column {
	const char *name;
	int n, all;			/* nodes here, and in truth */
	const struct plot_node *node;	/* (n), n at least 1 */
};
struct plot_graph {
	int n;				/* columns; 0: no graph */
	const struct plot_column *column;
	int chosen_column, chosen;
	int w, h;			/* of all pictures */
};
struct plot_event {
	double x;			/* a vertical line with a word: a knob turned */
	const char *label;
};
struct plot_band {
	double lo, hi;			/* of x: shaded from top to bottom */
};
enum { PLOT_BANDS_MAX = 8, PLOT_SERIES_MAX = 16, PLOT_PARTS_MAX = 12, PLOT_EVENTS_MAX = 16 };
/* One pair of axes; most figures have one part, small multiples have several. */
struct plot_part {
	const char *title;		/* "layer 10", NULL: none */
	struct plot_axis x, y;
	struct plot_heat heat;
	struct plot_table table;	/* instead of axes */
	struct plot_graph graph;	/* likewise */
	int n_series;
	struct plot_series series[PLOT_SERIES_MAX];
	int n_event;
	struct plot_event event[PLOT_EVENTS_MAX];
	int n_band;
	struct plot_band band[PLOT_BANDS_MAX];
	bool cursor;			/* a cross over one cell */
	double cursor_x, cursor_y;
};
struct plot_figure {
	const char *title;
	const char *caption;		/* one sentence computed from the numbers */
	const char *empty;		/* not NULL: nothing to draw, and why */
	int n_part;
	struct plot_part *part;		/* (n_part), in the frame's arena */
};

/* Draws the figure without a box into r: parts side by side, axes, ticks, series,
 * legend, caption in the last row where there is room.  Any size from 1x1 up. */
void plot_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_figure *f,
	       struct arena scratch);
size_t plot_draw_need(int w, int h);	/* scratch bytes */
/* The place on the axes of a part under cell x, y, where plot_draw puts f into r; nothing
 * is drawn.  False: there are no axes. */
struct plot_place {
	int part;
	double x, y;			/* in the middle of the cell */
};
bool plot_draw_place(struct plot_canvas *c, struct plot_rect r,
		     const struct plot_figure *f, int x, int y, struct plot_place *at);
/* Title, one sentence per part and series (range, first, last, trend), caption. */
char *plot_words(const struct plot_figure *f, struct arena *a);
size_t plot_words_need(const struct plot_figure *f);

/* Grows the range lo..hi by all finite values; log: by the positive ones only.  A range
 * with no value yet is lo = INFINITY, hi = -INFINITY. */
void plot_axis_fit(struct plot_axis *x, const double *v, int n);
/* A little room at both ends, never empty: lo < hi afterwards. */
void plot_axis_settle(struct plot_axis *x);
/* Round ticks inside lo..hi, 1-2-5 steps, decades on a log axis; at most max of
 * them; label[i] gets the text (".5", "1e-9").  Returns how many. */
enum { PLOT_TICKS_MAX = 24 };
struct plot_tick {
	double v;
	char label[16];
};
int plot_axis_ticks(const struct plot_axis *x, int max,
		    struct plot_tick t[PLOT_TICKS_MAX]);

/* ---- themes: role -> colours ---- */
struct plot_colour {
	int16_t c256, c16, c8;		/* -1: the terminal's own */
	uint8_t bold;			/* also drawn bold */
};
struct plot_theme {
	const char *name, *help;
	bool light;
	struct plot_colour role[PLOT_ROLES];
};
extern const struct plot_theme plot_themes[];	/* { 0 } ends */
const struct plot_theme *plot_theme_find(struct str name);
/* The canvas with ANSI colour sequences, 256 colours, for files and pictures. */
bool plot_canvas_ansi(const struct plot_canvas *c, const struct plot_theme *t, FILE *f);

#endif
