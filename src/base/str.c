#include "actlab/str.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct str
str_of(const char *s)
{
	return (struct str){ s, (int)strlen(s) };
}

bool
str_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, (size_t)a.n) == 0);
}

bool
str_is(struct str a, const char *b)
{
	return str_same(a, str_of(b));
}

bool
str_starts(struct str a, const char *prefix)
{
	int n = (int)strlen(prefix);

	return a.n >= n && (n == 0 || memcmp(a.s, prefix, (size_t)n) == 0);
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct str
str_trim(struct str a)
{
	while (a.n && blank(a.s[0]))
		a.s++, a.n--;
	while (a.n && blank(a.s[a.n - 1]))
		a.n--;
	return a;
}

bool
str_cut(struct str *rest, char sep, struct str *part)
{
	const char *at;

	*part = *rest;
	if (!rest->s)
		return false;
	at = rest->n ? memchr(rest->s, sep, (size_t)rest->n) : NULL;
	if (!at) {
		*rest = (struct str){ NULL, 0 };
		return true;
	}
	part->n = (int)(at - part->s);
	rest->s = at + 1;
	rest->n -= part->n + 1;
	return true;
}

/* ---- copies ---- */

char *
str_copy(struct arena *a, struct str s)
{
	char *to = ARENA_NEW(a, char, s.n + 1);

	if (s.n)
		memcpy(to, s.s, (size_t)s.n);
	return to;
}

char *
str_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *to;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	to = ARENA_NEW(a, char, (n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(to, (size_t)n + 1, fmt, again);
	va_end(again);
	return to;
}

bool
str_fill(char *buf, size_t size, struct str s)
{
	size_t used = 0;
	uint32_t ch;

	for (int i = 0, n; i < s.n; i += n) {
		n = str_utf8_next(s.s + i, s.n - i, &ch);
		if (used + (size_t)n >= size)
			break;
		memcpy(buf + used, s.s + i, (size_t)n);
		used += (size_t)n;
	}
	buf[used] = 0;
	return used == (size_t)s.n;
}

/* ---- reading numbers ---- */

/* Of a letter; tolower would ask the locale. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool
is_digit(char c, bool hex)
{
	return (c >= '0' && c <= '9') || (hex && lower(c) >= 'a' && lower(c) <= 'f');
}

/* Digits of a base from i on; returns the offset past them. */
static int
digits_from(struct str s, int i, bool hex)
{
	while (i < s.n && is_digit(s.s[i], hex))
		i++;
	return i;
}

/* [ e|p [+|-] digits ]; returns the offset past it, -1: an exponent without digits. */
static int
exponent_from(struct str s, int i, char letter)
{
	int from;

	if (i == s.n || lower(s.s[i]) != letter)
		return i;
	i++;
	if (i < s.n && (s.s[i] == '+' || s.s[i] == '-'))
		i++;
	from = i;
	i = digits_from(s, i, false);
	return i == from ? -1 : i;
}

/* [0x] digits [. digits] [exponent], the whole of s from i on */
static bool
is_numeral(struct str s, int i)
{
	bool hex = s.n - i > 2 && s.s[i] == '0' && (s.s[i + 1] | 0x20) == 'x';
	int from = i += hex ? 2 : 0, dot = 0;

	i = digits_from(s, i, hex);
	if (i < s.n && s.s[i] == '.') {
		dot = 1;
		i = digits_from(s, i + 1, hex);
	}
	return i - from > dot && exponent_from(s, i, hex ? 'p' : 'e') == s.n;
}

static bool
is_word(struct str s, const char *word)
{
	if (s.n != (int)strlen(word))
		return false;
	for (int i = 0; i < s.n; i++)
		if (lower(s.s[i]) != word[i])
			return false;
	return true;
}

/* strtod as in the C locale, whatever LC_NUMERIC is. */
static double
to_double(const char *s)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double v = c ? strtod_l(s, NULL, c) : strtod(s, NULL);

	if (c)
		freelocale(c);
	return v;
}

bool
str_double(struct str s, double *out)
{
	int sign = s.n && (s.s[0] == '+' || s.s[0] == '-');
	struct str tail = { sign ? s.s + 1 : s.s, s.n - sign };
	char buf[512];

	if (is_word(tail, "inf") || is_word(tail, "infinity"))
		*out = s.s[0] == '-' ? -INFINITY : INFINITY;
	else if (is_word(tail, "nan"))
		*out = NAN;
	else if (is_numeral(s, sign) && str_fill(buf, sizeof(buf), s))
		*out = to_double(buf);
	else
		return false;
	return true;
}

bool
str_long(struct str s, long *out)
{
	int sign = s.n && (s.s[0] == '+' || s.s[0] == '-');
	char buf[32];
	long v;

	if (s.n == sign || digits_from(s, sign, false) != s.n
	    || !str_fill(buf, sizeof(buf), s))
		return false;
	errno = 0;
	v = strtol(buf, NULL, 10);
	if (errno == ERANGE)
		return false;
	*out = v;
	return true;
}

bool
str_range(struct str s, double *lo, double *hi)
{
	for (int i = 0; i + 1 < s.n; i++)
		if (s.s[i] == '.' && s.s[i + 1] == '.') {
			double a, b;

			if (i + 2 < s.n && s.s[i + 2] == '.')
				return false;
			if (!str_double((struct str){ s.s, i }, &a)
			    || !str_double((struct str){ s.s + i + 2, s.n - i - 2 }, &b))
				return false;
			*lo = a;
			*hi = b;
			return true;
		}
	if (!str_double(s, lo))
		return false;
	*hi = *lo;
	return true;
}

bool
str_is_name(struct str s)
{
	if (s.n == 0 || s.s[0] < 'a' || s.s[0] > 'z')
		return false;
	for (int i = 1; i < s.n; i++)
		if (!((s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= '0' && s.s[i] <= '9')
		      || s.s[i] == '_'))
			return false;
	return true;
}

/* ---- the nearest known word ---- */

enum { NEAR_MAX = 64 };

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* Edits (insert, delete, change, swap of neighbours) from a to b; capitals are as good
 * as small letters. */
static int
edits(struct str a, struct str b)
{
	int row[3][NEAR_MAX + 1], *two = row[0], *one = row[1], *now = row[2], *old;

	for (int j = 0; j <= b.n; j++)
		one[j] = j;
	for (int i = 1; i <= a.n; i++) {
		now[0] = i;
		for (int j = 1; j <= b.n; j++) {
			int same = lower(a.s[i - 1]) == lower(b.s[j - 1]);

			now[j] = least(least(one[j], now[j - 1]) + 1, one[j - 1] + !same);
			if (i > 1 && j > 1 && lower(a.s[i - 1]) == lower(b.s[j - 2])
			    && lower(a.s[i - 2]) == lower(b.s[j - 1]))
				now[j] = least(now[j], two[j - 2] + 1);
		}
		old = two;
		two = one;
		one = now;
		now = old;
	}
	return one[b.n];
}

struct str_near
str_near_begin(struct str word)
{
	return (struct str_near){ .word = word, .distance = NEAR_MAX };
}

void
str_near_try(struct str_near *n, const char *candidate)
{
	struct str c = str_of(candidate);
	int allowed = n->word.n / 3 > 1 ? n->word.n / 3 : 1, d;

	if (n->word.n == 0 || n->word.n > NEAR_MAX || c.n > NEAR_MAX)
		return;
	d = edits(n->word, c);
	/* All letters changed is another word. */
	if (d <= allowed && d < n->distance && d < (c.n > n->word.n ? c.n : n->word.n)) {
		n->distance = d;
		n->best = candidate;
	}
}

const char *
str_near_best(const struct str_near *n)
{
	return n->best;
}
