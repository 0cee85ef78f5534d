#include "actlab/nn.h"
#include "vec.h"

#include <math.h>
#include <string.h>

#define DECAY_HELP "pulls every parameter towards 0"
static const struct param sgd_params[] = {
	{ "lr", PARAM_REAL, 0, 1000, 0.1, "", NULL, "learning rate: length of a step" },
	{ "momentum", PARAM_REAL, 0, 0.9999, 0, "", NULL,
	  "share of the last step that goes on" },
	{ "nesterov", PARAM_INT, 0, 1, 0, "", NULL, "1: look ahead along the momentum" },
	{ "weight_decay", PARAM_REAL, 0, 100, 0, "", NULL, DECAY_HELP },
	{ 0 }
};
static const struct param adam_params[] = {
	{ "lr", PARAM_REAL, 0, 1000, 0.001, "", NULL, "learning rate: length of a step" },
	{ "beta1", PARAM_REAL, 0, 0.99999, 0.9, "", NULL, "memory of the mean gradient" },
	{ "beta2", PARAM_REAL, 0, 0.9999999, 0.999, "", NULL,
	  "memory of the squared gradient" },
	{ "eps", PARAM_REAL, 0, 1, 1e-8, "", NULL,
	  "added to the root, against division by 0" },
	{ "weight_decay", PARAM_REAL, 0, 100, 0, "", NULL, DECAY_HELP },
	{ 0 }
};
static const struct param adamw_params[] = {
	{ "lr", PARAM_REAL, 0, 1000, 0.001, "", NULL, "learning rate: length of a step" },
	{ "beta1", PARAM_REAL, 0, 0.99999, 0.9, "", NULL, "memory of the mean gradient" },
	{ "beta2", PARAM_REAL, 0, 0.9999999, 0.999, "", NULL,
	  "memory of the squared gradient" },
	{ "eps", PARAM_REAL, 0, 1, 1e-8, "", NULL,
	  "added to the root, against division by 0" },
	{ "weight_decay", PARAM_REAL, 0, 100, 0.01, "", NULL, DECAY_HELP },
	{ 0 }
};
static const struct param rmsprop_params[] = {
	{ "lr", PARAM_REAL, 0, 1000, 0.01, "", NULL, "learning rate: length of a step" },
	{ "beta2", PARAM_REAL, 0, 0.9999999, 0.99, "", NULL,
	  "memory of the squared gradient" },
	{ "eps", PARAM_REAL, 0, 1, 1e-8, "", NULL,
	  "added to the root, against division by 0" },
	{ "weight_decay", PARAM_REAL, 0, 100, 0, "", NULL, DECAY_HELP },
	{ 0 }
};

struct sgd {
	float lr, momentum, decay;
	float here, ahead;		/* the step is here * g + ahead * b */
};

static inline void
sgd_some(float *restrict w, const float *restrict g, float *restrict b, int n,
	 struct sgd o)
{
	for (int i = 0; i < n; i++) {
		float d = g[i] + o.decay * w[i];

		b[i] = o.momentum * b[i] + d;
		w[i] -= o.lr * (o.here * d + o.ahead * b[i]);
	}
}

/* b = momentum b + g; nesterov steps along g + momentum b, otherwise along b */
static void
sgd_step(float *w, const float *g, int n, struct nn_opt_state *s, const double *arg)
{
	bool nesterov = arg[2] != 0;
	struct sgd o = { .lr = (float)arg[0], .momentum = (float)arg[1],
			 .decay = (float)arg[3], .here = nesterov ? 1 : 0,
			 .ahead = nesterov ? (float)arg[1] : 1 };
	int m = vec_whole(n);

	s->t++;
	sgd_some(w, g, s->slot, m, o);
	sgd_some(w + m, g + m, s->slot + m, n - m, o);
}

