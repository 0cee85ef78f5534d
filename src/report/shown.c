#include "report/shown.h"

enum { CAPTION_MAX = 2048, TITLE_MAX = 128, GRID_W = 64, GRID_H = 32 };
enum { FIGURE_ROOM = 64 << 20 };	/* touched as far as a figure needs it */

/* Of a run that no pool holds: what there is to see now. */
static const struct train_snapshot *
look(struct train_run *r)
{
	const struct train_snapshot *s;

	do {
		train_run_watch(r, GRID_W, GRID_H);
		train_run_steps(r, 0);
		s = train_run_take(r);
	} while (s && s->more);
	return s;
}

static const char *
kept(struct arena *a, const char *text, size_t max)
{
	char *to = arena_alloc(a, 1, max);

	str_fill(to, max, str_of(text ? text : ""));
	return to;
}

static void
panel(struct shown *s, struct lab_take *take, const struct lab_panel *p,
      const struct train_snapshot *const *snap, struct arena scratch)
{
	struct shown_panel *to = &s->panel[s->n++];
	struct plot_figure f = { .caption = "" };

	lab_take_figure(take, p, &p->param, snap, &f, &scratch);
	to->kind = p->kind->name;
	to->title = kept(&s->words, f.title, TITLE_MAX);
	to->caption = kept(&s->words, f.empty ? f.empty : f.caption, CAPTION_MAX);
}

bool
shown_init(struct shown *s, const struct lab_plan *plan, struct lab_take *take,
	   struct err *e)
{
	const struct train_snapshot *snap[LAB_RUNS_MAX];
	int step = take ? lab_take_shown(take) : -1;
	struct arena figure = { 0 };

	*s = (struct shown){ 0 };
	if (step < 0)
		return true;
	if (!arena_init(&s->words, LAB_PANELS_MAX * (arena_need(1, CAPTION_MAX)
						     + arena_need(1, TITLE_MAX)), e)
	    || !arena_init(&figure, FIGURE_ROOM, e)) {
		arena_done(&s->words);
		return false;
	}
	for (int i = 0; i < plan->n_run; i++)
		snap[i] = look(lab_take_run(take, i));
	for (int i = 0; i < plan->step[step].show.n; i++)
		panel(s, take, &plan->step[step].show.panel[i], snap, figure);
	arena_done(&figure);
	return true;
}

void
shown_done(struct shown *s)
{
	arena_done(&s->words);
}
