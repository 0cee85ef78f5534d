/* The mouse: what a terminal says of it, and what comes of that. */
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"
#include "tui/mouse.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static const struct {
	const char *text;
	int what, button, x, y;		/* what -1: none of ours */
} reports[] = {
	{ "0;1;1M", TUI_MOUSE_DOWN, 1, 0, 0 }, { "2;12;5M", TUI_MOUSE_DOWN, 3, 11, 4 },
	{ "0;12;5m", TUI_MOUSE_UP, 1, 11, 4 }, { "32;12;5M", TUI_MOUSE_DRAG, 1, 11, 4 },
	{ "16;12;5M", TUI_MOUSE_DOWN, 1, 11, 4 },	/* with Ctrl */
	{ "64;300;90M", TUI_MOUSE_WHEEL_UP, 0, 299, 89 },
	{ "65;1;1M", TUI_MOUSE_WHEEL_DOWN, 0, 0, 0 },
	{ "66;1;1M", -1, 0, 0, 0 }, { "35;1;1M", -1, 0, 0, 0 },
	{ "128;1;1M", -1, 0, 0, 0 }, { "0;0;1M", -1, 0, 0, 0 }, { "0;1M", -1, 0, 0, 0 },
	{ "", -1, 0, 0, 0 }, { NULL, 0, 0, 0, 0 }
};

static void
reports_are_read_and_others_are_none(void **state)
{
	(void)state;
	for (int i = 0; reports[i].text; i++) {
		struct tui_mouse m;

		assert_int_equal(tui_mouse_parse(reports[i].text, &m),
				 reports[i].what >= 0);
		if (reports[i].what < 0)
			continue;
		assert_int_equal(m.what, reports[i].what);
		assert_int_equal(m.button, reports[i].button);
		assert_int_equal(m.x, reports[i].x);
		assert_int_equal(m.y, reports[i].y);
	}
}

static int
second(double after, int x)
{
	struct tui_mouse_click last = { 0 };
	struct tui_mouse a = { .what = TUI_MOUSE_DOWN, .button = 1, .x = 5, .y = 5 }, b = a;

	b.x = x;
	tui_mouse_double(&last, &a, 10);
	assert_int_equal(a.what, TUI_MOUSE_DOWN);
	tui_mouse_double(&last, &b, 10 + after);
	return b.what;
}

static void
two_clicks_on_one_cell_are_a_double_click_if_they_are_quick(void **state)
{
	(void)state;
	assert_int_equal(second(.2, 5), TUI_MOUSE_DOUBLE);
	assert_int_equal(second(.2, 6), TUI_MOUSE_DOWN);
	assert_int_equal(second(2, 5), TUI_MOUSE_DOWN);
}

/* A lab that waits with something to be read and a plot beside it. */
static struct vt *
waiting(void)
{
	struct vt *v = smoke_start("tui/few.lab", 120, 40);

	vt_keys(v, "]]]]]");
	vt_wait(v, "Five steps are done.");
	vt_wait(v, "step 5");		/* what is seen is the newest */
	return v;
}

static void
leave(struct vt *v)
{
	vt_keys(v, "\033Q");
	vt_end(v);
	assert_false(vt_mouse(v));
	vt_free(v);
}

static void
on(struct vt *v)
{
	assert_false(vt_mouse(v));		/* so that text can be selected */
	vt_keys(v, "M");
	vt_wait(v, "mouse on");
	assert_true(vt_mouse(v));
}

static void
a_click_moves_the_cross_hair_and_the_wheel_looks_closer(void **state)
{
	struct vt *v = waiting();

	(void)state;
	on(v);
	vt_click(v, 0, 70, 8, true);
	vt_wait(v, "step 3   1 sig");
	vt_click(v, 0, 70, 8, false);
	vt_click(v, 32, 55, 8, true);		/* not held: it means nothing */
	vt_click(v, 0, 60, 8, true);
	vt_wait(v, "step 2   1 sig");
	vt_click(v, 32, 70, 8, true);		/* all is seen: the cross-hair goes along */
	vt_wait(v, "step 3   1 sig");
	vt_click(v, 0, 70, 8, false);
	vt_click(v, 65, 70, 8, true);
	vt_keys(v, "M");
	vt_wait(v, "mouse off");
	assert_false(vt_mouse(v));
	leave(v);
}

static void
a_double_click_zooms_and_hints_can_be_clicked(void **state)
{
	struct vt *v = waiting();
	int x, y;

	(void)state;
	on(v);
	vt_click(v, 0, 70, 8, true);
	vt_click(v, 0, 70, 8, false);
	vt_click(v, 0, 70, 8, true);
	vt_wait_gone(v, "Five steps are done.");
	vt_settle(v);
	assert_true(vt_find(v, "Tab panel", &x, &y));
	vt_click(v, 0, x + 6, y, true);
	vt_keys(v, "z");
	vt_wait(v, "Five steps are done.");
	assert_true(vt_find(v, "? keys", &x, &y));
	vt_click(v, 0, x, y, true);
	vt_wait(v, "search:");
	vt_click(v, 65, 60, 20, true);		/* the wheel marks rows of the list */
	vt_wait(v, "Enter runs the marked one");
	vt_keys(v, "\033");
	vt_wait_gone(v, "search:");
	leave(v);
}

static void
it_is_off_while_the_program_is_stopped_and_after_a_crash(void **state)
{
	struct vt *v = waiting();

	(void)state;
	on(v);
	vt_signal(v, SIGSEGV);
	vt_end(v);
	assert_false(vt_mouse(v));
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

void
mouse_suite(void)
{
	TAP(reports_are_read_and_others_are_none);
	TAP(two_clicks_on_one_cell_are_a_double_click_if_they_are_quick);
	if (!vt_able())
		return;
	TAP(a_click_moves_the_cross_hair_and_the_wheel_looks_closer);
	TAP(a_double_click_zooms_and_hints_can_be_clicked);
	TAP(it_is_off_while_the_program_is_stopped_and_after_a_crash);
}
