#include "formula/program.h"

#include "formula/array.h"
#include "formula/lex.h"

#include <math.h>
#include <string.h>

/* An operation may take this many more than a term: x^4, sigmoid(-u). */
enum { CODE_MAX = 2 * GRAPH_TERMS_MAX + 8 };

struct compile {
	const struct formula_graph *g;
	int n;
	struct formula_code *code;	/* (CODE_MAX) */
	bool *needed;			/* (g->n) */
	int *at;			/* (g->n): the operation that gives a term */
	double *value;			/* (g->n): of terms without a variable */
	int *last;			/* (CODE_MAX): the operation that reads it last */
	int term;			/* compiled now */
};

size_t
program_scratch_need(void)
{
	return arena_need(sizeof(struct formula_code), CODE_MAX)
		+ arena_need(sizeof(bool), GRAPH_TERMS_MAX)
		+ arena_need(sizeof(int), GRAPH_TERMS_MAX)
		+ arena_need(sizeof(double), GRAPH_TERMS_MAX)
		+ arena_need(sizeof(int), CODE_MAX)
		+ arena_need(sizeof(uint16_t), PROGRAM_REGISTERS_MAX);
}

/* ---- what is better computed in another way ---- */

static bool
is_constant(const struct compile *c, int t)
{
	return !c->g->term[t].uses;
}

static bool
is_call(const struct compile *c, int t, const char *name)
{
	const struct formula_term *f = &c->g->term[t];

	return f->op == FORMULA_FUNCTION && strcmp(f->function->name, name) == 0;
}

/* 1 - sigmoid(u) is sigmoid(-u), which keeps its digits far out; returns u, -1: it is
 * something else. */
static int
sigmoid_rest(const struct compile *c, int t)
{
	const struct formula_term *f = &c->g->term[t];

	if (f->op != FORMULA_SUB || !graph_is_number(c->g, f->arg[0], 1)
	    || !is_call(c, f->arg[1], "sigmoid"))
		return -1;
	return c->g->term[f->arg[1]].arg[0];
}

/* 1 - tanh(u)^2, likewise */
static int
tanh_rest(const struct compile *c, int t)
{
	const struct formula_term *f = &c->g->term[t], *square;

	if (f->op != FORMULA_SUB || !graph_is_number(c->g, f->arg[0], 1))
		return -1;
	square = &c->g->term[f->arg[1]];
	if (square->op != FORMULA_POW || !graph_is_number(c->g, square->arg[1], 2)
	    || !is_call(c, square->arg[0], "tanh"))
		return -1;
	return c->g->term[square->arg[0]].arg[0];
}

static void
need_arguments(struct compile *c, int t)
{
	const struct formula_term *f = &c->g->term[t];
	int u = sigmoid_rest(c, t), v = tanh_rest(c, t);

	if (u >= 0 || v >= 0) {
		c->needed[u >= 0 ? u : v] = true;
		return;
	}
	for (int i = 0; i < f->n_arg; i++)
		c->needed[f->arg[i]] = true;
}

/* ---- operations ---- */

static int
emit(struct compile *c, struct formula_code code, int a, int b)
{
	code.from[0] = (uint16_t)a;
	code.from[1] = (uint16_t)b;
	code.term = (uint16_t)c->term;
	c->code[c->n] = code;
	return c->n++;
}

static int
emit_number(struct compile *c, double v)
{
	return emit(c, (struct formula_code){ .op = FORMULA_NUMBER, .number = (float)v },
		    0, 0);
}

static int
emit_two(struct compile *c, enum formula_op op, int a, int b)
{
	return emit(c, (struct formula_code){ .op = (uint8_t)op, .n_arg = 2 }, a, b);
}

static int
emit_call(struct compile *c, const struct formula_function *f, int a)
{
	return emit(c, (struct formula_code){ .op = FORMULA_FUNCTION, .n_arg = 1,
					      .function = f }, a, 0);
}

/* The operation that gives t; numbers are written where they are first read. */
static int
operand(struct compile *c, int t)
{
	if (c->at[t] < 0)
		c->at[t] = emit_number(c, c->value[t]);
	return c->at[t];
}

static int
emit_power(struct compile *c, const struct formula_term *f)
{
	int a = operand(c, f->arg[0]), square;
	double n = is_constant(c, f->arg[1]) ? c->value[f->arg[1]] : NAN;

	if (n == 1)
		return a;
	if (n == -1)
		return emit_two(c, FORMULA_DIV, emit_number(c, 1), a);
	if (n == 0.5)
		return emit_call(c, formula_function_of("sqrt"), a);
	if (n != 2 && n != 3 && n != 4)
		return emit_two(c, FORMULA_POW, a, operand(c, f->arg[1]));
	square = emit_two(c, FORMULA_MUL, a, a);
	return n == 2 ? square : emit_two(c, FORMULA_MUL, square, n == 3 ? a : square);
}

