#include "tests/base/base.h"

#include "actlab/rng.h"
#include "actlab/str.h"

#include <errno.h>
#include <stdlib.h>

/* What err_print writes; the caller frees it. */
static char *
printed(const struct err *e)
{
	char *text = NULL, *copy;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	err_print(f, e);
	fclose(f);
	copy = strdup(text);
	free(text);
	return copy;
}

static void
assert_prints(const struct err *e, const char *want)
{
	char *got = printed(e);

	assert_string_equal(got, want);
	free(got);
}

/* The error of a mark in a text: everything from { to } (both are cut out). */
static void
assert_shows(const char *marked, const char *want)
{
	char text[4096];
	struct err_source s = { "x.lab", text, 0 };
	struct err e = { 0 };
	struct span at = { 0 };

	for (const char *p = marked; *p; p++)
		if (*p == '{')
			at.at = s.len;
		else if (*p == '}')
			at.len = s.len - at.at;
		else
			text[s.len++] = *p;
	at.len = at.len ? at.len : 1;
	err_set(&e, ERR_SYNTAX, at, "wrong");
	e.source = &s;
	assert_prints(&e, want);
}

static void
err_print_shows_the_example_of_the_style_guide(void **state)
{
	static const char text[] = "lab depth-20\n1\n2\n3\n4\n5\n6\n7\n"
		"run    sig   deep act=tnah init=xavier\n";
	struct err_source s = { "depth-20.lab", text, sizeof(text) - 1 };
	struct err e = { 0 };

	(void)state;
	assert_false(err_set(&e, ERR_NAME, (struct span){ 27 + 22, 4 },
			     "unknown activation '%s'", "tnah"));
	assert_false(err_did_you_mean(&e, "tanh"));
	e.source = &s;
	assert_prints(&e, "depth-20.lab:9:23: error: unknown activation 'tnah'\n"
		      "    run    sig   deep act=tnah init=xavier\n"
		      "                          ^^^^\n"
		      "    hint: did you mean 'tanh'?\n");
}

static void
err_print_lines_the_caret_up(void **state)
{
	(void)state;
	assert_shows("{}a\n", "x.lab:1:1: error: wrong\n    a\n    ^\n");
	assert_shows("\ta\t{bc}\n",
		     "x.lab:1:4: error: wrong\n    \ta\tbc\n    \t \t^^\n");
	assert_shows("h\xC3\xA9 {\xC3\xA9\xC3\xA9}", "x.lab:1:4: error: wrong\n"
		     "    h\xC3\xA9 \xC3\xA9\xC3\xA9\n       ^^\n");
	/* two columns each, and a mark that takes none */
	assert_shows("\xE6\xBC\xA2{\xE5\xAD\x97}x", "x.lab:1:2: error: wrong\n"
		     "    \xE6\xBC\xA2\xE5\xAD\x97x\n      ^^\n");
	assert_shows("e\xCC\x81{x}", "x.lab:1:3: error: wrong\n    e\xCC\x81x\n     ^\n");
}

static void
err_print_survives_places_outside(void **state)
{
	struct err_source s = { "x.lab", "ab\r\ncd", 6 };
	struct err e = { 0 };

	(void)state;
	assert_shows("ab{\n}cd", "x.lab:1:3: error: wrong\n    ab\n      ^\n");
	assert_shows("ab{\r\n}cd", "x.lab:1:3: error: wrong\n    ab\n      ^\n");
	assert_shows("a{b\ncd}", "x.lab:1:2: error: wrong\n    ab\n     ^\n");
	assert_shows("{}", "x.lab:1:1: error: wrong\n    \n    ^\n");
	err_set(&e, ERR_SYNTAX, (struct span){ 1000, 1000 }, "wrong");
	e.source = &s;
	assert_prints(&e, "x.lab:2:3: error: wrong\n    cd\n      ^\n");
	e.at = (struct span){ -5, 2 };
	assert_prints(&e, "x.lab:1:1: error: wrong\n    ab\n    ^^\n");
	s.text = NULL;
	assert_prints(&e, "x.lab: error: wrong\n");
}

