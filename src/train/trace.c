/* What a run did, written down step by step. */
#include "train/run.h"

#include <string.h>

/* Pages that are never touched cost nothing. */
static size_t
trace_need(const struct train_run *r)
{
	return 2 * arena_need(sizeof(double), TRAIN_TRACE_STEPS)
	       + arena_need(sizeof(int), TRAIN_TRACE_STEPS)
	       + arena_need(sizeof(int), TRAIN_TRACE_ROWS)
	       + arena_need(sizeof(float), (size_t)r->net.n_param)
	       + arena_need(sizeof(float), (size_t)r->net.n_buffer);
}

bool
train_trace_begin(struct train_trace *t, struct train_run *r, struct err *e)
{
	*t = (struct train_trace){ .noise = r->noise };
	if (!arena_init(&t->own, trace_need(r), e))
		return false;
	t->loss = ARENA_NEW(&t->own, double, TRAIN_TRACE_STEPS);
	t->lr = ARENA_NEW(&t->own, double, TRAIN_TRACE_STEPS);
	t->end = ARENA_NEW(&t->own, int, TRAIN_TRACE_STEPS);
	t->param = ARENA_NEW(&t->own, float, r->net.n_param);
	t->buffer = ARENA_NEW(&t->own, float, r->net.n_buffer);
	t->row = ARENA_NEW(&t->own, int, TRAIN_TRACE_ROWS);
	memcpy(t->param, r->net.param, sizeof(float) * (size_t)r->net.n_param);
	memcpy(t->buffer, r->net.buffer, sizeof(float) * (size_t)r->net.n_buffer);
	r->trace = t;
	return true;
}

void
train_trace_done(struct train_trace *t)
{
	arena_done(&t->own);
}

void
train_trace_step(struct train_run *r, int n)
{
	struct train_trace *t = r->trace;
	int at = t->steps ? t->end[t->steps - 1] : 0;
	int rows = r->batch == r->data->n_train ? 0 : n;

	if (t->steps == TRAIN_TRACE_STEPS || rows > TRAIN_TRACE_ROWS - at)
		t->full = true;
	if (t->full)
		return;
	t->loss[t->steps] = r->loss_batch;
	t->lr[t->steps] = train_lr(r);
	memcpy(t->row + at, r->order + r->row, sizeof(int) * (size_t)rows);
	t->end[t->steps++] = at + rows;
}

void
train_trace_knob(struct train_run *r, const char *knob)
{
	static const char *const told[] = { "lr", "schedule", "batch", "last", NULL };

	if (r->trace->changed || r->trace->steps == 0)
		return;
	for (int i = 0; told[i]; i++)
		if (strcmp(knob, told[i]) == 0)
			return;
	r->trace->changed = knob;
}

void
train_run_parts(const struct train_run *r, struct train_parts *p)
{
	const struct train_plan *q = &r->plan;

	*p = (struct train_parts){
		.net = &r->net, .k = q->k, .loss = &q->loss, .opt = q->opt,
		.opt_arg = q->opt_arg, .clip = q->clip, .clip_value = q->clip_value,
		.loss_weight = q->loss_weight, .precision = q->precision,
		.scaled = q->scaling.dynamic || q->scaling.start != 1, .y = r->y,
		.by_label = train_target_rows(r, 0).label != NULL
	};
}
