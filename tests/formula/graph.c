/* Terms: random formulas, simplified, written, differentiated. */
#include "tests/formula/formula.h"

#include "actlab/rng.h"
#include "formula/graph.h"

#include <math.h>

enum { DEPTH = 4, FORMULAS = 1500, TEXT = 4000 };

/* Words with $ for each part of their own; those in front make terms, those behind
 * conditions. */
static const char *const shapes[] = {
	"($) + ($)", "($) - ($)", "($) * ($)", "($)*($)", "($)/($)", "-($)", "($) - ($)",
	"exp($)", "sin($)", "cos($)", "tanh($)", "sigmoid($)", "softplus($)", "abs($)",
	"atan($)", "erf($)", "silu($)", "relu($)", "log1p($)", "sqrt($)", "hardswish($)",
	"sign($)", "max($, $)", "min($, $)", "max($, $, $)", "($)^2", "($)^3", "($)^-1",
	"($)^0", "($)^1", "($)^0.5", "abs($)^1.5", "2^($)", "abs($)^($)", "($)*x",
	"if(?, $, $)", "if(?, $, $)", "(?)*($)", "x*($)", "($)*2", "3*($)", "($)/4",
	"floor($)", "ceil($)", "round($)", "step($)", "log($)", "log2($)",
	"log10(abs($))",
	"erfc($)", "expm1($)", "elu($)", "elu($, 0.5)", "celu($, 2)", "gelu($)",
	"mish($)",
	"selu($)", "relu6($)", "hardtanh($)", "hardsigmoid($)", "softsign($)",
	"softshrink($)", "hardshrink($, 1)", "tanhshrink($)", "logsigmoid($)",
	"bent_identity($)", "gaussian($)", "leaky_relu($)", "prelu($)", "softplus($, 3)",
	"gelu_tanh($)", "tan(atan($)/2)", "1 - sigmoid($)", "1 - tanh($)^2", NULL
};
static const char *const conditions[] = {
	"($) < ($)", "($) > ($)", "x > ($)", "($) <= 1", "($) >= ($)", "not (?)",
	"(?) and (?)", "(?) or (?)", "($) != ($)", NULL
};

static const char *
pick(struct rng *r, const char *const *of)
{
	int n = 0;

	while (of[n])
		n++;
	return of[rng_below(r, n)];
}

/* A random formula of x, whose values are mostly finite. */
static int
random_text(struct rng *r, char *to, int room, int depth, bool condition)
{
	static const char *const leaf[] = { "x", "x", "x", "2", "0.5", "-1", "3", "pi",
					    "1", "0", "x", NULL };
	const char *s = depth <= 0
			? pick(r, leaf) : pick(r, condition ? conditions : shapes);
	int n = 0;

	if (depth <= 0 && condition)
		s = "x > 0.1";
	for (; *s && n + 2 < room; s++)
		if (*s == '$' || *s == '?')
			n += random_text(r, to + n, room - n,
					 depth - 1 - (rng_below(r, 4) == 0), *s == '?');
		else
			to[n++] = *s;
	to[n] = 0;
	return n;
}

static const struct graph_names names = { 1, { "x" }, { 0 } };

static const struct formula_node *
tree_of(const char *text, struct arena *a)
{
	struct err e = { 0 };
	const struct formula_node *f = formula_parse(str_of(text), 0, a, &e);

	if (!f)
		fail_msg("'%s': %s", text, e.msg);
	return f;
}

/* One formula in three forms, each as text and tree. */
struct forms {
	struct arena a;
	struct formula_graph g;
	char text[TEXT], simple[TEXT], slope[TEXT];
	const struct formula_node *tree, *simple_tree, *slope_tree;
	int simple_term, slope_term;
};

/* A slope may have more comparisons, or more of everything, than the parser takes: then
 * it is passed over. */
static bool
readable(const char *text)
{
	int n = 0;

	for (const char *c = text; *c; c++)
		n += *c == '<' || *c == '>' || *c == '!'
			|| (*c == '=' && c > text && c[-1] == '=');
	return n <= FORMULA_COMPARES_MAX && strlen(text) < TEXT / 2;
}

