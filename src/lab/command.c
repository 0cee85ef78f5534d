#include "lab/parser.h"

#include <ctype.h>
#include <string.h>

/* ---- words ---- */

int
lab_bare_count(const struct lab_command *c)
{
	int n = 0;

	for (int i = 0; i < c->words.n; i++)
		n += c->words.word[i].key.n == 0;
	return n;
}

const struct lab_word *
lab_bare(const struct lab_command *c, int i)
{
	for (int k = 0; k < c->words.n; k++)
		if (c->words.word[k].key.n == 0 && i-- == 0)
			return &c->words.word[k];
	return NULL;
}

bool
lab_usage(const struct lab_command *c, struct err *e)
{
	return err_hint(e, "usage: %s", c->verb->usage);
}

/* Words that are too many are commonly values whose key has lost its '='. */
bool
lab_bare_check(const struct lab_command *c, int min, int max, const char *what,
	       struct err *e)
{
	int n = lab_bare_count(c);

	if (n < min) {
		err_set(e, ERR_SYNTAX, c->at, "'%s' lacks %s", c->verb->name, what);
		return lab_usage(c, e);
	}
	if (n > max) {
		const struct lab_word *w = lab_bare(c, max);

		err_set(e, ERR_SYNTAX, w->at, "'%.*s' is one word too many",
			STR_ARG(w->text));
		return lab_usage(c, e);
	}
	return true;
}

static bool
given_before(const struct lab_command *c, int i)
{
	for (int k = 0; k < i; k++)
		if (c->words.word[k].key.n
		    && str_same(c->words.word[k].key, c->words.word[i].key))
			return true;
	return false;
}

bool
lab_args_read(const struct lab_command *c, const struct param *rows,
	      struct param_set *set, struct err *e)
{
	param_set_init(set, rows);
	for (int i = 0; i < c->words.n; i++) {
		const struct lab_word *w = &c->words.word[i];

		if (!w->key.n)
			continue;
		if (given_before(c, i))
			return err_set(e, ERR_SYNTAX, w->key_at, "'%.*s=' stands twice",
				       STR_ARG(w->key));
		if (!param_set_text(set, w->key, w->key_at, w->value, w->value_at, e))
			return false;
	}
	return true;
}

bool
lab_args_none(const struct lab_command *c, struct err *e)
{
	for (int i = 0; i < c->words.n; i++)
		if (c->words.word[i].key.n) {
			err_set(e, ERR_NAME, c->words.word[i].key_at,
				"'%s' takes no key=value", c->verb->name);
			return lab_usage(c, e);
		}
	return true;
}

bool
lab_block_none(const struct lab_command *c, struct err *e)
{
	if (!c->n_line)
		return true;
	return err_set(e, ERR_SYNTAX, (struct span){ c->line[0].at, c->line[0].text.n },
		       "'%s' takes no indented lines", c->verb->name);
}

/* ---- blocks ---- */

/* The field a line begins with, "": none. */
static struct str
field_of(const struct lab_verb *v, struct str line)
{
	struct str rest = str_of(v->fields ? v->fields : ""), name;
	const char *colon = line.n ? memchr(line.s, ':', (size_t)line.n) : NULL;

	while (colon && str_cut(&rest, ' ', &name))
		if (name.n
		    && str_same(name, (struct str){ line.s, (int)(colon - line.s) }))
			return name;
	return (struct str){ "", 0 };
}

/* choice -> letter ')' [ '*' ] ( blank | end ) */
static bool
is_choice(const struct lab_command *c, struct str line)
{
	int n = line.n > 2 && line.s[2] == '*' ? 3 : 2;

	return strcmp(c->verb->name, "ask") == 0 && line.n >= 2 && line.s[1] == ')'
		&& line.s[0] >= 'a' && line.s[0] <= 'z'
		&& (line.n == n || line.s[n] == ' ' || line.s[n] == '\t');
}

/* Fills what a line begins; skip: the bytes before its head. */
static bool
begins(struct lab_part *part, const struct lab_command *c, const struct lab_line *line,
       struct arena *a)
{
	struct str field = field_of(c->verb, line->text);
	int skip;

