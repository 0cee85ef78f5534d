#include "tui/cross.h"

#include "actlab/num.h"

#include <math.h>
#include <string.h>

#define LEAST 1e-3			/* of the whole axis, the least that is seen */

static bool
has_axis(const struct plot_part *p)
{
	return p->heat.h == 0 && p->n_series > 0 && p->x.label && *p->x.label
	       && p->x.hi > p->x.lo && (!p->x.log || p->x.lo > 0);
}

bool
tui_cross_part_able(const struct plot_part *part)
{
	return has_axis(part);
}

static bool
same_axis(const struct tui_cross *c, const struct plot_part *p)
{
	return has_axis(p) && strcmp(p->x.label, c->axis) == 0;
}

const struct plot_part *
tui_cross_part(const struct plot_figure *f)
{
	for (int i = 0; !f->empty && i < f->n_part; i++)
		if (has_axis(&f->part[i]))
			return &f->part[i];
	return NULL;
}

bool
tui_cross_has(const struct tui_cross *c, const struct plot_figure *f)
{
	for (int i = 0; !f->empty && i < f->n_part; i++)
		if (same_axis(c, &f->part[i]))
			return true;
	return false;
}

/* ---- along the axis, by its logarithm where it is logarithmic ---- */

static double
along(const struct plot_axis *x, double v)
{
	return x->log ? num_log10(v) : v;
}

static double
value(const struct plot_axis *x, double t)
{
	double v = x->log ? num_pow(10, t) : t;

	return x->whole ? floor(v + 0.5) : v;
}

static void
begin(struct tui_cross *c, const struct plot_axis *x)
{
	if (c->on && strcmp(c->axis, x->label) == 0)
		return;
	*c = (struct tui_cross){ .on = true };
	str_fill(c->axis, sizeof(c->axis), str_of(x->label));
	c->at = value(x, (along(x, x->lo) + along(x, x->hi)) / 2);
}

static void
window(const struct tui_cross *c, const struct plot_axis *x, double *lo, double *hi)
{
	*lo = along(x, c->zoomed ? c->lo : x->lo);
	*hi = along(x, c->zoomed ? c->hi : x->hi);
}

/* Puts it at t, on the axis, and what is seen around it. */
static void
place(struct tui_cross *c, const struct plot_axis *x, double t)
{
	double lo, hi, shift = 0;

	t = fmax(along(x, x->lo), fmin(along(x, x->hi), t));
	c->at = x->whole ? fmax(ceil(x->lo), fmin(floor(x->hi), value(x, t)))
			 : fmax(x->lo, fmin(x->hi, value(x, t)));
	if (fabs(c->at) < 1e-9 * (x->hi - x->lo) && !x->log)
		c->at = 0;
	window(c, x, &lo, &hi);
	t = along(x, c->at);
	shift = t < lo ? t - lo : t > hi ? t - hi : 0;
	if (c->zoomed) {
		c->lo = x->log ? num_pow(10, lo + shift) : lo + shift;
		c->hi = x->log ? num_pow(10, hi + shift) : hi + shift;
	}
}

void
tui_cross_move(struct tui_cross *c, const struct plot_part *part, int steps)
{
	const struct plot_axis *x = &part->x;
	bool was = c->on && same_axis(c, part);
	double lo, hi, by;

	begin(c, x);
	if (!was)
		return;
	window(c, x, &lo, &hi);
	by = (hi - lo) / 100;
	if (x->whole && !x->log)
		by = fmax(1, floor(by + 0.5));
	place(c, x, along(x, c->at) + steps * by);
}

void
tui_cross_end(struct tui_cross *c, const struct plot_part *part, bool right)
{
	begin(c, &part->x);
	place(c, &part->x, along(&part->x, right ? part->x.hi : part->x.lo));
}

void
tui_cross_put(struct tui_cross *c, const struct plot_part *part, double v)
{
	begin(c, &part->x);
	place(c, &part->x, along(&part->x, v));
}

bool
tui_cross_pan(struct tui_cross *c, const struct plot_part *part, double from, double to)
{
	const struct plot_axis *x = &part->x;
	double lo, hi, by, least, most;

	if (!c->on || !c->zoomed || !same_axis(c, part))
		return false;
	window(c, x, &lo, &hi);
	least = along(x, x->lo) - lo;
	most = along(x, x->hi) - hi;
	by = fmin(fmax(along(x, from) - along(x, to), least), most);
	c->lo = x->log ? num_pow(10, lo + by) : lo + by;
	c->hi = x->log ? num_pow(10, hi + by) : hi + by;
	return true;
}

