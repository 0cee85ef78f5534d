/* Themes: contrast after WCAG 2, distance after CIEDE2000, colour blindness after
 * Machado, Oliveira and Fernandes 2009 (severity 1). */
#include "plot/inside.h"
#include "tests/plot/plot.h"

#include <math.h>

struct rgb {
	double r, g, b;			/* linear, 0..1 */
};

static double
linear(double c)
{
	c /= 255;
	return c <= .04045 ? c / 12.92 : pow((c + .055) / 1.055, 2.4);
}

static double
level(int i)
{
	return linear(i ? 55 + 40 * i : 0);
}

/* Colour 16..255 of the 256 that terminals share. */
static struct rgb
rgb_of(int c)
{
	double grey;

	assert_in_range(c, 16, 255);
	if (c < 232)
		return (struct rgb){ level((c - 16) / 36), level((c - 16) / 6 % 6),
				     level((c - 16) % 6) };
	grey = linear(8 + 10 * (c - 232));
	return (struct rgb){ grey, grey, grey };
}

static const double vision[4][3][3] = {
	{ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	{ { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
	  { -0.003882, -0.048116, 1.051998 } },				/* protan */
	{ { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
	  { -0.011820, 0.042940, 0.968881 } },				/* deutan */
	{ { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 },
	  { 0.004733, 0.691367, 0.303900 } },				/* tritan */
};

static struct rgb
seen(struct rgb c, int how)
{
	double v[3];

	for (int i = 0; i < 3; i++)
		v[i] = fmin(1, fmax(0, vision[how][i][0] * c.r + vision[how][i][1] * c.g
				       + vision[how][i][2] * c.b));
	return (struct rgb){ v[0], v[1], v[2] };
}

struct lab {
	double l, a, b;
};

static double
lab_f(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab
lab_of(struct rgb c)
{
	double x = lab_f((.4124564 * c.r + .3575761 * c.g + .1804375 * c.b) / .95047);
	double y = lab_f(.2126729 * c.r + .7151522 * c.g + .0721750 * c.b);
	double z = lab_f((.0193339 * c.r + .1191920 * c.g + .9503041 * c.b) / 1.08883);

	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
rad(double degrees)
{
	return degrees * 3.14159265358979323846 / 180;
}

static double
hue(double a, double b)
{
	double h = a == 0 && b == 0 ? 0 : atan2(b, a) / rad(1);

	return h < 0 ? h + 360 : h;
}

/* The mean of two hues, the short way round. */
static double
hue_mean(double h1, double h2)
{
	if (fabs(h1 - h2) <= 180)
		return (h1 + h2) / 2;
	return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/* Sharma, Wu and Dalal 2005. */
static double
ciede2000(struct lab p, struct lab q)
{
	double c7 = pow((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, 7), p7 = 6103515625.0;
	double g = 1 + .5 * (1 - sqrt(c7 / (c7 + p7)));
	double c1 = hypot(g * p.a, p.b), c2 = hypot(g * q.a, q.b), c = (c1 + c2) / 2;
	double h1 = hue(g * p.a, p.b), h2 = hue(g * q.a, q.b), dh = h2 - h1;
	double h = c1 * c2 == 0 ? h1 + h2 : hue_mean(h1, h2);
	double l50 = ((p.l + q.l) / 2 - 50) * ((p.l + q.l) / 2 - 50);
	double t, sl, sc, sh, rt, dl, dc;

	dh = c1 * c2 == 0 ? 0 : dh > 180 ? dh - 360 : dh < -180 ? dh + 360 : dh;
	t = 1 - .17 * cos(rad(h - 30)) + .24 * cos(rad(2 * h)) + .32 * cos(rad(3 * h + 6))
	    - .20 * cos(rad(4 * h - 63));
	sl = 1 + .015 * l50 / sqrt(20 + l50);
	sc = 1 + .045 * c;
	sh = 1 + .015 * c * t;
	rt = -2 * sqrt(pow(c, 7) / (pow(c, 7) + p7))
	     * sin(rad(60 * exp(-(h - 275) / 25 * ((h - 275) / 25))));
	dl = (q.l - p.l) / sl;
	dc = (c2 - c1) / sc;
	dh = 2 * sqrt(c1 * c2) * sin(rad(dh / 2)) / sh;
	return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

/* Pairs of the paper's table 1: the usual mistakes show in them. */
static void
the_colour_difference_agrees_with_its_paper(void **state)
{
	static const struct { struct lab p, q; double e; } pair[] = {
		{ { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
		{ { 50, -1.3802, -84.2814 }, { 50, 0, -82.7485 }, 1.0000 },
		{ { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
		{ { 50, 2.49, -.001 }, { 50, -2.49, .0009 }, 7.1792 },
		{ { 50, 2.49, -.001 }, { 50, -2.49, .0011 }, 7.2195 },
		{ { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
		{ { 50, 2.5, 0 }, { 58, 24, 15 }, 19.4535 },
		{ { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 },
		  1.2644 },
		{ { 22.7233, 20.0904, -46.6940 }, { 23.0331, 14.9730, -42.5619 },
		  2.0373 },
		{ { 6.7747, -.2908, -2.4247 }, { 5.8714, -.0985, -2.2286 }, .6377 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pair) / sizeof(pair[0]); i++)
		tap_near(ciede2000(pair[i].p, pair[i].q), pair[i].e, 1e-4, 0);
}

static double
luminance(struct rgb c, double ambient)
{
	return ambient + (1 - ambient) * (.2126 * c.r + .7152 * c.g + .0722 * c.b);
}

static double
contrast(struct rgb a, struct rgb b, double ambient)
{
	double x = luminance(a, ambient), y = luminance(b, ambient);

	return (fmax(x, y) + .05) / (fmin(x, y) + .05);
}

/* What is behind a theme: its own background, else a usual one. */
static struct rgb
background(const struct plot_theme *t)
{
	double dark = linear(16);

	if (t->role[PLOT_NONE].c256 >= 0)
		return rgb_of(t->role[PLOT_NONE].c256);
	return t->light ? (struct rgb){ 1, 1, 1 } : (struct rgb){ dark, dark, dark };
}

static void
words_reach_4_5_to_1_and_graphics_3_to_1(void **state)
{
	static const enum plot_role words[] = {
		PLOT_TEXT, PLOT_STRONG, PLOT_TITLE, PLOT_AXIS, PLOT_GOOD, PLOT_BAD,
		PLOT_BAR, PLOT_S1, PLOT_S2, PLOT_S3, PLOT_S4, PLOT_S5, PLOT_S6
	};
	static const enum plot_role graphics[] = { PLOT_FRAME, PLOT_FOCUS, PLOT_CURSOR };
	const struct plot_theme *t = *state;
	double least = strcmp(t->name, "contrast") == 0 ? 7 : 4.5;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		int c = t->role[words[i]].c256;

		if (c >= 0 && contrast(rgb_of(c), background(t), 0) < least)
			fail_msg("role %d has contrast %.2f", words[i],
				 contrast(rgb_of(c), background(t), 0));
	}
	for (size_t i = 0; i < sizeof(graphics) / sizeof(graphics[0]); i++) {
		int c = t->role[graphics[i]].c256;

		assert_true(c < 0 || contrast(rgb_of(c), background(t), 0) >= 3);
	}
}

static void
four_series_differ_in_four_kinds_of_vision(void **state)
{
	const struct plot_theme *t = *state;

	for (int how = 0; how < 4; how++)
		for (int i = 0; i < 4; i++)
			for (int k = 0; k < i; k++) {
				int a = t->role[PLOT_S1 + i].c256;
				int b = t->role[PLOT_S1 + k].c256;
				double e = ciede2000(lab_of(seen(rgb_of(a), how)),
						     lab_of(seen(rgb_of(b), how)));

				if (e < 20)
					fail_msg("%d and %d: %.1f in vision %d", a, b, e,
						 how);
			}
}

static void
marks_can_be_read_on_every_level_of_a_heat_map(void **state)
{
	const struct plot_theme *t = *state;

	for (enum plot_role r = PLOT_HEAT0; r < PLOT_AMOUNT0 + PLOT_HEATS; r++) {
		struct rgb mark = rgb_of(t->role[plot_ink_on(r)].c256);

		if (contrast(mark, rgb_of(t->role[r].c256), 0) < 4.5)
			fail_msg("level %d of %d", (int)(r - PLOT_HEAT0) % PLOT_HEATS,
				 (int)t->role[r].c256);
	}
}

static void
heat_levels_grow_lighter_to_the_middle_in_every_vision(void **state)
{
	const struct plot_theme *t = *state;

	for (int how = 0; how < 4; how++)
		for (int i = 1; i < PLOT_HEATS; i++) {
			struct rgb low = rgb_of(t->role[PLOT_HEAT0 + i - 1].c256);
			struct rgb high = rgb_of(t->role[PLOT_HEAT0 + i].c256);
			struct lab a = lab_of(seen(low, how));
			struct lab b = lab_of(seen(high, how));

			assert_true(i <= PLOT_HEATS / 2 ? b.l > a.l : b.l < a.l);
			assert_true(ciede2000(a, b) >= 5);
		}
}

static void
amounts_grow_lighter_all_along_in_every_vision(void **state)
{
	const struct plot_theme *t = *state;

	for (int how = 0; how < 4; how++)
		for (int i = 1; i < PLOT_HEATS; i++) {
			struct rgb low = rgb_of(t->role[PLOT_AMOUNT0 + i - 1].c256);
			struct rgb high = rgb_of(t->role[PLOT_AMOUNT0 + i].c256);

			assert_true(lab_of(seen(high, how)).l > lab_of(seen(low, how)).l);
		}
}

static void
colours_are_in_range_at_every_depth_and_fills_are_never_half_set(void **state)
{
	const struct plot_theme *t = *state;

	for (int i = 0; i < PLOT_ROLES; i++) {
		const struct plot_colour *c = &t->role[i];

		assert_true(c->c256 == -1 || (c->c256 >= 16 && c->c256 <= 255));
		assert_true(c->c16 >= -1 && c->c16 <= 15);
		assert_true(c->c8 >= -1 && c->c8 <= 7);
		if (i >= PLOT_HEAT0 || i == PLOT_INK_LIGHT || i == PLOT_INK_DARK)
			assert_true(c->c256 >= 0 && c->c16 >= 0 && c->c8 >= 0);
	}
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < i; k++) {
			assert_int_not_equal(t->role[PLOT_S1 + i].c16,
					     t->role[PLOT_S1 + k].c16);
			assert_int_not_equal(t->role[PLOT_S1 + i].c8,
					     t->role[PLOT_S1 + k].c8);
		}
	assert_ptr_equal(plot_theme_find(str_of(t->name)), t);
	assert_true(t->help && *t->help);
}

static void
the_projector_survives_a_lit_room(void **state)
{
	const struct plot_theme *t = plot_theme_find(str_of("projector"));

	(void)state;
	assert_non_null(t);
	for (int i = PLOT_TEXT; i <= PLOT_S6; i++)
		if (i != PLOT_GRID)
			assert_true(contrast(rgb_of(t->role[i].c256), background(t), .2)
				    >= 3);
}

static void
an_unknown_theme_is_not_found(void **state)
{
	(void)state;
	assert_null(plot_theme_find(str_of("neon")));
	assert_non_null(plot_theme_find(str_of("contrast")));
}

void
add_theme(void)
{
	static const struct { const char *name; CMUnitTestFunction f; } promises[] = {
		{ "words reach 4.5:1, graphics 3:1",
		  words_reach_4_5_to_1_and_graphics_3_to_1 },
		{ "four series differ in four kinds of vision",
		  four_series_differ_in_four_kinds_of_vision },
		{ "marks can be read on every heat level",
		  marks_can_be_read_on_every_level_of_a_heat_map },
		{ "heat levels grow lighter to the middle",
		  heat_levels_grow_lighter_to_the_middle_in_every_vision },
		{ "grow lighter with the amount in every vision",
		  amounts_grow_lighter_all_along_in_every_vision },
		{ "colours are in range at every depth",
		  colours_are_in_range_at_every_depth_and_fills_are_never_half_set },
	};

	for (const struct plot_theme *t = plot_themes; t->name; t++)
		for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++) {
			char name[120];

			snprintf(name, sizeof(name), "theme %s: %s", t->name,
				 promises[i].name);
			tap_add(name, promises[i].f, t);
		}
	TAP(the_colour_difference_agrees_with_its_paper);
	TAP(the_projector_survives_a_lit_room);
	TAP(an_unknown_theme_is_not_found);
}
