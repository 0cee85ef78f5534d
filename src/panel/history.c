#include "panel/panel.h"

#include <math.h>

static bool
is_log(const struct panel_args *a)
{
	return (int)param_num(a->param, "axis") == 1;
}

static double
mean_of(const double *y, int from, int to)
{
	double sum = 0;

	for (int i = from; i < to; i++)
		sum += y[i];
	return to > from ? sum / (to - from) : NAN;
}

/* "fell 35x", "fell 12 %", "flat", "rose 8 %": the last tenth against the first. */
static const char *
trend(const double *y, int n, struct arena *frame)
{
	int tenth = n < 3 ? 0 : n / 10 > 0 ? n / 10 : 1;
	double first = mean_of(y, 0, tenth), last = mean_of(y, n - tenth, n);

	if (!isfinite(first) || !isfinite(last) || first <= 0 || last < 0)
		return "";
	if (fabs(last / first - 1) < 0.03)
		return ", flat";
	if (last == 0 || first / last >= 2)
		return str_printf(frame, ", fell %sx", panel_num(first / last, frame));
	return str_printf(frame, ", %s %.0f %%", last < first ? "fell" : "rose",
			  100 * fabs(last / first - 1));
}

static void
batch_losses(struct plot_figure *f, const struct train_view *v, struct arena *frame)
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
}

static void
describe_loss(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_snapshot *s = v->snap;
	double *y = ARENA_NEW(frame, double, s->n_point);

	for (int i = 0; i < s->n_point; i++)
		y[i] = s->point[i].mean;
	if (s->facts.diverged) {
		panel_say(f, frame, "%s stopped at step %ld, not finite", v->name,
			  s->facts.step);
		return;
	}
	panel_say(f, frame, "%s %s%s", v->name, panel_num(s->facts.loss, frame),
		  trend(y, s->n_point, frame));
	if (isfinite(s->facts.loss_test))
		panel_say(f, frame, "test %s", panel_num(s->facts.loss_test, frame));
}

/* One value of each eval against its step; skipped where all are NaN. */
static bool
evals(struct plot_part *p, const struct train_view *v, const char *name, int ink,
      double (*get)(const struct train_eval *e), struct arena *frame)
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
	   double (*get)(const struct train_eval *e), struct arena *frame)
{
	int ink = which == TEST ? panel_ink(v) : (panel_ink(v) + 3) % 6;

	return (which & TEST)
	       && evals(p, v, str_printf(frame, "%s test", v->name), ink, get, frame);
}

static void
steps_axis(struct plot_part *p)
{
	p->x.label = "step";
	p->x.whole = true;
}

void
panel_loss(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct plot_part *p;

	panel_begin(f, is_log(a) ? "loss (log)" : "loss", 1, frame);
	if (panel_waits(f, a))
		return;
	p = &f->part[0];
	p->y.log = is_log(a);
	p->y.label = "";
	for (int i = 0; i < a->n_run; i++) {
		const struct train_view *v = &a->run[i];

		if (!v->snap)
			continue;
		if (curves(a) & TRAINING)
			batch_losses(f, v, frame);
		test_curve(p, v, curves(a), loss_test_of, frame);
		describe_loss(f, v, frame);
	}
	panel_events(p, a);
	panel_fit(p);
	steps_axis(p);
	p->x.lo = 0;
}

static void
accuracy(struct plot_figure *f, const struct train_view *v, int which,
	 struct arena *frame)
{
	struct plot_part *p = &f->part[0];
	const struct train_facts *now = &v->snap->facts;

	if (which & TRAINING)
		evals(p, v, v->name, panel_ink(v), acc_of, frame);
	test_curve(p, v, which, acc_test_of, frame);
	if (isfinite(now->acc))
		panel_say(f, frame, "%s %.1f %% right", v->name, 100 * now->acc);
	if (isfinite(now->acc_test))
		panel_say(f, frame, "test %.1f %%", 100 * now->acc_test);
}

void
panel_acc(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct plot_part *p;

	panel_begin(f, "accuracy", 1, frame);
	if (panel_waits(f, a))
		return;
	p = &f->part[0];
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap)
			accuracy(f, &a->run[i], curves(a), frame);
	if (!p->n_series) {
		f->empty = "no accuracy: no classes, or no test part";
		return;
	}
	panel_events(p, a);
	panel_fit(p);
	steps_axis(p);
	p->x.lo = 0;
}
