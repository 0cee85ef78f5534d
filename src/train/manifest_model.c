/* Layers of a manifest as lines of a net. */
#include "train/manifest.h"

#include <math.h>
#include <string.h>

/* What other programs call the number of heads. */
#define HEADS "heads n_heads num_heads n_head"

/* ---- arguments ---- */

/* The first of several keys that is there. */
static const char *
key_there(const json_t *l, const char *keys, char buf[32])
{
	struct str rest = str_of(keys), part;

	while (str_cut(&rest, ' ', &part)) {
		str_fill(buf, 32, part);
		if (json_object_get(l, buf))
			break;
	}
	return buf;
}

static bool
read_arg(const struct manifest *m, double *out, const struct param *row, const json_t *l,
	 const char *at, const char *keys, bool needed, struct err *e)
{
	char key[32];

	key_there(l, keys, key);
	if (!manifest_number(m, l, at, key, needed ? NAN : row->def, out, e))
		return false;
	if (row->kind == PARAM_INT && *out != floor(*out))
		return manifest_wrong(m, at, e, "%s=%g is not a whole number", key, *out);
	if (*out < row->min || *out > row->max)
		return manifest_wrong(m, at, e, "%s=%g is outside %g..%g", key, *out,
				      row->min, row->max);
	return true;
}

static bool
read_args(const struct manifest *m, struct nn_layer_spec *s, const char *const *keys,
	  const json_t *l, const char *at, struct err *e)
{
	const struct param *row = s->kind->param;

	for (int i = 0; row[i].name; i++) {
		s->arg[i] = row[i].def;
		if (keys[i]
		    && !read_arg(m, &s->arg[i], &row[i], l, at, keys[i],
				 i < s->kind->n_positional, e))
			return false;
	}
	return true;
}

/* A setting of which the engine knows one. */
static bool
only(const struct manifest *m, const json_t *l, const char *at, const char *key,
     const char *value, struct err *e)
{
	const char *is;

	if (!manifest_text(m, l, at, key, &is, e))
		return false;
	return !is || strcmp(is, value) == 0
	       || manifest_wrong(m, at, e, "%s '%s' is not supported, only '%s'", key, is,
				 value);
}

static bool
lstm_more(struct manifest *m, struct nn_layer_spec *s, json_t *l, const char *at,
	  struct err *e)
{
	(void)s;
	return only(m, l, at, "gate_order", "i,f,g,o", e)
	       && only(m, l, at, "initial_state", "zero", e)
	       && only(m, l, at, "output", "last_hidden", e);
}

/* Elements of an initial tensor along its first dimension, 0: it is not there. */
static int
first_dim(const struct manifest *m, const json_t *l, const char *key)
{
	const char *name = json_string_value(json_object_get(l, key));
	const struct data_tensor *t = name ? manifest_init(m, name) : NULL;

	return t && t->rank > 0 ? t->dim[0] : 0;
}

/* Says biases= of a layer in one of the words that its row knows. */
static bool
set_biases(struct nn_layer_spec *s, const char *word)
{
	int row = param_find(s->kind->param, str_of("biases")), i = 0;
	struct str rest, part;

	if (row < 0)
		return false;
	rest = str_of(s->kind->param[row].words);
	while (str_cut(&rest, ' ', &part) && !str_is(part, word))
		i++;
	s->arg[row] = i;
	return true;
}

/* Heads where they are not given, and the width of each, follow from the size of wq. */
static bool
attention_more(struct manifest *m, struct nn_layer_spec *s, json_t *l, const char *at,
	       struct err *e)
{
	static const char letters[] = "qkvo";
	int all = first_dim(m, l, "wq"), heads = (int)s->arg[0], width = (int)s->arg[2];
	char word[8] = "", buf[32];
	int n = 0;

	if (!all)
		return manifest_wrong(m, at, e, "wq names no tensor of weights");
	if (!json_object_get(l, key_there(l, HEADS, buf))
	    && width > 0 && all % width == 0)
		heads = all / width;
	if (all % heads)
		return manifest_wrong(m, at, e, "%d heads do not share %d rows of wq",
				      heads, all);
	s->arg[0] = heads;
	s->arg[2] = all / heads;
	for (int i = 0; i < 4; i++) {
		const char bias[] = { 'b', letters[i], 0 };

		if (json_string_value(json_object_get(l, bias)))
			word[n++] = letters[i];
	}
	return set_biases(s, n ? word : "none");
}

/* ---- activations ---- */

static bool
act_unknown(const struct manifest *m, const char *name, const char *at, struct err *e)
{
	struct str_near near = str_near_begin(str_of(name));

	manifest_wrong(m, at, e, "there is no activation '%s' here", name);
	nn_acts_near(NULL, &near);
	return err_did_you_mean(e, str_near_best(&near));
}

