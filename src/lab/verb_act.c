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
lacks(struct str text, int at, struct span verb, const char *what, struct err *e)
{
	err_set(e, ERR_SYNTAX, text.n ? (struct span){ at, text.n } : verb,
		"'act' lacks %s", what);
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

/* The row of a declaration, not yet among the others. */
static const struct nn_act *
read(const struct lab_plan *p, struct str text, int at, struct span verb, struct arena *a,
     struct err *e)
{
	const struct nn_act *row;
	struct span name;

	if (!text.n || !memchr(text.s, '=', (size_t)text.n)) {
		lacks(text, at, verb, text.n ? "NAME(x) = before the formula"
			: "its name and formula", e);
		return NULL;
	}
	if (p->own.n == NN_OWN_MAX) {
		err_set(e, ERR_RANGE, verb, "a lab may have %d activations of its own",
			NN_OWN_MAX);
		return NULL;
	}
	row = nn_act_own(text, at, &p->own, a, e);
	if (!row)
		return NULL;
	if (!row->curve->name[0]) {
		lacks(text, at, verb, "NAME(x) = before the formula", e);
		return NULL;
	}
	name = (struct span){ at, (int)strlen(row->name) };
	if (lab_run_find(p, str_of(row->name)) < 0)
		return row;
	err_set(e, ERR_NAME, name, "'%s' is a run", row->name);
	return NULL;
}

static bool
is_there(const struct nn_act *row, int at, struct err *e)
{
	err_set(e, ERR_NAME, (struct span){ at, (int)strlen(row->name) },
		"there is an activation '%s' already", row->name);
	return false;
}

/* act -> "act" name "(" x [ ";" param { "," param } ] ")" "=" formula */
LAB_VERB(lab_verb_act)
{
	struct nn_own *own = &p->plan->own;
	struct str text = whole_text(p, c);
	const struct nn_act *row;

	if (!lab_room(p, FORMULA_CURVE_ROOM, c->at, e))
		return false;
	row = read(p->plan, text, c->rest_at, c->at, p->a, e);
	if (!row) {
		stand_in(p, text);
		return false;
	}
	for (int i = 0; i < own->n; i++)
		if (str_is(str_of(row->name), own->row[i]->name))
			return is_there(row, c->rest_at, e);
	own->row[own->n++] = row;
	p->plan->n_act = own->n;
	return true;
}

/* ---- while the lab is performed ---- */

static bool
is_same(const struct nn_act *a, const struct nn_act *b)
{
	enum { TEXT = FORMULA_TEXT_MAX };
	char text[2][TEXT];

	formula_curve_text(a->curve, text[0], TEXT);
	formula_curve_text(b->curve, text[1], TEXT);
	return strlen(text[0]) < TEXT - 1 && strcmp(text[0], text[1]) == 0;
}

/* A name that is in use goes on meaning what it means. */
static bool
is_free(const struct lab_plan *p, int i, unsigned used, const struct nn_act *row, int at,
	struct err *e)
{
	const struct nn_act *prior = p->own.row[i];
	bool called = false;

	for (int k = 0; k < p->own.n; k++)
		for (int j = 0; j < p->own.row[k]->curve->n_call; j++)
			called = called || p->own.row[k]->curve->call[j] == prior->curve;
	if (i >= p->n_act && !(used & 1u << i) && !called)
		return true;
	is_there(row, at, e);
	return err_hint(e, "%s; for example: %s_2", i < p->n_act ? "the lab declares it"
			: called ? "another calls it" : "it is in use", row->name);
}

const struct nn_act *
lab_act_add(struct lab_plan *p, struct str text, int at, unsigned used, struct err *e)
{
	struct span all = { at, text.n };
	const struct nn_act *row;

	if (arena_left(&p->arena) < 2 * (size_t)FORMULA_CURVE_ROOM) {
		err_set(e, ERR_RANGE, all, "there is no room for another activation");
		return NULL;
	}
	row = read(p, text, at, all, &p->arena, e);
	for (int i = row ? p->own.n : 0; i-- > 0;) {
		if (!str_is(str_of(row->name), p->own.row[i]->name))
			continue;
		if (is_same(p->own.row[i], row))
			return p->own.row[i];
		if (!is_free(p, i, used, row, at, e))
			return NULL;
		break;
	}
	if (!row)
		return NULL;
	p->own.row[p->own.n] = row;
	p->act_text[p->own.n] = str_copy(&p->arena, text);
	p->own.n++;
	return row;
}
