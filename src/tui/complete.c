/* Tab in a line: the rest of a word, or what there is to choose from. */
#include "tui/screen.h"

#include <string.h>

static const char *const *
commands(struct arena *frame)
{
	const char **word;
	int n = 0;

	while (tui_keys[n].keys)
		n++;
	word = ARENA_NEW(frame, const char *, n + 1);
	for (int i = 0; i < n; i++)
		word[i] = tui_keys[i].command;
	return word;
}

static const char *const *
themes(struct arena *frame)
{
	const char **word;
	int n = 0;

	while (plot_themes[n].name)
		n++;
	word = ARENA_NEW(frame, const char *, n + 1);
	for (int i = 0; i < n; i++)
		word[i] = plot_themes[i].name;
	return word;
}

static const char *const *
rungs(struct arena *frame)
{
	const char **word = ARENA_NEW(frame, const char *, PLOT_RUNGS + 1);

	for (int i = 0; i < PLOT_RUNGS; i++)
		word[i] = plot_rung_name((enum plot_rung)i);
	return word;
}

/* What may stand behind before; NULL: nothing is known of it. */
static const char *const *
words(struct tui_screen *s, struct tui_view *v, struct str before, struct str typed)
{
	struct str rest = str_trim(before), command = { "", 0 };

	if (rest.n == 0)
		return commands(&s->frame);
	str_cut(&rest, ' ', &command);
	if (str_is(command, "theme"))
		return themes(&s->frame);
	if (str_is(command, "glyphs"))
		return rungs(&s->frame);
	return v->words(v, before, typed, &s->frame);
}

static bool
fits(const char *word, struct str typed)
{
	return strncmp(word, typed.s, (size_t)typed.n) == 0;
}

/* From the last point or equals sign on: what differs from one choice to the next. */
static const char *
tail(const char *word, struct str typed)
{
	int at = 0;

	for (int i = 0; i < typed.n; i++)
		if (typed.s[i] == '.' || typed.s[i] == '=')
			at = i + 1;
	return word + at;
}

static void
offer(struct tui_screen *s, const char *const *word, struct str typed)
{
	const char *text = "";
	int n = 0;

	arena_reset(&s->text);
	for (; *word; word++)
		if (fits(*word, typed)
		    && strlen(text) + strlen(*word) + 3 < arena_left(&s->text) / 2) {
			text = str_printf(&s->text, "%s%s%s", text, n ? "  " : "",
					  tail(*word, typed));
			n++;
		}
	if (n == 0)
		tui_screen_say(s, "nothing here begins with '%.*s'", STR_ARG(typed));
	else
		s->choices = text;
}

/* The only word that fits, typed in full; NULL: it is not, or there are others. */
static const char *
only(const char *const *word, struct str typed)
{
	const char *one = NULL;

	for (; *word; word++)
		if (fits(*word, typed)) {
			if (one)
				return NULL;
			one = *word;
		}
	return one && str_is(typed, one) ? one : NULL;
}

/* Where the word left of the cursor begins; in a formula behind any sign. */
static int
word_begin(const struct tui_line *l)
{
	bool formula = str_starts(str_of(l->text), "act ");
	int i = l->at;

	while (i > 0 && l->text[i - 1] != ' '
	       && !(formula && strchr("+-*/^(),;=<>", l->text[i - 1])))
		i--;
	return i;
}

void
tui_screen_complete(struct tui_screen *s, struct tui_view *v, struct tui_line *l,
		    const char *before)
{
	int begin = word_begin(l);
	struct str line, typed;
	const char *const *word;
	const char *one;
	bool longer;

	arena_reset(&s->frame);
	typed = (struct str){ l->text + begin, l->at - begin };
	line = str_of(str_printf(&s->frame, "%s%.*s", before, begin, l->text));
	word = words(s, v, line, typed);
	if (!word) {
		tui_screen_say(s, "nothing is known to stand here");
		return;
	}
	longer = tui_line_complete(l, begin, word);
	typed.n = l->at - begin;
	one = only(word, typed);
	if (one && typed.n > 0 && one[typed.n - 1] != '=' && line.n == 0
	    && words(s, v, str_of(one), (struct str){ "", 0 }))
		tui_line_key(l, ' ');	/* a command with words of its own */
	else if (!longer)
		offer(s, word, typed);
}
