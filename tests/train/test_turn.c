/* Whose turn it is.  With one worker, and looking from the worker's own thread in an
 * until, what a pool does next is certain. */
#include "train.h"
#include "train/run.h"

static const char small[] = "hidden=6,6 act=tanh batch=32";	/* 3 steps an epoch */

/* A pool of one worker, two runs, and what the until of the first is to do. */
struct turn_case {
	struct train_until until;
	struct train_pool *p;
	struct train_run *a, *b;
	struct made m;
	long seen;
};

static struct turn_case *
of_until(const struct train_until *u)
{
	union { const struct train_until *in; struct turn_case *out; } at = { u };

	return at.out;
}

static void
begin(struct turn_case *t, bool (*met)(const struct train_until *u,
				       const struct train_facts *f))
{
	struct err e = { 0 };

	*t = (struct turn_case){ .until = { met }, .p = train_pool_new(1, &e) };
	assert_non_null(t->p);
	data_from(&t->m, "circles n=100", 1);
	t->a = run_from(&t->m.set, small);
	t->b = run_from(&t->m.set, small);
}

static void
go_on(struct turn_case *t, long step)
{
	struct train_run *run[] = { t->a, t->b };
	const struct train_goal g = { .step = step, .until = &t->until };

	train_pool_start(t->p, run, t->b ? 2 : 1, &g);
	while (!train_pool_idle(t->p, t->a) || (t->b && !train_pool_idle(t->p, t->b)))
		train_pool_wait(t->p);
}

static void
end(struct turn_case *t)
{
	train_pool_free(t->p);
	train_run_free(t->a);
	train_run_free(t->b);
	data_drop(&t->m);
}

static bool
lead_is_noted(const struct train_until *u, const struct train_facts *f)
{
	struct turn_case *t = of_until(u);
	long by = train_run_step(t->a) - train_run_step(t->b);

	(void)f;
	by = by < 0 ? -by : by;
	t->seen = by > t->seen ? by : t->seen;
	return false;
}

static void
who_is_behind_goes_first(void **state)
{
	struct turn_case t;

	(void)state;
	begin(&t, lead_is_noted);
	go_on(&t, 300);
	assert_true(t.seen > 0 && t.seen <= 2 * TRAIN_CHUNK);
	end(&t);
}

/* b stands far ahead and is asked for a picture once; seen: a's steps until it is
 * there. */
static bool
picture_is_waited_for(const struct train_until *u, const struct train_facts *f)
{
	struct turn_case *t = of_until(u);

	if (f->step == 3)
		train_run_watch(t->b, 4, 4);
	else if (!t->seen && !train_mail_wanted(&t->b->mail))
		t->seen = f->step;
	return false;
}

static void
a_picture_goes_before_steps(void **state)
{
	struct turn_case t;
	struct train_run *b;

	(void)state;
	begin(&t, picture_is_waited_for);
	b = t.b;
	train_pool_start(t.p, &b, 1, &(struct train_goal){ .step = 200 });
	train_pool_wait(t.p);
	train_pool_allow(t.p, b, 0);
	train_pool_start(t.p, &t.a, 1,
			 &(struct train_goal){ .step = 150, .until = &t.until });
	train_pool_wait(t.p);
	assert_true(t.seen > 3 && t.seen <= 3 + 2 * TRAIN_CHUNK);
	assert_non_null(train_run_take(b));
	end(&t);
}

static bool
held_at_once(const struct train_until *u, const struct train_facts *f)
{
	struct turn_case *t = of_until(u);

	if (f->step == 3)
		train_pool_hold(t->p, t->a);
	return false;
}

static void
a_hold_stops_a_turn_that_has_begun(void **state)
{
	struct turn_case t;

	(void)state;
	begin(&t, held_at_once);
	train_pool_start(t.p, &t.a, 1,
			 &(struct train_goal){ .step = 90, .until = &t.until });
	train_pool_wait(t.p);			/* none can move */
	assert_int_equal(train_run_step(t.a), 3);
	assert_false(train_pool_idle(t.p, t.a));
	end(&t);
}

static bool
started_anew(const struct train_until *u, const struct train_facts *f)
{
	struct turn_case *t = of_until(u);

	(void)f;
	train_pool_start(t->p, &t->a, 1, &(struct train_goal){ .step = 77 });
	return true;
}

static void
a_goal_met_is_not_that_of_the_next_start(void **state)
{
	struct turn_case t;

	(void)state;
	begin(&t, started_anew);
	train_pool_start(t.p, &t.a, 1,
			 &(struct train_goal){ .step = 90, .until = &t.until });
	while (!train_pool_idle(t.p, t.a))
		train_pool_wait(t.p);
	assert_int_equal(train_run_step(t.a), 77);
	end(&t);
}

