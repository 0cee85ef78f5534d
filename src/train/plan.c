#include "train/weights.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- lines: the layers asked for ---- */

static struct nn_layer_spec
dense(int units, const struct nn_act_use *act, const struct nn_init_use *init,
      const struct nn_init_use *bias)
{
	const struct nn_layer_kind *kind = nn_layer_kind_find(str_of("dense"));
	struct nn_layer_spec l = { .kind = kind, .init = *init };

	assert(kind);
	for (int i = 0; kind->param[i].name; i++)
		l.arg[i] = kind->param[i].def;
	l.arg[0] = units;
	if (act)
		l.act = *act;
	if (bias)
		l.bias = *bias;
	return l;
}

static void
parse_acts(struct train_acts *acts, const struct train_spec *s)
{
	struct err e = { 0 };
	bool ok = train_acts_of(acts, s, &e);

	assert(ok);
	(void)ok;
}

static void
parse_init(struct nn_init_use *init, struct nn_init_use *bias, const struct train_spec *s)
{
	struct err e = { 0 };
	bool ok = train_init_parse(init, str_of(param_text(&s->knob, "init")), SPAN_NONE,
				   &e)
		  && train_bias_parse(bias, str_of(param_text(&s->knob, "bias")),
				      SPAN_NONE, &e);

	assert(ok);
	(void)ok;
	if (!param_given(&s->knob, "bias"))
		bias->kind = NULL;		/* 0, or what init= says of biases */
}

/* Lines written out: what they leave open comes from the knobs. */
static void
fill_open(struct train_plan *p, const struct train_spec *s, const struct nn_act_use *act,
	  const struct nn_init_use *init, const struct nn_init_use *bias)
{
	for (int i = 0; i < p->lines; i++) {
		struct nn_layer_spec *l = &p->line[i];

		*l = s->layer[i];
		if (l->kind->act == NN_ACT_OWN && !l->act.kind)
			l->act = *act;
		if (l->kind->init && !l->init.kind)
			l->init = *init;
		if (l->kind->init && !l->bias.kind && i + 1 < p->lines)
			l->bias = *bias;
	}
}

static void
fill_lines(struct train_plan *p, const struct train_spec *s)
{
	struct str text = str_of(param_text(&s->knob, "hidden")), rest = text;
	struct train_acts acts;
	struct nn_init_use init, bias;
	struct train_hidden h;
	struct err e = { 0 };
	int n = 0;

	parse_acts(&acts, s);
	parse_init(&init, &bias, s);
	if (s->depth) {
		fill_open(p, s, acts.use, &init, &bias);
		return;
	}
	while (train_hidden_next(text, SPAN_NONE, &rest, &h, &e))
		for (int i = 0; i < h.count; i++, n++)
			p->line[n] = dense(h.width, &acts.use[acts.n > 1 ? n : 0], &init,
					   &bias);
	p->line[n] = dense(p->k, NULL, &init, NULL);
}

static int
lines_of(const struct train_spec *s)
{
	return s->depth ? s->depth : train_hidden_count(s) + 1;
}

/* ---- checks ---- */

static struct span
place(const struct train_spec *s, const char *knob)
{
	return param_get(&s->knob, knob)->at;
}

static bool
check_hidden(const struct train_spec *s, struct err *e)
{
	int hidden = train_hidden_count(s);
	struct train_acts acts;

	parse_acts(&acts, s);
	if (s->depth && hidden)
		return err_set(e, ERR_SHAPE, place(s, "hidden"),
			       "hidden= and layers written out exclude each other");
	if (acts.n > 1 && s->depth)
		return err_set(
			e, ERR_SHAPE, place(s, "act"),
			"act= names %d activations, but the layers are written out",
			acts.n);
	if (acts.n > 1 && acts.n != hidden) {
		err_set(e, ERR_SHAPE, place(s, "act"),
			"act= names %d activations, hidden= has %d layers", acts.n,
			hidden);
		return err_hint(e,
				"one activation for all hidden layers, or one for each");
	}
	return true;
}

