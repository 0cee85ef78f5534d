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

#define NOT_EDIT (~(unsigned)TUI_IN_EDIT)
#define NOT_STAGES (NOT_EDIT & ~(unsigned)TUI_IN_STAGES)
#define NOT_PAST (NOT_EDIT & ~(unsigned)TUI_IN_PAST)

const struct tui_key tui_keys[] = {
	/* keys           command     help, where (0: everywhere) */
	{ "Enter",        "next",     "go on; open the question or the change again",
	  NOT_EDIT },
	{ "Space",        "pause",    "pause the training, let it run", 0 },
	{ ".",            "step",     "one step of training",
	  TUI_IN_NOW | TUI_IN_EDIT },
	{ ",",            "earlier",  "into the past: a step back", 0 },
	{ ".",            "later",    "in the past: a step on", TUI_IN_PAST },
	{ "{",            "leapback", "a twentieth of the past back", 0 },
	{ "}",            "leapon",   "in the past: a twentieth of it on", 0 },
	{ "Home 0",       "oldest",   "in the past: to its beginning", TUI_IN_PAST },
	{ "End $",        "newest",   "in the past: to now", TUI_IN_PAST },
	{ "",             "visit",    "to a step of the past: visit STEP", 0 },
	{ "s",            "stages",   "a step in stages: forward, loss, backward, update", 0 },
	{ "Left",         "unitback", "in stages: the unit before", TUI_IN_STAGES },
	{ "Right",        "uniton",   "in stages: the next unit", TUI_IN_STAGES },
	{ "Up k",         "layerback", "in stages: the layer before", TUI_IN_STAGES },
	{ "Down j",       "layeron",  "in stages: the next layer", TUI_IN_STAGES },
	{ "PgUp",         "exampleback", "in stages: the example before", TUI_IN_STAGES },
	{ "PgDn",         "exampleon", "in stages: the next example", TUI_IN_STAGES },
	{ "0",            "point 0",  "while points are edited: one of class 0, here",
	  TUI_IN_EDIT },
	{ "1",            "point 1",  "one of class 1", TUI_IN_EDIT },
	{ "2",            "point 2",  "one of class 2", TUI_IN_EDIT },
	{ "3",            "point 3",  "one of class 3", TUI_IN_EDIT },
	{ "4",            "point 4",  "one of class 4", TUI_IN_EDIT },
	{ "5",            "point 5",  "one of class 5", TUI_IN_EDIT },
	{ "6",            "point 6",  "one of class 6", TUI_IN_EDIT },
	{ "7",            "point 7",  "one of class 7", TUI_IN_EDIT },
	{ "8",            "point 8",  "one of class 8", TUI_IN_EDIT },
	{ "9",            "point 9",  "one of class 9", TUI_IN_EDIT },
	{ "Del d",        "unpoint",  "take the nearest point away", TUI_IN_EDIT },
	{ "Enter",        "carry",    "pick up the nearest point; put it down", TUI_IN_EDIT },
	{ "Left",         "pointleft", "the point cursor to the left", TUI_IN_EDIT },
	{ "Right",        "pointright", "to the right", TUI_IN_EDIT },
	{ "Up k",         "pointup",  "upward", TUI_IN_EDIT },
	{ "Down j",       "pointdown", "downward", TUI_IN_EDIT },
	{ "Home",         "farleft",  "the point cursor far to the left", TUI_IN_EDIT },
	{ "End",          "farright", "far to the right", TUI_IN_EDIT },
	{ "PgUp",         "farup",    "far upward", TUI_IN_EDIT },
	{ "PgDn",         "fardown",  "far downward", TUI_IN_EDIT },
	{ "[",            "slower",   "half the speed", 0 },
	{ "]",            "faster",   "twice the speed, at last unlimited", 0 },
	{ "Backspace",    "x1",       "the usual speed", 0 },
	{ "r",            "restart",  "train again from the start, same seed", 0 },
	{ "R",            "reseed",   "train again from the start, next seed", 0 },
	{ "1",            "view lab", "the lab: its words and the panels it shows",
	  NOT_EDIT },
	{ "2",            "view run", "one run: all that matters of it", NOT_EDIT },
	{ "3",            "view compare", "compare runs: answers, losses, a table",
	  NOT_EDIT },
	{ "4",            "view explorer", "an activation closely, with sliders",
	  NOT_EDIT },
	{ "5",            "view network", "the network: layers, units, weights",
	  NOT_EDIT },
	{ "6",            "view gradients", "gradients of all layers, two runs side by side",
	  NOT_EDIT },
	{ "7",            "view data", "the data: points of both parts, rows of each class",
	  NOT_EDIT },
	{ "8",            "view course", "the course: labs, and how far you are",
	  NOT_EDIT },
	{ "E",            "edit",     "add, move, take away points of the data; Esc ends it", 0 },
	{ "",             "view",     "another view: view NAME", 0 },
	{ ">",            "nextrun",  "the next run, in views of one run", 0 },
	{ "<",            "prevrun",  "the run before", 0 },
	{ "",             "run",      "the run of that name: run NAME", 0 },
	{ "x",            "hide",     "leave the run out of comparisons, or take it in",
	  NOT_EDIT },
	{ ")",            "more",     "turn the marked slider up", 0 },
	{ "(",            "less",     "turn the marked slider down", 0 },
	{ "a",            "explore",  "explore an activation: explore NAME, or a formula",
	  0 },
	{ "v",            "panel",    "another panel here: panel KIND, as in show", 0 },
	{ "w",            "swap",     "the focused panel and the next change places", 0 },
	{ "",             "panels",   "all panels of this lab as they were made", 0 },
	{ "Tab",          "focus",    "the next panel", 0 },
	{ "S-Tab",        "unfocus",  "the panel before", 0 },
	{ "z",            "zoom",     "the focused panel alone, or all", 0 },
	{ "Esc",          "back",     "leave a zoom, a list, a line, the cross-hair", 0 },
	{ "Up k",         "up",       "scroll one line up", NOT_STAGES },
	{ "Down j",       "down",     "scroll one line down", NOT_STAGES },
	{ "PgUp",         "pageup",   "scroll one page up", NOT_STAGES },
	{ "PgDn",         "pagedown", "scroll one page down", NOT_STAGES },
	{ "Home 0",       "first",    "to the first line; in a plot to its left end",
	  NOT_PAST },
	{ "End $",        "last",     "to the last line; in a plot to its right end",
	  NOT_PAST },
	{ "Left",         "left",     "cross-hair to the left, values read below",
	  NOT_STAGES },
	{ "Right",        "right",    "cross-hair to the right, values read below",
	  NOT_STAGES },
	{ "+",            "closer",   "look closer along the x axis, at the cross-hair", 0 },
	{ "-",            "wider",    "look wider along the x axis", 0 },
	{ "L",            "log",      "log or linear axis of the focused panel", 0 },
	{ "T",            "text",     "the focused panel in words", 0 },
	{ "h",            "hint",     "a hint for the open question or change", 0 },
	{ "",             "skip",     "give up the question or change, see the answer", 0 },
	{ "",             "set",      "turn a knob: set RUN.KNOB=VALUE", 0 },
	{ "",             "act",      "declare an activation: act mine(x) = x*tanh(x)", 0 },
	{ "u",            "undo",     "take the last knob turned back, and go back there", 0 },
	{ "",             "save",     "write what was done as a lab: save FILE", 0 },
	{ "",             "save!",    "the same, over a file that is there", 0 },
	{ "b",            "branch",   "a run that goes on from here: branch RUN.KNOB=VALUE", 0 },
	{ "G",            "glyphs",   "coarser glyphs: braille, quadrant, half, ascii", 0 },
	{ "t",            "theme",    "the next theme of colours", 0 },
	{ "M",            "mouse",    "the mouse: click, wheel, drag; off: text can be selected",
	  0 },
	{ "C-l",          "redraw",   "draw the whole screen anew", 0 },
	{ ":",            "command",  "type a command, or set RUN.KNOB=VALUE", 0 },
	{ "? F1",         "help",     "this list; Enter runs the marked one", 0 },
	{ "q",            "quit",     "leave; asks while something is unfinished", 0 },
	{ "Q",            "leave",    "leave now", 0 },
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

const char *
tui_key_name(int i)
{
	return names[i].name;
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
tui_key_find(int key, unsigned in)
{
	for (const struct tui_key *k = tui_keys; k->keys; k++) {
		struct str rest = str_of(k->keys), name;

		while ((!k->in || (k->in & in)) && str_cut(&rest, ' ', &name))
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
