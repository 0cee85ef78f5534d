#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <math.h>

/* The first numbers of a stream are a promise: every lab depends on them. */
static void
streams_are_the_same_for_ever(void **state)
{
	struct rng r;
	uint64_t h = NUM_HASH_START;

	(void)state;
	rng_init(&r, 1, "data", 0);
	for (int i = 0; i < 1000; i++) {
		uint64_t bits = rng_bits(&r);
		double u = rng_uniform(&r), z = rng_normal(&r);
		int k = rng_below(&r, 1 + i);

		h = num_hash(h, &bits, sizeof(bits));
		h = num_hash(h, &u, sizeof(u));
		h = num_hash(h, &z, sizeof(z));
		h = num_hash(h, &k, sizeof(k));
	}
	assert_true(h == 0xe077aa47ff676d8fu);
}

/* The first outputs of the authors' code, from the state 1, 2, 3, 4. */
static void
generator_is_xoshiro256starstar(void **state)
{
	static const uint64_t want[] = { 11520u, 0u, 1509978240u, 1215971899390074240u };
	struct rng r = { { 1, 2, 3, 4 } };

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_true(rng_bits(&r) == want[i]);
}

static void
streams_differ_in_seed_purpose_and_index(void **state)
{
	static const char *const purpose[] = {
		"data", "split", "init", "order", "dropout"
	};
	uint64_t seen[5 * 4 * 4];
	int n = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 4; seed++)
		for (int p = 0; p < 5; p++)
			for (uint64_t index = 0; index < 4; index++) {
				struct rng r;

				rng_init(&r, seed, purpose[p], index);
				seen[n] = rng_bits(&r);
				for (int i = 0; i < n; i++)
					assert_true(seen[i] != seen[n]);
				n++;
			}
}

static void
uniform_and_normal_have_their_moments(void **state)
{
	enum { N = 200000 };
	double sum = 0, square = 0, cube = 0, fourth = 0, mean = 0, max = 0;
	struct rng r;

	(void)state;
	rng_init(&r, 7, "data", 0);
	for (int i = 0; i < N; i++) {
		double u = rng_uniform(&r), z = rng_normal(&r);

		assert_true(u >= 0 && u < 1 && isfinite(z));
		mean += u / N;
		sum += z / N;
		square += z * z / N;
		cube += z * z * z / N;
		fourth += z * z * z * z / N;
		max = fmax(max, fabs(z));
	}
	tap_near(mean, 0.5, 0.005, 0);
	tap_near(sum, 0, 0.01, 0);
	tap_near(square, 1, 0.015, 0);
	tap_near(cube, 0, 0.04, 0);
	tap_near(fourth, 3, 0.1, 0);
	assert_true(max > 3.5 && max < 7);
}

static void
below_is_even_and_in_range(void **state)
{
	int count[7] = { 0 };
	struct rng r;

	(void)state;
	rng_init(&r, 3, "order", 0);
	for (int i = 0; i < 70000; i++) {
		int k = rng_below(&r, 7);

		assert_in_range(k, 0, 6);
		count[k]++;
	}
	for (int i = 0; i < 7; i++)
		assert_in_range(count[i], 9600, 10400);
	assert_int_equal(rng_below(&r, 1), 0);
	assert_in_range(rng_below(&r, 2147483647), 0, 2147483646);
}

static void
shuffle_keeps_all_and_reaches_every_order(void **state)
{
	int seen[4 * 4 * 4] = { 0 }, orders = 0;
	struct rng r;

	(void)state;
	rng_init(&r, 3, "order", 0);
	for (int i = 0; i < 6000; i++) {
		int v[3] = { 1, 2, 3 };

		rng_shuffle(&r, v, 3);
		assert_int_equal(v[0] + v[1] + v[2], 6);
		assert_int_equal(v[0] * v[1] * v[2], 6);
		seen[v[0] * 16 + v[1] * 4 + v[2]]++;
	}
	for (int i = 0; i < 64; i++)
		if (seen[i]) {
			orders++;
			assert_in_range(seen[i], 880, 1120);
		}
	assert_int_equal(orders, 6);
	rng_shuffle(&r, NULL, 0);
}

void
base_rng(void)
{
	TAP(generator_is_xoshiro256starstar);
	TAP(streams_are_the_same_for_ever);
	TAP(streams_differ_in_seed_purpose_and_index);
	TAP(uniform_and_normal_have_their_moments);
	TAP(below_is_even_and_in_range);
	TAP(shuffle_keeps_all_and_reaches_every_order);
}
