#include "train/plan.h"

#include <string.h>

const struct param train_knobs[] = {
	{ "in", PARAM_INT, 0, TRAIN_WIDTH_MAX, 0, "inputs", "",
	  "inputs of the network; 0: as the data has" },
	{ "hidden", PARAM_TEXT, 0, 0, 0, "units", "",
	  "hidden layers: 32, 64,64 or 20x32 (twenty of 32); empty: none" },
	{ "out", PARAM_INT, 0, TRAIN_WIDTH_MAX, 0, "outputs", "",
	  "outputs of the network; 0: as data and loss need" },
	{ "act", PARAM_TEXT, 0, 0, 0, "", "relu",
	  "activation of the hidden layers: one for all, or one each (relu,tanh)" },
	{ "init", PARAM_TEXT, 0, 0, 0, "", "he",
	  "initial weights, or file:FILE with those of a safetensors file" },
	{ "bias", PARAM_TEXT, 0, 0, 0, "", "0",
	  "initial biases of the hidden layers: a number, or as for init" },
	{ "loss", PARAM_TEXT, 0, 0, 0, "", "ce_logits", "what training makes small" },
	{ "opt", PARAM_TEXT, 0, 0, 0, "", "sgd",
	  "optimiser; a new one starts with an empty memory" },
	{ "lr", PARAM_REAL, 0, 1e30, 0.1, "", "",
	  "learning rate (not given: the optimiser's own)" },
	{ "momentum", PARAM_REAL, 0, 0.9999, 0, "", "",
	  "share of the last update that is kept" },
	{ "nesterov", PARAM_WORD, 0, 1, 0, "", "no yes",
	  "look ahead along the momentum" },
	{ "beta1", PARAM_REAL, 0, 0.99999, 0.9, "", "",
	  "memory of adam's mean gradient" },
	{ "beta2", PARAM_REAL, 0, 0.9999999, 0.999, "", "",
	  "memory of the squared gradient (not given: the optimiser's own)" },
	{ "eps", PARAM_REAL, 0, 1, 1e-8, "", "",
	  "added to adam's divisor, against a division by 0" },
	{ "weight_decay", PARAM_REAL, 0, 100, 0, "", "",
	  "pull of the weights towards 0 (not given: the optimiser's own)" },
	{ "decoupled", PARAM_WORD, 0, 1, 0, "", "no yes",
	  "weight_decay shrinks the weights itself, not through the gradient" },
	{ "l1", PARAM_REAL, 0, 100, 0, "", "",
	  "pull of every weight towards 0 by the same amount" },
	{ "momentum_decay", PARAM_REAL, 0, 1, 0.004, "", "",
	  "how fast nadam's momentum comes to its full size" },
	{ "centered", PARAM_WORD, 0, 1, 0, "", "no yes",
	  "rmsprop divides by the deviation of the gradient, not its size" },
	{ "schedule", PARAM_TEXT, 0, 0, 0, "", "constant",
	  "how lr changes with the steps, such as cosine(1000)" },
	{ "clip", PARAM_REAL, 0, 1e30, 0, "", "",
	  "largest L2 norm of all gradients together; 0: any" },
	{ "clip_value", PARAM_REAL, 0, 1e30, 0, "", "",
	  "largest size of each gradient; 0: any" },
	{ "precision", PARAM_TEXT, 0, 0, 0, "", "float32",
	  "number type of weights, activations and gradients" },
	{ "scale", PARAM_TEXT, 0, 0, 0, "", "1",
	  "factor of the loss on its way back: a number, or dynamic" },
	{ "loss_weight", PARAM_REAL, 0, 1e30, 1, "", "",
	  "factor of the loss in its gradients; loss is shown without it" },
	{ "batch", PARAM_INT, 1, 1000000, 32, "rows", "",
	  "rows a step, the whole set where it has no more; turned, it counts from the "
	  "next epoch" },
	{ "last", PARAM_WORD, 0, 1, 0, "", "drop keep",
	  "an incomplete last batch of an epoch; turned, it counts from the next epoch" },
	{ 0 }
};

bool
train_knob_is_live(const char *name)
{
	static const char *const fixed[] = { "in", "hidden", "out", "init", "bias" };

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(name, fixed[i]) == 0)
			return false;
	return param_find(train_knobs, str_of(name)) >= 0;
}

struct span
train_span_in(struct span at, int off, int n)
{
	return at.len ? (struct span){ at.at + off, n > 0 ? n : 1 } : SPAN_NONE;
}

/* ---- hidden= ---- */

static bool
whole(struct str s, int max, int *out)
{
	long v;

	if (!str_long(s, &v) || v < 1 || v > max)
		return false;
	*out = (int)v;
	return true;
}

/* item -> [ count 'x' ] width */
bool
train_hidden_next(struct str text, struct span at, struct str *rest,
		  struct train_hidden *out, struct err *e)
{
	struct str part, item, count;
	struct span place;

