/* Two arrays become a data set: x the inputs, row by row, y what is to be learned. */
#include "data/array.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { CLASSES_MAX = 256, IN_MAX = 1 << 20 };

const struct param data_npy_params[] = {
	{ "file", PARAM_TEXT, 0, 0, 0, "", "",
	  "inputs (.npy), or inputs and targets (.npz); gzipped or not" },
	{ "x", PARAM_TEXT, 0, 0, 0, "", "x", "of an .npz: the array of the inputs" },
	{ "y", PARAM_TEXT, 0, 0, 0, "", "y",
	  "of an .npz: the array of the targets; of an .npy: the file of them" },
	{ "target", PARAM_WORD, 0, 3, ARRAY_AUTO, "", "auto class values labels",
	  "auto: classes where y has one whole number a row and a type of whole numbers" },
	{ "n", PARAM_INT, 0, 1e8, 0, "rows", NULL, "the first rows alone; 0: all" },
	{ "divide", PARAM_REAL, 1e-30, 1e30, 1, "", NULL,
	  "what every input is divided by" },
	DATA_PARAM_TEST(0), { 0 }
};

/* ---- shapes ---- */

static bool
fit_shapes(const struct data_arrays *a, struct err *e)
{
	char x[64], y[64];

	data_tensor_text(x, &a->x);
	data_tensor_text(y, &a->y);
	if (a->x.rank < 1 || a->x.n == 0)
		return data_file_wrong(a->x_file, e, "%s holds no rows", x);
	if (a->y.rank < 1 || a->y.rank > 2 || a->y.n == 0)
		return data_file_wrong(a->y_file, e, "%s is no column of targets", y);
	if (a->x.dim[0] != a->y.dim[0])
		return data_file_wrong(a->y_file, e, "%d targets do not fit %d rows",
				       a->y.dim[0], a->x.dim[0]);
	if (a->x.n / a->x.dim[0] > IN_MAX)
		return data_file_wrong(a->x_file, e, "%s is more than %d inputs a row", x,
				       IN_MAX);
	if (a->rows > a->x.dim[0])
		return data_file_wrong(a->x_file, e, "n=%d, but there are %d rows",
				       a->rows, a->x.dim[0]);
	return true;
}

static bool
is_whole_type(const struct data_tensor *t)
{
	return !strchr("FB", t->dtype->name[0]) || strcmp(t->dtype->name, "BOOL") == 0;
}

static enum data_target
target_of(const struct data_arrays *a)
{
	bool column = a->y.n == a->y.dim[0];

	if (a->target == ARRAY_LABELS)
		return DATA_LABELS;
	if (a->target == ARRAY_CLASS
	    || (a->target == ARRAY_AUTO && column && is_whole_type(&a->y)))
		return DATA_CLASS;
	return DATA_VALUES;
}

/* The largest label and one more; all must be whole numbers from 0 on. */
static bool
count_classes(struct data_set *d, const struct data_arrays *a,
	      const struct data_tensor *y, struct err *e)
{
	double most = 0;

	if (a->y.n != a->y.dim[0])
		return data_file_wrong(a->y_file, e, "classes are one number a row, not "
						     "%d", a->y.n / a->y.dim[0]);
	for (int i = 0; i < d->n; i++) {
		double v = data_tensor_number(y, i);

		if (!(v >= 0 && v < CLASSES_MAX) || v != floor(v))
			return data_file_wrong(a->y_file, e, "row %d: %g is no class "
							     "0..%d", i + 1, v,
					       CLASSES_MAX - 1);
		most = v > most ? v : most;
	}
	d->n_class = most < 1 ? 2 : (int)most + 1;
	return true;
}

/* ---- values ---- */

static bool
fill_floats(float *to, const struct data_tensor *t, int cols, double divide,
	    const struct data_file *f, struct err *e)
{
	data_tensor_floats(t, to);
	for (int i = 0; i < t->n; i++) {
		to[i] = divide == 1 ? to[i] : (float)(to[i] / divide);
		if (!(fabsf(to[i]) <= FLT_MAX))
			return data_file_wrong(f, e, "row %d, number %d: %g is not a "
						     "finite float32",
					       i / cols + 1, i % cols + 1, (double)to[i]);
	}
	return true;
}

static bool
fill_targets(struct data_set *d, const struct data_arrays *a,
	     const struct data_tensor *y, struct err *e)
{
	if (d->target == DATA_CLASS) {
		data_tensor_ints(y, d->label);
		return true;
	}
	if (!fill_floats(d->y, y, d->out, 1, a->y_file, e))
		return false;
	for (int i = 0; d->target == DATA_LABELS && i < d->n * d->out; i++)
		if (d->y[i] != 0 && d->y[i] != 1)
			return data_file_wrong(a->y_file, e,
					       "row %d: %g is no label 0 or "
							     "1", i / d->out + 1,
					       (double)d->y[i]);
	return true;
}

