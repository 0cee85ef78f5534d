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
	int third = r->plan->source.len / 3;
	size_t holes = (size_t)(third < 256 ? third : 256);
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

/* Columns of a word; what a terminal should not get is counted as it is shown. */
static int
word_put(FILE *f, struct str w)
{
	for (int i = 0; i < w.n; i++)
		putc((unsigned char)w.s[i] < ' ' || w.s[i] == 127 ? '?' : w.s[i], f);
	return str_width(w);
}

/* One line of the text, which may become several; words of it hang below its start. */
static int
line_wrap(FILE *f, int at, int indent, int width, struct str line)
{
	struct str rest = line, w;
	bool first = true;

	for (int i = 0; i < line.n && line.s[i] == ' '; i++)
		indent++;
	while (str_cut(&rest, ' ', &w)) {
		w = str_trim(w);
		if (!w.n)
			continue;
		if (!first && at + 1 + str_width(w) > width) {
			putc('\n', f);
			at = 0;
			first = true;
		}
		at = page_pad(f, at, first ? indent : at + 1);
		at += word_put(f, w);
		first = false;
	}
	return at;
}

int
page_wrap(FILE *f, int at, int indent, int width, const char *text)
{
	struct str rest = str_trim(str_of(text)), line;
	int ends = 0;

	while (rest.n && rest.s[rest.n - 1] == '\n')
		rest = str_trim((struct str){ rest.s, rest.n - 1 });
	while (str_cut(&rest, '\n', &line)) {
		for (; ends > 0 && line.n; ends--) {
			putc('\n', f);
			at = 0;
		}
		at = line_wrap(f, at, indent, width, line);
		ends++;
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

void
page_heading(FILE *f, const char *title, double points, double max)
{
	page_points(f, fprintf(f, "\n%s", title) - 1, points, max, " points");
}

int
page_item(FILE *f, const char *word, const char *name, int name_w)
{
	return fprintf(f, "  %-*s%-*s  ", PAGE_BODY - 2, word,
		       name_w < PAGE_NAME_MAX ? name_w : PAGE_NAME_MAX, name);
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
	buf[0] = 0;
	if (!isfinite(margin))
		return buf;
	if (fabs(margin) >= 100)	/* a hundred times the threshold: say times */
		snprintf(buf, STR_NUM_MAX, "%+.3gx", margin);
	else if (fabs(margin) >= 0.0995)
		snprintf(buf, STR_NUM_MAX, "%+.0f %%", 100 * margin);
	else
		snprintf(buf, STR_NUM_MAX, "%+.1f %%", 100 * margin);
	return buf;
}

const char *
report_margin(char buf[STR_NUM_MAX], const struct formula_compare *c)
{
	double ratio = c->left / c->right;
	char times[STR_NUM_MAX];

	if (c->node->op == FORMULA_EQ || c->node->op == FORMULA_NE)
		return page_margin(buf, NAN);
	if (isfinite(c->margin) && c->right == 0) {	/* a share of nothing */
		str_number(times, fabs(c->margin), 3);
		snprintf(buf, STR_NUM_MAX, "%c%.12s", c->margin < 0 ? '-' : '+', times);
		return buf;
	}
	if (!isfinite(c->margin) || c->left <= 0 || c->right <= 0
	    || (ratio > 0.1 && ratio < 10))
		return page_margin(buf, c->margin);
	snprintf(buf, STR_NUM_MAX, "%.12sx %s",
		 str_number(times, ratio < 1 ? 1 / ratio : ratio, 2),
		 ratio < 1 ? "below" : "above");
	return buf;
}
