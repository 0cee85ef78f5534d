/* Sequences that are made: a row holds its steps one behind the other, and each step its
 * features, as the layer `sequence` reads them. */
#include "data/set.h"

#define N_ROWS { "n", PARAM_INT, 2, 1e6, 400, "sequences", NULL, \
	"how many sequences to make" }
#define STEPS(def) { "steps", PARAM_INT, 2, 1000, (def), "steps", NULL, \
	"length of each sequence" }

const struct param data_parity_params[] = {
	N_ROWS, STEPS(8), DATA_PARAM_TEST(0), { 0 }
};
const struct param data_adding_params[] = {
	N_ROWS, STEPS(12), DATA_PARAM_TEST(0), { 0 }
};
const struct param data_recall_params[] = {
	N_ROWS, STEPS(20),
	{ "symbols", PARAM_INT, 2, 100, 4, "symbols", NULL,
	  "how many there are to choose from; also the features of a step" },
	{ "noise", PARAM_REAL, 0, 100, 0, "", NULL,
	  "deviation of the normal noise on all steps but the first" },
	DATA_PARAM_TEST(0), { 0 }
};

static void
shape(struct data_set *d, const struct param_set *p, int features)
{
	int steps = param_int(p, "steps");

	d->n = param_int(p, "n");
	d->in = steps * features;
	snprintf(d->note, sizeof(d->note),
		 "%d steps of %d feature%s: a net begins with 'sequence %d %d'", steps,
		 features, features == 1 ? "" : "s", steps, features);
}

void
data_parity_shape(struct data_set *d, const struct param_set *p)
{
	shape(d, p, 1);
	d->target = DATA_CLASS;
	d->n_class = 2;
}

void
data_adding_shape(struct data_set *d, const struct param_set *p)
{
	shape(d, p, 2);
	d->target = DATA_VALUES;
	d->out = 1;
}

void
data_recall_shape(struct data_set *d, const struct param_set *p)
{
	shape(d, p, param_int(p, "symbols"));
	d->target = DATA_CLASS;
	d->n_class = param_int(p, "symbols");
}

void
data_parity_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	(void)p;
	for (int i = 0; i < d->n; i++)
		for (int t = 0; t < d->in; t++) {
			int bit = rng_below(r, 2);

			d->x[(size_t)i * (size_t)d->in + (size_t)t] = (float)bit;
			d->label[i] ^= bit;
		}
}

/* The two marks stand in different steps, each pair as likely as any other. */
void
data_adding_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	int steps = d->in / 2;

	(void)p;
	for (int i = 0; i < d->n; i++) {
		float *x = d->x + (size_t)i * (size_t)d->in;
		int a = rng_below(r, steps), b = rng_below(r, steps - 1);

		b += b >= a;
		for (int t = 0; t < steps; t++)
			x[2 * t] = (float)rng_uniform(r);
		x[2 * a + 1] = x[2 * b + 1] = 1;
		d->y[i] = x[2 * a] + x[2 * b];
	}
}

/* Noise is drawn also where there is none, so that turning it up changes no symbol. */
void
data_recall_fill(struct data_set *d, const struct param_set *p, struct rng *r)
{
	double noise = param_num(p, "noise");

	for (int i = 0; i < d->n; i++) {
		float *x = d->x + (size_t)i * (size_t)d->in;

		d->label[i] = i % d->n_class;
		x[d->label[i]] = 1;
		for (int j = d->n_class; j < d->in; j++)
			x[j] = (float)(noise * rng_normal(r));
	}
}
