/* Terms made simple.  Each rule leads to fewer or smaller terms and ends in graph_plain,
 * so that what comes out is not changed by going in again.  Where all parts of the term
 * as written are finite, the simple one has the same value but for rounding.
 */
#include "formula/graph.h"

#include "formula/lex.h"

#include <math.h>

int
graph_one(struct formula_graph *g, enum formula_op op, int a)
{
	return graph_simple(g, op, NULL, 1, &a);
}

int
graph_two(struct formula_graph *g, enum formula_op op, int a, int b)
{
	return graph_simple(g, op, NULL, 2, (int[]){ a, b });
}

int
graph_call(struct formula_graph *g, const struct formula_function *f, int a)
{
	return graph_simple(g, FORMULA_FUNCTION, f, 1, &a);
}

int
graph_choice(struct formula_graph *g, int condition, int a, int b)
{
	return graph_simple(g, FORMULA_FUNCTION, g->choice, 3,
			    (int[]){ condition, a, b });
}

/* ---- what a term looks like ---- */

static bool
is(const struct formula_graph *g, int t, enum formula_op op)
{
	return g->term[t].op == op;
}

static int
left(const struct formula_graph *g, int t)
{
	return g->term[t].arg[0];
}

static int
right(const struct formula_graph *g, int t)
{
	return g->term[t].arg[1];
}

static double
number(const struct formula_graph *g, int t)
{
	return g->term[t].number;
}

static bool
is_number(const struct formula_graph *g, int t)
{
	return is(g, t, FORMULA_NUMBER);
}

static bool
is_whole(const struct formula_graph *g, int t)
{
	return is_number(g, t) && floor(number(g, t)) == number(g, t);
}

static bool
is_choice(const struct formula_graph *g, int t)
{
	return is(g, t, FORMULA_FUNCTION) && g->term[t].function == g->choice;
}

/* t = c u: a number and the rest, c = 1 where none is written; of a number u is 1. */
static double
factor(struct formula_graph *g, int t, int *u)
{
	*u = t;
	if (is_number(g, t)) {
		*u = graph_number(g, 1);
		return number(g, t);
	}
	if (!is(g, t, FORMULA_MUL) || !is_number(g, left(g, t)))
		return 1;
	*u = right(g, t);
	return number(g, left(g, t));
}

/* t = u^m, m a whole number; 1 where none is written. */
static double
exponent(const struct formula_graph *g, int t, int *u)
{
	*u = t;
	if (!is(g, t, FORMULA_POW) || !is_whole(g, right(g, t)))
		return 1;
	*u = left(g, t);
	return number(g, right(g, t));
}

static bool
same_rest(struct formula_graph *g, int a, int b)
{
	int u, v;

	factor(g, a, &u);
	factor(g, b, &v);
	return u == v;
}

static bool
same_base(const struct formula_graph *g, int a, int b)
{
	int u, v;

	exponent(g, a, &u);
	exponent(g, b, &v);
	return u == v && !is_number(g, u);
}

/* A number that six digits write out: 0.5, but not 1/3. */
static bool
is_short(double v)
{
	char buf[STR_NUM_MAX];
	double back;

	return isfinite(v) && str_double(str_of(str_number(buf, v, 6)), &back)
		&& back == v;
}

/* ---- sums ---- */

/* a + sign b where both are multiples of one thing */
static int
sum_alike(struct formula_graph *g, int a, int b, int sign)
{
	int u;
	double c = factor(g, a, &u) + sign * factor(g, b, &u);

	if (!isfinite(c))
		return graph_plain(g, sign > 0 ? FORMULA_ADD : FORMULA_SUB, NULL, 2,
				   (int[]){ a, b });
	return graph_two(g, FORMULA_MUL, graph_number(g, c), u);
}

/* -t without a sign in front, where t has one; else -1 */
static int
negated(struct formula_graph *g, int t)
{
	int u;
	double c = factor(g, t, &u);

	if (is(g, t, FORMULA_NEG))
		return left(g, t);
	return c < 0 ? graph_two(g, FORMULA_MUL, graph_number(g, -c), u) : -1;
}

/* May b, added to a, lose its brackets?  A number less something keeps them, since all
 * its digits may be in there: 1 - tanh(x)^2. */
