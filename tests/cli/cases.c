/* What the program says, word for word: golden/NAME.txt holds status, stdout, stderr. */
#include "tests/cli/cli.h"

#include <stdlib.h>

static const struct row {
	const char *name;		/* of the golden file */
	const char *command;
	int status;
} rows[] = {
	{ "nothing", "actlab", 2 },
	{ "help", "actlab help", 0 },
	{ "help-option", "actlab --help", 0 },
	{ "help-run", "actlab help run", 0 },
	{ "help-of-a-command", "actlab lint x.lab --help", 0 },
	{ "help-unknown", "actlab help rnu", 2 },
	{ "version", "actlab --version", 0 },
	{ "version-command", "actlab version", 0 },
	{ "command-mistyped", "actlab lnt", 2 },
	{ "lab-mistyped", "actlab run depht-20", 2 },
	{ "lab-missing", "actlab run no-such-thing-at-all.lab", 3 },
	{ "lab-nearly-there", "cd \"$LABS\" && actlab run ./god.lab", 3 },
	{ "lab-installed-as-path", "cd \"$LABS\" && actlab lint depth-20.lab", 3 },
	{ "lab-beside-as-name", "cd \"$LABS\" && actlab lint good", 2 },
	{ "labs-nowhere", "ACTLAB_LABS=/nonexistent actlab list labs", 3 },
	{ "lab-of-labs-nowhere", "ACTLAB_LABS=/nonexistent actlab lint digits", 3 },
	{ "lab-is-a-directory", "actlab lint /", 2 },
	{ "run-nothing", "actlab run", 2 },
	{ "run-two", "actlab run depth-20 digits", 2 },
	{ "option-mistyped", "actlab run --sed 3 depth-20", 2 },
	{ "option-single-dash", "actlab run -seed 3 depth-20", 2 },
	{ "option-of-another-command", "actlab list --seed 3", 2 },
	{ "option-without-value", "actlab run depth-20 --seed", 2 },
	{ "option-flag-with-value", "actlab run depth-20 --quiet=yes", 2 },
	{ "seed-no-number", "actlab run depth-20 --seed one", 2 },
	{ "seed-negative", "actlab run depth-20 --seed=-1", 2 },
	{ "seed-fraction", "actlab run depth-20 --seed=1.5", 2 },
	{ "threads-too-many", "actlab run depth-20 --threads 65", 2 },
	{ "format-unknown", "actlab run depth-20 --format jsn", 2 },
	{ "theme-unknown", "actlab depth-20 --theme drak", 2 },
	{ "words-after-dashes", "actlab lint -- --run", 2 },
	{ "list-unknown", "actlab list activation", 2 },
	{ "list-format", "actlab list verbs | grep 'version of'", 0 },
	{ "list-tables", "actlab list", 0 },
	{ "curve-nothing", "actlab curve", 2 },
	{ "curve-mistyped", "actlab curve relu tnah", 2 },
	{ "curve-too-many", "actlab curve relu tanh gelu silu elu selu sigmoid", 2 },
	{ "curve-parameter", "actlab curve 'leaky_relu(2000)'", 2 },
	{ "curve-range-no-range", "actlab curve relu --range wide", 2 },
	{ "curve-range-backwards", "actlab curve relu --range 5..-5", 2 },
	{ "curve-range-empty", "actlab curve relu --range 1..1", 2 },
	{ "curve-range-huge", "actlab curve relu --range -1e9..1e9", 2 },
	{ "curve-at-no-number", "actlab curve relu --at 1,two", 2 },
	{ "curve-at-huge", "actlab curve relu --at 1,1e400", 2 },
	{ "curve-at-and-range", "actlab curve relu --at 1 --range 0..1", 2 },
	{ "curve-at-and-words", "actlab curve relu --at 1 --format words", 2 },
	{ "kernel-unknown", "ACTLAB_KERNEL=avx3 actlab version", 2 },
	{ "kernel-known", "ACTLAB_KERNEL=c actlab version", 0 },
	{ "curve-at", "actlab curve relu 'leaky_relu(0.5)' --at -2,-1,0,1,1e30", 0 },
	{ "curve-at-special", "actlab curve relu gelu --at -0,inf,-inf,nan,-nan,1e-45", 0 },
	{ "curve-csv-special",
	  "actlab curve relu silu 'x/x' --at=-0,inf,-inf,nan,-nan,1e-45 --format csv", 0 },
	{ "curve-csv", "actlab curve relu --at=-2,0,0.5 --format csv", 0 },
	{ "curve-plot", "actlab curve relu sigmoid", 0 },
	{ "curve-plot-ascii", "LC_ALL=C actlab curve relu sigmoid --range -3..3", 0 },
	{ "curve-formula",
	  "actlab curve 'x*tanh(softplus(x))' 'f(z; a=2) = max(z, a*z)' --at -1,0,2", 0 },
	{ "curve-formula-plot", "actlab curve 'x*sigmoid(1.7*x)'", 0 },
	{ "curve-formula-wrong", "actlab curve 'x*sigmod(x)'", 2 },
	{ "curve-formula-unfinished", "actlab curve 'f(x) = x +'", 2 },
	{ "curve-formula-fault", "actlab curve 'x*log(x)' --at 1", 0 },
	{ "curve-words", "actlab curve tanh --format words", 0 },
	{ "lint-good", "cd \"$LABS\" && actlab lint good.lab", 0 },
	{ "lint-run", "cd \"$LABS\" && actlab lint --run good.lab", 1 },
	/* against an independent computation, see the lab */
	{ "run-measured", "cd \"$LABS\" && actlab run --quiet measured.lab", 0 },
	{ "lint-doubtful", "cd \"$LABS\" && actlab lint doubtful.lab", 0 },
	{ "lint-bad", "cd \"$LABS\" && actlab lint bad.lab good.lab", 2 },
	{ "run-bad", "cd \"$LABS\" && actlab run bad.lab", 2 },
	{ "run-quiet", "cd \"$LABS\" && actlab run good.lab --quiet", 0 },
	{ "run-fast", "cd $LABS && actlab run good.lab --quiet --math fast", 0 },
	{ "run-blas", "cd $LABS && actlab run good.lab --quiet --math blas", 0 },
	{ "math-unknown", "actlab run depth-20 --math quick", 2 },
	{ "bench-unknown", "actlab bench W1 W6", 2 },
	{ "run-failing-quiet", "cd \"$LABS\" && actlab run --quiet failing.lab", 1 },
	{ "export-nothing", "actlab export depth-20", 2 },
	{ "export-both", "actlab export depth-20 --keras --pytorch", 2 },
	{ "export-no-run", "actlab export depth-20:rell --pytorch", 2 },
	{ "export-no-lab", "actlab export dept-20:rel --pytorch", 2 },
	{ "export-turned", "cd \"$LABS\" && actlab export turned.lab --keras", 2 },
	{ "export-precision", "cd \"$LABS\" && actlab export export.lab:small --pytorch", 2 },
	{ "replay-nothing", "actlab replay", 2 },
	{ "replay-missing", "actlab replay no-such-file.json", 3 },
	{ "replay-broken", "cd \"$LABS\" && actlab replay broken.json", 2 },
	{ 0 }
};

static void
agrees(void **state)
{
	const struct row *row = *state;
	struct shell s;
	char path[256], *text;

	shell_run(&s, row->command);
	assert_true(asprintf(&text, "$ %s\n---- status %d, stdout\n%s---- stderr\n%s",
			     row->command, s.status, s.out, s.err) > 0);
	snprintf(path, sizeof(path), "cli/golden/%s.txt", row->name);
	tap_golden(path, text);
	assert_int_equal(s.status, row->status);
	free(text);
	shell_done(&s);
}

void
cases_add(void)
{
	char name[256];

	for (const struct row *r = rows; r->name; r++) {
		snprintf(name, sizeof(name), "says_what_it_should: %s", r->command);
		tap_add(name, agrees, r);
	}
}
