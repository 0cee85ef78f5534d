/* Points put in, moved and taken away by hand; and a layout file that is damaged. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct size {
	const char *name, *glyphs, *colour;
	int w, h;
};
static const struct size sizes[] = {
	{ "80x24", "braille", "256", 80, 24 }, { "120x40", "braille", "256", 120, 40 },
	{ "120x40-ascii", "ascii", "never", 120, 40 }, { 0 }
};

static int
child(const void *arg)
{
	const struct size *s = arg;
	struct tui_options o = { .glyphs = s->glyphs, .color = s->colour, .step = true,
				 .threads = 2 };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/views.lab"), &errs);

	if (p && tui_lab(p, p->seed, &o, &out, &e)) {
		printf("taken: %s\n", out.take ? "yes" : "no");
		fflush(stdout);
		tui_outcome_done(&out);
	}
	err_print(stdout, &e);
	lab_free(p);
	return 0;
}

static struct vt *
started(const struct size *s)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR", "COLUMNS", "LINES", NULL };
	struct vt *v = vt_fork(s->w, s->h, env, child, s);

	vt_wait(v, "RUN x1");
	return v;
}

static struct vt *
edited(const struct size *s)
{
	struct vt *v = started(s);

	vt_keys(v, "\014\014E");
	vt_wait(v, "0-9 point");
	vt_wait(v, "nearest: class");
	return v;
}

static void
leave(struct vt *v)
{
	vt_keys(v, "\033\033Q");
	vt_wait(v, "taken: no");		/* nothing is said of the lab itself */
	vt_end(v);
	vt_free(v);
}

static void
points_are_put_moved_and_taken_away(void **state)
{
	const struct size *s = *state;
	struct vt *v = edited(s);
	char path[128];

	assert_false(vt_has(v, "data edited"));
	vt_keys(v, "\033OC\033OC\033OA0");	/* right, right, up */
	vt_wait(v, "a point more of class 0: from the start, seed 4");
	vt_wait(v, "seed 4 data edited, not judged");
	vt_keys(v, "\033OC");
	vt_keys(v, "5");
	vt_wait(v, "there are 2 classes, 0 to 1");
	vt_keys(v, "\r");
	vt_wait(v, "arrows carry it, Enter puts it down");
	vt_keys(v, "\033OC\033OC");
	vt_wait(v, "carried: class 0");
	snprintf(path, sizeof(path), "tui/screens/edit-%s.txt", s->name);
	vt_settle(v);
	tap_golden(path, vt_text(v));
	vt_keys(v, "\r");
	vt_wait(v, "a point moved: from the start");
	vt_keys(v, "\033[3~");			/* Del */
	vt_wait(v, "a point less: from the start");
	vt_keys(v, "uuu");
	vt_wait_gone(v, "data edited");
	vt_keys(v, "u");
	vt_wait(v, "no knob has been turned");
	vt_keys(v, "1");
	vt_wait(v, "data edited");
	vt_keys(v, "\033r");			/* the lab's own data again */
	vt_wait_gone(v, "data edited");
	vt_keys(v, ":point 1\r");
	vt_wait(v, "E begins to edit points");
	vt_keys(v, "\033E1");
	vt_wait(v, "data edited");
	leave(v);
}

/* The data that a lab reads. */
static void
data_of(const char *lab, struct data_set *d, struct arena *own)
{
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(lab, &errs);

	assert_non_null(p);
	assert_true(data_make(d, p->data, &p->data_param, p->seed, &p->place, own, &e));
	lab_free(p);
}

