/* A step taken apart: what one example and one unit see of it. */
#include "train/run.h"

#include <math.h>
#include <string.h>

size_t
train_stage_need(const struct train_run *r)
{
	size_t need = arena_need(sizeof(float *), (size_t)r->net.depth)
		      + 4 * arena_need(sizeof(float), (size_t)r->net.widest)
		      + 4 * arena_need(sizeof(float), (size_t)r->net.n_param)
		      + 5 * arena_need(sizeof(float), (size_t)r->plan.k);

	for (int i = 0; i < r->net.depth; i++)
		need += arena_need(sizeof(float),
				   (size_t)nn_shape_size(&r->net.layer[i].out));
	return need + arena_need(sizeof(float), (size_t)r->data->in);
}

static int
within(int v, int n)
{
	return v < 0 ? 0 : v < n ? v : n - 1;
}

/* Rows that the next step takes. */
static int
batch_rows(const struct train_run *r)
{
	int n = r->data->n_train, batch = param_int(&r->spec.knob, "batch");
	int left = n - r->row;

	batch = r->row ? r->batch : batch < n ? batch : n;
	return left < batch ? left : batch;
}

static const float *
copy(struct arena *a, const float *v, int n)
{
	float *to = ARENA_NEW(a, float, n);

	memcpy(to, v, (size_t)n * sizeof(*v));
	return to;
}

/* The loss of the example alone, as if it were the batch. */
static double
loss_alone(struct train_run *r, const struct train_stage *s, struct arena *a)
{
	const struct nn_loss_use *loss = &r->plan.loss;
	struct nn_target t = train_target_rows(r, s->row);
	float *dy = ARENA_NEW(a, float, s->outs), *scratch = ARENA_NEW(a, float, s->outs);

	return loss->kind->f(dy, s->out, &t, 1, s->outs, loss, scratch);
}

static void
fill_loss(struct train_run *r, struct train_stage *s, struct arena *a)
{
	struct nn_target t = train_target_rows(r, s->row);
	const float *out = r->work.y[r->net.depth - 1];

	s->outs = r->plan.k;
	s->out = copy(a, out + (size_t)s->example * (size_t)s->outs, s->outs);
	s->label = r->data->target == DATA_CLASS ? r->data->label[s->row] : -1;
	s->target = t.y;
	s->loss_name = r->plan.loss.kind->name;
	s->loss = loss_alone(r, s, a);
	s->loss_batch = r->loss_batch;
}

/* What a level gives out behind its activation, and what came back to it there. */
static void
fill_act(struct train_run *r, struct train_stage *s, const struct nn_layer *l,
	 float *const *taken)
{
	const struct nn_layer *act = nn_net_level_act(&r->net, s->level);
	int at = act ? (int)(act - r->net.layer) : 0;
	size_t i = (size_t)s->example * (size_t)s->units + (size_t)s->unit;
	struct nn_act_use use;
	float v, slope;

	s->v = s->a = s->z;
	s->slope = 1;
	s->da = s->dz;
	if (!act || nn_shape_size(&act->out) != s->units)
		return;
	if (act - l > 1)
		s->between = act[-1].kind->name;
	use = nn_layer_act_now(act, r->before + act->param_at, s->unit);
	v = r->work.y[at - 1][i];
	nn_act_slopes(&use, &slope, &v, 1);
	s->act = use.kind->name;
	s->v = v;
	s->a = r->work.y[at][i];
	s->slope = slope;
	s->da = taken[at][s->unit];
}

static void
fill_unit(struct train_run *r, struct train_stage *s, const struct nn_layer *l,
	  float *const *taken, struct arena *a)
{
	int at = (int)(l - r->net.layer), w = l->tensor[0].at + s->unit * s->inputs;
	int b = l->n_tensor > 1 ? l->tensor[1].at + s->unit : -1;
	const float *first = r->batch == r->data->n_train ? r->data->x : r->batch_x;
	const float *x = at ? r->work.y[at - 1] : first;

	s->x = copy(a, x + (size_t)s->example * (size_t)s->inputs, s->inputs);
	s->w = copy(a, r->before + w, s->inputs);
	s->new_w = copy(a, r->net.param + w, s->inputs);
	s->grad = copy(a, r->work.grad + w, s->inputs);
	s->bias = b < 0 ? NAN : r->before[b];
	s->new_bias = b < 0 ? NAN : r->net.param[b];
	s->grad_bias = b < 0 ? NAN : r->work.grad[b];
	s->z = r->work.y[at][(size_t)s->example * (size_t)s->units + (size_t)s->unit];
	s->dz = taken[at][s->unit];
	fill_act(r, s, l, taken);
}

/* Who and where: before the step is taken. */
static const struct nn_layer *
choose(struct train_run *r, int example, int level, int unit, struct train_stage *s,
       struct err *e)
{
	const struct nn_layer *l;
	const struct nn_schedule_use *p = &r->plan.schedule;
	long step = train_run_step(r);

	*s = (struct train_stage){ .step = step + 1, .levels = r->net.levels };
	s->batch = batch_rows(r);
	s->example = within(example, s->batch);
	s->level = within(level - 1, s->levels) + 1;
	s->opt = r->plan.opt->name;
	s->lr = r->plan.opt_arg[0] * p->kind->at((double)step, p->arg);
	s->scale = r->scale.factor * r->plan.loss_weight;
	l = nn_net_level(&r->net, s->level);
	if (strcmp(l->kind->name, "dense") != 0 || l->in.rank != 1) {
		err_set(e, ERR_RANGE, SPAN_NONE,
			"layer %d is %s of rank %d: stages are shown "
			"of dense layers", s->level, l->kind->name, l->in.rank);
		return NULL;
	}
	s->units = nn_shape_size(&l->out);
	s->inputs = nn_shape_size(&l->in);
	s->unit = within(unit, s->units);
	return l;
}

bool
train_run_stage(struct train_run *twin, int example, int level, int unit,
		struct train_stage *s, struct arena *a, struct err *e)
{
	float **taken = ARENA_NEW(a, float *, twin->net.depth);
	const struct nn_layer *l;
	int row = twin->row;

	train_mail_apply(twin);
	l = choose(twin, example, level, unit, s, e);
	if (!l)
		return false;
	for (int i = 0; i < twin->net.depth; i++)
		taken[i] = ARENA_NEW(a, float, nn_shape_size(&twin->net.layer[i].out));
	twin->work.taken = taken;
	twin->work.taken_row = s->example;
	train_step(twin);
	twin->work.taken = NULL;
	s->row = twin->batch == twin->data->n_train ? s->example
						     : twin->order[row + s->example];
	fill_unit(twin, s, l, taken, a);
	fill_loss(twin, s, a);
	return true;
}
