#include "tui/play.h"

#include <string.h>

enum { SCRATCH_ROOM = 16 << 20, USUAL_GEAR = 3 };

static void
play_entered(struct tui_view *v, const char *text)
{
	struct tui_play *p = (struct tui_play *)v;
	struct err e = { 0 };

	if (p->wait == PLAY_ANSWER) {
		play_answer(p, text);
	} else if (p->stage == PLAY_TODO) {
		play_todo_try(p, str_of(text), &e);
		if (e.code)
			tui_screen_again(p->screen, &e);
	}
}

static bool
play_tick(struct tui_view *v, bool step)
{
	struct tui_play *p = (struct tui_play *)v;
	bool changed = play_pace_move(p, step);

	changed |= play_past_move(p, step);
	changed |= play_stages_move(p, step);
	changed |= play_perform(p);
	changed |= play_watch(p, step);
	changed |= play_judge_move(p, step);
	return changed;
}

static unsigned
play_context(const struct tui_view *v)
{
	const struct tui_play *p = (const struct tui_play *)v;

	if (p->edit.on)
		return TUI_IN_EDIT;
	return p->stages.on ? TUI_IN_STAGES : p->past.on ? TUI_IN_PAST : TUI_IN_NOW;
}

static double
play_period(const struct tui_view *v)
{
	const struct tui_play *p = (const struct tui_play *)v;

	if (play_past_due(p) || play_stages_due(p))
		return 0.01;
	if ((p->wait == PLAY_TRAIN && !p->pace.paused) || play_watch_due(p)
	    || (p->wait == PLAY_GO && p->at < p->plan->n_step))
		return 1.0 / 30;
	if (p->stage == PLAY_JUDGE && p->wait == PLAY_ENTER && p->result->judged)
		return -1;		/* all is measured, the last words are read */
	return play_judging(p) ? 0.1 : -1;
}

static const char *
play_unfinished(const struct tui_view *v)
{
	const struct tui_play *p = (const struct tui_play *)v;

	if (p->wait == PLAY_TRAIN)
		return "the training is not finished";
	if (play_judging(p))
		return "the judging is not finished";
	return NULL;
}

static const struct tui_view play_view = {
	.scene = play_scene, .command = play_command, .entered = play_entered,
	.tick = play_tick, .period = play_period, .unfinished = play_unfinished,
	.words = play_words, .mouse = play_mouse, .context = play_context
};

static bool
play_start(struct tui_play *p, struct lab_plan *plan, uint64_t seed,
	   const struct tui_options *o, struct err *e)
{
	p->view = play_view;
	p->plan = plan;
	p->view_now = play_views;
	play_layout_load(p);
	p->show = p->next_todo = -1;
	p->pace.gear = USUAL_GEAR;
	p->pool = train_pool_new(o->threads, e);
	if (!p->pool)
		return false;
	p->judge = lab_judge_new(plan, seed, p->pool, e);
	if (!p->judge)
		return false;
	p->result = lab_judge_result(p->judge);
	return arena_init(&p->scratch, SCRATCH_ROOM, e)
		&& arena_init(&p->seen_room, 4 * TUI_PANELS_MAX * LAB_PANEL_ROOM, e)
		&& play_explore_init(p, e)
		&& play_take_new(p, seed, NULL, 0, e);
}

/* What outlives the screen goes to *out, the rest is given back.  The result speaks of
 * the lab as it is written: a take with another seed or knobs turned is none. */
static void
play_stop(struct tui_play *p, struct tui_outcome *out)
{
	bool counts = p->take && !p->touched && p->seed == p->result->seed;
	struct lab_take *own = p->lent ? p->lent : counts ? p->take : NULL;
	struct lab_take *take = own;

	play_stages_close(p);
	play_past_done(p);
	if (p->take && p->take != own)
		lab_take_free(p->take, p->pool);
	if (p->judge)
		p->result = lab_judge_result(p->judge);
	if (p->judge && !p->lent && lab_judge_main(p->judge))
		take = lab_judge_main(p->judge);
	for (int i = 0; take && i < lab_take_runs(take); i++)
		train_pool_drop(p->pool, lab_take_run(take, i));
	*out = (struct tui_outcome){ p->result, take, own, p->judge, p->pool, "" };
	if (p->result)
		play_course_leave(p);
	str_fill(out->next, sizeof(out->next), str_of(p->next_lab));
	arena_done(&p->scratch);
	arena_done(&p->seen_room);
	tui_explorer_done(&p->explorer);
	arena_done(&p->edit.room);
}

void
tui_outcome_done(struct tui_outcome *out)
{
	if (out->judge)
		lab_judge_free(out->judge);
	if (out->own)
		lab_take_free(out->own, out->pool);
	train_pool_free(out->pool);
	*out = (struct tui_outcome){ 0 };
}

bool
tui_lab(struct lab_plan *plan, uint64_t seed, const struct tui_options *o,
	struct tui_outcome *out, struct err *e)
{
	struct arena a = { 0 };
	struct tui_screen screen;
	struct tui_play *p;
	bool ok = false;

	*out = (struct tui_outcome){ 0 };
	if (!arena_init(&a, arena_need(sizeof(*p), 1), e))
		return false;
	p = ARENA_NEW(&a, struct tui_play, 1);
	p->screen = &screen;
	if (tui_screen_start(&screen, o, e)) {
		ok = play_start(p, plan, seed, o, e);
		if (ok)
			tui_screen_run(&screen, &p->view);
		tui_screen_stop(&screen);
		play_stop(p, out);
		if (!ok)
			tui_outcome_done(out);
	}
	arena_done(&a);
	return ok;
}
