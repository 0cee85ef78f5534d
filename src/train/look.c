#include "train/run.h"

#include <math.h>
#include <string.h>

/* ---- room ---- */

static int
units_of(const struct train_look_level *v)
{
	return nn_shape_size(v->act ? &v->act->in : &v->layer->out);
}

size_t
train_look_need(const struct train_plan *p, const struct data_set *d)
{
	const struct nn_net *net = &p->net;
	size_t rows = TRAIN_LOOK_ROWS, levels = (size_t)net->levels;
	size_t wide = (size_t)net->widest;

	return nn_work_need(net, TRAIN_LOOK_ROWS)
	       + arena_need(sizeof(float), (size_t)net->n_param)
	       + arena_need(sizeof(float), rows * wide)
	       + arena_need(sizeof(float), rows * (size_t)p->k)
	       + arena_need(sizeof(float), rows * (size_t)d->in)
	       + arena_need(sizeof(struct train_look_level), levels)
	       + train_room_need(net->levels, train_answers_classes(d))
	       + train_dear_need(net->widest)
	       + arena_need(sizeof(double), (size_t)net->depth)
	       + levels * (arena_need(1, wide) + 2 * arena_need(sizeof(float), wide));
}

void
train_look_alloc(struct train_run *r, struct arena *a)
{
	struct train_look *k = &r->look;
	int rows = TRAIN_LOOK_ROWS, levels = r->net.levels;

	nn_work_alloc(&k->work, &r->net, rows, a);
	k->grad = ARENA_NEW(a, float, r->net.n_param);
	k->slope = ARENA_NEW(a, float, (size_t)rows * (size_t)r->net.widest);
	k->prob = ARENA_NEW(a, float, (size_t)rows * (size_t)r->plan.k);
	k->x = ARENA_NEW(a, float, (size_t)rows * (size_t)r->data->in);
	k->level = ARENA_NEW(a, struct train_look_level, levels);
	train_room_alloc(&k->out, levels, train_answers_classes(r->data), a);
	train_dear_alloc(k, r->net.widest, a);
	k->back = ARENA_NEW(a, double, r->net.depth);
	for (int l = 0; l < levels; l++) {
		k->level[l].layer = nn_net_level(&r->net, l + 1);
		k->level[l].act = nn_net_level_act(&r->net, l + 1);
		k->level[l].alive = ARENA_NEW(a, unsigned char, units_of(&k->level[l]));
		k->level[l].flat_n = ARENA_NEW(a, uint32_t, units_of(&k->level[l]));
		k->level[l].flat = ARENA_NEW(a, float, units_of(&k->level[l]));
	}
	train_look_acts(r);
}

/* 5 % of the largest |f'|, of each unit's own f. */
static void
find_flat(struct train_run *r, struct train_look_level *v)
{
	struct nn_act_use last = { 0 };

	for (int j = 0; j < units_of(v); j++) {
		struct nn_act_use use = nn_layer_act_now(
			v->act, r->net.param + v->act->param_at, j);

		v->flat[j] = j && memcmp(&use, &last, sizeof(use)) == 0
			     ? v->flat[j - 1] : 0.05f * nn_act_steepest(&use);
		last = use;
	}
}

void
train_look_acts(struct train_run *r)
{
	for (int l = 0; l < r->net.levels; l++)
		if (r->look.level[l].act)
			find_flat(r, &r->look.level[l]);
}

void
train_look_flat(struct train_look *k, const struct train_look *from, int levels)
{
	for (int l = 0; l < levels; l++)
		memcpy(k->level[l].flat, from->level[l].flat,
		       (size_t)units_of(&k->level[l]) * sizeof(float));
}

/* ---- one part of the rows ---- */

/* NaN counts as larger than all. */
static double
larger(double a, double b)
{
	return isnan(a) || a >= b ? a : b;
}

void
train_moments_add(struct train_moments *m, const float *x, int n)
{
	double mean = num_mean(x, n), std = num_std_about(x, n, mean);
	double all = m->n + n, d = mean - m->mean;

	m->m2 += std * std * n + d * d * m->n * n / all;
	m->mean += d * n / all;
	m->n = all;
}

