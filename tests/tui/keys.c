#include "tests/tui/suite.h"
#include "tui/bytes.h"
#include "tui/caps.h"
#include "tui/frame.h"
#include "tui/held.h"
#include "tui/line.h"
#include "tui/keys.h"

#include <string.h>

/* In no context of its row is a key found elsewhere. */
static void
no_two_actions_share_a_key(void **state)
{
	const struct tui_key *k = *state, *found;
	struct str rest = str_of(k->keys), name;

	while (rest.n > 0 && str_cut(&rest, ' ', &name)) {
		int key = tui_key_parse(name);

		if (key < 0)
			fail_msg("'%.*s' is no key", STR_ARG(name));
		for (unsigned in = 1; in; in <<= 1) {
			if (k->in && !(k->in & in))
				continue;
			found = tui_key_find(key, in);
			if (found != k)
				fail_msg("%s and %s share '%.*s'", found->command,
					 k->command, STR_ARG(name));
		}
	}
}

static void
every_action_is_a_command_of_its_own_with_help(void **state)
{
	const struct tui_key *k = *state;

	assert_ptr_equal(tui_key_command(str_of(k->command)), k);
	assert_true(strlen(k->help) > 5);
	assert_true(k->help[strlen(k->help) - 1] != '.');
}

static void
keys_of_terminals_and_shells_stay_free(void **state)
{
	(void)state;
	for (int c = 1; c < 32; c++)
		assert_null(tui_key_find(c, ~0u));	/* Ctrl-A Ctrl-B Ctrl-S Ctrl-Z ... */
	assert_non_null(tui_key_find(TUI_KEY_REDRAW, TUI_IN_NOW));	/* but Ctrl-L */
}

static void
type(struct tui_line *l, const char *s)
{
	for (uint32_t ch; *s; s += str_utf8_next(s, (int)strlen(s), &ch)) {
		str_utf8_next(s, (int)strlen(s), &ch);
		assert_true(tui_line_key(l, (int)ch));
	}
}

static void
a_line_is_edited_by_whole_characters(void **state)
{
	struct tui_line l = { 0 };

	(void)state;
	tui_line_begin(&l, "");
	type(&l, "sigμ.lr=1");
	for (int i = 0; i < 5; i++)
		tui_line_key(&l, TUI_KEY_LEFT);
	tui_line_key(&l, TUI_KEY_BACKSPACE);
	assert_string_equal(l.text, "sig.lr=1");
	assert_int_equal(tui_line_column(&l), 3);
	tui_line_key(&l, TUI_KEY_HOME);
	tui_line_key(&l, TUI_KEY_DELETE);
	tui_line_key(&l, TUI_KEY_END);
	tui_line_key(&l, '0');
	assert_string_equal(l.text, "ig.lr=10");
	assert_false(tui_line_key(&l, TUI_KEY_PAGE_UP));
}

static void
a_line_never_grows_beyond_its_room(void **state)
{
	struct tui_line l = { 0 };

	(void)state;
	for (int i = 0; i < 2 * TUI_LINE_MAX; i++)
		tui_line_key(&l, 0x2264);
	assert_true(l.n < TUI_LINE_MAX);
	assert_int_equal(strlen(l.text), l.n);
	assert_int_equal(str_utf8_bad((struct str){ l.text, l.n }), -1);
}

static void
what_was_no_answer_is_typed_over(void **state)
{
	struct tui_line l = { 0 };

	(void)state;
	tui_line_begin(&l, "four");
	tui_line_type_over(&l);
	type(&l, "4");
	assert_string_equal(l.text, "4");
	tui_line_begin(&l, "sig.act=reul");
	tui_line_type_over(&l);
	type(&l, "relu");
	assert_string_equal(l.text, "sig.act=relu");
	tui_line_type_over(&l);
	tui_line_key(&l, TUI_KEY_BACKSPACE);	/* it is being mended: it stays */
	type(&l, "6");
	assert_string_equal(l.text, "sig.act=rel6");
}

static void
a_line_is_cut_at_the_cursor_and_at_words(void **state)
{
	struct tui_line l = { 0 };

	(void)state;
	tui_line_begin(&l, "set sig.lr=1");
	tui_line_key(&l, TUI_KEY_KILL_WORD);
	assert_string_equal(l.text, "set ");
	type(&l, "rel");
	tui_line_key(&l, TUI_KEY_LEFT);
	tui_line_key(&l, TUI_KEY_KILL_RIGHT);
	assert_string_equal(l.text, "set re");
	tui_line_key(&l, TUI_KEY_LINE_BEGIN);
	tui_line_key(&l, TUI_KEY_KILL_LEFT);
	assert_string_equal(l.text, "set re");
	tui_line_key(&l, TUI_KEY_LINE_END);
	tui_line_key(&l, TUI_KEY_KILL_LEFT);
	assert_string_equal(l.text, "");
}

