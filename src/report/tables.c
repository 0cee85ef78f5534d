/* The const tables of all floors, one shape: name, formula or usage, help. */
#include "actlab/report.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
row_set(struct report_row *r, const char *name, const char *what, const char *help,
	const struct param *param)
{
	*r = (struct report_row){ name, what ? what : "", NULL, NULL, help ? help : "",
				  param, "" };
	return name != NULL;
}

/* "-0.16997 at -0.75179", "inf" */
static int
put_end(char *s, size_t size, double v, double at)
{
	char num[STR_NUM_MAX], place[STR_NUM_MAX];

	return snprintf(s, size, "%s%s%s", str_number(num, v, 5),
			isfinite(at) ? " at " : "",
			isfinite(at) ? str_number(place, at, 5) : "");
}

void
report_act_facts(char *s, size_t size, const struct nn_act_use *a)
{
	char num[STR_NUM_MAX];
	struct nn_act_facts f;
	int n;

	nn_act_facts(&f, a);
	n = snprintf(s, size, "from ");
	n += put_end(s + n, size - (size_t)n, f.low, f.low_at);
	n += snprintf(s + n, size - (size_t)n, " to ");
	n += put_end(s + n, size - (size_t)n, f.high, f.high_at);
	n += snprintf(s + n, size - (size_t)n, "; |f'| up to ");
	n += put_end(s + n, size - (size_t)n, f.steep, f.steep_at);
	n += snprintf(s + n, size - (size_t)n, "; f'(0) = %s",
		      str_number(num, f.slope_0, 5));
	for (int i = 0; i < f.n_kink; i++)
		n += snprintf(s + n, size - (size_t)n, "%s%s", i ? ", " : "; kink at ",
			      str_number(num, f.kink[i], 5));
}

static bool
activation(int i, struct report_row *r)
{
	const struct nn_act *a = &nn_acts[i];
	struct nn_act_use use;
	struct err e = { 0 };
	int n;

	if (!row_set(r, a->name, a->formula, a->help, a->param))
		return false;
	n = snprintf(r->own, sizeof(r->own), "slope %s", a->slope) + 1;
	r->more = r->own;
	r->facts = r->own + n;
	if (nn_act_parse(str_of(a->name), SPAN_NONE, &use, &e))
		report_act_facts(r->own + n, sizeof(r->own) - (size_t)n, &use);
	return true;
}

static bool
loss(int i, struct report_row *r)
{
	const struct nn_loss *l = &nn_losses[i];

	return row_set(r, l->name, l->formula, l->help, l->param);
}

static bool
init(int i, struct report_row *r)
{
	const struct nn_init *t = &nn_inits[i];

	return row_set(r, t->name, t->formula, t->help, t->param);
}

static bool
optimiser(int i, struct report_row *r)
{
	const struct nn_opt *o = &nn_opts[i];

	return row_set(r, o->name, o->formula, o->help, o->param);
}

static bool
schedule(int i, struct report_row *r)
{
	const struct nn_schedule *s = &nn_schedules[i];

	return row_set(r, s->name, s->formula, s->help, s->param);
}

static bool
precision(int i, struct report_row *r)
{
	const struct nn_precision *p = &nn_precisions[i];

	return row_set(r, p->name, p->formula, p->help, NULL);
}

static bool
layer(int i, struct report_row *r)
{
	const struct nn_layer_kind *k = &nn_layer_kinds[i];

	return row_set(r, k->name, k->usage, k->help, k->param);
}

static bool
data(int i, struct report_row *r)
{
	const struct data_kind *k = &data_kinds[i];

	return row_set(r, k->name, k->formula, k->help, k->param);
}

static bool
panel(int i, struct report_row *r)
{
	const struct panel_kind *k = &panel_kinds[i];

	return row_set(r, k->name, k->usage, k->help, k->param);
}

static bool
metric(int i, struct report_row *r)
{
	const struct train_metric *m = &train_metrics[i];

	return row_set(r, m->name, m->usage, m->help, NULL);
}

static bool
function(int i, struct report_row *r)
{
	const struct formula_function *f = &formula_functions[i];

	return row_set(r, f->name, f->usage, f->help, NULL);
}