static bool
check_in(const struct train_spec *s, struct err *e)
{
	int in = param_int(&s->knob, "in");

	if (in == 0 || in == s->data->in)
		return true;
	err_set(e, ERR_SHAPE, place(s, "in"), "in=%d, but data %s has %d input%s", in,
		s->data->name, s->data->in, s->data->in == 1 ? "" : "s");
	return err_hint(e, "in=%d, or leave in= away: it follows the data", s->data->in);
}

/* Of layers written out: a knob for what lines leave open needs one that does. */
static bool
check_open(const struct train_spec *s, const char *knob, bool open, struct err *e)
{
	if (!s->depth || open || !param_given(&s->knob, knob))
		return true;
	err_set(e, ERR_SHAPE, place(s, knob), "%s= changes nothing: no layer leaves it open",
		knob);
	return err_hint(e, "say it in the layer's own line");
}

static bool
check_opens(const struct train_spec *s, struct err *e)
{
	bool act = false, init = false;

	for (int i = 0; i < s->depth; i++) {
		const struct nn_layer_spec *l = &s->layer[i];

		act |= l->kind->act == NN_ACT_OWN && !l->act.kind;
		init |= l->kind->init && !l->init.kind;
	}
	return check_open(s, "act", act, e) && check_open(s, "init", init, e);
}

/* Too many parameters to count: said as a size, before anybody multiplies. */
static bool
check_size(const struct train_spec *s, int k, struct err *e)
{
	struct str text = str_of(param_text(&s->knob, "hidden")), rest = text;
	struct train_hidden h;
	double in = s->data->in, n = 0;

	while (train_hidden_next(text, SPAN_NONE, &rest, &h, e)) {
		n += (in + 1) * h.width + (h.width + 1.0) * h.width * (h.count - 1);
		in = h.width;
	}
	n += (in + 1) * k;
	return n <= NN_PARAMS_MAX
	       || train_memory_fits((size_t)(n * 6 * sizeof(float)), 0, place(s, "hidden"),
				    e);
}

/* The widest layer's values for every row of a batch, or of a part of the rows that facts
 * look at together, are counted by an int. */
static bool
check_batch(const struct train_plan *p, const struct train_spec *s, struct err *e)
{
	int room = train_room(s), widest = p->net.widest;

	if ((double)TRAIN_LOOK_ROWS * widest > INT_MAX)
		return err_set(e, ERR_RANGE, place(s, "hidden"),
			       "a layer of %d values is more than the %d it may have",
			       widest, INT_MAX / TRAIN_LOOK_ROWS);
	if ((double)room * widest <= INT_MAX)
		return true;
	return err_set(e, ERR_RANGE, place(s, "batch"),
		       "batch=%d is too large for layers of %d values", room, widest);
}

/* ---- data against loss ---- */

/* Values that are shares of classes: each row has two or more, from 0 to 1, and they
 * sum to 1. */
static bool
has_shares(const struct data_set *d)
{
	if (d->target == DATA_CLASS || d->out < 2)
		return false;
	for (int i = 0; i < d->n; i++) {
		const float *y = d->y + (size_t)i * (size_t)d->out;

		for (int j = 0; j < d->out; j++)
			if (!(y[j] >= 0 && y[j] <= 1))
				return false;
		if (fabs(num_sum(y, d->out) - 1) > 1e-5)
			return false;
	}
	return true;
}

/* One whole number a row, from 0 on and few: they may be meant as classes. */
static bool
has_labels(const struct data_set *d)
{
	for (int i = 0; i < d->n; i++)
		if (d->out != 1 || !(d->y[i] >= 0 && d->y[i] <= 99)
		    || d->y[i] != floorf(d->y[i]))
			return false;
	return true;
}

static bool
wrong_loss(const struct data_set *d, const struct nn_loss *loss, struct span at,
	   struct err *e)
{
	if (d->target == DATA_VALUES)
		err_set(e, ERR_SHAPE, at,
			"loss=%s needs %s, but data %s has numbers to be met", loss->name,
			loss->target == NN_TARGET_CLASS ? "classes" : "labels 0 or 1",
			d->name);
	else
		err_set(e, ERR_SHAPE, at,
			"loss=%s needs one class a row, but data %s has %d "
			"labels that may be set together",
			loss->name, d->name, d->out);
	return err_hint(e, "try loss=%s",
			d->target != DATA_VALUES ? "bce_logits"
			: has_labels(d) ? "mse; or say target=class in the line of the data"
			: "mse");
}

