#include "tests/lab/lab.h"

int
main(void)
{
	lab_add_bad();
	return tap_run("lab");
}
