/* Text: slices, numbers, UTF-8, the nearest known word, buffers of fixed size. */
#ifndef ACTLAB_STR_H
#define ACTLAB_STR_H

#include "actlab/arena.h"
#include <stdint.h>

/* n bytes lent from somewhere else; not terminated. */
struct str {
	const char *s;
	int n;
};
#define STR_ARG(x) (x).n, (x).s		/* for "%.*s" */
struct str str_of(const char *s);
bool str_is(struct str a, const char *b);
bool str_same(struct str a, struct str b);
bool str_starts(struct str a, const char *prefix);
struct str str_trim(struct str a);		/* spaces, tabs, CR at both ends */
/* Cuts the part before the first sep off *rest; false when *rest is used up (then
 * rest->s is NULL).  "a," has two parts, "a" and ""; "" has one. */
bool str_cut(struct str *rest, char sep, struct str *part);

/* Copies into the arena, terminated. */
char *str_copy(struct arena *a, struct str s);
char *str_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Copies to a buffer, cut at a whole character and terminated; false if cut. */
bool str_fill(char *buf, size_t size, struct str s);

/* The whole of s is a number: decimal or hexadecimal float, "inf", "nan". */
bool str_double(struct str s, double *out);
bool str_long(struct str s, long *out);
/* "lo..hi" as one token; a single number is lo = hi. */
bool str_range(struct str s, double *lo, double *hi);

/* A name as in expressions: [a-z][a-z0-9_]*. */
bool str_is_name(struct str s);

/* Offset of the first byte that is not valid UTF-8 (or is NUL), -1: all is well. */
int str_utf8_bad(struct str s);
/* Decodes one character and returns its length in bytes (1 for a bad byte, then
 * *ch = 0xFFFD). */
int str_utf8_next(const char *s, int n, uint32_t *ch);
/* Writes ch as UTF-8 and returns the number of bytes, 1..4. */
int str_utf8_put(char out[4], uint32_t ch);
/* Columns a character takes on a terminal: 0, 1 or 2; 1 for control characters,
 * which are drawn as '?'. */
int str_char_width(uint32_t ch);
int str_width(struct str s);

/* The name nearest to word, or NULL when none is near enough to suggest (edit
 * distance with transpositions at most a third of the length, at least 1; capitals are
 * as good as small letters).
 * Feed the candidates one by one. */
struct str_near {
	struct str word;
	const char *best;
	int distance;
};
struct str_near str_near_begin(struct str word);
void str_near_try(struct str_near *n, const char *candidate);
const char *str_near_best(const struct str_near *n);

/* A number for people: "0.693", "2.3e-13", "12", "1,797" never; at most digits
 * significant digits, no trailing zeros; inf, -inf, NaN spelt so.  Returns buf. */
enum { STR_NUM_MAX = 32 };
const char *str_number(char buf[STR_NUM_MAX], double v, int digits);
/* "41 GB", "512 kB". */
const char *str_bytes(char buf[STR_NUM_MAX], double bytes);

#endif
