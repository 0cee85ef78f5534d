/* The learning rate and the factor of the loss over the steps. */
#include "panel/panel.h"

#include <math.h>

static double
rate_of(const struct train_point *p)
{
	return (double)p->lr;
}

static double
scale_of(const struct train_point *p)
{
	return (double)p->scale;
}

static void
line(struct plot_part *p, const struct train_view *v,
     double (*get)(const struct train_point *p), struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	struct plot_series *c = panel_series(p, v->name, panel_ink(v), PLOT_LINE,
					     s->n_point, frame);

	for (int i = 0; c && i < s->n_point; i++) {
		panel_x(c)[i] = (double)s->point[i].step;
		panel_y(c)[i] = get(&s->point[i]);
	}
}

static void
finish(struct plot_part *p, const struct panel_args *a, const char *label)
{
	panel_events(p, a);
	panel_fit(p);
	p->x.label = "step";
	p->x.whole = true;
	p->x.lo = 0;
	p->y.label = label;
}

static void
describe(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	const struct train_point *first = s->point, *last = first + s->n_point - 1;
	int most = 0;

	if (!s->n_point) {
		panel_say(f, frame, "%s: no step yet", v->name);
		return;
	}
	for (int i = 0; i < s->n_point; i++)
		if (s->point[i].lr > s->point[most].lr)
			most = i;
	if (first->lr == last->lr && s->point[most].lr == last->lr)
		panel_say(f, frame, "%s: %s all along", v->name,
			  panel_num((double)last->lr, frame));
	else if (most == 0 || most == s->n_point - 1)
		panel_say(f, frame, "%s: %s at first, now %s", v->name,
			  panel_num((double)first->lr, frame),
			  panel_num((double)last->lr, frame));
	else
		panel_say(f, frame, "%s: %s at first, at most %s at step %ld, now %s",
			  v->name, panel_num((double)first->lr, frame),
			  panel_num((double)s->point[most].lr, frame),
			  s->point[most].step, panel_num((double)last->lr, frame));
	if (last->scale != 1 || first->scale != 1)
		panel_say(f, frame, "loss scale %s, %s steps skipped",
			  panel_num((double)last->scale, frame),
			  panel_num(s->facts.skipped, frame));
}

static bool
scaled(const struct panel_args *a)
{
	for (int i = 0; i < a->n_run; i++) {
		const struct train_snapshot *s = a->run[i].snap;

		for (int k = 0; s && k < s->n_point; k++)
			if (s->point[k].scale != 1)
				return true;
	}
	return false;
}

void
panel_lrcurve(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	bool two = scaled(a);

	panel_begin(f, two ? "learning rate, loss scale" : "learning rate", 1 + two,
		    frame);
	if (panel_waits(f, a))
		return;
	f->part[0].y.log = (int)param_num(a->param, "axis") == 1;
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap) {
			line(&f->part[0], &a->run[i], rate_of, frame);
			if (two)
				line(&f->part[1], &a->run[i], scale_of, frame);
			describe(f, &a->run[i], frame);
		}
	finish(&f->part[0], a, two ? "lr" : "");
	if (!two)
		return;
	f->part[0].title = "learning rate";
	f->part[1].title = "loss scale";
	f->part[1].y.log = true;
	finish(&f->part[1], a, "");
}
