/* A session that was written as a lab comes to the same bits when it is performed. */
#include "actlab/lab.h"
#include "tests/lab/lab.h"

#include <sched.h>
#include <string.h>

static const char lab[] =
	"lab    s format=1\n"
	"title  A session\n"
	"data   circles n=100\n"
	"net    n in=2 hidden=8 out=2 lr=0.1 batch=16\n"
	"run    a n act=tanh\n"
	"run    b n act=relu\n"
	"vary   act\n"
	"say\n"
	"  It begins.\n"
	"train  a epochs=10 mode=lockstep\n"
	"set    a.lr=0.05\n"
	"# a comment\n"
	"train  epochs=5\n"
	"say\n"
	"  Loss {loss(a)}.\n"
	"\n"
	"expect learns\n"
	"  loss(a) < loss(b) + 10\n";
enum { FIRST = 1, SECOND = 3, END = 5 };	/* steps: the trainings, behind all */

struct played {
	struct lab_plan *plan;
	struct lab_take *take;
	struct train_pool *pool;
	int n;
	struct lab_turn turn[8];
	struct lab_change change[2];
	int n_change;
};

static struct lab_plan *
parsed(const char *text)
{
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_parse("s.lab", str_of(text), ".", &errs);

	if (!p)
		fail_msg("%s in\n%s", errs.e[0].msg, text);
	return p;
}

static void
begin_lab(struct played *s, const char *text, const char *const *change)
{
	struct err e = { 0 };

	*s = (struct played){ .plan = parsed(text) };
	for (; change && *change; change++)
		assert_true(lab_change_parse(s->plan, str_of(*change), SPAN_NONE,
					     &s->change[s->n_change++], &e));
	s->pool = train_pool_new(2, &e);
	s->take = lab_take_new(s->plan, 7, s->change, s->n_change, &e);
	assert_non_null(s->take);
	for (int i = 0; i < s->plan->n_run; i++) {
		train_run_remember(lab_take_run(s->take, i), 1 << 20, &e);
		train_pool_add(s->pool, lab_take_run(s->take, i));
	}
}

static void
begin(struct played *s, const char *const *change)
{
	begin_lab(s, lab, change);
}

static void
go_to(struct played *s, int run, long step)
{
	struct train_run *r = lab_take_run(s->take, run);

	train_pool_allow(s->pool, r, step);
	while (train_run_step(r) < step)
		sched_yield();
}

static void
turn(struct played *s, int run, const char *key, const char *value, int before)
{
	struct train_run *r = lab_take_run(s->take, run);
	struct err e = { 0 };

	assert_true(train_run_set(r, str_of(key), str_of(value), SPAN_NONE, -1, &e));
	train_run_hash(r);		/* somebody looks: it is made */
	s->turn[s->n++] = (struct lab_turn){ run, train_run_told(r), before };
}

static void
finish(struct played *s)
{
	for (int i = 0; i < lab_take_runs(s->take); i++)
		train_pool_allow(s->pool, lab_take_run(s->take, i), TRAIN_UNLIMITED);
	while (lab_take_busy(s->take, s->pool))
		train_pool_wait(s->pool);
}

static void
perform(struct played *s, int step)
{
	struct err e = { 0 };

	if (!lab_take_do(s->take, step, s->pool, false, &e))
		fail_msg("%s", e.msg);
}

/* Performs what was written, without a screen, and compares. */
static void
compare(struct played *s, const char *text)
{
	struct lab_plan *p = parsed(text);
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, p->seed, NULL, 0, &e);

	assert_non_null(t);
	while (!lab_take_advance(t, s->pool, false, &e))
		train_pool_wait(s->pool);
	if (e.code)
		fail_msg("%s", e.msg);
	assert_int_equal(p->n_run, lab_take_runs(s->take));
	for (int i = 0; i < p->n_run; i++) {
		int as = 0;
		struct train_run *r = lab_take_run(s->take, i);

		while (strcmp(p->run[as].spec.name, lab_take_name(s->take, i)) != 0)
			as++;
		while (!train_pool_idle(s->pool, r))
			sched_yield();
		if (train_run_step(lab_take_run(t, as)) != train_run_step(r))
			fail_msg("%s has %ld steps, not %ld, in\n%s",
				 lab_take_name(s->take, i),
				 train_run_step(lab_take_run(t, as)), train_run_step(r),
				 text);
		if (train_run_hash(lab_take_run(t, as)) != train_run_hash(r))
			fail_msg("%s has other bits in\n%s", lab_take_name(s->take, i),
				 text);
	}
	lab_take_free(t, s->pool);
	lab_free(p);
}

