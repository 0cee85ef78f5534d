/* Figures in sentences. */
#include "tests/plot/plot.h"

#include <math.h>

static void
every_figure_has_its_sentences(void **state)
{
	char *all = NULL;
	size_t size;
	FILE *out = open_memstream(&all, &size);

	(void)state;
	for (const struct figure_case *c = figure_cases; c->name; c++) {
		struct plot_figure f;
		struct page p;

		page_init(&p, 1, 1, PLOT_ASCII);
		c->make(&f, &p.a);
		fprintf(out, "== %s\n%s", c->name, plot_words(&f, &p.a));
		page_done(&p);
	}
	fclose(out);
	tap_golden("plot/words.golden", all);
	free(all);
}

struct said_row {
	const char *name;
	double y[8];
	int n;
	const char *has;
};
static const struct said_row said[] = {
	{ "a fall", { 8, 7, 6, 5, 4, 3, 2, 1 }, 8, "from 8 at step 0 to 1 at step 7" },
	{ "a fall in times", { 8, 7, 6, 5, 4, 3, 2, 1 }, 8, "falls 8 times" },
	{ "a rise in percent", { 4, 4, 4, 5, 5, 5, 5, 5 }, 8, "rises by 25 %" },
	{ "a rise through zero", { -1, 0, 1, 2, 3, 4, 5, 6 }, 8, "rises by 7" },
	{ "no change", { 3, 3, 3, 3 }, 4, "never changes" },
	{ "a return", { 1, 2, 3, 4, 3, 2, 1, 1 }, 8, "ends about where it began" },
	{ "the extremes", { 1, 2, 3, 9, 3, 2, -1, 1 }, 8,
	  "least -1 at 6, greatest 9 at 3" },
	{ "gaps", { 1, NAN, 3, NAN }, 4, "2 missing" },
	{ "infinities", { 1, INFINITY, -INFINITY, 2 }, 4, "2 infinite" },
	{ "nothing at all", { NAN, NAN }, 2, "no value; 2 missing" },
	{ "an empty series", { 0 }, 0, "run: no value." },
	{ "one value", { 5 }, 1, "run: 5 at step 0." },
	{ 0 }
};

static void
says_what_the_row_expects(void **state)
{
	const struct said_row *r = *state;
	const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	struct plot_part part = { .x = { .lo = 0, .hi = 7, .label = "step" },
				  .y = { .lo = 0, .hi = 1 }, .n_series = 1 };
	struct plot_figure f = { .n_part = 1, .part = &part };
	struct page p;
	char *words;

	part.series[0] =
		(struct plot_series){ .name = "run", .x = x, .y = r->y, .n = r->n };
	page_init(&p, 1, 1, PLOT_ASCII);
	words = plot_words(&f, &p.a);
	if (!strstr(words, r->has))
		fail_msg("'%s' is not in: %s", r->has, words);
	page_done(&p);
}

static void
shares_of_a_heat_map_are_counted(void **state)
{
	static const float v[] = { 0, .1f, .2f, .5f, .9f, 1, 1, 1, NAN, 1 };
	struct plot_part part = { .heat = { 5, 2, v, 0, 1 }, .x = { .lo = 0, .hi = 1 },
				  .y = { .lo = 0, .hi = 1 } };
	struct plot_figure f = { .n_part = 1, .part = &part };
	struct page p;

	(void)state;
	page_init(&p, 1, 1, PLOT_ASCII);
	assert_non_null(strstr(plot_words(&f, &p.a),
			       "5 by 2 values from 0 to 1: 33 % of it below 0.333, "
			       "11 % between, 56 % above 0.667; 1 missing."));
	page_done(&p);
}

static void
a_histogram_says_where_its_middle_lies_and_what_is_exactly_zero(void **state)
{
	const double x[] = { 0, 1e-4, 1e-3, 1e-2, 1e-1 }, y[] = { 3, 1, 4, 4, 0 };
	struct plot_part part = {
		.x = { .lo = 1e-5, .hi = 1, .log = true, .label = "|g|" },
		.y = { .lo = 0, .hi = 4 },
		.n_series = 1
	};
	struct plot_figure f = { .n_part = 1, .part = &part };
	struct page p;

	(void)state;
	part.series[0] = (struct plot_series){ .name = "run", .x = x, .y = y, .n = 5,
					       .mark = PLOT_BARS };
	page_init(&p, 1, 1, PLOT_ASCII);
	assert_non_null(strstr(plot_words(&f, &p.a),
			       "run: 5 bars, the tallest at |g| 0.001; "
			       "the middle 80 % from 0.0001 to 0.01; 25 % exactly 0."));
	page_done(&p);
}

static void
long_names_are_said_in_full(void **state)
{
	static char name[5000];
	const double x[] = { 0, 1 }, y[] = { 1, 2 };
	struct plot_part part = { .title = name,
				  .x = { .lo = 0, .hi = 7, .label = name },
				  .y = { .lo = 0, .hi = 1, .label = name },
				  .n_series = 1 };
	struct plot_figure f = {
		.title = name, .caption = name, .n_part = 1, .part = &part
	};
	struct page p;
	const char *words;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	part.series[0] = (struct plot_series){ .name = name, .x = x, .y = y, .n = 2 };
	page_init(&p, 1, 1, PLOT_ASCII);
	words = plot_words(&f, &p.a);
	assert_true(strlen(words) > 8 * 4999);
	assert_int_equal(words[strlen(words) - 1], '\n');
	assert_true(plot_words_need(&f) > strlen(words));
	page_done(&p);
}

void
add_words(void)
{
	TAP(every_figure_has_its_sentences);
	TAP(shares_of_a_heat_map_are_counted);
	TAP(a_histogram_says_where_its_middle_lies_and_what_is_exactly_zero);
	TAP(long_names_are_said_in_full);
	for (const struct said_row *r = said; r->name; r++) {
		char name[80];

		snprintf(name, sizeof(name), "words say %s", r->name);
		tap_add(name, says_what_the_row_expects, r);
	}
}
