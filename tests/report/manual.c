/* Every row of every table has an entry in a manual page: its name is a word of a
 * line that begins with .It in actlab-lab(5). */
#include "actlab/report.h"
#include "tests/report/suite.h"

#include <stdlib.h>

static char *
slurp(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t n = 0;

	if (f && getdelim(&text, &n, '\0', f) < 0)
		text = NULL;
	if (f)
		fclose(f);
	return text;
}

/* The name is a word of a line, n bytes long. */
static bool
has_word(const char *line, size_t n, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 1; i + len <= n; i++)
		if (line[i - 1] == ' ' && strncmp(line + i, name, len) == 0
		    && (i + len == n || line[i + len] == ' '))
			return true;
	return false;
}

static bool
has_entry(const char *page, const char *name)
{
	for (const char *p = page; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		if (strncmp(p, ".It ", 4) == 0 && has_word(p, n, name))
			return true;
		p += n;
	}
	return false;
}

static void
every_row_has_its_entry_in_the_manual(void **state)
{
	const struct report_table *t = *state;
	char *lab = slurp(tap_path("../man/actlab-lab.5"));
	struct report_row r;
	char missing[2048] = "";
	size_t n = 0;

	assert_non_null(lab);
	for (int i = 0; t->row(i, &r); i++)
		if (!has_entry(lab, r.name) && n < sizeof(missing))
			n += (size_t)snprintf(missing + n, sizeof(missing) - n, " %s",
					      r.name);
	free(lab);
	if (n)
		fail_msg("actlab-lab.5 has no .It for these %s:%s", t->name, missing);
}

static void
every_table_is_named_in_the_manual(void **state)
{
	char *page = slurp(tap_path("../man/actlab.1")), want[64];

	(void)state;
	assert_non_null(page);
	for (const struct report_table *t = report_tables; t->name; t++) {
		snprintf(want, sizeof(want), "\n.Cm %s", t->name);
		if (!strstr(page, want))
			fail_msg("actlab.1 does not name the table %s", t->name);
	}
	free(page);
}

void
manual_add(void)
{
	char name[128];

	for (const struct report_table *t = report_tables; t->name; t++) {
		if (strcmp(t->name, "labs") == 0)	/* files, no words */
			continue;
		snprintf(name, sizeof(name), "every_row_has_its_entry_in_the_manual: %s",
			 t->name);
		tap_add(name, every_row_has_its_entry_in_the_manual, t);
	}
	TAP(every_table_is_named_in_the_manual);
}
