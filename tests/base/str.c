#include "tests/base/base.h"

#include "actlab/str.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

/* A slice that ends where its memory ends: nothing beyond may be read. */
static struct str
exact(const char *s)
{
	size_t n = strlen(s);
	char *copy = malloc(n ? n : 1);

	memcpy(copy, s, n);
	return (struct str){ copy, (int)n };
}

static void
drop(struct str s)
{
	union { const char *in; char *out; } own = { s.s };

	free(own.out);
}

static void
slices_compare_trim_and_cut(void **state)
{
	struct str rest = str_of("a,,b,"), part;
	const char *const want[] = { "a", "", "b", "" };
	int n = 0;

	(void)state;
	while (str_cut(&rest, ',', &part))
		assert_true(str_is(part, want[n++]));
	assert_int_equal(n, 4);
	rest = (struct str){ 0 };
	assert_false(str_cut(&rest, ',', &part));
	rest = str_of("");
	assert_true(str_cut(&rest, ',', &part));
	assert_false(str_cut(&rest, ',', &part));
	assert_true(str_is(str_trim(str_of(" \t a b\r")), "a b"));
	assert_true(str_is(str_trim(str_of(" \t ")), ""));
	assert_true(str_starts(str_of("tanh"), "tan")
		    && !str_starts(str_of("ta"), "tan"));
	assert_true(str_same(str_of("x"), str_of("x"))
		    && !str_same(str_of("x"), str_of("xy")));
	assert_true(str_same((struct str){ 0 }, str_of("")));
}

static void
fill_cuts_at_a_whole_character(void **state)
{
	char buf[6];

	(void)state;
	assert_true(str_fill(buf, sizeof(buf), str_of("abcde")));
	assert_string_equal(buf, "abcde");
	assert_false(str_fill(buf, sizeof(buf), str_of("abcdef")));
	assert_string_equal(buf, "abcde");
	assert_false(str_fill(buf, sizeof(buf), str_of("abcd\xC3\xA9")));
	assert_string_equal(buf, "abcd");
	assert_false(str_fill(buf, sizeof(buf), str_of("ab\xF0\x9F\x98\x80")));
	assert_string_equal(buf, "ab");
}

static void
copies_live_in_the_arena(void **state)
{
	struct arena a;
	struct err e = { 0 };

	(void)state;
	assert_true(arena_init(&a, 4096, &e));
	assert_string_equal(str_copy(&a, (struct str){ "hello", 4 }), "hell");
	assert_string_equal(str_copy(&a, (struct str){ 0 }), "");
	assert_string_equal(str_printf(&a, "%d-%s", 7, "x"), "7-x");
	assert_string_equal(str_printf(&a, "%s", ""), "");
	arena_done(&a);
}

/* ---- reading numbers ---- */

struct reading {
	const char *text;
	bool ok;
	double v;
};
static const struct reading doubles[] = {
	{ "1", true, 1 }, { "-1.5e3", true, -1500 }, { "+.5", true, 0.5 },
	{ "5.", true, 5 }, { "0x1.8p1", true, 3 }, { "0X1P-1", true, 0.5 },
	{ "0x.8", true, 0.5 }, { "1e-400", true, 0 }, { "1e400", true, INFINITY },
	{ "inf", true, INFINITY }, { "-inf", true, -INFINITY },
	{ "Infinity", true, INFINITY }, { "NaN", true, NAN }, { "0x10", true, 16 },
	{ "1e5", true, 1e5 }, { "0.1", true, 0.1 }, { "4.9e-324", true, 0x1p-1074 },
	{ "007", true, 7 }, { "", false, 0 }, { "+", false, 0 }, { ".", false, 0 },
	{ "-.", false, 0 }, { "1..20", false, 0 }, { "1.", true, 1 },
	{ "1.2.3", false, 0 }, { "1e", false, 0 }, { "1e+", false, 0 },
	{ " 1", false, 0 }, { "1 ", false, 0 }, { "1,5", false, 0 }, { "0x", false, 0 },
	{ "0x.", false, 0 }, { "0xp1", false, 0 }, { "0x1e", true, 30 },
	{ "1p3", false, 0 }, { "--1", false, 0 }, { "+-1", false, 0 },
	{ "nan(3)", false, 0 }, { "infi", false, 0 }, { "1_000", false, 0 },
	{ "1f", false, 0 }, { "e5", false, 0 }, { "\xEF\xBC\x91", false, 0 }, { 0 }
};

