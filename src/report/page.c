#include "report/page.h"

#include <math.h>
#include <string.h>

/* ---- room for prose ---- */

enum { HOLE_ROOM = 512, ROOM = 1 << 16 };

bool
page_init(struct page *p, FILE *f, const struct lab_result *r, struct lab_take *take,
	  struct err *e)
{
	/* no text is longer than the lab, nor has more holes than it has bytes / 3 */
	size_t holes = (size_t)(r->plan->source.len / 3 < 256 ? r->plan->source.len / 3 : 256);
	size_t room = ROOM + 2 * (size_t)r->plan->source.len + holes * HOLE_ROOM;

	*p = (struct page){ .f = f, .r = r, .take = take };
	return arena_init(&p->arena, room, e);
}

void
page_done(struct page *p)
{
	arena_done(&p->arena);
}

/* Without a take no hole has a value. */
static const char *
bare_prose(struct arena *a, const struct lab_text *t)
{
	size_t len = strlen(t->text);
	char *out = arena_alloc(a, 1, len + 3 * (size_t)t->n_hole + 1), *o = out;
	int at = 0;

	for (int i = 0; i < t->n_hole; i++) {
		o = mempcpy(o, t->text + at, (size_t)(t->hole[i].at - at));
		o = mempcpy(o, "...", 3);
		at = t->hole[i].at + t->hole[i].len;
	}
	memcpy(o, t->text + at, len - (size_t)at);
	return out;
}

const char *
page_prose(struct page *p, const struct lab_text *t, int mark)
{
	arena_reset(&p->arena);
	if (!t->text || !*t->text)
		return "";
	if (!p->take)
		return bare_prose(&p->arena, t);
	return lab_take_text(p->take, t, mark, &p->arena);
}

/* ---- words ---- */

int
page_pad(FILE *f, int at, int to)
{
	for (; at < to; at++)
		putc(' ', f);
	return at;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Skips blanks; *gap: there was an empty line among them. */
static const char *
next_word(const char *s, bool *gap)
{
	int ends = 0;

	for (; is_blank(*s); s++)
		ends += *s == '\n';
	*gap = ends > 1;
	return s;
}

/* Columns of a word; what a terminal should not get is counted as it is shown. */
static int
word_put(FILE *f, struct str w)
{
	for (int i = 0; i < w.n; i++)
		putc((unsigned char)w.s[i] < ' ' || w.s[i] == 127 ? '?' : w.s[i], f);
	return str_width(w);
}

int
page_wrap(FILE *f, int at, int indent, int width, const char *text)
{
	bool gap, first = true;

	for (const char *s = next_word(text, &gap); *s; s = next_word(s, &gap)) {
		struct str w = { s, (int)strcspn(s, " \t\n\r") };
		bool fits = first || at + 1 + str_width(w) <= width;

		if (!first && (gap || !fits)) {
			fputs(gap ? "\n\n" : "\n", f);
			at = 0;
			first = true;
		}
		at = page_pad(f, at, first ? indent : at + 1);
		at += word_put(f, w);
		first = false;
		s += w.n;
	}
	return at;
}

void
page_paragraph(FILE *f, int indent, const char *text)
{
	if (*text) {
		page_wrap(f, 0, indent, REPORT_WIDTH, text);
		putc('\n', f);
	}
}

void
page_points(FILE *f, int at, double points, double max, const char *unit)
{
	char a[STR_NUM_MAX], b[STR_NUM_MAX], text[3 * STR_NUM_MAX];
	int n = snprintf(text, sizeof(text), "%s of %s%s", str_number(a, points, 6),
			 str_number(b, max, 6), unit);

	if (max > 0) {
		if (at + 2 + n > REPORT_WIDTH) {
			putc('\n', f);
			at = 0;
		}
		page_pad(f, at, REPORT_WIDTH - n);
		fputs(text, f);
	}
	putc('\n', f);
}

struct str
page_source(const struct lab_plan *plan, struct span at)
{
	struct str s = { plan->source.text + at.at, at.len };
	const char *end = memchr(s.s, '\n', (size_t)s.n);

	if (end)
		s.n = (int)(end - s.s);
	return str_trim(s);
}

const char *
page_margin(char buf[STR_NUM_MAX], double margin)
{
	if (!isfinite(margin))
		return "";
	if (fabs(margin) >= 100)	/* a hundred times the threshold: say times */
		snprintf(buf, STR_NUM_MAX, "%+.3gx", margin);
	else if (fabs(margin) >= 0.0995)
		snprintf(buf, STR_NUM_MAX, "%+.0f %%", 100 * margin);
	else
		snprintf(buf, STR_NUM_MAX, "%+.1f %%", 100 * margin);
	return buf;
}
