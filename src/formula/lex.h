/* Words of an expression, one at a time, and the words that are ours. */
#ifndef FORMULA_LEX_H
#define FORMULA_LEX_H

#include "actlab/formula.h"

enum formula_lex_kind {
	LEX_END,
	LEX_NUMBER, LEX_NAME,		/* LEX_NAME: and, or, not too */
	LEX_SIGN,			/* an operator, a bracket or a comma */
	LEX_BAD				/* e says why; nothing follows */
};

struct formula_lex {
	struct str text;
	int base;			/* where text begins in e's source */
	int pos;			/* in text, behind the word */
	int end;			/* in the source, behind the word before */
	struct err *e;

	enum formula_lex_kind kind;
	struct str word;
	struct span at;			/* of the word, at the end 1 byte behind */
	double number;			/* LEX_NUMBER */
};

/* Reads the next word into kind, word, at and number. */
void formula_lex_next(struct formula_lex *l);
/* True if the word at hand is the operator or keyword text. */
bool formula_lex_is(const struct formula_lex *l, const char *text);
bool formula_is_keyword(struct str s);

/* pi or e: its number, else false. */
bool formula_constant(struct str name, double *out);
const struct formula_function *formula_function_find(struct str name);
const struct formula_function *formula_function_of(const char *name);

/* ---- formulas that stand in rows ---- */

enum { FORMULA_ROW_ROOM = 16384 };	/* arena bytes that a slope or body needs */
struct formula_node *formula_row_parse(const char *text, struct arena *a);
/* The value of an operation or of a row's own function. */
double formula_apply(enum formula_op op, const struct formula_function *f,
		     const double *x, int n);

#endif
