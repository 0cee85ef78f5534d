#include "opt.h"
#include "actlab/num.h"
#include "vec.h"

#include <float.h>
#include <math.h>
#include <string.h>

struct adam {
	struct num_pull pull;
	float b1, c1, b2, c2;		/* beta1, 1 - beta1, beta2, 1 - beta2 */
	float lr;			/* of the mean gradient, its start corrected */
	float now;			/* of the gradient itself, which nadam adds */
	float root;			/* sqrt(1 - beta2^t) */
	float eps;
};

static inline void
nadam_some(float *restrict w, const float *restrict g, float *restrict m,
	   float *restrict v, int n, struct adam o)
{
	for (int i = 0; i < n; i++) {
		float d = opt_pulled(g[i], w[i], o.pull);

		m[i] = o.b1 * m[i] + o.c1 * d;
		v[i] = o.b2 * v[i] + o.c2 * (d * d);
		w[i] = o.pull.keep * w[i]
		       - (o.now * d + o.lr * m[i]) / (sqrtf(v[i]) / o.root + o.eps);
	}
}

/* What adam and nadam share; counts the step. */
static struct adam
adam_of(struct nn_opt_state *s, const double *arg, bool decoupled)
{
	struct adam o = { .b1 = (float)arg[1], .c1 = (float)(1 - arg[1]),
			  .b2 = (float)arg[2], .c2 = (float)(1 - arg[2]),
			  .eps = (float)arg[3],
			  .pull = opt_pull_of(arg[0], arg[4], decoupled, arg[5]) };

	s->t++;
	s->power[1] *= arg[2];
	o.root = (float)sqrt(1 - s->power[1]);
	return o;
}

static bool
adam_any(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	 const double *arg, bool decoupled)
{
	struct adam a = adam_of(s, arg, decoupled);
	struct num_adam o = { a.pull, a.b1, a.c1, a.b2, a.c2, .least = FLT_MIN };

	s->power[0] *= arg[1];
	/* m / (sqrt(v) / root + eps), with one division less */
	o.lr = (float)(arg[0] / (1 - s->power[0]) * a.root);
	o.eps = a.eps * a.root;
	return num_adam(w, was, g, s->slot, s->slot + n, n, &o);
}

bool
opt_adam(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	 const double *arg)
{
	return adam_any(w, was, g, n, s, arg, false);
}

bool
opt_adamw(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	  const double *arg)
{
	return adam_any(w, was, g, n, s, arg, true);
}

/* mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2); power[0] is mu_1 ... mu_t.  T. Dozat,
 * "Incorporating Nesterov momentum into Adam", 2016, as PyTorch has it */
static double
nadam_mu(double t, const double *arg)
{
	return arg[1] * (1 - 0.5 * num_pow(0.96, t * arg[6]));
}

bool
opt_nadam(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	  const double *arg)
{
	struct adam o = adam_of(s, arg, arg[7] != 0);
	double mu = nadam_mu((double)s->t, arg), next = nadam_mu((double)s->t + 1, arg);
	float *m = s->slot, *v = s->slot + n;
	int k = vec_whole(n);

	s->power[0] *= mu;
	o.now = (float)(arg[0] * (1 - mu) / (1 - s->power[0]));
	o.lr = (float)(arg[0] * next / (1 - s->power[0] * next));
	memcpy(was, w, (size_t)n * sizeof(*w));
	nadam_some(w, g, m, v, k, o);
	nadam_some(w + k, g + k, m + k, v + k, n - k, o);
	return num_all_finite(w, n);
}
