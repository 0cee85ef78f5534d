/* Panels: from snapshots to a figure, and nothing else.
 *
 * A panel is a pure function: no terminal, no clock, no globals, no memory of the
 * last frame.  The same snapshots give the same figure.
 */
#ifndef ACTLAB_PANEL_H
#define ACTLAB_PANEL_H

#include "actlab/plot.h"
#include "actlab/train.h"

enum { PANEL_SUBJECTS_MAX = 6 };

struct panel_args {
	const struct param_set *param;		/* rows of the kind */
	int n_run;
	/* (n_run): those the panel was asked to show */
	const struct train_view *run;
	/* activations named directly: curve gelu */
	int n_act;
	struct nn_act_use act[PANEL_SUBJECTS_MAX];
	const char *act_name[PANEL_SUBJECTS_MAX];	/* as written */
};

struct panel_kind {
	/* curve slope loss acc boundary fit gradbars rms gradhist ... */
	const char *name;
	/* "gradbars RUN... [axis=linear|log] [layers=LIST]" */
	const char *usage;
	const char *help;
	int min_w, min_h;		/* in cells, without the box */
	int max_runs;			/* 1: one panel a run */
	bool takes_acts;		/* activations may stand where runs do */
	bool takes_runs;
	const struct param *param;
	/* Everything the figure points to is in the frame's arena or lent by args. */
	void (*figure)(struct plot_figure *f, const struct panel_args *args,
		       struct arena *frame);
	bool plane;			/* looks at train_snapshot.grid, which is dear */
	unsigned dear;			/* TRAIN_DEAR_...: what else it looks at; what its
					 * of= names comes on top */
};
extern const struct panel_kind panel_kinds[];
const struct panel_kind *panel_kind_find(struct str name);
/* What the runs that it shows must be asked for, TRAIN_DEAR_... */
unsigned panel_dear(const struct panel_kind *k, const struct param_set *p);
/* Arena bytes for any one figure of these runs. */
size_t panel_need(const struct panel_args *args);

#endif
