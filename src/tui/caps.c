#include "tui/caps.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
tui_caps_locale(const char *glyphs)
{
	bool fine = glyphs && strcmp(glyphs, "ascii") != 0 && strcmp(glyphs, "auto") != 0;

	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return true;
	return fine && setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

bool
tui_caps_rung(const char *option, bool utf8, const char *term, enum plot_rung *out,
	      struct err *e)
{
	struct str_near near;

	*out = !utf8 ? PLOT_ASCII : strcmp(term, "linux") == 0 ? PLOT_HALF : PLOT_BRAILLE;
	if (!option || strcmp(option, "auto") == 0)
		return true;
	near = str_near_begin(str_of(option));
	for (int r = 0; r < PLOT_RUNGS; r++) {
		if (strcmp(option, plot_rung_name((enum plot_rung)r)) == 0) {
			*out = (enum plot_rung)r;
			return true;
		}
		str_near_try(&near, plot_rung_name((enum plot_rung)r));
	}
	err_set(e, ERR_USAGE, SPAN_NONE, "'%s' is no set of glyphs: "
		"expected auto, braille, quadrant, half or ascii", option);
	return err_did_you_mean(e, str_near_best(&near));
}

bool
tui_caps_colours(const char *option, const char *no_color, int has, int *out,
		 struct err *e)
{
	static const int steps[] = { 256, 16, 8, 0 };
	int most = 256;
	long n;

	if (!option || strcmp(option, "auto") == 0)
		most = no_color && *no_color ? 0 : 256;
	else if (strcmp(option, "never") == 0)
		most = 0;
	else if (str_long(str_of(option), &n) && (n == 8 || n == 16 || n == 256))
		most = (int)n;
	else
		return err_set(e, ERR_USAGE, SPAN_NONE, "'%s' is no number of colours: "
			       "expected auto, never, 8, 16 or 256", option);
	for (int i = 0; i < 4; i++) {
		*out = steps[i];
		if (steps[i] <= most && steps[i] <= has)
			break;
	}
	return true;
}

void
tui_caps_terms(const char *term, const char *color, char name[TUI_TERM_NAMES][64])
{
	int n = 0;

	if (color && strcmp(color, "256") == 0 && !strstr(term, "256"))
		snprintf(name[n++], sizeof(name[0]), "%.40s-256color", term);
	snprintf(name[n++], sizeof(name[0]), "%.60s", term);
	snprintf(name[n++], sizeof(name[0]), "xterm-256color");
	snprintf(name[n++], sizeof(name[0]), "vt100");
	while (n < TUI_TERM_NAMES)
		name[n++][0] = '\0';
}

int
tui_caps_rgb(int c)
{
	static const int base[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd,
		0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff,
		0x00ffff, 0xffffff
	};
	static const int step[6] = { 0, 95, 135, 175, 215, 255 };
	int grey = 8 + 10 * (c - 232);

	if (c < 16)
		return base[c];
	if (c >= 232)
		return grey << 16 | grey << 8 | grey;
	c -= 16;
	return step[c / 36] << 16 | step[c / 6 % 6] << 8 | step[c % 6];
}

bool
tui_caps_light(const char *colour, bool *light)
{
	struct str rest = str_of(colour), part;
	double v[3], weight[3] = { 0.2126, 0.7152, 0.0722 }, sum = 0;
	int n = 0;

	if (!str_starts(rest, "rgb:"))
		return false;
	rest = (struct str){ rest.s + 4, rest.n - 4 };
	for (; n < 3 && str_cut(&rest, '/', &part); n++) {
		char *end;

		v[n] = (double)strtoul(part.s, &end, 16);
		if (part.n < 1 || part.n > 4 || end != part.s + part.n)
			return false;
		v[n] /= (double)((1 << 4 * part.n) - 1);
		sum += weight[n] * v[n];
	}
	*light = sum > 0.5;
	return n == 3 && !rest.s;
}

bool
tui_caps_mode(const char *answer, int mode)
{
	char head[16];

	snprintf(head, sizeof(head), "%d;", mode);
	if (!str_starts(str_of(answer), head))
		return false;
	answer += strlen(head);
	return strcmp(answer, "0") != 0 && strcmp(answer, "4") != 0;
}

uint32_t
tui_caps_ascii(uint32_t ch)
{
	static const struct { uint32_t ch; char ascii; } same[] = {
		{ 0x00A0, ' ' }, { 0x00B1, '~' }, { 0x00B7, '.' }, { 0x00D7, 'x' },
		{ 0x00F7, '/' }, { 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' },
		{ 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' },
		{ 0x201C, '"' }, { 0x201D, '"' }, { 0x2022, '*' }, { 0x2026, '.' },
		{ 0x2032, '\'' }, { 0x2190, '<' }, { 0x2192, '>' }, { 0x2212, '-' },
		{ 0x2248, '~' }, { 0x2260, '#' }, { 0x2264, '<' }, { 0x2265, '>' },
		{ 0, 0 }
	};

	if (ch < 0x80)
		return ch;
	for (int i = 0; same[i].ch; i++)
		if (same[i].ch == ch)
			return (uint32_t)same[i].ascii;
	return '?';
}

int
tui_caps_weight(int role)
{
	switch (role) {
	case PLOT_STRONG: case PLOT_TITLE: case PLOT_FOCUS: case PLOT_GOOD: case PLOT_BAD:
	case PLOT_CURSOR:
		return PLOT_BOLD;
	default:
		return 0;
	}
}
