/* The course: the installed labs in the order in which they lead to each other, and how
 * far a person has come with each. */
#ifndef TUI_COURSE_H
#define TUI_COURSE_H

#include "tui/scene.h"
#include "tui/state.h"

enum { TUI_COURSE_MAX = 128, TUI_NAME_MAX = 64 };

struct tui_lesson {
	char name[TUI_NAME_MAX], title[96], time[24];
	bool named;			/* some other lab leads to it */
	int n_next;
	char next[8][TUI_NAME_MAX];
	bool begun, done;		/* judged to its end */
	double points, most;
};
struct tui_course {
	int n, chosen;
	struct tui_lesson lab[TUI_COURSE_MAX];
	char notice[TUI_STATE_NOTICE];	/* the file of progress was damaged; "" */
};

/* Reads the labs and the progress; a lab that cannot be read is left out. */
void tui_course_read(struct tui_course *c);
/* Notes what came of a lab; the best that was reached stays.  False: e says why it could
 * not be written. */
bool tui_course_note(const char *name, bool done, double points, double most,
		     struct err *e);
void tui_course_words(const struct tui_course *c, const char *now, struct tui_scene *o,
		      struct arena *frame);

#endif
