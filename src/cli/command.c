#include "cli/bench.h"
#include "cli/command.h"

#include <langinfo.h>
#include <string.h>
#include <unistd.h>

/* ---- options, by command; those that several share are macros, being rows ---- */

#define WORD_ROW(name, words, help) { name, PARAM_WORD, 0, 0, 0, "", words, help }
#define OPTION_SEED { "seed", PARAM_INT, 0, 999999999, 1, "", NULL, \
	"seed of every random draw, instead of the lab's" }
#define OPTION_THREADS { "threads", PARAM_INT, 0, 64, 0, "", NULL, \
	"threads that train; 0: one a core; no figure depends on it" }
#define OPTION_MATH WORD_ROW("math", NUM_MATH_WORDS, \
	"arithmetic; all but portable give other last bits elsewhere")
#define OPTION_THEME WORD_ROW("theme", "dark light projector contrast", "colours")
#define OPTION_GLYPHS WORD_ROW("glyphs", "auto braille quadrant half ascii", \
	"how fine plots are drawn")
#define OPTION_MOUSE WORD_ROW("mouse", CLI_FLAG, "the mouse, as M switches it on the screen")
#define OPTION_COLOR WORD_ROW("color", "auto never 8 16 256", \
	"how many colours; NO_COLOR is heard too")

static const struct param open_options[] = {
	OPTION_SEED,
	OPTION_THREADS,
	{ "past", PARAM_INT, 0, 65536, 64, "MB", NULL,
	  "memory in which each run keeps its past; 0: none" },
	OPTION_MATH,
	OPTION_THEME,
	OPTION_GLYPHS,
	OPTION_COLOR,
	OPTION_MOUSE,
	{ 0 }
};
static const struct param run_options[] = {
	OPTION_SEED,
	WORD_ROW("quiet", CLI_FLAG, "no progress and no report, just the status"),
	WORD_ROW("format", "text tap json", "how the report is written"),
	{ "checkpoint", PARAM_TEXT, 0, 0, 0, "FILE", "",
	  "write checkpoints of the runs on the way and at the end" },
	{ "every", PARAM_INT, 1, 1e9, 10, "epochs", "", "from checkpoint to checkpoint" },
	{ "resume", PARAM_TEXT, 0, 0, 0, "FILE", "",
	  "go on from checkpoints where the lab was stopped" },
	OPTION_THREADS,
	OPTION_MATH,
	{ 0 }
};
static const struct param lint_options[] = {
	WORD_ROW("run", CLI_FLAG, "also train, over the lab's seeds and over 101..120"),
	OPTION_THREADS,
	{ 0 }
};
static const struct param curve_options[] = {
	{ "range", PARAM_TEXT, 0, 0, 0, "A..B", "-5..5", "inputs to draw" },
	{ "at", PARAM_TEXT, 0, 0, 0, CLI_LIST, "", "inputs to print, without a plot" },
	WORD_ROW("format", "plot words csv", "plot, sentences, or name,x,f,df"),
	OPTION_THEME,
	OPTION_GLYPHS,
	OPTION_COLOR,
	OPTION_MOUSE,
	{ 0 }
};
static const struct param bench_options[] = {
	{ "threads", PARAM_INT, 2, 64, 2, "", NULL,
	  "threads on which four networks train together" },
	{ "rounds", PARAM_INT, 1, BENCH_ROUNDS_MAX, BENCH_ROUNDS_MIN, "", NULL,
	  "how often everything is measured, in turn" },
	OPTION_MATH,
	WORD_ROW("format", "text json", "json has every figure of every round"),
	{ 0 }
};
static const struct param replay_options[] = {
	WORD_ROW("precision", "float32 float16 bfloat16", "number type of every value"),
	WORD_ROW("format", "text json", "how the report is written"),
	{ 0 }
};
static const struct param export_options[] = {
	{ "safetensors", PARAM_TEXT, 0, 0, 0, "FILE", "", "write the weights alone" },
	{ "checkpoint", PARAM_TEXT, 0, 0, 0, "FILE", "",
	  "write all that training goes on from" },
	{ "from", PARAM_TEXT, 0, 0, 0, "FILE", "",
	  "go on from this checkpoint instead of performing the lab" },
	{ "epochs", PARAM_INT, 0, 1e9, 0, "", NULL,
	  "how long to go on from it, in epochs" },
	WORD_ROW("pytorch", CLI_FLAG, "print a program for PyTorch that trains the same"),
	WORD_ROW("keras", CLI_FLAG, "print one for Keras on TensorFlow"),
	OPTION_SEED,
	OPTION_THREADS,
	{ 0 }
};
static const struct param predict_options[] = {
	{ "temperature", PARAM_REAL, 1e-6, 1e6, 1, "", NULL,
	  "what logits are divided by: above 1 is less sure" },
	{ 0 }
};
static const struct param no_options[] = { { 0 } };

enum { MANY = 10000 };

