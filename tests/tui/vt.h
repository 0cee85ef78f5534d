/* A program on a pseudo-terminal whose screen can be read: forkpty and libvterm. */
#ifndef TESTS_TUI_VT_H
#define TESTS_TUI_VT_H

#include "actlab/str.h"
#include "tests/tap.h"

struct vt;
struct vt_cell {
	uint32_t ch;
	bool bold, reverse, coloured;	/* coloured: fg or bg is not the terminal's own */
};

/* False: libvterm is missing, and no other function here does anything. */
bool vt_able(void);
/* A child with this environment added ("TERM=xterm-256color"; "X" alone removes X; ends
 * with NULL), on a terminal of w x h.  It runs child(arg) and exits with its value. */
struct vt *vt_fork(int w, int h, const char *const *env, int (*child)(const void *),
		   const void *arg);
struct vt *vt_spawn(int w, int h, const char *const *env, const char *const *argv);
/* Reads until text is on the screen (is no longer); fails the test after 30 s. */
void vt_wait(struct vt *v, const char *text);
void vt_wait_gone(struct vt *v, const char *text);
/* False: the program ended first. */
bool vt_wait_or_end(struct vt *v, const char *text);
/* Reads until the frame is whole: the program has asked whether it arrived. */
void vt_settle(struct vt *v);
/* Does text stand on the screen now?  Reads nothing. */
bool vt_has(struct vt *v, const char *text);
/* From here on the terminal answers no question. */
void vt_silent(struct vt *v);
/* What the terminal answers when it is asked for its background (OSC 11). */
void vt_background(struct vt *v, const char *answer);
void vt_keys(struct vt *v, const char *bytes);
void vt_resize(struct vt *v, int w, int h);
void vt_signal(struct vt *v, int sig);
int vt_pid(struct vt *v);
/* The screen as lines, trailing blanks cut; lent until the next call. */
const char *vt_text(struct vt *v);
/* Has everything drawn anew: the frame that comes then is whole. */
void vt_redraw(struct vt *v);
/* The screen with its colours, to be compared as text; the caller frees it. */
char *vt_picture(struct vt *v);
struct vt_cell vt_cell(struct vt *v, int x, int y);
bool vt_alternate(struct vt *v);	/* is the alternate screen on? */
bool vt_mouse(struct vt *v);		/* does it report the mouse? */
/* A report of the mouse: code 0 left, 32 more while it moves, 64 and 65 the wheel. */
void vt_click(struct vt *v, int code, int x, int y, bool down);
/* Where the text stands on the screen; false: nowhere. */
bool vt_find(struct vt *v, const char *text, int *x, int *y);
bool vt_cursor(struct vt *v);		/* is the cursor shown? */
/* Are the settings of the terminal those of before the start? */
bool vt_settings_restored(struct vt *v);
/* Reads until the program is gone; its wait status. */
int vt_end(struct vt *v);
void vt_free(struct vt *v);

#endif
