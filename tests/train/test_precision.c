#include "train.h"
#include "train/run.h"

#include <math.h>

static struct train_run *
seeded(const struct data_set *d, const char *knobs, const char *more, uint64_t seed)
{
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };
	char text[256];

	snprintf(text, sizeof(text), "%s %s", knobs, more);
	spec_from(&s, d, text);
	s.seed = seed;
	r = train_run_new(&s, &e);
	if (!r)
		fail_msg("%s: %s", text, e.msg);
	return r;
}

static struct train_facts
facts(struct train_run *r, struct arena *a)
{
	struct train_facts f;
	struct err e = { 0 };

	if (!a->base)
		assert_true(arena_init(a, 1 << 20, &e));
	arena_reset(a);
	train_run_facts(r, &f, a);
	return f;
}

/* ---- eight layers of sigmoid before the first step ---- */

struct deep {
	const char *scale;
	double first[2], fourth[2], all[2];	/* range of the shares that are 0 */
};
static const struct deep deeps[] = {
	{ "scale=1", { 0.95, 1 }, { 0, 0.95 }, { 0.08, 0.65 } },
	{ "scale=1024", { 0, 0.05 }, { 0, 0.02 }, { 0, 0.01 } },
	{ "scale=65536", { 0, 0 }, { 0, 0 }, { 0, 0 } },
};

static void
within(double v, const double range[2])
{
	if (!(v >= range[0] && v <= range[1]))
		fail_msg("%g is outside %g..%g", v, range[0], range[1]);
}

static void
gradients_fall_below_float16_in_eight_layers_of_sigmoid(void **state)
{
	const struct deep *d = *state;
	struct arena a = { 0 };

	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct made m;
		struct train_run *r;
		struct train_facts f;

		data_from(&m, "circles n=256 noise=0.05", seed);
		r = seeded(&m.set, "hidden=8x32 act=sigmoid init=xavier loss=bce_logits "
			   "out=1 batch=256 precision=float16", d->scale, seed);
		f = facts(r, &a);
		within(f.level[0].underflow, d->first);
		within(f.level[3].underflow, d->fourth);
		within(f.underflow, d->all);
		train_run_free(r);
		data_drop(&m);
	}
	arena_done(&a);
}

/* ---- an auxiliary loss of weight 1e-6 ---- */

struct small {
	const char *how;
	double acc[2], loss[2], zero[2];
};
static const struct small smalls[] = {
	{ "precision=float32", { 0.99, 1 }, { 0, 0.002 }, { 0, 0.3 } },
	{ "precision=float16", { 0.4, 0.6 }, { 0.6, 1.1 }, { 1, 1 } },
	{ "precision=float16 scale=65536", { 0.99, 1 }, { 0, 0.002 }, { 0, 0.3 } },
	{ "precision=float16 scale=dynamic", { 0.99, 1 }, { 0, 0.002 }, { 0, 0.3 } },
	{ "precision=bfloat16", { 0.99, 1 }, { 0, 0.01 }, { 0, 0.3 } },
};

static void
a_small_loss_is_learned_with_room_for_its_gradients_alone(void **state)
{
	const struct small *c = *state;
	struct arena a = { 0 };

	for (uint64_t seed = 1; seed <= 3; seed++) {
		struct made m;
		struct train_run *r;
		struct train_facts f;

		data_from(&m, "circles n=400 noise=0.05", seed);
		r = seeded(&m.set, "hidden=2x32 loss=bce_logits out=1 batch=64 opt=adam "
			   "lr=0.01 eps=1e-12 loss_weight=1e-6", c->how, seed);
		within(facts(r, &a).underflow, c->zero);
		train_run_steps(r, 300);
		f = facts(r, &a);
		within(f.acc, c->acc);
		within(f.loss, c->loss);
		tap_near(f.skipped, 0, 0, 0);
		train_run_free(r);
		data_drop(&m);
	}
	arena_done(&a);
}

/* ---- scaling ---- */

static void
a_scale_of_a_power_of_two_changes_no_bit_of_float32(void **state)
{
	static const char *const more[] = { "", "scale=65536", "scale=0.25",
					    "precision=float32" };
	struct made m;
	uint64_t hash[4];

	(void)state;
	data_from(&m, "moons n=200", 3);
	for (int i = 0; i < 4; i++) {
		struct train_run *r = seeded(&m.set, "hidden=16,16 act=tanh lr=0.1",
					     more[i], 5);

		train_run_steps(r, 50);
		hash[i] = train_run_hash(r);
		train_run_free(r);
	}
	for (int i = 1; i < 4; i++)
		assert_true(hash[i] == hash[0]);
	data_drop(&m);
}

