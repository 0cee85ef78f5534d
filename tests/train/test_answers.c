#include "train.h"
#include "train/run.h"

#include <math.h>

enum { ROWS_MAX = 128 };

/* A data set of a few rows, held by its case. */
struct rows {
	struct data_set set;
	float x[ROWS_MAX * 2], y[ROWS_MAX];
	int label[ROWS_MAX];
};

static double
measure(const char *name, const struct train_facts *f, double a, double b)
{
	const struct train_metric *m = train_metric_find(str_of(name));
	struct train_asked q = { f, m->layered ? f->level : NULL, { a, b } };

	return m->get(&q);
}

static struct train_facts
facts(struct train_run *r, struct arena *a)
{
	struct train_facts f;
	struct err e = { 0 };

	if (!a->base)
		assert_true(arena_init(a, 1 << 20, &e));
	train_run_facts(r, &f, a);
	return f;
}

static struct train_facts
room(int classes, struct arena *a)
{
	struct train_facts f;
	struct err e = { 0 };

	assert_true(arena_init(a, 1 << 16, &e));
	train_room_alloc(&f, 1, classes, a);
	return f;
}

/* Six rows of three classes: 0 0 1 1 2 2 answered 0 1 1 1 0 and not at all. */
static void
fill_three(struct rows *d)
{
	*d = (struct rows){ .label = { 0, 0, 1, 1, 2, 2 } };
	d->set = (struct data_set){ .name = "six", .n = 6, .n_train = 6, .in = 1,
				    .target = DATA_CLASS, .n_class = 3, .x = d->x,
				    .label = d->label };
}
static const float three_out[] = { 3, 1, 0,  0, 2, 1,  0, 5, 1,  1, 2, 0,  2, 0, 1,
				   0, NAN, 9 };
static const float three_prob[] = { 0.9f, 0.1f, 0,  0.2f, 0.62f, 0.18f,
				    0.2f, 0.62f, 0.18f,  0.3f, 0.42f, 0.28f,
				    0.52f, 0.2f, 0.28f,  0, 0, 1 };

static void
classes_are_counted_by_hand(void **state)
{
	struct arena a = { 0 };
	struct train_facts f = room(3, &a);
	struct train_run *r;
	struct rows d;

	(void)state;
	fill_three(&d);
	r = run_from(&d.set, "hidden=2");
	train_answers_begin(&f.answers);
	train_answers_add(&f.answers, r, three_out, three_prob, 0, 4);
	train_answers_add(&f.answers, r, three_out + 12, three_prob + 12, 4, 2);
	train_answers_end(&f.answers, r, 0, 6);
	tap_near(measure("recall", &f, 0, 0), 0.5, 0, 0);
	tap_near(measure("recall", &f, 1, 0), 1, 0, 0);
	tap_near(measure("recall", &f, 2, 0), 0, 0, 0);
	tap_near(measure("precision", &f, 0, 0), 0.5, 0, 0);
	tap_near(measure("precision", &f, 1, 0), 2.0 / 3, 0, 1e-15);
	assert_true(isnan(measure("precision", &f, 2, 0)));	/* nobody said so */
	assert_true(isnan(measure("recall", &f, 3, 0)));
	tap_near(measure("confusion", &f, 0, 1), 1, 0, 0);
	tap_near(measure("confusion", &f, 1, 1), 2, 0, 0);
	tap_near(measure("confusion", &f, 2, 0), 1, 0, 0);
	tap_near(measure("confusion", &f, 2, 2), 0, 0, 0);
	tap_near(measure("balanced_acc", &f, 0, 0), 0.5, 0, 1e-15);
	assert_true(isnan(measure("r2", &f, 0, 0)));
	tap_near(train_metric_last(train_metric_find(str_of("recall"))->arg, &f), 2, 0,
		 0);
	train_run_free(r);
	arena_done(&a);
}

/* Confidences 0.9, 0.62 twice, 0.42, 0.52: in bins 14, 10, 7 and 8. */
static void
confidence_is_binned_by_hand(void **state)
{
	struct arena a = { 0 };
	struct train_facts f = room(3, &a);
	struct train_run *r;
	struct rows d;

	(void)state;
	fill_three(&d);
	r = run_from(&d.set, "hidden=2");
	train_answers_begin(&f.answers_test);
	train_answers_add(&f.answers_test, r, three_out, three_prob, 0, 6);
	train_answers_end(&f.answers_test, r, 0, 6);
	tap_near(measure("ece_test", &f, 0, 0), (0.1 + 0.24 + 0.58 + 0.52) / 5, 1e-7, 0);
	tap_near(measure("bin_acc_test", &f, 10, 0), 0.5, 0, 0);
	tap_near(measure("bin_conf_test", &f, 10, 0), 0.62, 1e-7, 0);
	tap_near(measure("bin_share_test", &f, 10, 0), 2.0 / 6, 0, 1e-15);
	tap_near(measure("bin_acc_test", &f, 8, 0), 0, 0, 0);
	tap_near(measure("bin_acc_test", &f, 7, 0), 1, 0, 0);
	tap_near(measure("bin_conf_test", &f, 14, 0), 0.9, 1e-7, 0);
	assert_true(isnan(measure("bin_acc_test", &f, 15, 0)));
	tap_near(measure("bin_share_test", &f, 15, 0), 0, 0, 0);
	train_run_free(r);
	arena_done(&a);
}

