#include "tests/data/data.h"

#include "actlab/num.h"

#include <unistd.h>

static const struct wrong {
	const char *text;		/* of t.csv */
	const char *more;		/* parameters */
	enum err_code code;
	const char *msg, *hint;
} wrongs[] = {
	{ "a,b,petal,k\n1,2,3,x\n1,2,abc,y\n", "", ERR_DATA,
	  "t.csv: row 3, column 3 ('petal'): 'abc' is not a number",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "1,2,x\n1,abc,y\n", "", ERR_DATA,
	  "t.csv: row 2, column 2: 'abc' is not a number",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "a,b,k\n1,,x\n1,2,y\n", "", ERR_DATA,
	  "t.csv: row 2, column 2 ('b'): '' is a missing value",
	  "fill the cell in or leave the row out" },
	{ "a,b,k\n1,2,x\nNA,?,y\n?,3,\n", "", ERR_DATA,
	  "t.csv: row 3, column 1 ('a'): 'NA' is a missing value (the first of 4 such "
	  "cells)",
	  "fill the cell in or leave the row out" },
	{ "a,k\n?,x\nu,y\n", "", ERR_DATA,
	  "t.csv: row 2, column 1 ('a'): '?' is a missing value (the first of 2 such "
	  "cells)",
	  "fill the cell in or leave the row out" },
	{ "a,k\n1,x\n2,\n", "", ERR_DATA,
	  "t.csv: row 3, column 2 ('k'): '' is a missing value",
	  "fill the cell in or leave the row out" },
	{ "a,k\n1,0.5\n2,NA\n", "", ERR_DATA,
	  "t.csv: row 3, column 2 ('k'): 'NA' is a missing value",
	  "fill the cell in or leave the row out" },
	{ "a,k\n1,0.5\n2,high\n", " target=values", ERR_DATA,
	  "t.csv: row 3, column 2 ('k'): 'high' is not a number",
	  "target=class takes labels of any kind" },
	{ "a,k\nnan,x\n2,y\n", "", ERR_DATA,
	  "t.csv: row 2, column 1 ('a'): 'nan' is not finite",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "a,k\n1,x\n-inf,y\n", "", ERR_DATA,
	  "t.csv: row 3, column 1 ('a'): '-inf' is not finite",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "a,k\n1,x\n1e39,y\n", "", ERR_DATA,
	  "t.csv: row 3, column 1 ('a'): '1e39' is too large",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "a,k\n1,x\n\"1,5\",y\n", "", ERR_DATA,
	  "t.csv: row 3, column 1 ('a'): '1,5' is not a number",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "id,2,k\n1,2,x\n2,3,y\n", "", ERR_DATA,
	  "t.csv: row 1, column 1: 'id' is not a number",
	  "if row 1 holds the columns' names, say header=yes" },
	{ "a,k\n", "", ERR_DATA, "t.csv has no row of numbers", "" },
	{ "a\tk\n1\t2\n", "", ERR_DATA,
	  "t.csv has one column; inputs and a label need two",
	  "cells are separated by commas, not by semicolons or tabs" },
	{ "a;k\n1;2\n", "", ERR_DATA, "t.csv has one column; inputs and a label need two",
	  "cells are separated by commas, not semicolons; 1,5 is written 1.5" },
	{ "a;b;k\n1,5;2,5;x\n", "", ERR_DATA, "t.csv: row 2 has 3 cells, row 1 has 1",
	  "cells are separated by commas, not semicolons; 1,5 is written 1.5" },
	{ "1,5;2,5;x\n2,5;3,5;y\n", "", ERR_DATA,
	  "t.csv: row 1, column 2: '5;2' is not a number (the first of 2 such cells)",
	  "cells are separated by commas, not semicolons; 1,5 is written 1.5" },
	{ "a,b,k\n1,2;3,x\n", "", ERR_DATA,
	  "t.csv: row 2, column 2 ('b'): '2;3' is not a number",
	  "inputs are numbers: leave the column out or write numbers" },
	{ "", "", ERR_DATA, "t.csv is empty", "" },
	{ "a,k\n1,x\n2,x\n", "", ERR_DATA,
	  "t.csv: all labels in column 2 are 'x', there is nothing to tell apart", "" },
	{ "a,k\n1,3\n", "", ERR_DATA,
	  "t.csv: all labels in column 2 are '3', there is nothing to tell apart", "" },
	{ "a,k\n1,x\n2,y\n", " label=kk", ERR_NAME, "t.csv has no column 'kk'",
	  "did you mean 'k'?" },
	{ "1,0\n2,1\n", " label=k", ERR_NAME, "t.csv has no column 'k'",
	  "row 1 was read as numbers; header=yes makes it names" },
	{ "a,k\n1,x\n2,y\n", " label=3", ERR_RANGE, "t.csv has no column 3, it has 2",
	  "" },
	{ "a,k\n1,x\n2,y\n", " label=0", ERR_RANGE, "t.csv has no column 0, it has 2",
	  "" },
	{ "a,a,k\n1,2,x\n2,3,y\n", " label=a", ERR_NAME, "t.csv has 2 columns 'a'",
	  "say label= with the number of the column" },
	{ "a,k\n1,x\n2,y\n", " target=clas", ERR_NAME,
	  "target='clas' is none of: auto class values", "did you mean 'class'?" },
	{ "a,k\n1,x\n2,y\n", " test=2", ERR_RANGE,
	  "test=2 leaves none of 2 rows for training", "" },
	{ "a,b,k\n1,2,x\n1,2\n", "", ERR_DATA, "t.csv: row 3 has 2 cells, row 1 has 3",
	  "" },
	{ 0 }
};

