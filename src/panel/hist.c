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

/* "layer 1 rms 0.003, 12 % exactly 0" */
static const char *
level_words(const struct train_view *v, int level, struct arena *frame)
{
	const struct num_loghist *h = &v->snap->grad_hist[level - 1];
	const char *rms = panel_num(v->snap->facts.level[level - 1].grad_rms, frame);
	double all = total(h);

	if (h->zero && h->zero >= 0.005 * all)
		return str_printf(frame, "layer %d rms %s, %s exactly 0", level, rms,
				  panel_share(h->zero / all, frame));
	return str_printf(frame, "layer %d rms %s", level, rms);
}

/* The first and the last level that are shown. */
static void
describe(struct plot_figure *f, const struct train_view *v, const int *level, int n,
	 struct arena *frame)
{
	int last = n - 1;

	while (last > 0 && level[last] > v->snap->facts.levels)
		last--;
	if (last == 0)
		panel_say(f, frame, "%s: %s", v->name, level_words(v, level[0], frame));
	else
		panel_say(f, frame, "%s: %s, %s", v->name,
			  level_words(v, level[0], frame),
			  level_words(v, level[last], frame));
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
			describe(f, &a->run[r], level, n, frame);
}

static void
numbers_part(struct plot_figure *f, int i, int level, const struct train_view *v,
	     const struct train_zhist *all_levels, const char *label, struct arena *frame)
{
	struct plot_part *p = &f->part[i];
	const struct train_zhist *h = &all_levels[level - 1];
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
	p->x.label = label;
	p->y.lo = 0;
	p->y.label = "share";
}

/* The spread at both ends, where saturation is worst, and how many units are dead. */
static void
describe_z(struct plot_figure *f, const struct train_view *v, const int *level, int n,
	   struct arena *frame)
{
	const struct train_level *l = v->snap->facts.level;
	const struct train_level *first = &l[level[0] - 1], *last = &l[level[n - 1] - 1];
	int worst = level[0], dead = 0, units = 0;

	for (int i = 0; i < n; i++) {
		const struct train_level *now = &l[level[i] - 1];

		worst = now->saturated > l[worst - 1].saturated ? level[i] : worst;
		dead += now->dead_units;
		units += now->units;
	}
	if (n == 1)
		panel_say(f, frame, "deviation %s", panel_num(first->z_std, frame));
	else
		panel_say(f, frame, "deviation %s at layer %d, %s at layer %d",
			  panel_num(first->z_std, frame), level[0],
			  panel_num(last->z_std, frame), level[n - 1]);
	if (l[worst - 1].saturated == 0)
		panel_say(f, frame, "nothing saturated");
	else
		panel_say(f, frame, "saturated at most %s, at layer %d",
			  panel_share(l[worst - 1].saturated, frame), worst);
	panel_say(f, frame, "%d of %d units dead", dead, units);
}

static void
describe_y(struct plot_figure *f, const struct train_view *v, const int *level, int n,
	   struct arena *frame)
{
	const struct train_level *l = v->snap->facts.level;
	const struct train_level *first = &l[level[0] - 1], *last = &l[level[n - 1] - 1];

	panel_say(f, frame, "layer %d: mean %s, deviation %s, %s exactly 0", level[0],
		  panel_num(first->mean, frame), panel_num(first->std, frame),
		  panel_share(first->zero, frame));
	if (n > 1)
		panel_say(f, frame, "layer %d: mean %s, deviation %s, %s exactly 0",
			  level[n - 1], panel_num(last->mean, frame),
			  panel_num(last->std, frame), panel_share(last->zero, frame));
}

static double
count(const struct train_zhist *h)
{
	double n = 0;

	for (int b = 0; b < TRAIN_ZBINS; b++)
		n += h->bin[b];
	return n;
}

/* The root mean square from the norm, and the range of the bins. */
static void
describe_level_w(struct plot_figure *f, const struct train_view *v, int level,
		 struct arena *frame)
{
	const struct train_zhist *h = &v->snap->w_hist[level - 1];
	double n = count(h), norm = v->snap->facts.level[level - 1].weight;

	if (n > 0)
		panel_say(f, frame, "layer %d: rms %s, from %s to %s", level,
			  panel_num(norm / sqrt(n), frame), panel_num(h->lo, frame),
			  panel_num(h->hi, frame));
	else
		panel_say(f, frame, "layer %d: no weight is finite", level);
}

static void
describe_w(struct plot_figure *f, const struct train_view *v, const int *level, int n,
	   struct arena *frame)
{
	describe_level_w(f, v, level[0], frame);
	if (n > 1)
		describe_level_w(f, v, level[n - 1], frame);
}

/* One picture a level of numbers that a snapshot holds, or NULL: nobody asked yet. */
struct numbers {
	const char *title, *label;
	const struct train_zhist *(*get)(const struct train_snapshot *s);
	void (*describe)(struct plot_figure *f, const struct train_view *v,
			 const int *level, int n, struct arena *frame);
};

static const struct train_zhist *
get_z(const struct train_snapshot *s)
{
	return s->z_hist;
}

static const struct train_zhist *
get_y(const struct train_snapshot *s)
{
	return s->y_hist;
}

static const struct train_zhist *
get_w(const struct train_snapshot *s)
{
	return s->w_hist;
}

static const struct numbers numbers_z = { "where z falls", "z", get_z, describe_z };
static const struct numbers numbers_y = { "outputs of the layers", "y", get_y,
					  describe_y };
static const struct numbers numbers_w = { "weights", "w", get_w, describe_w };

static void
numbers(struct plot_figure *f, const struct panel_args *a, const struct numbers *k,
	struct arena *frame)
{
	int level[PLOT_PARTS_MAX], n = panel_levels(a, levels_of(a), level,
						    PLOT_PARTS_MAX);
	const struct train_zhist *h;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: %s", a->run->name, k->title)
				: k->title, n, frame);
	if (panel_waits(f, a))
		return;
	h = k->get(a->run->snap);
	if (!n)
		f->empty = "this run has none of the layers asked for";
	else if (!h)
		f->empty = "no snapshot of them yet";
	if (f->empty)
		return;
	for (int i = 0; i < n; i++)
		numbers_part(f, i, level[i], a->run, h, k->label, frame);
	k->describe(f, a->run, level, n, frame);
}

void
panel_zhist(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	numbers(f, a, &numbers_z, frame);
}

void
panel_acthist(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	numbers(f, a, &numbers_y, frame);
}

void
panel_weighthist(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	numbers(f, a, &numbers_w, frame);
}
