#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>
#define ZLIB_CONST
#include <zlib.h>

enum { ROWS = 5, IN = 4 };

/* Bytes that grow, to become a file. */
struct bytes {
	char b[4096];
	int n;
};

static void
add(struct bytes *b, const void *v, int n)
{
	assert_true(b->n + n <= (int)sizeof(b->b));
	memcpy(b->b + b->n, v, (size_t)n);
	b->n += n;
}

/* So many bytes of v, the last or the first of them the most significant. */
static void
add_number(struct bytes *b, unsigned long v, int n, bool big)
{
	for (int i = 0; i < n; i++) {
		char c = (char)(v >> 8 * (big ? n - 1 - i : i));

		add(b, &c, 1);
	}
}

static void
write_bytes(const char *name, const struct bytes *b)
{
	data_write(name, b->b, b->n);
}

/* ---- .npy ---- */

static void
add_npy(struct bytes *b, const char *header, const void *v, int n)
{
	add(b, "\x93NUMPY\1", 7);
	add_number(b, 0, 1, false);
	add_number(b, strlen(header), 2, false);
	add(b, header, (int)strlen(header));
	add(b, v, n);
}

static void
write_npy(const char *name, const char *header, const void *v, int n)
{
	struct bytes b = { .n = 0 };

	add_npy(&b, header, v, n);
	write_bytes(name, &b);
}

#define HEADER(descr, shape) \
	"{'descr': '" descr "', 'fortran_order': False, 'shape': (" shape "), }\n"

static const float x[ROWS * IN] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 0.5f
};
static const unsigned char y[ROWS] = { 0, 2, 1, 2, 0 };

void
data_write_arrays(void)
{
	struct bytes b = { .n = 0 };

	write_npy("x.npy", HEADER("<f4", "5, 2, 2"), x, sizeof(x));
	write_npy("y.npy", HEADER("|u1", "5,"), y, sizeof(y));
	add(&b, "\0\0\10\3", 4);
	add_number(&b, ROWS, 4, true);
	add_number(&b, 2, 4, true);
	add_number(&b, 2, 4, true);
	for (int i = 0; i < ROWS * IN; i++)
		add_number(&b, (unsigned long)(i * 12), 1, true);
	write_bytes("t-images-idx3", &b);
	b.n = 0;
	add(&b, "\0\0\10\1", 4);
	add_number(&b, ROWS, 4, true);
	add(&b, y, ROWS);
	write_bytes("t-labels-idx1", &b);
}

static void
has_x_and_y(const struct made *m)
{
	assert_int_equal(m->d.n, ROWS);
	assert_int_equal(m->d.in, IN);
	assert_int_equal(m->d.target, DATA_CLASS);
	assert_int_equal(m->d.n_class, 3);
	assert_memory_equal(m->d.x, x, sizeof(x));
	for (int i = 0; i < ROWS; i++)
		assert_int_equal(m->d.label[i], y[i]);
}

static void
npy_arrays_become_rows(void **state)
{
	struct made m;

	(void)state;
	data_write_arrays();
	data_of(&m, "npy file=x.npy y=y.npy", 1);
	has_x_and_y(&m);
	assert_string_equal(m.d.note, "x F32 5x2x2, y U8 5");
	data_done(&m);
}

static void
npy_rows_can_be_few_and_divided(void **state)
{
	struct made m;

	(void)state;
	data_write_arrays();
	data_of(&m, "npy file=x.npy y=y.npy n=2 divide=2", 1);
	assert_int_equal(m.d.n, 2);
	assert_true(m.d.x[7] == 3.5f);
	assert_int_equal(m.d.n_class, 3);
	data_done(&m);
}

