#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>

/* ---- tables that are fine ---- */

static void
words_become_classes_in_the_order_of_their_bytes(void **state)
{
	static const int want[] = { 2, 0, 1, 2 };
	struct made m;

	(void)state;
	data_write("t.csv", "len,kind\n1,red\n2,blue\n3,green\n4,red\n", -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.target, DATA_CLASS);
	assert_int_equal(m.d.n_class, 3);
	assert_int_equal(m.d.in, 1);
	assert_string_equal(m.d.in_name[0], "len");
	assert_string_equal(m.d.class_name[0], "blue");
	assert_string_equal(m.d.class_name[1], "green");
	assert_string_equal(m.d.class_name[2], "red");
	assert_memory_equal(m.d.label, want, sizeof(want));
	data_done(&m);
}

static void
whole_numbers_become_classes_in_the_order_of_their_values(void **state)
{
	static const int want[] = { 1, 2, 0, 1 };
	struct made m;

	(void)state;
	data_write("t.csv", "1,9\n2,10\n3,-1\n4,9.0\n", -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.n_class, 3);
	assert_string_equal(m.d.class_name[0], "-1");
	assert_string_equal(m.d.class_name[1], "9");
	assert_string_equal(m.d.class_name[2], "10");
	assert_string_equal(m.d.in_name[0], "x1");
	assert_memory_equal(m.d.label, want, sizeof(want));
	data_done(&m);
}

static void
other_numbers_become_values(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "x,y\n1,0.5\n2,1\n3,-1e3\n", -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.target, DATA_VALUES);
	assert_int_equal(m.d.out, 1);
	assert_int_equal(m.d.n_class, 0);
	tap_near(m.d.y[0], 0.5, 0, 0);
	tap_near(m.d.y[2], -1000, 0, 0);
	data_done(&m);
}

/* As many rows as there are labels, all different. */
static void
write_counting(int n)
{
	char text[512] = "x,y\n";

	for (int i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d,%d\n", i,
			 i);
	data_write("t.csv", text, -1);
}

static void
up_to_twenty_whole_numbers_are_classes(void **state)
{
	struct made m;

	(void)state;
	write_counting(20);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.target, DATA_CLASS);
	assert_int_equal(m.d.n_class, 20);
	data_done(&m);
	write_counting(21);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.target, DATA_VALUES);
	data_done(&m);
	data_of(&m, "csv file=t.csv target=class", 1);
	assert_int_equal(m.d.n_class, 21);
	data_done(&m);
	write_counting(3);
	data_of(&m, "csv file=t.csv target=values", 1);
	assert_int_equal(m.d.target, DATA_VALUES);
	tap_near(m.d.y[2], 2, 0, 0);
	data_done(&m);
}

static void
a_label_is_chosen_by_name_or_number(void **state)
{
	static const char *const ways[] = {
		"label=kind", "label=1", "label=kind header=yes"
	};

	(void)state;
	data_write("t.csv", "kind,a,b\nu,1,2\nv,3,5\n", -1);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct made m;
		char what[64];

		snprintf(what, sizeof(what), "csv file=t.csv %s", ways[i]);
		data_of(&m, what, 1);
		assert_int_equal(m.d.in, 2);
		assert_string_equal(m.d.in_name[0], "a");
		assert_string_equal(m.d.in_name[1], "b");
		assert_string_equal(m.d.class_name[1], "v");
		tap_near(m.d.x[3], 1, 1e-7, 0);
		data_done(&m);
	}
}

static void
a_name_that_is_a_number_comes_first(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "2,1\n5,0\n6,1\n", -1);
	data_of(&m, "csv file=t.csv header=yes label=2", 1);
	assert_string_equal(m.d.in_name[0], "1");
	assert_string_equal(m.d.class_name[0], "5");
	data_done(&m);
}

static void
quoted_cells_are_numbers_and_labels_too(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "\"a, b\",c\r\n\"1.5\",\"say \"\"yes\"\"\"\r\n\"2.5\",no\r\n",
		   -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_string_equal(m.d.in_name[0], "a, b");
	assert_string_equal(m.d.class_name[1], "say \"yes\"");
	tap_near(m.d.x[0], -1, 1e-7, 0);
	data_done(&m);
}

/* ---- standardising ---- */

