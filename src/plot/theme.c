/* Themes: one table of colours each.  The colours of series keep a distance of 20
 * CIEDE2000 in normal vision and under three kinds of colour blindness, and 4.5:1 from
 * the background; tests/plot/theme.c holds them to it. */
#include "inside.h"

/* A diverging ramp whose lightness rises to the middle and falls again in every kind of
 * vision, and one whose lightness rises all along.  They fill their cells, so they are
 * the same on any background. */
#define AMOUNT \
	[PLOT_AMOUNT0 + 0] = { 53, 4, 4, 0 }, [PLOT_AMOUNT0 + 1] = { 55, 4, 4, 0 }, \
	[PLOT_AMOUNT0 + 2] = { 24, 5, 5, 0 }, [PLOT_AMOUNT0 + 3] = { 30, 6, 5, 0 }, \
	[PLOT_AMOUNT0 + 4] = { 36, 6, 6, 0 }, [PLOT_AMOUNT0 + 5] = { 41, 2, 6, 0 }, \
	[PLOT_AMOUNT0 + 6] = { 149, 10, 2, 0 }, [PLOT_AMOUNT0 + 7] = { 185, 11, 3, 0 }, \
	[PLOT_AMOUNT0 + 8] = { 226, 15, 7, 0 }
#define HEAT \
	[PLOT_INK_LIGHT] = { 231, 15, 7, 1 }, [PLOT_INK_DARK] = { 16, 0, 0, 1 }, \
	[PLOT_HEAT0 + 0] = { 25, 4, 4, 0 }, [PLOT_HEAT0 + 1] = { 32, 12, 6, 0 }, \
	[PLOT_HEAT0 + 2] = { 74, 6, 6, 0 }, [PLOT_HEAT0 + 3] = { 153, 14, 6, 0 }, \
	[PLOT_HEAT0 + 4] = { 255, 15, 7, 0 }, [PLOT_HEAT0 + 5] = { 223, 11, 7, 0 }, \
	[PLOT_HEAT0 + 6] = { 215, 11, 3, 0 }, [PLOT_HEAT0 + 7] = { 208, 3, 3, 0 }, \
	[PLOT_HEAT0 + 8] = { 166, 3, 3, 0 }, AMOUNT
#define OWN(bold) { -1, -1, -1, bold }

