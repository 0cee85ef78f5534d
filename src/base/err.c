#include "actlab/err.h"
#include "actlab/str.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

/* Fills out with the format's text, cleaned and cut. */
static __attribute__((format(printf, 3, 0))) void
fill(char *out, size_t size, const char *fmt, va_list ap)
{
	char raw[1024];
	int n = vsnprintf(raw, sizeof(raw), fmt, ap);

	if (n < 0)
		n = 0;
	if (n >= (int)sizeof(raw))
		n = (int)sizeof(raw) - 1;
	text_clean(out, size, (struct str){ raw, n });
}

bool
err_set(struct err *e, enum err_code code, struct span at, const char *fmt, ...)
{
	va_list ap;

	if (e->code != ERR_NONE)
		return false;
	e->code = code;
	e->at = at;
	e->hint[0] = 0;
	va_start(ap, fmt);
	fill(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return false;
}

bool
err_hint(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (e->hint[0])
		return false;
	va_start(ap, fmt);
	fill(e->hint, sizeof(e->hint), fmt, ap);
	va_end(ap);
	return false;
}

bool
err_did_you_mean(struct err *e, const char *nearest)
{
	return nearest ? err_hint(e, "did you mean '%s'?", nearest) : false;
}

bool
err_errno(struct err *e, const char *fmt, ...)
{
	const char *why = strerror(errno);
	size_t n = strlen(why) + 2;
	va_list ap;

	if (e->code != ERR_NONE)
		return false;
	e->code = ERR_SYSTEM;
	e->at = SPAN_NONE;
	e->hint[0] = 0;
	va_start(ap, fmt);
	fill(e->msg, n < sizeof(e->msg) / 2 ? sizeof(e->msg) - n : sizeof(e->msg), fmt,
	     ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", why);
	return false;
}

int
err_exit_status(const struct err *e)
{
	return e->code == ERR_NONE ? 0 : e->code == ERR_SYSTEM ? 3 : 2;
}

/* ---- places ---- */

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

/* The line that holds byte at, without its end and without a BOM. */
static struct str
line_of(const struct err_source *s, int at)
{
	static const char bom[] = "\xEF\xBB\xBF";
	int a = at, b = at;

	while (a > 0 && s->text[a - 1] != '\n')
		a--;
	while (b < s->len && s->text[b] != '\n')
		b++;
	if (b > a && s->text[b - 1] == '\r')
		b--;
	if (a == 0 && b >= 3 && memcmp(s->text, bom, 3) == 0)
		a = 3;
	return (struct str){ s->text + a, b - a };
}

void
err_place(const struct err_source *s, int at, int *line, int *column)
{
	struct str l;
	uint32_t ch;
	int stop;

	*line = *column = 1;
	if (!s->text)
		return;
	at = clamp(at, 0, s->len);
	for (int i = 0; i < at; i++)
		*line += s->text[i] == '\n';
	l = line_of(s, at);
	stop = clamp((int)(s->text + at - l.s), 0, l.n);
	for (int i = 0; i < stop; i += str_utf8_next(l.s + i, l.n - i, &ch))
		++*column;
}

/* ---- printing ---- */

enum { WINDOW = 72, DOTS = 3, BEFORE = 24, TAB = 8, INDENT = 4 };

/* Columns of the first n bytes; a tab counts as the columns given. */
static int
columns(struct str l, int n, int tab)
{
	int w = 0;
	uint32_t ch;

	for (int i = 0; i < n;) {
		i += str_utf8_next(l.s + i, l.n - i, &ch);
		w += ch == '\t' ? tab : str_char_width(ch);
	}
	return w;
}

/* Columns lo..hi-1 of a line are shown; what else there is becomes "...". */
struct window {
	int lo, hi, all;
	bool whole;
};

static struct window
window_around(struct str l, int at)
{
	struct window w = { .all = columns(l, l.n, 1) };
	int place = columns(l, at, 1);

	w.whole = columns(l, l.n, TAB) <= WINDOW;
	w.lo = 0;
	w.hi = w.all;
	if (w.whole || w.all <= WINDOW)
		return w;
	w.lo = clamp(place - BEFORE, 0, w.all - WINDOW);
	w.hi = w.lo + WINDOW;
	return w;
}

static void
pad(FILE *f, int n, char with)
{
	while (n-- > 0)
		putc(with, f);
}

/* What is printed for one character at column c: nothing outside the window. */
static bool
visible(const struct window *w, int c, int width)
{
	int lo = w->lo ? w->lo + DOTS : 0, hi = w->hi < w->all ? w->hi - DOTS : w->hi;

	return c >= lo && c + width <= hi;
}

static void
print_line(FILE *f, struct str l, const struct window *w)
{
	int c = 0, n;
	uint32_t ch;

	pad(f, INDENT, ' ');
	if (w->lo)
		fputs("...", f);
	for (int i = 0; i < l.n; i += n) {
		int width;

		n = str_utf8_next(l.s + i, l.n - i, &ch);
		width = ch == '\t' ? 1 : str_char_width(ch);
		if (visible(w, c, width)) {
			if (ch == '\t')
				putc(w->whole ? '\t' : ' ', f);
			else if (!text_is_safe(n, ch))
				putc('?', f);
			else
				fwrite(l.s + i, 1, (size_t)n, f);
		}
		c += width;
	}
	if (w->hi < w->all)
		fputs("...", f);
	putc('\n', f);
}

/* Blanks, or tabs where the line has tabs, up to the place; then carets. */
static void
print_caret(FILE *f, struct str l, int at, int len, const struct window *w)
{
	int c = 0, carets = 0, n;
	uint32_t ch;

	pad(f, INDENT + (w->lo ? DOTS : 0), ' ');
	for (int i = 0; i < l.n && i < at + len; i += n) {
		int width;

		n = str_utf8_next(l.s + i, l.n - i, &ch);
		width = ch == '\t' ? 1 : str_char_width(ch);
		if (visible(w, c, width)) {
			if (i >= at)
				carets += width;
			else if (ch == '\t' && w->whole)
				putc('\t', f);
			else
				pad(f, width, ' ');
		}
		c += width;
	}
	pad(f, carets ? carets : 1, '^');
	putc('\n', f);
}

static void
print_place(FILE *f, const struct err *e)
{
	const struct err_source *s = e->source;
	int place = clamp(e->at.at, 0, s->len);
	struct str l = line_of(s, place);
	int at = clamp((int)(s->text + place - l.s), 0, l.n);
	int len = clamp(e->at.len, 1, l.n > at ? l.n - at : 1);
	struct window w = window_around(l, at);

	print_line(f, l, &w);
	print_caret(f, l, at, len, &w);
}

void
err_print(FILE *f, const struct err *e)
{
	const struct err_source *s = e->source;
	char name[1024];
	int line, column;

	if (e->code == ERR_NONE)
		return;
	if (!s) {
		fprintf(f, "actlab: %s\n", e->msg);
	} else {
		text_clean(name, sizeof(name), str_of(s->name ? s->name : "input"));
		if (e->at.len > 0 && s->text) {
			err_place(s, e->at.at, &line, &column);
			fprintf(f, "%s:%d:%d: error: %s\n", name, line, column, e->msg);
			print_place(f, e);
		} else {
			fprintf(f, "%s: error: %s\n", name, e->msg);
		}
	}
	if (e->hint[0])
		fprintf(f, "    hint: %s\n", e->hint);
}

/* ---- lists ---- */

bool
err_list_take(struct err_list *l, struct err *e)
{
	if (l->n < ERR_LIST_MAX)
		l->e[l->n++] = *e;
	else
		l->more++;
	memset(e, 0, sizeof(*e));
	return false;
}

void
err_list_print(FILE *f, const struct err_list *l)
{
	for (int i = 0; i < l->n; i++)
		err_print(f, &l->e[i]);
	if (l->more)
		fprintf(f, "actlab: %d more error%s\n", l->more, l->more == 1 ? "" : "s");
}
