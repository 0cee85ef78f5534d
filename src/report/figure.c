#include "actlab/report.h"

bool
report_figure(FILE *f, const struct plot_figure *fig, int w, int h, bool ascii,
	      struct err *e)
{
	struct arena a = { 0 };
	struct plot_canvas c;

	if (!arena_init(&a, plot_canvas_need(w, h) + plot_draw_need(w, h)
			    + plot_canvas_text_need(w, h), e))
		return false;
	plot_canvas_init(&c, w, h, ascii ? PLOT_ASCII : PLOT_BRAILLE, &a);
	c.mono = true;
	plot_draw(&c, (struct plot_rect){ 0, 0, w, h }, fig, a);
	fputs(plot_canvas_text(&c, &a), f);
	arena_done(&a);
	return true;
}
