#include "panel/panel.h"

#include <math.h>

enum { POINTS = PANEL_POINTS };

void
panel_sample(struct plot_series *s, const struct nn_act_use *act, double lo, double hi,
	     bool slope)
{
	float x[POINTS], y[POINTS];

	for (int i = 0; i < POINTS; i++)
		x[i] = (float)(lo + (hi - lo) * i / (POINTS - 1));
	if (slope)
		nn_act_slopes(act, y, x, POINTS);
	else
		nn_act_apply(act, y, x, POINTS);
	for (int i = 0; i < POINTS; i++) {
		panel_x(s)[i] = x[i];
		panel_y(s)[i] = y[i];
	}
}

static int
extreme(const struct plot_series *s, int sign)
{
	int best = 0;

	for (int i = 1; i < s->n; i++)
		if (isnan(s->y[best]) || sign * s->y[i] > sign * s->y[best])
			best = i;
	return best;
}

/* Where a plateau that starts at sample i begins: at the kink just left of it. */
static double
plateau_start(const struct plot_series *s, int i, const struct nn_act *kind)
{
	double step = s->n > 1 ? s->x[1] - s->x[0] : 0;

	for (int k = 0; k < 2; k++)
		if (kind->kink[k] <= s->x[i] && kind->kink[k] >= s->x[i] - 1.01 * step)
			return kind->kink[k];
	return s->x[i];
}

/* "f 0.00669 to 0.993", "f' <= 0.25, at z = 0", "f' = 1 for z > 0". */
static const char *
words(const struct plot_series *s, const struct nn_act *kind, bool slope,
      struct arena *frame)
{
	int top = extreme(s, 1), low = extreme(s, -1);
	int last = top;
	const char *most = panel_num(s->y[top], frame);

	while (last + 1 < s->n && s->y[last + 1] >= s->y[top])
		last++;
	if (!slope)
		return str_printf(frame, "f %s to %s", panel_num(s->y[low], frame), most);
	if (last - top > 2)
		return str_printf(frame, "f' = %s for z > %s", most,
				  panel_num(plateau_start(s, top, kind), frame));
	return str_printf(frame, "f' <= %s, at z = %s", most,
			  panel_num(s->x[(top + last) / 2], frame));
}

/* Few words, so that they fit below a small picture: one curve needs no name. */
static void
describe(struct plot_figure *f, const struct plot_series *s, const struct nn_act *kind,
	 bool slope, bool alone, struct arena *frame)
{
	const char *w = words(s, kind, slope, frame);

	if (alone)
		panel_say(f, frame, "%s", w);
	else
		panel_say(f, frame, "%s %s", s->name, w);
}

/* Where a run's first pre-activations fall: bars in the lowest third of the picture,
 * put before the curve so that the curve is drawn over them. */
static void
where_data_falls(struct plot_part *p, const struct panel_subject *sub,
		 struct arena *frame)
{
	const struct train_zhist *h = sub->run->snap->z_hist;
	double width = (h->hi - h->lo) / TRAIN_ZBINS, top = 1;
	struct plot_series *s = panel_series(p, "data", (sub->ink + 3) % 6, PLOT_BARS,
					     TRAIN_ZBINS, frame);
	struct plot_series first = *s;
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
	first.n = n;
	for (int i = p->n_series - 1; i > 0; i--)
		p->series[i] = p->series[i - 1];
	p->series[0] = first;
}

static void
figure(struct plot_figure *f, const struct panel_args *a, bool slope, struct arena *frame)
{
	struct panel_subject sub[PANEL_SUBJECTS_MAX];
	int n = panel_subjects(a, sub);
	double lo = param_num(a->param, "from"), hi = param_num(a->param, "to");
	struct plot_part *p;

	panel_begin(f, slope ? "slope f'(z)" : "activation f(z)", 1, frame);
	if (!n) {
		f->empty = "no activation to show";
		return;
	}
	if (lo >= hi) {
		f->empty = "from= is not below to=";
		return;
	}
	p = &f->part[0];
	p->x.label = "z";
	p->y.label = "";
	for (int i = 0; i < n; i++) {
		struct plot_series *s = panel_series(p, sub[i].name, sub[i].ink,
						     PLOT_LINE, POINTS, frame);

		panel_sample(s, &sub[i].act, lo, hi, slope);
		describe(f, s, sub[i].act.kind, slope, n == 1, frame);
	}
	panel_fit(p);
	p->x.lo = lo;
	p->x.hi = hi;
	if (!slope && n == 1 && sub[0].run && sub[0].run->snap && sub[0].run->snap->z_hist
	    && sub[0].run->snap->facts.levels > 1)
		where_data_falls(p, &sub[0], frame);
}

void
panel_curve(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	figure(f, a, false, frame);
}

void
panel_slope(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	figure(f, a, true, frame);
}
