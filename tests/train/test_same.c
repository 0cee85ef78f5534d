/* The promise that watching changes nothing: the same bits headless and in a pool, with
 * any number of threads, watched or not, in lockstep or not, held and let go. */
#include "train.h"
#include "train/run.h"

#include <sched.h>

enum { RUNS = 4, STEPS = 250 };
static const char *const knobs[RUNS] = {
	"hidden=5x12 act=sigmoid init=xavier lr=0.1 batch=16",
	"hidden=8,8 act=relu opt=adam lr=0.01 batch=24 last=keep",
	"hidden=3x9 act=tanh,relu,gelu loss=bce_logits momentum=0.9 nesterov=yes batch=7",
	"hidden=10 opt=adamw loss=mse batch=200",
};

struct way {
	int threads;			/* 0: train_run_steps, no pool */
	int watch;			/* 0: never; n: asks again after n looks around */
	bool lockstep;
	bool held;			/* let go a few steps at a time */
	bool checked;			/* by an until */
	const char *name;
};
static const struct way ways[] = {
	{ 0, 1, false, false, false, "headless, watched after each step" },
	{ 1, 0, false, false, false, "one thread" },
	{ 2, 0, false, false, false, "two threads" },
	{ 4, 0, false, false, false, "four threads" },
	{ 4, 0, true,  false, false, "four threads in lockstep" },
	{ 1, 1, false, false, false, "one thread, watched all the time" },
	{ 2, 1, true,  false, false, "two threads in lockstep, watched all the time" },
	{ 4, 1, false, false, false, "four threads, watched all the time" },
	{ 2, 50, false, false, false, "two threads, watched now and then" },
	{ 2, 7, true,  true,  false, "two threads in lockstep, held and let go" },
	{ 2, 3, false, false, true, "two threads, asked to stop after every epoch" },
};

static void
watch_steps(struct train_run *r)
{
	for (int i = 0; i < STEPS; i++) {
		if (i % 9 == 0)
			train_run_watch(r, 8, 8);
		train_run_steps(r, 1);
		train_run_take(r);
	}
}

static bool
all_idle(struct train_pool *p, struct train_run **run)
{
	for (int i = 0; i < RUNS; i++)
		if (!train_pool_idle(p, run[i]))
			return false;
	return true;
}

static void
look_around(struct train_pool *p, struct train_run **run, const struct way *w, long turn)
{
	for (int i = 0; i < RUNS; i++) {
		if (w->watch && turn % w->watch == 0)
			train_run_watch(run[i], 4 + i, 6);
		train_run_take(run[i]);
		if (w->held)
			train_pool_allow(p, run[i],
					 train_run_step(run[i]) + (turn + i) % 3);
	}
	sched_yield();
}

static bool
never(const struct train_until *u, const struct train_facts *f)
{
	(void)u;
	return f->loss < 0;
}

static void
pool_steps(struct train_run **run, const struct way *w)
{
	const struct train_until until = { never };
	struct train_goal g = { .step = STEPS, .lockstep = w->lockstep,
				.until = w->checked ? &until : NULL };
	struct err e = { 0 };
	struct train_pool *p = train_pool_new(w->threads, &e);

	assert_non_null(p);
	assert_int_equal(train_pool_threads(p), w->threads);
	train_pool_start(p, run, RUNS, &g);
	if (w->watch)
		for (long turn = 0; !all_idle(p, run); turn++)
			look_around(p, run, w, turn);
	else
		while (!all_idle(p, run))
			train_pool_wait(p);
	train_pool_free(p);
}

static void
the_bits_are_those_of_a_headless_run(void **state)
{
	const struct way *w = *state;
	struct train_run *run[RUNS], *plain[RUNS];
	struct made m;

	data_from(&m, "circles n=150", 1);
	for (int i = 0; i < RUNS; i++) {
		run[i] = run_from(&m.set, knobs[i]);
		plain[i] = run_from(&m.set, knobs[i]);
		train_run_steps(plain[i], STEPS);
	}
	if (w->threads)
		pool_steps(run, w);
	for (int i = 0; i < RUNS; i++) {
		if (!w->threads)
			watch_steps(run[i]);
		assert_int_equal(train_run_step(run[i]), STEPS);
		assert_true(train_run_hash(run[i]) == train_run_hash(plain[i]));
		train_run_free(run[i]);
		train_run_free(plain[i]);
	}
	data_drop(&m);
}

