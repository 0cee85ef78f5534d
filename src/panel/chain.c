/* What the chain rule multiplies on the way down. */
#include "panel/panel.h"

#include <math.h>

enum { LEVELS_MAX = 4096, COLUMNS = 4 };
enum { BOTH, TABLE, PLOT };

/* The three numbers of a level, and how a row of the table is called. */
struct factors {
	double (*slope)(const struct train_level *l);
	double (*weights)(const struct train_level *l);
	double (*product)(const struct train_level *l);
	const char *head;
	bool path;
};

/* A number, or a dash where there is none: above the last layer nothing comes. */
static const char *
cell(double v, struct arena *frame)
{
	return isnan(v) ? "-" : panel_num(v, frame);
}

/* From the last layer down, as the gradient goes. */
static void
make_table(struct plot_part *p, const struct factors *k, const struct train_level *l,
	   const int *level, int n, struct arena *frame)
{
	const char *const head[] = { k->head, "W", "f'", "product" };
	const char **cells = ARENA_NEW(frame, const char *, (n + 1) * COLUMNS);

	for (int i = 0; i < COLUMNS; i++)
		cells[i] = head[i];
	for (int i = 0; i < n; i++) {
		const struct train_level *now = &l[level[n - 1 - i] - 1];
		const char **row = cells + (i + 1) * COLUMNS;

		row[0] = k->path ? str_printf(frame, "%d.%d", level[n - 1 - i],
					      now->path_unit)
				 : str_printf(frame, "%d", level[n - 1 - i]);
		row[1] = cell(k->weights(now), frame);
		row[2] = cell(k->slope(now), frame);
		row[3] = cell(k->product(now), frame);
	}
	p->table = (struct plot_table){ .rows = n, .columns = COLUMNS, .cell = cells };
}

static void
add_line(struct plot_part *p, const char *name, int ink, const struct train_level *l,
	 const int *level, int n, double (*get)(const struct train_level *l),
	 struct arena *frame)
{
	struct plot_series *s = panel_series(p, name, ink, PLOT_LINE, n, frame);

	for (int i = 0; i < n; i++) {
		panel_x(s)[i] = level[i];
		panel_y(s)[i] = fabs(get(&l[level[i] - 1]));
	}
}

static double
slope_of(const struct train_level *l)
{
	return l->slope_factor;
}

static double
weights_of(const struct train_level *l)
{
	return l->weight_factor;
}

static double
product_of(const struct train_level *l)
{
	return l->chain;
}

/* On a path there are signs; on a log axis only sizes can be drawn. */
static double
path_slope(const struct train_level *l)
{
	return l->path_slope;
}

static double
path_weight(const struct train_level *l)
{
	return l->path_weight;
}

static double
path_product(const struct train_level *l)
{
	return l->path;
}

static const struct factors by_norm = { slope_of, weights_of, product_of, "L", false };
static const struct factors by_path = { path_slope, path_weight, path_product, "L.unit",
					true };

static void
make_plot(struct plot_part *p, const struct factors *k, const struct train_level *l,
	  const int *level, int n, struct arena *frame)
{
	p->y.log = true;
	add_line(p, k->path ? "|W|" : "W", 2, l, level, n, k->weights, frame);
	add_line(p, k->path ? "|f'|" : "f'", 1, l, level, n, k->slope, frame);
	add_line(p, "product", 0, l, level, n, k->product, frame);
	panel_fit(p);
	p->x = (struct plot_axis){ .lo = level[0] - .5, .hi = level[n - 1] + .5,
				   .whole = true, .label = "layer" };
}

/* The geometric mean of one factor over the hidden levels. */
static double
typical(const struct train_level *l, int levels,
	double (*get)(const struct train_level *l))
{
	double sum = 0;

	for (int i = 0; i + 1 < levels; i++)
		sum += num_log(get(&l[i])) / (levels - 1);
	return levels > 1 ? num_exp(sum) : NAN;
}

static void
describe(struct plot_figure *f, const struct train_facts *now, struct arena *frame)
{
	const struct train_level *l = now->level;
	double slope = typical(l, now->levels, slope_of);
	double weights = typical(l, now->levels, weights_of);

	if (now->levels < 2) {
		panel_say(f, frame, "one layer: nothing is multiplied");
		return;
	}
	if (l[0].chain == 0) {
		panel_say(f, frame, "nothing comes to layer 1 of what leaves layer %d",
			  now->levels);
		return;
	}
	if (!isfinite(l[0].chain)) {
		panel_say(f, frame, "what comes to layer 1 is not finite");
		return;
	}
	panel_say(f, frame, "to layer 1 comes %s of what leaves layer %d",
		  panel_num(l[0].chain, frame), now->levels);
	if (isfinite(slope * weights))
		panel_say(f, frame,
			  "a layer multiplies by %s: f' %s, W %s, on geometric "
			  "average",
			  panel_num(slope * weights, frame), panel_num(slope, frame),
			  panel_num(weights, frame));
}

/* A path may end early: where layers are not joined by dense ones. */
static void
describe_path(struct plot_figure *f, const struct train_facts *now, struct arena *frame)
{
	const struct train_level *l = now->level;
	int low = now->levels - 1;

	while (low > 0 && l[low - 1].path_unit)
		low--;
	if (low == now->levels - 1) {
		panel_say(f, frame, "from layer %d no path leads down", now->levels);
		return;
	}
	panel_say(f, frame, "d output %d / d z of unit %d in layer %d is %s for row 1",
		  l[now->levels - 1].path_unit, l[low].path_unit, low + 1,
		  panel_num(l[low].path, frame));
	panel_say(f, frame, "along %d slopes and %d weights, the largest each time",
		  now->levels - 1 - low, now->levels - 1 - low);
}

void
panel_chain(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int level[LEVELS_MAX], n, view = (int)param_num(a->param, "view");
	const struct factors *k = param_num(a->param, "by") == 1 ? &by_path : &by_norm;
	const struct train_facts *now;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: the chain rule, layer by layer",
					     a->run->name) : "the chain rule",
		    view == BOTH ? 2 : 1, frame);
	if (panel_waits(f, a))
		return;
	now = &a->run->snap->facts;
	n = panel_levels(a, now->levels, level, LEVELS_MAX);
	if (!n)
		f->empty = "this run has none of the layers asked for";
	else if (isnan(now->level[now->levels - 1].chain) && !now->diverged)
		f->empty = "nothing comes back from the loss, or nobody asked yet";
	if (f->empty)
		return;
	if (view != PLOT)
		make_table(&f->part[0], k, now->level, level, n, frame);
	if (view != TABLE)
		make_plot(&f->part[view == BOTH], k, now->level, level, n, frame);
	if (k->path)
		describe_path(f, now, frame);
	else
		describe(f, now, frame);
}
