/* Lines: nothing is lost between samples and dots. */
#include "tests/plot/plot.h"

#include <math.h>

/* One series on bare axes: a figure without a name, label or caption. */
static void
bare(struct plot_figure *f, struct plot_part *p, const double *x, const double *y, int n,
     int ink)
{
	*p = (struct plot_part){ .n_series = 1 };
	p->series[0] =
		(struct plot_series){ .x = x, .y = y, .n = n, .ink = (uint8_t)ink };
	p->x = (struct plot_axis){ .lo = 0, .hi = n - 1 };
	p->y = (struct plot_axis){ .lo = 0, .hi = 1 };
	*f = (struct plot_figure){ .n_part = 1, .part = p };
}

static void
a_spike_among_a_million_samples_is_seen_in_every_style_and_rung(void **state)
{
	enum { N = 1000000, AT = 654321 };
	double *x = malloc(N * sizeof(*x)), *y = malloc(N * sizeof(*y));
	struct plot_figure f;
	struct plot_part part;

	(void)state;
	assert_true(x && y);
	for (int i = 0; i < N; i++) {
		x[i] = i;
		y[i] = .2;
	}
	y[AT] = .99;
	for (int ink = 0; ink < 6; ink++)
		for (int rung = 0; rung < PLOT_RUNGS; rung++) {
			struct page p;
			int seen = 0;

			page_init(&p, 80, 24, (enum plot_rung)rung);
			bare(&f, &part, x, y, N, ink);
			page_draw(&p, &f);
			for (int i = 0; i < 80; i++)
				for (int row = 0; row < 3; row++)
					seen += p.c.cell[row * 80 + i].fg
						== PLOT_S1 + ink;
			assert_true(seen > 0);
			page_done(&p);
		}
	free(x);
	free(y);
}

static void
a_spike_of_one_sample_in_a_sparse_noisy_line_is_seen_whatever_its_dashes(void **state)
{
	double x[70], y[70];
	struct plot_figure f;
	struct plot_part part;

	(void)state;
	for (int at = 1; at < 69; at++) {
		struct page p;
		int seen = 0;

		for (int i = 0; i < 70; i++) {
			x[i] = i;
			y[i] = i == at ? .98 : .2 + .05 * (i % 2);
		}
		page_init(&p, 60, 20, PLOT_BRAILLE);
		bare(&f, &part, x, y, 70, 1);
		page_draw(&p, &f);
		for (int i = 0; i < 60; i++)
			seen += p.c.cell[60 + i].fg == PLOT_S2;
		assert_true(seen > 0);
		page_done(&p);
	}
}

static void
every_column_shows_the_least_and_the_greatest_of_its_samples(void **state)
{
	enum { N = 4000, W = 40, H = 11 };
	static double x[N], y[N];
	struct plot_figure f;
	struct plot_part part;
	struct page p;
	const char *row;

	(void)state;
	for (int i = 0; i < N; i++) {		/* between 0 and 1 many times a column */
		x[i] = i;
		y[i] = i % 7 / 6.0;
	}
	page_init(&p, W, H, PLOT_BRAILLE);
	bare(&f, &part, x, y, N, 0);
	page_draw(&p, &f);
	row = page_text(&p);
	/* full cells above the x axis and its labels, right of ".5" and the y axis */
	assert_int_equal(count_char(row, 0x28FF), (H - 2) * (W - 4));
	page_done(&p);
}

static void
nan_is_a_gap_and_never_a_zero(void **state)
{
	double x[40], y[40];
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	for (int i = 0; i < 40; i++) {
		x[i] = i;
		y[i] = i >= 10 && i < 30 ? NAN : .5;
	}
	page_init(&p, 42, 6, PLOT_BRAILLE);
	bare(&f, &part, x, y, 40, 0);
	page_draw(&p, &f);
	for (int row = 0; row < 5; row++)
		for (int i = 14; i < 30; i++)
			assert_int_equal(p.c.cell[row * 42 + i].ch, ' ');
	assert_in_range(count_role(&p.c, PLOT_S1), 18, 24);
	page_done(&p);
}

