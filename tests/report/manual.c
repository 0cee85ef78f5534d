/* Every row of every table has an entry in a manual page: its name is a word of a
 * line that begins with .It in actlab-lab(5). */
#include "actlab/report.h"
#include "tests/page.h"
#include "tests/report/suite.h"

#include <stdlib.h>

static void
every_row_has_its_entry_in_the_manual(void **state)
{
	const struct report_table *t = *state;
	char *page = page_source_read("actlab-lab.5");
	struct report_row r;
	char missing[2048] = "";
	size_t n = 0;

	assert_non_null(page);
	for (int i = 0; t->row(i, &r); i++)
		if (!page_has_entry(page, r.name) && n < sizeof(missing))
			n += (size_t)snprintf(missing + n, sizeof(missing) - n, " %s",
					      r.name);
	free(page);
	if (n)
		fail_msg("actlab-lab.5 has no .It for these %s:%s", t->name, missing);
}

static void
every_table_is_named_in_the_manual(void **state)
{
	char *page = page_source_read("actlab.1"), want[64];

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
