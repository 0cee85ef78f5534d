#include "lab/parser.h"

#include <ctype.h>
#include <math.h>

static const struct lab_env *
env_of(const struct formula_env *env)
{
	return (const struct lab_env *)env;
}

/* ---- checks ---- */

static bool
unknown_measure(const struct lab_env *v, const struct formula_node *c, struct err *e)
{
	struct str_near near = str_near_begin(c->name);

	if (lab_run_find(v->plan, c->name) >= 0) {
		err_set(e, ERR_NAME, c->name_at, "'%.*s' is a run, not a measure",
			STR_ARG(c->name));
		return err_hint(e, "a measure of it: loss(%.*s)", STR_ARG(c->name));
	}
	for (const struct train_metric *m = train_metrics; m->name; m++)
		str_near_try(&near, m->name);
	err_set(e, ERR_NAME, c->name_at, "unknown measure '%.*s'", STR_ARG(c->name));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
wrong_args(const struct lab_env *v, const struct formula_node *c,
	   const struct train_metric *m, struct err *e)
{
	const char *run = v->plan->n_run ? v->plan->run[0].spec.name : "run";

	if (v->bare) {
		err_set(e, ERR_SYNTAX, c->at,
			"until= asks each run by itself: '%s' takes %s here", m->name,
			m->layered ? "a layer" : "nothing");
		return err_hint(e, m->layered ? "write %s(1)" : "write %s", m->name);
	}
	err_set(e, ERR_SYNTAX, c->at,
		m->layered ? "'%s' takes a run, a layer and perhaps a mark"
			   : "'%s' takes a run and perhaps a mark",
		m->name);
	return err_hint(e, m->layered ? "write %s(%s,1)" : "write %s(%s)", m->name, run);
}

static bool
check_name(const struct formula_node *arg, const char *what, struct err *e)
{
	if (arg->op == FORMULA_CALL && arg->bare)
		return true;
	return err_set(e, ERR_SYNTAX, arg->at, "here stands the name of a %s", what);
}

static bool
check_layer(const struct formula_node *arg, int levels, const char *has, struct err *e)
{
	if (arg->op != FORMULA_NUMBER || arg->number != floor(arg->number))
		return err_set(e, ERR_SYNTAX, arg->at,
			       "a layer is a whole number, 1 nearest the "
			       "input");
	if (arg->number < 1 || (levels && arg->number > levels))
		return levels ? err_set(e, ERR_RANGE, arg->at, "%s layers 1..%d", has,
					levels)
			      : err_set(e, ERR_RANGE, arg->at, "layers count from 1");
	return true;
}

static bool
check_mark(const struct lab_env *v, const struct formula_node *arg, struct err *e)
{
	struct str_near near = str_near_begin(arg->name);

	if (!check_name(arg, "mark", e))
		return false;
	if (lab_mark_find(v->plan, arg->name) >= 0)
		return true;
	for (int i = 0; i < v->plan->n_step; i++)
		if (v->plan->step[i].what == LAB_MARK)
			str_near_try(&near, v->plan->step[i].mark.name);
	err_set(e, ERR_NAME, arg->at, "there is no mark '%.*s' so far",
		STR_ARG(arg->name));
	return err_did_you_mean(e, str_near_best(&near));
}

static int
fewest_levels(const struct lab_env *v)
{
	int n = 0;

	for (int i = 0; v->levels && i < v->plan->n_run; i++)
		if (v->levels[i] && (!n || v->levels[i] < n))
			n = v->levels[i];
	return n;
}

/* until=: loss, grad(1) */
static bool
check_bare(const struct lab_env *v, const struct formula_node *c,
	   const struct train_metric *m, struct err *e)
{
	if (c->n_arg != (m->layered ? 1 : 0)
	    || (c->n_arg && c->arg[0]->op == FORMULA_CALL))
		return wrong_args(v, c, m, e);
	return !m->layered
	       || check_layer(c->arg[0], fewest_levels(v), "all runs have", e);
}

/* measure -> name '(' run [ ',' layer ] [ ',' mark ] ')' */
static bool
check_call(const struct formula_env *env, const struct formula_node *c, struct err *e)
{
	const struct lab_env *v = env_of(env);
	const struct train_metric *m = train_metric_find(c->name);
	int want = m && m->layered ? 2 : 1, run;
	char has[48];

	if (!m)
		return unknown_measure(v, c, e);
	if (v->bare)
		return check_bare(v, c, m, e);
	if (c->n_arg < want || c->n_arg > want + 1)
		return wrong_args(v, c, m, e);
	if (!check_name(c->arg[0], "run", e)
	    || !lab_run_read(v->plan, c->arg[0]->name, c->arg[0]->at, &run, e))
		return false;
	snprintf(has, sizeof(has), "'%s' has", v->plan->run[run].spec.name);
	if (m->layered && !check_layer(c->arg[1], v->levels ? v->levels[run] : 0, has, e))
		return false;
	return c->n_arg == want || check_mark(v, c->arg[want], e);
}

/* ---- values ---- */

static bool
measure(const struct train_facts *f, const struct train_metric *m, const char *run,
	const struct formula_node *layer, double *out, struct err *e)
{
	struct train_asked q = { .facts = f };

	if (m->layered) {
		if (layer->number < 1 || layer->number > f->levels)
			return err_set(e, ERR_RANGE, layer->at, "'%s' has layers 1..%d",
				       run, f->levels);
		q.level = &f->level[(int)layer->number - 1];
	}
	*out = m->get(&q);
	return true;
}

static bool
value_call(const struct formula_env *env, const struct formula_node *c, double *out,
	   struct err *e)
{
	const struct lab_env *v = env_of(env);
	const struct train_metric *m = train_metric_find(c->name);
	int want = m->layered ? 2 : 1, run, mark = v->mark;
	const struct train_facts *f;

	if (v->own)
		return measure(v->own, m, "this run", c->arg[0], out, e);
	run = lab_run_find(v->plan, c->arg[0]->name);
	if (c->n_arg > want)
		mark = lab_mark_find(v->plan, c->arg[want]->name);
	f = v->facts(v->take, run, mark, e);
	return f && measure(f, m, v->plan->run[run].spec.name, c->arg[1], out, e);
}

struct lab_env
lab_env_check(struct lab_parser *p, bool bare)
{
	return (struct lab_env){ .env = { value_call, check_call }, .plan = p->plan,
				 .levels = p->levels, .bare = bare, .mark = -1 };
}

struct lab_env
lab_env_own(const struct train_facts *f)
{
	return (struct lab_env){ .env = { value_call, check_call },
				 .own = f,
				 .bare = true };
}

/* ---- reading ---- */

/* The name before place i, and the one behind it: of "wide.acc" at its dot. */
static struct str
name_before(struct str text, int i)
{
	int from = i;

	while (from > 0 && (text.s[from - 1] == '_' || isalnum((unsigned char)text.s[from - 1])))
		from--;
	return (struct str){ text.s + from, i - from };
}

static struct str
name_behind(struct str text, int i)
{
	int to = i + 1;

	while (to < text.n && (text.s[to] == '_' || isalnum((unsigned char)text.s[to])))
		to++;
	return (struct str){ text.s + i + 1, to - i - 1 };
}

/* What is often written instead: run.measure, 90%. */
static void
hint_habit(struct lab_parser *p, struct str text, int at, struct err *e)
{
	int i = e->at.at - at;
	struct str run, of;
	char num[STR_NUM_MAX];
	double v;

	if (e->code != ERR_SYNTAX || i < 1 || i >= text.n)
		return;
	run = name_before(text, i);
	if (text.s[i] == '%' && str_double(run, &v))
		err_hint(e, "a share is a number from 0 to 1: %s",
			 str_number(num, v / 100, 6));
	if (text.s[i] != '.' || lab_run_find(p->plan, run) < 0)
		return;
	of = name_behind(text, i);
	if (train_metric_find(of))
		err_hint(e, train_metric_find(of)->layered ? "write %.*s(%.*s,1)"
							   : "write %.*s(%.*s)",
			 STR_ARG(of), STR_ARG(run));
}

struct formula_node *
lab_expr_read(struct lab_parser *p, struct str text, int at, bool bare, struct err *e)
{
	struct lab_env env = lab_env_check(p, bare);
	struct formula_node *f;

	if (!lab_room(p, formula_need(text.n), (struct span){ at, text.n }, e))
		return NULL;
	f = formula_parse(text, at, p->a, e);
	if (!f)
		hint_habit(p, text, at, e);
	return f && formula_check(f, &env.env, e) ? f : NULL;
}

/* The first operand of and, or, not that is no condition; NULL: none. */
static const struct formula_node *
plain_number(const struct formula_node *f)
{
	const struct formula_node *bad = NULL;

	if (!formula_is_condition(f))
		return f;
	if (f->op == FORMULA_AND || f->op == FORMULA_OR || f->op == FORMULA_NOT)
		for (int i = 0; i < f->n_arg && !bad; i++)
			bad = plain_number(f->arg[i]);
	return bad;
}

static bool
measures(const struct formula_node *f)
{
	bool any = f->op == FORMULA_CALL;

	for (int i = 0; i < f->n_arg && !any; i++)
		any = measures(f->arg[i]);
	return any;
}

struct formula_node *
lab_condition_read(struct lab_parser *p, struct str text, int at, bool bare,
		   const char *what, struct err *e)
{
	struct formula_node *f = lab_expr_read(p, text, at, bare, e);
	const struct formula_node *bad = f ? plain_number(f) : NULL;

	if (!f || (!bad && measures(f)))
		return f;
	if (bad)
		err_set(e, ERR_SYNTAX, bad->at, "%s needs a condition, this is a number",
			what);
	else
		err_set(e, ERR_SYNTAX, f->at, "%s measures nothing, whatever is trained",
			what);
	err_hint(e, bare ? "compare it, as in loss < 0.1"
			 : "compare it, as in loss(run) < 0.1");
	return NULL;
}
