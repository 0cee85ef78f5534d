#include "panel/panel.h"

#include <math.h>

enum { MEANS = 128 };			/* points of a curve at most, among others */

static bool
is_log(const struct panel_args *a)
{
	return (int)param_num(a->param, "axis") == 1;
}

/* Title words: "loss (log), smoothed 0.9", "loss, mean of 64 steps". */
static const char *
titled(const struct panel_args *a, const char *what, long steps, struct arena *frame)
{
	double smooth = param_num(a->param, "smooth");
	const char *how = smooth > 0 ? str_printf(frame, ", smoothed %s",
						  panel_num(smooth, frame))
			  : steps > 1 ? str_printf(frame, ", mean of %ld steps", steps)
			  : "";

	return str_printf(frame, "%s%s%s", what, is_log(a) ? " (log)" : "", how);
}

/* Each value becomes the mean of those so far, the older the less it counts:
 * share smooth of what was, the rest of what is new. */
static void
smoothed(double *y, int n, double smooth)
{
	double mean = 0, weight = 0;

	for (int i = 0; i < n && smooth > 0; i++) {
		if (!isfinite(y[i]))
			continue;
		mean = smooth * mean + (1 - smooth) * y[i];
		weight = smooth * weight + (1 - smooth);
		y[i] = mean / weight;
	}
}

/* Noisy batch losses of several runs hide each other: then a point of the curve is the mean
 * of so many steps.  1: all that is known is drawn. */
static long
steps_together(const struct panel_args *a)
{
	long last = 0, steps = 1;
	int drawn = 0;

	for (int i = 0; i < a->n_run; i++) {
		const struct train_snapshot *s = a->run[i].snap;

		if (!s || !s->n_point)
			continue;
		drawn++;
		last = last > s->point[s->n_point - 1].step
		       ? last : s->point[s->n_point - 1].step;
	}
	while (drawn > 1 && last / steps > MEANS)
		steps *= 2;		/* as the history does: nothing is cut in two */
	return steps;
}

/* One point for the points of the same steps, in the middle of those that are finite; where
 * none is, as it was.  Returns how many there are then. */
static int
gather(double *x, double *y, int n, long steps)
{
	int to = 0;

	for (int i = 0, next; i < n; i = next) {
		double of = floor((x[i] - 1) / (double)steps), sum_x = 0, sum_y = 0;
		int finite = 0;

		for (next = i; next < n && floor((x[next] - 1) / (double)steps) == of;
		     next++)
			if (isfinite(y[next])) {
				sum_x += x[next];
				sum_y += y[next];
				finite++;
			}
		x[to] = finite ? sum_x / finite : x[i];
		y[to++] = finite ? sum_y / finite : y[i];
	}
	return to;
}

static void
batch_losses(struct plot_figure *f, const struct train_view *v, double smooth,
	     long steps, struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	struct plot_series *c = panel_series(&f->part[0], v->name, panel_ink(v),
					     PLOT_LINE, s->n_point, frame);

	if (!c)
		return;
	for (int i = 0; i < s->n_point; i++) {
		panel_x(c)[i] = (double)s->point[i].step;
		panel_y(c)[i] = s->point[i].mean;
	}
	if (steps > 1)
		c->n = gather(panel_x(c), panel_y(c), c->n, steps);
	smoothed(panel_y(c), c->n, smooth);
}

static void
describe_loss(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	double *y = ARENA_NEW(frame, double, s->n_point);
	int n = 0;			/* of the past that is looked at: as far as then */

	for (; n < s->n_point && s->point[n].step <= s->facts.step; n++)
		y[n] = s->point[n].mean;
	if (s->facts.diverged) {
		panel_say(f, frame, "%s stopped at step %ld, not finite", v->name,
			  s->facts.step);
		return;
	}
	panel_say(f, frame, "%s %s%s", v->name, panel_num(s->facts.loss, frame),
		  panel_trend(y, n, frame));
	if (isfinite(s->facts.loss_test))
		panel_say(f, frame, "test %s", panel_num(s->facts.loss_test, frame));
}

