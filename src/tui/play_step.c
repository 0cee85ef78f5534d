/* The play phase: words, questions, pictures and training, in the lab's order. */
#include "tui/play.h"

#include <string.h>

const char *
play_text(struct tui_play *p, const struct lab_text *t, int mark)
{
	size_t need = t->text ? strlen(t->text) : 0;

	arena_reset(&p->scratch);
	need = arena_need(1, need + (size_t)t->n_hole * STR_NUM_MAX + 1);
	if (!t->text || need > arena_left(&p->scratch))
		return t->text ? t->text : "";
	return lab_take_text(p->take, t, mark, &p->scratch);
}

void
play_error(struct tui_play *p, const struct err *e)
{
	tui_story_section(&p->story);
	tui_story_add(&p->story, PLOT_BAD, "!", PLOT_BAD, 2, e->msg);
	if (*e->hint)
		tui_story_add(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, e->hint);
}

/* ---- takes ---- */

enum { PAST_USUAL = 64, MEGABYTE = 1 << 20 };

/* A run whose past has no room goes without: its figures are the same. */
static void
remember(struct tui_play *p)
{
	int past = p->screen->options->past;
	size_t bytes = (size_t)(past ? past : PAST_USUAL) * MEGABYTE;

	for (int i = 0; past >= 0 && i < p->plan->n_run; i++) {
		struct err e = { 0 };

		if (!train_run_remember(lab_take_run(p->take, i), bytes, &e))
			tui_screen_complain(p->screen, &e);
	}
}

bool
play_take_new(struct tui_play *p, uint64_t seed, const struct lab_change *change, int n,
	      struct err *e)
{
	const struct data_set *data = play_edit_data(p);
	struct lab_take *t = lab_take_on(p->plan, seed, data, change, n, e);

	if (!t)
		return false;
	play_stages_close(p);
	play_past_done(p);
	if (p->take && p->take != p->lent)
		lab_take_free(p->take, p->pool);
	p->take = t;
	p->seed = seed;
	p->touched = n > 0 || data;
	p->n_turn = 0;
	memset(p->back, 0, sizeof(p->back));
	p->run = p->run < p->plan->n_run ? p->run : 0;
	p->n_change = n;
	if (n > 0)
		memmove(p->change, change, sizeof(*change) * (size_t)n);
	p->at = 0;
	p->wait = PLAY_GO;
	p->pace.paused = false;
	remember(p);
	for (int i = 0; i < p->plan->n_run; i++)
		train_pool_add(p->pool, lab_take_run(t, i));
	play_watch_reset(p);
	for (int i = 0; i < p->plan->n_run; i++)	/* what was cannot be asked later */
		train_run_ask(lab_take_run(t, i), TRAIN_DEAR_TRAIL);
	play_view_fill(p);
	return true;
}

/* ---- questions ---- */

static const char *
ask_label(const struct lab_ask *q)
{
	return q->kind == LAB_NUMBER ? "number: " : "letter: ";
}

static void
ask_tell(struct tui_play *p, const struct lab_ask *q)
{
	char mark[4];

	tui_story_section(&p->story);
	tui_story_add(&p->story, PLOT_STRONG, ">", PLOT_GOOD, 2,
		      play_text(p, &q->text, -1));
	for (int i = 0; i < q->n_choice; i++) {
		snprintf(mark, sizeof(mark), "%c)", q->choice[i].letter);
		tui_story_item(&p->story, PLOT_TEXT, mark, PLOT_STRONG, 3,
			       q->choice[i].text);
	}
}

static const struct lab_ask *
open_ask(const struct tui_play *p)
{
	return p->wait == PLAY_ANSWER ? &p->plan->step[p->at - 1].ask : NULL;
}

/* Right or wrong, and why; the answer counts from here on. */
static void
ask_reveal(struct tui_play *p, const struct lab_ask *q)
{
	const struct lab_answer *a = &p->result->answer[q->index];
	char right[LAB_CHOICES_MAX * 2 + STR_NUM_MAX] = "", text[256];

	if (q->kind == LAB_NUMBER)
		str_number(right, q->answer, 6);
	for (int i = 0; i < q->n_choice; i++)
		if (q->choice[i].right)
			snprintf(right + strlen(right), sizeof(right) - strlen(right),
				 "%s%c", *right ? "," : "", q->choice[i].letter);
	if (!a->given)
		snprintf(text, sizeof(text), "The answer is %s.", right);
	else if (a->right)
		snprintf(text, sizeof(text), "Right: %s.", a->text);
	else
		snprintf(text, sizeof(text), "Not %s: the answer is %s.", a->text, right);
	tui_story_add(&p->story, a->right ? PLOT_GOOD : PLOT_BAD, a->right ? "+" : "-",
		      a->right ? PLOT_GOOD : PLOT_BAD, 2, text);
	tui_story_item(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, play_text(p, &q->why, -1));
	p->passed = p->at;
	p->wait = PLAY_ENTER;
	tui_screen_read(p->screen);
	tui_screen_close(p->screen);
}

void
play_answer(struct tui_play *p, const char *text)
{
	const struct lab_ask *q = open_ask(p);
	struct err e = { 0 };

	if (!q)
		return;
	if (str_trim(str_of(text)).n == 0)
		tui_screen_say(p->screen,
			       "type an answer; ? gives a hint, :skip gives up");
	else if (lab_answer_judge(q, text, &p->result->answer[q->index], &e))
		ask_reveal(p, q);
	else
		tui_screen_again(p->screen, &e);
}

