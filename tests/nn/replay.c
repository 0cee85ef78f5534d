#include "tests/nn/fixture.h"
#include "actlab/num.h"

#include <math.h>

/* Training from listed weights on listed batches gives the listed losses. */

enum { LAYERS_MAX = 64, TENSORS_MAX = 64, STEPS_MAX = 64, FLOATS_MAX = 1 << 14 };

struct replay {
	struct fixture_file file;
	struct arena a;
	struct nn_net net;
	struct nn_work work;
	struct nn_loss_use loss;
	const struct nn_opt *opt;
	double arg[NN_ARGS_MAX];
	struct nn_opt_state state;
	double max_norm;			/* clipped to; INFINITY: not */
	int samples, in, out, steps, batch;
	float *x, *y;
	int *label, *index;
	/* tensors in the order of the net */
	int n_name;
	const char *name[TENSORS_MAX];
	const struct nn_tensor *tensor[TENSORS_MAX];
};

static struct nn_act_use
act_of(const json_t *layer)
{
	char text[64];
	struct nn_act_use a;
	struct err e = { 0 };
	const json_t *slope = json_object_get(layer, "slope");
	double p = json_is_number(slope) ? json_number_value(slope)
					 : fixture_number(layer, "alpha", NAN);

	snprintf(text, sizeof(text), isnan(p) ? "%s" : "%s(%g)",
		 fixture_text(layer, "name"), p);
	if (!nn_act_parse(str_of(text), SPAN_NONE, &a, &e))
		fail_msg("%s", e.msg);
	return a;
}

/* How a manifest's layer is said here: its arguments by their keys there, in the order of
 * the row's parameters, and its tensors in the order of the layer's. */
static const struct said {
	const char *type, *kind, *arg[4], *tensor[8];
} says[] = {
	{ "linear", "dense", { "out" }, { "weight", "bias" } },
	{ "batchnorm", "batchnorm", { "momentum", "eps" },
	  { "weight", "bias", "running_mean", "running_var" } },
	{ "layernorm", "layernorm", { "eps" }, { "weight", "bias" } },
	{ "conv2d", "conv", { "out_channels", "kernel", "stride", "padding" },
	  { "weight", "bias" } },
	{ "maxpool2d", "maxpool", { "kernel", "stride" }, { NULL } },
	{ "flatten", "flatten", { NULL }, { NULL } },
	{ "lstm", "lstm", { "hidden" },
	  { "weight_ih", "weight_hh", "bias_ih", "bias_hh" } },
	{ "self_attention", "attention", { "heads", "causal", "d_head", "scale" },
	  { "wq", "bq", "wk", "wv", "bv", "wo", "bo" } },
	{ "mean_over_time", "mean", { NULL }, { NULL } },
	{ "activation", "act", { NULL }, { NULL } },
	{ NULL, NULL, { NULL }, { NULL } }
};

static void
read_line(struct replay *r, struct nn_layer_spec *spec, const json_t *l)
{
	const char *type = fixture_text(l, "type");
	const struct said *s = says;

	while (s->type && strcmp(s->type, type) != 0)
		s++;
	if (!s->type)
		fail_msg("no layer %s", type);
	spec->kind = nn_layer_kind_find(str_of(s->kind));
	spec->init.kind = nn_init_find(str_of("zero"));
	for (int i = 0; spec->kind->param[i].name; i++)
		spec->arg[i] = i < 4 && s->arg[i]
			? fixture_number(l, s->arg[i], spec->kind->param[i].def)
			: spec->kind->param[i].def;
	for (int i = 0; s->tensor[i]; i++)
		r->name[r->n_name++] = fixture_text(l, s->tensor[i]);
	if (spec->kind->act == NN_ACT_OWN)
		spec->act = act_of(l);
	if (spec->act.kind && spec->act.kind->n_learned)
		r->name[r->n_name++] = fixture_text(l, "slope");
}

/* Fills the lines of the net, and r->name with the names of its tensors; a residual's
 * body comes before its own line.  Returns how many. */
