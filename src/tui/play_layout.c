/* Panels that a person chooses: what stands in a slot of a view, remembered per lab. */
#include "tui/play.h"
#include "tui/state.h"

#include <string.h>

#define FILE_NAME "layout"
#define HEAD "actlab-layout 1"

/* A panel from text; one that names no run shows the chosen one. */
static bool
panel_read(struct tui_play *p, const char *text, struct lab_panel *to, struct err *e)
{
	struct arena *a = &p->seen_room;
	struct err none = { 0 };

	if (arena_left(a) < 2 * LAB_PANEL_ROOM)
		return err_set(e, ERR_RANGE, SPAN_NONE, "too many panels");
	if (lab_panel_parse(p->plan, str_of(str_copy(a, str_of(text))), a, to, e))
		return true;
	text = str_printf(a, "%s %s", text, lab_take_name(p->take, p->run));
	if (!lab_panel_parse(p->plan, str_of(text), a, to, &none))
		return false;
	*e = none;
	return true;
}

void
play_layout_apply(struct tui_play *p)
{
	for (int i = 0; i < p->n_choice; i++) {
		const struct play_choice *c = &p->choice[i];
		struct lab_panel *to = &p->seen[c->slot], was;
		struct err e = { 0 };

		if (strcmp(c->view, p->view_now->name) != 0
		    || c->slot + !*c->text >= p->n_seen)
			continue;
		was = *to;
		if (*c->text) {
			if (!panel_read(p, c->text, to, &e))
				*to = was;
		} else {
			*to = to[1];
			to[1] = was;
			to[1].row = to->row;
		}
		to->row = was.row;
	}
}

/* ---- kept between starts: LAB VIEW SLOT TEXT ---- */

static bool
line_read(struct str line, struct str *lab, struct play_choice *c)
{
	struct str view, slot;
	double v;

	if (!str_cut(&line, ' ', lab) || !str_cut(&line, ' ', &view)
	    || !str_cut(&line, ' ', &slot) || !str_double(slot, &v) || v < 0
	    || v >= TUI_PANELS_MAX || view.n >= (int)sizeof(c->view)
	    || line.n >= (int)sizeof(c->text))
		return false;
	*c = (struct play_choice){ .slot = (int)v };
	str_fill(c->view, sizeof(c->view), view);
	str_fill(c->text, sizeof(c->text), line);
	return true;
}

/* Lines of other labs, as they are; those of this one go to p where it has none yet. */
static const char *
file_read_all(struct tui_play *p, bool take, struct arena *a)
{
	char notice[TUI_STATE_NOTICE];
	const char *others = "";
	struct str text, line, lab;
	struct play_choice c;

	if (tui_state_read(FILE_NAME, HEAD, a, &text, notice))
		while (text.n > 0 && str_cut(&text, '\n', &line)) {
			if (!line_read(line, &lab, &c)) {
				tui_state_damaged(FILE_NAME, notice);
				break;
			}
			if (!str_is(lab, p->plan->name))
				others = str_printf(a, "%s%.*s\n", others, STR_ARG(line));
			else if (take && p->n_choice < PLAY_CHOICES_MAX)
				p->choice[p->n_choice++] = c;
			if (arena_left(a) < TUI_STATE_BYTES)
				break;
		}
	if (take && *notice)
		tui_screen_say(p->screen, "%s", notice);
	return others;
}

void
play_layout_load(struct tui_play *p)
{
	struct arena a = { 0 };
	struct err e = { 0 };

	if (!arena_init(&a, 4 * TUI_STATE_BYTES, &e))
		return;
	file_read_all(p, true, &a);
	arena_done(&a);
}

static void
save(struct tui_play *p, struct err *e)
{
	struct arena a = { 0 };
	const char *text;

	if (!arena_init(&a, 4 * TUI_STATE_BYTES, e))
		return;
	text = file_read_all(p, false, &a);
	for (int i = 0; i < p->n_choice && arena_left(&a) > TUI_STATE_BYTES; i++)
		text = str_printf(&a, "%s%s %s %d %s\n", text, p->plan->name,
				  p->choice[i].view, p->choice[i].slot,
				  p->choice[i].text);
	tui_state_write(FILE_NAME, HEAD, text, e);
	arena_done(&a);
}

/* ---- commands ---- */

static void
choose(struct tui_play *p, struct str text, struct err *e)
{
	struct play_choice *c = &p->choice[p->n_choice];
	int focus = p->screen->focus;

	if (focus < 1 || focus > p->n_seen) {
		err_set(e, ERR_NAME, SPAN_NONE, "choose a panel with Tab first");
		return;
	}
	if (p->n_choice == PLAY_CHOICES_MAX || text.n >= (int)sizeof(c->text)) {
		err_set(e, ERR_RANGE, SPAN_NONE, "too many panels were chosen");
		err_hint(e, ":panels as the lab has them");
		return;
	}
	*c = (struct play_choice){ .slot = focus - 1 };
	str_fill(c->view, sizeof(c->view), str_of(p->view_now->name));
	str_fill(c->text, sizeof(c->text), text);
	p->n_choice++;
	play_view_fill(p);
	save(p, e);
}

/* All kinds that there are, with what they show. */
static void
kinds_list(struct tui_play *p)
{
	const struct panel_kind *k = panel_kinds;
	int n = 0;

	for (; k->name && n < PLAY_KINDS_MAX; k++, n++) {
		snprintf(p->kind_command[n], sizeof(p->kind_command[n]), "panel %s", k->name);
		p->kind[n] = (struct tui_key){ k->name, p->kind_command[n], k->help, 0 };
	}
	p->kind[n] = (struct tui_key){ 0 };
	tui_screen_list(p->screen, "Panels", p->kind);
}

static void
panel_set(struct tui_play *p, struct str args, struct err *e)
{
	struct lab_panel try;

	if (args.n == 0 && (p->screen->focus < 1 || p->screen->focus > p->n_seen)) {
		err_set(e, ERR_NAME, SPAN_NONE, "choose a panel with Tab first");
	} else if (args.n == 0) {
		kinds_list(p);
	} else if (panel_read(p, str_copy(&p->seen_room, args), &try, e)) {
		choose(p, args, e);
	}
}

/* All views of this lab as they were. */
static void
forget(struct tui_play *p, struct err *e)
{
	p->n_choice = 0;
	play_view_fill(p);
	save(p, e);
	tui_screen_say(p->screen, "the panels are as they were made");
}

enum tui_did
play_layout_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	if (str_is(name, "panel"))
		panel_set(p, args, e);
	else if (str_is(name, "swap") && p->screen->focus >= p->n_seen)
		err_set(e, ERR_RANGE, SPAN_NONE, "behind it there is no panel");
	else if (str_is(name, "swap"))
		choose(p, (struct str){ "", 0 }, e);
	else if (str_is(name, "panels"))
		forget(p, e);
	else
		return TUI_NOT_MINE;
	return e->code ? TUI_FAILED : TUI_DONE;
}
