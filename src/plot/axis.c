/* Axes: ranges, scales, round ticks. */
#include "inside.h"
#include "actlab/num.h"

#include <math.h>
#include <string.h>

/* ---- ranges ---- */

void
plot_axis_fit(struct plot_axis *x, const double *v, int n)
{
	for (int i = 0; i < n; i++) {
		if (!isfinite(v[i]) || (x->log && v[i] <= 0))
			continue;
		if (v[i] < x->lo)
			x->lo = v[i];
		if (v[i] > x->hi)
			x->hi = v[i];
	}
}

static void
settle_log(struct plot_axis *x)
{
	double lo, hi, room;

	if (!(x->lo > 0) || !(x->hi >= x->lo) || !isfinite(x->hi))
		return;
	lo = num_log10(x->lo);
	hi = num_log10(x->hi);
	room = hi - lo > .1 ? .03 * (hi - lo) : .15;
	x->lo = fmax(num_pow(10, lo - room), x->lo / 2 < 1e-300 ? x->lo : 0);
	x->hi = fmin(num_pow(10, hi + room), 1e308);
}

static void
settle_linear(struct plot_axis *x)
{
	double room = .04 * (x->hi - x->lo), big = fmax(fabs(x->lo), fabs(x->hi));

	if (room <= 1e-9 * big || room == 0)
		room = big > 0 ? .1 * big : .5;
	if (x->whole)
		room = .5;
	/* a quantity that starts at zero keeps zero as its end */
	x->lo = !x->whole && x->lo >= 0 && x->lo < room ? 0 : x->lo - room;
	x->hi = !x->whole && x->hi <= 0 && -x->hi < room ? 0 : x->hi + room;
}

static bool
is_range(const struct plot_axis *x)
{
	return x->lo < x->hi && isfinite(x->hi - x->lo) && (!x->log || x->lo > 0);
}

void
plot_axis_settle(struct plot_axis *x)
{
	if (x->log)
		settle_log(x);
	else if (x->lo <= x->hi && isfinite(x->hi - x->lo))
		settle_linear(x);
	if (!is_range(x)) {
		x->lo = x->log ? .1 : 0;
		x->hi = 1;
	}
}

/* ---- scales ---- */

struct plot_scale
plot_scale_of(const struct plot_axis *axis)
{
	struct plot_axis x = *axis;
	struct plot_scale s = { .log = x.log };

	if (!is_range(&x))
		plot_axis_settle(&x);
	s.lo = x.log ? num_log10(x.lo) : x.lo;
	s.span = x.log ? num_log10(x.hi) - s.lo : x.hi - x.lo;
	if (!(s.span > 0))
		s.span = 1;
	return s;
}

double
plot_scale_at(const struct plot_scale *s, double v)
{
	if (!s->log)
		return (v - s->lo) / s->span;
	if (v <= 0)
		return -INFINITY;
	return (num_log10(v) - s->lo) / s->span;
}

double
plot_scale_value(const struct plot_scale *s, double t)
{
	double v = s->lo + t * s->span;

	return s->log ? num_pow(10, v) : v;
}

int
plot_clamp(double v, int lo, int hi)
{
	if (!(v > lo))
		return lo;
	return v >= hi ? hi : (int)floor(v);
}

/* ---- ticks ---- */

static double
ten(int e)
{
	double v = 1;

	if (e > 22 || e < -22)
		return num_pow(10, e);
	for (int i = 0; i < (e < 0 ? -e : e); i++)
		v *= 10;
	return e < 0 ? 1 / v : v;
}

/* i * m * 10^k, rounded once. */
static double
tick_value(double i, int m, int k)
{
	return k < 0 && k >= -22 ? i * m / ten(-k) : i * m * ten(k);
}

static int
decade(double v)
{
	int e = (int)floor(num_log10(v));

	return ten(e + 1) <= v ? e + 1 : ten(e) > v ? e - 1 : e;
}

/* "0.50" -> ".50", "-0.5" -> "-.5", "0.0" -> "0"; with an exponent, "5.0e-6" ->
 * "5e-6". */
static void
label_trim(char *s)
{
	char *zero = *s == '-' ? s + 1 : s, *e = strchr(s, 'e'), *end;

	if (e) {
		end = e;
		while (strchr(s, '.') < e && strchr(s, '.') && end[-1] == '0')
			end--;
		if (end[-1] == '.')
			end--;
		memmove(end, e, strlen(e) + 1);
	} else if (strspn(zero, "0.") == strlen(zero)) {
		memcpy(s, "0", 2);
	} else if (zero[0] == '0' && zero[1] == '.') {
		memmove(zero, zero + 1, strlen(zero));
	}
}

static void
label_power(char *buf, size_t size, double v, int k)
{
	int e = decade(fabs(v));
	int digits = e - k < 0 ? 0 : e - k > 9 ? 9 : e - k;

	snprintf(buf, size, "%.*fe%d", digits, v / ten(e), e);
	label_trim(buf);
}

