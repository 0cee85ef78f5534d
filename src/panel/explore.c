/* One activation looked at closely: its tangent, where it is flat, what it makes of
 * numbers. */
#include "panel/panel.h"

#include <math.h>

enum { POINTS = PANEL_POINTS, FINE = 8, BINS = 40 };
#define FLAT 0.05f			/* of the steepest slope: below it is saturated */

/* The activation that is looked at, and the numbers that go into it. */
struct subject {
	struct panel_subject is;
	const struct train_zhist *z;	/* NULL: normal ones of variance 1 */
	int layer;
};

static bool
usable(const struct train_zhist *z)
{
	double all = 0;

	for (int b = 0; b < TRAIN_ZBINS; b++)
		all += z->bin[b];
	return all > 0 && isfinite(z->lo) && isfinite(z->hi) && z->hi > z->lo;
}

/* An activation named directly, with the numbers of a run beside it; else the run's
 * own. */
static bool
subject_find(struct subject *s, struct plot_figure *f, const struct panel_args *a)
{
	struct panel_subject all[PANEL_SUBJECTS_MAX];
	int n = panel_subjects(a, all);
	const struct train_view *run = a->n_run ? a->run : NULL;

	*s = (struct subject){ .layer = param_int(a->param, "layer") };
	if (!n) {
		f->empty = "no activation to show";
		return false;
	}
	s->is = all[0];
	if (run && run->snap && run->snap->z_hist && s->layer <= run->snap->facts.levels
	    && usable(&run->snap->z_hist[s->layer - 1]))
		s->z = &run->snap->z_hist[s->layer - 1];
	if (run)
		s->is.ink = panel_ink(run);
	return true;
}

/* ---- the tangent ---- */

/* Stretches of z where |f'| is below 5 % of its maximum. */
static void
bands(struct plot_part *p, const struct plot_series *slope, const struct nn_act_use *act)
{
	double flat = (double)(FLAT * nn_act_steepest(act));
	int from = -1;

	for (int i = 0; i <= slope->n; i++) {
		bool is = i < slope->n && fabs(slope->y[i]) < flat;

		if (is && from < 0)
			from = i;
		if (is || from < 0)
			continue;
		if (p->n_band < PLOT_BANDS_MAX)
			p->band[p->n_band++] = (struct plot_band){
				slope->x[from], slope->x[i - 1] };
		from = -1;
	}
}

/* The straight line through (z, f(z)), as far as it stays in the picture. */
static void
tangent_add(struct plot_part *p, const struct nn_act_use *act, double z,
	    struct arena *frame)
{
	struct plot_series *s = panel_series(p, "tangent", 2, PLOT_LINE, 2, frame);
	double f = (double)nn_act_value(act, (float)z);
	double slope = (double)nn_act_slope(act, (float)z);
	double reach = (p->x.hi - p->x.lo) / 4;

	for (int i = 0; i < 2; i++) {
		panel_x(s)[i] = z + (i ? reach : -reach);
		panel_y(s)[i] = f + slope * (i ? reach : -reach);
	}
	if (!isfinite(f) || !isfinite(slope))
		s->n = 0;
}

/* Bars in the lowest third, before the curves so that these are drawn over them. */
static void
data_add(struct plot_part *p, const struct subject *sub)
{
	const struct train_zhist *h = sub->z;
	struct plot_series *s = &p->series[0];
	double width = (h->hi - h->lo) / TRAIN_ZBINS, top = 1;
	int n = 0;

	for (int i = 0; i < TRAIN_ZBINS; i++)
		top = fmax(top, h->bin[i]);
	for (int i = 0; i < TRAIN_ZBINS; i++) {
		double x = h->lo + (i + 0.5) * width;

		if (!h->bin[i] || x < p->x.lo || x > p->x.hi)
			continue;
		panel_x(s)[n] = x;
		panel_y(s)[n++] = p->y.lo + (p->y.hi - p->y.lo) * h->bin[i] / top / 3;
	}
	s->n = n;
}

