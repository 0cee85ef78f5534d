#include "actlab/train.h"

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

const struct train_metric train_metrics[] = {
	{ "loss", "loss(run)",
	  "mean loss over the training set", "", false, loss, NULL },
	{ "acc", "acc(run)",
	  "share of the training set answered right", "", false, acc, NULL },
	{ "loss_test", "loss_test(run)",
	  "mean loss over the test part", "", false, loss_test, NULL },
	{ "acc_test", "acc_test(run)",
	  "share of the test part answered right", "", false, acc_test, NULL },
	{ "loss_batch", "loss_batch(run)",
	  "loss of the last step's batch", "", false, loss_batch, NULL },
	{ "grad_all", "grad_all(run)",
	  "L2 norm of all gradients together", "", false, grad_all, NULL },
	{ "steps", "steps(run)",
	  "steps taken", "steps", false, steps, NULL },
	{ "epochs", "epochs(run)",
	  "passes over the training set", "epochs", false, epochs, NULL },
	{ "diverged", "diverged(run)",
	  "1 where training stopped at a number that is not finite, else 0", "", false,
	  diverged, NULL },
	{ "levels", "levels(run)",
	  "layers with weights", "layers", false, levels, NULL },
	{ "grad", "grad(run, layer)",
	  "L2 norm of dL/dW of a layer", "", true, grad, NULL },
	{ "grad_rms", "grad_rms(run, layer)",
	  "root mean square of the elements of dL/dW", "", true, grad_rms, NULL },
	{ "grad_max", "grad_max(run, layer)",
	  "largest |element| of dL/dW", "", true, grad_max, NULL },
	{ "weight", "weight(run, layer)",
	  "L2 norm of the weights W", "", true, weight, NULL },
	{ "ratio", "ratio(run, layer)",
	  "L2 norm of the last update of W over that of W", "", true, ratio, NULL },
	{ "rms", "rms(run, layer)",
	  "root mean square of the outputs", "", true, rms, NULL },
	{ "mean", "mean(run, layer)",
	  "mean of the outputs", "", true, mean, NULL },
	{ "std", "std(run, layer)",
	  "standard deviation of the outputs", "", true, std, NULL },
	{ "max_out", "max_out(run, layer)",
	  "largest |output|", "", true, largest, NULL },
	{ "z_mean", "z_mean(run, layer)",
	  "mean of the pre-activations", "", true, z_mean, NULL },
	{ "z_std", "z_std(run, layer)",
	  "standard deviation of the pre-activations", "", true, z_std, NULL },
	{ "saturated", "saturated(run, layer)",
	  "share of outputs where |f'| is below 5 % of its maximum", "", true,
	  saturated, NULL },
	{ "zero", "zero(run, layer)",
	  "share of outputs that are exactly 0", "", true, zero, NULL },
	{ "dead", "dead(run, layer)",
	  "share of units whose f' is exactly 0 on every row", "", true, dead, NULL },
	{ "dead_units", "dead_units(run, layer)",
	  "units whose f' is exactly 0 on every row", "units", true, dead_units, NULL },
	{ "units", "units(run, layer)",
	  "units of a layer", "units", true, units, NULL },
	{ "underflow", "underflow(run, layer)",
	  "share of the elements of dL/dW that are exactly 0", "", true, underflow,
	  NULL },
	{ "underflow_all", "underflow_all(run)",
	  "share of the elements of all layers' dL/dW that are exactly 0", "", false,
	  underflow_all, NULL },
	{ "flushed", "flushed(run, layer)",
	  "gradients that rounding made 0, over all steps", "numbers", true, flushed,
	  NULL },
	{ "overflow", "overflow(run, layer)",
	  "numbers that rounding made inf, over all steps", "numbers", true, overflow,
	  NULL },
	{ "scale", "scale(run)",
	  "factor of the loss during back-propagation, as it is now", "", false, scale,
	  NULL },
	{ "skipped", "skipped(run)",
	  "steps that dynamic scaling skipped", "steps", false, skipped, NULL },
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
