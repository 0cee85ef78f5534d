#include "formula/head.h"
#include "formula/lex.h"
#include "formula/program.h"

#include <math.h>
#include <string.h>

enum { QUOTE_MAX = 40 };

/* ---- the formula's names ---- */

struct curve_env {
	struct formula_env env;
	const struct formula_curve *c;
	const struct formula_known *known;
};

/* "a(x)", "swish(x, beta)" */
static void
usage(const struct formula_curve *c, char *buf, size_t size)
{
	size_t n = (size_t)snprintf(buf, size, "%s(x", c->name);

	for (int i = 0; i < c->n_param && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, ", %s", c->param[i].name);
	if (n < size)
		snprintf(buf + n, size - n, ")");
}

/* A call of a curve that is known. */
static bool
check_call(const struct curve_env *env, const struct formula_node *call,
	   const struct formula_curve *to, struct err *e)
{
	char how[64];

	usage(to, how, sizeof(how));
	if (call->bare)
		err_set(e, ERR_SYNTAX, call->at, "'%s' is an activation and needs its "
			"argument", to->name);
	else if (call->n_arg < 1 || call->n_arg > 1 + to->n_param)
		err_set(e, ERR_SYNTAX, call->at, "'%s' takes %s%d argument%s, not %d",
			to->name, to->n_param ? "1 to " : "", 1 + to->n_param,
			to->n_param ? "s" : "", call->n_arg);
	if (e->code)
		return err_hint(e, "write %s", how);
	for (int i = 0; i < call->n_arg; i++)
		if (!formula_check(call->arg[i], &env->env, e))
			return false;
	return true;
}

/* How other languages call what is written otherwise here. */
static const char *const elsewhere[][2] = {
	{ "where", "if(CONDITION, THIS, ELSE)" }, { "pow", "A^B" }, { "ln", "log(x)" },
	{ "clip", "min(max(x, LOW), HIGH)" }, { "clamp", "min(max(x, LOW), HIGH)" },
	{ "heaviside", "step(x)" }, { "arctan", "atan(x)" }, { "square", "x^2" },
	{ NULL, NULL }
};

static bool
unknown_function(const struct curve_env *env, const struct formula_node *call,
		 struct err *e)
{
	struct str_near near = str_near_begin(call->name);

	if (str_is(call->name, env->c->name)) {
		err_set(e, ERR_NAME, call->name_at, "'%s' calls itself", env->c->name);
		return err_hint(e, "call functions, and activations that are there "
				"before this one");
	}
	for (int i = 0; env->known && i < env->known->n; i++)
		str_near_try(&near, env->known->curve[i]->name);
	formula_functions_near(&near);
	err_set(e, ERR_NAME, call->name_at, "unknown function '%.*s'",
		call->name.n < QUOTE_MAX ? call->name.n : QUOTE_MAX, call->name.s);
	for (int i = 0; elsewhere[i][0]; i++)
		if (str_is(call->name, elsewhere[i][0]))
			return err_hint(e, "write %s", elsewhere[i][1]);
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "an activation of one's own is there before it is called");
}

static bool
check_name(const struct formula_env *env, const struct formula_node *call, struct err *e)
{
	const struct curve_env *of = (const struct curve_env *)env;
	const struct formula_curve *c = of->c, *to = graph_known(of->known, call->name);
	struct str_near near = str_near_begin(call->name);
	char name[FORMULA_NAME_MAX];

	str_fill(name, sizeof(name), call->name);
	if (call->bare && call->name.n < FORMULA_NAME_MAX && curve_has_name(c, name))
		return true;
	if (to && !str_is(call->name, c->name))
		return check_call(of, call, to, e);
	if (!call->bare)
		return unknown_function(of, call, e);
	str_near_try(&near, c->var);
	for (int i = 0; i < c->n_param; i++)
		str_near_try(&near, c->param[i].name);
	err_set(e, ERR_NAME, call->name_at, "unknown name '%.*s'",
		call->name.n < QUOTE_MAX ? call->name.n : QUOTE_MAX, call->name.s);
	if (str_near_best(&near))
		return err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "the variable is %s; parameters are declared as in f(%s; a=1)",
			c->var, c->var);
}

/* ---- from tree to programs ---- */

struct terms {
	int f, slope, dp[FORMULA_PARAMS_MAX];
};

/* All terms that there will be. */
static void
make_terms(struct formula_graph *g, const struct formula_curve *c,
	   const struct formula_node *tree, const struct formula_known *known,
	   struct arena scratch, struct terms *t)
{
	int *work = ARENA_NEW(&scratch, int, GRAPH_TERMS_MAX), simple;
	struct graph_names names = { .n = 1 + c->n_param, .known = known };

	for (int i = 0; i < names.n; i++) {
		names.name[i] = g->var[i];
		names.term[i] = graph_var(g, i);
	}
	t->f = graph_import(g, tree, &names, false);
	simple = graph_import(g, tree, &names, true);
	t->slope = graph_slope(g, simple, 0, work);
	for (int i = 0; i < c->n_learned; i++)
		t->dp[i] = graph_slope(g, simple, 1 + i, work);
}

/* The terms without what served to make them. */
static const struct formula_graph *
keep(const struct formula_graph *g, struct arena *a)
{
	struct formula_graph *kept = ARENA_NEW(a, struct formula_graph, 1);

	*kept = *g;
	kept->bucket = NULL;
	kept->term = ARENA_NEW(a, struct formula_term, g->n);
	memcpy(kept->term, g->term, sizeof(*g->term) * (size_t)g->n);
	return kept;
}

static bool
compile(struct formula_curve *c, const struct formula_graph *g, const struct terms *t,
	struct arena scratch, struct arena *a)
{
	char *text = ARENA_NEW(a, char, FORMULA_TEXT_MAX);
	bool ok;

