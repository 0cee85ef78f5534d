/* Text with $names filled in, and numbers as Python reads them. */
#include "report/script.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

const char *
script_number(char buf[STR_NUM_MAX], double v, bool single)
{
	if (isnan(v) || isinf(v)) {
		snprintf(buf, STR_NUM_MAX, "float(\"%s\")", isnan(v) ? "nan" :
			 v > 0 ? "inf" : "-inf");
		return buf;
	}
	if (fabs(v) < 1e15 && v == floor(v)) {	/* a width is 10, not 1e+01 */
		snprintf(buf, STR_NUM_MAX, "%.0f", v);
		return buf;
	}
	for (int digits = 1; digits <= 17; digits++) {
		double back;

		snprintf(buf, STR_NUM_MAX, "%.*g", digits, v);
		back = strtod(buf, NULL);
		if (single ? (float)back == (float)v : back == v)
			break;
	}
	return buf;
}

/* Base 64 of RFC 4648, 64 bytes a line or so. */
struct base64 {
	FILE *f;
	int n, line;			/* bytes held back, characters of this line */
	unsigned char held[3];
};

static void
base64_flush(struct base64 *b)
{
	static const char digit[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = (unsigned)b->held[0] << 16 | (unsigned)b->held[1] << 8 | b->held[2];

	for (int i = 0; b->n && i < 4; i++)
		putc(i <= b->n ? digit[bits >> (18 - 6 * i) & 63] : '=', b->f);
	b->line += 4;
	if (b->line >= 88) {
		putc('\n', b->f);
		b->line = 0;
	}
	b->n = 0;
	memset(b->held, 0, sizeof(b->held));
}

/* The low n bytes of bits, the lowest first. */
static void
base64_add(struct base64 *b, uint64_t bits, int n)
{
	for (int i = 0; i < n; i++) {
		b->held[b->n++] = (unsigned char)(bits >> 8 * i);
		if (b->n == 3)
			base64_flush(b);
	}
}

static void
numbers_open(FILE *f, const char *type, const int *dim, int rank)
{
	fprintf(f, "numbers(\"%s\", (", type);
	for (int i = 0; i < rank; i++)
		fprintf(f, "%d,%s", dim[i], i + 1 < rank ? " " : "");
	fputs("), \"\"\"\n", f);
}

static void
numbers_close(struct base64 *b)
{
	if (b->n)
		base64_flush(b);
	fputs("\"\"\")", b->f);
}

void
script_floats(FILE *f, const float *v, const int *dim, int rank)
{
	struct base64 b = { .f = f };
	size_t n = 1;

	numbers_open(f, "<f4", dim, rank);
	for (int i = 0; i < rank; i++)
		n *= (size_t)dim[i];
	for (size_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, &v[i], sizeof(bits));
		base64_add(&b, bits, 4);
	}
	numbers_close(&b);
}

void
script_doubles(FILE *f, const double *v, int n)
{
	struct base64 b = { .f = f };

	numbers_open(f, "<f8", &n, 1);
	for (int i = 0; i < n; i++) {
		uint64_t bits;

		memcpy(&bits, &v[i], sizeof(bits));
		base64_add(&b, bits, 8);
	}
	numbers_close(&b);
}

void
script_ints(FILE *f, const int *v, int n)
{
	struct base64 b = { .f = f };

	numbers_open(f, "<i4", &n, 1);
	for (int i = 0; i < n; i++)
		base64_add(&b, (uint32_t)v[i], 4);
	numbers_close(&b);
}

/* ---- words ---- */

