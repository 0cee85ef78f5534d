#include "formula/lex.h"

#include <ctype.h>
#include <math.h>

/* Operators, longest first where one begins another; those that other
 * languages have, or a mathematician would type, with what is written here. */
static const struct {
	const char *text, *instead;
} signs[] = {
	{ "<=" }, { ">=" }, { "==" }, { "!=" },
	{ "&&", "and" }, { "||", "or" }, { "**", "^" }, { "<>", "!=" }, { "=<", "<=" },
	{ "=>", ">=" }, { "≤", "<=" }, { "≥", ">=" }, { "≠", "!=" }, { "×", "*" },
	{ "·", "*" }, { "÷", "/" }, { "−", "-" },
	{ "<" }, { ">" }, { "+" }, { "-" }, { "*" }, { "/" }, { "^" }, { "(" }, { ")" },
	{ "," },
	{ "=", "==" }, { "!", "not" }, { "&", "and" }, { "|", "or" },
	{ 0 }
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The i-th byte from pos on, 0 behind the end. */
static char
ahead(const struct formula_lex *l, int i)
{
	return l->pos + i < l->text.n ? l->text.s[l->pos + i] : 0;
}

static void
take(struct formula_lex *l, enum formula_lex_kind kind, int n)
{
	l->kind = kind;
	l->word = (struct str){ l->text.s + l->pos, n };
	l->at = (struct span){ l->base + l->pos, n };
	l->pos += n;
}

/* number -> digits [ "." digits ] [ "e" [sign] digits ], either digits may lack */
static void
lex_number(struct formula_lex *l)
{
	int n = 0, exponent;

	while (is_digit(ahead(l, n)))
		n++;
	if (ahead(l, n) == '.' && ahead(l, n + 1) != '.')
		n++;
	while (is_digit(ahead(l, n)))
		n++;
	if (ahead(l, n) == 'e' || ahead(l, n) == 'E') {
		exponent = n + 1;
		if (ahead(l, exponent) == '-' || ahead(l, exponent) == '+')
			exponent++;
		if (is_digit(ahead(l, exponent)))
			for (n = exponent; is_digit(ahead(l, n));)
				n++;
	}
	take(l, LEX_NUMBER, n);
	if (!str_double(l->word, &l->number)) {
		l->kind = LEX_BAD;
		err_set(l->e, ERR_SYNTAX, l->at, "a number of %d digits is too long", n);
	} else if (isinf(l->number)) {
		l->kind = LEX_BAD;
		err_set(l->e, ERR_RANGE, l->at, "'%.*s' is larger than any number here",
			STR_ARG(l->word));
	}
}

static void
lex_name(struct formula_lex *l)
{
	char lower[FORMULA_NAME_MAX] = "";
	int n = 0;

	while (is_letter(ahead(l, n)) || is_digit(ahead(l, n)))
		n++;
	take(l, LEX_NAME, n);
	if (str_is_name(l->word))
		return;
	l->kind = LEX_BAD;
	for (int i = 0; i < n && i < FORMULA_NAME_MAX - 1; i++)
		lower[i] = (char)tolower((unsigned char)l->word.s[i]);
	err_set(l->e, ERR_SYNTAX, l->at,
		"'%.*s' is not a name: names are of a..z, 0..9 and _, "
		"and start with a letter",
		n < 40 ? n : 40, l->word.s);
	if (str_is_name(str_of(lower)))
		err_hint(l->e, "write '%s'", lower);
}

static void
lex_bad(struct formula_lex *l)
{
	uint32_t ch;
	int n = str_utf8_next(l->text.s + l->pos, l->text.n - l->pos, &ch);
	unsigned char byte = (unsigned char)l->text.s[l->pos];

	take(l, LEX_BAD, n);
	if (byte < 32 || byte == 127 || (n == 1 && byte > 127))
		err_set(l->e, ERR_SYNTAX, l->at,
			"byte %d does not belong in an expression", byte);
	else
		err_set(l->e, ERR_SYNTAX, l->at,
			"'%.*s' does not belong in an expression", STR_ARG(l->word));
}

static void
lex_sign(struct formula_lex *l)
{
	struct str rest = { l->text.s + l->pos, l->text.n - l->pos };

	for (int i = 0; signs[i].text; i++) {
		if (!str_starts(rest, signs[i].text))
			continue;
		take(l, LEX_SIGN, str_of(signs[i].text).n);
		if (signs[i].instead) {
			l->kind = LEX_BAD;
			err_set(l->e, ERR_SYNTAX, l->at, "'%s' is not an operator here",
				signs[i].text);
			err_hint(l->e, "write '%s'", signs[i].instead);
		}
		return;
	}
	if (str_starts(rest, "..")) {
		take(l, LEX_BAD, 2);
		err_set(l->e, ERR_SYNTAX, l->at,
			"a range 'a..b' has no place in an expression");
		return;
	}
	lex_bad(l);
}

void
formula_lex_next(struct formula_lex *l)
{
	if (l->kind == LEX_BAD)
		return;
	l->end = l->at.at + l->at.len;
	while (ahead(l, 0) == ' ' || ahead(l, 0) == '\t' || ahead(l, 0) == '\n'
	       || ahead(l, 0) == '\r')
		l->pos++;
	if (l->pos == l->text.n) {
		l->kind = LEX_END;
		l->word = (struct str){ l->text.s + l->pos, 0 };
		l->at = (struct span){ l->end, 1 };
	} else if (is_digit(ahead(l, 0))
		   || (ahead(l, 0) == '.' && is_digit(ahead(l, 1)))) {
		lex_number(l);
	} else if (is_letter(ahead(l, 0))) {
		lex_name(l);
	} else {
		lex_sign(l);
	}
}

bool
formula_lex_is(const struct formula_lex *l, const char *text)
{
	return (l->kind == LEX_NAME || l->kind == LEX_SIGN) && str_is(l->word, text);
}

bool
formula_is_keyword(struct str s)
{
	return str_is(s, "and") || str_is(s, "or") || str_is(s, "not");
}
