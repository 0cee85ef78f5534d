/* The mouse, as a terminal tells of it: buttons and drags (mode 1002) with coordinates as
 * numbers (1006).  Off until it is asked for, so that text can be selected and copied.
 */
#ifndef TUI_MOUSE_H
#define TUI_MOUSE_H

#include "actlab/plot.h"

#define TUI_MOUSE_ON "\033[?1002h\033[?1006h"
#define TUI_MOUSE_OFF "\033[?1006l\033[?1002l"

enum tui_mouse_what {
	TUI_MOUSE_DOWN, TUI_MOUSE_DRAG, TUI_MOUSE_UP,
	TUI_MOUSE_DOUBLE,		/* the second DOWN on one cell */
	TUI_MOUSE_WHEEL_UP, TUI_MOUSE_WHEEL_DOWN
};
struct tui_mouse {
	enum tui_mouse_what what;
	int button;			/* 1 left, 2 middle, 3 right; 0: the wheel */
	int x, y;			/* cell, from 0 */
	int panel;			/* of the scene, from 0; -1: none */
	bool placed;			/* inside the axes of that panel: */
	struct plot_place at;
};
struct tui_mouse_mode {
	bool wanted, on;
	double until;			/* seconds; events may come in until then */
	struct tui_mouse last;
};
/* Tells the terminal at out, where it is not so already. */
void tui_mouse_switch(struct tui_mouse_mode *m, int out, bool on, double now);
/* "0;12;5M", the text of CSI < ...; false: a button that is not used here. */
bool tui_mouse_parse(const char *text, struct tui_mouse *m);

struct tui_mouse_click {
	int x, y, button;
	double at;			/* seconds */
};
/* A DOWN that follows one on the same cell soon becomes DOUBLE. */
void tui_mouse_double(struct tui_mouse_click *last, struct tui_mouse *m, double now);

#endif
