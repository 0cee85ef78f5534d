#include "panel/panel.h"

#include <math.h>

enum { BARS_MAX = 24, PER_DECADE = NUM_LOGBIN_PER_DECADE };

/* The bins in use over all runs and levels shown, in whole decades. */
struct window {
	int lo, hi;			/* bins lo..hi-1 */
	bool zero;			/* some element is exactly 0 */
	int step;			/* bins joined to one bar */
};

static void
window_add(struct window *w, const struct num_loghist *h)
{
	w->zero = w->zero || h->zero;
	for (int b = 0; b < NUM_LOGBINS; b++) {
		if (!h->bin[b])
			continue;
		w->lo = b < w->lo ? b : w->lo;
		w->hi = b + 1 > w->hi ? b + 1 : w->hi;
	}
}

static void
window_settle(struct window *w)
{
	/* nothing but zeros: some decades to hang the axis on */
	if (w->lo >= w->hi) {
		w->lo = (-8 - NUM_LOGBIN_LO) * PER_DECADE;
		w->hi = -NUM_LOGBIN_LO * PER_DECADE;
	}
	w->lo -= w->lo % PER_DECADE;
	w->hi += (PER_DECADE - w->hi % PER_DECADE) % PER_DECADE;
	w->step = 1;
	while ((w->hi - w->lo + w->step - 1) / w->step > BARS_MAX)
		w->step *= 2;
}

static double
total(const struct num_loghist *h)
{
	double n = h->zero;

	for (int b = 0; b < NUM_LOGBINS; b++)
		n += h->bin[b];
	return n;
}

static void
bars(struct plot_part *p, const struct train_view *v, const struct num_loghist *h,
     const struct window *w, struct arena *frame)
{
	int n = (w->hi - w->lo + w->step - 1) / w->step + w->zero, k = 0;
	struct plot_series *s = panel_series(p, v->name, panel_ink(v), PLOT_BARS, n,
					     frame);
	double all = total(h);

	if (!s)
		return;
	if (w->zero) {
		panel_x(s)[k] = 0;
		panel_y(s)[k++] = all > 0 ? h->zero / all : NAN;
	}
	for (int b = w->lo; b < w->hi; b += w->step, k++) {
		double sum = 0;

		for (int i = b; i < b + w->step && i < NUM_LOGBINS; i++)
			sum += h->bin[i];
		panel_x(s)[k] = sqrt(num_logbin_edge(b) * num_logbin_edge(b + w->step));
		panel_y(s)[k] = all > 0 ? sum / all : NAN;
	}
}

static void
describe(struct plot_figure *f, const struct train_view *v, int level,
	 struct arena *frame)
{
	const struct train_level *l = &v->snap->facts.level[level - 1];
	const struct num_loghist *h = &v->snap->grad_hist[level - 1];

	if (h->zero && h->zero >= 0.005 * total(h))
		panel_say(f, frame, "%s layer %d: rms %s, %.0f %% exactly 0", v->name,
			  level, panel_num(l->grad_rms, frame), 100 * h->zero / total(h));
	else
		panel_say(f, frame, "%s layer %d: rms %s", v->name, level,
			  panel_num(l->grad_rms, frame));
}

static int
levels_of(const struct panel_args *a)
{
	int most = 0;

	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap && a->run[i].snap->facts.levels > most)
			most = a->run[i].snap->facts.levels;
	return most;
}

static bool
shows(const struct train_view *v, int level)
{
	return v->snap && level <= v->snap->facts.levels;
}

static void
grad_part(struct plot_figure *f, int i, int level, const struct panel_args *a,
	  const struct window *w, struct arena *frame)
{
	struct plot_part *p = &f->part[i];

	p->title = str_printf(frame, "layer %d", level);
	for (int r = 0; r < a->n_run; r++)
		if (shows(&a->run[r], level))
			bars(p, &a->run[r], &a->run[r].snap->grad_hist[level - 1], w,
			     frame);
	p->x = (struct plot_axis){ .lo = num_logbin_edge(w->lo),
				   .hi = num_logbin_edge(w->hi),
				   .log = true, .zero_bin = w->zero, .label = "|dL/dW|" };
	p->y = (struct plot_axis){ .lo = 0, .hi = -INFINITY, .label = "share" };
	for (int s = 0; s < p->n_series; s++)
		plot_axis_fit(&p->y, p->series[s].y, p->series[s].n);
	plot_axis_settle(&p->y);
	p->y.lo = 0;
}

void
panel_gradhist(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[PLOT_PARTS_MAX], n = panel_levels(a, levels_of(a), level,
						    PLOT_PARTS_MAX);
	struct window w = { NUM_LOGBINS, 0, false, 1 };

	panel_begin(f, "gradients |dL/dW|, log bins", n, frame);
	if (panel_waits(f, a))
		return;
	if (!n) {
		f->empty = "these runs have none of the layers asked for";
		return;
	}
	for (int i = 0; i < n; i++)
		for (int r = 0; r < a->n_run; r++)
			if (shows(&a->run[r], level[i]))
				window_add(&w, &a->run[r].snap->grad_hist[level[i] - 1]);
	window_settle(&w);
	for (int i = 0; i < n; i++)
		grad_part(f, i, level[i], a, &w, frame);
	for (int r = 0; r < a->n_run; r++)
		if (shows(&a->run[r], level[0]))
			describe(f, &a->run[r], level[0], frame);
}

static void
z_part(struct plot_figure *f, int i, int level, const struct train_view *v,
       struct arena *frame)
{
	struct plot_part *p = &f->part[i];
	const struct train_zhist *h = &v->snap->z_hist[level - 1];
	struct plot_series *s = panel_series(p, v->name, panel_ink(v), PLOT_BARS,
					     TRAIN_ZBINS, frame);
	double all = 0;

	p->title = str_printf(frame, "layer %d", level);
	for (int b = 0; b < TRAIN_ZBINS; b++)
		all += h->bin[b];
	for (int b = 0; b < TRAIN_ZBINS; b++) {
		panel_x(s)[b] = h->lo + (h->hi - h->lo) * (b + 0.5) / TRAIN_ZBINS;
		panel_y(s)[b] = all > 0 ? h->bin[b] / all : NAN;
	}
	panel_fit(p);
	p->x.label = "z";
	p->y.lo = 0;
	p->y.label = "share";
}

void
panel_zhist(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[PLOT_PARTS_MAX], n = panel_levels(a, levels_of(a), level,
						    PLOT_PARTS_MAX);

	panel_begin(f, a->n_run ? str_printf(frame, "%s: where z falls", a->run->name)
		    : "z", n,
		    frame);
	if (panel_waits(f, a))
		return;
	if (!n) {
		f->empty = "this run has none of the layers asked for";
		return;
	}
	for (int i = 0; i < n; i++) {
		const struct train_level *l = &a->run->snap->facts.level[level[i] - 1];

		z_part(f, i, level[i], a->run, frame);
		panel_say(f, frame,
			  "layer %d: deviation %s, saturated %.0f %%, dead units %d",
			  level[i], panel_num(l->z_std, frame), 100 * l->saturated,
			  l->dead_units);
	}
}
