/* The probabilities of one row, at a temperature. */
#include "panel/panel.h"

#include <math.h>

/* Out of the net's outputs: of logits divided by t; of probabilities p to the power of
 * 1/t, which is the same.  p has room for k, or for 2 where k is 1. */
static int
probabilities(double *p, const struct train_sample *s, int row, double t)
{
	const float *out = s->out + row * s->k;
	int k = s->k > 1 ? s->k : 2;
	double most = -INFINITY, sum = 0;

	for (int i = 0; i < k; i++) {
		double v = s->k > 1 ? (double)out[i] : i ? (double)out[0] : 0;

		if (s->link == NN_LINK_PROB || s->link == NN_LINK_NONE)
			v = num_log(s->k > 1 ? v : i ? (double)out[0]
				    : 1 - (double)out[0]);
		p[i] = v / t;
		most = p[i] > most ? p[i] : most;
	}
	for (int i = 0; i < k; i++) {
		p[i] = num_exp(p[i] - most);
		sum += p[i];
	}
	for (int i = 0; i < k; i++)
		p[i] /= sum;
	return k;
}

static double
entropy(const double *p, int k)
{
	double h = 0;

	for (int i = 0; i < k; i++)
		h -= p[i] > 0 ? p[i] * num_log(p[i]) : 0;
	return h;
}

static const char *
class_text(const struct data_set *d, int class, struct arena *frame)
{
	return d->class_name && class < d->n_class ? d->class_name[class]
						    : str_printf(frame, "%d", class);
}

static void
describe(struct plot_figure *f, const struct train_view *v, const double *p, int k,
	 int row, double t, struct arena *frame)
{
	const struct data_set *d = v->data;
	int most = 0, is = d->label[row];

	for (int i = 0; i < k; i++) {
		if (!isfinite(p[i])) {
			panel_say(f, frame, "the net's answer is not a number");
			return;
		}
		most = p[i] > p[most] ? i : most;
	}
	if (most == is)
		panel_say(f, frame, "answers %s, rightly, with %s",
			  class_text(d, most, frame), panel_share(p[most], frame));
	else
		panel_say(f, frame, "answers %s with %s; %s would be right, with %s",
			  class_text(d, most, frame), panel_share(p[most], frame),
			  class_text(d, is, frame), panel_share(p[is], frame));
	panel_say(f, frame, "entropy %s of %s nats at temperature %s",
		  panel_num(entropy(p, k), frame), panel_num(num_log(k), frame),
		  panel_num(t, frame));
}

static void
bars(struct plot_part *part, const struct data_set *d, const double *p, int k,
     struct arena *frame)
{
	struct plot_series *s = panel_series(part, "", 0, PLOT_BARS, k, frame);
	const char **name = ARENA_NEW(frame, const char *, k);

	for (int i = 0; i < k; i++) {
		panel_x(s)[i] = i;
		panel_y(s)[i] = p[i];
		name[i] = class_text(d, i, frame);
	}
	part->x = (struct plot_axis){ .lo = -.5, .hi = k - .5, .whole = true,
				      .label = "class", .name = name, .n_name = k };
	part->y = (struct plot_axis){ .lo = 0, .hi = 1, .label = "probability" };
}

void
panel_softmax(struct plot_figure *f, const struct panel_args *a, struct arena *frame)
{
	bool test = (int)param_num(a->param, "part") == 1;
	double t = param_num(a->param, "temperature"), *p;
	int row = (int)param_num(a->param, "row"), k;
	const struct train_sample *s;

	panel_begin(f, a->n_run ? str_printf(frame, "%s: answer to row %d%s, "
					     "temperature %s", a->run->name, row,
					     test ? " of the test part" : "",
					     panel_num(t, frame))
				: "softmax", 1, frame);
	if (panel_waits(f, a))
		return;
	s = test ? &a->run->snap->sample_test : &a->run->snap->sample;
	if (a->run->data->target != DATA_CLASS)
		f->empty = "there are no classes";
	else if (!s->k)
		f->empty = "too many classes for a picture";
	else if (row > s->rows)
		f->empty = s->rows ? "that part has fewer rows" : "there is no test part";
	if (f->empty)
		return;
	p = ARENA_NEW(frame, double, s->k > 1 ? s->k : 2);
	k = probabilities(p, s, row - 1, t);
	bars(&f->part[0], a->run->data, p, k, frame);
	describe(f, a->run, p, k, test ? a->run->data->n_train + row - 1 : row - 1, t,
		 frame);
}
