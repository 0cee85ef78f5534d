/* Takes a recorded run again: the same rows, the engine's own forward, back and step. */
#include "train/replay.h"
#include "train/plan.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

/* ---- the net ---- */

/* Layers that mean another thing there where their input is a sequence. */
static bool
check_layers(const struct replay *p, struct err *e)
{
	for (int i = 0; i < p->net.depth; i++) {
		const struct nn_layer *l = &p->net.layer[i];
		bool by_unit = l->kind->act == NN_ACT_OWN && l->n_tensor && l->arg[0] > 0;

		if (l->in.rank == 2
		    && (by_unit || strcmp(l->kind->name, "batchnorm") == 0))
			return manifest_wrong(&p->m, "model", e,
					      "%s over a sequence is not supported",
					      by_unit ? l->act.kind->name : "batchnorm");
	}
	return true;
}

static bool
build_net(struct replay *p, struct err *e)
{
	struct err why = { 0 };

	if (!arena_init(&p->plan, nn_net_plan_need(p->m.lines)
			+ arena_need(sizeof(*p->tensor), (size_t)p->m.n_name), e))
		return false;
	if (!nn_net_plan(&p->net, &p->m.in, p->m.line, p->m.lines, &p->plan, &why)) {
		manifest_wrong(&p->m, "model", e, "%s", why.msg);
		return why.hint[0] ? err_hint(e, "%s", why.hint) : false;
	}
	p->tensor = ARENA_NEW(&p->plan, const struct nn_tensor *, p->m.n_name);
	p->in = nn_shape_size(&p->net.in);
	p->out = nn_shape_size(&p->net.out);
	if (p->m.loss.kind->target == NN_TARGET_CLASS && p->net.out.rank > 1)
		return manifest_wrong(&p->m, "loss", e, "%s of a sequence or an image is "
							"not supported",
				      p->m.loss.kind->name);
	return check_layers(p, e);
}

static size_t
floats(double rows, double cols)
{
	return arena_need(sizeof(float), (size_t)rows * (size_t)cols);
}

static bool
alloc_all(struct replay *p, struct err *e)
{
	double rows = p->m.rows, most = rows > p->m.batch ? rows : p->m.batch;
	size_t need;
	struct arena *a = &p->room;

	if (most * p->net.widest > INT_MAX)
		return manifest_wrong(&p->m, "", e, "%.0f rows of %d values are too many",
				      most, p->net.widest);
	need = nn_net_need(&p->net) + nn_work_need(&p->net, (int)most)
	       + floats(p->m.opt->n_slot, p->net.n_param) + floats(rows, p->in)
	       + floats(most, p->in) + floats(rows, p->out) + 3 * floats(most, p->out)
	       + 2 * floats(most, 1) + floats(p->m.steps, p->m.batch)
	       + floats(1, p->net.n_param);
	if (!train_memory_fits(need, p->m.batch, SPAN_NONE, e) || !arena_init(a, need, e))
		return false;
	nn_net_alloc(&p->net, a);
	nn_work_alloc(&p->work, &p->net, (int)most, a);
	if (p->precision && p->precision->round) {
		p->work.precision = p->precision;
		p->work.rounded = ARENA_NEW(a, float, p->net.n_param);
	}
	p->state.slot = ARENA_NEW(a, float, (size_t)p->m.opt->n_slot
						    * (size_t)p->net.n_param);
	p->x = ARENA_NEW(a, float, rows * p->in);
	p->batch_x = ARENA_NEW(a, float, most * p->in);
	p->y = ARENA_NEW(a, float, rows * p->out);
	p->batch_y = ARENA_NEW(a, float, most * p->out);
	p->dy = ARENA_NEW(a, float, most * p->out);
	p->scratch = ARENA_NEW(a, float, most * p->out);
	p->label = ARENA_NEW(a, int, most);
	p->batch_label = ARENA_NEW(a, int, most);
	p->index = ARENA_NEW(a, int, (size_t)p->m.steps * (size_t)p->m.batch);
	nn_opt_state_reset(&p->state, p->m.opt->n_slot, p->net.n_param);
	return true;
}

/* ---- data ---- */

/* All of v[n] are 0..below-1. */
static bool
check_range(const struct replay *p, const int *v, int n, int below, const char *name,
	    struct err *e)
{
	for (int i = 0; i < n; i++)
		if (v[i] < 0 || v[i] >= below)
			return manifest_wrong(&p->m, "", e,
					      "tensor '%s', element %d: %d is outside "
					      "0..%d", name, i, v[i], below - 1);
	return true;
}

static bool
read_targets(struct replay *p, struct err *e)
{
	const char *name = manifest_name_of(&p->m, "data", "y", "data/y");
	double n = p->m.classes ? p->m.rows : (double)p->m.rows * p->out;
	const struct data_tensor *y = manifest_tensor(&p->m, name, n, e);

	if (!y)
		return false;
	if (!p->m.classes) {
		data_tensor_floats(y, p->y);
		return true;
	}
	data_tensor_ints(y, p->label);
	return check_range(p, p->label, p->m.rows, p->out, name, e);
}

static bool
read_data(struct replay *p, struct err *e)
{
	const struct manifest *m = &p->m;
	const char *index = manifest_name_of(m, "data", "batch_index",
					     "data/batch_index");
	int n = m->steps * m->batch;
	const struct data_tensor *x = manifest_tensor(
		m, manifest_name_of(m, "data", "x", "data/x"), (double)m->rows * p->in,
		e);

	if (!x)
		return false;
	data_tensor_floats(x, p->x);
	data_tensor_ints(manifest_tensor(m, index, n, e), p->index);
	return check_range(p, p->index, n, m->rows, index, e) && read_targets(p, e)
	       && nn_loss_fits(&m->loss, p->out, SPAN_NONE, e);
}

