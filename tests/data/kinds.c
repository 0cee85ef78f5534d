#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>

static void
is_a_complete_row(void **state)
{
	const struct data_kind *k = *state;

	assert_true(str_is_name(str_of(k->name)));
	assert_true(k->formula[0] && k->help[0]);
	assert_true(k->help[strlen(k->help) - 1] != '.');
	assert_ptr_equal(data_kind_find(str_of(k->name)), k);
	assert_true(param_find(k->param, str_of("test")) >= 0);
	assert_true(k->read ? !k->shape && !k->fill : k->shape && k->fill);
	for (const struct param *p = k->param; p->name; p++) {
		assert_true(p->help[0] && p->help[strlen(p->help) - 1] != '.');
		assert_true(p->kind == PARAM_TEXT
			    || (p->min <= p->def && p->def <= p->max));
		assert_non_null(p->unit);
	}
}

/* What a kind needs besides its defaults, in files of this run. */
static const char *
needs(const struct data_kind *k)
{
	if (strcmp(k->name, "csv") == 0) {
		data_write("t.csv",
			   "a,b,c\n1,5,yes\n2,4,no\n3,6,yes\n4,9,no\n9,2,yes\n", -1);
		return " file=t.csv";
	}
	if (strcmp(k->name, "npy") == 0) {
		data_write_arrays();
		return " file=x.npy y=y.npy";
	}
	if (strcmp(k->name, "idx") == 0) {
		data_write_arrays();
		return " file=t-images-idx3";
	}
	return strcmp(k->name, "curve") == 0 ? " f=sin(3*x)+if(x>0,1,0)" : "";
}

/* What to make of a kind in the tests that hold for all. */
static void
what_of(char what[64], const struct data_kind *k, const char *more)
{
	snprintf(what, 64, "%s%s%s", k->name, needs(k), more);
}

static void
fills_all_that_it_promises(void **state)
{
	const struct data_kind *k = *state;
	struct made m;
	char what[64];

	what_of(what, k, "");
	data_of(&m, what, 3);
	assert_string_equal(m.d.name, k->name);
	assert_true(m.d.n > 0 && m.d.in > 0 && 0 < m.d.n_train && m.d.n_train <= m.d.n);
	assert_int_equal(num_not_finite(m.d.x, m.d.n * m.d.in), -1);
	for (int j = 0; j < m.d.in; j++)
		assert_true(m.d.in_name[j][0]);
	if (m.d.target == DATA_CLASS) {
		assert_true(m.d.n_class >= 2 && m.d.out == 0 && !m.d.y);
		for (int i = 0; i < m.d.n; i++)
			assert_true(0 <= m.d.label[i] && m.d.label[i] < m.d.n_class);
		for (int c = 0; c < m.d.n_class; c++)
			assert_true(data_count(&m, c) > 0 && m.d.class_name[c][0]);
	} else {
		assert_true(m.d.out >= 1 && m.d.n_class == 0 && !m.d.label);
		assert_int_equal(num_not_finite(m.d.y, m.d.n * m.d.out), -1);
	}
	data_done(&m);
}

static void
has_the_same_bits_again_and_on_every_kernel(void **state)
{
	const struct data_kind *k = *state;
	const char *was = num_kernel();
	struct made m;
	char what[64];
	uint64_t want;

	what_of(what, k, " test=0.25");
	data_of(&m, what, 7);
	want = data_hash(&m);
	data_done(&m);
	for (const char *const *name = num_kernel_names(); *name; name++) {
		if (!num_kernel_use(*name))
			continue;
		data_of(&m, what, 7);
		assert_int_equal(data_hash(&m), want);
		data_done(&m);
	}
	assert_true(num_kernel_use(was));
}

/* The same lab and seed are the same bits on every machine and in every release. */
static void
bits_are_those_of_every_release(void **state)
{
	char got[1024] = "# kind and hash: seed 7, test=0.25\n", what[64];

	(void)state;
	for (const struct data_kind *k = data_kinds; k->name; k++) {
		size_t n = strlen(got);
		struct made m;

		what_of(what, k, " test=0.25");
		data_of(&m, what, 7);
		snprintf(got + n, sizeof(got) - n, "%s %016jx\n", k->name,
			 (uintmax_t)data_hash(&m));
		data_done(&m);
	}
	tap_golden("data/bits.txt", got);
}

static void
differs_under_another_seed(void **state)
{
	const struct data_kind *k = *state;
	struct made a, b;
	char what[64];

	what_of(what, k, " test=2");
	data_of(&a, what, 1);
	data_of(&b, what, 2);
	assert_int_not_equal(data_hash(&a), data_hash(&b));
	data_done(&a);
	data_done(&b);
}

static void
an_unknown_kind_is_not_found(void **state)
{
	(void)state;
	assert_null(data_kind_find(str_of("circle")));
	assert_null(data_kind_find(str_of("")));
}

void
data_kinds_cases(void)
{
	static const struct {
		const char *says;
		CMUnitTestFunction f;
	} promises[] = {
		{ "is a complete row", is_a_complete_row },
		{ "fills all that it promises", fills_all_that_it_promises },
		{ "has the same bits again and on every kernel",
		  has_the_same_bits_again_and_on_every_kernel },
		{ "differs under another seed", differs_under_another_seed },
	};
	char name[96];

	for (const struct data_kind *k = data_kinds; k->name; k++)
		for (size_t i = 0; i < sizeof(promises) / sizeof(*promises); i++) {
			snprintf(name, sizeof(name), "%s %s", k->name, promises[i].says);
			tap_add(name, promises[i].f, k);
		}
	TAP(bits_are_those_of_every_release);
	TAP(an_unknown_kind_is_not_found);
}
