#include "tests/formula/formula.h"

#include <stdlib.h>

/* A text with the place of its mistake between { and }, the message and the hint. */
static const struct wrong {
	const char *marked;
	enum err_code code;
	const char *msg, *hint;
} wrongs[] = {
	{ "{}", ERR_SYNTAX, "an expression is missing", "" },
	{ "{} \t", ERR_SYNTAX, "an expression is missing", "" },
	{ "1 +{}", ERR_SYNTAX, "expected a number, a name or '(' before the end", "" },
	{ "1 + {*} 2", ERR_SYNTAX, "expected a number, a name or '(' before '*'", "" },
	{ "{)}", ERR_SYNTAX, "expected a number, a name or '(' before ')'", "" },
	{ "1 < {<} 2", ERR_SYNTAX, "expected a number, a name or '(' before '<'", "" },
	{ "not{}", ERR_SYNTAX, "expected a number, a name or '(' before the end", "" },
	{ "{and} 1", ERR_SYNTAX, "expected a number, a name or '(' before 'and'", "" },
	{ "a < b and {or} c", ERR_SYNTAX, "expected a number, a name or '(' before 'or'",
	  "" },
	{ "1 + {not} a", ERR_SYNTAX, "expected a number, a name or '(' before 'not'",
	  "" },
	{ "(1{}", ERR_SYNTAX, "expected an operator or ')' before the end", "" },
	{ "(1 {,} 2)", ERR_SYNTAX, "expected an operator or ')' before ','", "" },
	{ "1{)}", ERR_SYNTAX, "')' closes nothing", "" },
	{ "2 {x}", ERR_SYNTAX, "expected an operator before 'x'",
	  "a product is written with '*'" },
	{ "2{e}", ERR_SYNTAX, "expected an operator before 'e'",
	  "a product is written with '*'" },
	{ "2{(}3)", ERR_SYNTAX, "expected an operator before '('",
	  "a product is written with '*'" },
	{ "1.2{.3}", ERR_SYNTAX, "expected an operator before '.3'",
	  "a product is written with '*'" },
	{ "1 {,} 2", ERR_SYNTAX, "expected an operator before ','", "" },
	{ "a {not} b", ERR_SYNTAX, "expected an operator before 'not'", "" },
	{ "f(1{}", ERR_SYNTAX, "expected an operator, ',' or ')' before the end", "" },
	{ "f(1 {2})", ERR_SYNTAX, "expected an operator, ',' or ')' before '2'", "" },
	{ "f(1,{)}", ERR_SYNTAX, "expected a number, a name or '(' before ')'", "" },
	{ "f({,}1)", ERR_SYNTAX, "expected a number, a name or '(' before ','", "" },
	{ "f(1,2,3,4,5,6,7,8,9,{10})", ERR_SYNTAX, "'f' takes at most 9 arguments", "" },
	{ "sqrt(1, {2})", ERR_SYNTAX, "'sqrt' takes at most 1 argument", "sqrt(x)" },
	{ "{sqrt()}", ERR_SYNTAX, "'sqrt' takes 1 argument, not 0", "sqrt(x)" },
	{ "{max(1)}", ERR_SYNTAX, "'max' takes at least 2 arguments, not 1",
	  "max(a, b)" },
	{ "{tanh} < 1", ERR_SYNTAX, "'tanh' is a function and needs its argument",
	  "write tanh(x)" },
	{ "1 + {min}", ERR_SYNTAX, "'min' is a function and needs its arguments",
	  "write min(a, b)" },
	{ "{pi}(2)", ERR_SYNTAX, "'pi' is a number, not a function", "" },
	{ "0 < a {<} 1", ERR_SYNTAX, "comparisons cannot be chained",
	  "write 0 < a and a < 1" },
	{ "1e-9 <= loss(sig) {<} 0.05 + 1", ERR_SYNTAX, "comparisons cannot be chained",
	  "write 1e-9 <= loss(sig) and loss(sig) < 0.05 + 1" },
	{ "grad(sigmoid_run, 1) > grad(sigmoid_run, 20) {>=} 3", ERR_SYNTAX,
	  "comparisons cannot be chained", "write a > b and b >= c" },
	{ "0 < a <{}", ERR_SYNTAX, "expected a number, a name or '(' before the end",
	  "" },
	{ "a {=} 1", ERR_SYNTAX, "'=' is not an operator here", "write '=='" },
	{ "a {&&} b", ERR_SYNTAX, "'&&' is not an operator here", "write 'and'" },
	{ "a {||} b", ERR_SYNTAX, "'||' is not an operator here", "write 'or'" },
	{ "{!}a", ERR_SYNTAX, "'!' is not an operator here", "write 'not'" },
	{ "2{**}3", ERR_SYNTAX, "'**' is not an operator here", "write '^'" },
	{ "1 {<>} 2", ERR_SYNTAX, "'<>' is not an operator here", "write '!='" },
	{ "1 {=<} 2", ERR_SYNTAX, "'=<' is not an operator here", "write '<='" },
	{ "1 {=>} 2", ERR_SYNTAX, "'=>' is not an operator here", "write '>='" },
	{ "1 {≤} 2", ERR_SYNTAX, "'≤' is not an operator here", "write '<='" },
	{ "2 {×} 2", ERR_SYNTAX, "'×' is not an operator here", "write '*'" },
	{ "2 {−} 2", ERR_SYNTAX, "'−' is not an operator here", "write '-'" },
	{ "1{..}5", ERR_SYNTAX, "a range 'a..b' has no place in an expression", "" },
	{ "1 {;} 2", ERR_SYNTAX, "';' does not belong in an expression", "" },
	{ "{\"}a\"", ERR_SYNTAX, "'\"' does not belong in an expression", "" },
	{ "1 + {é}", ERR_SYNTAX, "'é' does not belong in an expression", "" },
	{ "{\x01}", ERR_SYNTAX, "byte 1 does not belong in an expression", "" },
	{ "1 {\xff}", ERR_SYNTAX, "byte 255 does not belong in an expression", "" },
	{ "{.}", ERR_SYNTAX, "'.' does not belong in an expression", "" },
	{ "{X} + 1", ERR_SYNTAX,
	  "'X' is not a name: names are of a..z, 0..9 and _, and start "
	  "with a letter", "write 'x'" },
	{ "{_a}", ERR_SYNTAX,
	  "'_a' is not a name: names are of a..z, 0..9 and _, and start "
	  "with a letter", "" },
	{ "{1e999}", ERR_RANGE, "'1e999' is larger than any number here", "" },
	{ "1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and "
	  "1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1<2 and 1 {<} 2",
	  ERR_RANGE,
	  "the expression has more than 16 comparisons", "" },
	{ 0 }
};