static bool
opens(const struct formula_graph *g, int a, int b)
{
	return is(g, b, FORMULA_ADD)
		|| (is(g, b, FORMULA_SUB)
		    && (is_number(g, a) || !is_number(g, left(g, b))));
}

/* a + b, or a - b */
static int
sum(struct formula_graph *g, enum formula_op op, int a, int b)
{
	enum formula_op other = op == FORMULA_ADD ? FORMULA_SUB : FORMULA_ADD;
	int sign = op == FORMULA_ADD ? 1 : -1, n;

	if (graph_is_number(g, b, 0))
		return a;
	if (graph_is_number(g, a, 0))
		return sign > 0 ? b : graph_one(g, FORMULA_NEG, b);
	if (same_rest(g, a, b))
		return sum_alike(g, a, b, sign);
	n = negated(g, b);
	if (n >= 0)
		return graph_two(g, other, a, n);
	if (opens(g, a, b))				/* a - (p - q) = a - p + q */
		return graph_two(g, is(g, b, FORMULA_ADD) ? op : other,
				 graph_two(g, op, a, left(g, b)), right(g, b));
	if ((is(g, a, FORMULA_ADD) || is(g, a, FORMULA_SUB))
	    && same_rest(g, right(g, a), b))
		return graph_two(g, g->term[a].op, left(g, a),
				 graph_two(g, is(g, a, op) ? FORMULA_ADD : FORMULA_SUB,
					   right(g, a), b));
	if ((is(g, a, FORMULA_ADD) || is(g, a, FORMULA_SUB))
	    && same_rest(g, left(g, a), b))
		return graph_two(g, g->term[a].op, graph_two(g, op, left(g, a), b),
				 right(g, a));
	if (is(g, a, FORMULA_NEG) && sign > 0)			/* -u + b = b - u */
		return graph_two(g, FORMULA_SUB, b, left(g, a));
	return graph_plain(g, op, NULL, 2, (int[]){ a, b });
}

/* (p - q) u or (p - q) / u, which a sign in front turns round */
static bool
takes_sign(const struct formula_graph *g, int t)
{
	while (is(g, t, FORMULA_MUL) || is(g, t, FORMULA_DIV)) {
		t = left(g, t);
		if (is(g, t, FORMULA_SUB))
			return true;
	}
	return false;
}

static int
minus(struct formula_graph *g, int a)
{
	int u;
	double c = factor(g, a, &u);

	if (is(g, a, FORMULA_NEG))
		return left(g, a);
	if (is(g, a, FORMULA_SUB))
		return graph_two(g, FORMULA_SUB, right(g, a), left(g, a));
	if (c != 1)
		return graph_two(g, FORMULA_MUL, graph_number(g, -c), u);
	if (is(g, a, FORMULA_DIV) && graph_is_number(g, left(g, a), 0))
		return a;			/* 0/0 has no sign */
	if (takes_sign(g, a))
		return graph_two(g, g->term[a].op, graph_one(g, FORMULA_NEG, left(g, a)),
				 right(g, a));
	return graph_plain(g, FORMULA_NEG, NULL, 1, &a);
}

/* ---- products ---- */

/* u if(c, p, 0) = if(c, u p, 0), and the other way round */
static int
times_choice(struct formula_graph *g, int u, int t)
{
	const int c = g->term[t].arg[0], p = g->term[t].arg[1], q = g->term[t].arg[2];

	return graph_choice(g, c, graph_two(g, FORMULA_MUL, u, p),
			    graph_two(g, FORMULA_MUL, u, q));
}

/* if(c, p, 0) / u = if(c, p / u, 0) */
static int
over_choice(struct formula_graph *g, int t, int u)
{
	const int c = g->term[t].arg[0], p = g->term[t].arg[1], q = g->term[t].arg[2];

	return graph_choice(g, c, graph_two(g, FORMULA_DIV, p, u),
			    graph_two(g, FORMULA_DIV, q, u));
}

static bool
has_zero_branch(const struct formula_graph *g, int t)
{
	return is_choice(g, t) && (graph_is_number(g, g->term[t].arg[1], 0)
				   || graph_is_number(g, g->term[t].arg[2], 0));
}

