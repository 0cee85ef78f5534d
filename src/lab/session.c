/* A session as a lab: the text of the lab that was performed, with what was done by hand
 * written into it.  Commands keep their lines; lines are added, and where a line has to
 * say something else it is written anew. */
#include "lab/take.h"

#include <string.h>

enum { EDITS_MAX = 2000 };

struct edit {
	int at, drop;			/* bytes of the text */
	const char *text;
};
struct session {
	const struct lab_plan *plan;
	const struct lab_session *s;
	struct arena *a;
	struct str text;
	int n;
	struct edit *edit;		/* (EDITS_MAX), in order of their making */
};

static void
edit(struct session *w, int at, int drop, const char *text)
{
	if (w->n < EDITS_MAX)
		w->edit[w->n++] = (struct edit){ at, drop, text };
}

/* ---- places ---- */

static int
line_end(struct str t, int at)
{
	const char *nl = at < t.n ? memchr(t.s + at, '\n', (size_t)(t.n - at)) : NULL;

	return nl ? (int)(nl - t.s) : t.n;
}

static struct str
line_at(struct str t, int at)
{
	return (struct str){ t.s + at, line_end(t, at) - at };
}

/* The first line from at on that begins with this verb; -1: none. */
static int
verb_line(struct str t, const char *verb)
{
	int n = (int)strlen(verb);

	for (int at = 0; at < t.n; at = line_end(t, at) + 1) {
		struct str l = line_at(t, at);

		if (str_starts(l, verb) && (l.n == n || l.s[n] == ' ' || l.s[n] == '\t'))
			return at;
	}
	return -1;
}

/* Where a step's command begins, or, behind the last, what follows its block. */
static int
step_at(const struct session *w, int i)
{
	int at;

	if (i < w->plan->n_step)
		return w->plan->step[i].at.at;
	if (i == 0)
		return w->text.n;
	at = w->plan->step[i - 1].at.at;
	do
		at = line_end(w->text, at) + 1;
	while (at < w->text.n && strchr(" \t\r\n", w->text.s[at]));
	return at < w->text.n ? at : w->text.n;
}

/* ---- words ---- */

static bool
wants_quotes(const char *value)
{
	return !*value || strpbrk(value, " \t\"\\|") != NULL;
}

static const char *
quoted(struct session *w, const char *value)
{
	char *to, *at;

	if (!wants_quotes(value))
		return value;
	to = at = ARENA_NEW(w->a, char, 2 * strlen(value) + 3);
	*at++ = '"';
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			*at++ = '\\';
		*at++ = *value;
	}
	*at++ = '"';
	return to;
}

/* A word ends at a blank outside brackets and quotes. */
static int
word_end(struct str l, int at)
{
	bool quotes = false;
	int open = 0;

	for (; at < l.n; at++) {
		char c = l.s[at];

		if (!quotes && open == 0 && (c == ' ' || c == '\t' || c == '\r'))
			break;
		if (quotes && c == '\\')
			at++;
		quotes ^= c == '"';
		open += !quotes && c == '(' ? 1 : !quotes && c == ')' ? -1 : 0;
	}
	return at < l.n ? at : l.n;
}

/* The word key=... of a line; false: it has none. */
static bool
word_of(struct str l, const char *key, int *from, int *to)
{
	int n = (int)strlen(key);

	for (*from = 0; *from < l.n; *from = *to) {
		struct str rest = { l.s + *from, l.n - *from };

		*to = word_end(l, *from);
		if (*to == *from)
			++*to;		/* a blank */
		else if (str_starts(rest, key) && rest.n > n && rest.s[n] == '=')
			return true;
	}
	return false;
}

static bool
is_of_epochs(const struct train_made *m)
{
	return strcmp(m->knob, "batch") == 0 || strcmp(m->knob, "last") == 0;
}

/* ---- declarations ---- */

/* Does a run stand in this text, and not in one that it uses? */
static bool
run_is_here(const struct session *w, int i)
{
	int at = w->plan->run[i].at.at;
	struct str rest = at < w->text.n ? line_at(w->text, at) : str_of(""), word;

	if (!str_starts(rest, "run"))
		return false;
	rest = str_trim((struct str){ rest.s + 3, rest.n - 3 });
	word = (struct str){ rest.s, word_end(rest, 0) };
	return str_is(word, w->plan->run[i].spec.name);
}

