/* JSON: every figure.  What is not finite is null. */
#include "config.h"
#include "report/shown.h"
#include "report/text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *
number(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

static json_t *
text(const char *s)
{
	return json_string(s ? s : "");
}

static json_t *
slice(struct str s)
{
	return json_stringn(s.s, (size_t)s.n);
}

static json_t *
whole(uint64_t v)
{
	return json_integer((json_int_t)v);
}

/* ---- runs ---- */

static json_t *
knobs(const struct param_set *s)
{
	json_t *o = json_object();

	for (int i = 0; s->rows && s->rows[i].name; i++)
		if (s->rows[i].kind == PARAM_INT)
			json_object_set_new(o, s->rows[i].name,
					    json_integer((json_int_t)s->v[i].num));
		else if (s->rows[i].kind == PARAM_REAL)
			json_object_set_new(o, s->rows[i].name, number(s->v[i].num));
		else
			json_object_set_new(o, s->rows[i].name, text(s->v[i].text));
	return o;
}

/* A measure at every class or bin that there is, arrays in arrays; NULL: it is asked for
 * a number of no end. */
static json_t *
each(const struct train_metric *m, struct train_asked *q, int i)
{
	const struct param *p = m->arg ? &m->arg[i] : NULL;
	json_t *all;

	if (!p || !p->name)
		return number(m->get(q));
	if (p->kind != PARAM_INT || train_metric_last(p, q->facts) < p->min)
		return NULL;
	all = json_array();
	for (q->arg[i] = p->min; q->arg[i] <= train_metric_last(p, q->facts); q->arg[i]++)
		json_array_append_new(all, each(m, q, i + 1));
	return all;
}

static json_t *
layers(const struct train_metric *m, const struct train_facts *t)
{
	json_t *all = json_array();

	for (int l = 0; l < t->levels; l++)
		json_array_append_new(all, number(m->get(&(struct train_asked){
						   .facts = t, .level = &t->level[l] })));
	return all;
}

static bool
facts(json_t *o, struct train_run *run, struct err *e)
{
	struct arena a = { 0 };
	struct train_facts t;
	struct train_asked q = { .facts = &t };

	if (!arena_init(&a, train_facts_need(run), e))
		return false;
	train_run_facts(run, &t, &a);
	for (const struct train_metric *m = train_metrics; m->name; m++)
		if (!m->arg || !m->layered)
			json_object_set_new(o, m->name, m->layered ? layers(m, &t)
							: each(m, &q, 0));
	json_object_set_new(o, "diverged", json_boolean(t.diverged));
	json_object_set_new(o, "stopped", text(train_run_stopped(run)));
	arena_done(&a);
	return true;
}

static bool
runs(json_t *root, const struct lab_plan *plan, struct lab_take *take, struct err *e)
{
	json_t *all = json_array();
	char line[512];

	json_object_set_new(root, "runs", all);
	for (int i = 0; i < plan->n_run; i++) {
		const struct train_spec *s = &plan->run[i].spec;
		json_t *o = json_object(), *end;

		json_array_append_new(all, o);
		json_object_set_new(o, "name", text(s->name));
		json_object_set_new(o, "network",
				    text(format_network(line, sizeof(line), plan, take,
							i)));
		json_object_set_new(o, "knobs", knobs(&s->knob));
		if (!take)
			continue;
		json_object_set_new(o, "measures", end = json_object());
		if (!facts(end, lab_take_run(take, i), e))
			return false;
	}
	return true;
}

static json_t *
data(const struct lab_plan *plan, struct lab_take *take)
{
	const struct data_set *d = take ? lab_take_data(take) : NULL;
	json_t *o = json_object();

	if (!plan->data)
		return o;
	json_object_set_new(o, "name", text(plan->data->name));
	json_object_set_new(o, "arguments", knobs(&plan->data_param));
	if (d) {
		json_object_set_new(o, "rows", json_integer(d->n));
		json_object_set_new(o, "training_rows", json_integer(d->n_train));
		json_object_set_new(o, "inputs", json_integer(d->in));
		json_object_set_new(o, "note", text(d->note));
	}
	return o;
}

/* ---- what was said and shown ---- */

static json_t *
narration(const struct lab_plan *plan, struct lab_take *take)
{
	json_t *all = json_array();

	for (int i = 0; take && i < plan->n_step; i++)
		if (lab_take_said(take, i))
			json_array_append_new(all, text(lab_take_said(take, i)));
	return all;
}

static bool
panels(json_t *root, const struct lab_plan *plan, struct lab_take *take, struct err *e)
{
	json_t *all = json_array();
	struct shown s;

	json_object_set_new(root, "panels", all);
	if (!shown_init(&s, plan, take, e))
		return false;
	for (int i = 0; i < s.n; i++) {
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "panel", text(s.panel[i].kind));
		json_object_set_new(o, "title", text(s.panel[i].title));
		json_object_set_new(o, "caption", text(s.panel[i].caption));
	}
	shown_done(&s);
	return true;
}

