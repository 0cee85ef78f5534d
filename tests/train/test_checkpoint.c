#include "train.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[] = "test_checkpoint.XXXXXX";

static const char *
file_in_dir(const char *name)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

/* ---- the same bits as never having stopped ---- */

static const struct kind {
	const char *what, *data, *knobs;
	long before, after;
} kinds[] = {
	{ "plain", "circles n=100", "hidden=8", 7, 9 },
	{ "adam", "moons n=100 test=0.2", "hidden=8,8 opt=adam lr=0.01", 12, 11 },
	{ "momentum_and_an_incomplete_batch", "spirals n=101",
	  "hidden=8 momentum=0.9 batch=30 last=keep", 6, 10 },
	{ "a_schedule", "xor n=64", "hidden=8 schedule=cosine(20) clip=0.5", 5, 20 },
	{ "the_whole_set_as_batch", "sine n=40", "hidden=8 loss=mse batch=40", 3, 4 },
	{ "nadam", "plane n=64", "hidden=4 opt=nadam", 3, 4 },
	{ "rmsprop", "blobs n=64", "hidden=4 opt=rmsprop momentum=0.5 centered=yes", 3,
	  4 },
	{ "small_numbers", "circles n=100",
	  "hidden=8,8 precision=float16 scale=dynamic(1024,every=3) lr=0.5", 10, 10 },
	{ "a_learned_slope", "circles n=100", "hidden=8 act=prelu", 7, 9 },
	{ "several_labels", "multilabel n=60", "hidden=8 loss=bce_logits", 7, 9 },
	{ NULL, NULL, NULL, 0, 0 }
};

static struct train_run *
resumed(const struct data_set *d, const char *knobs)
{
	struct train_spec s;
	struct err e = { 0 };
	struct train_run *r;

	spec_from(&s, d, knobs);
	r = train_run_resume(&s, file_in_dir("c"), &e);
	if (!r)
		fail_msg("%s", e.msg);
	return r;
}

static void
goes_on_as_if_it_had_not_stopped(void **state)
{
	const struct kind *k = *state;
	struct made m;
	struct train_run *whole, *part;
	struct err e = { 0 };

	data_from(&m, k->data, 5);
	whole = run_from(&m.set, k->knobs);
	train_run_steps(whole, k->before);
	if (!train_run_save(whole, file_in_dir("c"), &e))
		fail_msg("%s", e.msg);
	part = resumed(&m.set, k->knobs);
	assert_int_equal(train_run_step(part), k->before);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	train_run_steps(whole, k->after);
	train_run_steps(part, k->after);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	train_run_free(whole);
	train_run_free(part);
	data_drop(&m);
}

static void
facts_are_those_of_the_run_that_was_saved(void **state)
{
	struct made m;
	struct train_run *run[2];
	struct train_facts f[2];
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=100 test=0.2", 5);
	run[0] = run_from(&m.set, "hidden=8");
	train_run_steps(run[0], 9);
	assert_true(train_run_save(run[0], file_in_dir("c"), &e));
	run[1] = resumed(&m.set, "hidden=8");
	assert_true(arena_init(&a, 2 * train_facts_need(run[0]), &e));
	for (int i = 0; i < 2; i++)
		train_run_facts(run[i], &f[i], &a);
	assert_true(f[0].loss == f[1].loss && f[0].epoch == f[1].epoch);
	assert_true(f[0].loss_batch == f[1].loss_batch);
	assert_true(f[0].level[0].ratio == f[1].level[0].ratio);
	arena_done(&a);
	train_run_free(run[0]);
	train_run_free(run[1]);
	data_drop(&m);
}

static void
knobs_that_were_turned_stay_turned(void **state)
{
	struct made m;
	struct train_run *whole, *part;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=100", 5);
	whole = run_from(&m.set, "hidden=8");
	assert_true(run_turn(whole, "lr", "0.25", -1, &e));
	assert_true(run_turn(whole, "act", "tanh", -1, &e));
	train_run_steps(whole, 4);
	assert_true(run_turn(whole, "lr", "0.5", 9, &e));
	train_run_steps(whole, 6);
	assert_true(train_run_save(whole, file_in_dir("c"), &e));
	part = resumed(&m.set, "hidden=8");
	assert_string_equal(param_text(&train_run_spec(part)->knob, "lr"), "0.5");
	train_run_steps(whole, 5);
	train_run_steps(part, 5);
	assert_int_equal(train_run_hash(part), train_run_hash(whole));
	train_run_free(whole);
	train_run_free(part);
	data_drop(&m);
}

