/* Changes to a plan's knobs: a todo's solution, what a student turns. */
#include "lab/parser.h"

#include <string.h>

static bool
fill_change(const struct lab_plan *p, struct str key, struct span key_at,
	    struct str value, struct span value_at, struct lab_change *c, struct err *e)
{
	struct train_spec spec;
	struct span knob_at;
	struct str knob;

	*c = (struct lab_change){ 0 };
	if (!lab_knob_read(p, key, key_at, &c->run, &knob, &knob_at, e))
		return false;
	spec = p->run[c->run].spec;
	if (!train_spec_set(&spec, knob, knob_at, value, value_at, e))
		return false;
	str_fill(c->key, sizeof(c->key), knob);
	str_fill(c->value, sizeof(c->value), value);
	return true;
}

bool
lab_change_read(const struct lab_plan *p, const struct lab_word *w, struct lab_change *c,
		struct err *e)
{
	return fill_change(p, w->key, w->key_at, w->value, w->value_at, c, e);
}

/* change -> run '.' knob '=' value */
bool
lab_change_parse(const struct lab_plan *p, struct str text, struct span at,
		 struct lab_change *c, struct err *e)
{
	const char *eq = text.n ? memchr(text.s, '=', (size_t)text.n) : NULL;
	struct span key_at, value_at;
	struct str key, value;

	if (!eq) {
		err_set(e, ERR_SYNTAX, at, "'%.*s' sets nothing", STR_ARG(text));
		return err_hint(e, "write RUN.KNOB=VALUE");
	}
	key = str_trim((struct str){ text.s, (int)(eq - text.s) });
	value = str_trim((struct str){ eq + 1, text.n - (int)(eq - text.s) - 1 });
	if (!at.len)
		return fill_change(p, key, SPAN_NONE, value, SPAN_NONE, c, e);
	key_at = (struct span){ at.at + (int)(key.s - text.s), key.n + !key.n };
	value_at = (struct span){ at.at + (int)(value.s - text.s), value.n + !value.n };
	return fill_change(p, key, key_at, value, value_at, c, e);
}

/* Does the change leave its run as the plan has it? */
bool
lab_change_is_none(const struct lab_plan *p, const struct lab_change *c)
{
	const struct train_spec *s = &p->run[c->run].spec;
	int k = param_find(train_knobs, str_of(c->key));
	struct train_spec turned = *s;
	struct err e = { 0 };

	if (!train_spec_set(&turned, str_of(c->key), SPAN_NONE, str_of(c->value),
			    SPAN_NONE, &e))
		return false;
	return train_knobs[k].kind == PARAM_TEXT
		? strcmp(turned.knob.v[k].text, s->knob.v[k].text) == 0
		: turned.knob.v[k].num == s->knob.v[k].num;
}

static bool
in_may(const struct lab_todo *t, const struct lab_change *c)
{
	for (int i = 0; i < t->n_may; i++)
		if (t->may[i].run == c->run && strcmp(t->may[i].knob, c->key) == 0)
			return true;
	return false;
}

static bool
not_in_may(const struct lab_plan *p, const struct lab_todo *t, const struct lab_change *c,
	   struct span at, struct err *e)
{
	char list[80] = "";
	size_t n = 0;

	err_set(e, ERR_RANGE, at, "%s.%s is not to be changed here",
		p->run[c->run].spec.name, c->key);
	for (int i = 0; i < t->n_may && n < sizeof(list); i++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, " %s.%s",
				      p->run[t->may[i].run].spec.name, t->may[i].knob);
	return err_hint(e, "may:%s", list);
}

bool
lab_changes_heeded(const struct lab_plan *p, const struct lab_change *c, int n,
		   struct span at, struct err *e)
{
	for (int i = 0; i < n; i++) {
		struct train_spec spec = p->run[c[i].run].spec;

		for (int k = 0; k < n; k++)
			if (c[k].run == c[i].run && strcmp(c[k].key, "opt") == 0
			    && !train_spec_set(&spec, str_of("opt"), at,
					       str_of(c[k].value), at, e))
				return false;
		if (!train_knob_heeded(&spec, c[i].key, at, e))
			return false;
	}
	return true;
}

bool
lab_change_allowed(const struct lab_plan *p, const struct lab_todo *t,
		   const struct lab_change *c, int n, struct span at, struct err *e)
{
	int differ = 0;

	for (int i = 0; i < n; i++) {
		if (!in_may(t, &c[i]))
			return not_in_may(p, t, &c[i], at, e);
		for (int k = 0; k < i; k++)
			if (c[k].run == c[i].run && strcmp(c[k].key, c[i].key) == 0)
				return err_set(e, ERR_SYNTAX, at,
					       "%s.%s is changed twice",
					       p->run[c[i].run].spec.name, c[i].key);
		differ += !lab_change_is_none(p, &c[i]);
	}
	if (differ <= t->max)
		return true;
	return err_set(e, ERR_RANGE, at, "%d knobs differ, %d may", differ, t->max);
}