static int
read_model(struct replay *r, struct nn_layer_spec *spec, const json_t *model)
{
	int n = 0;

	for (size_t i = 0; i < json_array_size(model); i++) {
		const json_t *l = json_array_get(model, i);
		const json_t *body = json_object_get(l, "body");

		assert_true(n < LAYERS_MAX);
		memset(&spec[n], 0, sizeof(*spec));
		if (body) {
			int lines = read_model(r, spec + n, body);

			n += lines;
			memset(&spec[n], 0, sizeof(*spec));
			spec[n].kind = nn_layer_kind_find(str_of("residual"));
			spec[n++].arg[0] = lines;
		} else {
			read_line(r, &spec[n++], l);
		}
	}
	return n;
}

/* Of one row of the data. */
static struct nn_shape
read_shape(const json_t *data)
{
	const json_t *shape = json_object_get(data, "x_shape");
	struct nn_shape s = { (int)json_array_size(shape), { 0 } };

	assert_true(s.rank <= NN_RANK_MAX);
	for (int i = 0; i < s.rank; i++)
		s.dim[i] = (int)json_integer_value(json_array_get(shape, (size_t)i));
	return s;
}

static void
read_loss(struct replay *r)
{
	const json_t *l = json_object_get(r->file.json, "loss");
	const char *type = fixture_text(l, "type");
	const char *name = strcmp(type, "bce_with_logits") == 0 ? "bce_logits"
			   : strcmp(type, "cross_entropy") == 0 ? "ce_logits" : type;
	const struct param *p;

	r->loss.kind = nn_loss_find(str_of(name));
	assert_non_null(r->loss.kind);
	p = r->loss.kind->param;
	for (int i = 0; p[i].name; i++)
		r->loss.p[i] = (float)fixture_number(l, p[i].name, p[i].def);
}

static void
read_opt(struct replay *r)
{
	const json_t *o = json_object_get(r->file.json, "optimizer");
	const char *type = fixture_text(o, "type");
	const struct param *p;

	r->opt = nn_opt_find(str_of(type));
	assert_non_null(r->opt);
	p = r->opt->param;
	for (int i = 0; p[i].name; i++) {
		const char *key = p[i].name;

		if (strcmp(type, "rmsprop") == 0 && strcmp(key, "beta2") == 0)
			key = "alpha";
		r->arg[i] = fixture_number(o, key, p[i].def);
	}
	r->max_norm = fixture_number(json_object_get(r->file.json, "clip"), "max_norm",
				     INFINITY);
	r->state.slot = ARENA_NEW(&r->a, float, r->opt->n_slot * r->net.n_param);
	nn_opt_state_reset(&r->state, r->opt->n_slot, r->net.n_param);
}

static void
read_data(struct replay *r)
{
	const json_t *d = json_object_get(r->file.json, "data");
	int values = r->samples * r->out;

	r->x = ARENA_NEW(&r->a, float, r->samples * r->in);
	r->y = ARENA_NEW(&r->a, float, values);
	r->label = ARENA_NEW(&r->a, int, r->samples);
	r->index = ARENA_NEW(&r->a, int, r->steps * r->batch);
	fixture_floats(&r->file, "data/x", r->x, r->samples * r->in);
	if (strcmp(fixture_text(d, "y_kind"), "class_index") == 0)
		fixture_ints(&r->file, "data/y", r->label, r->samples);
	else
		fixture_floats(&r->file, "data/y", r->y, values);
	fixture_ints(&r->file, "data/batch_index", r->index, r->steps * r->batch);
}

static float *
block(const struct replay *r, const struct nn_tensor *t)
{
	return t->buffer ? r->net.buffer : r->net.param;
}

static void
read_weights(struct replay *r)
{
	int n = 0;

	for (int i = 0; i < r->net.depth; i++)
		for (int j = 0; j < r->net.layer[i].n_tensor; j++)
			r->tensor[n++] = &r->net.layer[i].tensor[j];
	assert_int_equal(n, r->n_name);
	for (int i = 0; i < n; i++) {
		char tensor[64];

		snprintf(tensor, sizeof(tensor), "init/%s", r->name[i]);
		fixture_floats(&r->file, tensor,
			       block(r, r->tensor[i]) + r->tensor[i]->at,
			       r->tensor[i]->n);
	}
}