/* Cuts the marks out. */
static struct span
unmark(char *text, const char *marked)
{
	struct span at = { 0 };
	int n = 0;

	for (const char *p = marked; *p; p++)
		if (*p == '{')
			at.at = n;
		else if (*p == '}')
			at.len = n > at.at ? n - at.at : 1;
		else
			text[n++] = *p;
	text[n] = 0;
	return at;
}

static void
says(void **state)
{
	const struct wrong *w = *state;
	struct err e = { 0 };
	struct arena a;
	char text[512];
	struct span at = unmark(text, w->marked);

	assert_true(arena_init(&a, formula_need(str_of(text).n), &e));
	assert_null(formula_parse(str_of(text), 100, &a, &e));
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	assert_int_equal(e.code, w->code);
	assert_int_equal(e.at.at, at.at + 100);
	assert_int_equal(e.at.len, at.len);
	arena_done(&a);
}

/* What a text that is repeated many times comes to: part, then once the end. */
static const struct flood {
	const char *part, *end, *msg;
} floods[] = {
	{ "(", "1", "the expression is nested more than 64 deep" },
	{ "-", "1", "the expression is nested more than 64 deep" },
	{ "+", "1", "the expression is nested more than 64 deep" },
	{ "not ", "1", "the expression is nested more than 64 deep" },
	{ "2^", "1", "the expression is nested more than 64 deep" },
	{ "f(", "1", "the expression is nested more than 64 deep" },
	{ "max(1,", "1", "the expression is nested more than 64 deep" },
	{ "-(", "1", "the expression is nested more than 64 deep" },
	{ "1+", "1", "the expression has more than 1000 numbers, names and operators" },
	{ "1*", "1", "the expression has more than 1000 numbers, names and operators" },
	{ "a and ", "a",
	  "the expression has more than 1000 numbers, names and operators" },
	{ "a<1 or ", "a", "the expression has more than 16 comparisons" },
	{ "1", "", "a number of 1000000 digits is too long" },
	{ " ", "", "an expression is missing" },
	{ "A", "",
	  "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' is not a name: names are of a..z, "
	  "0..9 and _, and start with a letter" },
	{ ")", "", "expected a number, a name or '(' before ')'" },
	{ 0 }
};

static void
a_million_bytes_of_it_are_an_error(void **state)
{
	const struct flood *f = *state;
	struct str part = str_of(f->part), end = str_of(f->end);
	struct str text = { NULL, 1000000 / part.n * part.n + end.n };
	char *s = malloc((size_t)text.n);
	struct err e = { 0 };
	struct arena a;

	assert_non_null(s);
	for (int i = 0; i < text.n - end.n; i++)
		s[i] = part.s[i % part.n];
	memcpy(s + text.n - end.n, end.s, (size_t)end.n);
	text.s = s;
	assert_true(arena_init(&a, formula_need(text.n), &e));
	assert_null(formula_parse(text, 0, &a, &e));
	assert_string_equal(e.msg, f->msg);
	arena_done(&a);
	free(s);
}

