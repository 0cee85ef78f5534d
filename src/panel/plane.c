#include "panel/panel.h"

#include <math.h>

static const uint32_t class_glyphs[] = { 'o', 'x', '+', '*', '#', '@', '%', '&', '=',
					 '~' };
/* rows of the test part: capitals */
static const uint32_t test_glyphs[] =
	{ 'O', 'X', 'T', 'A', 'H', 'Z', 'B', 'E', 'N', 'W' };
enum { GLYPHS = 10 };

static bool
shown(const struct data_set *d, int row, int class)
{
	return class < 0 || d->label[row] == class;
}

/* The rows lo..hi-1 of one class (-1: all) as points.  They are counted first: room
 * for all rows in each of many classes is more than panel_need says. */
static void
points(struct plot_part *p, const struct data_set *d, int class, int lo, int hi,
       struct arena *frame)
{
	const char *name = class < 0 ? "data" : d->class_name ? d->class_name[class]
			 : str_printf(frame, "class %d", class);
	struct plot_series *s;
	int n = 0;

	for (int i = lo; i < hi; i++)
		n += shown(d, i, class);
	if (!n)
		return;
	s = panel_series(p, lo > 0 ? str_printf(frame, "%s test", name) : name,
			 class < 0 ? 3 : class % 6, PLOT_POINTS, n, frame);
	if (!s)
		return;
	s->glyph = (lo > 0 ? test_glyphs : class_glyphs)[(class < 0 ? 0 : class) % GLYPHS];
	for (int i = lo, k = 0; i < hi; i++) {
		if (!shown(d, i, class))
			continue;
		panel_x(s)[k] = d->x[i * d->in];
		panel_y(s)[k++] = d->in > 1 ? d->x[i * d->in + 1] : d->y[i * d->out];
	}
}

enum { BAND, HALF, LEVELS, NO_LINES };

static int
lines_of(const struct panel_args *a)
{
	return (int)param_num(a->param, "lines");
}

/* What a number over the plane is: the probability of class 1 of two, the likeliest of
 * more, a value. */
static bool
is_probability(const struct train_view *v)
{
	return v->data->target == DATA_CLASS && v->data->n_class == 2;
}

static void
heat_lines(struct plot_heat *h, const struct panel_args *a)
{
	static const double levels[] = { 0.5, 0.1, 0.25, 0.75, 0.9 };
	double band = param_num(a->param, "band");
	int n = lines_of(a) == LEVELS ? 5 : lines_of(a) != NO_LINES;

	if (!is_probability(a->run))
		n = 0;
	for (int i = 0; i < n; i++)
		h->line[h->n_line++] = levels[i];
	if (lines_of(a) != BAND || band <= 0)
		return;
	if (is_probability(a->run)) {
		h->hatch = h->v;
		h->hatch_lo = 0.5 - band;
		h->hatch_hi = 0.5 + band;
	} else if (a->run->snap->grid.margin) {
		h->hatch = a->run->snap->grid.margin;
		h->hatch_hi = 2 * band;
	}
}

/* The range of finite values, where they are no probabilities. */
static void
value_range(struct plot_heat *h)
{
	double lo = INFINITY, hi = -INFINITY;

	for (int i = 0; i < h->w * h->h; i++)
		if (isfinite(h->v[i])) {
			lo = fmin(lo, (double)h->v[i]);
			hi = fmax(hi, (double)h->v[i]);
		}
	h->lo = lo < hi ? lo : 0;
	h->hi = lo < hi ? hi : 1;
}

static void
heat(struct plot_part *p, const struct panel_args *a)
{
	const struct train_view *v = a->run;
	const struct train_grid *g = &v->snap->grid;
	double top = v->data->target == DATA_CLASS && v->data->n_class > 2
		   ? v->data->n_class - 1 : 1;

	p->heat = (struct plot_heat){ .w = g->w, .h = g->h, .v = g->v, .hi = top };
	if (v->data->target == DATA_VALUES)
		value_range(&p->heat);
	heat_lines(&p->heat, a);
	p->x = (struct plot_axis){ .lo = g->x_lo, .hi = g->x_hi, .label = "x1" };
	p->y = (struct plot_axis){ .lo = g->y_lo, .hi = g->y_hi, .label = "x2" };
}

