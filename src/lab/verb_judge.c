#include "lab/parser.h"

#include <string.h>

const struct param lab_expect_params[] = {
	{ "points", PARAM_REAL, 0, 1000, 1, "points", NULL, "what it is worth" },
	{ "at", PARAM_TEXT, 0, 0, 0, "", "",
	  "mark at which it is measured; the end if not given" },
	{ "seeds", PARAM_LIST, 0, LAB_SEED_MAX, 0, "", NULL,
	  "seeds for which the play is repeated; the lab's own is added" },
	{ "over", PARAM_WORD, 0, 2, 0, "", "all most median",
	  "how the seeds decide: all, at least four in five, or the medians" },
	{ 0 }
};

/* Something judged has a name of its own among its kind. */
static bool
judged_name(struct lab_parser *p, const struct lab_command *c, const char *what,
	    const char **name, struct err *e)
{
	const struct lab_plan *plan = p->plan;
	bool taken = false;

	if (!lab_bare_check(c, 1, 1, "a name", e)
	    || !lab_name_read(p, lab_bare(c, 0), what, name, e))
		return false;
	for (int i = 0; i < plan->n_expect; i++)
		taken |= strcmp(plan->expect[i].name, *name) == 0;
	for (int i = 0; i < plan->n_todo; i++)
		taken |= strcmp(plan->todo[i].name, *name) == 0;
	if (!taken)
		return true;
	return err_set(e, ERR_NAME, lab_bare(c, 0)->at,
		       "there is an expectation or task '%s' already", *name);
}

/* ---- expect ---- */

