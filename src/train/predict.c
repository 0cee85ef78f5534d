/* A trained net that is asked: what a checkpoint holds is all that it needs. */
#include "train/network.h"
#include "train/weights.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool
wrong(const struct data_tensors *t, struct err *e, const char *what)
{
	return err_set(e, ERR_DATA, SPAN_NONE, "%s: %s", t->file, what);
}

/* A note that is a whole number of 0..max. */
static bool
get_word(const struct data_tensors *t, const char *key, int max, int *out, struct err *e)
{
	const char *text = data_tensors_note(t, key);
	long v = -1;

	if (!text || !str_long(str_of(text), &v) || v < 0 || v > max)
		return wrong(t, e, "this is no checkpoint of actlab");
	*out = (int)v;
	return true;
}

/* How many notes there are of "class.0", "class.1" ... */
static int
count_notes(const struct data_tensors *t, const char *what)
{
	int n = 0;

	for (int i = 0; i < t->n_note; i++)
		n += str_starts(str_of(t->note[i][0]), what);
	return n;
}

static const char **
get_names(const struct data_tensors *t, const char *what, int n, struct arena *a)
{
	const char **name = ARENA_NEW(a, const char *, n);

	for (int i = 0; i < t->n_note; i++) {
		struct str key = str_of(t->note[i][0]);
		long at = -1;

		if (!str_starts(key, what))
			continue;
		key.s += strlen(what);
		key.n -= (int)strlen(what);
		if (str_long(key, &at) && at >= 0 && at < n)
			name[at] = str_copy(a, str_of(t->note[i][1]));
	}
	for (int i = 0; i < n; i++)
		name[i] = name[i] ? name[i] : str_printf(a, "%d", i);
	return name;
}

static void
get_numbers(const struct data_tensors *t, const char *name, double *to, int n, double def)
{
	const struct data_tensor *d = data_tensor_find(t, name);

	for (int i = 0; i < n; i++)
		to[i] = d && d->n == n ? data_tensor_number(d, i) : def;
}

static size_t
texts_need(const struct data_tensors *t)
{
	size_t need = 0;

	for (int i = 0; i < t->n_note; i++)
		need += arena_need(1, strlen(t->note[i][1]) + 1);
	return need;
}

static bool
get_net(struct train_predictor *p, const struct data_tensors *t, struct err *e)
{
	const char *text = data_tensors_note(t, "network");
	struct err why = { 0 };

	if (!text)
		return wrong(t, e, "this is no checkpoint of actlab");
	if (!arena_init(&p->own, network_need(text) + texts_need(t) + 64, e))
		return false;
	if (!network_read(&p->net, &p->acts, text, &p->own, &why))
		return err_set(e, why.code, SPAN_NONE, "%s: %s", t->file, why.msg);
	p->in = nn_shape_size(&p->net.in);
	p->k = nn_shape_size(&p->net.out);
	return weights_check(&p->net, t, SPAN_NONE, e);
}

static bool
get_rest(struct train_predictor *p, const struct data_tensors *t, struct err *e)
{
	size_t in = (size_t)p->in, names;
	int link, target;

	p->n_class = count_notes(t, "class.");
	names = (in + (size_t)p->n_class) * (sizeof(char *) + arena_need(1, 16)) + 128;
	if (!get_word(t, "link", NN_LINK_SOFTMAX, &link, e)
	    || !get_word(t, "target", DATA_LABELS, &target, e))
		return false;
	p->link = (enum nn_link)link;
	p->target = (enum data_target)target;
	if (p->target == DATA_CLASS && (p->n_class < 2
	    || (p->k != p->n_class && !(p->k == 1 && p->n_class == 2))))
		return wrong(t, e, "its classes are not those of its outputs");
	if ((double)TRAIN_PREDICT_ROWS * p->net.widest > INT_MAX)
		return wrong(t, e, "its layers are too wide");
	if (!arena_init(&p->room, nn_net_need(&p->net)
			+ nn_work_need(&p->net, TRAIN_PREDICT_ROWS) + names
			+ texts_need(t) + 2 * arena_need(sizeof(double), in), e))
		return false;
	nn_net_alloc(&p->net, &p->room);
	nn_work_alloc(&p->work, &p->net, TRAIN_PREDICT_ROWS, &p->room);
	weights_copy(&p->net, t);
	p->in_name = get_names(t, "input.", p->in, &p->room);
	p->class_name = p->n_class ? get_names(t, "class.", p->n_class, &p->room) : NULL;
	p->mean = ARENA_NEW(&p->room, double, in);
	p->deviation = ARENA_NEW(&p->room, double, in);
	get_numbers(t, "data/mean", p->mean, p->in, 0);
	get_numbers(t, "data/deviation", p->deviation, p->in, 1);
	return true;
}

bool
train_predictor_open(struct train_predictor *p, const char *path, struct err *e)
{
	struct data_tensors t;
	bool ok;

	*p = (struct train_predictor){ .in = 0 };
	if (!data_tensors_read(&t, path, e))
		return false;
	ok = get_net(p, &t, e) && get_rest(p, &t, e);
	data_tensors_done(&t);
	if (!ok)
		train_predictor_done(p);
	return ok;
}

void
train_predictor_done(struct train_predictor *p)
{
	arena_done(&p->own);
	arena_done(&p->room);
}

void
train_predict(struct train_predictor *p, float *out, const float *x, int n,
	      double temperature)
{
	float *to = p->work.dx;			/* (rows, widest): nothing goes back */
	const float *y;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < p->in; j++) {
			double by = p->deviation[j], v = x[i * p->in + j] - p->mean[j];

			to[i * p->in + j] = by == 0 ? 0 : (float)(v / by);
		}
	y = nn_forward(&p->net, &p->work, to, n, NN_EVAL, NULL);
	if (p->link == NN_LINK_SOFTMAX) {
		nn_softmax(out, y, n, p->k, temperature);
		return;
	}
	for (int i = 0; i < n * p->k; i++)
		out[i] = p->link == NN_LINK_SIGMOID ? (float)(y[i] / temperature) : y[i];
	nn_link_apply(p->link, out, out, n, p->k);
}
