/* Programs as statements of another language: one a line, the last returns the value. */
#include "formula/program.h"

#include <stdlib.h>
#include <string.h>

const char *
formula_word_find(const struct formula_word *words, const char *name)
{
	for (; words->name; words++)
		if (strcmp(words->name, name) == 0)
			return words->text;
	return NULL;
}

/* As few digits as read back to the same float; a point says that it is one. */
static void
put_number(FILE *f, float v, bool point)
{
	char buf[STR_NUM_MAX];

	for (int digits = 6; digits <= 9; digits++) {
		snprintf(buf, sizeof(buf), "%.*g", digits, (double)v);
		if (strtof(buf, NULL) == v)
			break;
	}
	fprintf(f, "%s%s", buf, point && !strpbrk(buf, ".en") ? ".0" : "");
}

/* The name under which a row's word is looked up. */
static const char *
word_name(const struct formula_code *o)
{
	if (o->op != FORMULA_FUNCTION)
		return o->op == FORMULA_NEG ? "neg" : formula_op_text(o->op);
	if (o->n_arg == 1)
		return o->function->name;
	return o->n_arg == 3 ? "if" : o->min ? "min" : "max";
}

/* Operation k where another reads it: a number, a variable or the line that gives it.
 * tensor: a number is no number there. */
static void
put_operand(FILE *f, const struct formula_program *c, int k, const char *const *var,
	    const char *number)
{
	const struct formula_code *o = &c->code[k];

	if (o->op == FORMULA_CALL) {
		fputs(var[o->var], f);
	} else if (o->op != FORMULA_NUMBER) {
		fprintf(f, "t%d", k);
	} else if (number) {
		fputs(number, f);
		put_number(f, o->number, true);
		putc(')', f);
	} else {
		fputs(o->number < 0 ? "(" : "", f);
		put_number(f, o->number, false);
		fputs(o->number < 0 ? ")" : "", f);
	}
}

/* text with $1 $2 $3 for what the operation reads; #1 for the same as a tensor */
static void
put_words(FILE *f, const char *text, const struct formula_program *c, int k,
	  const char *const *var, const char *number)
{
	for (; *text; text++)
		if ((*text == '$' || *text == '#') && text[1] >= '1' && text[1] <= '3') {
			put_operand(f, c, c->code[k].from[text[1] - '1'], var,
				    *text == '#' ? number : NULL);
			text++;
		} else {
			putc(*text, f);
		}
}

void
formula_write_code(FILE *f, const struct formula_program *c, const char *const *var,
		   const struct formula_word *words, const char *indent)
{
	const char *number = formula_word_find(words, "number");

	for (int k = 1; k < c->n; k++) {
		const struct formula_code *o = &c->code[k];
		bool leaf = o->op == FORMULA_NUMBER || o->op == FORMULA_CALL;

		if (leaf && k + 1 < c->n)
			continue;
		fputs(indent, f);
		if (k + 1 < c->n)
			fprintf(f, "t%d = ", k);
		else
			fputs("return ", f);
		if (leaf)
			put_operand(f, c, k, var, NULL);
		else
			put_words(f, formula_word_find(words, word_name(o)), c, k, var,
				  number);
		putc('\n', f);
	}
}
