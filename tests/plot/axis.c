/* Ranges and ticks. */
#include "tests/plot/plot.h"
#include "actlab/num.h"

#include <math.h>

struct tick_row {
	double lo, hi;
	bool log, whole;
	int max;
	const char *labels;		/* with blanks between */
};
static const struct tick_row ticks[] = {
	{ 0, 1, false, false, 6, "0 .2 .4 .6 .8 1.0" },
	{ 0, 1, false, false, 3, "0 .5 1.0" },
	{ 0, 1, false, false, 2, "0 1" },
	{ -1.08, 1.08, false, false, 4, "-1 0 1" },
	{ -1.08, 1.08, false, false, 5, "-1.0 -.5 0 .5 1.0" },
	{ -4, 4, false, false, 5, "-4 -2 0 2 4" },
	{ .8, 1, false, false, 5, ".80 .85 .90 .95 1.00" },
	{ 0, 412, false, false, 6, "0 100 200 300 400" },
	{ 0, 48000, false, true, 5, "0 10k 20k 30k 40k" },
	{ 0, 2.4e6, false, true, 4, "0 1M 2M" },
	{ 0, 2.4e6, false, false, 4, "0 1e6 2e6" },
	{ -.005, .005, false, false, 3, "-.005 0 .005" },
	{ 0, 1.6e-5, false, false, 4, "0 5e-6 1e-5 1.5e-5" },
	{ .693146, .693150, false, false, 3, ".693146 .693148 .693150" },
	{ 5.9, 8.1, false, false, 1, "6" },
	{ .5, 20.5, false, true, 5, "5 10 15 20" },
	{ .5, 3.5, false, true, 9, "1 2 3" },
	{ .5, 1.5, false, true, 9, "1" },
	{ 0, 1, false, true, 9, "0 1" },
	{ 1e-9, 10, true, false, 12, "1e-9 1e-8 1e-7 1e-6 1e-5 1e-4 1e-3 .01 .1 1 10" },
	{ 1e-9, 10, true, false, 6, "1e-8 1e-6 1e-4 .01 1" },
	{ 1e-9, 10, true, false, 2, "1e-5 1" },
	{ .01, 1, true, false, 3, ".01 .1 1" },
	{ .01, 1, true, false, 5, ".01 .03 .1 .3 1" },
	{ .01, 1, true, false, 8, ".01 .02 .05 .1 .2 .5 1" },
	{ 1, 1e6, true, false, 7, "1 10 100 1000 1e4 1e5 1e6" },
	{ .68, .72, true, false, 4, ".68 .70 .72" },
	{ 1e-300, 1e300, true, false, 4, "1e-200 1 1e200" },
};

static void
labels_are_those_of_the_table(void **state)
{
	const struct tick_row *r = *state;
	struct plot_axis x = {
		.lo = r->lo, .hi = r->hi, .log = r->log, .whole = r->whole
	};
	struct plot_tick t[PLOT_TICKS_MAX];
	char got[400] = "";
	int n = plot_axis_ticks(&x, r->max, t);

	for (int i = 0; i < n; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s",
			 i ? " " : "", t[i].label);
	assert_string_equal(got, r->labels);
}

/* A value in 0..1 that looks random. */
static double
some(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) / 16777216.0;
}

static void
check_ticks(const struct plot_axis *x, int max)
{
	struct plot_tick t[PLOT_TICKS_MAX];
	int n = plot_axis_ticks(x, max, t);
	double room = x->log ? 0 : 1e-6 * (x->hi - x->lo);

	assert_in_range(n, 0, max);
	for (int i = 0; i < n; i++) {
		char *end;
		double v = strtod(t[i].label, &end);

		v *= *end == 'k' ? 1e3 : *end == 'M' ? 1e6 : 1;
		assert_true(*end == 0 || end[1] == 0);
		tap_near(v, t[i].v, 1e-9 * fmax(fabs(x->lo), fabs(x->hi)), 1e-6);
		assert_true(t[i].v >= x->lo * (1 - 1e-8) - room || x->lo < 0);
		assert_true(t[i].v >= x->lo - room - 1e-8 * fabs(x->lo));
		assert_true(t[i].v <= x->hi + room + 1e-8 * fabs(x->hi));
		assert_true(i == 0 || t[i].v > t[i - 1].v);
		assert_true(!x->whole || floor(t[i].v) == t[i].v);
	}
}

