#include "train/run.h"

#include <string.h>

size_t
train_history_need(void)
{
	return arena_need(sizeof(struct train_point), TRAIN_POINTS_MAX)
	       + arena_need(sizeof(struct train_eval), TRAIN_EVALS_MAX)
	       + arena_need(sizeof(struct train_event), TRAIN_EVENTS_MAX);
}

void
train_history_alloc(struct train_history *h, struct arena *a)
{
	*h = (struct train_history){ .width = 1, .every = 1, .trail_every = 1 };
	h->point = ARENA_NEW(a, struct train_point, TRAIN_POINTS_MAX);
	h->eval = ARENA_NEW(a, struct train_eval, TRAIN_EVALS_MAX);
	h->event = ARENA_NEW(a, struct train_event, TRAIN_EVENTS_MAX);
}

/* Every two points become one of twice the steps. */
static void
points_halve(struct train_history *h)
{
	for (int i = 0; i < h->n_point / 2; i++) {
		const struct train_point *a = &h->point[2 * i], *b = &h->point[2 * i + 1];

		h->point[i] = (struct train_point){
			.step = b->step, .mean = (a->mean + b->mean) / 2,
			.lo = a->lo < b->lo ? a->lo : b->lo,
			.hi = a->hi > b->hi ? a->hi : b->hi,
			.lr = b->lr, .scale = b->scale,
		};
	}
	h->n_point /= 2;
	h->width *= 2;
}

void
train_history_loss(struct train_history *h, long step, double loss, double lr,
		   double scale)
{
	struct train_point *o = &h->open;

	if (step < h->from || (step == h->from && (h->n_point || h->n_open)))
		return;
	if (h->n_open == 0)
		*o = (struct train_point){ .lo = loss, .hi = loss };
	o->step = step;
	o->lr = (float)lr;
	o->scale = (float)scale;
	o->mean += loss;
	o->lo = loss < o->lo ? loss : o->lo;
	o->hi = loss > o->hi ? loss : o->hi;
	if (++h->n_open < h->width)
		return;
	o->mean /= (double)h->n_open;
	h->point[h->n_point++] = *o;
	h->n_open = 0;
	if (h->n_point == TRAIN_POINTS_MAX)
		points_halve(h);
}

int
train_history_points(const struct train_history *h, struct train_point *to)
{
	int n = h->n_point;

	for (int i = 0; i < n; i++)
		to[i] = h->point[i];
	if (h->n_open) {
		to[n] = h->open;
		to[n++].mean /= (double)h->n_open;
	}
	return n;
}

/* The last one stands until the next comes, and stays where it is one of every so many:
 * as evenly spread as the looks were, however many there have been. */
void
train_history_eval(struct train_history *h, const struct train_facts *f)
{
	struct train_eval v = { f->step, f->loss, f->acc, f->loss_test, f->acc_test };

	if (f->step < h->from)
		return;
	if (h->n_eval && h->eval[h->n_eval - 1].step == f->step) {
		h->eval[h->n_eval - 1] = v;
		return;
	}
	if (h->n_eval && (h->n_look - 1) % h->every != 0)
		h->n_eval--;
	if (h->n_eval == TRAIN_EVALS_MAX) {
		for (int i = 0; i < TRAIN_EVALS_MAX / 2; i++)
			h->eval[i] = h->eval[2 * i];
		h->n_eval = TRAIN_EVALS_MAX / 2;
		h->every *= 2;
	}
	h->eval[h->n_eval++] = v;
	h->n_look++;
}

void
train_history_event(struct train_history *h, long step, const char *key,
		    const char *value)
{
	struct train_event *ev;

	if (step < h->from)
		return;
	if (h->n_event == TRAIN_EVENTS_MAX) {
		for (int i = 1; i < TRAIN_EVENTS_MAX; i++)
			h->event[i - 1] = h->event[i];
		h->n_event--;
	}
	ev = &h->event[h->n_event++];
	ev->step = step;
	snprintf(ev->text, sizeof(ev->text), "%s %.*s", key,
		 (int)(sizeof(ev->text) - strlen(key) - 2), value);
}

/* Opens the point again that step lies in, as if all its steps had been alike. */
static void
points_cut(struct train_history *h, long step)
{
	struct train_point last = h->open;
	long n = h->n_open, begin;

	if (n)
		last.mean /= (double)n;
	for (; h->n_point && h->point[h->n_point - 1].step > step; n = h->width)
		last = h->point[--h->n_point];
	begin = last.step - n;
	if (n == 0 || last.step <= step)
		return;
	h->n_open = step > begin ? step - begin : 0;
	last.step = step;
	last.mean *= (double)h->n_open;
	h->open = last;
}

void
train_history_cut(struct train_history *h, long step)
{
	points_cut(h, step);
	while (h->n_eval && h->eval[h->n_eval - 1].step > step)
		h->n_eval--;
	h->n_look = h->n_eval ? (h->n_eval - 1) * h->every + 1 : 0;
	while (h->n_event && h->event[h->n_event - 1].step >= step)
		h->n_event--;
	train_trail_cut(h, step);
	h->from = step;
}
