/* What a person does with the keys of a lab, and what must come of it. */
#include "actlab/lab.h"
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <string.h>
#include <sys/wait.h>

static void
leave(struct vt *v)
{
	vt_keys(v, "\033Q");
	vt_end(v);
	vt_free(v);
}

static void
a_training_of_five_steps_is_over_in_a_moment(void **state)
{
	struct vt *v = smoke_start("tui/few.lab", 80, 24);

	(void)state;
	vt_wait(v, "step 5");
	vt_wait(v, "Five steps are done.");
	leave(v);
}

static void
a_pause_holds_while_seeds_are_judged(void **state)
{
	struct vt *v = smoke_start("tui/few.lab", 100, 30);

	(void)state;
	vt_keys(v, "]]]]]");
	vt_wait(v, "Five steps are done.");
	vt_keys(v, "\r");
	vt_wait(v, "Six hundred epochs are done.");
	vt_keys(v, "\rr");
	vt_wait(v, "RUN max");
	vt_keys(v, " ");
	vt_wait(v, "|| PAUSE max");
	vt_wait(v, "[x] learns");		/* all is measured: still a pause */
	assert_true(vt_has(v, "|| PAUSE max"));
	assert_false(vt_has(v, "Enter goes on."));
	vt_keys(v, " ");
	vt_wait(v, "Enter goes on.");
	vt_wait(v, "epoch 601");
	leave(v);
}

static void
a_question_is_seen_although_a_plot_was_zoomed(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 40, 12 } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct vt *v = smoke_start("tui/short.lab", sizes[i][0], sizes[i][1]);

		vt_wait(v, "Enter goes on.");
		vt_keys(v, "\tz");
		vt_wait_gone(v, "Enter goes on.");
		vt_keys(v, "\r");
		vt_wait(v, "What is two and two?");
		vt_keys(v, "\033");
		vt_wait(v, "the keys are free");
		vt_keys(v, "\tz");
		vt_wait_gone(v, "What is two and two?");
		vt_keys(v, "\r");
		vt_wait(v, "What is two and two?");
		leave(v);
	}
}

/* "loss 0.579, acc 0.675" of a run that nobody touched. */
static void
figures(char *buf, size_t size, const struct lab_plan *p, int run)
{
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(1, &e);
	struct lab_take *t = lab_take_new(p, p->seed, NULL, 0, &e);
	char loss[STR_NUM_MAX], acc[STR_NUM_MAX];
	struct train_facts f;
	struct arena a = { 0 };

	assert_non_null(t);
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	assert_true(arena_init(&a, train_facts_need(lab_take_run(t, run)), &e));
	train_run_facts(lab_take_run(t, run), &f, &a);
	snprintf(buf, size, "loss %s, acc %s", str_number(loss, f.loss, 4),
		 str_number(acc, f.acc, 4));
	lab_take_free(t, pool);
	train_pool_free(pool);
	arena_done(&a);
}

static void
the_report_tells_of_the_lab_and_not_of_what_was_tried(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 100, 90);
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_load(tap_path("tui/short.lab"), &errs);
	char text[2][128];

	(void)state;
	for (int i = 0; i < 2; i++)
		figures(text[i], sizeof(text[i]), p, i);
	lab_free(p);
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r4\r\rb\r\r");
	vt_wait(v, "RUN x1");
	vt_keys(v, ":set rel.lr=0.001\r]]]]]");
	vt_wait(v, "ReLU ended at loss");
	vt_keys(v, "\r");
	vt_wait(v, "[x] learns");
	vt_keys(v, "\r");
	vt_wait(v, "change: sig.act=");
	vt_keys(v, "relu\r");
	vt_wait(v, "Solved:");
	vt_keys(v, "\rq");
	vt_end(v);
	assert_true(vt_has(v, "2-[8]x2-2 sigmoid"));
	for (int i = 0; i < 2; i++)
		if (!vt_has(v, text[i]))
			fail_msg("no '%s' in\n%s", text[i], vt_text(v));
	vt_free(v);
}

static void
the_list_of_keys_says_that_there_is_more_and_runs_nothing_unmarked(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 80, 24);

	(void)state;
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\033OP");			/* F1 */
	vt_wait(v, "search:");
	vt_wait(v, "more: PgDn");
	vt_keys(v, "\r");
	vt_wait_gone(v, "search:");
	assert_true(vt_has(v, "Enter goes on."));
	vt_keys(v, "?");
	vt_wait(v, "search:");
	vt_keys(v, "\033OB");			/* down: the first row, Enter's own */
	vt_wait(v, "Enter runs the marked one");
	vt_keys(v, "\r");
	vt_wait(v, "number:");
	leave(v);
}

static void
tab_completes_knobs_and_lists_their_values(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 80, 24);

	(void)state;
	vt_wait(v, "Enter goes on.");
	vt_keys(v, ":se\ts\t");
	vt_wait(v, ":set sig.");
	vt_keys(v, "l\t");
	vt_wait(v, "loss=");
	vt_keys(v, "\025set sig.act=mis\t");
	vt_wait(v, ":set sig.act=mish");
	vt_keys(v, "\025set sig.act=\t");
	vt_wait(v, "leaky_relu");
	vt_keys(v, "\025set sig.hidden=3\r");
	vt_wait(v, "sig.hidden=3 takes a new start: from the start, seed 1");
	leave(v);
}

static void
arrows_read_the_values_of_the_focused_panel(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 100, 30);

	(void)state;
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\t\033OC");
	vt_wait(v, "z 0   1 sigmoid 0.5   2 relu 0");
	vt_keys(v, "\033OF");			/* End */
	vt_wait(v, "z 5   1 sigmoid 0.993   2 relu 5");
	vt_keys(v, "\033");
	vt_wait_gone(v, "z 5   1");
	vt_keys(v, "\t\t\033OD");		/* the first with an axis is read */
	vt_wait(v, "z 0   1 sigmoid 0.5   2 relu 0");
	leave(v);
}

static void
space_outside_a_training_says_so(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 80, 24);

	(void)state;
	vt_wait(v, "Enter goes on.");
	vt_keys(v, " ");
	vt_wait(v, "nothing is being trained now");
	leave(v);
}

void
person_suite(void)
{
	TAP(a_training_of_five_steps_is_over_in_a_moment);
	TAP(a_pause_holds_while_seeds_are_judged);
	TAP(a_question_is_seen_although_a_plot_was_zoomed);
	TAP(the_report_tells_of_the_lab_and_not_of_what_was_tried);
	TAP(the_list_of_keys_says_that_there_is_more_and_runs_nothing_unmarked);
	TAP(tab_completes_knobs_and_lists_their_values);
	TAP(arrows_read_the_values_of_the_focused_panel);
	TAP(space_outside_a_training_says_so);
}