static void
inputs_are_standardised_on_the_training_part_alone(void **state)
{
	char text[8192] = "a,b,k\n";
	struct made m;

	(void)state;
	for (int i = 0; i < 200; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%d,%g,%d\n",
			 i * i, 1000 + 0.001 * (i % 17), i % 2);
	data_write("t.csv", text, -1);
	data_of(&m, "csv file=t.csv test=0.5", 1);
	assert_int_equal(m.d.n_train, 100);
	for (int j = 0; j < 2; j++) {
		struct made train = m;

		train.d.n = m.d.n_train;
		tap_near(data_mean(&train, j, -1), 0, 1e-6, 0);
		tap_near(data_deviation(&train, j, -1), 1, 1e-6, 0);
		assert_true(fabs(data_mean(&m, j, -1)) > 1e-3);
	}
	assert_string_equal(m.d.note,
			    "inputs standardised with mean and deviation of the 100 "
			    "training rows");
	data_done(&m);
}

static void
columns_stay_as_read_where_that_is_asked_for(void **state)
{
	static const float words[] = { 0, 6, 3, 3, 5, 3 };
	struct made m;

	(void)state;
	data_write("t.csv", "a,b,label\n0,6,x\n3,3,y\n5,3,x\n", -1);
	data_of(&m, "csv file=t.csv standardise=no", 1);
	assert_memory_equal(m.d.x, words, sizeof(words));
	tap_near(m.d.mean[1], 0, 0, 0);
	tap_near(m.d.deviation[1], 1, 0, 0);
	assert_string_equal(m.d.note, "");
	data_done(&m);
}

static void
constant_columns_become_zero_and_are_named(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "a,b,c,k\n0.1,1,7,x\n0.1,2,7,y\n0.1,3,7,x\n", -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_string_equal(
		m.d.note, "inputs standardised with mean and deviation of the 3 training "
			  "rows; constant, so 0: a, c");
	for (int i = 0; i < 3; i++) {
		tap_near(m.d.x[3 * i], 0, 0, 0);
		tap_near(m.d.x[3 * i + 2], 0, 0, 0);
	}
	data_done(&m);
}

static void
many_constant_columns_are_cut_short(void **state)
{
	static const char *const ends[] = { "label\n", "1\n", "2\n" };
	char text[2048] = "";
	struct made m;

	(void)state;
	for (int row = 0; row < 3; row++) {
		for (int j = 0; j < 59; j++)
			strcat(text, row ? "7," : "constant,");
		strcat(text, ends[row]);
	}
	data_write("t.csv", text, -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_string_equal(
		m.d.note,
		"inputs standardised with mean and deviation of the 2 training "
		"rows; constant, so 0: constant, constant, constant, constant, constant, "
		"constant, constant, constant, constant, constant, constant, ...");
	data_done(&m);
}

static void
a_column_constant_in_training_is_zero_everywhere(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "1,0.5\n2,0.25\n", -1);
	data_of(&m, "csv file=t.csv test=1", 1);
	assert_int_equal(m.d.n_train, 1);
	tap_near(m.d.x[0], 0, 0, 0);
	tap_near(m.d.x[1], 0, 0, 0);
	data_done(&m);
}

static void
one_row_of_values_is_a_data_set(void **state)
{
	struct made m;

	(void)state;
	data_write("t.csv", "1,2,0.5\n", -1);
	data_of(&m, "csv file=t.csv", 1);
	assert_int_equal(m.d.n, 1);
	assert_int_equal(m.d.in, 2);
	tap_near(m.d.y[0], 0.5, 0, 0);
	data_done(&m);
}

void
data_csv_cases(void)
{
	TAP(words_become_classes_in_the_order_of_their_bytes);
	TAP(whole_numbers_become_classes_in_the_order_of_their_values);
	TAP(other_numbers_become_values);
	TAP(up_to_twenty_whole_numbers_are_classes);
	TAP(a_label_is_chosen_by_name_or_number);
	TAP(a_name_that_is_a_number_comes_first);
	TAP(quoted_cells_are_numbers_and_labels_too);
	TAP(inputs_are_standardised_on_the_training_part_alone);
	TAP(columns_stay_as_read_where_that_is_asked_for);
	TAP(constant_columns_become_zero_and_are_named);
	TAP(many_constant_columns_are_cut_short);
	TAP(a_column_constant_in_training_is_zero_everywhere);
	TAP(one_row_of_values_is_a_data_set);
}
