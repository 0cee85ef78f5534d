/* Takes a recorded run again: the same rows, the engine's own forward, back and step. */
#include "train/replay.h"
#include "train/plan.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* ---- the net ---- */

/* Elements of what is recorded of a tensor of the net, 0: nothing. */
static int
recorded_size(const struct replay *p, int place)
{
	int name = p->m.place[place].name;
	const struct data_tensor *d =
		name < 0 ? NULL : manifest_init(&p->m, p->m.name[name].name);

	return d ? d->n : 0;
}

/* Of a sequence PyTorch takes the steps for the channels of a batch norm or prelu, other
 * programs the features: the number of the parameters tells.  Says so in the layers'
 * lines; true: there is something to be said. */
static bool
settle_steps(struct replay *p)
{
	bool said = false;
	int n = 0;

	for (int i = 0; i < p->net.depth; n += p->net.layer[i++].n_tensor) {
		const struct nn_layer *l = &p->net.layer[i];
		bool norm = strcmp(l->kind->name, "batchnorm") == 0;
		bool own = l->kind->act == NN_ACT_OWN && l->n_tensor && l->arg[0] > 0;
		int row = param_find(l->kind->param, str_of("per"));

		if (l->in.rank != 2 || !(norm || own)
		    || recorded_size(p, n) != l->in.dim[0])
			continue;
		p->m.line[l->line].arg[row] = norm ? 1 : 2;
		said = true;
	}
	return said;
}

static bool
plan_net(struct replay *p, struct err *e)
{
	struct err why = { 0 };

	if (nn_net_plan(&p->net, &p->m.in, p->m.line, p->m.lines, &p->plan, &why)
	    && (!settle_steps(p) || nn_net_plan(&p->net, &p->m.in, p->m.line, p->m.lines,
						&p->plan, &why)))
		return true;
	manifest_wrong(&p->m, "model", e, "%s", why.msg);
	return why.hint[0] ? err_hint(e, "%s", why.hint) : false;
}

static void
find_tensors(struct replay *p)
{
	int n = 0;

	for (int i = 0; i < p->net.depth; i++)
		for (int j = 0; j < p->net.layer[i].n_tensor; j++, n++) {
			int name = p->m.place[n].name;

			assert(n < p->m.n_place);
			p->place[n] = &p->net.layer[i].tensor[j];
			if (name >= 0 && !p->tensor[name])
				p->tensor[name] = p->place[n];
		}
	assert(n == p->m.n_place);
}

