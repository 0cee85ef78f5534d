/* Formulas as numbered terms, each kept once: what is written twice is computed once,
 * a slope may share the parts of its formula, and every pass is a loop, since the
 * arguments of a term have smaller numbers than the term.
 */
#ifndef FORMULA_GRAPH_H
#define FORMULA_GRAPH_H

#include "actlab/formula.h"

enum { GRAPH_TERMS_MAX = 4096, GRAPH_BUCKETS = 2 * GRAPH_TERMS_MAX, GRAPH_ARGS_MAX = 3 };

/* op is that of a node; FORMULA_CALL is a variable.  min and max take 2 arguments. */
struct formula_term {
	enum formula_op op;
	int n_arg, arg[GRAPH_ARGS_MAX];
	const struct formula_function *function;
	double number;			/* NUMBER */
	int var;			/* CALL: 0 the variable, then the parameters */
	unsigned uses;			/* a bit for each variable below */
};

/* Term 0 is the variable.  Where there is no room for one more, `full` is set and term 0
 * stands for it: whoever is done with a graph looks at `full`. */
struct formula_graph {
	int n, n_var;
	struct formula_term *term;	/* (GRAPH_TERMS_MAX) */
	uint16_t *bucket;		/* (GRAPH_BUCKETS): 1 + term, 0: free */
	const char *var[1 + FORMULA_PARAMS_MAX];
	bool full;
	/* the rows that have rules of their own; choice is if(c, a, b) */
	const struct formula_function *min, *max, *choice, *exp, *log;
};
void graph_init(struct formula_graph *g, struct arena *a);
size_t graph_need(void);

/* How an operation becomes a term: as it is, or simplified. */
int graph_plain(struct formula_graph *g, enum formula_op op,
		const struct formula_function *f, int n, const int *arg);
int graph_simple(struct formula_graph *g, enum formula_op op,
		 const struct formula_function *f, int n, const int *arg);
/* Short for the second. */
int graph_one(struct formula_graph *g, enum formula_op op, int a);
int graph_two(struct formula_graph *g, enum formula_op op, int a, int b);
int graph_call(struct formula_graph *g, const struct formula_function *f, int a);
int graph_choice(struct formula_graph *g, int condition, int a, int b);
int graph_number(struct formula_graph *g, double v);
int graph_var(struct formula_graph *g, int var);
bool graph_is_number(const struct formula_graph *g, int t, double v);

/* What the names in a parsed text stand for. */
struct graph_names {
	int n;
	const char *name[1 + FORMULA_PARAMS_MAX];
	int term[1 + FORMULA_PARAMS_MAX];
	const struct formula_known *known;	/* what is called; NULL: nothing */
};
/* The tree as a term, functions with a body and curves written out.  Every name is among
 * names, every curve is known. */
int graph_import(struct formula_graph *g, const struct formula_node *f,
		 const struct graph_names *names, bool simple);
/* A row's slope or body at terms x and a, simplified or not. */
int graph_text_at(struct formula_graph *g, const char *text, int x, int a, bool simple);

/* Term t of another graph with these terms for its variables, simplified or not. */
int graph_paste(struct formula_graph *g, const struct formula_graph *from, int t,
		const int *var, bool simple);

/* df/dvar, simplified; f should be, too.  work holds a number for each term. */
int graph_slope(struct formula_graph *g, int f, int var, int work[GRAPH_TERMS_MAX]);

/* The known curve of that name, the newest; NULL: none. */
const struct formula_curve *graph_known(const struct formula_known *known,
					struct str name);

/* Writes the term as text that formula_parse reads, cut with "..." where it is long. */
void graph_write(const struct formula_graph *g, int t, char *buf, int size);

#endif
