/* Differentiation: one rule an operation, terms in rising order. */
#include "formula/graph.h"

/* Does t change with var? */
static bool
moves(const struct formula_graph *g, int t, int var)
{
	return g->term[t].uses & 1u << var;
}

/* (a b)' = a' b + a b' */
static int
slope_product(struct formula_graph *g, int a, int b, int da, int db)
{
	return graph_two(g, FORMULA_ADD, graph_two(g, FORMULA_MUL, da, b),
			 graph_two(g, FORMULA_MUL, a, db));
}

/* (a / b)' = a' / b - a b' / b^2 */
static int
slope_quotient(struct formula_graph *g, int a, int b, int da, int db)
{
	int square = graph_two(g, FORMULA_POW, b, graph_number(g, 2));

	return graph_two(g, FORMULA_SUB, graph_two(g, FORMULA_DIV, da, b),
			 graph_two(g, FORMULA_DIV, graph_two(g, FORMULA_MUL, a, db),
				   square));
}

/* (a^b)' = b a^(b-1) a' + a^b log(a) b', where the last is 0 for a = 0. */
static int
slope_power(struct formula_graph *g, int t, int a, int b, int da, int db)
{
	int less = graph_two(g, FORMULA_SUB, b, graph_number(g, 1));
	int zero = graph_number(g, 0);
	int base = graph_two(g, FORMULA_MUL, da,
			     graph_two(g, FORMULA_MUL, b,
				       graph_two(g, FORMULA_POW, a, less)));
	int rise;

	if (graph_is_number(g, db, 0))
		return base;
	rise = graph_two(g, FORMULA_MUL, db,
			 graph_two(g, FORMULA_MUL, t, graph_call(g, g->log, a)));
	if (g->term[a].op != FORMULA_NUMBER || g->term[a].number == 0)
		rise = graph_choice(g, graph_two(g, FORMULA_EQ, a, zero), zero, rise);
	return graph_two(g, FORMULA_ADD, base, rise);
}

/* max(a, b)' = if(a > b, a', b'); so that a tie goes to the argument that stands still,
 * that one is written last. */
static int
slope_extreme(struct formula_graph *g, const struct formula_term *t, int var,
	      const int *d)
{
	enum formula_op beats = t->function == g->max ? FORMULA_GT : FORMULA_LT;
	int a = t->arg[0], b = t->arg[1];

	if (!moves(g, a, var))
		return graph_choice(g, graph_two(g, beats, b, a), d[b], d[a]);
	return graph_choice(g, graph_two(g, beats, a, b), d[a], d[b]);
}

static int
slope_function(struct formula_graph *g, const struct formula_term *t, int var,
	       const int *d)
{
	if (t->function == g->choice)
		return graph_choice(g, t->arg[0], d[t->arg[1]], d[t->arg[2]]);
	if (t->n_arg == 2)
		return slope_extreme(g, t, var, d);
	return graph_two(g, FORMULA_MUL, d[t->arg[0]],
			 graph_text_at(g, t->function->slope, t->arg[0], 0, true));
}

static int
slope_term(struct formula_graph *g, int i, int var, const int *d)
{
	const struct formula_term t = g->term[i];
	int a = t.arg[0], b = t.arg[1];

	switch (t.op) {
	case FORMULA_CALL:
		return graph_number(g, t.var == var);
	case FORMULA_NEG:
		return graph_one(g, FORMULA_NEG, d[a]);
	case FORMULA_ADD:
	case FORMULA_SUB:
		return graph_two(g, t.op, d[a], d[b]);
	case FORMULA_MUL:
		return slope_product(g, a, b, d[a], d[b]);
	case FORMULA_DIV:
		return slope_quotient(g, a, b, d[a], d[b]);
	case FORMULA_POW:
		return slope_power(g, i, a, b, d[a], d[b]);
	case FORMULA_FUNCTION:
		return slope_function(g, &t, var, d);
	default:
		return graph_number(g, 0);	/* comparisons are flat */
	}
}

int
graph_slope(struct formula_graph *g, int f, int var, int work[GRAPH_TERMS_MAX])
{
	enum { IDLE = -1, NEEDED = -2 };
	int zero = graph_number(g, 0);

	for (int i = 0; i <= f; i++)
		work[i] = IDLE;
	work[f] = NEEDED;
	for (int i = f; i >= 0; i--)
		for (int k = 0; work[i] == NEEDED && k < g->term[i].n_arg; k++)
			work[g->term[i].arg[k]] = NEEDED;
	for (int i = 0; i <= f && !g->full; i++)
		if (work[i] == NEEDED)
			work[i] = moves(g, i, var) ? slope_term(g, i, var, work) : zero;
	return g->full ? 0 : work[f];
}
