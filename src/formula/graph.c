#include "formula/graph.h"

#include "formula/lex.h"
#include "formula/program.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

size_t
graph_need(void)
{
	return arena_need(sizeof(struct formula_term), GRAPH_TERMS_MAX)
		+ arena_need(sizeof(uint16_t), GRAPH_BUCKETS);
}

void
graph_init(struct formula_graph *g, struct arena *a)
{
	*g = (struct formula_graph){ 0 };
	g->term = ARENA_NEW(a, struct formula_term, GRAPH_TERMS_MAX);
	g->bucket = ARENA_NEW(a, uint16_t, GRAPH_BUCKETS);
	g->min = formula_function_of("min");
	g->max = formula_function_of("max");
	g->choice = formula_function_of("if");
	g->exp = formula_function_of("exp");
	g->log = formula_function_of("log");
	graph_var(g, 0);
}

/* ---- terms ---- */

static bool
same(const struct formula_term *a, const struct formula_term *b)
{
	return a->op == b->op && a->function == b->function && a->var == b->var
		&& memcmp(&a->number, &b->number, sizeof(a->number)) == 0
		&& a->n_arg == b->n_arg
		&& memcmp(a->arg, b->arg, sizeof(a->arg)) == 0;
}

static uint64_t
hash(const struct formula_term *t)
{
	uint64_t h = (uint64_t)t->op * 31 + (uint64_t)t->var, bits;

	memcpy(&bits, &t->number, sizeof(bits));
	h = (h ^ bits) * 0x9e3779b97f4a7c15u;
	h = (h ^ (uintptr_t)t->function) * 0x9e3779b97f4a7c15u;
	for (int i = 0; i < t->n_arg; i++)
		h = (h ^ (h >> 29) ^ (uint64_t)t->arg[i]) * 0x9e3779b97f4a7c15u;
	return h >> 32;
}

static int
intern(struct formula_graph *g, const struct formula_term *t)
{
	unsigned at = (unsigned)(hash(t) % GRAPH_BUCKETS);

	for (; g->bucket[at]; at = (at + 1) % GRAPH_BUCKETS)
		if (same(&g->term[g->bucket[at] - 1], t))
			return g->bucket[at] - 1;
	if (g->n == GRAPH_TERMS_MAX) {
		g->full = true;
		return 0;
	}
	g->term[g->n] = *t;
	g->bucket[at] = (uint16_t)++g->n;
	return g->n - 1;
}

int
graph_number(struct formula_graph *g, double v)
{
	return intern(g, &(struct formula_term){ .op = FORMULA_NUMBER, .number = v });
}

int
graph_var(struct formula_graph *g, int var)
{
	return intern(g, &(struct formula_term){ .op = FORMULA_CALL, .var = var,
						 .uses = 1u << var });
}

bool
graph_is_number(const struct formula_graph *g, int t, double v)
{
	return g->term[t].op == FORMULA_NUMBER && g->term[t].number == v;
}

int
graph_plain(struct formula_graph *g, enum formula_op op, const struct formula_function *f,
	    int n, const int *arg)
{
	struct formula_term t = { .op = op, .function = f, .n_arg = n };

	for (int i = 0; i < n; i++) {
		t.arg[i] = arg[i];
		t.uses |= g->term[arg[i]].uses;
	}
	return intern(g, &t);
}

/* ---- trees ---- */

static int
build(struct formula_graph *g, bool simple, enum formula_op op,
      const struct formula_function *f, int n, const int *arg)
{
	return simple ? graph_simple(g, op, f, n, arg) : graph_plain(g, op, f, n, arg);
}

static int
name_term(const struct formula_node *f, const struct graph_names *names)
{
	int i = 0;

	while (i < names->n && !str_is(f->name, names->name[i]))
		i++;
	assert(i < names->n);
	return names->term[i];
}

const struct formula_curve *
graph_known(const struct formula_known *known, struct str name)
{
	for (int i = known ? known->n : 0; i-- > 0;)
		if (str_is(name, known->curve[i]->name))
			return known->curve[i];
	return NULL;
}

/* A call of a curve: its formula, with arg for the variable and the first parameters. */
static int
build_call(struct formula_graph *g, const struct formula_node *f,
	   const struct formula_curve *c, const int *arg, bool simple)
{
	int var[1 + FORMULA_PARAMS_MAX];

	for (int i = 0; i <= c->n_param; i++)
		var[i] = i < f->n_arg ? arg[i] : graph_number(g, c->param[i - 1].start);
	return graph_paste(g, c->f->graph, program_term(c->f), var, simple);
}

/* f of 2 arguments or more, two by two from the left */
static int
build_many(struct formula_graph *g, const struct formula_node *f, const int *arg,
	   bool simple)
{
	int t = arg[0];

	for (int i = 1; i < f->n_arg; i++)
		t = build(g, simple, FORMULA_FUNCTION, f->function, 2,
			  (int[]){ t, arg[i] });
	return t;
}

int
graph_import(struct formula_graph *g, const struct formula_node *f,
	     const struct graph_names *names, bool simple)
{
	int arg[FORMULA_ARGS_MAX] = { 0 };

	if (f->op == FORMULA_NUMBER)
		return graph_number(g, f->number);
	if (f->op == FORMULA_CALL && f->bare)
		return name_term(f, names);
	for (int i = 0; i < f->n_arg; i++)
		arg[i] = graph_import(g, f->arg[i], names, simple);
	if (f->op == FORMULA_CALL)
		return build_call(g, f, graph_known(names->known, f->name), arg, simple);
	if (f->op != FORMULA_FUNCTION)
		return build(g, simple, f->op, NULL, f->n_arg, arg);
	if (f->function->body && !(f->n_arg == 1 && f->function->one))
		return graph_text_at(g, f->function->body, arg[0],
				     f->n_arg > 1 ? arg[1]
					     : graph_number(g, f->function->a),
				     simple);
	if (f->n_arg > f->function->min_args)
		return build_many(g, f, arg, simple);
	return build(g, simple, FORMULA_FUNCTION, f->function, f->n_arg, arg);
}

int
graph_paste(struct formula_graph *g, const struct formula_graph *from, int t,
	    const int *var, bool simple)
{
	enum { IDLE = -1, NEEDED = -2 };
	int here[GRAPH_TERMS_MAX], arg[GRAPH_ARGS_MAX] = { 0 };

	for (int i = 0; i <= t; i++)
		here[i] = i < t ? IDLE : NEEDED;
	for (int i = t; i >= 0; i--)
		for (int k = 0; here[i] == NEEDED && k < from->term[i].n_arg; k++)
			here[from->term[i].arg[k]] = NEEDED;
	for (int i = 0; i <= t && !g->full; i++) {
		const struct formula_term *f = &from->term[i];

		for (int k = 0; here[i] == NEEDED && k < f->n_arg; k++)
			arg[k] = here[f->arg[k]];
		if (here[i] == NEEDED)
			here[i] = f->op == FORMULA_NUMBER ? graph_number(g, f->number)
				: f->op == FORMULA_CALL ? var[f->var]
				: build(g, simple, f->op, f->function, f->n_arg, arg);
	}
	return g->full ? 0 : here[t];
}

int
graph_text_at(struct formula_graph *g, const char *text, int x, int a, bool simple)
{
	struct graph_names names = { 2, { "x", "a" }, { x, a } };
	alignas(64) unsigned char room[FORMULA_ROW_ROOM];
	struct arena own = { room, room, room + sizeof(room) };
	const struct formula_node *f = formula_row_parse(text, &own);

	return graph_import(g, f, &names, simple);
}
