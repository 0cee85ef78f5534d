/* Checkpoints: a safetensors file with the weights, and with all else that the next step
 * depends on, as tensors "state/..." and notes. */
#include "train/checkpoint.h"
#include "train/network.h"
#include "train/weights.h"

#include <stdlib.h>
#include <string.h>

enum { NOTES_MAX = 2 * PARAM_MAX + 16, STATE_TENSORS = 12 };

/* ---- writing ---- */

void
checkpoint_put(struct checkpoint *p, const char *name, const char *dtype, int rows,
	       int cols, const void *v)
{
	struct data_tensor *t = &p->t.tensor[p->t.n++];

	*t = (struct data_tensor){ .name = name, .rank = rows < 0 ? 1 : 2 };
	t->dtype = data_dtype_find(str_of(dtype));
	t->dim[0] = rows < 0 ? cols : rows;
	t->dim[1] = rows < 0 ? 0 : cols;
	t->n = rows < 0 ? cols : rows * cols;
	t->byte = v;
}

void
checkpoint_note(struct checkpoint *p, const char *key, const char *value)
{
	const char **to = p->t.note[p->t.n_note++];

	to[0] = str_copy(&p->a, str_of(key));
	to[1] = str_copy(&p->a, str_of(value));
}

static size_t
texts_of(const char *const *v, int n)
{
	size_t need = 0;

	for (int i = 0; v && i < n; i++)
		need += arena_need(1, strlen(v[i]) + 1) + arena_need(1, 24);
	return need;
}

static bool
parts_init(struct checkpoint *p, const struct train_run *r, struct err *e)
{
	size_t tensors = (size_t)weights_count(&r->net) + STATE_TENSORS
			 + CHECKPOINT_LOG_TENSORS;
	const struct data_set *d = r->data;
	size_t notes = NOTES_MAX + CHECKPOINT_LOG_NOTES + (size_t)d->in
		       + (size_t)d->n_class;

	*p = (struct checkpoint){ .t = { .n = 0 } };
	if (!arena_init(&p->a, weights_need(&r->net)
			+ arena_need(sizeof(*p->t.tensor), tensors)
			+ arena_need(sizeof(*p->t.note), notes)
			+ arena_need(sizeof(*p->lost), 2 * (size_t)r->net.depth)
			+ NOTES_MAX * (arena_need(1, 48) + arena_need(1, PARAM_TEXT_MAX))
			+ checkpoint_log_need() + texts_of(d->in_name, d->in)
			+ texts_of(d->class_name, d->n_class),
			e))
		return false;
	p->t.tensor = ARENA_NEW(&p->a, struct data_tensor, tensors);
	p->t.note = arena_alloc(&p->a, sizeof(*p->t.note), notes);
	p->lost = ARENA_NEW(&p->a, int64_t, 2 * r->net.depth);
	p->t.n = weights_count(&r->net);
	weights_tensors(&r->net, p->t.tensor, &p->a);
	return true;
}

bool
train_run_weights(struct train_run *r, const char *path, struct err *e)
{
	struct checkpoint p;
	bool ok;

	if (!parts_init(&p, r, e))
		return false;
	checkpoint_note(&p, "format", "pt");
	train_run_enter(r);
	train_mail_apply(r);
	ok = data_tensors_write(&p.t, path, e);
	train_run_leave(r);
	arena_done(&p.a);
	return ok;
}

