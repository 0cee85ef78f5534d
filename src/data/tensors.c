/* safetensors: a header in JSON that may come from anywhere, and the numbers behind
 * it. */
#include "data/set.h"
#include "actlab/file.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 8 };			/* bytes that say how long the header is */
#define NOTES "__metadata__"

/* What is being read. */
struct reading {
	struct data_tensors *t;
	const unsigned char *body;
	size_t size;			/* of body */
	struct err *e;
};

static bool
broken(const struct reading *r, const char *what)
{
	return err_set(r->e, ERR_DATA, SPAN_NONE, "%s: %s", r->t->file, what);
}

static bool
tensor_broken(const struct reading *r, const char *name, const char *what)
{
	return err_set(r->e, ERR_DATA, SPAN_NONE, "%s: tensor '%s' %s", r->t->file, name,
		       what);
}

/* ---- one tensor ---- */

static bool
read_dims(const struct reading *r, struct data_tensor *t, const json_t *shape)
{
	double n = 1;

	if (!json_is_array(shape))
		return tensor_broken(r, t->name, "has no shape");
	if (json_array_size(shape) > DATA_RANK_MAX)
		return tensor_broken(r, t->name, "has more than 8 dimensions");
	t->rank = (int)json_array_size(shape);
	for (int i = 0; i < t->rank; i++) {
		const json_t *d = json_array_get(shape, (size_t)i);

		if (!json_is_integer(d) || json_integer_value(d) < 0
		    || json_integer_value(d) > INT_MAX)
			return tensor_broken(r, t->name, "has a shape of no whole sizes");
		t->dim[i] = (int)json_integer_value(d);
		n *= t->dim[i];
	}
	if (n > DATA_TENSORS_BYTES_MAX)
		return tensor_broken(r, t->name,
				     "has more elements than a file can hold");
	t->n = (int)n;
	return true;
}

/* data_offsets: from the end of the header, the end exclusive. */
static bool
read_offsets(const struct reading *r, struct data_tensor *t, const json_t *offsets)
{
	const json_t *lo = json_array_get(offsets, 0), *hi = json_array_get(offsets, 1);
	json_int_t begin = json_integer_value(lo), end = json_integer_value(hi);

	if (!json_is_integer(lo) || !json_is_integer(hi) || json_array_size(offsets) != 2)
		return tensor_broken(r, t->name, "has no data_offsets of two numbers");
	if (begin < 0 || end < begin || (uint64_t)end > r->size)
		return tensor_broken(r, t->name, "lies outside the file");
	if (end - begin != (json_int_t)t->n * t->dtype->size)
		return tensor_broken(r, t->name,
				     "has bytes that are not those of its shape");
	t->byte = r->body + begin;
	return true;
}

static bool
read_tensor(const struct reading *r, struct data_tensor *t, const char *name,
	    const json_t *o)
{
	const char *dtype = json_string_value(json_object_get(o, "dtype"));

	*t = (struct data_tensor){ .name = str_copy(&r->t->index, str_of(name)) };
	if (!json_is_object(o) || !dtype)
		return tensor_broken(r, name, "has no dtype");
	t->dtype = data_dtype_find(str_of(dtype));
	if (!t->dtype) {
		err_set(r->e, ERR_DATA, SPAN_NONE,
			"%s: tensor '%s' has the unknown dtype '%s'", r->t->file, name,
			dtype);
		return err_hint(r->e,
				"convert it to F32, F64, F16, BF16 or a whole type");
	}
	return read_dims(r, t, json_object_get(o, "shape"))
	       && read_offsets(r, t, json_object_get(o, "data_offsets"));
}

/* ---- all of them ---- */

static size_t
bytes_of(const struct data_tensor *t)
{
	return (size_t)t->n * (size_t)t->dtype->size;
}

static int
by_place(const void *a, const void *b)
{
	const struct data_tensor *x = a, *y = b;

	if (x->byte != y->byte)
		return x->byte < y->byte ? -1 : 1;
	return (bytes_of(x) > bytes_of(y)) - (bytes_of(x) < bytes_of(y));
}

/* Each begins where the one before it ends, the last ends with the file. */
static bool
check_places(const struct reading *r)
{
	struct data_tensors *t = r->t;
	const unsigned char *end = r->body;

	qsort(t->tensor, (size_t)t->n, sizeof(*t->tensor), by_place);
	for (int i = 0; i < t->n; i++) {
		if (t->tensor[i].byte < end)
			return tensor_broken(r, t->tensor[i].name,
					     "overlaps another one");
		if (t->tensor[i].byte > end)
			return tensor_broken(r, t->tensor[i].name,
					     "lies behind bytes that nothing names");
		end += bytes_of(&t->tensor[i]);
	}
	if (end != r->body + r->size)
		return broken(r, "bytes behind the last tensor belong to nothing");
	return true;
}

