#include "tests/lab/lab.h"

#include <math.h>

static const char play[] =
	"say\n  {loss(sig):9} {grad(rel,2):9}\n"
	"mark start\n"
	"train epochs=3 mode=lockstep\n"
	"mark middle\n"
	"set rel.lr=0.5\n"
	"train rel steps=7\n";

static struct train_pool *
pool_of(int threads)
{
	struct err e = { 0 };
	struct train_pool *p = train_pool_new(threads, &e);

	assert_non_null(p);
	return p;
}

static void
steps_are_taken_in_order(void **state)
{
	struct lab_plan *p = lab_good(play);
	struct train_pool *pool = pool_of(2);
	struct lab_take *t = lab_play(p, 1, pool, NULL, 0);
	long epoch = train_run_epoch_steps(lab_take_run(t, 0));

	(void)state;
	assert_int_equal(train_run_step(lab_take_run(t, 0)), 3 * epoch);
	assert_int_equal(train_run_step(lab_take_run(t, 1)), 3 * epoch + 7);
	assert_true(lab_take_progress(t) == 1);
	assert_int_equal(lab_take_seed(t), 1);
	assert_int_equal(lab_take_data(t)->n, 40);
	assert_string_equal(lab_take_spec(t, 1)->name, "rel");
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

/* Words keep the numbers of their own moment; nobody needs those of another seed. */
static void
what_was_said_stays_as_it_was(void **state)
{
	struct lab_plan *p = lab_good("say\n  at {steps(rel)}\nshow\n  loss sig\n"
				      "train epochs=2\nsay\n  at {steps(rel)}\n"
				      "show\n  loss rel\n");
	struct train_pool *pool = pool_of(2);
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, 1, NULL, 0, &e), *behind;

	(void)state;
	assert_non_null(t);
	assert_null(lab_take_said(t, 0));
	assert_int_equal(lab_take_shown(t), -1);
	assert_true(lab_take_do(t, 0, pool, false, &e));
	assert_string_equal(lab_take_said(t, 0), "at 0");
	assert_int_equal(lab_take_shown(t), -1);
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	assert_string_equal(lab_take_said(t, 0), "at 0");
	assert_null(lab_take_said(t, 1));
	assert_string_equal(lab_take_said(t, 3), "at 2");
	assert_int_equal(lab_take_shown(t), 4);
	lab_take_free(t, pool);
	behind = lab_take_new(p, 1, NULL, 0, &e);
	assert_non_null(behind);
	while (!lab_take_advance(behind, pool, true, &e))
		train_pool_wait(pool);
	assert_null(lab_take_said(behind, 0));
	lab_take_free(behind, pool);
	train_pool_free(pool);
	lab_free(p);
}

/* The same seed gives the same bits, with one thread or four. */
static void
threads_change_nothing(void **state)
{
	struct lab_plan *p = lab_good(play);
	uint64_t want[2] = { 0, 0 };

	(void)state;
	for (int threads = 1; threads <= 4; threads++) {
		struct train_pool *pool = pool_of(threads);
		struct lab_take *t = lab_play(p, 5, pool, NULL, 0);

		for (int i = 0; i < 2; i++) {
			uint64_t hash = train_run_hash(lab_take_run(t, i));

			assert_true(threads == 1 || hash == want[i]);
			want[i] = hash;
		}
		lab_take_free(t, pool);
		train_pool_free(pool);
	}
	lab_free(p);
}

