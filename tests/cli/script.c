/* Runs carried to other frameworks: the programs are run where that is possible here. */
#include "tests/cli/cli.h"

#include <stdlib.h>

/* A Python that has PyTorch, NULL: none. */
static const char *
python_with_torch(void)
{
	static const char *const named[] = { "python3", "/usr/bin/python3", NULL };
	char line[128];
	struct shell s;
	int status = 1;

	for (int i = 0; named[i]; i++) {
		snprintf(line, sizeof(line), "%s -c 'import torch, numpy'", named[i]);
		shell_run(&s, line);
		status = s.status;
		shell_done(&s);
		if (status == 0)
			return named[i];
	}
	return NULL;
}

struct row {
	const char *run;
	int steps;			/* printed */
	int close;			/* of these all losses are within this: */
	double off;
};
static const struct row rows[] = {
	{ "depth-20:sig", 960, 960, 1e-5 },
	{ "depth-20:rel", 960, 40, 1e-5 },
	{ "digits:random", 1290, 1290, 1e-5 },
	{ "digits:zeros", 1290, 1290, 1e-5 },
	{ "\"$LABS/export.lab\":flat", 30, 30, 1e-5 },
	{ "\"$LABS/export.lab\":image", 30, 30, 1e-5 },
	{ "\"$LABS/export.lab\":seq", 30, 30, 1e-5 },
	{ "\"$LABS/formulas.lab\":flat", 30, 30, 1e-5 },
	{ "\"$LABS/formulas.lab\":image", 30, 30, 1e-5 },
	{ "\"$LABS/formulas.lab\":seq", 30, 30, 1e-5 },
	{ "\"$LABS/parity.lab\":words", 30, 30, 1e-5 },
	{ "\"$LABS/parity.lab\":bits", 30, 30, 1e-5 },
	{ "\"$LABS/adding.lab\":one", 30, 30, 1e-5 },
	{ "\"$LABS/adding.lab\":two", 30, 30, 1e-5 },
	{ "\"$LABS/recall.lab\":one", 30, 30, 1e-5 },
	{ "\"$LABS/recall.lab\":two", 30, 30, 1e-5 },
	{ 0 }
};

/* Every step of a program, printed by it, against the lab's. */
static void
meets_the_same_losses(const struct row *row, const char *program)
{
	char line[512];
	struct shell s;
	int at, n = 0;
	double got, own;

	snprintf(line, sizeof(line), "actlab export %s %s", row->run, program);
	shell_run(&s, line);
	if (s.status)
		fail_msg("%s", s.err);
	for (const char *p = s.out; sscanf(p, "%d %lf %lf", &at, &got, &own) == 3; n++) {
		assert_int_equal(at, n);
		if (n < row->close)
			tap_near(got, own, row->off, row->off);
		p = strchr(p, '\n') + 1;
	}
	assert_int_equal(n, row->steps);
	assert_non_null(strstr(s.out, "# largest deviation"));
	shell_done(&s);
}

static void
pytorch_meets_the_same_losses(void **state)
{
	const char *python = python_with_torch();
	char program[64];

	if (!python)
		TAP_SKIP("no python3 here can import torch and numpy");
	snprintf(program, sizeof(program), "--pytorch | %s -", python);
	meets_the_same_losses(*state, program);
}

/* What TensorFlow is asked to do is done by PyTorch, see tests/cli/keras: that proves the
 * equations of the programs, not that TensorFlow takes them. */
static void
keras_would_meet_the_same_losses(void **state)
{
	const char *python = python_with_torch();
	char program[160];

	if (!python)
		TAP_SKIP("no python3 here can import torch and numpy");
	snprintf(program, sizeof(program), "--keras | PYTHONPATH=\"$LABS/../keras\" "
		 "PYTHONDONTWRITEBYTECODE=1 %s -", python);
	meets_the_same_losses(*state, program);
}

static void
keras_programs_are_python(void **state)
{
	const struct row *row = *state;
	char line[256];
	struct shell s;

	if (!shell_has_python())
		TAP_SKIP("there is no python3 here");
	snprintf(line, sizeof(line), "actlab export %s --keras | python3 -c "
		 "'import sys; compile(sys.stdin.read(), \"keras\", \"exec\")'", row->run);
	shell_run(&s, line);
	assert_string_equal(s.err, "");
	assert_int_equal(s.status, 0);
	shell_done(&s);
}

static void
script_is_of_the_first_run_and_the_seed_asked_for(void **state)
{
	struct shell s;

	(void)state;
	shell_run(&s, "actlab export \"$LABS/export.lab\" --pytorch --seed 9 | head -2");
	assert_int_equal(s.status, 0);
	assert_non_null(strstr(s.out, "# Run flat of the lab export, seed 9, for PyTorch"));
	shell_done(&s);
}

void
script_add(void)
{
	for (const struct row *r = rows; r->run; r++) {
		char name[128];

		snprintf(name, sizeof(name), "pytorch_meets_the_same_losses: %s", r->run);
		tap_add(name, pytorch_meets_the_same_losses, r);
		if (r->steps > 30)
			continue;
		snprintf(name, sizeof(name), "keras_programs_are_python: %s", r->run);
		tap_add(name, keras_programs_are_python, r);
		snprintf(name, sizeof(name), "keras_would_meet_the_same_losses: %s", r->run);
		tap_add(name, keras_would_meet_the_same_losses, r);
	}
	TAP(script_is_of_the_first_run_and_the_seed_asked_for);
}