static void
infinite_values_are_marks_at_the_border(void **state)
{
	const double x[] = { 0, 1, 2, 3, 4 }, y[] = { .5, INFINITY, .5, -INFINITY, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;
	const char *text;

	(void)state;
	page_init(&p, 30, 6, PLOT_BRAILLE);
	bare(&f, &part, x, y, 5, 0);
	page_draw(&p, &f);
	text = page_text(&p);
	assert_int_equal(count_char(text, '^'), 1);
	assert_int_equal(count_char(text, 'v'), 1);
	assert_true(strchr(text, '^') < strchr(text, '\n'));
	page_done(&p);
}

static void
a_log_axis_marks_values_at_or_below_zero(void **state)
{
	const double x[] = { 0, 1, 2, 3, 4 }, y[] = { .5, 0, .5, -3, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 30, 6, PLOT_BRAILLE);
	bare(&f, &part, x, y, 5, 0);
	part.y = (struct plot_axis){ .lo = .01, .hi = 1, .log = true };
	page_draw(&p, &f);
	assert_int_equal(count_char(page_text(&p), 'v'), 2);
	page_done(&p);
}

static void
a_line_that_leaves_the_axes_is_cut_where_it_leaves(void **state)
{
	const double x[] = { -10, 30, 60 }, y[] = { -1e300, 1e300, .5 };
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	page_init(&p, 30, 8, PLOT_BRAILLE);
	bare(&f, &part, x, y, 3, 0);
	part.x.hi = 20;
	page_draw(&p, &f);
	/* through the middle of the axes, straight up */
	assert_true(count_role(&p.c, PLOT_S1) >= 7);
	assert_true(count_role(&p.c, PLOT_S1) <= 14);
	page_done(&p);
}

static void
a_line_alone_is_solid_whatever_its_ink(void **state)
{
	double x[100], y[100];
	struct plot_figure f;
	struct plot_part part;
	struct page p[2];

	(void)state;
	for (int i = 0; i < 100; i++) {
		x[i] = i;
		y[i] = .5;
	}
	for (int ink = 0; ink < 2; ink++) {
		page_init(&p[ink], 60, 8, PLOT_BRAILLE);
		bare(&f, &part, x, y, 100, ink);
		page_draw(&p[ink], &f);
	}
	assert_string_equal(page_text(&p[0]), page_text(&p[1]));
	page_done(&p[0]);
	page_done(&p[1]);
}

static void
dashes_tell_the_second_series_from_the_first_without_colour(void **state)
{
	double x[100], y[100], low[100];
	struct plot_figure f;
	struct plot_part part;

	(void)state;
	for (int i = 0; i < 100; i++) {
		x[i] = i;
		y[i] = .5;
		low[i] = .1;
	}
	for (int rung = 0; rung < PLOT_RUNGS; rung++) {
		char *first = NULL;

		for (int ink = 0; ink < 6; ink++) {
			struct page p;

			page_init(&p, 60, 8, (enum plot_rung)rung);
			p.c.mono = true;
			bare(&f, &part, x, y, 100, ink);
			part.series[part.n_series++] = (struct plot_series){
				.x = x, .y = low, .n = 100 };
			page_draw(&p, &f);
			if (first)
				assert_string_not_equal(first, page_text(&p));
			else
				first = strdup(page_text(&p));
			page_done(&p);
		}
		free(first);
	}
}

static void
the_higher_series_owns_the_cells_it_shares(void **state)
{
	double x[100], y[100];
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	for (int i = 0; i < 100; i++) {
		x[i] = i;
		y[i] = .5;
	}
	page_init(&p, 18, 6, PLOT_BRAILLE);
	bare(&f, &part, x, y, 100, 3);
	part.n_series = 2;
	part.series[1] = part.series[0];
	part.series[1].ink = 0;
	page_draw(&p, &f);
	assert_int_equal(count_role(&p.c, PLOT_S4), 0);
	assert_true(count_role(&p.c, PLOT_S1) > 10);
	page_done(&p);
}

static void
end_labels_of_lines_that_meet_stand_apart(void **state)
{
	double x[100], y[100];
	struct plot_figure f;
	struct plot_part part;
	struct page p;

	(void)state;
	for (int i = 0; i < 100; i++) {
		x[i] = i;
		y[i] = .5;
	}
	page_init(&p, 40, 12, PLOT_BRAILLE);
	bare(&f, &part, x, y, 100, 0);
	part.n_series = 4;
	for (int i = 1; i < 4; i++) {
		part.series[i] = part.series[0];
		part.series[i].ink = (uint8_t)i;
	}
	page_draw(&p, &f);
	for (int i = 0; i < 4; i++) {
		int seen = 0;

		for (int k = 0; k < 40 * 12; k++)
			seen += p.c.cell[k].ch == (uint32_t)('1' + i)
				&& p.c.cell[k].fg == PLOT_S1 + i;
		assert_int_equal(seen, 1);
	}
	page_done(&p);
}

void
add_line(void)
{
	TAP(a_spike_among_a_million_samples_is_seen_in_every_style_and_rung);
	TAP(a_spike_of_one_sample_in_a_sparse_noisy_line_is_seen_whatever_its_dashes);
	TAP(every_column_shows_the_least_and_the_greatest_of_its_samples);
	TAP(nan_is_a_gap_and_never_a_zero);
	TAP(infinite_values_are_marks_at_the_border);
	TAP(a_log_axis_marks_values_at_or_below_zero);
	TAP(a_line_that_leaves_the_axes_is_cut_where_it_leaves);
	TAP(a_line_alone_is_solid_whatever_its_ink);
	TAP(dashes_tell_the_second_series_from_the_first_without_colour);
	TAP(the_higher_series_owns_the_cells_it_shares);
	TAP(end_labels_of_lines_that_meet_stand_apart);
}
