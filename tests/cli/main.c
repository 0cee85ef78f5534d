#include "tests/cli/cli.h"

int
main(void)
{
	cases_add();
	manual_add();
	output_add();
	export_add();
	script_add();
	replay_add();
	return tap_run("cli");
}
