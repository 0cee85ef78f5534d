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
	{ 0 }
};

static void
pytorch_meets_the_same_losses(void **state)
{
	const struct row *row = *state;
	const char *python = python_with_torch();
	char line[256];
	struct shell s;
	int at, n = 0;
	double got, own;

	if (!python)
		TAP_SKIP("no python3 here can import torch and numpy");
	snprintf(line, sizeof(line), "actlab export %s --pytorch | %s -", row->run, python);
	shell_run(&s, line);
	assert_int_equal(s.status, 0);
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
keras_programs_are_python(void **state)
{
	static const char *const run[] = { "depth-20:sig", "digits:random",
					   "\"$LABS/export.lab\":image",
					   "\"$LABS/formulas.lab\":flat", NULL };
	char line[256];
	struct shell s;
	bool python;

	(void)state;
	shell_run(&s, "python3 -c 'import sys'");
	python = s.status == 0;
	shell_done(&s);
	if (!python)
		TAP_SKIP("there is no python3 here");
	for (int i = 0; run[i]; i++) {
		snprintf(line, sizeof(line), "actlab export %s --keras > \"$TMP_PY\" && "
			 "python3 -m py_compile \"$TMP_PY\"", run[i]);
		setenv("TMP_PY", "keras-test.py", 1);
		setenv("PYTHONPYCACHEPREFIX", "keras-test.cache", 1);
		shell_run(&s, line);
		assert_string_equal(s.err, "");
		assert_int_equal(s.status, 0);
		shell_done(&s);
	}
	shell_run(&s, "rm -rf keras-test.py keras-test.cache");
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
	}
	TAP(keras_programs_are_python);
	TAP(script_is_of_the_first_run_and_the_seed_asked_for);
}
