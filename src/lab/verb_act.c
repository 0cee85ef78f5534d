#include "lab/parser.h"

#include <string.h>

/* From the line's first word to the end of the block: a formula may go on below. */
static struct str
whole_text(const struct lab_parser *p, const struct lab_command *c)
{
	int end = c->rest_at + c->rest.n;

	if (c->n_line)
		end = c->line[c->n_line - 1].at + c->line[c->n_line - 1].text.n;
	return (struct str){ p->source->text + c->rest_at, end - c->rest_at };
}

static bool
lacks(const struct lab_command *c, struct str text, const char *what, struct err *e)
{
	err_set(e, ERR_SYNTAX, text.n ? (struct span){ c->rest_at, text.n } : c->at,
		"'%s' lacks %s", c->verb->name, what);
	return err_hint(e, "for example: act mine(x) = x*sigmoid(1.7*x)");
}

/* A row for a name whose formula is wrong, so that those who use it are not told that
 * there is none; nothing is ever computed with it. */
static void
stand_in(struct lab_parser *p, struct str text)
{
	struct nn_own *own = &p->plan->own;
	struct str name = text;
	struct err e = { 0 };
	const struct nn_act *row;

	for (int i = 0; i < name.n; i++)
		if (text.s[i] == '(' || text.s[i] == ' ' || text.s[i] == '\t')
			name.n = i;
	if (!str_is_name(name) || nn_act_find_own(own, name))
		return;
	row = nn_act_own(str_of(str_printf(p->a, "%.*s(x) = x", STR_ARG(name))), 0, NULL,
			 p->a, &e);
	if (row)
		own->row[own->n++] = row;
}

/* act -> "act" name "(" x [ ";" param { "," param } ] ")" "=" formula */
LAB_VERB(lab_verb_act)
{
	struct nn_own *own = &p->plan->own;
	struct str text = whole_text(p, c);
	const struct nn_act *row;

	if (!text.n)
		return lacks(c, text, "its name and formula", e);
	if (!memchr(text.s, '=', (size_t)text.n))
		return lacks(c, text, "NAME(x) = before the formula", e);
	if (own->n == NN_OWN_MAX)
		return err_set(e, ERR_RANGE, c->at,
			       "a lab may have %d activations of its own",
			       NN_OWN_MAX);
	if (!lab_room(p, FORMULA_CURVE_ROOM, c->at, e))
		return false;
	row = nn_act_own(text, c->rest_at, own, p->a, e);
	if (!row) {
		stand_in(p, text);
		return false;
	}
	if (!row->curve->name[0])
		return lacks(c, text, "NAME(x) = before the formula", e);
	for (int i = 0; i < own->n; i++)
		if (str_is(str_of(row->name), own->row[i]->name))
			return err_set(e, ERR_NAME,
				       (struct span){ c->rest_at,
						      (int)strlen(row->name) },
				       "there is an activation '%s' already",
				       row->name);
	own->row[own->n++] = row;
	return true;
}