static void
is_refused(void **state)
{
	const struct wrong *w = *state;
	struct err e = { 0 };
	struct made m;
	char what[128];
	const char *blame;

	data_write("t.csv", w->text, -1);
	snprintf(what, sizeof(what), "csv file=t.csv%s", w->more);
	blame = w->code == ERR_DATA ? strstr(what, "t.csv") : strrchr(what, '=') + 1;
	assert_false(data_try(&m, what, 1, &e));
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	assert_int_equal(e.code, w->code);
	/* the caret stands below the value that is to blame */
	assert_int_equal(e.at.at, blame - what);
	assert_null(m.own.base);
}

static void
too_many_classes_are_refused(void **state)
{
	char text[8192] = "";
	struct err e = { 0 };
	struct made m;

	(void)state;
	for (int i = 0; i < 257; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d,name%d\n",
			 i, i);
	data_write("t.csv", text, -1);
	assert_false(data_try(&m, "csv file=t.csv", 1, &e));
	assert_string_equal(
		e.msg, "t.csv: column 2 has 257 different labels, at most 256 can be "
		       "classes");
	assert_string_equal(e.hint,
			    "label= names another column; target=values learns numbers");
}

static void
test_values_too_far_from_training_are_refused(void **state)
{
	struct made m;
	bool seen[2] = { false, false };

	(void)state;
	/* the row that is far away is the test part for some seeds */
	data_write("t.csv", "a,k\n0,x\n1e-30,y\n3e38,x\n", -1);
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct err e = { 0 };
		bool ok = data_try(&m, "csv file=t.csv test=1", seed, &e);

		if (ok) {
			assert_int_equal(num_not_finite(m.d.x, 3), -1);
			data_done(&m);
		} else {
			assert_string_equal(
				e.msg, "column 'a' has a test value too far from all "
				       "training values");
		}
		seen[ok] = true;
	}
	assert_true(seen[0] && seen[1]);
}

/* ---- where files are ---- */

static void
says_of_file(const char *file, enum err_code code, const char *msg, const char *hint)
{
	struct err e = { 0 };
	struct made m;
	char what[400];

	snprintf(what, sizeof(what), "csv%s%s", *file ? " file=" : "", file);
	assert_false(data_try(&m, what, 1, &e));
	assert_string_equal(e.msg, msg);
	assert_string_equal(e.hint, hint);
	assert_int_equal(e.code, code);
}

static void
files_are_looked_for_below_the_lab_and_nowhere_else(void **state)
{
	static const char *const outside
		= "name a file beside the lab, no '..', no '/' first";

	(void)state;
	says_of_file("", ERR_USAGE,
		     "csv needs file=", "data csv file=flowers.csv label=species");
	says_of_file("none.csv", ERR_NAME,
		     "cannot open 'none.csv': No such file or directory", "");
	says_of_file("/etc/passwd", ERR_DATA,
		     "'/etc/passwd' is not below the lab's directory", outside);
	says_of_file("../t.csv", ERR_DATA, "'../t.csv' is not below the lab's directory",
		     outside);
	says_of_file("a/../../t.csv", ERR_DATA,
		     "'a/../../t.csv' is not below the lab's directory", outside);
}

