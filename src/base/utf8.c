#include "actlab/str.h"
#include "base/text.h"
#include "base/width.h"

#include <assert.h>
#include <string.h>

enum { BAD = 0xFFFD };

/* The table of well-formed byte sequences of the Unicode standard (table 3-7):
 * no overlong forms, no surrogates, nothing past U+10FFFF. */
int
str_utf8_next(const char *s, int n, uint32_t *ch)
{
	const unsigned char *p = (const unsigned char *)s;
	int len = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3
		: p[0] < 0xF5 ? 4 : 0;
	uint32_t c;

	assert(n > 0);
	*ch = BAD;
	if (len == 0 || len > n)
		return 1;
	c = len == 1 ? p[0] : p[0] & (0x7Fu >> len);
	for (int i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 1;
		c = c << 6 | (p[i] & 0x3F);
	}
	if ((len == 3 && c < 0x800) || (len == 4 && c < 0x10000) || c > 0x10FFFF
	    || (c >= 0xD800 && c < 0xE000))
		return 1;
	*ch = c;
	return len;
}

int
str_utf8_bad(struct str s)
{
	uint32_t ch;

	for (int i = 0, n; i < s.n; i += n) {
		n = str_utf8_next(s.s + i, s.n - i, &ch);
		if (ch == 0 || (ch == BAD && n == 1))
			return i;
	}
	return -1;
}

int
str_utf8_put(char out[4], uint32_t ch)
{
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	int n;

	if (ch > 0x10FFFF || (ch >= 0xD800 && ch < 0xE000))
		ch = BAD;
	n = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
	for (int i = n - 1; i > 0; i--, ch >>= 6)
		out[i] = (char)(0x80 | (ch & 0x3F));
	out[0] = (char)(lead[n] | ch);
	return n;
}

static bool
among(const uint32_t (*range)[2], int n, uint32_t ch)
{
	int lo = 0, hi = n;

	while (lo < hi) {
		int mid = (lo + hi) / 2;

		if (ch > range[mid][1])
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && ch >= range[lo][0];
}

int
str_char_width(uint32_t ch)
{
	if (ch < 0x300)
		return 1;
	if (among(zero, sizeof(zero) / sizeof(zero[0]), ch))
		return 0;
	return among(wide, sizeof(wide) / sizeof(wide[0]), ch) ? 2 : 1;
}

int
str_width(struct str s)
{
	int w = 0;
	uint32_t ch;

	for (int i = 0; i < s.n;) {
		i += str_utf8_next(s.s + i, s.n - i, &ch);
		w += str_char_width(ch);
	}
	return w;
}

bool
text_is_safe(int n, uint32_t ch)
{
	if (ch < 0x20 || (ch >= 0x7F && ch < 0xA0) || (ch == BAD && n == 1))
		return false;
	return !(ch == 0x2028 || ch == 0x2029 || ch == 0x200E || ch == 0x200F
		 || (ch >= 0x202A && ch <= 0x202E) || (ch >= 0x2066 && ch <= 0x2069));
}

void
text_clean(char *out, size_t size, struct str s)
{
	size_t used = 0;
	uint32_t ch;

	for (int i = 0, n; i < s.n; i += n) {
		bool safe;
		size_t take;

		n = str_utf8_next(s.s + i, s.n - i, &ch);
		safe = text_is_safe(n, ch);
		take = safe ? (size_t)n : 1;
		if (used + take >= size)
			break;
		memcpy(out + used, safe ? s.s + i : "?", take);
		used += take;
	}
	out[used] = 0;
}