static void
replay_open(struct replay *r, const char *name)
{
	struct nn_layer_spec spec[LAYERS_MAX];
	struct nn_shape shape;
	struct err e = { 0 };
	const json_t *data;
	int lines;

	memset(r, 0, sizeof(*r));
	fixture_open(&r->file, name);
	r->a = suite_arena((size_t)1 << 24);
	data = json_object_get(r->file.json, "data");
	r->samples = (int)fixture_number(data, "samples", 0);
	r->in = fixture_length(&r->file, "data/x") / r->samples;
	r->steps = (int)fixture_number(r->file.json, "steps", 0);
	r->batch = (int)fixture_number(r->file.json, "batch_size", 0);
	assert_true(r->samples > 0 && r->steps > 0 && r->steps < STEPS_MAX);
	lines = read_model(r, spec, json_object_get(r->file.json, "model"));
	shape = read_shape(data);
	if (!nn_net_plan(&r->net, &shape, spec, lines, &r->a, &e))
		fail_msg("%s", e.msg);
	r->out = nn_shape_size(&r->net.out);
	assert_true(r->samples * r->out <= FLOATS_MAX);
	nn_net_alloc(&r->net, &r->a);
	nn_work_alloc(&r->work, &r->net, r->samples, &r->a);
	read_loss(r);
	read_opt(r);
	read_data(r);
	read_weights(r);
}

static void
replay_close(struct replay *r)
{
	fixture_close(&r->file);
	arena_done(&r->a);
}

/* Mean loss of n samples, all of them in order where index is NULL. */
static double
loss_over(struct replay *r, const int *index, int n, float *x, float *dy)
{
	static float y[FLOATS_MAX], scratch[FLOATS_MAX];
	int label[FLOATS_MAX / 8];
	struct nn_target t = { y, label };
	const float *out;

	assert_true(n < FLOATS_MAX / 8);
	for (int i = 0; i < n; i++) {
		int from = index ? index[i] : i;

		memcpy(x + i * r->in, r->x + from * r->in, sizeof(*x) * (size_t)r->in);
		memcpy(y + i * r->out, r->y + from * r->out, sizeof(*y) * (size_t)r->out);
		label[i] = r->label[from];
	}
	out = nn_forward(&r->net, &r->work, x, n, dy ? NN_TRAIN : NN_EVAL, NULL);
	return r->loss.kind->f(dy, out, &t, n, r->out, &r->loss, scratch);
}

/* The largest deviation so far of one kind of number, and where. */
struct worst {
	double off;
	int at;
};

static void
worst_add(struct worst *w, double got, double want, double scale, int at)
{
	double off = fabs(got - want) / scale;

	if (!(off <= w->off)) {
		w->off = off;
		w->at = at;
	}
}

static void
worst_check(const struct worst *w, const struct replay *r, const char *what,
	    const char *key)
{
	double allowed
		= fixture_number(json_object_get(r->file.json, "tolerance"), key, NAN);

	print_message("# %s: %s off by %.2g of %.2g, at %d\n",
		      fixture_text(r->file.json, "name"), what, w->off, allowed, w->at);
	assert_true(w->off <= allowed);
}

struct listed {
	double batch[STEPS_MAX], full[STEPS_MAX], norm[STEPS_MAX], norm0[TENSORS_MAX];
};

static void
read_listed(const struct replay *r, struct listed *l)
{
	fixture_doubles(&r->file, "expected/batch_loss_f64", l->batch, r->steps);
	fixture_doubles(&r->file, "expected/full_loss_f64", l->full, r->steps + 1);
	fixture_doubles(&r->file, "expected/grad_norm_f64", l->norm, r->steps);
	fixture_doubles(
		&r->file, "expected/grad0_norm_f64", l->norm0,
		(int)json_array_size(json_object_get(r->file.json, "parameters")));
}