static void
put_state(struct checkpoint *p, struct train_run *r)
{
	struct train_block b[TRAIN_BLOCKS];
	int n = train_blocks(r, b);

	train_numbers_take(&p->numbers, r);
	for (int i = 0; i < r->net.depth; i++) {
		p->lost[2 * i] = r->scale.lost[i].zero;
		p->lost[2 * i + 1] = r->scale.lost[i].inf;
	}
	for (int i = 0; i < n; i++)
		if (b[i].name)
			checkpoint_put(p, b[i].name, "F32", b[i].rows ? b[i].rows : -1,
				       b[i].cols, b[i].at);
	checkpoint_put(p, "state/numbers", "F64", -1, TRAIN_NUMBERS, p->numbers.number);
	checkpoint_put(p, "state/counts", "I64", -1, TRAIN_COUNTS, p->numbers.count);
	checkpoint_put(p, "state/lost", "I64", r->net.depth, 2, p->lost);
	checkpoint_put(p, "state/dropout", "U64", -1, 4, p->numbers.noise);
	checkpoint_put(p, "state/order", "I32", -1, r->data->n_train, r->order);
	if (r->data->mean) {
		checkpoint_put(p, "data/mean", "F64", -1, r->data->in, r->data->mean);
		checkpoint_put(p, "data/deviation", "F64", -1, r->data->in,
			       r->data->deviation);
	}
}

/* Rows, inputs and targets as they are: another seed or file is another data set. */
static uint64_t
data_hash(const struct train_run *r)
{
	const struct data_set *d = r->data;
	uint64_t h = num_hash(NUM_HASH_START, &d->n_train, sizeof(d->n_train));
	size_t k = d->label ? 0 : (size_t)r->plan.k;

	for (int i = 0; i < d->n; i++) {
		h = num_hash(h, d->x + (size_t)i * (size_t)d->in,
			     d->in * (int)sizeof(*d->x));
		if (d->label)
			h = num_hash(h, &d->label[i], sizeof(*d->label));
		else
			h = num_hash(h, r->y + (size_t)i * k, (int)(k * sizeof(*r->y)));
	}
	return h;
}

static void
put_notes(struct checkpoint *p, const struct train_run *r, const char *network)
{
	const struct data_set *d = r->data;
	char key[48], value[32];

	checkpoint_note(p, "format", "actlab-checkpoint-1");
	p->t.note[p->t.n_note][0] = "network";
	p->t.note[p->t.n_note++][1] = network;
	snprintf(value, sizeof(value), "%d", (int)r->plan.loss.kind->link);
	checkpoint_note(p, "link", value);
	snprintf(value, sizeof(value), "%d", (int)d->target);
	checkpoint_note(p, "target", value);
	snprintf(value, sizeof(value), "%ju", (uintmax_t)r->spec.seed);
	checkpoint_note(p, "seed", value);
	snprintf(value, sizeof(value), "%016jx", (uintmax_t)data_hash(r));
	checkpoint_note(p, "data", value);
	snprintf(value, sizeof(value), "%ld", r->mark);
	checkpoint_note(p, "mark", value);
	for (int i = 0; train_knobs[i].name; i++)
		if (r->spec.knob.v[i].given) {
			snprintf(key, sizeof(key), "knob.%s", train_knobs[i].name);
			checkpoint_note(p, key, r->spec.knob.v[i].text);
		}
	for (int i = 0; d->in_name && i < d->in; i++) {
		snprintf(key, sizeof(key), "input.%d", i);
		checkpoint_note(p, key, d->in_name[i]);
	}
	for (int i = 0; d->class_name && i < d->n_class; i++) {
		snprintf(key, sizeof(key), "class.%d", i);
		checkpoint_note(p, key, d->class_name[i]);
	}
}

static bool
save(struct train_run *r, struct checkpoint *p, const char *path, struct err *e)
{
	char *network = network_text(&r->net);
	bool ok;

	if (!network)
		return err_set(e, ERR_SYSTEM, SPAN_NONE, "no memory for the network");
	put_state(p, r);
	put_notes(p, r, network);
	checkpoint_log_put(p, r);
	ok = data_tensors_write(&p->t, path, e);
	free(network);
	return ok;
}

bool
train_run_save(struct train_run *r, const char *path, struct err *e)
{
	struct checkpoint p;
	bool ok;

	if (!parts_init(&p, r, e))
		return false;
	train_run_enter(r);
	train_mail_apply(r);
	ok = save(r, &p, path, e);
	train_run_leave(r);
	arena_done(&p.a);
	return ok;
}

