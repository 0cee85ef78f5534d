/* The screen: panels beside narration, keys, colours; the terminal given back. */
#ifndef ACTLAB_TUI_H
#define ACTLAB_TUI_H

#include "actlab/lab.h"

struct tui_options {
	const char *theme;		/* NULL: dark, or as found */
	const char *glyphs;		/* NULL: by locale and terminal */
	const char *color;		/* "auto" "never" "8" "16" "256" */
	bool step;			/* no clock: one frame per key, for tests */
	int threads;			/* 0: one a core */
};

/* Performs a lab on the terminal.  Returns the exit status; *result (may be NULL) is what
 * a summary says afterwards.  Fails with ERR_SYSTEM where there is no terminal. */
bool tui_lab(struct lab_plan *p, uint64_t seed, const struct tui_options *o,
	     struct lab_result **result, struct err *e);
/* Activation curves and slopes, to look around in. */
bool tui_curve(const struct nn_act_use *act, const char *const *name, int n, double lo, double hi,
	       const struct tui_options *o, struct err *e);

/* One key, one action, one context; also a : command. */
struct tui_key {
	const char *keys;		/* "Space", "q", "?" ... */
	const char *command;		/* as typed after ':' */
	const char *help;
};
extern const struct tui_key tui_keys[];

#endif
