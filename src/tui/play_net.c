/* View 5 of a lab: the network of one run, and one unit of it. */
#include "tui/play.h"

static int
levels_of(const struct tui_play *p)
{
	int n = train_spec_levels(lab_take_spec(p->take, lab_take_root(p->take, p->run)));

	return n > 0 ? n : 1;
}

/* How many units can be chosen; before the first snapshot nobody knows. */
static int
units_of(const struct tui_play *p)
{
	const struct train_snapshot *s = p->watch[p->run].snap;

	if (!s || !s->units || p->layer > s->facts.levels)
		return 1;
	return s->units[p->layer - 1].n;
}

void
play_net_fill(struct tui_play *p)
{
	const char *run = lab_take_name(p->take, p->run);
	int levels = levels_of(p);

	p->layer = p->layer < 1 ? 1 : p->layer > levels ? levels : p->layer;
	p->unit = p->unit < 1 ? 1 : p->unit;
	play_view_add(p, 0, "net %s layer=%d unit=%d", run, p->layer, p->unit);
	play_view_add(p, 1, "unit %s layer=%d unit=%d", run, p->layer, p->unit);
	play_view_add(p, 1, "deadmap %s", run);
}

enum tui_did
play_net_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	int levels = levels_of(p), units;

	(void)args;
	(void)e;
	if (str_is(name, "left") || str_is(name, "right"))
		p->layer = (p->layer - 1 + (str_is(name, "right") ? 1 : levels - 1))
			   % levels + 1;
	units = units_of(p);
	if (str_is(name, "up") || str_is(name, "down"))
		p->unit = (p->unit - 1 + (str_is(name, "down") ? 1 : units - 1)) % units
			  + 1;
	else if (!str_is(name, "left") && !str_is(name, "right"))
		return TUI_NOT_MINE;
	p->unit = p->unit > units ? units : p->unit;
	play_view_fill(p);
	return TUI_DONE;
}
