#include "tests/tui/suite.h"

int
main(void)
{
	layout_suite();
	keys_suite();
	cross_suite();
	screen_suite();
	play_suite();
	smoke_suite();
	person_suite();
	storm_suite();
	return tap_run("tui");
}