/* ---- weights ---- */

static void
weights_from_a_file_are_where_a_run_begins(void **state)
{
	struct made m;
	struct train_spec s;
	struct data_place place = { dir, "" };
	struct train_run *from, *to;
	struct data_tensors t;
	struct err e = { 0 };
	float w[16];

	(void)state;
	data_from(&m, "moons n=100", 5);
	from = run_from(&m.set, "hidden=8");
	train_run_steps(from, 20);
	assert_true(train_run_weights(from, file_in_dir("w.safetensors"), &e));
	spec_from(&s, &m.set, "hidden=8 init=file:w.safetensors");
	s.place = &place;
	to = train_run_new(&s, &e);
	if (!to)
		fail_msg("%s", e.msg);
	assert_true(train_run_weights(to, file_in_dir("again"), &e));
	assert_true(data_tensors_read(&t, file_in_dir("again"), &e));
	assert_int_equal(t.n, 4);
	data_tensor_floats(data_tensor_find(&t, "0.weight"), w);
	data_tensors_done(&t);
	assert_true(data_tensors_read(&t, file_in_dir("w.safetensors"), &e));
	for (int i = 0; i < 16; i++)
		assert_true(w[i]
			    == (float)data_tensor_number(data_tensor_find(&t, "0.weight"),
							 i));
	assert_string_equal(data_tensors_note(&t, "format"), "pt");
	data_tensors_done(&t);
	train_run_free(from);
	train_run_free(to);
	spec_from(&s, &m.set, "hidden=9 init=file:w.safetensors");
	s.place = &place;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "w.safetensors: tensor '0.weight' is F32 8x2, the net "
				   "needs F32 9x2");
	e = (struct err){ 0 };
	spec_from(&s, &m.set, "hidden=8,8 init=file:w.safetensors");
	s.place = &place;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "w.safetensors: tensor '2.weight' is F32 2x8, the net "
				   "needs F32 8x8");
	e = (struct err){ 0 };
	spec_from(&s, &m.set, "hidden=8 init=file:w.safetensors");
	assert_false(train_spec_check(&s, &e));
	data_drop(&m);
}

/* ---- what is refused ---- */

static const struct other {
	const char *what, *data, *knobs, *msg;
	uint64_t seed;
} others[] = {
	{ "another_seed", "moons n=100", "hidden=8", "c: its run has seed 1, not 2", 2 },
	{ "other_data", "moons n=100 noise=0.2", "hidden=8",
	  "c: its run trained on other data", 1 },
	{ "fewer_rows", "moons n=99", "hidden=8", "c: its run trained on other data", 1 },
	{ NULL, NULL, NULL, NULL, 0 }
};

static void
save_one(void)
{
	struct made m;
	struct train_run *r;
	struct err e = { 0 };

	data_from(&m, "moons n=100", 5);
	r = run_from(&m.set, "hidden=8 opt=adam");
	train_run_steps(r, 4);
	assert_true(train_run_save(r, file_in_dir("c"), &e));
	train_run_free(r);
	data_drop(&m);
}

static void
is_refused(void **state)
{
	const struct other *o = *state;
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	save_one();
	data_from(&m, o->data, 5);
	spec_from(&s, &m.set, o->knobs);
	s.seed = o->seed;
	assert_null(train_run_resume(&s, file_in_dir("c"), &e));
	assert_non_null(strstr(e.msg, o->msg));
	data_drop(&m);
}

