#include "train/plan.h"

#include <stdarg.h>
#include <string.h>

struct nn_act_use
train_spec_act(const struct train_spec *s)
{
	struct train_acts acts;
	struct err e = { 0 };

	for (int i = 0; i < s->depth; i++)
		if (s->layer[i].act.kind)
			return s->layer[i].act;
	train_acts_of(&acts, s, &e);
	return acts.use[0];
}

/* Where a text grows, and how far it may. */
struct line {
	char *buf;
	int n, size;
};

static void put(struct line *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void
put(struct line *l, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (l->n >= l->size)
		return;
	va_start(ap, fmt);
	n = vsnprintf(l->buf + l->n, (size_t)(l->size - l->n), fmt, ap);
	va_end(ap);
	l->n += n < 0 ? 0 : n;
}

static void
put_hidden(struct line *l, const struct train_spec *s)
{
	struct str text = str_of(param_text(&s->knob, "hidden")), rest = text;
	struct train_hidden h;
	struct err e = { 0 };

	for (int i = 0; i < s->depth; i++)
		put(l, "-%s", s->layer[i].kind->name);
	while (train_hidden_next(text, SPAN_NONE, &rest, &h, &e)) {
		if (h.count > 1)
			put(l, "-[%d]x%d", h.width, h.count);
		else
			put(l, "-%d", h.width);
	}
}

static void
put_shape(struct line *l, const struct train_spec *s)
{
	struct err e = { 0 };
	struct nn_loss_use loss;
	int in = param_int(&s->knob, "in"), out = param_int(&s->knob, "out");

	if (s->data)
		in = s->data->in;
	nn_loss_parse(str_of(param_text(&s->knob, "loss")), SPAN_NONE, &loss, &e);
	if (!out && s->data && !s->depth)
		train_target_width(s->data, loss.kind, 0, SPAN_NONE, &out, &e);
	if (in)
		put(l, "%d", in);
	else
		put(l, "?");
	put_hidden(l, s);
	if (out)
		put(l, "-%d", out);
	else if (!s->depth)
		put(l, "-?");
}

/* "sgd lr 0.05 momentum 0.9 clip 1": the rate, and what was given. */
static void
put_opt(struct line *l, const struct train_spec *s)
{
	const struct nn_opt *opt = nn_opt_find(str_of(param_text(&s->knob, "opt")));

	put(l, "; %s", opt->name);
	for (const struct param *row = opt->param; row->name; row++) {
		char num[STR_NUM_MAX];

		if (param_find(train_knobs, str_of(row->name)) >= 0
		    && param_given(&s->knob, row->name))
			put(l, " %s %s", row->name, param_text(&s->knob, row->name));
		else if (strcmp(row->name, "lr") == 0)
			put(l, " lr %s", str_number(num, row->def, 6));
	}
	if (strcmp(param_text(&s->knob, "schedule"), "constant") != 0)
		put(l, " %s", param_text(&s->knob, "schedule"));
	for (int i = 0; i < 2; i++) {
		const char *clip = i ? "clip_value" : "clip";

		if (param_num(&s->knob, clip) > 0)
			put(l, " %s %s", clip, param_text(&s->knob, clip));
	}
}

/* "; float16, scale dynamic": what is not as usual. */
static void
put_precision(struct line *l, const struct train_spec *s)
{
	static const struct { const char *knob, *usual, *before; } part[] = {
		{ "precision", "float32", "; " }, { "scale", "1", "; scale " },
		{ "loss_weight", "1", "; loss weight " },
	};

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (strcmp(param_text(&s->knob, part[i].knob), part[i].usual) != 0)
			put(l, "%s%s", part[i].before,
			    param_text(&s->knob, part[i].knob));
}

/* Adds a word unless it is there: "relu/tanh". */
static void
put_once(char *all, size_t size, const char *word)
{
	struct str rest = str_of(all), part;
	size_t n = strlen(all);

	while (*all && str_cut(&rest, '/', &part))
		if (str_is(part, word))
			return;
	snprintf(all + n, size - n, "%s%s", n ? "/" : "", word);
}

/* Of a net that is written out: what its lines say, and the knob where one leaves it
 * open. */
static void
put_lines(struct line *l, const struct train_spec *s)
{
	char act[64] = "", init[64] = "";

	for (int i = 0; i < s->depth; i++) {
		const struct nn_layer_spec *spec = &s->layer[i];

		if (spec->act.kind)
			put_once(act, sizeof(act), spec->act.kind->name);
		else if (spec->kind->act == NN_ACT_OWN)
			put_once(act, sizeof(act), param_text(&s->knob, "act"));
		if (spec->kind->init)
			put_once(init, sizeof(init), spec->file ? "file"
						     : spec->init.kind
						     ? spec->init.kind->name
						     : param_text(&s->knob, "init"));
	}
	put(l, "%s%s%s%s", *act ? " " : "", act, *act && *init ? "," : "",
	    *init ? " " : "");
	put(l, "%s", init);
}

const char *
train_spec_text(const struct train_spec *s, char *buf, int size)
{
	struct line l = { buf, 0, size };

	if (size < 1)
		return "";
	buf[0] = 0;
	put_shape(&l, s);
	if (s->depth)
		put_lines(&l, s);
	else if (train_hidden_count(s))
		put(&l, " %s,", param_text(&s->knob, "act"));
	if (!s->depth)
		put(&l, " %s", param_text(&s->knob, "init"));
	if (strcmp(param_text(&s->knob, "bias"), "0") != 0)
		put(&l, ", bias %s", param_text(&s->knob, "bias"));
	put(&l, "; %s", param_text(&s->knob, "loss"));
	put_opt(&l, s);
	put(&l, "; batch %s", param_text(&s->knob, "batch"));
	put_precision(&l, s);
	return buf;
}