static void
end(struct played *s)
{
	struct lab_session session = { s->take, s->change, s->n_change, s->turn, s->n, NULL };
	struct err e = { 0 };
	struct arena a = { 0 };
	const char *text;

	assert_true(arena_init(&a, LAB_SESSION_ROOM, &e));
	text = lab_session_text(s->plan, &session, "", &a, &e);
	if (!text)
		fail_msg("%s", e.msg);
	compare(s, text);
	arena_done(&a);
	lab_take_free(s->take, s->pool);
	train_pool_free(s->pool);
	lab_free(s->plan);
}

static void
an_untouched_session_is_the_lab_with_its_seed(void **state)
{
	struct played s;

	(void)state;
	begin(&s, NULL);
	for (int i = 0; i < s.plan->n_step; i++) {
		perform(&s, i);
		finish(&s);
	}
	end(&s);
}

static void
knobs_turned_on_the_way_are_turned_again(void **state)
{
	struct played s;

	(void)state;
	begin(&s, NULL);
	train_pool_allow(s.pool, lab_take_run(s.take, 0), 0);
	perform(&s, FIRST);
	go_to(&s, 0, 20);
	turn(&s, 0, "momentum", "0.5", FIRST);
	go_to(&s, 0, 40);
	turn(&s, 0, "batch", "25", FIRST);	/* epochs are shorter from now on */
	turn(&s, 0, "act", "leaky_relu(slope = 0.2)", FIRST);
	finish(&s);
	perform(&s, FIRST + 1);
	train_pool_allow(s.pool, lab_take_run(s.take, 1), 0);
	perform(&s, SECOND);
	go_to(&s, 1, 10);
	turn(&s, 1, "opt", "adam", SECOND);
	finish(&s);
	turn(&s, 1, "opt", "rmsprop", END);
	end(&s);
}

static void
what_took_a_new_start_is_in_the_declarations(void **state)
{
	static const char *const change[] = { "a.hidden=5,5", "b.act=gelu", NULL };
	struct played s;

	(void)state;
	begin(&s, change);
	for (int i = 0; i < s.plan->n_step; i++) {
		perform(&s, i);
		finish(&s);
	}
	end(&s);
}

static void
branches_are_runs_of_their_own(void **state)
{
	struct played s;
	struct err e = { 0 };
	int b;

	(void)state;
	begin(&s, NULL);
	train_pool_allow(s.pool, lab_take_run(s.take, 0), 0);
	perform(&s, FIRST);
	go_to(&s, 0, 20);
	turn(&s, 0, "lr", "0.3", FIRST);
	go_to(&s, 0, 45);
	b = lab_take_branch_new(s.take, 0, 33, str_of("act"), str_of("relu"), s.pool, &e);
	assert_int_equal(b, 2);
	assert_string_equal(lab_take_name(s.take, b), "a_33");
	assert_int_equal(lab_take_branch_new(s.take, b, 60, str_of("batch"), str_of("50"),
					     s.pool, &e), -1);
	assert_string_equal(e.msg, "a_33 has not come to step 60 yet");
	e = (struct err){ 0 };
	go_to(&s, b, 42);
	assert_int_equal(lab_take_branch_new(s.take, b, 40, str_of("batch"), str_of("50"),
					     s.pool, &e), 3);
	finish(&s);
	perform(&s, FIRST + 1);
	perform(&s, SECOND);
	finish(&s);
	end(&s);
}

