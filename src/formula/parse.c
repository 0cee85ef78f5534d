#include "formula/lex.h"

#include <assert.h>
#include <string.h>

struct parse {
	struct formula_lex lex;		/* the word at hand */
	struct arena *a;
	struct err *e;
	int depth;			/* brackets, signs, powers around the word */
	int n_node, n_compare;
};

/* A rule reads what it names and returns NULL where e says why. */
static struct formula_node *expression(struct parse *p);
static struct formula_node *unary(struct parse *p);
static struct formula_node *power(struct parse *p);
static struct formula_node *atom(struct parse *p);

struct operator {
	const char *text;
	enum formula_op op;
};
static const struct operator disjunction[] = { { "or", FORMULA_OR }, { 0 } };
static const struct operator conjunction[] = { { "and", FORMULA_AND }, { 0 } };
static const struct operator comparison[] = {
	{ "<", FORMULA_LT }, { "<=", FORMULA_LE }, { ">", FORMULA_GT },
	{ ">=", FORMULA_GE },
	{ "==", FORMULA_EQ }, { "!=", FORMULA_NE }, { 0 }
};
static const struct operator addition[] = {
	{ "+", FORMULA_ADD }, { "-", FORMULA_SUB }, { 0 }
};
static const struct operator multiplication[] = {
	{ "*", FORMULA_MUL }, { "/", FORMULA_DIV }, { 0 }
};

