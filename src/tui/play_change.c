/* What was typed to a task, as changes of knobs.
 *
 * The line begins with "sig.act="; a person may write a value behind it, or the whole
 * change once more, or take it away and write the value alone.
 */
#include "tui/play.h"

#include <string.h>

void
play_may_text(const struct tui_play *p, const struct lab_todo *t, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (int i = 0; i < t->n_may && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s%s.%s",
				      i == 0 ? "" : i + 1 < t->n_may ? ", " : " or ",
				      p->plan->run[t->may[i].run].spec.name,
				      t->may[i].knob);
}

/* "a = b" is "a=b". */
static struct str
tighten(char buf[TUI_LINE_MAX], struct str text)
{
	int n = 0;

	for (int i = 0; i < text.n && n + 1 < TUI_LINE_MAX; i++) {
		while (text.s[i] == '=' && n > 0 && buf[n - 1] == ' ')
			n--;
		if (text.s[i] != ' ' || n == 0 || buf[n - 1] != '=')
			buf[n++] = text.s[i];
	}
	return (struct str){ buf, n };
}

/* word -> { name '=' } [ name '=' ] value: what is before the last name is said twice. */
static void
word_cut(struct str word, struct str *name, struct str *value)
{
	struct str part;

	*name = (struct str){ word.s, 0 };
	*value = word;
	while (value->n > 0 && memchr(value->s, '=', (size_t)value->n)) {
		str_cut(value, '=', &part);
		*name = part;
	}
}

static bool
value_missing(struct str name, struct err *e)
{
	return err_set(e, ERR_SYNTAX, SPAN_NONE, "there is no value behind %.*s=",
		       STR_ARG(name));
}

static bool
parse(const struct tui_play *p, const char *run, struct str knob, struct str value,
      struct lab_change *c, struct err *e)
{
	char text[2 * TUI_LINE_MAX];

	snprintf(text, sizeof(text), "%s%s%.*s=%.*s", run, *run ? "." : "", STR_ARG(knob),
		 STR_ARG(value));
	return lab_change_parse(p->plan, str_of(text), SPAN_NONE, c, e);
}

/* No run was named: the one knob of those that may be changed which takes this value. */
static bool
guess(const struct tui_play *p, const struct lab_todo *t, struct str name,
      struct str value, struct lab_change *c, struct err *e)
{
	struct lab_change one;
	struct err last = { 0 };
	int asked = 0, fits = 0;

	for (int i = 0; i < t->n_may; i++) {
		struct err why = { 0 };

		if (name.n && !str_is(name, t->may[i].knob))
			continue;
		asked++;
		if (parse(p, p->plan->run[t->may[i].run].spec.name,
			  str_of(t->may[i].knob), value, &one, &why)) {
			*c = one;
			fits++;
		} else {
			last = why;
		}
	}
	if (fits == 1)
		return true;
	if (asked == 1) {
		*e = last;
		return false;
	}
	return err_set(e, ERR_SYNTAX, SPAN_NONE, "'%.*s%s%.*s' does not say which knob",
		       STR_ARG(name), name.n ? "=" : "", STR_ARG(value));
}

static bool
change_read(const struct tui_play *p, const struct lab_todo *t, struct str word,
	    struct lab_change *c, struct err *e)
{
	struct str name, value;

	word_cut(word, &name, &value);
	if (value.n == 0)
		return value_missing(name, e);
	if (!name.n || !memchr(name.s, '.', (size_t)name.n))
		return guess(p, t, name, value, c, e);
	return parse(p, "", name, value, c, e);
}

static bool
changes_read(const struct tui_play *p, const struct lab_todo *t, struct str rest,
	     struct lab_change *c, int *n, struct err *e)
{
	struct str word;

	*n = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (*n == LAB_MAY_MAX)
			return err_set(e, ERR_RANGE, SPAN_NONE,
				       "more than %d changes at once", LAB_MAY_MAX);
		if (!change_read(p, t, word, &c[(*n)++], e))
			return false;
	}
	return *n > 0 || err_set(e, ERR_SYNTAX, SPAN_NONE, "nothing is changed yet");
}

bool
play_changes_parse(struct tui_play *p, struct str text, struct lab_change *c, int *n,
		   struct err *e)
{
	const struct lab_todo *t = &p->plan->todo[p->todo];
	char line[TUI_LINE_MAX], may[80];

	if (changes_read(p, t, tighten(line, text), c, n, e))
		return true;
	play_may_text(p, t, may, sizeof(may));
	if (!*e->hint)
		err_hint(e, "write RUN.KNOB=VALUE for %s", may);
	return false;
}