const struct cli_command cli_commands[] = {
	{ "open", "LAB", "perform a lab on the screen",
	  "LAB is a file if it has a slash or ends in .lab; else it is the name of an\n"
	  "installed lab (actlab list labs).\n"
	  "The word open may be left out: actlab depth-20.\n"
	  "Without a terminal the lab runs like actlab run LAB.\n",
	  open_options, 1, 1, cli_open },
	{ "run", "LAB", "perform a lab without a screen and print a report",
	  "The status is 0 where every expectation held, 1 where one failed.\n"
	  "Questions stay open, todos stay unsolved; neither is a failure.\n",
	  run_options, 1, 1, cli_run },
	{ "lint", "LAB...", "check labs without running them",
	  "LAB is a file, or the name of an installed lab.\n"
	  "Up to twenty mistakes are reported, each with its place.\n"
	  "With --run the status is 1 where an expectation fails on its own seeds or on\n"
	  "more than two of the twenty others, or where a todo is passed unchanged\n"
	  "or is not passed with its solution.\n",
	  lint_options, 1, MANY, cli_lint },
	{ "list", "[TABLE...]", "print the tables: what labs can name",
	  "Without TABLE it prints the names of the tables.\n",
	  no_options, 0, MANY, cli_list },
	{ "curve", "ACT...", "draw activations and their slopes",
	  "On a terminal you can look around in the curves; elsewhere they are printed.\n"
	  "An activation takes its parameters in parentheses: 'leaky_relu(0.2)'.\n",
	  curve_options, 1, PANEL_SUBJECTS_MAX, cli_curve },
	{ "bench", "[W...]", "measure how fast this machine trains",
	  "W1 to W5 are networks from 2-4-2-1 to 784-256-128-10; without W all of them\n"
	  "are measured, and activations, snapshots and threads too.\n",
	  bench_options, 0, 5, cli_bench },
	{ "replay", "MANIFEST", "take a recorded training run again, step by step",
	  "MANIFEST is JSON of the format actlab-trajectory-1, which names a safetensors\n"
	  "file beside it: a net, its initial weights, data, batches, and the losses,\n"
	  "gradients and final weights that another program met.\n"
	  "The status is 0 where all are met within its tolerances, 1 where not, 2 where\n"
	  "the net has a part that actlab has not.\n",
	  replay_options, 1, 1, cli_replay },
	{ "export", "LAB[:RUN]", "train, and write weights, a checkpoint or a program",
	  "The lab is performed without a screen; then the run's state is written, or,\n"
	  "with --from, that of the run trained on from a checkpoint.\n"
	  "A program has the same data, net, first weights and batches; it prints of each\n"
	  "step the loss and what actlab has measured there.  The status is 2 where a part\n"
	  "cannot be said in the other framework.\n",
	  export_options, 1, 1, cli_export },
	{ "predict", "CHECKPOINT DATA", "apply a trained network to rows of a CSV file",
	  "DATA has the columns that the network was trained on, by name where it has a\n"
	  "header, else in their order; - is standard input.  Printed are CSV rows: the class, and the\n"
	  "probability of each; or labels; or the values.\n",
	  predict_options, 2, 2, cli_predict },
	{ "help", "[COMMAND]", "say how a command is used", "",
	  no_options, 0, 1, cli_help },
	{ "version", "", "print the version", "",
	  no_options, 0, 0, cli_version },
	{ 0 }
};

const struct cli_command *
cli_command_find(struct str name)
{
	for (const struct cli_command *c = cli_commands; c->name; c++)
		if (str_is(name, c->name))
			return c;
	return NULL;
}

/* ---- what commands share ---- */

const char *
cli_placeholder(const struct param *option)
{
	switch (option->kind) {
	case PARAM_INT:
		return "N";
	case PARAM_REAL:
		return "X";
	case PARAM_WORD:
		return strcmp(option->words, CLI_FLAG) == 0 ? "" : "NAME";
	case PARAM_TEXT:
	case PARAM_LIST:
		break;
	}
	return option->unit;		/* "A..B" */
}

bool
cli_flag(const struct cli_call *c, const char *name)
{
	return param_num(&c->option, name) > 0;
}

bool
cli_on_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool
cli_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* NULL where it was not said: the screen finds out by itself. */
static const char *
given(const struct cli_call *c, const char *name)
{
	int i = param_find(c->option.rows, str_of(name));

	return i >= 0 && c->option.v[i].given ? c->option.v[i].text : NULL;
}

bool
cli_math_use(const struct cli_call *c, struct err *e)
{
	return num_math_use((enum num_math)param_num(&c->option, "math"), e);
}

struct tui_options
cli_screen_options(const struct cli_call *c)
{
	struct tui_options o = {
		.theme = given(c, "theme"), .glyphs = given(c, "glyphs"),
		.color = given(c, "color"),
		.mouse = given(c, "mouse") != NULL
	};

	if (given(c, "threads"))
		o.threads = param_int(&c->option, "threads");
	if (given(c, "past"))
		o.past = param_int(&c->option, "past") ? param_int(&c->option, "past") : -1;
	return o;
}
