#include "tui/keys.h"

#include <string.h>

static const struct { const char *name; int key; } names[] = {
	{ "Space", ' ' },
	{ "Enter", TUI_KEY_ENTER },
	{ "Esc", TUI_KEY_ESC },
	{ "Tab", TUI_KEY_TAB },
	{ "S-Tab", TUI_KEY_BACK_TAB },
	{ "Backspace", TUI_KEY_BACKSPACE },
	{ "Del", TUI_KEY_DELETE },
	{ "Up", TUI_KEY_UP },
	{ "Down", TUI_KEY_DOWN },
	{ "Left", TUI_KEY_LEFT },
	{ "Right", TUI_KEY_RIGHT },
	{ "PgUp", TUI_KEY_PAGE_UP },
	{ "PgDn", TUI_KEY_PAGE_DOWN },
	{ "Home", TUI_KEY_HOME },
	{ "End", TUI_KEY_END },
	{ "C-l", TUI_KEY_REDRAW },
	{ "F1", TUI_KEY_HELP },
	{ 0 }
};

const struct tui_key tui_keys[] = {
	/* keys           command     help */
	{ "Enter",        "next",     "go on; open the question or the change again" },
	{ "Space",        "pause",    "pause the training, let it run" },
	{ ".",            "step",     "one step of training" },
	{ "[",            "slower",   "half the speed" },
	{ "]",            "faster",   "twice the speed, at last unlimited" },
	{ "Backspace",    "x1",       "the usual speed" },
	{ "r",            "restart",  "train again from the start, same seed" },
	{ "R",            "reseed",   "train again from the start, next seed" },
	{ "Tab",          "focus",    "the next panel" },
	{ "S-Tab",        "unfocus",  "the panel before" },
	{ "z",            "zoom",     "the focused panel alone, or all" },
	{ "Esc",          "back",     "leave a zoom, a list, a line, the cross-hair" },
	{ "Up k",         "up",       "scroll one line up" },
	{ "Down j",       "down",     "scroll one line down" },
	{ "PgUp",         "pageup",   "scroll one page up" },
	{ "PgDn",         "pagedown", "scroll one page down" },
	{ "Home 0",       "first",    "to the first line; in a plot to its left end" },
	{ "End $",        "last",     "to the last line; in a plot to its right end" },
	{ "Left",         "left",     "cross-hair to the left, values read below" },
	{ "Right",        "right",    "cross-hair to the right, values read below" },
	{ "+",            "closer",   "look closer along the x axis, at the cross-hair" },
	{ "-",            "wider",    "look wider along the x axis" },
	{ "L",            "log",      "log or linear axis of the focused panel" },
	{ "T",            "text",     "the focused panel in words" },
	{ "h",            "hint",     "a hint for the open question or change" },
	{ "",             "skip",     "give up the question or change, see the answer" },
	{ "",             "set",      "turn a knob: set RUN.KNOB=VALUE" },
	{ "G",            "glyphs",   "coarser glyphs: braille, quadrant, half, ascii" },
	{ "t",            "theme",    "the next theme of colours" },
	{ "C-l",          "redraw",   "draw the whole screen anew" },
	{ ":",            "command",  "type a command, or set RUN.KNOB=VALUE" },
	{ "? F1",         "help",     "this list; Enter runs the marked one" },
	{ "q",            "quit",     "leave; asks while something is unfinished" },
	{ "Q",            "leave",    "leave now" },
	{ 0 }
};

int
tui_key_of(int ch)
{
	static const struct { int ch, key; } control[] = {
		{ '\r', TUI_KEY_ENTER }, { '\n', TUI_KEY_ENTER }, { '\t', TUI_KEY_TAB },
		{ 27, TUI_KEY_ESC }, { 8, TUI_KEY_BACKSPACE }, { 127, TUI_KEY_BACKSPACE },
		{ 7, TUI_KEY_BELL }, { 12, TUI_KEY_REDRAW }, { 1, TUI_KEY_LINE_BEGIN },
		{ 5, TUI_KEY_LINE_END }, { 11, TUI_KEY_KILL_RIGHT },
		{ 21, TUI_KEY_KILL_LEFT }, { 23, TUI_KEY_KILL_WORD }, { 0, 0 }
	};

	for (int i = 0; control[i].key; i++)
		if (control[i].ch == ch)
			return control[i].key;
	return ch < 32 ? -1 : ch;
}

int
tui_key_parse(struct str name)
{
	uint32_t ch;

	for (int i = 0; names[i].name; i++)
		if (str_is(name, names[i].name))
			return names[i].key;
	if (name.n > 0 && str_utf8_next(name.s, name.n, &ch) == name.n)
		return (int)ch;
	return -1;
}

const struct tui_key *
tui_key_find(int key)
{
	for (const struct tui_key *k = tui_keys; k->keys; k++) {
		struct str rest = str_of(k->keys), name;

		while (str_cut(&rest, ' ', &name))
			if (tui_key_parse(name) == key)
				return k;
	}
	return NULL;
}

const struct tui_key *
tui_key_command(struct str command)
{
	for (const struct tui_key *k = tui_keys; k->keys; k++)
		if (str_is(command, k->command))
			return k;
	return NULL;
}
