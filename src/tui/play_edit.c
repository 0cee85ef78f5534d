/* Points of the data, put in, moved and taken away by hand.  The runs start anew on what
 * comes of it; the lab's own data stay as they are, and nothing of it is judged. */
#include "tui/play.h"

#include <math.h>
#include <string.h>

#define NEAR_STEP (1 / 40.0)		/* of an axis, for one key */
#define FAR_STEP (1 / 5.0)
#define GRIP (1 / 20.0)			/* so near the mouse takes hold of a point */

enum { TRAINING = 1, TEST = 2 };	/* points= of a boundary; 0: both */

/* ---- what is edited ---- */

static const struct data_set *
data_now(const struct tui_play *p)
{
	return p->edit.data.n ? &p->edit.data : lab_take_data(p->take);
}

const struct data_set *
play_edit_data(const struct tui_play *p)
{
	return p->edit.n ? &p->edit.data : NULL;
}

void
play_edit_forget(struct tui_play *p)
{
	p->edit.n = p->edit.held = 0;
	p->edit.data = (struct data_set){ 0 };
	arena_done(&p->edit.room);
	p->edit.room = (struct arena){ 0 };
}

/* Points of a plane with classes, or of a curve. */
static bool
can_edit(const struct data_set *d)
{
	return (d->in == 2 && d->target == DATA_CLASS) || (d->in == 1 && d->out == 1);
}

static bool
data_begin(struct tui_play *p, struct err *e)
{
	const struct data_set *d = lab_take_data(p->take);

	if (p->edit.data.n)
		return true;
	if (d->n > PLAY_EDIT_ROWS_MAX)
		return err_set(e, ERR_RANGE, SPAN_NONE, "%d rows are too many to edit", d->n);
	if (data_copy(&p->edit.data, d, PLAY_EDITS_MAX, &p->edit.room, e))
		return true;
	p->edit.data.n = 0;
	return false;
}

/* ---- rows ---- */

static struct play_point
point_get(const struct data_set *d, int row)
{
	if (d->in == 1)
		return (struct play_point){ d->x[row], d->y[row], 0 };
	return (struct play_point){ d->x[2 * row], d->x[2 * row + 1], d->label[row] };
}

static void
point_put(struct data_set *d, int row, const struct play_point *q)
{
	d->x[d->in * row] = q->x;
	if (d->in == 1) {
		d->y[row] = q->y;
		return;
	}
	d->x[2 * row + 1] = q->y;
	d->label[row] = q->label;
}

/* Makes room for one row, or closes the gap of one (by -1). */
static void
rows_shift(struct data_set *d, int row, bool test, int by)
{
	for (int i = by > 0 ? d->n : row; by > 0 ? i > row : i < d->n - 1; i -= by) {
		struct play_point q = point_get(d, i - by);

		point_put(d, i, &q);
	}
	d->n += by;
	d->n_train += test ? 0 : by;
}

static void
rows_apply(struct data_set *d, const struct play_edited *c, bool back)
{
	bool was = back ? c->has : c->had, is = back ? c->had : c->has;

	if (was && !is)
		rows_shift(d, c->row, c->test, -1);
	if (!was && is)
		rows_shift(d, c->row, c->test, 1);
	if (is)
		point_put(d, c->row, back ? &c->was : &c->is);
}

static void
note(struct tui_play *p)
{
	snprintf(p->edit.data.note, sizeof(p->edit.data.note),
		 "edited by hand: %d change%s; what is trained on them is not judged",
		 p->edit.n, p->edit.n == 1 ? "" : "s");
}

/* What cannot be trained on, or would read as another set, is not made. */
static bool
can_go(const struct data_set *d, int row, bool test, struct err *e)
{
	int same = 0;

	for (int i = 0; d->label && i < d->n; i++)
		same += d->label[i] == d->label[row];
	if (d->label && same == 1)
		return err_set(e, ERR_RANGE, SPAN_NONE, "it is the last point of its class");
	if (!test && d->n_train == 1)
		return err_set(e, ERR_RANGE, SPAN_NONE, "it is the last point for training");
	return true;
}

