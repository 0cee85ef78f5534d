#include "loss.h"
#include "rows.h"
#include "actlab/num.h"

#include <string.h>

static const struct param none[] = {
	{ 0 }
};
static const struct param delta[] = {
	{ "delta", PARAM_REAL, 1e-6, 1e6, 1, "", NULL,
	  "error from which it grows in a line" },
	{ 0 }
};
static const struct param beta[] = {
	{ "beta", PARAM_REAL, 1e-6, 1e6, 1, "", NULL,
	  "error from which it grows in a line" },
	{ 0 }
};
static const struct param pos_weight[] = {
	{ "pos_weight", PARAM_REAL, 0, 1e6, 1, "", NULL,
	  "weight of the labels that are 1" },
	{ 0 }
};
static const struct param smoothing[] = {
	{ "label_smoothing", PARAM_REAL, 0, 1, 0, "", NULL,
	  "share of the target that is spread over all classes" },
	{ 0 }
};

const struct nn_loss nn_losses[] = {
	{ "mse", "mean (x - y)^2", "mean squared error, for numbers to be met", none,
	  NN_TARGET_VALUES, NN_LINK_NONE, loss_mse },
	{ "mae", "mean |x - y|", "mean absolute error, less moved by outliers", none,
	  NN_TARGET_VALUES, NN_LINK_NONE, loss_mae },
	{ "huber",
	  "mean of d^2/2 where |d| <= delta, else delta (|d| - delta/2), d = x - y",
	  "squared for small errors, a line for large ones", delta,
	  NN_TARGET_VALUES, NN_LINK_NONE, loss_huber },
	{ "smooth_l1",
	  "mean of d^2/(2 beta) where |d| < beta, else |d| - beta/2, d = x - y",
	  "huber divided by its bend", beta, NN_TARGET_VALUES, NN_LINK_NONE,
	  loss_smooth_l1 },
	{ "bce", "-mean (y log p + (1 - y) log(1 - p)), each log at least -100",
	  "binary cross-entropy of outputs that are probabilities already", none,
	  NN_TARGET_PROBS, NN_LINK_PROB, loss_bce },
	{ "bce_logits", "mean (pos_weight y softplus(-x) + (1 - y) softplus(x))",
	  "binary cross-entropy with the sigmoid inside, stable", pos_weight,
	  NN_TARGET_PROBS, NN_LINK_SIGMOID, loss_bce_logits },
	{ "ce", "-mean log p_c, the log at least -100",
	  "cross-entropy of outputs that are probabilities already", none,
	  NN_TARGET_CLASS, NN_LINK_PROB, loss_ce },
	{ "ce_logits", "mean of -sum_j q_j log softmax(x)_j, q = (1 - s) onehot(c) + s/k",
	  "cross-entropy with the softmax inside, stable", smoothing,
	  NN_TARGET_CLASS, NN_LINK_SOFTMAX, loss_ce_logits },
	{ 0 }
};

const struct nn_loss *
nn_loss_find(struct str name)
{
	for (const struct nn_loss *l = nn_losses; l->name; l++)
		if (str_is(name, l->name))
			return l;
	return NULL;
}

bool
nn_loss_parse(struct str text, struct span at, struct nn_loss_use *out, struct err *e)
{
	struct param_call c;
	struct str_near near;

	if (!param_call_split(text, at, &c, e))
		return false;
	out->kind = nn_loss_find(c.name);
	if (out->kind)
		return nn_args_read(&c, out->kind->param, out->p, e);
	near = str_near_begin(c.name);
	for (const struct nn_loss *l = nn_losses; l->name; l++)
		str_near_try(&near, l->name);
	return nn_unknown(&c, "loss", &near, e);
}

static void
softmax(float *p, const float *x, int n, int k)
{
	loss_softmax_parts(p, x, n, k);
	for (int i = 0; i < n * k; i += k) {
		double sum = num_sum(p + i, k);

		for (int j = i; j < i + k; j++)
			p[j] = (float)(p[j] / sum);
	}
}

void
nn_link_apply(enum nn_link link, float *p, const float *out, int n, int k)
{
	if (link == NN_LINK_SIGMOID)
		num_vsigmoid(p, out, n * k);
	else if (link == NN_LINK_SOFTMAX)
		softmax(p, out, n, k);
	else
		memmove(p, out, sizeof(*p) * (size_t)n * (size_t)k);
}
