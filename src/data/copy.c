/* A set of its own, made from another; and the CSV file that it can be read from. */
#include "data/set.h"

#include <math.h>
#include <string.h>

/* ---- copies ---- */

static size_t
names_need(const char *const *name, int n)
{
	size_t bytes = 0;

	for (int i = 0; name && i < n; i++)
		bytes += arena_need(1, strlen(name[i]) + 1);
	return bytes;
}

static void
names_copy(const char **to, const char *const *from, int n, struct arena *own)
{
	for (int i = 0; from && i < n; i++)
		to[i] = str_copy(own, str_of(from[i]));
}

static void
rows_copy(struct data_set *d, const struct data_set *from)
{
	size_t n = (size_t)from->n;

	memcpy(d->x, from->x, n * (size_t)from->in * sizeof(*d->x));
	if (from->y)
		memcpy(d->y, from->y, n * (size_t)from->out * sizeof(*d->y));
	if (from->label)
		memcpy(d->label, from->label, n * sizeof(*d->label));
	for (int j = 0; from->mean && j < from->in; j++) {
		d->mean[j] = from->mean[j];
		d->deviation[j] = from->deviation[j];
	}
}

bool
data_copy(struct data_set *d, const struct data_set *from, int spare, struct arena *own,
	  struct err *e)
{
	*d = *from;
	d->n += spare;
	if (!arena_init(own, data_set_need(d)
			+ names_need(from->in_name, from->in)
			+ names_need(from->class_name, from->n_class), e))
		return false;
	data_set_alloc(d, own);
	d->n = from->n;
	rows_copy(d, from);
	names_copy(d->in_name, from->in_name, from->in, own);
	names_copy(d->class_name, from->class_name, from->n_class, own);
	return true;
}

/* ---- text ---- */

enum { NUMBER_MAX = 24 };		/* "-1.23456789e-38," */

/* Read again, classes are in the order of their names: are these in it? */
static bool
names_in_order(const struct data_set *d)
{
	int numbers = 0;
	double v, before = 0;

	for (int i = 0; i < d->n_class; i++) {
		const char *name = d->class_name ? d->class_name[i] : "";
		bool number = str_double(str_of(name), &v) && isfinite(v);

		if (!*name || (i > 0 && number && v <= before)
		    || (i > 0 && !number && strcmp(d->class_name[i - 1], name) >= 0))
			return false;
		numbers += number;
		before = v;
	}
	return numbers == 0 || numbers == d->n_class;
}

static char *
put(char *at, const char *text)
{
	size_t n = strlen(text);

	memcpy(at, text, n);
	return at + n;
}

/* A word as a cell, in quotes. */
static char *
put_word(char *at, const char *word)
{
	*at++ = '"';
	for (; *word; word++) {
		if (*word == '"')
			*at++ = '"';
		*at++ = *word;
	}
	*at++ = '"';
	return at;
}

static char *
put_number(char *at, float v)
{
	char text[NUMBER_MAX];

	snprintf(text, sizeof(text), "%.9g", (double)v);
	return put(at, text);
}

static char *
put_head(char *at, const struct data_set *d)
{
	for (int j = 0; j < d->in; j++) {
		at = put_word(at, d->in_name[j]);
		*at++ = ',';
	}
	return put(at, d->label ? "class\n" : "y\n");
}

static char *
put_row(char *at, const struct data_set *d, int row, bool named)
{
	for (int j = 0; j < d->in; j++) {
		at = put_number(at, d->x[(size_t)row * d->in + j]);
		*at++ = ',';
	}
	if (!d->label)
		at = put_number(at, d->y[row]);
	else if (named)
		at = put_word(at, d->class_name[d->label[row]]);
	else
		at = put_number(at, (float)d->label[row]);
	*at++ = '\n';
	return at;
}

static size_t
longest(const char *const *name, int n)
{
	size_t most = 0;

	for (int i = 0; name && i < n; i++)
		most = strlen(name[i]) > most ? strlen(name[i]) : most;
	return 2 * most + 3;
}

static size_t
text_size(const struct data_set *d)
{
	size_t row = (size_t)(d->in + 1) * NUMBER_MAX + 8
		     + longest(d->class_name, d->n_class);

	return (size_t)d->in * longest(d->in_name, d->in) + 16 + (size_t)d->n * row;
}

size_t
data_csv_text_need(const struct data_set *d)
{
	return arena_need(1, text_size(d)) + 2 * arena_need(sizeof(int), (size_t)d->n);
}

/* Row i of the set is row from[i] of the file, as the split will have it. */
const char *
data_csv_text(const struct data_set *d, uint64_t seed, struct arena *a)
{
	char *text = ARENA_NEW(a, char, text_size(d)), *at = put_head(text, d);
	int *from = ARENA_NEW(a, int, d->n), *row = ARENA_NEW(a, int, d->n);
	bool named = names_in_order(d);

	if (d->n_train < d->n)
		data_split_order(from, d->n, seed);
	else
		for (int i = 0; i < d->n; i++)
			from[i] = i;
	for (int i = 0; i < d->n; i++)
		row[from[i]] = i;
	for (int i = 0; i < d->n; i++)
		at = put_row(at, d, row[i], named);
	return text;
}
