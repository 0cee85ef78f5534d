/* Whole figures: as text at some sizes, and sound at every size. */
#include "tests/plot/plot.h"

struct look {
	enum plot_rung rung;
	bool mono;
	int w, h;
};
static const struct look looks[] = {
	{ PLOT_BRAILLE, false, 38, 10 }, { PLOT_BRAILLE, false, 60, 16 },
	{ PLOT_BRAILLE, false, 24, 8 },	 { PLOT_BRAILLE, false, 110, 30 },
	{ PLOT_BRAILLE, false, 12, 4 },	 { PLOT_BRAILLE, false, 10, 2 },
	{ PLOT_BRAILLE, true, 38, 10 },	 { PLOT_QUADRANT, false, 38, 10 },
	{ PLOT_HALF, false, 38, 10 },	 { PLOT_ASCII, false, 38, 10 },
	{ PLOT_ASCII, true, 60, 16 },
};

static void
looks_like_its_picture(void **state)
{
	const struct figure_case *fc = *state;
	char *all = NULL, path[80];
	size_t size;
	FILE *out = open_memstream(&all, &size);

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		const struct look *l = &looks[i];
		struct plot_figure f;
		struct page p;

		page_init(&p, l->w, l->h, l->rung);
		p.c.mono = l->mono;
		fc->make(&f, &p.a);
		page_draw(&p, &f);
		fprintf(out, "== %s %s%dx%d\n%s", fc->name, l->mono ? "mono " : "", l->w,
			l->h, page_text(&p));
		page_done(&p);
	}
	fclose(out);
	snprintf(path, sizeof(path), "plot/%s.golden", fc->name);
	tap_golden(path, all);
	free(all);
}

enum { MARGIN = 3, MOST_W = 120, MOST_H = 40 };

static const struct plot_cell untouched = { 0x2603, PLOT_BAD, PLOT_CURSOR,
					    PLOT_UNDERLINE };

static void
paint_untouched(struct plot_canvas *c)
{
	for (int i = 0; i < c->w * c->h; i++)
		c->cell[i] = untouched;
}

static bool
same_cell(const struct plot_cell *a, const struct plot_cell *b)
{
	return a->ch == b->ch && a->fg == b->fg && a->bg == b->bg && a->at == b->at;
}

static bool
outside_is_untouched(const struct plot_canvas *c, struct plot_rect r)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			bool in = x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;

			if (!in && !same_cell(&c->cell[y * c->w + x], &untouched))
				return false;
		}
	return true;
}

static void
is_sound_from_1x1_to_120x40(void **state)
{
	const struct figure_case *fc = *state;
	struct plot_figure f;
	struct page p;

	page_init(&p, MOST_W + 2 * MARGIN, MOST_H + 2 * MARGIN, PLOT_BRAILLE);
	fc->make(&f, &p.a);
	for (int h = 0; h <= MOST_H; h++)
		for (int w = 0; w <= MOST_W; w++) {
			struct plot_rect r = { MARGIN, MARGIN, w, h };

			p.c.rung = (enum plot_rung)((w + h) % PLOT_RUNGS);
			p.c.mono = (w + h) % 3 == 0;
			paint_untouched(&p.c);
			plot_fill(&p.c, r, ' ', PLOT_NONE, PLOT_NONE);
			plot_draw(&p.c, r, &f, p.a);
			if (!outside_is_untouched(&p.c, r))
				fail_msg("%dx%d writes outside its rectangle", w, h);
		}
	page_done(&p);
}

static void
a_rectangle_that_leaves_the_canvas_is_clipped(void **state)
{
	const struct figure_case *fc = *state;
	struct plot_figure f;
	struct page p;

	page_init(&p, 30, 12, PLOT_BRAILLE);
	fc->make(&f, &p.a);
	for (int i = 0; i < 5; i++)
		for (int k = 0; k < 5; k++)
			plot_draw(&p.c,
				  (struct plot_rect){ 12 * i - 24, 5 * k - 10, 30, 12 },
				  &f, p.a);
	page_done(&p);
}

