/* What levels were like over time: from the trail of a snapshot. */
#include "panel/panel.h"

#include <math.h>
#include <string.h>

enum { LINES_MAX = 6, LEVELS_MAX = 4096 };

static const struct train_trail_level *
at(const struct train_trail *t, int i, int level)
{
	return &t->level[(size_t)i * (size_t)t->levels + (size_t)(level - 1)];
}

/* What of= may say, in the order of its words. */
static double
value(const struct train_trail_level *l, int of)
{
	const float v[] = { l->ratio, l->grad, l->weight, l->rms, l->saturated,
			    l->share_dead };

	return (double)v[of];
}
static const char *const what[] = {
	"update / weight", "gradient norm", "weight norm", "signal rms",
	"saturated share",
	"dead share"
};

static bool
is_log(const struct panel_args *a)
{
	return (int)param_num(a->param, "axis") == 1;
}

/* True where there is nothing to draw yet; then f->empty is set. */
static bool
waits(struct plot_figure *f, const struct panel_args *a)
{
	if (panel_waits(f, a))
		return true;
	if (!a->run->snap->trail.n)
		f->empty = "nothing remembered yet";
	return f->empty != NULL;
}

static const char *
title(const struct panel_args *a, const char *of, struct arena *frame)
{
	return a->n_run ? str_printf(frame, "%s: %s over time%s", a->run->name, of,
				     param_find(a->param->rows, str_of("axis")) >= 0
				     && is_log(a) ? " (log)" : "")
			: of;
}

/* Levels asked for, at most max of them: spread evenly, both ends among them. */
static int
spread(const struct panel_args *a, int *out, int max)
{
	int level[LEVELS_MAX];
	int n = panel_levels(a, a->run->snap->trail.levels, level, LEVELS_MAX);
	int kept = n < max ? n : max;

	for (int i = 0; i < kept; i++)
		out[i] = level[kept > 1 ? i * (n - 1) / (kept - 1) : 0];
	return kept;
}

static void
steps_axis(struct plot_part *p, const struct train_trail *t)
{
	double last = (double)t->step[t->n - 1];

	p->x = (struct plot_axis){ .lo = 0, .hi = last > 0 ? last : 1, .whole = true,
				   .label = "step" };
}

/* ---- lines ---- */

static void
level_line(struct plot_figure *f, const struct panel_args *a, int level, int ink, int of,
	   struct arena *frame)
{
	const struct train_trail *t = &a->run->snap->trail;
	struct plot_series *s = panel_series(&f->part[0],
					     str_printf(frame, "L%d", level), ink,
					     PLOT_LINE, t->n, frame);

	for (int i = 0; i < t->n; i++) {
		panel_x(s)[i] = (double)t->step[i];
		panel_y(s)[i] = value(at(t, i, level), of);
	}
}

/* The first value there is and the last: at step 0 nothing has been updated yet. */
static void
describe_level(struct plot_figure *f, const struct panel_args *a, int level, int of,
	       struct arena *frame)
{
	const struct train_trail *t = &a->run->snap->trail;
	int first = 0;
	double from, to;

	while (first < t->n - 1 && isnan(value(at(t, first, level), of)))
		first++;
	from = value(at(t, first, level), of);
	to = value(at(t, t->n - 1, level), of);
	if (first == t->n - 1)
		panel_say(f, frame, "layer %d: %s at step %ld", level,
			  panel_num(to, frame), t->step[first]);
	else if (from == to)
		panel_say(f, frame, "layer %d: %s as at step %ld", level,
			  panel_num(to, frame), t->step[first]);
	else
		panel_say(f, frame, "layer %d: %s at step %ld, now %s", level,
			  panel_num(from, frame), t->step[first],
			  panel_num(to, frame));
}

/* Where the rule of thumb is that an update changes a weight by a thousandth. */
static void
thousandth(struct plot_part *p, const struct train_trail *t, struct arena *frame)
{
	struct plot_series *s = panel_series(p, "1e-3", 5, PLOT_LINE, 2, frame);

	panel_x(s)[1] = (double)t->step[t->n - 1];
	panel_y(s)[0] = panel_y(s)[1] = 1e-3;
}