static void
double_is_the_whole_word_or_nothing(void **state)
{
	const struct reading *r = *state;
	struct str s = exact(r->text);
	double v = 77;

	assert_int_equal(str_double(s, &v), r->ok);
	if (!r->ok)
		assert_true(v == 77);
	else
		assert_true(isnan(r->v) ? isnan(v) : v == r->v);
	drop(s);
}

static void
double_does_not_know_the_locale(void **state)
{
	static const char *const comma[] = {
		"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", NULL
	};
	const char *const *l = comma;
	char buf[STR_NUM_MAX];
	double v;

	(void)state;
	while (*l && !setlocale(LC_NUMERIC, *l))
		l++;
	assert_true(str_double(str_of("1.5"), &v) && v == 1.5);
	assert_false(str_double(str_of("1,5"), &v));
	assert_string_equal(str_number(buf, 1.5, 3), "1.5");
	setlocale(LC_NUMERIC, "C");
	if (!*l)
		TAP_SKIP("no locale with a decimal comma here");
}

static void
long_is_digits_alone(void **state)
{
	static const char *const bad[] = {
		"", "-", "+", "1.0", "1e3", " 1", "1 ", "0x10", "12a", "1..2",
		"99999999999999999999", "-99999999999999999999", NULL
	};
	long v = 77;

	(void)state;
	assert_true(str_long(str_of("-42"), &v) && v == -42);
	assert_true(str_long(str_of("+007"), &v) && v == 7);
	for (int i = 0; bad[i]; i++) {
		struct str s = exact(bad[i]);

		assert_false(str_long(s, &v));
		drop(s);
	}
	assert_true(v == 7);
}

static void
range_is_one_token(void **state)
{
	static const char *const bad[] = {
		"", "..", "1..", "..2", "1...2", "1..2..3", "a..b", "1 ..2", NULL
	};
	double lo = 77, hi = 77;

	(void)state;
	assert_true(str_range(str_of("1..20"), &lo, &hi) && lo == 1 && hi == 20);
	assert_true(str_range(str_of("-5.5..-.5"), &lo, &hi) && lo == -5.5 && hi == -0.5);
	assert_true(str_range(str_of("3"), &lo, &hi) && lo == 3 && hi == 3);
	for (int i = 0; bad[i]; i++)
		assert_false(str_range(str_of(bad[i]), &lo, &hi));
	assert_true(lo == 3 && hi == 3);
}

static void
name_is_lower_case_letters_digits_and_lines(void **state)
{
	(void)state;
	assert_true(str_is_name(str_of("leaky_relu2")) && str_is_name(str_of("x")));
	assert_false(str_is_name(str_of("")) || str_is_name(str_of("2x"))
		     || str_is_name(str_of("_x")) || str_is_name(str_of("a-b"))
		     || str_is_name(str_of("aB")) || str_is_name(str_of("\xC3\xA9")));
}

/* ---- the nearest word ---- */

struct near {
	const char *word, *best;
};
static const struct near nears[] = {
	{ "tnah", "tanh" }, { "sigmod", "sigmoid" }, { "sigmoid", "sigmoid" },
	{ "rleu", "relu" }, { "seluu", "selu" }, { "relu6", "relu" },
	{ "leakyrelu", "leaky_relu" }, { "x", NULL }, { "", NULL }, { "quadratic", NULL },
	{ "tan", "tanh" }, { "geluu", "gelu" }, { "TANH", "tanh" }, { "Q", "q" },
	{ "relurelurelurelurelurelurelurelurelurelurelurelurelurelurelurelurelu", NULL },
	{ 0 }
};

