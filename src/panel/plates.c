/* Weights and activations as images: filters, feature maps, attention, gates. */
#include "panel/panel.h"

#include <math.h>

/* The plate of a kind that layer= and row= ask for; layer 0: the first there is. */
static const struct train_plate *
plate_of(const struct panel_args *a, enum train_plate_kind kind, int layer, int row)
{
	const struct train_snapshot *s = a->run->snap;

	for (int i = 0; i < s->n_plate; i++)
		if (s->plate[i].kind == kind && s->plate[i].row == row
		    && (layer ? s->plate[i].level == layer : s->plate[i].level > 0))
			return &s->plate[i];
	return NULL;
}

/* Lowest and highest finite value; false: none is. */
static bool
range_of(const float *v, int n, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (int i = 0; i < n; i++)
		if (isfinite(v[i])) {
			*lo = fmin(*lo, (double)v[i]);
			*hi = fmax(*hi, (double)v[i]);
		}
	return *lo <= *hi;
}

/* From none to much where nothing is below 0, else from one side to the other. */
static void
fit(struct plot_heat *h, double lo, double hi)
{
	double most = fmax(fabs(lo), fabs(hi));

	h->amount = lo >= 0;
	h->lo = h->amount ? 0 : -most;
	h->hi = most > 0 ? most : 1;
}

/* How many side by side, so that all of it is about twice as wide as high. */
static int
columns_of(int n, int h, int w)
{
	int best = 1;
	double least = INFINITY;

	for (int c = 1; c <= n; c++) {
		int rows = (n + c - 1) / c;
		double ratio = (double)(c * (w + 1)) / (rows * (h + 1));
		double cost = fabs(num_log(ratio / 2)) + 0.3 * (c * rows - n) / n;

		if (cost < least) {
			least = cost;
			best = c;
		}
	}
	return best;
}

/* The pictures of a plate beside and below each other, a blank line between. */
static void
mosaic(struct plot_part *part, const struct train_plate *p, struct arena *frame)
{
	int columns = columns_of(p->n, p->h, p->w), rows = (p->n + columns - 1) / columns;
	int w = columns * (p->w + 1) - 1, h = rows * (p->h + 1) - 1;
	float *v = ARENA_NEW(frame, float, w * h);
	double lo, hi;

	for (int i = 0; i < w * h; i++)
		v[i] = NAN;
	for (int k = 0; k < p->n; k++)
		for (int y = 0; y < p->h; y++)
			for (int x = 0; x < p->w; x++)
				v[(k / columns * (p->h + 1) + y) * w
				  + k % columns * (p->w + 1) + x] =
					p->v[(k * p->h + y) * p->w + x];
	part->heat = (struct plot_heat){ .w = w, .h = h, .v = v };
	if (range_of(p->v, p->n * p->h * p->w, &lo, &hi))
		fit(&part->heat, lo, hi);
	part->x = (struct plot_axis){ .lo = 0, .hi = w, .bare = true };
	part->y = (struct plot_axis){ .lo = 0, .hi = h, .bare = true };
}

static int
layer_of(const struct panel_args *a)
{
	return param_int(a->param, "layer");
}

static int
row_of(const struct panel_args *a)
{
	return param_int(a->param, "row") - 1;
}

/* Is there a plate?  Else f->empty says what is missing. */
static const struct train_plate *
wanted(struct plot_figure *f, const struct panel_args *a, enum train_plate_kind kind,
       int row, const char *none)
{
	const struct train_plate *p;

	if (panel_waits(f, a))
		return NULL;
	p = plate_of(a, kind, layer_of(a), row);
	if (!p)
		f->empty = none;
	return p;
}

static const char *
titled(const struct panel_args *a, const char *what, struct arena *frame)
{
	return a->n_run ? str_printf(frame, "%s: %s", a->run->name, what) : what;
}

static void
say_cut(struct plot_figure *f, const struct train_plate *p, const char *what,
	struct arena *frame)
{
	if (p->all > p->n)
		panel_say(f, frame, "%d of %d %s are shown", p->n, p->all, what);
}

/* ---- filters ---- */

/* Root mean square of the k-th picture. */
static double
strength(const struct train_plate *p, int k)
{
	double sum = 0;
	int n = p->h * p->w;

	for (int i = 0; i < n; i++)
		sum += (double)p->v[k * n + i] * (double)p->v[k * n + i];
	return sqrt(sum / n);
}

