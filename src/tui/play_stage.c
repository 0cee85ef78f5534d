/* The next step in four stages: forward, loss, backward, update, with the numbers of one
 * example and one unit.  A twin takes the step; the run itself stands still. */
#include "tui/play.h"

#include <math.h>
#include <sched.h>
#include <string.h>

enum { STAGES = 4, INPUTS_SHOWN = 2 };

/* ---- taking the step ---- */

void
play_stages_close(struct tui_play *p)
{
	struct play_stages *s = &p->stages;

	if (s->twin) {
		train_pool_drop(p->pool, s->twin);
		train_run_free(s->twin);
	}
	arena_done(&s->room);
	*s = (struct play_stages){ .example = s->example, .level = s->level,
				   .unit = s->unit };
}

/* Sends the twin to before the step, as soon as the run has come there. */
static void
send(struct tui_play *p)
{
	struct play_stages *s = &p->stages;
	struct train_run *r = lab_take_run(p->take, s->run);
	struct train_goal g = { .step = s->at };

	train_pool_drop(p->pool, s->twin);
	s->ready = false;
	s->sent = train_run_step(r) >= s->at;
	if (!s->sent)
		return;
	train_run_seek(s->twin, r, s->at);
	train_pool_start(p->pool, &s->twin, 1, &g);
}

static void
take(struct tui_play *p)
{
	struct play_stages *s = &p->stages;

	train_pool_drop(p->pool, s->twin);
	arena_reset(&s->room);
	s->e = (struct err){ 0 };
	s->ready = true;
	if (train_run_diverged(s->twin))
		err_set(&s->e, ERR_NUMBER, SPAN_NONE, "%s", train_run_stopped(s->twin));
	else if (train_run_stage(s->twin, s->example, s->level, s->unit, &s->stage,
				 &s->room, &s->e)) {
		s->example = s->stage.example;
		s->unit = s->stage.unit;
	}
}

bool
play_stages_move(struct tui_play *p, bool step)
{
	struct play_stages *s = &p->stages;
	bool there;

	if (!s->on || s->ready)
		return false;
	do {
		if (!s->sent)
			send(p);
		there = s->sent && (train_run_step(s->twin) >= s->at
				    || train_run_diverged(s->twin));
	} while (step && !there && sched_yield() == 0);
	if (there)
		take(p);
	return there;
}

bool
play_stages_due(const struct tui_play *p)
{
	return p->stages.on && !p->stages.ready;
}

/* ---- choosing ---- */

static void
open(struct tui_play *p, struct err *e)
{
	struct play_stages *s = &p->stages;
	struct train_run *r = lab_take_run(p->take, play_run_seen(p));
	long now = train_run_step(r);

	play_stages_close(p);
	if (play_past_oldest(p, play_run_seen(p)) < 0) {
		err_set(e, ERR_RANGE, SPAN_NONE, "nothing of the past is kept");
		err_hint(e, "stages need some: start with a larger --past");
		return;
	}
	if (!p->past.on)
		play_pace_pause(p, true);
	s->twin = train_run_twin(r, e);
	if (!s->twin || !arena_init(&s->room, train_stage_need(s->twin), e)) {
		play_stages_close(p);
		return;
	}
	s->on = true;
	s->run = play_run_seen(p);
	s->shown = 1;
	s->level = s->level ? s->level : 1;
	s->at = p->past.on && p->past.at < now ? p->past.at : now;
	send(p);
}

/* Behind the last stage the step is taken, here or in the past. */
static void
next(struct tui_play *p, struct err *e)
{
	struct play_stages *s = &p->stages;
	long newest = train_run_step(lab_take_run(p->take, s->run));

	if (s->shown < STAGES) {
		s->shown++;
		return;
	}
	if (s->at < newest)
		play_past_go(p, s->at + 1, e);
	else if (play_training(p))
		play_pace_step(p);
	else
		err_set(e, ERR_RANGE, SPAN_NONE, "nothing is being trained now");
	if (e->code)
		return;
	s->at++;
	s->shown = 1;
	send(p);
}

