/* Each file of this folder adds its cases in one function. */
#ifndef TESTS_FORMULA_H
#define TESTS_FORMULA_H

#include "tests/tap.h"
#include "actlab/formula.h"

void formula_parse_cases(void);
void formula_wrong_cases(void);
void formula_function_cases(void);
void formula_eval_cases(void);
void formula_graph_cases(void);
void formula_curve_cases(void);
void formula_curve_wrong_cases(void);
void formula_call_cases(void);

enum { CURVE_ROOM = FORMULA_CURVE_ROOM + 65536 };	/* an arena for one curve */

/* An environment of a few measures: a is 2, nan is NaN, big is inf, loss(run) is the
 * length of the run's name, pair(x, y) is 10 x + y, acc(run) fails. */
extern const struct formula_env formula_some;
/* Parses text, which must be right. */
struct formula_node *formula_of(const char *text, struct arena *a);
/* Reads a curve, which must be right, into an arena of its own. */
void curve_of(struct formula_curve *c, const char *text, struct arena *a);
/* The value of f at x and at the curve's parameters p, in double. */
double curve_value(const struct formula_curve *c, const struct formula_node *f, double x,
		   const double *p);
/* The value of text under formula_some, both of which must be right. */
double formula_number(const char *text);

#endif
