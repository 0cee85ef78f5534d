/* What stands before a formula: name(x; beta=1 learned, c=2) = */
#include "formula/head.h"

#include "formula/lex.h"

#include <math.h>
#include <string.h>

struct head {
	struct formula_curve *c;
	struct str text;
	int base, pos;			/* of text in the source; read so far */
	struct err *e;
};

static void
skip_blanks(struct head *h)
{
	while (h->pos < h->text.n && memchr(" \t\r\n", h->text.s[h->pos], 4))
		h->pos++;
}

/* The next word, or one character, without taking it. */
static struct str
ahead(struct head *h)
{
	int n = 0;

	skip_blanks(h);
	while (h->pos + n < h->text.n && memchr("abcdefghijklmnopqrstuvwxyz0123456789_"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ.", h->text.s[h->pos + n], 64))
		n++;
	return (struct str){ h->text.s + h->pos, n || h->pos == h->text.n ? n : 1 };
}

static struct span
place(const struct head *h, struct str word)
{
	return (struct span){ h->base + (int)(word.s - h->text.s), word.n ? word.n : 1 };
}

static bool
missing(struct head *h, const char *what)
{
	struct str word = ahead(h);

	err_set(h->e, ERR_SYNTAX, place(h, word), word.n ? "expected %s before '%.*s'"
		: "expected %s before the end", what, STR_ARG(word));
	return err_hint(h->e,
			"write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA");
}

static bool
take(struct head *h, const char *sign)
{
	struct str word = ahead(h);

	if (!str_is(word, sign))
		return false;
	h->pos += word.n;
	return true;
}

/* A name of one's own: not a function's, not a number's, not one that is there. */
static bool
take_name(struct head *h, char out[FORMULA_NAME_MAX], const char *what, bool inside)
{
	struct str word = ahead(h);
	double v;

	if (!str_is_name(word)) {
		missing(h, what);
		return false;
	}
	if (word.n >= FORMULA_NAME_MAX)
		return err_set(h->e, ERR_RANGE, place(h, word),
			       "a name may have %d letters, this has %d",
			       FORMULA_NAME_MAX - 1, word.n);
	if (formula_is_keyword(word) || formula_constant(word, &v)
	    || (formula_function_find(word) && inside))
		return err_set(h->e, ERR_NAME, place(h, word),
			       "'%.*s' has a meaning in formulas already", STR_ARG(word));
	str_fill(out, FORMULA_NAME_MAX, word);
	h->pos += word.n;
	return true;
}

/* number -> [ "-" ] number */
static bool
take_number(struct head *h, double *out)
{
	struct str word = ahead(h);
	int from = h->pos;

	if (str_is(word, "-") || str_is(word, "+")) {
		h->pos++;
		word = ahead(h);
	}
	h->pos += word.n;
	if (memchr("eE", word.n ? word.s[word.n - 1] : 0, 2) && str_is(ahead(h), "-")) {
		h->pos++;
		h->pos += ahead(h).n;			/* 1e-3 */
	}
	word = (struct str){ h->text.s + from, h->pos - from };
	if (str_double(word, out) && fabs(*out) <= 1e6)
		return true;
	if (!str_double(word, out))
		return err_set(h->e, ERR_SYNTAX, place(h, word), "'%.*s' is not a number",
			       STR_ARG(word));
	return err_set(h->e, ERR_RANGE, place(h, word),
		       "%.*s is outside -1000000..1000000",
		       STR_ARG(word));
}

bool
curve_has_name(const struct formula_curve *c, const char *name)
{
	for (int i = 0; i < c->n_param; i++)
		if (strcmp(c->param[i].name, name) == 0)
			return true;
	return strcmp(c->var, name) == 0;
}

/* param -> name "=" number [ "learned" ] */
static bool
take_param(struct head *h)
{
	struct formula_curve *c = h->c;
	struct str word = ahead(h);
	char name[FORMULA_NAME_MAX];
	double start;

	if (c->n_param == FORMULA_PARAMS_MAX)
		return err_set(h->e, ERR_RANGE, place(h, word),
			       "a formula may have %d parameters", FORMULA_PARAMS_MAX);
	if (!take_name(h, name, "the name of a parameter", true))
		return false;
	if (curve_has_name(c, name))
		return err_set(h->e, ERR_NAME, place(h, word), "there is a '%s' already",
			       name);
	if (!take(h, "="))
		return missing(h, "'=' and where the parameter starts");
	if (!take_number(h, &start))
		return false;
	str_fill(c->param[c->n_param].name, FORMULA_NAME_MAX, str_of(name));
	c->param[c->n_param++].start = start;
	if (!take(h, "learned"))
		return true;
	if (c->n_learned + 1 < c->n_param) {
		err_set(h->e, ERR_SYNTAX, place(h, word),
			"'%s' is learned and stands behind one "
			"that is not", name);
		return err_hint(h->e, "learned parameters come first");
	}
	c->n_learned++;
	return true;
}

/* head -> name "(" x [ ";" param { "," param } ] ")" "=" */
static bool
take_head(struct head *h)
{
	struct formula_curve *c = h->c;

	if (!take_name(h, c->name, "the name of the activation", false))
		return false;
	if (!take(h, "("))
		return missing(h, "'('");
	if (!take_name(h, c->var, "the name of the variable", true))
		return false;
	if (take(h, ";"))
		do {
			if (!take_param(h))
				return false;
		} while (take(h, ","));
	if (!take(h, ")"))
		return missing(h, c->n_param ? "',' or ')'" : "';' or ')'");
	return take(h, "=") || missing(h, "'='");
}

/* Is there a "=" that is no comparison?  None has a place in a formula. */
static bool
has_head(struct str s)
{
	for (int i = 0; i < s.n; i++) {
		if (s.s[i] != '=')
			continue;
		if (i + 1 < s.n && s.s[i + 1] == '=')
			i++;
		else if (!i || !memchr("<>!", s.s[i - 1], 3))
			return i + 1 == s.n || !memchr("<>", s.s[i + 1], 2);
	}
	return false;
}

bool
curve_head_read(struct formula_curve *c, struct str text, int at, int *pos, struct err *e)
{
	struct head h = { c, text, at, 0, e };

	if (has_head(text) && !take_head(&h))
		return false;
	*pos = h.pos;
	return true;
}

/* As few digits as read back to the same number. */
static const char *
number_text(char buf[STR_NUM_MAX], double v)
{
	double back;

	for (int digits = 6; digits <= 17; digits++)
		if (str_double(str_of(str_number(buf, v, digits)), &back) && back == v)
			break;
	return buf;
}

void
formula_curve_text(const struct formula_curve *c, char *buf, size_t size)
{
	char num[STR_NUM_MAX];
	size_t n = (size_t)snprintf(buf, size, "%s(%s", c->name, c->var);

	for (int i = 0; i < c->n_param && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s%s=%s%s", i ? ", " : "; ",
				      c->param[i].name,
				      number_text(num, c->param[i].start),
				      i < c->n_learned ? " learned" : "");
	if (n < size)
		snprintf(buf + n, size - n, ") = %s", c->formula);
}