static void
describe_pictures(struct plot_figure *f, const struct train_plate *p, const char *what,
		  struct arena *frame)
{
	int most = 0, none = 0;
	double lo, hi;

	if (!range_of(p->v, p->n * p->h * p->w, &lo, &hi)) {
		panel_say(f, frame, "layer %d: no number of the %d %s is finite",
			  p->level,
			  p->n, what);
		return;
	}
	for (int k = 0; k < p->n; k++) {
		most = strength(p, k) > strength(p, most) ? k : most;
		none += strength(p, k) == 0;
	}
	panel_say(f, frame, "layer %d: %d %s of %dx%d, from %s to %s", p->level, p->n,
		  what, p->h, p->w, panel_num(lo, frame), panel_num(hi, frame));
	if (none == p->n)
		panel_say(f, frame, "all of them are 0 everywhere");
	else
		panel_say(f, frame, "number %d is the strongest, rms %s", most + 1,
			  panel_num(strength(p, most), frame));
	if (none && none < p->n)
		panel_say(f, frame, "%d are 0 everywhere", none);
	say_cut(f, p, what, frame);
}

void
panel_filters(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_plate *p;

	panel_begin(f, titled(a, "filters", frame), 1, frame);
	p = wanted(f, a, TRAIN_PLATE_FILTERS, 0,
		   "there are no filters: no conv, and no dense layer on a square image");
	if (!p)
		return;
	mosaic(&f->part[0], p, frame);
	describe_pictures(f, p, "filters", frame);
}

/* ---- feature maps ---- */

static const char *
label_text(const struct panel_args *a, int row, struct arena *frame)
{
	const struct data_set *d = a->run->data;

	if (d->target != DATA_CLASS || !d->label || row >= d->n)
		return "";
	return d->class_name ? str_printf(frame, ", %s", d->class_name[d->label[row]])
			     : str_printf(frame, ", class %d", d->label[row]);
}

void
panel_featuremaps(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_plate *p, *in = NULL;
	int row = row_of(a);

	if (a->n_run && a->run->snap)
		for (int i = 0; i < a->run->snap->n_plate; i++)
			if (a->run->snap->plate[i].kind == TRAIN_PLATE_MAPS
			    && !a->run->snap->plate[i].level
			    && a->run->snap->plate[i].row == row)
				in = &a->run->snap->plate[i];
	panel_begin(f, titled(a, "feature maps", frame), in ? 2 : 1, frame);
	p = wanted(f, a, TRAIN_PLATE_MAPS, row, "there are no feature maps: no conv, or "
						"no such row");
	if (!p)
		return;
	/* the maps first: where there is room for one picture it is theirs */
	mosaic(&f->part[0], p, frame);
	f->part[0].title = str_printf(frame, "layer %d", p->level);
	if (in) {
		mosaic(&f->part[1], in, frame);
		f->part[1].title = str_printf(frame, "row %d%s", row + 1,
					      label_text(a, row, frame));
	}
	describe_pictures(f, p, "maps", frame);
}

/* ---- attention ---- */

static double
entropy(const float *p, int n)
{
	double h = 0;

	for (int i = 0; i < n; i++)
		h -= p[i] > 0 ? (double)p[i] * num_log((double)p[i]) : 0;
	return h;
}

static void
describe_head(struct plot_figure *f, const struct train_plate *p, int head,
	      struct arena *frame)
{
	const float *v = p->v + (size_t)head * (size_t)(p->h * p->w);
	double sum = 0, lo, hi;
	/* a first step that sees no other has no choice */
	int skip = p->h > 1 && v[0] == 1 ? p->w : 0, most = skip;

	if (!range_of(v, p->h * p->w, &lo, &hi)) {
		panel_say(f, frame, "head %d: not a number", head + 1);
		return;
	}
	for (int i = skip; i < p->h * p->w; i++)
		most = v[i] > v[most] ? i : most;
	for (int t = 0; t < p->h; t++)
		sum += entropy(v + t * p->w, p->w) / p->h;
	panel_say(f, frame, "head %d: step %d takes %s from step %d, the most", head + 1,
		  most / p->w + 1, panel_share((double)v[most], frame), most % p->w + 1);
	panel_say(f, frame, "entropy %s of %s nats", panel_num(sum, frame),
		  panel_num(num_log(p->w), frame));
}