static void
change(struct tui_play *p, const struct play_edited *c, const char *why, struct err *e)
{
	struct play_edit *d = &p->edit;

	d->held = 0;
	if (d->n == PLAY_EDITS_MAX) {
		err_set(e, ERR_RANGE, SPAN_NONE, "more than %d points edited",
			PLAY_EDITS_MAX);
		return;
	}
	rows_apply(&d->data, c, false);
	d->done[d->n++] = *c;
	note(p);
	if (play_restart(p, p->seed, p->change, p->n_change, why, e))
		return;
	rows_apply(&d->data, c, true);
	d->n--;
}

void
play_edit_undo(struct tui_play *p, struct err *e)
{
	struct play_edit *d = &p->edit;

	if (d->n == 0) {
		err_set(e, ERR_RANGE, SPAN_NONE, "no knob has been turned");
		return;
	}
	d->held = 0;
	rows_apply(&d->data, &d->done[--d->n], true);
	note(p);
	if (!play_restart(p, p->seed, p->change, p->n_change, "the point is as it was: ",
			  e))
		rows_apply(&d->data, &d->done[d->n++], false);
}

/* ---- the panel with the cursor ---- */

static bool
has_points(const struct lab_panel *l)
{
	return l->n_run > 0 && (strcmp(l->kind->name, "boundary") == 0
				|| strcmp(l->kind->name, "fit") == 0);
}

/* The focused one, else the first; -1: none here shows points. */
static int
panel_of(const struct tui_play *p)
{
	int focus = p->screen->focus - 1;

	if (focus >= 0 && focus < p->n_seen && has_points(&p->seen[focus]))
		return focus;
	for (int i = 0; i < p->n_seen; i++)
		if (has_points(&p->seen[i]))
			return i;
	return -1;
}

/* Which rows it shows. */
static int
part_of(const struct tui_play *p)
{
	int panel = panel_of(p);
	int row = panel < 0 ? -1 : param_find(p->seen[panel].kind->param,
					      str_of("points"));

	return row < 0 ? 0 : (int)p->seen[panel].param.v[row].num;
}

static void
axes_note(struct play_edit *d, const struct plot_part *part)
{
	bool first = !(d->ax.lo < d->ax.hi);

	d->ax = part->x;
	d->ay = part->y;
	if (first) {
		d->x = (d->ax.lo + d->ax.hi) / 2;
		d->y = (d->ay.lo + d->ay.hi) / 2;
	}
}

void
play_edit_apply(struct tui_play *p, int panel, struct plot_figure *f)
{
	struct play_edit *d = &p->edit;
	struct plot_part *part = f->part;

	if (!d->on || panel != panel_of(p) || f->empty || f->n_part == 0
	    || !(part->x.lo < part->x.hi) || !(part->y.lo < part->y.hi))
		return;
	axes_note(d, part);
	part->cursor = true;
	part->cursor_x = d->x;
	part->cursor_y = d->y;
}

/* ---- the cursor ---- */

/* Of the rows that are seen there, -1: there are none. */
static int
nearest(const struct tui_play *p)
{
	const struct play_edit *c = &p->edit;
	const struct data_set *d = data_now(p);
	int part = part_of(p), best = -1;
	double least = INFINITY;

	for (int i = part == TEST ? d->n_train : 0;
	     i < (part == TRAINING ? d->n_train : d->n); i++) {
		struct play_point q = point_get(d, i);
		double x = ((double)q.x - c->x) / (c->ax.hi - c->ax.lo);
		double y = ((double)q.y - c->y) / (c->ay.hi - c->ay.lo);

		if (x * x + y * y < least) {
			least = x * x + y * y;
			best = i;
		}
	}
	return best;
}

static const char *
class_name(const struct data_set *d, int class, struct arena *frame)
{
	return d->class_name ? d->class_name[class] : str_printf(frame, "%d", class);
}

/* "class 1 at 0.25, -0.5" */
static const char *
point_text(const struct data_set *d, const struct play_point *q, struct arena *frame)
{
	char x[STR_NUM_MAX], y[STR_NUM_MAX];

	str_number(x, (double)q->x, 3);
	str_number(y, (double)q->y, 3);
	if (d->in == 1)
		return str_printf(frame, "%s, %s", x, y);
	return str_printf(frame, "class %s at %s, %s", class_name(d, q->label, frame), x,
			  y);
}

