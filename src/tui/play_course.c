/* View 8 of a lab: the course, from which another lab is opened. */
#include "tui/play.h"

#include <string.h>

void
play_course_fill(struct tui_play *p)
{
	if (p->course.n == 0)
		tui_course_read(&p->course);
	if (p->course.notice[0])
		tui_screen_say(p->screen, "%s", p->course.notice);
	p->course.notice[0] = '\0';
}

void
play_course_words(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	tui_course_words(&p->course, p->plan->name, o, frame);
}

/* Another lab means that this one is left: Enter once more. */
static void
open_lab(struct tui_play *p)
{
	const struct tui_lesson *l = &p->course.lab[p->course.chosen];
	const char *lost = p->view.unfinished(&p->view);

	if (strcmp(l->name, p->plan->name) == 0) {
		play_view_lab(p);
	} else if (p->course_sure != p->course.chosen + 1) {
		p->course_sure = p->course.chosen + 1;
		tui_screen_say(p->screen, "%s%sEnter again leaves %s for %s",
			       lost ? lost : "", lost ? ": " : "", p->plan->name,
			       l->name);
	} else {
		str_fill(p->next_lab, sizeof(p->next_lab), str_of(l->name));
		p->screen->leave = true;
	}
}

enum tui_did
play_course_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	struct tui_course *c = &p->course;

	(void)args;
	(void)e;
	if (!str_is(name, "next"))
		p->course_sure = 0;
	if (c->n == 0)
		return TUI_NOT_MINE;
	if (str_is(name, "up"))
		c->chosen -= c->chosen > 0;
	else if (str_is(name, "down"))
		c->chosen += c->chosen < c->n - 1;
	else if (str_is(name, "first") || str_is(name, "last"))
		c->chosen = str_is(name, "last") ? c->n - 1 : 0;
	else if (str_is(name, "next"))
		open_lab(p);
	else
		return TUI_NOT_MINE;
	return TUI_DONE;
}

void
play_course_leave(struct tui_play *p)
{
	const struct lab_result *r = p->result;
	char name[TUI_NAME_MAX], path[1024];
	struct err e = { 0 };

	str_fill(name, sizeof(name), str_of(p->plan->name));
	if (!lab_find(name, path, &e))
		return;			/* of the course are the installed ones */
	e = (struct err){ 0 };
	tui_course_note(name, p->stage == PLAY_END && r->judged, r->points,
			r->points_max, &e);
}
