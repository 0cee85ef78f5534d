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

/* How many numbers stand behind the layer. */
static int
numbers_of(const struct train_metric *m)
{
	return m->arg ? param_count(m->arg) : 0;
}

/* "a run, a layer, q and perhaps a mark" and how that looks. */
static void
usage_of(const struct lab_env *v, const struct train_metric *m, char takes[120],
	 char example[120])
{
	const char *run = v->plan->n_run ? v->plan->run[0].spec.name : "run";
	int t = 0, x = 0;

	t += snprintf(takes, 120, "%s%s", v->bare ? "" : "a run",
		      !m->layered ? "" : v->bare ? "a layer" : ", a layer");
	x += snprintf(example, 120, "%s%s", v->bare ? "" : run,
		      !m->layered ? "" : v->bare ? "1" : ",1");
	for (const struct param *p = m->arg; p && p->name; p++) {
		t += snprintf(takes + t, 120 - (size_t)t, "%s%s", t ? ", " : "", p->name);
		x += snprintf(example + x, 120 - (size_t)x, "%s%g", x ? "," : "", p->def);
	}
	if (!v->bare)
		snprintf(takes + t, 120 - (size_t)t, " and perhaps a mark");
	else if (!t)
		snprintf(takes, 120, "nothing");
}

static bool
wrong_args(const struct lab_env *v, const struct formula_node *c,
	   const struct train_metric *m, struct err *e)
{
	char takes[120], example[120];

	usage_of(v, m, takes, example);
	if (v->bare)
		err_set(e, ERR_SYNTAX, c->at,
			"until= asks each run by itself: '%s' takes %s here", m->name,
			takes);
	else
		err_set(e, ERR_SYNTAX, c->at, "'%s' takes %s", m->name, takes);
	return err_hint(e, *example ? "write %s(%s)" : "write %s", m->name, example);
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

/* The numbers behind run and layer, against their rows. */
static bool
check_numbers(struct formula_node *const *arg, const struct train_metric *m,
	      struct err *e)
{
	char lo[STR_NUM_MAX], hi[STR_NUM_MAX];

	for (const struct param *p = m->arg; p && p->name; p++, arg++) {
		double v = (*arg)->number;

		if ((*arg)->op != FORMULA_NUMBER
		    || (p->kind == PARAM_INT && v != floor(v))) {
			err_set(e, ERR_SYNTAX, (*arg)->at, "%s is a %s", p->name,
				p->kind == PARAM_INT ? "whole number" : "number");
			return err_hint(e, "%s", m->usage);
		}
		if (v < p->min || v > p->max)
			return err_set(e, ERR_RANGE, (*arg)->at, "%s is from %s to %s",
				       p->name, str_number(lo, p->min, 9),
				       str_number(hi, p->max, 9));
	}
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
	if (c->n_arg != m->layered + numbers_of(m)
	    || (c->n_arg && c->arg[0]->op == FORMULA_CALL))
		return wrong_args(v, c, m, e);
	return (!m->layered
		|| check_layer(c->arg[0], fewest_levels(v), "all runs have", e))
	       && check_numbers(c->arg + m->layered, m, e);
}

/* measure -> name '(' run [ ',' layer ] { ',' number } [ ',' mark ] ')' */
static bool
check_call(const struct formula_env *env, const struct formula_node *c, struct err *e)
{
	const struct lab_env *v = env_of(env);
	const struct train_metric *m = train_metric_find(c->name);
	int want, run;
	char has[48];

	if (!m)
		return unknown_measure(v, c, e);
	want = 1 + m->layered + numbers_of(m);
	if (v->dear)
		*v->dear |= m->dear;
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
	if (!check_numbers(c->arg + 1 + m->layered, m, e))
		return false;
	return c->n_arg == want || check_mark(v, c->arg[want], e);
}

/* ---- values ---- */

static bool
measure(const struct train_facts *f, const struct train_metric *m, const char *run,
	struct formula_node *const *arg, double *out, struct err *e)
{
	struct train_asked q = { .facts = f };
	const struct param *p = m->arg;

	if (m->layered) {
		const struct formula_node *layer = *arg++;

		if (layer->number < 1 || layer->number > f->levels)
			return err_set(e, ERR_RANGE, layer->at, "'%s' has layers 1..%d",
				       run, f->levels);
		q.level = &f->level[(int)layer->number - 1];
	}
	for (int i = 0; p && p[i].name; i++, arg++) {
		q.arg[i] = (*arg)->number;
		if (train_metric_last(&p[i], f) < p[i].min)
			return err_set(e, ERR_RANGE, (*arg)->at,
				       "'%s' has no classes that are counted", run);
		if (q.arg[i] > train_metric_last(&p[i], f))
			return err_set(e, ERR_RANGE, (*arg)->at, "'%s' has classes 0..%d",
				       run, (int)train_metric_last(&p[i], f));
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
	int want = 1 + m->layered + numbers_of(m), run, mark = v->mark;
	const struct train_facts *f;

	if (v->own)
		return measure(v->own, m, "this run", c->arg, out, e);
	run = lab_run_find(v->plan, c->arg[0]->name);
	if (c->n_arg > want)
		mark = lab_mark_find(v->plan, c->arg[want]->name);
	f = v->facts(v->take, run, mark, e);
	return f && measure(f, m, v->plan->run[run].spec.name, c->arg + 1, out, e);
}

struct lab_env
lab_env_check(struct lab_parser *p, bool bare)
{
	return (struct lab_env){ .env = { value_call, check_call }, .plan = p->plan,
				 .levels = p->levels, .bare = bare, .mark = -1,
				 .dear = &p->plan->dear };
}

struct lab_env
lab_env_own(const struct train_facts *f)
{
	return (struct lab_env){ .env = { value_call, check_call },
				 .own = f,
				 .bare = true };
}

/* ---- reading ---- */

static bool
in_name(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

/* The name before place i, and the one behind it: of "wide.acc" at its dot. */
static struct str
name_before(struct str text, int i)
{
	int from = i;

	while (from > 0 && in_name(text.s[from - 1]))
		from--;
	return (struct str){ text.s + from, i - from };
}

static struct str
name_behind(struct str text, int i)
{
	int to = i + 1;

	while (to < text.n && in_name(text.s[to]))
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
