/* A cross-hair over figures: a place on one kind of x axis ("step", "layer", "z"), seen
 * in every panel that has this axis, and a stretch of it to look at closely.
 */
#ifndef TUI_CROSS_H
#define TUI_CROSS_H

#include "actlab/plot.h"

struct tui_cross {
	bool on, zoomed;
	char axis[24];			/* label of the x axis it stands on */
	double at;			/* in units of the axis */
	double lo, hi;			/* zoomed: what is seen of the axis */
};
/* The first part with an x axis to walk along; NULL: none. */
const struct plot_part *tui_cross_part(const struct plot_figure *f);
/* Does this part have one? */
bool tui_cross_part_able(const struct plot_part *part);
/* Moves by hundredths of what is seen, whole numbers where the axis has no others;
 * part is as it was before tui_cross_apply.  The first move puts it in the middle. */
void tui_cross_move(struct tui_cross *c, const struct plot_part *part, int steps);
void tui_cross_end(struct tui_cross *c, const struct plot_part *part, bool right);
/* To a value of the axis: where the pointer is. */
void tui_cross_put(struct tui_cross *c, const struct plot_part *part, double value);
/* Moves what is seen of the axis, so that what is at from comes to where to is; false:
 * all of it is seen already. */
bool tui_cross_pan(struct tui_cross *c, const struct plot_part *part, double from,
		   double to);
/* Half as much again is seen (times > 1), or less, around the cross-hair. */
void tui_cross_zoom(struct tui_cross *c, const struct plot_part *part, double times);
/* Cuts the figure to what is to be seen and draws the line. */
void tui_cross_apply(const struct tui_cross *c, struct plot_figure *f);
/* Does the figure have the axis it stands on? */
bool tui_cross_has(const struct tui_cross *c, const struct plot_figure *f);
/* "step 300   1 sig 0.693   2 rel 0.0021" */
const char *tui_cross_read(const struct tui_cross *c, const struct plot_figure *f,
			   struct arena *frame);

#endif
