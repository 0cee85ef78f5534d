/* The log of a run in its checkpoint: losses, looks, events, and changes to come. */
#include "train/checkpoint.h"

#include <stdlib.h>
#include <string.h>

enum { POINT = 4, EVAL = 5, TEXT_MAX = 32 + PARAM_TEXT_MAX };

size_t
checkpoint_log_need(void)
{
	return arena_need(sizeof(double), (TRAIN_POINTS_MAX + 1) * POINT)
	       + arena_need(sizeof(double), TRAIN_EVALS_MAX * EVAL)
	       + CHECKPOINT_LOG_NOTES * (arena_need(1, 24) + arena_need(1, TEXT_MAX));
}

/* ---- writing ---- */

static void
put_point(double *to, const struct train_point *p)
{
	const double v[POINT] = { (double)p->step, p->mean, p->lo, p->hi };

	memcpy(to, v, sizeof(v));
}

static void
put_eval(double *to, const struct train_eval *v)
{
	const double all[EVAL] = { (double)v->step, v->loss, v->acc, v->loss_test,
				   v->acc_test };

	memcpy(to, all, sizeof(all));
}

static void
put_changes(struct checkpoint *p, struct train_run *r)
{
	struct train_mail *m = &r->mail;

	pthread_mutex_lock(&m->lock);
	for (int i = 0; i < m->n_change; i++) {
		const struct train_change *c = &m->change[i];
		char key[24], value[TEXT_MAX];

		snprintf(key, sizeof(key), "change.%d", i);
		snprintf(value, sizeof(value), "%ld %s %s", c->at,
			 train_knobs[c->row].name, c->value.text);
		checkpoint_note(p, key, value);
	}
	pthread_mutex_unlock(&m->lock);
}

/* The point that is filling stands behind the others. */
void
checkpoint_log_put(struct checkpoint *p, struct train_run *r)
{
	const struct train_history *h = &r->history;
	const int64_t count[CHECKPOINT_LOG_COUNTS] = { h->width, h->every, h->n_look,
						       h->n_open, h->n_event, h->from };

	memcpy(p->log_count, count, sizeof(count));
	p->point = ARENA_NEW(&p->a, double, (TRAIN_POINTS_MAX + 1) * POINT);
	p->eval = ARENA_NEW(&p->a, double, TRAIN_EVALS_MAX * EVAL);
	for (int i = 0; i < h->n_point; i++)
		put_point(p->point + i * POINT, &h->point[i]);
	put_point(p->point + h->n_point * POINT, &h->open);
	for (int i = 0; i < h->n_eval; i++)
		put_eval(p->eval + i * EVAL, &h->eval[i]);
	for (int i = 0; i < h->n_event; i++) {
		char key[24];

		p->event[i] = h->event[i].step;
		snprintf(key, sizeof(key), "event.%d", i);
		checkpoint_note(p, key, h->event[i].text);
	}
	checkpoint_put(p, "log/counts", "I64", -1, CHECKPOINT_LOG_COUNTS, p->log_count);
	checkpoint_put(p, "log/losses", "F64", h->n_point + 1, POINT, p->point);
	checkpoint_put(p, "log/looks", "F64", h->n_eval, EVAL, p->eval);
	checkpoint_put(p, "log/events", "I64", -1, h->n_event, p->event);
	put_changes(p, r);
}

/* ---- reading ---- */

/* Rows of a table (n,cols) of at most `most`, -1: e says that it is none. */
static int
rows_of(const struct data_tensors *t, const char *name, int cols, int most, struct err *e)
{
	const struct data_tensor *d = data_tensor_find(t, name);

	if (d && d->rank == 2 && d->dim[1] == cols && d->dim[0] <= most
	    && strcmp(d->dtype->name, "F64") == 0)
		return d->dim[0];
	checkpoint_wrong(t, e, "its log is out of bounds");
	return -1;
}

