#include "lab/parser.h"

#include <string.h>

enum { COMMANDS_MAX = 2000, ROOM_COMMAND = 64 << 10, ROOM_PLAN = 16 << 20 };

bool
lab_room(struct lab_parser *p, size_t bytes, struct span at, struct err *e)
{
	if (bytes + ROOM_COMMAND <= arena_left(p->a))
		return true;
	return err_set(e, ERR_RANGE, at, "the lab is larger than a lab may be");
}

/* ---- names ---- */

int
lab_run_find(const struct lab_plan *p, struct str name)
{
	for (int i = 0; i < p->n_run; i++)
		if (str_is(name, p->run[i].spec.name))
			return i;
	return -1;
}

int
lab_mark_find(const struct lab_plan *p, struct str name)
{
	for (int i = 0; i < p->n_step; i++)
		if (p->step[i].what == LAB_MARK && str_is(name, p->step[i].mark.name))
			return p->step[i].mark.index;
	return -1;
}

bool
lab_run_read(const struct lab_plan *p, struct str name, struct span at, int *run,
	     struct err *e)
{
	struct str_near near = str_near_begin(name);

	*run = lab_run_find(p, name);
	if (*run >= 0)
		return true;
	for (int i = 0; i < p->n_run; i++)
		str_near_try(&near, p->run[i].spec.name);
	err_set(e, ERR_NAME, at, "there is no run '%.*s'", STR_ARG(name));
	if (!p->n_run)
		return err_hint(e, "a run is declared first: run NAME NET");
	return err_did_you_mean(e, str_near_best(&near));
}

bool
lab_knob_read(const struct lab_plan *p, struct str text, struct span at, int *run,
	      struct str *knob, struct span *knob_at, struct err *e)
{
	const char *dot = text.n ? memchr(text.s, '.', (size_t)text.n) : NULL;
	struct str name = { text.s, dot ? (int)(dot - text.s) : text.n };
	struct str_near near;

	if (!dot) {
		err_set(e, ERR_SYNTAX, at, "'%.*s' does not say which run's knob it is",
			STR_ARG(text));
		return err_hint(e, "write RUN.KNOB, as in %s.lr",
				p->n_run ? p->run[0].spec.name : "sig");
	}
	if (!lab_run_read(p, name, (struct span){ at.at, name.n ? name.n : 1 }, run, e))
		return false;
	*knob = (struct str){ dot + 1, text.n - name.n - 1 };
	*knob_at = (struct span){ at.at + name.n + 1, knob->n ? knob->n : 1 };
	if (param_find(train_knobs, *knob) >= 0)
		return true;
	near = str_near_begin(*knob);
	for (const struct param *k = train_knobs; k->name; k++)
		str_near_try(&near, k->name);
	err_set(e, ERR_NAME, *knob_at, "there is no knob '%.*s'", STR_ARG(*knob));
	return err_did_you_mean(e, str_near_best(&near));
}

bool
lab_name_read(struct lab_parser *p, const struct lab_word *w, const char *what,
	      const char **out, struct err *e)
{
	*out = "";
	if (!str_is_name(w->text)) {
		err_set(e, ERR_SYNTAX, w->at, "'%.*s' is no name for %s",
			STR_ARG(w->text), what);
		return err_hint(e, "names are of a..z, 0..9, _ and start with a letter");
	}
	if (w->text.n > 31)
		return err_set(e, ERR_RANGE, w->at,
			       "a name may have 31 letters, this has %d", w->text.n);
	*out = str_copy(p->a, w->text);
	return true;
}

/* ---- commands ---- */

static const struct lab_verb *
verb_find(struct str word)
{
	for (const struct lab_verb *v = lab_verbs; v->name; v++)
		if (str_is(word, v->name))
			return v;
	return NULL;
}

static bool
unknown_verb(struct str word, struct span at, struct err *e)
{
	struct str_near near = str_near_begin(word);

	for (const struct lab_verb *v = lab_verbs; v->name; v++)
		str_near_try(&near, v->name);
	err_set(e, ERR_NAME, at, "unknown command '%.*s'", STR_ARG(word));
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "text belongs below say, indented");
}

static const char *
phase_name(enum lab_phase phase)
{
	static const char *const name[] = { "the declarations", "the play",
					    "the judging" };

	return name[phase];
}

/* Is the verb where it may be?  Moves on to its phase. */
static bool
enter_phase(struct lab_parser *p, const struct lab_command *c, struct err *e)
{
	const struct lab_verb *v = c->verb;

	if (!p->has_lab && strcmp(v->name, "lab") != 0) {
		p->has_lab = true;
		err_set(e, ERR_SYNTAX, c->at, "a lab begins with its name, not with '%s'",
			v->name);
		return err_hint(e, "write first: lab NAME format=1");
	}
	if (v->phase < p->phase)
		return err_set(e, ERR_SYNTAX, c->at, "'%s' belongs to %s, before '%s'",
			       v->name, phase_name(v->phase), p->phase_verb);
	if (v->phase > p->phase) {
		p->phase = v->phase;
		p->phase_verb = v->name;
	}
	return true;
}