void
panel_past(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[LINES_MAX], n, of = (int)param_num(a->param, "of");
	struct plot_part *p;

	panel_begin(f, title(a, what[of], frame), 1, frame);
	if (waits(f, a))
		return;
	n = spread(a, level, of == 0 ? LINES_MAX - 1 : LINES_MAX);
	if (!n) {
		f->empty = "this run has none of the layers asked for";
		return;
	}
	p = &f->part[0];
	p->y.log = is_log(a);
	for (int i = 0; i < n; i++)
		level_line(f, a, level[i], i, of, frame);
	if (of == 0)
		thousandth(p, &a->run->snap->trail, frame);
	describe_level(f, a, level[0], of, frame);
	if (n > 1)
		describe_level(f, a, level[n - 1], of, frame);
	panel_events(p, a);
	panel_fit(p);
	steps_axis(p, &a->run->snap->trail);
}

/* ---- heat maps ---- */

/* The record that a column of the time axis shows: the last one before its end. */
static int
record_of(const struct train_trail *t, int column, int columns)
{
	double end = (double)t->step[t->n - 1] * (column + 1) / columns;
	int i = 0;

	while (i + 1 < t->n && (double)t->step[i + 1] <= end)
		i++;
	return i;
}

static int
columns_of(const struct train_trail *t)
{
	return t->step[t->n - 1] == 0 ? 1 : PANEL_COLUMNS;
}

/* NaN where there is nothing to show: exactly 0 on a log scale too. */
static float
shade(double v, bool log)
{
	if (!isfinite(v) || (log && v <= 0))
		return NAN;
	return (float)(log ? num_log10(v) : v);
}

static void
fit_heat(struct plot_heat *h, double lo, double hi)
{
	for (int i = 0; i < h->w * h->h; i++)
		if (isfinite(h->v[i])) {
			lo = fmin(lo, (double)h->v[i]);
			hi = fmax(hi, (double)h->v[i]);
		}
	h->lo = lo < hi ? lo : hi - 1;
	h->hi = hi;
	if (!isfinite(h->lo) || !isfinite(h->hi)) {
		h->lo = 0;
		h->hi = 1;
	}
}

/* Levels upward, time across. */
static void
levels_heat(struct plot_part *p, const struct train_trail *t, const int *level, int n,
	    int of, bool log, struct arena *frame)
{
	int w = columns_of(t);
	float *v = ARENA_NEW(frame, float, n * w);

	for (int k = 0; k < n; k++)
		for (int x = 0; x < w; x++)
			v[(n - 1 - k) * w + x] = shade(
				value(at(t, record_of(t, x, w), level[k]), of), log);
	p->heat = (struct plot_heat){ .w = w, .h = n, .v = v, .amount = true,
					.power = log };
	fit_heat(&p->heat, log ? INFINITY : 0, -INFINITY);
	if (of >= 4 && !log)		/* shares */
		p->heat.hi = 1;
	p->y = (struct plot_axis){ .lo = level[0] - .5, .hi = level[n - 1] + .5,
				   .whole = true, .label = "layer" };
	steps_axis(p, t);
}

/* Where it is most now, and how much it was there at first. */
static void
describe_levels(struct plot_figure *f, const struct train_trail *t, const int *level,
		int n, int of, struct arena *frame)
{
	int most = 0, least = 0;

	for (int k = 1; k < n; k++) {
		double now = value(at(t, t->n - 1, level[k]), of);

		if (now > value(at(t, t->n - 1, level[most]), of))
			most = k;
		if (now < value(at(t, t->n - 1, level[least]), of))
			least = k;
	}
	if (most == least && n > 1)
		panel_say(f, frame, "now %s at all of layers %d to %d",
			  panel_num(value(at(t, t->n - 1, level[0]), of), frame),
			  level[0], level[n - 1]);
	else
		panel_say(f, frame, "now %s at layer %d",
			  panel_num(value(at(t, t->n - 1, level[most]), of), frame),
			  level[most]);
	if (most != least)
		panel_say(f, frame, "%s at layer %d",
			  panel_num(value(at(t, t->n - 1, level[least]), of), frame),
			  level[least]);
	if (t->n > 1)
		panel_say(f, frame, "layer %d had %s at step %ld", level[most],
			  panel_num(value(at(t, 0, level[most]), of), frame), t->step[0]);
}

