/* The mouse over the panels of a lab: the cross-hair, and what is seen of its axis. */
#include "tui/play.h"

#include <string.h>

#define WHEEL_ZOOM 1.25

/* The part that the pointer is over, without the cross-hair; NULL: it has no axis that can
 * be read along.  It lives in the screen's frame. */
static const struct plot_part *
part_of(struct tui_play *p, int panel, int part)
{
	struct arena *frame = &p->screen->frame;
	const struct plot_figure *f;

	if (panel < 0 || panel >= p->n_seen)
		return NULL;
	arena_reset(frame);
	f = play_figure(p, panel, frame);
	if (f->empty || part >= f->n_part || !tui_cross_part_able(&f->part[part]))
		return NULL;
	return &f->part[part];
}

/* The axis goes along with the pointer where only a piece of it is seen; else the
 * cross-hair does. */
static bool
drag(struct tui_play *p, const struct tui_mouse *m)
{
	const struct plot_part *part;

	if (!p->held || !m->placed || m->panel != p->grip_panel
	    || m->at.part != p->grip_part)
		return false;
	part = part_of(p, m->panel, m->at.part);
	if (part && !tui_cross_pan(&p->cross, part, p->grip, m->at.x))
		tui_cross_put(&p->cross, part, m->at.x);
	return part != NULL;
}

static bool
cross_mouse(struct tui_play *p, const struct tui_mouse *m)
{
	const struct plot_part *part;

	if (m->what == TUI_MOUSE_UP || !m->placed) {
		p->held = p->held && m->what == TUI_MOUSE_DRAG;
		return false;
	}
	if (m->what == TUI_MOUSE_DRAG)
		return drag(p, m);
	part = part_of(p, m->panel, m->at.part);
	if (!part)
		return false;
	tui_cross_put(&p->cross, part, m->at.x);
	if (m->what == TUI_MOUSE_DOWN) {
		p->held = true;
		p->grip = m->at.x;
		p->grip_panel = m->panel;
		p->grip_part = m->at.part;
	} else {
		tui_cross_zoom(&p->cross, part, m->what == TUI_MOUSE_WHEEL_UP
						       ? 1 / WHEEL_ZOOM : WHEEL_ZOOM);
	}
	return true;
}

bool
play_explore_mouse(struct tui_play *p, const struct tui_mouse *m)
{
	return tui_explorer_mouse(&p->explorer, m);
}

bool
play_mouse(struct tui_view *v, const struct tui_mouse *m)
{
	struct tui_play *p = (struct tui_play *)v;

	if (p->view_now->mouse && p->view_now->mouse(p, m))
		return true;
	return cross_mouse(p, m);
}
