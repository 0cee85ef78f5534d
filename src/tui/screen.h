/* The loop: keys, signals, time and frames, the same for every view.
 *
 * A view embeds struct tui_view and fills scenes; the screen owns focus, zoom,
 * scrolling, the line being typed, the lists over everything, theme and glyphs.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/scene.h"
#include "tui/term.h"
#include "tui/keymap.h"

enum tui_open {				/* who owns the keyboard */
	TUI_OPEN_NOTHING,
	TUI_OPEN_COMMAND,		/* the line after ':' */
	TUI_OPEN_VIEW,			/* the view's question */
	TUI_OPEN_HELP,			/* the list of keys, or another, being searched */
	TUI_OPEN_TEXT,			/* a text over everything */
	TUI_OPEN_LEAVE			/* "leave?" */
};
enum tui_did { TUI_DONE, TUI_FAILED, TUI_NOT_MINE };

struct tui_view;
struct tui_screen {
	struct tui_term *term;
	const struct tui_options *options;
	const struct plot_theme *theme;
	bool theme_chosen;		/* by a person, or by the terminal */
	enum plot_rung rung;
	struct tui_keymap keys;
	struct err_list wrong_keys;	/* what is wrong with their file */
	struct arena own, frame;	/* for good; one frame */
	int focus, scroll;		/* scroll -1: what is new */
	bool zoom;
	enum tui_open open;
	enum tui_open under;		/* to go back to: the view's line, or nothing */
	struct tui_line command, answer, search;
	struct span wrong;		/* what an error points at in the line of the last
					 * command; len 0: nothing */
	char ask[64];			/* before the view's line */
	char words[16];			/* the command whose words Tab completes there;
					 * "": Tab goes to the next panel */
	const char *choices;		/* what Tab has to offer, in text; NULL: none */
	const struct tui_key *list;	/* what that list has, and how it is called */
	const char *list_name;
	int selected, over_scroll;	/* selected -1: no row yet */
	char *over_text;		/* in text, of TUI_OPEN_TEXT */
	struct arena text;
	char message[256];		/* until the next key; "" : none */
	bool message_bad;
	double message_until;		/* seconds; 0: until the next key alone */
	bool read;			/* the next frame shows the narration */
	bool mouse;			/* on */
	struct tui_mouse_click click;	/* the last one */
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
	/* Words that Tab completes at the end of before ("set "), where typed is what
	 * there is of the word; ends with NULL.  NULL: none of the view's. */
	const char *const *(*words)(struct tui_view *v, struct str before,
				    struct str typed, struct arena *frame);
	/* The mouse over a panel, or let go anywhere.  True: something came of it.  NULL:
	 * this view has no use for it. */
	bool (*mouse)(struct tui_view *v, const struct tui_mouse *m);
	/* In which of the contexts TUI_IN_... keys are looked up; NULL: TUI_IN_NOW. */
	unsigned (*context)(const struct tui_view *v);
};

bool tui_screen_start(struct tui_screen *s, const struct tui_options *o, struct err *e);
void tui_screen_stop(struct tui_screen *s);
/* Until the person leaves. */
void tui_screen_run(struct tui_screen *s, struct tui_view *v);

/* Opens the view's question with this text to begin with.  words: the command whose
 * words Tab completes ("set "), "": none. */
void tui_screen_ask(struct tui_screen *s, const char *ask, const char *text,
		    const char *words);
/* What was typed is no answer: it stays, from its last '=' on it is typed over. */
void tui_screen_again(struct tui_screen *s, const struct err *e);
/* Opens the : line with this text to begin with. */
void tui_screen_open(struct tui_screen *s, const char *text);
void tui_screen_close(struct tui_screen *s);
/* A list to choose from, as that of the keys: rows end with { 0 }, Enter runs a command.
 * They are lent until it is shut. */
void tui_screen_list(struct tui_screen *s, const char *name, const struct tui_key *rows);
/* New words are to be read: shows the narration where a panel covers it. */
void tui_screen_read(struct tui_screen *s);
void tui_screen_say(struct tui_screen *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void tui_screen_complain(struct tui_screen *s, const struct err *e);

/* The context that keys are looked up in now. */
unsigned tui_screen_in(const struct tui_view *v);
/* keyboard.c: a key goes to whoever owns the keyboard. */
void tui_screen_key(struct tui_screen *s, struct tui_view *v, int key);
/* Rows of the list of keys that hold what was searched for; returns how many. */
int tui_screen_rows(const struct tui_screen *s,
		    const struct tui_key *row[TUI_ROWS_MAX_SHOWN]);
/* pointer.c: what the mouse does. */
void tui_screen_mouse(struct tui_screen *s, struct tui_view *v, struct tui_mouse m);
void tui_screen_mouse_switch(struct tui_screen *s, bool on, struct err *e);
/* screen.c: what is to be drawn now, in s->frame. */
void tui_screen_fill(struct tui_screen *s, struct tui_view *v, struct tui_scene *scene);
/* complete.c: what Tab does in a line; before stands in front of the line's text. */
void tui_screen_complete(struct tui_screen *s, struct tui_view *v, struct tui_line *l,
			 const char *before);
/* command.c: a command line; false: it failed, and the message says why. */
bool tui_screen_command(struct tui_screen *s, struct tui_view *v, struct str text);
void tui_screen_scroll(struct tui_screen *s, int lines);
/* What the screen adds to the view's scene. */
void tui_screen_scene(struct tui_screen *s, struct tui_view *v, struct tui_scene *out);

#endif
