#include "lab/parser.h"

#include <string.h>

const struct param lab_lab_params[] = {
	{ "format", PARAM_INT, 1, 1, 1, "", NULL, "version of the lab language" },
	{ 0 }
};

static bool
twice(const struct lab_command *c, struct err *e)
{
	return err_set(e, ERR_SYNTAX, c->at, "'%s' stands twice", c->verb->name);
}

/* ---- what the lab is ---- */

/* A lab's name is that of its file: hyphens and digits anywhere. */
static bool
is_lab_name(struct str s)
{
	for (int i = 0; i < s.n; i++)
		if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && !(s.s[i] >= '0' && s.s[i] <= '9')
		    && s.s[i] != '-' && s.s[i] != '_')
			return false;
	return s.n > 0 && s.s[0] != '-';
}

/* That of a later program is told from a wrong value. */
static bool
format_check(const struct lab_command *c, struct err *e)
{
	for (int i = 0; i < c->words.n; i++) {
		const struct lab_word *w = &c->words.word[i];
		long format;

		if (str_is(w->key, "format") && str_long(w->value, &format) && format > 1)
			return err_set(e, ERR_RANGE, w->value_at,
				       "this lab has format %ld, this program reads "
				       "format 1",
				       format);
	}
	return true;
}

/* lab -> "lab" name [ "format=1" ] */
LAB_VERB(lab_verb_lab)
{
	const struct lab_word *w = lab_bare(c, 0);
	struct param_set set;
	bool again = p->has_lab;

	p->has_lab = true;
	if (again)
		return twice(c, e);
	if (!lab_block_none(c, e) || !lab_bare_check(c, 1, 1, "its name", e)
	    || !format_check(c, e) || !lab_args_read(c, lab_lab_params, &set, e))
		return false;
	if (!is_lab_name(w->text)) {
		err_set(e, ERR_SYNTAX, w->at, "'%.*s' is no name for a lab",
			STR_ARG(w->text));
		return err_hint(e, "labs are named with a..z, 0..9, '-' and '_'");
	}
	if (!p->using_it)
		p->plan->name = str_copy(p->a, w->text);
	return true;
}

/* text -> rest of the line, all of it in quotes or none */
static bool
line_text(struct lab_parser *p, const struct lab_command *c, const char **out,
	  struct err *e)
{
	struct lab_words w;
	struct str text = c->rest;

	if (!lab_block_none(c, e))
		return false;
	if (!text.n) {
		err_set(e, ERR_SYNTAX, c->at, "'%s' lacks its text", c->verb->name);
		return lab_usage(c, e);
	}
	if (**out && !p->using_it)
		return twice(c, e);
	if (text.s[0] == '"' && text.s[text.n - 1] == '"' && text.n > 1) {
		if (!lab_words_read(&w, text, c->rest_at, p->a, e))
			return false;
		if (w.n == 1)
			text = w.word[0].text;
	}
	if (!p->using_it)
		*out = str_copy(p->a, text);
	return true;
}

LAB_VERB(lab_verb_title)
{
	return line_text(p, c, &p->plan->title, e);
}

LAB_VERB(lab_verb_time)
{
	return line_text(p, c, &p->plan->time, e);
}

/* seed -> "seed" whole */
LAB_VERB(lab_verb_seed)
{
	const struct lab_word *w = lab_bare(c, 0);
	long seed;

	if (!lab_block_none(c, e) || !lab_args_none(c, e)
	    || !lab_bare_check(c, 1, 1, "its number", e))
		return false;
	if (p->has_seed)
		return twice(c, e);
	p->has_seed = true;
	if (!str_long(w->text, &seed))
		return err_set(e, ERR_SYNTAX, w->at, "'%.*s' is not a whole number",
			       STR_ARG(w->text));
	if (seed < 0 || seed > LAB_SEED_MAX)
		return err_set(e, ERR_RANGE, w->at, "seed %ld is outside 0..%d", seed,
			       LAB_SEED_MAX);
	p->plan->seed = (uint64_t)seed;
	return true;
}

/* ---- another lab ---- */

/* As a person would name it: beside the lab. */
static const char *
name_beside(struct lab_parser *p, struct str file)
{
	const char *name = p->source->name, *slash = strrchr(name, '/');

	return str_printf(p->a, "%.*s%.*s", slash ? (int)(slash - name) + 1 : 0, name,
			  STR_ARG(file));
}

static bool
use_source(struct lab_parser *p, const char *path, const struct lab_word *w,
	   struct err *e)
{
	struct arena a = { 0 };
	struct lab_source *s = NULL;
	struct str text;
	bool ok;