	*part = (struct lab_part){ .line = line + 1 };
	if (field.n) {
		part->name = str_copy(a, field);
		skip = field.n + 1;
	} else if (is_choice(c, line->text)) {
		part->name = ")";
		part->letter = line->text.s[0];
		part->right = line->text.n > 2 && line->text.s[2] == '*';
		skip = part->right ? 3 : 2;
	} else {
		return false;
	}
	part->at = (struct span){ line->at, skip };
	part->head = str_trim((struct str){ line->text.s + skip, line->text.n - skip });
	part->head_at = line->at + (int)(part->head.s - line->text.s);
	return true;
}

/* Where no prose stands, a word with a colon is a field that is spelt wrong. */
static bool
takes_prose(const struct lab_part *part, const struct lab_verb *v)
{
	static const char *const exact[] = { "answer", "may", "max", "pass", "solution",
					     "next", NULL };

	for (int i = 0; exact[i]; i++)
		if (strcmp(part->name, exact[i]) == 0)
			return false;
	return *part->name || v->parse != lab_verb_expect;
}

static bool
no_lost_field(const struct lab_part *part, const struct lab_command *c,
	      const struct lab_line *line, struct arena *a, struct err *e)
{
	struct str rest = str_of(c->verb->fields), field, word = line->text;
	struct str_near near;

	if (takes_prose(part, c->verb) || !str_cut(&rest, ' ', &field))
		return true;
	for (word.n = 0; word.n < line->text.n && word.s[word.n] != ':'; word.n++)
		if (!isalpha((unsigned char)word.s[word.n]))
			return true;
	if (word.n == 0 || word.n == line->text.n)
		return true;
	err_set(e, ERR_NAME, (struct span){ line->at, word.n + 1 },
		"'%s' has no field '%.*s:'", c->verb->name, STR_ARG(word));
	near = str_near_begin(word);
	do
		str_near_try(&near, str_copy(a, field));
	while (str_cut(&rest, ' ', &field));
	if (str_near_best(&near))
		return err_hint(e, "did you mean '%s:'?", str_near_best(&near));
	return err_hint(e, "its fields: %s", c->verb->fields);
}

/* block -> { line } { ( field ':' | choice ) [ text ] { line } } */
bool
lab_parts_read(struct lab_parts *p, const struct lab_command *c, struct arena *a,
	       struct err *e)
{
	struct lab_part next;

	p->n = 1;
	p->part[0] = (struct lab_part){ .name = "", .at = c->at, .head = { "", 0 },
					.line = c->line };
	for (int i = 0; i < c->n_line; i++) {
		if (!begins(&next, c, &c->line[i], a)) {
			if (!no_lost_field(&p->part[p->n - 1], c, &c->line[i], a, e))
				return false;
			p->part[p->n - 1].n_line++;
			continue;
		}
		if (p->n == LAB_PARTS_MAX)
			return err_set(e, ERR_SYNTAX, next.at,
				       "a block may have %d fields", LAB_PARTS_MAX - 1);
		p->part[p->n++] = next;
	}
	return true;
}

bool
lab_part_only(const struct lab_parts *p, const char *name, const struct lab_part **out,
	      struct err *e)
{
	*out = NULL;
	for (int i = 0; i < p->n; i++) {
		if (strcmp(p->part[i].name, name) != 0)
			continue;
		if (*out)
			return err_set(e, ERR_SYNTAX, p->part[i].at, "'%s:' stands twice",
				       name);
		*out = &p->part[i];
	}
	return true;
}

bool
lab_part_empty(const struct lab_part *p)
{
	if (p->head.n)
		return false;
	for (int i = 0; i < p->n_line; i++)
		if (p->line[i].text.n)
			return false;
	return true;
}

struct str
lab_one_line(struct arena *a, struct str text)
{
	char *to = ARENA_NEW(a, char, text.n + 1);
	int n = 0;

	for (int i = 0; i < text.n; i++) {
		bool gap = strchr(" \t\r\n", text.s[i]) != NULL;

		if (!gap)
			to[n++] = text.s[i];
		else if (n && to[n - 1] != ' ')
			to[n++] = ' ';
	}
	return (struct str){ to, n };
}

struct str
lab_part_source(const struct lab_part *p, int *at)
{
	const char *from = p->head.n ? p->head.s : NULL,
		   *to = from ? from + p->head.n : NULL;

	*at = p->head_at;
	for (int i = 0; i < p->n_line; i++) {
		const struct lab_line *l = &p->line[i];

		if (!l->text.n)
			continue;
		if (!from) {
			from = l->text.s;
			*at = l->at;
		}
		to = l->text.s + l->text.n;
	}
	return (struct str){ from ? from : "", from ? (int)(to - from) : 0 };
}
