/* Tables, numbers, formats; and output that cannot be written. */
#include "actlab/report.h"
#include "tests/cli/cli.h"

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

/* ---- tables ---- */

/* A line of the text that begins with the name, after two blanks. */
static bool
has_row(const char *text, const char *name)
{
	char want[128];

	snprintf(want, sizeof(want), "\n  %s ", name);
	return strstr(text, want) != NULL;
}

static void
list_prints_every_row(void **state)
{
	const struct report_table *t = *state;
	struct report_row r;
	struct shell s;
	char command[128];

	snprintf(command, sizeof(command), "actlab list %s", t->name);
	shell_run(&s, command);
	assert_int_equal(s.status, 0);
	assert_string_equal(s.err, "");
	setenv("ACTLAB_LABS", tap_path("../labs"), 1);
	for (int i = 0; t->row(i, &r); i++) {
		if (!has_row(s.out, r.name))
			fail_msg("actlab %s does not print %s:\n%s", command, r.name,
				 s.out);
		assert_non_null(strstr(s.out, r.what));
		assert_non_null(strstr(s.out, r.help));
	}
	shell_done(&s);
}

static void
lists_follow_each_other(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "actlab list losses inits");
	assert_int_equal(s.status, 0);
	assert_non_null(strstr(s.out, "losses: "));
	assert_non_null(strstr(s.out, "\n\ninits: "));
	shell_done(&s);
}

/* ---- numbers: activations.csv, which the tests of nn have too ---- */

enum { REF_MAX = 4000 };
struct ref {
	char name[32];
	double x, f, df;
};

/* The n-th field of a line without quotes. */
static const char *
field(const char *line, int n)
{
	for (; n > 0 && line; n--) {
		line = strchr(line, ',');
		line += line != NULL;
	}
	return line;
}

static int
refs_read(struct ref *out)
{
	FILE *file = fopen(tap_path("nn/activations.csv"), "r");
	char line[512];
	int n = 0;

	assert_non_null(file);
	while (n < REF_MAX && fgets(line, sizeof(line), file)) {
		if (!field(line, 5))
			continue;
		out[n].x = strtod(field(line, 2), NULL);
		out[n].f = strtod(field(line, 4), NULL);
		out[n].df = strtod(field(line, 5), NULL);
		line[strcspn(line, ",")] = 0;
		snprintf(out[n].name, sizeof(out[n].name), "%.31s",
			 strcmp(line, "celu2") == 0 ? "celu(2)" : line);
		n++;
	}
	fclose(file);
	return n;
}

static const struct ref *
ref_find(const struct ref *refs, int n, const char *name, double x)
{
	for (int i = 0; i < n; i++)
		if (strcmp(refs[i].name, name) == 0
		    && fabs(refs[i].x - x) <= 1e-8 * fabs(x))
			return &refs[i];
	return NULL;
}

static void
curve_csv_agrees_with_reference(void **state)
{
	static struct ref refs[REF_MAX];
	int n = refs_read(refs), found = 0;
	char command[1024], name[64];
	struct shell s;

	(void)state;
	snprintf(command, sizeof(command),
		 "f='%s'; for a in $(tail -n +2 $f | cut -d, -f1 | uniq); do "
		 "at=$(awk -F, -v a=$a '$1 == a { print $3 }' $f | paste -sd ,); "
		 "test $a != celu2 || a='celu(2)'; "
		 "actlab curve $a --format csv --at $at || exit; done",
		 tap_path("nn/activations.csv"));
	shell_run(&s, command);
	assert_int_equal(s.status, 0);
	for (char *p = strtok(s.out, "\n"); p; p = strtok(NULL, "\n")) {
		double x, f, df;
		const struct ref *ref;

		if (sscanf(p, "%63[^,],%lf,%lf,%lf", name, &x, &f, &df) != 4)
			continue;
		ref = ref_find(refs, n, name, x);
		assert_non_null(ref);
		tap_near(f, ref->f, 5e-7, 1e-6);
		tap_near(df, ref->df, 5e-7, 1e-6);
		found++;
	}
	assert_int_equal(found, n - 1);			/* the first line is its head */
	shell_done(&s);
}

