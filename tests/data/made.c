#include "tests/data/data.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* ---- circles ---- */

static void
circles_without_noise_have_radius_one_and_a_half(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "circles n=1001 noise=0", 1);
	assert_int_equal(m.d.n, 1001);
	assert_int_equal(m.d.n_train, 1001);
	for (int i = 0; i < m.d.n; i++) {
		assert_int_equal(m.d.label[i], i % 2);
		tap_near(hypot(m.d.x[2 * i], m.d.x[2 * i + 1]), i % 2 ? 0.5 : 1, 1e-7, 0);
	}
	data_done(&m);
}

static void
circles_go_all_the_way_round(void **state)
{
	int quarter[2][4] = { { 0 } };
	struct made m;

	(void)state;
	data_of(&m, "circles n=4000 noise=0", 2);
	for (int i = 0; i < m.d.n; i++)
		quarter[i % 2][(m.d.x[2 * i] > 0) + 2 * (m.d.x[2 * i + 1] > 0)]++;
	for (int i = 0; i < 8; i++)
		tap_near(quarter[i / 4][i % 4], 500, 90, 0);
	data_done(&m);
}

/* The difference from the same points without noise is the noise alone. */
static void
noise_moves_each_coordinate_by_its_deviation(void **state)
{
	static const char *const kinds[] = {
		"circles", "spirals", "moons", "xor", "multilabel"
	};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		char still[64], moved[64];
		struct made a, b;
		double sum = 0, square = 0;

		snprintf(still, sizeof(still), "%s n=5000 noise=0", kinds[k]);
		snprintf(moved, sizeof(moved), "%s n=5000 noise=0.2", kinds[k]);
		data_of(&a, still, 5);
		data_of(&b, moved, 5);
		for (int i = 0; i < 2 * a.d.n; i++) {
			double by = b.d.x[i] - a.d.x[i];

			sum += by;
			square += by * by;
		}
		tap_near(sum / 10000, 0, 0.008, 0);
		tap_near(sqrt(square / 10000), 0.2, 0.006, 0);
		if (a.d.label)
			assert_memory_equal(a.d.label, b.d.label, 5000 * sizeof(int));
		else
			assert_memory_equal(a.d.y, b.d.y, 10000 * sizeof(float));
		data_done(&a);
		data_done(&b);
	}
}

/* ---- spirals, moons ---- */

static void
follow_the_spiral(const char *what, double turns)
{
	struct made m;
	double square = 0;

	data_of(&m, what, 4);
	for (int i = 0; i < m.d.n; i++) {
		const float *x = m.d.x + 2 * i;
		double t = hypot(x[0], x[1]), sign = i % 2 ? -1 : 1;

		assert_int_equal(m.d.label[i], i % 2);
		assert_true(t <= 1.0000001);
		tap_near(x[0], sign * t * cos(2 * pi * turns * t), 2e-6, 0);
		tap_near(x[1], sign * t * sin(2 * pi * turns * t), 2e-6, 0);
		square += t * t;
	}
	tap_near(square / m.d.n, 0.5, 0.03, 0);		/* t^2 is uniform */
	data_done(&m);
}

static void
spirals_wind_one_and_a_half_times(void **state)
{
	(void)state;
	follow_the_spiral("spirals n=2000 noise=0", 1.5);
}

static void
spirals_wind_as_often_as_turns_says(void **state)
{
	(void)state;
	follow_the_spiral("spirals n=2000 noise=0 turns=3", 3);
}

static void
moons_are_two_half_circles(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "moons n=2000 noise=0", 1);
	for (int i = 0; i < m.d.n; i++) {
		double x = m.d.x[2 * i], y = m.d.x[2 * i + 1];

		assert_int_equal(m.d.label[i], i % 2);
		if (i % 2) {
			tap_near(hypot(1 - x, 0.5 - y), 1, 2e-7, 0);
			assert_true(y <= 0.5);
		} else {
			tap_near(hypot(x, y), 1, 2e-7, 0);
			assert_true(y >= 0);
		}
	}
	tap_near(data_mean(&m, 0, 0), 0, 0.07, 0);
	tap_near(data_mean(&m, 0, 1), 1, 0.07, 0);
	tap_near(data_mean(&m, 1, 0), 2 / pi, 0.03, 0);
	tap_near(data_mean(&m, 1, 1), 0.5 - 2 / pi, 0.03, 0);
	data_done(&m);
}

/* ---- xor, plane, multilabel ---- */