/* |f'| of n rows, which is what back makes of ones; who is alive. */
static void
level_slopes(struct train_run *r, struct train_look_level *v, const float *z, int n)
{
	const struct nn_layer *l = v->act;
	int at = (int)(l - r->net.layer), units = units_of(v);
	float *d = r->look.slope;
	struct nn_flow f = { .n = n, .mode = NN_EVAL, .x = z, .y = r->look.work.y[at],
			     .dy = d, .dx = d, .param = r->net.param + l->param_at,
			     .grad = r->look.work.grad + l->param_at,
			     .cache = r->look.work.cache[at],
			     .scratch = r->look.work.scratch };

	for (int i = 0; i < n * units; i++)
		d[i] = 1;
	l->kind->back(l, &f);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < units; j++) {
			d[i * units + j] = fabsf(d[i * units + j]);
			v->alive[j] |= d[i * units + j] != 0;
		}
}

static void
level_saturated(const struct train_run *r, struct train_look_level *v, int n)
{
	int units = units_of(v);
	long flat = 0;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < units; j++)
			flat += r->look.slope[i * units + j] < v->flat[j];
	v->saturated += (double)flat;
	if (!(atomic_load_explicit(&r->dear, memory_order_relaxed) & TRAIN_DEAR_UNITS))
		return;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < units; j++)
			v->flat_n[j] += r->look.slope[i * units + j] < v->flat[j];
}

static void
level_part(struct train_run *r, struct train_look_level *v, struct train_zhist *z_hist,
	   int n)
{
	int at = (int)((v->act ? v->act : v->layer) - r->net.layer);
	int out = nn_shape_size(&r->net.layer[at].out);
	const float *y = r->look.work.y[at], *z = v->act ? r->look.work.y[at - 1] : y;
	long zero = 0;

	train_moments_add(&v->y, y, n * out);
	v->max = larger(v->max, num_max_abs(y, n * out));
	train_moments_add(&v->z, z, n * units_of(v));
	if (z_hist)
		train_zhist_add(z_hist, z, n * units_of(v));
	if (r->look.y_hist)
		train_zhist_add(&r->look.y_hist[v - r->look.level], y, n * out);
	for (int i = 0; i < n * out; i++)
		zero += y[i] == 0;
	v->zero += (double)zero;
	if (!v->act)
		return;
	level_slopes(r, v, z, n);
	level_saturated(r, v, n);
}

/* Dead is who is silent on every row, so whoever has been silent so far is looked at in
 * all of them. */
static void
look_silent(struct train_run *r, int n)
{
	for (int l = 0; l < r->net.levels; l++) {
		struct train_look_level *v = &r->look.level[l];

		if (v->act && memchr(v->alive, 0, (size_t)units_of(v)))
			level_slopes(r, v, r->look.work.y[v->act - r->net.layer - 1], n);
	}
}

static inline void
add_some(float *restrict to, const float *restrict from, int n, float scale)
{
	for (int i = 0; i < n; i++)
		to[i] += scale * from[i];
}

/* Whole vectors first: there a compiler needs no tail. */
static void
add_scaled(float *to, const float *from, int n, float scale)
{
	int m = n & ~7;

	add_some(to, from, m, scale);
	add_some(to + m, from + m, n - m, scale);
}

/* How much rows lo..hi-1 count in the loss; see nn_loss_share. */
static double
share_of(const struct train_run *r, int lo, int hi)
{
	struct nn_target t = train_target_rows(r, lo);

	return nn_loss_share(&r->plan.loss, &t, hi - lo);
}

/* Rows row..row+n-1, whose gradient counts by this factor in that of all. */
static void
grad_part(struct train_run *r, const float *x, int row, int n, float share,
	  struct train_level *level)
{
	struct train_look *k = &r->look;
	struct nn_target t = train_target_rows(r, row);
	const float *out = k->work.y[r->net.depth - 1];

	r->plan.loss.kind->f(k->work.dy, out, &t, n, r->plan.k, &r->plan.loss, k->prob);
	train_scale_loss(r, k->work.dy, n * r->plan.k);
	k->work.back = row == 0 && (atomic_load(&r->dear) & TRAIN_DEAR_CHAIN) ? k->back
									      : NULL;
	nn_back(&r->net, &k->work, x, k->work.dy, NN_EVAL);
	if (k->work.back) {
		train_dear_chain(r, level);
		train_dear_path(r, level);
	}
	add_scaled(k->grad, k->work.grad, r->net.n_param, share);
}

/* One part of the data, rows lo..hi-1, and what becomes known of it.  Levels are looked
 * at over its first rows. */