static void
a_picture_broken_off_is_still_wanted(void **state)
{
	struct turn_case t;

	(void)state;
	begin(&t, held_at_once);
	train_run_watch(t.a, 4, 4);
	atomic_store(&t.a->member.leave, true);
	train_snapshot_serve(t.a);
	assert_null(train_run_take(t.a));
	assert_true(train_mail_wanted(&t.a->mail));
	atomic_store(&t.a->member.leave, false);
	train_snapshot_serve(t.a);
	assert_non_null(train_run_take(t.a));
	assert_false(train_mail_wanted(&t.a->mail));
	end(&t);
}

/* Who looks at a still sees the moment when it was made, wherever the run is by then. */
static void
a_still_is_looked_at_while_the_run_goes_on(void **state)
{
	const struct train_snapshot *s;
	double loss, grad;
	struct turn_case t;

	(void)state;
	begin(&t, held_at_once);
	train_run_steps(t.a, 20);
	train_run_watch(t.a, 4, 4);
	train_snapshot_serve(t.a);
	s = train_run_take(t.a);
	assert_non_null(s);
	loss = s->facts.loss;
	grad = s->facts.grad_all;
	train_run_watch(t.a, 4, 4);
	train_snapshot_still(t.a);
	assert_false(train_mail_wanted(&t.a->mail));
	train_run_steps(t.a, 30);
	train_snapshot_look(t.a, &t.a->member.leave);
	s = train_run_take(t.a);
	assert_non_null(s);
	assert_int_equal(s->facts.step, 20);
	assert_true(s->facts.loss == loss && s->facts.grad_all == grad);
	assert_int_equal(s->n_eval, 1);
	assert_int_equal(train_run_step(t.a), 50);
	end(&t);
}

static void
a_still_nobody_looked_at_leaves_the_wish(void **state)
{
	struct turn_case t;

	(void)state;
	begin(&t, held_at_once);
	train_run_watch(t.a, 4, 4);
	train_snapshot_still(t.a);
	assert_false(train_mail_wanted(&t.a->mail));
	train_snapshot_forget(t.a);
	assert_true(train_mail_wanted(&t.a->mail));
	end(&t);
}

/* ---- changes ---- */

static void
changes_ahead_come_each_at_its_step(void **state)
{
	static const struct { long at; const char *lr; } said[] = {
		{ 40, "0.4" }, { 20, "0.2" }, { 30, "0.3" }
	};
	const struct train_snapshot *s;
	struct turn_case t;
	struct err e = { 0 };

	(void)state;
	begin(&t, held_at_once);
	for (int i = 0; i < 3; i++)
		assert_true(run_turn(t.a, "lr", said[i].lr, said[i].at, &e));
	train_run_steps(t.a, 45);
	s = run_shot(t.a, 0, 0);
	assert_int_equal(s->n_event, 3);
	for (int i = 0; i < 3; i++) {
		char text[24];

		snprintf(text, sizeof(text), "lr 0.%d", i + 2);
		assert_int_equal(s->event[i].step, 10 * (i + 2));
		assert_string_equal(s->event[i].text, text);
	}
	end(&t);
}

static void
an_optimiser_named_again_starts_with_an_empty_memory(void **state)
{
	struct turn_case t;
	struct err e = { 0 };

	(void)state;
	begin(&t, held_at_once);
	assert_true(run_turn(t.a, "opt", "adam", -1, &e));
	train_run_steps(t.a, 10);
	assert_int_equal(t.a->opt.t, 10);
	assert_true(run_turn(t.a, "opt", "adam", -1, &e));
	train_run_steps(t.a, 3);
	assert_int_equal(t.a->opt.t, 3);
	end(&t);
}

static void
a_knob_that_the_optimiser_lacks_cannot_be_turned(void **state)
{
	struct turn_case t;
	struct err e = { 0 };

	(void)state;
	begin(&t, held_at_once);
	assert_true(run_turn(t.a, "momentum", "0.9", -1, &e));
	assert_true(run_turn(t.a, "opt", "adam", -1, &e));	/* momentum= was sgd's */
	assert_true(run_turn(t.a, "beta1", "0.8", -1, &e));
	assert_false(run_turn(t.a, "momentum", "0.5", -1, &e));
	assert_string_equal(e.msg, "opt=adam has no knob 'momentum' (of sgd, rmsprop)");
	assert_string_equal(e.hint, "knobs of adam: lr beta1 beta2 eps weight_decay l1");
	end(&t);
}

void
turn_cases(void)
{
	TAP(who_is_behind_goes_first);
	TAP(a_picture_goes_before_steps);
	TAP(a_hold_stops_a_turn_that_has_begun);
	TAP(a_goal_met_is_not_that_of_the_next_start);
	TAP(a_picture_broken_off_is_still_wanted);
	TAP(a_still_is_looked_at_while_the_run_goes_on);
	TAP(a_still_nobody_looked_at_leaves_the_wish);
	TAP(changes_ahead_come_each_at_its_step);
	TAP(an_optimiser_named_again_starts_with_an_empty_memory);
	TAP(a_knob_that_the_optimiser_lacks_cannot_be_turned);
}
