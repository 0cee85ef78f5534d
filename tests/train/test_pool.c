#include "train.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

static const char small[] = "hidden=6,6 act=tanh batch=32";

static struct train_pool *
pool_of(int threads)
{
	struct err e = { 0 };
	struct train_pool *p = train_pool_new(threads, &e);

	assert_non_null(p);
	return p;
}

static const struct train_snapshot *
await_snapshot(struct train_run *r)
{
	const struct train_snapshot *s;

	train_run_watch(r, 4, 4);
	while (!(s = train_run_take(r)))
		sched_yield();
	return s;
}

static void
await_step(struct train_run *r, long step)
{
	while (train_run_step(r) < step)
		sched_yield();
}

static void
a_pool_has_a_worker_for_every_core(void **state)
{
	struct train_pool *p = pool_of(0);

	(void)state;
	assert_true(train_pool_threads(p) >= 1);
	train_pool_wait(p);			/* nothing to wait for */
	train_pool_free(p);
	train_pool_free(NULL);
}

static void
a_run_stops_at_its_goal_and_goes_on_to_the_next(void **state)
{
	struct train_pool *p = pool_of(2);
	struct train_goal g = { .step = 37 };
	struct made m;
	struct train_run *r;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	assert_true(train_pool_idle(p, r));
	train_pool_start(p, &r, 1, &g);
	train_pool_wait(p);
	assert_true(train_pool_idle(p, r));
	assert_int_equal(train_run_step(r), 37);
	assert_int_equal(await_snapshot(r)->state, TRAIN_DONE);
	train_pool_start(p, &r, 1, &g);		/* reached already */
	train_pool_wait(p);
	g.step = 50;
	train_pool_start(p, &r, 1, &g);
	train_pool_wait(p);
	assert_int_equal(train_run_step(r), 50);
	train_pool_free(p);
	train_run_free(r);
	data_drop(&m);
}

static void
a_held_run_stands_still_and_is_still_seen(void **state)
{
	struct train_pool *p = pool_of(2);
	const struct train_goal g = { .step = 1000000 };
	struct made m;
	struct train_run *r;
	long at;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	train_pool_allow(p, r, 0);
	train_pool_start(p, &r, 1, &g);
	assert_int_equal(await_snapshot(r)->facts.step, 0);
	assert_false(train_pool_idle(p, r));
	for (long step = 1; step <= 5; step++) {
		train_pool_allow(p, r, step);
		await_step(r, step);
		assert_int_equal(await_snapshot(r)->facts.step, step);
		assert_int_equal(train_run_step(r), step);
	}
	train_pool_allow(p, r, TRAIN_UNLIMITED);
	await_step(r, 100);
	train_pool_hold(p, r);
	at = await_snapshot(r)->facts.step;
	assert_int_equal(train_run_step(r), at);
	assert_int_equal(await_snapshot(r)->facts.step, at);
	assert_int_equal(await_snapshot(r)->state, TRAIN_GOING);
	train_pool_drop(p, r);
	assert_int_equal(train_run_step(r), at);
	train_pool_free(p);
	train_run_free(r);
	data_drop(&m);
}

/* Posted while steps are taken, a change comes at its step or is refused, never late. */
static void
a_change_for_a_step_is_made_at_it_or_refused(void **state)
{
	struct train_pool *p = pool_of(2);
	const struct train_goal g = { .step = LONG_MAX };
	struct made m;
	struct train_run *r;
	int made = 0;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	train_pool_start(p, &r, 1, &g);
	for (int i = 0; i < 300; i++) {
		const struct train_snapshot *s;
		struct err e = { 0 };
		long at = train_run_step(r) + i % 3;

		if (!train_run_set(r, str_of("lr"), str_of("0.01"), SPAN_NONE, at, &e)) {
			assert_non_null(strstr(e.msg, "has passed"));
			continue;
		}
		made++;
		await_step(r, at + 1);
		while ((s = await_snapshot(r))->facts.step <= at)
			;
		assert_int_equal(s->event[s->n_event - 1].step, at);
	}
	assert_true(made > 0);
	train_pool_free(p);
	train_run_free(r);
	data_drop(&m);
}

