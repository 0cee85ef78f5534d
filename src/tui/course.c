#include "tui/course.h"

#include "actlab/lab.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME "progress"
#define HEAD "actlab-progress 1"

/* ---- the labs ---- */

static struct tui_lesson *
lesson_find(struct tui_course *c, struct str name)
{
	for (int i = 0; i < c->n; i++)
		if (str_is(name, c->lab[i].name))
			return &c->lab[i];
	return NULL;
}

static bool
lesson_read(struct tui_lesson *to, const char *file)
{
	struct err_list errs = { 0 };
	struct lab_plan *plan;
	char path[1024];

	if (snprintf(path, sizeof(path), "%s/%s", lab_directory(), file)
	    >= (int)sizeof(path))
		return false;
	plan = lab_load(path, &errs);
	if (!plan) {
		lab_errs_done(&errs);
		return false;
	}
	*to = (struct tui_lesson){ .n_next = plan->n_next };
	str_fill(to->name, sizeof(to->name), (struct str){ file, (int)strlen(file) - 4 });
	str_fill(to->title, sizeof(to->title), str_of(plan->title ? plan->title : ""));
	str_fill(to->time, sizeof(to->time), str_of(plan->time ? plan->time : ""));
	for (int i = 0; i < plan->n_next; i++)
		str_fill(to->next[i], sizeof(to->next[i]), str_of(plan->next[i]));
	lab_free(plan);
	return true;
}

static int
is_lab(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && n < TUI_NAME_MAX && strcmp(d->d_name + n - 4, ".lab") == 0
	       && d->d_name[0] != '.';
}

