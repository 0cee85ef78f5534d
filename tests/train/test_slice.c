/* The slice through the loss surface. */
#include "train.h"
#include "train/run.h"

#include <math.h>

enum { ALL = TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE };

static const struct train_slice *
whole_slice(struct train_run *r)
{
	const struct train_snapshot *s;
	int looks = 0;

	do {
		s = run_shot(r, 0, 0);
		assert_true(++looks < ALL);
	} while (s->more);
	assert_int_equal(s->slice.side, TRAIN_SLICE_SIDE);
	assert_int_equal(s->slice.known, ALL);
	return &s->slice;
}

static void
the_middle_of_a_slice_is_the_loss_and_the_way_ends_there(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_slice *s;
	struct train_facts f;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "circles n=200", 1);
	r = run_from(&m.set, "hidden=16,16 act=tanh init=xavier lr=0.3 batch=20");
	train_run_ask(r, TRAIN_DEAR_SLICE);
	f = run_facts(r, &a);
	s = whole_slice(r);
	tap_near((double)s->v[ALL / 2], f.loss, 0, 1e-5);
	tap_near(s->walked, 0, 0, 0);
	assert_int_equal(s->n_path, 1);
	train_run_steps(r, 100);
	f = run_facts(r, &a);
	s = whole_slice(r);
	assert_int_equal(s->step, 100);
	assert_int_equal(s->n_path, 2);
	tap_near((double)s->v[ALL / 2], f.loss, 0, 1e-5);
	assert_true(s->walked > 0.01 && s->radius > s->walked);
	tap_near((double)s->path_x[0], -s->walked, 0, 1e-4);
	tap_near((double)s->path_x[1], 0, 1e-6, 0);
	tap_near((double)s->path_y[0], 0, 1e-4, 0);	/* up is at right angles */
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* As many steps as looks: the way is thinned, its beginning stays. */
static void
a_long_way_is_thinned_and_keeps_its_ends(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_slice *s = NULL;

	(void)state;
	data_from(&m, "circles n=60", 1);
	r = run_from(&m.set, "hidden=4 act=tanh init=xavier lr=0.1 batch=20");
	train_run_ask(r, TRAIN_DEAR_SLICE);
	for (int i = 0; i < 150; i++) {
		s = whole_slice(r);
		assert_true(s->n_path <= TRAIN_WAY_MAX);
		tap_near((double)s->path_x[s->n_path - 1], 0, 1e-6, 0);
		if (i)
			tap_near((double)s->path_x[0], -s->walked, 0, 1e-3);
		train_run_steps(r, 1);
	}
	assert_true(s->n_path > TRAIN_WAY_MAX / 2 - 2);
	train_run_free(r);
	data_drop(&m);
}

static void
slices_change_no_bit_and_are_the_same_twice(void **state)
{
	struct made m;
	struct train_run *r[2];
	float v[2][ALL];

	(void)state;
	data_from(&m, "circles n=100", 1);
	for (int i = 0; i < 2; i++) {
		r[i] = run_from(&m.set,
				"hidden=8 act=relu init=he batch=10 precision=bfloat16");
		train_run_ask(r[i], TRAIN_DEAR_SLICE);
		memcpy(v[i], whole_slice(r[i])->v, sizeof(v[i]));
		train_run_steps(r[i], 40);
		if (i)
			whole_slice(r[i]);
		train_run_steps(r[i], 40);
	}
	assert_memory_equal(v[0], v[1], sizeof(v[0]));
	assert_true(train_run_hash(r[0]) == train_run_hash(r[1]));
	for (int i = 0; i < 2; i++)
		train_run_free(r[i]);
	data_drop(&m);
}

void
slice_cases(void)
{
	TAP(the_middle_of_a_slice_is_the_loss_and_the_way_ends_there);
	TAP(a_long_way_is_thinned_and_keeps_its_ends);
	TAP(slices_change_no_bit_and_are_the_same_twice);
}
