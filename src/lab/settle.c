/* What can be said once all is declared: do the runs differ in what may vary, is
 * there data, and does every run fit it?
 */
#include "lab/parser.h"

#include <string.h>

static void
report(struct lab_parser *p, struct err *e, const struct err_source *source)
{
	if (e->code != ERR_NONE) {
		e->source = source;
		err_list_take(p->errs, e);
	}
	*e = (struct err){ 0 };
}

/* ---- vary ---- */

static bool
same_value(const struct param_value *a, const struct param_value *b, enum param_kind kind)
{
	if (kind == PARAM_LIST)
		return a->n_list == b->n_list
		       && memcmp(a->list, b->list, sizeof(a->list[0]) * (size_t)a->n_list)
				  == 0;
	if (kind == PARAM_TEXT)
		return strcmp(a->text, b->text) == 0;
	return a->num == b->num;
}

static bool
same_init(const struct nn_init_use *a, const struct nn_init_use *b)
{
	return a->kind == b->kind && memcmp(a->p, b->p, sizeof(a->p)) == 0;
}

static bool
same_layer(const struct nn_layer_spec *a, const struct nn_layer_spec *b)
{
	return a->kind == b->kind && memcmp(a->arg, b->arg, sizeof(a->arg)) == 0
	       && a->act.kind == b->act.kind
	       && memcmp(a->act.p, b->act.p, sizeof(a->act.p)) == 0
	       && a->gate.kind == b->gate.kind
	       && memcmp(a->gate.p, b->gate.p, sizeof(a->gate.p)) == 0
	       && same_init(&a->init, &b->init) && same_init(&a->bias, &b->bias);
}

static bool
same_layers(const struct train_spec *a, const struct train_spec *b)
{
	for (int i = 0; i < a->depth && i < b->depth; i++)
		if (!same_layer(&a->layer[i], &b->layer[i]))
			return false;
	return a->depth == b->depth;
}

static bool
may_vary(const struct lab_plan *plan, const char *knob)
{
	for (int i = 0; i < plan->n_vary; i++)
		if (strcmp(plan->vary[i], knob) == 0)
			return true;
	return false;
}

/* The knobs in which any run differs from the first, as a line to write. */
static void
vary_line(const struct lab_plan *plan, char *line, size_t size)
{
	const struct train_spec *first = &plan->run[0].spec;
	size_t n = (size_t)snprintf(line, size, "vary");
	bool layers = false;

	for (int k = 0; train_knobs[k].name; k++) {
		bool differs = false;

		for (int i = 1; i < plan->n_run; i++)
			differs |= !same_value(&first->knob.v[k],
					       &plan->run[i].spec.knob.v[k],
					       train_knobs[k].kind);
		if (differs && n < size)
			n += (size_t)snprintf(line + n, size - n, " %s",
					      train_knobs[k].name);
	}
	for (int i = 1; i < plan->n_run; i++)
		layers |= !same_layers(first, &plan->run[i].spec);
	if (layers && n < size)
		snprintf(line + n, size - n, " layers");
}

static const char *
shown(const struct param_value *v)
{
	return *v->text ? v->text : "\"\"";
}

static bool
differ(struct lab_parser *p, int i, const char *knob, const char *a, const char *b,
       struct err *e)
{
	const struct lab_plan *plan = p->plan;
	char line[80];

	err_set(e, ERR_SYNTAX, plan->run[i].at,
		"'%s' and '%s' differ in %s, which may not vary: %.30s and %.30s",
		plan->run[0].spec.name, plan->run[i].spec.name, knob, a, b);
	vary_line(plan, line, sizeof(line));
	return err_hint(e, p->has_vary ? "if that is meant: %s" : "a line is missing: %s",
			line);
}