static void
choose(int *what, int by, int n, struct tui_play *p)
{
	*what += by;
	*what = *what < 0 ? 0 : *what < n ? *what : n - 1;
	send(p);
}

/* What is neither about these stages nor about the screen alone. */
static bool
is_of_lab(struct str name)
{
	static const char *const other[] = {
		"unitback", "uniton", "exampleback", "exampleon", "layerback", "layeron",
		"back", "command", "help", "theme", "glyphs", "redraw", "quit", "leave",
		NULL
	};

	for (int i = 0; other[i]; i++)
		if (str_is(name, other[i]))
			return false;
	return true;
}

enum tui_did
play_stages_command(struct tui_play *p, struct str name, struct err *e)
{
	struct play_stages *s = &p->stages;
	int level = s->level - 1;

	if (str_is(name, "stages") && !s->on)
		open(p, e);
	else if (str_is(name, "stages"))
		next(p, e);
	else if (s->on && is_of_lab(name))
		play_stages_close(p);	/* another action is meant */
	if (str_is(name, "stages"))
		return e->code ? TUI_FAILED : TUI_DONE;
	if (!s->on || !s->ready)
		return TUI_NOT_MINE;
	if (str_is(name, "unitback") || str_is(name, "uniton"))
		choose(&s->unit, str_is(name, "uniton") ? 1 : -1, s->stage.units, p);
	else if (str_is(name, "exampleback") || str_is(name, "exampleon"))
		choose(&s->example, str_is(name, "exampleon") ? 1 : -1, s->stage.batch,
		       p);
	else if (str_is(name, "layerback") || str_is(name, "layeron")) {
		choose(&level, str_is(name, "layeron") ? 1 : -1, s->stage.levels, p);
		s->level = level + 1;
	} else if (str_is(name, "back")) {
		play_stages_close(p);
	} else {
		return TUI_NOT_MINE;
	}
	return e->code ? TUI_FAILED : TUI_DONE;
}

/* ---- words ---- */

static const char *
num(double v, struct arena *frame)
{
	char buf[STR_NUM_MAX];

	return str_copy(frame, str_of(str_number(buf, v, 4)));
}

static const char *
forward(const struct train_stage *s, struct arena *f)
{
	const char *text = str_printf(f, "1 FORWARD  example %d of %d, row %d\n",
				      s->example + 1, s->batch, s->row + 1);
	double rest = s->z - (isnan(s->bias) ? 0 : s->bias);

	for (int i = 0; i < s->inputs && i < INPUTS_SHOWN; i++) {
		double part = (double)s->x[i] * s->w[i];

		text = str_printf(f, "%s  x%d %s * w%d %s = %s\n", text, i + 1,
				  num(s->x[i], f), i + 1, num(s->w[i], f), num(part, f));
		rest -= part;
	}
	if (s->inputs > INPUTS_SHOWN)
		text = str_printf(f, "%s  %d more inputs: %s\n", text,
				  s->inputs - INPUTS_SHOWN, num(rest, f));
	if (!isnan(s->bias))
		text = str_printf(f, "%s  bias %s,", text, num(s->bias, f));
	text = str_printf(f, "%s  sum z = %s\n", text, num(s->z, f));
	if (s->between)
		text = str_printf(f, "%s  %s makes it v = %s\n", text, s->between,
				  num(s->v, f));
	if (!s->act)
		return str_printf(f, "%s  no activation: an output of the network\n",
				  text);
	return str_printf(f, "%s  a = %s(%s) = %s, slope f'(%s) = %s\n", text, s->act,
			  s->between ? "v" : "z", num(s->a, f), s->between ? "v" : "z",
			  num(s->slope, f));
}

