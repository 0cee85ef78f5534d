#include "lab/parser.h"

#include <math.h>
#include <string.h>

bool
lab_hints_read(struct lab_parser *p, const struct lab_parts *parts, int *n,
	       struct lab_text hint[LAB_HINTS_MAX], struct err *e)
{
	*n = 0;
	for (int i = 0; i < parts->n; i++) {
		const struct lab_part *part = &parts->part[i];

		if (strcmp(part->name, "hint") != 0)
			continue;
		if (*n == LAB_HINTS_MAX)
			return err_set(e, ERR_RANGE, part->at, "there may be %d hints",
				       LAB_HINTS_MAX);
		if (lab_part_empty(part))
			return err_set(e, ERR_SYNTAX, part->at, "'hint:' has no text");
		if (!lab_text_read(p, part, &hint[(*n)++], e))
			return false;
	}
	return true;
}

bool
lab_field_text(struct lab_parser *p, const struct lab_parts *parts, const char *name,
	       struct lab_text *out, struct err *e)
{
	const struct lab_part *part;

	out->text = "";
	if (!lab_part_only(parts, name, &part, e))
		return false;
	if (!part)
		return true;
	if (lab_part_empty(part))
		return err_set(e, ERR_SYNTAX, part->at, "'%s:' has no text", name);
	return lab_text_read(p, part, out, e);
}

/* ---- numbers ---- */

static bool
check_tolerance(const struct param_set *set, double answer, const struct lab_part *part,
		struct err *e)
{
	char buf[STR_NUM_MAX];

	if (param_given(set, "tol") || answer == floor(answer))
		return true;
	err_set(e, ERR_SYNTAX, part->at,
		"the answer %s is no whole number and needs tol=",
		str_number(buf, answer, 6));
	return err_hint(e, "ask NAME number tol=X accepts answers up to X away");
}

/* answer -> "answer:" expression of numbers */
static bool
read_number(struct lab_parser *p, const struct lab_command *c,
	    const struct lab_parts *parts, const struct param_set *set, struct lab_ask *q,
	    struct err *e)
{
	const struct lab_part *part;
	const struct formula_node *f;
	struct str text;
	int at;

	for (int i = 0; i < parts->n; i++)
		if (parts->part[i].letter)
			return err_set(e, ERR_SYNTAX, parts->part[i].at,
				       "a question for a number has no choices");
	if (!lab_part_only(parts, "answer", &part, e))
		return false;
	if (!part || lab_part_empty(part)) {
		err_set(e, ERR_SYNTAX, part ? part->at : c->at,
			"the question '%s' has no answer", q->name);
		return err_hint(e, "write it into the block: answer: NUMBER");
	}
	text = lab_part_source(part, &at);
	if (!lab_room(p, formula_need(text.n), part->at, e))
		return false;
	f = formula_parse(text, at, p->a, e);
	if (!f || !formula_check(f, NULL, e) || !formula_eval(f, NULL, &q->answer, e))
		return false;
	if (!isfinite(q->answer))
		return err_set(e, ERR_NUMBER, f->at, "the answer is not a finite number");
	return check_tolerance(set, q->answer, part, e);
}

/* ---- choices ---- */

static bool
read_choice(struct lab_parser *p, const struct lab_part *part, struct lab_ask *q,
	    struct err *e)
{
	struct lab_text text;

	if (q->n_choice == LAB_CHOICES_MAX)
		return err_set(e, ERR_RANGE, part->at, "there may be %d choices",
			       LAB_CHOICES_MAX);
	if (part->letter != 'a' + q->n_choice)
		return err_set(e, ERR_SYNTAX, part->at, "'%c)' stands where '%c)' is due",
			       part->letter, 'a' + q->n_choice);
	if (lab_part_empty(part))
		return err_set(e, ERR_SYNTAX, part->at, "'%c)' has no text",
			       part->letter);
	if (!lab_text_read(p, part, &text, e))
		return false;
	if (text.n_hole)
		return err_set(e, ERR_SYNTAX, part->at, "a choice holds no {expression}");
	q->choice[q->n_choice].letter = part->letter;
	q->choice[q->n_choice].right = part->right;
	q->choice[q->n_choice++].text = text.text;
	return true;
}