void
panel_pastmap(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[LEVELS_MAX], n, of = (int)param_num(a->param, "of");
	const struct train_trail *t;

	panel_begin(f, title(a, what[of], frame), 1, frame);
	if (waits(f, a))
		return;
	t = &a->run->snap->trail;
	n = panel_levels(a, t->levels, level, LEVELS_MAX);
	for (int i = 1; i < n; i++)
		if (level[i] != level[i - 1] + 1)
			f->empty = "layers= must be a range such as 1..20 here";
	if (!n)
		f->empty = "this run has none of the layers asked for";
	if (f->empty)
		return;
	levels_heat(&f->part[0], t, level, n, of, is_log(a), frame);
	panel_events(&f->part[0], a);
	describe_levels(f, t, level, n, of, frame);
}

/* ---- gradients: sizes upward, time across ---- */

static void
window(const struct train_trail *t, const int *level, int n, int *lo, int *hi)
{
	*lo = TRAIN_TRAIL_BINS;
	*hi = 0;
	for (int i = 0; i < t->n; i++)
		for (int k = 0; k < n; k++)
			for (int b = 0; b < TRAIN_TRAIL_BINS; b++)
				if (at(t, i, level[k])->bin[b]) {
					*lo = b < *lo ? b : *lo;
					*hi = b + 1 > *hi ? b + 1 : *hi;
				}
	if (*lo >= *hi) {		/* nothing but zeros */
		*lo = 2 * (-8 - NUM_LOGBIN_LO);
		*hi = 2 * (0 - NUM_LOGBIN_LO);
	}
}

static double
edge(int bin)
{
	return num_logbin_edge(bin * (NUM_LOGBINS / TRAIN_TRAIL_BINS));
}

static void
grad_part(struct plot_part *p, const struct train_trail *t, int level, int lo, int hi,
	  struct arena *frame)
{
	int w = columns_of(t), h = hi - lo;
	float *v = ARENA_NEW(frame, float, w * h);

	for (int x = 0; x < w; x++) {
		const struct train_trail_level *l = at(t, record_of(t, x, w), level);

		for (int b = 0; b < h; b++) {
			double share = train_trail_share(l, lo + b);

			v[(h - 1 - b) * w + x] = share > 0 ? (float)share : NAN;
		}
	}
	p->title = str_printf(frame, "layer %d", level);
	p->heat = (struct plot_heat){ .w = w, .h = h, .v = v, .amount = true };
	fit_heat(&p->heat, 0, -INFINITY);
	p->y = (struct plot_axis){ .lo = edge(lo), .hi = edge(hi), .log = true,
				   .label = "|dL/dW|" };
	steps_axis(p, t);
}

static void
describe_grads(struct plot_figure *f, const struct train_trail *t, int level,
	       struct arena *frame)
{
	const struct train_trail_level *first = at(t, 0, level);
	const struct train_trail_level *last = at(t, t->n - 1, level);
	double zero = train_trail_share(last, -1);

	if (t->n > 1)
		panel_say(f, frame, "layer %d: norm %s at step %ld, now %s", level,
			  panel_num((double)first->grad, frame), t->step[0],
			  panel_num((double)last->grad, frame));
	else
		panel_say(f, frame, "layer %d: norm %s", level,
			  panel_num((double)last->grad, frame));
	if (zero >= 0.005)
		panel_say(f, frame, "%s exactly 0", panel_share(zero, frame));
}