const struct plot_theme plot_themes[] = {
	{ "dark", "colours for a dark background", false, {
		[PLOT_NONE] = OWN(0), [PLOT_TEXT] = OWN(0), [PLOT_STRONG] = OWN(1),
		[PLOT_TITLE] = OWN(0), [PLOT_AXIS] = { 246, -1, -1, 0 },
		[PLOT_GRID] = { 240, -1, -1, 0 }, [PLOT_FRAME] = { 242, -1, -1, 0 },
		[PLOT_FOCUS] = { 231, -1, -1, 1 }, [PLOT_CURSOR] = { 231, -1, -1, 1 },
		[PLOT_GOOD] = { 117, 14, 6, 1 }, [PLOT_BAD] = { 214, 11, 3, 1 },
		[PLOT_BAR] = OWN(0),
		[PLOT_S1] = { 87, 14, 6, 0 }, [PLOT_S2] = { 226, 11, 3, 0 },
		[PLOT_S3] = { 99, 13, 5, 0 }, [PLOT_S4] = { 167, 9, 1, 0 },
		[PLOT_S5] = { 219, 10, 2, 0 }, [PLOT_S6] = { 100, 12, 7, 0 },
		[PLOT_SHADE] = { 239, 4, 4, 0 }, HEAT } },
	{ "light", "colours for a light background", true, {
		[PLOT_NONE] = OWN(0), [PLOT_TEXT] = OWN(0), [PLOT_STRONG] = OWN(1),
		[PLOT_TITLE] = OWN(0), [PLOT_AXIS] = { 240, -1, -1, 0 },
		[PLOT_GRID] = { 247, -1, -1, 0 }, [PLOT_FRAME] = { 245, -1, -1, 0 },
		[PLOT_FOCUS] = { 16, -1, -1, 1 }, [PLOT_CURSOR] = { 16, -1, -1, 1 },
		[PLOT_GOOD] = { 25, 4, 4, 1 }, [PLOT_BAD] = { 124, 1, 1, 1 },
		[PLOT_BAR] = OWN(0),
		[PLOT_S1] = { 27, 4, 4, 0 }, [PLOT_S2] = { 130, 1, 1, 0 },
		[PLOT_S3] = { 17, 5, 5, 0 }, [PLOT_S4] = { 52, 2, 2, 0 },
		[PLOT_S5] = { 59, 6, 6, 0 }, [PLOT_S6] = { 55, 3, 3, 0 },
		[PLOT_SHADE] = { 252, 6, 6, 0 }, HEAT } },
	/* light on the wall lifts black to grey: no greys here, and all of it bold */
	{ "projector", "black on white, bold, for a projector in a lit room", true, {
		[PLOT_NONE] = { 231, 15, 7, 0 }, [PLOT_TEXT] = { 16, 0, 0, 1 },
		[PLOT_STRONG] = { 16, 0, 0, 1 }, [PLOT_TITLE] = { 16, 0, 0, 1 },
		[PLOT_AXIS] = { 16, 0, 0, 1 }, [PLOT_GRID] = { 242, 0, 0, 0 },
		[PLOT_FRAME] = { 16, 0, 0, 0 }, [PLOT_FOCUS] = { 16, 0, 0, 1 },
		[PLOT_CURSOR] = { 16, 0, 0, 1 }, [PLOT_GOOD] = { 25, 4, 4, 1 },
		[PLOT_BAD] = { 124, 1, 1, 1 }, [PLOT_BAR] = { 16, 0, 0, 1 },
		[PLOT_S1] = { 93, 5, 5, 1 }, [PLOT_S2] = { 23, 6, 6, 1 },
		[PLOT_S3] = { 124, 1, 1, 1 }, [PLOT_S4] = { 16, 0, 0, 1 },
		[PLOT_S5] = { 18, 4, 4, 1 }, [PLOT_S6] = { 52, 2, 2, 1 },
		[PLOT_SHADE] = { 250, 6, 6, 0 }, HEAT } },
	{ "contrast", "bright on black, all words at 7:1 or more", false, {
		[PLOT_NONE] = { 16, 0, 0, 0 }, [PLOT_TEXT] = { 231, 15, 7, 0 },
		[PLOT_STRONG] = { 231, 15, 7, 1 }, [PLOT_TITLE] = { 231, 15, 7, 1 },
		[PLOT_AXIS] = { 231, 15, 7, 0 }, [PLOT_GRID] = { 248, 15, 7, 0 },
		[PLOT_FRAME] = { 231, 15, 7, 0 }, [PLOT_FOCUS] = { 226, 11, 3, 1 },
		[PLOT_CURSOR] = { 226, 11, 3, 1 }, [PLOT_GOOD] = { 117, 14, 6, 1 },
		[PLOT_BAD] = { 214, 11, 3, 1 }, [PLOT_BAR] = { 231, 15, 7, 1 },
		[PLOT_S1] = { 226, 11, 3, 0 }, [PLOT_S2] = { 159, 14, 6, 0 },
		[PLOT_S3] = { 174, 9, 1, 0 }, [PLOT_S4] = { 141, 13, 5, 0 },
		[PLOT_S5] = { 223, 15, 7, 0 }, [PLOT_S6] = { 70, 10, 2, 0 },
		[PLOT_SHADE] = { 240, 4, 4, 0 }, HEAT } },
	{ 0 }
};

const struct plot_theme *
plot_theme_find(struct str name)
{
	for (const struct plot_theme *t = plot_themes; t->name; t++)
		if (str_is(name, t->name))
			return t;
	return NULL;
}
