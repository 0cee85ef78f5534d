/* What changes the length of a step, and what a loss is held against. */
#include "train.h"

#include <math.h>

static double
loss_after(const struct data_set *d, const char *knobs, long steps)
{
	struct train_run *r = run_from(d, knobs);
	struct train_facts f;
	struct arena a = { 0 };
	struct err e = { 0 };
	double loss;

	train_run_steps(r, steps);
	assert_true(arena_init(&a, train_facts_need(r), &e));
	train_run_facts(r, &f, &a);
	loss = f.loss;
	arena_done(&a);
	train_run_free(r);
	return loss;
}

static uint64_t
bits_after(const struct data_set *d, const char *knobs, long steps)
{
	struct train_run *r = run_from(d, knobs);
	uint64_t h;

	train_run_steps(r, steps);
	h = train_run_hash(r);
	train_run_free(r);
	return h;
}

/* A schedule that is 0 from step 5 on leaves the weights where they are then. */
static void
a_schedule_scales_each_step(void **state)
{
	const char *stop = "hidden=4 schedule=step(every=5,factor=0)";
	struct made m;
	double at;

	(void)state;
	data_from(&m, "circles n=64", 1);
	at = loss_after(&m.set, stop, 5);
	assert_true(at == loss_after(&m.set, stop, 40));
	assert_true(at == loss_after(&m.set, "hidden=4", 5));
	assert_true(at != loss_after(&m.set, "hidden=4", 6));
	/* at its first step one_cycle takes a 25th of lr */
	assert_true(loss_after(&m.set, "hidden=4 lr=0.25 schedule=one_cycle(1000)", 1)
		    == loss_after(&m.set, "hidden=4 lr=0.01", 1));
	data_drop(&m);
}

static void
clipping_that_cuts_nothing_changes_no_bit(void **state)
{
	struct made m;
	uint64_t plain;

	(void)state;
	data_from(&m, "circles n=64", 1);
	plain = bits_after(&m.set, "hidden=4", 30);
	assert_true(bits_after(&m.set,
			       "hidden=4 schedule=constant clip=1e9 clip_value=1e9",
			       30) == plain);
	assert_true(bits_after(&m.set, "hidden=4 clip=0.01", 30) != plain);
	assert_true(bits_after(&m.set, "hidden=4 clip_value=0.001", 30) != plain);
	data_drop(&m);
}

/* With clip the update of all weights together is no longer than lr times clip. */
static void
clipping_bounds_the_update(void **state)
{
	struct made m;
	double first, next;

	(void)state;
	data_from(&m, "circles n=64", 1);
	first = loss_after(&m.set, "hidden=4 clip=1e-6", 0);
	next = loss_after(&m.set, "hidden=4 clip=1e-6", 1);
	assert_true(first != loss_after(&m.set, "hidden=4", 1));
	assert_true(fabs(next - first) < 1e-6);
	data_drop(&m);
}

static void
init_torch_reaches_the_biases(void **state)
{
	struct made m;

	(void)state;
	data_from(&m, "circles n=64", 1);
	assert_true(bits_after(&m.set, "hidden=4 init=torch", 0)
		    != bits_after(&m.set, "hidden=4 init=torch bias=0", 0));
	assert_true(bits_after(&m.set, "hidden=4 init=he", 0)
		    == bits_after(&m.set, "hidden=4 init=he bias=0", 0));
	data_drop(&m);
}

static void
class_weights_must_fit_the_classes(void **state)
{
	struct train_spec s;
	struct err e = { 0 };
	struct made m;

	(void)state;
	data_from(&m, "circles n=64", 1);
	spec_from(&s, &m.set, "loss=ce_logits(weight=1:2:3)");
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "loss=ce_logits has 3 class weights for 2 classes");
	e = (struct err){ 0 };
	spec_from(&s, &m.set, "loss=ce_logits(weight=1:2)");
	assert_true(train_spec_check(&s, &e));
	data_drop(&m);
}

/* Rows that are shares of classes are targets of cross-entropy; it falls to their
 * entropy, and where the shares are 0 and 1 the bits are those of labels. */
static void
shares_of_classes_are_targets_too(void **state)
{
	float x[] = { -1, 0, 0, 1, 1, -1 }, y[] = { 0.5f, 0.5f, 0.25f, 0.75f, 0, 1 };
	float hard[] = { 0, 1, 1, 0, 0, 1 };
	int label[] = { 1, 0, 1 };
	struct data_set d = { .name = "shares", .n = 3, .n_train = 3, .in = 2, .out = 2,
			      .target = DATA_VALUES, .x = x, .y = y };
	struct data_set same = { .name = "labels", .n = 3, .n_train = 3, .in = 2,
				 .target = DATA_CLASS, .n_class = 2, .x = x,
				 .label = label };
	struct train_spec s;
	struct err e = { 0 };
	double entropy = (log(2) - 0.25 * log(0.25) - 0.75 * log(0.75)) / 3;

	(void)state;
	assert_true(loss_after(&d, "lr=2", 3000) - entropy < 1e-3);
	assert_true(loss_after(&d, "lr=2 loss=kl", 3000) < 1e-3);
	d.y = hard;
	assert_true(bits_after(&d, "hidden=3 batch=2", 50)
		    == bits_after(&same, "hidden=3 batch=2", 50));
	d.y = x;
	spec_from(&s, &d, "loss=kl");
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg,
			    "loss=kl needs classes, but data shares has numbers to "
				   "be met");
}

void
rate_cases(void)
{
	TAP(shares_of_classes_are_targets_too);
	TAP(a_schedule_scales_each_step);
	TAP(clipping_that_cuts_nothing_changes_no_bit);
	TAP(clipping_bounds_the_update);
	TAP(init_torch_reaches_the_biases);
	TAP(class_weights_must_fit_the_classes);
}
