/* What is measured of a whole network, as a table: a row a measure, a column a run. */
#include "panel/panel.h"

#include <math.h>
#include <string.h>

enum { ROWS_MAX = 40 };

static bool
is_plain(const struct train_metric *m)
{
	return !m->layered && !m->arg;
}

static double
value(const struct train_view *v, const struct train_metric *m)
{
	const struct train_asked q = { .facts = v->snap ? &v->snap->facts : NULL };

	return q.facts ? m->get(&q) : NAN;
}

/* NaN for every run is a measure that these data do not have. */
static bool
is_known(const struct panel_args *a, const struct train_metric *m)
{
	for (int i = 0; i < a->n_run; i++)
		if (!isnan(value(&a->run[i], m)))
			return true;
	return false;
}

static int
rows_of(const struct panel_args *a, const struct train_metric *row[ROWS_MAX])
{
	const char *of = param_text(a->param, "of");
	int n = 0;

	for (const struct train_metric *m = train_metrics; m->name && n < ROWS_MAX; m++)
		if (is_plain(m) && (strcmp(of, m->name) == 0
				    || (strcmp(of, "all") == 0 && is_known(a, m))))
			row[n++] = m;
	return n;
}

static const char *
cell_text(const struct train_view *v, const struct train_metric *m, struct arena *frame)
{
	double x = value(v, m);

	return isnan(x) ? "-" : panel_num(x, frame);
}

static void
fill(struct plot_part *p, const struct panel_args *a,
     const struct train_metric *const row[ROWS_MAX], int n, struct arena *frame)
{
	int columns = a->n_run + 1;
	const char **cell = ARENA_NEW(frame, const char *, (n + 1) * columns);

	cell[0] = "measure";
	for (int k = 0; k < a->n_run; k++)
		cell[k + 1] = str_printf(frame, "%d %s", a->run[k].number, a->run[k].name);
	for (int i = 0; i < n; i++) {
		cell[(i + 1) * columns] = row[i]->name;
		for (int k = 0; k < a->n_run; k++)
			cell[(i + 1) * columns + k + 1] =
				cell_text(&a->run[k], row[i], frame);
	}
	p->table = (struct plot_table){ .rows = n, .columns = columns, .cell = cell,
					.left = 1 };
}

static void
describe(struct plot_figure *f, const struct panel_args *a, const struct train_metric *m,
	 struct arena *frame)
{
	for (int k = 0; k < a->n_run; k++)
		if (a->run[k].snap)
			panel_say(f, frame, "%s: %s %s", a->run[k].name, m->name,
				  isfinite(value(&a->run[k], m))
				  ? cell_text(&a->run[k], m, frame) : "is no number");
}

void
panel_measures(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_metric *row[ROWS_MAX];
	int n;

	panel_begin(f, "measures", 1, frame);
	if (panel_waits(f, a))
		return;
	n = rows_of(a, row);
	fill(&f->part[0], a, row, n, frame);
	describe(f, a, row[0], frame);
}