static void
a_run_that_is_only_known_is_seen_and_never_trained(void **state)
{
	struct train_pool *p = pool_of(1);
	struct made m;
	struct train_run *r;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	train_pool_add(p, r);
	assert_true(train_pool_idle(p, r));
	assert_int_equal(await_snapshot(r)->state, TRAIN_READY);
	assert_int_equal(await_snapshot(r)->facts.step, 0);
	train_pool_drop(p, r);
	train_run_steps(r, 3);			/* the caller's again */
	assert_int_equal(train_run_step(r), 3);
	train_pool_free(p);
	train_run_free(r);
	data_drop(&m);
}

/* ---- until ---- */

struct below {
	struct train_until until;
	double loss;
};

static bool
is_below(const struct train_until *u, const struct train_facts *f)
{
	const struct below *b = (const struct below *)(const void *)u;

	return f->loss < b->loss;
}

static void
until_stops_at_the_end_of_the_first_epoch_that_meets_it(void **state)
{
	const struct below b = { { is_below }, 0.3 };
	const struct train_goal g = { .step = 100000, .until = &b.until };
	const char *knobs = "hidden=16 opt=adam lr=0.02 batch=25";
	struct train_pool *p = pool_of(2);
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct made m;
	struct train_run *r, *hand;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, knobs);
	hand = run_from(&m.set, knobs);
	train_pool_start(p, &r, 1, &g);
	train_pool_wait(p);
	assert_true(train_pool_idle(p, r));
	assert_true(arena_init(&a, train_facts_need(hand), &e));
	do {
		arena_reset(&a);
		train_run_steps(hand, 4);
		train_run_facts(hand, &f, &a);
	} while (f.loss >= 0.3);
	assert_int_equal(train_run_step(r), train_run_step(hand));
	assert_true(train_run_hash(r) == train_run_hash(hand));
	assert_int_equal(await_snapshot(r)->state, TRAIN_DONE);
	train_pool_free(p);
	train_run_free(r);
	train_run_free(hand);
	arena_done(&a);
	data_drop(&m);
}

/* ---- lockstep ---- */

enum { TEAM = 3 };
struct race {
	struct train_until until;
	struct train_run *run[TEAM];
	atomic_long widest;
};

/* Called on a worker between steps: how far apart is the team? */
static bool
measure_lead(const struct train_until *u, const struct train_facts *f)
{
	struct race *race = (struct race *)(uintptr_t)u;

	for (int i = 0; i < TEAM; i++) {
		long ahead = f->step - train_run_step(race->run[i]);

		if (ahead > atomic_load(&race->widest))
			atomic_store(&race->widest, ahead);
	}
	return false;
}

static void
lockstep_keeps_a_team_within_one_chunk(void **state)
{
	struct race race = { .until = { measure_lead } };
	const struct train_goal g = { .step = 300,
				      .until = &race.until,
				      .lockstep = true };
	const char *const knobs[TEAM] = { "batch=1000", "hidden=4x32 batch=1000",
					  "hidden=8 batch=1000" };
	struct train_pool *p = pool_of(3);
	struct made m;

	(void)state;
	data_from(&m, "circles n=100", 1);
	atomic_init(&race.widest, 0);
	for (int i = 0; i < TEAM; i++)
		race.run[i] = run_from(&m.set, knobs[i]);
	train_pool_start(p, race.run, TEAM, &g);
	for (int i = 0; i < TEAM; i++)
		while (!train_pool_idle(p, race.run[i]))
			train_pool_wait(p);
	assert_true(atomic_load(&race.widest) <= TRAIN_CHUNK);
	train_pool_free(p);
	for (int i = 0; i < TEAM; i++) {
		assert_int_equal(train_run_step(race.run[i]), 300);
		train_run_free(race.run[i]);
	}
	data_drop(&m);
}

