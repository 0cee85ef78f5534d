#include "train/run.h"

#include <math.h>
#include <string.h>

int
train_epoch_steps(int n, int batch, bool keep)
{
	return n / batch + (keep && n % batch);
}

/* ---- targets ---- */

struct nn_target
train_target_rows(const struct train_run *r, int row)
{
	struct nn_target t = { 0 };

	if (r->plan.loss.kind->target == NN_TARGET_CLASS && r->data->label)
		t.label = r->data->label + row;
	else
		t.y = r->y + (size_t)row * (size_t)r->plan.k;
	return t;
}

/* ---- batches ---- */

void
train_epoch_order(struct train_run *r)
{
	int n = r->data->n_train;
	struct rng order;

	if (r->batch == n)
		return;
	for (int i = 0; i < n; i++)
		r->order[i] = i;
	rng_init(&order, r->spec.seed, "order", (uint64_t)r->epoch);
	rng_shuffle(&order, r->order, n);
}

static void
epoch_begin(struct train_run *r)
{
	int n = r->data->n_train, batch = param_int(&r->spec.knob, "batch");

	r->batch = batch < n ? batch : n;
	r->keep = param_num(&r->spec.knob, "last") == 1;
	train_epoch_order(r);
}

/* to (n,wide) = rows of from; a short one is not worth a call. */
static void
pick_rows(float *to, const float *from, int wide, const int *row, int n)
{
	size_t size = (size_t)wide;

	for (int i = 0; i < n; i++, to += size) {
		const float *x = from + (size_t)row[i] * size;

		if (size > 4) {
			memcpy(to, x, size * sizeof(*to));
			continue;
		}
		for (size_t j = 0; j < size; j++)
			to[j] = x[j];
	}
}

/* The next n rows of the order, side by side; the whole set needs no copy. */
static const float *
gather(struct train_run *r, int n, struct nn_target *t)
{
	const int *row = r->order + r->row;

	*t = train_target_rows(r, 0);
	if (r->batch == r->data->n_train)
		return r->data->x;
	pick_rows(r->batch_x, r->data->x, r->data->in, row, n);
	if (t->y)
		pick_rows(r->batch_y, t->y, r->plan.k, row, n);
	for (int i = 0; t->label && i < n; i++)
		r->batch_label[i] = t->label[row[i]];
	*t = (struct nn_target){ t->y ? r->batch_y : NULL,
				 t->label ? r->batch_label : NULL };
	return r->batch_x;
}

/* ---- where numbers stopped being finite ---- */

static int
level_of(const struct nn_net *net, int layer)
{
	int level = 1;

	for (int i = 0; i <= layer; i++)
		if (net->layer[i].level)
			level = net->layer[i].level;
	return level;
}

static void
say(const struct train_run *r, int layer, const char *what, double v, char out[160])
{
	const struct nn_layer *l = &r->net.layer[layer];
	char try[STR_NUM_MAX + 40];
	const char *name = l->kind->act == NN_ACT_OWN ? l->act.kind->name : l->kind->name;

	train_scale_remedy(r, what[0] == 'g', try, sizeof(try));
	snprintf(out, 160, "layer %d, step %ld: %s%s is not finite (%s); try %s",
		 level_of(&r->net, layer), atomic_load(&r->step), what, name,
		 isnan(v) ? "nan" : v > 0 ? "inf" : "-inf", try);
}

/* The activation at place i of a layer with what has entered it; false: no such place. */
static bool
entered(const struct train_run *r, int layer, int i, struct nn_act_use *use,
	struct nn_entered *in)
{
	const struct nn_layer *l = &r->net.layer[layer];

	if (l->kind->entered) {
		bool is = l->kind->entered(l, r->work.cache[layer], r->work.n, i, in);

		*use = *in->act;
		return is;
	}
	if (layer == 0 || l->kind->act != NN_ACT_OWN || i > 0)
		return false;
	*use = nn_layer_act_now(l, r->net.param + l->param_at, 0);
	*in = (struct nn_entered){ &l->act, r->work.y[layer - 1],
				   r->work.n * nn_shape_size(&l->in) };
	return true;
}

/* With an activation of one's own: which part of its formula is not finite for an input
 * that is.  false: none. */
static bool
say_formula(const struct train_run *r, int layer, char out[160])
{
	const struct nn_layer *l = &r->net.layer[layer];
	char fault[FORMULA_FAULT_MAX];
	struct nn_act_use use;
	struct nn_entered in;

	for (int i = 0; entered(r, layer, i, &use, &in); i++) {
		if (!use.kind->curve || !nn_act_fault(&use, in.x, in.n, fault))
			continue;
		snprintf(out, 160, "layer %d, step %ld: in %s %.32s, %.90s",
			 level_of(&r->net, layer), atomic_load(&r->step),
			 in.act == &l->gate ? "gate" : "act", use.kind->name, fault);
		return true;
	}
	return false;
}

/* Of a layer whose inputs are numbers of words, where one is not: it gave NaN, though its
 * own weights are finite. */
