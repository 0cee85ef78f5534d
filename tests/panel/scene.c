#include "tests/panel/scene.h"
#include "tests/tap.h"

#include <stdlib.h>

struct scene *
scene_new(const struct panel_kind *kind, enum fake_kind first, enum fake_kind second,
	  const char *const *words)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct err e = { 0 };

	assert_non_null(s);
	assert_true(arena_init(&s->frame, 64 << 20, &e));
	fake_make(&s->run[0], first, 1, "sig", "sigmoid");
	fake_make(&s->run[1], second, 2, "rel", "relu");
	s->view[0] = s->run[0].view;
	s->view[1] = s->run[1].view;
	param_set_init(&s->param, kind->param);
	for (int i = 0; words && words[i]; i += 2)
		if (!param_set_text(&s->param, str_of(words[i]), SPAN_NONE,
				    str_of(words[i + 1]),
				    SPAN_NONE, &e))
			fail_msg("%s", e.msg);
	s->args = (struct panel_args){ .param = &s->param, .run = s->view,
				       .n_run = kind->max_runs > 1 ? 2 : 1 };
	return s;
}

void
scene_free(struct scene *s)
{
	arena_done(&s->frame);
	free(s);
}

char *
scene_drawn(struct scene *s, const struct plot_figure *f, int w, int h)
{
	struct plot_canvas c;
	struct arena scratch;
	struct err e = { 0 };
	char *text;

	assert_true(arena_init(&scratch, plot_draw_need(w, h), &e));
	plot_canvas_init(&c, w, h, PLOT_BRAILLE, &s->frame);
	plot_draw(&c, (struct plot_rect){ 0, 0, w, h }, f, scratch);
	arena_done(&scratch);
	text = str_printf(&s->frame, "%s\n%s\n", plot_canvas_text(&c, &s->frame),
			  plot_words(f, &s->frame));
	return text;
}
