#include "panel/panel.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void
panel_begin(struct plot_figure *f, const char *title, int n_part, struct arena *frame)
{
	*f = (struct plot_figure){ .title = title, .caption = "", .n_part = n_part };
	f->part = ARENA_NEW(frame, struct plot_part, n_part);
	for (int i = 0; i < n_part; i++) {
		f->part[i].x = (struct plot_axis){ .lo = INFINITY, .hi = -INFINITY,
						   .label = "" };
		f->part[i].y = f->part[i].x;
	}
}

struct plot_series *
panel_series(struct plot_part *p, const char *name, int ink, enum plot_mark mark, int n,
	     struct arena *frame)
{
	struct plot_series *s;

	if (p->n_series == PLOT_SERIES_MAX)
		return NULL;
	s = &p->series[p->n_series++];
	*s = (struct plot_series){ .name = name, .n = n, .ink = (uint8_t)ink,
				   .mark = mark };
	s->x = ARENA_NEW(frame, double, n);
	s->y = ARENA_NEW(frame, double, n);
	return s;
}

static double *
writable(const double *lent)
{
	union { const double *in; double *out; } u = { lent };

	return u.out;
}

double *
panel_x(struct plot_series *s)
{
	return writable(s->x);
}

double *
panel_y(struct plot_series *s)
{
	return writable(s->y);
}

int
panel_ink(const struct train_view *v)
{
	return (v->number - 1) % 6;
}

void
panel_fit(struct plot_part *p)
{
	for (int i = 0; i < p->n_series; i++) {
		plot_axis_fit(&p->x, p->series[i].x, p->series[i].n);
		plot_axis_fit(&p->y, p->series[i].y, p->series[i].n);
	}
	plot_axis_settle(&p->x);
	plot_axis_settle(&p->y);
}

void
panel_say(struct plot_figure *f, struct arena *frame, const char *fmt, ...)
{
	char part[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(part, sizeof(part), fmt, ap);
	va_end(ap);
	f->caption = *f->caption ? str_printf(frame, "%s; %s", f->caption, part)
				 : str_printf(frame, "%s", part);
}

const char *
panel_num(double v, struct arena *frame)
{
	char buf[STR_NUM_MAX];

	if (isnan(v))
		return "not a number";
	if (!isfinite(v))
		return v > 0 ? "infinite" : "minus infinity";
	return str_copy(frame, str_of(str_number(buf, v, 3)));
}

const char *
panel_share(double v, struct arena *frame)
{
	double p = 100 * v;

	if (!isfinite(p))
		return "an unknown share";
	if (p < 0 || p > 100.001)
		return "an impossible share";
	if (p > 0 && p < 0.1)
		return "under 0.1 %";
	if (p < 100 && p > 99.9)
		return "over 99.9 %";
	return str_printf(frame, p < 10 ? "%.2g %%" : p > 90 ? "%.3g %%" : "%.0f %%", p);
}

/* Mean of n values, and the square of its standard error. */
static double
mean_of(const double *y, int n, double *error2)
{
	double mean = 0, sum = 0;

	for (int i = 0; i < n; i++)
		mean += y[i] / n;
	for (int i = 0; i < n; i++)
		sum += (y[i] - mean) * (y[i] - mean);
	*error2 = n > 1 ? sum / (n - 1) / n : 0;
	return mean;
}

const char *
panel_trend(const double *y, int n, struct arena *frame)
{
	int tenth = n < 3 ? 0 : n / 10 > 0 ? n / 10 : 1;
	double first, last, e2, f2;

	for (int i = 0; i < n; i++)
		if (!isfinite(y[i]))
			return "";
	if (!tenth)
		return "";
	first = mean_of(y, tenth, &e2);
	last = mean_of(y + n - tenth, tenth, &f2);
	if (first < 0 || last < 0)
		return "";
	if (fabs(last - first) <= 0.03 * first)
		return e2 + f2 > 0.001 * first * first ? ", up and down" : ", flat";
	if (fabs(last - first) < 3 * sqrt(e2 + f2))
		return ", up and down";
	if (first == 0 || last == 0)
		return last == 0 ? ", fell to 0" : ", rose from 0";
	if (last / first >= 2 || first / last >= 2)
		return str_printf(frame, ", %s %sx", last < first ? "fell" : "rose",
				  panel_num(fmax(first / last, last / first), frame));
	return str_printf(frame, ", %s %.0f %%", last < first ? "fell" : "rose",
			  100 * fabs(last / first - 1));
}

bool
panel_waits(struct plot_figure *f, const struct panel_args *a)
{
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap)
			return false;
	f->empty = a->n_run ? "no snapshot yet" : "no run to show";
	return true;
}