static void
tab_completes_what_all_candidates_share(void **state)
{
	static const char *const words[] = { "sig.act=", "sig.init=", "rel.act=",
					     "restart", NULL };
	struct tui_line l = { 0 };

	(void)state;
	tui_line_begin(&l, "set s");
	assert_true(tui_line_complete(&l, 4, words));
	assert_string_equal(l.text, "set sig.");
	assert_false(tui_line_complete(&l, 4, words));
	type(&l, "a");
	assert_true(tui_line_complete(&l, 4, words));
	assert_string_equal(l.text, "set sig.act=");
	tui_line_begin(&l, "nothing");
	assert_false(tui_line_complete(&l, 0, words));
}

static void
up_recalls_what_was_typed(void **state)
{
	struct tui_line l = { 0 };

	(void)state;
	for (int i = 0; i < TUI_HISTORY_MAX + 3; i++) {
		tui_line_begin(&l, i % 2 ? "odd" : "even");
		tui_line_remember(&l);
		tui_line_remember(&l);		/* twice the same is once */
	}
	tui_line_begin(&l, "");
	tui_line_key(&l, TUI_KEY_UP);
	assert_string_equal(l.text, "even");
	tui_line_key(&l, TUI_KEY_UP);
	assert_string_equal(l.text, "odd");
	tui_line_key(&l, TUI_KEY_DOWN);
	tui_line_key(&l, TUI_KEY_DOWN);
	assert_string_equal(l.text, "");
	assert_int_equal(l.n_history, TUI_HISTORY_MAX);
}

static void
an_answer_in_pieces_is_no_key(void **state)
{
	static const int parts[] = { TUI_KEY_ESC, '[', '0', 'n' };
	struct tui_held h = { 0 };
	enum tui_reply answer = TUI_REPLY_NONE;

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(answer, TUI_REPLY_NONE);
		assert_true(tui_held_take(&h, parts[i], true, 1, &answer));
		assert_int_equal(tui_held_next(&h, true, 1), TUI_KEY_NONE);
	}
	assert_int_equal(answer, TUI_REPLY_FRAME);
}

static void
a_typed_escape_is_held_for_a_moment_at_most(void **state)
{
	struct tui_held h = { 0 };
	enum tui_reply answer;

	(void)state;
	assert_true(tui_held_take(&h, TUI_KEY_ESC, true, 1, &answer));
	assert_int_equal(tui_held_next(&h, true, 1.01), TUI_KEY_NONE);
	assert_int_equal(tui_held_next(&h, true, 1.3), TUI_KEY_ESC);
	assert_true(tui_held_take(&h, TUI_KEY_ESC, true, 2, &answer));
	assert_true(tui_held_take(&h, 'q', true, 2, &answer));
	assert_int_equal(tui_held_next(&h, true, 2), TUI_KEY_ESC);
	assert_int_equal(tui_held_next(&h, true, 2), 'q');
	assert_false(tui_held_take(&h, TUI_KEY_ESC, false, 3, &answer));
}

static void
an_answer_that_ctrl_c_tore_is_no_key(void **state)
{
	struct tui_held h = { 0 };
	enum tui_reply answer;

	(void)state;
	assert_true(tui_held_take(&h, TUI_KEY_ESC, true, 1, &answer));
	tui_held_cut(&h, false, 1);
	assert_true(tui_held_take(&h, '0', false, 1.01, &answer));
	assert_int_equal(answer, TUI_REPLY_NONE);
	assert_int_equal(tui_held_next(&h, false, 1.01), TUI_KEY_NONE);
	assert_false(tui_held_take(&h, 'q', false, 1.02, &answer));
	assert_false(tui_held_take(&h, '0', false, 1.5, &answer));
}

