#include "opt.h"
#include "actlab/num.h"

#include <string.h>

#define LR(def) { "lr", PARAM_REAL, 0, 1000, (def), "", NULL, \
		  "learning rate: length of a step" }
#define BETA1 { "beta1", PARAM_REAL, 0, 0.99999, 0.9, "", NULL, \
		"memory of the mean gradient" }
#define BETA2(def) { "beta2", PARAM_REAL, 0, 0.9999999, (def), "", NULL, \
		     "memory of the squared gradient" }
#define EPS(def) { "eps", PARAM_REAL, 0, 1, (def), "", NULL, \
		   "added to the root, against division by 0" }
#define MOMENTUM { "momentum", PARAM_REAL, 0, 0.9999, 0, "", NULL, \
		   "share of the last step that goes on" }
#define DECAY(def) { "weight_decay", PARAM_REAL, 0, 100, (def), "", NULL, \
		     "pulls every parameter towards 0" }
#define DECOUPLED { "decoupled", PARAM_INT, 0, 1, 0, "", NULL, \
		    "1: the decay does not go through the gradient" }
#define L1 { "l1", PARAM_REAL, 0, 100, 0, "", NULL, \
	     "pulls every parameter towards 0 by the same amount" }

static const struct param sgd[] = {
	LR(0.1),
	MOMENTUM,
	{ "nesterov", PARAM_INT, 0, 1, 0, "", NULL, "1: look ahead along the momentum" },
	DECAY(0),
	DECOUPLED,
	L1,
	{ 0 }
};
static const struct param adam[] = {
	LR(0.001), BETA1, BETA2(0.999), EPS(1e-8), DECAY(0), L1, { 0 }
};
static const struct param adamw[] = {
	LR(0.001), BETA1, BETA2(0.999), EPS(1e-8), DECAY(0.01), L1, { 0 }
};
static const struct param nadam[] = {
	LR(0.002), BETA1, BETA2(0.999), EPS(1e-8), DECAY(0), L1,
	{ "momentum_decay", PARAM_REAL, 0, 1, 0.004, "", NULL,
	  "how fast the momentum comes to its full size" },
	DECOUPLED,
	{ 0 }
};
static const struct param rmsprop[] = {
	LR(0.01), BETA2(0.99), EPS(1e-8), DECAY(0), MOMENTUM,
	{ "centered", PARAM_INT, 0, 1, 0, "", NULL,
	  "1: divide by the deviation, not the size, of the gradient" },
	DECOUPLED,
	L1,
	{ 0 }
};
static const struct param adagrad[] = {
	LR(0.01), EPS(1e-10), DECAY(0), DECOUPLED, L1, { 0 }
};

const struct nn_opt nn_opts[] = {
	{ "sgd", "b = momentum b + g; w -= lr b; nesterov: w -= lr (g + momentum b)",
	  "a step against the gradient, with momentum if asked", sgd, 1, opt_sgd },
	{ "adam", "m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; "
	  "w -= lr/(1-b1^t) m / (sqrt(v/(1-b2^t)) + eps)",
	  "a step of its own length for every parameter; decay goes through the gradient",
	  adam, 2, opt_adam },
	{ "adamw", "w *= 1 - lr weight_decay, then a step of adam",
	  "adam whose decay does not go through the gradient", adamw, 2, opt_adamw },
	{ "nadam", "adam whose mean is mu_{t+1} m + (1 - mu_t) g, each start corrected",
	  "adam that looks ahead along its momentum", nadam, 2, opt_nadam },
	{ "rmsprop", "v = beta2 v + (1-beta2) g^2; w -= lr g / (sqrt(v) + eps)",
	  "a step divided by the recent size of the gradient", rmsprop, 3, opt_rmsprop },
	{ "adagrad", "v += g^2; w -= lr g / (sqrt(v) + eps)",
	  "a step divided by the size of all gradients so far: ever shorter", adagrad, 1,
	  opt_adagrad },
	{ 0 }
};

const struct nn_opt *
nn_opt_find(struct str name)
{
	for (const struct nn_opt *o = nn_opts; o->name; o++)
		if (str_is(name, o->name))
			return o;
	return NULL;
}

void
nn_opt_state_reset(struct nn_opt_state *s, int n_slot, int n_param)
{
	s->t = 0;
	s->power[0] = s->power[1] = 1;
	if (s->slot)
		memset(s->slot, 0, sizeof(*s->slot) * (size_t)n_slot * (size_t)n_param);
}

/* ---- clipping ---- */

double
nn_clip_norm(float *g, int n, double most)
{
	double norm = num_norm(g, n), scale = most / (norm + 1e-6);

	if (!(scale >= 1))
		for (int i = 0; i < n; i++)
			g[i] *= (float)scale;
	return norm;
}

void
nn_clip_value(float *g, int n, double most)
{
	float hi = (float)most;

	for (int i = 0; i < n; i++)
		g[i] = g[i] > hi ? hi : g[i] < -hi ? -hi : g[i];
}
