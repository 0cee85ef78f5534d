/* The screen as it is drawn: made-up numbers through ncurses and libvterm. */
#include "tests/tui/fixture.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

struct look {
	const char *name;		/* golden file */
	int w, h;
	const char *term, *locale, *glyphs, *color;
};
static const struct look looks[] = {
	{ "80x24-braille", 80, 24, "xterm-256color", "C.UTF-8", NULL, NULL },
	{ "120x40-braille", 120, 40, "xterm-256color", "C.UTF-8", NULL, NULL },
	{ "200x60-braille", 200, 60, "xterm-256color", "C.UTF-8", NULL, NULL },
	{ "80x24-ascii", 80, 24, "vt100", "C", NULL, NULL },
	{ "120x40-ascii", 120, 40, "xterm", "C.UTF-8", "ascii", NULL },
	{ "80x24-mono", 80, 24, "xterm-256color", "C.UTF-8", NULL, "never" },
	{ "120x40-mono", 120, 40, "xterm-256color", "C.UTF-8", NULL, "never" },
	{ "80x24-half", 80, 24, "linux", "C.UTF-8", NULL, NULL },
	{ "80x50-portrait", 80, 50, "tmux-256color", "C.UTF-8", NULL, "8" },
	{ "40x12-small", 40, 12, "screen", "C.UTF-8", NULL, NULL },
	{ "20x3-tiny", 20, 3, "xterm", "C.UTF-8", NULL, NULL },
	{ "12x1-line", 12, 1, "xterm", "C.UTF-8", NULL, NULL },
	{ 0 }
};

static int
child(const void *arg)
{
	const struct look *l = arg;
	struct tui_options o = { .glyphs = l->glyphs, .color = l->color, .step = true };

	return fixture_run(&o);
}

static struct vt *
start(const struct look *l)
{
	char term[64], locale[64];
	const char *env[] = { term, locale, "LC_CTYPE", "NO_COLOR", "COLUMNS", "LINES",
			      NULL };

	snprintf(term, sizeof(term), "TERM=%s", l->term);
	snprintf(locale, sizeof(locale), "LC_ALL=%s", l->locale);
	return vt_fork(l->w, l->h, env, child, l);
}

static void
leaves_cleanly(struct vt *v)
{
	int status;

	vt_keys(v, "Q");
	status = vt_end(v);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(vt_alternate(v));
	assert_true(vt_cursor(v));
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

static void
looks_as_drawn_before(void **state)
{
	const struct look *l = *state;
	struct vt *v = start(l);
	char path[128];

	snprintf(path, sizeof(path), "tui/screens/%s.txt", l->name);
	vt_wait(v, l->h > 3 ? "Space pause" : "> ep 46");
	vt_settle(v);
	tap_golden(path, vt_text(v));
	leaves_cleanly(v);
}

static bool
is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s > 0x7e)
			return false;
	return true;
}

static void
without_utf8_every_cell_is_ascii(void **state)
{
	struct vt *v = start(&looks[3]);

	(void)state;
	vt_wait(v, "Space pause");
	assert_true(is_ascii(vt_text(v)));
	leaves_cleanly(v);
}

static int
coloured_cells(struct vt *v, int w, int h)
{
	int n = 0;

	for (int i = 0; i < w * h; i++)
		n += vt_cell(v, i % w, i / w).coloured;
	return n;
}

static int
child_plain(const void *arg)
{
	struct tui_options o = { .step = true };

	(void)arg;
	return fixture_run(&o);
}

static void
no_color_means_no_colour(void **state)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR=1", NULL };
	static const char *const plain[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					     "NO_COLOR", NULL };
	struct vt *v;

	(void)state;
	v = vt_fork(80, 24, env, child_plain, NULL);
	vt_wait(v, "Space pause");
	assert_int_equal(coloured_cells(v, 80, 24), 0);
	leaves_cleanly(v);
	v = vt_fork(80, 24, plain, child_plain, NULL);
	vt_wait(v, "Space pause");
	assert_true(coloured_cells(v, 80, 24) > 200);
	leaves_cleanly(v);
}

static void
resizing_draws_the_new_size_and_loses_nothing(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_wait(v, "Space pause");
	vt_resize(v, 120, 40);
	vt_wait(v, "log bins");
	vt_resize(v, 40, 10);
	vt_wait_gone(v, "Space pause  Tab panel  ? keys  q quit  ");
	vt_wait(v, "Backpropagation");
	vt_resize(v, 80, 24);
	vt_wait(v, "Space pause");
	vt_wait(v, "signal rms");
	leaves_cleanly(v);
}

static void
keys_zoom_list_search_and_speak(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_wait(v, "Space pause");
	vt_keys(v, "\tz");
	vt_wait_gone(v, "Backpropagation");
	vt_keys(v, "z");
	vt_wait(v, "signal rms");
	vt_keys(v, "?");
	vt_wait(v, "search:");
	vt_keys(v, "colours");
	vt_wait_gone(v, "half the speed");
	vt_wait(v, "the next theme of colours");
	vt_keys(v, "\r");
	vt_wait(v, "theme light");
	vt_keys(v, "T");
	vt_wait(v, "In words");
	vt_keys(v, "\033");
	vt_wait_gone(v, "In words");
	leaves_cleanly(v);
}

