/* Reports: what happened, for people and for machines, without a screen. */
#ifndef ACTLAB_REPORT_H
#define ACTLAB_REPORT_H

#include "actlab/lab.h"

struct report_format {
	const char *name, *help;	/* text tap json */
	void (*write)(FILE *f, const struct lab_result *r, struct lab_take *take);
};
extern const struct report_format report_formats[];
const struct report_format *report_format_find(struct str name);

/* The tables, as `actlab list` prints them: name, formula or usage, help. */
struct report_table {
	const char *name, *help;
	void (*write)(FILE *f);
};
extern const struct report_table report_tables[];	/* activations losses inits optimisers data ... */
const struct report_table *report_table_find(struct str name);

/* Progress on one line of a terminal: "seed 3 of 5  42 %  12 s left"; cleared by done. */
void report_progress(FILE *f, double share, const char *what);
void report_progress_done(FILE *f);

/* A figure as text: plot of w x h cells, or words. */
void report_figure(FILE *f, const struct plot_figure *fig, int w, int h, bool ascii);

#endif