static void
write_seed(struct session *w)
{
	int at = verb_line(w->text, "seed");
	uint64_t seed = lab_take_seed(w->s->take);
	const char *line = str_printf(w->a, "seed   %llu", (unsigned long long)seed);

	if (seed == w->plan->seed)
		return;
	if (at >= 0) {
		edit(w, at, line_end(w->text, at) - at, line);
		return;
	}
	at = line_end(w->text, verb_line(w->text, "lab"));
	edit(w, at, 0, str_printf(w->a, "\n%s", line));
}

static bool
write_data(struct session *w, struct err *e)
{
	int at = verb_line(w->text, "data");

	if (!w->s->data)
		return true;
	if (at < 0)
		return err_set(e, ERR_RANGE, SPAN_NONE,
			       "the data are declared in another file");
	edit(w, at, line_end(w->text, at) - at, str_printf(w->a, "data   %s", w->s->data));
	return true;
}

/* Those that were declared while the lab was performed, before the first run. */
static void
write_acts(struct session *w)
{
	int at = w->plan->n_run && run_is_here(w, 0) ? w->plan->run[0].at.at
						     : step_at(w, 0);
	const struct nn_own *own = &w->plan->own;

	for (int i = w->plan->n_act; i < own->n; i++) {
		bool last = true;

		for (int k = i + 1; k < own->n; k++)
			last &= strcmp(own->row[k]->name, own->row[i]->name) != 0;
		if (last)
			edit(w, at, 0, str_printf(w->a, "act    %s\n",
						  w->plan->act_text[i]));
	}
}

/* A knob that the take was made with, in the line of its run. */
static bool
write_change(struct session *w, const struct lab_change *c, struct err *e)
{
	const struct lab_run *run = &w->plan->run[c->run];
	struct str line = run_is_here(w, c->run) ? line_at(w->text, run->at.at)
						 : str_of("");
	const char *word = str_printf(w->a, "%s=%s", c->key, quoted(w, c->value));
	int from, to;

	if (line.n == 0)
		return err_set(e, ERR_RANGE, SPAN_NONE, "'%s' is declared in another file",
			       run->spec.name);
	if (!word_of(line, c->key, &from, &to)) {
		from = to = str_trim(line).n;
		word = str_printf(w->a, " %s", word);
	}
	edit(w, run->at.at + from, to - from, word);
	for (int i = 0; i < w->plan->n_vary; i++)
		if (strcmp(w->plan->vary[i], c->key) == 0)
			return true;
	from = verb_line(w->text, "vary");
	if (w->plan->n_run > 1 && w->plan->n_vary && from < 0)
		return err_set(e, ERR_RANGE, SPAN_NONE, "%s may not vary, says another file",
			       c->key);
	if (from >= 0)
		edit(w, line_end(w->text, from), 0, str_printf(w->a, " %s", c->key));
	else if (w->plan->n_run > 1)
		edit(w, step_at(w, 0), 0, str_printf(w->a, "vary   %s\n", c->key));
	return true;
}

/* ---- changes ---- */

static bool
write_turn(struct session *w, const struct lab_turn *t, struct err *e)
{
	struct train_run *r = w->s->take->run[t->run];
	struct train_made *m = ARENA_NEW(w->a, struct train_made, LAB_MADE_MAX);
	int n = train_run_made(r, m, LAB_MADE_MAX);

	if (t->run >= w->plan->n_run)
		return true;		/* with its branch */
	for (int i = 0; i < n; i++)
		if (m[i].id == t->id) {
			edit(w, step_at(w, t->before), 0,
			     str_printf(w->a, "set    %s.%s=%s at=%ld\n",
					w->plan->run[t->run].spec.name, m[i].knob,
					quoted(w, m[i].value), m[i].step));
			return true;
		}
	return err_set(e, ERR_RANGE, SPAN_NONE, "a change of %s is not made yet",
		       w->plan->run[t->run].spec.name);
}