static void
ticks_lie_inside_rise_and_say_their_value_on_any_axis(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		double size = num_pow(10, 16 * some(&seed) - 8);
		struct plot_axis x = { .lo = size * (some(&seed) - .5),
				       .whole = i % 4 == 1 };

		x.hi = x.lo + size * num_pow(10, -3 * some(&seed));
		check_ticks(&x, 1 + i % 12);
		x = (struct plot_axis){ .lo = size, .log = true };
		x.hi = size * num_pow(10, .01 + 12 * some(&seed) * some(&seed));
		check_ticks(&x, 1 + i % 12);
	}
}

static void
an_axis_that_is_no_range_still_gives_ticks_and_no_crash(void **state)
{
	static const double odd[] = { 0,   1,	  -1,	  INFINITY, -INFINITY,
				      NAN, 1e308, -1e308, 1e-320 };
	struct plot_tick t[PLOT_TICKS_MAX];

	(void)state;
	for (size_t i = 0; i < 9; i++)
		for (size_t k = 0; k < 9; k++)
			for (int how = 0; how < 4; how++) {
				struct plot_axis x = { .lo = odd[i], .hi = odd[k],
						       .log = how & 1, .whole = how & 2 };
				int n = plot_axis_ticks(&x, 5, t);

				assert_in_range(n, 0, 5);
				for (int j = 0; j < n; j++)
					assert_true(isfinite(t[j].v));
				plot_axis_settle(&x);
				assert_true(x.lo < x.hi && (!x.log || x.lo > 0));
			}
	assert_int_equal(plot_axis_ticks(&(struct plot_axis){ .lo = 0, .hi = 1 }, 0, t),
			 0);
}

static void
fit_takes_finite_values_and_on_a_log_axis_positive_ones(void **state)
{
	static const double v[] = { 3, NAN, -2, INFINITY, 0, 5, -INFINITY };
	struct plot_axis x = { .lo = INFINITY, .hi = -INFINITY };
	struct plot_axis g = { .lo = INFINITY, .hi = -INFINITY, .log = true };

	(void)state;
	plot_axis_fit(&x, v, 7);
	plot_axis_fit(&g, v, 7);
	tap_near(x.lo, -2, 0, 0);
	tap_near(x.hi, 5, 0, 0);
	tap_near(g.lo, 3, 0, 0);
	tap_near(g.hi, 5, 0, 0);
	plot_axis_fit(&x, v, 1);
	tap_near(x.lo, -2, 0, 0);
}

static void
settle_leaves_room_but_keeps_zero_as_an_end(void **state)
{
	struct plot_axis x = { .lo = -2, .hi = 5 }, zero = { .lo = 0, .hi = 5 };
	struct plot_axis same = { .lo = .7, .hi = .7 },
			 layers = { .lo = 1, .hi = 20, .whole = true };
	struct plot_axis none = { .lo = INFINITY, .hi = -INFINITY };

	(void)state;
	plot_axis_settle(&x);
	assert_true(x.lo < -2 && x.lo > -3 && x.hi > 5 && x.hi < 6);
	plot_axis_settle(&zero);
	assert_true(zero.lo == 0 && zero.hi > 5);
	plot_axis_settle(&same);
	assert_true(same.lo < .7 && same.hi > .7);
	plot_axis_settle(&layers);
	tap_near(layers.lo, .5, 0, 0);
	tap_near(layers.hi, 20.5, 0, 0);
	plot_axis_settle(&none);
	assert_true(none.lo < none.hi);
}

void
add_axis(void)
{
	for (size_t i = 0; i < sizeof(ticks) / sizeof(ticks[0]); i++) {
		char name[120];

		snprintf(name, sizeof(name), "ticks of %g..%g%s%s, at most %d",
			 ticks[i].lo, ticks[i].hi, ticks[i].log ? " log" : "",
			 ticks[i].whole ? " whole" : "", ticks[i].max);
		tap_add(name, labels_are_those_of_the_table, &ticks[i]);
	}
	TAP(ticks_lie_inside_rise_and_say_their_value_on_any_axis);
	TAP(an_axis_that_is_no_range_still_gives_ticks_and_no_crash);
	TAP(fit_takes_finite_values_and_on_a_log_axis_positive_ones);
	TAP(settle_leaves_room_but_keeps_zero_as_an_end);
}