/* One form for all: plain, or with a power of ten where plain is long. */
static void
label_linear(struct plot_tick *t, int n, int k, bool whole)
{
	int digits = k < 0 ? (k < -9 ? 9 : -k) : 0;
	size_t plain = 0, power = 0;
	struct plot_tick p[PLOT_TICKS_MAX];

	for (int i = 0; i < n; i++) {
		const char *unit = !whole || k < 3 ? "" : k < 6 ? "k" : k < 9 ? "M" : "";
		double v = t[i].v / (*unit ? ten(k < 6 ? 3 : 6) : 1);

		p[i] = t[i];
		snprintf(t[i].label, sizeof(t[i].label), "%.*f%s", digits, v,
			 t[i].v != 0 ? unit : "");
		label_trim(t[i].label);
		if (t[i].v != 0)
			label_power(p[i].label, sizeof(p[i].label), t[i].v, k);
		else
			memcpy(p[i].label, "0", 2);
		plain = strlen(t[i].label) > plain ? strlen(t[i].label) : plain;
		power = strlen(p[i].label) > power ? strlen(p[i].label) : power;
	}
	if (k < -9 || (plain > 5 && power < plain))
		memcpy(t, p, sizeof(*t) * (size_t)n);
}

/* Ticks at the multiples of m * 10^k; -1: more than max. */
static int
linear_try(const struct plot_axis *x, int m, int k, int max, struct plot_tick *t)
{
	double step = m * ten(k), slack = fmin(1e-9, 1e-6 * (x->hi - x->lo) / step);
	double lo = ceil(x->lo / step - slack), hi = floor(x->hi / step + slack);
	int n = 0;

	if (!(hi - lo + 1 <= max) || fabs(lo) > 1e15)
		return -1;
	for (double i = lo; i <= hi; i++)
		t[n++].v = tick_value(i, m, k);
	return n;
}

static int
linear_ticks(const struct plot_axis *x, int max, struct plot_tick *t)
{
	static const int steps[3] = { 1, 2, 5 };
	int k = decade((x->hi - x->lo) / max) - 1, end = k + 4;

	if (x->whole && k < 0) {
		k = 0;
		end = end < 1 ? 1 : end;
	}
	for (; k <= end; k++)
		for (int s = 0; s < 3; s++) {
			int n = linear_try(x, steps[s], k, max, t);

			if (n == 0 && steps[s] == 5 && max < PLOT_TICKS_MAX) {
				/* 2 to 5 skips a range such as 5.9..8.1 */
				n = linear_try(x, 2, k, max + 1, t);
				n = n > max ? max : n;
			}
			if (n >= 0) {
				label_linear(t, n, k, x->whole);
				return n;
			}
		}
	return 0;
}

static void
label_log(struct plot_tick *t, int m, int e)
{
	if (e >= -2 && e <= 3)
		snprintf(t->label, sizeof(t->label), "%.*f", e < 0 ? -e : 0, t->v);
	else
		snprintf(t->label, sizeof(t->label), "%de%d", m, e);
	label_trim(t->label);
}

/* Ticks at m * 10^e for each m of the list and each every-th decade. */
static int
log_try(const struct plot_axis *x, const char *list, int every, int max,
	struct plot_tick *t)
{
	int e0 = decade(x->lo), e1 = decade(x->hi), n = 0;

	for (int e = e0; e <= e1; e++)
		for (const char *m = list; *m; m++) {
			double v = tick_value(1, *m - '0', e);

			if (e % every != 0 || v < x->lo * (1 - 1e-9)
			    || v > x->hi * (1 + 1e-9))
				continue;
			if (n == max)
				return -1;
			t[n].v = v;
			label_log(&t[n++], *m - '0', e);
		}
	return n;
}

static int
log_ticks(const struct plot_axis *x, int max, struct plot_tick *t)
{
	static const struct { const char *list; int every; } by_room[] = {
		{ "125", 1 }, { "13", 1 }, { "1", 1 }, { "1", 2 }, { "1", 3 }, { "1", 5 },
		{ "1", 10 }, { "1", 20 }, { "1", 50 }, { "1", 100 }, { "1", 200 },
		{ "1", 500 }
	};

	if (x->hi / x->lo < 4) {
		int n = linear_ticks(x, max, t);

		if (n > 1)
			return n;
	}
	for (size_t i = 0; i < sizeof(by_room) / sizeof(by_room[0]); i++) {
		int n = log_try(x, by_room[i].list, by_room[i].every, max, t);

		if (n >= 0)
			return n;
	}
	return 0;
}

/* Every so many of the names, so that there are max at most. */
static int
named_ticks(const struct plot_axis *x, int max, struct plot_tick *t)
{
	int every = 1, n = 0;

	while ((x->n_name + every - 1) / every > max)
		every++;
	for (int i = 0; i < x->n_name; i += every) {
		if (i < x->lo || i > x->hi)
			continue;
		t[n].v = i;
		str_fill(t[n].label, sizeof(t[n].label), str_of(x->name[i]));
		n++;
	}
	return n;
}

int
plot_axis_ticks(const struct plot_axis *axis, int max, struct plot_tick t[PLOT_TICKS_MAX])
{
	struct plot_axis x = *axis;

	if (max > PLOT_TICKS_MAX)
		max = PLOT_TICKS_MAX;
	if (max < 1 || x.bare)
		return 0;
	if (!is_range(&x))
		plot_axis_settle(&x);
	if (x.name)
		return named_ticks(&x, max, t);
	return x.log ? log_ticks(&x, max, t) : linear_ticks(&x, max, t);
}
