/* Programs over arrays: block by block, one operation after the other. */
#include "formula/program.h"

#include "formula/array.h"
#include "actlab/num.h"

#include <math.h>
#include <stdalign.h>
#include <string.h>

/* ---- operations; a truth value is 1, 0, or NaN where it hangs on one ---- */

static inline float
truth(float a, float b, bool holds)
{
	float t = holds ? 1 : 0;

	return ((a == a) & (b == b)) ? t : NAN;
}

static void
fill(float *restrict y, float v, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = v;
}

static void
negate(float *restrict y, const float *restrict a, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = -a[i];
}

static void
not_true(float *restrict y, const float *restrict a, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = truth(a[i], a[i], a[i] == 0);
}

static void
both(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float t = truth(a[i], b[i], true);

		y[i] = ((a[i] == 0) | (b[i] == 0)) ? 0 : t;
	}
}

static void
either(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float t = truth(a[i], b[i], false);
		bool left = (a[i] == a[i]) & (a[i] != 0);

		y[i] = (left | ((b[i] == b[i]) & (b[i] != 0))) ? 1 : t;
	}
}

static void
add(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = a[i] + b[i];
}

static void
subtract(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = a[i] - b[i];
}

static void
multiply(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = a[i] * b[i];
}

static void
divide(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = a[i] / b[i];
}

static void
less(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = truth(a[i], b[i], a[i] < b[i]);
}

static void
at_most(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = truth(a[i], b[i], a[i] <= b[i]);
}

static void
equal(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = truth(a[i], b[i], a[i] == b[i]);
}

static void
unequal(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = truth(a[i], b[i], a[i] != b[i]);
}

/* NaN where one of them is */
static void
smaller(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = ((b[i] < a[i]) | (b[i] != b[i])) ? b[i] : a[i];
}

static void
larger(float *restrict y, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++)
		y[i] = ((b[i] > a[i]) | (b[i] != b[i])) ? b[i] : a[i];
}

static void
choose(float *restrict y, const float *c, const float *a, const float *b, int n)
{
	for (int i = 0, m = array_lanes(n); i < m; i++) {
		float t = c[i] == 0 ? b[i] : a[i];

		y[i] = c[i] == c[i] ? t : c[i];
	}
}

static void
call(const struct formula_code *c, float *y, const float *const *v, int n)
{
	if (c->n_arg == 1)
		c->function->array(y, v[0], n);
	else if (c->n_arg == 3)
		choose(y, v[0], v[1], v[2], n);
	else
		(c->min ? smaller : larger)(y, v[0], v[1], n);
}

void
program_step(const struct formula_code *c, float *y, const float *const *v, int n,
	     const float *p)
{
	switch ((enum formula_op)c->op) {
	case FORMULA_NUMBER: fill(y, c->number, n); break;
	case FORMULA_CALL: fill(y, p[c->var - 1], n); break;
	case FORMULA_FUNCTION: call(c, y, v, n); break;
	case FORMULA_NEG: negate(y, v[0], n); break;
	case FORMULA_NOT: not_true(y, v[0], n); break;
	case FORMULA_ADD: add(y, v[0], v[1], n); break;
	case FORMULA_SUB: subtract(y, v[0], v[1], n); break;
	case FORMULA_MUL: multiply(y, v[0], v[1], n); break;
	case FORMULA_DIV: divide(y, v[0], v[1], n); break;
	case FORMULA_POW: num_vpow(y, v[0], v[1], n); break;
	case FORMULA_LT: less(y, v[0], v[1], n); break;
	case FORMULA_LE: at_most(y, v[0], v[1], n); break;
	case FORMULA_GT: less(y, v[1], v[0], n); break;
	case FORMULA_GE: at_most(y, v[1], v[0], n); break;
	case FORMULA_EQ: equal(y, v[0], v[1], n); break;
	case FORMULA_NE: unequal(y, v[0], v[1], n); break;
	case FORMULA_AND: both(y, v[0], v[1], n); break;
	case FORMULA_OR: either(y, v[0], v[1], n); break;
	}
}

/* ---- arrays ---- */

static int
block_length(const struct formula_program *c)
{
	int n = PROGRAM_FLOATS / c->n_register & ~(PROGRAM_LANES - 1);

	return n < PROGRAM_BLOCK ? n : PROGRAM_BLOCK;
}

void
formula_run(const struct formula_program *c, float *y, const float *x, int n,
	    const float *p)
{
	alignas(64) float r[PROGRAM_FLOATS];
	int block = block_length(c);

	for (int i = 0; i < n; i += block) {
		int m = n - i < block ? n - i : block;
		int whole = (m + PROGRAM_LANES - 1) & ~(PROGRAM_LANES - 1);

		memcpy(r, x + i, sizeof(*x) * (size_t)m);
		memset(r + m, 0, sizeof(*r) * (size_t)(whole - m));
		for (int k = 1; k < c->n; k++) {
			const struct formula_code *o = &c->code[k];
			const float *const v[GRAPH_ARGS_MAX] = {
				r + o->arg[0] * block, r + o->arg[1] * block,
				r + o->arg[2] * block
			};

			program_step(o, r + o->to * block, v, whole, p);
		}
		memcpy(y + i, r + c->code[c->n - 1].to * block, sizeof(*y) * (size_t)m);
	}
}

/* ---- where a value stopped being a number ---- */

/* Down to an operation that is not finite though what it is made of is. */
static int
culprit(const struct formula_program *c, const float *v)
{
	int k = c->n - 1, next = k;

	while (next >= 0) {
		const struct formula_code *o = &c->code[k];
		bool choice = o->op == FORMULA_FUNCTION && o->n_arg == 3;

		next = -1;
		for (int i = 0; i < o->n_arg && next < 0; i++) {
			float chosen = v[o->from[0] * PROGRAM_LANES];

			if (choice && i == (chosen == 0 ? 1 : 2))
				continue;		/* the branch not taken */
			if (!isfinite(v[o->from[i] * PROGRAM_LANES]))
				next = o->from[i];
		}
		k = next >= 0 ? next : k;
	}
	return k;
}

bool
program_explain(const struct formula_program *c, float x, const float *p, char *buf,
		int size)
{
	struct arena own = { 0 };
	struct err e = { 0 };
	float *v, bad;
	int k;

	if (!arena_init(&own, arena_need(PROGRAM_LANES * sizeof(float), (size_t)c->n),
			&e))
		return false;
	v = ARENA_NEW(&own, float, c->n * PROGRAM_LANES);
	fill(v, x, PROGRAM_LANES);
	for (int i = 1; i < c->n; i++) {
		const struct formula_code *o = &c->code[i];
		const float *const arg[GRAPH_ARGS_MAX] = {
			v + o->from[0] * PROGRAM_LANES, v + o->from[1] * PROGRAM_LANES,
			v + o->from[2] * PROGRAM_LANES
		};

		program_step(o, v + i * PROGRAM_LANES, arg, PROGRAM_LANES, p);
	}
	k = culprit(c, v);
	bad = v[k * PROGRAM_LANES];
	graph_write(c->graph, c->code[k].term, buf, size - 8);
	size -= (int)strlen(buf);
	snprintf(buf + strlen(buf), (size_t)size, " is %s",
		 isnan(bad) ? "NaN" : bad > 0 ? "inf" : "-inf");
	arena_done(&own);
	return true;
}
