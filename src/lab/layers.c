#include "lab/parser.h"

/* Layers of a net, one a line:
 * layer -> kind { value } [ activation ] { key '=' value }
 */
struct layer_line {
	const struct nn_own *own;
	const struct lab_words *words;
	const struct nn_layer_kind *kind;
	struct nn_layer_spec *out;
	struct param_set set;
	struct arena *a;
};

static bool
find_kind(struct layer_line *l, struct err *e)
{
	const struct lab_word *w = &l->words->word[0];
	struct str_near near = str_near_begin(w->text);

	l->kind = nn_layer_kind_find(w->text);
	if (l->kind)
		return true;
	for (const struct nn_layer_kind *k = nn_layer_kinds; k->name; k++)
		str_near_try(&near, k->name);
	err_set(e, ERR_NAME, w->at, "unknown layer '%.*s'", STR_ARG(w->text));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
usage(const struct layer_line *l, struct err *e)
{
	return err_hint(e, "usage: %s", l->kind->usage);
}

/* A bare word behind the kind: a positional value, or the activation of "act tanh". */
static bool
read_bare(struct layer_line *l, const struct lab_word *w, int place, struct err *e)
{
	const struct param *row = &l->kind->param[place];

	if (place < l->kind->n_positional)
		return param_set_text(&l->set, str_of(row->name), w->at, w->text, w->at,
				      e);
	if (l->kind->act == NN_ACT_OWN && !l->out->act.kind)
		return nn_act_parse_own(l->own, w->text, w->at, &l->out->act, e);
	err_set(e, ERR_SYNTAX, w->at, "'%.*s' is one word too many", STR_ARG(w->text));
	return usage(l, e);
}

/* An initialiser, or the file of the layer's weights. */
static bool
read_init(struct layer_line *l, const struct lab_word *w, struct err *e)
{
	if (!train_init_parse(&l->out->init, w->value, w->value_at, e))
		return false;
	l->out->file_at = w->value_at;
	if (str_starts(w->value, "file:"))
		l->out->file = str_copy(l->a, (struct str){ w->value.s + 5,
							    w->value.n - 5 });
	return true;
}

static bool
read_pair(struct layer_line *l, const struct lab_word *w, struct err *e)
{
	if (str_is(w->key, "act") && l->kind->act != NN_ACT_NONE)
		return nn_act_parse_own(l->own, w->value, w->value_at, &l->out->act, e);
	if (str_is(w->key, "gate") && l->kind->gate)
		return nn_act_parse_own(l->own, w->value, w->value_at, &l->out->gate, e);
	if (str_is(w->key, "init") && l->kind->init)
		return read_init(l, w, e);
	if (str_is(w->key, "bias") && l->kind->init)
		return train_bias_parse(&l->out->bias, w->value, w->value_at, e);
	return param_set_text(&l->set, w->key, w->key_at, w->value, w->value_at, e);
}

static bool
read_words(struct layer_line *l, struct err *e)
{
	int bare = 0;

	param_set_init(&l->set, l->kind->param);
	for (int i = 1; i < l->words->n; i++) {
		const struct lab_word *w = &l->words->word[i];

		if (w->key.n ? !read_pair(l, w, e) : !read_bare(l, w, bare++, e))
			return false;
	}
	for (int i = 0; i < l->kind->n_positional; i++)
		if (!l->set.v[i].given) {
			err_set(e, ERR_SYNTAX, l->words->word[0].at, "'%s' lacks its %s",
				l->kind->name, l->kind->param[i].name);
			return usage(l, e);
		}
	for (int i = 0; l->kind->param[i].name; i++)
		l->out->arg[i] = l->set.v[i].num;
	return true;
}

bool
lab_layers_read(struct lab_parser *p, const struct lab_command *c, struct train_spec *s,
		struct err *e)
{
	struct nn_layer_spec *layer;
	struct lab_words words;
	int n = 0;

	if (c->n_line > LAB_LAYERS_MAX)
		return err_set(e, ERR_RANGE, c->at, "a net may have %d lines of layers",
			       LAB_LAYERS_MAX);
	if (!lab_room(p, sizeof(*layer) * (size_t)c->n_line, c->at, e))
		return false;
	layer = ARENA_NEW(p->a, struct nn_layer_spec, c->n_line);
	for (int i = 0; i < c->n_line; i++) {
		struct layer_line l = { .own = &p->plan->own, .words = &words,
					.out = &layer[n], .a = p->a };

		if (!c->line[i].text.n)
			continue;
		if (!lab_words_read(&words, c->line[i].text, c->line[i].at, p->a, e)
		    || !find_kind(&l, e) || !read_words(&l, e))
			return false;
		layer[n].at = words.word[0].at;
		layer[n++].kind = l.kind;
	}
	s->layer = layer;
	s->depth = n;
	return true;
}
