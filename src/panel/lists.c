/* Runs and events as tables. */
#include "panel/panel.h"

#include <math.h>
#include <string.h>

enum { COLUMNS_MAX = 20, EVENTS_MAX = PANEL_SUBJECTS_MAX * (TRAIN_EVENTS_MAX + 1) };

/* ---- runs ---- */

/* What a column says of a run; knob >= 0: its value. */
struct column {
	const char *head;
	int knob;
	const char *(*get)(const struct train_view *v, struct arena *frame);
};

static const char *
step_text(const struct train_view *v, struct arena *frame)
{
	return str_printf(frame, "%ld", v->snap->facts.step);
}

static const char *
loss_text(const struct train_view *v, struct arena *frame)
{
	return panel_num(v->snap->facts.loss, frame);
}

static const char *
loss_test_text(const struct train_view *v, struct arena *frame)
{
	return panel_num(v->snap->facts.loss_test, frame);
}

static const char *
acc_text(const struct train_view *v, struct arena *frame)
{
	return panel_share(v->snap->facts.acc, frame);
}

static const char *
acc_test_text(const struct train_view *v, struct arena *frame)
{
	return panel_share(v->snap->facts.acc_test, frame);
}

static const char *
grad_text(const struct train_view *v, struct arena *frame)
{
	return panel_num(v->snap->facts.grad_all, frame);
}

static const char *
state_text(const struct train_view *v, struct arena *frame)
{
	static const char *const words[] = { "ready", "going", "done", "stopped" };

	(void)frame;
	return v->snap->facts.diverged ? "stopped" : words[v->snap->state];
}

static bool
differs(const struct panel_args *a, int knob)
{
	for (int i = 1; i < a->n_run; i++)
		if (a->run[i].spec && a->run[0].spec
		    && strcmp(a->run[i].spec->knob.v[knob].text,
			      a->run[0].spec->knob.v[knob].text) != 0)
			return true;
	return false;
}

static bool
any_finite(const struct panel_args *a, bool acc, bool test)
{
	for (int i = 0; i < a->n_run; i++) {
		const struct train_facts *f = a->run[i].snap ? &a->run[i].snap->facts
							     : NULL;

		if (f && isfinite(acc ? test ? f->acc_test : f->acc : f->loss_test))
			return true;
	}
	return false;
}

/* What matters most first: columns that do not fit are left out from the right. */
static int
columns_of(const struct panel_args *a, struct column c[COLUMNS_MAX])
{
	int n = 0;

	c[n++] = (struct column){ "loss", -1, loss_text };
	if (any_finite(a, true, false))
		c[n++] = (struct column){ "acc", -1, acc_text };
	for (int k = 0; train_knobs[k].name && n < COLUMNS_MAX - 5; k++)
		if (differs(a, k))
			c[n++] = (struct column){ train_knobs[k].name, k, NULL };
	if (any_finite(a, false, true))
		c[n++] = (struct column){ "loss test", -1, loss_test_text };
	if (any_finite(a, true, true))
		c[n++] = (struct column){ "acc test", -1, acc_test_text };
	c[n++] = (struct column){ "gradient", -1, grad_text };
	c[n++] = (struct column){ "step", -1, step_text };
	c[n++] = (struct column){ "state", -1, state_text };
	return n;
}

static const char *
run_cell(const struct train_view *v, const struct column *c, struct arena *frame)
{
	if (c->knob >= 0)
		return v->spec && *v->spec->knob.v[c->knob].text
			       ? v->spec->knob.v[c->knob].text : "-";
	return v->snap ? c->get(v, frame) : "-";
}

static void
run_rows(struct plot_part *p, const struct panel_args *a, const struct column *c, int n,
	 struct arena *frame)
{
	const char **cells = ARENA_NEW(frame, const char *, (a->n_run + 1) * (n + 1));
	uint8_t *ink = ARENA_NEW(frame, uint8_t, a->n_run);
	uint32_t left = 1;