const char *
formula_op_text(enum formula_op op)
{
	static const struct operator others[] = {
		{ "-", FORMULA_NEG }, { "not", FORMULA_NOT }, { "^", FORMULA_POW }, { 0 }
	};
	static const struct operator *const all[] = {
		disjunction, conjunction, comparison, addition, multiplication, others
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (const struct operator *o = all[i]; o->text; o++)
			if (o->op == op)
				return o->text;
	return "";
}

size_t
formula_need(int n)
{
	return (size_t)(n < FORMULA_NODES_MAX ? n : FORMULA_NODES_MAX)
		* arena_need(sizeof(struct formula_node), 1);
}

/* ---- what went wrong ---- */

enum { QUOTE_MAX = 40 };

static struct formula_node *
expected(struct parse *p, const char *what)
{
	struct formula_lex *l = &p->lex;

	if (l->kind == LEX_END)
		err_set(p->e, ERR_SYNTAX, l->at, "expected %s before the end", what);
	else
		err_set(p->e, ERR_SYNTAX, l->at, "expected %s before '%.*s'", what,
			l->word.n < QUOTE_MAX ? l->word.n : QUOTE_MAX, l->word.s);
	return NULL;
}

static struct formula_node *
wrong(struct parse *p, enum err_code code, struct span at, const char *why)
{
	err_set(p->e, code, at, "%s", why);
	return NULL;
}

static struct str
source_of(const struct parse *p, struct span at)
{
	return (struct str){ p->lex.text.s + at.at - p->lex.base, at.len };
}

/* ---- nodes ---- */

static struct formula_node *
node_new(struct parse *p, enum formula_op op, struct span at)
{
	struct formula_node *n;

	if (p->n_node == FORMULA_NODES_MAX) {
		err_set(p->e, ERR_RANGE, at,
			"the expression has more than %d numbers, names and operators",
			FORMULA_NODES_MAX);
		return NULL;
	}
	p->n_node++;
	n = ARENA_NEW(p->a, struct formula_node, 1);
	n->op = op;
	n->at = at;
	return n;
}

static struct span
span_join(struct span a, struct span b)
{
	return (struct span){ a.at, b.at + b.len - a.at };
}

/* Arguments that are NULL were complained about already. */
static struct formula_node *
node_two(struct parse *p, enum formula_op op, struct formula_node *left,
	 struct formula_node *right)
{
	struct formula_node *n;

	if (!left || !right)
		return NULL;
	n = node_new(p, op, span_join(left->at, right->at));
	if (!n)
		return NULL;
	n->n_arg = 2;
	n->arg[0] = left;
	n->arg[1] = right;
	return n;
}

static struct formula_node *
node_one(struct parse *p, enum formula_op op, struct span sign, struct formula_node *of)
{
	struct formula_node *n;

	if (!of)
		return NULL;
	n = node_new(p, op, span_join(sign, of->at));
	if (!n)
		return NULL;
	n->n_arg = 1;
	n->arg[0] = of;
	return n;
}

/* One level further in; every way back into the rules goes through here. */
static struct formula_node *
deeper(struct parse *p, struct formula_node *into(struct parse *p))
{
	struct formula_node *n;

	if (p->depth == FORMULA_DEPTH_MAX) {
		err_set(p->e, ERR_RANGE, p->lex.at,
			"the expression is nested more than %d deep", FORMULA_DEPTH_MAX);
		return NULL;
	}
	p->depth++;
	n = into(p);
	p->depth--;
	return n;
}

/* ---- rules, from the loosest to the tightest ---- */

static const struct operator *
operator_here(const struct parse *p, const struct operator *of)
{
	for (; of->text; of++)
		if (formula_lex_is(&p->lex, of->text))
			return of;
	return NULL;
}

/* chain -> sub { operator sub }, from left to right */
static struct formula_node *
chain(struct parse *p, const struct operator *of,
      struct formula_node *sub(struct parse *p))
{
	struct formula_node *left = sub(p);
	const struct operator *o;

	while (left && (o = operator_here(p, of))) {
		formula_lex_next(&p->lex);
		left = node_two(p, o->op, left, sub(p));
	}
	return left;
}

/* product -> unary { ("*" | "/") unary } */
static struct formula_node *
product(struct parse *p)
{
	return chain(p, multiplication, unary);
}

/* sum -> product { ("+" | "-") product } */
static struct formula_node *
sum(struct parse *p)
{
	return chain(p, addition, product);
}

/* a < b < c, where c is still to be read: shows how it is written. */
static struct formula_node *
chained(struct parse *p, const struct formula_node *first)
{
	struct str a = source_of(p, first->arg[0]->at);
	struct str b = source_of(p, first->arg[1]->at);
	const char *op = formula_op_text(first->op);
	const char *next = operator_here(p, comparison)->text;
	struct span at = p->lex.at;
	const struct formula_node *third;
	struct str c;

	formula_lex_next(&p->lex);
	third = sum(p);
	if (!third)
		return NULL;
	c = source_of(p, third->at);
	wrong(p, ERR_SYNTAX, at, "comparisons cannot be chained");
	if (a.n + 2 * b.n + c.n < 50)
		err_hint(p->e, "write %.*s %s %.*s and %.*s %s %.*s", STR_ARG(a), op,
			 STR_ARG(b), STR_ARG(b), next, STR_ARG(c));
	err_hint(p->e, "write a %s b and b %s c", op, next);
	return NULL;
}

/* compare -> sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ] */
static struct formula_node *
compare(struct parse *p)
{
	struct formula_node *n = sum(p);
	const struct operator *o = n ? operator_here(p, comparison) : NULL;

	if (!o)
		return n;
	if (p->n_compare++ == FORMULA_COMPARES_MAX) {
		err_set(p->e, ERR_RANGE, p->lex.at,
			"the expression has more than %d comparisons",
			FORMULA_COMPARES_MAX);
		return NULL;
	}
	formula_lex_next(&p->lex);
	n = node_two(p, o->op, n, sum(p));
	if (n && operator_here(p, comparison))
		return chained(p, n);
	return n;
}

/* not -> "not" not | compare */
static struct formula_node *
negation(struct parse *p)
{
	struct span at = p->lex.at;

	if (!formula_lex_is(&p->lex, "not"))
		return compare(p);
	formula_lex_next(&p->lex);
	return node_one(p, FORMULA_NOT, at, deeper(p, negation));
}

/* and -> not { "and" not } */
static struct formula_node *
both(struct parse *p)
{
	return chain(p, conjunction, negation);
}

/* or -> and { "or" and } */
static struct formula_node *
expression(struct parse *p)
{
	return chain(p, disjunction, both);
}

/* unary -> ("-" | "+") unary | power */
static struct formula_node *
unary(struct parse *p)
{
	struct span at = p->lex.at;
	struct formula_node *n;

	if (formula_lex_is(&p->lex, "-")) {
		formula_lex_next(&p->lex);
		return node_one(p, FORMULA_NEG, at, deeper(p, unary));
	}
	if (!formula_lex_is(&p->lex, "+"))
		return power(p);
	formula_lex_next(&p->lex);
	n = deeper(p, unary);
	if (n)
		n->at = span_join(at, n->at);
	return n;
}

/* power -> atom [ "^" unary ] */
static struct formula_node *
power(struct parse *p)
{
	struct formula_node *n = atom(p);

	if (!n || !formula_lex_is(&p->lex, "^"))
		return n;
	formula_lex_next(&p->lex);
	return node_two(p, FORMULA_POW, n, deeper(p, unary));
}

/* ---- atoms ---- */

static struct formula_node *
number(struct parse *p, double v, struct span at)
{
	struct formula_node *n = node_new(p, FORMULA_NUMBER, at);

	if (n)
		n->number = v;
	return n;
}

/* args -> [ expr { "," expr } ] ")" ; the name and "(" are read */
static bool
arguments(struct parse *p, struct formula_node *n)
{
	int most = n->function ? n->function->max_args : FORMULA_ARGS_MAX;
	struct formula_node *arg;

	if (formula_lex_is(&p->lex, ")"))
		return true;
	for (;;) {
		arg = deeper(p, expression);
		if (!arg)
			return false;
		if (n->n_arg == most) {
			err_set(p->e, ERR_SYNTAX, arg->at,
				"'%.*s' takes at most %d argument%s", STR_ARG(n->name),
				most, most == 1 ? "" : "s");
			return n->function && err_hint(p->e, "%s", n->function->usage);
		}
		n->arg[n->n_arg++] = arg;
		if (formula_lex_is(&p->lex, ")"))
			return true;
		if (!formula_lex_is(&p->lex, ","))
			return expected(p, "an operator, ',' or ')'") != NULL;
		formula_lex_next(&p->lex);
	}
}

/* The rest of a call, from "(" on. */
static struct formula_node *
call(struct parse *p, struct formula_node *n)
{
	formula_lex_next(&p->lex);
	if (!arguments(p, n))
		return NULL;
	n->at = span_join(n->name_at, p->lex.at);
	formula_lex_next(&p->lex);
	if (n->function && n->n_arg < n->function->min_args) {
		err_set(p->e, ERR_SYNTAX, n->at, "'%s' takes %s%d argument%s, not %d",
			n->function->name,
			n->function->min_args < n->function->max_args ? "at least " : "",
			n->function->min_args, n->function->min_args == 1 ? "" : "s",
			n->n_arg);
		err_hint(p->e, "%s", n->function->usage);
		return NULL;
	}
	return n;
}

/* name | name "(" args */
static struct formula_node *
named(struct parse *p)
{
	struct str name = p->lex.word;
	struct span at = p->lex.at;
	struct formula_node *n;
	double v;

	formula_lex_next(&p->lex);
	if (formula_constant(name, &v)) {
		if (!formula_lex_is(&p->lex, "("))
			return number(p, v, at);
		err_set(p->e, ERR_SYNTAX, at, "'%.*s' is a number, not a function",
			STR_ARG(name));
		return NULL;
	}
	n = node_new(p, FORMULA_CALL, at);
	if (!n)
		return NULL;
	n->name = name;
	n->name_at = at;
	n->function = formula_function_find(name);
	if (n->function)
		n->op = FORMULA_FUNCTION;
	if (formula_lex_is(&p->lex, "("))
		return call(p, n);
	n->bare = true;
	if (!n->function)
		return n;
	err_set(p->e, ERR_SYNTAX, at, "'%s' is a function and needs its argument%s",
		n->function->name, n->function->min_args > 1 ? "s" : "");
	err_hint(p->e, "write %s", n->function->usage);
	return NULL;
}

/* atom -> number | name | call | "(" expr ")" */
static struct formula_node *
atom(struct parse *p)
{
	struct span at = p->lex.at;
	struct formula_node *n;
	double v = p->lex.number;

	if (p->lex.kind == LEX_NUMBER) {
		formula_lex_next(&p->lex);
		return number(p, v, at);
	}
	if (p->lex.kind == LEX_NAME && !formula_is_keyword(p->lex.word))
		return named(p);
	if (!formula_lex_is(&p->lex, "("))
		return expected(p, "a number, a name or '('");
	formula_lex_next(&p->lex);
	n = deeper(p, expression);
	if (!n)
		return NULL;
	if (!formula_lex_is(&p->lex, ")"))
		return expected(p, "an operator or ')'");
	n->at = span_join(at, p->lex.at);
	formula_lex_next(&p->lex);
	return n;
}

/* Behind a whole expression there is more. */
static struct formula_node *
left_over(struct parse *p)
{
	bool value = p->lex.kind == LEX_NUMBER || p->lex.kind == LEX_NAME
		|| formula_lex_is(&p->lex, "(");

	if (formula_lex_is(&p->lex, ")"))
		return wrong(p, ERR_SYNTAX, p->lex.at, "')' closes nothing");
	expected(p, "an operator");
	if (str_is(p->lex.word, "if"))
		err_hint(p->e, "write if(CONDITION, THIS, ELSE)");
	if (value && !formula_is_keyword(p->lex.word))
		err_hint(p->e, "a product is written with '*'");
	return NULL;
}

struct formula_node *
formula_parse(struct str text, int at, struct arena *a, struct err *e)
{
	struct parse p = {
		.lex = { .text = text, .base = at, .at = { at, 0 }, .e = e },
		.a = a, .e = e,
	};
	struct formula_node *n;

	formula_lex_next(&p.lex);
	if (p.lex.kind == LEX_END)
		return wrong(&p, ERR_SYNTAX, p.lex.at, "an expression is missing");
	n = expression(&p);
	if (n && p.lex.kind != LEX_END)
		return left_over(&p);
	return n;
}

struct formula_node *
formula_row_parse(const char *text, struct arena *a)
{
	struct err e = { 0 };
	struct formula_node *n;

	assert(formula_need((int)strlen(text)) <= FORMULA_ROW_ROOM);
	n = formula_parse(str_of(text), 0, a, &e);
	assert(n);
	return n;
}
