/* What the tests of this floor share. */
#ifndef TESTS_PLOT_PLOT_H
#define TESTS_PLOT_PLOT_H

#include "tests/tap.h"
#include "tests/plot/figures.h"

#include <stdlib.h>

/* A canvas with memory of its own; page_done gives it back. */
struct page {
	struct plot_canvas c;
	struct arena a;			/* what is left serves the test */
};
void page_init(struct page *p, int w, int h, enum plot_rung rung);
void page_done(struct page *p);
/* The canvas as text, in the page's arena. */
const char *page_text(struct page *p);
/* The whole canvas is the figure's. */
void page_draw(struct page *p, const struct plot_figure *f);
/* Characters of the text that are ch. */
int count_char(const char *text, uint32_t ch);
/* Cells with something drawn for a role. */
int count_role(const struct plot_canvas *c, enum plot_role fg);

void add_canvas(void);
void add_axis(void);
void add_draw(void);
void add_line(void);
void add_cells(void);
void add_theme(void);
void add_words(void);

#endif
