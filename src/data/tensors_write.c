/* safetensors, written: numbers are taken to lie little-endian in memory already, or to
 * have been put so by whoever fills t->byte. */
#include "data/set.h"
#include "actlab/file.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static size_t
bytes_of(const struct data_tensor *t)
{
	return (size_t)t->n * (size_t)t->dtype->size;
}

static json_t *
entry(const struct data_tensor *t, size_t at)
{
	json_t *dims = json_array();

	for (int i = 0; i < t->rank; i++)
		json_array_append_new(dims, json_integer(t->dim[i]));
	return json_pack("{s:s, s:o, s:[I,I]}", "dtype", t->dtype->name, "shape", dims,
			 "data_offsets", (json_int_t)at,
			 (json_int_t)(at + bytes_of(t)));
}

/* The header as text that the caller frees by free(); NULL: no memory. */
static char *
header_text(const struct data_tensors *t)
{
	json_t *header = json_object(), *notes = json_object();
	size_t at = 0;
	char *text;

	for (int i = 0; i < t->n_note; i++)
		json_object_set_new(notes, t->note[i][0], json_string(t->note[i][1]));
	if (t->n_note)
		json_object_set(header, "__metadata__", notes);
	for (int size = 8; size; size /= 2)
		for (int i = 0; i < t->n; i++) {
			if (t->tensor[i].dtype->size != size)
				continue;
			json_object_set_new(header, t->tensor[i].name,
					    entry(&t->tensor[i], at));
			at += bytes_of(&t->tensor[i]);
		}
	text = json_dumps(header, JSON_COMPACT);
	json_decref(notes);
	json_decref(header);
	return text;
}

static bool
put_length(struct file_out *o, uint64_t n, struct err *e)
{
	unsigned char b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (unsigned char)(n >> 8 * i);
	return file_out_bytes(o, e, b, sizeof(b));
}

static bool
put_all(struct file_out *o, const struct data_tensors *t, const char *header,
	struct err *e)
{
	size_t n = strlen(header), blanks = (8 - n % 8) % 8;

	if (!put_length(o, n + blanks, e) || !file_out_bytes(o, e, header, n)
	    || !file_out_bytes(o, e, "       ", blanks))
		return false;
	for (int size = 8; size; size /= 2)
		for (int i = 0; i < t->n; i++)
			if (t->tensor[i].dtype->size == size
			    && !file_out_bytes(o, e, t->tensor[i].byte,
					       bytes_of(&t->tensor[i])))
				return false;
	return true;
}

bool
data_tensors_write(const struct data_tensors *t, const char *path, struct err *e)
{
	char *header = header_text(t);
	struct file_out o = { 0 };
	bool ok = false;

	if (!header)
		return err_set(e, ERR_SYSTEM, SPAN_NONE,
			       "no memory for the header of '%s'",
			       path);
	if (file_out_open(&o, path, e)) {
		ok = put_all(&o, t, header, e) && file_out_commit(&o, e);
		file_out_done(&o);
	}
	free(header);
	return ok;
}
