/* Every panel with every set of glyphs, in colour and without, small and large. */
#include "tests/panel/scene.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <string.h>

struct look {
	enum plot_rung rung;
	bool mono;
	int w, h;
};
static const struct look looks[] = {
	{ PLOT_BRAILLE, false, 60, 16 }, { PLOT_QUADRANT, false, 60, 16 },
	{ PLOT_HALF, false, 60, 16 }, { PLOT_ASCII, false, 60, 16 },
	{ PLOT_BRAILLE, true, 60, 16 }, { PLOT_ASCII, true, 60, 16 },
	{ PLOT_BRAILLE, false, 26, 8 }, { PLOT_BRAILLE, true, 98, 26 },
};

static void
draw(FILE *out, struct scene *s, const struct plot_figure *f, const struct look *l)
{
	struct arena a, scratch;
	struct plot_canvas c;
	struct err e = { 0 };

	(void)s;
	assert_true(arena_init(&a, plot_canvas_need(l->w, l->h)
				   + plot_canvas_text_need(l->w, l->h), &e));
	assert_true(arena_init(&scratch, plot_draw_need(l->w, l->h), &e));
	plot_canvas_init(&c, l->w, l->h, l->rung, &a);
	c.mono = l->mono;
	plot_draw(&c, (struct plot_rect){ 0, 0, l->w, l->h }, f, scratch);
	fprintf(out, "== %s%s %dx%d\n%s", plot_rung_name(l->rung),
		l->mono ? ", no colour" : "", l->w, l->h, plot_canvas_text(&c, &a));
	arena_done(&scratch);
	arena_done(&a);
}

static void
looks_right_with_every_set_of_glyphs(void **state)
{
	const struct panel_kind *kind = *state;
	struct scene *s = scene_new(kind, FAKE_FALLING, FAKE_FLAT, NULL);
	struct plot_figure f;
	char *text = NULL, path[64];
	size_t size;
	FILE *out = open_memstream(&text, &size);

	kind->figure(&f, &s->args, &s->frame);
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		draw(out, s, &f, &looks[i]);
	fclose(out);
	snprintf(path, sizeof(path), "panel/look-%s.golden", kind->name);
	tap_golden(path, text);
	free(text);
	scene_free(s);
}

void
looks_add(void)
{
	static char name[64][64];
	int n = 0;

	for (const struct panel_kind *k = panel_kinds; k->name; k++, n++) {
		snprintf(name[n], sizeof(name[n]),
			 "%s looks right with every set of glyphs",
			 k->name);
		tap_add(name[n], looks_right_with_every_set_of_glyphs, k);
	}
}
