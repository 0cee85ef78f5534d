#include "panel/panel.h"

#include <math.h>

static const uint32_t class_glyphs[] = { 'o', 'x', '+', '*', '#', '@', '%', '&', '=',
					 '~' };
enum { GLYPHS = 10 };

static bool
shown(const struct data_set *d, int row, int class)
{
	return class < 0 || d->label[row] == class;
}

/* The training rows of one class (-1: all rows) as points.  They are counted first: room
 * for all rows in each of many classes is more than panel_need says. */
static void
points(struct plot_part *p, const struct data_set *d, int class, struct arena *frame)
{
	const char *name = class < 0 ? "data" : d->class_name ? d->class_name[class]
			 : str_printf(frame, "class %d", class);
	struct plot_series *s;
	int n = 0;

	for (int i = 0; i < d->n_train; i++)
		n += shown(d, i, class);
	s = panel_series(p, name, class < 0 ? 3 : class % 6, PLOT_POINTS, n, frame);
	if (!s)
		return;
	s->glyph = class_glyphs[(class < 0 ? 0 : class) % GLYPHS];
	for (int i = 0, k = 0; i < d->n_train; i++) {
		if (!shown(d, i, class))
			continue;
		panel_x(s)[k] = d->x[i * d->in];
		panel_y(s)[k++] = d->in > 1 ? d->x[i * d->in + 1] : d->y[i * d->out];
	}
}

static void
heat(struct plot_part *p, const struct train_view *v)
{
	const struct train_grid *g = &v->snap->grid;
	double top = v->data->target == DATA_CLASS && v->data->n_class > 2
		   ? v->data->n_class - 1 : 1;

	p->heat = (struct plot_heat){ g->w, g->h, g->v, 0, top };
	p->x = (struct plot_axis){ .lo = g->x_lo, .hi = g->x_hi, .label = "x1" };
	p->y = (struct plot_axis){ .lo = g->y_lo, .hi = g->y_hi, .label = "x2" };
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

static void
describe(struct plot_figure *f, const struct train_view *v, struct arena *frame)
{
	const struct train_facts *now = &v->snap->facts;
	double share = share_above_half(&v->snap->grid);

	if (isfinite(now->acc))
		panel_say(f, frame, "%.1f %% right", 100 * now->acc);
	if (v->data->target != DATA_CLASS || v->data->n_class != 2)
		return;
	if (share < 0.005 || share > 0.995)
		panel_say(f, frame, "one answer, class %s, for the whole plane",
			  class_called(v->data, share > 0.5));
	else
		panel_say(f, frame, "class %s on %.0f %% of the plane",
			  class_called(v->data, 1), 100 * share);
}

void
panel_boundary(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
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
	heat(&f->part[0], v);
	if (v->data->label)
		for (int c = 0; c < v->data->n_class; c++)
			points(&f->part[0], v->data, c, frame);
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
	points(&f->part[0], a->run->data, -1, frame);
	for (int i = 0; i < a->n_run; i++)
		if (a->run[i].snap && a->run[i].snap->grid.h == 1)
			output_line(f, &a->run[i], frame);
	panel_fit(&f->part[0]);
	f->part[0].x.label = "x";
}
