/* Time travel: every step is met again with the bits that it had the first time. */
#include "train.h"
#include "train/run.h"

#include <string.h>

enum { STEPS = 1000 };

static const struct kind {
	const char *what, *data, *layers, *knobs;
} kinds[] = {
	{ "sgd", "circles n=100", "", "hidden=8" },
	{ "momentum_and_an_incomplete_batch", "spirals n=101", "",
	  "hidden=8 momentum=0.9 nesterov=yes batch=30 last=keep" },
	{ "adam", "moons n=100 test=0.2", "", "hidden=8,8 opt=adam lr=0.01" },
	{ "adamw", "moons n=100", "", "hidden=8 opt=adamw lr=0.01" },
	{ "nadam", "plane n=64", "", "hidden=4 opt=nadam" },
	{ "rmsprop", "blobs n=64", "", "hidden=4 opt=rmsprop momentum=0.5 centered=yes" },
	{ "adagrad", "blobs n=64", "", "hidden=4 opt=adagrad" },
	{ "a_schedule", "xor n=64", "", "hidden=8 schedule=cosine(300) clip=0.5" },
	{ "the_whole_set_as_batch", "sine n=40", "", "hidden=8 loss=mse batch=40" },
	{ "small_numbers", "circles n=100", "",
	  "hidden=8,8 precision=float16 scale=dynamic(1024,every=30) lr=0.5" },
	{ "bfloat16", "circles n=100", "", "hidden=8,8 precision=bfloat16" },
	{ "a_learned_slope", "circles n=100", "", "hidden=8 act=prelu" },
	{ "dropout", "circles n=100", "dense dropout dense", "opt=adam lr=0.01" },
	{ "batchnorm", "circles n=100", "dense batchnorm dropout dense", "lr=0.05" },
	{ NULL, NULL, NULL, NULL }
};

/* Hidden layers of eight, and one at the end as wide as the classes. */
static int
layers_from(struct nn_layer_spec *l, const char *text)
{
	struct str rest = str_of(text), word;
	int n = 0;

	while (*text && str_cut(&rest, ' ', &word)) {
		const struct nn_layer_kind *kind = nn_layer_kind_find(word);

		assert_non_null(kind);
		l[n] = (struct nn_layer_spec){ .kind = kind };
		for (int i = 0; kind->param && kind->param[i].name; i++)
			l[n].arg[i] = kind->param[i].def;
		if (str_is(word, "dense")) {
			l[n].arg[0] = rest.n ? 8 : 2;
			l[n].init.kind = nn_init_find(str_of("xavier"));
		}
		n++;
	}
	return n;
}

static struct train_run *
made_from(const struct kind *k, const struct made *m, struct nn_layer_spec *layer)
{
	struct train_spec s;
	struct err e = { 0 };
	struct train_run *r;

	spec_from(&s, &m->set, k->knobs);
	s.depth = layers_from(layer, k->layers);
	s.layer = layer;
	r = train_run_new(&s, &e);
	if (!r)
		fail_msg("%s: %s", k->what, e.msg);
	return r;
}

/* Knobs turned on the way: at their step, before it is looked at. */
static const struct { long at; const char *key, *value; } turns[] = {
	{ 0, "lr", "0.05" }, { 70, "loss_weight", "1.5" }, { 70, "clip", "0.7" },
	{ 150, "opt", "adam" }, { 151, "lr", "0.01" }, { 220, "batch", "25" },
	{ 352, "opt", "sgd" },
};

static void
train_and_turn(struct train_run *r, long to, uint64_t *hash)
{
	struct err e = { 0 };

	for (long i = train_run_step(r);; i++) {
		for (size_t t = 0; t < sizeof(turns) / sizeof(turns[0]); t++)
			if (turns[t].at == i)
				assert_true(run_turn(r, turns[t].key, turns[t].value, -1,
						     &e));
		hash[i] = train_run_hash(r);
		if (i == to)
			return;
		train_run_steps(r, 1);
	}
}

/* Bytes that hold about five states of such a run: some are thinned out. */
static size_t
bytes_for(const struct kind *k, const struct made *m, struct nn_layer_spec *layer)
{
	struct train_run *r = made_from(k, m, layer);
	struct train_past_room room;
	struct err e = { 0 };

	assert_true(train_run_remember(r, 1 << 20, &e));
	train_run_past(r, &room);
	train_run_free(r);
	assert_int_equal(room.states, 1);
	return sizeof(struct train_past) + TRAIN_CHANGES_MAX * sizeof(struct train_change)
	       + 6 * room.state;
}

static void
visit(struct train_run *twin, struct train_run *r, long step, const uint64_t *hash)
{
	train_run_seek(twin, r, step);
	train_run_steps(twin, step - train_run_step(twin));
	assert_int_equal(train_run_step(twin), step);
	if (train_run_hash(twin) != hash[step])
		fail_msg("other bits at step %ld", step);
}