/* A branch is its run once more, */
static void
write_runs(struct session *w)
{
	const struct lab_take *t = w->s->take;

	for (int i = w->plan->n_run; i < lab_take_runs(t); i++)
		edit(w, step_at(w, 0), 0,
		     str_printf(w->a, "run    %s %s\n", lab_take_name(t, i),
				lab_take_name(t, lab_take_root(t, i))));
}

/* with all changes from the start. */
static bool
write_branch(struct session *w, int run, struct err *e)
{
	const struct lab_branch *b = lab_take_branch(w->s->take, run);
	struct train_run *r = w->s->take->run[run];
	struct train_made *m = ARENA_NEW(w->a, struct train_made, LAB_MADE_MAX);
	const char *name = lab_take_name(w->s->take, run);
	int n = train_run_made(r, m, LAB_MADE_MAX), at = step_at(w, 0);

	if (train_run_step(r) <= b->step)
		n = 0;
	if (n == 0)
		return err_set(e, ERR_RANGE, SPAN_NONE, "%s has not gone on yet", name);
	if (lab_branch_strays(w->s->take, run)) {
		err_set(e, ERR_RANGE, SPAN_NONE, "until= would end %s elsewhere", name);
		return err_hint(e, "branch off later, while that training goes on");
	}
	for (int i = 0; i < n; i++)
		edit(w, at, 0, str_printf(w->a, "set    %s.%s=%s at=%ld\n", name,
					  m[i].knob, quoted(w, m[i].value), m[i].step));
	return true;
}

/* ---- trainings ---- */

/* Was batch= or last= of a run turned by hand while this training was under way, or of a
 * branch of it ever?  Then epochs have other lengths. */
static bool
lengths_differ(struct session *w, int step, int run)
{
	struct train_made *m = ARENA_NEW(w->a, struct train_made, LAB_MADE_MAX);
	int n = train_run_made(w->s->take->run[run], m, LAB_MADE_MAX);

	for (int i = 0; i < n; i++) {
		if (!is_of_epochs(&m[i]))
			continue;
		if (run >= w->plan->n_run)
			return true;
		for (int k = 0; k < w->s->n_turn; k++)
			if (w->s->turn[k].run == run && w->s->turn[k].id == m[i].id
			    && w->s->turn[k].before == step)
				return true;
	}
	return false;
}

static bool
trains(const struct session *w, const struct lab_train *t, int run)
{
	int root = lab_take_root(w->s->take, run);

	for (int i = 0; i < t->n_run; i++)
		if (t->run[i] == root)
			return true;
	return false;
}

/* Steps that the training has, or will have, for a run. */
static long
steps_of(const struct session *w, int step, int run)
{
	int root = lab_take_root(w->s->take, run);

	return lab_take_steps(w->s->take, step, root);
}

static const char *
word_text(struct session *w, struct str line, const char *key)
{
	int from, to;

	if (!word_of(line, key, &from, &to))
		return "";
	return str_printf(w->a, " %.*s", to - from, line.s + from);
}

/* One line for each length, with the runs that have it. */
static const char *
by_steps(struct session *w, int step)
{
	const struct lab_train *t = &w->plan->step[step].train;
	struct str line = line_at(w->text, w->plan->step[step].at.at);
	int n = lab_take_runs(w->s->take);
	bool done[LAB_RUNS_MAX] = { false };
	const char *text = "";

	for (int i = 0; i < n; i++) {
		long steps = trains(w, t, i) ? steps_of(w, step, i) : 0;

		if (done[i] || !trains(w, t, i))
			continue;
		text = str_printf(w->a, "%s%strain ", text, *text ? "\n" : "");
		for (int k = i; k < n; k++)
			if (trains(w, t, k) && steps_of(w, step, k) == steps) {
				done[k] = true;
				text = str_printf(w->a, "%s %s", text,
						  lab_take_name(w->s->take, k));
			}
		text = str_printf(w->a, "%s steps=%ld%s%s", text, steps,
				  word_text(w, line, "until"), word_text(w, line, "mode"));
	}
	return text;
}