static void
a_file_of_the_installed_data_is_found_too(void **state)
{
	struct data_place place = { data_here.data_dir, data_here.lab_dir };
	const struct data_kind *k = data_kind_find(str_of("csv"));
	struct err e = { 0 };
	struct param_set p;
	struct made m;

	(void)state;
	data_write("t.csv", "a,k\n1,x\n2,y\n", -1);
	param_set_init(&p, k->param);
	assert_true(param_set_text(&p, str_of("file"), SPAN_NONE, str_of("t.csv"),
				   SPAN_NONE, &e));
	assert_true(data_make(&m.d, k, &p, 1, &place, &m.own, &e));
	data_done(&m);
	place.lab_dir = "";
	assert_true(data_make(&m.d, k, &p, 1, &place, &m.own, &e));
	data_done(&m);
	place.data_dir = "";
	assert_false(data_make(&m.d, k, &p, 1, &place, &m.own, &e));
	assert_string_equal(e.msg, "no directory to read 't.csv' from");
}

static void
a_huge_file_is_refused_unread(void **state)
{
	struct err e = { 0 };
	struct made m;
	char path[256];

	(void)state;
	data_write("u.csv", "", -1);
	snprintf(path, sizeof(path), "%s/u.csv", data_here.lab_dir);
	assert_int_equal(truncate(path, DATA_CSV_BYTES_MAX + 1), 0);
	assert_false(data_try(&m, "csv file=u.csv", 1, &e));
	assert_int_equal(e.code, ERR_DATA);
	assert_non_null(strstr(e.msg, "u.csv' is larger than 67 MB"));
	assert_int_equal(truncate(path, 0), 0);
}

static void
long_words_are_cut_in_messages(void **state)
{
	char text[1200],
		want[]
		= "t.csv: row 2, column 1 ('nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn'): "
		  "'ccccccccccccccccccccccccccccccccccccccc' is not a number";
	struct err e = { 0 };
	struct made m;

	(void)state;
	memset(text, 'n', 500);
	strcpy(text + 500, ",k\n");
	memset(text + 503, 'c', 500);
	strcpy(text + 1003, ",1\n");
	data_write("t.csv", text, -1);
	assert_false(data_try(&m, "csv file=t.csv", 1, &e));
	assert_string_equal(e.msg, want);
}

static uint32_t
next(uint32_t *s)
{
	return *s = *s * 1664525u + 1013904223u;
}

/* Tables of random cells are data sets with finite numbers, or errors. */
static void
random_tables_do_no_harm(void **state)
{
	static const char *const cells[] = { "1", "2",	       "0.5",  "-3", "1e3",
					     "7", "4",	       "x",    "y",  "",
					     "?", "\"q\"\"\"", "1e38", "é" };
	uint32_t seed = 3;
	int fine = 0;

	(void)state;
	for (int round = 0; round < 400; round++) {
		int cols = 1 + (int)(next(&seed) >> 30), rows = (int)(next(&seed) >> 29),
		    n = 0;
		uint32_t kinds = round % 2 ? 7 : sizeof(cells) / sizeof(*cells);
		struct err e = { 0 };
		struct made m;
		char text[1024] = "";

		for (int i = 0; i < rows * cols; i++)
			n += snprintf(text + n, sizeof(text) - n, "%s%s",
				      cells[(next(&seed) >> 8) % kinds],
				      i % cols == cols - 1 ? "\n" : ",");
		data_write("t.csv", text, n);
		if (!data_try(&m, "csv file=t.csv test=0.3", 1, &e)) {
			assert_true(e.code != ERR_NONE && e.msg[0]);
			continue;
		}
		fine++;
		assert_int_equal(num_not_finite(m.d.x, m.d.n * m.d.in), -1);
		data_done(&m);
	}
	assert_true(fine > 50);
}

void
data_csv_wrong_cases(void)
{
	for (const struct wrong *w = wrongs; w->text; w++)
		tap_add(w->msg, is_refused, w);
	TAP(too_many_classes_are_refused);
	TAP(test_values_too_far_from_training_are_refused);
	TAP(files_are_looked_for_below_the_lab_and_nowhere_else);
	TAP(a_file_of_the_installed_data_is_found_too);
	TAP(a_huge_file_is_refused_unread);
	TAP(long_words_are_cut_in_messages);
	TAP(random_tables_do_no_harm);
}
