/* A cell of roles as a terminal is to show it, but for its colours. */
#ifndef TUI_DYE_H
#define TUI_DYE_H

#include "actlab/plot.h"

struct tui_shown {			/* what the terminal was told last */
	uint32_t ch;
	uint16_t pair;			/* of colours, as ncurses numbers them */
	uint16_t at;			/* PLOT_BOLD ... */
};
struct tui_shown tui_dye(const struct plot_cell *c, const struct plot_theme *theme,
			 bool utf8, bool mono);
bool tui_dye_same(struct tui_shown a, struct tui_shown b);
/* The roles whose colours a cell has. */
const struct plot_colour *tui_dye_ink(const struct plot_cell *c,
				      const struct plot_theme *theme);

#endif
