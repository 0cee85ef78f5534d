#include "tests/base/base.h"

int
main(void)
{
	base_err();
	return tap_run("base");
}
