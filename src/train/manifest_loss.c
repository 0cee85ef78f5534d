/* The loss, the optimiser and the clipping of a manifest. */
#include "train/manifest.h"

#include <math.h>
#include <string.h>

static const struct said {
	const char *type, *name;
	bool softmax;			/* the outputs go through a softmax first */
} says[] = {
	{ "bce_with_logits", "bce_logits", false },
	{ "cross_entropy", "ce_logits", false },
	{ "softmax_then_cross_entropy", "ce_logits", true },
	{ "mse", "mse", false }, { "mae", "mae", false }, { "huber", "huber", false },
	{ "smooth_l1", "smooth_l1", false }, { "bce", "bce", false },
	{ "focal", "focal", false }, { "focal_softmax", "focal_softmax", false },
	{ "hinge", "hinge", false }, { "kl", "kl", false },
	{ "sigmoid_mse", "sigmoid_mse", false },
	{ NULL, NULL, false }
};

/* ---- parameters of the loss ---- */

static bool
read_word(struct manifest *m, const struct param *row, json_t *l, float *out,
	  struct err *e)
{
	struct str rest = str_of(row->words), part;
	const char *word;

	if (!manifest_text(m, l, "loss", row->name, &word, e))
		return false;
	*out = (float)row->def;
	if (!word)
		return true;
	for (int i = 0; str_cut(&rest, ' ', &part); i++)
		if (str_is(part, word)) {
			*out = (float)i;
			return true;
		}
	return manifest_wrong(m, "loss", e, "%s '%s' is not supported", row->name, word);
}

static bool
read_weights(struct manifest *m, json_t *l, struct err *e)
{
	json_t *all = json_object_get(l, "class_weight");

	if (!all || json_is_null(all))
		return true;
	if (!json_is_array(all) || json_array_size(all) > NN_WEIGHTS_MAX)
		return manifest_wrong(m, "loss", e, "class_weight is no list of at most "
						    "%d numbers", NN_WEIGHTS_MAX);
	for (size_t i = 0; i < json_array_size(all); i++) {
		double w = json_number_value(json_array_get(all, i));

		if (!json_is_number(json_array_get(all, i)) || w < 0)
			return manifest_wrong(m, "loss", e, "class_weight[%zu] is no "
							    "weight", i);
		m->loss.weight[m->loss.n_weight++] = (float)w;
	}
	return true;
}

/* focal's alpha, absent or null, is none; pos_weight may be a list of one number. */
static bool
read_real(struct manifest *m, const struct param *row, json_t *l, float *out,
	  struct err *e)
{
	json_t *v = json_object_get(l, row->name);
	double def = strcmp(row->name, "alpha") == 0 ? -1 : row->def, num = def;

	if (json_is_array(v) && json_array_size(v) == 1)
		num = json_number_value(json_array_get(v, 0));
	else if (!manifest_number(m, l, "loss", row->name, def, &num, e))
		return false;
	if (num < row->min || num > row->max)
		return manifest_wrong(m, "loss", e, "%s=%g is outside %g..%g", row->name,
				      num, row->min, row->max);
	*out = (float)num;
	return true;
}

static bool
read_loss_args(struct manifest *m, json_t *l, struct err *e)
{
	const struct param *row = m->loss.kind->param;
	char known[160];
	int n = snprintf(known, sizeof(known), "type");

	for (int i = 0; row[i].name; i++) {
		const char *key = row[i].kind == PARAM_TEXT ? "class_weight"
							    : row[i].name;

		n += snprintf(known + n, sizeof(known) - (size_t)n, " %s", key);
		if (row[i].kind == PARAM_WORD
			    ? !read_word(m, &row[i], l, &m->loss.p[i], e)
		    : row[i].kind == PARAM_TEXT
			    ? !read_weights(m, l, e)
			    : !read_real(m, &row[i], l, &m->loss.p[i], e))
			return false;
	}
	return manifest_rest(m, l, "loss", known, e);
}