static bool
check_pair(struct lab_parser *p, int i, struct err *e)
{
	const struct lab_plan *plan = p->plan;
	const struct train_spec *a = &plan->run[0].spec, *b = &plan->run[i].spec;

	for (int k = 0; train_knobs[k].name; k++)
		if (!same_value(&a->knob.v[k], &b->knob.v[k], train_knobs[k].kind)
		    && !may_vary(plan, train_knobs[k].name))
			return differ(p, i, train_knobs[k].name, shown(&a->knob.v[k]),
				      shown(&b->knob.v[k]), e);
	if (!same_layers(a, b) && !may_vary(plan, "layers"))
		return differ(p, i, "layers", plan->run[0].net, plan->run[i].net, e);
	return true;
}

static void
check_vary(struct lab_parser *p)
{
	struct err e = { 0 };

	for (int i = 1; i < p->plan->n_run && !p->vary_broken; i++) {
		if (p->run_broken[0] || p->run_broken[i] || check_pair(p, i, &e))
			continue;
		report(p, &e, p->run_source[i]);
		if (!p->has_vary)	/* one line mends them all */
			break;
	}
}

/* ---- data and specs ---- */

static bool
same_span(struct span a, struct span b)
{
	return a.len && a.at == b.at && a.len == b.len;
}

/* Errors of a layer stand in its own line, or at its file. */
static bool
is_in_layer(const struct train_spec *s, const struct err *e)
{
	for (int i = 0; i < s->depth; i++)
		if (same_span(s->layer[i].at, e->at)
		    || same_span(s->layer[i].file_at, e->at))
			return true;
	return false;
}

/* The source in which the error of a run stands.  The place of a knob is the run's or
 * its net's, which may stand in another file. */
static const struct err_source *
place_in_run(struct lab_parser *p, int i, struct err *e)
{
	if (is_in_layer(&p->plan->run[i].spec, e))
		return p->run_net[i]->source;
	if (!e->at.len || p->run_net[i]->source != p->run_source[i])
		e->at = p->plan->run[i].at;
	return p->run_source[i];
}

/* Steps of an epoch as the declarations have it. */
static long
epoch_steps(const struct train_spec *s)
{
	long n = s->data->n_train, batch = param_int(&s->knob, "batch");

	if (batch > n)
		batch = n;
	return param_int(&s->knob, "last") ? (n + batch - 1) / batch : n / batch;
}

/* Runs of one net share its mistakes; one is said once. */
static bool
said(const struct lab_parser *p, const struct err *e)
{
	const struct err *last = p->errs->n ? &p->errs->e[p->errs->n - 1] : NULL;

	return last && last->at.at == e->at.at && strcmp(last->msg, e->msg) == 0;
}

static void
check_runs(struct lab_parser *p, const struct data_set *d)
{
	const struct err_source *source;
	struct err e = { 0 };

	for (int i = 0; i < p->plan->n_run; i++) {
		struct train_spec spec = p->plan->run[i].spec;

		if (p->run_broken[i])
			continue;
		spec.data = d;
		spec.place = &p->plan->place;
		if (train_spec_heeded(&spec, &e) && train_spec_check(&spec, &e)) {
			p->levels[i] = train_spec_levels(&spec);
			p->epoch_steps[i] = epoch_steps(&spec);
			continue;
		}
		source = place_in_run(p, i, &e);
		if (said(p, &e))
			e = (struct err){ 0 };
		report(p, &e, source);
	}
}

static void
check_data(struct lab_parser *p)
{
	struct lab_plan *plan = p->plan;
	struct arena own = { 0 };
	struct data_set d;
	struct err e = { 0 };

	if (!p->has_data && plan->n_run && !p->use_failed) {
		err_set(&e, ERR_SYNTAX, plan->run[0].at, "a run needs data");
		err_hint(&e, "declare it, as in: data circles n=400");
		report(p, &e, p->run_source[0]);
	}
	if (!plan->data)
		return;
	if (data_make(&d, plan->data, &plan->data_param, plan->seed, &plan->place, &own,
		      &e)) {
		check_runs(p, &d);
		arena_done(&own);
		return;
	}
	if (!e.at.len)
		e.at = p->data_at;
	report(p, &e, p->data_source);
}

void
lab_settle(struct lab_parser *p)
{
	if (p->settled)
		return;
	p->settled = true;
	check_vary(p);
	check_data(p);
}