static const struct {
	const char *bytes;		/* '\\a' BEL, '\\33' Esc */
	enum tui_reply reply;
	const char *text;
} replies[] = {
	{ "\33[0n", TUI_REPLY_FRAME, NULL },
	{ "\33]11;rgb:ffff/ffff/dddd\33\\", TUI_REPLY_COLOUR, "rgb:ffff/ffff/dddd" },
	{ "\33]11;rgb:12/34/56\a", TUI_REPLY_COLOUR, "rgb:12/34/56" },
	{ "\33[?2026;2$y", TUI_REPLY_MODE, "2026;2" },
	{ "\33[?64;1;22c", TUI_REPLY_WHO, NULL }, { "\33[?6c", TUI_REPLY_WHO, NULL },
	{ "\33[<0;12;5M", TUI_REPLY_MOUSE, "0;12;5M" },
	{ "\33[<65;120;40m", TUI_REPLY_MOUSE, "65;120;40m" },
	{ "\33[<0;12x", TUI_REPLY_NONE, NULL },
	{ "\33[A", TUI_REPLY_NONE, NULL }, { "\33]q", TUI_REPLY_NONE, NULL },
	{ "\33]11;\33q", TUI_REPLY_NONE, NULL }, { "\33[?12x", TUI_REPLY_NONE, NULL },
	{ 0 }
};

/* Whole or in pieces is the same: keys come one by one. */
static void
answers_of_a_terminal_are_known_and_everything_else_was_typed(void **state)
{
	(void)state;
	for (int i = 0; replies[i].bytes; i++) {
		struct tui_held h = { 0 };
		enum tui_reply reply = TUI_REPLY_NONE;
		const char *b = replies[i].bytes;
		int n = (int)strlen(b);

		for (int k = 0; k < n; k++) {
			int key = tui_key_of(b[k]);

			assert_int_equal(reply, TUI_REPLY_NONE);
			assert_true(tui_held_take(&h, key, true, 1, &reply));
		}
		assert_int_equal(reply, replies[i].reply);
		if (replies[i].text)
			assert_string_equal(h.text, replies[i].text);
		for (int k = 0; k < n && !reply; k++)
			assert_true(tui_held_next(&h, true, 1) != TUI_KEY_NONE);
		assert_int_equal(tui_held_next(&h, true, 1), TUI_KEY_NONE);
	}
}

static void
backgrounds_are_light_or_dark_and_modes_there_or_not(void **state)
{
	bool light;

	(void)state;
	assert_true(tui_caps_light("rgb:ffff/ffff/ffff", &light) && light);
	assert_true(tui_caps_light("rgb:fd/f6/e3", &light) && light);
	assert_true(tui_caps_light("rgb:0000/2b2b/3636", &light) && !light);
	assert_false(tui_caps_light("rgb:00/2b", &light));
	assert_false(tui_caps_light("rgb:00/2b/xx", &light));
	assert_false(tui_caps_light("black", &light));
	assert_true(tui_caps_mode("2026;2", 2026));
	assert_true(tui_caps_mode("2026;1", 2026));
	assert_false(tui_caps_mode("2026;0", 2026));
	assert_false(tui_caps_mode("2026;4", 2026));
	assert_false(tui_caps_mode("25;1", 2026));
}

static const struct {
	const char *option;
	bool utf8;
	const char *term;
	int rung;
} rungs[] = {
	{ NULL, true, "xterm-256color", PLOT_BRAILLE },
	{ "auto", true, "tmux", PLOT_BRAILLE },
	{ NULL, true, "linux", PLOT_HALF }, { NULL, false, "xterm", PLOT_ASCII },
	{ "quadrant", true, "linux", PLOT_QUADRANT },
	{ "ascii", true, "xterm", PLOT_ASCII },
	{ "brallie", true, "xterm", -1 }, { NULL, false, NULL, 0 }
};
static const struct { const char *option, *no_color; int has, get; } colours[] = {
	{ NULL, NULL, 256, 256 }, { NULL, NULL, 16777216, 256 }, { NULL, NULL, 88, 16 },
	{ NULL, NULL, 8, 8 }, { NULL, NULL, -1, 0 }, { NULL, "1", 256, 0 },
	{ NULL, "", 256, 256 }, { "never", NULL, 256, 0 }, { "8", "1", 256, 8 },
	{ "16", NULL, 8, 8 }, { "256", NULL, 256, 256 }, { "7", NULL, 256, -1 }, { 0 }
};

static void
glyphs_follow_the_locale_the_terminal_and_the_option(void **state)
{
	(void)state;
	for (int i = 0; rungs[i].term; i++) {
		struct err e = { 0 };
		enum plot_rung r;
		bool ok = tui_caps_rung(rungs[i].option, rungs[i].utf8, rungs[i].term, &r,
					&e);

		assert_int_equal(ok, rungs[i].rung >= 0);
		if (ok)
			assert_int_equal(r, rungs[i].rung);
		else
			assert_string_equal(e.hint, "did you mean 'braille'?");
	}
}