static void
xor_labels_are_the_sign_of_the_product(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "xor n=2000", 1);
	for (int i = 0; i < m.d.n; i++) {
		const float *x = m.d.x + 2 * i;

		assert_true(fabsf(x[0]) <= 1 && fabsf(x[1]) <= 1);
		assert_int_equal(m.d.label[i], x[0] * x[1] < 0);
	}
	tap_near(data_count(&m, 1), 1000, 90, 0);
	tap_near(data_mean(&m, 0, -1), 0, 0.05, 0);
	tap_near(data_deviation(&m, 0, -1), 1 / sqrt(3), 0.03, 0);
	data_done(&m);
}

static void
are_divided(const char *what, double gap)
{
	double nearest = INFINITY;
	struct made m;

	data_of(&m, what, 1);
	for (int i = 0; i < m.d.n; i++) {
		double sum = 0;

		for (int j = 0; j < m.d.in; j++)
			sum += m.d.x[i * m.d.in + j];
		assert_int_equal(m.d.label[i], sum > 0);
		nearest = fmin(nearest, fabs(sum) / sqrt(m.d.in));
	}
	assert_true(nearest >= gap / 2 - 1e-6);
	assert_true(nearest < gap / 2 + 0.05);
	tap_near(data_count(&m, 0), m.d.n / 2, 0.05 * m.d.n, 0);
	data_done(&m);
}

static void
plane_classes_are_divided_by_the_gap(void **state)
{
	(void)state;
	are_divided("plane n=2000", 0.2);
	are_divided("plane n=2000 sep=1.5", 1.5);
	are_divided("plane n=2000 sep=0", 0);
	are_divided("plane n=2000 dims=7 sep=0.5", 0.5);
	are_divided("plane n=2000 dims=1", 0.2);
}

static void
noise_mixes_the_classes_of_the_plane(void **state)
{
	struct made m;
	int wrong = 0;

	(void)state;
	data_of(&m, "plane n=2000 noise=0.5", 1);
	for (int i = 0; i < m.d.n; i++)
		wrong += m.d.label[i] != (m.d.x[2 * i] + m.d.x[2 * i + 1] > 0);
	assert_true(wrong > 100 && wrong < 800);
	data_done(&m);
}

static void
multilabel_sets_each_label_by_its_coordinate(void **state)
{
	struct made m;
	int both = 0;

	(void)state;
	data_of(&m, "multilabel n=2000", 1);
	assert_int_equal(m.d.target, DATA_LABELS);
	assert_int_equal(m.d.out, 2);
	for (int i = 0; i < 2 * m.d.n; i++)
		assert_true(m.d.y[i] == (m.d.x[i] > 0 ? 1 : 0));
	for (int i = 0; i < m.d.n; i++)
		both += m.d.y[2 * i] == 1 && m.d.y[2 * i + 1] == 1;
	tap_near(both, 500, 80, 0);
	data_done(&m);
}

/* ---- gaussians, blobs ---- */

static void
gaussians_have_the_exact_share_spread_evenly(void **state)
{
	static const struct {
		const char *what;
		int ones;
	} rows[] = {
		{ "gaussians n=2000 frac=0.02", 40 },
		{ "gaussians n=400 frac=0.35", 140 },
		{ "gaussians n=7 frac=0.5", 4 }, { "gaussians n=1000 frac=0", 0 },
		{ "gaussians n=1000 frac=1", 1000 }, { "gaussians", 200 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct made m;
		int seen = 0;

		data_of(&m, rows[k].what, 1);
		assert_int_equal(data_count(&m, 1), rows[k].ones);
		assert_int_equal(m.d.n_class, 2);
		for (int i = 0; i < m.d.n; i++) {
			seen += m.d.label[i];
			tap_near(seen, (double)rows[k].ones * (i + 1) / m.d.n, 1, 0);
		}
		data_done(&m);
	}
}

static void
gaussians_are_sep_apart(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "gaussians n=20000 frac=0.3 sep=3", 1);
	tap_near(data_mean(&m, 0, 0), 0, 0.04, 0);
	tap_near(data_mean(&m, 0, 1), 3, 0.05, 0);
	tap_near(data_mean(&m, 1, 1), 0, 0.05, 0);
	for (int j = 0; j < 2; j++)
		for (int k = 0; k < 2; k++)
			tap_near(data_deviation(&m, j, k), 1, 0.03, 0);
	data_done(&m);
}

static void
blobs_lie_on_a_circle_in_the_first_two_coordinates(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "blobs n=12000 classes=3 dims=10", 1);
	assert_int_equal(m.d.in, 10);
	assert_int_equal(m.d.n_class, 3);
	assert_string_equal(m.d.class_name[2], "2");
	assert_string_equal(m.d.in_name[9], "x10");
	for (int k = 0; k < 3; k++) {
		assert_int_equal(data_count(&m, k), 4000);
		for (int j = 0; j < 10; j++) {
			double angle = 2 * pi * k / 3;
			double centre = j < 2 ? 1.5 * cos(angle - j * pi / 2) : 0;

			tap_near(data_mean(&m, j, k), centre, 0.07, 0);
			tap_near(data_deviation(&m, j, k), 1, 0.05, 0);
		}
	}
	data_done(&m);
}

