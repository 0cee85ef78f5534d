/* Every lab of tests/lab-bad has one mistake, and one exact message (x.err). */
#include "tests/lab/lab.h"

#include <stdlib.h>

static void
says_what_is_wrong(void **state)
{
	const char *name = *state;
	struct err_list errs = { 0 };
	char path[1024], golden[300];
	char *text, *message;
	int n;

	snprintf(path, sizeof(path), "%s", tap_path("lab-bad"));
	snprintf(golden, sizeof(golden), "%s/%s", tap_path("lab-bad"), name);
	text = lab_slurp(golden, &n);
	assert_null(lab_parse(name, (struct str){ text, n }, path, &errs));
	assert_true(errs.n > 0);
	free(text);
	message = lab_errors_text(&errs);
	for (int i = 0; i < errs.n; i++)
		assert_int_equal(err_exit_status(&errs.e[i]), 2);
	snprintf(golden, sizeof(golden), "lab-bad/%.*s.err", (int)strlen(name) - 4, name);
	tap_golden(golden, message);
	free(message);
	lab_errs_done(&errs);
	assert_int_equal(errs.n, 0);
}

void
lab_add_bad(void)
{
	char **name = lab_names("lab-bad", ".lab"), title[200];

	for (int i = 0; name[i]; i++) {
		snprintf(title, sizeof(title), "says_what_is_wrong in %s", name[i]);
		tap_add(title, says_what_is_wrong, name[i]);
	}
	free(name);
}
