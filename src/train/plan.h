/* What a spec comes to: layers, shapes, loss, optimiser.  Worked out twice, when
 * a spec is checked and when a run is built, by the same code.
 */
#ifndef TRAIN_PLAN_H
#define TRAIN_PLAN_H

#include "actlab/train.h"

/* LOOK_ROWS: how many rows facts and grids pass through the net at once. */
/* What init= begins with where it names a file. */
#define TRAIN_FILE "file:"

enum { TRAIN_LAYERS_MAX = 10000, TRAIN_WIDTH_MAX = 1000000, TRAIN_LOOK_ROWS = 512 };

/* A repeated item of hidden=: count layers of width units. */
struct train_hidden {
	int count, width;
};
/* Cuts the next item off *rest; false at the end, or where it cannot be read (then *e
 * is set).  at is the place of the whole text, of which *rest is the end. */
bool train_hidden_next(struct str text, struct span at, struct str *rest,
		       struct train_hidden *out, struct err *e);
/* Number of hidden layers; the text has been checked. */
int train_hidden_count(const struct train_spec *s);

/* The activations of act=, one for all hidden layers or one for each. */
struct train_acts {
	int n;
	struct nn_act_use use[PARAM_TEXT_MAX / 2];
};
bool train_acts_parse(struct train_acts *a, const struct nn_own *own, struct str text,
		      struct span at, struct err *e);
/* Those that act= of a spec names. */
bool train_acts_of(struct train_acts *a, const struct train_spec *s, struct err *e);

/* What scale= says. */
struct train_scaling {
	bool dynamic;
	double start;			/* or the factor, where it stays */
	double every;			/* good steps until it doubles */
};
bool train_scaling_parse(struct train_scaling *s, struct str text, struct span at,
			 struct err *e);

struct train_plan {
	int lines;
	struct nn_layer_spec *line;		/* (lines) */
	struct nn_net net;			/* planned; its blocks are NULL */
	int k;					/* width of the outputs */
	struct nn_loss_use loss;
	const struct nn_opt *opt;
	double opt_arg[PARAM_MAX];		/* by row of opt->param; lr first */
	struct nn_schedule_use schedule;	/* the factor of lr */
	double clip, clip_value;		/* of the gradients; 0: none */
	const struct nn_precision *precision;
	struct train_scaling scaling;
	double loss_weight;
};
/* Arena bytes for train_plan_make; the knobs have been checked one by one. */
size_t train_plan_need(const struct train_spec *s);
bool train_plan_make(struct train_plan *p, const struct train_spec *s, struct arena *a,
		     struct err *e);
/* The parts that a live knob can change; shapes stay. */
void train_plan_refresh(struct train_plan *p, const struct train_spec *s);

/* Output width that data and loss agree on; wish is what was asked for, 0: nothing. */
bool train_target_width(const struct data_set *d, const struct nn_loss *loss, int wish,
			struct span at, int *k, struct err *e);

/* Bytes of the whole run, and whether this machine has them.  A smaller batch than
 * TRAIN_LOOK_ROWS would need no less. */
size_t train_run_need(const struct train_plan *p, const struct train_spec *s);
bool train_memory_fits(size_t need, int batch, struct span at, struct err *e);
/* Rows of the largest batch that the run has room for. */
int train_room(const struct train_spec *s);

/* Place of n bytes, off bytes into a text that stands at `at`. */
struct span train_span_in(struct span at, int off, int n);

#endif