/* One output that means a probability: confident in the class it is nearer to. */
static void
one_output_is_confident_in_either_class(void **state)
{
	static const float out[] = { -2, 2, 1, 0.5f };
	static const float prob[] = { 0.125f, 0.875f, 0.75f, 1 };
	struct arena a = { 0 };
	struct train_facts f = room(2, &a);
	struct train_run *r;
	struct rows d;

	(void)state;
	fill_three(&d);
	d.set.n = d.set.n_train = 4;
	d.set.n_class = 2;
	r = run_from(&d.set, "hidden=2 out=1 loss=bce_logits");
	train_answers_begin(&f.answers);
	train_answers_add(&f.answers, r, out, prob, 0, 4);
	train_answers_end(&f.answers, r, 0, 4);
	tap_near(measure("confusion", &f, 0, 0), 1, 0, 0);
	tap_near(measure("confusion", &f, 0, 1), 1, 0, 0);
	tap_near(measure("recall", &f, 1, 0), 1, 0, 0);
	tap_near(measure("bin_conf", &f, 14, 0), 0.875, 0, 0);
	tap_near(measure("bin_acc", &f, 14, 0), 0.5, 0, 0);
	tap_near(measure("bin_acc", &f, 15, 0), 1, 0, 0);	/* 1 itself is in it */
	tap_near(measure("ece", &f, 0, 0), (0.75 + 0.25 + 0) / 4, 1e-15, 0);
	train_run_free(r);
	arena_done(&a);
}

static void
labels_have_recall_but_no_confusion(void **state)
{
	static float y[] = { 1, 0,  1, 1,  0, 0 };
	static const float out[] = { 1, 1,  -1, 1,  -1, -1 };
	struct arena a = { 0 };
	struct train_facts f = room(2, &a);
	struct train_run *r;
	struct rows d;

	(void)state;
	fill_three(&d);
	d.set.n = d.set.n_train = 3;
	d.set.target = DATA_LABELS;
	d.set.label = NULL;
	d.set.out = 2;
	d.set.y = y;
	r = run_from(&d.set, "hidden=2 loss=bce_logits");
	train_answers_begin(&f.answers);
	train_answers_add(&f.answers, r, out, out, 0, 3);
	train_answers_end(&f.answers, r, 0, 3);
	tap_near(measure("recall", &f, 0, 0), 0.5, 0, 0);
	tap_near(measure("precision", &f, 0, 0), 1, 0, 0);
	tap_near(measure("recall", &f, 1, 0), 1, 0, 0);
	tap_near(measure("precision", &f, 1, 0), 0.5, 0, 0);
	assert_true(isnan(measure("ece", &f, 0, 0)));
	assert_true(isnan(measure("balanced_acc", &f, 0, 0)));
	train_run_free(r);
	arena_done(&a);
}

static void
r2_is_the_share_explained(void **state)
{
	static const float out[] = { 1.5f, 2, 2.5f };
	struct arena a = { 0 };
	struct train_facts f = room(0, &a);
	struct train_run *r;
	struct rows d;

	(void)state;
	fill_three(&d);
	d.set.n = d.set.n_train = 3;
	d.set.target = DATA_VALUES;
	d.set.label = NULL;
	d.set.out = 1;
	d.set.y = d.y;
	for (int i = 0; i < 3; i++)
		d.y[i] = (float)(1 + i);
	r = run_from(&d.set, "loss=mse");
	train_answers_begin(&f.answers);
	train_answers_add(&f.answers, r, out, out, 0, 3);
	train_answers_end(&f.answers, r, 0, 3);
	tap_near(measure("r2", &f, 0, 0), 0.75, 0, 0);
	assert_true(isnan(measure("recall", &f, 0, 0)));
	train_run_free(r);
	arena_done(&a);
}

/* ---- whole runs ---- */

static void
counts_agree_with_the_accuracy(void **state)
{
	struct arena a = { 0 };
	struct train_facts f;
	struct train_run *r;
	struct made m;
	double right = 0, all = 0, share = 0;

	(void)state;
	data_from(&m, "blobs classes=4 n=700 test=0.2 noise=0.8", 2);
	r = run_from(&m.set, "hidden=8");
	train_run_steps(r, 40);
	f = facts(r, &a);
	for (int i = 0; i < 4; i++) {
		right += measure("confusion_test", &f, i, i);
		for (int k = 0; k < 4; k++)
			all += measure("confusion", &f, i, k);
	}
	tap_near(all, m.set.n_train, 0, 0);
	tap_near(right / (m.set.n - m.set.n_train), f.acc_test, 1e-12, 0);
	for (int b = 1; b <= TRAIN_BINS; b++)
		share += measure("bin_share", &f, b, 0);
	tap_near(share, 1, 1e-12, 0);
	assert_true(measure("ece", &f, 0, 0) >= 0 && measure("ece", &f, 0, 0) < 0.5);
	train_run_free(r);
	data_drop(&m);
	arena_done(&a);
}