/* The row of `parameters` of this name, -1: none. */
static int
index_of(const struct replay *r, const char *name)
{
	const json_t *p = json_object_get(r->file.json, "parameters");

	for (size_t i = 0; i < json_array_size(p); i++)
		if (strcmp(fixture_text(json_array_get(p, i), "name"), name) == 0)
			return (int)i;
	return -1;
}

/* Nothing but rounding makes its gradient other than 0. */
static bool
is_exempt(const struct replay *r, const char *name)
{
	const json_t *t = json_object_get(json_object_get(r->file.json, "tolerance"),
					  "grad0_norm_exempt");

	for (size_t i = 0; i < json_array_size(t); i++)
		if (strcmp(json_string_value(json_array_get(t, i)), name) == 0)
			return true;
	return false;
}

static void
check_first_norms(const struct replay *r, const struct listed *l)
{
	struct worst w = { 0, 0 };

	for (int i = 0; i < r->n_name; i++) {
		const struct nn_tensor *t = r->tensor[i];
		int at = index_of(r, r->name[i]);

		assert_true((at < 0) == t->buffer);
		if (!t->buffer && !is_exempt(r, r->name[i]))
			worst_add(&w, num_norm(r->work.grad + t->at, t->n), l->norm0[at],
				  l->norm0[at], i);
	}
	worst_check(&w, r, "first gradients", "grad0_norm_rel");
}

static void
check_final_weights(const struct replay *r)
{
	static double want[FLOATS_MAX];
	struct worst w = { 0, 0 };

	for (int i = 0; i < r->n_name; i++) {
		const struct nn_tensor *t = r->tensor[i];
		char tensor[64];

		snprintf(tensor, sizeof(tensor), "final_f64/%s", r->name[i]);
		fixture_doubles(&r->file, tensor, want, t->n);
		for (int j = 0; j < t->n; j++)
			worst_add(&w, block(r, t)[t->at + j], want[j], 1, t->at + j);
	}
	worst_check(&w, r, "final weights", "final_weights_abs");
}

static void
is_replayed(void **state)
{
	static float x[FLOATS_MAX], dy[FLOATS_MAX];
	struct replay r;
	struct listed l;
	struct worst loss = { 0, 0 }, norm = { 0, 0 };
	double floor, got;

	replay_open(&r, *state);
	read_listed(&r, &l);
	floor = fixture_number(json_object_get(r.file.json, "tolerance"),
			       "loss_rel_floor", NAN);
	for (int t = 0; t <= r.steps; t++) {
		got = loss_over(&r, NULL, r.samples, x, NULL);
		worst_add(&loss, got, l.full[t], fmax(fabs(l.full[t]), floor), t);
		if (t == r.steps)
			break;
		got = loss_over(&r, r.index + t * r.batch, r.batch, x, dy);
		worst_add(&loss, got, l.batch[t], fmax(fabs(l.batch[t]), floor), t);
		nn_back(&r.net, &r.work, x, dy, NN_TRAIN);
		if (t == 0)
			check_first_norms(&r, &l);
		got = nn_clip_norm(r.work.grad, r.net.n_param, r.max_norm);
		worst_add(&norm, got, l.norm[t], l.norm[t], t);
		r.opt->step(r.net.param, r.work.grad, r.net.n_param, &r.state, r.arg);
	}
	worst_check(&loss, &r, "losses", "loss_rel");
	worst_check(&norm, &r, "gradients", "grad_norm_rel");
	check_final_weights(&r);
	replay_close(&r);
}

void
suite_replay(void)
{
	static const char *const names[] = {
		"01_mlp_relu_sgd", "02_mlp_tanh_momentum", "03_mlp_gelu_adam",
		"04_mlp_silu_adamw_ls", "05_mlp_elu_rmsprop_posweight",
		"06_batchnorm_clip", "07_prelu_nesterov_l2", "08_deep20_sigmoid",
		"09_residual_layernorm", "10_lstm", "11_conv", "12_attention",
		"13_focal_leaky", NULL
	};

	for (int i = 0; names[i]; i++)
		suite_row(names[i], "is_replayed", is_replayed, names[i]);
}
