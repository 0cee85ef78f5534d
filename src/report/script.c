/* A run as a program of another framework: the same data, net, first weights and batches,
 * so that its losses are the same step by step. */
#include "config.h"
#include "report/script.h"

#include <string.h>

static const struct script_tongue *const tongues[] = { &script_pytorch, &script_keras };
const char *const report_script_names[] = { "pytorch", "keras", NULL };

/* ---- what cannot be said ---- */

static void
refuse(struct err_list *errs, const struct script_tongue *t, const char *what,
       const char *why)
{
	struct err e = { 0 };

	err_set(&e, ERR_NAME, SPAN_NONE, "%s cannot be written for %s: %s", what, t->name,
		why);
	err_list_take(errs, &e);
}

static void
check_training(struct err_list *errs, const struct script_tongue *t,
	       const struct report_script *s)
{
	const struct train_parts *p = &s->parts;

	if (p->precision->round && !script_turned(s->trace, str_of("precision")))
		refuse(errs, t, "precision=", "float32 alone gives the same figures");
	if (p->scaled && !script_turned(s->trace, str_of("scale")))
		refuse(errs, t, "scale=", "it belongs to precision=");
	if (s->trace->full)
		refuse(errs, t, "the training", "it has too many steps");
	if (s->trace->steps == 0)
		refuse(errs, t, "the training", "the lab takes no step of this run");
}

/* Why the optimiser cannot be told of a knob that the lab turns; NULL: it can. */
static const char *
turn_refused(const struct report_script *s, const struct train_turn *u)
{
	static const struct { const char *knob, *but, *why; } rows[] = {
		{ "act", "", "the lab turns it, and layers stay as they are made" },
		{ "loss", "", "the lab turns it, and there is one loss for all steps" },
		{ "opt", "", "the lab turns it, and there is one optimiser for all steps" },
		{ "precision", "", "float32 alone gives the same figures" },
		{ "scale", "", "it belongs to precision=" },
		{ "beta1", "", "the lab turns it, and its powers are taken of one value" },
		{ "beta2", "rmsprop",
		  "the lab turns it, and its powers are taken of one value" },
		{ "momentum_decay", "",
		  "the lab turns it, and its powers are taken of one value" },
		{ "decoupled", "", "the lab turns it, and the optimiser is made with one" },
		{ "centered", "", "the lab turns it, and the optimiser is made with one" },
	};
	const char *knob = train_knobs[u->row].name;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].knob, knob) == 0
		    && strcmp(rows[i].but, s->parts.opt->name) != 0)
			return rows[i].why;
	if (strcmp(knob, "momentum") == 0
	    && (u->value == 0 || s->trace->first[u->row] == 0))
		return "the lab turns it from or to 0, where nothing is remembered";
	return NULL;
}

/* Each knob is named once. */
static void
check_turns(struct err_list *errs, const struct script_tongue *t,
	    const struct report_script *s)
{
	const struct train_turn *u = s->trace->turn;
	uint64_t said = 0;
	char what[64];

	for (int i = 0; i < s->trace->n_turn; i++) {
		const char *why = turn_refused(s, &u[i]);

		if (!why || said >> u[i].row & 1)
			continue;
		said |= (uint64_t)1 << u[i].row;
		snprintf(what, sizeof(what), "%s=", train_knobs[u[i].row].name);
		refuse(errs, t, what, why);
	}
}

/* ---- pieces ---- */

struct script_scope
script_layer_scope(const struct script_tongue *t, const struct report_script *s, int i)
{
	const struct nn_layer *l = &s->parts.net->layer[i];

	return (struct script_scope){ t, s, l->kind->param, l->arg, l, i };
}

static void
put_head(FILE *f, const struct script_tongue *t, const struct report_script *s)
{
	char about[400];

	fprintf(f, "#!/usr/bin/env python3\n"
		"# Run %s of the lab %s, seed %llu, for %s; written by actlab %s.\n# %s\n"
		"# Data, first weights and batches are actlab's own.  It prints of each step "
		"its number,\n# the loss of the batch, and what actlab has measured there.\n",
		s->run, s->lab, (unsigned long long)s->seed, t->name, PACKAGE_VERSION,
		train_spec_text(s->spec, about, sizeof(about)));
	fputs(t->head, f);
	fputs("\n\ndef numbers(kind, shape, text):\n"
	      "    \"\"\"Numbers as they lie in memory, little-endian, in base 64.\"\"\"\n"
	      "    flat = np.frombuffer(base64.b64decode(text), kind)\n"
	      "    return flat.astype(kind[1:]).reshape(shape)\n", f);
}