/* A learned parameter is the name of a tensor, and one for each unit where that has more
 * than one element. */
static bool
act_more(struct manifest *m, struct nn_layer_spec *s, json_t *l, const char *at,
	 struct err *e)
{
	struct str text;
	const char *name;

	if (!manifest_text(m, l, at, "name", &name, e))
		return false;
	text = str_of(name ? name : "");
	s->act.kind = nn_act_find(text);
	if (!s->act.kind)
		return act_unknown(m, text.s, at, e);
	for (int i = 0; s->act.kind->param[i].name; i++) {
		const struct param *row = &s->act.kind->param[i];
		double v = row->def;

		if (i < s->act.kind->n_learned)
			s->arg[0] = first_dim(m, l, row->name) > 1;
		else if (!read_arg(m, &v, row, l, at, row->name, false, e))
			return false;
		s->act.p[i] = (float)v;
	}
	return true;
}

/* ---- layers ---- */

enum { KEYS = 9 };

/* How a manifest's layer is said here: its arguments by their keys there, in the order of
 * the row's parameters, and its tensors in the order of the layer's. */
static const struct said {
	const char *type, *kind;
	const char *arg[KEYS];		/* several names of one key: the first counts */
	const char *tensor[KEYS];
	const char *also;		/* other keys that are understood */
	/* Says what arg cannot; NULL: nothing is left. */
	bool (*more)(struct manifest *m, struct nn_layer_spec *s, json_t *l,
		     const char *at, struct err *e);
} says[] = {
	{ "linear", "dense", { "out" }, { "weight", "bias" }, "in", NULL },
	{ "activation", "act", { NULL }, { NULL }, "name per_channel slope alpha",
	  act_more },
	{ "batchnorm", "batchnorm", { "momentum", "eps" },
	  { "weight", "bias", "running_mean", "running_var" }, "features", NULL },
	{ "layernorm", "layernorm", { "eps" }, { "weight", "bias" }, "features", NULL },
	{ "conv2d", "conv", { "out_channels", "kernel", "stride", "padding" },
	  { "weight", "bias" }, "in_channels", NULL },
	{ "maxpool2d", "maxpool", { "kernel", "stride" }, { NULL }, "", NULL },
	{ "flatten", "flatten", { NULL }, { NULL }, "", NULL },
	{ "lstm", "lstm", { "hidden" },
	  { "weight_ih", "weight_hh", "bias_ih", "bias_hh" },
	  "input seq gate_order output initial_state", lstm_more },
	{ "self_attention", "attention", { HEADS, "causal", "d_head", "scale" },
	  { "wq", "bq", "wk", "bk", "wv", "bv", "wo", "bo" }, "d_model",
	  attention_more },
	{ "mean_over_time", "mean", { NULL }, { NULL }, "", NULL },
	{ NULL, NULL, { NULL }, { NULL }, NULL, NULL }
};

/* Which name the next tensor bears; one that stands in several layers is one parameter,
 * whose gradients add up. */
static bool
add_name(struct manifest *m, const char *name, bool buffer, const char *type,
	 const char *at, struct err *e)
{
	const char *layer = str_printf(m->own, "%s %s", at, type);
	int i = 0;

	while (i < m->n_name && strcmp(m->name[i].name, name) != 0)
		i++;
	m->place[m->n_place++] = (struct manifest_place){ i, layer };
	if (i < m->n_name) {
		if (!buffer && !m->name[i].buffer)
			return true;
		return manifest_wrong(m, at, e, "'%s' stands in two layers, which is "
						"not supported of a buffer", name);
	}
	m->name[m->n_name++] = (struct manifest_name){
		str_copy(m->own, str_of(name)), layer, buffer };
	return true;
}

/* No name is no bias, or no scale of a normalisation: where the layer has the tensor
 * nevertheless, it stays at its start. */
static bool
add_none(struct manifest *m, struct nn_layer_spec *s, const struct said *as,
	 const char *key, const char *at, struct err *e)
{
	bool bias = key[0] == 'b', norm = strstr(as->type, "norm") != NULL;
	bool may_lack = param_find(s->kind->param, str_of("biases")) >= 0;

	if (bias && may_lack)
		return as->more || set_biases(s, "no");
	if (!bias && !(norm && strcmp(key, "weight") == 0))
		return manifest_wrong(m, at, e, "%s without %s is not supported",
				      as->type, key);
	m->place[m->n_place++] = (struct manifest_place){ -1, "" };
	return true;
}