/* Where the verb's text is its own business. */
static bool
takes_words(const struct lab_verb *v)
{
	return v->parse != lab_verb_title && v->parse != lab_verb_time
		&& v->parse != lab_verb_act;
}

/* command -> verb { word } { indented line } */
static bool
read_command(struct lab_parser *p, struct lab_command *c, const struct lab_line *line,
	     struct err *e)
{
	struct str word = line->text;

	for (int i = 0; i < word.n; i++)
		if (word.s[i] == ' ' || word.s[i] == '\t')
			word.n = i;
	c->at = (struct span){ line->at, word.n };
	c->rest = str_trim((struct str){ word.s + word.n, line->text.n - word.n });
	c->rest_at = line->at + (int)(c->rest.s - line->text.s);
	c->verb = verb_find(word);
	if (!c->verb)
		return unknown_verb(word, c->at, e);
	c->words.n = 0;
	return lab_room(p, (size_t)line->text.n, c->at, e)
		&& (!takes_words(c->verb)
		    || lab_words_read(&c->words, c->rest, c->rest_at, p->a, e));
}

static void
read_block(struct lab_command *c, const struct lab_lines *l, int from, int to)
{
	while (from < to && !l->line[from].text.n)
		from++;
	while (to > from && !l->line[to - 1].text.n)
		to--;
	c->line = l->line + from;
	c->n_line = to - from;
}

static void
take_error(struct lab_parser *p, struct err *e)
{
	if (e->code != ERR_NONE) {
		if (!e->source)
			e->source = p->source;
		err_list_take(p->errs, e);
	}
	*e = (struct err){ 0 };
}

/* A declaration whose words break off has a name all the same, so that those who use it
 * are not told that there is none; nothing else of it is relied on. */
static void
declare_broken(struct lab_parser *p, const struct lab_command *c)
{
	struct err ignored = { 0 };
	int n_net = p->n_net, n_run = p->plan->n_run;

	if (!c->verb || c->verb->phase != LAB_DECLARE || p->phase != LAB_DECLARE)
		return;
	c->verb->parse(p, c, &ignored);
	for (int i = n_net; i < p->n_net; i++)
		p->net[i].broken = true;
	for (int i = n_run; i < p->plan->n_run; i++)
		p->run_broken[i] = true;
	if (c->verb->parse == lab_verb_data)
		p->plan->data = NULL;
	if (c->verb->parse == lab_verb_vary)
		p->vary_broken = true;
}

/* A command at the wrong place is read all the same, so that what it declares is not
 * missed by others; what else is wrong with it is not said. */
static void
perform(struct lab_parser *p, struct lab_command *c, const struct lab_line *line)
{
	struct err e = { .source = p->source }, ignored = { 0 };
	bool placed, unsure = p->use_failed;

	if (!read_command(p, c, line, &e)) {
		take_error(p, &e);
		declare_broken(p, c);
		return;
	}
	if (p->using_it && c->verb->phase != LAB_DECLARE)
		return;
	placed = enter_phase(p, c, &e);
	if (placed && p->phase > LAB_DECLARE && !p->using_it)
		lab_settle(p);
	c->verb->parse(p, c, placed ? &e : &ignored);
	if (unsure && e.code == ERR_NAME)
		e = (struct err){ 0 };	/* it may be a name of the lab that is missing */
	take_error(p, &e);
}

static int
count_commands(const struct lab_lines *l)
{
	int n = 0;

	for (int i = 0; i < l->n; i++)
		n += l->line[i].text.n && l->line[i].indent == 0;
	return n;
}

static void
stray_line(struct lab_parser *p, const struct lab_line *line)
{
	struct err e = { .source = p->source };

	err_set(&e, ERR_SYNTAX, (struct span){ line->at, line->text.n },
		"an indented line that belongs to no command");
	err_hint(&e, "commands start in column 1");
	take_error(p, &e);
}

/* lab -> { command } */
static void
perform_all(struct lab_parser *p, const struct lab_lines *l, struct arena *work)
{
	struct lab_command *c = ARENA_NEW(work, struct lab_command, 1);
	int i = 0, next;

	while (i < l->n && (!l->line[i].text.n || l->line[i].indent)) {
		if (l->line[i].text.n) {
			stray_line(p, &l->line[i]);
			break;
		}
		i++;
	}
	while (i < l->n && (!l->line[i].text.n || l->line[i].indent))
		i++;
	for (; i < l->n; i = next) {
		for (next = i + 1; next < l->n; next++)
			if (l->line[next].text.n && !l->line[next].indent)
				break;
		read_block(c, l, i + 1, next);
		perform(p, c, &l->line[i]);
	}
}

