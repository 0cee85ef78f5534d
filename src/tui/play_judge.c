/* The judge phase: expectations tick off, changes are tried, the card is shown. */
#include "tui/play.h"

#include <math.h>
#include <string.h>

/* ---- expectations ---- */

/* The seed that decides: the one with the smallest margin of those that are done. */
static const struct lab_seed_verdict *
worst_seed(const struct lab_verdict *v)
{
	const struct lab_seed_verdict *worst = NULL;
	double least = INFINITY;

	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		for (int k = 0; s->done && k < s->n_compare; k++)
			if (!worst || s->compare[k].margin < least) {
				least = s->compare[k].margin;
				worst = s;
			}
	}
	return worst;
}

static void
add(char *buf, size_t size, const char *text)
{
	size_t n = strlen(buf);

	snprintf(buf + n, size - n, "%s", text);
}

/* "measured 1e-13 < 1e-9 (seed 3, the closest)" */
static void
measured(const struct lab_verdict *v, char *buf, size_t size)
{
	const struct lab_seed_verdict *s = worst_seed(v);
	char a[STR_NUM_MAX], b[STR_NUM_MAX], one[96];

	for (int k = 0; s && k < s->n_compare; k++) {
		const struct formula_compare *c = &s->compare[k];

		snprintf(one, sizeof(one), "%s%s %s %s", k ? ", " : "measured ",
			 str_number(a, c->left, 3), formula_op_text(c->node->op),
			 str_number(b, c->right, 3));
		add(buf, size, one);
	}
	if (s && v->n_seed > 1) {
		snprintf(one, sizeof(one), " (seed %llu, %s)",
			 (unsigned long long)s->seed,
			 s->held ? "the closest" : "the worst");
		add(buf, size, one);
	}
}

void
play_expect_line(const struct lab_verdict *v, const char **mark, enum plot_role *role,
		 char *buf, size_t size)
{
	int done = 0, held = 0;
	char count[64] = "";

	for (int i = 0; i < v->n_seed; i++) {
		done += v->seed[i].done;
		held += v->seed[i].done && v->seed[i].held;
	}
	*mark = !v->done ? "[ ]" : v->held ? "[x]" : "[!]";
	*role = !v->done ? PLOT_TEXT : v->held ? PLOT_GOOD : PLOT_BAD;
	snprintf(buf, size, "%s: %.*s\n", v->expect->name, STR_ARG(v->expect->source));
	measured(v, buf, size);
	if (v->n_seed > 1)
		snprintf(count, sizeof(count), "%s%d of %d seeds%s", done ? "; " : "",
			 v->done ? held : done, v->n_seed,
			 v->done ? " held" : " trained");
	else if (!done)
		snprintf(count, sizeof(count), "training");
	add(buf, size, count);
}

static void
expects_tell(struct tui_play *p)
{
	char buf[1024];
	const char *mark;
	enum plot_role role;

	for (int i = 0; i < p->result->n_verdict; i++) {
		const struct lab_verdict *v = &p->result->verdict[i];
		const struct lab_text *why
			= v->held ? &v->expect->why : &v->expect->otherwise;

		play_expect_line(v, &mark, &role, buf, sizeof(buf));
		tui_story_add(&p->story, PLOT_TEXT, mark, role, 4, buf);
		tui_story_item(&p->story, PLOT_TEXT, "", PLOT_TEXT, 4,
			       play_text(p, why, v->expect->mark));
	}
}

/* Does the play end with words that nobody has had the time to read? */
static bool
unread(const struct lab_plan *plan)
{
	for (int i = plan->n_step - 1; i >= 0; i--)
		switch (plan->step[i].what) {
		case LAB_SAY: return true;
		case LAB_PAUSE: case LAB_ASK: case LAB_TRAIN: return false;
		case LAB_SHOW: case LAB_MARK: case LAB_SET: break;
		}
	return false;
}

/* Measuring goes on while the last words are read. */
void
play_judge_begin(struct tui_play *p)
{
	p->stage = PLAY_JUDGE;
	p->n_done = -1;
	if (unread(p->plan)) {
		p->wait = PLAY_ENTER;
	} else {
		tui_story_section(&p->story);
		p->screen->scroll = -1;
	}
	if (p->seed == p->result->seed && !p->touched && !p->lent) {
		lab_judge_lend(p->judge, p->take);
		p->lent = p->take;
	}
}

/* ---- changes ---- */

static void
todo_tell(struct tui_play *p)
{
	const struct lab_todo *t = &p->plan->todo[p->todo];
	char text[512] = "You may change ";

	p->todo_hints = 0;
	tui_story_section(&p->story);
	tui_story_add(&p->story, PLOT_STRONG, ">", PLOT_GOOD, 2,
		      play_text(p, &t->text, -1));
	play_may_text(p, t, text + strlen(text), sizeof(text) - strlen(text));
	if (t->max)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 t->max == 1 && t->n_may > 1 ? "; only one of them."
			 : t->max < t->n_may ? "; at most %d of them." : ".", t->max);
	tui_story_item(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, text);
	play_todo_open(p);
}

void
play_todo_open(struct tui_play *p)
{
	const struct lab_todo *t = &p->plan->todo[p->todo];
	char text[96] = "";

	if (t->n_may > 0)
		snprintf(text, sizeof(text), "%s.%s=",
			 p->plan->run[t->may[0].run].spec.name, t->may[0].knob);
	play_view_lab(p);
	tui_screen_ask(p->screen, "change: ", text, "set ");
}