static void
dynamic_scale_doubles_after_good_steps(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "moons n=200", 3);
	r = seeded(&m.set, "hidden=8 lr=0.1", "precision=float16 "
		   "scale=dynamic(8,every=10)", 1);
	train_run_steps(r, 9);
	tap_near(facts(r, &a).scale, 8, 0, 0);
	train_run_steps(r, 1);
	tap_near(facts(r, &a).scale, 16, 0, 0);
	train_run_steps(r, 15);
	f = facts(r, &a);
	tap_near(f.scale, 32, 0, 0);
	tap_near(f.skipped, 0, 0, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* The largest of float16 is 65504: a loss times 2^40 has gradients above it. */
static void
dynamic_scale_halves_and_skips_steps_that_overflow(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	double weight, overflow = 0;

	(void)state;
	data_from(&m, "moons n=200", 3);
	r = seeded(&m.set, "hidden=8 lr=0.1 batch=200", "precision=float16 "
		   "scale=dynamic(1099511627776)", 1);
	weight = facts(r, &a).level[0].weight;
	train_run_steps(r, 5);
	f = facts(r, &a);
	tap_near(f.skipped, 5, 0, 0);
	tap_near(f.scale, 34359738368.0, 0, 0);		/* 2^35 */
	tap_near(f.level[0].weight, weight, 0, 0);
	tap_near(f.level[0].ratio, 0, 0, 0);
	assert_int_equal(f.step, 5);
	train_run_steps(r, 95);
	f = facts(r, &a);
	assert_true(f.skipped > 12 && f.skipped < 40 && !f.diverged);
	tap_near(f.scale, ldexp(1, 40 - (int)f.skipped), 0, 0);
	assert_true(f.level[0].weight != weight);
	for (int l = 0; l < f.levels; l++)
		overflow += f.level[l].overflow;
	assert_true(overflow > f.skipped);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

static void
a_fixed_scale_that_overflows_stops_and_says_so(void **state)
{
	struct made m;
	struct train_run *r;

	(void)state;
	data_from(&m, "moons n=200", 3);
	r = seeded(&m.set, "hidden=8 lr=0.1", "precision=float16 scale=1e12", 1);
	train_run_steps(r, 1);
	assert_true(train_run_diverged(r));
	assert_non_null(strstr(train_run_stopped(r), "gradient of dense is not finite"));
	assert_non_null(strstr(train_run_stopped(r), "try scale=dynamic"));
	train_run_free(r);
	data_drop(&m);
}

static void
precision_and_scale_can_be_turned(void **state)
{
	struct made m;
	struct train_run *r;
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };

	(void)state;
	data_from(&m, "moons n=200", 3);
	r = seeded(&m.set, "hidden=8x16 act=sigmoid init=xavier lr=0.1", "", 1);
	tap_near(facts(r, &a).level[0].underflow, 0, 0, 0);
	assert_true(run_turn(r, "precision", "float16", -1, &e));
	f = facts(r, &a);
	assert_true(f.level[0].underflow > 0.5);
	tap_near(f.level[0].flushed, 0, 0, 0);		/* watching is no training */
	train_run_steps(r, 3);
	assert_true(facts(r, &a).level[0].flushed > 0);
	assert_true(run_turn(r, "scale", "4096", -1, &e));
	f = facts(r, &a);
	tap_near(f.scale, 4096, 0, 0);
	assert_true(f.level[0].underflow < 0.2);
	assert_true(run_turn(r, "precision", "float32", -1, &e));
	tap_near(facts(r, &a).level[0].underflow, 0, 0, 0);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

void
precision_cases(void)
{
	char name[120];

	for (size_t i = 0; i < sizeof(deeps) / sizeof(deeps[0]); i++) {
		snprintf(name, sizeof(name), "gradients of eight sigmoid layers in "
			 "float16, %s", deeps[i].scale);
		tap_add(name, gradients_fall_below_float16_in_eight_layers_of_sigmoid,
			&deeps[i]);
	}
	for (size_t i = 0; i < sizeof(smalls) / sizeof(smalls[0]); i++) {
		snprintf(name, sizeof(name), "a loss of weight 1e-6, %s", smalls[i].how);
		tap_add(name, a_small_loss_is_learned_with_room_for_its_gradients_alone,
			&smalls[i]);
	}
	TAP(a_scale_of_a_power_of_two_changes_no_bit_of_float32);
	TAP(dynamic_scale_doubles_after_good_steps);
	TAP(dynamic_scale_halves_and_skips_steps_that_overflow);
	TAP(a_fixed_scale_that_overflows_stops_and_says_so);
	TAP(precision_and_scale_can_be_turned);
}