/* ---- reading ---- */

bool
checkpoint_wrong(const struct data_tensors *t, struct err *e, const char *what)
{
	return err_set(e, ERR_DATA, SPAN_NONE, "%s: %s", t->file, what);
}

bool
checkpoint_says(const struct data_tensors *t, const struct err *why, struct err *e)
{
	err_set(e, why->code, SPAN_NONE, "%s: %s", t->file, why->msg);
	return why->hint[0] ? err_hint(e, "%s", why->hint) : false;
}

/* A tensor of n elements of the type, NULL: e says so. */
static const struct data_tensor *
state(const struct data_tensors *t, const char *name, const char *dtype, int n,
      struct err *e)
{
	const struct data_tensor *d = data_tensor_find(t, name);

	if (d && d->n == n && strcmp(d->dtype->name, dtype) == 0)
		return d;
	err_set(e, ERR_DATA, SPAN_NONE, "%s: '%s' is not %d numbers of %s", t->file, name,
		n, dtype);
	return NULL;
}

static bool
get_floats(const struct data_tensors *t, const char *name, float *to, int n,
	   struct err *e)
{
	const struct data_tensor *d = state(t, name, "F32", n, e);

	if (d)
		data_tensor_floats(d, to);
	return d != NULL;
}

bool
checkpoint_get(const struct data_tensors *t, const char *name, const char *dtype,
	       void *to,
	       int n, struct err *e)
{
	const struct data_tensor *d = state(t, name, dtype, n, e);

	if (d)
		memcpy(to, d->byte, (size_t)n * (size_t)d->dtype->size);
	return d != NULL;
}

/* Where training stands in its data, within bounds. */
static bool
get_counts(const struct train_run *r, const struct data_tensors *t, int64_t *c,
	   struct err *e)
{
	int n = r->data->n_train;

	if (!checkpoint_get(t, "state/counts", "I64", c, TRAIN_COUNTS, e))
		return false;
	for (int i = 0; i < TRAIN_COUNTS; i++)
		if (c[i] < 0 || c[i] > LONG_MAX / 2)
			return checkpoint_wrong(t, e, "a count is out of bounds");
	if (c[TRAIN_AT_ROW] >= n || c[TRAIN_AT_BATCH] > r->room
	    || (c[TRAIN_AT_ROW] > 0 && c[TRAIN_AT_BATCH] < 1) || c[TRAIN_AT_KEEP] > 1
	    || c[TRAIN_AT_DIVERGED] > 1)
		return checkpoint_wrong(t, e, "the place in the data is out of bounds");
	if (!c[TRAIN_AT_DIVERGED])
		return true;
	return checkpoint_wrong(t, e, "its run stopped at numbers that are not finite");
}

static bool
get_order(struct train_run *r, const struct data_tensors *t, struct err *e)
{
	if (!checkpoint_get(t, "state/order", "I32", r->order, r->data->n_train, e))
		return false;
	for (int i = 0; i < r->data->n_train; i++)
		if (r->order[i] < 0 || r->order[i] >= r->data->n_train)
			return checkpoint_wrong(t, e,
						"the order of the rows is out of bounds");
	return true;
}

static bool
get_lost(struct train_run *r, const struct data_tensors *t, struct err *e)
{
	const struct data_tensor *d = state(t, "state/lost", "I64", 2 * r->net.depth, e);

	for (int i = 0; d && i < r->net.depth; i++) {
		r->scale.lost[i].zero = (long)data_tensor_number(d, 2 * i);
		r->scale.lost[i].inf = (long)data_tensor_number(d, 2 * i + 1);
	}
	return d != NULL;
}