const char *
play_edit_readout(struct tui_play *p, struct arena *frame)
{
	const struct play_edit *c = &p->edit;
	const struct data_set *d = data_now(p);
	char x[STR_NUM_MAX], y[STR_NUM_MAX];
	struct play_point q;
	int near;

	if (!c->on || !(c->ax.lo < c->ax.hi))
		return NULL;
	near = c->held ? c->held - 1 : nearest(p);
	if (near < 0)
		return str_printf(frame, "cursor %s, %s", str_number(x, c->x, 3),
				  str_number(y, c->y, 3));
	q = point_get(d, near);
	return str_printf(frame, "cursor %s, %s   %s: %s", str_number(x, c->x, 3),
			  str_number(y, c->y, 3), c->held ? "carried" : "nearest",
			  point_text(d, &q, frame));
}

/* Which keys there are, beside the data's own words; NULL: nothing is edited. */
const char *
play_edit_words(const struct tui_play *p, struct arena *frame)
{
	const struct data_set *d = data_now(p);
	int last = d->n_class < 10 ? d->n_class - 1 : 9;

	if (!p->edit.on)
		return NULL;
	return str_printf(frame, "Editing: arrows move the cursor, %s put%s a point there, "
			  "Del takes the nearest away, Enter picks it up and puts it down, "
			  "u takes the last change back, Esc ends it.",
			  d->in == 1 ? "0" : str_printf(frame, "0 to %d", last),
			  d->in == 1 ? "s" : "");
}

/* ---- commands ---- */

static struct play_point
point_here(const struct tui_play *p, int class)
{
	return (struct play_point){ (float)p->edit.x, (float)p->edit.y, class };
}

static void
point_add(struct tui_play *p, int class, struct err *e)
{
	const struct data_set *d = data_now(p);
	bool test = part_of(p) == TEST;
	struct play_edited c = { .test = test, .has = true, .is = point_here(p, class) };
	char why[80];

	if (d->label && class >= d->n_class) {
		err_set(e, ERR_RANGE, SPAN_NONE, "there are %d classes, 0 to %d", d->n_class,
			d->n_class - 1);
		return;
	}
	if (!data_begin(p, e))
		return;
	p->edit.class = class;
	d = &p->edit.data;
	c.row = test ? d->n : d->n_train;
	if (d->label)
		snprintf(why, sizeof(why), "a point more of class %.30s: ",
			 class_name(d, class, &p->screen->frame));
	else
		snprintf(why, sizeof(why), "a point more: ");
	change(p, &c, why, e);
}

static void
point_remove(struct tui_play *p, struct err *e)
{
	struct play_edited c = { .had = true };

	c.row = nearest(p);
	if (c.row < 0) {
		err_set(e, ERR_RANGE, SPAN_NONE, "there is no point to take away");
		return;
	}
	c.test = c.row >= data_now(p)->n_train;
	if (!can_go(data_now(p), c.row, c.test, e) || !data_begin(p, e))
		return;
	c.was = point_get(&p->edit.data, c.row);
	change(p, &c, "a point less: ", e);
}

/* Picks up the nearest; puts down what is carried. */
static void
point_carry(struct tui_play *p, struct err *e)
{
	struct play_edit *d = &p->edit;
	struct play_edited c = { .had = true, .has = true };

	if (!d->held) {
		d->held = 1 + nearest(p);
		if (!d->held)
			err_set(e, ERR_RANGE, SPAN_NONE, "there is no point to pick up");
		else
			tui_screen_say(p->screen, "arrows carry it, Enter puts it down");
		return;
	}
	c.row = d->held - 1;
	if (!data_begin(p, e))
		return;
	c.test = c.row >= d->data.n_train;
	c.was = point_get(&d->data, c.row);
	c.is = point_here(p, c.was.label);
	change(p, &c, "a point moved: ", e);
}

static void
cursor_move(struct play_edit *d, double x, double y)
{
	double w = d->ax.hi - d->ax.lo, h = d->ay.hi - d->ay.lo;

	d->x = fmin(fmax(d->x + x * w, d->ax.lo), d->ax.hi);
	d->y = fmin(fmax(d->y + y * h, d->ay.lo), d->ay.hi);
}