static int
product_of_powers(struct formula_graph *g, int a, int b)
{
	int u;
	double m = exponent(g, a, &u) + exponent(g, b, &u);

	if (!isfinite(m))
		return graph_plain(g, FORMULA_MUL, NULL, 2, (int[]){ a, b });
	return graph_two(g, FORMULA_POW, u, graph_number(g, m));
}

/* One number in front of everything: c u times d v; -1: they have none. */
static int
product_of_factors(struct formula_graph *g, int a, int b)
{
	int u, v;
	double c = factor(g, a, &u), d = factor(g, b, &v);

	if ((u == a && v == b) || (is_number(g, a) && v == b) || !isnormal(c * d))
		return -1;
	return graph_two(g, FORMULA_MUL, graph_number(g, c * d),
			 graph_two(g, FORMULA_MUL, u, v));
}

/* Signs and the number to the front, fractions to the end; -1: all is in order. */
static int
product_in_order(struct formula_graph *g, int a, int b)
{
	int t;

	if (is(g, a, FORMULA_NEG))
		return graph_one(g, FORMULA_NEG,
				 graph_two(g, FORMULA_MUL, left(g, a), b));
	if (is(g, b, FORMULA_NEG))
		return graph_one(g, FORMULA_NEG,
				 graph_two(g, FORMULA_MUL, a, left(g, b)));
	if (is_number(g, b))
		return graph_two(g, FORMULA_MUL, b, a);
	if (is(g, b, FORMULA_DIV))
		return graph_two(g, FORMULA_DIV, graph_two(g, FORMULA_MUL, a, left(g, b)),
				 right(g, b));
	if (is(g, a, FORMULA_DIV))
		return graph_two(g, FORMULA_DIV, graph_two(g, FORMULA_MUL, left(g, a), b),
				 right(g, a));
	t = product_of_factors(g, a, b);
	if (t < 0 && is(g, b, FORMULA_MUL) && !is_number(g, a)
	    && !is_number(g, left(g, b)))
		t = graph_two(g, FORMULA_MUL, graph_two(g, FORMULA_MUL, a, left(g, b)),
			      right(g, b));
	return t;
}

static int
product(struct formula_graph *g, int a, int b)
{
	int t;

	if (graph_is_number(g, a, 0) || graph_is_number(g, b, 1))
		return a;
	if (graph_is_number(g, b, 0) || graph_is_number(g, a, 1))
		return b;
	if (graph_is_number(g, a, -1))
		return graph_one(g, FORMULA_NEG, b);
	t = product_in_order(g, a, b);
	if (t >= 0)
		return t;
	if (has_zero_branch(g, b))
		return times_choice(g, a, b);
	if (has_zero_branch(g, a))
		return times_choice(g, b, a);
	if (same_base(g, a, b))
		return product_of_powers(g, a, b);
	if (is(g, a, FORMULA_MUL) && same_base(g, right(g, a), b))
		return graph_two(g, FORMULA_MUL, left(g, a),
				 product_of_powers(g, right(g, a), b));
	return graph_plain(g, FORMULA_MUL, NULL, 2, (int[]){ a, b });
}

/* The numbers in front of both, where one divides the other; -1: neither. */
static int
cancelled(struct formula_graph *g, int a, int b)
{
	int u, v;
	double c = factor(g, a, &u), d = factor(g, b, &v);

	if (d == 1 || !isnormal(c / d) || !isnormal(d / c))
		return -1;
	if (floor(c / d) == c / d || (is_number(g, b) && c != 1 && is_short(c / d)))
		return graph_two(g, FORMULA_DIV,
				 graph_two(g, FORMULA_MUL, graph_number(g, c / d), u), v);
	if (c != 1 && floor(d / c) == d / c)
		return graph_two(g, FORMULA_DIV, u,
				 graph_two(g, FORMULA_MUL, graph_number(g, d / c), v));
	return -1;
}

