/* A step taken apart: its numbers are those of the step, and they belong together. */
#include "train.h"
#include "train/run.h"

#include <math.h>

static void
near(double a, double b)
{
	if (!(fabs(a - b) <= 1e-5 * (fabs(a) + fabs(b)) + 1e-7))
		fail_msg("%.9g is not %.9g", a, b);
}

static void
the_numbers_belong_together(const struct train_stage *s)
{
	double z = isnan(s->bias) ? 0 : s->bias;

	for (int i = 0; i < s->inputs; i++) {
		z += (double)s->w[i] * s->x[i];
		near(s->new_w[i], s->w[i] - s->lr * s->grad[i]);
		if (s->batch == 1)
			near(s->grad[i], s->dz * s->x[i]);
	}
	near(s->z, z);
	near(s->v, s->z);
	near(s->dz, s->da * s->slope);
	near(s->new_bias, s->bias - s->lr * s->grad_bias);
	if (s->batch == 1)
		near(s->loss, s->loss_batch);
}

static const char *const knobs[] = {
	"hidden=8,4 act=tanh lr=0.2 batch=1", "hidden=8,4 act=sigmoid lr=0.2 batch=16",
	"hidden=3 act=relu lr=0.1 batch=100", "hidden=8 act=prelu lr=0.1 batch=7",
	NULL
};

static void
a_step_is_forward_loss_backward_update(void **state)
{
	const char *k = *state;
	struct made m;
	struct train_run *r, *plain;
	struct train_stage s;
	struct arena a = { 0 };
	struct err e = { 0 };

	data_from(&m, "circles n=100", 5);
	r = run_from(&m.set, k);
	plain = run_from(&m.set, k);
	assert_true(arena_init(&a, train_stage_need(r), &e));
	for (int i = 0; i < 40; i++) {
		arena_reset(&a);
		assert_true(train_run_stage(r, i, 1 + i % 3, 3 * i % 8, &s, &a, &e));
		assert_int_equal(s.step, i + 1);
		assert_int_equal(s.label, m.set.label[s.row]);
		the_numbers_belong_together(&s);
		train_run_steps(plain, 1);
		assert_true(train_run_hash(r) == train_run_hash(plain));
	}
	arena_done(&a);
	train_run_free(r);
	train_run_free(plain);
	data_drop(&m);
}

void
stage_cases(void)
{
	char name[100];

	for (int i = 0; knobs[i]; i++) {
		snprintf(name, sizeof(name),
			 "a step is forward, loss, backward, update: %s",
			 knobs[i]);
		tap_add(name, a_step_is_forward_loss_backward_update, knobs[i]);
	}
}
