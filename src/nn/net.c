#include "layer.h"

#include <assert.h>
#include <string.h>

/* A plan's errors as the net's: "layer 3 (dense): ...". */
static bool
line_error(struct err *e, const struct nn_layer *l, struct span at, const struct err *why)
{
	err_set(e, why->code, at, "layer %d (%s): %s", l->line + 1, l->kind->name,
		why->msg);
	return why->hint[0] ? err_hint(e, "%s", why->hint) : false;
}

/* What enters layer i. */
static const struct nn_shape *
shape_before(const struct nn_net *net, int i)
{
	return i ? &net->layer[i - 1].out : &net->in;
}

/* Finds the second input of a layer that joins: what entered the first layer of the
 * line that stands arg[0] lines above. */
static bool
find_second(struct nn_net *net, struct nn_layer *l, struct err *e)
{
	int from = l->line - (int)l->arg[0], i = 0;
	char a[48], b[48];

	if (from < 0)
		return err_set(e, ERR_SHAPE, SPAN_NONE, "only %d lines stand above it",
			       l->line);
	while (net->layer[i].line < from)
		i++;
	l->second = i - 1;
	if (i)
		net->layer[i - 1].shared = true;
	nn_shape_text(a, shape_before(net, i));
	nn_shape_text(b, &l->in);
	if (strcmp(a, b) == 0)
		return true;
	err_set(e, ERR_SHAPE, SPAN_NONE, "cannot add %s values to %s", a, b);
	return err_hint(e, "let the lines between end with %s values", a);
}

/* Offsets within the layer become offsets within the net. */
static bool
place_layer(struct nn_net *net, struct nn_layer *l, struct err *e)
{
	bool weights = false;

	if ((double)net->n_param + l->n_param > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "the net has more than %d parameters", NN_PARAMS_MAX);
	l->param_at = net->n_param;
	l->buffer_at = net->n_buffer;
	for (int i = 0; i < l->n_tensor; i++) {
		l->tensor[i].at += l->tensor[i].buffer ? l->buffer_at : l->param_at;
		weights |= l->tensor[i].weight;
	}
	net->n_param += l->n_param;
	net->n_buffer += l->n_buffer;
	l->level = weights ? ++net->levels : 0;
	return true;
}

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

/* An activation inside a layer: the one given, or the default of the kind. */
static bool
find_inside(const struct nn_layer *l, struct nn_act_use *a, const char *def,
	    struct err *e)
{
	if (!a->kind)
		return nn_act_parse(str_of(def), SPAN_NONE, a, e);
	if (!a->kind->n_learned)
		return true;
	err_set(e, ERR_SYNTAX, SPAN_NONE, "%s is learned, which it cannot be inside %s",
		a->kind->name, l->kind->name);
	return err_hint(e, "take one whose parameters stay, such as leaky_relu");
}

static bool
plan_layer(struct nn_net *net, struct nn_layer *l, struct err *e)
{
	const struct nn_layer_kind *k = l->kind;

	return (!k->inside || find_inside(l, &l->act, k->inside, e))
	       && (!k->gate || find_inside(l, &l->gate, k->gate, e))
	       && (!k->joins || find_second(net, l, e))
	       && k->plan(l, e) && place_layer(net, l, e);
}

static bool
add_layer(struct nn_net *net, const struct nn_layer_kind *kind,
	  const struct nn_layer_spec *s, int line, struct err *e)
{
	struct nn_layer *l = &net->layer[net->depth];
	struct err why = { 0 };

	*l = (struct nn_layer){ .kind = kind, .act = s->act, .gate = s->gate,
				.init = s->init, .bias = s->bias,
				.in = *shape_before(net, net->depth), .line = line,
				.second = -1 };
	/* Of an "act" layer that act= puts behind a line, the arguments are not the
	 * line's. */
	for (int i = 0; kind->param[i].name; i++)
		l->arg[i] = kind == s->kind ? s->arg[i] : kind->param[i].def;
	if (!plan_layer(net, l, &why))
		return line_error(e, l, s->at, &why);
	net->widest = larger(net->widest, nn_shape_size(&l->out));
	net->out = l->out;
	net->depth++;
	return true;
}

