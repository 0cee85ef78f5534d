/* Text, boxes and wrapping on a canvas. */
#include "tests/plot/plot.h"

static void
text_is_clipped_to_its_columns_and_to_the_canvas(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 10, 3, PLOT_BRAILLE);
	assert_int_equal(plot_text(&p.c, 0, 0, 4, str_of("abcdef"), PLOT_TEXT, 0), 4);
	assert_int_equal(plot_text(&p.c, 7, 1, 20, str_of("abcdef"), PLOT_TEXT, 0), 6);
	assert_int_equal(plot_text(&p.c, -2, 2, 20, str_of("abcdef"), PLOT_TEXT, 0), 6);
	assert_int_equal(plot_text(&p.c, 0, 7, 20, str_of("below"), PLOT_TEXT, 0), 5);
	assert_int_equal(plot_text(&p.c, 0, 0, 0, str_of("none"), PLOT_TEXT, 0), 0);
	assert_int_equal(plot_text(&p.c, 0, 0, -3, str_of("none"), PLOT_TEXT, 0), 0);
	assert_string_equal(page_text(&p), "abcd\n       abc\ncdef\n");
	page_done(&p);
}

static void
wide_characters_take_two_columns_and_are_never_cut_in_half(void **state)
{
	struct page p;
	struct str kanji = str_of("\xE5\xB1\xA4\xE5\xB1\xA4\xE5\xB1\xA4");

	(void)state;
	page_init(&p, 6, 4, PLOT_BRAILLE);
	assert_int_equal(plot_text(&p.c, 0, 0, 5, kanji, PLOT_TEXT, 0), 4);
	assert_int_equal(p.c.cell[1].ch, 0);
	plot_text(&p.c, 1, 1, 9, kanji, PLOT_TEXT, 0); /* the third is half outside */
	plot_text(&p.c, 0, 2, 6, kanji, PLOT_TEXT, 0);
	plot_text(&p.c, 1, 2, 1, str_of("x"), PLOT_TEXT, 0);	/* over a right half */
	plot_text(&p.c, 4, 2, 1, str_of("y"), PLOT_TEXT, 0);	/* over a left half */
	plot_text(&p.c, -1, 3, 9, kanji, PLOT_TEXT, 0);
	assert_string_equal(page_text(&p), "\xE5\xB1\xA4\xE5\xB1\xA4\n"
			    " \xE5\xB1\xA4\xE5\xB1\xA4\n x\xE5\xB1\xA4y\n"
			    " \xE5\xB1\xA4\xE5\xB1\xA4\n");
	page_done(&p);
}

static void
combining_marks_take_no_column_and_controls_show_as_question_marks(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 12, 2, PLOT_BRAILLE);
	assert_int_equal(plot_text(&p.c, 0, 0, 12, str_of("e\xCC\x81t"), PLOT_TEXT, 0),
			 2);
	assert_int_equal(
		plot_text(&p.c, 0, 1, 12, str_of("a\tb\033[m\xC2\x9B"), PLOT_TEXT, 0), 7);
	assert_string_equal(page_text(&p), "et\na?b?[m?\n");
	page_done(&p);
}

static void
the_ascii_rung_shows_nothing_but_ascii(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 20, 3, PLOT_ASCII);
	plot_text(&p.c, 0, 0, 20,
		  str_of("14.7\xC3\x97 \xE2\x89\xA4 \xCF\x83\xE2\x80\xA6"), PLOT_TEXT, 0);
	plot_text(&p.c, 0, 1, 20, str_of("\xE5\xB1\xA4 1"), PLOT_TEXT, 0);
	assert_string_equal(page_text(&p), "14.7x < ?.\n? 1\n\n");
	page_done(&p);
}

static void
a_box_carries_its_title_and_cuts_it(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 14, 9, PLOT_BRAILLE);
	plot_box(&p.c, (struct plot_rect){ 0, 0, 14, 3 }, str_of("1 loss"), false);
	plot_box(&p.c, (struct plot_rect){ 0, 3, 14, 2 }, str_of("validation loss"),
		 true);
	plot_box(&p.c, (struct plot_rect){ 0, 5, 5, 3 }, str_of("abc"), false);
	plot_box(&p.c, (struct plot_rect){ 6, 5, 1, 1 }, str_of("abc"), false);
	plot_box(&p.c, (struct plot_rect){ 8, 5, 3, 1 }, str_of(""), false);
	plot_box(&p.c, (struct plot_rect){ 8, 7, 0, 1 }, str_of(""), false);
	assert_string_equal(page_text(&p),
		"┌─ 1 loss ───┐\n│            │\n└────────────┘\n"
		"┌─ validat… ─┐\n└────────────┘\n"
		"┌───┐ ┌ ┌─┐\n│   │\n└───┘\n\n");
	assert_int_equal(p.c.cell[3 * 14].fg, PLOT_FOCUS);
	assert_int_equal(p.c.cell[0].fg, PLOT_FRAME);
	page_done(&p);
}

