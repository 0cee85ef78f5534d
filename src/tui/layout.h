/* Where everything stands: rectangles from numbers, and nothing else.
 *
 *	w x h			what is seen
 *	h < 3 or w < 20		the state, in one line
 *	below 78 x 20		text, or one panel with Tab; boxes from 40 x 12 on
 *	no text			panels from edge to edge
 *	portrait, h >= 46	text above the panels
 *	else			text in a column beside the panels
 * Rows of panels that do not fit fold away; those around the focus stay.
 */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include "actlab/plot.h"

enum { TUI_PANELS_MAX = 16 };

struct tui_slot {			/* a panel that wants room */
	int row;			/* panels of one row stand side by side */
	int min_w, min_h;		/* cells without the box */
};
/* A rectangle with w or h 0 is not there. */
struct tui_layout {
	struct plot_rect title, text, readout, hints;
	struct plot_rect panel[TUI_PANELS_MAX];
	bool text_box, panel_box;
	int shown, n;			/* panels that are there, panels in all */
	bool wide;			/* no text: focus 0 means no panel above others */
};

/* text: is there any to be read beside the panels?  Without panels there always is.
 * focus: 0 the text, 1.. a panel; zoom: what is focused, alone. */
void tui_layout(struct tui_layout *l, int w, int h, const struct tui_slot *slot, int n,
		bool text, int focus, bool zoom);

#endif