/* Words of a row of labels never touch: "100200" would be read as one number. */
static void
tick_labels_never_touch(void **state)
{
	struct plot_tick t[PLOT_TICKS_MAX];
	struct page p;

	(void)state;
	page_init(&p, 120, 8, PLOT_BRAILLE);
	for (int w = 14; w <= 120; w++) {
		double x[2] = { 0, 1234567 }, y[2] = { 0, 1 };
		struct plot_part part = { .n_series = 1, .x = { .lo = 0, .hi = 1234567 },
					  .y = { .lo = 0, .hi = 1 } };
		struct plot_figure f = { .n_part = 1, .part = &part };
		char *row, *word;
		int i = 0, n;

		part.series[0] = (struct plot_series){ .x = x, .y = y, .n = 2 };
		p.c.w = w;
		plot_canvas_clear(&p.c);
		plot_draw(&p.c, (struct plot_rect){ 0, 0, w, 8 }, &f, p.a);
		row = strdup(plot_canvas_text(
			&p.c, &(struct arena){ p.a.base, p.a.at, p.a.end }));
		row[strlen(row) - 1] = 0;
		n = plot_axis_ticks(&part.x, 24, t);
		assert_true(n > 0);
		word = strtok(strrchr(row, '\n') + 1, " ");
		for (; word; word = strtok(NULL, " "), i++) {
			char *end;
			double v = strtod(word, &end);

			assert_true(*end == 0 && v >= 0 && v <= 1234567);
		}
		assert_true(i >= 1);
		free(row);
	}
	page_done(&p);
}

static void
ansi_sequences_carry_the_same_text(void **state)
{
	struct plot_figure f;
	struct page p;
	char *raw = NULL, plain[4000];
	size_t size;
	int n = 0;
	FILE *out = open_memstream(&raw, &size);

	(void)state;
	page_init(&p, 38, 10, PLOT_BRAILLE);
	figure_find("loss")->make(&f, &p.a);
	page_draw(&p, &f);
	assert_true(plot_canvas_ansi(&p.c, plot_theme_find(str_of("dark")), out));
	fclose(out);
	assert_non_null(strstr(raw, "\033[0;38;5;87;49m"));
	for (const char *s = raw; *s; s++) { /* drop sequences, then trailing blanks */
		if (*s == '\033') {
			s = strchr(s, 'm');
			continue;
		}
		while (*s == '\n' && n > 0 && plain[n - 1] == ' ')
			n--;
		plain[n++] = *s;
	}
	plain[n] = 0;
	assert_string_equal(plain, page_text(&p));
	free(raw);
	page_done(&p);
}

static void
a_hidden_part_is_counted(void **state)
{
	struct plot_figure f;
	struct page p;

	(void)state;
	page_init(&p, 22, 8, PLOT_BRAILLE);
	figure_find("zhist")->make(&f, &p.a);
	page_draw(&p, &f);
	assert_non_null(strstr(page_text(&p), "+4"));
	page_done(&p);
}

static void
where_only_a_line_fits_it_is_the_caption_or_the_last_value(void **state)
{
	struct plot_figure f;
	struct page p;

	(void)state;
	page_init(&p, 30, 1, PLOT_BRAILLE);
	figure_find("loss")->make(&f, &p.a);
	page_draw(&p, &f);
	assert_string_equal(page_text(&p), "sig 0.69, flat; rel 0.0031, f…\n");
	f.caption = NULL;
	plot_canvas_clear(&p.c);
	page_draw(&p, &f);
	assert_int_equal(strncmp(page_text(&p), "sig 0.6", 7), 0);
	page_done(&p);
}

static void
an_empty_figure_says_why(void **state)
{
	struct plot_figure f;
	struct page p;

	(void)state;
	page_init(&p, 60, 5, PLOT_BRAILLE);
	figure_find("empty")->make(&f, &p.a);
	page_draw(&p, &f);
	assert_non_null(
		strstr(page_text(&p), "no step yet: press Space to start the training"));
	page_done(&p);
}

void
add_draw(void)
{
	for (const struct figure_case *c = figure_cases; c->name; c++) {
		char name[120];

		snprintf(name, sizeof(name), "%s looks like its picture", c->name);
		tap_add(name, looks_like_its_picture, c);
		snprintf(name, sizeof(name), "%s is sound from 1x1 to 120x40", c->name);
		tap_add(name, is_sound_from_1x1_to_120x40, c);
		snprintf(name, sizeof(name), "%s is clipped at the canvas", c->name);
		tap_add(name, a_rectangle_that_leaves_the_canvas_is_clipped, c);
	}
	TAP(tick_labels_never_touch);
	TAP(ansi_sequences_carry_the_same_text);
	TAP(a_hidden_part_is_counted);
	TAP(where_only_a_line_fits_it_is_the_caption_or_the_last_value);
	TAP(an_empty_figure_says_why);
}
