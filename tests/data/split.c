#include "tests/data/data.h"

#include <stdlib.h>

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, 2 * sizeof(float));
}

static void
sort_rows(struct made *m)
{
	assert_int_equal(m->d.in, 2);
	qsort(m->d.x, (size_t)m->d.n, 2 * sizeof(float), by_bytes);
}

static void
another_test_part_has_the_same_points(void **state)
{
	struct made whole, part;

	(void)state;
	data_of(&whole, "moons n=300", 6);
	data_of(&part, "moons n=300 test=0.3", 6);
	assert_int_equal(whole.d.n_train, 300);
	assert_int_equal(part.d.n, 300);
	assert_int_equal(part.d.n_train, 210);
	assert_memory_not_equal(whole.d.x, part.d.x, 600 * sizeof(float));
	sort_rows(&whole);
	sort_rows(&part);
	assert_memory_equal(whole.d.x, part.d.x, 600 * sizeof(float));
	data_done(&whole);
	data_done(&part);
}

static void
without_a_test_part_rows_stay_in_the_order_they_were_made(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "circles n=100 test=0", 6);
	for (int i = 0; i < 100; i++)
		assert_int_equal(m.d.label[i], i % 2);
	data_done(&m);
}

/* What is written reads as the same set, bit by bit, with the parts as they were. */
static void
same_from_text(const char *what, const char *line)
{
	struct made m, again;
	struct arena a = { 0 };
	struct err e = { 0 };

	data_of(&m, what, 6);
	assert_true(arena_init(&a, data_csv_text_need(&m.d), &e));
	data_write("t.csv", data_csv_text(&m.d, 6, &a), -1);
	data_of(&again, line, 6);
	assert_int_equal(again.d.n, m.d.n);
	assert_int_equal(again.d.n_train, m.d.n_train);
	assert_int_equal(again.d.target, m.d.target);
	assert_true(data_hash(&again) == data_hash(&m));
	for (int c = 0; c < m.d.n_class; c++)
		assert_string_equal(again.d.class_name[c], m.d.class_name[c]);
	arena_done(&a);
	data_done(&again);
	data_done(&m);
}

static void
a_set_written_as_csv_is_the_same_set(void **state)
{
	(void)state;
	same_from_text("moons n=300 test=0.3 noise=0.2",
		       "csv file=t.csv header=yes target=class standardise=no test=90");
	same_from_text("sine n=50",
		       "csv file=t.csv header=yes target=values standardise=no test=0");
	data_write("u.csv", "\"a, b\",kind\n1,\"say \"\"no\"\"\"\n2,blue\n3,blue\n", -1);
	same_from_text("csv file=u.csv test=1",
		       "csv file=t.csv header=yes target=class standardise=no test=1");
}

static void
a_copy_owns_its_rows_and_names(void **state)
{
	struct made m, copy;
	struct err e = { 0 };
	uint64_t was;

	(void)state;
	data_of(&m, "gaussians n=60 test=0.5", 3);
	was = data_hash(&m);
	assert_true(data_copy(&copy.d, &m.d, 2, &copy.own, &e));
	assert_true(data_hash(&copy) == was);
	copy.d.x[0] += 1;
	copy.d.label[59] = !copy.d.label[59];
	assert_true(data_hash(&m) == was);
	data_done(&m);
	assert_string_equal(copy.d.class_name[1], "1");
	assert_string_equal(copy.d.in_name[1], "x2");
	data_done(&copy);
}

static void
labels_go_with_their_rows(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "xor n=500 test=0.4", 2);
	for (int i = 0; i < 500; i++)
		assert_int_equal(m.d.label[i], m.d.x[2 * i] * m.d.x[2 * i + 1] < 0);
	data_done(&m);
	data_of(&m, "multilabel n=500 test=0.4", 2);
	for (int i = 0; i < 1000; i++)
		assert_true(m.d.y[i] == (m.d.x[i] > 0 ? 1 : 0));
	data_done(&m);
}

/* Where the rows with a value in order were, the test part is from all over. */
static void
the_test_part_is_drawn_from_everywhere(void **state)
{
	struct made whole, part;
	int quarter[4] = { 0 };

	(void)state;
	data_of(&whole, "sine n=1000", 3);
	data_of(&part, "sine n=1000 test=400", 3);
	for (int i = part.d.n_train; i < 1000; i++)
		for (int j = 0; j < 1000; j++)
			quarter[j / 250] += part.d.x[i] == whole.d.x[j];
	for (int k = 0; k < 4; k++)
		tap_near(quarter[k], 100, 30, 0);
	data_done(&whole);
	data_done(&part);
}

static void
a_share_and_a_number_of_rows_are_the_same_split(void **state)
{
	struct made a, b;

	(void)state;
	data_of(&a, "circles n=400 test=0.25", 3);
	data_of(&b, "circles n=400 test=100", 3);
	assert_int_equal(a.d.n_train, 300);
	assert_int_equal(b.d.n_train, 300);
	assert_int_equal(data_hash(&a), data_hash(&b));
	data_done(&a);
	data_done(&b);
}

static const struct size {
	const char *what;
	int n_train;
} sizes[] = {
	{ "circles n=10", 10 }, { "circles n=10 test=0", 10 },
	{ "circles n=10 test=1", 9 },
	{ "circles n=10 test=9", 1 }, { "circles n=10 test=0.25", 7 },
	{ "circles n=10 test=0.24", 8 },
	{ "circles n=10 test=0.001", 9 }, { "circles n=2 test=0.5", 1 },
	{ "circles n=10 test=0.9", 1 },
};

static void
test_sizes_are_as_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct made m;

		data_of(&m, sizes[i].what, 1);
		assert_int_equal(m.d.n_train, sizes[i].n_train);
		data_done(&m);
	}
}

static void
a_test_part_leaves_something_for_training(void **state)
{
	static const struct {
		const char *what, *msg;
	} rows[] = {
		{ "circles n=10 test=10", "test=10 leaves none of 10 rows for training" },
		{ "circles n=10 test=0.99",
		  "test=0.99 leaves none of 10 rows for training" },
		{ "circles n=10 test=1e6",
		  "test=1e6 leaves none of 10 rows for training" },
		{ "digits test=1797", "test=1797 leaves none of 1797 rows for training" },
		{ "circles n=10 test=1.5",
		  "test=1.5 is neither a share below 1 nor a whole number of rows" },
		{ "circles n=10 test=-1", "test=-1 is outside 0..10000000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		struct made m;
		const char *value = strstr(rows[i].what, "test=") + 5;

		assert_false(data_try(&m, rows[i].what, 1, &e));
		assert_string_equal(e.msg, rows[i].msg);
		assert_int_equal(e.code, ERR_RANGE);
		assert_int_equal(e.at.at, value - rows[i].what);
		assert_int_equal(e.at.len, strlen(value));
	}
}

void
data_split_cases(void)
{
	TAP(another_test_part_has_the_same_points);
	TAP(without_a_test_part_rows_stay_in_the_order_they_were_made);
	TAP(a_set_written_as_csv_is_the_same_set);
	TAP(a_copy_owns_its_rows_and_names);
	TAP(labels_go_with_their_rows);
	TAP(the_test_part_is_drawn_from_everywhere);
	TAP(a_share_and_a_number_of_rows_are_the_same_split);
	TAP(test_sizes_are_as_told);
	TAP(a_test_part_leaves_something_for_training);
}
