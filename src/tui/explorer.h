/* The explorer: one activation among several, its parameters as sliders, a cursor on z.
 * `actlab curve` shows it alone, a lab shows it over what a run's layer receives. */
#ifndef TUI_EXPLORER_H
#define TUI_EXPLORER_H

#include "tui/screen.h"

struct tui_explorer {
	int n, chosen;
	struct nn_act_use act[PANEL_SUBJECTS_MAX];
	const char *name[PANEL_SUBJECTS_MAX];	/* as written, lent */
	const struct nn_own *own;		/* lent; NULL: none */
	struct nn_act_facts facts;		/* of the chosen one */
	struct arena room;			/* formulas typed */
	double lo, hi;
	int at;					/* cursor: 0..TUI_EXPLORER_STEPS */
	int slider;				/* the marked one */
	int layer, layers;			/* of a run; layers 0: there is none */
	bool touched;				/* it no longer follows a run */
};
enum { TUI_EXPLORER_STEPS = 100, TUI_EXPLORER_PANELS = 4 };

/* act and name are copied and lent; n at least 1. */
bool tui_explorer_init(struct tui_explorer *x, const struct nn_act_use *act,
		       const char *const *name, int n, double lo, double hi,
		       struct err *e);
void tui_explorer_done(struct tui_explorer *x);
/* Another activation in place of the chosen one. */
void tui_explorer_take(struct tui_explorer *x, const struct nn_act_use *act);
/* Panels for that plan's run (-1: none) or none at all; returns how many. */
int tui_explorer_panels(const struct tui_explorer *x, int run,
			struct lab_panel to[TUI_EXPLORER_PANELS]);
/* Sliders and facts as words, the values at the cursor as read-out. */
void tui_explorer_words(const struct tui_explorer *x, struct tui_scene *o,
			struct arena *frame);
/* What keys do in it; typed: an activation's name or a formula is asked for. */
enum tui_did tui_explorer_command(struct tui_explorer *x, struct tui_screen *s,
				  struct str name, struct str args, struct err *e);
/* Its cursor follows the pointer, where that is over an axis of z. */
bool tui_explorer_mouse(struct tui_explorer *x, const struct tui_mouse *m);
/* Names of activations, for Tab. */
const char *const *tui_explorer_names(const struct tui_explorer *x, struct arena *frame);

#endif