static void
edited_data_are_saved_beside_their_lab(void **state)
{
	struct vt *v = edited(&sizes[1]);
	char dir[] = "test_edit.XXXXXX", path[4][64], line[100];
	static const char *const file[] = { "my.lab", "my.csv", "my-2.csv", "other.csv" };
	struct data_set was, is;
	struct arena own[2];

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < 4; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", dir, file[i]);
	vt_keys(v, "1\033[3~");
	vt_wait(v, "a point less");
	vt_keys(v, "1");
	vt_wait(v, "a point more of class 1");
	snprintf(line, sizeof(line), ":save %s\r", path[0]);
	vt_keys(v, line);
	vt_wait(v, "its data to");
	assert_int_equal(access(path[1], F_OK), 0);
	snprintf(line, sizeof(line), ":save! %s\r", path[0]);
	vt_keys(v, line);
	vt_wait(v, "my-2.csv");
	assert_int_equal(access(path[2], F_OK), 0);	/* nothing is written over */
	leave(v);
	data_of(path[0], &is, &own[0]);
	data_of(tap_path("tui/views.lab"), &was, &own[1]);
	assert_int_equal(is.n, was.n + 1);
	assert_int_equal(is.n_train, was.n_train + 1);
	assert_memory_equal(is.x, was.x, 2 * (size_t)was.n_train * sizeof(*was.x));
	assert_int_equal(is.label[was.n_train], 1);
	assert_memory_equal(is.x + 2 * is.n_train, was.x + 2 * was.n_train,
			    2 * (size_t)(was.n - was.n_train) * sizeof(*was.x));
	arena_done(&own[0]);
	arena_done(&own[1]);
	for (int i = 0; i < 4; i++)
		unlink(path[i]);
	rmdir(dir);
}

static void
the_mouse_puts_points_and_drags_them(void **state)
{
	struct vt *v = edited(&sizes[1]);

	(void)state;
	vt_keys(v, "M");
	vt_wait(v, "mouse on");
	vt_click(v, 0, 52, 4, true);
	vt_click(v, 0, 52, 4, false);
	vt_wait(v, "data edited");
	vt_click(v, 0, 53, 4, true);		/* there it is: it is picked up */
	vt_click(v, 32, 60, 4, true);
	vt_wait(v, "carried: class 0");
	vt_click(v, 0, 60, 4, false);
	vt_wait(v, "edited by hand: 2 changes");
	leave(v);
}

/* ---- the layout file ---- */

static void
a_damaged_layout_is_moved_aside(void **state)
{
	static const char *const texts[] = {
		"actlab-layout 1\nviews compare 99 loss hyp\n", "actlab-layout 1\nviews\n",
		"\001\002 no such file\n", NULL
	};
	char dir[] = "/tmp/test_edit.XXXXXX", sub[64], file[80], aside[96];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(sub, sizeof(sub), "%s/actlab", dir);
	snprintf(file, sizeof(file), "%s/layout", sub);
	snprintf(aside, sizeof(aside), "%s.damaged", file);
	mkdir(sub, 0700);
	setenv("XDG_STATE_HOME", dir, 1);
	for (int i = 0; texts[i]; i++) {
		FILE *f = fopen(file, "w");
		struct vt *v;

		assert_non_null(f);
		fputs(texts[i], f);
		fclose(f);
		v = vt_fork(120, 40, (const char *const[]){ "TERM=xterm-256color",
			    "LC_ALL=C.UTF-8", "NO_COLOR", "COLUMNS", "LINES", NULL },
			    child, &sizes[1]);
		vt_wait(v, "layout could not be read and was moved to layout.damaged");
		vt_keys(v, "\033Q");
		vt_end(v);
		vt_free(v);
		assert_int_not_equal(access(file, F_OK), 0);
		assert_int_equal(access(aside, F_OK), 0);
	}
	unsetenv("XDG_STATE_HOME");
	unlink(aside);
	unlink(file);
	snprintf(file, sizeof(file), "%s/progress", sub);
	unlink(file);
	rmdir(sub);
	rmdir(dir);
}

void
edit_suite(void)
{
	char name[100];

	for (const struct size *s = sizes; s->name; s++) {
		snprintf(name, sizeof(name), "points are put, moved and taken away: %s",
			 s->name);
		tap_add(name, points_are_put_moved_and_taken_away, s);
	}
	TAP(edited_data_are_saved_beside_their_lab);
	TAP(the_mouse_puts_points_and_drags_them);
	TAP(a_damaged_layout_is_moved_aside);
}