/* One value of each eval against its step; skipped where all are NaN. */
static bool
evals(struct plot_part *p, const struct train_view *v, const char *name, int ink,
      double (*get)(const struct train_eval *e), double smooth, struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	struct plot_series *c;
	int n = 0;

	for (int i = 0; i < s->n_eval; i++)
		n += isfinite(get(&s->eval[i]));
	if (!n || !(c = panel_series(p, name, ink, PLOT_LINE, s->n_eval, frame)))
		return false;
	for (int i = 0; i < s->n_eval; i++) {
		panel_x(c)[i] = (double)s->eval[i].step;
		panel_y(c)[i] = get(&s->eval[i]);
	}
	smoothed(panel_y(c), s->n_eval, smooth);
	return true;
}

static double
loss_test_of(const struct train_eval *e)
{
	return e->loss_test;
}

static double
acc_of(const struct train_eval *e)
{
	return e->acc;
}

static double
acc_test_of(const struct train_eval *e)
{
	return e->acc_test;
}

static double
wrong_of(const struct train_eval *e)
{
	return 1 - e->acc;
}

static double
wrong_test_of(const struct train_eval *e)
{
	return 1 - e->acc_test;
}

/* Which curves of a run are drawn: with several runs the test part is only told, or the
 * picture has twice as many lines as runs. */
enum { TRAINING = 1, TEST = 2 };
static int
curves(const struct panel_args *a)
{
	static const int wanted[] = { 0, TRAINING, TEST, TRAINING | TEST };
	int w = wanted[(int)param_num(a->param, "part")];

	return w ? w : a->n_run > 1 ? TRAINING : TRAINING | TEST;
}

/* The test curve: in the run's own style where it is the run's only curve. */
static bool
test_curve(struct plot_part *p, const struct train_view *v, int which,
	   double (*get)(const struct train_eval *e), double smooth, struct arena *frame)
{
	int ink = which == TEST ? panel_ink(v) : (panel_ink(v) + 3) % 6;

	return (which & TEST)
	       && evals(p, v, str_printf(frame, "%s test", v->name), ink, get, smooth,
			frame);
}

/* From 0 on: a run that branched off another begins where it did. */
static void
steps_axis(struct plot_part *p)
{
	panel_fit(p);
	p->x.label = "step";
	p->x.whole = true;
	p->x.lo = 0;
}

void
panel_loss(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	double smooth = param_num(a->param, "smooth");
	bool training = curves(a) & TRAINING;
	long steps = smooth > 0 || !training ? 1 : steps_together(a);
	struct plot_part *p;

	panel_begin(f, titled(a, "loss", steps, frame), 1, frame);
	if (panel_waits(f, a))
		return;
	p = &f->part[0];
	p->y.log = is_log(a);
	p->y.label = "";
	for (int i = 0; i < a->n_run; i++) {
		const struct train_view *v = &a->run[i];

		if (!v->snap)
			continue;
		if (training)
			batch_losses(f, v, smooth, steps, frame);
		test_curve(p, v, curves(a), loss_test_of, smooth, frame);
		describe_loss(f, v, frame);
	}
	panel_events(p, a);
	steps_axis(p);
}

static void
accuracy(struct plot_figure *f, const struct panel_args *a, const struct train_view *v,
	 struct arena *frame)
{
	bool wrong = (int)param_num(a->param, "of") == 1;
	double smooth = param_num(a->param, "smooth");
	struct plot_part *p = &f->part[0];
	const struct train_facts *now = &v->snap->facts;

	if (curves(a) & TRAINING)
		evals(p, v, v->name, panel_ink(v), wrong ? wrong_of : acc_of, smooth,
		      frame);
	test_curve(p, v, curves(a), wrong ? wrong_test_of : acc_test_of, smooth, frame);
	panel_say(f, frame, "%s %s %s", v->name,
		  panel_share(wrong ? 1 - now->acc : now->acc, frame),
		  wrong ? "wrong" : "right");
	if (isfinite(now->acc_test))
		panel_say(f, frame, "test %s",
			  panel_share(wrong ? 1 - now->acc_test : now->acc_test, frame));
}

void
panel_acc(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	bool wrong = (int)param_num(a->param, "of") == 1;
	struct plot_part *p;

	panel_begin(f, titled(a, wrong ? "answers wrong" : "accuracy", 1, frame), 1, frame);
	if (panel_waits(f, a))
		return;
	p = &f->part[0];
	p->y.log = is_log(a);
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap)
			accuracy(f, a, &a->run[i], frame);
	if (!p->n_series) {
		f->empty = "no accuracy: no classes, or no test part";
		return;
	}
	panel_events(p, a);
	steps_axis(p);
}
