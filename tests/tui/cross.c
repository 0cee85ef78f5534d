/* The cross-hair, over figures of made-up numbers. */
#include "tests/tui/suite.h"
#include "tui/cross.h"

#include <math.h>

static const double steps[] = { 0, 100, 200, 300, 400 }, loss[] = { 1, .5, NAN, .2, .1 };
static const double layers[] = { 1, 2, 3 }, norm[] = { .1, .2, .4 };

static struct plot_part
lines(void)
{
	return (struct plot_part){
		.x = { .lo = 0, .hi = 400, .whole = true, .label = "step" },
		.y = { .lo = 0, .hi = 1 }, .n_series = 1,
		.series = { { "sig", steps, loss, 5, 0, PLOT_LINE, 0 } } };
}

static struct plot_part
bars(void)
{
	return (struct plot_part){
		.title = "layers",
		.x = { .lo = .5, .hi = 3.5, .whole = true, .label = "layer" },
		.y = { .lo = 0, .hi = 1 }, .n_series = 1,
		.series = { { "rel", layers, norm, 3, 1, PLOT_BARS, 0 } } };
}

static void
reads(const struct tui_cross *c, struct plot_part *p, const char *text)
{
	struct plot_figure f = { .title = "", .caption = "", .n_part = 1, .part = p };
	struct arena a = { 0 };
	struct err e = { 0 };

	assert_true(arena_init(&a, 1 << 16, &e));
	assert_string_equal(tui_cross_read(c, &f, &a), text);
	arena_done(&a);
}

static void
a_line_is_read_between_its_samples(void **state)
{
	struct tui_cross c = { 0 };
	struct plot_part p = lines();

	(void)state;
	tui_cross_move(&c, &p, 1);		/* first it appears, in the middle */
	assert_true(c.at == 200);
	reads(&c, &p, "step 200");		/* a gap has no value */
	tui_cross_end(&c, &p, false);
	reads(&c, &p, "step 0   1 sig 1");
	for (int i = 0; i < 25; i++)
		tui_cross_move(&c, &p, 1);
	reads(&c, &p, "step 100   1 sig 0.5");
	for (int i = 0; i < 200; i++)
		tui_cross_move(&c, &p, 1);
	reads(&c, &p, "step 400   1 sig 0.1");
	for (int i = 0; i < 10; i++)
		tui_cross_move(&c, &p, -1);
	reads(&c, &p, "step 360   1 sig 0.14");
}

static void
bars_are_read_one_by_one(void **state)
{
	struct tui_cross c = { 0 };
	struct plot_part p = bars();

	(void)state;
	tui_cross_end(&c, &p, true);
	reads(&c, &p, "layer 3   layers:   2 rel 0.4");
	tui_cross_move(&c, &p, 1);
	tui_cross_move(&c, &p, -1);
	reads(&c, &p, "layer 2   layers:   2 rel 0.2");
}

static void
zooming_keeps_the_cross_hair_in_view_and_moving_takes_the_view_along(void **state)
{
	struct tui_cross c = { 0 };
	struct plot_part p = lines(), seen = p;
	struct plot_figure f = { .title = "", .caption = "", .n_part = 1, .part = &seen };

	(void)state;
	for (int i = 0; i < 4; i++)
		tui_cross_zoom(&c, &p, .5);
	tui_cross_apply(&c, &f);
	assert_true(c.zoomed && seen.x.lo < c.at && c.at < seen.x.hi);
	assert_true(fabs(seen.x.hi - seen.x.lo - 25) < 1e-9);
	assert_true(seen.n_event == 1 && seen.event[0].x == c.at);
	tui_cross_end(&c, &p, true);
	seen = p;
	tui_cross_apply(&c, &f);
	assert_true(seen.x.hi == 400 && fabs(seen.x.lo - 375) < 1e-9);
	assert_true(seen.y.hi < .5);		/* the value axis follows */
	for (int i = 0; i < 20; i++)
		tui_cross_zoom(&c, &p, 2);
	seen = p;
	tui_cross_apply(&c, &f);
	assert_false(c.zoomed);
	assert_true(seen.x.lo == 0 && seen.x.hi == 400);
}

static void
panels_without_its_axis_are_left_alone(void **state)
{
	struct tui_cross c = { 0 };
	struct plot_part p = lines(), other = bars();
	struct plot_figure f = { .title = "", .caption = "", .n_part = 1,
				 .part = &other };

	(void)state;
	tui_cross_zoom(&c, &p, .5);
	tui_cross_apply(&c, &f);
	assert_false(tui_cross_has(&c, &f));
	assert_int_equal(other.n_event, 0);
	assert_true(other.x.lo == .5 && other.x.hi == 3.5);
	other.heat.h = 4;
	assert_null(tui_cross_part(&f));
}

static void
it_goes_to_the_pointer_and_the_axis_along_with_it(void **state)
{
	struct tui_cross c = { 0 };
	struct plot_part p = lines();

	(void)state;
	assert_false(tui_cross_pan(&c, &p, 100, 200));	/* it is nowhere */
	tui_cross_put(&c, &p, 123.4);
	assert_true(c.at == 123);			/* steps are whole */
	assert_false(tui_cross_pan(&c, &p, 100, 200));	/* all is seen */
	tui_cross_put(&c, &p, 200);
	tui_cross_zoom(&c, &p, .5);
	assert_true(c.lo == 100 && c.hi == 300);
	assert_true(tui_cross_pan(&c, &p, 200, 150));	/* what was at 200 is where 150 was */
	assert_true(c.lo == 150 && c.hi == 350);
	assert_true(tui_cross_pan(&c, &p, 200, -1e6));	/* no farther than there is */
	assert_true(c.lo == 200 && c.hi == 400);
	tui_cross_put(&c, &p, 1e9);
	assert_true(c.at == 400);
}

void
cross_suite(void)
{
	TAP(a_line_is_read_between_its_samples);
	TAP(it_goes_to_the_pointer_and_the_axis_along_with_it);
	TAP(bars_are_read_one_by_one);
	TAP(zooming_keeps_the_cross_hair_in_view_and_moving_takes_the_view_along);
	TAP(panels_without_its_axis_are_left_alone);
}
