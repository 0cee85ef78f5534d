#include "loss.h"
#include "rows.h"
#include "actlab/num.h"

#include <string.h>

#define REDUCTION { "reduction", PARAM_WORD, 0, 1, 0, "", "mean sum", \
		    "what a batch is worth: the mean of its parts or their sum" }
#define SMOOTHING { "label_smoothing", PARAM_REAL, 0, 1, 0, "", NULL, \
		    "share of the target that is spread over all classes" }
#define WEIGHT { "weight", PARAM_TEXT, 0, 0, 0, "", "", \
		 "one weight a class, as in 0.5:1.25:2; mean divides by the true ones'" }
#define POS_WEIGHT { "pos_weight", PARAM_REAL, 0, 1e6, 1, "", NULL, \
		     "weight of the labels that are 1" }
#define GAMMA { "gamma", PARAM_REAL, 0, 100, 2, "", NULL, \
		"how little counts what is right already; 0: all the same" }

static const struct param plain[] = {
	REDUCTION,
	{ 0 }
};
static const struct param delta[] = {
	{ "delta", PARAM_REAL, 1e-6, 1e6, 1, "", NULL,
	  "error from which it grows in a line" },
	REDUCTION,
	{ 0 }
};
static const struct param beta[] = {
	{ "beta", PARAM_REAL, 1e-6, 1e6, 1, "", NULL,
	  "error from which it grows in a line" },
	REDUCTION,
	{ 0 }
};
static const struct param pos_weight[] = {
	POS_WEIGHT,
	REDUCTION,
	{ 0 }
};
static const struct param focal[] = {
	GAMMA,
	{ "alpha", PARAM_REAL, -1, 1, 0.25, "", NULL,
	  "weight of the labels that are 1, of the others 1 - alpha; below 0: none" },
	REDUCTION,
	{ 0 }
};
static const struct param focal_softmax[] = {
	GAMMA,
	REDUCTION,
	{ 0 }
};
static const struct param classes[] = {
	SMOOTHING,
	WEIGHT,
	REDUCTION,
	{ 0 }
};
static const struct param kl[] = {
	{ "reduction", PARAM_WORD, 0, 2, 0, "", "batchmean mean sum",
	  "what a batch is worth: mean of its rows, mean of its elements or sum" },
	{ 0 }
};

const struct nn_loss nn_losses[] = {
	{ "mse", "mean (x - y)^2", "mean squared error, for numbers to be met", plain,
	  NN_TARGET_VALUES, NN_LINK_NONE, loss_mse },
	{ "mae", "mean |x - y|", "mean absolute error, less moved by outliers", plain,
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
	  "binary cross-entropy of outputs that are probabilities already", plain,
	  NN_TARGET_PROBS, NN_LINK_PROB, loss_bce },
	{ "bce_logits", "mean (pos_weight y softplus(-x) + (1 - y) softplus(x))",
	  "binary cross-entropy with the sigmoid inside, stable", pos_weight,
	  NN_TARGET_PROBS, NN_LINK_SIGMOID, loss_bce_logits },
	{ "bce_naive", "-mean (y log p + (1 - y) log(1 - p)) in float32, nothing clamped",
	  "bce as a textbook has it: inf and NaN where a probability is 0 or 1", plain,
	  NN_TARGET_PROBS, NN_LINK_PROB, loss_bce_naive },
	{ "bce_logits_naive",
	  "-mean (pos_weight y log s + (1 - y) log(1 - s)), s = 1/(1 + e^-x), in float32",
	  "bce_logits as a textbook has it: inf and NaN from x = 17 on", pos_weight,
	  NN_TARGET_PROBS, NN_LINK_SIGMOID, loss_bce_logits_naive },
	{ "focal", "mean a (1 - p)^gamma ce, p that of the label, a alpha or 1 - alpha",
	  "bce_logits that cares little for what is right already", focal,
	  NN_TARGET_PROBS, NN_LINK_SIGMOID, loss_focal },
	{ "hinge", "mean max(0, 1 - s x), s = 1 where y > 0, else -1",
	  "0 beyond a margin of 1 on the right side", plain, NN_TARGET_PROBS,
	  NN_LINK_SIGMOID, loss_hinge },
	{ "sigmoid_mse", "mean (sigmoid(x) - y)^2",
	  "squared error of a sigmoid: flat where the output is most wrong", plain,
	  NN_TARGET_PROBS, NN_LINK_SIGMOID, loss_sigmoid_mse },
	{ "ce", "-mean log p_c, the log at least -100",
	  "cross-entropy of outputs that are probabilities already", plain,
	  NN_TARGET_CLASS, NN_LINK_PROB, loss_ce },
	{ "ce_logits",
	  "mean of -sum_j w_j q_j log softmax(x)_j, q = (1 - s) onehot(c) + s/k",
	  "cross-entropy with the softmax inside, stable", classes,
	  NN_TARGET_CLASS, NN_LINK_SOFTMAX, loss_ce_logits },
	{ "ce_naive", "mean of -sum_j w_j q_j log(e^x_j / sum e^x) in float32",
	  "ce_logits as a textbook has it: inf and NaN from x = 89 on", classes,
	  NN_TARGET_CLASS, NN_LINK_SOFTMAX, loss_ce_naive },
	{ "kl", "mean of sum_j q_j (log q_j - log softmax(x)_j)",
	  "divergence from a distribution over the classes, softmax inside", kl,
	  NN_TARGET_CLASS, NN_LINK_SOFTMAX, loss_kl },
	{ "focal_softmax", "mean of -(1 - p_c)^gamma log p_c, p = softmax(x)",
	  "ce_logits that cares little for what is right already", focal_softmax,
	  NN_TARGET_CLASS, NN_LINK_SOFTMAX, loss_focal_softmax },
	{ 0 }
};