static bool
class_width(const struct data_set *d, const struct nn_loss *loss, int wish,
	    struct span at, int *k, struct err *e)
{
	bool class = loss->target == NN_TARGET_CLASS, two = d->n_class == 2;

	*k = wish ? wish : two && !class ? 1 : d->n_class;
	if (*k == d->n_class || (*k == 1 && two && !class))
		return true;
	if (two && !class) {
		err_set(e, ERR_SHAPE, at,
			"out=%d, but loss=%s on the 2 classes of %s needs 1 output or 2",
			*k, loss->name, d->name);
		return err_hint(e, "out=1, or leave out= away: it follows data and loss");
	}
	err_set(e, ERR_SHAPE, at,
		"out=%d, but loss=%s on the %d classes of %s needs %d outputs", *k,
		loss->name, d->n_class, d->name, d->n_class);
	if (class && two && *k == 1)
		return err_hint(e, "out=2, or loss=bce_logits with out=1");
	return err_hint(e, "out=%d, or leave out= away: it follows data and loss",
			d->n_class);
}

bool
train_target_width(const struct data_set *d, const struct nn_loss *loss, int wish,
		   struct span at, int *k, struct err *e)
{
	if (d->target == DATA_CLASS)
		return class_width(d, loss, wish, at, k, e);
	if ((loss->target == NN_TARGET_CLASS && !has_shares(d))
	    || (loss->target == NN_TARGET_PROBS && d->target == DATA_VALUES))
		return wrong_loss(d, loss, at, e);
	*k = d->out;
	if (!wish || wish == d->out)
		return true;
	err_set(e, ERR_SHAPE, at, "out=%d, but data %s has %d %s%s a row", wish, d->name,
		d->out, d->target == DATA_VALUES ? "value" : "label",
		d->out == 1 ? "" : "s");
	return err_hint(e, "out=%d, or leave out= away: it follows the data", d->out);
}

/* ---- memory ---- */

bool
train_memory_fits(size_t need, int batch, struct span at, struct err *e)
{
	char want[STR_NUM_MAX], have[STR_NUM_MAX];
	double all = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);

	if ((double)need <= all)
		return true;
	err_set(e, ERR_SYSTEM, at, "this run needs %s, this machine has %s",
		str_bytes(want, (double)need), str_bytes(have, all));
	return err_hint(e, "fewer or narrower layers%s",
			batch > TRAIN_LOOK_ROWS ? ", or a smaller batch" : "");
}

/* ---- plans ---- */

static void
fill_opt(struct train_plan *p, const struct train_spec *s)
{
	p->opt = nn_opt_find(str_of(param_text(&s->knob, "opt")));
	assert(p->opt && param_count(p->opt->param) <= PARAM_MAX);
	for (int i = 0; p->opt->param[i].name; i++) {
		const struct param *row = &p->opt->param[i];

		p->opt_arg[i] = param_find(train_knobs, str_of(row->name)) >= 0
				&& param_given(&s->knob, row->name)
				? param_num(&s->knob, row->name) : row->def;
	}
	p->clip = param_num(&s->knob, "clip");
	p->clip_value = param_num(&s->knob, "clip_value");
}

static void
fill_schedule(struct train_plan *p, const struct train_spec *s)
{
	struct err e = { 0 };
	bool ok = nn_schedule_parse(str_of(param_text(&s->knob, "schedule")), SPAN_NONE,
				    &p->schedule, &e);

	assert(ok);
	(void)ok;
}

static void
fill_precision(struct train_plan *p, const struct train_spec *s)
{
	struct err e = { 0 };
	bool ok = train_scaling_parse(&p->scaling, str_of(param_text(&s->knob, "scale")),
				      SPAN_NONE, &e);

	p->precision = nn_precision_find(str_of(param_text(&s->knob, "precision")));
	assert(ok && p->precision);
	(void)ok;
	p->loss_weight = param_num(&s->knob, "loss_weight");
}

