#include "train/metric.h"

static double
loss(const struct train_asked *q)
{
	return q->facts->loss;
}

static double
acc(const struct train_asked *q)
{
	return q->facts->acc;
}

static double
loss_test(const struct train_asked *q)
{
	return q->facts->loss_test;
}

static double
acc_test(const struct train_asked *q)
{
	return q->facts->acc_test;
}

static double
loss_batch(const struct train_asked *q)
{
	return q->facts->loss_batch;
}

static double
grad_all(const struct train_asked *q)
{
	return q->facts->grad_all;
}

static double
steps(const struct train_asked *q)
{
	return (double)q->facts->step;
}

static double
epochs(const struct train_asked *q)
{
	return q->facts->epoch;
}

static double
diverged(const struct train_asked *q)
{
	return q->facts->diverged;
}

static double
levels(const struct train_asked *q)
{
	return q->facts->levels;
}

static double
grad(const struct train_asked *q)
{
	return q->level->grad;
}

static double
grad_rms(const struct train_asked *q)
{
	return q->level->grad_rms;
}

static double
grad_max(const struct train_asked *q)
{
	return q->level->grad_max;
}

static double
weight(const struct train_asked *q)
{
	return q->level->weight;
}

static double
ratio(const struct train_asked *q)
{
	return q->level->ratio;
}

static double
rms(const struct train_asked *q)
{
	return q->level->rms;
}

static double
mean(const struct train_asked *q)
{
	return q->level->mean;
}

static double
std(const struct train_asked *q)
{
	return q->level->std;
}

static double
largest(const struct train_asked *q)
{
	return q->level->max;
}

static double
z_mean(const struct train_asked *q)
{
	return q->level->z_mean;
}

static double
z_std(const struct train_asked *q)
{
	return q->level->z_std;
}

static double
saturated(const struct train_asked *q)
{
	return q->level->saturated;
}

static double
zero(const struct train_asked *q)
{
	return q->level->zero;
}

static double
dead(const struct train_asked *q)
{
	return q->level->dead;
}

static double
dead_units(const struct train_asked *q)
{
	return q->level->dead_units;
}

static double
units(const struct train_asked *q)
{
	return q->level->units;
}

static double
underflow(const struct train_asked *q)
{
	return q->level->underflow;
}

static double
underflow_all(const struct train_asked *q)
{
	return q->facts->underflow;
}

static double
flushed(const struct train_asked *q)
{
	return q->level->flushed;
}

static double
overflow(const struct train_asked *q)
{
	return q->level->overflow;
}

static double
scale(const struct train_asked *q)
{
	return q->facts->scale;
}

static double
skipped(const struct train_asked *q)
{
	return q->facts->skipped;
}

/* ---- dear ones ---- */

static double
quantile(const struct train_asked *q)
{
	return train_quantile(q->level->y, q->arg[0]);
}

static double
z_quantile(const struct train_asked *q)
{
	return train_quantile(q->level->z, q->arg[0]);
}

static double
rank(const struct train_asked *q)
{
	return q->level->rank;
}

static double
slope_factor(const struct train_asked *q)
{
	return q->level->slope_factor;
}

static double
weight_factor(const struct train_asked *q)
{
	return q->level->weight_factor;
}

static double
chain(const struct train_asked *q)
{
	return q->level->chain;
}

static double
largest_test(const struct train_asked *q)
{
	return q->level->max_test;
}

/* ---- the table ---- */

static const struct param class_arg[] = {
	{ "class", PARAM_INT, 0, TRAIN_CLASSES_MAX - 1, 0, "", NULL,
	  "class, or label of many, from 0" },
	{ 0 }
};
static const struct param answer_arg[] = {
	{ "class", PARAM_INT, 0, TRAIN_CLASSES_MAX - 1, 0, "", NULL, "class, from 0" },
	{ "answer", PARAM_INT, 0, TRAIN_CLASSES_MAX - 1, 0, "", NULL,
	  "class answered, from 0" },
	{ 0 }
};
static const struct param bin_arg[] = {
	{ "bin", PARAM_INT, 1, TRAIN_BINS, 1, "", NULL,
	  "bin of the confidence: 1 up to 1/15, 15 above 14/15" },
	{ 0 }
};
static const struct param q_arg[] = {
	{ "q", PARAM_REAL, 0, 1, 0.5, "", NULL, "share of the numbers that are below" },
	{ 0 }
};

