#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const char *
path_of(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", data_here.lab_dir, name);
	return path;
}

/* t.safetensors of a header and so many bytes of numbers: 0, 1, 2 ... */
static void
write_file(const char *header, int body)
{
	char bytes[1024] = { 0 };
	int n = (int)strlen(header);

	assert_true(n + body + 8 <= (int)sizeof(bytes) && n < 1000);
	bytes[0] = (char)(n & 255);
	bytes[1] = (char)(n >> 8);
	memcpy(bytes + 8, header, (size_t)n);
	for (int i = 0; i < body; i++)
		bytes[8 + n + i] = (char)i;
	data_write("t.safetensors", bytes, 8 + n + body);
}

#define HEAD(name, dtype, shape, lo, hi) \
	"\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":[" shape \
	"],\"data_offsets\":[" #lo "," #hi "]}"

static const struct wrong {
	const char *name, *header;
	int body;
	const char *msg;		/* behind the file's name */
} wrongs[] = {
	{ "no_json", "{\"a\":", 0, "byte 5 of the header: " },
	{ "an_array", "[]", 0, "the header is not an object" },
	{ "garbage_behind_the_header", "{} x", 0, "byte 4 of the header: " },
	{ "one_name_twice", "{" HEAD("a", "F32", "1", 0, 4) "," HEAD("a", "F32", "1", 4, 8)
	  "}", 8, "byte 57 of the header: duplicate object key" },
	{ "no_object", "{\"a\":7}", 0, "tensor 'a' has no dtype" },
	{ "an_unknown_dtype", "{" HEAD("a", "C64", "1", 0, 8) "}", 8,
	  "tensor 'a' has the unknown dtype 'C64'" },
	{ "no_shape", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4,
	  "tensor 'a' has no shape" },
	{ "a_size_below_0", "{" HEAD("a", "F32", "-1", 0, 4) "}", 4,
	  "tensor 'a' has a shape of no whole sizes" },
	{ "a_size_with_a_fraction", "{" HEAD("a", "F32", "1.5", 0, 4) "}", 4,
	  "tensor 'a' has a shape of no whole sizes" },
	{ "many_dimensions", "{" HEAD("a", "F32", "1,1,1,1,1,1,1,1,1", 0, 4) "}", 4,
	  "tensor 'a' has more than 8 dimensions" },
	{ "a_shape_beyond_all_files", "{" HEAD("a", "U8", "65536,65536", 0, 0) "}", 0,
	  "tensor 'a' has more elements than a file can hold" },
	{ "bytes_unlike_its_shape", "{" HEAD("a", "F32", "2", 0, 4) "}", 4,
	  "tensor 'a' has bytes that are not those of its shape" },
	{ "offsets_in_one_number", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],"
	  "\"data_offsets\":[0]}}", 4, "tensor 'a' has no data_offsets of two numbers" },
	{ "offsets_backwards", "{" HEAD("a", "F32", "1", 4, 0) "}", 4,
	  "tensor 'a' lies outside the file" },
	{ "offsets_below_0", "{" HEAD("a", "F32", "1", -4, 0) "}", 4,
	  "tensor 'a' lies outside the file" },
	{ "offsets_beyond_the_file", "{" HEAD("a", "F32", "2", 0, 8) "}", 7,
	  "tensor 'a' lies outside the file" },
	{ "offsets_beyond_all_numbers",
	  "{" HEAD("a", "F32", "1", 9223372036854775803, 9223372036854775807) "}", 4,
	  "tensor 'a' lies outside the file" },
	{ "an_overlap", "{" HEAD("a", "F32", "2", 0, 8) "," HEAD("b", "F32", "1", 4, 8) "}",
	  8, "tensor 'b' overlaps another one" },
	{ "a_gap", "{" HEAD("a", "F32", "1", 0, 4) "," HEAD("b", "F32", "1", 8, 12) "}",
	  12, "tensor 'b' lies behind bytes that nothing names" },
	{ "bytes_left_over", "{" HEAD("a", "F32", "1", 0, 4) "}", 5,
	  "bytes behind the last tensor belong to nothing" },
	{ "notes_of_numbers", "{\"__metadata__\":{\"a\":1}}", 0,
	  "__metadata__ is not an object of texts" },
	{ "notes_in_a_text", "{\"__metadata__\":\"a\"}", 0,
	  "__metadata__ is not an object of texts" },
	{ 0 }
};

