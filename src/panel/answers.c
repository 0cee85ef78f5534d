#include "panel/panel.h"

#include <math.h>

static bool
is_test(const struct panel_args *a)
{
	return (int)param_num(a->param, "part") == 1;
}

static const struct train_answers *
answers_of(const struct panel_args *a, const struct train_view *v)
{
	const struct train_facts *f = &v->snap->facts;

	return is_test(a) ? &f->answers_test : &f->answers;
}

/* ---- confusion ---- */

/* "3", or the data's own name of it. */
static const char *
class_text(const struct train_view *v, int class, struct arena *frame)
{
	return v->data->class_name ? v->data->class_name[class]
				   : str_printf(frame, "%d", class);
}

static void
describe_confusion(struct plot_figure *f, const struct train_view *v,
		   const struct train_answers *w, struct arena *frame)
{
	int n = w->classes, is = 0, said = 0;
	uint32_t most = 0, right = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++) {
			uint32_t count = w->count[i * n + k];

			right += i == k ? count : 0;
			if (i == k || count <= most)
				continue;
			most = count;
			is = i;
			said = k;
		}
	panel_say(f, frame, "%u of %d right", right, w->rows);
	if (most)
		panel_say(f, frame, "most often wrong: %s answered %s, %u of %u",
			  class_text(v, is, frame), class_text(v, said, frame), most,
			  w->class[is].rows);
}

/* Each class of its own rows the share; class 0 is the lowest row. */
static void
heat_of_counts(struct plot_part *p, const struct train_answers *w, struct arena *frame)
{
	int n = w->classes;
	float *v = ARENA_NEW(frame, float, n * n);

	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			v[(n - 1 - i) * n + k] =
				w->class[i].rows ? (float)w->count[i * n + k]
						   / (float)w->class[i].rows : 0;
	p->heat = (struct plot_heat){ .w = n, .h = n, .v = v, .hi = 1, .amount = true };
	p->x = (struct plot_axis){ .lo = -0.5, .hi = n - 0.5, .whole = true,
				   .label = "answer" };
	p->y = (struct plot_axis){ .lo = -0.5, .hi = n - 0.5, .whole = true,
				   .label = "class" };
}

void
panel_confusion(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_answers *w;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: class and answer%s",
					     a->run->name, is_test(a) ? ", test" : "")
				: "class and answer", 1, frame);
	if (panel_waits(f, a))
		return;
	w = answers_of(a, a->run);
	if (a->run->data->target != DATA_CLASS)
		f->empty = "there are no classes";
	else if (!w->rows)
		f->empty = is_test(a) ? "there is no test part" : "no row was answered";
	else if (!w->classes)
		f->empty = "too many classes for a picture";
	if (f->empty)
		return;
	heat_of_counts(&f->part[0], w, frame);
	if (a->run->data->class_name) {
		f->part[0].y.name = a->run->data->class_name;
		f->part[0].y.n_name = w->classes;
	}
	describe_confusion(f, a->run, w, frame);
}

/* ---- reliability ---- */

/* A run's share of right answers against how sure it was, bin by bin. */
static void
reliability_line(struct plot_figure *f, const struct train_view *v,
		 const struct train_answers *w, struct arena *frame)
{
	struct plot_series *s = panel_series(&f->part[0], v->name, panel_ink(v),
					     PLOT_LINE, TRAIN_BINS, frame);
	double sure = 0, right = 0, rows = 0;
	int n = 0;

	for (int b = 0; b < TRAIN_BINS; b++) {
		const struct train_bin *bin = &w->bin[b];

		if (!bin->rows)
			continue;
		panel_x(s)[n] = bin->conf / bin->rows;
		panel_y(s)[n++] = (double)bin->right / bin->rows;
		sure += bin->conf;
		right += bin->right;
		rows += bin->rows;
	}
	s->n = n;
	panel_say(f, frame, "%s: sure %.1f %%, right %.1f %%, ece %s", v->name,
		  100 * sure / rows, 100 * right / rows, panel_num(w->ece, frame));
}

static void
diagonal(struct plot_part *p, struct arena *frame)
{
	struct plot_series *s = panel_series(p, "as sure as right", 3, PLOT_LINE, 2,
					     frame);

	panel_x(s)[0] = panel_y(s)[0] = 0;
	panel_x(s)[1] = panel_y(s)[1] = 1;
}

void
panel_reliability(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct plot_part *p;

	panel_begin(f, is_test(a) ? "reliability, test" : "reliability", 1, frame);
	if (panel_waits(f, a))
		return;
	p = &f->part[0];
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap && isfinite(answers_of(a, &a->run[i])->ece))
			reliability_line(f, &a->run[i], answers_of(a, &a->run[i]), frame);
	if (!p->n_series) {
		f->empty = "these runs give no probabilities of classes there";
		return;
	}
	diagonal(p, frame);
	p->x = (struct plot_axis){ .lo = 0, .hi = 1, .label = "confidence" };
	p->y = (struct plot_axis){ .lo = 0, .hi = 1, .label = "right" };
}