void
panel_gradmap(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[PLOT_PARTS_MAX], n = 1, lo, hi;

	if (a->n_run && a->run->snap && a->run->snap->trail.n)
		n = spread(a, level,
			   param_given(a->param, "layers") ? PLOT_PARTS_MAX : 3);
	panel_begin(f, title(a, "gradients |dL/dW|", frame), n, frame);
	if (waits(f, a))
		return;
	if (!n) {
		f->empty = "this run has none of the layers asked for";
		return;
	}
	window(&a->run->snap->trail, level, n, &lo, &hi);
	for (int i = 0; i < n; i++) {
		grad_part(&f->part[i], &a->run->snap->trail, level[i], lo, hi, frame);
		panel_events(&f->part[i], a);
	}
	describe_grads(f, &a->run->snap->trail, level[0], frame);
	if (n > 1)
		describe_grads(f, &a->run->snap->trail, level[n - 1], frame);
}

/* ---- dead units: units upward, time across ---- */

static int
units_shown(const struct train_view *v, int level)
{
	int units = v->snap->facts.level[level - 1].units;

	return units < TRAIN_TRAIL_UNITS ? units : TRAIN_TRAIL_UNITS;
}

static void
dead_part(struct plot_part *p, const struct train_view *v, int level, struct arena *frame)
{
	const struct train_trail *t = &v->snap->trail;
	int w = columns_of(t), h = units_shown(v, level);
	float *u = ARENA_NEW(frame, float, w * h);

	for (int x = 0; x < w; x++)
		for (int j = 0; j < h; j++)
			u[(h - 1 - j) * w + x] = train_trail_dead(
				at(t, record_of(t, x, w), level), j);
	p->title = str_printf(frame, "layer %d", level);
	p->heat = (struct plot_heat){ .w = w, .h = h, .v = u, .amount = true, .hi = 1 };
	p->y = (struct plot_axis){ .lo = .5, .hi = h + .5, .whole = true,
				   .label = "unit" };
	steps_axis(p, t);
}

/* Was a unit of these levels ever dead, as far as is remembered? */
static bool
ever_dead(const struct train_view *v, const int *level, int n)
{
	const struct train_trail *t = &v->snap->trail;

	for (int i = 0; i < t->n; i++)
		for (int k = 0; k < n; k++)
			for (int j = 0; j < units_shown(v, level[k]); j++)
				if (train_trail_dead(at(t, i, level[k]), j) > 0)
					return true;
	return false;
}

static void
describe_dead(struct plot_figure *f, const struct train_view *v, const int *level, int n,
	      struct arena *frame)
{
	const struct train_trail *t = &v->snap->trail;
	int units = 0, now = 0, first = 0, hidden = 0;

	for (int k = 0; k < n; k++) {
		int h = units_shown(v, level[k]);

		units += h;
		hidden += v->snap->facts.level[level[k] - 1].units - h;
		for (int j = 0; j < h; j++) {
			now += train_trail_dead(at(t, t->n - 1, level[k]), j);
			first += train_trail_dead(at(t, 0, level[k]), j);
		}
	}
	panel_say(f, frame, "%d of %d units dead", now, units);
	if (t->n > 1)
		panel_say(f, frame, "%d at step %ld", first, t->step[0]);
	if (hidden)
		panel_say(f, frame, "%d more units are not shown", hidden);
}

/* Layers without an activation have nobody to be dead. */
void
panel_deadmap(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[PLOT_PARTS_MAX], n = 1;

	if (a->n_run && a->run->snap && a->run->snap->trail.n) {
		n = spread(a, level, PLOT_PARTS_MAX);
		if (n > 1 && !param_given(a->param, "layers"))
			n--;		/* the outputs */
	}
	panel_begin(f, title(a, "dead units", frame), n, frame);
	if (waits(f, a))
		return;
	if (!n) {
		f->empty = "this run has none of the layers asked for";
		return;
	}
	if (!ever_dead(a->run, level, n)) {
		const struct train_trail *t = &a->run->snap->trail;

		f->empty = t->n < 2 ? "no unit is dead"
			 : str_printf(frame, "no unit is dead, and none was up to step %ld",
				      t->step[t->n - 1]);
		return;
	}
	for (int i = 0; i < n; i++) {
		dead_part(&f->part[i], a->run, level[i], frame);
		panel_events(&f->part[i], a);
	}
	describe_dead(f, a->run, level, n, frame);
}