void
play_hint(struct tui_play *p)
{
	const struct lab_ask *q = open_ask(p);
	struct lab_answer *a = q ? &p->result->answer[q->index] : NULL;
	const struct lab_todo *t = p->stage == PLAY_TODO ? &p->plan->todo[p->todo] : NULL;
	int *seen = q ? &a->hints : &p->todo_hints, n = q ? q->n_hint : t ? t->n_hint : 0;

	if (!q && !t)
		tui_screen_say(p->screen, "no question is open");
	else if (*seen >= n)
		tui_screen_say(p->screen,
			       n ? "there is no further hint" : "there is no hint");
	else {
		const struct lab_text *hint = q ? &q->hint[*seen] : &t->hint[*seen];

		++*seen;
		tui_story_add(&p->story, PLOT_TEXT, "?", PLOT_GOOD, 2,
			      play_text(p, hint, -1));
		p->screen->scroll = -1;
	}
}

void
play_skip(struct tui_play *p)
{
	const struct lab_ask *q = open_ask(p);

	if (q)
		ask_reveal(p, q);
	else if (p->stage == PLAY_TODO && p->next_todo < 0 && !p->trying)
		play_todo_skip(p);
	else
		tui_screen_say(p->screen, "no question is open");
}

/* ---- steps ---- */

static void
training_tell(struct tui_play *p, const struct lab_train *t)
{
	char text[256] = "Training", number[STR_NUM_MAX];

	for (int i = 0; i < t->n_run; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s",
			 i == 0 ? "" : i + 1 < t->n_run ? "," : " and",
			 p->plan->run[t->run[i]].spec.name);
	if (t->steps)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ": %ld steps.",
			 t->steps);
	else
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ": %s epochs.",
			 str_number(number, t->epochs, 6));
	tui_story_add(&p->story, PLOT_GOOD, "*", PLOT_GOOD, 2, text);
}

/* The words of a step, told once. */
static void
step_tell(struct tui_play *p, int i)
{
	const struct lab_step *s = &p->plan->step[i];

	if (i < p->told)
		return;
	p->told = i + 1;
	p->screen->scroll = -1;
	if (s->what == LAB_SAY || s->what == LAB_ASK)
		tui_screen_read(p->screen);
	if (s->what == LAB_SAY)
		tui_story_add(&p->story, PLOT_TEXT, "", PLOT_TEXT, 0,
			      play_text(p, &s->say, -1));
	else if (s->what == LAB_ASK)
		ask_tell(p, &s->ask);
	else if (s->what == LAB_TRAIN)
		training_tell(p, &s->train);
}

static void
step_show(struct tui_play *p, int i)
{
	if (p->show != i && p->view_now == play_views) {
		p->cross = (struct tui_cross){ 0 };
		memset(p->flipped, 0, sizeof(p->flipped));
	}
	p->show = i;
	play_view_fill(p);
}

/* A step that the person has to pass, but has not yet: what is waited for. */
static void
step_wait(struct tui_play *p, int i)
{
	const struct lab_step *s = &p->plan->step[i];

	if (s->what == LAB_TRAIN) {
		p->wait = PLAY_TRAIN;
	} else if (i < p->passed) {
		p->wait = PLAY_GO;
	} else if (s->what == LAB_PAUSE) {
		p->wait = PLAY_ENTER;
	} else if (s->what == LAB_ASK) {
		p->wait = PLAY_ANSWER;
		play_view_lab(p);
		tui_screen_ask(p->screen, ask_label(&s->ask), "", "");
	}
}

static void
step_do(struct tui_play *p, int i)
{
	const struct lab_step *s = &p->plan->step[i];
	struct err e = { 0 };

	step_tell(p, i);
	p->at = i + 1;
	if (s->what == LAB_SHOW)
		step_show(p, i);
	if (s->what == LAB_TRAIN)
		play_pace_begin(p, &s->train);
	if (!lab_take_do(p->take, i, p->pool, false, &e)) {
		play_error(p, &e);
		return;
	}
	step_wait(p, i);
	if (p->wait == PLAY_GO && i >= p->passed)
		p->passed = i + 1;
}

bool
play_perform(struct tui_play *p)
{
	bool did = false;

	if (p->wait == PLAY_TRAIN && !lab_take_busy(p->take, p->pool)) {
		p->wait = PLAY_GO;
		p->passed = p->at > p->passed ? p->at : p->passed;
		did = true;
	}
	while (p->wait == PLAY_GO && p->at < p->plan->n_step) {
		step_do(p, p->at);
		did = true;
	}
	if (p->wait == PLAY_GO && p->stage == PLAY_STEPS) {
		play_judge_begin(p);
		did = true;
	} else if (p->wait == PLAY_GO && p->next_todo >= 0) {
		p->wait = PLAY_ENTER;	/* trained again meanwhile: still to be read */
	}
	return did;
}

void
play_next(struct tui_play *p)
{
	p->screen->scroll = -1;
	play_view_lab(p);
	if (p->next_todo >= 0 && p->wait == PLAY_ENTER) {
		play_todo_begin(p);
	} else if (p->wait == PLAY_ENTER) {
		p->passed = p->at > p->passed ? p->at : p->passed;
		p->wait = PLAY_GO;
		tui_story_section(&p->story);
	} else if (p->wait == PLAY_ANSWER) {
		tui_screen_ask(p->screen, ask_label(open_ask(p)), "", "");
	} else if (p->stage == PLAY_TODO && !p->trying) {
		play_todo_open(p);
	} else if (p->wait == PLAY_TRAIN && p->pace.paused) {
		play_pace_pause(p, false);
	} else if (p->stage == PLAY_END) {
		tui_screen_say(p->screen, "that was all; q leaves");
	} else {
		tui_screen_say(p->screen,
			       "it goes on by itself; Space pauses, ] is faster");
	}
}