static bool
get_blocks(struct train_run *r, const struct data_tensors *t, struct err *e)
{
	struct train_block b[TRAIN_BLOCKS];
	int n = train_blocks(r, b);

	for (int i = 0; i < n; i++)
		if (b[i].name && !get_floats(t, b[i].name, b[i].at,
					     (int)train_block_floats(&b[i]), e))
			return false;
	return true;
}

static bool
get_state(struct train_run *r, const struct data_tensors *t, struct err *e)
{
	struct train_numbers n;

	if (!weights_check(&r->net, t, SPAN_NONE, e) || !get_blocks(r, t, e)
	    || !checkpoint_get(t, "state/numbers", "F64", n.number, TRAIN_NUMBERS, e)
	    || !checkpoint_get(t, "state/dropout", "U64", n.noise, 4, e)
	    || !get_counts(r, t, n.count, e) || !get_order(r, t, e)
	    || !get_lost(r, t, e))
		return false;
	weights_copy(&r->net, t);
	train_numbers_give(&n, r);
	return true;
}

static bool
check_data(const struct train_run *r, const struct data_tensors *t, struct err *e)
{
	const char *is = data_tensors_note(t, "data");
	char must[32];

	snprintf(must, sizeof(must), "%016jx", (uintmax_t)data_hash(r));
	return (is && strcmp(is, must) == 0)
	       || checkpoint_wrong(t, e, "its run trained on other data");
}

/* The knobs as they were turned. */
static bool
get_knobs(struct train_spec *s, const struct data_tensors *t, struct err *e)
{
	struct err why = { 0 };

	for (int i = 0; i < t->n_note; i++) {
		struct str key = str_of(t->note[i][0]);

		if (!str_starts(key, "knob."))
			continue;
		key = (struct str){ key.s + 5, key.n - 5 };
		if (!train_spec_set(s, key, SPAN_NONE, str_of(t->note[i][1]), SPAN_NONE,
				    &why))
			return checkpoint_says(t, &why, e);
	}
	return true;
}

static bool
check_notes(const struct train_spec *s, const struct data_tensors *t, struct err *e)
{
	const char *format = data_tensors_note(t, "format");
	const char *seed = data_tensors_note(t, "seed");
	char must[32];

	if (!format || strcmp(format, "actlab-checkpoint-1") != 0)
		return checkpoint_wrong(t, e, "this is no checkpoint of actlab");
	snprintf(must, sizeof(must), "%ju", (uintmax_t)s->seed);
	if (seed && strcmp(seed, must) == 0)
		return true;
	return err_set(e, ERR_DATA, SPAN_NONE, "%s: its run has seed %s, not %s", t->file,
		       seed ? seed : "none", must);
}

struct train_run *
train_run_resume(const struct train_spec *s, const char *path, struct err *e)
{
	struct train_spec spec = *s;
	struct data_tensors t;
	struct train_run *r = NULL;

	if (!data_tensors_read(&t, path, e))
		return NULL;
	if (check_notes(s, &t, e) && get_knobs(&spec, &t, e))
		r = train_run_new(&spec, e);
	if (r && (!check_data(r, &t, e) || !get_state(r, &t, e)
		  || !checkpoint_log_get(r, &t, e))) {
		train_run_free(r);
		r = NULL;
	}
	data_tensors_done(&t);
	return r;
}

void
train_run_mark(struct train_run *r, long mark)
{
	r->mark = mark;
}

bool
train_checkpoint_mark(const char *path, long *mark, struct err *e)
{
	struct data_tensors t;
	const char *format, *text;
	bool ok;

	if (!data_tensors_read(&t, path, e))
		return false;
	format = data_tensors_note(&t, "format");
	text = data_tensors_note(&t, "mark");
	ok = (format && strcmp(format, "actlab-checkpoint-1") == 0)
	     || checkpoint_wrong(&t, e, "this is no checkpoint of actlab");
	*mark = text ? strtol(text, NULL, 10) : 0;
	data_tensors_done(&t);
	return ok;
}
