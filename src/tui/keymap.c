#include "tui/keymap.h"

#include "actlab/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 64 << 10 };

/* ---- reading ---- */

/* The row of a command line: "view run" is one, "glyphs ascii" is one of glyphs. */
static const struct tui_key *
row_of(struct str command)
{
	const struct tui_key *k = tui_key_command(command);
	struct str name;

	if (k)
		return k;
	str_cut(&command, ' ', &name);
	return tui_key_command(name);
}

static struct span
place(const struct err_source *text, struct str s)
{
	return (struct span){ (int)(s.s - text->text), s.n };
}

static bool
key_wrong(const struct err_source *text, struct str key, struct err *e)
{
	struct str_near near = str_near_begin(key);

	for (int i = 0; tui_key_name(i); i++)
		str_near_try(&near, tui_key_name(i));
	err_set(e, ERR_NAME, place(text, key), "no key is called '%.*s'", STR_ARG(key));
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "a character, or a name as in 'actlab list keys'");
}

static bool
command_wrong(const struct err_source *text, struct str command, struct err *e)
{
	struct str_near near;
	struct str name;

	str_cut(&command, ' ', &name);
	near = str_near_begin(name);
	str_near_try(&near, "none");
	for (const struct tui_key *k = tui_keys; k->keys; k++)
		str_near_try(&near, k->command);
	err_set(e, ERR_NAME, place(text, name), "unknown command '%.*s'", STR_ARG(name));
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "'actlab list keys' names them");
}

static bool
overlap(unsigned a, unsigned b)
{
	return !a || !b || (a & b);
}

/* What stands before two blanks. */
static struct str
before_remark(struct str s)
{
	for (int i = 0; i + 1 < s.n; i++)
		if (s.s[i] == ' ' && (s.s[i + 1] == ' ' || s.s[i + 1] == '#'))
			s.n = i;
	return str_trim(s);
}

/* line -> key command { word } ; "" and # remarks are none */
static bool
line_parse(struct tui_keymap *m, const struct err_source *text, struct str line,
	   struct err *e)
{
	struct tui_binding *b = &m->own[m->n];
	const struct tui_key *row;
	struct str rest = str_trim(line), key;

	if (rest.n == 0 || rest.s[0] == '#')
		return true;
	str_cut(&rest, ' ', &key);
	rest = before_remark(str_trim(rest));
	e->source = text;
	if (tui_key_parse(key) < 0)
		return key_wrong(text, key, e);
	if (rest.n == 0)
		return err_set(e, ERR_SYNTAX, place(text, key),
			       "a command is missing behind '%.*s'", STR_ARG(key));
	row = str_is(rest, "none") ? NULL : row_of(rest);
	if ((!row && !str_is(rest, "none")) || rest.n >= (int)sizeof(b->command))
		return command_wrong(text, rest, e);
	if (m->n == TUI_KEYMAP_MAX)
		return err_set(e, ERR_RANGE, place(text, key), "more than %d keys",
			       TUI_KEYMAP_MAX);
	*b = (struct tui_binding){ .key = tui_key_parse(key), .in = row ? row->in : 0 };
	str_fill(b->name, sizeof(b->name), key);
	str_fill(b->command, sizeof(b->command), row ? rest : str_of(""));
	for (int i = 0; i < m->n; i++)
		if (m->own[i].key == b->key && overlap(m->own[i].in, b->in))
			return err_set(e, ERR_NAME, place(text, key),
				       "'%.*s' stands in an earlier line already",
				       STR_ARG(key));
	m->n++;
	return true;
}

bool
tui_keymap_parse(struct tui_keymap *m, const struct err_source *text, struct err_list *l)
{
	struct str rest = { text->text, text->len }, line;
	struct err e = { 0 };

	m->n = 0;
	while (rest.n > 0 && str_cut(&rest, '\n', &line))
		if (!line_parse(m, text, line, &e))
			err_list_take(l, &e);
	if (l->n)
		m->n = 0;
	return l->n == 0;
}

bool
tui_keymap_read(struct tui_keymap *m, struct arena *a, struct err_list *l)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME"), *path;
	struct err_source *source = ARENA_NEW(a, struct err_source, 1);
	struct err e = { 0 };
	struct str text;

	m->n = 0;
	if (config && *config == '/')
		path = str_printf(a, "%s/actlab/keys", config);
	else if (home && *home == '/')
		path = str_printf(a, "%s/.config/actlab/keys", home);
	else
		return true;
	if (access(path, F_OK) != 0)
		return true;
	if (!file_read(path, FILE_MOST, a, &text, &e))
		return err_list_take(l, &e);
	*source = (struct err_source){ path, text.s, text.n };
	return tui_keymap_parse(m, source, l);
}

/* ---- what keys mean ---- */

static const struct tui_binding *
binding(const struct tui_keymap *m, int key, unsigned in)
{
	for (int i = 0; i < m->n; i++)
		if (m->own[i].key == key && (!m->own[i].in || (m->own[i].in & in)))
			return &m->own[i];
	return NULL;
}

const char *
tui_keymap_find(const struct tui_keymap *m, int key, unsigned in)
{
	const struct tui_binding *b = binding(m, key, in);
	const struct tui_key *k = b ? NULL : tui_key_find(key, in);

	return b && *b->command ? b->command : k ? k->command : NULL;
}

static void
name_add(char buf[TUI_KEYMAP_NAMES], struct str name)
{
	size_t n = strlen(buf);

	snprintf(buf + n, TUI_KEYMAP_NAMES - n, "%s%.*s", n ? " " : "", STR_ARG(name));
}

const char *
tui_keymap_names(const struct tui_keymap *m, const struct tui_key *row,
		 char buf[TUI_KEYMAP_NAMES])
{
	struct str rest = str_of(row->keys), name;

	buf[0] = '\0';
	for (int i = 0; i < m->n; i++)
		if (strcmp(m->own[i].command, row->command) == 0)
			name_add(buf, str_of(m->own[i].name));
	while (rest.n > 0 && str_cut(&rest, ' ', &name))
		if (!binding(m, tui_key_parse(name), row->in ? row->in : TUI_IN_NOW))
			name_add(buf, name);
	return buf;
}

const char *
tui_keymap_hint(const struct tui_keymap *m, const char *keys, unsigned in,
		struct arena *frame)
{
	struct str rest = str_of(keys), name;
	const char *text = "";
	bool other = false;

	while (m->n && rest.n > 0 && str_cut(&rest, ' ', &name)) {
		int key = tui_key_parse(name);
		const struct tui_key *row = key < 0 ? NULL : tui_key_find(key, in);
		char now[TUI_KEYMAP_NAMES];
		struct str first = name, all;

		if (row && binding(m, key, in)) {
			all = str_of(tui_keymap_names(m, row, now));
			str_cut(&all, ' ', &first);
			other = true;
		}
		text = first.n ? str_printf(frame, "%s%s%.*s", text, *text ? " " : "",
					    STR_ARG(first))
			       : str_printf(frame, "%s%s:%s", text, *text ? " " : "",
					    row->command);
	}
	return other ? text : keys;
}
