/* What a run did, written down step by step. */
#include "train/run.h"

#include <math.h>
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

/* What a knob is, the optimiser's own value included. */
static double
knob_value(const struct train_plan *p, const char *knob)
{
	int i = param_find(p->opt->param, str_of(knob));

	if (i >= 0)
		return p->opt_arg[i];
	return strcmp(knob, "clip") == 0 ? p->clip
	       : strcmp(knob, "clip_value") == 0 ? p->clip_value
	       : strcmp(knob, "loss_weight") == 0 ? p->loss_weight : (double)NAN;
}

static void
first_values(struct train_trace *t, const struct train_plan *p)
{
	for (int i = 0; train_knobs[i].name; i++)
		t->first[i] = knob_value(p, train_knobs[i].name);
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
	first_values(t, &r->plan);
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
train_trace_knob(struct train_run *r, int row)
{
	static const char *const told[] = { "lr", "schedule", "batch", "last", NULL };
	const char *knob = train_knobs[row].name;
	struct train_trace *t = r->trace;

	if (t->steps == 0)
		first_values(t, &r->plan);
	for (int i = 0; told[i]; i++)
		if (strcmp(knob, told[i]) == 0)
			return;
	t->full |= t->n_turn == TRAIN_TRACE_TURNS;
	if (t->steps > 0 && !t->full)
		t->turn[t->n_turn++] = (struct train_turn){ t->steps, row,
							    knob_value(&r->plan, knob) };
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