	ok = arena_init(&a, LAB_BYTES_MAX + 4096, e)
	     && file_read(path, LAB_BYTES_MAX, &a, &text, e)
	     && (s = lab_texts_add(p->texts, name_beside(p, w->text), text, e)) != NULL;
	arena_done(&a);
	if (!ok) {
		e->at = w->at;
		return false;
	}
	p->using_it = true;
	p->has_lab = false;
	lab_parse_source(p, s);
	p->using_it = false;
	p->has_lab = true;
	p->has_seed = false;
	return true;
}

/* use -> "use" file */
LAB_VERB(lab_verb_use)
{
	const struct lab_word *w = lab_bare(c, 0);
	char path[1024];

	if (!lab_block_none(c, e) || !lab_args_none(c, e)
	    || !lab_bare_check(c, 1, 1, "the file's name", e))
		return false;
	if (p->using_it)
		return err_set(e, ERR_SYNTAX, c->at, "a lab that is used uses no other");
	if (p->used)
		return twice(c, e);
	p->used = true;
	if (!*p->plan->place.lab_dir)
		return err_set(e, ERR_DATA, w->at,
			       "this lab is not a file and has no directory");
	p->use_failed = !file_below(path, p->plan->place.lab_dir, w->text, w->at, e)
		|| !use_source(p, path, w, e);
	if (!p->use_failed)
		return true;
	return e->code == ERR_NAME && !lab_is_path(str_copy(p->a, w->text))
		&& err_hint(e, "it is a file beside the lab, as in: use base.lab");
}

/* ---- data, nets, runs ---- */

/* data -> "data" kind { key '=' value } */
LAB_VERB(lab_verb_data)
{
	const struct lab_word *w = lab_bare(c, 0);
	const struct data_kind *kind;
	struct str_near near;

	if (!lab_block_none(c, e) || !lab_bare_check(c, 1, 1, "the kind of data", e))
		return false;
	if (p->has_data)
		return twice(c, e);
	p->has_data = true;
	p->data_at = c->at;
	p->data_source = p->source;
	kind = data_kind_find(w->text);
	if (!kind) {
		near = str_near_begin(w->text);
		for (const struct data_kind *k = data_kinds; k->name; k++)
			str_near_try(&near, k->name);
		err_set(e, ERR_NAME, w->at, "unknown data '%.*s'", STR_ARG(w->text));
		return err_did_you_mean(e, str_near_best(&near));
	}
	if (!lab_args_read(c, kind->param, &p->plan->data_param, e))
		return false;
	p->plan->data = kind;
	return true;
}

static bool
read_knobs(const struct lab_command *c, struct train_spec *s, struct err *e)
{
	for (int i = 0; i < c->words.n; i++) {
		const struct lab_word *w = &c->words.word[i];

		if (!w->key.n)
			continue;
		for (int k = 0; k < i; k++)
			if (c->words.word[k].key.n
			    && str_same(c->words.word[k].key, w->key))
				return err_set(e, ERR_SYNTAX, w->key_at,
					       "'%.*s=' stands twice", STR_ARG(w->key));
		if (!train_spec_set(s, w->key, w->key_at, w->value, w->value_at, e))
			return false;
	}
	return true;
}

static struct lab_net *
net_find(struct lab_parser *p, struct str name)
{
	for (int i = 0; i < p->n_net; i++)
		if (str_is(name, p->net[i].name))
			return &p->net[i];
	return NULL;
}

/* net -> "net" name { knob '=' value } { layer } */
LAB_VERB(lab_verb_net)
{
	struct lab_net *net = &p->net[p->n_net];
	const struct lab_word *w = lab_bare(c, 0);
	const char *name;

	if (!lab_bare_check(c, 1, 1, "a name", e)
	    || !lab_name_read(p, w, "a net", &name, e))
		return false;
	if (net_find(p, w->text))
		return err_set(e, ERR_NAME, w->at, "there is a net '%s' already", name);
	if (p->n_net == LAB_NETS_MAX)
		return err_set(e, ERR_RANGE, c->at, "a lab may have %d nets",
			       LAB_NETS_MAX);
	p->n_net++;
	*net = (struct lab_net){ .name = name, .source = p->source, .broken = true };
	train_spec_init(&net->spec);
	net->spec.own = &p->plan->own;
	if (!read_knobs(c, &net->spec, e) || !lab_layers_read(p, c, &net->spec, e))
		return false;
	net->broken = false;
	return true;
}

/* What a word means already, so that no run can have it as its name. */
static const char *
taken_by(const struct lab_plan *plan, struct str s)
{
	static const char *const words[] = {
		"and", "or", "not", "pi", "e", "all", "most", "median", "number",
		"choice", "free", "lockstep", "layers", NULL
	};

	for (int i = 0; words[i]; i++)
		if (str_is(s, words[i]))
			return "a word of the language";
	if (nn_act_find_own(&plan->own, s))
		return "an activation";
	for (const struct formula_function *f = formula_functions; f->name; f++)
		if (str_is(s, f->name))
			return "a function";
	for (const struct lab_verb *v = lab_verbs; v->name; v++)
		if (str_is(s, v->name))
			return "a command";
	if (train_metric_find(s))
		return "a measure";
	if (panel_kind_find(s))
		return "a panel";
	return param_find(train_knobs, s) >= 0 ? "a knob" : NULL;
}

