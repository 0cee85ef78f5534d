/* Single units in a snapshot: asked for, they say the same as their layer does. */
#include "train.h"

#include <math.h>

static const struct train_snapshot *
shot(struct train_run *r)
{
	const struct train_snapshot *s = run_shot(r, 0, 0);

	assert_non_null(s);
	return s;
}

static void
units_are_there_only_while_somebody_asks(void **state)
{
	struct made m;
	struct train_run *r;

	(void)state;
	data_from(&m, "moons n=100", 1);
	r = run_from(&m.set, "hidden=8,8 act=relu loss=ce_logits");
	assert_null(shot(r)->units);
	train_run_ask(r, TRAIN_DEAR_UNITS);
	assert_non_null(shot(r)->units);
	train_run_spare(r, TRAIN_DEAR_UNITS);
	assert_null(shot(r)->units);
	train_run_free(r);
	data_drop(&m);
}

static void
units_of_a_layer_add_up_to_it(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "moons n=100", 1);
	r = run_from(&m.set, "hidden=12,12 act=relu bias=-0.5 loss=ce_logits");
	train_run_ask(r, TRAIN_DEAR_UNITS);
	train_run_steps(r, 20);
	s = shot(r);
	for (int l = 0; l < 2; l++) {
		const struct train_units *u = &s->units[l];
		double flat = 0;
		int dead = 0;

		assert_int_equal(u->n, 12);
		assert_int_equal(u->in, l ? 12 : 2);
		for (int i = 0; i < u->n; i++) {
			flat += (double)u->unit[i].saturated / u->n;
			dead += u->unit[i].dead;
		}
		tap_near(flat, s->facts.level[l].saturated, 1e-6, 0);
		assert_int_equal(dead, s->facts.level[l].dead_units);
	}
	train_run_free(r);
	data_drop(&m);
}

/* The map of an output without an activation is the plane that its weights span. */
static void
maps_show_what_units_answer(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;
	const struct train_units *u;

	(void)state;
	data_from(&m, "moons n=100", 1);
	r = run_from(&m.set, "hidden=4 act=identity loss=ce_logits");
	train_run_ask(r, TRAIN_DEAR_UNITS);
	s = shot(r);
	u = &s->units[0];
	assert_true(s->unit_maps);
	for (int i = 0; i < u->n; i++) {
		double w = (s->grid.x_hi - s->grid.x_lo) * (TRAIN_MAP_W - 1)
		   / TRAIN_MAP_W;
		double h = (s->grid.y_hi - s->grid.y_lo) * (TRAIN_MAP_H - 1)
		   / TRAIN_MAP_H;
		const uint8_t *map = u->map + i * TRAIN_MAP_W * TRAIN_MAP_H;

		tap_near((double)(u->unit[i].hi - u->unit[i].lo),
			 fabs((double)u->weight[2 * i]) * w
				 + fabs((double)u->weight[2 * i + 1]) * h, 1e-4, 1e-4);
		assert_true((u->weight[2 * i] > 0) == (map[TRAIN_MAP_W - 1] >= map[0]));
	}
	train_run_free(r);
	data_drop(&m);
}

static void
looking_at_units_changes_no_bit(void **state)
{
	struct made m;
	struct train_run *watched, *alone;

	(void)state;
	data_from(&m, "circles n=100", 1);
	watched = run_from(&m.set, "hidden=8,8 loss=ce_logits");
	alone = run_from(&m.set, "hidden=8,8 loss=ce_logits");
	train_run_ask(watched, TRAIN_DEAR_UNITS);
	for (int i = 0; i < 20; i++) {
		train_run_steps(watched, 1);
		shot(watched);
	}
	train_run_steps(alone, 20);
	assert_true(train_run_hash(watched) == train_run_hash(alone));
	train_run_free(watched);
	train_run_free(alone);
	data_drop(&m);
}

void
units_cases(void)
{
	TAP(units_are_there_only_while_somebody_asks);
	TAP(units_of_a_layer_add_up_to_it);
	TAP(maps_show_what_units_answer);
	TAP(looking_at_units_changes_no_bit);
}
