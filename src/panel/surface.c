/* A slice through the loss surface, with the way walked. */
#include "panel/panel.h"

#include <math.h>

enum { ALL = TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE, LINES = 5 };

static void
range_of(const struct train_slice *s, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (int i = 0; i < ALL; i++)
		if (isfinite(s->v[i])) {
			*lo = fmin(*lo, (double)s->v[i]);
			*hi = fmax(*hi, (double)s->v[i]);
		}
}

/* On a log scale where it spans more than a decade. */
static void
heat(struct plot_part *p, const struct train_slice *s, double lo, double hi,
     struct arena *frame)
{
	float *v = ARENA_NEW(frame, float, ALL);
	bool log = lo > 0 && hi > 10 * lo;

	for (int i = 0; i < ALL; i++)
		v[i] = !isfinite(s->v[i]) ? NAN
		     : log ? (float)num_log10((double)s->v[i]) : s->v[i];
	if (log) {
		lo = num_log10(lo);
		hi = num_log10(hi);
	}
	p->heat = (struct plot_heat){ .w = TRAIN_SLICE_SIDE, .h = TRAIN_SLICE_SIDE,
				      .v = v, .lo = lo, .hi = hi, .power = log,
				      .amount = true };
	for (int i = 0; i < LINES && hi > lo && s->known == ALL; i++)
		p->heat.line[p->heat.n_line++] = lo + (hi - lo) * (i + 1) / (LINES + 1);
	p->x = (struct plot_axis){ .lo = -s->radius, .hi = s->radius,
				   .label = s->walked > 0 ? "along the way" : "random" };
	p->y = (struct plot_axis){ .lo = -s->radius, .hi = s->radius, .label = "random" };
}

static void
path(struct plot_part *p, const struct train_view *v, struct arena *frame)
{
	const struct train_slice *s = &v->snap->slice;
	struct plot_series *line, *end;

	if (s->n_path < 1)
		return;
	line = panel_series(p, "way", panel_ink(v), PLOT_POINTS, s->n_path, frame);
	line->glyph = '.';
	for (int i = 0; i < s->n_path; i++) {
		panel_x(line)[i] = (double)s->path_x[i];
		panel_y(line)[i] = (double)s->path_y[i];
	}
	end = panel_series(p, "here", panel_ink(v), PLOT_POINTS, 1, frame);
	end->glyph = '@';
}

static void
describe(struct plot_figure *f, const struct train_slice *s, double lo, double hi,
	 struct arena *frame)
{
	double here = (double)s->v[ALL / 2];
	int bad = 0;

	for (int i = 0; i < ALL; i++)
		bad += isinf(s->v[i]) || (s->known == ALL && isnan(s->v[i]));
	if (isfinite(here))
		panel_say(f, frame, "loss %s at step %ld", panel_num(here, frame),
			  s->step);
	panel_say(f, frame, "from %s to %s around it", panel_num(lo, frame),
		  panel_num(hi, frame));
	if (s->walked > 0)
		panel_say(f, frame, "walked %s times the weights' length",
			  panel_num(s->walked, frame));
	else
		panel_say(f, frame, "not walked yet");
	if (bad)
		panel_say(f, frame, "%d places are not finite", bad);
	if (s->known < ALL)
		panel_say(f, frame, "%s worked out",
			  panel_share((double)s->known / ALL, frame));
}

void
panel_surface(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_slice *s;
	double lo, hi;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: loss around the weights",
					     a->run->name) : "loss surface", 1, frame);
	if (panel_waits(f, a))
		return;
	s = &a->run->snap->slice;
	if (!s->side) {
		f->empty = "no snapshot of the surface yet, or the net is too large";
		return;
	}
	range_of(s, &lo, &hi);
	if (lo > hi) {
		f->empty = "no loss around these weights is finite";
		return;
	}
	heat(&f->part[0], s, lo, hi, frame);
	path(&f->part[0], a->run, frame);
	describe(f, s, lo, hi, frame);
}