static void
is_refused(void **state)
{
	const struct wrong *w = *state;
	struct data_tensors t;
	struct err e = { 0 };
	int n = (int)strlen(path_of("t.safetensors"));

	write_file(w->header, w->body);
	assert_false(data_tensors_read(&t, path_of("t.safetensors"), &e));
	assert_int_equal(e.code, ERR_DATA);
	assert_memory_equal(e.msg, path_of("t.safetensors"), (size_t)n);
	assert_memory_equal(e.msg + n + 2, w->msg, strlen(w->msg));
}

static void
a_file_that_is_cut_short_is_refused_wherever_the_cut_is(void **state)
{
	static const char header[] = "{" HEAD("a", "F32", "2", 0, 8) "}";
	char bytes[8 + sizeof(header) - 1 + 8] = { (char)(sizeof(header) - 1) };

	(void)state;
	memcpy(bytes + 8, header, sizeof(header) - 1);
	for (int n = 0; n <= (int)sizeof(bytes); n++) {
		struct data_tensors t = { .file = "t" };
		char *copy = malloc((size_t)n + 1);	/* so that ASan sees its end */
		struct err e = { 0 };

		memcpy(copy, bytes, (size_t)n);
		assert_int_equal(data_tensors_parse(&t, (struct str){ copy, n }, &e),
				 n == (int)sizeof(bytes));
		assert_int_equal(e.code, n == (int)sizeof(bytes) ? ERR_NONE : ERR_DATA);
		data_tensors_done(&t);
		free(copy);
	}
}

static void
a_header_of_any_length_is_refused(void **state)
{
	(void)state;
	for (int bit = 4; bit < 64; bit++) {
		char bytes[16] = { 0 };
		struct data_tensors t = { .file = "t" };
		struct err e = { 0 };

		bytes[bit / 8] = (char)(1 << bit % 8);
		assert_false(data_tensors_parse(&t, (struct str){ bytes, 16 }, &e));
		assert_int_equal(e.code, ERR_DATA);
	}
}

static void
tensors_are_read_by_place_and_found_by_name(void **state)
{
	struct data_tensors t;
	struct err e = { 0 };
	double v[2];
	int whole[2];
	char text[64];

	(void)state;
	write_file("{\"__metadata__\":{\"format\":\"pt\"},"
		   HEAD("late", "U8", "2", 6, 8) "," HEAD("none", "F32", "0,3", 6, 6) ","
		   HEAD("early", "I16", "1,3", 0, 6) "}  ", 8);
	assert_true(data_tensors_read(&t, path_of("t.safetensors"), &e));
	assert_int_equal(t.n, 3);
	assert_string_equal(t.tensor[0].name, "early");
	assert_string_equal(t.tensor[2].name, "late");
	assert_null(data_tensor_find(&t, "lat"));
	assert_string_equal(data_tensor_text(text, data_tensor_find(&t, "early")),
			    "I16 1x3");
	assert_int_equal(data_tensor_find(&t, "none")->n, 0);
	data_tensor_doubles(data_tensor_find(&t, "late"), v);
	assert_true(v[0] == 6 && v[1] == 7);
	data_tensor_ints(data_tensor_find(&t, "late"), whole);
	assert_true(whole[0] == 6 && whole[1] == 7);
	assert_string_equal(data_tensors_note(&t, "format"), "pt");
	assert_null(data_tensors_note(&t, "form"));
	data_tensors_done(&t);
}

/* One element of a type from its bits. */
static float
number(const char *dtype, uint64_t bits)
{
	unsigned char b[8];
	struct data_tensor t = { .dtype = data_dtype_find(str_of(dtype)), .n = 1,
				 .byte = b };
	float v;

	for (int i = 0; i < 8; i++)
		b[i] = (unsigned char)(bits >> 8 * i);
	data_tensor_floats(&t, &v);
	return v;
}