static bool
verb(int i, struct report_row *r)
{
	const struct lab_verb *v = &lab_verbs[i];

	/* net and run take knobs, which are a table of their own */
	return row_set(r, v->name, v->usage, v->help,
		       v->param == train_knobs ? NULL : v->param);
}

/* "lr=0.1" as it is where nothing is said; "file=" where something must be. */
static void
preset(char *buf, size_t size, const struct param *p)
{
	struct str rest = str_of(p->words ? p->words : ""), word = rest;
	char def[STR_NUM_MAX];

	switch (p->kind) {
	case PARAM_REAL:
	case PARAM_INT:
		word = str_of(str_number(def, p->def, 9));
		break;
	case PARAM_WORD:
		for (int i = 0; i <= (int)p->def; i++)
			str_cut(&rest, ' ', &word);
		break;
	case PARAM_TEXT:
	case PARAM_LIST:
		break;
	}
	snprintf(buf, size, "%s=%.*s", p->name, STR_ARG(word));
}

/* "0..10 epochs", "linear|log" */
static void
limits(char *buf, size_t size, const struct param *p)
{
	char lo[STR_NUM_MAX], hi[STR_NUM_MAX];
	const char *unit = p->unit && *p->unit ? p->unit : NULL;

	buf[0] = 0;
	switch (p->kind) {
	case PARAM_REAL:
	case PARAM_INT:
	case PARAM_LIST:
		snprintf(buf, size, "%s%s..%s%s%s",
			 p->kind == PARAM_LIST ? "list of " : "",
			 str_number(lo, p->min, 9), str_number(hi, p->max, 9),
			 unit ? " " : "", unit ? unit : "");
		break;
	case PARAM_WORD:
		snprintf(buf, size, "%s", p->words);
		for (char *c = buf; *c; c++)
			*c = *c == ' ' ? '|' : *c;
		break;
	case PARAM_TEXT:
		break;
	}
}

static bool
knob(int i, struct report_row *r)
{
	const struct param *p = &train_knobs[i];
	char usual[96], range[128];

	if (!row_set(r, p->name, "", p->help, NULL))
		return false;
	preset(usual, sizeof(usual), p);
	limits(range, sizeof(range), p);
	snprintf(r->own, sizeof(r->own), "%s%s%s", usual, *range ? "   " : "", range);
	r->what = r->own;
	return true;
}

static int
is_lab(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && strcmp(d->d_name + n - 4, ".lab") == 0;
}

/* Name and title of one lab; its path is dir/file. */
static void
lab_row(struct report_row *r, const char *dir, const char *file)
{
	struct err_list errs = { 0 };
	struct lab_plan *p;
	char path[1024];
	int n;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	p = lab_load(path, &errs);
	n = snprintf(r->own, 64, "%.*s", (int)strlen(file) - 4, file) + 1;
	snprintf(r->own + n, sizeof(r->own) - (size_t)n, "%s",
		 p && p->time ? p->time : "");
	r->name = r->own;
	r->what = r->own + n;
	n += (int)strlen(r->what) + 1;
	snprintf(r->own + n, sizeof(r->own) - (size_t)n, "%s",
		 p ? p->title : "has errors: try actlab lint");
	r->help = r->own + n;
	if (p)
		lab_free(p);
	else
		lab_errs_done(&errs);
}

static bool
lab(int i, struct report_row *r)
{
	struct dirent **all;
	int n = scandir(lab_directory(), &all, is_lab, alphasort);

	row_set(r, NULL, "", "", NULL);
	if (n < 0)
		return false;
	if (i < n)
		lab_row(r, lab_directory(), all[i]->d_name);
	for (int k = 0; k < n; k++)
		free(all[k]);
	free(all);
	return i < n;
}