static bool
build_net(struct replay *p, struct err *e)
{
	size_t tensors = (size_t)(p->m.n_name + p->m.n_place);

	if (!arena_init(&p->plan, 2 * nn_net_plan_need(p->m.lines)
			+ 2 * arena_need(sizeof(*p->tensor), tensors), e)
	    || !plan_net(p, e))
		return false;
	p->tensor = ARENA_NEW(&p->plan, const struct nn_tensor *, p->m.n_name);
	p->place = ARENA_NEW(&p->plan, const struct nn_tensor *, p->m.n_place);
	find_tensors(p);
	p->in = nn_shape_size(&p->net.in);
	p->out = nn_shape_size(&p->net.out);
	p->parts = 1;
	if (p->m.loss.kind->target != NN_TARGET_CLASS || p->net.out.rank == 1)
		return true;
	p->parts = p->net.out.dim[0];
	return p->net.out.rank == 2
	       || manifest_wrong(&p->m, "loss", e, "%s of an image is not supported",
				 p->m.loss.kind->name);
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
	       + 2 * floats(most, p->parts) + floats(p->m.steps, p->m.batch)
	       + 2 * floats(1, p->net.n_param);
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
	p->was = ARENA_NEW(a, float, p->net.n_param);
	p->x = ARENA_NEW(a, float, rows * p->in);
	p->batch_x = ARENA_NEW(a, float, most * p->in);
	p->y = ARENA_NEW(a, float, rows * p->out);
	p->batch_y = ARENA_NEW(a, float, most * p->out);
	p->dy = ARENA_NEW(a, float, most * p->out);
	p->scratch = ARENA_NEW(a, float, most * p->out);
	p->label = ARENA_NEW(a, int, most * p->parts);
	p->batch_label = ARENA_NEW(a, int, most * p->parts);
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
	double n = (double)p->m.rows * (p->m.classes ? p->parts : p->out);
	const struct data_tensor *y = manifest_tensor(&p->m, name, n, e);

	if (!y)
		return false;
	if (!p->m.classes) {
		data_tensor_floats(y, p->y);
		return true;
	}
	data_tensor_ints(y, p->label);
	return check_range(p, p->label, (int)n, p->out / p->parts, name, e);
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
	       && nn_loss_fits(&m->loss, p->out / p->parts, SPAN_NONE, e);
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
read_weight(struct replay *p, const struct manifest_place *at, const struct nn_tensor *t,
	    struct err *e)
{
	const char *name = p->m.name[at->name].name;
	const struct data_tensor *d = manifest_init(&p->m, name);
	char is[64], buf[256];

	if (!d)
		return manifest_wrong(&p->m, at->layer, e, "there is no tensor '%s'",
				      manifest_values_of(&p->m, name, "init", buf));
	if (!fits(t, d))
		return manifest_wrong(&p->m, at->layer, e, "'%s' is %s, not %dx%d",
				      name, data_tensor_text(is, d), t->rows, t->cols);
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
	for (int i = 0; i < p->m.n_place; i++) {
		const struct nn_tensor *t = p->place[i];
		const struct manifest_place *at = &p->m.place[i];

		for (int j = 0; at->name < 0 && j < t->n; j++)
			replay_values(p, t)[j] = t->start;
		if (at->name >= 0 && !read_weight(p, at, t, e))
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
	size_t in = (size_t)p->in, out = (size_t)p->out, parts = (size_t)p->parts;
	struct nn_target t = { NULL, NULL };
	const float *x = index ? p->batch_x : p->x, *y;

	for (int i = 0; index && i < n; i++) {
		size_t from = (size_t)index[i], to = (size_t)i;

		memcpy(p->batch_x + to * in, p->x + from * in, in * sizeof(float));
		if (p->m.classes)
			memcpy(p->batch_label + to * parts, p->label + from * parts,
			       parts * sizeof(int));
		else
			memcpy(p->batch_y + to * out, p->y + from * out,
			       out * sizeof(float));
	}
	if (p->m.classes)
		t.label = index ? p->batch_label : p->label;
	else
		t.y = index ? p->batch_y : p->y;
	y = nn_forward(&p->net, &p->work, x, n, dy ? NN_TRAIN : NN_EVAL, NULL);
	return p->m.loss.kind->f(dy, y, &t, n * p->parts, p->out / p->parts, &p->m.loss,
				 p->scratch);
}

/* The gradients of a parameter that stands in several places, all in its first one, and
 * 0 in the others, as in those that stay as they are. */
static void
gather_gradients(struct replay *p)
{
	for (int i = 0; i < p->m.n_place; i++) {
		const struct nn_tensor *t = p->place[i], *first;
		float *g = p->work.grad + t->at;
		int name = p->m.place[i].name;

		first = name < 0 ? NULL : p->tensor[name];
		if (t->buffer || first == t)
			continue;
		for (int j = 0; j < t->n; j++) {
			if (first)
				p->work.grad[first->at + j] += g[j];
			g[j] = 0;
		}
	}
}

static void
spread_values(struct replay *p)
{
	for (int i = 0; i < p->m.n_place; i++) {
		const struct nn_tensor *t = p->place[i], *first;
		int name = p->m.place[i].name;

		first = name < 0 ? NULL : p->tensor[name];
		for (int j = 0; first != t && j < t->n; j++)
			replay_values(p, t)[j] = first ? replay_values(p, first)[j]
						       : t->start;
	}
}

static void
note_first_gradients(struct replay *p)
{
	for (int i = 0; i < p->r->n_tensor; i++)
		if (!p->tensor[i]->buffer)
			p->r->tensor[i].grad_own = num_norm(
				p->work.grad + p->tensor[i]->at, p->tensor[i]->n);
}

/* Their norm before. */
static double
clip_gradients(struct replay *p)
{
	int n = p->net.n_param;
	double norm = num_norm(p->work.grad, n);
	float scale = (float)(p->m.clip / (norm + p->m.clip_eps));

	for (int i = 0; !(scale >= 1) && i < n; i++)
		p->work.grad[i] *= scale;
	if (isfinite(p->m.clip_value))
		nn_clip_value(p->work.grad, n, p->m.clip_value);
	return norm;
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
		gather_gradients(p);
		if (t == 0)
			note_first_gradients(p);
		s->norm_own = clip_gradients(p);
		p->m.opt->step(p->net.param, p->was, p->work.grad, p->net.n_param,
			       &p->state, p->m.opt_arg);
		spread_values(p);
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
