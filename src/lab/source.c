#include "lab/parser.h"

#include <string.h>

/* ---- texts ---- */

enum { TEXTS_SIZE = 2 * (LAB_BYTES_MAX + 4096) };

struct lab_texts *
lab_texts_new(struct err *e)
{
	struct arena own;
	struct lab_texts *t;

	if (!arena_init(&own, TEXTS_SIZE, e))
		return NULL;
	t = ARENA_NEW(&own, struct lab_texts, 1);
	t->own = own;
	return t;
}

void
lab_texts_free(struct lab_texts *t)
{
	struct arena own;

	if (!t)
		return;
	own = t->own;
	arena_done(&own);
}

void
lab_errs_done(struct err_list *errs)
{
	struct lab_texts *t = NULL;

	for (int i = 0; i < errs->n && !t; i++)
		if (errs->e[i].source)
			t = ((const struct lab_source *)errs->e[i].source)->all;
	*errs = (struct err_list){ 0 };
	lab_texts_free(t);
}

static int
line_end(struct str t, int from)
{
	const char *nl =
		from < t.n ? memchr(t.s + from, '\n', (size_t)(t.n - from)) : NULL;

	return nl ? (int)(nl - t.s) : t.n;
}

/* Where the text begins: behind a BOM. */
static int
text_start(struct str t)
{
	return str_starts(t, "\xEF\xBB\xBF") ? 3 : 0;
}

struct lab_source *
lab_texts_add(struct lab_texts *t, const char *name, struct str text, struct err *e)
{
	struct lab_source *s = &t->source[t->n];

	if (text.n > LAB_BYTES_MAX) {
		err_set(e, ERR_DATA, SPAN_NONE, "'%s' is larger than 4 MB", name);
		return NULL;
	}
	t->n++;
	s->all = t;
	s->text = str_copy(&t->own, text);
	s->is = (struct err_source){ str_copy(&t->own, str_of(name)), s->text, text.n };
	return s;
}

/* ---- checks ---- */

static bool
check_utf8(const struct err_source *s, struct str t, struct err *e)
{
	int bad = str_utf8_bad(t);
	struct span at = { bad, 1 };

	if (bad < 0)
		return true;
	e->source = s;
	if (t.s[bad] == 0)
		return err_set(e, ERR_SYNTAX, at, "a NUL byte; a lab is text");
	err_set(e, ERR_SYNTAX, at, "not UTF-8: byte %d", (unsigned char)t.s[bad]);
	if (t.n > 1 && (str_starts(t, "\xFF\xFE") || str_starts(t, "\xFE\xFF")))
		return err_hint(e, "this looks like UTF-16: save the lab as UTF-8");
	return err_hint(e, "save the lab as UTF-8");
}

static bool
check_controls(struct str t, struct err *e)
{
	uint32_t ch;

	for (int i = 0, n; i < t.n; i += n) {
		n = str_utf8_next(t.s + i, t.n - i, &ch);
		if (ch == '\n' || ch == '\t')
			continue;
		if (ch == '\r' && i + 1 < t.n && t.s[i + 1] == '\n')
			continue;
		if (ch == '\r')
			return err_set(e, ERR_SYNTAX, (struct span){ i, 1 },
				       "a carriage return that ends no line");
		if (ch < 32 || (ch >= 127 && ch < 160))
			return err_set(e, ERR_SYNTAX, (struct span){ i, n },
				       "control character %u; a lab is plain text",
				       (unsigned)ch);
	}
	return true;
}

static bool
check_lines(struct str t, struct err *e)
{
	bool any = false;

	for (int i = text_start(t), end; i < t.n; i = end + 1) {
		struct str line;

		end = line_end(t, i);
		line = str_trim((struct str){ t.s + i, end - i });
		any |= line.n && line.s[0] != '#';
		if (end - i <= LAB_LINE_MAX)
			continue;
		err_set(e, ERR_SYNTAX, (struct span){ i + LAB_LINE_MAX, 1 },
			"this line has %d bytes, a line may have %d", end - i,
			LAB_LINE_MAX);
		return err_hint(e, "break it, and indent what follows");
	}
	if (any)
		return true;
	err_set(e, ERR_SYNTAX, SPAN_NONE, "the lab is empty");
	return err_hint(e, "a lab begins with: lab NAME format=1");
}

bool
lab_source_check(const struct err_source *s, struct err *e)
{
	struct str t = { s->text, s->len };

	return check_utf8(s, t, e) && check_controls(t, e) && check_lines(t, e);
}

/* ---- lines ---- */

static int
count_lines(const struct err_source *s)
{
	int n = 1;

	for (int i = 0; i < s->len; i++)
		n += s->text[i] == '\n';
	return n;
}

size_t
lab_lines_need(const struct err_source *s)
{
	return arena_need(sizeof(struct lab_line), (size_t)count_lines(s));
}

static int
indent_of(const char *s, int n)
{
	int columns = 0;

	for (int i = 0; i < n; i++)
		columns = s[i] == '\t' ? (columns / 8 + 1) * 8 : columns + 1;
	return columns;
}

void
lab_lines_split(struct lab_lines *l, struct lab_source *s, struct arena *a)
{
	struct str t = { s->is.text, s->is.len };

	l->n = 0;
	l->line = ARENA_NEW(a, struct lab_line, count_lines(&s->is));
	for (int i = text_start(t), end; i < t.n; i = end + 1) {
		struct str text;

		end = line_end(t, i);
		text = str_trim((struct str){ t.s + i, end - i });
		if (text.n && text.s[0] == '#') {
			memset(s->text + (text.s - t.s), ' ', (size_t)text.n);
			continue;
		}
		l->line[l->n++] =
			(struct lab_line){ text, (int)(text.s - t.s),
					   indent_of(t.s + i, (int)(text.s - t.s) - i) };
	}
}