struct part {
	int lo, hi, level_rows;
	struct train_zhist *z;
	double loss, acc;
	struct train_answers *answers;
};

/* Of the test part levels have one fact. */
static void
largest_outputs(struct train_run *r, struct train_level *level, int n)
{
	for (int l = 0; l < r->net.levels; l++) {
		struct train_look_level *v = &r->look.level[l];
		int at = (int)((v->act ? v->act : v->layer) - r->net.layer);
		int all = n * nn_shape_size(&r->net.layer[at].out);

		level[l].max_test = larger(level[l].max_test,
					   num_max_abs(r->look.work.y[at], all));
	}
}

static void
look_levels(struct train_run *r, const struct part *p, struct train_level *level,
	    int row, int n)
{
	for (int l = 0; l < r->net.levels; l++) {
		struct train_look_level *v = &r->look.level[l];
		int at = (int)((v->act ? v->act : v->layer) - r->net.layer);
		const float *y = r->look.work.y[at];

		if (row == 0)
			train_dear_level(r, &level[l], y,
					 nn_shape_size(&r->net.layer[at].out),
					 v->act ? r->look.work.y[at - 1] : y,
					 units_of(v), n);
		level_part(r, v, p->z ? &p->z[l] : NULL, n);
	}
}

static void
sample(float *to, const float *out, int n, int k)
{
	n = n < TRAIN_SAMPLE_ROWS ? n : TRAIN_SAMPLE_ROWS;
	if (to)
		memcpy(to, out, (size_t)n * (size_t)k * sizeof(*to));
}

/* A part that weighs nothing has no loss: 0 / 0. */
static bool
look_rows(struct train_run *r, struct part *p, struct train_level *level,
	  const atomic_bool *leave)
{
	struct train_look *k = &r->look;
	int lo = p->lo, hi = p->hi;
	double all = hi > lo ? share_of(r, lo, hi) : 0;
	double all_levels = p->level_rows ? share_of(r, 0, p->level_rows) : 0;

	p->loss = all > 0 ? 0 : NAN;
	p->acc = hi > lo ? 0 : NAN;
	train_answers_begin(p->answers);
	for (int row = lo, n; row < hi; row += n) {
		const float *x = r->data->x + (size_t)row * (size_t)r->data->in, *out;
		struct nn_target t = train_target_rows(r, row);
		double share;

		if (leave && atomic_load(leave))
			return false;
		n = hi - row < TRAIN_LOOK_ROWS ? hi - row : TRAIN_LOOK_ROWS;
		share = share_of(r, row, row + n);
		out = nn_forward(&r->net, &k->work, x, n, NN_EVAL, NULL);
		if (row == 0 && k->plates)
			train_plates_fill(r, k->plates, x, n);
		if (row == lo)
			sample(lo ? k->sample_test : k->sample, out, n, r->plan.k);
		if (share > 0)
			p->loss += r->plan.loss.kind->f(NULL, out, &t, n, r->plan.k,
						      &r->plan.loss, k->prob)
				 * share / all;
		p->acc += train_count_right(r, out, row, n) / (hi - lo);
		nn_link_apply(r->plan.loss.kind->link, k->prob, out, n, r->plan.k);
		train_answers_add(p->answers, r, out, k->prob, row, n);
		if (lo > 0)
			largest_outputs(r, level, n);
		if (row >= p->level_rows) {
			if (lo == 0)
				look_silent(r, n);
			continue;
		}
		look_levels(r, p, level, row, n);
		if (share > 0)
			grad_part(r, x, row, n, (float)share / (float)all_levels
						/ (float)r->scale.factor, level);
	}
	train_answers_end(p->answers, r, lo, hi);
	return true;
}

/* ---- levels ---- */

static void
level_grad(const struct train_run *r, const struct nn_layer *l, struct train_level *f)
{
	double g2 = 0, w2 = 0, u2 = 0, n = 0;

	for (int t = 0; t < l->n_tensor; t++) {
		const struct nn_tensor *s = &l->tensor[t];
		const float *g = r->look.grad + s->at, *w = r->net.param + s->at;
		const float *was = r->before + s->at;

		if (!s->weight)
			continue;
		g2 += num_dot(g, g, s->n);
		w2 += num_dot(w, w, s->n);
		for (int i = 0; i < s->n; i++)
			u2 += ((double)w[i] - was[i]) * ((double)w[i] - was[i]);
		f->grad_max = larger(f->grad_max, num_max_abs(g, s->n));
		n += s->n;
	}
	f->grad = sqrt(g2);
	f->grad_rms = sqrt(g2 / n);
	f->weight = sqrt(w2);
	f->ratio = atomic_load(&r->step) ? sqrt(u2) / f->weight : NAN;
}

