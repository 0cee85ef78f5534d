#include "train/network.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { LAYERS_MAX = 20000, ACT_TEXT_MAX = 512 };

/* ---- writing ---- */

/* "leaky_relu(slope=0.2)", with every parameter */
static const char *
act_text(char buf[ACT_TEXT_MAX], const struct nn_act_use *a)
{
	int n = snprintf(buf, ACT_TEXT_MAX, "%s", a->kind->name);

	for (int i = 0; a->kind->param[i].name && n < ACT_TEXT_MAX; i++)
		n += snprintf(buf + n, (size_t)(ACT_TEXT_MAX - n), "%s%s=%.9g",
			      i ? ", " : "(", a->kind->param[i].name, (double)a->p[i]);
	if (a->kind->param[0].name && n < ACT_TEXT_MAX)
		snprintf(buf + n, (size_t)(ACT_TEXT_MAX - n), ")");
	return buf;
}

/* "swish(x; beta=1 learned) = x*sigmoid(beta*x)" */
static json_t *
own_text(const struct formula_curve *c)
{
	char head[ACT_TEXT_MAX + FORMULA_NAME_MAX];
	int n = snprintf(head, sizeof(head), "%s(%s", c->name, c->var);

	for (int i = 0; i < c->n_param && n < ACT_TEXT_MAX; i++)
		n += snprintf(head + n, sizeof(head) - (size_t)n, "%s%s=%.17g%s",
			      i ? ", " : "; ", c->param[i].name, c->param[i].start,
			      i < c->n_learned ? " learned" : "");
	return json_sprintf("%s) = %s", head, c->formula);
}

/* Behind those that it calls. */
static void
add_curve(json_t *own, const struct formula_curve *c)
{
	json_t *text = own_text(c);

	for (size_t i = 0; i < json_array_size(own); i++)
		if (json_equal(json_array_get(own, i), text)) {
			json_decref(text);
			return;
		}
	for (int i = 0; i < c->n_call; i++)
		add_curve(own, c->call[i]);
	json_array_append_new(own, text);
}

static void
add_own(json_t *own, const struct nn_act_use *a)
{
	if (a->kind && a->kind->curve)
		add_curve(own, a->kind->curve);
}

/* Each layer is a line of its own here, so that what joins counts other lines. */
static json_t *
layer_json(const struct nn_net *net, int i)
{
	const struct nn_layer *l = &net->layer[i];
	json_t *o = json_pack("{s:s}", "kind", l->kind->name);
	char text[ACT_TEXT_MAX];

	for (int j = 0; l->kind->param[j].name; j++)
		json_object_set_new(o, l->kind->param[j].name, json_real(l->arg[j]));
	if (l->kind->joins)
		json_object_set_new(o, l->kind->param[0].name,
				    json_integer(i - (l->second + 1)));
	if (l->act.kind && l->kind->act != NN_ACT_AFTER)
		json_object_set_new(o, "act", json_string(act_text(text, &l->act)));
	if (l->gate.kind)
		json_object_set_new(o, "gate", json_string(act_text(text, &l->gate)));
	return o;
}

char *
network_text(const struct nn_net *net)
{
	json_t *in = json_array(), *own = json_array(), *layers = json_array(), *root;
	char *text;

	for (int i = 0; i < net->in.rank; i++)
		json_array_append_new(in, json_integer(net->in.dim[i]));
	for (int i = 0; i < net->depth; i++) {
		add_own(own, &net->layer[i].act);
		add_own(own, &net->layer[i].gate);
		json_array_append_new(layers, layer_json(net, i));
	}
	root = json_pack("{s:o, s:o, s:o}", "in", in, "own", own, "layers", layers);
	text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(17));
	json_decref(root);
	return text;
}

/* ---- reading ---- */

size_t
network_need(const char *text)
{
	/* no layer is said in less than ten bytes, nor an activation of one's own */
	size_t n = strlen(text) / 10 + 2;

	n = n < LAYERS_MAX ? n : LAYERS_MAX;
	return arena_need(sizeof(struct nn_layer_spec), n) + nn_net_plan_need((int)n)
	       + (size_t)(NN_OWN_MAX + 1) * FORMULA_CURVE_ROOM;
}