static double
share_hatched(const struct plot_heat *h)
{
	int n = 0;

	for (int i = 0; i < h->w * h->h; i++)
		n += (double)h->hatch[i] >= h->hatch_lo
		     && (double)h->hatch[i] <= h->hatch_hi;
	return (double)n / (h->w * h->h);
}

static double
share_above_half(const struct train_grid *g)
{
	int n = 0;

	for (int i = 0; i < g->w * g->h; i++)
		n += g->v[i] > 0.5f;
	return (double)n / (g->w * g->h);
}

/* As the data's own rows call it: "dog"; else its number. */
static const char *
class_called(const struct data_set *d, int class)
{
	return d->class_name ? d->class_name[class] : class ? "1" : "0";
}

static int
not_finite(const struct plot_heat *h)
{
	int n = 0;

	for (int i = 0; i < h->w * h->h; i++)
		n += !isfinite(h->v[i]);
	return n;
}

/* "class 1 on 39 % of the plane": of two classes. */
static void
describe_sides(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	double share = share_above_half(&v->snap->grid);

	if (share < 0.005 || share > 0.995)
		panel_say(f, frame, "one answer, class %s, for the whole plane",
			  class_called(v->data, share > 0.5));
	else
		panel_say(f, frame, "class %s on %.0f %% of the plane",
			  class_called(v->data, 1), 100 * share);
}

static void
describe(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_facts *now = &v->snap->facts;
	const struct plot_heat *h = &f->part[0].heat;
	int bad = not_finite(h);

	if (isfinite(now->acc))
		panel_say(f, frame, "%s right", panel_share(now->acc, frame));
	else
		panel_say(f, frame, "loss %s", panel_num(now->loss, frame));
	if (bad)
		panel_say(f, frame, "no finite answer on %s of the plane",
			  panel_share((double)bad / (h->w * h->h), frame));
	else if (is_probability(v))
		describe_sides(f, v, frame);
	else if (v->data->target == DATA_VALUES)
		panel_say(f, frame, "answers from %s to %s", panel_num(h->lo, frame),
			  panel_num(h->hi, frame));
	if (h->hatch && !bad && share_hatched(h) > 0)
		panel_say(f, frame, "undecided (/) on %s",
			  panel_share(share_hatched(h), frame));
}

enum { BOTH, TRAINING, TEST };

void
panel_boundary(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	int which = (int)param_num(a->param, "points");
	const struct train_view *v = a->run;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: boundary", v->name) : "boundary",
		    1, frame);
	if (panel_waits(f, a))
		return;
	if (v->data->in != 2) {
		f->empty = "a boundary needs data with two inputs";
		return;
	}
	if (v->snap->grid.h < 2) {
		f->empty = "no snapshot of the plane yet";
		return;
	}
	heat(&f->part[0], a);
	for (int c = 0; v->data->label && c < v->data->n_class; c++) {
		if (which == BOTH || which == TRAINING)
			points(&f->part[0], v->data, c, 0, v->data->n_train, frame);
		if (which == BOTH || which == TEST)
			points(&f->part[0], v->data, c, v->data->n_train, v->data->n,
			       frame);
	}
	describe(f, v, frame);
}

static void
output_line(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_grid *g = &v->snap->grid;
	struct plot_series *s = panel_series(&f->part[0], v->name, panel_ink(v),
					     PLOT_LINE, g->w,
					     frame);

	if (!s)
		return;
	for (int i = 0; i < g->w; i++) {
		panel_x(s)[i] = g->x_lo + (g->x_hi - g->x_lo) * i / (g->w > 1 ? g->w - 1
								     : 1);
		panel_y(s)[i] = g->v[i];
	}
	panel_say(f, frame, "%s: loss %s", v->name, panel_num(v->snap->facts.loss,
							      frame));
}

void
panel_line_fit(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	panel_begin(f, "fit", 1, frame);
	if (panel_waits(f, a))
		return;
	if (a->run->data->in != 1 || a->run->data->out != 1) {
		f->empty = "a fit needs data with one input and one output";
		return;
	}
	points(&f->part[0], a->run->data, -1, 0, a->run->data->n_train, frame);
	points(&f->part[0], a->run->data, -1, a->run->data->n_train, a->run->data->n,
	       frame);
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap && a->run[i].snap->grid.h == 1)
			output_line(f, &a->run[i], frame);
	panel_fit(&f->part[0]);
	f->part[0].x.label = "x";
}