static bool
read_mark(struct lab_parser *p, const struct param_set *set, int *mark, struct err *e)
{
	struct str name = str_of(param_text(set, "at"));
	struct str_near near = str_near_begin(name);

	*mark = -1;
	if (!param_given(set, "at"))
		return true;
	*mark = lab_mark_find(p->plan, name);
	if (*mark >= 0)
		return true;
	for (int i = 0; i < p->plan->n_step; i++)
		if (p->plan->step[i].what == LAB_MARK)
			str_near_try(&near, p->plan->step[i].mark.name);
	err_set(e, ERR_NAME, param_get(set, "at")->at, "there is no mark '%.*s'",
		STR_ARG(name));
	if (!p->plan->n_mark)
		return err_hint(e, "set one in the play: mark %.*s", STR_ARG(name));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
read_seeds(const struct param_set *set, struct lab_expect *x, struct err *e)
{
	const struct param_value *v = param_get(set, "seeds");

	x->over = (enum lab_over)param_int(set, "over");
	x->n_seed = v->given ? v->n_list : 0;
	if (param_given(set, "over") && !v->given)
		return err_set(e, ERR_SYNTAX, param_get(set, "over")->at,
			       "over=%s needs seeds=", param_text(set, "over"));
	if (x->n_seed > LAB_SEEDS_MAX)
		return err_set(e, ERR_RANGE, v->at, "seeds=%s are %d, there may be %d",
			       v->text, x->n_seed, LAB_SEEDS_MAX);
	for (int i = 0; i < x->n_seed; i++) {
		x->seed[i] = (uint64_t)v->list[i];
		for (int k = 0; k < i; k++)
			if (x->seed[k] == x->seed[i])
				return err_set(e, ERR_SYNTAX, v->at,
					       "seed %d stands twice", v->list[i]);
	}
	return true;
}

/* expect -> "expect" name { key '=' value } condition [ "why:" text ] [ "else:" text ] */
LAB_VERB(lab_verb_expect)
{
	struct lab_plan *plan = p->plan;
	struct lab_expect *x = &plan->expect[plan->n_expect];
	struct lab_parts parts;
	struct param_set set;
	struct str text;
	int at;

	*x = (struct lab_expect){ .at = c->at };
	if (!judged_name(p, c, "an expectation", &x->name, e)
	    || !lab_args_read(c, lab_expect_params, &set, e)
	    || !read_mark(p, &set, &x->mark, e) || !read_seeds(&set, x, e)
	    || !lab_parts_read(&parts, c, p->a, e))
		return false;
	x->points = param_num(&set, "points");
	text = lab_part_source(&parts.part[0], &at);
	if (!text.n) {
		err_set(e, ERR_SYNTAX, c->at, "'expect %s' has no condition", x->name);
		return err_hint(e, "it stands below, indented, as in: loss(run) < 0.1");
	}
	x->f = lab_condition_read(p, text, at, false, "'expect'", e);
	x->source = lab_one_line(p->a, text);
	if (!x->f || !lab_field_text(p, &parts, "why", &x->why, e)
	    || !lab_field_text(p, &parts, "else", &x->otherwise, e))
		return false;
	plan->n_expect++;
	return true;
}

/* ---- todo ---- */

const struct param lab_todo_params[] = {
	{ "points", PARAM_REAL, 0, 1000, 1, "points", NULL, "what it is worth" },
	{ 0 }
};

static bool
needed(const struct lab_command *c, const struct lab_parts *parts, const char *name,
       const struct lab_part **part, struct str *text, int *at, struct err *e)
{
	if (!lab_part_only(parts, name, part, e))
		return false;
	if (!*part) {
		err_set(e, ERR_SYNTAX, c->at, "this task has no '%s:'", name);
		return err_hint(e, "%s", strcmp(name, "solution") == 0
			? "one that lint --run can try, as in: solution: sig.act=tanh"
			: "a task has may:, pass: and solution:, each on its own line");
	}
	*text = lab_part_source(*part, at);
	return text->n || err_set(e, ERR_SYNTAX, (*part)->at, "'%s:' is empty", name);
}

/* may -> "may:" run '.' knob { run '.' knob } */
static bool
read_may(struct lab_parser *p, const struct lab_command *c, const struct lab_parts *parts,
	 struct lab_todo *t, struct lab_words *words, struct err *e)
{
	const struct lab_part *part;
	struct span knob_at;
	struct str text, knob;
	int at;

	if (!needed(c, parts, "may", &part, &text, &at, e)
	    || !lab_words_read(words, text, at, p->a, e))
		return false;
	for (int i = 0; i < words->n; i++) {
		const struct lab_word *w = &words->word[i];

		if (w->key.n)
			return err_set(e, ERR_SYNTAX, w->at,
				       "'may:' names knobs, not values: %.*s",
				       STR_ARG(w->key));
		if (t->n_may == LAB_MAY_MAX)
			return err_set(e, ERR_RANGE, w->at,
				       "'may:' names %d knobs at most", LAB_MAY_MAX);
		if (!lab_knob_read(p->plan, w->text, w->at, &t->may[t->n_may].run, &knob,
				   &knob_at, e))
			return false;
		t->may[t->n_may++].knob = train_knobs[param_find(train_knobs, knob)].name;
	}
	return true;
}

/* max -> "max:" whole */
static bool
read_max(struct lab_parser *p, const struct lab_parts *parts, struct lab_todo *t,
	 struct err *e)
{
	const struct lab_part *part;
	struct str text;
	long max;
	int at;

	(void)p;
	t->max = t->n_may;
	if (!lab_part_only(parts, "max", &part, e))
		return false;
	if (!part)
		return true;
	text = lab_part_source(part, &at);
	if (!str_long(text, &max))
		return err_set(e, ERR_SYNTAX,
			       text.n ? (struct span){ at, text.n } : part->at,
			       "'max:' is a whole number: how many knobs may differ");
	if (max < 1 || max > t->n_may)
		return err_set(e, ERR_RANGE, (struct span){ at, text.n },
			       "max: %ld is outside 1..%d, the knobs of 'may:'", max,
			       t->n_may);
	t->max = (int)max;
	return true;
}

static bool
read_pass(struct lab_parser *p, const struct lab_command *c,
	  const struct lab_parts *parts, struct lab_todo *t, struct err *e)
{
	const struct lab_part *part;
	struct str text;
	int at;

	if (!needed(c, parts, "pass", &part, &text, &at, e))
		return false;
	t->pass_source = lab_one_line(p->a, text);
	t->pass = lab_condition_read(p, text, at, false, "'pass:'", e);
	return t->pass != NULL;
}

/* solution -> "solution:" run '.' knob '=' value { run '.' knob '=' value } */
static bool
read_solution(struct lab_parser *p, const struct lab_command *c,
	      const struct lab_parts *parts, struct lab_todo *t, struct lab_words *words,
	      struct err *e)
{
	const struct lab_part *part;
	struct str text;
	int at;

	if (!needed(c, parts, "solution", &part, &text, &at, e)
	    || !lab_words_read(words, text, at, p->a, e))
		return false;
	for (int i = 0; i < words->n; i++) {
		const struct lab_word *w = &words->word[i];

		if (!w->key.n)
			return err_set(e, ERR_SYNTAX, w->at,
				       "'solution:' is of RUN.KNOB=VALUE, "
				       "not '%.*s'",
				       STR_ARG(w->text));
		if (t->n_solution == LAB_MAY_MAX)
			return err_set(e, ERR_RANGE, w->at, "'solution:' is too long");
		if (!lab_change_read(p->plan, w, &t->solution[t->n_solution++], e)
		    || !lab_change_allowed(p->plan, t, t->solution, t->n_solution, w->at,
					   e))
			return false;
	}
	return lab_changes_heeded(p->plan, t->solution, t->n_solution,
				  (struct span){ at, text.n }, e);
}

static bool
read_todo(struct lab_parser *p, const struct lab_command *c,
	  const struct lab_parts *parts, struct lab_todo *t, struct err *e)
{
	struct lab_words words;

	if (lab_part_empty(&parts->part[0])) {
		err_set(e, ERR_SYNTAX, c->at, "the task '%s' has no text", t->name);
		return err_hint(e, "it stands on the lines below, indented");
	}
	return lab_text_read(p, &parts->part[0], &t->text, e)
	       && read_may(p, c, parts, t, &words, e) && read_max(p, parts, t, e)
	       && read_pass(p, c, parts, t, e) && read_solution(p, c, parts, t, &words, e)
	       && lab_hints_read(p, parts, &t->n_hint, t->hint, e)
	       && lab_field_text(p, parts, "why", &t->why, e);
}

/* todo -> "todo" name [ "points=" x ] { line } { field } */
LAB_VERB(lab_verb_todo)
{
	struct lab_plan *plan = p->plan;
	struct lab_todo *t = &plan->todo[plan->n_todo];
	struct lab_parts parts;
	struct param_set set;

	*t = (struct lab_todo){ .at = c->at };
	if (!judged_name(p, c, "a task", &t->name, e)
	    || !lab_args_read(c, lab_todo_params, &set, e)
	    || !lab_parts_read(&parts, c, p->a, e))
		return false;
	t->points = param_num(&set, "points");
	if (!read_todo(p, c, &parts, t, e))
		return false;
	plan->n_todo++;
	return true;
}

/* ---- card ---- */

static bool
is_lab(struct str s)
{
	for (int i = 0; i < s.n; i++)
		if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && !(s.s[i] >= '0' && s.s[i] <= '9')
		    && s.s[i] != '-' && s.s[i] != '_')
			return false;
	return s.n > 0;
}

