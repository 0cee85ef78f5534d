/* A take, inside this folder: also what judges need of one. */
#ifndef LAB_TAKE_H
#define LAB_TAKE_H

#include "lab/parser.h"

/* Evaluates a condition and all its comparisons at a mark, or now (-1). */
bool lab_take_compares(struct lab_take *t, const struct formula_node *f, int mark,
		       struct formula_compare out[FORMULA_COMPARES_MAX], int *n,
		       bool *held, struct err *e);
bool lab_take_over(const struct lab_take *t);

#endif