static void
each_dtype_reads_its_bits(void **state)
{
	(void)state;
	assert_true(number("F64", 0xc000000000000000) == -2);
	assert_true(number("F32", 0x3f800000) == 1);
	assert_true(number("F16", 0x3c00) == 1 && number("F16", 0xfbff) == -65504);
	assert_true(number("F16", 0x0001) == 0x1p-24f
		    && number("F16", 0x7c00) == INFINITY);
	assert_true(isnan(number("F16", 0x7e01)) && signbit(number("F16", 0x8000)));
	assert_true(number("BF16", 0xc000) == -2 && isnan(number("BF16", 0x7fc0)));
	assert_true(number("I64", ~(uint64_t)0) == -1 && number("I32", 0xfffffffe) == -2);
	assert_true(number("I16", 0xfffd) == -3 && number("I8", 0xfc) == -4);
	assert_true(number("U64", ~(uint64_t)0) == 0x1p64f && number("U32", 1) == 1);
	assert_true(number("U16", 0xffff) == 65535 && number("U8", 255) == 255);
	assert_true(number("BOOL", 1) == 1);
	assert_null(data_dtype_find(str_of("F8_E4M3")));
}

static void
every_half_stays_itself_when_rounded_to_half(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 65536; i++) {
		float v = number("F16", i), w = number("BF16", i), r;

		num_vhalf(&r, &v, 1);
		assert_true(r == v || (isnan(r) && isnan(v)));
		num_vbfloat(&r, &w, 1);
		assert_true(r == w || (isnan(r) && isnan(w)));
	}
}

static void
what_is_written_is_read_again(void **state)
{
	static const unsigned char bytes[] = { 1, 2, 3 };
	static const float f[] = { 1.5f, -0.0f, 1e-45f, INFINITY, 3, 4 };
	static const double d[] = { 0.1 };
	const struct data_dtype *f32 = data_dtype_find(str_of("F32"));
	struct data_tensor tensor[] = {
		{ "odd \"name\"", data_dtype_find(str_of("U8")), 1, { 3 }, 3, bytes },
		{ "w", f32, 2, { 2, 3 }, 6, (const unsigned char *)f },
		{ "d", data_dtype_find(str_of("F64")), 0, { 0 }, 1,
		  (const unsigned char *)d },
	};
	const char *note[][2] = { { "format", "pt" }, { "a", "b" } };
	struct data_tensors out = { .n = 3, .tensor = tensor, .n_note = 2, .note = note };
	struct data_tensors t;
	struct err e = { 0 };
	float got[6];
	double one;

	(void)state;
	assert_true(data_tensors_write(&out, path_of("t.safetensors"), &e));
	assert_true(data_tensors_read(&t, path_of("t.safetensors"), &e));
	assert_int_equal(t.n, 3);
	assert_string_equal(t.tensor[2].name, "odd \"name\"");
	for (int i = 0; i < t.n; i++)
		assert_int_equal((t.tensor[i].byte - t.tensor[0].byte)
					 % t.tensor[i].dtype->size, 0);
	data_tensor_floats(data_tensor_find(&t, "w"), got);
	assert_memory_equal(got, f, sizeof(f));
	data_tensor_doubles(data_tensor_find(&t, "d"), &one);
	assert_true(one == 0.1);
	assert_string_equal(data_tensors_note(&t, "a"), "b");
	data_tensors_done(&t);
}

static void
what_cannot_be_read_or_written_is_told_as_the_system_tells_it(void **state)
{
	struct data_tensors none = { 0 }, t;
	struct err e = { 0 };

	(void)state;
	assert_false(data_tensors_write(&none, path_of("no/such/place"), &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_false(data_tensors_read(&t, path_of("no-such-file"), &(struct err){ 0 }));
}

void
data_tensors_cases(void)
{
	for (const struct wrong *w = wrongs; w->name; w++) {
		char name[128];

		snprintf(name, sizeof(name), "tensors_with_%s_are_refused", w->name);
		tap_add(name, is_refused, w);
	}
	TAP(a_file_that_is_cut_short_is_refused_wherever_the_cut_is);
	TAP(a_header_of_any_length_is_refused);
	TAP(tensors_are_read_by_place_and_found_by_name);
	TAP(each_dtype_reads_its_bits);
	TAP(every_half_stays_itself_when_rounded_to_half);
	TAP(what_is_written_is_read_again);
	TAP(what_cannot_be_read_or_written_is_told_as_the_system_tells_it);
}
