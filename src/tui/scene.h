/* What the screen shows, as plain values; drawing it is a pure function. */
#ifndef TUI_SCENE_H
#define TUI_SCENE_H

#include "tui/layout.h"
#include "tui/line.h"

/* One paragraph of the narration: a mark ("a)", "[x]"), then text beside it. */
struct tui_para {
	enum plot_role role, mark_role;
	int at;				/* PLOT_BOLD ... of the mark */
	const char *mark;		/* "" : none */
	int indent;			/* columns before the text */
	const char *text;
	bool gap;			/* an empty line before it */
};
struct tui_panel {
	const char *title;
	const struct plot_figure *figure;
	struct tui_slot slot;
};
struct tui_hint {
	const char *key, *what;
};
struct tui_row {			/* of a list: keys, what they do */
	const char *left, *right;
};
enum { TUI_HINTS_MAX = 16, TUI_ROWS_MAX_SHOWN = 128 };

struct tui_scene {
	const char *name, *state;	/* title line, left and right */
	const char *state_short;	/* where .state has no room beside the name */
	const char *brief;		/* one short line, for very small screens */
	const char *head;		/* title of the narration */
	bool wide;			/* it is not seen: panels alone */
	int n_para;
	const struct tui_para *para;
	int section;			/* the paragraph that should be seen whole */
	int scroll;			/* first line; -1: what is new */
	int n_panel;
	struct tui_panel panel[TUI_PANELS_MAX];
	int focus;			/* 0 the narration, 1.. a panel */
	bool zoom;
	const char *readout;		/* items that three blanks part */
	const char *readout_short;	/* where .readout has no room; NULL: none */
	enum plot_role readout_role;
	int n_hint;
	struct tui_hint hint[TUI_HINTS_MAX];
	const struct tui_line *line;	/* being typed, after .ask; NULL: none */
	const char *ask;
	const char *note;		/* in place of the hints, "" : none */
	enum plot_role note_role;
	/* Over everything: a list to choose from, or a text; NULL: neither */
	const char *over;		/* its title */
	const char *over_text;
	int n_row, selected;
	const struct tui_row *row;
	int over_scroll;
};

/* What came of it, for scrolling and the cursor. */
struct tui_drawn {
	struct tui_layout layout;
	int scroll, scroll_max, page;	/* of the narration, in lines */
	int over_scroll_max, over_page;
	struct plot_rect over;		/* its lines or rows; h 0: nothing lies over */
	int over_first;			/* the first of them that is seen */
	int x, y;			/* the hardware cursor */
	int bad_x, bad_w;		/* what an error points at in the line; 0: nothing */
	bool cursor;			/* seen */
};
/* The hint under a column of the line of hints, and in *key which of its keys, else its
 * first; NULL: none. */
const struct tui_hint *tui_scene_hint(const struct tui_scene *s, struct plot_rect r, int x,
				      struct str *key);
void tui_scene_draw(struct plot_canvas *c, const struct tui_scene *s, struct tui_drawn *d,
		    struct arena scratch);

#endif
