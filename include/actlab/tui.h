/* The screen: panels beside narration, keys, colours; the terminal given back. */
#ifndef ACTLAB_TUI_H
#define ACTLAB_TUI_H

#include "actlab/lab.h"

struct tui_options {
	const char *theme;		/* NULL: dark, or light where the terminal says
					 * that its background is */
	const char *glyphs;		/* NULL or "auto": by locale and terminal */
	const char *color;		/* NULL or "auto", "never" "8" "16" "256" */
	bool mouse;			/* on from the start */
	bool step;			/* no clock: one frame per key, for tests */
	int threads;			/* 0: one a core */
	int past;			/* megabytes of its past that a run keeps at most;
					 * 0: 64, -1: nothing is kept */
};

/* What came of a lab, for a summary after the screen is gone; lives until
 * tui_outcome_done, its plan must live longer. */
struct tui_outcome {
	struct lab_result *result;	/* as it stood when the person left */
	struct lab_take *take;		/* the performance it speaks of, as the lab has
					 * it: no knob was turned; NULL: there is none */
	struct lab_take *own;		/* to be given back */
	struct lab_judge *judge;	/* owns the result */
	struct train_pool *pool;
	char next[64];			/* name of the lab to be opened now; "" : none */
};

/* Performs a lab on the terminal.  True: the person left; out->result->status is the exit
 * status.  Activations that are typed there stay in the plan.  Fails with ERR_SYSTEM where
 * there is no terminal; *out is empty then. */
bool tui_lab(struct lab_plan *p, uint64_t seed, const struct tui_options *o,
	     struct tui_outcome *out, struct err *e);
void tui_outcome_done(struct tui_outcome *out);

/* Activation curves and slopes from lo to hi, to look around in. */
bool tui_curve(const struct nn_act_use *act, const char *const *name, int n, double lo,
	       double hi, const struct tui_options *o, struct err *e);

/* One key, one action; also a : command.  Ends with { 0 }.  Where a key means one thing
 * in one context and another in the next, each meaning is a row. */
enum { TUI_IN_NOW = 1, TUI_IN_PAST = 2, TUI_IN_STAGES = 4,	/* NOW is the usual one */
       TUI_IN_EDIT = 8 };		/* of points */
struct tui_key {
	const char *keys;		/* "Space", "? F1"; "" : a command alone */
	const char *command;		/* as typed after ':' */
	const char *help;
	unsigned in;			/* TUI_IN_... together; 0: in every context */
};
extern const struct tui_key tui_keys[];

#endif