/* ---- questions, expectations, todos ---- */

static json_t *
questions(const struct lab_result *r)
{
	json_t *all = json_array();
	char line[512];

	for (int i = 0; i < r->plan->n_ask; i++) {
		const struct lab_ask *q = format_ask(r->plan, i);
		const struct lab_answer *a = &r->answer[i];
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "name", text(q->name));
		json_object_set_new(o, "question", text(q->text.text));
		json_object_set_new(o, "answer",
				    text(format_answer(line, sizeof(line), q)));
		json_object_set_new(o, "given", a->given ? text(a->text) : json_null());
		json_object_set_new(o, "right", json_boolean(a->given && a->right));
		json_object_set_new(o, "hints", json_integer(a->hints));
		json_object_set_new(o, "points", number(a->points));
		json_object_set_new(o, "points_max", number(q->points));
	}
	return all;
}

static json_t *
compares(const struct lab_plan *plan, const struct lab_seed_verdict *s)
{
	json_t *all = json_array();

	for (int i = 0; i < s->n_compare; i++) {
		const struct formula_compare *c = &s->compare[i];
		struct str source = { plan->source.text + c->node->at.at,
				      c->node->at.len };
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "comparison", slice(source));
		json_object_set_new(o, "operator", text(formula_op_text(c->node->op)));
		json_object_set_new(o, "measured", number(c->left));
		json_object_set_new(o, "threshold", number(c->right));
		json_object_set_new(o, "held", json_boolean(c->held));
		json_object_set_new(o, "margin", number(c->margin));
	}
	return all;
}

static json_t *
seeds(const struct lab_plan *plan, const struct lab_verdict *v)
{
	json_t *all = json_array();

	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "seed", whole(s->seed));
		json_object_set_new(o, "held", json_boolean(s->done && s->held));
		json_object_set_new(o, "error",
				    s->error[0] ? text(s->error) : json_null());
		json_object_set_new(o, "comparisons", compares(plan, s));
	}
	return all;
}

static json_t *
expectations(const struct lab_result *r)
{
	static const char *const over[] = {
		[LAB_ALL] = "all", [LAB_MOST] = "most", [LAB_MEDIAN] = "median"
	};
	json_t *all = json_array();

	for (int i = 0; i < r->n_verdict; i++) {
		const struct lab_verdict *v = &r->verdict[i];
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "name", text(v->expect->name));
		json_object_set_new(o, "expression", slice(v->expect->source));
		json_object_set_new(o, "over", text(over[v->expect->over]));
		json_object_set_new(o, "held",
				    v->done ? json_boolean(v->held) : json_null());
		json_object_set_new(o, "margin",
				    v->done ? number(v->margin) : json_null());
		json_object_set_new(o, "points", number(v->points));
		json_object_set_new(o, "points_max", number(v->expect->points));
		json_object_set_new(o, "seeds", seeds(r->plan, v));
	}
	return all;
}

static json_t *
todos(const struct lab_result *r)
{
	json_t *all = json_array();
	char line[512];

	for (int i = 0; i < r->plan->n_todo; i++) {
		const struct lab_todo_result *t = &r->todo[i];
		json_t *o = json_object();

		json_array_append_new(all, o);
		json_object_set_new(o, "name", text(t->todo->name));
		json_object_set_new(o, "pass", slice(t->todo->pass_source));
		json_object_set_new(o, "tried", json_boolean(t->tried));
		json_object_set_new(o, "solved", json_boolean(t->solved));
		json_object_set_new(o, "changes",
				    text(format_changes(line, sizeof(line), r->plan,
							t->change, t->n_change)));
		json_object_set_new(o, "points", number(t->points));
		json_object_set_new(o, "points_max", number(t->todo->points));
	}
	return all;
}

bool
json_write(FILE *f, const struct lab_result *r, struct lab_take *take, struct err *e)
{
	json_t *root = json_object();
	bool ok;

	json_object_set_new(root, "actlab", text(PACKAGE_VERSION));
	json_object_set_new(root, "lab", text(r->plan->name));
	json_object_set_new(root, "title", text(r->plan->title));
	json_object_set_new(root, "seed", whole(r->seed));
	json_object_set_new(root, "arithmetic", text(r->math));
	json_object_set_new(root, "data", data(r->plan, take));
	ok = runs(root, r->plan, take, e);
	json_object_set_new(root, "narration", narration(r->plan, take));
	ok = ok && panels(root, r->plan, take, e);
	json_object_set_new(root, "questions", questions(r));
	json_object_set_new(root, "expectations", expectations(r));
	json_object_set_new(root, "todos", todos(r));
	json_object_set_new(root, "judged", json_boolean(r->judged));
	json_object_set_new(root, "points", number(r->points));
	json_object_set_new(root, "points_max", number(r->points_max));
	json_object_set_new(root, "status", json_integer(r->status));
	if (ok) {
		json_dumpf(root, f, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
		putc('\n', f);
	}
	json_decref(root);
	return ok;
}
