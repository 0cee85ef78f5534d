/* Keys that a person has given other meanings. */
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"
#include "tui/keymap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
parse(struct tui_keymap *m, const char *text, struct err *first)
{
	struct err_source source = { "keys", text, (int)strlen(text) };
	struct err_list l = { 0 };
	int line = 0, column;
	bool ok = tui_keymap_parse(m, &source, &l);

	assert_int_equal(ok, l.n == 0);
	*first = l.e[0];
	if (l.n)
		err_place(&source, first->at.at, &line, &column);
	return line;
}

static void
says(const struct tui_keymap *m, const char *key, unsigned in, const char *command)
{
	const char *got = tui_keymap_find(m, tui_key_parse(str_of(key)), in);

	if (!command)
		assert_null(got);
	else
		assert_string_equal(got, command);
}

static void
lines_give_keys_other_meanings_and_the_rest_stay(void **state)
{
	struct tui_keymap m = { 0 };
	struct arena a = { 0 };
	struct err e = { 0 };
	char buf[TUI_KEYMAP_NAMES];

	(void)state;
	assert_int_equal(parse(&m, "# mine\nx pause\n\nF1 view run   what it does\n"
				   "w glyphs ascii # narrow\nq none\nn later\n", &e), 0);
	says(&m, "x", TUI_IN_NOW, "pause");
	says(&m, "F1", TUI_IN_NOW, "view run");
	says(&m, "w", TUI_IN_PAST, "glyphs ascii");
	says(&m, "q", TUI_IN_NOW, NULL);
	says(&m, "n", TUI_IN_PAST, "later");
	says(&m, "n", TUI_IN_NOW, NULL);
	says(&m, "Space", TUI_IN_NOW, "pause");
	assert_string_equal(tui_keymap_names(&m, tui_key_command(str_of("pause")), buf),
			    "x Space");
	assert_string_equal(tui_keymap_names(&m, tui_key_command(str_of("help")), buf), "?");
	assert_string_equal(tui_keymap_names(&m, tui_key_command(str_of("quit")), buf), "");
	assert_true(arena_init(&a, 1 << 16, &e));
	assert_string_equal(tui_keymap_hint(&m, "Tab", TUI_IN_NOW, &a), "Tab");
	assert_string_equal(tui_keymap_hint(&m, "q", TUI_IN_NOW, &a), ":quit");
	assert_string_equal(tui_keymap_hint(&m, "< x", TUI_IN_NOW, &a), "< :hide");
	arena_done(&a);
}

static const struct { const char *text; int line; const char *msg, *hint; } wrong[] = {
	{ "x pase\n", 1, "unknown command 'pase'", "did you mean 'pause'?" },
	{ "x pause\nEntr next\n", 2, "no key is called 'Entr'", "did you mean 'Enter'?" },
	{ "\n\nx\n", 3, "a command is missing behind 'x'", "" },
	{ "x pause\nx hide\n", 2, "'x' stands in an earlier line already", "" },
	{ "x nne\n", 1, "unknown command 'nne'", "did you mean 'none'?" },
	{ NULL, 0, NULL, NULL }
};

static void
a_wrong_line_is_pointed_at_and_nothing_of_the_file_holds(void **state)
{
	(void)state;
	for (int i = 0; wrong[i].text; i++) {
		struct tui_keymap m = { 0 };
		struct err e = { 0 };

		assert_int_equal(parse(&m, wrong[i].text, &e), wrong[i].line);
		assert_string_equal(e.msg, wrong[i].msg);
		assert_string_equal(e.hint, wrong[i].hint);
		assert_int_equal(m.n, 0);
		says(&m, "x", TUI_IN_NOW, "hide");
	}
}

/* ---- on the screen ---- */

static struct vt *
start(char dir[64], const char *text)
{
	char path[128];
	struct vt *v;
	FILE *f;

	strcpy(dir, "/tmp/actlab-keys-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/actlab", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/actlab/keys", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	setenv("XDG_CONFIG_HOME", dir, 1);
	v = smoke_start("tui/few.lab", 100, 30);
	unsetenv("XDG_CONFIG_HOME");
	return v;
}

static void
stop(struct vt *v, const char *dir)
{
	char path[128];

	vt_end(v);
	vt_free(v);
	snprintf(path, sizeof(path), "%s/actlab/keys", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/actlab", dir);
	rmdir(path);
	rmdir(dir);
}

static void
the_file_holds_on_the_screen_in_hints_and_in_the_list(void **state)
{
	char dir[64];
	struct vt *v = start(dir, "y command\nw help\n: none\n? none\n");

	(void)state;
	vt_wait(v, "w keys");			/* a hint */
	vt_keys(v, "w");
	vt_wait(v, "search:");
	vt_keys(v, "type a command");
	vt_wait(v, "y  type a command");
	vt_keys(v, "\033");
	vt_wait_gone(v, "search:");
	vt_keys(v, "?");
	vt_wait(v, "this key means nothing here");
	vt_keys(v, "yleave\r");
	stop(v, dir);
}

static void
a_damaged_file_is_complained_about_and_the_usual_keys_hold(void **state)
{
	char dir[64];
	struct vt *v = start(dir, "Q pause\nx pase\n");

	(void)state;
	vt_wait(v, "file of keys, line 2: unknown command 'pase'; did you mean 'pause'?");
	vt_keys(v, "Q");
	vt_end(v);
	assert_true(vt_has(v, "keys:2:3: error: unknown command 'pase'"));
	assert_true(vt_has(v, "  ^^^^"));
	stop(v, dir);
}

void
keymap_suite(void)
{
	TAP(lines_give_keys_other_meanings_and_the_rest_stay);
	TAP(a_wrong_line_is_pointed_at_and_nothing_of_the_file_holds);
	if (!vt_able())
		return;
	TAP(the_file_holds_on_the_screen_in_hints_and_in_the_list);
	TAP(a_damaged_file_is_complained_about_and_the_usual_keys_hold);
}