/* Shares of dL/dW that are exactly 0, of every level and of all; what training lost. */
static void
lost_facts(const struct train_run *r, struct train_facts *f)
{
	double zeros = 0, all = 0;

	for (int l = 0; l < f->levels; l++) {
		const struct nn_layer *layer = r->look.level[l].layer;
		double zero = 0, n = 0;

		for (int t = 0; t < layer->n_tensor; t++)
			for (int i = 0; layer->tensor[t].weight
				     && i < layer->tensor[t].n; i++, n++)
				zero += r->look.grad[layer->tensor[t].at + i] == 0;
		f->level[l].underflow = zero / n;
		zeros += zero;
		all += n;
		train_scale_lost(r, l + 1, &f->level[l]);
	}
	f->underflow = zeros / all;
	f->scale = r->scale.factor;
	f->skipped = (double)r->scale.skipped;
}

static void
level_facts(const struct train_run *r, const struct train_look_level *v,
	    struct train_level *f)
{
	f->units = units_of(v);
	level_grad(r, v->layer, f);
	f->mean = v->y.mean;
	f->std = sqrt(v->y.m2 / v->y.n);
	f->rms = sqrt(v->y.m2 / v->y.n + v->y.mean * v->y.mean);
	f->max = v->max;
	f->z_mean = v->z.mean;
	f->z_std = sqrt(v->z.m2 / v->z.n);
	f->zero = v->zero / v->y.n;
	if (!v->act)
		return;
	f->saturated = v->saturated / v->z.n;
	for (int j = 0; j < f->units; j++)
		f->dead_units += !v->alive[j];
	f->dead = (double)f->dead_units / f->units;
}

static void
look_clear(struct train_run *r, struct train_level *level, struct train_zhist *z)
{
	bool test = r->data->n > r->data->n_train;

	memset(r->look.grad, 0, (size_t)r->net.n_param * sizeof(float));
	if (z)
		memset(z, 0, (size_t)r->net.levels * sizeof(*z));
	if (r->look.y_hist)
		memset(r->look.y_hist, 0, (size_t)r->net.levels * sizeof(*z));
	for (int l = 0; l < r->net.levels; l++) {
		struct train_look_level *v = &r->look.level[l];

		if (v->act && v->act->act.kind->n_learned)
			find_flat(r, v);
		level[l] = (struct train_level){ .max_test = test ? 0 : NAN };
		train_dear_clear(&level[l]);
		v->y = v->z = (struct train_moments){ 0 };
		v->saturated = v->zero = v->max = 0;
		memset(v->alive, 0, (size_t)units_of(v));
		memset(v->flat_n, 0, (size_t)units_of(v) * sizeof(*v->flat_n));
	}
}

bool
train_look_facts(struct train_run *r, struct train_facts *f, struct train_zhist *z,
		 const atomic_bool *leave)
{
	const struct data_set *d = r->data;
	struct part train = {
		.hi = d->n_train, .z = z, .answers = &f->answers,
		.level_rows = d->n_train < TRAIN_FACTS_ROWS ? d->n_train
							    : TRAIN_FACTS_ROWS,
	};
	struct part test = { .lo = d->n_train, .hi = d->n,
			     .answers = &f->answers_test };

	look_clear(r, f->level, z);
	f->step = atomic_load(&r->step);
	f->epoch = (double)r->epoch;
	if (r->row)
		f->epoch += (double)r->row / r->batch
			    / train_epoch_steps(d->n_train, r->batch, r->keep);
	f->loss_batch = r->loss_batch;
	f->diverged = atomic_load(&r->diverged);
	if (!look_rows(r, &train, f->level, leave)
	    || !look_rows(r, &test, f->level, leave))
		return false;
	f->loss = train.loss;
	f->acc = train.acc;
	f->loss_test = test.loss;
	f->acc_test = test.acc;
	f->grad_all = num_norm(r->look.grad, r->net.n_param);
	f->levels = r->net.levels;
	for (int l = 0; l < f->levels; l++)
		level_facts(r, &r->look.level[l], &f->level[l]);
	lost_facts(r, f);
	return true;
}