/* The net is y = x, x is 0, 0.01 ... 1 in disorder. */
static void
quantiles_are_those_of_the_outputs(void **state)
{
	struct arena a = { 0 };
	struct train_facts f;
	struct train_run *r;
	struct rows d = { 0 };

	(void)state;
	d.set = (struct data_set){ .name = "line", .n = 101, .n_train = 101, .in = 1,
				   .target = DATA_VALUES, .out = 1, .x = d.x, .y = d.y };
	for (int i = 0; i < 101; i++)
		d.x[i] = (float)(i * 37 % 101) / 100;
	r = run_from(&d.set, "loss=mse init=constant(1)");
	f = facts(r, &a);
	assert_true(isnan(measure("quantile", &f, 0.5, 0)));	/* nobody asked */
	assert_true(isnan(measure("rank", &f, 0, 0)));
	train_run_ask(r, TRAIN_DEAR_QUANTILES);
	f = facts(r, &a);
	for (int i = 0; i <= 100; i++)
		tap_near(measure("quantile", &f, i / 100.0, 0), i / 100.0, 1e-7, 0);
	tap_near(measure("z_quantile", &f, 0.001, 0), 0.001, 1e-7, 0);
	tap_near(measure("quantile", &f, 0.123, 0), 0.123, 1e-7, 0);
	tap_near(measure("quantile", &f, 0.9995, 0), 0.9995, 1e-7, 0);
	assert_true(isnan(measure("rank", &f, 0, 0)));
	train_run_free(r);
	arena_done(&a);
}

struct ranked {
	int first, second;		/* rows (1,0), rows (0,1) */
	int units;
	double rank;			/* e^H of sqrt(first), sqrt(second) */
};
static const struct ranked ranks[] = {
	{ 16, 4, 2, 1.8898815748423097 },	/* shares 2/3 and 1/3 */
	{ 10, 10, 2, 2 }, { 20, 0, 2, 1 }, { 1, 1, 2, 2 },
	{ 2, 0, 8, 1 },				/* fewer rows than units */
};

/* Turned by an orthogonal matrix, the singular values stay. */
static void
rank_counts_the_directions_in_use(void **state)
{
	const struct ranked *c = *state;
	struct arena a = { 0 };
	struct train_facts f;
	struct train_run *r;
	struct rows d = { 0 };
	char knobs[80];

	d.set = (struct data_set){ .name = "two", .n = c->first + c->second, .in = 2,
				   .target = DATA_CLASS, .n_class = 2, .x = d.x,
				   .label = d.label };
	d.set.n_train = d.set.n;
	for (int i = 0; i < d.set.n; i++)
		d.x[2 * i + (i >= c->first)] = 3;
	snprintf(knobs, sizeof(knobs), "hidden=%d act=identity init=orthogonal",
		 c->units);
	r = run_from(&d.set, knobs);
	train_run_ask(r, TRAIN_DEAR_RANK);
	f = facts(r, &a);
	tap_near(measure("rank", &f, 0, 0), c->rank, 1e-4, 0);
	train_run_free(r);
	arena_done(&a);
}

static void
asking_changes_no_bit(void **state)
{
	struct train_run *r[2];
	struct made m;
	struct arena a = { 0 };

	(void)state;
	data_from(&m, "moons n=300 test=0.2", 1);
	for (int i = 0; i < 2; i++) {
		r[i] = run_from(&m.set, "hidden=16,16 act=gelu");
		if (i)
			train_run_ask(r[i], TRAIN_DEAR_RANK | TRAIN_DEAR_QUANTILES);
		for (int k = 0; k < 5; k++) {
			struct train_facts f;

			train_run_steps(r[i], 4);
			f = facts(r[i], &a);
			assert_true(i == isfinite(measure("rank", &f, 0, 0)));
			assert_true(f.level[0].max_test > 0);
			arena_reset(&a);
		}
	}
	assert_true(train_run_hash(r[0]) == train_run_hash(r[1]));
	train_run_free(r[0]);
	train_run_free(r[1]);
	data_drop(&m);
	arena_done(&a);
}

void
answers_cases(void)
{
	TAP(classes_are_counted_by_hand);
	TAP(confidence_is_binned_by_hand);
	TAP(one_output_is_confident_in_either_class);
	TAP(labels_have_recall_but_no_confusion);
	TAP(r2_is_the_share_explained);
	TAP(counts_agree_with_the_accuracy);
	TAP(quantiles_are_those_of_the_outputs);
	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		tap_add("rank_counts_the_directions_in_use",
			rank_counts_the_directions_in_use, &ranks[i]);
	TAP(asking_changes_no_bit);
}
