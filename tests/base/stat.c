#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <math.h>

static void
statistics_agree_with_long_sums(void **state)
{
	float x[1000], y[1000];
	struct rng r;

	(void)state;
	rng_init(&r, 1, "stat", 0);
	for (int i = 0; i < 1000; i++) {
		x[i] = (float)(rng_normal(&r) * 3 + 1);
		y[i] = (float)rng_normal(&r);
	}
	for (int n = 1; n <= 1000; n += n < 40 ? 1 : 111) {
		long double sum = 0, dot = 0, square = 0, spread = 0;
		double max = 0;

		for (int i = 0; i < n; i++) {
			sum += x[i];
			dot += (long double)x[i] * y[i];
			square += (long double)x[i] * x[i];
			max = fmax(max, fabs((double)x[i]));
		}
		for (int i = 0; i < n; i++)
			spread += (x[i] - sum / n) * (x[i] - sum / n);
		tap_near(num_sum(x, n), (double)sum, 1e-12, 1e-13);
		tap_near(num_dot(x, y, n), (double)dot, 1e-12, 1e-13);
		tap_near(num_norm(x, n), (double)sqrtl(square), 0, 1e-13);
		tap_near(num_rms(x, n), (double)sqrtl(square / n), 0, 1e-13);
		tap_near(num_mean(x, n), (double)(sum / n), 1e-14, 1e-13);
		tap_near(num_std(x, n), (double)sqrtl(spread / n), 1e-14, 1e-13);
		assert_true(num_max_abs(x, n) == max);
	}
}

/* The order is a promise: eight lanes, added in pairs. */
static void
sum_has_its_order(void **state)
{
	float x[37];
	double lane[8] = { 0 };

	(void)state;
	for (int i = 0; i < 37; i++) {
		x[i] = (float)num_exp(i - 18);
		lane[i % 8] += x[i];
	}
	assert_true(num_sum(x, 37) == ((lane[0] + lane[4]) + (lane[2] + lane[6]))
		    + ((lane[1] + lane[5]) + (lane[3] + lane[7])));
}

static void
statistics_of_nothing_are_no_number(void **state)
{
	float x = 1;

	(void)state;
	assert_true(num_sum(&x, 0) == 0 && num_dot(&x, &x, 0) == 0
		    && num_norm(&x, 0) == 0);
	assert_true(isnan(num_mean(&x, 0)) && isnan(num_std(&x, 0))
		    && isnan(num_rms(&x, 0)));
	assert_int_equal(num_not_finite(&x, 0), -1);
}

static void
what_is_not_finite_is_found(void **state)
{
	float x[] = { 1, -5, 3, 3e38f, 2, 0, -0.0f, 1, 9, 1, 1 };

	(void)state;
	assert_int_equal(num_not_finite(x, 11), -1);
	assert_int_equal(num_argmax(x, 11), 3);
	assert_int_equal(num_argmax(x, 3), 2);
	x[1] = x[2] = 3;
	assert_int_equal(num_argmax(x, 3), 1);
	x[10] = INFINITY;
	assert_int_equal(num_not_finite(x, 11), 10);
	assert_true(isinf(num_max_abs(x, 11)) && isinf(num_norm(x, 11)));
	x[7] = NAN;
	assert_int_equal(num_not_finite(x, 11), 7);
	assert_true(isnan(num_max_abs(x, 11)) && isnan(num_sum(x, 11)));
	assert_true(num_norm((float[]){ 3e38f, 3e38f }, 2) > 4e38);
}

/* Blocks are asked as a whole: wherever the number stands, it is the one named. */
static void
the_first_that_is_not_finite_is_named_at_any_place(void **state)
{
	enum { N = 150 };
	const float bad[] = { NAN, INFINITY, -INFINITY };

	(void)state;
	for (int i = 0; i < 3 * N; i++) {
		float x[N + 1];

		for (int j = 0; j < N; j++)
			x[j] = j % 2 ? 3.4028235e38f : 1e-45f;
		x[N] = NAN;			/* beyond the end */
		assert_int_equal(num_not_finite(x, N), -1);
		x[i / 3] = bad[i % 3];
		if (i / 3 + 70 < N)
			x[i / 3 + 70] = NAN;
		assert_int_equal(num_not_finite(x, N), i / 3);
	}
}

static void
log_histogram_counts_every_number_once(void **state)
{
	static const float apart[] = { 0, -0.0f, INFINITY, -INFINITY, NAN };
	struct num_loghist h = { 0 };
	struct rng r;
	uint32_t sum = 0;

	(void)state;
	num_loghist_add(&h, apart, 5);
	assert_int_equal(h.zero, 2);
	assert_int_equal(h.bad, 3);
	rng_init(&r, 1, "hist", 0);
	for (int i = 0; i < 100000; i++) {
		uint32_t bits = (uint32_t)rng_bits(&r);
		struct num_loghist one = { 0 };
		float x;
		int b = 0;

		memcpy(&x, &bits, sizeof(x));
		num_loghist_add(&h, &x, 1);
		if (!isfinite(x) || x == 0)
			continue;
		num_loghist_add(&one, &x, 1);
		while (!one.bin[b])
			b++;
		assert_true(b == 0 || fabs((double)x) >= num_logbin_edge(b));
		assert_true(b == NUM_LOGBINS - 1
			    || fabs((double)x) < num_logbin_edge(b + 1));
	}
	for (int i = 0; i < NUM_LOGBINS; i++)
		sum += h.bin[i];
	assert_int_equal(sum + h.zero + h.bad, 100005);
}

static void
log_histogram_has_its_edges(void **state)
{
	(void)state;
	for (int b = 0; b <= NUM_LOGBINS; b++)
		tap_near(num_logbin_edge(b), pow(10, NUM_LOGBIN_LO + b / 4.0), 0, 1e-14);
	for (int d = -37; d < 9; d++) {
		struct num_loghist h = { 0 };
		float x = (float)pow(10, d), below = nextafterf(x, 0);
		int b = (d - NUM_LOGBIN_LO) * NUM_LOGBIN_PER_DECADE;

		if ((double)x < num_logbin_edge(b))
			x = nextafterf(x, INFINITY);
		num_loghist_add(&h, &x, 1);
		assert_int_equal(h.bin[b], 1);
		if ((double)below < num_logbin_edge(b)) {
			num_loghist_add(&h, &below, 1);
			assert_int_equal(h.bin[b - 1], 1);
		}
	}
}

static void
hash_is_fnv1a(void **state)
{
	(void)state;
	assert_true(num_hash(NUM_HASH_START, "", 0) == 0xcbf29ce484222325u);
	assert_true(num_hash(NUM_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cu);
	assert_true(num_hash(NUM_HASH_START, "foobar", 6) == 0x85944171f73967e8u);
}

void
base_stat(void)
{
	TAP(statistics_agree_with_long_sums);
	TAP(sum_has_its_order);
	TAP(statistics_of_nothing_are_no_number);
	TAP(what_is_not_finite_is_found);
	TAP(the_first_that_is_not_finite_is_named_at_any_place);
	TAP(log_histogram_counts_every_number_once);
	TAP(log_histogram_has_its_edges);
	TAP(hash_is_fnv1a);
}
