#include "opt.h"
#include "vec.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* b = momentum b + g; nesterov steps along g + momentum b, otherwise along b.  Without
 * momentum nothing is remembered, and nothing is too small. */
bool
opt_sgd(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	const double *arg)
{
	bool nesterov = arg[2] != 0;
	struct num_sgd o = { .lr = (float)arg[0], .momentum = (float)arg[1],
			     .pull = opt_pull_of(arg[0], arg[3], arg[4] != 0, arg[5]),
			     .here = nesterov ? 1 : 0,
			     .ahead = nesterov ? (float)arg[1] : 1, .least = FLT_MIN };

	s->t++;
	return num_sgd(w, was, g, s->slot, n, &o);
}

struct rmsprop {
	struct num_pull pull;
	float lr, b2, c2, eps, momentum;
	float centered;			/* 1: the mean gradient's square is taken off */
};

static inline void
rmsprop_some(float *restrict w, const float *restrict g, float *restrict v,
	     float *restrict mean, float *restrict b, int n, struct rmsprop o)
{
	for (int i = 0; i < n; i++) {
		float d = opt_pulled(g[i], w[i], o.pull), var;

		v[i] = o.b2 * v[i] + o.c2 * (d * d);
		mean[i] = o.b2 * mean[i] + o.c2 * d;
		var = v[i] - o.centered * (mean[i] * mean[i]);
		b[i] = o.momentum * b[i] + d / (sqrtf(var > 0 ? var : 0) + o.eps);
		w[i] = o.pull.keep * w[i] - o.lr * b[i];
	}
}

bool
opt_rmsprop(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	    const double *arg)
{
	struct rmsprop o = { .lr = (float)arg[0], .b2 = (float)arg[1],
			     .c2 = (float)(1 - arg[1]), .eps = (float)arg[2],
			     .pull = opt_pull_of(arg[0], arg[3], arg[6] != 0, arg[7]),
			     .momentum = (float)arg[4], .centered = (float)arg[5] };
	float *v = s->slot, *mean = v + n, *b = mean + n;
	int m = vec_whole(n);

	s->t++;
	memcpy(was, w, (size_t)n * sizeof(*w));
	rmsprop_some(w, g, v, mean, b, m, o);
	rmsprop_some(w + m, g + m, v + m, mean + m, b + m, n - m, o);
	return num_all_finite(w, n);
}

struct adagrad {
	struct num_pull pull;
	float lr, eps;
};

static inline void
adagrad_some(float *restrict w, const float *restrict g, float *restrict v, int n,
	     struct adagrad o)
{
	for (int i = 0; i < n; i++) {
		float d = opt_pulled(g[i], w[i], o.pull);

		v[i] += d * d;
		w[i] = o.pull.keep * w[i] - o.lr * (d / (sqrtf(v[i]) + o.eps));
	}
}

bool
opt_adagrad(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
	    const double *arg)
{
	struct adagrad o = { .lr = (float)arg[0], .eps = (float)arg[1],
			     .pull = opt_pull_of(arg[0], arg[2], arg[3] != 0, arg[4]) };
	int m = vec_whole(n);

	s->t++;
	memcpy(was, w, (size_t)n * sizeof(*w));
	adagrad_some(w, g, s->slot, m, o);
	adagrad_some(w + m, g + m, s->slot + m, n - m, o);
	return num_all_finite(w, n);
}