static void
facts_change_nothing(void **state)
{
	struct made m;
	struct train_run *a, *b;
	struct train_facts f;
	struct arena own;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=150", 1);
	a = run_from(&m.set, knobs[1]);
	b = run_from(&m.set, knobs[1]);
	assert_true(arena_init(&own, train_facts_need(a), &e));
	for (int i = 0; i < 40; i++) {
		uint64_t before = train_run_hash(a);

		arena_reset(&own);
		train_run_facts(a, &f, &own);
		assert_true(train_run_hash(a) == before);
		train_run_steps(a, 3);
	}
	train_run_steps(b, 120);
	assert_true(train_run_hash(a) == train_run_hash(b));
	arena_done(&own);
	train_run_free(a);
	train_run_free(b);
	data_drop(&m);
}

static void
another_seed_gives_other_bits_and_the_same_seed_the_same(void **state)
{
	struct made m;
	struct train_spec s;
	uint64_t hash[3];

	(void)state;
	data_from(&m, "circles n=150", 1);
	spec_from(&s, &m.set, knobs[0]);
	for (int i = 0; i < 3; i++) {
		struct err e = { 0 };
		struct train_run *r;

		s.seed = i == 2 ? 8 : 7;
		r = train_run_new(&s, &e);
		assert_non_null(r);
		train_run_steps(r, 30);
		hash[i] = train_run_hash(r);
		train_run_free(r);
	}
	assert_true(hash[0] == hash[1]);
	assert_true(hash[0] != hash[2]);
	data_drop(&m);
}

static void
every_kernel_gives_the_same_bits(void **state)
{
	const char *const was = num_kernel();
	uint64_t want[RUNS] = { 0 };
	struct made m;
	int tried = 0;

	(void)state;
	data_from(&m, "circles n=150", 1);
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		for (int i = 0; i < RUNS; i++) {
			struct train_run *r = run_from(&m.set, knobs[i]);

			train_run_steps(r, 100);
			if (!tried)
				want[i] = train_run_hash(r);
			else if (train_run_hash(r) != want[i])
				fail_msg("%s differs on %s", *k, knobs[i]);
			train_run_free(r);
		}
		tried++;
	}
	assert_true(tried > 0);
	assert_true(num_kernel_use(was));
	data_drop(&m);
}

/* Parameters after 100 steps, once and for all: another compiler, processor or order of
 * summation must not change them, and who means to change them says so here. */
static const uint64_t promised[RUNS] = {
	0x6a2e6ec03f1af1ce, 0x17de835c50373440, 0x7db622cd6d0868d5, 0x8ea22cc6c86f27b4
};

static void
check_promised(const struct data_set *d, const char *kernel)
{
	for (int i = 0; i < RUNS; i++) {
		struct train_run *r = run_from(d, knobs[i]);
		uint64_t hash;

		train_run_steps(r, 100);
		hash = num_hash(NUM_HASH_START, r->net.param,
				r->net.n_param * (int)sizeof(float));
		train_run_free(r);
		if (hash != promised[i])
			fail_msg("0x%016llx with %s on %s", (unsigned long long)hash,
				 kernel, knobs[i]);
	}
}

static void
the_bits_are_those_of_every_machine(void **state)
{
	const char *const was = num_kernel();
	struct made m;

	(void)state;
	data_from(&m, "circles n=150", 1);
	for (const char *const *k = num_kernel_names(); *k; k++)
		if (num_kernel_use(*k))
			check_promised(&m.set, *k);
	assert_true(num_kernel_use(was));
	data_drop(&m);
}

/* ---- knobs ---- */

struct turn {
	const char *key, *value;
};
static const struct turn turns[] = {
	{ "lr", "0.5" }, { "act", "tanh" }, { "opt", "adam" }, { "batch", "50" },
	{ "loss", "mse" }, { "last", "drop" }, { "weight_decay", "0.01" },
	{ "momentum", "0.5" },
};
static const char plain[] = "hidden=8,8 act=relu out=2 lr=0.1 batch=16 last=keep";

