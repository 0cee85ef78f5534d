#include "lab/parser.h"

#include <string.h>

/* A text grows line by line; its holes are found as lines are added. */
struct writer {
	struct lab_parser *p;
	struct err *e;
	char *to;
	int n;
	int n_hole;
	struct lab_hole *hole;
};

/* hole -> '{' expression [ ':' digit ] '}' ; open and close are offsets in line */
static bool
read_hole(struct writer *w, const struct lab_line *line, int open, int close)
{
	struct str inside = { line->text.s + open + 1, close - open - 1 };
	struct lab_hole *h = &w->hole[w->n_hole];
	int at = line->at + open + 1;

	h->digits = 3;
	h->at = w->n;
	h->len = close - open + 1;
	if (inside.n > 1 && inside.s[inside.n - 2] == ':') {
		h->digits = inside.s[inside.n - 1] - '0';
		if (h->digits < 1 || h->digits > 9)
			return err_set(w->e, ERR_SYNTAX,
				       (struct span){ at + inside.n - 1, 1 },
				       "digits to show are 1..9, as in {loss(run):5}");
		inside.n -= 2;
	}
	if (!str_trim(inside).n)
		return err_set(w->e, ERR_SYNTAX, (struct span){ at - 1, h->len },
			       "'{' and '}' hold no expression");
	h->f = lab_expr_read(w->p, inside, at, false, w->e);
	w->n_hole += h->f != NULL;
	return h->f != NULL;
}

static void
put(struct writer *w, const char *s, int n)
{
	memcpy(w->to + w->n, s, (size_t)n);
	w->n += n;
}

static bool
unclosed(struct writer *w, const struct lab_line *line, int open)
{
	err_set(w->e, ERR_SYNTAX, (struct span){ line->at + open, 1 },
		"'{' is not closed on its line");
	return err_hint(w->e, "a brace that is meant is written {{");
}

/* prose -> { char | '{{' | hole } */
static bool
put_line(struct writer *w, const struct lab_line *line)
{
	struct str t = line->text;

	for (int i = 0; i < t.n; i++) {
		const char *close;
		int end;

		if (t.s[i] != '{') {
			put(w, t.s + i, 1);
			continue;
		}
		if (i + 1 < t.n && t.s[i + 1] == '{') {
			put(w, "{", 1);
			i++;
			continue;
		}
		close = memchr(t.s + i, '}', (size_t)(t.n - i));
		if (!close || memchr(t.s + i + 1, '{', (size_t)(close - t.s - i - 1)))
			return unclosed(w, line, i);
		end = (int)(close - t.s);
		if (!read_hole(w, line, i, end))
			return false;
		put(w, t.s + i, end - i + 1);
		i = end;
	}
	return true;
}

/* A line deeper than base is kept as one; others continue the paragraph. */
static void
put_gap(struct writer *w, const struct lab_line *line, int base, bool after_empty,
	bool deep)
{
	if (!w->n)
		return;
	if (after_empty)
		put(w, "\n\n", 2);
	else if (line->indent > base || deep)
		put(w, "\n", 1);
	else
		put(w, " ", 1);
	for (int i = base; i < line->indent && i < base + 40; i++)
		put(w, " ", 1);
}

static bool
put_lines(struct writer *w, const struct lab_line *line, int n)
{
	bool empty = false, deep = false;
	int base = -1;

	for (int i = 0; i < n; i++) {
		if (!line[i].text.n) {
			empty = true;
			continue;
		}
		if (base < 0)
			base = line[i].indent;
		put_gap(w, &line[i], base, empty, deep);
		if (!put_line(w, &line[i]))
			return false;
		deep = line[i].indent > base;
		empty = false;
	}
	return true;
}

static int
count_char(struct str s, char ch)
{
	int n = 0;

	for (int i = 0; i < s.n; i++)
		n += s.s[i] == ch;
	return n;
}

bool
lab_text_read(struct lab_parser *p, const struct lab_part *part, struct lab_text *out,
	      struct err *e)
{
	struct lab_line head = { part->head, part->head_at, 0 };
	int bytes = part->head.n + 1, holes = count_char(part->head, '{');
	struct writer w = { .p = p, .e = e };

	for (int i = 0; i < part->n_line; i++) {
		bytes += part->line[i].text.n + 42;
		holes += count_char(part->line[i].text, '{');
	}
	if (!lab_room(p, (size_t)bytes + (size_t)holes * sizeof(struct lab_hole),
		      part->at, e))
		return false;
	w.to = ARENA_NEW(p->a, char, bytes + 1);
	w.hole = ARENA_NEW(p->a, struct lab_hole, holes);
	if (!put_line(&w, &head) || !put_lines(&w, part->line, part->n_line))
		return false;
	*out = (struct lab_text){ w.to, w.n_hole, w.hole };
	return true;
}

bool
lab_block_text(struct lab_parser *p, const struct lab_command *c, struct lab_text *out,
	       struct err *e)
{
	struct lab_part all = { .name = "", .at = c->at, .head = { "", 0 },
				.n_line = c->n_line, .line = c->line };

	if (c->n_line)
		return lab_text_read(p, &all, out, e);
	err_set(e, ERR_SYNTAX, c->at, "'%s' has no text", c->verb->name);
	return err_hint(e, "it stands on the lines below, indented");
}
