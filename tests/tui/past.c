/* Time travel, branches and undo on the screen, without a clock. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <string.h>

struct size {
	const char *name;
	int w, h;
};
static const struct size sizes[] = {
	{ "80x24", 80, 24 }, { "120x40", 120, 40 }, { 0 }
};

static int
child(const void *arg)
{
	struct tui_options o = { .glyphs = "braille", .step = true, .threads = 2 };
	struct tui_outcome out;
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/short.lab"), &errs);

	(void)arg;
	if (p && tui_lab(p, p->seed, &o, &out, &e))
		tui_outcome_done(&out);
	err_print(stdout, &e);
	lab_free(p);
	return 0;
}

static void
golden(struct vt *v, const struct size *s, const char *when)
{
	char path[128];

	snprintf(path, sizeof(path), "tui/screens/past-%s-%s.txt", s->name, when);
	vt_settle(v);
	tap_golden(path, vt_text(v));
}

/* In the midst of a training: step 100 of 200. */
static struct vt *
half_way(const struct size *s)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					   "NO_COLOR", "COLUMNS", "LINES", NULL };
	struct vt *v = vt_fork(s->w, s->h, env, child, s);

	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r4\r\rb\r\r");
	vt_wait(v, "RUN x1");
	for (int i = 0; i < 10; i++)
		vt_keys(v, "\014");
	vt_wait(v, "epoch 20/40");
	return v;
}

static void
leave(struct vt *v)
{
	vt_keys(v, "\033Q");
	vt_end(v);
	vt_free(v);
}

static void
the_past_is_seen_step_by_step(void **state)
{
	const struct size *s = *state;
	struct vt *v = half_way(s);

	vt_keys(v, ",");
	vt_wait(v, "<< PAST 99 of 100");
	golden(v, s, "earlier");
	vt_keys(v, "{{{{.");
	vt_wait(v, "<< PAST 80 of 100");
	vt_keys(v, "\033OH");			/* Home */
	vt_wait(v, "<< PAST 0 of 100");
	golden(v, s, "oldest");
	vt_keys(v, ":visit 33\r");
	vt_wait(v, "<< PAST 33 of 100");
	vt_keys(v, "}");
	vt_wait(v, "<< PAST 38 of 100");
	vt_keys(v, "\033OF");			/* End */
	vt_wait(v, "|| PAUSE x1");
	vt_wait(v, "now: step 100");
	vt_keys(v, ",");
	vt_wait(v, "<< PAST 99 of 100");
	vt_keys(v, " ");
	vt_wait(v, "RUN x1");
	leave(v);
}

static void
a_branch_grows_from_the_past(void **state)
{
	const struct size *s = *state;
	struct vt *v = half_way(s);

	vt_keys(v, "{{{{{{{{");
	vt_wait(v, "<< PAST 60 of 100");
	vt_keys(v, "b");
	vt_wait(v, ":branch sig.");
	vt_keys(v, "\025branch rel.act=tanh\r");
	vt_wait(v, "rel_60 is rel from step 60 on");
	golden(v, s, "branch");
	vt_keys(v, ":branch rel_60.lr=0.5\r");
	vt_wait(v, "rel_100 is rel_60 from step 100");
	vt_keys(v, ":branch rel.nothing=1\r");
	vt_wait(v, "there is no knob 'nothing'");
	vt_keys(v, "\033:branch rel.init=zero\r");
	vt_wait(v, "init= is fixed once a run is built");
	leave(v);
}

static void
undo_goes_back_to_where_the_knob_was_turned(void **state)
{
	const struct size *s = *state;
	struct vt *v = half_way(s);

	vt_keys(v, " u");
	vt_wait(v, "no knob has been turned");
	vt_keys(v, ":set sig.lr=0.5\r");
	vt_wait(v, "sig.lr=0.5 from here on");
	vt_wait(v, "seed 1 changed");
	vt_keys(v, " \014\014 ");
	vt_wait(v, "epoch 26/40");
	vt_wait(v, "|| PAUSE x1");
	golden(v, s, "turned");
	vt_keys(v, "u");
	vt_wait(v, "without lr=0.5");
	vt_wait_gone(v, "changed");
	vt_keys(v, "\014");
	golden(v, s, "undone");
	leave(v);
}

void
past_suite(void)
{
	char name[100];

	for (const struct size *s = sizes; s->name; s++) {
		snprintf(name, sizeof(name), "the past is seen step by step: %s", s->name);
		tap_add(name, the_past_is_seen_step_by_step, s);
		snprintf(name, sizeof(name), "a branch grows from the past: %s", s->name);
		tap_add(name, a_branch_grows_from_the_past, s);
		snprintf(name, sizeof(name),
			 "undo goes back to where the knob was turned: %s", s->name);
		tap_add(name, undo_goes_back_to_where_the_knob_was_turned, s);
	}
}
