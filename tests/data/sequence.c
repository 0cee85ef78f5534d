#include "tests/data/data.h"

#include <math.h>

static void
parity_is_that_of_the_ones(void **state)
{
	struct made m;
	int odd = 0;

	(void)state;
	data_of(&m, "parity n=200 steps=6", 3);
	assert_int_equal(m.d.in, 6);
	for (int i = 0; i < m.d.n; i++) {
		int ones = 0;

		for (int t = 0; t < 6; t++) {
			float v = m.d.x[i * 6 + t];

			assert_true(v == 0 || v == 1);
			ones += v == 1;
		}
		assert_int_equal(m.d.label[i], ones % 2);
		odd += ones % 2;
	}
	assert_true(60 < odd && odd < 140);
	data_done(&m);
}

static void
adding_adds_the_two_that_are_marked(void **state)
{
	struct made m;
	int first = 0;

	(void)state;
	data_of(&m, "adding n=300 steps=2", 3);
	for (int i = 0; i < m.d.n; i++)		/* of two steps both are marked */
		assert_true(m.d.y[i] == m.d.x[4 * i] + m.d.x[4 * i + 2]);
	data_done(&m);
	data_of(&m, "adding n=300 steps=7", 3);
	for (int i = 0; i < m.d.n; i++) {
		const float *x = m.d.x + 14 * i;
		float sum = 0;
		int marks = 0;

		for (int t = 0; t < 7; t++) {
			assert_true(0 <= x[2 * t] && x[2 * t] < 1);
			assert_true(x[2 * t + 1] == 0 || x[2 * t + 1] == 1);
			sum += x[2 * t] * x[2 * t + 1];
			marks += x[2 * t + 1] == 1;
			first += t == 0 && x[1] == 1;
		}
		assert_int_equal(marks, 2);
		assert_true(fabsf(sum - m.d.y[i]) < 1e-6f);
	}
	assert_true(60 < first && first < 110);		/* 2/7 of 300 */
	data_done(&m);
}

static void
recall_shows_its_class_in_the_first_step(void **state)
{
	struct made quiet, noisy;

	(void)state;
	data_of(&quiet, "recall n=30 steps=5 symbols=3", 3);
	data_of(&noisy, "recall n=30 steps=5 symbols=3 noise=0.5", 3);
	for (int i = 0; i < 30; i++)
		for (int j = 0; j < 15; j++) {
			float want = j == quiet.d.label[i];

			assert_true(quiet.d.x[15 * i + j] == want);
			assert_true(j >= 3 || noisy.d.x[15 * i + j] == want);
		}
	assert_true(data_deviation(&noisy, 9, -1) > 0.2);
	assert_string_equal(quiet.d.note,
			    "5 steps of 3 features: a net begins with 'sequence 5 3'");
	data_done(&quiet);
	data_done(&noisy);
}

void
data_sequence_cases(void)
{
	TAP(parity_is_that_of_the_ones);
	TAP(adding_adds_the_two_that_are_marked);
	TAP(recall_shows_its_class_in_the_first_step);
}