static struct train_point
point_of(const struct data_tensor *d, int i)
{
	return (struct train_point){ (long)data_tensor_number(d, i * POINT),
				     data_tensor_number(d, i * POINT + 1),
				     data_tensor_number(d, i * POINT + 2),
				     data_tensor_number(d, i * POINT + 3) };
}

static bool
get_tables(struct train_history *h, const struct data_tensors *t, struct err *e)
{
	int points = rows_of(t, "log/losses", POINT, TRAIN_POINTS_MAX, e);
	int evals = rows_of(t, "log/looks", EVAL, TRAIN_EVALS_MAX, e);
	const struct data_tensor *d = data_tensor_find(t, "log/losses");

	if (points < 1 || evals < 0)
		return checkpoint_wrong(t, e, "its log is out of bounds");
	h->n_point = points - 1;
	for (int i = 0; i < h->n_point; i++)
		h->point[i] = point_of(d, i);
	h->open = point_of(d, h->n_point);
	d = data_tensor_find(t, "log/looks");
	h->n_eval = evals;
	for (int i = 0; i < evals; i++)
		h->eval[i] = (struct train_eval){
			(long)data_tensor_number(d, i * EVAL),
			data_tensor_number(d, i * EVAL + 1),
			data_tensor_number(d, i * EVAL + 2),
			data_tensor_number(d, i * EVAL + 3),
			data_tensor_number(d, i * EVAL + 4) };
	return true;
}

static bool
get_events(struct train_history *h, const struct data_tensors *t, int n, struct err *e)
{
	int64_t step[TRAIN_EVENTS_MAX];

	if (!checkpoint_get(t, "log/events", "I64", step, n, e))
		return false;
	for (h->n_event = 0; h->n_event < n; h->n_event++) {
		struct train_event *ev = &h->event[h->n_event];
		char key[24];
		const char *text;

		snprintf(key, sizeof(key), "event.%d", h->n_event);
		text = data_tensors_note(t, key);
		ev->step = (long)step[h->n_event];
		snprintf(ev->text, sizeof(ev->text), "%s", text ? text : "");
	}
	return true;
}

/* "120 lr 0.01" */
static bool
get_change(struct train_run *r, const char *text, struct err *e)
{
	struct str rest, at, key;
	struct err why = { 0 };
	char *end;
	long step = strtol(text, &end, 10);

	rest = str_of(text);
	if (!str_cut(&rest, ' ', &at) || !str_cut(&rest, ' ', &key) || *end != ' '
	    || !rest.s)
		return err_set(e, ERR_DATA, SPAN_NONE, "'%.80s' is no change of a knob",
			       text);
	if (train_run_set(r, key, rest, SPAN_NONE, step < 0 ? 0 : step, &why))
		return true;
	return err_set(e, ERR_DATA, SPAN_NONE, "%s", why.msg);
}

bool
checkpoint_log_get(struct train_run *r, const struct data_tensors *t, struct err *e)
{
	struct train_history *h = &r->history;
	int64_t c[CHECKPOINT_LOG_COUNTS];
	struct err why = { 0 };
	const char *text;

	if (!checkpoint_get(t, "log/counts", "I64", c, CHECKPOINT_LOG_COUNTS, e))
		return false;
	if (c[0] < 1 || c[1] < 1 || c[2] < 0 || c[3] < 0 || c[3] >= c[0] || c[4] < 0
	    || c[4] > TRAIN_EVENTS_MAX || c[5] < 0)
		return checkpoint_wrong(t, e, "its log is out of bounds");
	h->width = (long)c[0];
	h->every = (long)c[1];
	h->n_look = (long)c[2];
	h->n_open = (long)c[3];
	h->from = (long)c[5];
	if (!get_tables(h, t, e) || !get_events(h, t, (int)c[4], e))
		return false;
	for (int i = 0; i < TRAIN_CHANGES_MAX; i++) {
		char key[24];

		snprintf(key, sizeof(key), "change.%d", i);
		text = data_tensors_note(t, key);
		if (text && !get_change(r, text, &why))
			return checkpoint_says(t, &why, e);
	}
	return true;
}
