/* What a terminal can show, worked out from names and numbers alone. */
#ifndef TUI_CAPS_H
#define TUI_CAPS_H

#include "actlab/plot.h"

/* Sets the character set of the environment (LC_CTYPE alone: numbers are written with a
 * point everywhere), or UTF-8 where glyphs are asked for by name.  Is it UTF-8? */
bool tui_caps_locale(const char *glyphs);
/* "braille" "quadrant" "half" "ascii", or NULL: by the character set and the terminal.
 * False: e names the rungs. */
bool tui_caps_rung(const char *option, bool utf8, const char *term, enum plot_rung *out,
		   struct err *e);
/* 0 (none), 8, 16 or 256 colours: what is asked for, as far as the terminal has them.
 * option NULL is "auto"; no_color is the environment's NO_COLOR, NULL if unset. */
bool tui_caps_colours(const char *option, const char *no_color, int has, int *out,
		      struct err *e);
/* Names to try in turn for $TERM, ends with NULL.  wants: colours asked for by hand, so
 * that plain "xterm" can become "xterm-256color". */
enum { TUI_TERM_NAMES = 4 };
void tui_caps_terms(const char *term, const char *color, char name[TUI_TERM_NAMES][64]);
/* Colour 0..255 of the xterm palette as 0xRRGGBB. */
int tui_caps_rgb(int c256);
/* Is a colour as a terminal writes it ("rgb:ffff/fa00/0000", "rgb:ff/fa/00") a light one?
 * False: it is no such colour. */
bool tui_caps_light(const char *colour, bool *light);
/* "2026;2": does the terminal have this mode, and can it be set? */
bool tui_caps_mode(const char *answer, int mode);
/* What a terminal without this character shows in its place: '<' for U+2264 ... */
uint32_t tui_caps_ascii(uint32_t ch);
/* Without colours some roles are told apart by weight: PLOT_BOLD or 0. */
int tui_caps_weight(int role);

#endif
