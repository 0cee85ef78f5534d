/* Rules of the language that are easier said than shown by a file. */
#include "tests/lab/lab.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct lab_plan *
say(const char *block, char **text)
{
	char tail[4096];
	struct lab_plan *p;
	struct arena a;
	struct err e = { 0 };
	struct lab_take *t;

	snprintf(tail, sizeof(tail), "say\n%s", block);
	p = lab_good(tail);
	t = lab_take_new(p, 1, NULL, 0, &e);
	assert_non_null(t);
	assert_true(arena_init(&a, 65536, &e));
	*text = strdup(lab_take_text(t, &p->step[0].say, -1, &a));
	arena_done(&a);
	lab_take_free(t, NULL);
	return p;
}

static void
said(const char *block, const char *want)
{
	char *text;
	struct lab_plan *p = say(block, &text);

	assert_string_equal(text, want);
	free(text);
	lab_free(p);
}

static void
lines_of_a_paragraph_are_joined(void **state)
{
	(void)state;
	said("  one\n  two\n", "one two");
	said("  one\n\n\n  two\n", "one\n\ntwo");
	said("\n\n  one\n\n", "one");
	said("\tone\n        two\n", "one two");
}

static void
deeper_lines_stay_lines(void **state)
{
	(void)state;
	said("  one\n    two\n      three\n  four\n", "one\n  two\n    three\nfour");
	said(" one\n\ttwo\n", "one\n       two");
}

static void
comments_part_nothing(void **state)
{
	(void)state;
	said("  one\n# no\n   # no\n  two\n", "one two");
}

static void
braces_hold_values(void **state)
{
	(void)state;
	said("  {1+1}\n", "2");
	said("  a{1/3}b{1/3:6}c\n", "a0.333b0.333333c");
	said("  {{1+1} and }\n", "{1+1} and }");
	said("  {{{2}\n", "{2");
	said("  { 2 ^ -40 }\n", "9.09e-13");
	said("  Note: {max(1, 2)}: x\n", "Note: 2: x");
}

static void
quotes_hold_blanks_and_quotes(void **state)
{
	struct lab_plan *p = lab_good("");
	struct err_list errs = { 0 };
	static const char text[] = "lab q\n"
				   "title  \"a \\\"b\\\" \\\\ c\"\n"
				   "time 5 \"min\"\n";

	(void)state;
	lab_free(p);
	p = lab_parse("q", (struct str){ text, (int)strlen(text) }, "", &errs);
	assert_non_null(p);
	assert_string_equal(p->title, "a \"b\" \\ c");
	assert_string_equal(p->time, "5 \"min\"");
	lab_free(p);
}

static void
ranges_are_one_token(void **state)
{
	struct lab_plan *p = lab_good("show\n  gradbars sig layers=1..2,3\n"
				      "expect x seeds=3..5,9\n  loss(sig) < 2\n");

	(void)state;
	assert_int_equal(p->step[0].show.panel[0].param.v[1].n_list, 3);
	assert_int_equal(p->expect[0].n_seed, 4);
	assert_int_equal(p->expect[0].seed[3], 9);
	lab_free(p);
}

static void
errors_are_listed_up_to_twenty(void **state)
{
	struct err_list errs = { 0 };
	char tail[2000] = "";

	(void)state;
	for (int i = 0; i < 25; i++)
		strcat(tail, "shwo\n");
	assert_null(lab_of(tail, &errs));
	assert_int_equal(errs.n, 20);
	assert_int_equal(errs.more, 5);
	lab_errs_done(&errs);
	assert_int_equal(errs.n, 0);
}

static void
a_line_of_a_megabyte_is_an_error(void **state)
{
	struct err_list errs = { 0 };
	int n = 1000000;
	char *text = malloc((size_t)n + 20);

	(void)state;
	memset(text, 'x', (size_t)n + 20);
	memcpy(text, "lab x\ntitle ", 12);
	assert_null(lab_parse("x", (struct str){ text, n }, "", &errs));
	free(text);
	assert_int_equal(errs.n, 1);
	assert_string_equal(errs.e[0].msg,
			    "this line has 999994 bytes, a line may have 4096");
	lab_errs_done(&errs);
}

static void
a_lab_of_many_megabytes_is_an_error(void **state)
{
	struct err_list errs = { 0 };
	int n = 4000001;
	char *text = malloc((size_t)n);

	(void)state;
	memset(text, '\n', (size_t)n);
	assert_null(lab_parse("x", (struct str){ text, n }, "", &errs));
	assert_string_equal(errs.e[0].msg, "'x' is larger than 4 MB");
	lab_errs_done(&errs);
	for (int i = 0; i + 6 <= n; i += 6)
		memcpy(text + i, "pause\n", 6);
	memcpy(text, "lab x\n", 6);
	assert_null(lab_parse("x", (struct str){ text, n - n % 6 - 6 }, "", &errs));
	assert_string_equal(errs.e[0].msg,
			    "a lab may have 2000 commands, this has 666665");
	lab_errs_done(&errs);
	free(text);
}

