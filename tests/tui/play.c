/* A lab without a clock: one frame a key, so that its screens can be compared. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <string.h>
#include <sys/wait.h>

struct performance {
	const char *name;
	int w, h;
	const char *glyphs;
};
static const struct performance performances[] = {
	{ "80x24", 80, 24, "braille" },
	{ "120x40", 120, 40, "braille" },
	{ "80x24-ascii", 80, 24, "ascii" },
	{ 0 }
};

static int
child(const void *arg)
{
	const struct performance *f = arg;
	struct tui_options o = { .glyphs = f->glyphs, .step = true, .threads = 2 };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/short.lab"), &errs);
	int status = 3;

	if (p && tui_lab(p, p->seed, &o, &out, &e)) {
		status = out.result->status;
		tui_outcome_done(&out);
	}
	err_print(stdout, &e);
	lab_free(p);
	return status;
}

static void
golden(struct vt *v, const struct performance *f, const char *when)
{
	char path[128];

	snprintf(path, sizeof(path), "tui/screens/play-%s-%s.txt", f->name, when);
	vt_settle(v);
	tap_golden(path, vt_text(v));
}

static void
question(struct vt *v, const struct performance *f)
{
	vt_wait(v, "Enter goes on.");
	golden(v, f, "read");
	vt_keys(v, "\r");
	vt_wait(v, "number:");
	vt_keys(v, "4\r");
	vt_wait(v, "Right: 4.");
	vt_keys(v, "\r");
	vt_wait(v, "letter:");
	vt_keys(v, "b");
	vt_wait(v, "letter: b");
	golden(v, f, "ask");
	vt_keys(v, "\r");
	vt_wait(v, "Right: b.");
	vt_keys(v, "\r");
}

static void
looks_the_same_whenever_it_is_played(void **state)
{
	const struct performance *f = *state;
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR", "COLUMNS", "LINES", NULL };
	struct vt *v;

	v = vt_fork(f->w, f->h, env, child, f);
	question(v, f);
	vt_wait(v, "RUN x1");
	for (int i = 0; i < 10; i++)
		vt_keys(v, "\014");		/* Ctrl-L does nothing else */
	vt_wait(v, "epoch 20/40");
	golden(v, f, "train");
	for (int i = 0; i < 11; i++)
		vt_keys(v, "\014");
	vt_wait(v, "ReLU ended at loss");
	vt_wait(v, "Enter goes on.");
	golden(v, f, "ended");
	vt_keys(v, "\r");
	vt_wait(v, "[x] learns");
	vt_wait(v, "Enter goes on.");
	golden(v, f, "judged");
	vt_keys(v, "Q");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 0);
	vt_free(v);
}

void
play_suite(void)
{
	char name[100];

	for (const struct performance *f = performances; f->name; f++) {
		snprintf(name, sizeof(name),
			 "a lab looks the same whenever it is played: %s", f->name);
		tap_add(name, looks_the_same_whenever_it_is_played, f);
	}
}