/* A row that nobody can name. */
static const struct formula_function tanh_slope = {
	"1-tanh^2", "", "", 1, 1, .array = array_tanh_slope
};

static int
emit_term(struct compile *c, int t)
{
	const struct formula_term *f = &c->g->term[t];
	struct formula_code code = { .op = (uint8_t)f->op, .n_arg = (uint8_t)f->n_arg,
				     .var = (uint8_t)f->var, .function = f->function,
				     .min = f->function == c->g->min };
	int u = sigmoid_rest(c, t), v = tanh_rest(c, t), a, b;

	c->term = t;
	if (u >= 0)
		return emit_call(c, formula_function_of("sigmoid"),
				 emit(c, (struct formula_code){ .op = FORMULA_NEG,
								.n_arg = 1 },
				      operand(c, u), 0));
	if (v >= 0)
		return emit_call(c, &tanh_slope, operand(c, v));
	if (f->op == FORMULA_POW)
		return emit_power(c, f);
	a = f->n_arg > 0 ? operand(c, f->arg[0]) : 0;
	b = f->n_arg > 1 ? operand(c, f->arg[1]) : 0;
	code.from[2] = (uint16_t)(f->n_arg > 2 ? operand(c, f->arg[2]) : 0);
	return emit(c, code, a, b);
}

/* ---- numbers, in double ---- */

static void
evaluate(struct compile *c, int t)
{
	const struct formula_term *f = &c->g->term[t];
	double x[GRAPH_ARGS_MAX] = { 0 };

	for (int i = 0; i < f->n_arg; i++)
		x[i] = c->value[f->arg[i]];
	c->value[t] = f->op == FORMULA_NUMBER ? f->number
					      : formula_apply(f->op, f->function, x,
							      f->n_arg);
}

/* ---- registers ---- */

/* Every operation gets a register that none of its arguments is in, and gives back those
 * that are read for the last time.  Returns their number, 0: too many. */
static int
registers(struct compile *c, uint16_t *spare)
{
	int n = 1, n_spare = 0;

	for (int i = 0; i < c->n; i++)
		for (int k = 0; k < c->code[i].n_arg; k++)
			c->last[c->code[i].from[k]] = i;
	for (int i = 0; i < c->n; i++) {
		struct formula_code *o = &c->code[i];

		for (int k = 0; k < o->n_arg; k++)
			o->arg[k] = c->code[o->from[k]].to;
		if (i == 0)			/* the inputs */
			continue;
		if (!n_spare && n == PROGRAM_REGISTERS_MAX)
			return 0;
		o->to = n_spare ? spare[--n_spare] : (uint16_t)n++;
		for (int k = 0; k < o->n_arg; k++)
			if (o->from[k] && c->last[o->from[k]] == i) {
				c->last[o->from[k]] = -1;	/* once, if read twice */
				spare[n_spare++] = o->arg[k];
			}
	}
	return n;
}

/* ---- all of it ---- */

static void
compile_terms(struct compile *c, int t)
{
	c->needed[t] = true;
	for (int i = t; i >= 0; i--)
		if (c->needed[i])
			need_arguments(c, i);
	emit(c, (struct formula_code){ .op = FORMULA_CALL }, 0, 0);
	for (int i = 1; i <= t; i++) {
		c->at[i] = -1;
		if (is_constant(c, i))
			evaluate(c, i);
		else if (c->needed[i])
			c->at[i] = emit_term(c, i);
	}
	c->term = t;
	if (operand(c, t) != c->n - 1)		/* the value comes last: x itself, u^1 */
		emit_two(c, FORMULA_MUL, operand(c, t), emit_number(c, 1));
}

int
program_term(const struct formula_program *c)
{
	return c->code[c->n - 1].term;
}

const struct formula_program *
program_compile(const struct formula_graph *g, int t, struct arena scratch,
		struct arena *a)
{
	struct compile c = { .g = g };
	struct formula_program *p;
	struct formula_code *code;
	int n;

	c.code = ARENA_NEW(&scratch, struct formula_code, CODE_MAX);
	c.needed = ARENA_NEW(&scratch, bool, g->n);
	c.at = ARENA_NEW(&scratch, int, g->n);
	c.value = ARENA_NEW(&scratch, double, g->n);
	c.last = ARENA_NEW(&scratch, int, CODE_MAX);
	compile_terms(&c, t);
	n = registers(&c, ARENA_NEW(&scratch, uint16_t, PROGRAM_REGISTERS_MAX));
	if (!n)
		return NULL;
	code = ARENA_NEW(a, struct formula_code, c.n);
	memcpy(code, c.code, sizeof(*code) * (size_t)c.n);
	p = ARENA_NEW(a, struct formula_program, 1);
	*p = (struct formula_program){ c.n, n, code, g };
	return p;
}
