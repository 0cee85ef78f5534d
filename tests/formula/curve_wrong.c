/* Curves that cannot be read, and those that are hard to. */
#include "tests/formula/formula.h"

#include "actlab/rng.h"

#include <stdlib.h>

/* ---- mistakes ---- */

/* The place of the mistake is between [ and ]. */
static const struct wrong {
	const char *marked;
	enum err_code code;
	const char *msg, *hint;
} wrongs[] = {
	{ "[y] + 1", ERR_NAME, "unknown name 'y'",
	  "the variable is x; parameters are declared as in f(x; a=1)" },
	{ "f(x; beta=1) = x*[bta]", ERR_NAME, "unknown name 'bta'",
	  "did you mean 'beta'?" },
	{ "x*[sigmod](x)", ERR_NAME, "unknown function 'sigmod'",
	  "did you mean 'sigmoid'?" },
	{ "[where](x > 0, x, 0)", ERR_NAME, "unknown function 'where'",
	  "write if(CONDITION, THIS, ELSE)" },
	{ "x [if] x > 0", ERR_SYNTAX, "expected an operator before 'if'",
	  "write if(CONDITION, THIS, ELSE)" },
	{ "np[.]tanh(x)", ERR_SYNTAX, "'.' does not belong in an expression",
	  "functions stand alone, as in tanh(x)" },
	{ "[ReLU](x)", ERR_SYNTAX, "'ReLU' is not a name: names are of a..z, 0..9 and _, "
	  "and start with a letter", "write 'relu'" },
	{ "2[x]", ERR_SYNTAX, "expected an operator before 'x'",
	  "a product is written with '*'" },
	{ "[x](2)", ERR_NAME, "unknown function 'x'",
	  "an activation of one's own is there before it is called" },
	{ "f(x) = x*[f](x/2)", ERR_NAME, "'f' calls itself",
	  "call functions, and activations that are there before this one" },
	{ "[3 + 4]", ERR_SYNTAX, "the formula does not depend on x",
	  "a constant is no activation" },
	{ "x +[]", ERR_SYNTAX, "expected a number, a name or '(' before the end", "" },
	{ "[]", ERR_SYNTAX, "an expression is missing", "" },
	{ "f(x) =[]", ERR_SYNTAX, "an expression is missing", "" },
	{ "[=] x", ERR_SYNTAX, "expected the name of the activation before '='",
	  "write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA" },
	{ "f [=] x", ERR_SYNTAX, "expected '(' before '='",
	  "write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA" },
	{ "f([1]) = x", ERR_SYNTAX, "expected the name of the variable before '1'",
	  "write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA" },
	{ "f(x [y]) = x", ERR_SYNTAX, "expected ';' or ')' before 'y'",
	  "write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA" },
	{ "f(x; a[)] = x", ERR_SYNTAX,
	  "expected '=' and where the parameter starts before ')'",
	  "write NAME(x) = FORMULA, or NAME(x; a=1 learned) = FORMULA" },
	{ "f(x; a=[b]) = x", ERR_SYNTAX, "'b' is not a number", "" },
	{ "f(x; a=[1e7]) = x", ERR_RANGE, "1e7 is outside -1000000..1000000", "" },
	{ "f(x; a=1, [a]=2) = x", ERR_NAME, "there is a 'a' already", "" },
	{ "f(x; [x]=2) = x", ERR_NAME, "there is a 'x' already", "" },
	{ "f(x; [pi]=2) = x", ERR_NAME, "'pi' has a meaning in formulas already", "" },
	{ "f([exp]) = x", ERR_NAME, "'exp' has a meaning in formulas already", "" },
	{ "f(x; a=1, [b]=2 learned) = x", ERR_SYNTAX,
	  "'b' is learned and stands behind one that is not",
		  "learned parameters come first" },
	{ "f(x; a=1,b=1,c=1,d=1,f=1,g=1,h=1,i=1,[j]=1) = x", ERR_RANGE,
	  "a formula may have 8 parameters", "" },
	{ "[abcdefghijabcdefghijabcdefghijab](x) = x", ERR_RANGE,
	  "a name may have 31 letters, this has 32", "" },
	{ "f(x) = x [=] 2", ERR_SYNTAX, "'=' is not an operator here", "write '=='" },
	{ 0 }
};

