/* The real program, run by a shell as a person would run it. */
#ifndef TESTS_CLI_H
#define TESTS_CLI_H

#include "tests/tap.h"

struct shell {
	int status;			/* exit status; 128 + signal */
	char *out, *err;		/* what it printed */
};
/* Runs the command with actlab in PATH, the source tree's labs, the test's own labs in
 * $LABS, an empty stdin and UTF-8. */
void shell_run(struct shell *s, const char *command);
void shell_done(struct shell *s);
bool shell_has_python(void);

void cases_add(void);		/* mistakes and help, word for word */
void manual_add(void);		/* what actlab(1) must name */
void export_add(void);		/* weights, checkpoints, predictions */
void script_add(void);		/* programs for other frameworks */
void replay_add(void);		/* recorded runs */
void output_add(void);		/* tables, numbers, formats, output that fails */

#endif
