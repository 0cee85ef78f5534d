#include "data/set.h"

#include <math.h>
#include <string.h>

enum { NAME_MAX_BYTES = 16 };		/* "x1", "0" */

/* ---- room ---- */

void
data_set_alloc(struct data_set *d, struct arena *a)
{
	d->x = ARENA_NEW(a, float, (size_t)d->n * d->in);
	d->in_name = ARENA_NEW(a, const char *, d->in);
	d->mean = ARENA_NEW(a, double, d->in);
	d->deviation = ARENA_NEW(a, double, d->in);
	for (int i = 0; i < d->in; i++)
		d->deviation[i] = 1;
	for (int i = 0; i < d->in; i++)
		d->in_name[i] = str_printf(a, "x%d", i + 1);
	if (d->target != DATA_CLASS) {
		d->y = ARENA_NEW(a, float, (size_t)d->n * d->out);
		return;
	}
	d->label = ARENA_NEW(a, int, d->n);
	d->class_name = ARENA_NEW(a, const char *, d->n_class);
	for (int i = 0; i < d->n_class; i++)
		d->class_name[i] = str_printf(a, "%d", i);
}

size_t
data_set_need(const struct data_set *d)
{
	size_t n = (size_t)d->n, names = (size_t)d->in + (size_t)d->n_class;

	return arena_need(sizeof(float), n * (size_t)d->in)
	       + arena_need(sizeof(float), n * (size_t)d->out)
	       + arena_need(sizeof(int), n) + arena_need(sizeof(char *), (size_t)d->in)
	       + 2 * arena_need(sizeof(double), (size_t)d->in)
	       + arena_need(sizeof(char *), (size_t)d->n_class)
	       + names * arena_need(1, NAME_MAX_BYTES)
	       + arena_need(sizeof(int), n);		/* the order of the split */
}

/* ---- split ---- */

static bool
test_rows(const struct data_set *d, const struct param_set *p, int *rows, struct err *e)
{
	const struct param_value *v = param_get(p, "test");

	if (v->num >= 1 && v->num != floor(v->num))
		return err_set(
			e, ERR_RANGE, v->at,
			"test=%s is neither a share below 1 nor a whole number of rows",
			v->text);
	*rows = (int)(v->num >= 1 ? v->num : floor(v->num * d->n + 0.5));
	if (v->num > 0 && *rows == 0)
		*rows = 1;
	if (*rows < d->n)
		return true;
	return err_set(e, ERR_RANGE, v->at, "test=%s leaves none of %d rows for training",
		       v->text, d->n);
}

static void
swap(float *a, float *b, int n)
{
	for (int i = 0; i < n; i++) {
		float t = a[i];

		a[i] = b[i];
		b[i] = t;
	}
}

static void
swap_rows(struct data_set *d, int i, int j)
{
	swap(d->x + (size_t)i * d->in, d->x + (size_t)j * d->in, d->in);
	if (d->y)
		swap(d->y + (size_t)i * d->out, d->y + (size_t)j * d->out, d->out);
	if (d->label) {
		int t = d->label[i];

		d->label[i] = d->label[j];
		d->label[j] = t;
	}
}

/* Row i becomes what was row from[i], in place: what has been swapped away from
 * its old place is found by following from. */
static void
order_rows(struct data_set *d, const int *from)
{
	for (int i = 0; i < d->n; i++) {
		int j = from[i];

		while (j < i)
			j = from[j];
		if (j != i)
			swap_rows(d, i, j);
	}
}

void
data_split_order(int *from, int n, uint64_t seed)
{
	struct rng r;

	for (int i = 0; i < n; i++)
		from[i] = i;
	rng_init(&r, seed, "split", 0);
	rng_shuffle(&r, from, n);
}

static bool
split(struct data_set *d, const struct param_set *p, uint64_t seed, struct arena scratch,
      struct err *e)
{
	int n_test = 0, *from;

	if (!test_rows(d, p, &n_test, e))
		return false;
	d->n_train = d->n - n_test;
	if (n_test == 0)
		return true;
	from = ARENA_NEW(&scratch, int, d->n);
	data_split_order(from, d->n, seed);
	order_rows(d, from);
	return true;
}

/* ---- standardising ---- */

/* Mean and deviation of column j over the training part. */
static void
column_stats(const struct data_set *d, int j, double *mean, double *deviation)
{
	double sum = 0, square = 0;

	for (int i = 0; i < d->n_train; i++)
		sum += d->x[(size_t)i * d->in + j];
	*mean = sum / d->n_train;
	for (int i = 0; i < d->n_train; i++) {
		double by = d->x[(size_t)i * d->in + j] - *mean;

		square += by * by;
	}
	*deviation = sqrt(square / d->n_train);
}

/* Adds a constant column to the note; what does not fit is "...". */
static void
note_constant(struct data_set *d, int j, int nth)
{
	size_t used = strlen(d->note), size = sizeof(d->note);
	const char *before = nth == 1 ? "; constant, so 0: " : ", ";
	char name[40];

	str_fill(name, sizeof(name), str_of(d->in_name[j]));
	if (used + strlen(before) + strlen(name) + sizeof(", ...") < size)
		snprintf(d->note + used, size - used, "%s%s", before, name);
	else if (used >= 5 && strcmp(d->note + used - 5, ", ...") != 0)
		snprintf(d->note + used, size - used, ", ...");
}

static bool
standardise(struct data_set *d, struct err *e)
{
	int n_constant = 0;

	snprintf(d->note, sizeof(d->note),
		 "inputs standardised with mean and deviation of the %d training rows",
		 d->n_train);
	for (int j = 0; j < d->in; j++) {
		double mean, deviation;

		column_stats(d, j, &mean, &deviation);
		d->mean[j] = mean;
		d->deviation[j] = deviation;
		if (deviation == 0)
			note_constant(d, j, ++n_constant);
		for (int i = 0; i < d->n; i++) {
			float *x = &d->x[(size_t)i * d->in + j];

			*x = deviation == 0 ? 0 : (float)((*x - mean) / deviation);
			if (isinf(*x))
				return err_set(e, ERR_DATA, SPAN_NONE,
					       "column '%s' has a test "
					       "value too far from all training values",
					       d->in_name[j]);
		}
	}
	return true;
}

/* As its kind has it, where nobody says standardise=no. */
static bool
is_wanted(const struct data_kind *kind, const struct param_set *p)
{
	int row = param_find(kind->param, str_of("standardise"));

	return kind->standardise && (row < 0 || p->v[row].num == 0);
}

/* ---- all of it ---- */

static bool
rows_make(struct data_set *d, const struct data_kind *kind, const struct param_set *p,
	  uint64_t seed, const struct data_place *place, struct arena *own, struct err *e)
{
	struct rng r;

	rng_init(&r, seed, "data", 0);
	if (kind->read)
		return kind->read(d, p, place, &r, own, e);
	kind->shape(d, p);
	if (!arena_init(own, data_set_need(d), e))
		return false;
	data_set_alloc(d, own);
	kind->fill(d, p, &r);
	return true;
}

bool
data_make(struct data_set *d, const struct data_kind *kind, const struct param_set *p,
	  uint64_t seed, const struct data_place *place, struct arena *own, struct err *e)
{
	*d = (struct data_set){ .name = kind->name };
	*own = (struct arena){ 0 };
	if (rows_make(d, kind, p, seed, place, own, e) && split(d, p, seed, *own, e)
	    && (!is_wanted(kind, p) || standardise(d, e)))
		return true;
	arena_done(own);
	return false;
}