static bool
check_choices(const struct lab_command *c, const struct lab_ask *q, struct err *e)
{
	int right = 0;

	for (int i = 0; i < q->n_choice; i++)
		right += q->choice[i].right;
	if (q->n_choice < 2) {
		err_set(e, ERR_SYNTAX, c->at,
			"the question '%s' has fewer than two choices", q->name);
		return err_hint(e, "a) TEXT and b)* TEXT, where * marks the right one");
	}
	if (right == 1)
		return true;
	err_set(e, ERR_SYNTAX, c->at,
		right ? "the question '%s' has more than one right choice"
		      : "the question '%s' has no right choice",
		q->name);
	return err_hint(e, "mark one: b)* TEXT");
}

static bool
read_choices(struct lab_parser *p, const struct lab_command *c,
	     const struct lab_parts *parts, const struct param_set *set,
	     struct lab_ask *q, struct err *e)
{
	const struct lab_part *answer;

	if (!lab_part_only(parts, "answer", &answer, e))
		return false;
	if (answer)
		return err_set(e, ERR_SYNTAX, answer->at,
			       "a choice is marked with '*' and has no "
			       "answer:");
	if (param_given(set, "tol"))
		return err_set(e, ERR_SYNTAX, param_get(set, "tol")->at,
			       "a choice takes no tol=");
	for (int i = 0; i < parts->n; i++)
		if (parts->part[i].letter && !read_choice(p, &parts->part[i], q, e))
			return false;
	return check_choices(c, q, e);
}

/* ---- ask ---- */

static bool
read_kind(const struct lab_word *w, struct lab_ask *q, struct err *e)
{
	struct str_near near = str_near_begin(w->text);

	q->kind = str_is(w->text, "choice") ? LAB_CHOICE : LAB_NUMBER;
	if (q->kind == LAB_CHOICE || str_is(w->text, "number"))
		return true;
	str_near_try(&near, "number");
	str_near_try(&near, "choice");
	err_set(e, ERR_NAME, w->at, "'%.*s' is no kind of question: number or choice",
		STR_ARG(w->text));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
check_new(const struct lab_plan *plan, const struct lab_word *w, struct err *e)
{
	for (int i = 0; i < plan->n_step; i++)
		if (plan->step[i].what == LAB_ASK
		    && str_is(w->text, plan->step[i].ask.name))
			return err_set(e, ERR_NAME, w->at,
				       "there is a question '%.*s' already",
				       STR_ARG(w->text));
	return true;
}

static bool
read_ask(struct lab_parser *p, const struct lab_command *c, const struct lab_parts *parts,
	 const struct param_set *set, struct lab_ask *q, struct err *e)
{
	if (lab_part_empty(&parts->part[0])) {
		err_set(e, ERR_SYNTAX, c->at, "the question '%s' has no text", q->name);
		return err_hint(e, "it stands on the lines below, indented");
	}
	q->points = param_num(set, "points");
	q->tol = param_num(set, "tol");
	return lab_text_read(p, &parts->part[0], &q->text, e)
		&& (q->kind == LAB_NUMBER ? read_number(p, c, parts, set, q, e)
		    : read_choices(p, c, parts, set, q, e))
		&& lab_hints_read(p, parts, &q->n_hint, q->hint, e)
		&& lab_field_text(p, parts, "why", &q->why, e);
}

/* ask -> "ask" name ( "number" | "choice" ) [ "tol=" x ] [ "points=" x ]
 *        { line } { choice | "answer:" | "hint:" | "why:" } */
LAB_VERB(lab_verb_ask)
{
	struct lab_plan *plan = p->plan;
	struct lab_step *s = &plan->step[plan->n_step];
	struct lab_parts parts;
	struct param_set set;

	*s = (struct lab_step){ .what = LAB_ASK, .at = c->at };
	if (!lab_bare_check(c, 2, 2,
			    lab_bare_count(c) ? "its kind: number or choice" : "a name",
			    e)
	    || !lab_name_read(p, lab_bare(c, 0), "a question", &s->ask.name, e)
	    || !check_new(plan, lab_bare(c, 0), e)
	    || !read_kind(lab_bare(c, 1), &s->ask, e)
	    || !lab_args_read(c, lab_ask_params, &set, e)
	    || !lab_parts_read(&parts, c, p->a, e)
	    || !read_ask(p, c, &parts, &set, &s->ask, e))
		return false;
	s->ask.index = plan->n_ask++;
	plan->n_step++;
	return true;
}
