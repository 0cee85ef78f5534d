/* Terms as text, with as few brackets as formula_parse needs. */
#include "formula/graph.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* How tightly an operation holds what it is made of. */
enum { LOOSE, DISJUNCTION, CONJUNCTION, NEGATION, COMPARISON, SUM, PRODUCT, SIGN, POWER,
       ATOM };

struct text {
	const struct formula_graph *g;
	char *buf;
	int n, size;
};

static void put(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void
put(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (t->n >= t->size)
		return;
	va_start(ap, fmt);
	n = vsnprintf(t->buf + t->n, (size_t)(t->size - t->n), fmt, ap);
	va_end(ap);
	t->n += n < 0 ? 0 : n;
}

/* As few digits as read back to the same number. */
static void
put_number(struct text *t, double v)
{
	char buf[STR_NUM_MAX];
	double back;

	if (v == 3.14159265358979323846 || v == 2.71828182845904523536) {
		put(t, "%s", v > 3 ? "pi" : "e");
		return;
	}
	for (int digits = 1; digits <= 17; digits++)
		if (str_double(str_of(str_number(buf, v, digits)), &back) && back == v)
			break;
	put(t, "%s", buf);
}

static int
strength(const struct formula_graph *g, int i)
{
	const struct formula_term *t = &g->term[i];

	switch (t->op) {
	case FORMULA_OR: return DISJUNCTION;
	case FORMULA_AND: return CONJUNCTION;
	case FORMULA_NOT: return NEGATION;
	case FORMULA_ADD:
	case FORMULA_SUB: return SUM;
	case FORMULA_MUL:
	case FORMULA_DIV: return PRODUCT;
	case FORMULA_NEG: return strength(g, t->arg[0]) == PRODUCT ? PRODUCT : SIGN;
	case FORMULA_POW: return POWER;
	case FORMULA_NUMBER: return t->number < 0 ? SIGN : ATOM;
	case FORMULA_CALL:
	case FORMULA_FUNCTION: return ATOM;
	default: return COMPARISON;
	}
}

static void put_term(struct text *t, int i, int least);

static void
put_call(struct text *t, const struct formula_term *f)
{
	put(t, "%s(", f->function->name);
	for (int i = 0; i < f->n_arg; i++) {
		put(t, "%s", i ? ", " : "");
		put_term(t, f->arg[i], LOOSE);
	}
	put(t, ")");
}

/* 2 (u v), which is as good as (2 u) v. */
static bool
counts(const struct formula_graph *g, const struct formula_term *f)
{
	return f->op == FORMULA_MUL && g->term[f->arg[0]].op == FORMULA_NUMBER
		&& g->term[f->arg[1]].op == FORMULA_MUL;
}

static void
put_two(struct text *t, const struct formula_term *f, int s)
{
	bool tight = s == PRODUCT || s == POWER;

	put_term(t, f->arg[0], s == POWER ? ATOM : s == COMPARISON ? SUM : s);
	put(t, tight ? "%s" : " %s ", formula_op_text(f->op));
	put_term(t, f->arg[1], s == POWER ? SIGN : counts(t->g, f) ? s : s + 1);
}

static void
put_bare(struct text *t, int i)
{
	const struct formula_term *f = &t->g->term[i];

	switch (f->op) {
	case FORMULA_NUMBER:
		put_number(t, f->number);
		break;
	case FORMULA_CALL:
		put(t, "%s", t->g->var[f->var]);
		break;
	case FORMULA_FUNCTION:
		put_call(t, f);
		break;
	case FORMULA_NEG:
		put(t, "-");
		put_term(t, f->arg[0], strength(t->g, i));
		break;
	case FORMULA_NOT:
		put(t, "not ");
		put_term(t, f->arg[0], NEGATION);
		break;
	default:
		put_two(t, f, strength(t->g, i));
	}
}

/* In brackets where it holds less tightly than `least`; a text that is full grows no
 * more, however large the term is. */
static void
put_term(struct text *t, int i, int least)
{
	bool brackets = strength(t->g, i) < least;

	if (t->n >= t->size)
		return;
	put(t, "%s", brackets ? "(" : "");
	put_bare(t, i);
	put(t, "%s", brackets ? ")" : "");
}

void
graph_write(const struct formula_graph *g, int i, char *buf, int size)
{
	struct text t = { g, buf, 0, size };

	put_term(&t, i, LOOSE);
	if (t.n >= size)
		memcpy(buf + size - 4, "...", 4);
}