/* Branches are named where their runs are; a line that names nobody means all. */
static void
name_branches(struct session *w, int step)
{
	const struct lab_train *t = &w->plan->step[step].train;
	int at = w->plan->step[step].at.at;
	struct str line = line_at(w->text, at);

	for (int i = w->plan->n_run; i < lab_take_runs(w->s->take); i++) {
		const char *root = lab_take_name(w->s->take,
						 lab_take_root(w->s->take, i));
		int from = (int)strlen("train"), to;

		for (; trains(w, t, i) && from < line.n; from = to > from ? to : from + 1) {
			to = word_end(line, from);
			if (str_is((struct str){ line.s + from, to - from }, root))
				edit(w, at + to, 0,
				     str_printf(w->a, " %s",
						lab_take_name(w->s->take, i)));
		}
	}
}

static void
write_train(struct session *w, int step)
{
	const struct lab_train *t = &w->plan->step[step].train;
	int at = w->plan->step[step].at.at;
	bool differ = false;

	for (int i = 0; i < lab_take_runs(w->s->take) && !t->steps; i++)
		differ |= trains(w, t, i) && lengths_differ(w, step, i);
	if (differ)
		edit(w, at, line_end(w->text, at) - at, by_steps(w, step));
	else
		name_branches(w, step);
}

/* ---- the whole ---- */

/* Edits in the order of their places, those of one place as they were made. */
static const char *
put_together(struct session *w)
{
	size_t size = (size_t)w->text.n + 1;
	char *to, *at;
	int from = 0;

	for (int i = 1; i < w->n; i++) {
		struct edit x = w->edit[i];
		int k = i;

		for (; k > 0 && w->edit[k - 1].at > x.at; k--)
			w->edit[k] = w->edit[k - 1];
		w->edit[k] = x;
	}
	for (int i = 0; i < w->n; i++)
		size += strlen(w->edit[i].text);
	to = at = ARENA_NEW(w->a, char, size);
	for (int i = 0; i < w->n; i++) {
		const struct edit *x = &w->edit[i];
		size_t n = strlen(x->text);

		memcpy(at, w->text.s + from, (size_t)(x->at - from));
		at += x->at - from;
		memcpy(at, x->text, n);
		at += n;
		from = x->at + x->drop;
	}
	memcpy(at, w->text.s + from, (size_t)(w->text.n - from));
	return to;
}

static bool
write_all(struct session *w, struct err *e)
{
	const struct lab_session *s = w->s;

	write_seed(w);
	if (!write_data(w, e))
		return false;
	write_acts(w);
	for (int i = 0; i < s->n_change; i++)
		if (!write_change(w, &s->change[i], e))
			return false;
	write_runs(w);
	for (int i = w->plan->n_run; i < lab_take_runs(s->take); i++)
		if (!write_branch(w, i, e))
			return false;
	for (int i = 0; i < s->n_turn; i++)
		if (!write_turn(w, &s->turn[i], e))
			return false;
	for (int i = 0; i < w->plan->n_step; i++)
		if (w->plan->step[i].what == LAB_TRAIN)
			write_train(w, i);
	return w->n < EDITS_MAX
	       || err_set(e, ERR_RANGE, SPAN_NONE, "too many changes for one lab");
}

/* What is to be written must be a lab. */
static bool
check(const char *name, const char *text, const char *dir, struct err *e)
{
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_parse(name, str_of(text), dir, &errs);

	if (!p) {
		err_set(e, ERR_RANGE, SPAN_NONE, "the lab would not hold there: %s",
			errs.n ? errs.e[0].msg : "");
		err_hint(e, "save it beside the lab that it comes from");
		lab_errs_done(&errs);
	}
	lab_free(p);
	return p != NULL;
}

const char *
lab_session_text(const struct lab_plan *p, const struct lab_session *s, const char *dir,
		 struct arena *a, struct err *e)
{
	struct session w = { .plan = p, .s = s, .a = a,
			     .text = { p->source.text, p->source.len } };
	const char *text;

	w.edit = ARENA_NEW(a, struct edit, EDITS_MAX);
	if (!write_all(&w, e))
		return NULL;
	text = put_together(&w);
	return check(p->name, text, dir, e) ? text : NULL;
}
