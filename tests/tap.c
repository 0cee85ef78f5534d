#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

enum { TAP_MAX = 20000 };
static struct CMUnitTest cases[TAP_MAX];
static int n_case;

void
tap_add(const char *name, CMUnitTestFunction f, const void *state)
{
	union { const void *in; void *out; } lent = { state };
	struct CMUnitTest t = { strdup(name), f, NULL, NULL, lent.out };

	if (n_case == TAP_MAX) {
		fprintf(stderr, "tap: more than %d cases\n", TAP_MAX);
		exit(99);
	}
	cases[n_case++] = t;
}

int
tap_run(const char *group)
{
	int failed;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests(group, cases, (size_t)n_case, NULL, NULL);
	for (int i = 0; i < n_case; i++) {
		union { const char *in; void *out; } own = { cases[i].name };
		free(own.out);
	}
	return failed ? 1 : 0;
}

const char *
tap_path(const char *below_tests)
{
	static char path[1024];
	const char *top = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/tests/%s", top ? top : ".", below_tests);
	return path;
}

bool
tap_update(void)
{
	const char *u = getenv("UPDATE");

	return u && strcmp(u, "1") == 0;
}

static char *
slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	size_t n = 0, got, cap = 0;

	if (!f)
		return NULL;
	do {
		if (n + 4097 > cap)
			text = realloc(text, cap = 2 * cap + 8192);
		got = fread(text + n, 1, 4096, f);
		n += got;
	} while (got);
	fclose(f);
	text[n] = 0;
	return text;
}

void
tap_golden(const char *below_tests, const char *text)
{
	const char *path = tap_path(below_tests);
	char *want;

	if (tap_update()) {
		FILE *f = fopen(path, "wb");

		assert_non_null(f);
		fputs(text, f);
		assert_int_equal(fclose(f), 0);
		return;
	}
	want = slurp(path);
	if (!want)
		fail_msg("no golden file %s; UPDATE=1 writes it", below_tests);
	if (strcmp(want, text) != 0) {
		print_message("# golden %s differs; got:\n%s\n# wanted:\n%s\n",
			      below_tests, text, want);
		free(want);
		fail();
	}
	free(want);
}

void
tap_near(double got, double want, double abs, double rel)
{
	if (isnan(want) ? !isnan(got)
	    : isinf(want) ? got != want : !(fabs(got - want) <= abs + rel * fabs(want)))
		fail_msg("got %.17g, wanted %.17g (error %.3g, allowed %.3g)", got, want,
			 fabs(got - want), abs + rel * fabs(want));
}