	graph_write(g, t->slope, text, FORMULA_TEXT_MAX);
	c->slope = text;
	c->f = program_compile(g, t->f, scratch, a);
	c->df = program_compile(g, t->slope, scratch, a);
	ok = c->f && c->df;
	for (int i = 0; i < c->n_learned; i++) {
		c->dp[i] = program_compile(g, t->dp[i], scratch, a);
		ok = ok && c->dp[i];
	}
	return ok;
}

static bool
too_large(struct span at, struct err *e)
{
	err_set(e, ERR_RANGE, at, "the formula or its slope is too large");
	return err_hint(e, "write it with fewer operations");
}

static bool
make(struct formula_curve *c, const struct formula_node *tree,
     const struct formula_known *known, struct arena *scratch, struct arena *a,
     struct err *e)
{
	struct formula_graph g;
	struct terms t;

	graph_init(&g, scratch);
	g.n_var = 1 + c->n_param;
	g.var[0] = str_copy(a, str_of(c->var));
	for (int i = 0; i < c->n_param; i++)
		g.var[1 + i] = str_copy(a, str_of(c->param[i].name));
	make_terms(&g, c, tree, known, *scratch, &t);
	if (!g.full && !(g.term[t.f].uses & 1)) {
		err_set(e, ERR_SYNTAX, tree->at, "the formula does not depend on %s",
			c->var);
		return err_hint(e, "a constant is no activation");
	}
	if (g.full || !compile(c, keep(&g, a), &t, *scratch, a))
		return too_large(tree->at, e);
	return true;
}

static bool
calls(const struct formula_node *f, const char *name)
{
	if (f->op == FORMULA_CALL && !f->bare && str_is(f->name, name))
		return true;
	for (int i = 0; i < f->n_arg; i++)
		if (calls(f->arg[i], name))
			return true;
	return false;
}

/* Those of the known curves that the formula itself calls. */
static void
keep_calls(struct formula_curve *c, const struct formula_node *tree,
	   const struct formula_known *known, struct arena *a)
{
	const struct formula_curve **call;

	if (!known || !known->n)
		return;
	call = ARENA_NEW(a, const struct formula_curve *, known->n);
	for (int i = 0; i < known->n; i++) {
		const struct formula_curve *k = known->curve[i];

		if (graph_known(known, str_of(k->name)) == k && calls(tree, k->name))
			call[c->n_call++] = k;
	}
	c->call = call;
}

/* Blanks of any number become one. */
static const char *
one_line(struct str s, struct arena *a)
{
	char *to = ARENA_NEW(a, char, s.n + 1);
	int n = 0;

	for (int i = 0; i < s.n; i++) {
		bool blank = memchr(" \t\r\n", s.s[i], 4);

		if (!blank)
			to[n++] = s.s[i];
		else if (n && to[n - 1] != ' ')
			to[n++] = ' ';
	}
	return to;
}

static size_t
scratch_need(int n)
{
	return formula_need(n) + graph_need() + program_scratch_need()
		+ arena_need(sizeof(int), GRAPH_TERMS_MAX);
}

bool
formula_curve_read(struct formula_curve *c, struct str text, int at,
		   const struct formula_known *known, struct arena *a, struct err *e)
{
	struct curve_env env = { { NULL, check_name }, c, known };
	struct span all = { at, text.n };
	struct arena scratch = { 0 };
	const struct formula_node *tree;
	struct str body;
	int pos = 0;
	bool ok;

	*c = (struct formula_curve){ .var = "x" };
	if (!curve_head_read(c, text, at, &pos, e))
		return false;
	body = str_trim((struct str){ text.s + pos, text.n - pos });
	if (arena_left(a) < FORMULA_CURVE_ROOM || body.n > FORMULA_CURVE_ROOM / 64)
		return too_large(all, e);
	if (!arena_init(&scratch, scratch_need(body.n), e))
		return false;
	tree = formula_parse(body, at + (int)(body.s - text.s), &scratch, e);
	if (!tree && str_starts(str_of(e->msg), "'.' does"))
		err_hint(e, "functions stand alone, as in tanh(x)");
	ok = tree && formula_check(tree, &env.env, e)
		&& make(c, tree, known, &scratch, a, e);
	if (ok) {
		c->formula = one_line(body, a);
		keep_calls(c, tree, known, a);
	}
	arena_done(&scratch);
	return ok;
}

/* ---- where it is not finite ---- */

/* The first of n inputs that is finite, while the program's value is not; -1: none. */
static int
first_fault(const struct formula_program *f, const float *x, int n, const float *p)
{
	float y[PROGRAM_BLOCK];

	for (int i = 0; i < n; i += PROGRAM_BLOCK) {
		int m = n - i < PROGRAM_BLOCK ? n - i : PROGRAM_BLOCK;

		formula_run(f, y, x + i, m, p);
		for (int k = 0; k < m; k++)
			if (isfinite(x[i + k]) && !isfinite(y[k]))
				return i + k;
	}
	return -1;
}

bool
formula_curve_fault(const struct formula_curve *c, const float *x, int n, const float *p,
		    char out[FORMULA_FAULT_MAX])
{
	char part[FORMULA_FAULT_MAX / 2 - 4], at[STR_NUM_MAX];
	const struct formula_program *program[] = { c->f, c->df };

	for (int i = 0; i < 2; i++) {
		int k = first_fault(program[i], x, n, p);

		if (k < 0 || !program_explain(program[i], x[k], p, part, sizeof(part)))
			continue;
		snprintf(out, FORMULA_FAULT_MAX, "%s%s at %s = %s",
			 i ? "in the slope, " : "", part, c->var,
			 str_number(at, (double)x[k], 6));
		return true;
	}
	return false;
}