static void
npy_targets_are_what_they_look_like(void **state)
{
	static const double values[] = { 0.5, -1, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const char bits[] = { 0, 1, 1, 1, 0, 0, 1, 0, 0, 0 };
	struct made m;

	(void)state;
	data_write_arrays();
	write_npy("y.npy", HEADER("<f8", "5, 2"), values, sizeof(values));
	data_of(&m, "npy file=x.npy y=y.npy", 1);
	assert_int_equal(m.d.target, DATA_VALUES);
	assert_int_equal(m.d.out, 2);
	assert_true(m.d.y[0] == 0.5f && m.d.y[9] == 9);
	data_done(&m);
	write_npy("y.npy", HEADER("|b1", "5, 2"), bits, sizeof(bits));
	data_of(&m, "npy file=x.npy y=y.npy target=labels", 1);
	assert_int_equal(m.d.target, DATA_LABELS);
	assert_true(m.d.y[1] == 1 && m.d.y[9] == 0);
	data_done(&m);
	write_npy("y.npy", HEADER("|i1", "5,"), bits, 5);
	data_of(&m, "npy file=x.npy y=y.npy target=values", 1);
	assert_int_equal(m.d.target, DATA_VALUES);
	assert_int_equal(m.d.out, 1);
	data_done(&m);
}

static void
npy_of_the_other_byte_order_is_read(void **state)
{
	struct bytes b = { .n = 0 };
	struct made m;

	(void)state;
	data_write_arrays();
	for (int i = 0; i < ROWS; i++)
		add_number(&b, y[i], 2, true);
	write_npy("y.npy", HEADER(">i2", "5,"), b.b, b.n);
	data_of(&m, "npy file=x.npy y=y.npy", 1);
	has_x_and_y(&m);
	data_done(&m);
}

/* The first index moves fastest: x[row][j][k] lies at row + 5 (j + 2 k). */
static void
npy_of_fortran_order_is_read(void **state)
{
	static const char header[] =
		"{'descr': '<f4', 'fortran_order': True, 'shape': (5, 2, 2), }\n";
	float turned[ROWS * IN];
	struct made m;

	(void)state;
	data_write_arrays();
	for (int i = 0; i < ROWS * IN; i++)
		turned[i / 4 + ROWS * (i / 2 % 2 + 2 * (i % 2))] = x[i];
	write_npy("x.npy", header, turned, sizeof(turned));
	data_of(&m, "npy file=x.npy y=y.npy", 1);
	has_x_and_y(&m);
	data_done(&m);
	data_of(&m, "npy file=x.npy y=y.npy n=2", 1);
	assert_memory_equal(m.d.x, x, 2 * IN * sizeof(*x));
	data_done(&m);
}

/* ---- .npz ---- */

struct zip {
	struct bytes file, directory;
	int n;
};

static void
zip_add(struct zip *z, const char *name, const struct bytes *b, bool deflated)
{
	unsigned char packed[4096];
	int at = z->file.n, n = b->n, len = (int)strlen(name);

	memcpy(packed, b->b, (size_t)b->n);
	if (deflated) {
		z_stream s = { .next_in = (const Bytef *)b->b, .avail_in = (uInt)b->n,
			       .next_out = packed, .avail_out = sizeof(packed) };

		assert_int_equal(deflateInit2(&s, 9, Z_DEFLATED, -15, 8,
					      Z_DEFAULT_STRATEGY), Z_OK);
		assert_int_equal(deflate(&s, Z_FINISH), Z_STREAM_END);
		n = (int)s.total_out;
		deflateEnd(&s);
	}
	for (int i = 0; i < 2; i++) {		/* before the bytes, and in the directory */
		struct bytes *to = i ? &z->directory : &z->file;

		add(to, i ? "PK\1\2\24\0" : "PK\3\4", i ? 6 : 4);
		add_number(to, 20, 2, false);
		add_number(to, 0, 2, false);
		add_number(to, deflated ? 8 : 0, 2, false);
		add_number(to, 0, 4, false);
		add_number(to, crc32(0, (const Bytef *)b->b, (uInt)b->n), 4, false);
		add_number(to, (unsigned long)n, 4, false);
		add_number(to, (unsigned long)b->n, 4, false);
		add_number(to, (unsigned long)len, 2, false);
		add_number(to, 0, 2, false);
		if (i) {
			add(to, "\0\0\0\0\0\0\0\0\0\0", 10);
			add_number(to, (unsigned long)at, 4, false);
		}
		add(to, name, len);
		if (!i)
			add(to, packed, n);
	}
	z->n++;
}

static void
zip_end(struct zip *z)
{
	int at = z->file.n;

	add(&z->file, z->directory.b, z->directory.n);
	add(&z->file, "PK\5\6\0\0\0\0", 8);
	add_number(&z->file, (unsigned long)z->n, 2, false);
	add_number(&z->file, (unsigned long)z->n, 2, false);
	add_number(&z->file, (unsigned long)z->directory.n, 4, false);
	add_number(&z->file, (unsigned long)at, 4, false);
	add_number(&z->file, 0, 2, false);
}

static void
make_zip(struct zip *z)
{
	struct bytes b = { .n = 0 };

	*z = (struct zip){ .n = 0 };
	add_npy(&b, HEADER("<f4", "5, 4"), x, sizeof(x));
	zip_add(z, "x.npy", &b, true);
	b.n = 0;
	add_npy(&b, HEADER("|u1", "5,"), y, sizeof(y));
	zip_add(z, "y.npy", &b, false);
	zip_end(z);
	write_bytes("t.npz", &z->file);
}

static void
npz_holds_both_arrays(void **state)
{
	struct zip z;
	struct made m;
	struct err e = { 0 };

	(void)state;
	make_zip(&z);
	data_of(&m, "npy file=t.npz", 1);
	has_x_and_y(&m);
	data_done(&m);
	assert_false(data_try(&m, "npy file=t.npz y=labels", 1, &e));
	assert_string_equal(e.msg, "t.npz: there is no array 'labels' in it");
}

/* ---- IDX ---- */

static void
idx_pictures_and_labels_become_rows(void **state)
{
	struct made m;

	(void)state;
	data_write_arrays();
	data_of(&m, "idx file=t-images-idx3", 1);
	assert_int_equal(m.d.n, ROWS);
	assert_int_equal(m.d.image_w, 2);
	assert_int_equal(m.d.image_h, 2);
	assert_true(m.d.x[19] == (float)(19 * 12 / 255.0));
	assert_int_equal(m.d.label[3], 2);
	assert_string_equal(m.d.note, "x U8 5x2x2 / 255, y U8 5");
	data_done(&m);
}

static void
gzipped_files_are_unpacked(void **state)
{
	struct made a, b;
	char path[256], text[4096];
	size_t n;
	gzFile out;
	FILE *in;

	(void)state;
	data_write_arrays();
	data_of(&a, "idx file=t-images-idx3", 1);
	snprintf(path, sizeof(path), "%s/t-images-idx3", data_here.lab_dir);
	in = fopen(path, "rb");
	assert_non_null(in);
	n = fread(text, 1, sizeof(text), in);
	fclose(in);
	out = gzopen(path, "wb");
	assert_int_equal(gzwrite(out, text, 7), 7);
	gzclose(out);
	out = gzopen(path, "ab");			/* two members, one file */
	assert_int_equal(gzwrite(out, text + 7, (unsigned)n - 7), n - 7);
	gzclose(out);
	data_of(&b, "idx file=t-images-idx3", 1);
	assert_int_equal(data_hash(&a), data_hash(&b));
	data_done(&a);
	data_done(&b);
}

/* ---- what is refused ---- */

static const struct wrong {
	const char *header;		/* of y.npy, whose numbers are 40 bytes of 0 */
	const char *what, *msg;
} wrongs[] = {
	{ HEADER("<f4", "10,"), "npy file=x.npy y=y.npy",
	  "y.npy: 10 targets do not fit 5 rows" },
	{ HEADER("<f8", "5, 1, 1"), "npy file=x.npy y=y.npy",
	  "y.npy: F64 5x1x1 is no column of targets" },
	{ HEADER("<f8", "4,"), "npy file=x.npy y=y.npy",
	  "y.npy: it has 40 bytes of numbers, its shape needs 32" },
	{ HEADER("<c8", "5,"), "npy file=x.npy y=y.npy",
	  "y.npy: numbers of type '<c8' are not read" },
	{ HEADER("|O", "5,"), "npy file=x.npy y=y.npy",
	  "y.npy: numbers of type '|O' are not read" },
	{ HEADER("<f8", "5,-1"), "npy file=x.npy y=y.npy",
	  "y.npy: the shape is no list of sizes" },
	{ HEADER("<f8", "99999,99999"), "npy file=x.npy y=y.npy",
	  "y.npy: the shape is larger than a file can be" },
	{ "{'descr': '<f8', 'fortran_order': 1, 'shape': (5, 1), }",
	  "npy file=x.npy y=y.npy", "y.npy: the header does not say in which order" },
	{ "{'descr': '<f8', 'fortran_order': False}", "npy file=x.npy y=y.npy",
	  "y.npy: the header has no shape" },
	{ "", "npy file=x.npy y=y.npy", "y.npy: the type of its numbers is not known here" },
	{ HEADER("<f4", "5, 2"), "npy file=x.npy y=y.npy target=class",
	  "y.npy: classes are one number a row, not 2" },
	{ HEADER("<f8", "5,"), "npy file=x.npy y=y.npy n=6",
	  "x.npy: n=6, but there are 5 rows" },
	{ HEADER("<f8", "5,"), "npy file=x.npy",
	  "npy needs y= with the file of the targets" },
	{ HEADER("<f8", "5,"), "npy", "npy needs file=" },
	{ HEADER("<f8", "5,"), "idx", "idx needs file=" },
	{ HEADER("<f8", "5,"), "idx file=x.npy", "idx needs labels=" },
	{ HEADER("<f8", "5,"), "idx file=x.npy labels=y.npy", "x.npy: this is no IDX file" },
	{ HEADER("<f8", "5,"), "npy file=t-images-idx3 y=y.npy",
	  "t-images-idx3: this is no .npy array" },
	{ HEADER("<f8", "5,"), "npy file=../x.npy y=y.npy",
	  "'../x.npy' is not below the lab's directory" },
	{ NULL, NULL, NULL }
};

static void
is_refused(void **state)
{
	static const char zeros[40];
	const struct wrong *w = *state;
	struct made m;
	struct err e = { 0 };

	data_write_arrays();
	write_npy("y.npy", w->header, zeros, 40);
	assert_false(data_try(&m, w->what, 1, &e));
	assert_string_equal(e.msg, w->msg);
	assert_int_equal(err_exit_status(&e), 2);
}

static void
values_that_are_unfit_are_told_with_their_row(void **state)
{
	static const float inf[] = { 1, 2, 3, INFINITY, 5 };
	static const signed char class[] = { 0, 1, -1, 0, 0 };
	struct made m;
	struct err e = { 0 };

	(void)state;
	data_write_arrays();
	write_npy("y.npy", HEADER("<f4", "5,"), inf, sizeof(inf));
	assert_false(data_try(&m, "npy file=x.npy y=y.npy", 1, &e));
	assert_string_equal(e.msg, "y.npy: row 4, number 1: inf is not a finite float32");
	write_npy("y.npy", HEADER("|i1", "5,"), class, sizeof(class));
	e = (struct err){ 0 };
	assert_false(data_try(&m, "npy file=x.npy y=y.npy", 1, &e));
	assert_string_equal(e.msg, "y.npy: row 3: -1 is no class 0..255");
}

/* Every file of these tests, cut anywhere, or with any one byte changed, is read or
 * refused, and never more than that. */
static void
damage_is_borne(const char *name, const char *what)
{
	char path[256], text[4096];
	struct made m;
	FILE *in;
	int n;

	snprintf(path, sizeof(path), "%s/%s", data_here.lab_dir, name);
	in = fopen(path, "rb");
	assert_non_null(in);
	n = (int)fread(text, 1, sizeof(text), in);
	fclose(in);
	for (int i = 0; i < n; i++) {
		struct err e = { 0 };

		data_write(name, text, i);
		assert_false(data_try(&m, what, 1, &e));
		assert_true(e.code != ERR_NONE && e.msg[0]);
	}
	for (int i = 0; i < n; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct err e = { 0 };

			text[i] ^= (char)(1 << bit);
			data_write(name, text, n);
			if (data_try(&m, what, 1, &e))
				data_done(&m);
			else
				assert_true(e.code != ERR_NONE && e.msg[0]);
			text[i] ^= (char)(1 << bit);
		}
	data_write(name, text, n);
}

static void
damaged_files_are_borne(void **state)
{
	struct zip z;

	(void)state;
	data_write_arrays();
	make_zip(&z);
	damage_is_borne("x.npy", "npy file=x.npy y=y.npy");
	damage_is_borne("t-images-idx3", "idx file=t-images-idx3");
	damage_is_borne("t.npz", "npy file=t.npz");
}

void
data_arrays_cases(void)
{
	char name[128];

	TAP(npy_arrays_become_rows);
	TAP(npy_rows_can_be_few_and_divided);
	TAP(npy_targets_are_what_they_look_like);
	TAP(npy_of_the_other_byte_order_is_read);
	TAP(npy_of_fortran_order_is_read);
	TAP(npz_holds_both_arrays);
	TAP(idx_pictures_and_labels_become_rows);
	TAP(gzipped_files_are_unpacked);
	for (const struct wrong *w = wrongs; w->msg; w++) {
		snprintf(name, sizeof(name), "arrays_are_refused: %s", w->msg);
		tap_add(name, is_refused, w);
	}
	TAP(values_that_are_unfit_are_told_with_their_row);
	TAP(damaged_files_are_borne);
}
