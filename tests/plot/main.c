#include "tests/plot/plot.h"

void
page_init(struct page *p, int w, int h, enum plot_rung rung)
{
	struct err e = { 0 };
	size_t need = plot_canvas_need(w, h) + plot_draw_need(w, h)
		      + plot_canvas_text_need(w, h) + FIGURE_NEED;

	*p = (struct page){ 0 };
	assert_true(arena_init(&p->a, need, &e));
	plot_canvas_init(&p->c, w, h, rung, &p->a);
}

void
page_done(struct page *p)
{
	arena_done(&p->a);
}

const char *
page_text(struct page *p)
{
	return plot_canvas_text(&p->c, &p->a);
}

void
page_draw(struct page *p, const struct plot_figure *f)
{
	plot_draw(&p->c, (struct plot_rect){ 0, 0, p->c.w, p->c.h }, f, p->a);
}

int
count_char(const char *text, uint32_t ch)
{
	int n = 0, len = (int)strlen(text);
	uint32_t got;

	for (int i = 0; i < len;) {
		i += str_utf8_next(text + i, len - i, &got);
		n += got == ch;
	}
	return n;
}

int
count_role(const struct plot_canvas *c, enum plot_role fg)
{
	int n = 0;

	for (int i = 0; i < c->w * c->h; i++)
		n += c->cell[i].ch != ' ' && c->cell[i].fg == fg;
	return n;
}

int
main(void)
{
	add_canvas();
	add_axis();
	add_line();
	add_cells();
	add_draw();
	add_theme();
	add_words();
	return tap_run("plot");
}
