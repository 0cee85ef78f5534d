#include "config.h"
#include "cli/command.h"

#include <string.h>

/* "--seed N" */
static int
option_put(FILE *f, const struct param *p)
{
	const char *value = cli_placeholder(p);

	return fprintf(f, "--%s%s%s", p->name, *value ? " " : "", value);
}

static void
options_put(FILE *f, const struct param *rows)
{
	int w = 0, n;

	for (const struct param *p = rows; p->name; p++) {
		n = (int)(strlen(p->name) + strlen(cli_placeholder(p))) + 3;
		w = n > w ? n : w;
	}
	for (const struct param *p = rows; p->name; p++) {
		fputs("  ", f);
		n = option_put(f, p);
		fprintf(f, "%*s  %s\n", w - n, "", p->help);
		if (p->kind == PARAM_WORD && *cli_placeholder(p))
			fprintf(f, "%*s  one of: %s\n", w + 2, "", p->words);
	}
}

static void
command_put(FILE *f, const struct cli_command *c)
{
	fprintf(f, "usage: actlab %s%s%s%s\n\n%c%s.\n%s", c->name, *c->usage ? " " : "",
		c->usage, c->option->name ? " [OPTION...]" : "", c->help[0] - 'a' + 'A',
		c->help + 1, c->more);
	if (c->option->name) {
		fputs("\nOptions, which may stand anywhere; -- ends them:\n", f);
		options_put(f, c->option);
	}
}

void
cli_usage(FILE *f)
{
	fputs("actlab: a terminal lab for activation functions\n\n"
	      "  actlab depth-20              sigmoid against ReLU, 20 layers deep\n\n",
	      f);
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		int n = fprintf(f, "  actlab %s %s", c->name, c->usage);

		fprintf(f, "%*s%s\n", n < 31 ? 31 - n : 1, "", c->help);
	}
	fputs("\n'actlab help COMMAND' says more, as do actlab(1) and actlab-lab(5).\n",
	      f);
}

int
cli_help(const struct cli_call *c, struct err *e)
{
	struct str_near near;
	const struct cli_command *k;

	if (c->n_word == 0) {
		cli_usage(stdout);
		return CLI_HELD;
	}
	k = cli_command_find(str_of(c->word[0]));
	if (k) {
		command_put(stdout, k);
		return CLI_HELD;
	}
	near = str_near_begin(str_of(c->word[0]));
	for (k = cli_commands; k->name; k++)
		str_near_try(&near, k->name);
	err_set(e, ERR_NAME, SPAN_NONE, "there is no command '%s'", c->word[0]);
	err_did_you_mean(e, str_near_best(&near));
	err_hint(e, "'actlab help' lists the commands");
	return CLI_WRONG;
}

int
cli_version(const struct cli_call *c, struct err *e)
{
	(void)c;
	(void)e;
	puts("actlab " PACKAGE_VERSION);
	return CLI_HELD;
}
