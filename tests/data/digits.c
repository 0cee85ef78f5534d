#include "tests/data/data.h"

#include "actlab/file.h"
#include "actlab/num.h"

#include <stdlib.h>

enum { DIGITS = 1797, RECORD = 65, BYTES = DIGITS * RECORD };

static void
digits_are_whole_and_counted(void **state)
{
	static const int counts[] = { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 };
	struct made m;

	(void)state;
	data_of(&m, "digits", 1);
	assert_int_equal(m.d.n, DIGITS);
	assert_int_equal(m.d.n_train, 1400);
	assert_int_equal(m.d.in, 64);
	assert_int_equal(m.d.n_class, 10);
	assert_int_equal(m.d.image_w, 8);
	assert_int_equal(m.d.image_h, 8);
	assert_string_equal(m.d.class_name[7], "7");
	for (int k = 0; k < 10; k++)
		assert_int_equal(data_count(&m, k), counts[k]);
	data_done(&m);
}

static void
digits_are_the_file_divided_by_sixteen(void **state)
{
	struct made m;
	uint64_t h = NUM_HASH_START;

	(void)state;
	data_of(&m, "digits test=0", 1);
	assert_int_equal(m.d.n_train, DIGITS);
	for (int i = 0; i < DIGITS; i++) {
		unsigned char record[RECORD];

		for (int j = 0; j < 64; j++) {
			float v = m.d.x[i * 64 + j] * 16;

			assert_true(v == (float)(int)v && 0 <= v && v <= 16);
			record[j] = (unsigned char)v;
		}
		record[64] = (unsigned char)m.d.label[i];
		h = num_hash(h, record, RECORD);
	}
	/* FNV-1a of the file whose SHA-256 stands in labs/data/README */
	assert_int_equal(h, 0x776869cce3795967u);
	data_done(&m);
}

static void
digits_are_shuffled_by_the_seed(void **state)
{
	struct made a, b;

	(void)state;
	data_of(&a, "digits", 1);
	data_of(&b, "digits", 2);
	assert_int_not_equal(data_hash(&a), data_hash(&b));
	data_done(&a);
	data_done(&b);
}

static void
try_digits_from(const char *dir, struct err *e)
{
	struct data_place place = { "", dir };
	const struct data_kind *k = data_kind_find(str_of("digits"));
	struct param_set p;
	struct made m;

	param_set_init(&p, k->param);
	assert_false(data_make(&m.d, k, &p, 1, &place, &m.own, e));
	assert_null(m.own.base);
}

static void
missing_digits_are_said_to_be(void **state)
{
	struct err e = { 0 };

	(void)state;
	try_digits_from("no-such-place", &e);
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.msg,
			    "cannot open 'no-such-place/digits8x8.u8': No such file or "
			    "directory");
	assert_string_equal(e.hint,
			    "it is installed with actlab; ACTLAB_LABS names the labs' "
			    "directory");
}

static void
damaged_digits_are_refused(void **state)
{
	char want[128], *text = calloc(BYTES + 1, 1);
	struct err short_by_one = { 0 }, label = { 0 }, pixel = { 0 },
		   long_by_one = { 0 };

	(void)state;
	assert_non_null(text);
	data_write("digits8x8.u8", text, BYTES - 1);
	try_digits_from(data_here.lab_dir, &short_by_one);
	snprintf(want, sizeof(want),
		 "'%s/digits8x8.u8' is cut short: 116804 bytes instead of "
		 "116805",
		 data_here.lab_dir);
	assert_string_equal(short_by_one.msg, want);
	assert_int_equal(short_by_one.code, ERR_DATA);

	text[2 * RECORD - 1] = 10;
	data_write("digits8x8.u8", text, BYTES);
	try_digits_from(data_here.lab_dir, &label);
	assert_string_equal(label.msg,
			    "digits8x8.u8: record 2 is no digit: the file is damaged");
	text[2 * RECORD - 1] = 0;
	text[5] = 17;
	data_write("digits8x8.u8", text, BYTES);
	try_digits_from(data_here.lab_dir, &pixel);
	assert_string_equal(pixel.msg,
			    "digits8x8.u8: record 1 is no digit: the file is damaged");

	data_write("digits8x8.u8", text, BYTES + 1);
	try_digits_from(data_here.lab_dir, &long_by_one);
	assert_int_equal(long_by_one.code, ERR_DATA);
	assert_non_null(strstr(long_by_one.msg, "is larger than 117 kB"));
	free(text);
}

void
data_digits_cases(void)
{
	TAP(digits_are_whole_and_counted);
	TAP(digits_are_the_file_divided_by_sixteen);
	TAP(digits_are_shuffled_by_the_seed);
	TAP(missing_digits_are_said_to_be);
	TAP(damaged_digits_are_refused);
}
