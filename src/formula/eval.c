#include "actlab/num.h"
#include "formula/lex.h"

#include <math.h>
#include <stdalign.h>

static bool
is_compare(const struct formula_node *f)
{
	return f->op >= FORMULA_LT && f->op <= FORMULA_NE;
}

bool
formula_is_condition(const struct formula_node *f)
{
	return is_compare(f) || f->op == FORMULA_AND || f->op == FORMULA_OR
		|| f->op == FORMULA_NOT;
}

/* ---- values; a truth value that hangs on a NaN is NaN until the very end ---- */

static double
truth_compare(enum formula_op op, double a, double b)
{
	if (isnan(a) || isnan(b))
		return NAN;
	switch (op) {
	case FORMULA_LT: return a < b;
	case FORMULA_LE: return a <= b;
	case FORMULA_GT: return a > b;
	case FORMULA_GE: return a >= b;
	case FORMULA_EQ: return a == b;
	default: return a != b;
	}
}

static double
truth_and(double a, double b)
{
	if (a == 0 || b == 0)
		return 0;
	return isnan(a) || isnan(b) ? NAN : 1;
}

static double
truth_not(double a)
{
	return isnan(a) ? NAN : a == 0;
}

/* What a body is a formula of. */
struct body_env {
	struct formula_env env;
	double x, a;
};

static bool
body_name(const struct formula_env *env, const struct formula_node *call, double *out,
	  struct err *e)
{
	const struct body_env *b = (const struct body_env *)env;

	(void)e;
	*out = str_is(call->name, "x") ? b->x : b->a;
	return true;
}

static double
body_value(const struct formula_function *f, double x, double a)
{
	struct body_env env = { { body_name, NULL }, x, a };
	alignas(64) unsigned char room[FORMULA_ROW_ROOM];
	struct arena own = { room, room, room + sizeof(room) };
	struct err e = { 0 };
	double v = NAN;

	formula_eval(formula_row_parse(f->body, &own), &env.env, &v, &e);
	return v;
}

double
formula_apply(enum formula_op op, const struct formula_function *f, const double *x,
	      int n)
{
	switch (op) {
	case FORMULA_FUNCTION:
		if (n == 1 && f->one)
			return f->one(x[0]);
		return f->body ? body_value(f, x[0], n > 1 ? x[1] : f->a) : f->many(x, n);
	case FORMULA_NEG: return -x[0];
	case FORMULA_NOT: return truth_not(x[0]);
	case FORMULA_ADD: return x[0] + x[1];
	case FORMULA_SUB: return x[0] - x[1];
	case FORMULA_MUL: return x[0] * x[1];
	case FORMULA_DIV: return x[0] / x[1];
	case FORMULA_POW: return num_pow(x[0], x[1]);
	case FORMULA_AND: return truth_and(x[0], x[1]);
	case FORMULA_OR: return truth_not(truth_and(truth_not(x[0]), truth_not(x[1])));
	default: return truth_compare(op, x[0], x[1]);
	}
}

static bool
unknown(const struct formula_node *f, struct err *e)
{
	struct str_near near = str_near_begin(f->name);

	err_set(e, ERR_NAME, f->name_at, "unknown %s '%.*s'",
		f->bare ? "name" : "function", STR_ARG(f->name));
	formula_functions_near(&near);
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
value(const struct formula_node *f, const struct formula_env *env, double *out,
      struct err *e)
{
	double x[FORMULA_ARGS_MAX] = { 0 };

	if (f->op == FORMULA_NUMBER) {
		*out = f->number;
		return true;
	}
	if (f->op == FORMULA_CALL)
		return env && env->call ? env->call(env, f, out, e) : unknown(f, e);
	for (int i = 0; i < f->n_arg; i++)
		if (!value(f->arg[i], env, &x[i], e))
			return false;
	*out = formula_apply(f->op, f->function, x, f->n_arg);
	return true;
}

bool
formula_eval(const struct formula_node *f, const struct formula_env *env, double *out,
	     struct err *e)
{
	if (!value(f, env, out, e))
		return false;
	if (formula_is_condition(f) && isnan(*out))
		*out = 0;
	return true;
}

/* ---- checks ---- */

static bool
check_call(const struct formula_node *f, const struct formula_env *env, struct err *e)
{
	struct str_near near = str_near_begin(f->name);

	if (!env || !env->check)
		return unknown(f, e);
	if (env->check(env, f, e))
		return true;
	/* A measure was not near; a function may be. */
	formula_functions_near(&near);
	if (e->code == ERR_NAME && !f->bare && e->at.at == f->name_at.at)
		err_did_you_mean(e, str_near_best(&near));
	return false;
}

bool
formula_check(const struct formula_node *f, const struct formula_env *env, struct err *e)
{
	if (f->op == FORMULA_CALL)
		return check_call(f, env, e);
	for (int i = 0; i < f->n_arg; i++)
		if (!formula_check(f->arg[i], env, e))
			return false;
	return true;
}

/* ---- comparisons and their margins ---- */

static double
margin(enum formula_op op, double left, double right, bool held)
{
	double by = op == FORMULA_LT || op == FORMULA_LE ? right - left : left - right;

	if (op == FORMULA_EQ)
		return held ? 0 : -INFINITY;
	if (op == FORMULA_NE || isinf(left) || isinf(right) || isnan(by))
		return held ? INFINITY : -INFINITY;
	return by / (right == 0 ? 1 : fabs(right));
}

static bool
compares(const struct formula_node *f, const struct formula_env *env,
	 struct formula_compare *out, int *n, struct err *e)
{
	struct formula_compare *c;

	if (f->op == FORMULA_CALL)
		return true;
	for (int i = 0; i < f->n_arg; i++)
		if (!compares(f->arg[i], env, out, n, e))
			return false;
	if (!is_compare(f))
		return true;
	c = &out[(*n)++];
	c->node = f;
	if (!value(f->arg[0], env, &c->left, e) || !value(f->arg[1], env, &c->right, e))
		return false;
	c->held = truth_compare(f->op, c->left, c->right) == 1;
	c->margin = margin(f->op, c->left, c->right, c->held);
	return true;
}

bool
formula_compares(const struct formula_node *f, const struct formula_env *env,
		 struct formula_compare out[FORMULA_COMPARES_MAX], int *n, struct err *e)
{
	*n = 0;
	return compares(f, env, out, n, e);
}
