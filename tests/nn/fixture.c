#include "tests/nn/fixture.h"

#include <stdlib.h>

static unsigned char *
read_all(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	unsigned char *data;
	long n = 0;

	if (!f || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0)
		fail_msg("cannot read %s", path);
	rewind(f);
	data = malloc((size_t)n + 1);
	assert_int_equal(fread(data, 1, (size_t)n, f), n);
	fclose(f);
	*size = (size_t)n;
	return data;
}

void
fixture_open(struct fixture_file *f, const char *name)
{
	char path[128];
	json_error_t why;
	size_t n = 0;

	snprintf(path, sizeof(path), "nn/trajectories/%s.json", name);
	f->json = json_load_file(tap_path(path), 0, &why);
	if (!f->json)
		fail_msg("%s:%d: %s", path, why.line, why.text);
	snprintf(path, sizeof(path), "nn/trajectories/%s.safetensors", name);
	f->data = read_all(tap_path(path), &f->size);
	assert_true(f->size > 8);
	for (int i = 7; i >= 0; i--)
		n = n << 8 | f->data[i];
	assert_true(n <= f->size - 8);
	f->body = n + 8;
	f->header = json_loadb((const char *)f->data + 8, n, 0, &why);
	if (!f->header)
		fail_msg("%s: %s", path, why.text);
}

void
fixture_close(struct fixture_file *f)
{
	json_decref(f->json);
	json_decref(f->header);
	free(f->data);
}

int
fixture_length(const struct fixture_file *f, const char *tensor)
{
	const json_t *t = json_object_get(f->header, tensor);
	const json_t *shape = json_object_get(t, "shape");
	int n = 1;

	if (!t)
		return -1;
	for (size_t i = 0; i < json_array_size(shape); i++)
		n *= (int)json_integer_value(json_array_get(shape, i));
	return n;
}

/* All numbers are little-endian, as every machine this has been run on. */
static void
copy(const struct fixture_file *f, const char *tensor, const char *dtype, void *v,
     size_t size, int n)
{
	const json_t *t = json_object_get(f->header, tensor);
	const json_t *at = json_object_get(t, "data_offsets");
	size_t lo, hi;

	if (fixture_length(f, tensor) != n)
		fail_msg("tensor %s has %d elements, not %d", tensor,
			 fixture_length(f, tensor), n);
	assert_string_equal(json_string_value(json_object_get(t, "dtype")), dtype);
	lo = (size_t)json_integer_value(json_array_get(at, 0));
	hi = (size_t)json_integer_value(json_array_get(at, 1));
	assert_true(lo <= hi && hi <= f->size - f->body && hi - lo == size * (size_t)n);
	memcpy(v, f->data + f->body + lo, hi - lo);
}

void
fixture_floats(const struct fixture_file *f, const char *tensor, float *v, int n)
{
	copy(f, tensor, "F32", v, sizeof(*v), n);
}

void
fixture_doubles(const struct fixture_file *f, const char *tensor, double *v, int n)
{
	copy(f, tensor, "F64", v, sizeof(*v), n);
}

void
fixture_ints(const struct fixture_file *f, const char *tensor, int *v, int n)
{
	copy(f, tensor, "I32", v, sizeof(*v), n);
}

double
fixture_number(const json_t *o, const char *key, double def)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_boolean(v))
		return json_boolean_value(v);
	return v ? json_number_value(v) : def;
}

const char *
fixture_text(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}