static bool
in_bands(const struct plot_part *p, double z)
{
	for (int i = 0; i < p->n_band; i++)
		if (z >= p->band[i].lo && z <= p->band[i].hi)
			return true;
	return false;
}

static void
tangent_say(struct plot_figure *f, const struct subject *s, double z, struct arena *frame)
{
	const struct plot_part *p = &f->part[0];
	double v = (double)nn_act_value(&s->is.act, (float)z);
	double slope = (double)nn_act_slope(&s->is.act, (float)z), all = 0, flat = 0;

	if (isfinite(v) && isfinite(slope))
		panel_say(f, frame, "z %s: f %s, slope %s", panel_num(z, frame),
			  panel_num(v, frame), panel_num(slope, frame));
	else
		panel_say(f, frame, "not finite at z %s", panel_num(z, frame));
	for (int i = 0; s->z && i < TRAIN_ZBINS; i++) {
		double at = s->z->lo + (s->z->hi - s->z->lo) * (i + 0.5) / TRAIN_ZBINS;

		all += s->z->bin[i];
		flat += in_bands(p, at) ? s->z->bin[i] : 0;
	}
	if (all > 0 && flat > 0)
		panel_say(f, frame, "%.0f %% of layer %d's z fall where it is flat",
			  100 * flat / all, s->layer);
	else if (all > 0)
		panel_say(f, frame, "no z of layer %d seen here falls where it is flat",
			  s->layer);
	else if (p->n_band)
		panel_say(f, frame, "shaded: slope below 5 %% of its steepest");
}

void
panel_tangent(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	double lo = param_num(a->param, "from"), hi = param_num(a->param, "to");
	double z = param_num(a->param, "at");
	struct subject s;
	struct plot_part *p;
	int curve = 0;

	panel_begin(f, "f(z), f'(z) and the tangent", 1, frame);
	if (lo >= hi)
		f->empty = "from= is not below to=";
	if (f->empty || !subject_find(&s, f, a))
		return;
	p = &f->part[0];
	f->title = str_printf(frame, "%s: f, slope f' and tangent", s.is.name);
	if (s.z) {
		panel_series(p, str_printf(frame, "z of layer %d", s.layer), 5, PLOT_BARS,
			     TRAIN_ZBINS, frame)->n = 0;
		curve = 1;
	}
	panel_sample(panel_series(p, "f", s.is.ink, PLOT_LINE, POINTS, frame), &s.is.act, lo,
		     hi, false);
	panel_sample(panel_series(p, "f'", (s.is.ink + 1) % 6, PLOT_LINE, POINTS, frame),
		     &s.is.act, lo, hi, true);
	panel_fit(p);
	p->x = (struct plot_axis){ .lo = lo, .hi = hi, .label = "z" };
	p->y.label = "";
	bands(p, &p->series[curve + 1], &s.is.act);
	tangent_add(p, &s.is.act, z, frame);
	p->series[p->n_series - 1].ink = (uint8_t)((s.is.ink + 2) % 6);
	if (s.z)
		data_add(p, &s);
	p->event[p->n_event++] = (struct plot_event){ z, "" };
	tangent_say(f, &s, z, frame);
}

/* ---- what it makes of numbers ---- */

/* z in fine steps with its weight; returns how many. */
static int
numbers(const struct subject *s, float *z, double *weight)
{
	int n = TRAIN_ZBINS * FINE;

	for (int i = 0; i < n; i++) {
		double t = (i + 0.5) / n;

		if (s->z) {
			z[i] = (float)(s->z->lo + (s->z->hi - s->z->lo) * t);
			weight[i] = s->z->bin[i / FINE];
		} else {
			z[i] = (float)(8 * t - 4);
			weight[i] = num_exp(-(double)z[i] * (double)z[i] / 2);
		}
	}
	return n;
}

struct spread {
	double mean, square, all;	/* of the finite ones */
};

/* A mean that is nothing but rounding is 0. */
static double
clean(double v, double size)
{
	return fabs(v) < 1e-6 * size ? 0 : v;
}