static void
near_suggests_what_was_meant(void **state)
{
	static const char *const known[] = {
		"relu", "leaky_relu", "tanh", "sigmoid", "gelu", "selu", "q", NULL
	};
	const struct near *n = *state;
	struct str word = exact(n->word);
	struct str_near near = str_near_begin(word);

	for (int i = 0; known[i]; i++)
		str_near_try(&near, known[i]);
	if (n->best)
		assert_string_equal(str_near_best(&near), n->best);
	else
		assert_null(str_near_best(&near));
	drop(word);
}

/* ---- showing numbers ---- */

struct shown {
	double v;
	int digits;
	const char *text;
};
static const struct shown numbers[] = {
	{ 0.6931471805599453, 3, "0.693" }, { 2.34e-13, 2, "2.3e-13" }, { 12, 3, "12" },
	{ 1797, 4, "1797" }, { 1797, 3, "1800" }, { 0, 3, "0" }, { -0.0, 3, "0" },
	{ -1.5, 3, "-1.5" }, { 100000, 1, "100000" }, { 1e6, 3, "1e6" },
	{ 1234567, 9, "1234567" }, { 1.5e300, 3, "1.5e300" }, { 0.0001, 3, "0.0001" },
	{ 0.00001234, 2, "1.2e-5" }, { 9.996, 3, "10" }, { 0.99999, 3, "1" },
	{ 999999.9, 3, "1e6" }, { INFINITY, 3, "inf" }, { -INFINITY, 3, "-inf" },
	{ NAN, 3, "NaN" }, { 0.1, 17, "0.10000000000000001" },
	{ -1.2345678901234568e-300, 17, "-1.2345678901234568e-300" }, { 5, 0, "5" },
	{ 5, 99, "5" }, { 0.25, 2, "0.25" }, { 400, 1, "400" }, { 0.05, 3, "0.05" },
	{ -0.00012345678901234567, 17, "-0.00012345678901234567" },
	{ 12345678901234567.0, 17, "12345678901234568" }, { 0, 0, NULL }
};

static void
number_is_for_people(void **state)
{
	const struct shown *s = *state;
	char buf[STR_NUM_MAX];

	assert_string_equal(str_number(buf, s->v, s->digits), s->text);
}

static void
bytes_are_for_people(void **state)
{
	static const struct shown rows[] = {
		{ 0, 0, "0 B" }, { 999, 0, "999 B" }, { 1000, 0, "1 kB" },
		{ 512000, 0, "512 kB" }, { 41e9, 0, "41 GB" }, { 1.5e6, 0, "1.5 MB" },
		{ 999600, 0, "1 MB" }, { 123456789, 0, "123 MB" },
		{ 18446744073709551615.0, 0, "18 EB" }, { 0, 0, NULL }
	};
	char buf[STR_NUM_MAX];

	(void)state;
	for (const struct shown *r = rows; r->text; r++)
		assert_string_equal(str_bytes(buf, r->v), r->text);
}

void
base_str(void)
{
	char name[160];

	TAP(slices_compare_trim_and_cut);
	TAP(fill_cuts_at_a_whole_character);
	TAP(copies_live_in_the_arena);
	for (const struct reading *r = doubles; r->text; r++) {
		snprintf(name, sizeof(name), "double_is_the_whole_word_or_nothing: '%s'",
			 r->text);
		tap_add(name, double_is_the_whole_word_or_nothing, r);
	}
	TAP(double_does_not_know_the_locale);
	TAP(long_is_digits_alone);
	TAP(range_is_one_token);
	TAP(name_is_lower_case_letters_digits_and_lines);
	for (const struct near *n = nears; n->word; n++) {
		snprintf(name, sizeof(name), "near_suggests_what_was_meant: '%s'",
			 n->word);
		tap_add(name, near_suggests_what_was_meant, n);
	}
	for (const struct shown *s = numbers; s->text; s++) {
		snprintf(name, sizeof(name), "number_is_for_people: %.17g to %d digits",
			 s->v, s->digits);
		tap_add(name, number_is_for_people, s);
	}
	TAP(bytes_are_for_people);
}