static void
a_change_ahead_of_time_equals_one_made_at_its_step(void **state)
{
	const struct turn *t = *state;
	struct made m;
	struct train_run *ahead, *hand, *none, *pooled;
	struct train_goal g = { .step = 120 };
	struct err e = { 0 };
	struct train_pool *p = train_pool_new(2, &e);

	data_from(&m, "circles n=150", 1);
	ahead = run_from(&m.set, plain);
	hand = run_from(&m.set, plain);
	none = run_from(&m.set, plain);
	pooled = run_from(&m.set, plain);
	assert_true(run_turn(ahead, t->key, t->value, 53, &e));
	assert_true(run_turn(pooled, t->key, t->value, 53, &e));
	train_run_steps(ahead, 120);
	train_run_steps(hand, 53);
	assert_true(run_turn(hand, t->key, t->value, -1, &e));
	train_run_steps(hand, 67);
	train_run_steps(none, 120);
	train_pool_start(p, &pooled, 1, &g);
	train_pool_wait(p);
	train_pool_free(p);
	assert_true(train_run_hash(ahead) == train_run_hash(hand));
	assert_true(train_run_hash(pooled) == train_run_hash(hand));
	assert_true(train_run_hash(none) != train_run_hash(hand));
	assert_string_equal(param_text(&train_run_spec(ahead)->knob, t->key), t->value);
	train_run_free(ahead);
	train_run_free(hand);
	train_run_free(none);
	train_run_free(pooled);
	data_drop(&m);
}

struct refusal {
	const char *key, *value;
	long at;
	const char *error;
};
static const struct refusal refusals[] = {
	{ "hidden", "4", -1, "hidden= is fixed once a run is built" },
	{ "init", "zero", -1, "init= is fixed once a run is built" },
	{ "act", "tnah", -1, "unknown activation 'tnah'" },
	{ "act", "prelu", -1, "act=prelu has trained parameters" },
	{ "momentun", "0.5", -1, "there is no knob 'momentun'" },
	{ "act", "tanh,relu,tanh", -1, "act= names 3 activations, hidden= has 2 layers" },
	{ "loss", "mae(sum,3)", -1, "'3' is one parameter too many" },
	{ "lr", "x", -1, "'x' is not a number" },
	{ "lr", "0.2", 5, "step 5 has passed: the run is at step 10" },
	{ "batch", "600", -1,
	  "batch=600 is more than the 512 rows this run has room for" },
};

static void
a_change_that_cannot_be_is_refused_at_once(void **state)
{
	const struct refusal *c = *state;
	struct made m;
	struct train_run *a, *b;
	struct err e = { 0 };

	data_from(&m, "circles n=700", 1);
	a = run_from(&m.set, plain);
	b = run_from(&m.set, plain);
	train_run_steps(a, 10);
	assert_false(run_turn(a, c->key, c->value, c->at, &e));
	assert_string_equal(e.msg, c->error);
	train_run_steps(a, 10);
	train_run_steps(b, 20);
	assert_true(train_run_hash(a) == train_run_hash(b));
	train_run_free(a);
	train_run_free(b);
	data_drop(&m);
}

static void
too_many_changes_ahead_of_time_are_refused(void **state)
{
	struct made m;
	struct train_run *r;
	struct err e = { 0 };
	int n = 0;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, plain);
	while (n < 1000 && run_turn(r, "lr", "0.2", 200 - n, &e))
		n++;
	assert_int_equal(n, TRAIN_CHANGES_MAX);
	assert_string_equal(e.msg, "more than 128 changes of one run");
	train_run_steps(r, 201);
	e = (struct err){ 0 };
	assert_true(run_turn(r, "lr", "0.2", -1, &e));
	train_run_free(r);
	data_drop(&m);
}

void
same_cases(void)
{
	char name[120];

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		snprintf(name, sizeof(name), "same bits: %s", ways[i].name);
		tap_add(name, the_bits_are_those_of_a_headless_run, &ways[i]);
	}
	TAP(facts_change_nothing);
	TAP(another_seed_gives_other_bits_and_the_same_seed_the_same);
	TAP(every_kernel_gives_the_same_bits);
	TAP(the_bits_are_those_of_every_machine);
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		snprintf(name, sizeof(name), "a change ahead of time: %s", turns[i].key);
		tap_add(name, a_change_ahead_of_time_equals_one_made_at_its_step,
			&turns[i]);
	}
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		snprintf(name, sizeof(name), "a change refused: %s=%s", refusals[i].key,
			 refusals[i].value);
		tap_add(name, a_change_that_cannot_be_is_refused_at_once, &refusals[i]);
	}
	TAP(too_many_changes_ahead_of_time_are_refused);
}