static bool
has_event(const struct plot_part *p, const struct train_event *e)
{
	for (int i = 0; i < p->n_event; i++)
		if (p->event[i].x == (double)e->step
		    && !strcmp(p->event[i].label, e->text))
			return true;
	return false;
}

void
panel_events(struct plot_part *p, const struct panel_args *a)
{
	for (int i = 0; i < a->n_run; i++) {
		const struct train_snapshot *s = a->run[i].snap;

		for (int k = 0; s && k < s->n_event && p->n_event < PLOT_EVENTS_MAX; k++)
			if (!has_event(p, &s->event[k]))
				p->event[p->n_event++] = (struct plot_event){
					(double)s->event[k].step, s->event[k].text };
	}
}

int
panel_levels(const struct panel_args *a, int levels, int *out, int max)
{
	const struct param_value *v = param_get(a->param, "layers");
	int n = 0;

	if (!v->given || !v->n_list) {
		for (int l = 1; l <= levels && n < max; l++)
			out[n++] = l;
		return n;
	}
	for (int i = 0; i < v->n_list && n < max; i++)
		if (v->list[i] <= levels)
			out[n++] = v->list[i];
	return n;
}

int
panel_subjects(const struct panel_args *a, struct panel_subject s[PANEL_SUBJECTS_MAX])
{
	int n = 0;

	for (int i = 0; i < a->n_act && n < PANEL_SUBJECTS_MAX; i++, n++)
		s[n] = (struct panel_subject){ a->act[i], a->act_name[i], n % 6, NULL };
	for (int i = 0; i < a->n_run && n < PANEL_SUBJECTS_MAX; i++, n++)
		s[n] = (struct panel_subject){ a->run[i].act, a->run[i].act.kind->name,
					       panel_ink(&a->run[i]), &a->run[i] };
	return n;
}

/* The pictures of two plates with a line between each, at least as large as a picture. */
enum { PLATES_NEED = 2 * 5 * TRAIN_PLATE_FLOATS * (int)sizeof(float) };

/* Lines and colours over time. */
static size_t
trail_need(const struct train_trail *t)
{
	size_t most = TRAIN_TRAIL_UNITS * PLOT_PARTS_MAX + (size_t)t->levels;

	return t->n ? most * PANEL_COLUMNS * sizeof(float)
		      + 8 * (size_t)t->n * 2 * sizeof(double) : 0;
}

size_t
panel_need(const struct panel_args *args)
{
	size_t points = 0, more = 0;

	for (int i = 0; i < args->n_run; i++) {
		const struct train_view *v = &args->run[i];

		points += v->data ? 2 * (size_t)v->data->n : 0;
		for (int l = 0; v->snap && v->snap->units && l < v->snap->facts.levels;
		     l++)
			points += (size_t)v->snap->units[l].n * 48
				  + 2 * (size_t)v->snap->units[l].in + 64;
		if (v->snap)
			points += 2 * (size_t)(v->snap->n_point + 2 * v->snap->n_eval)
				+ 64 * (size_t)v->snap->facts.levels
				+ (size_t)v->snap->grid.w * 2;
		if (v->snap)
			more += trail_need(&v->snap->trail)
				+ (v->snap->n_plate ? PLATES_NEED : 0);
	}
	return (points + 4096 * PANEL_SUBJECTS_MAX + 64 * PLOT_PARTS_MAX
		* PLOT_SERIES_MAX)
		* 2 * sizeof(double) + 65536 + more
		+ PLOT_PARTS_MAX * sizeof(struct plot_part);
}
