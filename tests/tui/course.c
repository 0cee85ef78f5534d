/* The course: its order, its progress, and what becomes of a damaged file. */
#include "tui/course.h"
#include "tests/tui/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char place[64];

static void
path(char to[128], const char *name)
{
	snprintf(to, 128, "%s/actlab/%s", place, name);
}

static void
begin(void)
{
	str_fill(place, sizeof(place), str_of("/tmp/actlab-course.XXXXXX"));
	assert_non_null(mkdtemp(place));
	setenv("XDG_STATE_HOME", place, 1);
	setenv("ACTLAB_LABS", tap_path("tui/course"), 1);
}

static void
end(void)
{
	static const char *const files[] = { "progress", "progress.damaged", "layout",
					     "layout.damaged", "", NULL };
	char name[128];

	for (int i = 0; files[i]; i++) {
		path(name, files[i]);
		if (*files[i])
			unlink(name);
		else
			rmdir(name);
	}
	rmdir(place);
	unsetenv("XDG_STATE_HOME");
	unsetenv("ACTLAB_LABS");
}

static struct tui_course *
course(void)
{
	static struct tui_course c;

	c = (struct tui_course){ 0 };
	tui_course_read(&c);
	return &c;
}

static void
labs_stand_in_the_order_in_which_they_lead_on(void **state)
{
	struct tui_course *c;

	(void)state;
	begin();
	c = course();
	assert_int_equal(c->n, 3);
	assert_string_equal(c->lab[0].name, "first");
	assert_string_equal(c->lab[1].name, "second");
	assert_string_equal(c->lab[2].name, "third");
	assert_string_equal(c->lab[1].title, "The second lab of a short course");
	assert_false(c->lab[0].begun);
	end();
}

static void
the_best_that_was_reached_stays(void **state)
{
	struct err e = { 0 };
	struct tui_course *c;

	(void)state;
	begin();
	assert_true(tui_course_note("second", true, 4, 5, &e));
	assert_true(tui_course_note("first", false, 1, 5, &e));
	assert_true(tui_course_note("second", false, 5, 5, &e));
	assert_true(tui_course_note("second", true, 3, 5, &e));
	c = course();
	assert_true(c->lab[0].begun && !c->lab[0].done);
	assert_true(c->lab[1].done);
	tap_near(c->lab[1].points, 4, 0, 0);
	assert_false(c->lab[2].begun);
	assert_string_equal(c->notice, "");
	end();
}

static void
a_damaged_file_is_moved_aside_and_said(void **state)
{
	static const char *const damaged[] = {
		"", "actlab-progress 2\n", "actlab-progress 1\nfirst done 1\n",
		"actlab-progress 1\nfirst nearly 1 2\n", "\x01\x02\x03", NULL
	};

	(void)state;
	for (int i = 0; damaged[i]; i++) {
		struct err e = { 0 };
		struct tui_course *c;
		char name[128];
		FILE *f;

		begin();
		assert_true(tui_course_note("first", true, 1, 1, &e));
		path(name, "progress");
		f = fopen(name, "w");
		assert_non_null(f);
		fputs(damaged[i], f);
		fclose(f);
		c = course();
		assert_non_null(strstr(c->notice, "moved to progress.damaged"));
		assert_false(c->lab[0].begun);
		path(name, "progress.damaged");
		assert_int_equal(access(name, F_OK), 0);
		assert_string_equal(course()->notice, "");
		end();
	}
}

static void
without_a_home_nothing_is_kept(void **state)
{
	char *home = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
	struct err e = { 0 };

	(void)state;
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_true(tui_course_note("first", true, 1, 1, &e));
	if (home)
		setenv("HOME", home, 1);
	free(home);
}

void
course_suite(void)
{
	TAP(labs_stand_in_the_order_in_which_they_lead_on);
	TAP(the_best_that_was_reached_stays);
	TAP(a_damaged_file_is_moved_aside_and_said);
	TAP(without_a_home_nothing_is_kept);
}
