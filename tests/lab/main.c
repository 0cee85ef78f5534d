#include "tests/lab/lab.h"

int
main(void)
{
	lab_add_language();
	lab_add_bad();
	lab_add_good();
	lab_add_answers();
	lab_add_takes();
	lab_add_own();
	lab_add_judges();
	lab_add_shipped();
	lab_add_mutants();
	lab_add_pages();
	lab_add_session();
	return tap_run("lab");
}
