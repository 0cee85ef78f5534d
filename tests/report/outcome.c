/* Reports of made-up results, word for word. */
#include "tests/report/madeup.h"
#include "tests/report/suite.h"

#include <jansson.h>
#include <stdlib.h>

static const struct row {
	const char *name;
	void (*make)(struct madeup *m);
	const char *format;
} rows[] = {
	{ "held.txt", madeup_held, "text" },
	{ "mixed.txt", madeup_mixed, "text" },
	{ "left.txt", madeup_left, "text" },
	{ "held.tap", madeup_held, "tap" },
	{ "mixed.tap", madeup_mixed, "tap" },
	{ "left.tap", madeup_left, "tap" },
	{ "mixed.json", madeup_mixed, "json" },
	{ "left.json", madeup_left, "json" },
	{ 0 }
};

static char *
written(const struct row *row)
{
	struct madeup m;
	struct err e = { 0 };
	char *out;
	size_t n;
	FILE *f = open_memstream(&out, &n);

	row->make(&m);
	assert_true(
		report_format_find(str_of(row->format))->write(f, &m.result, NULL, &e));
	fclose(f);
	madeup_done(&m);
	return out;
}

static void
agrees(void **state)
{
	const struct row *row = *state;
	char path[128], *out = written(row);

	snprintf(path, sizeof(path), "report/golden/%s", row->name);
	tap_golden(path, out);
	free(out);
}

static void
text_reports_fit_into_80_columns(void **state)
{
	(void)state;
	for (const struct row *r = rows; r->name; r++) {
		char *out = written(r);

		if (strcmp(r->format, "text") == 0)
			for (char *p = strtok(out, "\n"); p; p = strtok(NULL, "\n"))
				if (str_width(str_of(p)) > REPORT_WIDTH)
					fail_msg("too wide: %s", p);
		free(out);
	}
}

static void
json_can_be_read_back(void **state)
{
	json_error_t why;
	char *out = written(&rows[6]);
	json_t *root = json_loads(out, JSON_REJECT_DUPLICATES, &why), *x;

	(void)state;
	assert_non_null(root);
	assert_true(json_integer_value(json_object_get(root, "seed"))
		    == 9007199254740991);
	x = json_array_get(json_object_get(root, "expectations"), 1);
	assert_true(json_is_false(json_object_get(x, "held")));
	x = json_array_get(json_object_get(x, "seeds"), 0);
	x = json_array_get(json_object_get(x, "comparisons"), 1);
	assert_string_equal(json_string_value(json_object_get(x, "comparison")),
			    "acc(one) < 0.6");
	tap_near(json_real_value(json_object_get(x, "measured")), 0.5, 1e-9, 0);
	json_decref(root);
	free(out);
}

static void
formats_are_found_by_name(void **state)
{
	(void)state;
	for (const struct report_format *f = report_formats; f->name; f++)
		assert_ptr_equal(report_format_find(str_of(f->name)), f);
	assert_null(report_format_find(str_of("xml")));
}

void
outcome_add(void)
{
	char name[128];

	for (const struct row *r = rows; r->name; r++) {
		snprintf(name, sizeof(name), "report_reads_as_it_should: %s", r->name);
		tap_add(name, agrees, r);
	}
	TAP(text_reports_fit_into_80_columns);
	TAP(json_can_be_read_back);
	TAP(formats_are_found_by_name);
}