static void
files_that_are_none_are_refused(void **state)
{
	static const char *const bad[][2] = {
		{ "/", "'/' is a directory, not a file" },
		{ "/dev/null", "'/dev/null' is a device, not a file" },
		{ "/nowhere/x.lab",
		  "cannot open '/nowhere/x.lab': No such file or directory" },
	};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct err_list errs = { 0 };

		assert_null(lab_load(bad[i][0], &errs));
		assert_int_equal(errs.n, 1);
		assert_string_equal(errs.e[0].msg, bad[i][1]);
		lab_errs_done(&errs);
	}
}

static void
labs_are_found_by_name(void **state)
{
	char path[1024], want[1024];
	struct err e = { 0 };

	(void)state;
	assert_true(lab_find("depth-20", path, &e));
	snprintf(want, sizeof(want), "%s/depth-20.lab", lab_directory());
	assert_string_equal(path, want);
	assert_true(lab_find(want, path, &e));
	assert_string_equal(path, want);
	assert_false(lab_find("depth20", path, &e));
	assert_string_equal(e.msg, "there is no installed lab 'depth20'");
	assert_string_equal(e.hint, "did you mean 'depth-20'?");
	assert_int_equal(err_exit_status(&e), 2);
}

/* What is written as a path is never looked for among the installed labs. */
static void
a_slash_or_an_end_makes_a_path(void **state)
{
	char path[1024];
	struct err e = { 0 };

	(void)state;
	assert_false(lab_find("depth-20.lab", path, &e));
	assert_string_equal(e.msg, "cannot open 'depth-20.lab': "
				   "No such file or directory");
	assert_string_equal(e.hint, "the installed lab is called without '.lab': "
				    "depth-20");
	assert_int_equal(err_exit_status(&e), 3);
	e = (struct err){ 0 };
	assert_false(lab_find("./depth-20", path, &e));
	assert_int_equal(err_exit_status(&e), 3);
	assert_string_equal(e.hint, "");
	assert_true(lab_find("/", path, &e));	/* there is something: reading it fails */
}

static void
a_nearly_right_file_name_is_hinted_at(void **state)
{
	char path[1024], near[1024], want[1100];
	struct err e = { 0 };

	(void)state;
	snprintf(path, sizeof(path), "%s", tap_path("lab-good/tabel.lab"));
	snprintf(want, sizeof(want), "did you mean '%s'?",
		 tap_path("lab-good/table.lab"));
	assert_false(lab_find(path, near, &e));
	assert_int_equal(err_exit_status(&e), 3);
	assert_string_equal(e.hint, strlen(want) < sizeof(e.hint) ? want : e.hint);
}

static void
a_card_leads_to_installed_labs_or_to_those_beside(void **state)
{
	static const char text[] = "lab x\ncard\n  so\n"
				   "  next: digits, table, nowhere\n";
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_parse("x", str_of(text), tap_path("lab-good"), &errs);
	char command[LAB_COMMAND_MAX], want[LAB_COMMAND_MAX];

	(void)state;
	assert_non_null(p);
	assert_string_equal(lab_next_command(p, 0, command), "actlab digits");
	snprintf(want, sizeof(want), "actlab %s", tap_path("lab-good/table.lab"));
	assert_string_equal(lab_next_command(p, 1, command), want);
	assert_true(lab_next_known(p, 1));
	assert_string_equal(lab_next_command(p, 2, command), "nowhere");
	assert_false(lab_next_known(p, 2));
	lab_free(p);
}

static void
the_environment_names_the_labs(void **state)
{
	const char *set = getenv("ACTLAB_LABS");
	char *old = set ? strdup(set) : NULL;

	(void)state;
	setenv("ACTLAB_LABS", "/some/where", 1);
	assert_string_equal(lab_directory(), "/some/where");
	unsetenv("ACTLAB_LABS");
	assert_string_not_equal(lab_directory(), "/some/where");
	assert_int_equal(access(lab_directory(), R_OK), 0);
	if (old)
		setenv("ACTLAB_LABS", old, 1);
	free(old);
}

static void
every_verb_is_a_whole_row(void **state)
{
	const struct lab_verb *v = *state;

	assert_non_null(v->parse);
	assert_non_null(v->fields);
	assert_true(strlen(v->help) > 5);
	assert_int_equal(strncmp(v->usage, v->name, strlen(v->name)), 0);
	assert_true(strlen(v->usage) < 72);		/* fits a hint */
	assert_true(v->help[strlen(v->help) - 1] != '.');
}

void
lab_add_language(void)
{
	TAP(lines_of_a_paragraph_are_joined);
	TAP(deeper_lines_stay_lines);
	TAP(comments_part_nothing);
	TAP(braces_hold_values);
	TAP(quotes_hold_blanks_and_quotes);
	TAP(ranges_are_one_token);
	TAP(errors_are_listed_up_to_twenty);
	TAP(a_line_of_a_megabyte_is_an_error);
	TAP(a_lab_of_many_megabytes_is_an_error);
	TAP(files_that_are_none_are_refused);
	TAP(labs_are_found_by_name);
	TAP(a_slash_or_an_end_makes_a_path);
	TAP(a_nearly_right_file_name_is_hinted_at);
	TAP(a_card_leads_to_installed_labs_or_to_those_beside);
	TAP(the_environment_names_the_labs);
	for (const struct lab_verb *v = lab_verbs; v->name; v++) {
		char title[80];

		snprintf(title, sizeof(title), "every_verb_is_a_whole_row %s", v->name);
		tap_add(title, every_verb_is_a_whole_row, v);
	}
}