static void
fill_loss(struct train_plan *p, const struct train_spec *s)
{
	struct err e = { 0 };
	bool ok = nn_loss_parse(str_of(param_text(&s->knob, "loss")), SPAN_NONE, &p->loss,
				&e);

	assert(ok);
	(void)ok;
}

void
train_plan_refresh(struct train_plan *p, const struct train_spec *s)
{
	fill_loss(p, s);
	fill_opt(p, s);
	fill_schedule(p, s);
	fill_precision(p, s);
	fill_lines(p, s);
}

size_t
train_plan_need(const struct train_spec *s)
{
	int lines = lines_of(s);

	return arena_need(sizeof(struct nn_layer_spec), (size_t)lines)
	       + nn_net_plan_need(lines);
}

/* Of layers written out: what the last one gives is what loss and data need. */
static bool
check_last(struct train_plan *p, const struct train_spec *s, struct err *e)
{
	int out = param_int(&s->knob, "out"), k = nn_shape_size(&p->net.out), need;
	const struct nn_layer_spec *last = &p->line[p->lines - 1];
	struct err why = { 0 };
	char shape[48];

	if (!train_target_width(s->data, p->loss.kind, 0, place(s, "loss"), &need, e))
		return false;
	if (!train_target_width(s->data, p->loss.kind, k, SPAN_NONE, &p->k, &why)) {
		err_set(e, ERR_SHAPE, last->at,
			"layer %d (%s): gives %s values, but loss=%s on data %s needs %d",
			p->lines, last->kind->name, nn_shape_text(shape, &p->net.out),
			p->loss.kind->name, s->data->name, need);
		return err_hint(e, "let the last line give %d value%s", need,
				need == 1 ? "" : "s");
	}
	if (out && out != k)
		return err_set(e, ERR_SHAPE, place(s, "out"),
			       "out=%d, but the last layer has %d output%s", out, k,
			       k == 1 ? "" : "s");
	return true;
}

bool
train_plan_make(struct train_plan *p, const struct train_spec *s, struct arena *a,
		struct err *e)
{
	struct nn_shape in = { 1, { s->data->in } };
	int out = param_int(&s->knob, "out");

	*p = (struct train_plan){ .lines = lines_of(s) };
	p->line = ARENA_NEW(a, struct nn_layer_spec, p->lines);
	fill_loss(p, s);
	fill_opt(p, s);
	fill_schedule(p, s);
	fill_precision(p, s);
	if (!check_hidden(s, e) || !check_opens(s, e) || !check_in(s, e))
		return false;
	if (!s->depth
	    && (!train_target_width(s->data, p->loss.kind, out,
				    place(s, out ? "out" : "loss"), &p->k, e)
		|| !check_size(s, p->k, e)))
		return false;
	fill_lines(p, s);
	if (!nn_net_plan(&p->net, &in, p->line, p->lines, a, e)) {
		if (!e->at.len)
			e->at = place(s, "hidden");
		return false;
	}
	return (!s->depth || check_last(p, s, e))
	       && nn_loss_fits(&p->loss, p->k, place(s, "loss"), e) && check_batch(p, s, e);
}

bool
train_spec_check(const struct train_spec *s, struct err *e)
{
	struct arena a = { 0 };
	struct train_plan p;
	bool ok;

	if (!s->data)
		return check_hidden(s, e) && check_opens(s, e);
	if (!arena_init(&a, train_plan_need(s), e))
		return false;
	ok = train_plan_make(&p, s, &a, e)
	     && train_memory_fits(train_run_need(&p, s), train_room(s), place(s, "hidden"),
				  e)
	     && weights_from_file(&p.net, s, true, e);
	arena_done(&a);
	return ok;
}

int
train_spec_levels(const struct train_spec *s)
{
	struct arena a = { 0 };
	struct err e = { 0 };
	struct train_plan p;
	int levels = 0;

	if (!s->data || !arena_init(&a, train_plan_need(s), &e))
		return 0;
	if (train_plan_make(&p, s, &a, &e))
		levels = p.net.levels;
	arena_done(&a);
	return levels;
}
