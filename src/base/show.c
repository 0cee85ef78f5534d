/* Numbers as people read them, the same in every locale. */
#include "actlab/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 17, PLAIN_MAX = 6, PLAIN_MIN = -4 };

/* Significant decimal digits without trailing zeros; v = 0.d1d2d3... * 10^(exp+1). */
struct decimal {
	char d[DIGITS_MAX + 1];
	int n, exp;
};

static struct decimal
decimal_of(double v, int digits)
{
	struct decimal x = { .n = 0 };
	char raw[64];
	char *p;

	snprintf(raw, sizeof(raw), "%.*e", digits - 1, v);
	/* The decimal point of a locale is whatever is no digit. */
	for (p = raw; *p && *p != 'e'; p++)
		if (*p >= '0' && *p <= '9' && x.n < DIGITS_MAX)
			x.d[x.n++] = *p;
	x.exp = *p ? atoi(p + 1) : 0;
	while (x.n > 1 && x.d[x.n - 1] == '0')
		x.n--;
	return x;
}

/* Puts a decimal point after the first `whole` digits, with zeros where needed. */
static char *
put_plain(char *p, const struct decimal *x)
{
	int whole = x->exp + 1;

	if (whole <= 0)
		*p++ = '0';
	for (int i = 0; i < whole; i++)
		*p++ = i < x->n ? x->d[i] : '0';
	if (x->n > whole) {
		*p++ = '.';
		for (int i = whole; i < 0; i++)
			*p++ = '0';
		for (int i = whole > 0 ? whole : 0; i < x->n; i++)
			*p++ = x->d[i];
	}
	return p;
}

const char *
str_number(char buf[STR_NUM_MAX], double v, int digits)
{
	struct decimal x;
	char *p = buf;

	if (isnan(v))
		return strcpy(buf, "NaN");
	if (isinf(v))
		return strcpy(buf, v < 0 ? "-inf" : "inf");
	if (v == 0)
		return strcpy(buf, "0");
	digits = digits < 1 ? 1 : digits > DIGITS_MAX ? DIGITS_MAX : digits;
	x = decimal_of(fabs(v), digits);
	if (v < 0)
		*p++ = '-';
	if (x.exp >= PLAIN_MIN && x.exp < (digits > PLAIN_MAX ? digits : PLAIN_MAX)) {
		*put_plain(p, &x) = 0;
	} else {
		int e = x.exp;

		x.exp = 0;
		p = put_plain(p, &x);
		snprintf(p, (size_t)(buf + STR_NUM_MAX - p), "e%d", e);
	}
	return buf;
}

const char *
str_bytes(char buf[STR_NUM_MAX], double bytes)
{
	static const char *const unit[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	char number[STR_NUM_MAX];
	int u = 0;

	/* 999.5 kB would be shown as 1000 kB. */
	for (; u < 6 && fabs(bytes) >= (u ? 999.5 : 1000); u++)
		bytes /= 1000;
	str_number(number, bytes, fabs(bytes) < 99.5 ? 2 : 3);
	snprintf(buf, STR_NUM_MAX, "%.24s %s", number, unit[u]);
	return buf;
}
