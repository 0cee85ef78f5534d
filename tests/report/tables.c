#include "actlab/report.h"
#include "tests/report/suite.h"

#include <stdlib.h>

/* ---- made-up tables ---- */

static const struct param params[] = {
	{ "slope", PARAM_REAL, -10, 10, 0.01, "", NULL, "slope where x is at most 0" },
	{ "axis", PARAM_WORD, 0, 1, 1, "", "linear log", "scale of the axis" },
	{ "n", PARAM_INT, 1, 100, 5, "points", NULL, "how many" },
	{ "layers", PARAM_LIST, 1, 20, 0, "", NULL, "which layers" },
	{ "file", PARAM_TEXT, 0, 0, 0, "", NULL, "name of a file" },
	{ "of", PARAM_WORD, 0, 0, 0, "", "one_long_word another_long_word yet_another",
	  "what is long has a line of its own" },
	{ 0 }
};

static bool
short_row(int i, struct report_row *r)
{
	static const struct report_row rows[] = {
		{ .name = "a", .what = "x + 1", .help = "one more" },
		{ .name = "long_name",
		  .what = "",
		  .help = "nothing to calculate",
		  .param = params },
		{ .name = NULL }
	};

	*r = rows[i];
	return r->name != NULL;
}

static bool
long_row(int i, struct report_row *r)
{
	static const struct report_row rows[] = {
		{ .name = "a", .what = "x + 1", .more = "slope 1", .help = "one more" },
		{ .name = "b",
		  .what = "a formula of many words that goes on and on and on and on",
		  .help = "help that together with the formula would be too long for a "
			  "line" },
		{ .name = NULL }
	};

	*r = rows[i];
	return r->name != NULL;
}

static char *
written(const struct report_table *t)
{
	char *out;
	size_t n;
	FILE *f = open_memstream(&out, &n);

	report_table_write(f, t);
	fclose(f);
	return out;
}

static void
tables_are_aligned(void **state)
{
	static const struct report_table one = { "short", "one line a row", short_row };
	static const struct report_table two = { "long", "more lines a row", long_row };
	char *a = written(&one), *b = written(&two), *both;

	(void)state;
	assert_true(asprintf(&both, "%s\n%s", a, b) > 0);
	tap_golden("report/golden/tables.txt", both);
	free(a);
	free(b);
	free(both);
}

/* ---- the real ones ---- */

static void
rows_have_name_and_help_and_no_twin(void **state)
{
	const struct report_table *t = *state;
	struct report_row a, b;
	int n = 0;

	for (int i = 0; t->row(i, &a); i++, n++) {
		if (!*a.help || strchr(a.help, '\n') || a.help[strlen(a.help) - 1] == '.')
			fail_msg("%s %s: help is one line without a full stop, not '%s'",
				 t->name, a.name, a.help);
		for (int k = 0; k < i; k++) {
			assert_true(t->row(k, &b));
			if (strcmp(a.name, b.name) == 0)
				fail_msg("%s has two rows '%s'", t->name, a.name);
		}
	}
	assert_true(n > 0);
}

static void
arguments_have_help_and_sound_limits(void **state)
{
	const struct report_table *t = *state;
	struct report_row r;

	for (int i = 0; t->row(i, &r); i++)
		for (const struct param *p = r.param; p && p->name; p++) {
			if (!p->help || !*p->help)
				fail_msg("%s %s %s has no help", t->name, r.name,
					 p->name);
			if ((p->kind == PARAM_REAL || p->kind == PARAM_INT)
			    && !(p->min <= p->def && p->def <= p->max))
				fail_msg("%s %s: %s=%g is outside its limits", t->name,
					 r.name, p->name, p->def);
		}
}

static void
lines_are_at_most_120_columns(void **state)
{
	const struct report_table *t = *state;
	char *out = written(t);

	for (char *p = strtok(out, "\n"); p; p = strtok(NULL, "\n"))
		if (str_width(str_of(p)) > 120)
			fail_msg("too wide: %s", p);
	free(out);
}

void
tables_add(void)
{
	char name[128];

	TAP(tables_are_aligned);
	for (const struct report_table *t = report_tables; t->name; t++) {
		snprintf(name, sizeof(name), "rows_have_name_and_help_and_no_twin: %s",
			 t->name);
		tap_add(name, rows_have_name_and_help_and_no_twin, t);
		snprintf(name, sizeof(name), "arguments_have_help_and_sound_limits: %s",
			 t->name);
		tap_add(name, arguments_have_help_and_sound_limits, t);
		snprintf(name, sizeof(name), "lines_are_at_most_120_columns: %s",
			 t->name);
		tap_add(name, lines_are_at_most_120_columns, t);
	}
}
