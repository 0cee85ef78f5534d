/* Measures of the answers: by class, by confidence, of all. */
#include "train/metric.h"

#include <math.h>

static double
share(double part, double all)
{
	return all > 0 ? part / all : NAN;
}

static const struct train_class *
class_of(const struct train_answers *w, const struct train_asked *q)
{
	return q->arg[0] < w->classes ? &w->class[(int)q->arg[0]] : NULL;
}

static double
recall_of(const struct train_answers *w, const struct train_asked *q)
{
	const struct train_class *c = class_of(w, q);

	return c ? share(c->right, c->rows) : NAN;
}

static double
precision_of(const struct train_answers *w, const struct train_asked *q)
{
	const struct train_class *c = class_of(w, q);

	return c ? share(c->right, c->said) : NAN;
}

static double
confusion_of(const struct train_answers *w, const struct train_asked *q)
{
	if (q->arg[0] >= w->classes || q->arg[1] >= w->classes)
		return NAN;
	return w->count[(int)q->arg[0] * w->classes + (int)q->arg[1]];
}

static double
bin_acc_of(const struct train_answers *w, const struct train_asked *q)
{
	const struct train_bin *b = &w->bin[(int)q->arg[0] - 1];

	return isnan(w->ece) ? NAN : share(b->right, b->rows);
}

static double
bin_conf_of(const struct train_answers *w, const struct train_asked *q)
{
	const struct train_bin *b = &w->bin[(int)q->arg[0] - 1];

	return isnan(w->ece) ? NAN : share(b->conf, b->rows);
}

static double
bin_share_of(const struct train_answers *w, const struct train_asked *q)
{
	return isnan(w->ece) ? NAN : share(w->bin[(int)q->arg[0] - 1].rows, w->rows);
}

double
train_metric_recall(const struct train_asked *q)
{
	return recall_of(&q->facts->answers, q);
}

double
train_metric_recall_test(const struct train_asked *q)
{
	return recall_of(&q->facts->answers_test, q);
}

double
train_metric_precision(const struct train_asked *q)
{
	return precision_of(&q->facts->answers, q);
}

double
train_metric_precision_test(const struct train_asked *q)
{
	return precision_of(&q->facts->answers_test, q);
}

double
train_metric_confusion(const struct train_asked *q)
{
	return confusion_of(&q->facts->answers, q);
}

double
train_metric_confusion_test(const struct train_asked *q)
{
	return confusion_of(&q->facts->answers_test, q);
}

double
train_metric_bin_acc(const struct train_asked *q)
{
	return bin_acc_of(&q->facts->answers, q);
}

double
train_metric_bin_acc_test(const struct train_asked *q)
{
	return bin_acc_of(&q->facts->answers_test, q);
}

double
train_metric_bin_conf(const struct train_asked *q)
{
	return bin_conf_of(&q->facts->answers, q);
}

double
train_metric_bin_conf_test(const struct train_asked *q)
{
	return bin_conf_of(&q->facts->answers_test, q);
}

double
train_metric_bin_share(const struct train_asked *q)
{
	return bin_share_of(&q->facts->answers, q);
}

double
train_metric_bin_share_test(const struct train_asked *q)
{
	return bin_share_of(&q->facts->answers_test, q);
}

double
train_metric_r2(const struct train_asked *q)
{
	return q->facts->answers.r2;
}

double
train_metric_r2_test(const struct train_asked *q)
{
	return q->facts->answers_test.r2;
}

double
train_metric_balanced(const struct train_asked *q)
{
	return q->facts->answers.balanced;
}

double
train_metric_balanced_test(const struct train_asked *q)
{
	return q->facts->answers_test.balanced;
}

double
train_metric_ece(const struct train_asked *q)
{
	return q->facts->answers.ece;
}

double
train_metric_ece_test(const struct train_asked *q)
{
	return q->facts->answers_test.ece;
}