static void
a_team_goes_on_without_those_who_stopped_or_left(void **state)
{
	const struct train_goal g = { .step = 200, .lockstep = true };
	const char *const knobs[TEAM] = { "hidden=8,8 lr=1e30", "hidden=8", "hidden=4" };
	struct train_pool *p = pool_of(2);
	struct train_run *run[TEAM];
	struct made m;

	(void)state;
	data_from(&m, "circles n=100", 1);
	for (int i = 0; i < TEAM; i++)
		run[i] = run_from(&m.set, knobs[i]);
	train_pool_allow(p, run[2], 20);
	train_pool_start(p, run, TEAM, &g);
	await_step(run[1], 20 + TRAIN_CHUNK);
	assert_int_equal(await_snapshot(run[1])->facts.step, 20 + TRAIN_CHUNK);
	assert_int_equal(train_run_step(run[2]), 20);
	train_pool_drop(p, run[2]);
	while (!train_pool_idle(p, run[1]))
		train_pool_wait(p);
	assert_int_equal(train_run_step(run[1]), 200);
	assert_true(train_run_diverged(run[0]));
	assert_true(train_pool_idle(p, run[0]));
	train_pool_free(p);
	for (int i = 0; i < TEAM; i++)
		train_run_free(run[i]);
	data_drop(&m);
}

struct quiet {
	struct train_until until;
	struct train_run *other;
	atomic_bool broken;
};

/* Called on a worker after each epoch of one run: has the other moved? */
static bool
other_moved(const struct train_until *u, const struct train_facts *f)
{
	struct quiet *q = (struct quiet *)(uintptr_t)u;

	if (f->step && train_run_step(q->other))
		atomic_store(&q->broken, true);
	return false;
}

static void
the_background_waits_for_the_foreground(void **state)
{
	struct quiet q = { .until = { other_moved } };
	const struct train_goal front = { .step = 400, .until = &q.until };
	const struct train_goal back = { .step = 400, .background = true };
	struct train_pool *p = pool_of(1);
	struct train_run *a, *b;
	struct made m;

	(void)state;
	data_from(&m, "circles n=100", 1);
	a = run_from(&m.set, small);
	b = run_from(&m.set, small);
	q.other = b;
	atomic_init(&q.broken, false);
	train_pool_allow(p, b, 0);
	train_pool_start(p, &b, 1, &back);
	train_pool_start(p, &a, 1, &front);
	train_pool_allow(p, b, TRAIN_UNLIMITED);
	while (!train_pool_idle(p, a))
		train_pool_wait(p);
	assert_false(atomic_load(&q.broken));
	while (!train_pool_idle(p, b))
		train_pool_wait(p);
	assert_int_equal(train_run_step(b), 400);
	train_pool_free(p);
	train_run_free(a);
	train_run_free(b);
	data_drop(&m);
}

static void
a_freed_pool_leaves_its_runs_whole(void **state)
{
	const struct train_goal g = { .step = TRAIN_UNLIMITED };
	struct train_pool *p = pool_of(2);
	struct train_run *r, *plain;
	struct made m;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	plain = run_from(&m.set, small);
	train_pool_start(p, &r, 1, &g);
	await_step(r, 50);
	train_pool_free(p);
	train_run_steps(plain, train_run_step(r));
	assert_true(train_run_hash(r) == train_run_hash(plain));
	train_run_watch(r, 4, 4);
	train_run_steps(r, 0);
	assert_non_null(train_run_take(r));
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
}

