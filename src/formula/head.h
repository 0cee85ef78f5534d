/* name(x; beta=1 learned, c=2) = */
#ifndef FORMULA_HEAD_H
#define FORMULA_HEAD_H

#include "actlab/formula.h"

/* Reads the head, where there is one, into c; *pos is where the formula begins in text.
 * text.s lies inside e's source, at byte offset at. */
bool curve_head_read(struct formula_curve *c, struct str text, int at, int *pos,
		     struct err *e);
/* Is it the variable or a parameter? */
bool curve_has_name(const struct formula_curve *c, const char *name);

#endif
