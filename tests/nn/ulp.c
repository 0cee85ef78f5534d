/* The largest error of every activation and its slope, in units in the last place,
 * against long double, over floats from everywhere.  What is measured stands in
 * tests/nn/ulp.txt and, as a table, in the manual; UPDATE=1 writes both anew. */
#include "tests/nn/suite.h"
#include "tests/nn/truth.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* ---- sweeps ---- */

enum { CHUNK = 1024 };

/* A stretch of the magnitudes of floats, both signs, every step-th. */
struct sweep {
	uint32_t at, end, step;
};

static uint32_t
bits_of(float x)
{
	uint32_t b;

	memcpy(&b, &x, sizeof(b));
	return b;
}

static int
next_floats(float x[CHUNK], struct sweep *s)
{
	int n = 0;

	for (; n < CHUNK && s->at <= s->end; n += 2, s->at += s->step) {
		memcpy(&x[n], &s->at, sizeof(s->at));
		x[n + 1] = -x[n];
	}
	return n;
}

struct worst {
	double f, df;			/* ulp */
	double flat;			/* of f', absolute, next to where it passes 0 */
	float f_at, df_at;
};

enum { NEAR_PERMILLE = 250 };		/* what next to means, in thousandths */

/* Units in the last place of want; where it is no normal float, of the smallest. */
static double
ulps(float got, real want)
{
	float w = (float)want, size = fabsf(w) < FLT_MIN ? FLT_MIN : fabsf(w);

	if ((real)got == want || (!isfinite(got) && got == w))
		return 0;
	return (double)(fabsl(got - want) / ((real)nextafterf(size, INFINITY) - size));
}

static void
measure_some(struct worst *w, const struct truth *t, const struct nn_act_use *a,
	     const float *x, int n)
{
	float f[CHUNK], df[CHUNK];

	nn_act_apply(a, f, x, n);
	nn_act_slopes(a, df, x, n);
	for (int i = 0; i < n; i++) {
		real slope = t->df(x[i]);
		double u = ulps(f[i], t->f(x[i])), v = ulps(df[i], slope);

		if (u > w->f) {
			w->f = u;
			w->f_at = x[i];
		}
		if (fabs(x[i] - t->flat) * 1000 < NEAR_PERMILLE) {
			w->flat = fmax(w->flat, (double)fabsl(df[i] - slope));
		} else if (v > w->df) {
			w->df = v;
			w->df_at = x[i];
		}
	}
}

/* Densely where curves bend, thinly from the smallest float to the largest. */
static struct worst
measure(const struct truth *t)
{
	const char *dense = getenv("ACTLAB_TEST_STRIDE");
	uint32_t stride = dense ? (uint32_t)atoi(dense) : 1499;
	struct sweep sweeps[] = {
		{ bits_of(0x1p-7f), bits_of(128), stride },
		{ 0, bits_of(FLT_MAX), stride * 41 }
	};
	struct nn_act_use a;
	struct err e = { 0 };
	struct worst w = { 0 };
	float x[CHUNK];

	assert_true(nn_act_parse(str_of(t->name), SPAN_NONE, &a, &e));
	for (int s = 0; s < 2; s++)
		for (int n; (n = next_floats(x, &sweeps[s])) > 0;)
			measure_some(&w, t, &a, x, n);
	return w;
}

/* ---- cases ---- */

enum { TRUTHS_MAX = 64 };
static struct worst measured[TRUTHS_MAX];

/* 4 ulp in values, 8 in slopes, 1e-7 where a slope passes through 0. */
static void
is_right_to_the_last_places(void **state)
{
	const struct truth *t = *state;
	struct worst w = measure(t);

	print_message("# %s: f %.2f ulp at %.9g, f' %.2f ulp at %.9g\n", t->name, w.f,
		      (double)w.f_at, w.df, (double)w.df_at);
	assert_true(w.f <= 4);
	assert_true(w.df <= 8);
	assert_true(w.flat <= 1e-7);
	measured[t - truths] = w;
}

static void
every_row_is_measured(void **state)
{
	int n = 0;

	(void)state;
	for (const struct nn_act *a = nn_acts; a->name; a++, n++)
		if (!truths[n].name || strcmp(truths[n].name, a->name) != 0)
			fail_msg("%s is not measured, or not at its place", a->name);
	assert_null(truths[n].name);
}

/* A line for each row, as a text or as mdoc. */
static char *
table(bool mdoc)
{
	enum { SIZE = 8192 };
	char *text = malloc(SIZE);
	int n = 0;

	for (int i = 0; truths[i].name; i++) {
		struct worst w = measured[i];
		size_t left = (size_t)(SIZE - n);

		n += mdoc ? snprintf(text + n, left, ".It %s Ta %.2f Ta %.2f\n",
				     truths[i].name, w.f, w.df)
			  : snprintf(text + n, left, "%-14s %5.2f %5.2f\n",
				     truths[i].name, w.f, w.df);
		assert_true(n < SIZE);
	}
	return text;
}

/* With other floats than usual the figures are others too. */
static bool
unusual(void)
{
	return getenv("ACTLAB_TEST_STRIDE") != NULL;
}

static void
measured_errors_are_those_written_down(void **state)
{
	char *text;

	(void)state;
	if (unusual())
		TAP_SKIP("ACTLAB_TEST_STRIDE asks for other floats");
	text = table(false);
	tap_golden("nn/ulp.txt", text);
	free(text);
}

/* ---- the manual ---- */

static char *
slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0, size = 1 << 20;
	char *text = malloc(size);

	if (!f)
		fail_msg("cannot read %s", path);
	n = fread(text, 1, size - 1, f);
	fclose(f);
	text[n] = 0;
	return text;
}

static void
write_page(const char *path, const char *head, size_t n, const char *middle,
	   const char *tail)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fwrite(head, 1, n, f);
	fputs(middle, f);
	fputs(tail, f);
	assert_int_equal(fclose(f), 0);
}

/* The lines between the two comments, which UPDATE=1 writes anew. */
static void
manual_has_the_measured_errors(void **state)
{
	static const char begin[] = ".\\\" errors: written by UPDATE=1 ./test_nn\n";
	static const char end[] = ".\\\" end of errors\n";
	char path[1024], *page, *from, *to, *text;

	(void)state;
	if (unusual())
		TAP_SKIP("ACTLAB_TEST_STRIDE asks for other floats");
	snprintf(path, sizeof(path), "%s../man/actlab-lab.5", tap_path(""));
	page = slurp(path);
	text = table(true);
	from = strstr(page, begin);
	assert_non_null(from);
	from += strlen(begin);
	to = strstr(from, end);
	assert_non_null(to);
	if (tap_update())
		write_page(path, page, (size_t)(from - page), text, to);
	else if ((size_t)(to - from) != strlen(text)
		 || memcmp(from, text, strlen(text)) != 0)
		fail_msg("the errors in man/actlab-lab.5 are old; UPDATE=1 writes them");
	free(text);
	free(page);
}

void
suite_ulp(void)
{
	for (const struct truth *t = truths; t->name; t++)
		suite_row(t->name, "is_right_to_the_last_places",
			  is_right_to_the_last_places, t);
	TAP(every_row_is_measured);
	TAP(measured_errors_are_those_written_down);
	TAP(manual_has_the_measured_errors);
}