	if (text.n == 0 || !str_cut(rest, ',', &part))
		return false;
	item = str_trim(part);
	place = train_span_in(at, (int)(item.s - text.s), item.n);
	out->count = 1;
	if (memchr(item.s, 'x', (size_t)item.n)) {
		struct str width = item;

		str_cut(&width, 'x', &count);
		if (whole(str_trim(count), TRAIN_LAYERS_MAX, &out->count)
		    && whole(str_trim(width), TRAIN_WIDTH_MAX, &out->width))
			return true;
	} else if (whole(item, TRAIN_WIDTH_MAX, &out->width)) {
		return true;
	}
	err_set(e, ERR_SYNTAX, place, "'%.*s' is no width of a layer (1..%d)",
		STR_ARG(item), TRAIN_WIDTH_MAX);
	err_hint(e, "32 is one layer of 32 units, 20x32 twenty of them, 64,32 two");
	return false;
}

static bool
hidden_check(struct str text, struct span at, struct err *e)
{
	struct str rest = text;
	struct train_hidden h;
	long all = 0;

	while (train_hidden_next(text, at, &rest, &h, e))
		all += h.count;
	if (e->code)
		return false;
	if (all > TRAIN_LAYERS_MAX)
		return err_set(e, ERR_RANGE, at, "hidden=%.*s is more than %d layers",
			       STR_ARG(text), TRAIN_LAYERS_MAX);
	return true;
}

int
train_hidden_count(const struct train_spec *s)
{
	struct str text = str_of(param_text(&s->knob, "hidden")), rest = text;
	struct err e = { 0 };
	struct train_hidden h;
	int n = 0;

	while (train_hidden_next(text, SPAN_NONE, &rest, &h, &e))
		n += h.count;
	return n;
}

/* ---- act= ---- */

/* Cuts at the first comma that stands outside parentheses. */
static bool
cut_outer(struct str *rest, struct str *part)
{
	int open = 0, i = 0;

	if (!rest->s)
		return false;
	while (i < rest->n && (open > 0 || rest->s[i] != ',')) {
		open += (rest->s[i] == '(') - (rest->s[i] == ')');
		i++;
	}
	*part = (struct str){ rest->s, i };
	*rest = i < rest->n ? (struct str){ rest->s + i + 1, rest->n - i - 1 }
			    : (struct str){ NULL, 0 };
	return true;
}

/* acts -> act { ',' act } */
bool
train_acts_parse(struct train_acts *a, const struct nn_own *own, struct str text,
		 struct span at, struct err *e)
{
	struct str rest = text, part;

	a->n = 0;
	while (cut_outer(&rest, &part)) {
		struct str item = str_trim(part);

		if (!nn_act_parse_own(own, item,
				      train_span_in(at, (int)(item.s - text.s), item.n),
				      &a->use[a->n], e))
			return false;
		a->n++;
	}
	return true;
}

bool
train_acts_of(struct train_acts *a, const struct train_spec *s, struct err *e)
{
	return train_acts_parse(a, s->own, str_of(param_text(&s->knob, "act")), SPAN_NONE,
				e);
}

/* ---- init= ---- */

/* init -> "file:" path | initialiser */
bool
train_init_parse(struct nn_init_use *out, struct str text, struct span at, struct err *e)
{
	if (!str_starts(text, TRAIN_FILE))
		return nn_init_parse(text, at, out, e);
	*out = (struct nn_init_use){ .kind = nn_init_find(str_of("zero")) };
	if (text.n > (int)strlen(TRAIN_FILE))
		return true;
	err_set(e, ERR_SYNTAX, at, "init=file: lacks the name of a file");
	return err_hint(e, "for example: init=file:weights.safetensors");
}

/* ---- bias= ---- */

/* bias -> number | init */
bool
train_bias_parse(struct nn_init_use *out, struct str text, struct span at, struct err *e)
{
	double v;

	if (!str_double(text, &v))
		return nn_init_parse(text, at, out, e)
		       || err_hint(e, "a number, or an initialiser as for init=");
	if (!(v >= -1000 && v <= 1000))
		return err_set(e, ERR_RANGE, at, "bias=%.*s is outside -1000..1000",
			       STR_ARG(text));
	*out = (struct nn_init_use){ .kind = nn_init_find(str_of("constant")),
				     .p = { (float)v } };
	return true;
}

/* ---- specs ---- */

void
train_spec_init(struct train_spec *s)
{
	*s = (struct train_spec){ .seed = 1 };
	param_set_init(&s->knob, train_knobs);
}

static bool
precision_check(struct str text, struct span at, struct err *e)
{
	struct str_near near = str_near_begin(text);

	if (nn_precision_find(text))
		return true;
	for (const struct nn_precision *p = nn_precisions; p->name; p++)
		str_near_try(&near, p->name);
	err_set(e, ERR_NAME, at, "unknown precision '%.*s'", STR_ARG(text));
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "float32, float16 or bfloat16");
}

static bool
opt_check(struct str text, struct span at, struct err *e)
{
	struct str_near near = str_near_begin(text);

	if (nn_opt_find(text))
		return true;
	for (const struct nn_opt *o = nn_opts; o->name; o++)
		str_near_try(&near, o->name);
	err_set(e, ERR_NAME, at, "unknown optimiser '%.*s'", STR_ARG(text));
	return err_did_you_mean(e, str_near_best(&near));
}

