/* Commands are rows: name, usage, options, function. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "actlab/param.h"
#include "actlab/report.h"
#include "actlab/tui.h"

#define CLI_FLAG "off on"
/* The unit of an option that may be longer than PARAM_TEXT_MAX; a command has one. */
#define CLI_LIST "X,X,..."
/* What stands for an option's value in the usage, "N"; "" for a flag. */
const char *cli_placeholder(const struct param *option);

/* Exit status, as everywhere in actlab. */
enum { CLI_HELD, CLI_FAILED, CLI_WRONG, CLI_SYSTEM };

/* One call of one command: the words that are no options, and the options. */
struct cli_call {
	const struct cli_command *command;
	int n_word;
	char *const *word;		/* (n_word), without the command's own name */
	struct param_set option;
	const char *listed;		/* the option of unit CLI_LIST, of any length;
					 * "" */
};

struct cli_command {
	const char *name;
	const char *usage;		/* the words it takes: "LAB", "FILE..." */
	const char *help;		/* one line, no full stop */
	const char *more;		/* what else `actlab help NAME` says */
	/* Written --name=value or --name value; of the words CLI_FLAG: a flag. */
	const struct param *option;
	int min_word, max_word;
	/* Does it and returns the exit status.  What e says is printed by the caller and
	 * decides the status. */
	int (*run)(const struct cli_call *c, struct err *e);
};
extern const struct cli_command cli_commands[];	/* the first is `open` */
const struct cli_command *cli_command_find(struct str name);

/* The tables of report, and those of the screen. */
extern const struct report_table cli_tables[];
const struct report_table *cli_table(int i);		/* NULL past the end */

/* Fills c from the arguments after the program's name.  word has room for argc
 * pointers, which c lends.  Options stand anywhere, "--" ends them. */
bool cli_parse(struct cli_call *c, int argc, char **argv, char **word, struct err *e);
bool cli_flag(const struct cli_call *c, const char *name);
/* True where a person sits in front of stdin and stdout. */
bool cli_on_terminal(void);
/* False where the locale's characters cannot show braille. */
bool cli_utf8(void);
/* Takes the arithmetic that --math asks for. */
bool cli_math_use(const struct cli_call *c, struct err *e);
struct tui_options cli_screen_options(const struct cli_call *c);

int cli_open(const struct cli_call *c, struct err *e);
int cli_run(const struct cli_call *c, struct err *e);
int cli_lint(const struct cli_call *c, struct err *e);
int cli_list(const struct cli_call *c, struct err *e);
int cli_curve(const struct cli_call *c, struct err *e);
int cli_bench(const struct cli_call *c, struct err *e);
int cli_export(const struct cli_call *c, struct err *e);
int cli_predict(const struct cli_call *c, struct err *e);
int cli_replay(const struct cli_call *c, struct err *e);
int cli_help(const struct cli_call *c, struct err *e);
int cli_version(const struct cli_call *c, struct err *e);
/* The first page of help, as `actlab` alone prints it. */
void cli_usage(FILE *f);

#endif