static void
a_run_can_be_looked_at_by_its_caller_while_it_trains(void **state)
{
	const struct train_goal g = { .step = 2000 };
	struct train_pool *p = pool_of(2);
	struct train_run *r, *plain;
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct made m;

	(void)state;
	data_from(&m, "circles n=100", 1);
	r = run_from(&m.set, small);
	plain = run_from(&m.set, small);
	assert_true(arena_init(&a, train_facts_need(r), &e));
	train_pool_start(p, &r, 1, &g);
	for (long last = 0; !train_pool_idle(p, r); last = f.step) {
		arena_reset(&a);
		train_run_watch(r, 5, 5);
		train_run_facts(r, &f, &a);
		assert_true(f.step >= last);
	}
	train_run_steps(plain, 2000);
	assert_true(train_run_hash(r) == train_run_hash(plain));
	train_pool_free(p);
	train_run_free(r);
	train_run_free(plain);
	arena_done(&a);
	data_drop(&m);
}

/* ---- many runs, and a caller who changes his mind all the time ---- */

enum { MANY = 12, TURNS = 3000, END = 400 };

static void
meddle(struct train_pool *p, struct train_run **run, struct rng *g)
{
	struct train_run *r = run[rng_below(g, MANY)];
	struct train_goal goal = { .step = END, .lockstep = rng_below(g, 2),
				   .background = rng_below(g, 4) == 0 };
	int from = rng_below(g, MANY - 3);

	switch (rng_below(g, 9)) {
	case 0: train_pool_start(p, &r, 1, &goal); break;
	case 1: train_pool_start(p, run + from, 3, &goal); break;
	case 2: train_pool_hold(p, r); break;
	case 3: train_pool_allow(p, r, train_run_step(r) + rng_below(g, 20)); break;
	case 4: train_pool_allow(p, r, TRAIN_UNLIMITED); break;
	case 5: train_pool_drop(p, r); break;
	case 6: train_pool_add(p, r); break;
	case 7: train_run_watch(r, rng_below(g, 9), 4); break;
	case 8: train_run_take(r); break;
	}
}

static void
many_runs_survive_a_caller_who_meddles(void **state)
{
	const struct train_goal all = { .step = END };
	struct train_pool *p = pool_of(4);
	struct train_run *run[MANY], *plain;
	struct made m;
	struct rng g;

	(void)state;
	data_from(&m, "circles n=100", 1);
	plain = run_from(&m.set, small);
	for (int i = 0; i < MANY; i++)
		run[i] = run_from(&m.set, small);
	rng_init(&g, 5, "order", 0);
	for (int i = 0; i < TURNS; i++)
		meddle(p, run, &g);
	for (int i = 0; i < MANY; i++)
		train_pool_allow(p, run[i], TRAIN_UNLIMITED);
	train_pool_start(p, run, MANY, &all);
	for (int i = 0; i < MANY; i++)
		while (!train_pool_idle(p, run[i]))
			train_pool_wait(p);
	train_run_steps(plain, END);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(train_run_step(run[i]), END);
		assert_true(train_run_hash(run[i]) == train_run_hash(plain));
	}
	train_pool_free(p);
	for (int i = 0; i < MANY; i++)
		train_run_free(run[i]);
	train_run_free(plain);
	data_drop(&m);
}

void
pool_cases(void)
{
	TAP(a_pool_has_a_worker_for_every_core);
	TAP(a_run_stops_at_its_goal_and_goes_on_to_the_next);
	TAP(a_held_run_stands_still_and_is_still_seen);
	TAP(a_change_for_a_step_is_made_at_it_or_refused);
	TAP(a_run_that_is_only_known_is_seen_and_never_trained);
	TAP(until_stops_at_the_end_of_the_first_epoch_that_meets_it);
	TAP(lockstep_keeps_a_team_within_one_chunk);
	TAP(a_team_goes_on_without_those_who_stopped_or_left);
	TAP(the_background_waits_for_the_foreground);
	TAP(a_freed_pool_leaves_its_runs_whole);
	TAP(a_run_can_be_looked_at_by_its_caller_while_it_trains);
	TAP(many_runs_survive_a_caller_who_meddles);
}