static void
err_print_skips_a_bom(void **state)
{
	(void)state;
	assert_shows("\xEF\xBB\xBF" "a{b}", "x.lab:1:2: error: wrong\n    ab\n     ^\n");
}

static void
err_print_sends_no_escape(void **state)
{
	struct err_source s = { "\x1b[2Jx", "\x1b[31m\x7f\xff\xc2\x9bz", 10 };
	struct err e = { 0 };

	(void)state;
	err_set(&e, ERR_SYNTAX, (struct span){ 9, 1 }, "bad '%s'",
		"\x1b]0;\a\xC2\x9B\xE2\x80\xAE\xff");
	e.source = &s;
	/* "??" "?" is no trigraph */
	assert_prints(&e, "?[2Jx:1:9: error: bad '?]0;?" "??" "?'\n"
		      "    ?[31m???z\n            ^\n");
}

static void
err_print_shows_a_window_of_a_long_line(void **state)
{
	enum { N = 1 << 20 };
	char *text = malloc(N), *got;
	struct err_source s = { "x.lab", text, N };
	struct err e = { 0 };
	int places[] = { 0, 30, 71, 72, 500000, N - 100, N - 1, N };

	(void)state;
	for (int i = 0; i < N; i++)
		text[i] = (char)('a' + i % 26);
	err_set(&e, ERR_SYNTAX, (struct span){ 0, 1 }, "wrong");
	e.source = &s;
	for (int i = 0; i < (int)(sizeof(places) / sizeof(places[0])); i++) {
		char *line, *caret, *end;

		e.at = (struct span){ places[i], 3 };
		got = printed(&e);
		line = strchr(got, '\n') + 1;
		caret = strchr(line, '\n') + 1;
		end = strchr(caret, '\n');
		assert_int_equal(*++end, 0);
		assert_in_range(caret - line, 60, 4 + 72 + 1);
		assert_non_null(strstr(line, "..."));
		/* the caret stands below its letter */
		if (places[i] < N)
			assert_int_equal(line[strchr(caret, '^') - caret],
					 text[places[i]]);
		free(got);
	}
	free(text);
}

/* Whatever the text and the place are: valid UTF-8, no control character but the
 * ends of lines and copied tabs, and no line wider than the window. */
static void
err_print_is_safe_for_any_bytes(void **state)
{
	static const char *const bits[] = {
		"a", "\t", " ", "\n", "\r", "\x1b[", "\xE6\xBC\xA2", "\xCC\x81", "\xFF",
		"\xC2\x9B", "\xF0\x9F\x98\x80", "\xE6\xBC", "\x7F",
		"words of some length, so that lines grow long"
	};
	char text[4096];
	struct rng r;

	(void)state;
	rng_init(&r, 1, "err", 0);
	for (int i = 0; i < 3000; i++) {
		struct err_source s = { "x", text, 0 };
		struct err e = { 0 };
		int n = rng_below(&r, 60), kinds = 1 + rng_below(&r, 14);
		struct str rest, line;
		struct span at;
		char *got;

		text[0] = 0;
		for (int k = 0; k < n; k++)
			strcat(text, bits[rng_below(&r, kinds)]);
		s.len = (int)strlen(text);
		at.at = rng_below(&r, s.len + 3) - 1;
		at.len = 1 + rng_below(&r, 9);
		err_set(&e, ERR_SYNTAX, at, "wrong");
		e.source = &s;
		got = printed(&e);
		assert_int_equal(str_utf8_bad(str_of(got)), -1);
		rest = str_of(got);
		while (str_cut(&rest, '\n', &line)) {
			for (int k = 0; k < line.n; k++)
				assert_true((unsigned char)line.s[k] >= ' '
					    || line.s[k] == '\t');
			assert_true(str_width(line) <= 4 + 72 + 1);
			assert_int_equal(str_utf8_bad(line), -1);
		}
		free(got);
	}
}

