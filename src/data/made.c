/* Data that is made: U is uniform on [0, 1), N normal with deviation 1.  Point i is
 * of class i mod the number of classes, where nothing else is said. */
#include "data/set.h"
#include "actlab/num.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

#define N_POINTS(def) { "n", PARAM_INT, 2, 1e6, (def), "points", NULL, \
	"how many points to make" }
#define NOISE(def) { "noise", PARAM_REAL, 0, 100, (def), "", NULL, \
	"deviation of the normal noise on each coordinate" }

const struct param data_circles_params[] = {
	N_POINTS(400), NOISE(0.05), DATA_PARAM_TEST(0), { 0 }
};
const struct param data_spirals_params[] = {
	N_POINTS(400), NOISE(0.03),
	{ "turns", PARAM_REAL, 0.1, 20, 1.5, "", NULL,
	  "how often each spiral winds around" },
	DATA_PARAM_TEST(0), { 0 }
};
const struct param data_moons_params[] = {
	N_POINTS(400), NOISE(0.1), DATA_PARAM_TEST(0), { 0 }
};
const struct param data_xor_params[] = {
	N_POINTS(400), NOISE(0), DATA_PARAM_TEST(0), { 0 }
};
const struct param data_gaussians_params[] = {
	N_POINTS(400),
	{ "frac", PARAM_REAL, 0, 1, 0.5, "", NULL,
	  "share of the points that is of class 1" },
	{ "sep", PARAM_REAL, -100, 100, 2, "", NULL,
	  "how far class 1 is shifted along x1" },
	DATA_PARAM_TEST(0), { 0 }
};
const struct param data_blobs_params[] = {
	N_POINTS(400), NOISE(1),
	{ "classes", PARAM_INT, 2, 100, 3, "classes", NULL, "how many clouds" },
	{ "dims", PARAM_INT, 2, 1000, 2, "inputs", NULL,
	  "coordinates of a point; those from x3 on are noise alone" },
	DATA_PARAM_TEST(0), { 0 }
};
const struct param data_plane_params[] = {
	N_POINTS(400), NOISE(0),
	{ "sep", PARAM_REAL, 0, 100, 0.2, "", NULL,
	  "width of the empty gap between the classes" },
	{ "dims", PARAM_INT, 1, 1000, 2, "inputs", NULL, "coordinates of a point" },
	DATA_PARAM_TEST(0), { 0 }
};
const struct param data_sine_params[] = {
	N_POINTS(256),
	{ "noise", PARAM_REAL, 0, 100, 0, "", NULL,
	  "deviation of the normal noise on y" },
	{ "cycles", PARAM_REAL, 0, 100, 1, "", NULL, "full waves from x = 0 to 1" },
	DATA_PARAM_TEST(0), { 0 }
};
const struct param data_multilabel_params[] = {
	N_POINTS(400), NOISE(0), DATA_PARAM_TEST(0), { 0 }
};

/* ---- shapes ---- */

void
data_pair_shape(struct data_set *d, const struct param_set *p)
{
	d->n = param_int(p, "n");
	d->in = 2;
	d->target = DATA_CLASS;
	d->n_class = 2;
}

void
data_blobs_shape(struct data_set *d, const struct param_set *p)
{
	data_pair_shape(d, p);
	d->in = param_int(p, "dims");
	d->n_class = param_int(p, "classes");
}

void
data_plane_shape(struct data_set *d, const struct param_set *p)
{
	data_pair_shape(d, p);
	d->in = param_int(p, "dims");
}

void
data_sine_shape(struct data_set *d, const struct param_set *p)
{
	d->n = param_int(p, "n");
	d->in = 1;
	d->target = DATA_VALUES;
	d->out = 1;
}

void
data_multilabel_shape(struct data_set *d, const struct param_set *p)
{
	d->n = param_int(p, "n");
	d->in = 2;
	d->target = DATA_LABELS;
	d->out = 2;
}

/* ---- points ---- */

/* x with noise on top: one draw, also where there is no noise, so that turning the
 * noise up moves the same points. */
static float
noisy(double x, double noise, struct rng *r)
{
	return (float)(x + noise * rng_normal(r));
}

static void
put(struct data_set *d, int i, double x1, double x2, double noise, struct rng *r)
{
	d->x[2 * i] = noisy(x1, noise, r);
	d->x[2 * i + 1] = noisy(x2, noise, r);
}

/* Uniform on [-1, 1). */
static double
side(struct rng *r)
{
	return 2 * rng_uniform(r) - 1;
}

void
data_circles_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		double radius = i % 2 ? 0.5 : 1, angle = 2 * pi * rng_uniform(r);

		put(d, i, radius * num_cos(angle), radius * num_sin(angle), noise, r);
		d->label[i] = i % 2;
	}
}

void
data_spirals_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise"), turns = param_num(p, "turns");

	for (int i = 0; i < d->n; i++) {
		double t = sqrt(rng_uniform(r)), angle = 2 * pi * turns * t;
		double radius = i % 2 ? -t : t;

		put(d, i, radius * num_cos(angle), radius * num_sin(angle), noise, r);
		d->label[i] = i % 2;
	}
}

void
data_moons_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		double a = pi * rng_uniform(r), c = num_cos(a), s = num_sin(a);

		if (i % 2)
			put(d, i, 1 - c, 0.5 - s, noise, r);
		else
			put(d, i, c, s, noise, r);
		d->label[i] = i % 2;
	}
}

void
data_xor_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		double x1 = side(r), x2 = side(r);

		put(d, i, x1, x2, noise, r);
		d->label[i] = (x1 < 0) != (x2 < 0);
	}
}

/* Class 1 has round(frac n) points, spread evenly over the rows. */
void
data_gaussians_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	int64_t n = d->n, ones = (int64_t)floor(param_num(p, "frac") * d->n + 0.5);
	double sep = param_num(p, "sep");

	for (int i = 0; i < d->n; i++) {
		d->label[i] = (i + 1) * ones / n > i * ones / n;
		put(d, i, d->label[i] ? sep : 0, 0, 1, r);
	}
}

void
data_blobs_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		int k = i % d->n_class;
		double angle = 2 * pi * k / d->n_class;
		double centre[2] = { 1.5 * num_cos(angle), 1.5 * num_sin(angle) };
		float *x = d->x + (size_t)i * d->in;

		for (int j = 0; j < d->in; j++)
			x[j] = noisy(j < 2 ? centre[j] : 0, noise, r);
		d->label[i] = k;
	}
}

/* Each side is moved away from the dividing plane, along (1, ..., 1) / sqrt(dims). */
void
data_plane_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");
	double shift = param_num(p, "sep") / 2 / sqrt(d->in);

	for (int i = 0; i < d->n; i++) {
		float *x = d->x + (size_t)i * d->in;
		double sum = 0;

		for (int j = 0; j < d->in; j++) {
			x[j] = (float)side(r);
			sum += x[j];
		}
		d->label[i] = sum > 0;
		for (int j = 0; j < d->in; j++)
			x[j] = noisy(x[j] + (sum > 0 ? shift : -shift), noise, r);
	}
}

void
data_sine_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise"), cycles = param_num(p, "cycles");

	for (int i = 0; i < d->n; i++) {
		d->x[i] = (float)side(r);
		d->y[i] = noisy(num_sin(2 * pi * cycles * d->x[i]), noise, r);
	}
}

void
data_multilabel_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		double x1 = side(r), x2 = side(r);

		put(d, i, x1, x2, noise, r);
		d->y[2 * i] = x1 > 0;
		d->y[2 * i + 1] = x2 > 0;
	}
}