static const char *
loss(const struct train_stage *s, struct arena *f)
{
	const char *text = "2 LOSS\n  outputs";

	for (int i = 0; i < s->outs && i < 4; i++)
		text = str_printf(f, "%s %s", text, num(s->out[i], f));
	text = str_printf(f, "%s%s,", text, s->outs > 4 ? " ..." : "");
	if (s->label >= 0)
		text = str_printf(f, "%s class %d\n", text, s->label);
	else {
		text = str_printf(f, "%s target", text);
		for (int i = 0; s->target && i < s->outs && i < 4; i++)
			text = str_printf(f, "%s %s", text, num(s->target[i], f));
		text = str_printf(f, "%s\n", text);
	}
	return str_printf(f, "%s  %s %s; of the whole batch %s\n", text, s->loss_name,
			  num(s->loss, f), num(s->loss_batch, f));
}

static const char *
backward(const struct train_stage *s, struct arena *f)
{
	const char *text = "3 BACKWARD  L is the loss of the batch";

	if (s->scale != 1)
		text = str_printf(f, "%s, times %s", text, num(s->scale, f));
	text = str_printf(f, "%s\n", text);
	if (s->act)
		text = str_printf(f, "%s  dL/da = %s\n", text, num(s->da, f));
	if (s->act && !s->between)
		text = str_printf(f, "%s  dL/dz = dL/da * slope = %s\n", text,
				  num(s->dz, f));
	else
		text = str_printf(f, "%s  dL/dz = %s\n", text, num(s->dz, f));
	for (int i = 0; i < s->inputs && i < INPUTS_SHOWN; i++)
		text = str_printf(f,
				  "%s  dL/dz * x%d = %s, of all examples dL/dw%d = %s\n",
				  text, i + 1, num(s->dz * s->x[i], f), i + 1,
				  num(s->grad[i], f));
	return text;
}

static const char *
update(const struct train_stage *s, struct arena *f)
{
	const char *text = str_printf(f, "4 UPDATE  %s, lr %s\n", s->opt, num(s->lr, f));

	for (int i = 0; i < s->inputs && i < INPUTS_SHOWN; i++)
		text = str_printf(f, "%s  w%d %s, moved by %s, is %s\n", text, i + 1,
				  num(s->w[i], f), num((double)s->new_w[i] - s->w[i], f),
				  num(s->new_w[i], f));
	if (!isnan(s->bias))
		text = str_printf(f, "%s  bias %s, moved by %s, is %s\n", text,
				  num(s->bias, f), num(s->new_bias - s->bias, f),
				  num(s->new_bias, f));
	return text;
}

static const char *
text_of(const struct play_stages *s, struct arena *frame)
{
	const char *(*const stage[STAGES])(const struct train_stage *, struct arena *)
		= { forward, loss, backward, update };
	const char *text = "";

	if (!s->ready)
		return str_printf(frame, "on the way to step %ld: at %ld", s->at,
				  train_run_step(s->twin));
	if (s->e.code)
		return str_printf(frame, "%s", s->e.msg);
	for (int i = 0; i < s->shown; i++)
		text = str_printf(frame, "%s%s", text, stage[i](&s->stage, frame));
	return text;
}

void
play_stages_scene(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	const struct play_stages *s = &p->stages;

	if (!s->on)
		return;
	o->over = str_printf(frame, "%s, step %ld", lab_take_name(p->take, s->run),
			     s->at + 1);
	if (s->stage.units)
		o->over = str_printf(frame, "%s: layer %d of %d, unit %d of %d", o->over,
				     s->level, s->stage.levels, s->unit + 1,
				     s->stage.units);
	o->over_text = text_of(s, frame);
	o->n_hint = 0;
	o->hint[o->n_hint++] = (struct tui_hint){
		"s", s->shown < STAGES ? "next stage" : "take the step" };
	o->hint[o->n_hint++] = (struct tui_hint){ "Left Right", "unit" };
	o->hint[o->n_hint++] = (struct tui_hint){ "Up Down", "layer" };
	o->hint[o->n_hint++] = (struct tui_hint){ "PgUp PgDn", "example" };
	o->hint[o->n_hint++] = (struct tui_hint){ "Esc", "closes" };
}