static bool
forms_of(struct forms *f, struct rng *r)
{
	static int work[GRAPH_TERMS_MAX];

	do
		random_text(r, f->text, TEXT, DEPTH, false);
	while (!readable(f->text));
	arena_reset(&f->a);
	graph_init(&f->g, &f->a);
	f->g.var[0] = "x";
	f->tree = tree_of(f->text, &f->a);
	f->simple_term = graph_import(&f->g, f->tree, &names, true);
	f->slope_term = graph_slope(&f->g, f->simple_term, 0, work);
	assert_false(f->g.full);
	graph_write(&f->g, f->simple_term, f->simple, TEXT);
	graph_write(&f->g, f->slope_term, f->slope, TEXT);
	if (!readable(f->simple) || !readable(f->slope))
		return false;
	f->simple_tree = tree_of(f->simple, &f->a);
	f->slope_tree = tree_of(f->slope, &f->a);
	return true;
}

static double
at(const struct formula_node *f, double x)
{
	static const struct formula_curve c = { .var = "x" };

	return curve_value(&c, f, x, NULL);
}

static void
forms_open(struct forms *f, struct rng *r, uint64_t seed)
{
	struct err e = { 0 };

	assert_true(arena_init(&f->a, graph_need() + 3 * formula_need(TEXT), &e));
	rng_init(r, seed, "formula", 0);
}

/* Reading what was written gives the very term. */
static void
written_terms_are_read_as_themselves(void **state)
{
	static struct forms f;
	struct rng r;
	int read = 0;

	(void)state;
	forms_open(&f, &r, 1);
	for (int i = 0; i < FORMULAS; i++) {
		if (!forms_of(&f, &r))
			continue;
		read++;
		if (graph_import(&f.g, f.simple_tree, &names, true) != f.simple_term)
			fail_msg("%s, simplified: %s", f.text, f.simple);
		if (graph_import(&f.g, f.slope_tree, &names, true) != f.slope_term)
			fail_msg("%s, its slope: %s", f.text, f.slope);
	}
	assert_true(read > FORMULAS * 9 / 10);
	arena_done(&f.a);
}

/* Is every part of f finite there? */
static bool
is_finite(const struct formula_node *f, double x)
{
	for (int i = 0; i < f->n_arg; i++)
		if (!is_finite(f->arg[i], x))
			return false;
	return isfinite(at(f, x));
}

/* What is simpler has the same value. */
static void
simplifying_keeps_values(void **state)
{
	static struct forms f;
	struct rng r;
	int same = 0, all = 0;

	(void)state;
	forms_open(&f, &r, 2);
	for (int i = 0; i < FORMULAS; i++) {
		if (!forms_of(&f, &r))
			continue;
		for (double x = -2.93; x < 3; x += 0.37) {
			double want = at(f.tree, x), got = at(f.simple_tree, x);

			/* near a step or a pole, rounding decides */
			if (!is_finite(f.tree, x) || fabs(want) > 1e6
			    || fabs(at(f.tree,
				       x + 1e-9) - want) > 1e-5 * (1 + fabs(want)))
				continue;
			all++;
			/* (x + 1) - (x + 2) is -1, but for rounding */
			if (!isfinite(got))
				continue;
			same++;
			if (!(fabs(got - want) <= 1e-6 * (1 + fabs(want))))
				fail_msg("%s at %g: %g, simplified to %s: %g", f.text, x,
					 want,
					 f.simple, got);
		}
	}
	assert_true(all > 5 * FORMULAS && same > all - all / 200);
	arena_done(&f.a);
}

/* The quotient over 2h, or NaN where it still changes with h or is another on each side:
 * a kink, a step, a pole. */
static double
difference(const struct formula_node *f, double x)
{
	double h = 1e-4, d[3], right, left;

	for (int i = 0; i < 3; i++, h /= 4)
		d[i] = (at(f, x + h) - at(f, x - h)) / (2 * h);
	right = (at(f, x + h) - at(f, x)) / h;
	left = (at(f, x) - at(f, x - h)) / h;
	if (fabs(right - left) > 1e-2 * (1 + fabs(d[2])))
		return NAN;
	return fabs(d[0] - d[1]) + fabs(d[1] - d[2]) < 1e-4 * (1 + fabs(d[2])) ? d[2]
		: NAN;
}

static void
slopes_agree_with_differences(void **state)
{
	static struct forms f;
	struct rng r;
	int all = 0, singular = 0;

	(void)state;
	forms_open(&f, &r, 3);
	for (int i = 0; i < FORMULAS; i++) {
		if (!forms_of(&f, &r))
			continue;
		for (double x = -2.93; x < 3; x += 0.37) {
			double want = difference(f.tree, x), got = at(f.slope_tree, x);

			/* large values leave a difference few digits */
			if (!is_finite(f.tree, x) || fabs(at(f.tree, x)) > 1e4
			    || isnan(want) || fabs(want) > 1e5)
				continue;
			all++;
			singular += !isfinite(got);	/* sqrt of what stays 0 */
			if (isfinite(got)
			    && !(fabs(got - want) <= 1e-4 * (1 + fabs(want))))
				fail_msg("%s at %g: the slope is %g, not %g of %s",
					 f.text, x,
					 want, got, f.slope);
		}
	}
	print_message("# %d slopes\n", all);
	assert_true(all > 5 * FORMULAS && singular < all / 100);
	arena_done(&f.a);
}

