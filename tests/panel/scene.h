/* Two made-up runs and what a panel needs to show them. */
#ifndef TESTS_PANEL_SCENE_H
#define TESTS_PANEL_SCENE_H

#include "tests/panel/fake.h"

struct scene {
	struct fake run[2];
	struct train_view view[2];
	struct param_set param;
	struct panel_args args;
	struct arena frame;
};

/* Arguments for a panel over two runs of these kinds, "key=value" pairs applied. */
struct scene *scene_new(const struct panel_kind *kind, enum fake_kind first,
			enum fake_kind second, const char *const *words);
void scene_free(struct scene *s);
/* The figure as cells and as words. */
char *scene_drawn(struct scene *s, const struct plot_figure *f, int w, int h);

/* looks.c: every panel with every set of glyphs, in colour and without, small and
 * large */
void looks_add(void);
/* captions.c: every panel over every kind of snapshot */
void captions_add(void);

#endif