static bool
say_word(const struct train_run *r, int layer, char out[160])
{
	const struct nn_layer *l = &r->net.layer[layer];
	const struct param *p = l->kind->param;

	if (!p[0].name || strcmp(p[0].name, "vocab") != 0
	    || num_not_finite(r->before + l->param_at, l->n_param) >= 0)
		return false;
	snprintf(out, 160, "layer %d, step %ld: an input of %s is no whole number from 0 "
		 "to %.0f; a csv says standardise=no",
		 level_of(&r->net, layer), atomic_load(&r->step), l->kind->name,
		 l->arg[0] - 1);
	return true;
}

/* First layer from `from` on in direction `by` whose slice of v is not finite. */
static bool
find_slice(const struct train_run *r, const float *v, int from, int by, const char *what,
	   char out[160])
{
	for (int i = from; i >= 0 && i < r->net.depth; i += by) {
		const struct nn_layer *l = &r->net.layer[i];
		int bad = num_not_finite(v + l->param_at, l->n_param);

		if (bad >= 0) {
			say(r, i, what, v[l->param_at + bad], out);
			return true;
		}
	}
	return false;
}

static const char *
loss_remedy(const struct nn_loss *loss)
{
	if (loss->link != NN_LINK_PROB && !strstr(loss->name, "naive"))
		return "a smaller lr";
	return loss->target == NN_TARGET_CLASS ? "loss=ce_logits" : "loss=bce_logits";
}

void
train_stop_reason(const struct train_run *r, double loss, char out[160])
{
	for (int i = 0; i < r->net.depth; i++) {
		int n = r->work.n * nn_shape_size(&r->net.layer[i].out);
		int bad = num_not_finite(r->work.y[i], n);

		if (bad >= 0) {
			if (!say_formula(r, i, out) && !say_word(r, i, out))
				say(r, i, "output of ", r->work.y[i][bad], out);
			return;
		}
	}
	if (!isfinite(loss)) {
		snprintf(out, 160, "step %ld: loss %s is not finite (%s), though the "
			 "outputs are; try %s", atomic_load(&r->step),
			 r->plan.loss.kind->name, isnan(loss) ? "nan" : "inf",
			 loss_remedy(r->plan.loss.kind));
		return;
	}
	/* Gradients are computed from the top down. */
	for (int i = r->net.depth - 1; i >= 0; i--)
		if (say_formula(r, i, out))
			return;
	if (find_slice(r, r->work.grad, r->net.depth - 1, -1, "gradient of ", out)
	    || find_slice(r, r->net.param, 0, 1, "weight of ", out))
		return;
	snprintf(out, 160, "step %ld: a number is not finite", atomic_load(&r->step));
}

static void
stop(struct train_run *r)
{
	train_stop_reason(r, r->loss_batch, r->stopped);
	r->state = TRAIN_STOPPED;
	atomic_store(&r->diverged, true);
}

/* ---- a step ---- */

static void
row_advance(struct train_run *r, int n)
{
	int left;

	r->row += n;
	left = r->data->n_train - r->row;
	if (left >= (r->keep ? 1 : r->batch))
		return;
	r->row = 0;
	r->epoch++;
}

double
train_lr(const struct train_run *r)
{
	const struct nn_schedule_use *s = &r->plan.schedule;

	return r->plan.opt_arg[0] * s->kind->at((double)atomic_load(&r->step), s->arg);
}

/* Clips the gradients, and takes a step of that length.  false: some parameter is not
 * finite after, as it is wherever its gradient is not. */
static bool
update(struct train_run *r, double lr)
{
	const struct train_plan *p = &r->plan;
	double arg[PARAM_MAX];

	memcpy(arg, p->opt_arg, sizeof(arg));
	arg[0] = lr;
	if (p->clip > 0)
		nn_clip_norm(r->work.grad, r->net.n_param, p->clip);
	if (p->clip_value > 0)
		nn_clip_value(r->work.grad, r->net.n_param, p->clip_value);
	return p->opt->step(r->net.param, r->before, r->work.grad, r->net.n_param, &r->opt,
			    arg);
}

/* sample, forward, backward, update */
void
train_step(struct train_run *r)
{
	const struct nn_loss_use *loss = &r->plan.loss;
	struct nn_target t;
	const float *x, *out;
	bool finite = true;
	double lr, scale;
	int n;

	train_mail_apply(r);
	if (r->row == 0)
		epoch_begin(r);
	n = r->data->n_train - r->row;
	n = n < r->batch ? n : r->batch;
	x = gather(r, n, &t);
	out = nn_forward(&r->net, &r->work, x, n, NN_TRAIN, &r->noise);
	r->loss_batch =
		loss->kind->f(r->work.dy, out, &t, n, r->plan.k, loss, r->scratch);
	train_scale_loss(r, r->work.dy, n * r->plan.k);
	nn_back(&r->net, &r->work, x, r->work.dy, NN_TRAIN);
	if (r->trace)
		train_trace_step(r, n);
	lr = train_lr(r);
	scale = r->scale.factor;
	if (train_scale_gradients(r, r->work.grad))
		finite = update(r, lr);
	else
		memcpy(r->before, r->net.param, (size_t)r->net.n_param * sizeof(float));
	row_advance(r, n);
	atomic_store_explicit(&r->step, atomic_load(&r->step) + 1, memory_order_release);
	train_history_loss(&r->history, atomic_load(&r->step), r->loss_batch, lr, scale);
	if (!finite || !isfinite(r->loss_batch))
		stop(r);
	if (r->past)
		train_past_keep(r);
}