/* Is one of the words that row needs this helper? */
static bool
needs(const struct script_row *row, const char *helper)
{
	struct str rest = str_of(row && row->needs ? row->needs : ""), part;

	while (str_cut(&rest, ' ', &part))
		if (str_is(part, helper))
			return true;
	return false;
}

static bool
act_needs(const struct script_tongue *t, const struct nn_act_use *a, const char *helper)
{
	if (a->kind && a->kind->curve)
		return strcmp(helper, "Own") == 0;
	return a->kind && needs(script_row_find(t->acts, a->kind->name), helper);
}

static bool
script_needs(const struct script_tongue *t, const struct report_script *s,
	     const char *helper)
{
	const struct nn_net *net = s->parts.net;
	bool yes = needs(script_row_find(t->losses, s->parts.loss->kind->name), helper)
		   || needs(script_row_find(t->opts, s->parts.opt->name), helper);

	for (int i = 0; i < net->depth; i++) {
		const struct nn_layer *l = &net->layer[i];

		yes |= needs(script_row_find(t->layers, l->kind->name), helper)
		       || act_needs(t, &l->act, helper) || act_needs(t, &l->gate, helper);
	}
	return yes;
}

static void
put_helpers(FILE *f, const struct script_tongue *t, const struct report_script *s)
{
	for (const struct script_row *h = t->helpers; h->name; h++)
		if (script_needs(t, s, h->name))
			fprintf(f, "\n\n%s", h->text);
	script_own_put(f, t, s->parts.net);
	fputc('\n', f);
}

static void
put_data(FILE *f, const struct report_script *s)
{
	const struct data_set *d = s->data;
	int x[2] = { d->n, d->in }, y[2] = { d->n, s->parts.k };

	fprintf(f, "\n# %s: the first %d of %d rows are for training\nTRAIN = %d\nX = ",
		d->name, d->n_train, d->n, d->n_train);
	script_floats(f, d->x, x, 2);
	fputs("\nY = ", f);
	if (s->parts.by_label)
		script_ints(f, d->label, d->n);
	else
		script_floats(f, s->parts.y, y, 2);
	fputc('\n', f);
}

/* (n) for a bias, (out,in,k,k) for the weight of a convolution; returns the rank. */
static int
tensor_shape(int dim[4], const struct nn_layer *l, const struct nn_tensor *t)
{
	dim[0] = t->weight ? t->rows : t->n;
	dim[1] = t->cols;
	if (strcmp(l->kind->name, "conv") != 0 || !t->weight)
		return t->weight ? 2 : 1;
	dim[1] = l->in.dim[0];
	dim[2] = dim[3] = (int)l->arg[1];
	return 4;
}

/* Its tensors are the learned parameters of a formula. */
static bool
is_own(const struct nn_layer *l)
{
	return l->kind->act == NN_ACT_OWN && l->act.kind->curve;
}

static void
put_weights(FILE *f, const struct report_script *s)
{
	const struct nn_net *net = s->parts.net;
	int dim[4], rank;

	fputs("\n# the first weights, by layer\nWEIGHTS = {\n", f);
	for (int i = 0; i < net->depth; i++)
		for (int j = 0; j < net->layer[i].n_tensor; j++) {
			const struct nn_tensor *t = &net->layer[i].tensor[j];

			rank = tensor_shape(dim, &net->layer[i], t);
			fprintf(f, "    \"%d.%s%s\": ", i,
				is_own(&net->layer[i]) ? "p_" : "", t->name);
			script_floats(f, (t->buffer ? s->trace->buffer : s->trace->param)
					 + t->at, dim, rank);
			fputs(",\n", f);
		}
	fputs("}\n", f);
}

static void
put_lr(FILE *f, const struct train_trace *t)
{
	char num[STR_NUM_MAX];
	bool same = true;

	for (int i = 1; i < t->steps; i++)
		same &= t->lr[i] == t->lr[0];
	fputs("LR = ", f);
	if (same)
		fprintf(f, "[%s] * STEPS", script_number(num, t->lr[0], false));
	else
		script_doubles(f, t->lr, t->steps);
	fputs("\n", f);
}

/* The knobs that the lab turns, where it does. */
static void
put_turns(FILE *f, const struct train_trace *t)
{
	char num[STR_NUM_MAX];

	if (t->n_turn == 0)
		return;
	fputs("\n# what the lab turns: before which step, what, to what\nTURNS = [\n", f);
	for (int i = 0; i < t->n_turn; i++)
		fprintf(f, "    (%d, \"%s\", %s),\n", t->turn[i].step,
			train_knobs[t->turn[i].row].name,
			script_number(num, t->turn[i].value, false));
	fputs("]\nNOW = {", f);
	for (int i = 0; train_knobs[i].name; i++)
		if (script_turned(t, str_of(train_knobs[i].name)))
			fprintf(f, "\"%s\": %s, ", train_knobs[i].name,
				script_number(num, t->first[i], false));
	fputs("}\n", f);
}

