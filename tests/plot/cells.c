/* Bars and heat maps. */
#include "tests/plot/plot.h"

#include <math.h>

static void
bars(struct plot_figure *f, struct plot_part *p, const double *x, const double *y, int n)
{
	*p = (struct plot_part){ .n_series = 1 };
	p->series[0] = (struct plot_series){ .x = x, .y = y, .n = n, .mark = PLOT_BARS };
	p->x = (struct plot_axis){ .lo = .5, .hi = n + .5 };
	p->y = (struct plot_axis){ .lo = 0, .hi = 1 };
	*f = (struct plot_figure){ .n_part = 1, .part = p };
}

static void
bars_rise_in_eighths_of_a_cell(void **state)
{
	const double x[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	const double y[] = { .125, .25, .375, .5, .625, .75, .875, 1 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 16, 4, PLOT_BRAILLE);
	bars(&f, &part, x, y, 8);
	part.y.hi = 3;			/* three rows above the tick labels */
	page_draw(&p, &f);
	assert_true(strstr(page_text(&p), "▁▁▂▂▃▃▄▄▅▅▆▆▇▇██\n"));
	page_done(&p);
}

static void
the_least_value_above_zero_still_shows(void **state)
{
	const double x[] = { 1, 2, 3, 4 }, y[] = { 1e-9, 0, NAN, 1 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 16, 4, PLOT_BRAILLE);
	bars(&f, &part, x, y, 4);
	page_draw(&p, &f);
	assert_true(strstr(page_text(&p), "\n▁▁▁▁        ████\n"));
	page_done(&p);
}

static void
bars_below_zero_hang_from_it(void **state)
{
	const double x[] = { 1, 2 }, y[] = { 1, -1 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 12, 7, PLOT_BRAILLE);
	bars(&f, &part, x, y, 2);
	part.y.lo = -1;
	page_draw(&p, &f);
	assert_int_equal(count_char(page_text(&p), 0x2588), 3 * 6 + 3 * 6);
	assert_int_equal(p.c.cell[0].ch, 0x2588);
	assert_int_equal(p.c.cell[5 * 12].ch, ' ');
	assert_int_equal(p.c.cell[5 * 12 + 11].ch, 0x2588);
	page_done(&p);
}

static void
bars_on_a_log_axis_stand_on_its_floor_and_zero_is_said(void **state)
{
	const double x[] = { 1, 2, 3 }, y[] = { 1e-9, 0, 1 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;
	const char *text;

	(void)state;
	page_init(&p, 40, 12, PLOT_BRAILLE);
	bars(&f, &part, x, y, 3);
	part.y = (struct plot_axis){ .lo = 1e-12, .hi = 1, .log = true };
	part.x.whole = true;
	page_draw(&p, &f);
	text = page_text(&p);
	assert_true(count_char(text, 0x2588) > 50);
	assert_int_equal(count_role(&p.c, PLOT_S1) - count_char(text, 0x2588)
			 - count_char(text, 0x2583) - count_char(text, 0x2584), 1);
	page_done(&p);
}

static void
two_runs_stand_side_by_side_where_there_is_room(void **state)
{
	const double x[] = { 1, 2, 3, 4 }, a[] = { 1, 1, 1, 1 }, b[] = { .5, .5, .5, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;
	const char *text;

	(void)state;
	page_init(&p, 20, 5, PLOT_BRAILLE);
	bars(&f, &part, x, a, 4);
	part.x.whole = true;
	part.n_series = 2;
	part.series[1] = part.series[0];
	part.series[1].y = b;
	part.series[1].ink = 1;
	page_draw(&p, &f);
	text = page_text(&p);
	assert_int_equal(count_role(&p.c, PLOT_S1), 4 * 4 * 2);
	assert_int_equal(count_role(&p.c, PLOT_S2), 2 * 4 * 2);
	assert_int_equal(strncmp(text, " ██   ██   ██   ██\n", 29), 0);
	page_done(&p);
}

static void
two_runs_without_room_show_the_taller_above_the_lower(void **state)
{
	const double x[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	const double a[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	const double b[] = { .5, .5, .5, .5, .5, .5, .5, .5, .5, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 12, 5, PLOT_BRAILLE);
	bars(&f, &part, x, b, 10);
	part.n_series = 2;
	part.series[1] = part.series[0];
	part.series[1].y = a;
	part.series[1].ink = 1;
	page_draw(&p, &f);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(p.c.cell[i].fg, PLOT_S2);
		assert_int_equal(p.c.cell[36 + i].fg, PLOT_S1);
	}
	page_done(&p);
}

static void
exact_zeros_have_a_bin_of_their_own_left_of_a_log_axis(void **state)
{
	const double x[] = { 0, 1e-3, 1e-2, 1e-1 }, y[] = { 1, .5, .5, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;
	const char *text;

	(void)state;
	page_init(&p, 20, 6, PLOT_BRAILLE);
	bars(&f, &part, x, y, 4);
	part.x = (struct plot_axis){ .lo = 3e-4, .hi = .3, .log = true,
				     .zero_bin = true };
	page_draw(&p, &f);
	text = page_text(&p);
	/* the bin, a gap, the axis */
	assert_int_equal(p.c.cell[4 * 20].ch, 0x2588);
	assert_int_equal(p.c.cell[4 * 20 + 1].ch, ' ');
	assert_int_equal(p.c.cell[4 * 20 + 2].ch, 0x2588);
	assert_true(strstr(text, "\n0 "));
	page_done(&p);
}

static void
a_heat_map_has_two_pixels_in_a_cell(void **state)
{
	static const float v[] = { 0, 1, .5f, NAN };
	struct plot_part part = { .heat = { 1, 4, v, 0, 1 },
				  .x = { .lo = 0, .hi = 1, .whole = true },
				  .y = { .lo = 0, .hi = 1 } };
	struct plot_figure f = { .n_part = 1, .part = &part };
	struct page p;

	(void)state;
	page_init(&p, 12, 4, PLOT_BRAILLE);
	page_draw(&p, &f);
	/* three rows above the labels: six pixels of four values; NaN draws nothing */
	for (int x = 0; x < 12; x++) {
		assert_int_equal(p.c.cell[x].ch, 0x2580);
		assert_int_equal(p.c.cell[x].fg, PLOT_HEAT0);
		assert_int_equal(p.c.cell[x].bg, PLOT_HEAT0);
		assert_int_equal(p.c.cell[12 + x].fg, PLOT_HEAT0 + PLOT_HEATS - 1);
		assert_int_equal(p.c.cell[12 + x].bg, PLOT_HEAT0 + PLOT_HEATS / 2);
		assert_int_equal(p.c.cell[24 + x].fg, PLOT_HEAT0 + PLOT_HEATS / 2);
		assert_int_equal(p.c.cell[24 + x].bg, PLOT_NONE);
	}
	page_done(&p);
}

static void
marks_on_a_heat_map_are_light_on_the_dark_end_and_dark_elsewhere(void **state)
{
	static const float v[] = { 0, 1 };
	const double x[] = { .25, .75 }, y[] = { .5, .5 };
	struct plot_part part = { .heat = { 2, 1, v, 0, 1 }, .x = { .lo = 0, .hi = 1 },
				  .y = { .lo = 0, .hi = 1 }, .n_series = 1 };
	struct plot_figure f = { .n_part = 1, .part = &part };

	(void)state;
	part.series[0] = (struct plot_series){
		.x = x, .y = y, .n = 2, .mark = PLOT_POINTS, .glyph = 'o'
	};
	for (int rung = 0; rung < PLOT_RUNGS; rung++) {
		struct page p;

		page_init(&p, 24, 8, (enum plot_rung)rung);
		page_draw(&p, &f);
		assert_int_equal(count_role(&p.c, PLOT_INK_LIGHT), 1);
		assert_int_equal(count_role(&p.c, PLOT_INK_DARK), 1);
		assert_int_equal(count_char(page_text(&p), 'o'), 2);
		page_done(&p);
	}
}

void
add_cells(void)
{
	TAP(bars_rise_in_eighths_of_a_cell);
	TAP(the_least_value_above_zero_still_shows);
	TAP(bars_below_zero_hang_from_it);
	TAP(bars_on_a_log_axis_stand_on_its_floor_and_zero_is_said);
	TAP(two_runs_stand_side_by_side_where_there_is_room);
	TAP(two_runs_without_room_show_the_taller_above_the_lower);
	TAP(exact_zeros_have_a_bin_of_their_own_left_of_a_log_axis);
	TAP(a_heat_map_has_two_pixels_in_a_cell);
	TAP(marks_on_a_heat_map_are_light_on_the_dark_end_and_dark_elsewhere);
}
