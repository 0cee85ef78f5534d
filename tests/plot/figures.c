#include "tests/plot/figures.h"
#include "actlab/num.h"

#include <math.h>
#include <string.h>

/* A value in -1..1 that looks random and is the same everywhere. */
static double
noise(unsigned i)
{
	i = i * 747796405u + 2891336453u;
	i = ((i >> ((i >> 28) + 4)) ^ i) * 277803737u;
	return (double)((i >> 22) ^ i) / 2147483648.0 - 1;
}

static struct plot_part *
parts(struct plot_figure *f, int n, struct arena *a)
{
	*f = (struct plot_figure){ .n_part = n,
				   .part = ARENA_NEW(a, struct plot_part, n) };
	for (int i = 0; i < n; i++) {
		f->part[i].x = (struct plot_axis){ .lo = INFINITY, .hi = -INFINITY };
		f->part[i].y = f->part[i].x;
	}
	return f->part;
}

/* A new series of n values; the caller fills *x and *y. */
static struct plot_series *
series(struct plot_part *p, const char *name, enum plot_mark mark, int n, double **x,
       double **y, struct arena *a)
{
	struct plot_series *s = &p->series[p->n_series];

	*x = ARENA_NEW(a, double, n);
	*y = ARENA_NEW(a, double, n);
	*s = (struct plot_series){ .name = name, .x = *x, .y = *y, .n = n,
				   .ink = (uint8_t)p->n_series, .mark = mark };
	p->n_series++;
	return s;
}

static void
fit(struct plot_part *p)
{
	for (int i = 0; i < p->n_series; i++) {
		plot_axis_fit(&p->x, p->series[i].x, p->series[i].n);
		plot_axis_fit(&p->y, p->series[i].y, p->series[i].n);
	}
	plot_axis_settle(&p->x);
	plot_axis_settle(&p->y);
}

static void
make_loss(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "loss";
	f->caption = "sig 0.69, flat; rel 0.0031, fell 220x";
	series(p, "sig", PLOT_LINE, 240, &x, &y, a);
	for (int i = 0; i < 240; i++) {
		x[i] = 2 * i;
		y[i] = .69 + .01 * noise(i) * (i < 20 ? 3 : 1);
	}
	series(p, "rel", PLOT_LINE, 240, &x, &y, a);
	for (int i = 0; i < 240; i++) {
		x[i] = 2 * i;
		y[i] = (.68 * num_exp(-i / 25.0) + .003) * (1 + .3 * noise(i + 1000));
	}
	p->y.log = true;
	p->x.label = "step";
	p->y.label = "loss";
	fit(p);
	p->x.lo = 0;
	p->x.hi = 480;
}

static void
make_runs(struct plot_figure *f, struct arena *a)
{
	static const char *names[] = { "tanh", "sigmoid", "relu", "gelu", "elu", "silu" };
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "validation loss";
	f->caption = "tanh reached .1 first (epoch 28); sigmoid is 14.7x behind";
	for (int r = 0; r < 6; r++) {
		series(p, names[r], PLOT_LINE, 300, &x, &y, a);
		for (int i = 0; i < 300; i++) {
			x[i] = i;
			y[i] = num_exp(-i / (20.0 + 12 * r)) + .07 + .05 * r
			       + .0004 * (r + 1) * i * (r % 2 ? 0 : 1);
		}
	}
	p->event[p->n_event++] = (struct plot_event){ 120, "lr=.01" };
	p->x.label = "epoch";
	p->x.whole = true;
	fit(p);
	p->x.lo = 0;
	p->x.hi = 400;
}

static void
make_curve(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "tanh and where data falls";
	f->caption = "tanh goes from -0.999 to 0.999 here; 38 % of z is saturated";
	p->x.label = "z";
	series(p, "data", PLOT_BARS, 40, &x, &y, a);
	for (int i = 0; i < 40; i++) {
		x[i] = -3.9 + .2 * i;
		y[i] = -1.08 + .7 * num_exp(-x[i] * x[i] / 3) + .06 * noise(i);
	}
	series(p, "tanh", PLOT_LINE, 601, &x, &y, a);
	for (int i = 0; i < 601; i++) {
		x[i] = -4 + 8 * i / 600.0;
		y[i] = num_tanh(x[i]);
	}
	series(p, "slope", PLOT_LINE, 601, &x, &y, a);
	for (int i = 0; i < 601; i++) {
		x[i] = -4 + 8 * i / 600.0;
		y[i] = 1 - num_tanh(x[i]) * num_tanh(x[i]);
	}
	fit(p);
	p->x.lo = -4;
	p->x.hi = 4;
}