static void
put_steps(FILE *f, const struct report_script *s)
{
	const struct train_trace *t = s->trace;
	int rows = t->end[t->steps - 1];

	fprintf(f, "\n# the steps: learning rates, and the rows of each batch\nSTEPS = %d\n",
		t->steps);
	put_lr(f, t);
	if (rows) {
		fputs("ROWS = ", f);
		script_ints(f, t->row, rows);
		fputs("\nEND = ", f);
		script_ints(f, t->end, t->steps);
		fputs("\n\n\ndef batch(step):\n"
		      "    begin = END[step - 1] if step else 0\n"
		      "    return ROWS[begin:END[step]] if END[step] > begin "
		      "else np.arange(TRAIN)\n\n", f);
	} else {
		fputs("\n\ndef batch(step):\n    return np.arange(TRAIN)\n\n", f);
	}
	put_turns(f, t);
	fputs("\n# what actlab has measured\nEXPECTED = ", f);
	script_doubles(f, t->loss, t->steps);
	fputc('\n', f);
}

/* The stream that dropout draws from, where there is some. */
static void
put_noise(FILE *f, const struct script_tongue *t, const struct report_script *s)
{
	if (!script_needs(t, s, "Noise"))
		return;
	fputs("NOISE = Noise(", f);
	for (int i = 0; i < 4; i++)
		fprintf(f, "%llu%s", (unsigned long long)s->trace->noise.s[i],
			i < 3 ? ",\n              " : ")\n");
}

static void
put_loss(FILE *f, const struct script_tongue *t, const struct report_script *s)
{
	const struct nn_loss_use *u = s->parts.loss;
	double arg[NN_ARGS_MAX] = { 0 };
	struct script_scope c = { t, s, u->kind->param, arg, NULL, 0 };

	script_args(arg, u->p, u->kind->param);
	fputs("\n\ndef loss_of(x, y):\n    return ", f);
	script_put(f, script_row_find(t->losses, u->kind->name)->text, &c);
	fputs("\n\n", f);
}

static double
opt_value(const struct train_parts *p, const char *name)
{
	int i = param_find(p->opt->param, str_of(name));

	return i < 0 ? 0 : p->opt_arg[i];
}

/* Is the knob, which ended with value, above 0 at some step? */
static bool
ever(const struct report_script *s, const char *knob, double value)
{
	return value > 0 || script_turned(s->trace, str_of(knob));
}

static void
put_loop(FILE *f, const struct script_tongue *t, const struct report_script *s)
{
	static const char turn[] = "    for at, knob, value in TURNS:\n"
				   "        if at == step:\n"
				   "            NOW[knob] = value\n";
	const struct train_parts *p = &s->parts;
	const struct script_row *opt = script_row_find(t->opts, p->opt->name);
	struct script_scope c = { t, s, p->opt->param, p->opt_arg, NULL, 0 };
	bool decay = ever(s, "weight_decay", opt_value(p, "weight_decay"));
	bool apart = opt_value(p, "decoupled") != 0 || strcmp(p->opt->name, "adamw") == 0;
	const char *const piece[] = {
		opt->text, t->begin, s->trace->n_turn ? turn : NULL, t->loop,
		ever(s, "clip", p->clip) ? t->clip : NULL,
		ever(s, "clip_value", p->clip_value) ? t->clip_value : NULL,
		ever(s, "l1", opt_value(p, "l1")) ? t->l1 : NULL,
		decay && !apart ? t->coupled : NULL,
		decay && apart && !opt->load ? t->decay : NULL, t->step, t->end
	};

	fputc('\n', f);
	for (size_t i = 0; i < sizeof(piece) / sizeof(piece[0]); i++)
		if (piece[i])
			script_put(f, piece[i], &c);
}

bool
report_script(FILE *f, const char *name, const struct report_script *s,
	      struct err_list *errs)
{
	const struct script_tongue *t = NULL;

	for (int i = 0; report_script_names[i]; i++)
		if (strcmp(report_script_names[i], name) == 0)
			t = tongues[i];
	if (!t)
		return false;
	check_training(errs, t, s);
	check_turns(errs, t, s);
	if (errs->n)
		return false;
	put_head(f, t, s);
	put_helpers(f, t, s);
	put_data(f, s);
	put_weights(f, s);
	put_steps(f, s);
	put_noise(f, t, s);
	t->net(f, s);
	put_loss(f, t, s);
	put_loop(f, t, s);
	return true;
}
