/* Command lines: options anywhere, then words; a mistake names the nearest word. */
#include "cli/command.h"

#include <string.h>

/* "--name=value" or "--name value": which row of which command it could be. */
struct option {
	struct str name;
	const char *value;		/* NULL: none was written */
	const struct param *row;	/* NULL: no command knows it */
};

static const struct param *
row_find(const struct cli_command *c, struct str name)
{
	int i = param_find(c->option, name);

	return i < 0 ? NULL : &c->option[i];
}

static const struct param *
row_find_anywhere(struct str name)
{
	for (const struct cli_command *c = cli_commands; c->name; c++)
		if (row_find(c, name))
			return row_find(c, name);
	return NULL;
}

static bool
is_flag(const struct param *row)
{
	return !*cli_placeholder(row);
}

/* Reads argv[i], which begins with '-'; returns how many arguments it takes. */
static int
option_read(struct option *o, int i, int argc, char **argv)
{
	const char *s = argv[i] + 1 + (argv[i][1] == '-'), *eq = strchr(s, '=');

	o->name = (struct str){ s, (int)(eq ? (size_t)(eq - s) : strlen(s)) };
	o->value = eq ? eq + 1 : NULL;
	o->row = argv[i][1] == '-' ? row_find_anywhere(o->name) : NULL;
	if (eq || !o->row || is_flag(o->row) || i + 1 >= argc)
		return 1;
	o->value = argv[i + 1];
	return 2;
}

static bool
unknown(const struct cli_command *c, struct str name, const char *written, struct err *e)
{
	struct str_near near = str_near_begin(name);
	char dashed[64] = "--";

	err_set(e, ERR_USAGE, SPAN_NONE, "'%s' has no option '%s'", c->name, written);
	for (const struct param *p = c->option; p->name; p++)
		str_near_try(&near, p->name);
	str_near_try(&near, "help");
	str_near_try(&near, "version");
	if (str_near_best(&near)) {
		snprintf(dashed + 2, sizeof(dashed) - 2, "%s", str_near_best(&near));
		return err_did_you_mean(e, dashed);
	}
	return c->option->name
		       ? err_hint(e, "'actlab help %s' lists its options", c->name)
		       : err_hint(e, "it takes no options");
}

/* The value's own message, with the option's name before it. */
static bool
bad_value(const struct option *o, const struct err *why, struct err *e)
{
	struct str msg = str_of(why->msg);
	int n = (int)strlen(o->row->name) + 1;

	if (str_starts(msg, o->row->name) && n < msg.n && msg.s[n - 1] == '=')
		msg = str_trim((struct str){ msg.s + n, msg.n - n });
	err_set(e, ERR_USAGE, SPAN_NONE, "--%s: %.*s", o->row->name, STR_ARG(msg));
	if (why->hint[0])
		err_hint(e, "%s", why->hint);
	return false;
}

/* A list of inputs is as long as the command line: it is kept where it stands. */
static bool
list_keep(struct cli_call *c, const struct option *o, const struct param *row)
{
	if (strcmp(row->unit, CLI_LIST) != 0)
		return false;
	c->listed = o->value;
	c->option.v[row - c->command->option].given = true;
	return true;
}

static bool
option_apply(struct cli_call *c, const struct option *o, const char *written,
	     struct err *e)
{
	const struct param *row = row_find(c->command, o->name);
	struct err why = { 0 };

	if (!row || !o->row)
		return unknown(c->command, o->name, written, e);
	if (is_flag(row) && o->value)
		return err_set(e, ERR_USAGE, SPAN_NONE, "--%s takes no value", row->name);
	if (!is_flag(row) && !o->value) {
		err_set(e, ERR_USAGE, SPAN_NONE, "--%s needs a value", row->name);
		return err_hint(e, "--%s %s: %s", row->name, cli_placeholder(row),
				row->help);
	}
	if (list_keep(c, o, row))
		return true;
	if (param_set_text(&c->option, o->name, SPAN_NONE,
			   str_of(is_flag(row) ? "on" : o->value), SPAN_NONE, &why))
		return true;
	return bad_value(o, &why, e);
}

/* Asking for help or the version outranks every other word. */
static bool
asks_for(const char *arg, const char *name, char letter)
{
	return (arg[0] == '-' && arg[1] == '-' && strcmp(arg + 2, name) == 0)
	       || (arg[0] == '-' && arg[1] == letter && !arg[2]);
}

static bool
is_option(const char *arg)
{
	return arg[0] == '-' && arg[1];
}

/* Words to the front of argv, in their order; returns how many. *help and *version are
 * set where the arguments ask for them. */
static int
words_gather(int argc, char **argv, char **word, bool *help, bool *version)
{
	struct option o;
	bool ended = false;
	int n = 0;

	for (int i = 0; i < argc; i++) {
		if (!ended && strcmp(argv[i], "--") == 0)
			ended = true;
		else if (!ended && asks_for(argv[i], "help", 'h'))
			*help = true;
		else if (!ended && asks_for(argv[i], "version", 'V'))
			*version = true;
		else if (!ended && is_option(argv[i]))
			i += option_read(&o, i, argc, argv) - 1;
		else
			word[n++] = argv[i];
	}
	return n;
}

static bool
options_apply(struct cli_call *c, int argc, char **argv, struct err *e)
{
	struct option o;

	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *written = argv[i];

		if (!is_option(written))
			continue;
		i += option_read(&o, i, argc, argv) - 1;
		if (!option_apply(c, &o, written, e))
			return false;
	}
	return true;
}

static bool
words_check(const struct cli_call *c, struct err *e)
{
	const struct cli_command *k = c->command;

	if (c->n_word < k->min_word)
		err_set(e, ERR_USAGE, SPAN_NONE, "'%s' needs %s", k->name, k->usage);
	else if (c->n_word > k->max_word)
		err_set(e, ERR_USAGE, SPAN_NONE,
			"'%s' takes %d word%s, and '%s' is one more", k->name,
			k->max_word, k->max_word == 1 ? "" : "s", c->word[k->max_word]);
	else
		return true;
	return err_hint(e, "usage: actlab %s %s", k->name, k->usage);
}

/* The words of c are lent from word[], which has room for argc. */
static void
command_choose(struct cli_call *c, int n, char **word, bool help, bool version)
{
	const struct cli_command *k = n ? cli_command_find(str_of(word[0])) : NULL;

	c->word = word;
	c->n_word = n;
	if (version) {
		c->command = cli_command_find(str_of("version"));
		c->n_word = 0;
	} else if (help) {
		c->command = cli_command_find(str_of("help"));
		c->n_word = k ? 1 : 0;		/* the command's name stays as its word */
	} else if (k) {
		c->command = k;
		c->word++;
		c->n_word--;
	} else {
		c->command = cli_commands;	/* open */
	}
}

bool
cli_parse(struct cli_call *c, int argc, char **argv, char **word, struct err *e)
{
	bool help = false, version = false;
	int n = words_gather(argc, argv, word, &help, &version);

	command_choose(c, n, word, help, version);
	param_set_init(&c->option, c->command->option);
	c->listed = "";
	if (help || version)
		return true;
	return options_apply(c, argc, argv, e) && words_check(c, e);
}