/* next -> "next:" lab { ',' lab } */
static bool
read_next(struct lab_parser *p, const struct lab_parts *parts, struct err *e)
{
	struct lab_plan *plan = p->plan;
	const int max = (int)(sizeof(plan->next) / sizeof(plan->next[0]));
	const struct lab_part *part;
	struct str rest, item;
	int at;

	if (!lab_part_only(parts, "next", &part, e) || !part)
		return part == NULL && e->code == ERR_NONE;
	rest = lab_part_source(part, &at);
	for (const char *from = rest.s; str_cut(&rest, ',', &item);) {
		struct span place;

		item = str_trim(item);
		place = (struct span){ at + (int)(item.s - from), item.n ? item.n : 1 };
		if (!is_lab(item))
			return err_set(e, ERR_SYNTAX, place, "'%.*s' is no name of a lab",
				       STR_ARG(item));
		if (plan->n_next == max)
			return err_set(e, ERR_RANGE, place,
				       "'next:' names %d labs at most", max);
		plan->next[plan->n_next++] = str_copy(p->a, item);
	}
	return true;
}

/* card -> "card" { line } [ "next:" names ] */
LAB_VERB(lab_verb_card)
{
	struct lab_plan *plan = p->plan;
	struct lab_parts parts;

	if (!lab_bare_check(c, 0, 0, "", e) || !lab_args_none(c, e))
		return false;
	if (*plan->card.text)
		return err_set(e, ERR_SYNTAX, c->at, "'card' stands twice");
	if (!lab_parts_read(&parts, c, p->a, e))
		return false;
	if (lab_part_empty(&parts.part[0])) {
		err_set(e, ERR_SYNTAX, c->at, "'card' has no text");
		return err_hint(e, "it stands on the lines below, indented");
	}
	return lab_text_read(p, &parts.part[0], &plan->card, e)
	       && read_next(p, &parts, e);
}
