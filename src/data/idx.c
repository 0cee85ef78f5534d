/* IDX, as MNIST comes: 0, 0, type, rank, the sizes, the numbers, all big-endian. */
#include "data/array.h"

#include <limits.h>
#include <string.h>

const struct param data_idx_params[] = {
	{ "file", PARAM_TEXT, 0, 0, 0, "", "",
	  "the inputs, gzipped or not, below the lab's directory or the installed data" },
	{ "labels", PARAM_TEXT, 0, 0, 0, "", "",
	  "the labels; not given: the inputs' name with labels-idx1 for images-idx3" },
	{ "n", PARAM_INT, 0, 1e8, 0, "rows", NULL, "the first rows alone; 0: all" },
	{ "divide", PARAM_REAL, 1e-30, 1e30, 255, "", NULL,
	  "what every input is divided by" },
	DATA_PARAM_TEST(0), { 0 }
};

static const struct code {
	int code;
	const char *dtype;
} codes[] = {
	{ 8, "U8" }, { 9, "I8" }, { 11, "I16" }, { 12, "I32" }, { 13, "F32" },
	{ 14, "F64" }, { 0, NULL }
};

bool
data_idx_parse(const struct data_file *f, struct data_tensor *t, struct err *e)
{
	const unsigned char *b = (const unsigned char *)f->bytes.s;
	const struct code *c = codes;
	double n = 1;
	int head;

	*t = (struct data_tensor){ .name = f->name, .big = true };
	if (f->bytes.n < 4 || b[0] || b[1])
		return data_file_wrong(f, e, "this is no IDX file");
	while (c->dtype && c->code != b[2])
		c++;
	if (!c->dtype || b[3] < 1 || b[3] > DATA_RANK_MAX)
		return data_file_wrong(f, e, "this is no IDX file");
	t->dtype = data_dtype_find(str_of(c->dtype));
	t->rank = b[3];
	head = 4 + 4 * t->rank;
	if (f->bytes.n < head)
		return data_file_wrong(f, e, "the header is cut short");
	for (int i = 0; i < t->rank; i++) {
		const unsigned char *d = b + 4 + 4 * i;
		unsigned long dim = (unsigned long)d[0] << 24 | (unsigned long)d[1] << 16
				    | (unsigned long)d[2] << 8 | d[3];

		n *= (double)dim;
		if (n > DATA_ARRAY_BYTES_MAX || dim > INT_MAX)
			return data_file_wrong(f, e, "its sizes are larger than a file "
						     "can be");
		t->dim[i] = (int)dim;
	}
	t->n = (int)n;
	t->byte = b + head;
	if ((long)t->n * t->dtype->size != f->bytes.n - head)
		return data_file_wrong(f, e, "it has %d bytes of numbers, its sizes need "
					     "%ld", f->bytes.n - head,
				       (long)t->n * t->dtype->size);
	return true;
}

/* The labels' file, by what the inputs' is called. */
static bool
labels_of(struct param_value *labels, const struct param_value *images, struct err *e)
{
	const char *at = strstr(images->text, "images-idx3");
	int n;

	if (*labels->text)
		return true;
	if (!at) {
		err_set(e, ERR_USAGE, images->at, "idx needs labels=");
		return err_hint(e, "the file of the labels that belong to '%s'",
				images->text);
	}
	n = (int)(at - images->text);
	labels->at = images->at;
	snprintf(labels->text, sizeof(labels->text), "%.*slabels-idx1%s", n, images->text,
		 at + strlen("images-idx3"));
	return true;
}

bool
data_idx_read(struct data_set *d, const struct param_set *p,
	      const struct data_place *place, struct rng *r, struct arena *own,
	      struct err *e)
{
	struct data_file x = { .name = "" }, y = { .name = "" };
	struct param_value labels = *param_get(p, "labels");
	struct data_arrays a = { .x_file = &x, .y_file = &y, .target = ARRAY_CLASS,
				 .divide = param_num(p, "divide"),
				 .rows = param_int(p, "n") };
	bool ok;

	(void)r;
	if (!*param_text(p, "file")) {
		err_set(e, ERR_USAGE, param_get(p, "file")->at, "idx needs file=");
		return err_hint(e, "data idx file=train-images-idx3-ubyte.gz");
	}
	ok = labels_of(&labels, param_get(p, "file"), e)
	     && data_file_open(&x, param_get(p, "file"), place, e)
	     && data_file_open(&y, &labels, place, e) && data_idx_parse(&x, &a.x, e)
	     && data_idx_parse(&y, &a.y, e) && data_arrays_set(d, &a, own, e);
	data_file_done(&x);
	data_file_done(&y);
	return ok;
}