static bool
add_tensors(struct manifest *m, struct nn_layer_spec *s, const struct said *as,
	    const json_t *l, const char *at, struct err *e)
{
	const struct nn_act *act = s->act.kind;
	const char *name;

	for (int i = 0; as->tensor[i]; i++) {
		const char *key = as->tensor[i];

		if (!manifest_text(m, l, at, key, &name, e)
		    || (name ? !add_name(m, name, key[0] == 'r', as->type, at, e)
			     : !add_none(m, s, as, key, at, e)))
			return false;
	}
	for (int i = 0; act && i < act->n_learned; i++) {
		const char *key = act->param[i].name;

		if (!manifest_text(m, l, at, key, &name, e))
			return false;
		if (!name)
			return manifest_wrong(m, at, e, "%s names no parameter as its %s",
					      act->name, key);
		if (!add_name(m, name, false, as->type, at, e))
			return false;
	}
	return true;
}

/* The keys of a layer that are understood, as words. */
static bool
check_rest(struct manifest *m, const struct said *as, json_t *l, const char *at,
	   struct err *e)
{
	char known[256];
	size_t n = (size_t)snprintf(known, sizeof(known), "type %s", as->also);

	for (int i = 0; i < 2 * KEYS; i++) {
		const char *key = i < KEYS ? as->arg[i] : as->tensor[i - KEYS];

		if (key && n < sizeof(known))
			n += (size_t)snprintf(known + n, sizeof(known) - n, " %s", key);
	}
	return manifest_rest(m, l, at, known, e);
}

static bool
read_line(struct manifest *m, json_t *l, const char *type, const char *at, struct err *e)
{
	struct nn_layer_spec *s = &m->line[m->lines++];
	const struct said *as = says;

	while (as->type && strcmp(as->type, type) != 0)
		as++;
	if (!as->type)
		return manifest_wrong(m, at, e, "a layer of type '%s' is not supported",
				      type);
	s->kind = nn_layer_kind_find(str_of(as->kind));
	s->init.kind = nn_init_find(str_of("zero"));
	return read_args(m, s, as->arg, l, at, e)
	       && (!as->more || as->more(m, s, l, at, e))
	       && add_tensors(m, s, as, l, at, e) && check_rest(m, as, l, at, e);
}

static bool read_layers(struct manifest *m, json_t *all, const char *at, struct err *e);

/* The body's lines, then its own, which bypasses them. */
static bool
read_residual(struct manifest *m, json_t *l, const char *at, struct err *e)
{
	int first = m->lines;
	char body[MANIFEST_AT_MAX + 32];
	struct nn_layer_spec *s;

	if (strlen(at) > MANIFEST_AT_MAX - 24)
		return manifest_wrong(m, at, e, "residuals stand too deep in each other");
	snprintf(body, sizeof(body), "%.*s.body", MANIFEST_AT_MAX, at);
	if (!manifest_rest(m, l, at, "type body", e)
	    || !read_layers(m, json_object_get(l, "body"), body, e))
		return false;
	if (m->lines == first)
		return manifest_wrong(m, at, e, "a residual without a body is not "
						"supported");
	if (m->lines == MANIFEST_LINES_MAX)
		return manifest_wrong(m, at, e, "there are more than %d layers",
				      MANIFEST_LINES_MAX);
	s = &m->line[m->lines++];
	s->kind = nn_layer_kind_find(str_of("residual"));
	s->arg[0] = m->lines - 1 - first;
	return true;
}

static bool
read_layers(struct manifest *m, json_t *all, const char *outer, struct err *e)
{
	if (!json_is_array(all))
		return manifest_wrong(m, outer, e, "a list of layers is missing");
	for (size_t i = 0; i < json_array_size(all); i++) {
		json_t *l = json_array_get(all, i);
		char at[MANIFEST_AT_MAX + 32];
		const char *type;

		snprintf(at, sizeof(at), "%.*s[%zu]", MANIFEST_AT_MAX, outer, i);
		if (m->lines == MANIFEST_LINES_MAX)
			return manifest_wrong(m, at, e, "there are more than %d layers",
					      MANIFEST_LINES_MAX);
		if (!manifest_text(m, l, at, "type", &type, e))
			return false;
		if (!type)
			return manifest_wrong(m, at, e, "the layer has no type");
		if (strcmp(type, "residual") == 0 ? !read_residual(m, l, at, e)
						  : !read_line(m, l, type, at, e))
			return false;
	}
	return true;
}

bool
manifest_model(struct manifest *m, struct err *e)
{
	if (!read_layers(m, json_object_get(m->json, "model"), "model", e))
		return false;
	return m->lines || manifest_wrong(m, "model", e, "there is no layer");
}