static struct spread
spread_of(const float *v, const double *weight, int n)
{
	struct spread s = { 0, 0, 0 };

	for (int i = 0; i < n; i++)
		if (isfinite(v[i])) {
			s.all += weight[i];
			s.mean += weight[i] * (double)v[i];
			s.square += weight[i] * (double)v[i] * (double)v[i];
		}
	s.mean /= s.all > 0 ? s.all : 1;
	s.square /= s.all > 0 ? s.all : 1;
	return s;
}

/* Shares of the numbers in bins from the least to the greatest. */
static void
spread_part(struct plot_part *p, const char *title, int ink, const float *v,
	    const double *weight, int n, struct arena *frame)
{
	struct plot_series *s = panel_series(p, "", ink, PLOT_BARS, BINS, frame);
	double lo = INFINITY, hi = -INFINITY, all = 0;

	p->title = title;
	for (int i = 0; i < n; i++)
		if (isfinite(v[i]) && weight[i] > 0) {
			lo = fmin(lo, (double)v[i]);
			hi = fmax(hi, (double)v[i]);
			all += weight[i];
		}
	if (!(lo < hi)) {		/* one value, or none */
		lo = isfinite(lo) ? lo - 0.5 : 0;
		hi = lo + 1;
	}
	for (int b = 0; b < BINS; b++) {
		panel_x(s)[b] = lo + (hi - lo) * (b + 0.5) / BINS;
		panel_y(s)[b] = 0;
	}
	for (int i = 0; i < n; i++) {
		int b = isfinite(v[i]) ? (int)(((double)v[i] - lo) / (hi - lo) * BINS)
				       : -1;

		if (b >= 0 && weight[i] > 0)
			panel_y(s)[b < BINS ? b : BINS - 1] += weight[i] / all;
	}
	p->x = (struct plot_axis){ .lo = lo, .hi = hi, .label = "" };
	p->y = (struct plot_axis){ .lo = 0, .hi = -INFINITY, .label = "share" };
	plot_axis_fit(&p->y, s->y, BINS);
	plot_axis_settle(&p->y);
	p->y.lo = 0;
}

void
panel_through(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	float z[TRAIN_ZBINS * FINE], y[TRAIN_ZBINS * FINE], d[TRAIN_ZBINS * FINE];
	double weight[TRAIN_ZBINS * FINE], flat = 0;
	struct subject s;
	struct spread out, slope;
	float steepest;
	int n;

	panel_begin(f, "what it makes of z", 3, frame);
	if (!subject_find(&s, f, a))
		return;
	f->title = str_printf(frame, "what %s makes of %s", s.is.name,
			      s.z ? str_printf(frame, "layer %d", s.layer)
				  : "normal numbers");
	n = numbers(&s, z, weight);
	nn_act_apply(&s.is.act, y, z, n);
	nn_act_slopes(&s.is.act, d, z, n);
	spread_part(&f->part[0], "in: z", s.is.ink, z, weight, n, frame);
	spread_part(&f->part[1], "out: f(z)", s.is.ink, y, weight, n, frame);
	spread_part(&f->part[2], "slope: f'(z)", s.is.ink, d, weight, n, frame);
	out = spread_of(y, weight, n);
	slope = spread_of(d, weight, n);
	steepest = nn_act_steepest(&s.is.act);
	for (int i = 0; i < n; i++)
		if (isfinite(d[i]) && fabsf(d[i]) < FLAT * steepest)
			flat += weight[i];
	if (out.all > 0 && slope.all > 0)
		panel_say(f, frame,
			  "outputs: mean %s, rms %s; slopes: rms %s, %.0f %% of "
			  "them flat",
			  panel_num(clean(out.mean, sqrt(out.square)), frame),
			  panel_num(sqrt(out.square), frame),
			  panel_num(sqrt(slope.square), frame), 100 * flat / slope.all);
	else
		panel_say(f, frame, "nothing finite comes out");
}