/* One tensor of a checkpoint made unfit in turn, and each left out in turn. */
static void
damaged_state_is_refused(void **state)
{
	static const char *const bad[] = { "state/counts", "state/order" };
	const int64_t minus[16] = { -1, -1, -1, -1, -1, -1, -1, -1, -1 };
	struct data_tensors t;
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	save_one();
	data_from(&m, "moons n=100", 5);
	spec_from(&s, &m.set, "hidden=8 opt=adam");
	assert_true(data_tensors_read(&t, file_in_dir("c"), &e));
	for (int i = 0; i < t.n; i++) {
		struct data_tensors less = t;
		struct data_tensor was = t.tensor[i];

		if (strncmp(was.name, "data/", 5) == 0)
			continue;
		less.tensor[i] = t.tensor[t.n - 1];
		less.n--;
		assert_true(data_tensors_write(&less, file_in_dir("d"), &e));
		assert_null(train_run_resume(&s, file_in_dir("d"), &e));
		assert_int_equal(e.code, ERR_DATA);
		e = (struct err){ 0 };
		t.tensor[i] = was;
	}
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < t.n; j++) {
			static char bytes[400];
			struct data_tensor was = t.tensor[j];

			if (strcmp(was.name, bad[i]) != 0)
				continue;
			memset(bytes, 0xff, sizeof(bytes));
			memcpy(bytes, minus, sizeof(minus));
			assert_true((size_t)was.n * (size_t)was.dtype->size
				    <= sizeof(bytes));
			t.tensor[j].byte = (const unsigned char *)bytes;
			assert_true(data_tensors_write(&t, file_in_dir("d"), &e));
			assert_null(train_run_resume(&s, file_in_dir("d"), &e));
			assert_non_null(strstr(e.msg, "out of bounds"));
			e = (struct err){ 0 };
			t.tensor[j] = was;
		}
	data_tensors_done(&t);
	data_drop(&m);
}

/* ---- predicting ---- */

static void
a_predictor_gives_what_the_run_would_give(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_predictor p;
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	float out[200];
	int right = 0;

	(void)state;
	data_from(&m, "spirals n=100", 5);
	r = run_from(&m.set, "hidden=16 act=leaky_relu(0.3) opt=adam lr=0.01");
	train_run_steps(r, 60);
	assert_true(train_run_save(r, file_in_dir("c"), &e));
	assert_true(arena_init(&a, train_facts_need(r), &e));
	train_run_facts(r, &f, &a);
	if (!train_predictor_open(&p, file_in_dir("c"), &e))
		fail_msg("%s", e.msg);
	assert_int_equal(p.in, 2);
	assert_int_equal(p.n_class, 2);
	assert_string_equal(p.in_name[1], "x2");
	train_predict(&p, out, m.set.x, 100, 1);
	for (int i = 0; i < 100; i++) {
		right += (out[2 * i + 1] > out[2 * i]) == (m.set.label[i] == 1);
		assert_true(fabsf(out[2 * i] + out[2 * i + 1] - 1) < 1e-6f);
	}
	assert_true(fabs(right / 100.0 - f.acc) < 1e-9);
	train_predictor_done(&p);
	arena_done(&a);
	train_run_free(r);
	data_drop(&m);
}

static void
temperature_flattens(void **state)
{
	struct train_predictor p;
	struct err e = { 0 };
	const float x[2] = { 1, 0 };
	float cold[2], hot[2];

	(void)state;
	save_one();
	assert_true(train_predictor_open(&p, file_in_dir("c"), &e));
	train_predict(&p, cold, x, 1, 1);
	train_predict(&p, hot, x, 1, 100);
	assert_true(fabsf(hot[0] - 0.5f) < fabsf(cold[0] - 0.5f));
	assert_true(fabsf(hot[0] - 0.5f) < 0.05f);
	train_predictor_done(&p);
}

/* "knob.opt adam" of a checkpoint said otherwise. */
static const struct note {
	const char *key, *text, *msg;
} notes[] = {
	{ "knob.opt", "adma", "/d: unknown optimiser 'adma'" },
	{ "knob.op", "adam", "/d: there is no knob 'op'" },
	{ "knob.lr", "-1", "/d: lr=-1 is outside" },
	{ "change.0", "2 lr 0.1", "/d: step 2 has passed: the run is at step 4" },
	{ "change.0", "9 lr", "/d: '9 lr' is no change of a knob" },
	{ NULL, NULL, NULL }
};