static void
labs_read(struct tui_course *c)
{
	struct dirent **entry;
	int n = scandir(lab_directory(), &entry, is_lab, alphasort);

	for (int i = 0; i < n; i++) {
		if (c->n < TUI_COURSE_MAX && lesson_read(&c->lab[c->n], entry[i]->d_name))
			c->n++;
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

/* Puts lab i of `from` behind those that are there, then what it leads to. */
static void
follow(struct tui_course *c, const struct tui_course *from, int i, bool seen[])
{
	if (seen[i])
		return;
	seen[i] = true;
	c->lab[c->n++] = from->lab[i];
	for (int k = 0; k < from->lab[i].n_next; k++)
		for (int j = 0; j < from->n; j++)
			if (strcmp(from->lab[i].next[k], from->lab[j].name) == 0)
				follow(c, from, j, seen);
}

/* First those that no lab leads to. */
static void
sort(struct tui_course *c, struct tui_course *from)
{
	bool seen[TUI_COURSE_MAX] = { false };

	for (int i = 0; i < from->n; i++)
		for (int k = 0; k < from->lab[i].n_next; k++) {
			struct tui_lesson *to
				= lesson_find(from, str_of(from->lab[i].next[k]));

			if (to)
				to->named = true;
		}
	for (int named = 0; named < 2; named++)
		for (int i = 0; i < from->n; i++)
			if (from->lab[i].named == (named == 1))
				follow(c, from, i, seen);
}

/* ---- progress: NAME begun|done POINTS MOST ---- */

static bool
line_read(struct tui_lesson *to, struct str line)
{
	struct str name, how, points;

	if (!str_cut(&line, ' ', &name) || !str_cut(&line, ' ', &how)
	    || !str_cut(&line, ' ', &points) || name.n >= TUI_NAME_MAX
	    || !str_double(points, &to->points) || !str_double(line, &to->most)
	    || (!str_is(how, "begun") && !str_is(how, "done")))
		return false;
	str_fill(to->name, sizeof(to->name), name);
	to->begun = true;
	to->done = str_is(how, "done");
	return true;
}

/* All lines of the file; returns how many. */
static int
progress_read(struct tui_lesson to[TUI_COURSE_MAX], char notice[TUI_STATE_NOTICE])
{
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str text, line;
	int n = 0;

	notice[0] = '\0';
	if (!arena_init(&a, 2 * TUI_STATE_BYTES, &e))
		return 0;
	if (tui_state_read(FILE_NAME, HEAD, &a, &text, notice))
		while (n < TUI_COURSE_MAX && text.n > 0 && str_cut(&text, '\n', &line)) {
			to[n] = (struct tui_lesson){ 0 };
			if (!line_read(&to[n++], line)) {
				tui_state_damaged(FILE_NAME, notice);
				n = 0;
				break;
			}
		}
	arena_done(&a);
	return n;
}

void
tui_course_read(struct tui_course *c)
{
	static const struct tui_course none;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct tui_course *from;
	struct tui_lesson *was;
	int chosen = c->chosen, n;

	*c = none;
	if (!arena_init(&a, arena_need(sizeof(*from), 1)
			    + arena_need(sizeof(*was), TUI_COURSE_MAX), &e))
		return;
	from = ARENA_NEW(&a, struct tui_course, 1);
	was = ARENA_NEW(&a, struct tui_lesson, TUI_COURSE_MAX);
	labs_read(from);
	sort(c, from);
	n = progress_read(was, c->notice);
	for (int i = 0; i < n; i++) {
		struct tui_lesson *to = lesson_find(c, str_of(was[i].name));

		if (to) {
			to->begun = true;
			to->done = was[i].done;
			to->points = was[i].points;
			to->most = was[i].most;
		}
	}
	c->chosen = chosen < c->n ? chosen : 0;
	arena_done(&a);
}

static bool
better(const struct tui_lesson *a, const struct tui_lesson *b)
{
	return a->done != b->done ? a->done : a->points > b->points;
}

bool
tui_course_note(const char *name, bool done, double points, double most, struct err *e)
{
	struct tui_lesson now = { .begun = true, .done = done, .points = points,
				  .most = most }, *all;
	char notice[TUI_STATE_NOTICE];
	struct arena a = { 0 };
	const char *text = "";
	int n, at = 0;
	bool ok;

	if (!arena_init(&a, (2 << 20) + arena_need(sizeof(*all), TUI_COURSE_MAX + 1), e))
		return false;
	all = ARENA_NEW(&a, struct tui_lesson, TUI_COURSE_MAX + 1);
	str_fill(now.name, sizeof(now.name), str_of(name));
	n = progress_read(all, notice);
	while (at < n && strcmp(all[at].name, now.name) != 0)
		at++;
	if (at == n || better(&now, &all[at]))
		all[at] = now;
	n += at == n;
	for (int i = n > TUI_COURSE_MAX ? 1 : 0; i < n; i++)
		text = str_printf(&a, "%s%s %s %.9g %.9g\n", text, all[i].name,
				  all[i].done ? "done" : "begun", all[i].points,
				  all[i].most);
	ok = tui_state_write(FILE_NAME, HEAD, text, e);
	arena_done(&a);
	return ok;
}

/* ---- words ---- */

static const char *
points_text(const struct tui_lesson *l, struct arena *frame)
{
	char have[STR_NUM_MAX], of[STR_NUM_MAX];

	if (!l->begun)
		return "";
	return str_printf(frame, "   %s of %s points%s", str_number(have, l->points, 4),
			  str_number(of, l->most, 4), l->done ? "" : ", begun");
}

void
tui_course_words(const struct tui_course *c, const char *now, struct tui_scene *o,
		 struct arena *frame)
{
	struct tui_para *all = ARENA_NEW(frame, struct tui_para, c->n + 2);
	int done = 0;

	for (int i = 0; i < c->n; i++) {
		const struct tui_lesson *l = &c->lab[i];
		bool chosen = i == c->chosen;

		done += l->done;
		all[i] = (struct tui_para){
			.role = chosen ? PLOT_CURSOR : PLOT_TEXT, .indent = 6,
			.mark = str_printf(frame, "%c [%c]", chosen ? '>' : ' ',
					   l->done ? 'x' : l->begun ? '-' : ' '),
			.mark_role = l->done ? PLOT_GOOD : chosen
				? PLOT_CURSOR : PLOT_TEXT,
			.at = PLOT_BOLD,
			.text = str_printf(frame, "%s: %s%s%s%s%s", l->name, l->title,
					   *l->time ? ", " : "", l->time,
					   points_text(l, frame),
					   strcmp(l->name, now) ? "" : "   (open now)") };
	}
	if (c->n == 0)
		all[0] = (struct tui_para){ .role = PLOT_BAD, .mark = "",
					    .text = "there is no lab to be read" };
	o->para = all;
	o->n_para = c->n ? c->n : 1;
	o->section = c->chosen;
	o->scroll = -1;
	o->head = str_printf(frame, "course: %d of %d labs done", done, c->n);
}