static void
err_keeps_the_first(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_int_equal(err_exit_status(&e), 0);
	assert_prints(&e, "");
	assert_false(err_set(&e, ERR_RANGE, (struct span){ 1, 2 }, "%d is too much", 7));
	assert_false(err_hint(&e, "take less than %d", 7));
	assert_false(err_set(&e, ERR_SYSTEM, SPAN_NONE, "later"));
	errno = ENOENT;
	assert_false(err_errno(&e, "later"));
	assert_false(err_hint(&e, "later"));
	assert_false(err_did_you_mean(&e, NULL));
	assert_int_equal(e.code, ERR_RANGE);
	assert_int_equal(e.at.at, 1);
	assert_int_equal(err_exit_status(&e), 2);
	assert_prints(&e, "actlab: 7 is too much\n    hint: take less than 7\n");
}

static void
err_errno_says_what_the_system_said(void **state)
{
	char path[400], want[64];
	struct err e = { 0 };

	(void)state;
	errno = EACCES;
	assert_false(err_errno(&e, "cannot open '%s'", "x"));
	snprintf(want, sizeof(want), "cannot open 'x': %s", strerror(EACCES));
	assert_string_equal(e.msg, want);
	assert_int_equal(err_exit_status(&e), 3);
	/* a long path leaves room for the reason */
	memset(path, 'y', sizeof(path) - 1);
	path[sizeof(path) - 1] = 0;
	e = (struct err){ 0 };
	errno = EACCES;
	err_errno(&e, "%s", path);
	assert_int_equal(strlen(e.msg), sizeof(e.msg) - 1);
	snprintf(want, sizeof(want), "y: %s", strerror(EACCES));
	assert_string_equal(e.msg + strlen(e.msg) - strlen(want), want);
}

static void
err_message_is_cut_at_a_whole_character(void **state)
{
	char word[600] = "";

	(void)state;
	for (int shift = 0; shift < 4; shift++) {
		struct err e = { 0 };

		memset(word, 'x', (size_t)shift);
		word[shift] = 0;
		for (int i = 0; i < 60; i++)
			strcat(word, "\xF0\x9F\x98\x80");
		err_set(&e, ERR_NAME, SPAN_NONE, "%s", word);
		err_hint(&e, "%s", word);
		assert_int_equal(str_utf8_bad(str_of(e.msg)), -1);
		assert_int_equal(str_utf8_bad(str_of(e.hint)), -1);
		assert_in_range(strlen(e.msg), sizeof(e.msg) - 4, sizeof(e.msg) - 1);
		assert_in_range(strlen(e.hint), sizeof(e.hint) - 4, sizeof(e.hint) - 1);
	}
}

static void
err_list_keeps_twenty_in_order_and_counts_the_rest(void **state)
{
	struct err_list l = { 0 };
	char *text = NULL, want[1024] = "";
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	(void)state;
	for (int i = 0; i < 23; i++) {
		struct err e = { 0 };

		err_set(&e, ERR_SYNTAX, SPAN_NONE, "mistake %d", i);
		assert_false(err_list_take(&l, &e));
		assert_int_equal(e.code, ERR_NONE);
		if (i < ERR_LIST_MAX)
			sprintf(want + strlen(want), "actlab: mistake %d\n", i);
	}
	strcat(want, "actlab: 3 more errors\n");
	err_list_print(f, &l);
	fclose(f);
	assert_int_equal(l.n, ERR_LIST_MAX);
	assert_string_equal(text, want);
	free(text);
}

void
base_err(void)
{
	TAP(err_print_shows_the_example_of_the_style_guide);
	TAP(err_print_lines_the_caret_up);
	TAP(err_print_survives_places_outside);
	TAP(err_print_skips_a_bom);
	TAP(err_print_sends_no_escape);
	TAP(err_print_shows_a_window_of_a_long_line);
	TAP(err_print_is_safe_for_any_bytes);
	TAP(err_keeps_the_first);
	TAP(err_errno_says_what_the_system_said);
	TAP(err_message_is_cut_at_a_whole_character);
	TAP(err_list_keeps_twenty_in_order_and_counts_the_rest);
}
