/* Labs with random damage: an error or a plan, never a crash.  The same damage every
 * time: the seed is the file's place in the list. */
#include "tests/lab/lab.h"

#include <stdlib.h>

enum { MUTANTS = 150, GROW = 4096 };

static int
insert(char *text, int n, int at, const char *what, int len)
{
	memmove(text + at + len, text + at, (size_t)(n - at));
	memcpy(text + at, what, (size_t)len);
	return n + len;
}

static int
cut(char *text, int n, int at, int len)
{
	len = at + len > n ? n - at : len;
	memmove(text + at, text + at + len, (size_t)(n - at - len));
	return n - len;
}

static int
mutate(struct rng *r, char *text, int n)
{
	static const char *const bits[] = {
		"{", "}", "\"", "(", ")", "=", "|", ":", "#", "\n", "\r\n", "\t", "..",
		"\\", ",", "\xff", "\x01", "-", "9999999999", "1e999", "nan", " at=",
		" seeds=1..99", "answer:", "a)*", "may:", "{loss(", "say\n ", "show\n ",
		"\xEF\xBB\xBF", "not ", "((((((((",
	};
	int at = rng_below(r, n + 1), len = 1 + rng_below(r, 30);
	char copy[GROW];

	switch (rng_below(r, 4)) {
	case 0:
		return cut(text, n, at, len);
	case 1:
		if (at < n)
			text[at] = (char)rng_below(r, 256);
		return n;
	case 2:
		len = len > n - at ? n - at : len;
		memcpy(copy, text + at, (size_t)len);
		return insert(text, n, rng_below(r, n + 1), copy, len);
	default:
		len = rng_below(r, (int)(sizeof(bits) / sizeof(bits[0])));
		return insert(text, n, at, bits[len], (int)strlen(bits[len]));
	}
}

static void
parse_mutant(const char *text, int n)
{
	struct err_list errs = { 0 };
	char dir[1024];
	struct lab_plan *p;
	char *printed;

	snprintf(dir, sizeof(dir), "%s", tap_path("lab-good"));
	p = lab_parse("mutant.lab", (struct str){ text, n }, dir, &errs);
	assert_true((p != NULL) == (errs.n == 0));
	for (int i = 0; i < errs.n; i++)
		assert_true(errs.e[i].code != ERR_NONE && errs.e[i].msg[0]);
	printed = lab_errors_text(&errs);
	assert_int_equal(str_utf8_bad(str_of(printed)), -1);
	free(printed);
	lab_free(p);
	lab_errs_done(&errs);
}

static void
damage_is_survived(void **state)
{
	const char *name = *state;
	char path[1024], *text = malloc(1 << 20);
	struct rng r;
	int n;
	char *whole;

	snprintf(path, sizeof(path), "%s/%s", tap_path(""), name);
	whole = lab_slurp(path, &n);
	assert_non_null(text);
	rng_init(&r, (uint64_t)n, "mutants", 0);
	for (int i = 0; i < MUTANTS; i++) {
		int m = n;

		memcpy(text, whole, (size_t)n);
		for (int k = 1 + rng_below(&r, 3); k > 0; k--)
			m = mutate(&r, text, m);
		parse_mutant(text, m);
	}
	free(whole);
	free(text);
}

void
lab_add_mutants(void)
{
	static const char *const labs[] = {
		"lab-good/everything.lab", "lab-good/layers.lab", "lab-good/tabs.lab",
		"lab-good/uses.lab", "lab-good/table.lab", "../labs/depth-20.lab",
		"../labs/digits.lab",
	};
	char title[200];

	for (size_t i = 0; i < sizeof(labs) / sizeof(labs[0]); i++) {
		snprintf(title, sizeof(title), "damage_is_survived by %s", labs[i]);
		tap_add(title, damage_is_survived, labs[i]);
	}
}