static void
make_gradbars(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "gradient norm per layer";
	f->caption = "sig falls 4.1x per layer; layer 1 is 12 orders of magnitude below "
		     "layer 20";
	for (int r = 0; r < 2; r++) {
		series(p, r ? "rel" : "sig", PLOT_BARS, 20, &x, &y, a);
		for (int i = 0; i < 20; i++) {
			x[i] = i + 1;
			y[i] = r ? .2 + .1 * noise(i)
				 : num_exp(-1.4 * (20 - i) + .4 * noise(i));
		}
	}
	p->x.label = "layer";
	p->x.whole = true;
	p->y.log = true;
	p->y.label = "|dL/dW|";
	fit(p);
}

static void
make_gradhist(struct plot_figure *f, struct arena *a)
{
	static const char *titles[] = { "layer 1", "layer 10", "layer 20" };
	struct plot_part *p = parts(f, 3, a);
	double *x, *y;

	f->title = "gradients, log bins";
	f->caption = "sig layer 1: rms 2.3e-13; rel layer 1: rms .0071, 31 % exactly 0";
	for (int k = 0; k < 3; k++) {
		p[k].title = titles[k];
		for (int r = 0; r < 2; r++) {
			double mid = r ? -2.5 : -13 + 5.5 * k;

			series(&p[k], r ? "rel" : "sig", PLOT_BARS, 17, &x, &y, a);
			y[0] = r ? .31 : 0;
			for (int i = 1; i < 17; i++) {
				double e = -16 + i;

				x[i] = num_pow(10, e + .5);
				y[i] = .35 * num_exp(-(e - mid) * (e - mid) / 1.5);
			}
		}
		p[k].x = (struct plot_axis){ .lo = 1e-15, .hi = 10, .log = true,
					     .zero_bin = true, .label = "|dL/dW|" };
		p[k].y = (struct plot_axis){ .lo = 0, .hi = .36, .label = "share" };
	}
}

static void
make_zhist(struct plot_figure *f, struct arena *a)
{
	static const char *titles[] = { "layer 1", "layer 2", "layer 3",
					"layer 4", "layer 5", "layer 6" };
	struct plot_part *p = parts(f, 6, a);
	double *x, *y;

	f->title = "sig: where z falls";
	f->caption = "layer 1: deviation 1.3, saturated 4 %; layer 6: deviation .02, "
		     "saturated 0 %";
	for (int k = 0; k < 6; k++) {
		p[k].title = titles[k];
		series(&p[k], "sig", PLOT_BARS, 48, &x, &y, a);
		for (int i = 0; i < 48; i++) {
			x[i] = -4 + (i + .5) / 6;
			y[i] = num_exp(-x[i] * x[i] * (k + 1) / 2)
			       * (1 + .2 * noise(i + 60 * k));
		}
		p[k].x.label = "z";
		fit(&p[k]);
		p[k].y.lo = 0;
	}
}

static void
make_boundary(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	float *v = ARENA_NEW(a, float, 48 * 48);
	double *x[2], *y[2];

	f->title = "boundary p(class 1)";
	f->caption = "accuracy 97.5 %; 6 of 240 points on the wrong side";
	for (int i = 0; i < 48 * 48; i++) {
		double px = -1.5 + 3 * (i % 48 + .5) / 48,
		       py = 1.5 - 3 * (i / 48 + .5) / 48;

		v[i] = (float)(1 / (1 + num_exp(-9 * (px * px + py * py - .7))));
	}
	p->heat = (struct plot_heat){ 48, 48, v, 0, 1 };
	for (int k = 0; k < 2; k++) {
		struct plot_series *s = series(p, k ? "class 1" : "class 0", PLOT_POINTS,
					       40, &x[k], &y[k], a);

		s->glyph = k ? 'x' : 'o';
		for (int i = 0; i < 40; i++) {
			double r = (k ? 1.15 : .45) + .12 * noise(i + 100 * k);

			x[k][i] = r * num_cos(i * 6.2832 / 40);
			y[k][i] = r * num_sin(i * 6.2832 / 40);
		}
	}
	p->x = (struct plot_axis){ .lo = -1.5, .hi = 1.5, .label = "x1" };
	p->y = (struct plot_axis){ .lo = -1.5, .hi = 1.5, .label = "x2" };
}

/* The same plane with lines of three levels, hatched where it is undecided, a hole in
 * it; and rows with names. */