static void
card_tell(struct tui_play *p)
{
	char text[512] = "Next:", points[2][STR_NUM_MAX], command[LAB_COMMAND_MAX];

	p->stage = PLAY_END;
	tui_story_section(&p->story);
	snprintf(text, sizeof(text), "%s of %s points.",
		 str_number(points[0], p->result->points, 4),
		 str_number(points[1], p->result->points_max, 4));
	if (p->result->points_max > 0)
		tui_story_add(&p->story, PLOT_STRONG, "=", PLOT_GOOD, 2, text);
	tui_story_add(&p->story, PLOT_TEXT, "*", PLOT_GOOD, 2,
		      play_text(p, &p->plan->card, -1));
	snprintf(text, sizeof(text), "Next:");
	for (int i = 0; i < p->plan->n_next; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s",
			 i ? "," : "", lab_next_command(p->plan, i, command));
	if (p->plan->n_next)
		tui_story_add(&p->story, PLOT_STRONG, ">", PLOT_GOOD, 2, text);
	p->screen->scroll = -1;
	tui_screen_close(p->screen);
}

/* "A solution: sig.act=tanh": appends the changes to a text. */
static void
changes_add(const struct tui_play *p, const struct lab_change *c, int n, char *text,
	    size_t size)
{
	for (int i = 0; i < n; i++)
		snprintf(text + strlen(text), size - strlen(text), " %s.%s=%s",
			 p->plan->run[c[i].run].spec.name, c[i].key, c[i].value);
}

static void
solution_tell(struct tui_play *p, const struct lab_todo *t)
{
	char text[512] = "A solution:";

	changes_add(p, t->solution, t->n_solution, text, sizeof(text));
	if (t->n_solution)
		tui_story_add(&p->story, PLOT_BAD, "-", PLOT_BAD, 2, text);
	tui_story_item(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, play_text(p, &t->why, -1));
}

/* The verdict is read before anything else comes. */
static void
todo_announce(struct tui_play *p, int next)
{
	p->trying = false;
	p->next_todo = next;
	p->wait = PLAY_ENTER;
	tui_screen_read(p->screen);
	tui_screen_close(p->screen);
}

void
play_todo_begin(struct tui_play *p)
{
	p->todo = p->next_todo;
	p->next_todo = -1;
	p->wait = PLAY_GO;
	p->screen->scroll = -1;
	if (p->todo < p->plan->n_todo) {
		p->stage = PLAY_TODO;
		todo_tell(p);
	} else {
		card_tell(p);
	}
}

void
play_todo_skip(struct tui_play *p)
{
	tui_story_section(&p->story);
	solution_tell(p, &p->plan->todo[p->todo]);
	todo_announce(p, p->todo + 1);
}

void
play_todo_try(struct tui_play *p, struct str text, struct err *e)
{
	struct lab_change change[LAB_MAY_MAX];
	char told[512] = "The lab again with";
	int n;

	if (p->trying) {
		err_set(e, ERR_RANGE, SPAN_NONE, "the last change is still being tried");
		return;
	}
	if (!play_changes_parse(p, str_trim(text), change, &n, e)
	    || !lab_judge_try(p->judge, p->todo, change, n, e))
		return;
	play_edit_forget(p);		/* it is about the lab's own data */
	if (!play_take_new(p, p->result->seed, change, n, e))
		return;
	p->trying = true;
	for (int i = 0; i < n; i++)
		play_act_used(p, &change[i]);
	changes_add(p, change, n, told, sizeof(told));
	tui_story_section(&p->story);
	tui_story_add(&p->story, PLOT_STRONG, "*", PLOT_GOOD, 2, told);
	p->screen->scroll = -1;
	tui_screen_close(p->screen);
}

/* The replay is over and judged. */
static void
todo_reveal(struct tui_play *p)
{
	const struct lab_todo *t = &p->plan->todo[p->todo];
	char text[512];

	p->trying = false;
	p->screen->scroll = -1;
	snprintf(text, sizeof(text), "%s: %.*s%s",
		 p->result->todo[p->todo].solved ? "Solved" : "Not yet",
		 STR_ARG(t->pass_source),
		 p->result->todo[p->todo].solved ? "" : " does not hold.");
	if (!p->result->todo[p->todo].solved) {
		tui_story_add(&p->story, PLOT_BAD, "-", PLOT_BAD, 2, text);
		tui_screen_say(p->screen,
			       "Enter: another change; h: a hint; :skip gives up");
		return;
	}
	tui_story_add(&p->story, PLOT_GOOD, "+", PLOT_GOOD, 2, text);
	tui_story_item(&p->story, PLOT_TEXT, "", PLOT_TEXT, 2, play_text(p, &t->why, -1));
	todo_announce(p, p->todo + 1);
}

/* How many seeds have been measured, over all expectations. */
static int
seeds_done(const struct lab_result *r)
{
	int n = 0;

	for (int i = 0; i < r->n_verdict; i++)
		for (int k = 0; k < r->verdict[i].n_seed; k++)
			n += r->verdict[i].seed[k].done;
	return n;
}

bool
play_judge_move(struct tui_play *p, bool step)
{
	struct err e = { 0 };
	int before = p->n_done;
	bool decided;

	if (!play_judging(p))
		return false;
	while (!(decided = lab_judge_advance(p->judge, &e)) && step)
		train_pool_wait(p->pool);
	p->result = lab_judge_result(p->judge);
	p->n_done = seeds_done(p->result);
	if (e.code)
		play_error(p, &e);
	if (p->wait != PLAY_GO)		/* words are read, or it is trained once more */
		return p->n_done != before || e.code;
	if (p->stage == PLAY_JUDGE && decided) {
		expects_tell(p);
		todo_announce(p, 0);
	} else if (p->trying && !lab_judge_trying(p->judge)) {
		todo_reveal(p);
	} else {
		return p->n_done != before || e.code;
	}
	return true;
}

bool
play_judging(const struct tui_play *p)
{
	return (p->stage == PLAY_JUDGE && p->next_todo < 0) || p->trying;
}