static void
a_command_line_completes_and_complains(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_wait(v, "Space pause");
	vt_keys(v, ":th\tlihgt\r");
	vt_wait(v, "unknown theme 'lihgt'; did you mean 'light'?");
	vt_wait(v, ":theme lihgt");		/* it stays, to be mended */
	vt_keys(v, "\025zom\r");
	vt_wait(v, "unknown command 'zom'; did you mean 'zoom'?");
	vt_keys(v, "\025foo\r");
	vt_wait(v, "unknown command 'foo'; Tab lists what there is");
	vt_keys(v, "\025gl\th\t\r");
	vt_wait(v, "▀");
	leaves_cleanly(v);
}

static void
a_terminal_that_never_answers_is_drawn_on_by_the_clock(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_silent(v);
	vt_wait(v, "Space pause");
	vt_keys(v, "?");
	vt_wait(v, "search:");
	vt_keys(v, "\033");
	vt_wait_gone(v, "search:");
	leaves_cleanly(v);
}

static const struct { const char *name, *answer, *next; } backgrounds[] = {
	{ "a light one", "\033]11;rgb:ffff/ffff/ffff\033\\", "theme projector" },
	{ "a dark one", "\033]11;rgb:1000/1000/2000\a", "theme light" },
	{ "one of no sense", "\033]11;what\033\\", "theme light" },
	{ 0 }
};

static void
the_theme_follows_the_background_and_answers_are_no_keys(void **state)
{
	(void)state;
	for (int i = 0; backgrounds[i].name; i++) {
		struct vt *v = start(&looks[0]);

		vt_background(v, backgrounds[i].answer);
		vt_wait(v, "Space pause");
		vt_settle(v);
		assert_false(vt_has(v, "means nothing here"));
		vt_keys(v, "t");
		vt_wait(v, backgrounds[i].next);
		leaves_cleanly(v);
	}
}

static void
q_asks_while_something_is_unfinished(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_wait(v, "Space pause");
	vt_keys(v, "q");
	vt_wait(v, "the training is not finished");
	vt_keys(v, "x");
	vt_wait_gone(v, "the training is not finished");
	vt_keys(v, "qq");
	assert_int_equal(vt_end(v), 0);
	vt_free(v);
}

static void
ctrl_c_asks_and_a_second_one_leaves(void **state)
{
	struct vt *v = start(&looks[0]);

	(void)state;
	vt_wait(v, "Space pause");
	vt_keys(v, "\003");
	vt_wait(v, "Ctrl-C again");
	vt_keys(v, "\003");
	assert_int_equal(vt_end(v), 0);
	assert_false(vt_alternate(v));
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

static const struct { const char *name; int sig; } signals[] = {
	{ "SIGINT", SIGINT }, { "SIGTERM", SIGTERM }, { "SIGHUP", SIGHUP },
	{ "SIGQUIT", SIGQUIT }, { "SIGSEGV", SIGSEGV }, { "SIGBUS", SIGBUS },
	{ "SIGFPE", SIGFPE }, { "SIGILL", SIGILL },
	{ "SIGABRT", SIGABRT }, { 0 }
};

static void
a_signal_from_outside_restores_and_kills(void **state)
{
	const int *sig = *state;
	struct vt *v = start(&looks[1]);
	int status;

	vt_wait(v, "Space pause");
	assert_true(vt_alternate(v));
	vt_signal(v, *sig);
	status = vt_end(v);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), *sig);
	assert_false(vt_alternate(v));
	assert_true(vt_cursor(v));
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

static void
a_terminal_that_cannot_place_its_cursor_is_told_so(void **state)
{
	static const char *const env[] = { "TERM=dumb", "LC_ALL=C", NULL };
	struct vt *v;

	(void)state;
	v = vt_fork(80, 24, env, child_plain, NULL);
	assert_int_equal(WEXITSTATUS(vt_end(v)), 3);
	assert_true(vt_has(
		v, "actlab: the terminal cannot place its cursor (TERM is 'dumb')"));
	assert_true(vt_has(v, "actlab run"));
	vt_free(v);
}

static void
an_unknown_terminal_is_drawn_on_with_a_notice(void **state)
{
	static const char *const env[] = { "TERM=xterm-nobody", "LC_ALL=C.UTF-8", NULL };
	struct vt *v;

	(void)state;
	v = vt_fork(80, 24, env, child_plain, NULL);
	vt_wait(v, "TERM 'xterm-nobody' is unknown here: drawing as xterm-256color");
	leaves_cleanly(v);
}

void
screen_suite(void)
{
	char name[100];

	for (const struct look *l = looks; l->name; l++) {
		snprintf(name, sizeof(name), "looks_as_drawn_before at %s", l->name);
		tap_add(name, looks_as_drawn_before, l);
	}
	for (int i = 0; signals[i].name; i++) {
		snprintf(name, sizeof(name), "%s from outside restores and kills",
			 signals[i].name);
		tap_add(name, a_signal_from_outside_restores_and_kills, &signals[i].sig);
	}
	TAP(without_utf8_every_cell_is_ascii);
	TAP(no_color_means_no_colour);
	TAP(resizing_draws_the_new_size_and_loses_nothing);
	TAP(keys_zoom_list_search_and_speak);
	TAP(a_command_line_completes_and_complains);
	TAP(a_terminal_that_never_answers_is_drawn_on_by_the_clock);
	TAP(the_theme_follows_the_background_and_answers_are_no_keys);
	TAP(q_asks_while_something_is_unfinished);
	TAP(ctrl_c_asks_and_a_second_one_leaves);
	TAP(a_terminal_that_cannot_place_its_cursor_is_told_so);
	TAP(an_unknown_terminal_is_drawn_on_with_a_notice);
}