void
tui_cross_zoom(struct tui_cross *c, const struct plot_part *part, double times)
{
	const struct plot_axis *x = &part->x;
	double lo, hi, all = along(x, x->hi) - along(x, x->lo), t, width;

	begin(c, x);
	window(c, x, &lo, &hi);
	t = along(x, c->at);
	width = (hi - lo) * times;
	if (width >= all) {
		c->zoomed = false;
		return;
	}
	width = fmax(width, fmax(all * LEAST, x->whole && !x->log ? 4 : 0));
	if (width >= all)
		return;
	lo = t - width * (t - lo) / (hi - lo);
	lo = fmax(along(x, x->lo), fmin(along(x, x->hi) - width, lo));
	c->zoomed = true;
	c->lo = x->log ? num_pow(10, lo) : lo;
	c->hi = x->log ? num_pow(10, lo + width) : lo + width;
}

/* ---- figures ---- */

/* The value axis of lines alone follows what is seen of them. */
static void
refit(struct plot_part *p)
{
	struct plot_axis y = p->y;

	y.lo = INFINITY;
	y.hi = -INFINITY;
	for (int s = 0; s < p->n_series; s++) {
		const struct plot_series *one = &p->series[s];

		if (one->mark == PLOT_BARS)
			return;
		for (int i = 0; i < one->n; i++)
			if (one->x[i] >= p->x.lo && one->x[i] <= p->x.hi)
				plot_axis_fit(&y, &one->y[i], 1);
	}
	if (y.lo > y.hi)
		return;
	plot_axis_settle(&y);
	p->y = y;
}

void
tui_cross_apply(const struct tui_cross *c, struct plot_figure *f)
{
	for (int i = 0; c->on && !f->empty && i < f->n_part; i++) {
		struct plot_part *p = &f->part[i];

		if (!same_axis(c, p))
			continue;
		if (c->zoomed) {
			p->x.lo = c->lo;
			p->x.hi = c->hi;
			refit(p);
		}
		if (p->n_event < PLOT_EVENTS_MAX)
			p->event[p->n_event++] = (struct plot_event){ c->at, "" };
	}
}

/* ---- reading ---- */

static double
between(const struct plot_series *s, int i, double x)
{
	double share = (x - s->x[i - 1]) / (s->x[i] - s->x[i - 1]);
	double v = s->y[i - 1] + share * (s->y[i] - s->y[i - 1]);

	return isnan(v) ? share < 0.5 ? s->y[i - 1] : s->y[i] : v;
}

/* Of a line: between its samples; of bars: of the one that stands there.  NaN: none. */
static double
under(const struct plot_series *s, double x)
{
	int best = -1;

	for (int i = 0; s->mark == PLOT_LINE && i < s->n; i++) {
		if (s->x[i] == x)
			return s->y[i];
		if (i > 0 && s->x[i - 1] < x && x < s->x[i])
			return between(s, i, x);
	}
	for (int i = 0; s->mark == PLOT_BARS && i < s->n; i++)
		if (best < 0 || fabs(s->x[i] - x) < fabs(s->x[best] - x))
			best = i;
	return best >= 0 ? s->y[best] : NAN;
}

static const char *
part_read(const struct tui_cross *c, const struct plot_part *p, const char *text,
	  struct arena *frame)
{
	char number[STR_NUM_MAX];

	if (p->title && *p->title)
		text = str_printf(frame, "%s   %s:", text, p->title);
	for (int i = 0; i < p->n_series; i++) {
		const struct plot_series *s = &p->series[i];
		double v = under(s, c->at);

		if (s->mark != PLOT_POINTS && s->n > 0 && !isnan(v))
			text = str_printf(frame, "%s   %d %s %s", text, s->ink + 1,
					  s->name ? s->name : "",
					  str_number(number, v, 3));
	}
	return text;
}

const char *
tui_cross_read(const struct tui_cross *c, const struct plot_figure *f,
	       struct arena *frame)
{
	char number[STR_NUM_MAX];
	const char *text;

	text = str_printf(frame, "%s %s", c->axis, str_number(number, c->at, 4));
	for (int i = 0; !f->empty && i < f->n_part; i++)
		if (same_axis(c, &f->part[i]))
			text = part_read(c, &f->part[i], text, frame);
	return text;
}