static void
blobs_are_as_wide_as_noise_says(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "blobs n=4000 classes=2 noise=0.25", 1);
	tap_near(data_mean(&m, 0, 1), -1.5, 0.03, 0);
	tap_near(data_deviation(&m, 1, 1), 0.25, 0.02, 0);
	data_done(&m);
}

/* ---- sine ---- */

static void
sine_has_as_many_cycles_as_it_says(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "sine cycles=4", 1);
	assert_int_equal(m.d.n, 256);
	assert_int_equal(m.d.target, DATA_VALUES);
	for (int i = 0; i < m.d.n; i++) {
		assert_true(-1 <= m.d.x[i] && m.d.x[i] < 1);
		tap_near(m.d.y[i], sin(2 * pi * 4 * m.d.x[i]), 1e-7, 0);
	}
	tap_near(data_mean(&m, 0, -1), 0, 0.12, 0);
	data_done(&m);
}

static void
sine_noise_is_on_y_alone(void **state)
{
	struct made a, b;
	double square = 0;

	(void)state;
	data_of(&a, "sine n=5000", 1);
	data_of(&b, "sine n=5000 noise=0.3", 1);
	assert_memory_equal(a.d.x, b.d.x, 5000 * sizeof(float));
	for (int i = 0; i < 5000; i++)
		square += (a.d.y[i] - b.d.y[i]) * (a.d.y[i] - b.d.y[i]);
	tap_near(sqrt(square / 5000), 0.3, 0.01, 0);
	data_done(&a);
	data_done(&b);
}

/* ---- all ---- */

static void
more_points_begin_with_the_same_ones(void **state)
{
	static const char *const kinds[] = {
		"circles", "spirals", "moons", "xor", "blobs", "plane"
	};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		char few[32], many[32];
		struct made a, b;

		snprintf(few, sizeof(few), "%s n=50", kinds[k]);
		snprintf(many, sizeof(many), "%s n=500", kinds[k]);
		data_of(&a, few, 9);
		data_of(&b, many, 9);
		assert_memory_equal(a.d.x, b.d.x, 100 * sizeof(float));
		data_done(&a);
		data_done(&b);
	}
}

static void
limits_are_checked_before_anything_is_made(void **state)
{
	static const struct {
		const char *what, *msg;
	} rows[] = {
		{ "circles n=1", "n=1 is outside 2..1000000 points" },
		{ "circles n=1000001", "n=1000001 is outside 2..1000000 points" },
		{ "circles n=2.5", "'2.5' is not a whole number" },
		{ "circles noise=-1", "noise=-1 is outside 0..100" },
		{ "circles noise=nan", "noise=nan is outside 0..100" },
		{ "circles turns=2", "unknown parameter 'turns'" },
		{ "blobs classes=1", "classes=1 is outside 2..100 classes" },
		{ "blobs dims=1", "dims=1 is outside 2..1000 inputs" },
		{ "gaussians frac=1.5", "frac=1.5 is outside 0..1" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct err e = { 0 };
		struct made m;

		assert_false(data_try(&m, rows[k].what, 1, &e));
		assert_string_equal(e.msg, rows[k].msg);
	}
}

void
data_made_cases(void)
{
	TAP(circles_without_noise_have_radius_one_and_a_half);
	TAP(circles_go_all_the_way_round);
	TAP(noise_moves_each_coordinate_by_its_deviation);
	TAP(spirals_wind_one_and_a_half_times);
	TAP(spirals_wind_as_often_as_turns_says);
	TAP(moons_are_two_half_circles);
	TAP(xor_labels_are_the_sign_of_the_product);
	TAP(plane_classes_are_divided_by_the_gap);
	TAP(noise_mixes_the_classes_of_the_plane);
	TAP(multilabel_sets_each_label_by_its_coordinate);
	TAP(gaussians_have_the_exact_share_spread_evenly);
	TAP(gaussians_are_sep_apart);
	TAP(blobs_lie_on_a_circle_in_the_first_two_coordinates);
	TAP(blobs_are_as_wide_as_noise_says);
	TAP(sine_has_as_many_cycles_as_it_says);
	TAP(sine_noise_is_on_y_alone);
	TAP(more_points_begin_with_the_same_ones);
	TAP(limits_are_checked_before_anything_is_made);
}