static void
boxes_on_the_ascii_rung_are_ascii(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 12, 3, PLOT_ASCII);
	plot_box(&p.c, (struct plot_rect){ 0, 0, 12, 3 }, str_of("loss"), false);
	assert_string_equal(page_text(&p), "+- loss ---+\n|          |\n+----------+\n");
	page_done(&p);
}

struct wrap_row {
	const char *name, *text, *want;
	int w, h, first, lines;
};
static const struct wrap_row wraps[] = {
	{ "breaks between words", "one two three", "one two\nthree\n\n", 8, 3, 0, 2 },
	{ "fills a line to its last column", "one two three", "one two\nthree\n\n", 7, 3,
	  0, 2 },
	{ "breaks a word longer than a line", "abcdefgh ij", "abcde\nfgh\nij\n", 5, 3, 0,
	  3 },
	{ "keeps empty lines", "a\n\nb", "a\n\nb\n", 5, 3, 0, 3 },
	{ "takes a last newline as the end", "a\nb\n", "a\nb\n\n", 5, 3, 0, 2 },
	{ "keeps the indent of a line", "  a b", "  a\nb\n\n", 3, 3, 0, 2 },
	{ "drops blanks at a break", "aaa    bbb", "aaa\nbbb\n\n", 4, 3, 0, 2 },
	{ "starts at a later line", "a b c d e", "c\nd\n", 1, 2, 2, 5 },
	{ "counts lines beyond the rectangle", "a b c d e", "a\n", 1, 1, 0, 5 },
	{ "wraps wide characters", "\xE5\xB1\xA4\xE5\xB1\xA4",
	  "\xE5\xB1\xA4\n\xE5\xB1\xA4\n", 3, 2, 0, 2 },
	{ "makes progress where a character is too wide", "\xE5\xB1\xA4" "a", "\na\n",
	  1, 2, 0, 2 },
	{ "draws nothing for no text", "", "\n", 5, 1, 0, 0 },
	{ 0 }
};

static void
wraps_as_its_row_says(void **state)
{
	const struct wrap_row *r = *state;
	struct page p;
	int lines;

	page_init(&p, r->w, r->h, PLOT_BRAILLE);
	lines = plot_wrap(&p.c, (struct plot_rect){ 0, 0, r->w, r->h }, str_of(r->text),
			  r->first, PLOT_TEXT);
	assert_string_equal(page_text(&p), r->want);
	assert_int_equal(lines, r->lines);
	page_done(&p);
}

static void
a_heat_cell_becomes_one_shade_in_a_text(void **state)
{
	static const int levels[] = { 0, 2, 4, 6, 8 };
	struct page p;

	(void)state;
	page_init(&p, 6, 2, PLOT_BRAILLE);
	for (int i = 0; i < 5; i++) {
		uint8_t role = (uint8_t)(PLOT_HEAT0 + levels[i]);

		p.c.cell[i] = (struct plot_cell){ 0x2580, role, role, 0 };
		p.c.cell[6 + i] = (struct plot_cell){ 'x', PLOT_INK_DARK, role, 0 };
	}
	p.c.cell[5] = (struct plot_cell){ 0x2580, PLOT_S1, PLOT_NONE, 0 };
	assert_string_equal(page_text(&p), " ░▒▓█▀\nxxxxx\n");
	p.c.rung = PLOT_ASCII;
	p.c.cell[5].ch = '#';
	assert_string_equal(page_text(&p), " :=*@#\nxxxxx\n");
	page_done(&p);
}

static void
fill_stays_inside_the_canvas(void **state)
{
	struct page p;

	(void)state;
	page_init(&p, 4, 3, PLOT_BRAILLE);
	plot_fill(&p.c, (struct plot_rect){ -5, -5, 7, 7 }, '#', PLOT_TEXT, PLOT_BAR);
	plot_fill(&p.c, (struct plot_rect){ 3, 2, 100, 100 }, '*', PLOT_TEXT, PLOT_BAR);
	assert_string_equal(page_text(&p), "##\n##\n   *\n");
	assert_int_equal(p.c.cell[0].bg, PLOT_BAR);
	page_done(&p);
}

void
add_canvas(void)
{
	TAP(text_is_clipped_to_its_columns_and_to_the_canvas);
	TAP(wide_characters_take_two_columns_and_are_never_cut_in_half);
	TAP(combining_marks_take_no_column_and_controls_show_as_question_marks);
	TAP(the_ascii_rung_shows_nothing_but_ascii);
	TAP(a_box_carries_its_title_and_cuts_it);
	TAP(boxes_on_the_ascii_rung_are_ascii);
	TAP(a_heat_cell_becomes_one_shade_in_a_text);
	TAP(fill_stays_inside_the_canvas);
	for (const struct wrap_row *r = wraps; r->name; r++) {
		char name[120];

		snprintf(name, sizeof(name), "wrap %s", r->name);
		tap_add(name, wraps_as_its_row_says, r);
	}
}
