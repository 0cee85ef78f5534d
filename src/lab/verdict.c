#include "lab/verdict.h"

#include <math.h>
#include <stdlib.h>

void
lab_seed_measure(const struct lab_expect *x, struct lab_take *t,
		 struct lab_seed_verdict *s)
{
	struct err e = { 0 };

	s->done = true;
	s->held = false;
	if (lab_take_compares(t, x->f, x->mark, s->compare, &s->n_compare, &s->held, &e))
		return;
	s->n_compare = 0;
	str_fill(s->error, sizeof(s->error), str_of(e.msg));
}

/* ---- one condition ---- */

/* Does it hold, and by how much?  NaN: a side of a comparison is NaN; that is no truth,
 * and so is its negation. */
struct held {
	bool yes;
	double margin;
};

static struct held
of_compare(const struct formula_compare *c)
{
	if (isnan(c->left) || isnan(c->right))
		return (struct held){ false, NAN };
	return (struct held){ c->held, c->margin };
}

static struct held
both(struct held a, struct held b)
{
	if (isnan(a.margin))
		return b.yes || isnan(b.margin) ? a : b;
	if (isnan(b.margin))
		return a.yes ? b : a;
	return (struct held){ a.yes && b.yes, a.margin < b.margin ? a.margin : b.margin };
}

static struct held
either(struct held a, struct held b)
{
	if (isnan(a.margin))
		return b.yes ? b : a;
	if (isnan(b.margin))
		return a.yes ? a : b;
	return (struct held){ a.yes || b.yes, a.margin > b.margin ? a.margin : b.margin };
}

static struct held
holds(const struct formula_node *f, const struct formula_compare *c, int n)
{
	struct held h;

	if (f->op == FORMULA_AND)
		return both(holds(f->arg[0], c, n), holds(f->arg[1], c, n));
	if (f->op == FORMULA_OR)
		return either(holds(f->arg[0], c, n), holds(f->arg[1], c, n));
	if (f->op == FORMULA_NOT) {
		h = holds(f->arg[0], c, n);
		return isnan(h.margin) ? h : (struct held){ !h.yes, -h.margin };
	}
	for (int i = 0; i < n; i++)
		if (c[i].node == f)
			return of_compare(&c[i]);
	return (struct held){ false, NAN };
}

static double
margin_of(struct held h)
{
	return isnan(h.margin) ? -INFINITY : h.margin;
}

/* ---- over seeds ---- */

static int
rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
seed_margin(const struct lab_verdict *v, int i)
{
	const struct lab_seed_verdict *s = &v->seed[i];

	return margin_of(holds(v->expect->f, s->compare, s->n_compare));
}

/* The need-th best margin decides: so many hold by at least that much. */
static void
decide_count(struct lab_verdict *v, int need)
{
	double margin[LAB_SEEDS_MAX + 1];
	int held = 0;

	for (int i = 0; i < v->n_seed; i++) {
		held += v->seed[i].held;
		margin[i] = seed_margin(v, i);
	}
	qsort(margin, (size_t)v->n_seed, sizeof(margin[0]), rising);
	v->held = held >= need;
	v->margin = margin[v->n_seed - need];
}

/* The median of one side of a comparison.  What is NaN counts as worst, and where the
 * middle is among these the median is NaN. */
static double
median(const struct lab_verdict *v, int k, bool right, bool small_is_good)
{
	double x[LAB_SEEDS_MAX + 1];
	int n = v->n_seed, bad = 0;

	for (int i = 0; i < n; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];
		const struct formula_compare *c = &s->compare[k];

		x[i] = k >= s->n_compare ? NAN : right ? c->right : c->left;
		bad += isnan(x[i]);
		if (isnan(x[i]))
			x[i] = small_is_good ? INFINITY : -INFINITY;
	}
	if (2 * bad >= n)
		return NAN;
	qsort(x, (size_t)n, sizeof(x[0]), rising);
	return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

static bool
compare(enum formula_op op, double l, double r)
{
	switch (op) {
	case FORMULA_LT:
		return l < r;
	case FORMULA_LE:
		return l <= r;
	case FORMULA_GT:
		return l > r;
	case FORMULA_GE:
		return l >= r;
	case FORMULA_EQ:
		return l == r;
	default:
		return l != r;
	}
}

/* As formula_compares has it. */
static double
compare_margin(enum formula_op op, double l, double r, bool held)
{
	double by = op == FORMULA_LT || op == FORMULA_LE ? r - l : l - r;

	if (op == FORMULA_EQ)
		return held ? 0 : -INFINITY;
	if (op == FORMULA_NE || isinf(l) || isinf(r) || isnan(by))
		return held ? INFINITY : -INFINITY;
	return by / (r == 0 ? 1 : fabs(r));
}

static void
decide_median(struct lab_verdict *v)
{
	struct formula_compare c[FORMULA_COMPARES_MAX];
	struct held h;
	int n = 0;

	for (int i = 0; i < v->n_seed; i++)
		if (v->seed[i].n_compare > n) {
			n = v->seed[i].n_compare;
			for (int k = 0; k < n; k++)
				c[k] = v->seed[i].compare[k];
		}
	for (int k = 0; k < n; k++) {
		enum formula_op op = c[k].node->op;
		bool small = op == FORMULA_LT || op == FORMULA_LE;

		c[k].left = median(v, k, false, small);
		c[k].right = median(v, k, true, !small);
		c[k].held = compare(op, c[k].left, c[k].right);
		c[k].margin = compare_margin(op, c[k].left, c[k].right, c[k].held);
	}
	h = holds(v->expect->f, c, n);
	v->held = h.yes;
	v->margin = margin_of(h);
}

void
lab_verdict_decide(struct lab_verdict *v)
{
	if (v->done)
		return;
	for (int i = 0; i < v->n_seed; i++)
		if (!v->seed[i].done)
			return;
	if (v->expect->over == LAB_MEDIAN)
		decide_median(v);
	else
		decide_count(v, v->expect->over == LAB_ALL ? v->n_seed
							   : (4 * v->n_seed + 4) / 5);
	v->done = true;
	v->points = v->held ? v->expect->points : 0;
}