static void
a_name_of_a_million_bytes_is_a_name(void **state)
{
	struct str text = { NULL, 1000000 };
	char *s = malloc((size_t)text.n);
	const struct formula_node *f;
	struct err e = { 0 };
	struct arena a;

	(void)state;
	assert_non_null(s);
	memset(s, 'a', (size_t)text.n);
	text.s = s;
	assert_true(arena_init(&a, formula_need(text.n), &e));
	f = formula_parse(text, 0, &a, &e);
	assert_non_null(f);
	assert_false(formula_check(f, &formula_some, &e));
	assert_int_equal(e.code, ERR_NAME);
	arena_done(&a);
	free(s);
}

static void
nesting_up_to_the_limit_is_fine(void **state)
{
	char text[2 * FORMULA_DEPTH_MAX + 2];

	(void)state;
	memset(text, '(', FORMULA_DEPTH_MAX);
	text[FORMULA_DEPTH_MAX] = '7';
	memset(text + FORMULA_DEPTH_MAX + 1, ')', FORMULA_DEPTH_MAX);
	text[2 * FORMULA_DEPTH_MAX + 1] = 0;
	tap_near(formula_number(text), 7, 0, 0);
}

static void
a_sum_of_five_hundred_is_fine(void **state)
{
	char text[1000];

	(void)state;
	for (int i = 0; i < 999; i++)
		text[i] = i % 2 ? '+' : '1';
	text[999] = 0;
	tap_near(formula_number(text), 500, 0, 0);
}

/* What comes out is a tree that can be evaluated, or an error with a place inside. */
static void
try_text(const char *s, int n)
{
	struct err e = { 0 };
	const struct formula_node *f;
	struct arena a;
	double v;

	assert_true(arena_init(&a, formula_need(n), &e));
	f = formula_parse((struct str){ s, n }, 0, &a, &e);
	if (f && formula_check(f, &formula_some, &e)) {
		struct formula_compare compare[FORMULA_COMPARES_MAX];
		int n_compare;

		assert_true(f->at.at >= 0 && f->at.at + f->at.len <= n);
		formula_eval(f, NULL, &v, &e);
		e = (struct err){ 0 };
		formula_compares(f, NULL, compare, &n_compare, &e);
	} else {
		assert_int_not_equal(e.code, ERR_NONE);
		assert_true(e.msg[0] != 0);
		assert_true(e.at.at >= 0 && e.at.at <= n && e.at.len > 0);
	}
	arena_done(&a);
}

static uint32_t
next(uint32_t *s)
{
	return *s = *s * 1664525u + 1013904223u;
}

static void
random_bytes_do_no_harm(void **state)
{
	uint32_t seed = 1;
	char text[64];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		int n = (int)(next(&seed) >> 26);

		for (int i = 0; i < n; i++)
			text[i] = (char)(next(&seed) >> 24);
		try_text(text, n);
	}
}

static void
random_words_do_no_harm(void **state)
{
	static const char *const words[] = {
		"1", "a", "loss", "(", ")", ",", "+", "-", "*", "/", "^", "<", "<=", "==",
		"and", "or", "not", "max", "sqrt(", "pi", "1e9", ".5", "nan", "pair(",
		"x", "..", "=", "2."
	};
	enum { WORDS = sizeof(words) / sizeof(*words) };
	uint32_t seed = 2;
	char text[512];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int words_left = 1 + (int)(next(&seed) >> 28), n = 0;

		while (words_left--)
			n += snprintf(text + n, sizeof(text) - n, "%s ",
				      words[(next(&seed) >> 8) % WORDS]);
		try_text(text, n);
	}
}

void
formula_wrong_cases(void)
{
	char name[160];

	for (int i = 0; wrongs[i].marked; i++) {
		snprintf(name, sizeof(name), "wrong %d: %.100s", i + 1, wrongs[i].msg);
		tap_add(name, says, &wrongs[i]);
	}
	for (const struct flood *f = floods; f->part; f++) {
		snprintf(name, sizeof(name), "a million bytes of '%s' are an error",
			 f->part);
		tap_add(name, a_million_bytes_of_it_are_an_error, f);
	}
	TAP(a_name_of_a_million_bytes_is_a_name);
	TAP(nesting_up_to_the_limit_is_fine);
	TAP(a_sum_of_five_hundred_is_fine);
	TAP(random_bytes_do_no_harm);
	TAP(random_words_do_no_harm);
}