static void
curve_csv_spreads_points_over_the_range(void **state)
{
	struct shell s;
	int lines = 0;

	(void)state;
	shell_run(&s, "actlab curve relu --range 0..12 --format csv");
	assert_int_equal(s.status, 0);
	for (const char *p = s.out; *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 1 + 121);
	assert_non_null(strstr(s.out, "\nrelu,0,0,0\nrelu,0.1"));
	assert_non_null(strstr(s.out, "\nrelu,12,12,1\n"));
	shell_done(&s);
}

/* ---- reports ---- */

static void
text_report_fits_into_80_columns(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "actlab run \"$LABS\"/good.lab");
	assert_int_equal(s.status, 0);
	assert_string_equal(s.err, "");
	for (char *p = strtok(s.out, "\n"); p; p = strtok(NULL, "\n"))
		if (str_width(str_of(p)) > REPORT_WIDTH)
			fail_msg("too wide: %s", p);
	shell_done(&s);
}

/* What a person would have read, with its numbers, and a line for each panel. */
static void
report_tells_what_was_said_and_shown(void **state)
{
	struct shell s;
	const char *before, *after, *panels;

	(void)state;
	shell_run(&s, "actlab run \"$LABS\"/good.lab");
	before = strstr(s.out, "\nNarration\n  Before: 0.");
	assert_non_null(before);
	after = strstr(before, "\n\n  After 6 steps: 0.");
	assert_non_null(after);
	panels = strstr(after, "\nPanels, at the end\n  loss           one 0.");
	assert_non_null(panels);
	assert_non_null(strstr(panels, "\n  two: boundary  "));
	assert_non_null(strstr(panels, " % right"));
	assert_null(strstr(s.out, "..."));
	shell_done(&s);
}