/* Does rounding to float, here or in any part, leave f as it is but for a little? */
static bool
is_steady(const struct formula_node *f, double x)
{
	double v = at(f, x), wide = 1e-3 * (1 + fabs(v));

	for (int i = 0; i < f->n_arg; i++)
		if (!is_steady(f->arg[i], x))
			return false;
	return fabs(v) < 1e3 && (v == 0 || fabs(v) > 1e-3 || f->op == FORMULA_CALL)
		&& fabs(at(f, x + 1e-4) - v) < wide && fabs(at(f, x - 1e-4) - v) < wide;
}

/* The flat code of formula and slope, in float, against the trees in double. */
static void
programs_compute_what_is_written(void **state)
{
	static struct forms f;
	struct arena room = { 0 };
	struct err e = { 0 };
	struct rng r;
	int all = 0;

	(void)state;
	forms_open(&f, &r, 7);
	assert_true(arena_init(&room, CURVE_ROOM, &e));
	for (int i = 0; i < FORMULAS / 5; i++) {
		struct formula_curve c;

		arena_reset(&room);
		e = (struct err){ 0 };
		if (!forms_of(&f, &r)
		    || !formula_curve_read(&c, str_of(f.text), 0, NULL, &room, &e))
			continue;		/* too long, or it is a constant */
		for (double x = -2.875; x < 3; x += 0.375) {
			float y = (float)x, d = (float)x;

			formula_run(c.f, &y, &y, 1, NULL);
			formula_run(c.df, &d, &d, 1, NULL);
			if (!is_steady(f.tree, x) || !is_steady(f.slope_tree, x))
				continue;
			all++;
			tap_near((double)y, at(f.tree, x), 1e-2, 1e-2);
			tap_near((double)d, at(f.slope_tree, x), 1e-2, 1e-2);
		}
	}
	assert_true(all > FORMULAS / 5);
	arena_done(&room);
	arena_done(&f.a);
}

/* What is written twice is one term. */
static void
equal_parts_are_one_term(void **state)
{
	static struct forms f;
	struct rng r;
	int n;

	(void)state;
	forms_open(&f, &r, 4);
	graph_init(&f.g, &f.a);
	f.tree = tree_of("sin(x + 1)*exp(sin(x + 1)) + sin(x + 1)", &f.a);
	graph_import(&f.g, f.tree, &names, false);
	n = f.g.n;
	assert_int_equal(n, 7);			/* x, 1, x+1, sin, exp, *, + */
	graph_import(&f.g, f.tree, &names, false);
	assert_int_equal(f.g.n, n);
	arena_done(&f.a);
}

static void
a_graph_that_is_full_says_so(void **state)
{
	static struct forms f;
	struct rng r;

	(void)state;
	forms_open(&f, &r, 5);
	graph_init(&f.g, &f.a);
	for (int i = 0; i < GRAPH_TERMS_MAX - 1; i++)
		graph_number(&f.g, i);
	assert_false(f.g.full);
	assert_int_equal(graph_number(&f.g, 7), 8);
	assert_false(f.g.full);
	graph_number(&f.g, -1);
	assert_true(f.g.full);
	arena_done(&f.a);
}

static void
long_texts_are_cut(void **state)
{
	static struct forms f;
	struct rng r;
	char text[16];

	(void)state;
	forms_open(&f, &r, 6);
	graph_init(&f.g, &f.a);
	f.g.var[0] = "x";
	f.tree = tree_of("sin(x)*cos(x)*tanh(x)", &f.a);
	graph_write(&f.g, graph_import(&f.g, f.tree, &names, false), text, sizeof(text));
	assert_string_equal(text, "sin(x)*cos(x...");
	arena_done(&f.a);
}

void
formula_graph_cases(void)
{
	TAP(written_terms_are_read_as_themselves);
	TAP(simplifying_keeps_values);
	TAP(slopes_agree_with_differences);
	TAP(programs_compute_what_is_written);
	TAP(equal_parts_are_one_term);
	TAP(a_graph_that_is_full_says_so);
	TAP(long_texts_are_cut);
}
