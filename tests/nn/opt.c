#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

enum { N = 29, STEPS = 30, SLOTS_MAX = 4 };

/* One parameter in double, by the formulas of the reference's README. */
struct one {
	double w, a, b;			/* a, b: what the optimiser remembers */
};

static void
sgd_one(struct one *o, double g, int t, const double *arg)
{
	g += arg[3] * o->w;
	o->a = t == 1 ? g : arg[1] * o->a + g;
	o->w -= arg[0] * (arg[2] != 0 ? g + arg[1] * o->a : o->a);
}

static void
adam_part(struct one *o, double g, int t, const double *arg)
{
	o->a = arg[1] * o->a + (1 - arg[1]) * g;
	o->b = arg[2] * o->b + (1 - arg[2]) * g * g;
	o->w -= arg[0] / (1 - pow(arg[1], t)) * o->a
		/ (sqrt(o->b / (1 - pow(arg[2], t))) + arg[3]);
}

static void
adam_one(struct one *o, double g, int t, const double *arg)
{
	adam_part(o, g + arg[4] * o->w, t, arg);
}

static void
adamw_one(struct one *o, double g, int t, const double *arg)
{
	o->w *= 1 - arg[0] * arg[4];
	adam_part(o, g, t, arg);
}

static void
rmsprop_one(struct one *o, double g, int t, const double *arg)
{
	(void)t;
	g += arg[3] * o->w;
	o->b = arg[1] * o->b + (1 - arg[1]) * g * g;
	o->w -= arg[0] * g / (sqrt(o->b) + arg[2]);
}

/* Every optimiser of the table, with settings that use each of its parameters. */
static const struct oracle {
	const char *name;
	void (*step)(struct one *o, double g, int t, const double *arg);
	double arg[NN_ARGS_MAX];
} oracles[] = {
	{ "sgd", sgd_one, { 0.1, 0, 0, 0 } },
	{ "sgd", sgd_one, { 0.05, 0.9, 0, 0 } },
	{ "sgd", sgd_one, { 0.05, 0.9, 1, 0.01 } },
	{ "adam", adam_one, { 0.01, 0.9, 0.999, 1e-8, 0 } },
	{ "adam", adam_one, { 0.01, 0.8, 0.99, 1e-3, 0.1 } },
	{ "adamw", adamw_one, { 0.01, 0.9, 0.999, 1e-8, 0.1 } },
	{ "rmsprop", rmsprop_one, { 0.01, 0.9, 1e-6, 0.1 } },
	{ NULL, NULL, { 0 } }
};

static float
slope(int i, int t)
{
	return (float)(((i * 31 + t * 17) % 23) - 11) / 16;
}

static void
takes_the_steps_of_its_formula(void **state)
{
	const struct oracle *k = *state;
	const struct nn_opt *row = nn_opt_find(str_of(k->name));
	float w[N], g[N], slot[SLOTS_MAX * N];
	struct nn_opt_state s = { .slot = slot };
	struct one o[N] = { { 0 } };

	nn_opt_state_reset(&s, row->n_slot, N);
	for (int i = 0; i < N; i++)
		o[i].w = w[i] = slope(i, 99);
	for (int t = 1; t <= STEPS; t++) {
		for (int i = 0; i < N; i++) {
			g[i] = slope(i, t);
			k->step(&o[i], g[i], t, k->arg);
		}
		row->step(w, g, N, &s, k->arg);
	}
	assert_int_equal(s.t, STEPS);
	for (int i = 0; i < N; i++)
		tap_near(w[i], o[i].w, 2e-6, 2e-6);
}

static void
is_described_and_tested(void **state)
{
	const struct nn_opt *row = *state;
	int tested = 0;

	assert_true(str_is_name(str_of(row->name)));
	assert_true(row->formula[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_opt_find(str_of(row->name)), row);
	assert_true(row->n_slot <= SLOTS_MAX);
	assert_string_equal(row->param[0].name, "lr");
	for (int i = 0; oracles[i].name; i++)
		tested += strcmp(oracles[i].name, row->name) == 0;
	assert_true(tested > 0);
}

/* Vectors and their tail give the same bits: n parameters move as one by one would. */
static void
moves_each_parameter_alone(void **state)
{
	const struct oracle *k = *state;
	const struct nn_opt *row = nn_opt_find(str_of(k->name));
	float w[N], g[N], slot[SLOTS_MAX * N], w1[N], slot1[SLOTS_MAX];
	struct nn_opt_state s = { .slot = slot };

	nn_opt_state_reset(&s, row->n_slot, N);
	for (int i = 0; i < N; i++)
		w[i] = w1[i] = slope(i, 99);
	for (int t = 1; t <= STEPS; t++) {
		for (int i = 0; i < N; i++)
			g[i] = slope(i, t);
		row->step(w, g, N, &s, k->arg);
	}
	for (int i = 0; i < N; i++) {
		struct nn_opt_state s1 = { .slot = slot1 };

		nn_opt_state_reset(&s1, row->n_slot, 1);
		for (int t = 1; t <= STEPS; t++) {
			float g1 = slope(i, t);

			row->step(&w1[i], &g1, 1, &s1, k->arg);
		}
	}
	assert_memory_equal(w, w1, sizeof(w));
}

static void
goes_downhill(void **state)
{
	const struct nn_opt *row = *state;
	double arg[NN_ARGS_MAX] = { 0 };
	float w[2] = { 1, -2 }, g[2], slot[SLOTS_MAX * 2];
	struct nn_opt_state s = { .slot = slot };

	for (int i = 0; row->param[i].name; i++)
		arg[i] = row->param[i].def;
	nn_opt_state_reset(&s, row->n_slot, 2);
	for (int t = 0; t < 100; t++) {
		g[0] = w[0];
		g[1] = 10 * w[1];
		row->step(w, g, 2, &s, arg);
	}
	assert_true(fabsf(w[0]) < 0.95f && fabsf(w[1]) < 1.95f);
}

void
suite_opt(void)
{
	for (const struct nn_opt *o = nn_opts; o->name; o++) {
		suite_row(o->name, "is_described_and_tested", is_described_and_tested, o);
		suite_row(o->name, "goes_downhill", goes_downhill, o);
	}
	for (const struct oracle *k = oracles; k->name; k++) {
		suite_row(k->name, "takes_the_steps_of_its_formula",
			  takes_the_steps_of_its_formula, k);
		suite_row(k->name, "moves_each_parameter_alone",
			  moves_each_parameter_alone, k);
	}
}