static bool
text_check(const struct train_spec *s, struct str key, struct str value, struct span at,
	   struct err *e)
{
	struct train_acts acts;
	struct nn_init_use init;
	struct nn_loss_use loss;
	struct nn_schedule_use schedule;
	struct train_scaling scaling;

	if (str_is(key, "hidden"))
		return hidden_check(value, at, e);
	if (str_is(key, "act"))
		return train_acts_parse(&acts, s->own, value, at, e);
	if (str_is(key, "init"))
		return train_init_parse(&init, value, at, e);
	if (str_is(key, "bias"))
		return train_bias_parse(&init, value, at, e);
	if (str_is(key, "loss"))
		return nn_loss_parse(value, at, &loss, e);
	if (str_is(key, "schedule"))
		return nn_schedule_parse(value, at, &schedule, e);
	if (str_is(key, "precision"))
		return precision_check(value, at, e);
	if (str_is(key, "scale"))
		return train_scaling_parse(&scaling, value, at, e);
	return opt_check(value, at, e);
}

/* How others call what is a knob here. */
static const char *
called_elsewhere(struct str key)
{
	static const char *const names[][2] = {
		{ "layers", "hidden" }, { "units", "hidden" }, { "width", "hidden" },
		{ "activation", "act" }, { "learning_rate", "lr" }, { "rate", "lr" },
		{ "optimiser", "opt" }, { "optimizer", "opt" }, { "batch_size", "batch" },
		{ "wd", "weight_decay" }, { "decay", "weight_decay" },
		{ "inputs", "in" }, { "outputs", "out" }, { "weights", "init" },
		{ NULL, NULL }
	};

	for (int i = 0; names[i][0]; i++)
		if (str_is(key, names[i][0]))
			return names[i][1];
	return NULL;
}

static bool
unknown_knob(struct str key, struct span at, struct err *e)
{
	struct str_near near = str_near_begin(key);

	err_set(e, ERR_NAME, at, "there is no knob '%.*s'", STR_ARG(key));
	err_did_you_mean(e, called_elsewhere(key));
	for (const struct param *k = train_knobs; k->name; k++)
		str_near_try(&near, k->name);
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "'actlab list knobs' lists them");
}

/* The optimisers that have a knob: "of sgd, rmsprop"; "": it is no optimiser's. */
static void
having(const char *knob, char *list, size_t size)
{
	size_t n = 0;

	list[0] = '\0';
	for (const struct nn_opt *o = nn_opts; o->name; o++)
		if (param_find(o->param, str_of(knob)) >= 0 && n < size)
			n += (size_t)snprintf(list + n, size - n, "%s %s", n ? "," : "of",
					      o->name);
}

bool
train_knob_heeded(const struct train_spec *s, const char *knob, struct span at,
		  struct err *e)
{
	const struct nn_opt *opt = nn_opt_find(str_of(param_text(&s->knob, "opt")));
	char list[80];
	size_t n = 0;

	having(knob, list, sizeof(list));
	if (!list[0] || param_find(opt->param, str_of(knob)) >= 0)
		return true;
	err_set(e, ERR_NAME, at, "opt=%s has no knob '%s' (%s)", opt->name, knob, list);
	for (const struct param *p = opt->param; p->name && n < sizeof(list); p++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, " %s", p->name);
	return err_hint(e, "knobs of %s:%s", opt->name, list);
}

/* Two knobs that turn another one's work and do nothing without it. */
static bool
check_needs(const struct train_spec *s, const char *knob, const char *needs,
	    const char *value, struct err *e)
{
	if (param_num(&s->knob, knob) == 0 || param_num(&s->knob, needs) > 0)
		return true;
	err_set(e, ERR_RANGE, param_get(&s->knob, knob)->at,
		"%s=yes changes nothing without %s=", knob, needs);
	return err_hint(e, "for example: %s=%s", needs, value);
}

/* The place is where the later of the two words stands that do not agree. */
bool
train_spec_heeded(const struct train_spec *s, struct err *e)
{
	struct span opt = param_get(&s->knob, "opt")->at;

	for (int k = 0; train_knobs[k].name; k++) {
		struct span at = s->knob.v[k].at;

		if (s->knob.v[k].given
		    && !train_knob_heeded(s, train_knobs[k].name,
					  opt.at > at.at ? opt : at, e))
			return false;
	}
	return check_needs(s, "nesterov", "momentum", "0.9", e)
	       && check_needs(s, "decoupled", "weight_decay", "0.01", e);
}

bool
train_spec_set(struct train_spec *s, struct str key, struct span key_at, struct str value,
	       struct span value_at, struct err *e)
{
	int row = param_find(train_knobs, key);

	if (row < 0)
		return unknown_knob(key, key_at, e);
	if (train_knobs[row].kind == PARAM_TEXT && value.n < PARAM_TEXT_MAX
	    && !text_check(s, key, value, value_at, e))
		return false;
	return param_set_text(&s->knob, key, key_at, value, value_at, e);
}