const struct report_table report_tables[] = {
	{ "activations", "act= of a net or run, actlab curve", activation },
	{ "losses", "loss= of a net or run", loss },
	{ "inits", "init= of a net or run: the first weights", init },
	{ "optimisers", "opt= of a net or run", optimiser },
	{ "schedules", "schedule= of a net or run: how lr changes", schedule },
	{ "precisions", "precision= of a net or run: what numbers are made of",
	  precision },
	{ "layers", "layers of a net, written one a line", layer },
	{ "knobs", "everything that can be said of a net or run", knob },
	{ "data", "data sets", data },
	{ "panels", "what show can show", panel },
	{ "metrics", "measures for expect, pass:, until= and prose", metric },
	{ "functions", "functions for expressions", function },
	{ "verbs", "commands of a lab file", verb },
	{ "labs", "labs that are installed", lab },
	{ 0 }
};

const struct report_table *
report_table_find(struct str name)
{
	for (const struct report_table *t = report_tables; t->name; t++)
		if (str_is(name, t->name))
			return t;
	return NULL;
}

/* ---- writing ---- */

enum { LINE_MAX_WIDTH = 100, RANGE_MAX_WIDTH = 24 };

struct widths {
	int name, what, help;
};

static int
longer(int a, const char *s)
{
	int n = str_width(str_of(s));

	return n > a ? n : a;
}

static void
pad(FILE *f, const char *s, int width)
{
	int n = str_width(str_of(s));

	fprintf(f, "%s%*s", s, n < width ? width - n : 0, "");
}

/* Room for "lr=0.1", for its range, and for both before the help. */
static struct widths
arguments_widths(const struct param *rows)
{
	char usual[256], range[256];
	struct widths w = { 0 };

	for (const struct param *p = rows; p->name; p++) {
		preset(usual, sizeof(usual), p);
		limits(range, sizeof(range), p);
		w.name = longer(w.name, usual);
		if (str_width(str_of(range)) < RANGE_MAX_WIDTH)
			w.what = longer(w.what, range);
	}
	return w;
}

/* "a|b|c", on as many lines as it takes. */
static void
put_range(FILE *f, const char *range, int indent)
{
	struct str rest = str_of(range), word;
	int at = indent;

	for (bool first = true; str_cut(&rest, '|', &word); first = false) {
		if (!first)
			fputc('|', f);
		if (!first && at + word.n + 2 > LINE_MAX_WIDTH) {
			fprintf(f, "\n%*s", indent, "");
			at = indent;
		}
		at += fprintf(f, "%.*s", STR_ARG(word)) + 1;
	}
	fprintf(f, "\n%*s", indent, "");
}

static void
arguments(FILE *f, const struct param *rows, int indent)
{
	struct widths w = arguments_widths(rows);
	char usual[256], range[256];

	for (const struct param *p = rows; p->name; p++) {
		int all = indent + w.name + 2 + w.what + 2 + str_width(str_of(p->help));

		preset(usual, sizeof(usual), p);
		limits(range, sizeof(range), p);
		fprintf(f, "%*s", indent, "");
		pad(f, usual, w.name + 2);
		if (all <= LINE_MAX_WIDTH && longer(w.what, range) == w.what)
			pad(f, range, w.what ? w.what + 2 : 0);
		else if (*range)
			put_range(f, range, indent + w.name + 2);
		fprintf(f, "%s\n", p->help);
	}
}

void
report_table_write(FILE *f, const struct report_table *t)
{
	struct widths w = { 0 };
	struct report_row r = { 0 };
	bool one_line;

	for (int i = 0; t->row(i, &r); i++)
		w = (struct widths){ longer(w.name, r.name), longer(w.what, r.what),
				     longer(w.help, r.help) };
	one_line = 2 + w.name + 2 + w.what + 2 + w.help <= LINE_MAX_WIDTH;
	fprintf(f, "%s: %s\n", t->name, t->help);
	for (int i = 0; t->row(i, &r); i++) {
		fputs("  ", f);
		pad(f, r.name, w.name + 2);
		if (one_line && w.what)
			pad(f, r.what, w.what + 2);
		else if (*r.what)
			fprintf(f, "%s\n%*s", r.what, w.name + 4, "");
		if (r.more)
			fprintf(f, "%s\n%*s", r.more, w.name + 4, "");
		if (r.facts)
			fprintf(f, "%s\n%*s", r.facts, w.name + 4, "");
		fprintf(f, "%s\n", r.help);
		if (r.param && r.param->name)
			arguments(f, r.param, w.name + 4);
	}
}
