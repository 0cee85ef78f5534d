/* Finding rows by name, and the words for one that is not there. */
#ifndef NN_ROWS_H
#define NN_ROWS_H

#include "actlab/nn.h"

/* Reads the arguments of "name(args)" by the row's params into p[NN_ARGS_MAX]. */
bool nn_args_read(const struct param_call *c, const struct param *rows, float *p,
		  struct err *e);
/* The row of a table that name(i) names, NULL behind the last: -1 where there is none. */
int nn_row_find(const char *(*name)(int row), struct str s);
/* The row that "name(args)" calls; -1: e says why.  what: "loss". */
int nn_call_row(struct str text, struct span at, const char *what,
		const char *(*name)(int row), struct param_call *c, struct err *e);
/* "unknown activation 'tnah'", with the nearest name as a hint. */
bool nn_unknown(const struct param_call *c, const char *what, const struct str_near *near,
		struct err *e);

#endif