static int
quotient(struct formula_graph *g, int a, int b)
{
	bool pole = graph_is_number(g, b, 0);	/* nothing becomes of it */
	int n;

	if ((graph_is_number(g, a, 0) && !pole) || graph_is_number(g, b, 1))
		return a;
	if (a == b && !pole)
		return graph_number(g, 1);
	if (has_zero_branch(g, a))
		return over_choice(g, a, b);
	n = negated(g, a);
	if (n >= 0)
		return graph_one(g, FORMULA_NEG, graph_two(g, FORMULA_DIV, n, b));
	n = negated(g, b);
	if (n >= 0)
		return graph_one(g, FORMULA_NEG, graph_two(g, FORMULA_DIV, a, n));
	if (is(g, a, FORMULA_DIV))
		return graph_two(g, FORMULA_DIV, left(g, a),
				 graph_two(g, FORMULA_MUL, right(g, a), b));
	if (is(g, b, FORMULA_DIV))
		return graph_two(g, FORMULA_DIV,
				 graph_two(g, FORMULA_MUL, a, right(g, b)),
				 left(g, b));
	n = cancelled(g, a, b);
	return n >= 0 ? n : graph_plain(g, FORMULA_DIV, NULL, 2, (int[]){ a, b });
}

static int
power(struct formula_graph *g, int a, int b)
{
	int u;
	double m = exponent(g, a, &u);

	if (graph_is_number(g, b, 0) || graph_is_number(g, a, 1))
		return graph_number(g, 1);
	if (graph_is_number(g, b, 1))
		return a;
	if (graph_is_number(g, a, 2.71828182845904523536))
		return graph_call(g, g->exp, b);
	if (u != a && is_whole(g, b) && isfinite(m * number(g, b)))
		return graph_two(g, FORMULA_POW, u, graph_number(g, m * number(g, b)));
	if (is(g, a, FORMULA_NEG) && is_whole(g, b) && fmod(number(g, b), 2) == 0)
		return graph_two(g, FORMULA_POW, left(g, a), b);
	return graph_plain(g, FORMULA_POW, NULL, 2, (int[]){ a, b });
}

/* ---- everything ---- */

/* Of numbers alone: their value, unless it has so many digits that the operation is
 * easier to read, or it is no number. */
static int
folded(struct formula_graph *g, enum formula_op op, const struct formula_function *f,
       int n, const int *arg)
{
	bool exact = op != FORMULA_DIV && op != FORMULA_POW && op != FORMULA_FUNCTION;
	double x[GRAPH_ARGS_MAX] = { 0 }, v;

	for (int i = 0; i < n; i++)
		x[i] = number(g, arg[i]);
	v = formula_apply(op, f, x, n);
	if (exact ? isfinite(v) : is_short(v))
		return graph_number(g, v == 0 ? 0 : v);		/* no sign */
	return op == FORMULA_DIV ? quotient(g, arg[0], arg[1])
		: graph_plain(g, op, f, n, arg);
}

static int
function(struct formula_graph *g, const struct formula_function *f, int n, const int *arg)
{
	if (f == g->choice && is_number(g, arg[0]))
		return number(g, arg[0]) == 0 ? arg[2] : arg[1];
	if (f == g->choice && arg[1] == arg[2])
		return arg[1];
	if ((f == g->max || f == g->min) && arg[0] == arg[1])
		return arg[0];
	return graph_plain(g, FORMULA_FUNCTION, f, n, arg);
}

int
graph_simple(struct formula_graph *g, enum formula_op op,
	     const struct formula_function *f, int n, const int *arg)
{
	int numbers = 0;

	if (g->full)
		return 0;
	for (int i = 0; i < n; i++)
		numbers += is_number(g, arg[i]);
	if (numbers == n)
		return folded(g, op, f, n, arg);
	switch (op) {
	case FORMULA_ADD:
	case FORMULA_SUB:
		return sum(g, op, arg[0], arg[1]);
	case FORMULA_MUL:
		return product(g, arg[0], arg[1]);
	case FORMULA_DIV:
		return quotient(g, arg[0], arg[1]);
	case FORMULA_NEG:
		return minus(g, arg[0]);
	case FORMULA_POW:
		return power(g, arg[0], arg[1]);
	case FORMULA_FUNCTION:
		return function(g, f, n, arg);
	default:
		return graph_plain(g, op, NULL, n, arg);
	}
}
