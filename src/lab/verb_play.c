#include "lab/parser.h"

#include <math.h>
#include <string.h>

const struct param lab_ask_params[] = {
	{ "tol", PARAM_REAL, 0, 1e300, 0, "", NULL,
	  "how far a number may be from the answer" },
	{ "points", PARAM_REAL, 0, 1000, 1, "points", NULL,
	  "what a right answer is worth" },
	{ 0 }
};
const struct param lab_train_params[] = {
	{ "epochs", PARAM_REAL, 0, 1000000, 0, "epochs", NULL,
	  "how often to see all the data" },
	{ "steps", PARAM_INT, 1, 1000000000, 1, "steps", NULL,
	  "how many updates, instead of epochs=" },
	{ "until", PARAM_TEXT, 0, 0, 0, "", "",
	  "condition at which a run stops early, asked after each epoch" },
	{ "mode", PARAM_WORD, 0, 1, 0, "", "free lockstep",
	  "lockstep: runs keep step with each other" },
	{ 0 }
};
const struct param lab_set_params[] = {
	{ "at", PARAM_INT, 0, 1000000000, 0, "steps", NULL,
	  "step before which it is turned; now if not given" },
	{ 0 }
};

/* Steps count once they are whole: a verb that fails leaves none behind. */
static struct lab_step *
step_new(struct lab_parser *p, const struct lab_command *c, enum lab_do what)
{
	struct lab_step *s = &p->plan->step[p->plan->n_step];

	*s = (struct lab_step){ .what = what, .at = c->at };
	return s;
}

static bool
step_done(struct lab_parser *p)
{
	p->plan->n_step++;
	return true;
}

static bool
no_words(const struct lab_command *c, struct err *e)
{
	if (!lab_bare_check(c, 0, 0, "", e) || !lab_args_none(c, e))
		return false;
	return true;
}

/* say -> "say" { line } */
LAB_VERB(lab_verb_say)
{
	struct lab_step *s = step_new(p, c, LAB_SAY);

	if (c->words.n) {
		err_set(e, ERR_SYNTAX, c->words.word[0].at,
			"text stands on the lines below 'say'");
		return err_hint(e, "break the line here and indent it");
	}
	return lab_block_text(p, c, &s->say, e) && step_done(p);
}

/* show -> "show" { row } */
LAB_VERB(lab_verb_show)
{
	struct lab_step *s = step_new(p, c, LAB_SHOW);

	if (!no_words(c, e))
		return false;
	if (!c->n_line) {
		err_set(e, ERR_SYNTAX, c->at, "'show' has no panels");
		return err_hint(e, "they stand on the lines below, indented");
	}
	return lab_panels_read(p, c, s, e) && step_done(p);
}

/* pause -> "pause" */
LAB_VERB(lab_verb_pause)
{
	step_new(p, c, LAB_PAUSE);
	return lab_block_none(c, e) && no_words(c, e) && step_done(p);
}

/* mark -> "mark" name */
LAB_VERB(lab_verb_mark)
{
	struct lab_plan *plan = p->plan;
	struct lab_step *s = step_new(p, c, LAB_MARK);
	const struct lab_word *w = lab_bare(c, 0);

	if (!lab_block_none(c, e) || !lab_args_none(c, e)
	    || !lab_bare_check(c, 1, 1, "a name", e)
	    || !lab_name_read(p, w, "a mark", &s->mark.name, e))
		return false;
	if (lab_mark_find(plan, w->text) >= 0)
		return err_set(e, ERR_NAME, w->at, "there is a mark '%s' already",
			       s->mark.name);
	s->mark.index = plan->n_mark++;
	return step_done(p);
}

/* ---- train ---- */

static bool
train_runs(struct lab_parser *p, const struct lab_command *c, struct lab_train *t,
	   struct err *e)
{
	int n = lab_bare_count(c), run;

	t->n_run = 0;
	if (!p->plan->n_run)
		return err_set(e, ERR_SYNTAX, c->at, "there is no run to train");
	for (int i = 0; i < n; i++) {
		const struct lab_word *w = lab_bare(c, i);

		if (!lab_run_read(p->plan, w->text, w->at, &run, e))
			return false;
		for (int k = 0; k < t->n_run; k++)
			if (t->run[k] == run)
				return err_set(e, ERR_SYNTAX, w->at,
					       "'%.*s' stands twice", STR_ARG(w->text));
		t->run[t->n_run++] = run;
	}
	for (run = 0; !n && run < p->plan->n_run; run++)
		t->run[t->n_run++] = run;
	return true;
}

static bool
train_length(const struct lab_command *c, const struct param_set *set,
	     struct lab_train *t, struct err *e)
{
	bool epochs = param_given(set, "epochs"), steps = param_given(set, "steps");