static bool
read_act(struct nn_act_use *a, const struct nn_own *own, json_t *l, const char *key,
	 struct err *e)
{
	const char *text = json_string_value(json_object_get(l, key));

	return !text || nn_act_parse_own(own, str_of(text), SPAN_NONE, a, e);
}

static bool
read_layer(struct nn_layer_spec *s, const struct nn_own *own, json_t *l, struct err *e)
{
	const char *kind = json_string_value(json_object_get(l, "kind"));

	s->kind = kind ? nn_layer_kind_find(str_of(kind)) : NULL;
	if (!s->kind)
		return err_set(e, ERR_DATA, SPAN_NONE, "unknown layer '%s'",
			       kind ? kind : "");
	s->init.kind = nn_init_find(str_of("zero"));
	for (int i = 0; s->kind->param[i].name; i++) {
		const struct param *row = &s->kind->param[i];
		json_t *v = json_object_get(l, row->name);

		s->arg[i] = json_is_number(v) ? json_number_value(v) : row->def;
		/* a line that joins may reach over more lines than a lab's */
		if (s->arg[i] < row->min
		    || s->arg[i] > (s->kind->joins ? LAYERS_MAX : row->max))
			return err_set(e, ERR_DATA, SPAN_NONE, "%s=%g of layer '%s' is "
				       "outside its limits", row->name, s->arg[i], kind);
	}
	if (s->kind->act == NN_ACT_OWN && !json_object_get(l, "act"))
		return err_set(e, ERR_DATA, SPAN_NONE, "a layer 'act' has no activation");
	return read_act(&s->act, own, l, "act", e)
	       && read_act(&s->gate, own, l, "gate", e);
}

static bool
read_own(struct nn_own *own, json_t *all, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < json_array_size(all); i++) {
		const char *text = json_string_value(json_array_get(all, i));
		const struct nn_act *row;

		if (!text || own->n == NN_OWN_MAX
		    || arena_left(a) < 2 * (size_t)FORMULA_CURVE_ROOM)
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "its own activations are no list of formulas");
		row = nn_act_own(str_of(text), 0, own, a, e);
		if (!row)
			return false;
		own->row[own->n++] = row;
	}
	return true;
}

static bool
read_in(struct nn_shape *in, json_t *dims, struct err *e)
{
	double size = 1;

	in->rank = (int)json_array_size(dims);
	if (in->rank < 1 || in->rank > NN_RANK_MAX)
		return err_set(e, ERR_DATA, SPAN_NONE, "its net has no inputs");
	for (int i = 0; i < in->rank; i++) {
		double d = json_number_value(json_array_get(dims, (size_t)i));

		size *= d;
		if (!(d >= 1 && size <= NN_PARAMS_MAX))
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "its net has inputs out of bounds");
		in->dim[i] = (int)d;
	}
	return true;
}

static bool
read_net(struct nn_net *net, struct nn_own *own, json_t *root, struct arena *a,
	 struct err *e)
{
	json_t *layers = json_object_get(root, "layers");
	int n = (int)json_array_size(layers);
	struct nn_layer_spec *line;
	struct nn_shape in;

	if (n < 1 || n > LAYERS_MAX)
		return err_set(e, ERR_DATA, SPAN_NONE, "its net has no layers");
	line = ARENA_NEW(a, struct nn_layer_spec, n);
	if (!read_in(&in, json_object_get(root, "in"), e)
	    || !read_own(own, json_object_get(root, "own"), a, e))
		return false;
	for (int i = 0; i < n; i++)
		if (!read_layer(&line[i], own, json_array_get(layers, (size_t)i), e))
			return false;
	return nn_net_plan(net, &in, line, n, a, e);
}

bool
network_read(struct nn_net *net, struct nn_own *own, const char *text, struct arena *a,
	     struct err *e)
{
	json_error_t why;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &why);
	bool ok;

	*own = (struct nn_own){ 0 };
	if (!root)
		return err_set(e, ERR_DATA, SPAN_NONE, "its network is no JSON: %s",
			       why.text);
	ok = read_net(net, own, root, a, e);
	json_decref(root);
	return ok;
}
