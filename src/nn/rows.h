/* Finding rows by name, and the words for one that is not there. */
#ifndef NN_ROWS_H
#define NN_ROWS_H

#include "actlab/nn.h"

/* Reads the arguments of "name(args)" by the row's params into p[NN_ARGS_MAX]. */
bool nn_args_read(const struct param_call *c, const struct param *rows, float *p,
		  struct err *e);
/* "unknown activation 'tnah'", with the nearest name as a hint. */
bool nn_unknown(const struct param_call *c, const char *what, const struct str_near *near,
		struct err *e);

#endif
