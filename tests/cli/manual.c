/* actlab(1) says what the program does: commands, options, keys, themes, kernels. */
#include "actlab/num.h"
#include "actlab/tui.h"
#include "tests/cli/cli.h"
#include "tests/page.h"

#include <stdlib.h>

static char *
page(void)
{
	char *text = page_source_read("actlab.1");

	assert_non_null(text);
	return text;
}

static void
keys_have_their_entries(void **state)
{
	char *text = page(), want[128];

	(void)state;
	for (const struct tui_key *k = tui_keys; k->keys; k++) {
		snprintf(want, sizeof(want), "Cm %s", k->command);
		if (!page_has_entry(text, want))
			fail_msg("actlab.1 has no entry for the key of %s", k->command);
	}
	free(text);
}

static void
themes_and_kernels_are_named(void **state)
{
	char *text = page(), want[128];

	(void)state;
	for (const struct plot_theme *t = plot_themes; t->name; t++) {
		snprintf(want, sizeof(want), ".Cm %s", t->name);
		if (!strstr(text, want))
			fail_msg("actlab.1 does not name the theme %s", t->name);
	}
	for (const char *const *k = num_kernel_names(); *k; k++) {
		snprintf(want, sizeof(want), ".Cm %s", *k);
		if (!strstr(text, want))
			fail_msg("actlab.1 does not name the kernel %s", *k);
	}
	free(text);
}

/* What the first line of the screen can say. */
static void
states_of_the_screen_are_told(void **state)
{
	static const char *const words[] = { "READ", "ASK", "RUN", "PAUSE", "JUDGING",
					     "END", "changed" };
	char *text = page();

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!page_has_entry(text, words[i]))
			fail_msg("actlab.1 does not say what %s means", words[i]);
	free(text);
}

/* A command's synopsis: from its Cm to the next command's. */
static bool
in_synopsis(const char *text, const char *command, const char *option)
{
	const char *from = strstr(text, ".Sh SYNOPSIS"), *to, *at;
	char want[128];

	snprintf(want, sizeof(want), "Cm %s\n", command);
	from = from ? strstr(from, want) : NULL;
	to = from ? strstr(from, "\n.Nm") : NULL;
	snprintf(want, sizeof(want), ".Op Fl -%s", option);
	at = to ? strstr(from, want) : NULL;
	return at && at < to;
}

/* The options that `actlab help COMMAND` lists. */
static void
options_check(const char *text, const char *command)
{
	char line[128], name[64], want[128];
	struct shell s;

	snprintf(line, sizeof(line), "actlab help %s", command);
	shell_run(&s, line);
	assert_int_equal(s.status, 0);
	for (const char *p = s.out; (p = strstr(p, "\n  --")); p++) {
		assert_int_equal(sscanf(p, "\n  --%63[a-z-]", name), 1);
		snprintf(want, sizeof(want), "Fl -%s", name);
		if (!page_has_entry(text, want))
			fail_msg("actlab.1 has no entry for --%s of %s", name, command);
		if (strcmp(command, "open") != 0 && !in_synopsis(text, command, name))
			fail_msg("the synopsis of %s has no --%s", command, name);
	}
	shell_done(&s);
}

static void
commands_and_options_have_their_entries(void **state)
{
	char *text = page(), name[64], want[128];
	struct shell s;
	int n = 0;

	(void)state;
	shell_run(&s, "actlab help");
	for (const char *p = strstr(s.out, "\n\n  actlab open"); p && *p; n++) {
		if (sscanf(p, " actlab %63[a-z]", name) != 1)
			break;
		snprintf(want, sizeof(want), "Cm %s", name);
		if (!page_has_entry(text, want))
			fail_msg("actlab.1 has no entry for the command %s", name);
		options_check(text, name);
		p = strchr(p + 2, '\n');
	}
	assert_true(n >= 7);
	shell_done(&s);
	free(text);
}

void
manual_add(void)
{
	TAP(keys_have_their_entries);
	TAP(themes_and_kernels_are_named);
	TAP(states_of_the_screen_are_told);
	TAP(commands_and_options_have_their_entries);
}