static void
marks_keep_what_was(void **state)
{
	struct lab_plan *p = lab_good(play);
	struct train_pool *pool = pool_of(2);
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, 1, NULL, 0, &e);
	const struct formula_node *loss = p->step[0].say.hole[0].f;
	double before, mark, after;

	(void)state;
	assert_true(lab_take_value(t, loss, -1, &before, &e));
	assert_false(lab_take_value(t, loss, 0, &mark, &e));
	e = (struct err){ 0 };
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	assert_true(lab_take_value(t, loss, 0, &mark, &e));
	assert_true(lab_take_value(t, loss, -1, &after, &e));
	assert_true(mark == before);
	assert_true(after != before && isfinite(after));
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
holes_wait_for_their_value(void **state)
{
	struct lab_plan *p = lab_good("mark start\ntrain steps=2\nmark end\n"
				      "say\n  {loss(sig,end) > 0} {1 + 1} "
				      "{loss(sig,start) > 0}\n");
	struct train_pool *pool = pool_of(1);
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, 1, NULL, 0, &e);
	struct arena a;

	(void)state;
	assert_true(arena_init(&a, 4096, &e));
	assert_string_equal(lab_take_text(t, &p->step[3].say, -1, &a), "... 2 ...");
	assert_true(lab_take_do(t, 0, pool, false, &e));
	assert_string_equal(lab_take_text(t, &p->step[3].say, -1, &a), "... 2 1");
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	assert_string_equal(lab_take_text(t, &p->step[3].say, -1, &a), "1 2 1");
	arena_done(&a);
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
until_stops_each_run_by_itself(void **state)
{
	struct lab_plan *p = lab_good("train epochs=400 until=\"loss < 0.3\"\n");
	struct train_pool *pool = pool_of(2);
	struct lab_take *t;
	long epoch;

	(void)state;
	t = lab_play(p, 1, pool, NULL, 0);
	epoch = train_run_epoch_steps(lab_take_run(t, 0));
	assert_true(train_run_step(lab_take_run(t, 1))
		    < train_run_step(lab_take_run(t, 0)));
	for (int i = 0; i < 2; i++)
		assert_int_equal(train_run_step(lab_take_run(t, i)) % epoch, 0);
	assert_true(lab_take_progress(t) == 1);
	lab_take_free(t, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
changes_reach_their_run_alone(void **state)
{
	struct lab_plan *p = lab_good(play);
	struct train_pool *pool = pool_of(2);
	struct lab_change c;
	struct err e = { 0 };
	struct lab_take *t, *changed;

	(void)state;
	assert_true(lab_change_parse(p, str_of("sig.act = tanh"), SPAN_NONE, &c, &e));
	assert_int_equal(c.run, 0);
	t = lab_play(p, 1, pool, NULL, 0);
	changed = lab_play(p, 1, pool, &c, 1);
	assert_string_equal(train_spec_act(lab_take_spec(changed, 0)).kind->name, "tanh");
	assert_true(train_run_hash(lab_take_run(t, 0))
		    != train_run_hash(lab_take_run(changed, 0)));
	assert_true(train_run_hash(lab_take_run(t, 1))
		    == train_run_hash(lab_take_run(changed, 1)));
	lab_take_free(t, pool);
	lab_take_free(changed, pool);
	train_pool_free(pool);
	lab_free(p);
}

static void
a_change_is_checked(void **state)
{
	static const char *const bad[][2] = {
		{ "sig.act", "'sig.act' sets nothing" },
		{ "sgi.act=tanh", "there is no run 'sgi'" },
		{ "sig.cat=tanh", "there is no knob 'cat'" },
		{ "act=tanh", "'act' does not say which run's knob it is" },
		{ "sig.act=tnah", "unknown activation 'tnah'" },
		{ "sig.lr=", "'' is not a number" },
	};
	struct lab_plan *p = lab_good(play);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct lab_change c;
		struct err e = { 0 };

		assert_false(lab_change_parse(p, str_of(bad[i][0]), SPAN_NONE, &c, &e));
		assert_string_equal(e.msg, bad[i][1]);
	}
	lab_free(p);
}

void
lab_add_takes(void)
{
	TAP(steps_are_taken_in_order);
	TAP(what_was_said_stays_as_it_was);
	TAP(threads_change_nothing);
	TAP(marks_keep_what_was);
	TAP(holes_wait_for_their_value);
	TAP(until_stops_each_run_by_itself);
	TAP(changes_reach_their_run_alone);
	TAP(a_change_is_checked);
}
