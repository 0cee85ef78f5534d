#include "train.h"
#include "train/run.h"

static void
a_grid_is_the_plane_with_its_top_row_first(void **state)
{
	float x[8] = { 0, 0, 10, 0, 0, 4, 10, 4 };	/* class 1 above */
	int label[4] = { 0, 0, 1, 1 };
	const struct data_set d = {
		.name = "two", .n = 4, .n_train = 4, .in = 2,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	const char *const knobs[] = { "out=2", "loss=bce_logits",
				      "loss=mse out=2 lr=0.01" };

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct train_run *r = run_from(&d, knobs[i]);
		const struct train_grid *g;

		train_run_steps(r, 2000);
		g = &run_shot(r, 20, 10)->grid;
		assert_int_equal(g->w, 20);
		assert_int_equal(g->h, 10);
		tap_near(g->x_lo, -1, 1e-12, 0);
		tap_near(g->x_hi, 11, 1e-12, 0);
		tap_near(g->y_lo, -0.4, 1e-12, 0);
		tap_near(g->y_hi, 4.4, 1e-12, 0);
		for (int c = 0; c < 20; c++)
			assert_true(g->v[c] > 0.6f && g->v[9 * 20 + c] < 0.4f);
		train_run_free(r);
	}
}

static void
a_grid_of_many_classes_names_the_likeliest(void **state)
{
	bool seen[3] = { false };
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "blobs n=150 classes=3", 1);
	r = run_from(&m.set, "hidden=16 opt=adam lr=0.02");
	train_run_steps(r, 400);
	g = &run_shot(r, 30, 30)->grid;
	for (int i = 0; i < 900; i++) {
		assert_true(g->v[i] == 0 || g->v[i] == 1 || g->v[i] == 2);
		seen[(int)g->v[i]] = true;
	}
	assert_true(seen[0] && seen[1] && seen[2]);
	train_run_free(r);
	data_drop(&m);
}

static void
one_input_gives_a_line_and_three_give_nothing(void **state)
{
	float x[6] = { 1, 2, 3, 4, 5, 6 };
	int label[2] = { 0, 1 };
	const struct data_set d = {
		.name = "three", .n = 2, .n_train = 2, .in = 3,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "sine n=64", 1);
	r = run_from(&m.set, "hidden=32 act=tanh loss=mse opt=adam lr=0.02");
	train_run_steps(r, 2000);
	g = &run_shot(r, 601, 9)->grid;
	assert_int_equal(g->w, 601);
	assert_int_equal(g->h, 1);
	for (int i = 100; i <= 500; i++) {
		double at = g->x_lo + (g->x_hi - g->x_lo) * i / 600;

		tap_near(g->v[i], num_sin(2 * 3.14159265358979 * at), 0.25, 0);
	}
	train_run_free(r);
	data_drop(&m);
	r = run_from(&d, "");
	assert_int_equal(run_shot(r, 10, 10)->grid.w, 0);
	train_run_free(r);
}

static void
a_grid_never_exceeds_its_room(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_grid *g;

	(void)state;
	data_from(&m, "circles n=64", 1);
	r = run_from(&m.set, "");
	g = &run_shot(r, 1000, 1000)->grid;
	assert_int_equal(g->w, 1000);
	assert_true(g->w * g->h <= TRAIN_GRID_MAX && g->h > 1);
	assert_int_equal(run_shot(r, 1 << 19, 5)->grid.w, 0);
	assert_int_equal(run_shot(r, -3, 5)->grid.w, 0);
	train_run_free(r);
	data_drop(&m);
}

/* A net that gives back x1, or x2: the grid then holds its own places. */
static void
a_point_is_the_middle_of_its_cell(void **state)
{
	float x[8] = { -3, 5, 1, 5, -3, 9, 1, 9 };
	int label[4] = { 0, 0, 1, 1 };
	const struct data_set d = {
		.name = "two", .n = 4, .n_train = 4, .in = 2,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	struct train_run *r = run_from(&d, "loss=mse");
	float *w = r->net.param;
	const struct train_grid *g;

	(void)state;
	w[0] = 1, w[1] = w[2] = 0;
	g = &run_shot(r, 8, 6)->grid;
	for (int i = 0; i < 8 * 6; i++)
		tap_near(g->v[i], -3.4 + 4.8 * (i % 8 + 0.5) / 8, 1e-6, 0);
	w[0] = 0, w[1] = 1;
	g = &run_shot(r, 8, 6)->grid;
	for (int i = 0; i < 8 * 6; i++)
		tap_near(g->v[i], 9.4 - 4.8 * (i / 8 + 0.5) / 6, 1e-6, 0);
	train_run_free(r);
}

static void
data_on_one_spot_have_room_around_them(void **state)
{
	float x[4] = { 7, -2, 7, -2 };
	int label[2] = { 0, 1 };
	const struct data_set d = {
		.name = "spot", .n = 2, .n_train = 2, .in = 2,
		.target = DATA_CLASS, .n_class = 2, .x = x, .label = label,
	};
	struct train_run *r = run_from(&d, "");
	const struct train_grid *g = &run_shot(r, 8, 6)->grid;

	(void)state;
	assert_true(g->x_lo == 6 && g->x_hi == 8 && g->y_lo == -3 && g->y_hi == -1);
	train_run_free(r);
}

void
grid_cases(void)
{
	TAP(a_grid_is_the_plane_with_its_top_row_first);
	TAP(a_point_is_the_middle_of_its_cell);
	TAP(data_on_one_spot_have_room_around_them);
	TAP(a_grid_of_many_classes_names_the_likeliest);
	TAP(one_input_gives_a_line_and_three_give_nothing);
	TAP(a_grid_never_exceeds_its_room);
}
