#include "tests/tui/suite.h"
#include "tui/layout.h"

static const struct tui_slot six[] = {
	{ 0, 16, 4 }, { 0, 12, 6 }, { 0, 12, 6 }, { 1, 16, 5 }, { 1, 16, 5 }, { 2, 16, 5 }
};
static const struct tui_slot sixteen[] = {
	{ 0, 12, 4 }, { 0, 12, 4 }, { 0, 12, 4 }, { 0, 12, 4 },
	{ 0, 12, 4 }, { 0, 12, 4 }, { 0, 12, 4 }, { 0, 12, 4 },
	{ 1, 16, 6 }, { 2, 16, 6 }, { 3, 16, 6 }, { 4, 16, 6 },
	{ 5, 16, 6 }, { 6, 16, 6 }, { 7, 16, 6 }, { 8, 16, 6 }
};
static const struct { const struct tui_slot *slot; int n; } sets[] = {
	{ six, 0 }, { six, 1 }, { six, 6 }, { sixteen, 16 }
};

static bool
there(struct plot_rect r)
{
	return r.w != 0 && r.h != 0;
}

static int
rects(const struct tui_layout *l, struct plot_rect out[TUI_PANELS_MAX + 4])
{
	const struct plot_rect lines[] = { l->title, l->text, l->readout, l->hints };
	int n = 0;

	for (int i = 0; i < 4; i++)
		if (there(lines[i]))
			out[n++] = lines[i];
	for (int i = 0; i < l->n; i++)
		if (there(l->panel[i]))
			out[n++] = l->panel[i];
	return n;
}

static bool
overlap(struct plot_rect a, struct plot_rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void
check(int w, int h, const struct tui_slot *slot, int n, bool text, int focus, bool zoom)
{
	struct tui_layout l;
	struct plot_rect r[TUI_PANELS_MAX + 4];
	int k;

	tui_layout(&l, w, h, slot, n, text, focus, zoom);
	k = rects(&l, r);
	if (k == 0)
		fail_msg("%dx%d: nothing is shown", w, h);
	for (int i = 0; i < k; i++) {
		if (r[i].x < 0 || r[i].y < 0 || r[i].w < 0 || r[i].h < 0
		    || r[i].x + r[i].w > w || r[i].y + r[i].h > h)
			fail_msg("%dx%d focus %d: %d,%d %dx%d is outside", w, h, focus,
				 r[i].x, r[i].y, r[i].w, r[i].h);
		for (int j = 0; j < i; j++)
			if (overlap(r[i], r[j]))
				fail_msg("%dx%d focus %d: two rectangles overlap", w, h,
					 focus);
	}
	if (w >= 20 && h >= 4 && focus > 0 && !there(l.panel[focus - 1]))
		fail_msg("%dx%d: panel %d has the focus and is not shown", w, h, focus);
	if (w >= 20 && h >= 4 && focus == 0 && text && !there(l.text))
		fail_msg("%dx%d: the text has the focus and is not shown", w, h);
	if (n > 0 && !text && (there(l.text) || (w >= 20 && h >= 4 && l.shown == 0)))
		fail_msg("%dx%d: panels alone are wanted", w, h);
}

static void
no_size_overlaps_or_leaves_the_screen(void **state)
{
	(void)state;
	for (int s = 0; s < 4; s++)
		for (int w = 1; w <= 300; w++)
			for (int h = 1; h <= 100; h++)
				for (int focus = 0; focus <= sets[s].n; focus++)
					for (int how = 0; how < 4; how++)
						check(w, h, sets[s].slot, sets[s].n,
						      how & 1, focus, how & 2);
}

static void
a_classroom_screen_has_34_columns_of_text_and_two_rows_of_panels(void **state)
{
	struct tui_layout l;
	int rows = 0;

	(void)state;
	tui_layout(&l, 80, 24, six, 6, true, 0, false);
	assert_int_equal(l.text.w, 34);
	assert_int_equal(l.text.h, 21);
	assert_int_equal(l.shown, 5);		/* the row of histograms folds away */
	for (int i = 0; i < 6; i++)
		rows += there(l.panel[i]) && l.panel[i].x == 34;
	assert_int_equal(rows, 2);
	assert_true(l.panel[0].w >= six[0].min_w + 2);
}

static void
larger_screens_show_every_panel(void **state)
{
	struct tui_layout l;

	(void)state;
	tui_layout(&l, 120, 40, six, 6, true, 0, false);
	assert_int_equal(l.shown, 6);
	tui_layout(&l, 200, 60, six, 6, true, 0, false);
	assert_int_equal(l.shown, 6);
	assert_true(l.text.w <= 56);
}

static void
a_terminal_of_one_line_shows_the_state(void **state)
{
	struct tui_layout l;

	(void)state;
	tui_layout(&l, 80, 1, six, 6, true, 0, false);
	assert_int_equal(l.title.h, 1);
	assert_int_equal(l.text.h, 0);
	tui_layout(&l, 60, 20, six, 6, true, 2, false);
	assert_int_equal(l.shown, 1);
	assert_int_equal(l.panel[1].w, 60);
	assert_int_equal(l.text.h, 0);
}

void
layout_suite(void)
{
	TAP(no_size_overlaps_or_leaves_the_screen);
	TAP(a_classroom_screen_has_34_columns_of_text_and_two_rows_of_panels);
	TAP(larger_screens_show_every_panel);
	TAP(a_terminal_of_one_line_shows_the_state);
}