/* Steps, expectations and todos: no more than there are commands. */
static bool
reserve(struct lab_parser *p, int commands, struct err *e)
{
	struct lab_plan *plan = p->plan;
	size_t need = arena_need(sizeof(struct lab_step) + sizeof(struct lab_expect)
				 + sizeof(struct lab_todo), (size_t)commands + 2);

	if (commands > COMMANDS_MAX)
		return err_set(e, ERR_RANGE, SPAN_NONE,
			       "a lab may have %d commands, this has %d", COMMANDS_MAX,
			       commands);
	if (!lab_room(p, need, SPAN_NONE, e))
		return false;
	p->max_step = commands;
	plan->step = ARENA_NEW(p->a, struct lab_step, commands);
	plan->expect = ARENA_NEW(p->a, struct lab_expect, commands);
	plan->todo = ARENA_NEW(p->a, struct lab_todo, commands);
	return true;
}

void
lab_parse_source(struct lab_parser *p, struct lab_source *s)
{
	const struct err_source *outer = p->source;
	struct err e = { .source = &s->is };
	struct arena work = { 0 };
	struct lab_lines lines;

	p->source = &s->is;
	if (lab_source_check(&s->is, &e)
	    && arena_init(&work,
			  lab_lines_need(&s->is) + sizeof(struct lab_command) + 256,
			  &e)) {
		lab_lines_split(&lines, s, &work);
		if (p->using_it || reserve(p, count_commands(&lines), &e))
			perform_all(p, &lines, &work);
	}
	take_error(p, &e);
	arena_done(&work);
	p->source = outer;
}

/* ---- plans ---- */

static struct lab_plan *
plan_new(struct lab_parser *p, struct str text, const char *dir, struct err *e)
{
	struct lab_plan *plan;
	struct arena a;
	char data[1024];

	if (!arena_init(&a, ROOM_PLAN + 32 * (size_t)text.n, e))
		return NULL;
	plan = ARENA_NEW(&a, struct lab_plan, 1);
	plan->arena = a;
	plan->name = plan->title = plan->time = "";
	plan->card.text = "";
	plan->seed = 1;
	plan->place.lab_dir = str_copy(&plan->arena, str_of(dir));
	lab_data_directory(data);
	plan->place.data_dir = str_copy(&plan->arena, str_of(data));
	plan->texts = p->texts;
	p->plan = plan;
	p->a = &plan->arena;
	return plan;
}

void
lab_free(struct lab_plan *p)
{
	struct arena a;

	if (!p)
		return;
	lab_texts_free(p->texts);
	a = p->arena;
	arena_done(&a);
}

/* Errors keep the texts; without one there is nothing that points into them. */
static struct lab_plan *
fail(struct lab_parser *p, struct err *e)
{
	bool lent = false;

	take_error(p, e);
	for (int i = 0; i < p->errs->n; i++)
		lent |= p->errs->e[i].source != NULL;
	if (!lent)
		lab_texts_free(p->texts);
	if (p->plan) {
		p->plan->texts = NULL;
		lab_free(p->plan);
	}
	return NULL;
}

struct lab_plan *
lab_parse(const char *name, struct str text, const char *dir, struct err_list *errs)
{
	struct lab_parser p = { .errs = errs };
	struct lab_source *s;
	struct err e = { 0 };
	int before = errs->n + errs->more;

	p.texts = lab_texts_new(&e);
	if (!p.texts || !(s = lab_texts_add(p.texts, name, text, &e))
	    || !plan_new(&p, text, dir, &e))
		return fail(&p, &e);
	p.plan->source = s->is;
	lab_parse_source(&p, s);
	if (errs->n + errs->more == before)
		lab_settle(&p);
	if (errs->n + errs->more != before)
		return fail(&p, &e);
	return p.plan;
}

static void
directory_of(const char *path, char dir[1024])
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		str_fill(dir, 1024, str_of("."));
	else if (slash == path)
		str_fill(dir, 1024, str_of("/"));
	else
		str_fill(dir, 1024, (struct str){ path, (int)(slash - path) });
}

struct lab_plan *
lab_load(const char *path, struct err_list *errs)
{
	struct lab_plan *plan = NULL;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str text;
	char dir[1024];

	directory_of(path, dir);
	if (arena_init(&a, LAB_BYTES_MAX + 4096, &e)
	    && file_read(path, LAB_BYTES_MAX, &a, &text, &e))
		plan = lab_parse(path, text, dir, errs);
	else
		err_list_take(errs, &e);
	arena_done(&a);
	return plan;
}
