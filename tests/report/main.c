#include "tests/report/suite.h"

#include <stdlib.h>

int
main(void)
{
	setenv("ACTLAB_LABS", tap_path("../labs"), 1);
	page_add();
	outcome_add();
	tables_add();
	words_add();
	manual_add();
	return tap_run("report");
}