static void
steps_are_met_again_in_any_order_with_the_same_bits(void **state)
{
	const struct kind *k = *state;
	static uint64_t hash[STEPS + 1];
	struct nn_layer_spec layer[8];
	struct train_past_room room;
	struct train_run *r, *twin;
	struct err e = { 0 };
	struct made m;
	struct rng any;
	size_t bytes;

	data_from(&m, k->data, 5);
	bytes = bytes_for(k, &m, layer);
	r = made_from(k, &m, layer);
	assert_true(train_run_remember(r, bytes, &e));
	train_and_turn(r, STEPS, hash);
	train_run_past(r, &room);
	assert_int_equal(room.first, 0);
	assert_true(room.every > TRAIN_PAST_EVERY && room.states >= 3);
	assert_true(room.used <= bytes && room.bound == bytes);
	twin = train_run_twin(r, &e);
	assert_non_null(twin);
	rng_init(&any, 3, "visits", 0);
	visit(twin, r, 0, hash);
	visit(twin, r, STEPS, hash);
	for (int i = 0; i < 40; i++)
		visit(twin, r, (long)rng_below(&any, STEPS + 1), hash);
	for (long i = 160; i > 140; i--)
		visit(twin, r, i, hash);
	assert_true(train_run_hash(r) == hash[STEPS]);	/* nobody disturbed it */
	train_run_free(twin);
	train_run_free(r);
	data_drop(&m);
}

static struct train_run *
plain_run(struct made *m, size_t bytes)
{
	struct train_run *r;
	struct err e = { 0 };

	data_from(m, "circles n=100", 5);
	r = run_from(&m->set, "hidden=8 lr=0.2 batch=16");
	if (bytes && !train_run_remember(r, bytes, &e))
		fail_msg("%s", e.msg);
	return r;
}

static void
remembering_changes_nothing(void **state)
{
	struct made a, b;
	struct train_run *r = plain_run(&a, 1 << 20), *plain = plain_run(&b, 0);

	(void)state;
	train_run_steps(r, 333);
	train_run_steps(plain, 333);
	assert_true(train_run_hash(r) == train_run_hash(plain));
	train_run_free(r);
	train_run_free(plain);
	data_drop(&a);
	data_drop(&b);
}

static void
a_past_without_room_is_refused(void **state)
{
	struct made m;
	struct train_run *r = plain_run(&m, 0);
	struct err e = { 0 };

	(void)state;
	assert_false(train_run_remember(r, 1000, &e));
	assert_non_null(strstr(e.msg, "has no room for two states"));
	train_run_free(r);
	data_drop(&m);
}

static void
a_branch_is_the_run_with_one_knob_turned(void **state)
{
	struct made m, other;
	struct train_run *r = plain_run(&m, 1 << 20), *plain = plain_run(&other, 0);
	struct train_run *branch;
	const struct train_snapshot *s;
	struct err e = { 0 };

	(void)state;
	assert_true(run_turn(r, "momentum", "0.5", 20, &e));
	assert_true(run_turn(plain, "momentum", "0.5", 20, &e));
	assert_true(run_turn(r, "lr", "0.01", 120, &e));
	assert_true(run_turn(plain, "act", "tanh", 107, &e));
	train_run_steps(r, 300);
	branch = train_run_branch(r, "other", 107, &e);
	assert_non_null(branch);
	assert_true(run_turn(branch, "act", "tanh", 107, &e));
	train_run_steps(branch, 300 - train_run_step(branch));
	train_run_steps(plain, 300);
	assert_true(train_run_hash(branch) == train_run_hash(plain));
	assert_string_equal(train_run_spec(branch)->name, "other");
	s = run_shot(branch, 0, 0);
	assert_int_equal(s->point[0].step, 107);	/* where the curve forks */
	assert_int_equal(s->n_event, 1);
	assert_string_equal(s->event[0].text, "act tanh");
	train_run_free(branch);
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
	data_drop(&other);
}

/* The second of three changes goes: the run is what it would be without it. */
static void
a_change_taken_back_has_never_been(void **state)
{
	struct made m, other;
	struct train_run *r = plain_run(&m, 1 << 20), *plain = plain_run(&other, 0);
	struct train_made made[4];
	const struct train_snapshot *s;
	struct err e = { 0 };
	struct train_made was;

	(void)state;
	assert_true(run_turn(r, "lr", "0.1", 50, &e));
	train_run_steps(r, 77);
	assert_true(run_turn(r, "act", "tanh", -1, &e));
	assert_int_equal(train_run_told(r), 2);
	assert_true(run_turn(r, "momentum", "0.5", 90, &e));
	train_run_steps(r, 60);
	assert_true(run_turn(r, "clip", "2", 200, &e));	/* is yet to come */
	assert_true(train_run_unmake(r, 2, &was, &e));
	assert_int_equal(was.step, 77);
	assert_string_equal(was.knob, "act");
	assert_string_equal(was.value, "tanh");
	assert_true(train_run_step(r) <= 77);
	assert_string_equal(param_text(&train_run_spec(r)->knob, "act"), "relu");
	assert_string_equal(param_text(&train_run_spec(r)->knob, "clip"), "2");
	train_run_steps(r, 250 - train_run_step(r));
	assert_true(run_turn(plain, "lr", "0.1", 50, &e));
	assert_true(run_turn(plain, "momentum", "0.5", 90, &e));
	assert_true(run_turn(plain, "clip", "2", 200, &e));
	train_run_steps(plain, 250);
	assert_true(train_run_hash(r) == train_run_hash(plain));
	assert_int_equal(train_run_made(r, made, 4), 3);
	assert_string_equal(made[1].knob, "momentum");
	assert_int_equal(made[1].step, 90);
	assert_false(train_run_unmake(r, 2, &was, &e));
	s = run_shot(r, 0, 0);
	assert_int_equal(s->n_event, 3);
	assert_int_equal(s->n_point, 250);
	for (int i = 0; i < s->n_point; i++)
		assert_int_equal(s->point[i].step, i + 1);
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
	data_drop(&other);
}