struct adam {
	float b1, c1, b2, c2;		/* beta1, 1 - beta1, beta2, 1 - beta2 */
	float lr;			/* lr / (1 - beta1^t) */
	float root;			/* sqrt(1 - beta2^t) */
	float eps;
	float couple, keep;		/* g += couple * w; w *= keep */
};

static inline void
adam_some(float *restrict w, const float *restrict g, float *restrict m,
	  float *restrict v, int n, struct adam o)
{
	for (int i = 0; i < n; i++) {
		float d = g[i] + o.couple * w[i];

		m[i] = o.b1 * m[i] + o.c1 * d;
		v[i] = o.b2 * v[i] + o.c2 * (d * d);
		w[i] = o.keep * w[i] - o.lr * (m[i] / (sqrtf(v[i]) / o.root + o.eps));
	}
}

static void
adam_any(float *w, const float *g, int n, struct nn_opt_state *s, const double *arg,
	 float couple, float keep)
{
	float *m = s->slot, *v = s->slot + n;
	struct adam o = { .b1 = (float)arg[1], .c1 = (float)(1 - arg[1]),
			  .b2 = (float)arg[2], .c2 = (float)(1 - arg[2]),
			  .eps = (float)arg[3], .couple = couple, .keep = keep };
	int k = vec_whole(n);

	s->t++;
	s->power[0] *= arg[1];
	s->power[1] *= arg[2];
	o.lr = (float)(arg[0] / (1 - s->power[0]));
	o.root = (float)sqrt(1 - s->power[1]);
	adam_some(w, g, m, v, k, o);
	adam_some(w + k, g + k, m + k, v + k, n - k, o);
}

static void
adam_step(float *w, const float *g, int n, struct nn_opt_state *s, const double *arg)
{
	adam_any(w, g, n, s, arg, (float)arg[4], 1);
}

static void
adamw_step(float *w, const float *g, int n, struct nn_opt_state *s, const double *arg)
{
	adam_any(w, g, n, s, arg, 0, (float)(1 - arg[0] * arg[4]));
}

struct rmsprop {
	float lr, b2, c2, eps, decay;
};

static inline void
rmsprop_some(float *restrict w, const float *restrict g, float *restrict v, int n,
	     struct rmsprop o)
{
	for (int i = 0; i < n; i++) {
		float d = g[i] + o.decay * w[i];

		v[i] = o.b2 * v[i] + o.c2 * (d * d);
		w[i] -= o.lr * (d / (sqrtf(v[i]) + o.eps));
	}
}

static void
rmsprop_step(float *w, const float *g, int n, struct nn_opt_state *s, const double *arg)
{
	struct rmsprop o = { .lr = (float)arg[0], .b2 = (float)arg[1],
			     .c2 = (float)(1 - arg[1]), .eps = (float)arg[2],
			     .decay = (float)arg[3] };
	int m = vec_whole(n);

	s->t++;
	rmsprop_some(w, g, s->slot, m, o);
	rmsprop_some(w + m, g + m, s->slot + m, n - m, o);
}

const struct nn_opt nn_opts[] = {
	{ "sgd", "b = momentum b + g; w -= lr b; nesterov: w -= lr (g + momentum b)",
	  "a step against the gradient, with momentum if asked", sgd_params, 1,
	  sgd_step },
	{ "adam", "m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; "
	  "w -= lr/(1-b1^t) m / (sqrt(v/(1-b2^t)) + eps)",
	  "a step of its own length for every parameter; decay goes through the gradient",
	  adam_params, 2, adam_step },
	{ "adamw", "w *= 1 - lr weight_decay, then a step of adam",
	  "adam whose decay does not go through the gradient", adamw_params, 2,
	  adamw_step },
	{ "rmsprop", "v = beta2 v + (1-beta2) g^2; w -= lr g / (sqrt(v) + eps)",
	  "a step divided by the recent size of the gradient", rmsprop_params, 1,
	  rmsprop_step },
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