static void
json_report_holds_what_was_said_and_shown(void **state)
{
	struct shell s;
	json_t *root, *said, *panels, *x;

	(void)state;
	shell_run(&s, "actlab run \"$LABS\"/good.lab --format json");
	root = json_loads(s.out, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	said = json_object_get(root, "narration");
	assert_int_equal(json_array_size(said), 2);
	x = json_array_get(said, 1);
	assert_int_equal(strncmp(json_string_value(x), "After 6 steps: 0.", 17), 0);
	panels = json_object_get(root, "panels");
	assert_int_equal(json_array_size(panels), 2);
	x = json_array_get(panels, 1);
	assert_string_equal(json_string_value(json_object_get(x, "panel")), "boundary");
	assert_string_equal(json_string_value(json_object_get(x, "title")),
			    "two: boundary");
	x = json_object_get(x, "caption");
	assert_non_null(strstr(json_string_value(x), " % right"));
	json_decref(root);
	shell_done(&s);
}

/* in= and out= are left to the data: the report says what they are. */
static void
reports_say_what_the_data_gives(void **state)
{
	struct shell text, json;

	(void)state;
	shell_run(&text, "actlab run \"$LABS/doubtful.lab\"");
	shell_run(&json, "actlab run \"$LABS/doubtful.lab\" --format json");
	assert_int_equal(text.status, 0);
	assert_non_null(strstr(text.out, "one  2-4-2 relu, he;"));
	assert_non_null(strstr(json.out, "\"2-4-2 relu, he;"));
	assert_non_null(strstr(text.out, "  next: actlab digits\n"
					 "        actlab /"));
	assert_non_null(strstr(text.out, "/good.lab\n        nowhere\n"));
	shell_done(&text);
	shell_done(&json);
}

static void
json_report_parses_and_holds_the_figures(void **state)
{
	struct shell s;
	json_t *root, *x, *layers;
	json_error_t why;

	(void)state;
	shell_run(&s, "actlab run \"$LABS\"/good.lab --format json --seed 7");
	assert_int_equal(s.status, 0);
	root = json_loads(s.out, JSON_REJECT_DUPLICATES, &why);
	assert_non_null(root);
	assert_int_equal(json_integer_value(json_object_get(root, "seed")), 7);
	assert_int_equal(json_integer_value(json_object_get(root, "status")), 0);
	assert_int_equal(json_array_size(json_object_get(root, "runs")), 2);
	x = json_array_get(json_object_get(root, "runs"), 0);
	layers = json_object_get(json_object_get(x, "measures"), "grad");
	assert_int_equal(json_array_size(layers), 2);
	assert_true(json_real_value(json_array_get(layers, 0)) > 0);
	x = json_array_get(json_object_get(root, "expectations"), 0);
	assert_string_equal(json_string_value(json_object_get(x, "name")), "positive");
	assert_true(json_is_true(json_object_get(x, "held")));
	x = json_object_get(x, "seeds");
	assert_int_equal(json_array_size(x), 4);		/* 1..3 and 7 */
	json_decref(root);
	shell_done(&s);
}

/* Counts the test lines of a TAP stream and compares with the plan. */
static void
tap_check(const char *out, int *passed, int *failed)
{
	int planned = -1, number, n = 0;

	*passed = *failed = 0;
	assert_int_equal(strncmp(out, "TAP version 13\n", 15), 0);
	for (const char *p = out; p && *p;
	     p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) {
		if (sscanf(p, "1..%d", &planned) == 1)
			continue;
		if (sscanf(p, "ok %d - ", &number) == 1)
			++*passed;
		else if (sscanf(p, "not ok %d - ", &number) == 1)
			++*failed;
		else
			continue;
		assert_int_equal(number, ++n);
	}
	assert_int_equal(n, planned);
}

static void
tap_report_keeps_its_plan(void **state)
{
	struct shell s;
	int passed, failed;

	(void)state;
	shell_run(&s, "actlab run \"$LABS\"/good.lab --format tap");
	assert_int_equal(s.status, 0);
	tap_check(s.out, &passed, &failed);
	assert_int_equal(passed, 3);
	assert_int_equal(failed, 1);
	assert_non_null(strstr(s.out, "# TODO not solved\n"));
	shell_done(&s);
	shell_run(&s, "actlab run \"$LABS\"/failing.lab --format=tap");
	assert_int_equal(s.status, 1);
	tap_check(s.out, &passed, &failed);
	assert_int_equal(passed, 0);
	assert_int_equal(failed, 1);
	shell_done(&s);
}

/* The same bytes whatever trains, but for nothing at all. */
static void
report_is_the_same_with_any_number_of_threads(void **state)
{
	struct shell one, four;

	(void)state;
	shell_run(&one, "actlab run \"$LABS\"/good.lab --threads 1");
	shell_run(&four, "actlab run --threads=4 \"$LABS\"/good.lab");
	assert_int_equal(one.status, 0);
	assert_string_equal(one.out, four.out);
	shell_done(&one);
	shell_done(&four);
}

static void
seed_changes_the_figures(void **state)
{
	struct shell one, two, again;

	(void)state;
	shell_run(&one, "actlab run \"$LABS\"/failing.lab --seed 1");
	shell_run(&two, "actlab run \"$LABS\"/failing.lab --seed 2");
	shell_run(&again, "actlab run \"$LABS\"/failing.lab");
	assert_string_not_equal(one.out, two.out);
	assert_string_equal(one.out, again.out);
	shell_done(&one);
	shell_done(&two);
	shell_done(&again);
}

static void
without_a_terminal_a_lab_runs_headless(void **state)
{
	struct shell live, run;

	(void)state;
	shell_run(&live, "actlab \"$LABS\"/good.lab");
	shell_run(&run, "actlab run \"$LABS\"/good.lab");
	assert_int_equal(live.status, 0);
	assert_string_equal(live.out, run.out);
	shell_done(&live);
	shell_done(&run);
}

static void
lint_run_shows_seeds_and_margins(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "actlab lint --run \"$LABS\"/good.lab");
	assert_non_null(strstr(s.out, " 3 of  3 "));
	assert_non_null(strstr(s.out, "20 of 20 "));
	assert_non_null(strstr(s.out, "x above"));
	assert_non_null(
		strstr(s.out, "  better          not passed   NOT PASSED\n"));
	assert_int_equal(s.status, 1);		/* the todo's solution solves nothing */
	shell_done(&s);
}

/* ---- output that fails ---- */

static const struct output {
	const char *name, *command;
	int status;
} outputs[] = {
	{ "a full disk is status 3", "actlab list activations > /dev/full", 3 },
	{ "a closed stdout is status 3", "actlab list activations >&-", 3 },
	{ "so is a report without room", "actlab run \"$LABS\"/good.lab > /dev/full", 3 },
	{ "a lab is not read from a closed stdout", "actlab run \"$LABS\"/good.lab >&-",
	  3 },
	{ "quiet needs no stdout", "actlab run --quiet \"$LABS\"/good.lab >&-", 0 },
	{ "a closed stderr hurts nobody", "actlab version 2>&-", 0 },
	{ "a closed stdin hurts nobody", "actlab version <&-", 0 },
	{ "a reader who leaves is no error that is spoken of",
	  "(actlab list activations; echo $? >&2) 2>/dev/null | true", 0 },
	{ 0 }
};