static void
colours_follow_the_terminal_no_color_and_the_option(void **state)
{
	(void)state;
	for (int i = 0; colours[i].has; i++) {
		struct err e = { 0 };
		int n = -2;
		bool ok = tui_caps_colours(colours[i].option, colours[i].no_color,
					   colours[i].has, &n, &e);

		assert_int_equal(ok, colours[i].get >= 0);
		if (ok)
			assert_int_equal(n, colours[i].get);
	}
}

/* A byte that is no UTF-8 loses itself and no key that follows. */
static void
bad_bytes_lose_no_other_key(void **state)
{
	static const struct { const char *bytes; int key[4]; } rows[] = {
		{ "a", { 'a' } },
		{ "\303\251", { 0xe9 } },
		{ "\342\210\202x", { 0x2202, 'x' } },
		{ "\360\237\230\200", { 0x1f600 } },
		{ "\377\376:q", { ':', 'q' } },
		{ "\303:q", { ':', 'q' } },
		{ "\360\237\303\251", { 0xe9 } },
		{ "\251\251x", { 'x' } },
		{ "\300\257x", { 'x' } },		/* an overlong '/' */
		{ "\355\240\200x", { 'x' } },		/* a surrogate */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tui_bytes b = { 0 };
		int n = 0;

		for (const char *c = rows[i].bytes; *c; c++) {
			int key = tui_bytes_add(&b, (unsigned char)*c);

			if (key)
				assert_int_equal(key, rows[i].key[n++]);
		}
		assert_true(n > 0 && (n == 4 || rows[i].key[n] == 0));
	}
}

/* A slow link must never have seconds of pictures queued. */
static void
one_frame_is_under_way_until_it_is_answered(void **state)
{
	struct tui_frame f = { .ansi = true, .waiting = true, .asked = 10 };
	double again = 0;

	(void)state;
	assert_false(tui_frame_ready(&f, 10.5, true, &again));
	assert_true(again > 10.5);
	tui_frame_answer(&f);
	assert_true(tui_frame_ready(&f, 10.001, true, &again));
	assert_false(tui_frame_ready(&f, 10.001, false, &again));	/* too soon */
	assert_true(again > 10.001 && again < 10.1);
	assert_true(tui_frame_ready(&f, again, false, &again));
	f.waiting = true;			/* this answer is lost on the way */
	f.asked = 20;
	assert_false(tui_frame_ready(&f, 22, true, &again));
	assert_true(tui_frame_ready(&f, 30, true, &again));
	assert_false(f.mute);
	f.n = 10;				/* a part of it has not left yet */
	f.sent = 9;
	assert_false(tui_frame_ready(&f, 40, true, &again));
	f = (struct tui_frame){ .ansi = true, .waiting = true, .asked = 10 };
	assert_true(tui_frame_ready(&f, 20, false, &again));
	assert_true(f.mute);			/* it never answers: by the clock */
}

void
keys_suite(void)
{
	for (const struct tui_key *k = tui_keys; k->keys; k++) {
		char name[100];

		snprintf(name, sizeof(name), "no_two_actions_share_a_key of %s",
			 k->command);
		tap_add(name, no_two_actions_share_a_key, k);
		snprintf(name, sizeof(name), "every_action_is_a_command_of_its_own: %s",
			 k->command);
		tap_add(name, every_action_is_a_command_of_its_own_with_help, k);
	}
	TAP(bad_bytes_lose_no_other_key);
	TAP(one_frame_is_under_way_until_it_is_answered);
	TAP(keys_of_terminals_and_shells_stay_free);
	TAP(a_line_is_edited_by_whole_characters);
	TAP(a_line_never_grows_beyond_its_room);
	TAP(what_was_no_answer_is_typed_over);
	TAP(a_line_is_cut_at_the_cursor_and_at_words);
	TAP(tab_completes_what_all_candidates_share);
	TAP(up_recalls_what_was_typed);
	TAP(an_answer_in_pieces_is_no_key);
	TAP(a_typed_escape_is_held_for_a_moment_at_most);
	TAP(an_answer_that_ctrl_c_tore_is_no_key);
	TAP(answers_of_a_terminal_are_known_and_everything_else_was_typed);
	TAP(backgrounds_are_light_or_dark_and_modes_there_or_not);
	TAP(glyphs_follow_the_locale_the_terminal_and_the_option);
	TAP(colours_follow_the_terminal_no_color_and_the_option);
}
