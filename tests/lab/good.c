/* Labs that are right: what is read, and that they can be played. */
#include "tests/lab/lab.h"

#include <stdlib.h>

static struct lab_plan *
load_good(const char *name)
{
	struct err_list errs = { 0 };
	struct lab_plan *p;
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", tap_path("lab-good"), name);
	p = lab_load(path, &errs);
	err_list_print(stderr, &errs);
	assert_non_null(p);
	return p;
}

static void
reads_as_golden(void **state)
{
	const char *name = *state;
	struct lab_plan *p = load_good(name);
	char *text = NULL, golden[300];
	size_t n;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	lab_dump(f, p);
	fclose(f);
	snprintf(golden, sizeof(golden), "lab-good/%.*s.plan", (int)strlen(name) - 4,
		 name);
	tap_golden(golden, text);
	free(text);
	lab_free(p);
}

static void
keeps_what_it_expects(void **state)
{
	const char *name = *state;
	struct lab_plan *p = load_good(name);
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(2, &e);
	struct lab_judge *j = lab_judge_new(p, p->seed, pool, &e);

	assert_non_null(j);
	while (!lab_judge_advance(j, &e))
		train_pool_wait(pool);
	assert_string_equal(e.msg, "");
	assert_true(lab_judge_result(j)->judged);
	assert_int_equal(lab_judge_result(j)->status, 0);
	lab_judge_free(j);
	train_pool_free(pool);
	lab_free(p);
}

/* The same text with other line ends, a BOM in front. */
static void
line_ends_and_a_bom_change_nothing(void **state)
{
	static const char *const other[] = { "crlf.lab", "bom.lab" };
	struct lab_plan *p = load_good("plain.lab");

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct lab_plan *o = load_good(other[i]);

		assert_string_equal(o->name, p->name);
		assert_int_equal(o->n_step, p->n_step);
		assert_int_equal(o->n_run, p->n_run);
		assert_string_equal(o->run[0].spec.name, p->run[0].spec.name);
		assert_true(str_same(o->expect[0].source, p->expect[0].source));
		lab_free(o);
	}
	lab_free(p);
}

void
lab_add_good(void)
{
	char **name = lab_names("lab-good", ".lab"), title[200];

	TAP(line_ends_and_a_bom_change_nothing);
	for (int i = 0; name[i]; i++) {
		if (strcmp(name[i], "base.lab") == 0) {	/* only there to be used */
			free(name[i]);
			continue;
		}
		snprintf(title, sizeof(title), "reads_as_golden %s", name[i]);
		tap_add(title, reads_as_golden, name[i]);
		snprintf(title, sizeof(title), "keeps_what_it_expects %s", name[i]);
		tap_add(title, keeps_what_it_expects, name[i]);
	}
	free(name);
}