/* A learning rate that blows up is what is most often wanted back. */
static void
a_run_that_stopped_is_brought_back(void **state)
{
	struct made m, other;
	struct train_run *r = plain_run(&m, 1 << 20), *plain = plain_run(&other, 0);
	struct err e = { 0 };
	struct train_made was;

	(void)state;
	train_run_steps(r, 40);
	assert_true(run_turn(r, "lr", "1e30", -1, &e));
	train_run_steps(r, 40);
	assert_true(train_run_diverged(r));
	assert_true(train_run_unmake(r, 1, &was, &e));
	assert_false(train_run_diverged(r));
	assert_string_equal(train_run_stopped(r), "");
	train_run_steps(r, 80 - train_run_step(r));
	train_run_steps(plain, 80);
	assert_true(train_run_hash(r) == train_run_hash(plain));
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
	data_drop(&other);
}

/* While a worker trains it: twins of steps that have been, changes taken back. */
static void
a_run_is_visited_and_set_back_while_it_trains(void **state)
{
	struct made m, other;
	struct train_run *r = plain_run(&m, 1 << 20), *plain = plain_run(&other, 0),
		*twin;
	struct train_goal g = { .step = 3000 };
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(2, &e);
	struct train_made was;

	(void)state;
	twin = train_run_twin(r, &e);
	train_pool_start(pool, &r, 1, &g);
	for (int i = 0; i < 30; i++) {
		struct train_goal to = { .step = train_run_step(r) * i / 30 };

		train_pool_drop(pool, twin);
		train_run_seek(twin, r, to.step);
		train_pool_start(pool, &twin, 1, &to);
	}
	assert_true(run_turn(r, "lr", "0.01", -1, &e));
	assert_true(train_run_unmake(r, 1, &was, &e));
	while (!train_pool_idle(pool, r) || !train_pool_idle(pool, twin))
		train_pool_wait(pool);
	train_pool_free(pool);
	train_run_steps(plain, 3000);
	assert_true(train_run_hash(r) == train_run_hash(plain));
	train_run_free(twin);
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
	data_drop(&other);
}

static bool
is_late(const struct train_until *u, const struct train_facts *f)
{
	(void)u;
	return f->step > 100;
}

/* Its end was behind steps that are taken once more. */
static void
a_run_whose_until_was_met_comes_to_its_end_again(void **state)
{
	const struct train_until late = { is_late };
	struct made m;
	struct train_run *r = plain_run(&m, 1 << 20);
	struct train_goal g = { .step = 3000, .until = &late };
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(2, &e);
	struct train_made was;
	uint64_t hash;
	long end;

	(void)state;
	train_pool_start(pool, &r, 1, &g);
	while (!train_pool_idle(pool, r))
		train_pool_wait(pool);
	end = train_run_step(r);
	hash = train_run_hash(r);
	assert_in_range(end, 101, 2999);
	assert_true(end % TRAIN_PAST_EVERY != 0);
	assert_true(run_turn(r, "lr", "0.01", -1, &e));
	train_run_hash(r);
	assert_true(train_run_unmake(r, 1, &was, &e));
	assert_int_equal(was.step, end);
	while (!train_pool_idle(pool, r))
		train_pool_wait(pool);
	assert_int_equal(train_run_step(r), end);
	assert_true(train_run_hash(r) == hash);
	train_pool_free(pool);
	train_run_free(r);
	data_drop(&m);
}

void
past_cases(void)
{
	char name[100];

	TAP(remembering_changes_nothing);
	TAP(a_past_without_room_is_refused);
	TAP(a_branch_is_the_run_with_one_knob_turned);
	TAP(a_change_taken_back_has_never_been);
	TAP(a_run_that_stopped_is_brought_back);
	TAP(a_run_is_visited_and_set_back_while_it_trains);
	TAP(a_run_whose_until_was_met_comes_to_its_end_again);

	for (const struct kind *k = kinds; k->what; k++) {
		snprintf(name, sizeof(name),
			 "steps are met again in any order with the same bits: %s",
			 k->what);
		tap_add(name, steps_are_met_again_in_any_order_with_the_same_bits, k);
	}
}