const struct script_row *
script_row_find(const struct script_row *rows, const char *name)
{
	for (; rows->name; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows;
	return NULL;
}

/* Word i of words. */
static void
word_of(char value[SCRIPT_VALUE_MAX], const char *words, int i)
{
	struct str rest = str_of(words), part = { "", 0 };

	while (i-- >= 0 && str_cut(&rest, ' ', &part))
		;
	snprintf(value, SCRIPT_VALUE_MAX, "%.*s", STR_ARG(part));
}

bool
script_turned(const struct train_trace *t, struct str knob)
{
	for (int i = 0; i < t->n_turn; i++)
		if (str_is(knob, train_knobs[t->turn[i].row].name))
			return true;
	return false;
}

/* A knob that the lab turns is looked up at every step.  No clipping is 0 here. */
static bool
turned_value(char value[SCRIPT_VALUE_MAX], const struct script_scope *c, struct str name)
{
	const struct train_parts *p = &c->script->parts;

	if (c->layer || (c->param && c->param != p->opt->param)
	    || !script_turned(c->script->trace, name))
		return false;
	snprintf(value, SCRIPT_VALUE_MAX,
		 str_starts(name, "clip") ? "(NOW[\"%.*s\"] or np.inf)" : "NOW[\"%.*s\"]",
		 STR_ARG(name));
	return true;
}

static bool
param_value(char value[SCRIPT_VALUE_MAX], const struct script_scope *c, struct str name)
{
	char num[STR_NUM_MAX];
	int i = c->param ? param_find(c->param, name) : -1;

	if (i < 0)
		return false;
	if (c->param[i].kind == PARAM_WORD)
		word_of(value, c->param[i].words, (int)c->arg[i]);
	else
		snprintf(value, SCRIPT_VALUE_MAX, "%s",
			 script_number(num, c->arg[i], false));
	return true;
}

void
script_args(double *arg, const float *p, const struct param *rows)
{
	char num[STR_NUM_MAX];

	for (int i = 0; rows[i].name; i++)
		arg[i] = strtod(script_number(num, (double)p[i], true), NULL);
}

/* An activation where a layer uses it. */
static void
act_value(char value[SCRIPT_VALUE_MAX], const struct script_scope *in,
	  const struct nn_act_use *a)
{
	const struct script_row *row = a->kind->curve
		? NULL : script_row_find(in->tongue->acts, a->kind->name);
	double arg[NN_ARGS_MAX] = { 0 };
	struct script_scope c = *in;
	FILE *f;

	script_args(arg, a->p, a->kind->param);
	c.param = a->kind->param;
	c.arg = arg;
	memset(value, 0, SCRIPT_VALUE_MAX);
	f = fmemopen(value, SCRIPT_VALUE_MAX, "w");
	if (!f)
		return;
	if (row)
		script_put(f, row->text, &c);
	else
		script_own_use(f, in, a);
	fclose(f);
}

/* The weights of the classes, "None" without. */
static void
weights_value(char value[SCRIPT_VALUE_MAX], const struct nn_loss_use *u)
{
	char num[STR_NUM_MAX];
	int at = snprintf(value, SCRIPT_VALUE_MAX, u->n_weight ? "[" : "None");

	for (int i = 0; i < u->n_weight; i++)
		at += snprintf(value + at, (size_t)(SCRIPT_VALUE_MAX - at), "%s%s",
			       script_number(num, (double)u->weight[i], true),
			       i + 1 < u->n_weight ? ", " : "]");
}

/* Whether each step of a sequence has numbers of its own. */
static bool
is_by_step(const struct nn_layer *l)
{
	char word[SCRIPT_VALUE_MAX];
	int row = param_find(l->kind->param, str_of("per"));

	if (row < 0)
		return false;
	word_of(word, l->kind->param[row].words, (int)l->arg[row]);
	return strcmp(word, "step") == 0;
}

/* Words that the place and the tensors of a layer give: what enters it, whether it adds a
 * bias, the axes over which a learned parameter is one. */
static bool
place_value(char value[SCRIPT_VALUE_MAX], const struct nn_layer *l, int at,
	    struct str name)
{
	static const char *const all[] = { "", "1", "1, 2", "1, 2, 3" };
	static const char *const but_unit[] = { "", "", "1", "2, 3" };
	bool by_step = is_by_step(l), biased = false, one = l->n_tensor && l->tensor[0].n == 1;

	for (int i = 0; i < l->n_tensor; i++)
		biased |= l->tensor[i].bias;
	if (str_is(name, "biased"))
		snprintf(value, SCRIPT_VALUE_MAX, biased ? "True" : "False");
	else if (str_is(name, "x"))
		snprintf(value, SCRIPT_VALUE_MAX, "x%d", at);
	else if (str_is(name, "second_x"))
		snprintf(value, SCRIPT_VALUE_MAX, "x%d", l->second + 1);
	else if (str_is(name, "shared"))
		snprintf(value, SCRIPT_VALUE_MAX, "%s",
			 by_step && !one ? "2" : (one ? all : but_unit)[l->in.rank]);
	else if (str_is(name, "by_step"))
		snprintf(value, SCRIPT_VALUE_MAX, by_step ? "True" : "False");
	else
		return false;
	return true;
}

/* Numbers that the shape of a layer gives. */
static bool
shape_value(char value[SCRIPT_VALUE_MAX], const struct nn_layer *l, int at,
	    struct str name)
{
	int width = l->in.dim[l->in.rank - 1], channels = l->in.rank == 3 ? l->in.dim[0]
									  : width;
	int per = l->n_tensor ? l->tensor[0].n : 1;
	const struct { const char *name; int value; } rows[] = {
		{ "at", at }, { "second", l->second + 1 },
		{ "in", width }, { "out", l->out.dim[l->out.rank - 1] },
		{ "channels_in", channels }, { "steps_in", l->in.dim[0] }, { "per_unit", per },
		{ "rank", l->in.rank },
		{ "window_step", l->n_tensor == 0 && l->arg[1] > 0 ? (int)l->arg[1]
							    : (int)l->arg[0] },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_is(name, rows[i].name)) {
			snprintf(value, SCRIPT_VALUE_MAX, "%d", rows[i].value);
			return true;
		}
	return false;
}

static bool
training_value(char value[SCRIPT_VALUE_MAX], const struct train_parts *p, struct str name)
{
	char num[STR_NUM_MAX];

	if (str_is(name, "weights"))
		weights_value(value, p->loss);
	else if (str_is(name, "clip"))
		snprintf(value, SCRIPT_VALUE_MAX, "%s", script_number(num, p->clip, false));
	else if (str_is(name, "clip_value"))
		snprintf(value, SCRIPT_VALUE_MAX, "%s",
			 script_number(num, p->clip_value, false));
	else if (str_is(name, "loss_weight"))
		snprintf(value, SCRIPT_VALUE_MAX, "%s",
			 script_number(num, p->loss_weight, false));
	else
		return false;
	return true;
}

static bool
special_value(char value[SCRIPT_VALUE_MAX], const struct script_scope *c, struct str name)
{
	if (!c->layer)
		return training_value(value, &c->script->parts, name);
	if (str_is(name, "act"))
		act_value(value, c, &c->layer->act);
	else if (str_is(name, "gate"))
		act_value(value, c, &c->layer->gate);
	else
		return place_value(value, c->layer, c->at, name)
		       || shape_value(value, c->layer, c->at, name);
	return true;
}

void
script_put(FILE *f, const char *text, const struct script_scope *c)
{
	char value[SCRIPT_VALUE_MAX];

	for (const char *s = text; *s; s++) {
		struct str name = { s + 1, 0 };

		if (*s != '$') {
			putc(*s, f);
			continue;
		}
		while (islower((unsigned char)name.s[name.n]) || name.s[name.n] == '_'
		       || isdigit((unsigned char)name.s[name.n]))
			name.n++;
		value[0] = 0;
		if (!turned_value(value, c, name) && !param_value(value, c, name))
			special_value(value, c, name);
		fputs(value, f);
		s += name.n;
	}
}