	cells[0] = "run";
	for (int k = 0; k < n; k++) {
		cells[k + 1] = c[k].head;
		if (c[k].knob >= 0 && train_knobs[c[k].knob].kind != PARAM_REAL
		    && train_knobs[c[k].knob].kind != PARAM_INT)
			left |= 2u << k;
	}
	for (int i = 0; i < a->n_run; i++) {
		const char **row = cells + (i + 1) * (n + 1);

		row[0] = str_printf(frame, "%d %s", a->run[i].number, a->run[i].name);
		ink[i] = (uint8_t)panel_ink(&a->run[i]);
		for (int k = 0; k < n; k++)
			row[k + 1] = run_cell(&a->run[i], &c[k], frame);
	}
	p->table = (struct plot_table){ .rows = a->n_run, .columns = n + 1,
					.cell = cells, .ink = ink, .left = left };
}

static void
describe_runs(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_view *best = NULL;
	int stopped = 0, known = 0;

	for (int i = 0; i < a->n_run; i++) {
		const struct train_view *v = &a->run[i];

		if (!v->snap)
			continue;
		known++;
		stopped += v->snap->facts.diverged;
		if (isfinite(v->snap->facts.loss)
		    && (!best || v->snap->facts.loss < best->snap->facts.loss))
			best = v;
	}
	if (best && known > 1)
		panel_say(f, frame, "%s has the smallest loss of %d, %s", best->name,
			  known, panel_num(best->snap->facts.loss, frame));
	else if (best)
		panel_say(f, frame, "%s: loss %s at step %ld", best->name,
			  panel_num(best->snap->facts.loss, frame),
			  best->snap->facts.step);
	else
		panel_say(f, frame, "%s", known > 1 ? "no run has a finite loss"
						    : "its loss is not finite");
	if (stopped)
		panel_say(f, frame, "%d stopped", stopped);
}

void
panel_runtable(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct column c[COLUMNS_MAX];
	int n;

	panel_begin(f, "runs", 1, frame);
	if (panel_waits(f, a))
		return;
	n = columns_of(a, c);
	run_rows(&f->part[0], a, c, n, frame);
	describe_runs(f, a, frame);
}

/* ---- events ---- */

struct entry {
	long step;
	const struct train_view *run;
	const char *text;
};

/* Keeps them in the order of their steps. */
static int
entry_add(struct entry *e, int n, struct entry new)
{
	int at = n;

	while (at > 0 && e[at - 1].step > new.step) {
		e[at] = e[at - 1];
		at--;
	}
	e[at] = new;
	return n + 1;
}

static int
entries_of(const struct panel_args *a, struct entry e[EVENTS_MAX])
{
	int n = 0;

	for (int i = 0; i < a->n_run && i < PANEL_SUBJECTS_MAX; i++) {
		const struct train_view *v = &a->run[i];

		for (int k = 0; v->snap && k < v->snap->n_event; k++)
			n = entry_add(e, n, (struct entry){ v->snap->event[k].step, v,
							    v->snap->event[k].text });
		if (v->snap && v->snap->facts.diverged)
			n = entry_add(e, n, (struct entry){ v->snap->facts.step, v,
				*v->snap->stopped ? v->snap->stopped
						  : "stopped, not finite" });
	}
	return n;
}

static void
event_rows(struct plot_part *p, const struct entry *e, int n, struct arena *frame)
{
	const char **cells = ARENA_NEW(frame, const char *, (n + 1) * 3);
	uint8_t *ink = ARENA_NEW(frame, uint8_t, n);

	cells[0] = "run";
	cells[1] = "step";
	cells[2] = "event";
	for (int i = 0; i < n; i++) {
		cells[3 * i + 3] = str_printf(frame, "%d %s", e[i].run->number,
					      e[i].run->name);
		cells[3 * i + 4] = str_printf(frame, "%ld", e[i].step);
		cells[3 * i + 5] = e[i].text;
		ink[i] = (uint8_t)panel_ink(e[i].run);
	}
	p->table = (struct plot_table){ .rows = n, .columns = 3, .cell = cells,
					.ink = ink, .left = 5, .tail = true };
}

void
panel_eventlog(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct entry e[EVENTS_MAX];
	int n;

	panel_begin(f, "events", 1, frame);
	if (panel_waits(f, a))
		return;
	n = entries_of(a, e);
	if (!n) {
		f->empty = "nothing was turned and nothing went wrong so far";
		return;
	}
	event_rows(&f->part[0], e, n, frame);
	panel_say(f, frame, "%d %s; the last at step %ld of %s: %s", n,
		  n == 1 ? "event" : "events", e[n - 1].step, e[n - 1].run->name,
		  e[n - 1].text);
}
