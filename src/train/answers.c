/* What a network answers, against the truth: counts by class, confidence, squares. */
#include "train/run.h"

#include <math.h>
#include <string.h>

/* ---- one row ---- */

static float
middle_of(const struct train_run *r)
{
	return r->plan.loss.kind->link == NN_LINK_SIGMOID ? 0 : 0.5f;
}

/* The class answered, -1: the outputs are not finite. */
static int
class_said(const struct train_run *r, const float *out)
{
	int k = r->plan.k;

	if (num_not_finite(out, k) >= 0)
		return -1;
	return k > 1 ? num_argmax(out, k) : out[0] > middle_of(r);
}

static bool
labels_right(const struct train_run *r, const float *out, const float *y)
{
	float middle = middle_of(r);

	for (int j = 0; j < r->plan.k; j++)
		if (isnan(out[j]) || (out[j] > middle) != (y[j] > 0.5f))
			return false;
	return true;
}

double
train_count_right(const struct train_run *r, const float *out, int row, int n)
{
	int k = r->plan.k, right = 0;

	if (r->data->target == DATA_VALUES)
		return NAN;
	for (int i = 0; i < n; i++) {
		size_t at = (size_t)(row + i);

		if (r->data->target == DATA_CLASS)
			right += class_said(r, out + i * k) == r->data->label[at];
		else
			right += labels_right(r, out + i * k, r->y + at * (size_t)k);
	}
	return right;
}

/* ---- room ---- */

int
train_answers_classes(const struct data_set *d)
{
	int n = d->target == DATA_CLASS ? d->n_class
	      : d->target == DATA_LABELS ? d->out : 0;

	return n <= TRAIN_CLASSES_MAX ? n : 0;
}

size_t
train_room_need(int levels, int classes)
{
	size_t n = (size_t)classes;

	return arena_need(sizeof(struct train_level), (size_t)levels)
	       + 2 * (arena_need(sizeof(struct train_class), n)
		      + arena_need(sizeof(uint32_t), n * n));
}

static void
answers_alloc(struct train_answers *w, int classes, struct arena *a)
{
	size_t n = (size_t)classes;

	*w = (struct train_answers){ .classes = classes };
	w->class = ARENA_NEW(a, struct train_class, n);
	w->count = ARENA_NEW(a, uint32_t, n * n);
}

void
train_room_alloc(struct train_facts *f, int levels, int classes, struct arena *a)
{
	*f = (struct train_facts){ .level = ARENA_NEW(a, struct train_level, levels) };
	answers_alloc(&f->answers, classes, a);
	answers_alloc(&f->answers_test, classes, a);
}

/* ---- a part of the data ---- */

/* Sum of the squares of the targets about their means, over rows lo..hi-1. */
static double
squares_about_means(const struct train_run *r, int lo, int hi)
{
	size_t k = (size_t)r->plan.k;
	double all = 0;

	for (size_t j = 0; j < k; j++) {
		double mean = 0;

		for (int i = lo; i < hi; i++)
			mean += r->y[(size_t)i * k + j] / (double)(hi - lo);
		for (int i = lo; i < hi; i++) {
			double d = r->y[(size_t)i * k + j] - mean;

			all += d * d;
		}
	}
	return all;
}

void
train_answers_begin(struct train_answers *w)
{
	size_t n = (size_t)w->classes;

	w->rows = 0;
	w->r2 = w->balanced = w->ece = 0;
	memset(w->bin, 0, sizeof(w->bin));
	memset(w->class, 0, n * sizeof(*w->class));
	memset(w->count, 0, n * n * sizeof(*w->count));
}

static void
add_class(struct train_answers *w, int is, int said)
{
	if (!w->classes)
		return;
	w->class[is].rows++;
	if (said < 0)
		return;
	w->class[said].said++;
	w->class[is].right += is == said;
	w->count[is * w->classes + said]++;
}

static void
add_confidence(struct train_answers *w, double conf, bool right)
{
	double at = conf * TRAIN_BINS;
	int b = (int)at;

	b -= b == at && b > 0;				/* the upper end belongs to it */
	b = b < TRAIN_BINS ? b : TRAIN_BINS - 1;
	w->bin[b].rows++;
	w->bin[b].right += right;
	w->bin[b].conf += conf;
}

static void
add_labels(struct train_answers *w, const struct train_run *r, const float *out,
	   const float *y)
{
	for (int j = 0; j < w->classes; j++) {
		bool is = y[j] > 0.5f, said = out[j] > middle_of(r);

		w->class[j].rows += is;
		w->class[j].said += said;
		w->class[j].right += is && said;
	}
}

void
train_answers_add(struct train_answers *w, const struct train_run *r, const float *out,
		  const float *prob, int row, int n)
{
	int k = r->plan.k;

	w->rows += n;
	for (int i = 0; i < n; i++, out += k, prob += k) {
		size_t at = (size_t)(row + i);
		const float *y = r->y + at * (size_t)k;
		int said;

		if (r->data->target == DATA_LABELS)
			add_labels(w, r, out, y);
		for (int j = 0; r->data->target == DATA_VALUES && j < k; j++)
			w->r2 += ((double)prob[j] - y[j]) * ((double)prob[j] - y[j]);
		if (r->data->target != DATA_CLASS)
			continue;
		said = class_said(r, out);
		add_class(w, r->data->label[at], said);
		if (said >= 0)
			add_confidence(w, k > 1 ? prob[said]
						: said ? prob[0] : 1 - (double)prob[0],
				       said == r->data->label[at]);
	}
}

static double
mean_recall(const struct train_answers *w)
{
	double sum = 0;
	int n = 0;

	for (int c = 0; c < w->classes; c++) {
		const struct train_class *v = &w->class[c];

		sum += v->rows ? (double)v->right / v->rows : 0;
		n += v->rows > 0;
	}
	return n ? sum / n : NAN;
}

static double
calibration(const struct train_answers *w)
{
	double sum = 0, n = 0;

	for (int b = 0; b < TRAIN_BINS; b++) {
		sum += fabs((double)w->bin[b].right - w->bin[b].conf);
		n += w->bin[b].rows;
	}
	return n > 0 ? sum / n : NAN;
}

void
train_answers_end(struct train_answers *w, const struct train_run *r, int lo, int hi)
{
	bool class = r->data->target == DATA_CLASS;

	w->r2 = r->data->target == DATA_VALUES && hi > lo
		? 1 - w->r2 / squares_about_means(r, lo, hi) : NAN;
	w->balanced = class ? mean_recall(w) : NAN;
	w->ece = class && r->plan.loss.kind->link != NN_LINK_NONE ? calibration(w) : NAN;
}
