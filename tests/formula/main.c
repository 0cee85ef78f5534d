#include "tests/formula/formula.h"

#include <math.h>

static bool
some_call(const struct formula_env *env, const struct formula_node *c, double *out,
	  struct err *e)
{
	double x[FORMULA_ARGS_MAX] = { 0 };

	if (str_is(c->name, "a"))
		*out = 2;
	else if (str_is(c->name, "nan"))
		*out = NAN;
	else if (str_is(c->name, "big"))
		*out = INFINITY;
	else if (str_is(c->name, "loss"))
		*out = c->arg[0]->name.n;
	else if (str_is(c->name, "acc"))
		return err_set(e, ERR_NUMBER, c->at, "acc is not known yet");
	else {
		for (int i = 0; i < c->n_arg; i++)
			if (!formula_eval(c->arg[i], env, &x[i], e))
				return false;
		*out = 10 * x[0] + x[1];
	}
	return true;
}

static bool
some_check(const struct formula_env *env, const struct formula_node *c, struct err *e)
{
	static const char *const known[] = { "a", "nan", "big", "loss", "acc", "pair" };
	struct str_near near = str_near_begin(c->name);

	(void)env;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (str_is(c->name, known[i]))
			return true;
		str_near_try(&near, known[i]);
	}
	err_set(e, ERR_NAME, c->name_at, "unknown measure '%.*s'", STR_ARG(c->name));
	return err_did_you_mean(e, str_near_best(&near));
}

const struct formula_env formula_some = { some_call, some_check };

struct formula_node *
formula_of(const char *text, struct arena *a)
{
	struct err e = { 0 };
	struct str s = str_of(text);
	struct formula_node *f;

	assert_true(arena_init(a, formula_need(s.n), &e));
	f = formula_parse(s, 0, a, &e);
	if (!f)
		fail_msg("'%s': %s", text, e.msg);
	return f;
}

double
formula_number(const char *text)
{
	struct err e = { 0 };
	struct arena a;
	double v = 0;

	if (!formula_eval(formula_of(text, &a), &formula_some, &v, &e))
		fail_msg("'%s': %s", text, e.msg);
	arena_done(&a);
	return v;
}

int
main(void)
{
	formula_parse_cases();
	formula_wrong_cases();
	formula_function_cases();
	formula_eval_cases();
	formula_graph_cases();
	formula_curve_cases();
	formula_curve_wrong_cases();
	formula_call_cases();
	return tap_run("formula");
}