static bool
cursor_command(struct play_edit *d, struct str name)
{
	static const struct { const char *name; double x, y; } moves[] = {
		{ "pointleft", -NEAR_STEP, 0 }, { "pointright", NEAR_STEP, 0 },
		{ "pointup", 0, NEAR_STEP }, { "pointdown", 0, -NEAR_STEP },
		{ "farleft", -FAR_STEP, 0 }, { "farright", FAR_STEP, 0 },
		{ "farup", 0, FAR_STEP }, { "fardown", 0, -FAR_STEP }, { 0 }
	};

	for (int i = 0; moves[i].name; i++)
		if (str_is(name, moves[i].name)) {
			cursor_move(d, moves[i].x, moves[i].y);
			return true;
		}
	return false;
}

/* ---- the mouse: a click puts a point, a point can be dragged ---- */

static bool
is_near(const struct tui_play *p, int row)
{
	const struct play_edit *c = &p->edit;
	struct play_point q = point_get(data_now(p), row);

	return fabs((double)q.x - c->x) <= GRIP * (c->ax.hi - c->ax.lo)
	       && fabs((double)q.y - c->y) <= GRIP * (c->ay.hi - c->ay.lo);
}

static void
mouse_down(struct tui_play *p, struct err *e)
{
	int row = nearest(p);

	p->edit.moved = false;
	if (p->edit.held || (row >= 0 && is_near(p, row)))
		p->edit.held = p->edit.held ? p->edit.held : row + 1;
	else
		point_add(p, p->edit.class, e);
}

bool
play_edit_mouse(struct tui_play *p, const struct tui_mouse *m)
{
	struct play_edit *d = &p->edit;
	struct err e = { 0 };

	if (!d->on || !(d->ax.lo < d->ax.hi))
		return false;
	if (m->what == TUI_MOUSE_UP && d->held && d->moved)
		point_carry(p, &e);
	else if (m->what == TUI_MOUSE_UP)
		d->held = 0;
	else if (m->placed && m->panel == panel_of(p) && m->button == 1) {
		d->moved |= m->what == TUI_MOUSE_DRAG;
		d->x = fmin(fmax(m->at.x, d->ax.lo), d->ax.hi);
		d->y = fmin(fmax(m->at.y, d->ay.lo), d->ay.hi);
		if (m->what == TUI_MOUSE_DOWN)
			mouse_down(p, &e);
	} else {
		return false;
	}
	if (e.code)
		tui_screen_complain(p->screen, &e);
	return true;
}

static void
begin(struct tui_play *p, struct err *e)
{
	if (!can_edit(lab_take_data(p->take))) {
		err_set(e, ERR_RANGE, SPAN_NONE,
			"points are edited where data have two inputs and classes, "
			"or one input and one output");
		return;
	}
	play_view_choose(p, str_of("data"), e);
	p->edit.on = true;
	p->edit.held = 0;
	arena_reset(&p->screen->frame);
	if (panel_of(p) >= 0)
		play_edit_apply(p, panel_of(p),
				play_figure(p, panel_of(p), &p->screen->frame));
}

static void
point_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	long class;

	if (!(p->edit.ax.lo < p->edit.ax.hi))
		err_set(e, ERR_RANGE, SPAN_NONE, "there is no picture of the points yet");
	else if (str_is(name, "unpoint"))
		point_remove(p, e);
	else if (str_is(name, "carry"))
		point_carry(p, e);
	else if (!str_long(str_trim(args), &class) || class < 0 || class > 255)
		err_set(e, ERR_USAGE, SPAN_NONE, "point CLASS, for example point 1");
	else
		point_add(p, (int)class, e);
}

static bool
is_point(struct str name)
{
	return str_is(name, "point") || str_is(name, "unpoint") || str_is(name, "carry");
}

enum tui_did
play_edit_command(struct tui_play *p, struct str name, struct str args, struct err *e)
{
	struct play_edit *d = &p->edit;

	if (str_is(name, "edit")) {
		begin(p, e);
		return e->code ? TUI_FAILED : TUI_DONE;
	}
	if (d->on && (str_is(name, "back") || str_is(name, "view"))) {
		d->on = false;
		return str_is(name, "back") ? TUI_DONE : TUI_NOT_MINE;
	}
	if (d->on && cursor_command(d, name))
		return TUI_DONE;
	if (!is_point(name))
		return TUI_NOT_MINE;
	if (!d->on)
		err_set(e, ERR_USAGE, SPAN_NONE, "E begins to edit points");
	else
		point_command(p, name, args, e);
	return e->code ? TUI_FAILED : TUI_DONE;
}
