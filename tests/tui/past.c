/* Time travel, branches and undo on the screen, without a clock. */
#include "actlab/tui.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void
a_step_is_seen_in_four_stages(void **state)
{
	const struct size *s = *state;
	struct vt *v = half_way(s);

	vt_keys(v, "s");
	vt_wait(v, "1 FORWARD  example 1 of 16");
	assert_false(vt_has(v, "2 LOSS"));
	vt_keys(v, "s");
	vt_wait(v, "2 LOSS");
	vt_keys(v, "s");
	vt_wait(v, "3 BACKWARD");
	vt_keys(v, "s");
	vt_wait(v, "4 UPDATE  adam, lr 0.02");
	golden(v, s, "stages");
	vt_keys(v, "\033OB\033OC\033[6~");	/* Down, Right, PgDn */
	vt_wait(v, "layer 2 of 3, unit 2 of 8");
	vt_wait(v, "example 2 of 16");
	vt_keys(v, "\033OB");
	vt_wait(v, "no activation: an output of the network");
	golden(v, s, "output");
	vt_keys(v, "s");
	vt_wait(v, "step 102: layer 3 of 3");
	vt_wait(v, "PAUSE x1");
	vt_keys(v, "\033");
	vt_wait_gone(v, "1 FORWARD");
	vt_wait(v, "step 101");
	vt_keys(v, ":visit 7\rs");
	vt_wait(v, "sig, step 8: layer 3");
	leave(v);
}

/* Trains all there is of a lab and returns the hash of its first run; at step 100 the
 * learning rate is turned where lr is not "". */
static uint64_t
hash_of(const char *path, const char *lr)
{
	struct err_list errs = { 0 };
	struct err e = { 0 };
	struct lab_plan *p = lab_load(path, &errs);
	struct train_pool *pool = train_pool_new(1, &e);
	struct lab_take *t;
	uint64_t hash;

	if (!p)
		fail_msg("%s", errs.e[0].msg);
	t = lab_take_new(p, p->seed, NULL, 0, &e);
	if (*lr)
		assert_true(train_run_set(lab_take_run(t, 0), str_of("lr"), str_of(lr),
					  SPAN_NONE, 100, &e));
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	hash = train_run_hash(lab_take_run(t, 0));
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
	return hash;
}

static void
a_session_is_saved_as_a_lab_that_does_the_same(void **state)
{
	struct vt *v = half_way(&sizes[1]);
	char dir[] = "test_past.XXXXXX", path[64], line[100];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/my.lab", dir);
	snprintf(line, sizeof(line), ":save %s\r", path);
	vt_keys(v, " :set sig.lr=0.5\r");
	vt_wait(v, "sig.lr=0.5 from here on");
	vt_keys(v, ":branch rel.act=tanh\r");	/* has nowhere to go yet */
	vt_wait(v, "rel_100 is rel");
	vt_keys(v, line);
	vt_wait(v, "rel_100 has not gone on yet");
	vt_keys(v, "\033");
	vt_keys(v, " \014\014\014\014\014\014\014\014\014\014\014\014");
	vt_wait(v, "Enter goes on.");
	vt_keys(v, line);
	vt_wait(v, "is written;");
	vt_keys(v, line);
	vt_wait(v, "is there already");
	vt_keys(v, "\033:save my\r");
	vt_wait(v, "the name of a lab ends in .lab");
	snprintf(line, sizeof(line), "\033:save! %s\r", path);
	vt_keys(v, line);
	vt_wait(v, "is written;");
	leave(v);
	assert_true(hash_of(path, "") == hash_of(tap_path("tui/short.lab"), "0.5"));
	assert_true(hash_of(path, "") != hash_of(tap_path("tui/short.lab"), ""));
	unlink(path);
	rmdir(dir);
}

void
past_suite(void)
{
	char name[100];

	TAP(a_session_is_saved_as_a_lab_that_does_the_same);
	for (const struct size *s = sizes; s->name; s++) {
		snprintf(name, sizeof(name), "the past is seen step by step: %s",
			 s->name);
		tap_add(name, the_past_is_seen_step_by_step, s);
		snprintf(name, sizeof(name), "a branch grows from the past: %s", s->name);
		tap_add(name, a_branch_grows_from_the_past, s);
		snprintf(name, sizeof(name), "a step is seen in four stages: %s",
			 s->name);
		tap_add(name, a_step_is_seen_in_four_stages, s);
		snprintf(name, sizeof(name),
			 "undo goes back to where the knob was turned: %s", s->name);
		tap_add(name, undo_goes_back_to_where_the_knob_was_turned, s);
	}
}