static bool
read_notes(const struct reading *r, json_t *notes)
{
	const char *key;
	json_t *v;

	if (!json_is_object(notes))
		return broken(r, NOTES " is not an object of texts");
	json_object_foreach(notes, key, v) {
		const char **note = r->t->note[r->t->n_note++];

		if (!json_is_string(v))
			return broken(r, NOTES " is not an object of texts");
		note[0] = str_copy(&r->t->index, str_of(key));
		note[1] = str_copy(&r->t->index, str_of(json_string_value(v)));
	}
	return true;
}

static bool
read_tensors(const struct reading *r, json_t *header)
{
	struct data_tensors *t = r->t;
	const char *key;
	json_t *v;

	json_object_foreach(header, key, v) {
		if (strcmp(key, NOTES) == 0) {
			if (!read_notes(r, v))
				return false;
		} else if (!read_tensor(r, &t->tensor[t->n++], key, v)) {
			return false;
		}
	}
	return check_places(r);
}

/* ---- the header ---- */

/* Room for the index: structs, and each text of the header once. */
static bool
index_init(const struct reading *r, const json_t *header, size_t bytes)
{
	size_t notes = json_object_size(json_object_get(header, NOTES));
	size_t n = json_object_size(header);
	struct data_tensors *t = r->t;

	if (n > DATA_TENSORS_MAX || notes > DATA_TENSORS_MAX)
		return broken(r, "the header names more than 65536 tensors");
	if (!arena_init(&t->index,
			arena_need(sizeof(*t->tensor), n)
				+ arena_need(sizeof(*t->note), notes)
				+ (n + 2 * notes) * arena_need(1, 1) + bytes,
			r->e))
		return false;
	t->tensor = ARENA_NEW(&t->index, struct data_tensor, n);
	t->note = arena_alloc(&t->index, sizeof(*t->note), notes);
	return true;
}

static bool
parse_header(const struct reading *r, const char *text, size_t n)
{
	json_error_t why;
	json_t *header = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	bool ok = false;

	if (!header)
		return err_set(r->e, ERR_DATA, SPAN_NONE,
			       "%s: byte %d of the header: %s", r->t->file, why.position,
			       why.text);
	if (!json_is_object(header))
		broken(r, "the header is not an object");
	else
		ok = index_init(r, header, n) && read_tensors(r, header);
	json_decref(header);
	return ok;
}

bool
data_tensors_parse(struct data_tensors *t, struct str bytes, struct err *e)
{
	struct reading r = { .t = t, .e = e };
	uint64_t header = 0, all = (uint64_t)bytes.n;
	const unsigned char *b = (const unsigned char *)bytes.s;

	*t = (struct data_tensors){ .file = t->file, .text = t->text };
	if (bytes.n < LENGTH)
		return broken(&r, "too short for a safetensors file");
	for (int i = LENGTH - 1; i >= 0; i--)
		header = header << 8 | b[i];
	if (header > all - LENGTH)
		return broken(&r, "the header ends beyond the file: cut short, or no "
				  "safetensors file");
	if (header > DATA_TENSORS_HEADER_MAX)
		return broken(&r, "the header is larger than 16 MB");
	r.body = b + LENGTH + header;
	r.size = (size_t)(all - LENGTH - header);
	if (parse_header(&r, bytes.s + LENGTH, (size_t)header))
		return true;
	arena_done(&t->index);
	return false;
}

bool
data_tensors_read(struct data_tensors *t, const char *path, struct err *e)
{
	struct str text;

	*t = (struct data_tensors){ .file = path };
	if (!file_load(path, DATA_TENSORS_BYTES_MAX, &t->text, &text, e))
		return false;
	if (data_tensors_parse(t, text, e))
		return true;
	arena_done(&t->text);
	return false;
}

void
data_tensors_done(struct data_tensors *t)
{
	arena_done(&t->index);
	arena_done(&t->text);
	*t = (struct data_tensors){ 0 };
}

const struct data_tensor *
data_tensor_find(const struct data_tensors *t, const char *name)
{
	for (int i = 0; i < t->n; i++)
		if (strcmp(t->tensor[i].name, name) == 0)
			return &t->tensor[i];
	return NULL;
}

const char *
data_tensors_note(const struct data_tensors *t, const char *key)
{
	for (int i = 0; i < t->n_note; i++)
		if (strcmp(t->note[i][0], key) == 0)
			return t->note[i][1];
	return NULL;
}