static void
mistake_is_said(void **state)
{
	const struct wrong *w = *state;
	char text[128];
	struct formula_curve c;
	struct err e = { 0 };
	struct arena a;
	const char *from = strchr(w->marked, '['), *to = strchr(w->marked, ']');

	snprintf(text, sizeof(text), "%.*s%.*s%s", (int)(from - w->marked), w->marked,
		 (int)(to - from) - 1, from + 1, to + 1);
	assert_true(arena_init(&a, CURVE_ROOM, &e));
	assert_false(formula_curve_read(&c, str_of(text), 0, NULL, &a, &e));
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	assert_int_equal(e.code, w->code);
	assert_int_equal(e.at.at, from - w->marked);
	assert_int_equal(e.at.len, to - from > 1 ? to - from - 1 : 1);
	arena_done(&a);
}

/* ---- hostile texts ---- */

/* Repeats n times; NULL stands for the middle. */
static void
flood(const char *open, const char *middle, const char *close, int n)
{
	size_t size = (strlen(open) + strlen(close)) * (size_t)n + strlen(middle) + 1;
	char *text = calloc(1, size), *to = text;
	struct formula_curve c;
	struct err e = { 0 };
	struct arena a;
	float x = 0.5f;

	assert_non_null(text);
	for (int i = 0; i < n; i++)
		to = stpcpy(to, open);
	to = stpcpy(to, middle);
	for (int i = 0; i < n; i++)
		to = stpcpy(to, close);
	assert_true(arena_init(&a, CURVE_ROOM, &e));
	if (formula_curve_read(&c, str_of(text), 0, NULL, &a, &e)) {
		assert_true(strlen(c.slope) < FORMULA_TEXT_MAX);
		formula_run(c.df, &x, &x, 1, NULL);
	} else {
		assert_int_equal(e.code, ERR_RANGE);
	}
	arena_done(&a);
	free(text);
}

static void
large_formulas_are_read_or_refused(void **state)
{
	(void)state;
	for (int n = 10; n <= 100000; n *= 10) {
		flood("silu(", "x", ")", n);
		flood("x^(", "x", ")", n);
		flood("x*(", "x", "+1)", n);
		flood("sin(x)*tanh(x)+", "x", "", n);
		flood("x*", "x", "", n);
		flood("x/(1+", "x", ")", n);
		flood("if(x>0,x,", "x", ")", n);
		flood("max(x,", "x^2", ")", n);
		flood("2.5*x+exp(3*x)*", "x", "", n);
	}
}

static void
random_words_make_no_trouble(void **state)
{
	static const char *const words[] = {
		"x", "x", "x", "a", "1", "0", "2.5", "e", "pi", "(", ")", ",", ";", "=",
			"+", "-",
		"*", "/", "^", "<", ">=", "==", "and", "not ", "max(", "if(", "sigmoid(",
			"f(x)",
		"learned", "log(", "silu(", "f(x; a=1 learned) ="
	};
	struct rng r;
	struct arena a;
	struct err e = { 0 };

	(void)state;
	rng_init(&r, 3, "words", 0);
	assert_true(arena_init(&a, CURVE_ROOM, &e));
	for (int round = 0; round < 30000; round++) {
		char text[512] = "";
		int n = 1 + rng_below(&r, 12), to = 0;
		struct formula_curve c;
		float y = 0.3f, p[8] = { 1 };

		while (n--)
			to += snprintf(text + to, sizeof(text) - (size_t)to, "%s ",
				       words[rng_below(&r,
						       sizeof(words) / sizeof(*words))]);
		e = (struct err){ 0 };
		arena_reset(&a);
		if (formula_curve_read(&c, str_of(text), 0, NULL, &a, &e)) {
			formula_run(c.df, &y, &y, 1, p);
			continue;
		}
		assert_int_not_equal(e.code, ERR_NONE);
		assert_true(e.at.at >= 0 && e.at.at <= to && e.at.len > 0);
	}
	arena_done(&a);
}

void
formula_curve_wrong_cases(void)
{
	char name[160];

	for (int i = 0; wrongs[i].marked; i++) {
		snprintf(name, sizeof(name), "curve wrong %d: %.100s", i + 1,
			 wrongs[i].msg);
		tap_add(name, mistake_is_said, &wrongs[i]);
	}
	TAP(large_formulas_are_read_or_refused);
	TAP(random_words_make_no_trouble);
}
