#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static char lab_dir[] = "test_data.XXXXXX";
static char data_dir[1024];
struct data_place data_here = { lab_dir, data_dir };

bool
data_try(struct made *m, const char *what, uint64_t seed, struct err *e)
{
	struct str rest = str_of(what), word, key;
	const struct data_kind *kind;
	struct param_set p;

	*m = (struct made){ .d = { .n = 0 } };
	assert_true(str_cut(&rest, ' ', &word));
	kind = data_kind_find(word);
	assert_non_null(kind);
	param_set_init(&p, kind->param);
	while (str_cut(&rest, ' ', &word)) {
		struct str value = word;

		str_cut(&value, '=', &key);
		if (!param_set_text(&p, key, SPAN_NONE, value,
				    (struct span){ (int)(value.s - what), value.n }, e))
			return false;
	}
	return data_make(&m->d, kind, &p, seed, &data_here, &m->own, e);
}

void
data_of(struct made *m, const char *what, uint64_t seed)
{
	struct err e = { 0 };

	if (!data_try(m, what, seed, &e))
		fail_msg("%s: %s", what, e.msg);
}

void
data_done(struct made *m)
{
	arena_done(&m->own);
}

uint64_t
data_hash(const struct made *m)
{
	const struct data_set *d = &m->d;
	uint64_t h = num_hash(NUM_HASH_START, d->x, d->n * d->in * (int)sizeof(*d->x));

	if (d->y)
		h = num_hash(h, d->y, d->n * d->out * (int)sizeof(*d->y));
	if (d->label)
		h = num_hash(h, d->label, d->n * (int)sizeof(*d->label));
	return h;
}

void
data_write(const char *name, const char *text, int n)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", lab_dir, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	fwrite(text, 1, n < 0 ? strlen(text) : (size_t)n, f);
	assert_int_equal(fclose(f), 0);
}

int
data_count(const struct made *m, int k)
{
	int n = 0;

	for (int i = 0; i < m->d.n; i++)
		n += k < 0 || m->d.label[i] == k;
	return n;
}

double
data_mean(const struct made *m, int j, int k)
{
	double sum = 0;

	for (int i = 0; i < m->d.n; i++)
		if (k < 0 || m->d.label[i] == k)
			sum += m->d.x[i * m->d.in + j];
	return sum / data_count(m, k);
}

double
data_deviation(const struct made *m, int j, int k)
{
	double sum = 0, mean = data_mean(m, j, k);

	for (int i = 0; i < m->d.n; i++)
		if (k < 0 || m->d.label[i] == k)
			sum += (m->d.x[i * m->d.in + j] - mean)
			       * (m->d.x[i * m->d.in + j] - mean);
	return sqrt(sum / data_count(m, k));
}

/* The directory of this run: made, used, and emptied of what tests have written. */
static int
in_a_directory(void)
{
	static const char *const left[] =
		{ "t.csv", "u.csv", "digits8x8.u8", "t.safetensors", "x.npy",
					     "y.npy", "t.npz", "t-images-idx3",
					     "t-labels-idx1" };
	int failed;

	if (!mkdtemp(lab_dir)) {
		perror(lab_dir);
		return 99;
	}
	failed = tap_run("data");
	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++) {
		char path[256];

		snprintf(path, sizeof(path), "%s/%s", lab_dir, left[i]);
		unlink(path);
	}
	rmdir(lab_dir);
	return failed;
}

int
main(void)
{
	snprintf(data_dir, sizeof(data_dir), "%s", tap_path("../labs/data"));
	data_kinds_cases();
	data_made_cases();
	data_split_cases();
	data_csv_parse_cases();
	data_csv_cases();
	data_csv_wrong_cases();
	data_digits_cases();
	data_tensors_cases();
	data_arrays_cases();
	data_sequence_cases();
	data_curve_cases();
	return in_a_directory();
}