const struct train_metric train_metrics[] = {
	{ "loss", "loss(run)",
	  "mean loss over the training set", "", false, loss, NULL, 0 },
	{ "acc", "acc(run)",
	  "share of the training set answered right", "", false, acc, NULL, 0 },
	{ "loss_test", "loss_test(run)",
	  "mean loss over the test part", "", false, loss_test, NULL, 0 },
	{ "acc_test", "acc_test(run)",
	  "share of the test part answered right", "", false, acc_test, NULL, 0 },
	{ "loss_batch", "loss_batch(run)",
	  "loss of the last step's batch", "", false, loss_batch, NULL, 0 },
	{ "grad_all", "grad_all(run)",
	  "L2 norm of all gradients together", "", false, grad_all, NULL, 0 },
	{ "steps", "steps(run)",
	  "steps taken", "steps", false, steps, NULL, 0 },
	{ "epochs", "epochs(run)",
	  "passes over the training set", "epochs", false, epochs, NULL, 0 },
	{ "diverged", "diverged(run)",
	  "1 where training stopped at a number that is not finite, else 0", "", false,
	  diverged, NULL, 0 },
	{ "levels", "levels(run)",
	  "layers with weights", "layers", false, levels, NULL, 0 },
	{ "grad", "grad(run, layer)",
	  "L2 norm of dL/dW of a layer", "", true, grad, NULL, 0 },
	{ "grad_rms", "grad_rms(run, layer)",
	  "root mean square of the elements of dL/dW", "", true, grad_rms, NULL, 0 },
	{ "grad_max", "grad_max(run, layer)",
	  "largest |element| of dL/dW", "", true, grad_max, NULL, 0 },
	{ "weight", "weight(run, layer)",
	  "L2 norm of the weights W", "", true, weight, NULL, 0 },
	{ "ratio", "ratio(run, layer)",
	  "L2 norm of the last update of W over that of W", "", true, ratio, NULL, 0 },
	{ "rms", "rms(run, layer)",
	  "root mean square of the outputs", "", true, rms, NULL, 0 },
	{ "mean", "mean(run, layer)",
	  "mean of the outputs", "", true, mean, NULL, 0 },
	{ "std", "std(run, layer)",
	  "standard deviation of the outputs", "", true, std, NULL, 0 },
	{ "max_out", "max_out(run, layer)",
	  "largest |output|", "", true, largest, NULL, 0 },
	{ "z_mean", "z_mean(run, layer)",
	  "mean of the pre-activations", "", true, z_mean, NULL, 0 },
	{ "z_std", "z_std(run, layer)",
	  "standard deviation of the pre-activations", "", true, z_std, NULL, 0 },
	{ "saturated", "saturated(run, layer)",
	  "share of outputs where |f'| is below 5 % of its maximum", "", true,
	  saturated, NULL, 0 },
	{ "zero", "zero(run, layer)",
	  "share of outputs that are exactly 0", "", true, zero, NULL, 0 },
	{ "dead", "dead(run, layer)",
	  "share of units whose f' is exactly 0 on every row", "", true, dead, NULL, 0 },
	{ "dead_units", "dead_units(run, layer)",
	  "units whose f' is exactly 0 on every row", "units", true, dead_units,
	  NULL, 0 },
	{ "units", "units(run, layer)",
	  "units of a layer", "units", true, units, NULL, 0 },
	{ "underflow", "underflow(run, layer)",
	  "share of the elements of dL/dW that are exactly 0", "", true, underflow,
	  NULL, 0 },
	{ "underflow_all", "underflow_all(run)",
	  "share of the elements of all layers' dL/dW that are exactly 0", "", false,
	  underflow_all, NULL, 0 },
	{ "flushed", "flushed(run, layer)",
	  "gradients that rounding made 0, over all steps", "numbers", true, flushed,
	  NULL, 0 },
	{ "overflow", "overflow(run, layer)",
	  "numbers that rounding made inf, over all steps", "numbers", true, overflow,
	  NULL, 0 },
	{ "scale", "scale(run)",
	  "factor of the loss during back-propagation, as it is now", "", false, scale,
	  NULL, 0 },
	{ "skipped", "skipped(run)",
	  "steps that dynamic scaling skipped", "steps", false, skipped, NULL, 0 },
	{ "balanced_acc", "balanced_acc(run)",
	  "mean recall of the classes, over the training set", "", false,
	  train_metric_balanced, NULL, 0 },
	{ "recall", "recall(run, class)",
	  "share of a class of the training set that is answered so", "", false,
	  train_metric_recall, class_arg, 0 },
	{ "precision", "precision(run, class)",
	  "share of such answers on the training set that are right", "", false,
	  train_metric_precision, class_arg, 0 },
	{ "confusion", "confusion(run, class, answer)",
	  "rows of a class of the training set that are answered so", "rows", false,
	  train_metric_confusion, answer_arg, 0 },
	{ "r2", "r2(run)",
	  "share of the variance of the training set that is explained", "", false,
	  train_metric_r2, NULL, 0 },
	{ "ece", "ece(run)",
	  "expected calibration error on the training set, 15 bins", "", false,
	  train_metric_ece, NULL, 0 },
	{ "bin_acc", "bin_acc(run, bin)",
	  "share answered right in a bin of confidence, on the training set", "", false,
	  train_metric_bin_acc, bin_arg, 0 },
	{ "bin_conf", "bin_conf(run, bin)",
	  "mean confidence in a bin of confidence, on the training set", "", false,
	  train_metric_bin_conf, bin_arg, 0 },
	{ "bin_share", "bin_share(run, bin)",
	  "share of the training set that falls into a bin of confidence", "", false,
	  train_metric_bin_share, bin_arg, 0 },
	{ "balanced_acc_test", "balanced_acc_test(run)",
	  "mean recall of the classes, over the test part", "", false,
	  train_metric_balanced_test, NULL, 0 },
	{ "recall_test", "recall_test(run, class)",
	  "share of a class of the test part that is answered so", "", false,
	  train_metric_recall_test, class_arg, 0 },
	{ "precision_test", "precision_test(run, class)",
	  "share of such answers on the test part that are right", "", false,
	  train_metric_precision_test, class_arg, 0 },
	{ "confusion_test", "confusion_test(run, class, answer)",
	  "rows of a class of the test part that are answered so", "rows", false,
	  train_metric_confusion_test, answer_arg, 0 },
	{ "r2_test", "r2_test(run)",
	  "share of the variance of the test part that is explained", "", false,
	  train_metric_r2_test, NULL, 0 },
	{ "ece_test", "ece_test(run)",
	  "expected calibration error on the test part, 15 bins", "", false,
	  train_metric_ece_test, NULL, 0 },
	{ "bin_acc_test", "bin_acc_test(run, bin)",
	  "share answered right in a bin of confidence, on the test part", "", false,
	  train_metric_bin_acc_test, bin_arg, 0 },
	{ "bin_conf_test", "bin_conf_test(run, bin)",
	  "mean confidence in a bin of confidence, on the test part", "", false,
	  train_metric_bin_conf_test, bin_arg, 0 },
	{ "bin_share_test", "bin_share_test(run, bin)",
	  "share of the test part that falls into a bin of confidence", "", false,
	  train_metric_bin_share_test, bin_arg, 0 },
	{ "max_out_test", "max_out_test(run, layer)",
	  "largest |output| on the test part", "", true, largest_test,
	  NULL, 0 },
	{ "quantile", "quantile(run, layer, q)",
	  "number that a share q of the outputs is below", "", true, quantile,
	  q_arg, TRAIN_DEAR_QUANTILES },
	{ "z_quantile", "z_quantile(run, layer, q)",
	  "number that a share q of the pre-activations is below", "", true, z_quantile,
	  q_arg, TRAIN_DEAR_QUANTILES },
	{ "rank", "rank(run, layer)",
	  "effective rank of the outputs: how many directions they use", "", true, rank,
	  NULL, TRAIN_DEAR_RANK },
	{ "slope_factor", "slope_factor(run, layer)",
	  "what the slopes multiply the gradient's norm by: |dL/dz| / |dL/dy|", "", true,
	  slope_factor, NULL, TRAIN_DEAR_CHAIN },
	{ "weight_factor", "weight_factor(run, layer)",
	  "what the weights above multiply it by: |dL/dy| / |dL/dz| of the layer above",
	  "", true, weight_factor, NULL, TRAIN_DEAR_CHAIN },
	{ "chain", "chain(run, layer)",
	  "product of both from the last layer down to this one", "", true, chain, NULL,
	  TRAIN_DEAR_CHAIN },
	{ 0 }
};

const struct train_metric *
train_metric_find(struct str name)
{
	for (const struct train_metric *m = train_metrics; m->name; m++)
		if (str_is(name, m->name))
			return m;
	return NULL;
}

double
train_metric_last(const struct param *arg, const struct train_facts *f)
{
	return arg->max == TRAIN_CLASSES_MAX - 1 ? f->answers.classes - 1 : arg->max;
}
