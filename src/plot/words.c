/* A figure in sentences; every number is taken from the data. */
#include "inside.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { SENTENCE = 640 };		/* bytes of one sentence besides names */

struct words {
	char *s;
	int n, size;
};

static void
say(struct words *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void
say(struct words *w, const char *fmt, ...)
{
	va_list ap;
	int n, room = w->size - w->n;

	va_start(ap, fmt);
	n = vsnprintf(w->s + w->n, (size_t)room, fmt, ap);
	va_end(ap);
	w->n += n < room ? n : room - 1;
}

/* A number in a sentence; each call of one sentence needs its own buffer. */
struct num {
	char s[STR_NUM_MAX];
};

static const char *
num(struct num *n, double v)
{
	return str_number(n->s, v, 3);
}

static const char *
name_of(const char *s, const char *other)
{
	return s && *s ? s : other;
}

static size_t
length(const char *s)
{
	return s ? strlen(s) : 0;
}

/* ---- one series ---- */

struct summary {
	int n, gaps, infinite;		/* n: finite values */
	int first, last, least, most;	/* their places in the series */
	double head, tail;		/* where it begins and ends; means where it
					 * wavers */
};

static double
tenth(const struct plot_series *s, const struct summary *m, bool tail)
{
	int want = m->n / 10 > 0 ? m->n / 10 : 1, n = 0;
	double sum = 0;

	for (int k = 0; k < s->n && n < want; k++) {
		double y = s->y[tail ? s->n - 1 - k : k];

		if (isfinite(y)) {
			sum += y / want;
			n++;
		}
	}
	return sum;
}

/* Does it go one way all along?  Then its ends say how far. */
static bool
one_way(const struct plot_series *s, const struct summary *m)
{
	double sum = 0, last = s->y[m->first];

	for (int i = m->first; i <= m->last; i++) {
		if (!isfinite(s->y[i]))
			continue;
		sum += fabs(s->y[i] - last);
		last = s->y[i];
	}
	return sum <= 1.001 * (s->y[m->most] - s->y[m->least]);
}

static struct summary
summarise(const struct plot_series *s)
{
	struct summary m = { 0 };

	for (int i = 0; i < s->n; i++) {
		if (!isfinite(s->y[i])) {
			m.gaps += isnan(s->y[i]);
			m.infinite += !isnan(s->y[i]);
			continue;
		}
		if (m.n++ == 0)
			m.first = m.least = m.most = i;
		m.last = i;
		m.least = s->y[i] < s->y[m.least] ? i : m.least;
		m.most = s->y[i] > s->y[m.most] ? i : m.most;
	}
	if (m.n == 0)
		return m;
	m.head = one_way(s, &m) ? s->y[m.first] : tenth(s, &m, false);
	m.tail = one_way(s, &m) ? s->y[m.last] : tenth(s, &m, true);
	return m;
}

/* ", falls 35 times", ", rises by 12 %": end against beginning; where it wavers, the
 * means of the last and the first tenth. */
static void
say_trend(struct words *w, const struct plot_series *s, const struct summary *m)
{
	double change = m->tail - m->head, range = s->y[m->most] - s->y[m->least];
	const char *verb = change < 0 ? "falls" : "rises";
	bool positive = m->head > 0 && m->tail > 0;
	double ratio = change < 0 ? m->head / m->tail : m->tail / m->head;
	struct num a;

	if (m->n < 3)
		return;
	if (range == 0)
		say(w, "; never changes");
	else if (fabs(change) <= .25 * range)
		say(w, "; ends about where it began");
	else if (positive && ratio >= 2)
		say(w, "; %s %s times", verb, num(&a, ratio));
	else if (positive)
		say(w, "; %s by %s %%", verb, num(&a, 100 * fabs(change) / m->head));
	else
		say(w, "; %s by %s", verb, num(&a, fabs(change)));
}

static void
say_gaps(struct words *w, const struct summary *m)
{
	if (m->gaps)
		say(w, "; %d missing", m->gaps);
	if (m->infinite)
		say(w, "; %d infinite", m->infinite);
	say(w, ".\n");
}

static void
say_series(struct words *w, const struct plot_part *p, const struct plot_series *s)
{
	struct summary m = summarise(s);
	const char *x = name_of(p->x.label, "x");
	struct num a, b, c, d, e, f, g, h;

	say(w, "%s: ", name_of(s->name, "series"));
	if (m.n == 0) {
		say(w, "no value");
		say_gaps(w, &m);
		return;
	}
	if (m.n == 1) {
		say(w, "%s at %s %s", num(&a, s->y[m.first]), x, num(&b, s->x[m.first]));
		say_gaps(w, &m);
		return;
	}
	say(w,
	    "%d values, from %s at %s %s to %s at %s %s; least %s at %s, greatest %s at "
	    "%s",
	    m.n, num(&a, s->y[m.first]), x, num(&b, s->x[m.first]), num(&c, s->y[m.last]),
	    x, num(&d, s->x[m.last]), num(&e, s->y[m.least]), num(&f, s->x[m.least]),
	    num(&g, s->y[m.most]), num(&h, s->x[m.most]));
	say_trend(w, s, &m);
	say_gaps(w, &m);
}

/* ---- bars over a range of values: a histogram ---- */

/* Weights of the bars; those behind lines stand on the floor of the axis. */
static double
weight(const struct plot_part *p, double y)
{
	double w = plot_bars_behind(p) ? y - p->y.lo : y;

	return w > 0 && isfinite(w) ? w : 0;
}

/* The place below which a share of the weight lies, zeros of a log axis left out. */
static double
quantile(const struct plot_part *p, const struct plot_series *s, double share, double all)
{
	double sum = 0;

	for (int i = 0; i < s->n; i++) {
		sum += p->x.log && s->x[i] <= 0 ? 0 : weight(p, s->y[i]);
		if (sum >= share * all)
			return s->x[i];
	}
	return s->n ? s->x[s->n - 1] : NAN;
}

static void
say_histogram(struct words *w, const struct plot_part *p, const struct plot_series *s)
{
	struct summary m = summarise(s);
	double all = 0, zero = 0;
	struct num a, b, c, d;

	for (int i = 0; i < s->n; i++)
		if (p->x.log && s->x[i] <= 0)
			zero += weight(p, s->y[i]);
		else
			all += weight(p, s->y[i]);
	say(w, "%s: ", name_of(s->name, "bars"));
	if (!(all + zero > 0)) {
		say(w, "%d bars, all of them empty", s->n);
		say_gaps(w, &m);
		return;
	}
	say(w, "%d bars, the tallest at %s %s", s->n, name_of(p->x.label, "x"),
	    num(&a, s->x[m.most]));
	if (all > 0)
		say(w, "; the middle 80 %% from %s to %s",
		    num(&b, quantile(p, s, .1, all)), num(&c, quantile(p, s, .9, all)));
	if (zero > 0)
		say(w, "; %s %% exactly 0", num(&d, 100 * zero / (all + zero)));
	say_gaps(w, &m);
}

static void
say_points(struct words *w, const struct plot_series *s)
{
	struct plot_axis x = { .lo = INFINITY, .hi = -INFINITY }, y = x;
	struct num a, b, c, d;

	plot_axis_fit(&x, s->x, s->n);
	plot_axis_fit(&y, s->y, s->n);
	say(w, "%s: %d points", name_of(s->name, "points"), s->n);
	if (x.lo <= x.hi && y.lo <= y.hi)
		say(w, " within %s to %s across, %s to %s up", num(&a, x.lo),
		    num(&b, x.hi), num(&c, y.lo), num(&d, y.hi));
	say(w, ".\n");
}

/* ---- the rest of a part ---- */

static int
hatched(const struct plot_heat *m)
{
	int n = 0, all = m->w * m->h;

	for (int i = 0; i < all; i++)
		n += (double)m->hatch[i] >= m->hatch_lo
		     && (double)m->hatch[i] <= m->hatch_hi;
	return (int)(100.0 * n / all + .5);
}

static void
say_heat(struct words *w, const struct plot_heat *m)
{
	int third[3] = { 0 }, n = 0, all = m->w * m->h;
	double span = m->hi - m->lo, lo = INFINITY, hi = -INFINITY;
	struct num a, b, c, d;

	for (int i = 0; i < all; i++) {
		double v = (double)m->v[i];

		if (isnan(v))
			continue;
		n++;
		lo = fmin(lo, v);
		hi = fmax(hi, v);
		third[span > 0 ? plot_clamp(3 * (v - m->lo) / span, 0, 2) : 1]++;
	}
	if (!n) {
		say(w, "A map of %d by %d places without a value.\n", m->w, m->h);
		return;
	}
	say(w,
	    "A map of %d by %d values from %s to %s: %d %% of it below %s, %d %% "
	    "between, "
	    "%d %% above %s",
	    m->w, m->h, num(&a, lo), num(&b, hi), (int)(100.0 * third[0] / n + .5),
	    num(&c, m->lo + span / 3), (int)(100.0 * third[1] / n + .5),
	    (int)(100.0 * third[2] / n + .5), num(&d, m->lo + 2 * span / 3));
	if (n < all)
		say(w, "; %d missing", all - n);
	if (m->hatch && hatched(m))
		say(w, "; %d %% of it hatched", hatched(m));
	say(w, ".\n");
}

/* "lr 0.1: step 400, ..." */
static void
say_table(struct words *w, const struct plot_table *t)
{
	say(w, "%d %s.\n", t->rows, t->rows == 1 ? "row" : "rows");
	for (int i = 1; i <= t->rows; i++) {
		say(w, "%s", name_of(t->cell[i * t->columns], "row"));
		for (int k = 1; k < t->columns; k++)
			say(w, "%s %s %s", k > 1 ? "," : ":", name_of(t->cell[k], ""),
			    name_of(t->cell[i * t->columns + k], "none"));
		say(w, ".\n");
	}
}

static void
say_axis(struct words *w, const struct plot_axis *x, const char *name)
{
	struct num a, b;

	say(w, "%s from %s to %s%s", name_of(x->label, name), num(&a, x->lo),
	    num(&b, x->hi), x->log ? " on a log scale" : "");
}

static void
say_part(struct words *w, const struct plot_part *p)
{
	struct num a, b;

	if (p->title && *p->title)
		say(w, "%s: ", p->title);
	if (p->graph.n) {
		for (int i = 0; i < p->graph.n; i++)
			say(w, "%s: %d.\n", p->graph.column[i].name,
			    p->graph.column[i].all);
		return;
	}
	if (p->table.columns) {
		say_table(w, &p->table);
		return;
	}
	if (!p->x.bare) {
		say_axis(w, &p->x, "x");
		say(w, "; ");
		say_axis(w, &p->y, "y");
		say(w, ".\n");
	}
	if (p->heat.h)
		say_heat(w, &p->heat);
	for (int i = 0; i < p->n_series; i++)
		if (p->series[i].mark == PLOT_POINTS)
			say_points(w, &p->series[i]);
		else if (p->series[i].mark == PLOT_BARS && !p->x.whole)
			say_histogram(w, p, &p->series[i]);
		else
			say_series(w, p, &p->series[i]);
	for (int i = 0; i < p->n_band; i++)
		say(w, "Shaded from %s %s to %s.\n", name_of(p->x.label, "x"),
		    num(&a, p->band[i].lo), num(&b, p->band[i].hi));
	for (int i = 0; i < p->n_event; i++)
		say(w, "At %s %s: %s.\n", name_of(p->x.label, "x"),
		    num(&a, p->event[i].x), name_of(p->event[i].label, "a mark"));
}

static size_t
part_need(const struct plot_part *p)
{
	size_t n = SENTENCE + length(p->title) + length(p->y.label) + length(p->x.label);

	for (int i = 0; i < (p->table.rows + 1) * p->table.columns; i++)
		n += length(p->table.cell[i]) + 8
		     + length(p->table.cell[i % p->table.columns]);
	for (int i = 0; i < p->n_series; i++)
		n += SENTENCE + length(p->series[i].name) + 2 * length(p->x.label);
	for (int i = 0; i < p->graph.n; i++)
		n += SENTENCE + length(p->graph.column[i].name);
	n += (size_t)p->n_band * (SENTENCE + length(p->x.label));
	for (int i = 0; i < p->n_event; i++)
		n += SENTENCE + length(p->event[i].label) + length(p->x.label);
	return n;
}

static size_t
words_size(const struct plot_figure *f)
{
	size_t n = SENTENCE + length(f->title) + length(f->caption) + length(f->empty);

	for (int i = 0; i < f->n_part; i++)
		n += part_need(&f->part[i]);
	return n;
}

size_t
plot_words_need(const struct plot_figure *f)
{
	return arena_need(1, words_size(f));
}

char *
plot_words(const struct plot_figure *f, struct arena *a)
{
	struct words w = { .size = (int)words_size(f) };

	w.s = ARENA_NEW(a, char, w.size);
	if (f->title && *f->title)
		say(&w, "%s.\n", f->title);
	if (f->empty || f->n_part < 1) {
		say(&w, "%s.\n", f->empty ? f->empty : "nothing to draw");
		return w.s;
	}
	for (int i = 0; i < f->n_part; i++)
		say_part(&w, &f->part[i]);
	if (f->caption && *f->caption)
		say(&w, "%s\n", f->caption);
	return w.s;
}
