/* An activation that is declared while runs train: the line is read as the verb of a lab
 * is, and what comes of it stays in the narration and in the report. */
#include "tui/play.h"

#include <string.h>

/* The newest row of that name: its index, -1: none of one's own. */
static int
own_find(const struct nn_own *own, struct str name)
{
	int i = own->n - 1;

	while (i >= 0 && !str_is(name, own->row[i]->name))
		i--;
	return i;
}

static bool
is_of_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* What a knob names keeps its meaning from now on. */
void
play_act_used(struct tui_play *p, const struct lab_change *c)
{
	struct str rest = str_of(c->value);

	while (strcmp(c->key, "act") == 0 && rest.n) {
		struct str name = { rest.s, 0 };
		int i;

		while (name.n < rest.n && is_of_name(rest.s[name.n]))
			name.n++;
		i = own_find(&p->plan->own, name);
		p->act_used |= i >= 0 ? 1u << i : 0;
		rest = (struct str){ rest.s + name.n + (name.n < rest.n),
				     rest.n - name.n - (name.n < rest.n) };
	}
}

static void
tell(struct tui_play *p, const struct nn_act *row)
{
	char line[FORMULA_TEXT_MAX], slope[FORMULA_TEXT_MAX], fault[FORMULA_FAULT_MAX];

	formula_curve_text(row->curve, line, sizeof(line));
	snprintf(slope, sizeof(slope), "slope: %s", row->slope);
	tui_story_section(&p->story);
	tui_story_add(&p->story, PLOT_STRONG, "*", PLOT_GOOD, 2,
		      str_printf(&p->screen->frame, "act %s", line));
	tui_story_add(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, slope);
	p->screen->scroll = -1;
	if (!nn_act_fault_near(row, fault)) {
		tui_screen_say(p->screen, "%s is there: set RUN.act=%s", row->name,
			       row->name);
		return;
	}
	tui_story_add(&p->story, PLOT_BAD, "!", PLOT_BAD, 2, fault);
	tui_screen_say(p->screen, "%s is there, but %s", row->name, fault);
}

void
play_act(struct tui_play *p, struct str text, struct err *e)
{
	int at = e->source ? (int)(text.s - e->source->text) : 0, n = p->plan->own.n;
	const struct nn_act *row = lab_act_add(p->plan, text, at, p->act_used, e);

	if (!row)
		return;
	if (p->plan->own.n > n)
		tell(p, row);
	else
		tui_screen_say(p->screen, "%s is there already, with this formula",
			       row->name);
}

/* What a formula may be made of: functions, and activations of one's own. */
const char *const *
play_act_words(const struct tui_play *p, struct arena *frame)
{
	const struct nn_own *own = &p->plan->own;
	const char **word;
	int n = 0, m = own->n;

	while (formula_functions[n].name)
		n++;
	word = ARENA_NEW(frame, const char *, n + m + 1);
	n = 0;
	for (int i = 0; i < m; i++)
		if (own_find(own, str_of(own->row[i]->name)) == i)
			word[n++] = str_printf(frame, "%s(", own->row[i]->name);
	for (const struct formula_function *f = formula_functions; f->name; f++)
		word[n++] = str_printf(frame, "%s(", f->name);
	return word;
}
