#include "tests/formula/formula.h"

/* How a text is understood: (op a b), all in brackets but numbers and bare names. */
static const struct tree {
	const char *text, *tree;
} trees[] = {
	{ "1", "1" },
	{ "1.5", "1.5" },
	{ ".5", "0.5" },
	{ "5.", "5" },
	{ "1e-9", "1e-09" },
	{ "2.5E+3", "2500" },
	{ "1e3", "1000" },
	{ "  1\t\r\n", "1" },
	{ "a", "a" },
	{ "x_1", "x_1" },
	{ "android", "android" },
	{ "pi", "3.14159" },
	{ "e", "2.71828" },
	{ "1 + 2 + 3", "(+ (+ 1 2) 3)" },
	{ "1 - 2 + 3", "(+ (- 1 2) 3)" },
	{ "1 - (2 + 3)", "(- 1 (+ 2 3))" },
	{ "1 + 2 * 3", "(+ 1 (* 2 3))" },
	{ "8 / 4 / 2", "(/ (/ 8 4) 2)" },
	{ "8 / 4 * 2", "(* (/ 8 4) 2)" },
	{ "-x^2", "(- (^ x 2))" },
	{ "(-x)^2", "(^ (- x) 2)" },
	{ "2^-3", "(^ 2 (- 3))" },
	{ "2^3^2", "(^ 2 (^ 3 2))" },
	{ "-2*3", "(* (- 2) 3)" },
	{ "2*-3", "(* 2 (- 3))" },
	{ "1--1", "(- 1 (- 1))" },
	{ "+x", "x" },
	{ "- -x", "(- (- x))" },
	{ "-+-x", "(- (- x))" },
	{ "1 < 2", "(< 1 2)" },
	{ "1<=2", "(<= 1 2)" },
	{ "1>2", "(> 1 2)" },
	{ "1 >= 2", "(>= 1 2)" },
	{ "1==2", "(== 1 2)" },
	{ "1!=2", "(!= 1 2)" },
	{ "a<-1", "(< a (- 1))" },
	{ "(1 < 2) + (3 < 4) >= 2", "(>= (+ (< 1 2) (< 3 4)) 2)" },
	{ "a < b and c > d or x == y", "(or (and (< a b) (> c d)) (== x y))" },
	{ "a < b or c > d and x == y", "(or (< a b) (and (> c d) (== x y)))" },
	{ "not a < b", "(not (< a b))" },
	{ "not not a", "(not (not a))" },
	{ "not a and b", "(and (not a) b)" },
	{ "not (a and b)", "(not (and a b))" },
	{ "loss(sig)", "(loss! sig)" },
	{ "now()", "(now!)" },
	{ "loss( sig ) < 1e-9", "(< (loss! sig) 1e-09)" },
	{ "grad(sig,1)/grad(sig,20)", "(/ (grad! sig 1) (grad! sig 20))" },
	{ "f(1,2,3,4)", "(f! 1 2 3 4)" },
	{ "sqrt(2)", "(sqrt 2)" },
	{ "max(1, 2, loss(sig))", "(max 1 2 (loss! sig))" },
	{ "x*sigmoid(1.7*x)", "(* x (sigmoid (* 1.7 x)))" },
	{ "f(a < b, not c)", "(f! (< a b) (not c))" },
	{ "((((1))))", "1" },
	{ 0 }
};

static int
show(char *to, int n, const struct formula_node *f)
{
	int k = 0;

	if (f->op == FORMULA_NUMBER)
		return snprintf(to, n, "%g", f->number);
	if (f->op == FORMULA_CALL && f->bare)
		return snprintf(to, n, "%.*s", STR_ARG(f->name));
	if (f->op == FORMULA_CALL || f->op == FORMULA_FUNCTION)
		k += snprintf(to, n, "(%.*s%s", STR_ARG(f->name), f->function ? "" : "!");
	else
		k += snprintf(to, n, "(%s", formula_op_text(f->op));
	for (int i = 0; i < f->n_arg; i++) {
		k += snprintf(to + k, n - k, " ");
		k += show(to + k, n - k, f->arg[i]);
	}
	return k + snprintf(to + k, n - k, ")");
}

static void
is_understood(void **state)
{
	const struct tree *t = *state;
	struct arena a;
	char got[256];

	show(got, sizeof(got), formula_of(t->text, &a));
	assert_string_equal(got, t->tree);
	arena_done(&a);
}

static void
spans_count_in_the_source_from_the_place_given(void **state)
{
	static const char source[] = "expect ok\n  ( loss(sig) ) * -2 < max(1, a)";
	struct str text = { source + 12, (int)sizeof(source) - 13 };
	struct err e = { 0 };
	struct arena a;
	const struct formula_node *f, *product, *call;

	(void)state;
	assert_true(arena_init(&a, formula_need(text.n), &e));
	f = formula_parse(text, 12, &a, &e);
	assert_non_null(f);
	product = f->arg[0];
	call = product->arg[0];
	assert_int_equal(f->at.at, 12);
	assert_int_equal(f->at.at + f->at.len, sizeof(source) - 1);
	/* brackets belong to what they hold, so that a part can be quoted */
	assert_memory_equal(source + product->at.at, "( loss(sig) ) * -2",
			    product->at.len);
	assert_int_equal(product->at.len, 18);
	assert_memory_equal(source + call->at.at, "( loss(sig) )", call->at.len);
	assert_int_equal(call->at.len, 13);
	assert_memory_equal(source + call->name_at.at, "loss", call->name_at.len);
	assert_int_equal(call->name_at.len, 4);
	assert_memory_equal(source + f->arg[1]->at.at, "max(1, a)", 9);
	assert_int_equal(f->arg[1]->at.len, 9);
	arena_done(&a);
}

static void
a_condition_is_a_comparison_or_joins_some(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "1 < 2", true }, { "not a", true }, { "a and b", true },
		{ "a or b", true },
		{ "(a != b)", true }, { "a", false }, { "1", false },
		{ "a + (b < 1)", false },
		{ "max(1 < 2, 0)", false }, { "-a", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;

		assert_int_equal(formula_is_condition(formula_of(rows[i].text, &a)),
				 rows[i].is);
		arena_done(&a);
	}
}

static void
a_call_knows_whether_it_had_brackets(void **state)
{
	struct arena a;
	const struct formula_node *f = formula_of("now() + now", &a);

	(void)state;
	assert_false(f->arg[0]->bare);
	assert_true(f->arg[1]->bare);
	assert_null(f->arg[1]->function);
	arena_done(&a);
}

void
formula_parse_cases(void)
{
	char name[128];

	for (const struct tree *t = trees; t->tree; t++) {
		snprintf(name, sizeof(name), "'%s' is understood as %s", t->text,
			 t->tree);
		for (char *c = name; *c; c++)
			if (*c == '\n' || *c == '\r' || *c == '\t' || *c == '#')
				*c = ' ';
		tap_add(name, is_understood, t);
	}
	TAP(spans_count_in_the_source_from_the_place_given);
	TAP(a_condition_is_a_comparison_or_joins_some);
	TAP(a_call_knows_whether_it_had_brackets);
}