static bool
add_softmax(struct manifest *m, struct err *e)
{
	struct nn_layer_spec *s = &m->line[m->lines];

	if (m->lines == MANIFEST_LINES_MAX)
		return manifest_wrong(m, "model", e, "there are more than %d layers",
				      MANIFEST_LINES_MAX);
	s->kind = nn_layer_kind_find(str_of("softmax"));
	for (int i = 0; s->kind->param[i].name; i++)
		s->arg[i] = s->kind->param[i].def;
	m->lines++;
	return true;
}

bool
manifest_loss(struct manifest *m, struct err *e)
{
	json_t *l = json_object_get(m->json, "loss");
	const struct said *as = says;
	const char *type;

	if (!manifest_text(m, l, "loss", "type", &type, e))
		return false;
	while (as->type && (!type || strcmp(as->type, type) != 0))
		as++;
	if (!as->type)
		return manifest_wrong(m, "loss", e, "type '%s' is not supported",
				      type ? type : "");
	m->loss.kind = nn_loss_find(str_of(as->name));
	if (m->classes && m->loss.kind->target != NN_TARGET_CLASS)
		return manifest_wrong(m, "loss", e,
				      "%s of class indices is not supported",
				      type);
	return (!as->softmax || add_softmax(m, e)) && read_loss_args(m, l, e);
}

/* ---- optimiser ---- */

/* What a manifest calls a parameter of the optimiser. */
static const char *
opt_key(const struct nn_opt *opt, const char *name)
{
	return strcmp(opt->name, "rmsprop") == 0 && strcmp(name, "beta2") == 0 ? "alpha"
									       : name;
}

static bool
read_opt_args(struct manifest *m, json_t *o, struct err *e)
{
	const struct param *row = m->opt->param;
	char known[256];
	int n = snprintf(known, sizeof(known), "type");

	for (int i = 0; row[i].name; i++) {
		const char *key = opt_key(m->opt, row[i].name);
		bool lr = i == 0;

		n += snprintf(known + n, sizeof(known) - (size_t)n, " %s", key);
		if (!manifest_number(m, o, "optimizer", key, lr ? NAN : row[i].def,
				     &m->opt_arg[i], e))
			return false;
		if (m->opt_arg[i] < 0)
			return manifest_wrong(m, "optimizer", e, "%s=%g is below 0", key,
					      m->opt_arg[i]);
	}
	return manifest_rest(m, o, "optimizer", known, e);
}

/* min(1, max_norm / (norm + eps)) of all gradients, or each to -max_value..max_value. */
static bool
read_norm(struct manifest *m, json_t *c, struct err *e)
{
	return manifest_number(m, c, "clip", "max_norm", NAN, &m->clip, e)
	       && manifest_number(m, c, "clip", "eps", 1e-6, &m->clip_eps, e)
	       && manifest_rest(m, c, "clip", "type max_norm eps", e);
}

static bool
read_clip(struct manifest *m, struct err *e)
{
	json_t *c = json_object_get(m->json, "clip");
	const char *type;
	bool ok;

	m->clip = m->clip_value = INFINITY;
	if (!c || json_is_null(c))
		return true;
	if (!manifest_text(m, c, "clip", "type", &type, e))
		return false;
	if (type && strcmp(type, "global_norm") == 0)
		ok = read_norm(m, c, e);
	else if (type && strcmp(type, "value") == 0)
		ok = manifest_number(m, c, "clip", "max_value", NAN, &m->clip_value, e)
		     && manifest_rest(m, c, "clip", "type max_value", e);
	else
		return manifest_wrong(m, "clip", e, "type '%s' is not supported, only "
						    "'global_norm' and 'value'",
				      type ? type : "");
	if (ok && (m->clip < 0 || m->clip_value < 0 || m->clip_eps < 0))
		return manifest_wrong(m, "clip", e, "a number is below 0");
	return ok;
}

bool
manifest_opt(struct manifest *m, struct err *e)
{
	json_t *o = json_object_get(m->json, "optimizer");
	const char *type;

	if (!manifest_text(m, o, "optimizer", "type", &type, e))
		return false;
	m->opt = nn_opt_find(str_of(type ? type : ""));
	if (!m->opt)
		return manifest_wrong(m, "optimizer", e, "type '%s' is not supported",
				      type ? type : "");
	return read_opt_args(m, o, e) && read_clip(m, e);
}
