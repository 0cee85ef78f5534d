#include "actlab/train.h"

static double
loss(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->loss;
}

static double
acc(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->acc;
}

static double
loss_test(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->loss_test;
}

static double
acc_test(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->acc_test;
}

static double
loss_batch(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->loss_batch;
}

static double
grad_all(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->grad_all;
}

static double
steps(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return (double)f->step;
}

static double
epochs(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->epoch;
}

static double
diverged(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->diverged;
}

static double
levels(const struct train_facts *f, const struct train_level *l)
{
	(void)l;
	return f->levels;
}

static double
grad(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->grad;
}

static double
grad_rms(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->grad_rms;
}

static double
grad_max(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->grad_max;
}

static double
weight(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->weight;
}

static double
ratio(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->ratio;
}

static double
rms(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->rms;
}

static double
mean(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->mean;
}

static double
std(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->std;
}

static double
largest(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->max;
}

static double
z_mean(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->z_mean;
}

static double
z_std(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->z_std;
}

static double
saturated(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->saturated;
}

static double
zero(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->zero;
}

static double
dead(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->dead;
}

static double
dead_units(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->dead_units;
}

static double
units(const struct train_facts *f, const struct train_level *l)
{
	(void)f;
	return l->units;
}

const struct train_metric train_metrics[] = {
	{ "loss", "loss(run)",
	  "mean loss over the training set", "", false, loss },
	{ "acc", "acc(run)",
	  "share of the training set answered right", "", false, acc },
	{ "loss_test", "loss_test(run)",
	  "mean loss over the test part", "", false, loss_test },
	{ "acc_test", "acc_test(run)",
	  "share of the test part answered right", "", false, acc_test },
	{ "loss_batch", "loss_batch(run)",
	  "loss of the last step's batch", "", false, loss_batch },
	{ "grad_all", "grad_all(run)",
	  "L2 norm of all gradients together", "", false, grad_all },
	{ "steps", "steps(run)",
	  "steps taken", "steps", false, steps },
	{ "epochs", "epochs(run)",
	  "passes over the training set", "epochs", false, epochs },
	{ "diverged", "diverged(run)",
	  "1 where training stopped at a number that is not finite, else 0", "", false,
	  diverged },
	{ "levels", "levels(run)",
	  "layers with weights", "layers", false, levels },
	{ "grad", "grad(run, layer)",
	  "L2 norm of dL/dW of a layer", "", true, grad },
	{ "grad_rms", "grad_rms(run, layer)",
	  "root mean square of the elements of dL/dW", "", true, grad_rms },
	{ "grad_max", "grad_max(run, layer)",
	  "largest |element| of dL/dW", "", true, grad_max },
	{ "weight", "weight(run, layer)",
	  "L2 norm of the weights W", "", true, weight },
	{ "ratio", "ratio(run, layer)",
	  "L2 norm of the last update of W over that of W", "", true, ratio },
	{ "rms", "rms(run, layer)",
	  "root mean square of the outputs", "", true, rms },
	{ "mean", "mean(run, layer)",
	  "mean of the outputs", "", true, mean },
	{ "std", "std(run, layer)",
	  "standard deviation of the outputs", "", true, std },
	{ "max_out", "max_out(run, layer)",
	  "largest |output|", "", true, largest },
	{ "z_mean", "z_mean(run, layer)",
	  "mean of the pre-activations", "", true, z_mean },
	{ "z_std", "z_std(run, layer)",
	  "standard deviation of the pre-activations", "", true, z_std },
	{ "saturated", "saturated(run, layer)",
	  "share of outputs where |f'| is below 5 % of its maximum", "", true,
	  saturated },
	{ "zero", "zero(run, layer)",
	  "share of outputs that are exactly 0", "", true, zero },
	{ "dead", "dead(run, layer)",
	  "share of units whose f' is exactly 0 on every row", "", true, dead },
	{ "dead_units", "dead_units(run, layer)",
	  "units whose f' is exactly 0 on every row", "units", true, dead_units },
	{ "units", "units(run, layer)",
	  "units of a layer", "units", true, units },
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