bool
nn_net_plan(struct nn_net *net, const struct nn_shape *in,
	    const struct nn_layer_spec *spec, int lines, struct arena *a, struct err *e)
{
	const struct nn_layer_kind *act = nn_layer_kind_find(str_of("act"));

	*net = (struct nn_net){ .in = *in, .out = *in, .widest = nn_shape_size(in) };
	net->layer = ARENA_NEW(a, struct nn_layer, 2 * lines);
	for (int i = 0; i < lines; i++) {
		if (!add_layer(net, spec[i].kind, &spec[i], i, e))
			return false;
		if (spec[i].kind->act == NN_ACT_AFTER && spec[i].act.kind
		    && !add_layer(net, act, &spec[i], i, e))
			return false;
	}
	return true;
}

size_t
nn_net_plan_need(int lines)
{
	return arena_need(sizeof(struct nn_layer), 2 * (size_t)lines);
}

size_t
nn_net_need(const struct nn_net *net)
{
	return arena_need(sizeof(float), (size_t)net->n_param)
	       + arena_need(sizeof(float), (size_t)net->n_buffer);
}

void
nn_net_alloc(struct nn_net *net, struct arena *a)
{
	net->param = ARENA_NEW(a, float, net->n_param);
	net->buffer = ARENA_NEW(a, float, net->n_buffer);
}

/* The activation that the input of layer i has come through: nothing with weights, or
 * numbers of its own, stands between. */
static const struct nn_act_use *
act_before(const struct nn_net *net, int i)
{
	while (--i >= 0) {
		const struct nn_layer *l = &net->layer[i];

		if (l->kind->act == NN_ACT_OWN)
			return &l->act;
		if (l->n_tensor || l->kind->inside)
			return NULL;
	}
	return NULL;
}

/* What fills a tensor; its kind is NULL where that is a number. */
static struct nn_init_use
init_of(const struct nn_layer *l, const struct nn_tensor *t)
{
	if (t->weight || (t->bias && !l->bias.kind && l->init.kind && l->init.kind->bias))
		return l->init;
	return t->bias ? l->bias : (struct nn_init_use){ 0 };
}

static void
init_tensor(float *w, const struct nn_layer *l, const struct nn_tensor *t,
	    const struct nn_act_use *before, struct rng *r)
{
	struct nn_init_use u = init_of(l, t);
	struct nn_init_at at = { t->rows, t->cols, t->fan_in, t->fan_out, before };

	assert(!t->weight || l->init.kind);
	assert(t->n == t->rows * t->cols);
	if (u.kind)
		u.kind->fill(w, &at, &u, r);
	else
		for (int i = 0; i < t->n; i++)
			w[i] = t->start;
}

void
nn_net_init(struct nn_net *net, uint64_t seed)
{
	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];
		struct rng r;

		rng_init(&r, seed, "init", (uint64_t)l->level);
		for (int j = 0; j < l->n_tensor; j++) {
			const struct nn_tensor *t = &l->tensor[j];

			init_tensor((t->buffer ? net->buffer : net->param) + t->at, l, t,
				    act_before(net, i), &r);
		}
	}
}

const struct nn_layer *
nn_net_level(const struct nn_net *net, int level)
{
	assert(level >= 1);
	for (int i = 0; i < net->depth; i++)
		if (net->layer[i].level == level)
			return &net->layer[i];
	return NULL;
}

const struct nn_layer *
nn_net_level_act(const struct nn_net *net, int level)
{
	const struct nn_layer *l = nn_net_level(net, level);
	const struct nn_layer *end = net->layer + net->depth;

	while (l && ++l < end && !l->level)
		if (l->kind->act == NN_ACT_OWN)
			return l;
	return NULL;
}
