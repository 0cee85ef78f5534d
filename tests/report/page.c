#include "report/page.h"
#include "tests/report/suite.h"

#include <math.h>
#include <stdlib.h>

/* ---- words in columns ---- */

static char *
wrapped(int at, int indent, int width, const char *text, int *end)
{
	char *out;
	size_t n;
	FILE *f = open_memstream(&out, &n);

	*end = page_wrap(f, at, indent, width, text);
	fclose(f);
	return out;
}

static void
check_wrap(int at, int indent, int width, const char *text, const char *want,
	   int want_end)
{
	int end;
	char *got = wrapped(at, indent, width, text, &end);

	assert_string_equal(got, want);
	assert_int_equal(end, want_end);
	free(got);
}

static void
words_stay_within_the_columns(void **state)
{
	(void)state;
	check_wrap(0, 0, 10, "one two three", "one two\nthree", 5);
	check_wrap(0, 2, 10, "one two three", "  one two\n  three", 7);
	check_wrap(4, 6, 12, "one two three", "  one\n      two\n      three", 11);
	check_wrap(0, 0, 7, "one two", "one two", 7);
	check_wrap(0, 0, 6, "one two", "one\ntwo", 3);
}

static void
line_ends_and_empty_lines_stay(void **state)
{
	(void)state;
	check_wrap(0, 1, 40, "one\ntwo\n\nthree\n", " one\n two\n\n three", 6);
}

static void
a_deeper_line_keeps_its_depth(void **state)
{
	(void)state;
	check_wrap(0, 1, 12, "see\n  one two three\nend",
		   " see\n   one two\n   three\n end", 4);
}

static void
a_word_longer_than_the_line_has_one_of_its_own(void **state)
{
	(void)state;
	check_wrap(0, 0, 5, "a incomprehensible b", "a\nincomprehensible\nb", 1);
}

static void
columns_are_counted_not_bytes(void **state)
{
	(void)state;
	check_wrap(0, 0, 9,
		   "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 x",
		   "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\nx",
		   1);
}

static void
control_characters_do_not_reach_the_terminal(void **state)
{
	(void)state;
	check_wrap(0, 0, 40, "a\033[2Jb", "a?[2Jb", 6);
}

static void
empty_text_prints_nothing(void **state)
{
	(void)state;
	check_wrap(3, 5, 40, " \n ", "", 3);
}

/* ---- points and margins ---- */

static void
points_end_in_the_last_column(void **state)
{
	char *out;
	size_t n;
	FILE *f = open_memstream(&out, &n);

	(void)state;
	page_points(f, fprintf(f, "abc"), 1.5, 2, " points");
	fclose(f);
	assert_int_equal(strlen(out), REPORT_WIDTH + 1);
	assert_string_equal(out + REPORT_WIDTH - 15, "1.5 of 2 points\n");
	free(out);
}

static void
margins_are_shares_of_the_threshold(void **state)
{
	static const struct { double v; const char *text;
	} rows[] = { { 0.019, "+1.9 %" }, { 0.5, "+50 %" },      { 1, "+100 %" },
		     { -0.12, "-12 %" },  { -0.0004, "-0.0 %" }, { 12.3, "+1230 %" },
		     { 250, "+250x" },    { NAN, "" },           { INFINITY, "" },
		     { -INFINITY, "" } };
	char buf[STR_NUM_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(page_margin(buf, rows[i].v), rows[i].text);
}

/* A share says nothing of quantities that span orders of magnitude. */
static void
margins_are_factors_where_values_are_far_apart(void **state)
{
	static const struct {
		enum formula_op op;
		double left, right;
		const char *text;
	} rows[] = {
		{ FORMULA_LT, 1.643e-14, 1e-9, "61000x below" },
		{ FORMULA_LT, 0.0007917, 0.05, "63x below" },
		{ FORMULA_GT, 0.5, 0.05, "10x above" },
		{ FORMULA_LT, 0.5, 1e-9, "5e8x above" },
		{ FORMULA_GT, 0.49, 0.05, "+880 %" },
		{ FORMULA_LT, 0.06, 0.5, "+88 %" },
		{ FORMULA_LT, 0, 0.5, "+100 %" },
		{ FORMULA_GT, -20, -400, "+95 %" },
		{ FORMULA_GT, 0.63, 0, "+0.63" },
		{ FORMULA_LT, 0.63, 0, "-0.63" },
		{ FORMULA_EQ, 0.01, 0.5, "" },
		{ FORMULA_NE, 0.01, 0.5, "" },
		{ FORMULA_LT, 0.01, INFINITY, "" },
	};
	char buf[STR_NUM_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct formula_node node = { .op = rows[i].op };
		struct formula_compare c = { .node = &node, .left = rows[i].left,
					     .right = rows[i].right };

		c.margin = (c.right - c.left) / (c.right == 0 ? 1 : fabs(c.right));
		if (node.op == FORMULA_GT)
			c.margin = -c.margin;
		assert_string_equal(report_margin(buf, &c), rows[i].text);
	}
}

/* ---- progress ---- */

static void
progress_tells_share_and_rest(void **state)
{
	char buf[REPORT_WIDTH];

	(void)state;
	report_progress_text(buf, 0, 0, "training");
	assert_string_equal(buf, "training 0 %");
	report_progress_text(buf, 0.25, 3, "training");
	assert_string_equal(buf, "training 25 %, 9 s left");
	report_progress_text(buf, 0.01, 10, "seeds");
	assert_string_equal(buf, "seeds 1 %, 17 min left");
	report_progress_text(buf, 1, 10, "seeds");
	assert_string_equal(buf, "seeds 100 %, 0 s left");
}

static void
progress_is_silent_without_a_terminal(void **state)
{
	struct report_progress p;
	FILE *f = tmpfile();

	(void)state;
	report_progress_init(&p, f);
	report_progress_show(&p, 0.5, "training");
	report_progress_done(&p);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	assert_int_equal(ftell(f), 0);
	fclose(f);
}

void
page_add(void)
{
	TAP(words_stay_within_the_columns);
	TAP(line_ends_and_empty_lines_stay);
	TAP(a_deeper_line_keeps_its_depth);
	TAP(a_word_longer_than_the_line_has_one_of_its_own);
	TAP(columns_are_counted_not_bytes);
	TAP(control_characters_do_not_reach_the_terminal);
	TAP(empty_text_prints_nothing);
	TAP(points_end_in_the_last_column);
	TAP(margins_are_shares_of_the_threshold);
	TAP(margins_are_factors_where_values_are_far_apart);
	TAP(progress_tells_share_and_rest);
	TAP(progress_is_silent_without_a_terminal);
}
