/* What the panels share: series from arrays, captions from numbers. */
#ifndef PANEL_PANEL_H
#define PANEL_PANEL_H

#include "actlab/panel.h"

enum { PANEL_COLUMNS = 128 };		/* of colours over time */

/* A figure with n empty parts; title is lent. */
void panel_begin(struct plot_figure *f, const char *title, int n_part,
		 struct arena *frame);
/* The next series of a part, with room for n points; NULL when the part is full. */
struct plot_series *panel_series(struct plot_part *p, const char *name, int ink,
				 enum plot_mark mark, int n, struct arena *frame);
/* Series hold const pointers; while a panel fills them it writes through these. */
double *panel_x(struct plot_series *s);
double *panel_y(struct plot_series *s);

/* The ink of the i-th run: by its number, so that it stays the same in every panel. */
int panel_ink(const struct train_view *v);
/* Fits both axes to every series of the part. */
void panel_fit(struct plot_part *p);
/* Adds a sentence part to the caption, "; " between two. */
void panel_say(struct plot_figure *f, struct arena *frame, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "12", "0.693", "2.3e-13", "not a number": three significant digits, in the arena. */
const char *panel_num(double v, struct arena *frame);
/* "25 %", "99.2 %", "under 0.1 %" of a share 0..1. */
const char *panel_share(double v, struct arena *frame);
/* ", fell 35x", ", fell 12 %", ", flat", ", up and down": the mean of the last tenth
 * against that of the first; "" where nothing of the kind can be said. */
const char *panel_trend(const double *y, int n, struct arena *frame);
/* True where no run of the panel has a snapshot; then f->empty is set. */
bool panel_waits(struct plot_figure *f, const struct panel_args *a);
/* Events of the runs as vertical lines. */
void panel_events(struct plot_part *p, const struct panel_args *a);
/* The levels a layers= list asks for, 1..levels; all where none is given.  Returns how
 * many went to out[max]. */
int panel_levels(const struct panel_args *a, int levels, int *out, int max);
/* The activations a curve panel shows: named ones, then those of runs. */
struct panel_subject {
	struct nn_act_use act;
	const char *name;
	int ink;
	const struct train_view *run;	/* NULL: an activation named directly */
};
int panel_subjects(const struct panel_args *a,
		   struct panel_subject s[PANEL_SUBJECTS_MAX]);
/* f, or f' where slope, at PANEL_POINTS places from lo to hi into a series with that much
 * room. */
enum { PANEL_POINTS = 601 };
void panel_sample(struct plot_series *s, const struct nn_act_use *act, double lo, double hi,
		  bool slope);

void panel_curve(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_slope(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_net(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_unit(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_tangent(struct plot_figure *f, const struct panel_args *a,
		   struct arena *frame);
void panel_through(struct plot_figure *f, const struct panel_args *a,
		   struct arena *frame);
void panel_loss(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_acc(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_boundary(struct plot_figure *f, const struct panel_args *a,
		    struct arena *frame);
void panel_line_fit(struct plot_figure *f, const struct panel_args *a,
		    struct arena *frame);
void panel_gradbars(struct plot_figure *f, const struct panel_args *a,
		    struct arena *frame);
void panel_rms(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_bars(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_confusion(struct plot_figure *f, const struct panel_args *a,
		     struct arena *frame);
void panel_reliability(struct plot_figure *f, const struct panel_args *a,
		       struct arena *frame);
void panel_gradhist(struct plot_figure *f, const struct panel_args *a,
		    struct arena *frame);
void panel_zhist(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_acthist(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_weighthist(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_past(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_pastmap(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_gradmap(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_deadmap(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_lrcurve(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_chain(struct plot_figure *f, const struct panel_args *a, struct arena *frame);
void panel_softmax(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_measures(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_runtable(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_eventlog(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_filters(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_featuremaps(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_attnmap(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_gates(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);
void panel_surface(struct plot_figure *f, const struct panel_args *a,
		struct arena *frame);

#endif