static void
output_fails_as_promised(void **state)
{
	const struct output *o = *state;
	struct shell s;

	shell_run(&s, o->command);
	assert_int_equal(s.status, o->status);
	if (s.status == 3)
		assert_non_null(strstr(s.err, "actlab: the output could not be written"));
	else
		assert_string_equal(s.err, "");
	shell_done(&s);
}

/* "2.05M" or "69.0k", never "2.05e6". */
static void
bench_is_read_at_a_glance(void **state)
{
	struct shell s;
	int lines = 0;

	(void)state;
	shell_run(&s, "actlab bench --rounds 1 W1 w3");
	assert_int_equal(s.status, 0);
	for (char *p = s.out, *end; (end = strchr(p, '\n')); p = end + 1, lines++) {
		*end = '\0';
		if (lines > 1 && (end - p > 80 || (end > p && end[-1] == ' ')))
			fail_msg("too wide, or blanks at its end: %s|", p);
		for (const char *c = strchr(p, 'e'); c; c = strchr(c + 1, 'e'))
			assert_false(c > p && isdigit((unsigned char)c[-1])
				     && isdigit((unsigned char)c[1]));
	}
	assert_true(lines > 6);
	shell_done(&s);
}

/* Every figure of a round: shares are of the sgemm speed measured beside them. */
static void
bench_measures_what_was_named(void **state)
{
	struct shell s;
	json_t *root, *all;
	double speed[2] = { 0 }, share = 0;

	(void)state;
	shell_run(&s, "actlab bench --rounds 2 --format json W1");
	assert_int_equal(s.status, 0);
	root = json_loads(s.out, 0, NULL);
	assert_non_null(root);
	all = json_object_get(root, "figures");
	for (size_t i = 0; i < json_array_size(all); i++) {
		json_t *f = json_array_get(all, i), *v = json_object_get(f, "rounds");
		const char *what = json_string_value(json_object_get(f, "what"));
		const char *name = json_string_value(json_object_get(f, "name"));

		assert_int_equal(json_array_size(v), 2);
		assert_true(json_real_value(json_object_get(f, "least")) > 0);
		if (strcmp(what, "speed") == 0)
			speed[strcmp(name, "W1") == 0] =
				json_real_value(json_array_get(v, 0));
		if (strcmp(what, "share of sgemm") == 0)
			share = json_real_value(json_array_get(v, 0));
	}
	assert_int_equal(json_array_size(all), 5);
	assert_true(speed[0] > 0
		    && fabs(share - 100 * speed[1] / speed[0]) < 0.01 * share);
	json_decref(root);
	shell_done(&s);
}

void
output_add(void)
{
	char name[128];

	for (const struct report_table *t = report_tables; t->name; t++) {
		snprintf(name, sizeof(name), "list_prints_every_row: %s", t->name);
		tap_add(name, list_prints_every_row, t);
	}
	TAP(bench_is_read_at_a_glance);
	TAP(bench_measures_what_was_named);
	TAP(lists_follow_each_other);
	TAP(curve_csv_agrees_with_reference);
	TAP(curve_csv_spreads_points_over_the_range);
	TAP(text_report_fits_into_80_columns);
	TAP(report_tells_what_was_said_and_shown);
	TAP(json_report_holds_what_was_said_and_shown);
	TAP(reports_say_what_the_data_gives);
	TAP(json_report_parses_and_holds_the_figures);
	TAP(tap_report_keeps_its_plan);
	TAP(report_is_the_same_with_any_number_of_threads);
	TAP(seed_changes_the_figures);
	TAP(without_a_terminal_a_lab_runs_headless);
	TAP(lint_run_shows_seeds_and_margins);
	for (const struct output *o = outputs; o->name; o++) {
		snprintf(name, sizeof(name), "output: %s", o->name);
		tap_add(name, output_fails_as_promised, o);
	}
}