/* The step that looks upward, those it looks at across. */
static void
head_part(struct plot_part *part, const struct train_plate *p, int head,
	  struct arena *frame)
{
	float *v = ARENA_NEW(frame, float, p->h * p->w);

	for (int y = 0; y < p->h; y++)
		for (int x = 0; x < p->w; x++)
			v[(p->h - 1 - y) * p->w + x] = p->v[(head * p->h + y) * p->w + x];
	part->title = str_printf(frame, "head %d", head + 1);
	part->heat = (struct plot_heat){ .w = p->w, .h = p->h, .v = v, .hi = 1,
					 .amount = true };
	part->x = (struct plot_axis){ .lo = .5, .hi = p->w + .5, .whole = true,
				      .label = "looks at" };
	part->y = (struct plot_axis){ .lo = .5, .hi = p->h + .5, .whole = true,
				      .label = "step" };
}

void
panel_attnmap(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_plate *p = NULL;
	int n;

	if (a->n_run && a->run->snap)
		p = plate_of(a, TRAIN_PLATE_ATTENTION, layer_of(a), row_of(a));
	n = !p ? 1 : p->n < PLOT_PARTS_MAX ? p->n : PLOT_PARTS_MAX;
	panel_begin(f, titled(a, "attention", frame), n, frame);
	p = wanted(f, a, TRAIN_PLATE_ATTENTION, row_of(a),
		   "there is no layer with attention, no such row, or too many steps");
	if (!p)
		return;
	for (int i = 0; i < n; i++)
		head_part(&f->part[i], p, i, frame);
	for (int i = 0; i < n && i < 2; i++)
		describe_head(f, p, i, frame);
}

/* ---- gates ---- */

static const struct gate {
	const char *title;
	int at;				/* among i f g o c */
	bool open;			/* a gate: 0 to 1 */
} gates[] = {
	{ "input gate i", 0, true }, { "forget gate f", 1, true },
	{ "output gate o", 3, true }, { "memory c", 4, false }
};
enum { GATES = 4 };

static double
mean_of(const struct train_plate *p, int gate)
{
	int n = p->h * p->w;
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += (double)p->v[gate * n + i] / n;
	return sum;
}

static void
gate_part(struct plot_part *part, const struct train_plate *p, const struct gate *g)
{
	const float *v = p->v + (size_t)g->at * (size_t)(p->h * p->w);
	double lo, hi;

	part->title = g->title;
	part->heat = (struct plot_heat){ .w = p->w, .h = p->h, .v = v, .hi = 1,
					 .amount = g->open };
	if (!g->open && range_of(v, p->h * p->w, &lo, &hi)) {
		part->heat.hi = fmax(fmax(fabs(lo), fabs(hi)), 1e-6);
		part->heat.lo = -part->heat.hi;
	}
	part->x = (struct plot_axis){ .lo = .5, .hi = p->w + .5, .whole = true,
				      .label = "step" };
	part->y = (struct plot_axis){ .lo = .5, .hi = p->h + .5, .whole = true,
				      .label = "unit" };
}

static void
describe_gates(struct plot_figure *f, const struct train_plate *p, struct arena *frame)
{
	const float *c = p->v + 4 * (size_t)(p->h * p->w);
	double lo, hi;
	int most = 0;

	panel_say(f, frame, "on average input is open %s, forget %s, output %s",
		  panel_share(mean_of(p, 0), frame), panel_share(mean_of(p, 1), frame),
		  panel_share(mean_of(p, 3), frame));
	if (!range_of(c, p->h * p->w, &lo, &hi))
		return;
	for (int i = 0; i < p->h * p->w; i++)
		most = fabsf(c[i]) > fabsf(c[most]) ? i : most;
	panel_say(f, frame, "the most memory is %s, unit %d at step %d",
		  panel_num((double)c[most], frame), p->h - most / p->w,
		  most % p->w + 1);
	if (p->all > p->h)
		panel_say(f, frame, "%d of %d units are shown", p->h, p->all);
}

void
panel_gates(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	const struct train_plate *p;

	panel_begin(f, titled(a, "gates of the lstm, step by step", frame), GATES, frame);
	p = wanted(f, a, TRAIN_PLATE_GATES, row_of(a),
		   "there is no lstm, or no such row");
	if (!p)
		return;
	for (int i = 0; i < GATES; i++)
		gate_part(&f->part[i], p, &gates[i]);
	describe_gates(f, p, frame);
}
