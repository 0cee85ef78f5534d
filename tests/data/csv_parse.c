#include "tests/data/data.h"

#include <stdlib.h>

/* What is read: cells between |, records on lines, names before them if there are. */
static const struct read {
	const char *says, *text, *got;
	enum data_header header;
	int lines[4];			/* where the first records start */
} reads[] = {
	{ "a header is seen where no cell of row 1 is a number", "a,b\n1,2\n3,4\n",
	  "names a|b|\n1|2|\n3|4|\n", 0, { 2, 3 } },
	{ "a number in row 1 makes it a row", "1,b\n3,4\n", "1|b|\n3|4|\n", 0, { 1, 2 } },
	{ "header=yes makes names of numbers", "1,2\n3,4\n", "names 1|2|\n3|4|\n",
	  DATA_HEADER_YES, { 2 } },
	{ "header=no makes a row of names", "a,b\n3,4\n", "a|b|\n3|4|\n", DATA_HEADER_NO,
	  { 1, 2 } },
	{ "the last line needs no end", "a,b\n1,2", "names a|b|\n1|2|\n", 0, { 2 } },
	{ "CRLF ends a line", "a,b\r\n1,2\r\n", "names a|b|\n1|2|\n", 0, { 2 } },
	{ "CR alone ends a line", "a,b\r1,2\r3,4", "names a|b|\n1|2|\n3|4|\n", 0,
	  { 2, 3 } },
	{ "a BOM is skipped", "\xEF\xBB\xBF" "a,b\n1,2\n", "names a|b|\n1|2|\n", 0,
	  { 2 } },
	{ "blank lines at the end are none", "a,b\n1,2\n\n \r\n\t\n",
	  "names a|b|\n1|2|\n", 0, { 2 } },
	{ "blanks around cells are cut", " a ,\tb \n 1 , 2 \n", "names a|b|\n1|2|\n", 0,
	  { 2 } },
	{ "quotes keep blanks and commas", "\" a \",\"b,c\"\n1,2\n",
	  "names  a |b,c|\n1|2|\n",
	  0, { 2 } },
	{ "doubled quotes are one", "\"a\"\"b\",\"\"\"\",\"\"\"x\"\"\"\n1,2,3\n",
	  "names a\"b|\"|\"x\"|\n1|2|3|\n", 0, { 2 } },
	{ "a quoted cell may hold line ends", "a,b\n\"x\ny\r\nz\",2\n3,4\n",
	  "names a|b|\nx\ny\r\nz|2|\n3|4|\n", 0, { 2, 5 } },
	{ "blanks around quotes are cut", "a,b\n \"x\" , \"y\"\t\n", "names a|b|\nx|y|\n",
	  0, { 2 } },
	{ "a quote inside a cell is a quote", "a,b\n5\" disk,2\n",
	  "names a|b|\n5\" disk|2|\n",
	  0, { 2 } },
	{ "empty cells are kept", "a,b,c\n,,\n1,,3\n,2,\n",
	  "names a|b|c|\n|||\n1||3|\n|2||\n",
	  0, { 2, 3, 4 } },
	{ "empty quoted cells are empty", "a,b\n\"\",1\n", "names a|b|\n|1|\n", 0,
	  { 2 } },
	{ "a nameless column gets its number", "a,,c\n1,2,3\n", "names a|x2|c|\n1|2|3|\n",
	  0, { 2 } },
	{ "a header may be all there is", "a,b\n", "names a|b|\n", 0, { 0 } },
	{ "one cell is a table", "7", "7|\n", 0, { 1 } },
	{ "other alphabets are fine", "größe,标签\n1,ñ\n",
	  "names größe|标签|\n1|ñ|\n", 0, { 2 } },
	{ 0 }
};

static bool
parse(struct data_csv *c, struct str text, enum data_header header, struct arena *a,
      struct err *e)
{
	*c = (struct data_csv){ .file = "t.csv", .at = { 3, 5 } };
	assert_true(arena_init(a, data_csv_need(text), e));
	return data_csv_parse(c, text, header, a, e);
}

static void
is_read(void **state)
{
	const struct read *r = *state;
	struct data_csv c;
	struct err e = { 0 };
	struct arena a;
	char got[512];
	int n = 0;

	if (!parse(&c, str_of(r->text), r->header, &a, &e))
		fail_msg("%s", e.msg);
	n += snprintf(got + n, sizeof(got) - n, "%s", c.header ? "names " : "");
	for (int j = 0; j < c.cols && c.header; j++)
		n += snprintf(got + n, sizeof(got) - n, "%s|%s", c.name[j],
			      j == c.cols - 1 ? "\n" : "");
	for (int i = 0; i < c.rows * c.cols; i++)
		n += snprintf(got + n, sizeof(got) - n, "%.*s|%s", STR_ARG(c.cell[i]),
			      i % c.cols == c.cols - 1 ? "\n" : "");
	assert_string_equal(got, r->got);
	for (int i = 0; i < c.rows && r->lines[i]; i++)
		assert_int_equal(c.line[i], r->lines[i]);
	arena_done(&a);
}

