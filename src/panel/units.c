/* Single units: the net as a graph, and one unit closely. */
#include "panel/panel.h"

#include <math.h>

enum { INPUTS_MAX = TRAIN_UNITS_LEVEL, MAP = TRAIN_MAP_W * TRAIN_MAP_H };
#define MANY 0.9f			/* of the rows: a unit is marked as saturated */

struct chosen {
	const struct train_view *run;
	const struct train_units *level;	/* of the chosen layer */
	int layer, unit;		/* from 1 */
};

static bool
chosen_find(struct chosen *c, struct plot_figure *f, const struct panel_args *a)
{
	*c = (struct chosen){ .run = a->run, .layer = param_int(a->param, "layer"),
			      .unit = param_int(a->param, "unit") };
	if (panel_waits(f, a))
		return false;
	if (!a->run->snap->units) {
		f->empty = "no snapshot of the units yet";
		return false;
	}
	if (c->layer > a->run->snap->facts.levels) {
		f->empty = "this run has no such layer";
		return false;
	}
	c->level = &a->run->snap->units[c->layer - 1];
	c->unit = c->unit > c->level->n ? c->level->n : c->unit;
	return true;
}

/* 0 to 1; in the arena. */
static const float *
map_of(const struct train_units *u, int unit, struct arena *frame)
{
	float *v = ARENA_NEW(frame, float, MAP);

	for (int i = 0; i < MAP; i++)
		v[i] = u->map[unit * MAP + i] / 255.0f;
	return v;
}

/* The weight from unit i of the layer below; NaN: not known. */
static double
weight_in(const struct chosen *c, int i)
{
	const struct train_units *u = c->level;

	return u->in > i ? (double)u->weight[(c->unit - 1) * u->in + i] : (double)NAN;
}

/* The weight to unit i of the layer above. */
static double
weight_out(const struct chosen *c, int i)
{
	const struct train_units *u = c->level + 1;

	if (c->layer >= c->run->snap->facts.levels || u->in < c->unit)
		return (double)NAN;
	return (double)u->weight[i * u->in + c->unit - 1];
}

/* The index of the largest |weight| of n; -1: none is known. */
static int
largest(const struct chosen *c, double (*weight)(const struct chosen *, int), int n)
{
	int best = -1;

	for (int i = 0; i < n; i++)
		if (isfinite(weight(c, i))
		    && (best < 0 || fabs(weight(c, i)) > fabs(weight(c, best))))
			best = i;
	return best;
}

static double
share_of_largest(const struct chosen *c, double (*weight)(const struct chosen *, int),
		 int i, int n)
{
	int best = largest(c, weight, n);
	double most = best < 0 ? 0 : fabs(weight(c, best));

	return most > 0 ? weight(c, i) / most : (double)NAN;
}

/* ---- the graph ---- */

static struct plot_column
input_column(const struct chosen *c, struct arena *frame)
{
	const struct data_set *d = c->run->data;
	int n = d->in < INPUTS_MAX ? d->in : INPUTS_MAX;
	struct plot_node *node = ARENA_NEW(frame, struct plot_node, n);

	for (int i = 0; i < n; i++)
		node[i] = (struct plot_node){
			.label = d->in_name ? d->in_name[i]
					    : str_printf(frame, "x%d", i + 1),
			.edge = c->layer == 1 ? share_of_largest(c, weight_in, i, n)
					      : (double)NAN };
	return (struct plot_column){ "inputs", n, d->in, node };
}

/* The weights of a unit that looks at a picture, as that picture: 0 to 1, the middle for
 * none.  NULL: it does not, or they are not known. */
static const float *
image_of(const struct chosen *c, int level, int unit, struct arena *frame)
{
	const struct data_set *d = c->run->data;
	const struct train_units *u = &c->run->snap->units[level - 1];
	int n = d->image_w * d->image_h;
	float *v = ARENA_NEW(frame, float, n + 1), most;

	if (level != 1 || n < 1 || u->in != n)
		return NULL;
	most = (float)num_max_abs(u->weight + unit * n, n);
	for (int i = 0; i < n; i++)
		v[i] = most > 0 ? 0.5f + u->weight[unit * n + i] / most / 2 : 0.5f;
	return v;
}

static struct plot_column
level_column(const struct chosen *c, int level, struct arena *frame)
{
	const struct train_snapshot *s = c->run->snap;
	const struct train_units *u = &s->units[level - 1];
	struct plot_node *node = ARENA_NEW(frame, struct plot_node, u->n);

	for (int i = 0; i < u->n; i++)
		node[i] = (struct plot_node){
			.label = str_printf(frame, "%d", i + 1),
			.v = s->unit_maps ? map_of(u, i, frame)
					  : image_of(c, level, i, frame),
			.mark = u->unit[i].dead ? 'x'
				: u->unit[i].saturated > MANY ? 's' : 0,
			.edge = level == c->layer - 1
					? share_of_largest(c, weight_in, i, u->n)
				: level == c->layer + 1
					? share_of_largest(c, weight_out, i, u->n)
					: (double)NAN };
	return (struct plot_column){ str_printf(frame, "layer %d", level), u->n, u->all,
				     node };
}