static void
other_data_are_read_from_a_file(void **state)
{
	struct lab_session session = { 0 };
	struct data_set d;
	struct arena own, a = { 0 };
	struct played s;
	struct err e = { 0 };
	const char *text;
	FILE *f = fopen("test_session.csv", "w");

	(void)state;
	begin(&s, NULL);
	assert_non_null(f);
	assert_true(data_copy(&d, lab_take_data(s.take), 0, &own, &e));
	lab_take_free(s.take, s.pool);
	d.x[3] = 0.625f;
	d.label[7] = !d.label[7];
	d.n_train -= 30;
	s.take = lab_take_on(s.plan, 7, &d, NULL, 0, &e);
	assert_non_null(s.take);
	assert_true(arena_init(&a, LAB_SESSION_ROOM, &e));
	fputs(data_csv_text(&d, 7, &a), f);
	fclose(f);
	arena_done(&own);
	for (int i = 0; i < s.plan->n_step; i++) {
		perform(&s, i);
		finish(&s);
	}
	session.take = s.take;
	session.data = "csv file=test_session.csv standardise=no target=class test=30";
	text = lab_session_text(s.plan, &session, ".", &a, &e);
	if (!text)
		fail_msg("%s", e.msg);
	assert_non_null(strstr(text, "\ndata   csv file=test_session.csv"));
	compare(&s, text);
	arena_done(&a);
	lab_take_free(s.take, s.pool);
	train_pool_free(s.pool);
	lab_free(s.plan);
	remove("test_session.csv");
}

/* Two runs, of which the first is soon where until= ends its training. */
#define UNTIL \
	"lab    s format=1\n" \
	"title  A session\n" \
	"data   circles n=100\n" \
	"net    n in=2 hidden=8 out=2 batch=16\n" \
	"run    a n lr=0.2\n" \
	"run    b n lr=1e-6\n" \
	"vary   lr\n" \
	"train  epochs=40 until=\"acc > 0.75\"\n"

/* The first training up to where until= has ended that of a. */
static long
begin_until(struct played *s, const char *text)
{
	struct train_run *a;

	begin_lab(s, text, NULL);
	a = lab_take_run(s->take, 0);
	train_pool_allow(s->pool, lab_take_run(s->take, 1), 10);
	perform(s, 0);
	while (!train_pool_idle(s->pool, a))
		sched_yield();
	assert_in_range(train_run_step(a), 12, 239);
	return train_run_step(a);
}

static int
branch_off(struct played *s, long step)
{
	struct err e = { 0 };
	int b = lab_take_branch_new(s->take, 0, step, str_of("momentum"), str_of("0.5"),
				    s->pool, &e);

	assert_in_range(b, 2, LAB_RUNS_MAX);
	while (!train_pool_idle(s->pool, lab_take_run(s->take, b)))
		sched_yield();
	return b;
}

static void
until_ends_branches_where_it_would_end_runs(void **state)
{
	struct played s;
	long at;

	(void)state;
	at = begin_until(&s, UNTIL);
	branch_off(&s, at - 3);
	branch_off(&s, 9);
	finish(&s);
	end(&s);
}

static void
a_branch_that_until_ends_elsewhere_is_not_written(void **state)
{
	struct played s;
	struct err e = { 0 };
	struct arena a = { 0 };
	struct lab_session session;
	long at;
	int b;

	(void)state;
	at = begin_until(&s, UNTIL "train  epochs=20 until=\"acc > 0.8\"\n");
	b = branch_off(&s, at);		/* there is nothing left to train */
	assert_int_equal(train_run_step(lab_take_run(s.take, b)), at);
	finish(&s);
	perform(&s, 1);
	finish(&s);
	branch_off(&s, at - 3);
	session = (struct lab_session){ s.take, s.change, 0, s.turn, 0 };
	assert_true(arena_init(&a, LAB_SESSION_ROOM, &e));
	assert_null(lab_session_text(s.plan, &session, "", &a, &e));
	assert_non_null(strstr(e.msg, "until= would end a_"));
	arena_done(&a);
	lab_take_free(s.take, s.pool);
	train_pool_free(s.pool);
	lab_free(s.plan);
}

void
lab_add_session(void)
{
	TAP(an_untouched_session_is_the_lab_with_its_seed);
	TAP(knobs_turned_on_the_way_are_turned_again);
	TAP(what_took_a_new_start_is_in_the_declarations);
	TAP(branches_are_runs_of_their_own);
	TAP(other_data_are_read_from_a_file);
	TAP(until_ends_branches_where_it_would_end_runs);
	TAP(a_branch_that_until_ends_elsewhere_is_not_written);
}