static const struct wrong {
	const char *text, *msg, *hint;
} wrongs[] = {
	{ "", "t.csv is empty", "" },
	{ "\xEF\xBB\xBF", "t.csv is empty", "" },
	{ " \r\n\n\t", "t.csv is empty", "" },
	{ "a,b\n1,2\n3\n", "t.csv: row 3 has 1 cell, row 1 has 2", "" },
	{ "a,b\n1,2,3\n", "t.csv: row 2 has 3 cells, row 1 has 2", "" },
	{ "a,b\n1,2\n\n3,4\n", "t.csv: row 3 has 1 cell, row 1 has 2", "" },
	{ "a,b\n1\n1,2\n1,2,3\n1,2\n,,,,,,,\n",
	  "t.csv: row 2 has 1 cell, row 1 has 2 (the first of 3 such rows)", "" },
	{ "a,b\n1,\"2\n3,4\n", "t.csv: row 2, column 2: the quote is never closed", "" },
	{ "\"", "t.csv: row 1, column 1: the quote is never closed", "" },
	{ "a,b\n\"1\"x,2\n",
	  "t.csv: row 2, column 1: a comma or the line's end must follow the "
	  "closing quote", "" },
	{ "a,b\n1,2\n\"x\ny\",\"1\"\"\n",
	  "t.csv: row 3, column 2: the quote is never closed", "" },
	{ "a,b\n1,\xE9\n", "t.csv: row 2, column 2: this is not UTF-8",
	  "save the file as UTF-8" },
	{ "\xFF\xFE" "a,", "t.csv: row 1, column 1: this is not UTF-8",
	  "save the file as UTF-8" },
	{ 0 }
};

static void
is_refused(void **state)
{
	const struct wrong *w = *state;
	struct data_csv c;
	struct err e = { 0 };
	struct arena a;

	assert_false(parse(&c, str_of(w->text), DATA_HEADER_AUTO, &a, &e));
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	assert_int_equal(e.code, ERR_DATA);
	assert_int_equal(e.at.at, 3);
	assert_int_equal(e.at.len, 5);
	arena_done(&a);
}

static void
a_nul_is_not_text(void **state)
{
	static const char text[] = "a,b\n1,2\0\n";
	struct data_csv c;
	struct err e = { 0 };
	struct arena a;

	(void)state;
	assert_false(parse(&c, (struct str){ text, sizeof(text) - 1 }, DATA_HEADER_AUTO,
			   &a, &e));
	assert_string_equal(e.msg, "t.csv: row 2, column 2: this is not UTF-8");
	arena_done(&a);
}

/* n times a byte, the last of each per bytes a line end. */
static void
parse_flood(char with, int n, int per, const char *msg)
{
	char *s = malloc((size_t)n);
	struct data_csv c;
	struct err e = { 0 };
	struct arena a;

	assert_non_null(s);
	memset(s, with, (size_t)n);
	for (int i = per - 1; i < n; i += per)
		s[i] = '\n';
	assert_false(parse(&c, (struct str){ s, n }, DATA_HEADER_NO, &a, &e));
	assert_string_equal(e.msg, msg);
	arena_done(&a);
	free(s);
}

static void
tables_are_bounded_in_columns_and_cells(void **state)
{
	(void)state;
	parse_flood(',', DATA_CSV_COLS_MAX, 1 << 30, "t.csv has more than 4096 columns");
	parse_flood(',', DATA_CSV_CELLS_MAX + DATA_CSV_COLS_MAX, DATA_CSV_COLS_MAX,
		    "t.csv has more than 10485760 cells");
	parse_flood('\n', 1000000, 1 << 30, "t.csv is empty");
}

/* Many short records after a long one: room is for the cells that are there. */
static void
short_records_after_a_long_one_fit(void **state)
{
	enum { LONG = 4000, SHORT = 20000 };
	static char s[LONG + 2 * SHORT];
	struct data_csv c;
	struct err e = { 0 };
	struct arena a;

	(void)state;
	memset(s, ',', LONG);
	for (int i = LONG; i < LONG + 2 * SHORT; i += 2) {
		s[i] = '\n';
		s[i + 1] = '7';
	}
	assert_false(parse(&c, (struct str){ s, sizeof(s) }, DATA_HEADER_NO, &a, &e));
	assert_string_equal(
		e.msg, "t.csv: row 2 has 1 cell, row 1 has 4001 (the first of 20000 such "
		       "rows)");
	arena_done(&a);
}

static uint32_t
next(uint32_t *s)
{
	return *s = *s * 1664525u + 1013904223u;
}

static void
random_text_does_no_harm(void **state)
{
	static const char bytes[] = "ab1,,,\n\n\r\"\"\" .-\t\xC3\xA9\xFF";
	uint32_t seed = 1;
	char text[64];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int n = (int)(next(&seed) >> 26);
		struct data_csv c;
		struct err e = { 0 };
		struct arena a;

		for (int i = 0; i < n; i++)
			text[i] = bytes[(next(&seed) >> 8) % sizeof(bytes)];
		if (parse(&c, (struct str){ text, n }, DATA_HEADER_AUTO, &a, &e))
			for (int i = 0; i < c.rows * c.cols; i++)
				assert_int_equal(str_utf8_bad(c.cell[i]), -1);
		else
			assert_true(e.code == ERR_DATA && e.msg[0]);
		arena_done(&a);
	}
}

void
data_csv_parse_cases(void)
{
	for (const struct read *r = reads; r->says; r++)
		tap_add(r->says, is_read, r);
	for (const struct wrong *w = wrongs; w->text; w++)
		tap_add(w->msg, is_refused, w);
	TAP(a_nul_is_not_text);
	TAP(tables_are_bounded_in_columns_and_cells);
	TAP(short_records_after_a_long_one_fit);
	TAP(random_text_does_no_harm);
}
