/* The loop: keys, signals, time and frames, the same for every view.
 *
 * A view embeds struct tui_view and fills scenes; the screen owns focus, zoom,
 * scrolling, the line being typed, the lists over everything, theme and glyphs.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/scene.h"
#include "tui/term.h"

enum tui_open {				/* who owns the keyboard */
	TUI_OPEN_NOTHING,
	TUI_OPEN_COMMAND,		/* the line after ':' */
	TUI_OPEN_VIEW,			/* the view's question */
	TUI_OPEN_HELP,			/* the list of keys, being searched */
	TUI_OPEN_TEXT,			/* a text over everything */
	TUI_OPEN_LEAVE			/* "leave?" */
};
enum tui_did { TUI_DONE, TUI_FAILED, TUI_NOT_MINE };

struct tui_view;
struct tui_screen {
	struct tui_term *term;
	const struct tui_options *options;
	const struct plot_theme *theme;
	enum plot_rung rung;
	struct arena own, frame;	/* for good; one frame */
	int focus, scroll;		/* scroll -1: what is new */
	bool zoom;
	enum tui_open open;
	struct tui_line command, answer, search;
	char ask[64];			/* before the view's line */
	int selected, over_scroll;
	char *over_text;		/* in text, of TUI_OPEN_TEXT */
	struct arena text;
	char message[256];		/* until the next key; "" : none */
	bool message_bad;
	bool dirty, urgent, leave;
	double interrupted, drawn_at;	/* seconds: last Ctrl-C, last frame */
	struct tui_drawn drawn;
};

struct tui_view {
	/* Title, state, narration, panels, read-out, hints; in the frame's arena. */
	void (*scene)(struct tui_view *v, struct tui_scene *out, struct arena *frame);
	/* Runs a command if it is the view's own. */
	enum tui_did (*command)(struct tui_view *v, struct str name, struct str args,
				struct err *e);
	/* The answer typed to the view's question. */
	void (*entered)(struct tui_view *v, const char *text);
	/* Time has passed, or (step) one frame is to go on without a clock, waiting for
	 * what is under way.  True: something on the screen changed. */
	bool (*tick)(struct tui_view *v, bool step);
	/* Seconds until the next tick, < 0: nothing goes on by itself. */
	double (*period)(const struct tui_view *v);
	/* What would be lost by leaving now, NULL: nothing. */
	const char *(*unfinished)(const struct tui_view *v);
	/* Words that Tab completes after a command, ends with NULL. */
	const char *const *(*words)(struct tui_view *v, struct arena *frame);
};

bool tui_screen_start(struct tui_screen *s, const struct tui_options *o, struct err *e);
void tui_screen_stop(struct tui_screen *s);
/* Until the person leaves. */
void tui_screen_run(struct tui_screen *s, struct tui_view *v);

/* Opens the view's question, with what was typed before or this text. */
void tui_screen_ask(struct tui_screen *s, const char *ask, const char *text);
void tui_screen_close(struct tui_screen *s);
/* New words are to be read: shows the narration where a panel covers it. */
void tui_screen_read(struct tui_screen *s);
void tui_screen_say(struct tui_screen *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void tui_screen_complain(struct tui_screen *s, const struct err *e);

/* command.c: a key, a command line. */
void tui_screen_key(struct tui_screen *s, struct tui_view *v, int key);
void tui_screen_command(struct tui_screen *s, struct tui_view *v, struct str text);
/* What the screen adds to the view's scene. */
void tui_screen_scene(struct tui_screen *s, struct tui_view *v, struct tui_scene *out);

#endif
