/* Compiled terms: a list of operations on registers, each a block of floats. */
#ifndef FORMULA_PROGRAM_H
#define FORMULA_PROGRAM_H

#include "formula/graph.h"

/* A block is as long as all registers together allow. */
enum {
	PROGRAM_FLOATS = 8192, PROGRAM_BLOCK = 128, PROGRAM_LANES = 8,
	PROGRAM_REGISTERS_MAX = PROGRAM_FLOATS / PROGRAM_LANES
};

/* op as of a term, but CALL of var 0 is the block of inputs, register 0, and does
 * nothing; FUNCTION of 1 argument is the row's array. */
struct formula_code {
	const struct formula_function *function;
	float number;
	uint8_t op, n_arg, var;
	bool min;			/* of two arguments: min, else max */
	uint16_t to, arg[GRAPH_ARGS_MAX];	/* registers */
	uint16_t from[GRAPH_ARGS_MAX];	/* the operations that filled arg */
	uint16_t term;			/* what this is the value of */
};
struct formula_program {
	int n, n_register;
	const struct formula_code *code;	/* (n), the last gives the value */
	const struct formula_graph *graph;	/* for those who explain it */
};
/* NULL: too many values at once. */
const struct formula_program *program_compile(const struct formula_graph *g, int t,
					      struct arena scratch, struct arena *a);
size_t program_scratch_need(void);
/* The term of its graph that it gives the value of. */
int program_term(const struct formula_program *c);
/* Writes the part that made the value of x not finite: "log(x) is -inf". */
bool program_explain(const struct formula_program *c, float x, const float *p, char *buf,
		     int size);

/* One operation on n floats, n a multiple of 8; v[i] is the i-th argument. */
void program_step(const struct formula_code *c, float *y, const float *const *v, int n,
		  const float *p);

#endif
