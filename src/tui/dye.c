#include "tui/dye.h"
#include "tui/caps.h"

const struct plot_colour *
tui_dye_ink(const struct plot_cell *c, const struct plot_theme *theme)
{
	return &theme->role[c->fg ? c->fg : PLOT_TEXT];
}

struct tui_shown
tui_dye(const struct plot_cell *c, const struct plot_theme *theme, bool utf8, bool mono)
{
	struct tui_shown s = { .ch = c->ch, .at = c->at };

	if (!utf8 && s.ch > 0x7e)
		s.ch = tui_caps_ascii(s.ch);
	if (mono)
		s.at |= (uint16_t)tui_caps_weight(c->fg);
	else if (tui_dye_ink(c, theme)->bold)
		s.at |= PLOT_BOLD;
	return s;
}

bool
tui_dye_same(struct tui_shown a, struct tui_shown b)
{
	return a.ch == b.ch && a.pair == b.pair && a.at == b.at;
}