/* ---- weights ---- */

float *
replay_values(const struct replay *p, const struct nn_tensor *t)
{
	return (t->buffer ? p->net.buffer : p->net.param) + t->at;
}

/* (out, ...) for a weight, (n) for anything else */
static bool
fits(const struct nn_tensor *t, const struct data_tensor *d)
{
	return d->n == t->n && (t->rows == 1 || (d->rank > 1 && d->dim[0] == t->rows));
}

static bool
read_weight(struct replay *p, const struct manifest_name *n, const struct nn_tensor *t,
	    struct err *e)
{
	const struct data_tensor *d = manifest_init(&p->m, n->name);
	char is[64], buf[256];

	if (!d)
		return manifest_wrong(&p->m, n->layer, e, "there is no tensor '%s'",
				      manifest_values_of(&p->m, n->name, "init", buf));
	if (!fits(t, d))
		return manifest_wrong(&p->m, n->layer, e, "'%s' is %s, not %dx%d",
				      n->name, data_tensor_text(is, d), t->rows, t->cols);
	data_tensor_floats(d, replay_values(p, t));
	return true;
}

/* Each parameter of the manifest belongs to a layer, so that all are trained. */
static bool
check_used(const struct replay *p, struct err *e)
{
	const json_t *all = json_object_get(p->m.json, "parameters");

	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *o = json_array_get(all, i);
		const char *name = json_string_value(json_object_get(o, "name"));
		int j = 0;

		while (name && j < p->m.n_name && strcmp(p->m.name[j].name, name) != 0)
			j++;
		if (!name || j == p->m.n_name)
			return manifest_wrong(&p->m, "parameters", e,
					      "number %zu, '%s', is in no layer", i + 1,
					      name ? name : "");
	}
	return true;
}

static bool
read_weights(struct replay *p, struct err *e)
{
	int n = 0;

	for (int i = 0; i < p->net.depth; i++)
		for (int j = 0; j < p->net.layer[i].n_tensor; j++, n++) {
			assert(n < p->m.n_name);
			p->tensor[n] = &p->net.layer[i].tensor[j];
			if (!read_weight(p, &p->m.name[n], p->tensor[n], e))
				return false;
		}
	return check_used(p, e);
}

/* ---- the steps ---- */

/* Loss of n rows, all of them in order where index is NULL; dy, unless NULL, gets its
 * gradient, in training mode. */
static double
loss_over(struct replay *p, const int *index, int n, float *dy)
{
	size_t in = (size_t)p->in, out = (size_t)p->out;
	struct nn_target t = { NULL, NULL };
	const float *x = index ? p->batch_x : p->x, *y;

	for (int i = 0; index && i < n; i++) {
		size_t from = (size_t)index[i], to = (size_t)i;

		memcpy(p->batch_x + to * in, p->x + from * in, in * sizeof(float));
		if (p->m.classes)
			p->batch_label[i] = p->label[from];
		else
			memcpy(p->batch_y + to * out, p->y + from * out,
			       out * sizeof(float));
	}
	if (p->m.classes)
		t.label = index ? p->batch_label : p->label;
	else
		t.y = index ? p->batch_y : p->y;
	y = nn_forward(&p->net, &p->work, x, n, dy ? NN_TRAIN : NN_EVAL, NULL);
	return p->m.loss.kind->f(dy, y, &t, n, p->out, &p->m.loss, p->scratch);
}

static void
note_first_gradients(struct replay *p)
{
	for (int i = 0; i < p->r->n_tensor; i++)
		if (!p->tensor[i]->buffer)
			p->r->tensor[i].grad_own = num_norm(
				p->work.grad + p->tensor[i]->at, p->tensor[i]->n);
}

static void
take_steps(struct replay *p)
{
	struct train_replay *r = p->r;

	for (int t = 0; t <= r->steps; t++) {
		struct train_replay_step *s = &r->step[t];

		s->full_own = loss_over(p, NULL, r->rows, NULL);
		if (t == r->steps)
			break;
		s->batch_own = loss_over(p, p->index + (size_t)t * (size_t)r->batch,
					 r->batch, p->dy);
		nn_back(&p->net, &p->work, p->batch_x, p->dy, NN_TRAIN);
		if (t == 0)
			note_first_gradients(p);
		s->norm_own = nn_clip_norm(p->work.grad, p->net.n_param, p->m.clip);
		p->m.opt->step(p->net.param, p->work.grad, p->net.n_param, &p->state,
			       p->m.opt_arg);
	}
}

/* ---- all of it ---- */

bool
train_replay(struct train_replay *r, const char *path,
	     const struct nn_precision *precision, struct err *e)
{
	struct replay p = { .r = r, .precision = precision };
	bool ok;

	*r = (struct train_replay){ .name = "" };
	ok = manifest_open(&p.m, r, path, e) && build_net(&p, e) && alloc_all(&p, e)
	     && read_data(&p, e) && read_weights(&p, e) && replay_recorded(&p, e);
	if (ok) {
		take_steps(&p);
		ok = replay_compare(&p, e);
	}
	manifest_close(&p.m);
	arena_done(&p.plan);
	arena_done(&p.room);
	return ok;
}

void
train_replay_done(struct train_replay *r)
{
	arena_done(&r->own);
	arena_done(&r->text);
	*r = (struct train_replay){ .name = "" };
}
