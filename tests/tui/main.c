#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <stdlib.h>

static void
there_is_no_terminal(void **state)
{
	(void)state;
	assert_false(vt_able());
}

int
main(void)
{
	layout_suite();
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");	/* no test keeps anything in a home */
	unsetenv("HOME");
	keys_suite();
	course_suite();
	cross_suite();
	mouse_suite();
	keymap_suite();
	if (vt_able()) {
		screen_suite();
		play_suite();
		smoke_suite();
		past_suite();
		person_suite();
		views_suite();
		edit_suite();
		act_suite();
		storm_suite();
		fuzz_suite();
	} else {	/* a name that TAP understands: cmocka's skip() is "not ok" */
		tap_add("screens and terminals # SKIP configure found no libvterm",
			there_is_no_terminal, NULL);
	}
	return tap_run("tui");
}