/* "12 units, 1 of them dead (x), 2 saturated (s)" */
static void
marks_say(struct plot_figure *f, const struct train_snapshot *s, struct arena *frame)
{
	int dead = 0, flat = 0, all = 0;

	for (int l = 0; l < s->facts.levels; l++)
		for (int i = 0; i < s->units[l].n; i++, all++) {
			dead += s->units[l].unit[i].dead;
			flat += !s->units[l].unit[i].dead
				&& s->units[l].unit[i].saturated > MANY;
		}
	panel_say(f, frame, "of %d units %d dead (x), %d saturated on most rows (s)", all,
		  dead, flat);
}

static void
unit_say(struct plot_figure *f, const struct chosen *c, struct arena *frame)
{
	const struct train_unit *u = &c->level->unit[c->unit - 1];
	int n = c->level->in < TRAIN_UNITS_LEVEL ? c->level->in : TRAIN_UNITS_LEVEL;
	int best = largest(c, weight_in, n);

	panel_say(f, frame, "unit %d of layer %d: %s", c->unit, c->layer,
		  u->dead ? "dead"
			  : str_printf(frame, "saturated on %.0f %% of the rows",
				       100 * (double)u->saturated));
	if (best >= 0)
		panel_say(f, frame, "largest weight %s, from %s %d",
			  panel_num(weight_in(c, best), frame),
			  c->layer == 1 ? "input" : "unit", best + 1);
}

void
panel_net(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct plot_column *column;
	struct chosen c;
	int n;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: units", a->run->name) : "units",
		    1, frame);
	if (!chosen_find(&c, f, a))
		return;
	n = a->run->snap->facts.levels + 1;
	column = ARENA_NEW(frame, struct plot_column, n);
	column[0] = input_column(&c, frame);
	for (int l = 1; l < n; l++)
		column[l] = level_column(&c, l, frame);
	f->part[0].graph = (struct plot_graph){ n, column, c.layer, c.unit - 1,
						TRAIN_MAP_W, TRAIN_MAP_H };
	if (!a->run->snap->unit_maps) {
		f->part[0].graph.w = a->run->data->image_w;
		f->part[0].graph.h = a->run->data->image_h;
	}
	f->part[0].x = f->part[0].y = (struct plot_axis){ .lo = 0, .hi = 1, .label = "" };
	unit_say(f, &c, frame);
	marks_say(f, a->run->snap, frame);
}

/* ---- one unit ---- */

static void
map_part(struct plot_part *p, const struct chosen *c, struct arena *frame)
{
	const struct train_unit *u = &c->level->unit[c->unit - 1];
	const struct train_grid *g = &c->run->snap->grid;
	float *v = ARENA_NEW(frame, float, MAP);
	float span = u->hi > u->lo ? u->hi - u->lo : 0;

	for (int i = 0; i < MAP; i++)
		v[i] = u->lo + span * c->level->map[(c->unit - 1) * MAP + i] / 255.0f;
	p->title = "answers to";
	p->heat = (struct plot_heat){ .w = TRAIN_MAP_W, .h = TRAIN_MAP_H, .v = v,
				      .lo = (double)u->lo, .hi = (double)u->hi };
	p->x = (struct plot_axis){ .lo = g->x_lo, .hi = g->x_hi, .label = "x1" };
	p->y = (struct plot_axis){ .lo = g->y_lo, .hi = g->y_hi, .label = "x2" };
}

/* The weights of a unit that looks at a picture, as that picture. */
static void
image_part(struct plot_part *p, const struct chosen *c)
{
	const struct data_set *d = c->run->data;
	int best = largest(c, weight_in, c->level->in);
	double most = best < 0 ? 1 : fabs(weight_in(c, best));

	p->title = "weights";
	p->heat = (struct plot_heat){
		.w = d->image_w, .h = d->image_h, .lo = -most, .hi = most,
		.v = c->level->weight + (c->unit - 1) * c->level->in };
	p->x = (struct plot_axis){ .lo = 0, .hi = d->image_w, .label = "" };
	p->y = (struct plot_axis){ .lo = 0, .hi = d->image_h, .label = "" };
}

static void
bars_part(struct plot_part *p, const struct chosen *c, struct arena *frame)
{
	struct plot_series *s = panel_series(p, "", panel_ink(c->run), PLOT_BARS,
					     c->level->in, frame);

	p->title = "weights";
	for (int i = 0; i < c->level->in; i++) {
		panel_x(s)[i] = i + 1;
		panel_y(s)[i] = weight_in(c, i);
	}
	plot_axis_fit(&p->y, (const double[]){ 0 }, 1);
	panel_fit(p);
	p->x = (struct plot_axis){ .lo = 0.5, .hi = c->level->in + 0.5, .whole = true,
				   .label = c->layer == 1 ? "input" : "unit below" };
}

void
panel_unit(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	struct chosen c;
	bool map, weights;
	int n = 0;

	panel_begin(f, "unit", 2, frame);
	if (!chosen_find(&c, f, a))
		return;
	f->title = str_printf(frame, "%s: layer %d unit %d", a->run->name, c.layer,
			      c.unit);
	map = a->run->snap->unit_maps && isfinite(c.level->unit[c.unit - 1].lo)
	      && isfinite(c.level->unit[c.unit - 1].hi);
	weights = c.level->in > 0;
	if (map)
		map_part(&f->part[n++], &c, frame);
	if (weights && c.layer == 1 && a->run->data->image_w > 0
	    && a->run->data->image_w * a->run->data->image_h == c.level->in)
		image_part(&f->part[n++], &c);
	else if (weights)
		bars_part(&f->part[n++], &c, frame);
	f->n_part = n;
	if (!n)
		f->empty = "nothing is known of this unit's weights";
	else
		unit_say(f, &c, frame);
}