static void
an_unfit_text_is_refused_with_the_name_of_the_file(void **state)
{
	struct data_tensors t;
	struct made m;
	struct train_spec s;
	struct err e = { 0 };
	int at = 0;

	(void)state;
	save_one();
	data_from(&m, "moons n=100", 5);
	spec_from(&s, &m.set, "hidden=8 opt=adam");
	assert_true(data_tensors_read(&t, file_in_dir("c"), &e));
	while (strcmp(t.note[at][0], "knob.opt") != 0)
		at++;
	for (const struct note *n = notes; n->key; n++) {
		t.note[at][0] = n->key;
		t.note[at][1] = n->text;
		assert_true(data_tensors_write(&t, file_in_dir("d"), &e));
		assert_null(train_run_resume(&s, file_in_dir("d"), &e));
		if (!strstr(e.msg, n->msg))
			fail_msg("%s", e.msg);
		e = (struct err){ 0 };
	}
	data_tensors_done(&t);
	data_drop(&m);
}

/* A checkpoint with another text as its network. */
static const struct network {
	const char *text, *msg;
} networks[] = {
	{ "{", "its network is no JSON" },
	{ "{}", "its net has no layers" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"dense\",\"units\":1e9}]}",
	  "units=1e+09 of layer 'dense' is outside its limits" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"gru\"}]}", "unknown layer 'gru'" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"act\"}]}",
	  "a layer 'act' has no activation" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"act\",\"act\":\"rleu\"}]}",
	  "unknown activation 'rleu'" },
	{ "{\"in\":[1e9,1e9],\"layers\":[{\"kind\":\"flatten\"}]}",
	  "its net has inputs out of bounds" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"residual\",\"lines\":7}]}",
	  "layer 1 (residual): only 0 lines stand above it" },
	{ "{\"in\":[2],\"own\":[\"f(x) = y\"],\"layers\":[{\"kind\":\"flatten\"}]}",
	  "'y'" },
	{ "{\"in\":[2],\"own\":[7],\"layers\":[{\"kind\":\"flatten\"}]}",
	  "its own activations are no list of formulas" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"dense\",\"units\":5}]}",
	  "tensor '0.weight' is F32 8x2, the net needs F32 5x2" },
	{ "{\"in\":[2],\"layers\":[{\"kind\":\"flatten\"}]}", NULL },
	{ NULL, NULL }
};

static void
a_network_that_is_unfit_is_refused(void **state)
{
	struct data_tensors t;
	struct err e = { 0 };

	(void)state;
	save_one();
	assert_true(data_tensors_read(&t, file_in_dir("c"), &e));
	for (const struct network *n = networks; n->text; n++) {
		struct train_predictor p;

		for (int i = 0; i < t.n_note; i++)
			if (strcmp(t.note[i][0], "network") == 0)
				t.note[i][1] = n->text;
		assert_true(data_tensors_write(&t, file_in_dir("d"), &e));
		if (train_predictor_open(&p, file_in_dir("d"), &e)) {
			assert_null(n->msg);
			train_predictor_done(&p);
			continue;
		}
		assert_non_null(n->msg);
		if (!strstr(e.msg, n->msg))
			fail_msg("%s: %s", n->text, e.msg);
		e = (struct err){ 0 };
	}
	data_tensors_done(&t);
}

static void
drop_dir(void)
{
	static const char *const left[] = { "c", "d", "w.safetensors", "again" };

	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++)
		unlink(file_in_dir(left[i]));
	rmdir(dir);
}

void
checkpoint_cases(void)
{
	char name[128];

	if (!mkdtemp(dir))
		perror(dir);
	atexit(drop_dir);
	for (const struct kind *k = kinds; k->what; k++) {
		snprintf(name, sizeof(name),
			 "a_run_with_%s_goes_on_as_if_it_had_not_stopped",
			 k->what);
		tap_add(name, goes_on_as_if_it_had_not_stopped, k);
	}
	TAP(facts_are_those_of_the_run_that_was_saved);
	TAP(knobs_that_were_turned_stay_turned);
	TAP(weights_from_a_file_are_where_a_run_begins);
	for (const struct other *o = others; o->what; o++) {
		snprintf(name, sizeof(name), "a_checkpoint_of_%s_is_refused", o->what);
		tap_add(name, is_refused, o);
	}
	TAP(damaged_state_is_refused);
	TAP(a_predictor_gives_what_the_run_would_give);
	TAP(temperature_flattens);
	TAP(a_network_that_is_unfit_is_refused);
	TAP(an_unfit_text_is_refused_with_the_name_of_the_file);
}
