/* View 4 of a lab: the explorer over what a run's layer receives. */
#include "tui/play.h"

bool
play_explore_init(struct tui_play *p, struct err *e)
{
	struct nn_act_use act = train_spec_act(&p->plan->run[0].spec);
	const char *name = act.kind->name;

	if (!tui_explorer_init(&p->explorer, &act, &name, 1, -5, 5, e))
		return false;
	p->explorer.own = &p->plan->own;
	return true;
}

/* Until a person turns something it is the chosen run's own activation. */
void
play_explore_fill(struct tui_play *p)
{
	struct tui_explorer *x = &p->explorer;
	const struct train_spec *s = train_run_spec(lab_take_run(p->take, p->run));
	struct nn_act_use act = train_spec_act(s);
	int levels = train_spec_levels(s);

	x->layers = levels > 1 ? levels - 1 : levels;
	x->layer = x->layer > x->layers ? x->layers : x->layer;
	if (!x->touched)
		tui_explorer_take(x, &act);
	p->n_seen = tui_explorer_panels(x, p->run, p->seen);
}

void
play_explore_words(struct tui_play *p, struct tui_scene *o, struct arena *frame)
{
	tui_explorer_words(&p->explorer, o, frame);
}

enum tui_did
play_explore_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	enum tui_did did = tui_explorer_command(&p->explorer, p->screen, name, args, e);

	if (str_is(name, "nextrun") || str_is(name, "prevrun") || str_is(name, "run"))
		p->explorer.touched = false;	/* and on it goes to the run */
	if (did == TUI_DONE)
		play_view_fill(p);
	return did;
}
