#include "train.h"
#include "train/run.h"

/* A history with n made-up losses in it. */
static void
filled(struct train_history *h, struct arena *a, long n)
{
	struct err e = { 0 };

	assert_true(arena_init(a, train_history_need(), &e));
	train_history_alloc(h, a);
	for (long i = 1; i <= n; i++)
		train_history_loss(h, i, (double)(i * 7919 % 1000), 0.1 * (double)i, 1);
}

static void
thinning_keeps_totals_extremes_and_the_last_step(void **state)
{
	const long *n = *state;
	struct train_history h;
	struct train_point p[TRAIN_POINTS_MAX];
	struct arena a;
	double sum = 0, want = 0, lo = 1e9, hi = -1;
	long last = 0;
	int k;

	filled(&h, &a, *n);
	k = train_history_points(&h, p);
	assert_in_range(k, *n < TRAIN_POINTS_MAX ? *n : TRAIN_POINTS_MAX / 2,
			TRAIN_POINTS_MAX);
	for (int i = 0; i < k; i++) {
		assert_true(p[i].step > last && p[i].lo <= p[i].mean
			    && p[i].mean <= p[i].hi);
		if (i + 1 < k)
			assert_int_equal(p[i].step - last, h.width);
		sum += p[i].mean * (double)(p[i].step - last);
		lo = p[i].lo < lo ? p[i].lo : lo;
		hi = p[i].hi > hi ? p[i].hi : hi;
		last = p[i].step;
	}
	for (long i = 1; i <= *n; i++)
		want += (double)(i * 7919 % 1000);
	assert_int_equal(last, *n);
	tap_near(sum, want, 0, 1e-12);
	if (*n >= 1000) {
		tap_near(lo, 0, 0, 0);
		tap_near(hi, 999, 0, 0);
	}
	arena_done(&a);
}

static void
evals_are_thinned_and_the_newest_stays(void **state)
{
	struct train_history h;
	struct arena a;
	struct train_facts f = { 0 };

	(void)state;
	filled(&h, &a, 0);
	for (long i = 0; i < 5000; i++) {
		f.step = i;
		f.loss = (double)i;
		train_history_eval(&h, &f);
		assert_true(h.n_eval <= TRAIN_EVALS_MAX);
		assert_int_equal(h.eval[h.n_eval - 1].step, i);
		assert_int_equal(h.eval[0].step, 0);
	}
	assert_true(h.n_eval > TRAIN_EVALS_MAX / 2);
	for (int i = 0; i < h.n_eval - 1; i++)	/* early ones as dense as late ones */
		assert_int_equal(h.eval[i].step, 8 * i);
	f.loss = -1;
	train_history_eval(&h, &f);		/* the same step once more */
	assert_int_equal(h.eval[h.n_eval - 2].step, 4992);
	tap_near(h.eval[h.n_eval - 1].loss, -1, 0, 0);
	arena_done(&a);
}

static void
the_last_events_stay_and_long_ones_are_cut(void **state)
{
	struct train_history h;
	struct arena a;
	char text[PARAM_TEXT_MAX];

	(void)state;
	filled(&h, &a, 0);
	for (int i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "%d", i);
		train_history_event(&h, i, "lr", text);
	}
	assert_int_equal(h.n_event, TRAIN_EVENTS_MAX);
	assert_string_equal(h.event[0].text, "lr 8");
	assert_string_equal(h.event[TRAIN_EVENTS_MAX - 1].text, "lr 39");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	train_history_event(&h, 50, "act", text);
	assert_int_equal(strlen(h.event[TRAIN_EVENTS_MAX - 1].text), 63);
	arena_done(&a);
}

void
history_cases(void)
{
	static const long lengths[] = {
		1, 5, 2047, 2048, 2049, 4095, 4096, 5000, 100003
	};
	char name[80];

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		snprintf(name, sizeof(name), "thinning keeps totals after %ld steps",
			 lengths[i]);
		tap_add(name, thinning_keeps_totals_extremes_and_the_last_step,
			&lengths[i]);
	}
	TAP(evals_are_thinned_and_the_newest_stays);
	TAP(the_last_events_stay_and_long_ones_are_cut);
}
