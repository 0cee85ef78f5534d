#include "panel/panel.h"

#include <math.h>

enum { LEVELS_MAX = 4096 };

static bool
is_log(const struct panel_args *a)
{
	return (int)param_num(a->param, "axis") == 1;
}

static int
most_levels(const struct panel_args *a)
{
	int most = 0;

	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap && a->run[i].snap->facts.levels > most)
			most = a->run[i].snap->facts.levels;
	return most;
}

/* A measure of layers, and the share where it is a quantile. */
struct measured {
	const struct train_metric *m;
	double q;
};

static double
measure(const struct train_view *v, const struct measured *m, int level)
{
	const struct train_facts *f = &v->snap->facts;
	struct train_asked q = { .facts = f, .arg = { m->q } };

	if (level > f->levels)
		return NAN;
	q.level = &f->level[level - 1];
	return m->m->get(&q);
}

/* The first and the last of the shown levels, compared. */
static void
describe(struct plot_figure *f, const struct train_view *v, const struct measured *m,
	 const int *level, int n, struct arena *frame)
{
	double low = measure(v, m, level[0]), high = measure(v, m, level[n - 1]);
	double ratio = low / high;

	if (n < 2 || !isfinite(low) || !isfinite(high)) {
		panel_say(f, frame, "%s: %s at layer %d", v->name, panel_num(low, frame),
			  level[0]);
	} else if (low == 0 && high == 0) {
		panel_say(f, frame, "%s: 0 at layers %d and %d", v->name, level[0],
			  level[n - 1]);
	} else if (low == 0) {
		panel_say(f, frame, "%s: exactly 0 at layer %d", v->name, level[0]);
	} else if (ratio < 0.01 && ratio > 0) {
		panel_say(f, frame, "%s: layer %d is %.1f decades below layer %d",
			  v->name, level[0], -num_log10(ratio), level[n - 1]);
	} else if (ratio > 100 && isfinite(ratio)) {
		panel_say(f, frame, "%s: layer %d is %.1f decades above layer %d",
			  v->name, level[0], num_log10(ratio), level[n - 1]);
	} else {
		panel_say(f, frame, "%s: %s at layer %d, %s at layer %d", v->name,
			  panel_num(low, frame), level[0],
			  panel_num(high, frame), level[n - 1]);
	}
}

/* One run's values; bars of more than two runs would hide each other. */
static void
values(struct plot_figure *f, const struct panel_args *a, const struct train_view *v,
       const struct measured *m, const int *level, int n, struct arena *frame)
{
	struct plot_series *s = panel_series(&f->part[0], v->name, panel_ink(v),
					     a->n_run > 2 ? PLOT_LINE : PLOT_BARS, n,
					     frame);

	if (!s)
		return;
	for (int i = 0; i < n; i++) {
		panel_x(s)[i] = level[i];
		panel_y(s)[i] = measure(v, m, level[i]);
	}
	describe(f, v, m, level, n, frame);
}

static void
per_layer(struct plot_figure *f, const struct panel_args *a, const char *title,
	  const char *metric, double q, struct arena *frame)
{
	struct measured m = { train_metric_find(str_of(metric)), q };
	struct plot_part *p;
	int level[LEVELS_MAX], n;

	panel_begin(f, is_log(a) ? str_printf(frame, "%s (log)", title) : title, 1,
		    frame);
	if (panel_waits(f, a))
		return;
	n = panel_levels(a, most_levels(a), level, LEVELS_MAX);
	if (!n) {
		f->empty = "these runs have none of the layers asked for";
		return;
	}
	p = &f->part[0];
	p->y.log = is_log(a);
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap)
			values(f, a, &a->run[i], &m, level, n, frame);
	if (!p->y.log)
		plot_axis_fit(&p->y, (const double[]){ 0 }, 1);
	panel_fit(p);
	p->x = (struct plot_axis){ .lo = level[0] - 0.5, .hi = level[n - 1] + 0.5,
				   .whole = true, .label = "layer" };
}

void
panel_gradbars(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	per_layer(f, a, "gradient norm per layer", "grad", 0, frame);
}

void
panel_rms(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	per_layer(f, a, "signal rms per layer", "rms", 0, frame);
}

void
panel_bars(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const char *of = param_text(a->param, "of");

	double q = param_num(a->param, "q");
	bool share = train_metric_find(str_of(of))->arg != NULL;

	per_layer(f, a, str_printf(frame, "%s%s%s per layer", of, share ? " " : "",
				   share ? panel_num(q, frame) : ""), of, q, frame);
}
