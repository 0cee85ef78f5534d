/* Reports: what happened, for people and for machines, without a screen.
 *
 * Everything is written to a stream that the caller owns; whether the stream
 * took it is asked once, by the caller, at the end (fflush, ferror).
 */
#ifndef ACTLAB_REPORT_H
#define ACTLAB_REPORT_H

#include "actlab/lab.h"

enum { REPORT_WIDTH = 80 };		/* columns of text for people */

/* ---- the outcome of a lab ---- */

struct report_format {
	const char *name, *help;	/* text tap json */
	/* take: the performance that the result speaks of, its runs idle and in no pool,
	 * for what was said and shown, final measures and the numbers in prose; NULL:
	 * these are left out, holes are "...". */
	bool (*write)(FILE *f, const struct lab_result *r, struct lab_take *take,
		      struct err *e);
};
extern const struct report_format report_formats[];
const struct report_format *report_format_find(struct str name);

/* How far from its threshold a measured value is: "+1.9 %" of it, "61000x below" where
 * both are positive and ten times apart or more, the difference where the threshold is
 * 0, "" where nothing says it (== and !=, infinite values). */
const char *report_margin(char buf[STR_NUM_MAX], const struct formula_compare *c);

/* ---- a recorded run that was replayed ---- */

void report_replay_text(FILE *f, const struct train_replay *r);
void report_replay_json(FILE *f, const struct train_replay *r);	/* every figure */

/* ---- a run as a program of another framework ---- */

struct report_script {
	const char *lab, *run;
	uint64_t seed;
	const struct train_spec *spec;
	const struct data_set *data;
	const struct train_trace *trace;	/* of the run, which is over */
	struct train_parts parts;
};
extern const char *const report_script_names[];	/* "pytorch" "keras" NULL */
/* Prints it.  false: some parts cannot be said in that framework, each of which errs
 * names; then nothing is printed. */
bool report_script(FILE *f, const char *name, const struct report_script *s,
		   struct err_list *errs);

/* ---- the tables, as `actlab list` prints them ---- */

struct report_row {
	const char *name;
	const char *what;		/* formula, usage or limits; "" : none */
	const char *more;		/* an activation's slope; NULL: none */
	const char *facts;		/* what was found out about it; NULL: nothing */
	const char *help;
	const struct param *param;	/* its own key=value arguments, NULL: none */
	char own[384];			/* holds what a table had to put together */
};
struct report_table {
	const char *name, *help;
	bool (*row)(int i, struct report_row *r);	/* false: there is no row i */
};
extern const struct report_table report_tables[]; /* activations losses inits ... labs */
const struct report_table *report_table_find(struct str name);
/* One line a row, or two where the lines would be too long; arguments below it. */
void report_table_write(FILE *f, const struct report_table *t);

/* What is found out about an activation, in words: "from -0.16997 at -0.75179 to inf;
 * |f'| up to 1.1289 at 1.4142; f'(0) = 0.5; kink at ..." */
enum { REPORT_FACTS_MAX = 320 };
void report_act_facts(char *s, size_t size, const struct nn_act_use *a);

/* ---- progress on one line of a terminal ---- */

struct report_progress {
	FILE *f;			/* NULL: not on a terminal, nothing is shown */
	double start, shown;		/* seconds of a clock that never goes back */
};
void report_progress_init(struct report_progress *p, FILE *f);
/* "trains 42 %, 12 s left"; at most ten times a second. */
void report_progress_show(struct report_progress *p, double share, const char *what);
void report_progress_done(struct report_progress *p);	/* clears the line */
/* The line alone: share 0..1 after so many seconds. */
void report_progress_text(char buf[REPORT_WIDTH], double share, double seconds,
			  const char *what);

/* ---- figures as text ---- */

/* w x h cells, ASCII or braille; false: no memory. */
bool report_figure(FILE *f, const struct plot_figure *fig, int w, int h, bool ascii,
		   struct err *e);

#endif
