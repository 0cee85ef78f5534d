#include "cli/command.h"

#include <string.h>

static bool
key(int i, struct report_row *r)
{
	const struct tui_key *k = &tui_keys[i];

	*r = (struct report_row){ .name = k->keys, .what = k->command, .help = k->help };
	return k->keys != NULL;
}

static bool
theme(int i, struct report_row *r)
{
	const struct plot_theme *t = &plot_themes[i];

	*r = (struct report_row){ .name = t->name, .what = "", .help = t->help };
	return t->name != NULL;
}

const struct report_table cli_tables[] = {
	{ "keys", "keys of the screen, and the same as a : command", key },
	{ "themes", "--theme of the screen", theme },
	{ 0 }
};

const struct report_table *
cli_table(int i)
{
	int n = 0;

	for (const struct report_table *t = report_tables; t->name; t++)
		if (n++ == i)
			return t;
	for (const struct report_table *t = cli_tables; t->name; t++)
		if (n++ == i)
			return t;
	return NULL;
}

static const struct report_table *
table_find(const char *name, struct err *e)
{
	struct str_near near = str_near_begin(str_of(name));
	const struct report_table *t;

	for (int i = 0; (t = cli_table(i)); i++) {
		if (str_is(str_of(name), t->name))
			return t;
		str_near_try(&near, t->name);
	}
	err_set(e, ERR_NAME, SPAN_NONE, "there is no table '%s'", name);
	err_did_you_mean(e, str_near_best(&near));
	err_hint(e, "'actlab list' names the tables");
	return NULL;
}

static bool
table(int i, struct report_row *r)
{
	const struct report_table *t = cli_table(i);

	*r = (struct report_row){ .what = "" };
	if (!t)
		return false;
	r->name = t->name;
	r->help = t->help;
	return true;
}

/* As the file of keys is written, so that it can be the beginning of one. */
static void
keys_write(void)
{
	puts("# key     command         what it does; lines for "
	     "$XDG_CONFIG_HOME/actlab/keys");
	for (const struct tui_key *k = tui_keys; k->keys; k++) {
		struct str rest = str_of(k->keys), name;

		if (!*k->keys)
			printf("#         %-15s  %s\n", k->command, k->help);
		while (rest.n > 0 && str_cut(&rest, ' ', &name))
			printf("%-10.*s%-15s  %s\n", STR_ARG(name), k->command, k->help);
	}
}

int
cli_list(const struct cli_call *c, struct err *e)
{
	static const struct report_table tables = { "actlab list TABLE", "the tables",
						    table };

	for (int i = 0; i < c->n_word; i++)
		if (!table_find(c->word[i], e)
		    || (strcmp(c->word[i], "labs") == 0 && !lab_directory_check(e)))
			return CLI_WRONG;
	if (c->n_word == 0)
		report_table_write(stdout, &tables);
	for (int i = 0; i < c->n_word; i++) {
		if (i)
			putchar('\n');
		if (strcmp(c->word[i], "keys") == 0)
			keys_write();
		else
			report_table_write(stdout, table_find(c->word[i], e));
	}
	return CLI_HELD;
}