static void
make_levels(struct plot_figure *f, struct arena *a)
{
	static const char *const names[] = { "cat", "dog", "horse" };
	struct plot_part *p = parts(f, 2, a);
	float *v = ARENA_NEW(a, float, 48 * 48), *rows = ARENA_NEW(a, float, 3 * 20);

	f->title = "levels";
	f->caption = "a tenth, a half, nine tenths";
	for (int i = 0; i < 48 * 48; i++) {
		double px = -1.5 + 3 * (i % 48 + .5) / 48,
		       py = 1.5 - 3 * (i / 48 + .5) / 48;

		v[i] = (float)(1 / (1 + num_exp(-3 * (px * px + py * py - .7))));
		if (px > 1.2 && py > 1.2)
			v[i] = NAN;
	}
	p->heat = (struct plot_heat){ .w = 48, .h = 48, .v = v, .hi = 1, .n_line = 3,
		.line = { .1, .5, .9 }, .hatch = v, .hatch_lo = .4, .hatch_hi = .6 };
	p->x = (struct plot_axis){ .lo = -1.5, .hi = 1.5, .label = "x1" };
	p->y = (struct plot_axis){ .lo = -1.5, .hi = 1.5, .label = "x2" };
	for (int i = 0; i < 60; i++)
		rows[i] = (float)(i % 20);
	p[1].heat = (struct plot_heat){ .w = 20, .h = 3, .v = rows, .hi = 20 };
	p[1].x = (struct plot_axis){ .lo = 0, .hi = 20, .bare = true };
	p[1].y = (struct plot_axis){ .lo = -.5, .hi = 2.5, .name = names, .n_name = 3 };
}

static void
make_table(struct plot_figure *f, struct arena *a)
{
	static const char *const cells[] = {
		"run", "act", "lr", "loss", "accuracy",
		"sig", "sigmoid", "0.1", "0.693", "50 %",
		"rel", "relu", "0.1", "0.00192", "100 %",
		"a name that is long", "tanh", "0.05", NULL, "98.2 %",
	};
	static const uint8_t ink[] = { 0, 1, 2 };
	struct plot_part *p = parts(f, 1, a);

	f->title = "runs";
	f->caption = "rel has the smallest loss";
	p->table = (struct plot_table){ .rows = 3, .columns = 5, .cell = cells,
					.ink = ink, .left = 3 };
}

static void
make_broken(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "loss";
	f->caption = "run stopped at step 300, not finite";
	series(p, "run", PLOT_LINE, 400, &x, &y, a);
	for (int i = 0; i < 400; i++) {
		x[i] = i;
		y[i] = 2 + num_sin(i / 20.0);
		if (i >= 120 && i < 160)
			y[i] = NAN;
		if (i == 200)
			y[i] = INFINITY;
		if (i == 260)
			y[i] = -INFINITY;
		if (i >= 300)
			y[i] = INFINITY;
	}
	p->x.label = "step";
	fit(p);
	p->x.lo = 0;
	p->x.hi = 400;
}

static void
make_balance(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 1, a);
	double *x, *y;

	f->title = "change per layer";
	series(p, "change", PLOT_BARS, 9, &x, &y, a);
	for (int i = 0; i < 9; i++) {
		x[i] = i + 1;
		y[i] = 3 * noise(i + 5);
	}
	p->x.label = "layer";
	p->x.whole = true;
	fit(p);
}

static void
make_wide(struct plot_figure *f, struct arena *a)
{
	struct plot_part *p = parts(f, 2, a);
	double *x, *y;

	f->title = "\xE6\xB4\xBB\xE6\x80\xA7\xE5\x8C\x96\xE9\x96\xA2\xE6\x95\xB0";
	f->caption =
		"\xE6\x90\x8D\xE5\xA4\xB1\xE3\x81\xAF\xE4\xB8\x8B\xE3\x81\x8C\xE3\x82\x8B"
		"\xE3\x80\x82 e\xCC\x81t\xC3\xA9: tanh \xE2\x89\xA4 1";
	for (int k = 0; k < 2; k++) {
		p[k].title = k ? "\xE5\xB1\xA4 2" : "\xE5\xB1\xA4 1";
		series(&p[k], "\xE6\x90\x8D\xE5\xA4\xB1", PLOT_LINE, 30, &x, &y, a);
		for (int i = 0; i < 30; i++) {
			x[i] = i;
			y[i] = (k ? i : 30 - i) * 1e5;
		}
		p[k].x.label = "\xE6\xAD\xA9";
		fit(&p[k]);
	}
}

static void
make_empty(struct plot_figure *f, struct arena *a)
{
	parts(f, 1, a);
	f->title = "loss";
	f->empty = "no step yet: press Space to start the training";
}

const struct figure_case figure_cases[] = {
	{ "loss", make_loss },	       { "runs", make_runs },
	{ "curve", make_curve },       { "gradbars", make_gradbars },
	{ "gradhist", make_gradhist }, { "zhist", make_zhist },
	{ "boundary", make_boundary }, { "broken", make_broken },
	{ "levels", make_levels }, { "table", make_table },
	{ "balance", make_balance },   { "wide", make_wide },
	{ "empty", make_empty },       { 0 }
};

const struct figure_case *
figure_find(const char *name)
{
	for (const struct figure_case *c = figure_cases; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}