	if (epochs && steps)
		return err_set(e, ERR_SYNTAX, param_get(set, "steps")->at,
			       "epochs= and steps= exclude each other");
	if (!epochs && !steps) {
		err_set(e, ERR_SYNTAX, c->at, "'train' does not say how long");
		return err_hint(e, "epochs=N or steps=N; until= may stop it sooner");
	}
	t->epochs = epochs ? param_num(set, "epochs") : 0;
	t->steps = steps ? (long)param_num(set, "steps") : 0;
	if (epochs && t->epochs <= 0)
		return err_set(e, ERR_RANGE, param_get(set, "epochs")->at,
			       "epochs=%s is no training", param_text(set, "epochs"));
	t->lockstep = param_int(set, "mode") == 1;
	return true;
}

static const struct lab_word *
word_of_key(const struct lab_command *c, const char *key)
{
	for (int i = 0; i < c->words.n; i++)
		if (str_is(c->words.word[i].key, key))
			return &c->words.word[i];
	return NULL;
}

/* How far the runs are now at least: for the check of set at=. */
static void
train_passed(struct lab_parser *p, const struct lab_train *t)
{
	for (int i = 0; i < t->n_run && !t->until; i++) {
		int run = t->run[i];

		p->passed[run] += t->steps ? t->steps
			: (long)(t->epochs * (double)p->epoch_steps[run]);
	}
}

/* train -> "train" { run } ( "epochs=" number | "steps=" whole ) [ "until=" condition ]
 *          [ "mode=" word ] */
LAB_VERB(lab_verb_train)
{
	struct lab_step *s = step_new(p, c, LAB_TRAIN);
	const struct lab_word *until = word_of_key(c, "until");
	struct param_set set;

	if (!lab_block_none(c, e) || !lab_args_read(c, lab_train_params, &set, e)
	    || !train_runs(p, c, &s->train, e) || !train_length(c, &set, &s->train, e))
		return false;
	if (until) {
		s->train.until = lab_condition_read(p, until->raw, until->value_at.at,
						    true, "until=", e);
		if (!s->train.until)
			return false;
	}
	train_passed(p, &s->train);
	return step_done(p);
}

/* ---- set ---- */

static const struct lab_word *
set_word(const struct lab_command *c)
{
	for (int i = 0; i < c->words.n; i++)
		if (c->words.word[i].key.n && !str_is(c->words.word[i].key, "at"))
			return &c->words.word[i];
	return NULL;
}

static bool
set_at(struct lab_parser *p, const struct lab_command *c, int run, long *step,
       struct err *e)
{
	const struct lab_word *at = word_of_key(c, "at");
	struct param_set set;

	*step = -1;
	if (!at)
		return true;
	param_set_init(&set, lab_set_params);
	if (!param_set_text(&set, at->key, at->key_at, at->value, at->value_at, e))
		return false;
	*step = (long)param_num(&set, "at");
	if (*step >= p->passed[run])
		return true;
	return err_set(e, ERR_RANGE, at->value_at,
		       "step %ld has passed: '%s' is at step %ld here", *step,
		       p->plan->run[run].spec.name, p->passed[run]);
}

/* The optimiser that the run has by then. */
static bool
set_opt(const struct lab_plan *p, int run, struct train_spec *spec, struct err *e)
{
	for (int i = 0; i < p->n_step; i++) {
		const struct lab_step *s = &p->step[i];

		if (s->what == LAB_SET && s->set.run == run && str_is(s->set.key, "opt")
		    && !train_spec_set(spec, s->set.key, s->at, s->set.value, s->at, e))
			return false;
	}
	return true;
}

static bool
set_check(struct lab_parser *p, int run, struct str knob, const struct lab_word *w,
	  struct span knob_at, struct err *e)
{
	struct train_spec spec = p->plan->run[run].spec;
	char name[40];

	str_fill(name, sizeof(name), knob);
	if (!train_knob_is_live(name)) {
		err_set(e, ERR_NAME, knob_at, "'%s' cannot be turned while a run goes on",
			name);
		return err_hint(e, "declare another run, or make it a todo");
	}
	return set_opt(p->plan, run, &spec, e)
	       && train_spec_set(&spec, knob, knob_at, w->value, w->value_at, e)
	       && train_knob_heeded(&spec, name, w->value_at, e);
}

/* set -> "set" run '.' knob '=' value [ "at=" step ] */
LAB_VERB(lab_verb_set)
{
	struct lab_step *s = step_new(p, c, LAB_SET);
	const struct lab_word *w = set_word(c);
	struct span knob_at;

	if (!lab_block_none(c, e))
		return false;
	if (!w) {
		err_set(e, ERR_SYNTAX, c->at, "'set' lacks RUN.KNOB=VALUE");
		return lab_usage(c, e);
	}
	if (c->words.n != 1 + (word_of_key(c, "at") != NULL)) {
		err_set(e, ERR_SYNTAX, c->at, "'set' turns one knob");
		return lab_usage(c, e);
	}
	if (!lab_knob_read(p->plan, w->key, w->key_at, &s->set.run, &s->set.key, &knob_at,
			   e)
	    || !set_at(p, c, s->set.run, &s->set.step, e)
	    || !set_check(p, s->set.run, s->set.key, w, knob_at, e))
		return false;
	s->set.key = str_of(str_copy(p->a, s->set.key));
	s->set.value = str_of(str_copy(p->a, w->value));
	s->set.value_at = w->value_at;
	return step_done(p);
}
