#include "lab/parser.h"

#include <string.h>

struct reader {
	struct str line;
	int base;			/* of line in the source */
	int pos;
	struct arena *a;
	struct err *e;
};

static bool
blank(char c)
{
	/* line ends too: a field has several lines */
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char
ahead(const struct reader *r, int i)
{
	return r->pos + i < r->line.n ? r->line.s[r->pos + i] : 0;
}

static struct span
place(const struct reader *r, int pos, int n)
{
	return (struct span){ r->base + pos, n > 0 ? n : 1 };
}

/* Copies with \" and \\ resolved; lent where there is nothing to resolve. */
static struct str
unescape(struct reader *r, struct str raw)
{
	char *to;
	int n = 0;

	if (!raw.n || !memchr(raw.s, '\\', (size_t)raw.n))
		return raw;
	to = ARENA_NEW(r->a, char, raw.n + 1);
	for (int i = 0; i < raw.n; i++) {
		if (raw.s[i] == '\\')
			i++;
		to[n++] = raw.s[i];
	}
	return (struct str){ to, n };
}

/* quoted -> '"' { char | '\"' | '\\' } '"' ; the opening quote is at pos */
static bool
read_quoted(struct reader *r, struct str *raw, struct span *at)
{
	int open = r->pos++;

	for (char c; (c = ahead(r, 0)) != '"'; r->pos++) {
		if (!c)
			return err_set(r->e, ERR_SYNTAX, place(r, open, r->line.n - open),
				       "a quote is never closed");
		if (c != '\\')
			continue;
		if (ahead(r, 1) != '"' && ahead(r, 1) != '\\')
			return err_set(r->e, ERR_SYNTAX, place(r, r->pos, 1),
				       "'\\' in quotes stands before '\"' or '\\' only");
		r->pos++;
	}
	*raw = (struct str){ r->line.s + open + 1, r->pos - open - 1 };
	*at = place(r, open + 1, raw->n);
	r->pos++;
	if (!ahead(r, 0) || blank(ahead(r, 0)) || ahead(r, 0) == '|')
		return true;
	return err_set(r->e, ERR_SYNTAX, place(r, r->pos, 1),
		       "a blank is missing after the closing quote");
}

/* plain -> chars up to a blank or '|' that is not inside brackets */
static bool
read_plain(struct reader *r, struct str *raw, struct span *at)
{
	int from = r->pos, depth = 0, open = 0;

	for (char c; (c = ahead(r, 0)) != 0; r->pos++) {
		if (depth == 0 && (blank(c) || c == '|'))
			break;
		if (c == '"')
			return err_set(r->e, ERR_SYNTAX, place(r, r->pos, 1),
				       "a quote inside a word; quote all of the value");
		if (c == '(' && depth++ == 0)
			open = r->pos;
		if (c == ')' && depth-- == 0)
			return err_set(r->e, ERR_SYNTAX, place(r, r->pos, 1),
				       "')' closes nothing");
	}
	if (depth)
		return err_set(r->e, ERR_SYNTAX, place(r, open, 1),
			       "'(' is never closed");
	*raw = (struct str){ r->line.s + from, r->pos - from };
	*at = place(r, from, raw->n);
	return true;
}

/* Length of "name=" at pos, 0: there is no key. */
static int
key_length(const struct reader *r)
{
	int n = 0;

	for (char c; (c = ahead(r, n)) != '='; n++)
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')
		    && !(c >= '0' && c <= '9') && c != '_' && c != '.' && c != '-')
			return 0;
	return n && ahead(r, n + 1) != '=' ? n : 0;
}

static bool
read_value(struct reader *r, struct lab_word *w)
{
	if (!ahead(r, 0) || blank(ahead(r, 0))) {
		err_set(r->e, ERR_SYNTAX, w->key_at, "'%.*s=' has no value",
			STR_ARG(w->key));
		return err_hint(r->e, "write %.*s=VALUE, without blanks",
				STR_ARG(w->key));
	}
	if (ahead(r, 0) == '"')
		return read_quoted(r, &w->raw, &w->value_at);
	return read_plain(r, &w->raw, &w->value_at);
}

/* word -> '|' | quoted | name '=' ( quoted | plain ) | plain */
static bool
read_word(struct reader *r, struct lab_word *w)
{
	int from = r->pos, n = key_length(r);
	bool ok;

	*w = (struct lab_word){ 0 };
	if (ahead(r, 0) == '|') {
		r->pos++;
		w->bar = true;
		w->text = (struct str){ r->line.s + from, 1 };
		w->at = place(r, from, 1);
		return true;
	}
	if (ahead(r, 0) == '=')
		return err_set(r->e, ERR_SYNTAX, place(r, from, 1),
			       "'=' has no name; write key=value without blanks");
	if (n) {
		w->key = (struct str){ r->line.s + from, n };
		w->key_at = place(r, from, n);
		r->pos += n + 1;
		ok = read_value(r, w);
		w->value = ok ? unescape(r, w->raw) : w->raw;
	} else {
		w->quoted = ahead(r, 0) == '"';
		ok = w->quoted ? read_quoted(r, &w->raw, &w->value_at)
			       : read_plain(r, &w->raw, &w->value_at);
	}
	w->at = place(r, from, r->pos - from);
	w->text = n ? (struct str){ r->line.s + from, r->pos - from }
		    : ok ? unescape(r, w->raw) : w->raw;
	return ok;
}

/* words -> { blank } { word { blank } } */
bool
lab_words_read(struct lab_words *w, struct str line, int at, struct arena *a,
	       struct err *e)
{
	struct reader r = { line, at, 0, a, e };

	w->n = 0;
	for (;;) {
		while (blank(ahead(&r, 0)))
			r.pos++;
		if (r.pos == line.n)
			return true;
		if (w->n == LAB_WORDS_MAX)
			return err_set(e, ERR_SYNTAX, place(&r, r.pos, 1),
				       "a line may have %d words", LAB_WORDS_MAX);
		if (ahead(&r, 0) == '#') {
			err_set(e, ERR_SYNTAX, place(&r, r.pos, 1),
				"'#' in the middle of a line");
			return err_hint(e, "a comment has a line of its own");
		}
		if (!read_word(&r, &w->word[w->n])) {
			/* In "lr = 0.1" the word before the '=' was meant as a key. */
			w->n -= ahead(&r, 0) == '=' && w->n && !w->word[w->n - 1].key.n;
			return false;
		}
		w->n++;
	}
}