static bool
run_name(struct lab_parser *p, const struct lab_word *w, const char **name, struct err *e)
{
	const char *taken;

	if (!lab_name_read(p, w, "a run", name, e))
		return false;
	taken = taken_by(p->plan, w->text);
	if (taken) {
		err_set(e, ERR_NAME, w->at, "a run cannot be called '%s': that is %s",
			*name, taken);
		return err_hint(e, "for example: %s_run", *name);
	}
	if (lab_run_find(p->plan, w->text) >= 0)
		return err_set(e, ERR_NAME, w->at, "there is a run '%s' already", *name);
	return true;
}

static bool
run_net(struct lab_parser *p, const struct lab_word *w, const struct lab_net **net,
	struct err *e)
{
	struct str_near near = str_near_begin(w->text);

	*net = net_find(p, w->text);
	if (*net)
		return true;
	for (int i = 0; i < p->n_net; i++)
		str_near_try(&near, p->net[i].name);
	err_set(e, ERR_NAME, w->at, "there is no net '%.*s'", STR_ARG(w->text));
	if (!p->n_net)
		return err_hint(e, "a net is declared first: net NAME in=.. out=..");
	return err_did_you_mean(e, str_near_best(&near));
}

/* The net of a run, or that of another run, with that one's knobs. */
static bool
run_spec(struct lab_parser *p, const struct lab_word *w, int i, struct err *e)
{
	struct lab_run *run = &p->plan->run[i];
	const struct train_spec *spec = NULL;

	for (int k = 0; k < i && !net_find(p, w->text) && !spec; k++)
		if (p->run_net[k] && str_is(w->text, p->plan->run[k].spec.name)) {
			p->run_net[i] = p->run_net[k];
			spec = &p->plan->run[k].spec;
		}
	if (!spec) {
		if (!run_net(p, w, &p->run_net[i], e))
			return false;
		spec = &p->run_net[i]->spec;
	}
	run->spec = *spec;
	run->net = p->run_net[i]->name;
	return true;
}

/* run -> "run" name ( net | run ) { knob '=' value } */
LAB_VERB(lab_verb_run)
{
	struct lab_plan *plan = p->plan;
	int i = plan->n_run;
	struct lab_run *run = &plan->run[i];
	const char *name;

	if (!lab_block_none(c, e)
	    || !lab_bare_check(c, 2, 2,
			       lab_bare_count(c) ? "the name of its net" : "a name", e)
	    || !run_name(p, lab_bare(c, 0), &name, e))
		return false;
	if (i == LAB_RUNS_MAX)
		return err_set(e, ERR_RANGE, c->at, "a lab may have %d runs",
			       LAB_RUNS_MAX);
	plan->n_run++;
	run->at = c->at;
	run->net = "";
	p->run_source[i] = p->source;
	p->run_broken[i] = true;
	train_spec_init(&run->spec);
	str_fill(run->spec.name, sizeof(run->spec.name), str_of(name));
	if (!run_spec(p, lab_bare(c, 1), i, e))
		return false;
	str_fill(run->spec.name, sizeof(run->spec.name), str_of(name));
	if (!read_knobs(c, &run->spec, e))
		return false;
	p->run_broken[i] = p->run_net[i]->broken;
	return true;
}

/* vary -> "vary" knob { knob } */
LAB_VERB(lab_verb_vary)
{
	struct lab_plan *plan = p->plan;

	if (!lab_block_none(c, e) || !lab_args_none(c, e)
	    || !lab_bare_check(c, 1, LAB_WORDS_MAX, "a knob", e))
		return false;
	if (p->has_vary)
		return twice(c, e);
	p->has_vary = true;
	for (int i = 0; i < c->words.n; i++) {
		const struct lab_word *w = &c->words.word[i];
		struct str_near near = str_near_begin(w->text);

		for (int k = 0; k < plan->n_vary; k++)
			if (str_is(w->text, plan->vary[k]))
				return err_set(e, ERR_SYNTAX, w->at,
					       "'%.*s' stands twice", STR_ARG(w->text));
		if (param_find(train_knobs, w->text) < 0 && !str_is(w->text, "layers")) {
			for (const struct param *k = train_knobs; k->name; k++)
				str_near_try(&near, k->name);
			err_set(e, ERR_NAME, w->at, "there is no knob '%.*s'",
				STR_ARG(w->text));
			return err_did_you_mean(e, str_near_best(&near));
		}
		plan->vary[plan->n_vary++] = str_copy(p->a, w->text);
	}
	return true;
}