static const char *
name_of(int row)
{
	return nn_losses[row].name;
}

const struct nn_loss *
nn_loss_find(struct str name)
{
	int row = nn_row_find(name_of, name);

	return row < 0 ? NULL : &nn_losses[row];
}

/* weights -> number { ':' number } */
static bool
read_weights(struct nn_loss_use *out, struct str text, struct span at, struct err *e)
{
	struct str rest = text, part;
	double w;

	while (str_cut(&rest, ':', &part)) {
		if (out->n_weight == NN_WEIGHTS_MAX)
			return err_set(e, ERR_RANGE, at,
				       "weight= has more than %d numbers",
				       NN_WEIGHTS_MAX);
		if (!str_double(str_trim(part), &w) || !(w >= 0 && w <= 1e6)) {
			err_set(e, ERR_SYNTAX, at, "'%.*s' is not a weight from 0 to 1e6",
				STR_ARG(part));
			return err_hint(e, "one number a class, as in weight=0.5:1.25:2");
		}
		out->weight[out->n_weight++] = (float)w;
	}
	return true;
}

static bool
read_args(const struct param_call *c, struct nn_loss_use *out, struct err *e)
{
	const struct param *rows = out->kind->param;
	int weight = param_find(rows, str_of("weight"));
	struct str text;
	struct span at;

	if (!nn_args_read(c, rows, out->p, e))
		return false;
	return weight < 0 || !param_call_text(c, rows, weight, &text, &at)
	       || read_weights(out, text, at, e);
}

bool
nn_loss_parse(struct str text, struct span at, struct nn_loss_use *out, struct err *e)
{
	struct param_call c;
	int row = nn_call_row(text, at, "loss", name_of, &c, e);

	*out = (struct nn_loss_use){ 0 };
	if (row < 0)
		return false;
	out->kind = &nn_losses[row];
	return read_args(&c, out, e);
}

bool
nn_loss_fits(const struct nn_loss_use *u, int k, struct span at, struct err *e)
{
	if (!u->n_weight || u->n_weight == k)
		return true;
	return err_set(e, ERR_SHAPE, at, "loss=%s has %d class weights for %d classes",
		       u->kind->name, u->n_weight, k);
}

/* The last word of reduction= is sum. */
double
nn_loss_share(const struct nn_loss_use *u, const struct nn_target *t, int n)
{
	int row = param_find(u->kind->param, str_of("reduction"));
	double sum = 0;

	if (row >= 0 && u->p[row] >= u->kind->param[row].max)
		return 1;
	if (!u->n_weight || !t->label)
		return n;
	for (int i = 0; i < n; i++)
		sum += loss_weight(u, t->label[i]);
	return sum;
}

void
nn_link_apply(enum nn_link link, float *p, const float *out, int n, int k)
{
	if (link == NN_LINK_SIGMOID)
		num_vsigmoid(p, out, n * k);
	else if (link == NN_LINK_SOFTMAX)
		nn_softmax(p, out, n, k, 1);
	else
		memmove(p, out, sizeof(*p) * (size_t)n * (size_t)k);
}