static void
note(struct data_set *d, const struct data_arrays *a)
{
	char x[64], y[64], by[STR_NUM_MAX];

	snprintf(d->note, sizeof(d->note), "x %s%s%s, y %s", data_tensor_text(x, &a->x),
		 a->divide == 1 ? "" : " / ",
		 a->divide == 1 ? "" : str_number(by, a->divide, 6),
		 data_tensor_text(y, &a->y));
	if (a->x.rank == 3 && a->x.dtype->size == 1) {
		d->image_h = a->x.dim[1];
		d->image_w = a->x.dim[2];
	}
}

/* The first rows of a tensor. */
static struct data_tensor
first_rows(const struct data_tensor *t, int rows)
{
	struct data_tensor part = *t;

	part.n = t->n / t->dim[0] * rows;
	return part;
}

bool
data_arrays_set(struct data_set *d, const struct data_arrays *a, struct arena *own,
		struct err *e)
{
	struct data_tensor x, y;

	if (!fit_shapes(a, e))
		return false;
	d->n = a->rows ? a->rows : a->x.dim[0];
	x = first_rows(&a->x, d->n);
	y = first_rows(&a->y, d->n);
	d->in = x.n / d->n;
	d->target = target_of(a);
	d->out = d->target == DATA_CLASS ? 0 : y.n / d->n;
	if ((d->target == DATA_CLASS && !count_classes(d, a, &y, e))
	    || !arena_init(own, data_set_need(d), e))
		return false;
	data_set_alloc(d, own);
	for (int j = 0; j < d->in; j++)
		d->deviation[j] = a->divide;
	note(d, a);
	return fill_targets(d, a, &y, e)
	       && fill_floats(d->x, &x, d->in, a->divide, a->x_file, e);
}

/* ---- .npy and .npz ---- */

static bool
is_zip(struct str s)
{
	return s.n > 4 && memcmp(s.s, "PK\3\4", 4) == 0;
}

/* Both arrays out of one file. */
static bool
read_zip(struct data_set *d, struct data_arrays *a, const struct param_set *p,
	 struct arena *own, struct err *e)
{
	struct arena x = { 0 }, y = { 0 };
	struct str bytes;
	bool ok = data_npz_find(a->x_file, param_text(p, "x"), &x, &bytes, e)
		  && data_npy_parse(a->x_file, bytes, &a->x, e)
		  && data_npz_find(a->x_file, param_text(p, "y"), &y, &bytes, e)
		  && data_npy_parse(a->x_file, bytes, &a->y, e);

	a->y_file = a->x_file;
	ok = ok && data_arrays_set(d, a, own, e);
	arena_done(&x);
	arena_done(&y);
	return ok;
}

static bool
read_two(struct data_set *d, struct data_arrays *a, const struct param_set *p,
	 const struct data_place *place, struct arena *own, struct err *e)
{
	struct data_file y;
	bool ok;

	if (!param_given(p, "y")) {
		err_set(e, ERR_USAGE, a->x_file->at, "npy needs y= with the file of the "
						     "targets");
		return err_hint(e, "data npy file=x.npy y=y.npy, or one .npz of both");
	}
	a->y_file = &y;
	if (!data_npy_parse(a->x_file, a->x_file->bytes, &a->x, e)
	    || !data_file_open(&y, param_get(p, "y"), place, e))
		return false;
	ok = data_npy_parse(&y, y.bytes, &a->y, e) && data_arrays_set(d, a, own, e);
	data_file_done(&y);
	return ok;
}

bool
data_npy_read(struct data_set *d, const struct param_set *p,
	      const struct data_place *place, struct rng *r, struct arena *own,
	      struct err *e)
{
	struct data_file x;
	struct data_arrays a = { .x_file = &x, .divide = param_num(p, "divide"),
				 .target = (enum data_array_target)param_int(p, "target"),
				 .rows = param_int(p, "n") };
	bool ok;

	(void)r;
	if (!*param_text(p, "file")) {
		err_set(e, ERR_USAGE, param_get(p, "file")->at, "npy needs file=");
		return err_hint(e, "data npy file=x.npy y=y.npy, or one .npz of both");
	}
	if (!data_file_open(&x, param_get(p, "file"), place, e))
		return false;
	ok = is_zip(x.bytes) ? read_zip(d, &a, p, own, e)
			     : read_two(d, &a, p, place, own, e);
	data_file_done(&x);
	return ok;
}
