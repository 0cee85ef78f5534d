#include "tests/nn/suite.h"

#include <math.h>
#include <stdlib.h>

/* losses.csv: id, loss, params, reduction, n, k, input, target, value, grad */
static struct csv ref;
enum { ID, LOSS, PARAMS, REDUCTION, N, K, INPUT, TARGET, VALUE, GRAD };
enum { WIDTH_MAX = 4096 };

/* Names of the reference file and what they are here; NULL: not in the table, and a
 * row of that name would have to be added here. */
static const struct { const char *ref, *name; } names[] = {
	{ "mse", "mse" }, { "mae", "mae" }, { "huber", "huber" }, { "smooth_l1",
	  "smooth_l1" },
	{ "bce", "bce" }, { "bce_with_logits", "bce_logits" },
	{ "cross_entropy", "ce_logits" }, { "cross_entropy_soft", NULL },
	{ "softmax_then_cross_entropy", NULL }, { "focal", NULL }, { "focal_softmax",
	  NULL },
	{ "hinge", NULL }, { "kl", NULL }, { "sigmoid_mse", NULL }, { NULL, NULL }
};

static const char *
name_of(const char *ref_name)
{
	for (int i = 0; names[i].ref; i++)
		if (strcmp(names[i].ref, ref_name) == 0)
			return names[i].name;
	fail_msg("losses.csv has a loss '%s' that names[] does not list", ref_name);
	return NULL;
}

/* Class weights are no parameter here. */
static bool
is_covered(char **row)
{
	for (int i = 0; names[i].ref; i++)
		if (strcmp(names[i].ref, row[LOSS]) == 0)
			return names[i].name && !strstr(row[PARAMS], "weight=0.5 ");
	return true;				/* unlisted: name_of will say so */
}

static struct nn_loss_use
use_of(const char *text)
{
	struct nn_loss_use u;
	struct err e = { 0 };

	if (!nn_loss_parse(str_of(text), SPAN_NONE, &u, &e))
		fail_msg("%s: %s", text, e.msg);
	return u;
}

struct batch {
	int n, k;
	float out[WIDTH_MAX], y[WIDTH_MAX], dy[WIDTH_MAX], scratch[WIDTH_MAX];
	int label[WIDTH_MAX];
};

static double
loss_of(const struct nn_loss_use *u, struct batch *b, float *dy)
{
	struct nn_target t = { b->y, b->label };

	return u->kind->f(dy, b->out, &t, b->n, b->k, u->p, b->scratch);
}

static void
fill(struct batch *b, char **row, bool classes)
{
	static double v[WIDTH_MAX];
	int n;

	b->n = atoi(row[N]);
	b->k = atoi(row[K]);
	n = csv_numbers(row[INPUT], v, WIDTH_MAX);
	assert_int_equal(n, b->n * b->k);
	for (int i = 0; i < n; i++)
		b->out[i] = (float)v[i];
	n = csv_numbers(row[TARGET], v, WIDTH_MAX);
	assert_int_equal(n, classes ? b->n : b->n * b->k);
	for (int i = 0; i < n; i++) {
		b->y[i] = (float)v[i];
		b->label[i] = (int)v[i];
	}
}

static void
agrees_with_reference(void **state)
{
	static struct batch b;
	static double grad[WIDTH_MAX];
	char **row = *state, text[128];
	struct nn_loss_use u;
	double value, got, scale;

	snprintf(text, sizeof(text), row[PARAMS][0] ? "%s(%s)" : "%s", name_of(row[LOSS]),
		 row[PARAMS]);
	u = use_of(text);
	fill(&b, row, u.kind->target == NN_TARGET_CLASS);
	csv_numbers(row[VALUE], &value, 1);
	assert_int_equal(csv_numbers(row[GRAD], grad, WIDTH_MAX), b.n * b.k);
	got = loss_of(&u, &b, b.dy);
	scale = strcmp(row[REDUCTION], "sum") != 0 ? 1
		: u.kind->target == NN_TARGET_CLASS ? b.n : b.n * b.k;
	tap_near(got * scale, value, 1e-6, 1e-5);
	for (int i = 0; i < b.n * b.k; i++)
		tap_near(b.dy[i] * scale, grad[i], 1e-6, 1e-5);
	assert_true(loss_of(&u, &b, NULL) == got);
}

static void
is_described(void **state)
{
	const struct nn_loss *row = *state;

	assert_true(str_is_name(str_of(row->name)));
	assert_true(row->formula[0] && row->help[0]);
	assert_true(row->help[strlen(row->help) - 1] != '.');
	assert_ptr_equal(nn_loss_find(str_of(row->name)), row);
	assert_true(param_count(row->param) <= NN_ARGS_MAX);
}

/* ce has no rows in the reference file: a test of its own, below. */
static void
has_reference_values(void **state)
{
	const struct nn_loss *row = *state;
	int n = 0;

	for (int i = 0; i < ref.rows; i++)
		if (is_covered(ref.cell[i]))
			n += strcmp(name_of(ref.cell[i][LOSS]), row->name) == 0;
	assert_true(n > 0 || strcmp(row->name, "ce") == 0);
}

static void
fill_some(struct batch *b, const struct nn_loss *row)
{
	struct rng r;

	rng_init(&r, 3, "data", 0);
	b->n = 5;
	b->k = 4;
	for (int i = 0; i < b->n * b->k; i++) {
		double u = rng_uniform(&r);

		u = row->link == NN_LINK_PROB ? 0.1 + 0.8 * u : 4 * u - 2;
		b->out[i] = (float)u;
		b->y[i] = (float)rng_below(&r, 2);
		b->label[i] = rng_below(&r, b->k);
	}
}

static void
gradient_is_the_derivative(void **state)
{
	static struct batch b;
	const struct nn_loss *row = *state;
	struct nn_loss_use u = use_of(row->name);
	const float h = 1.0f / 512;

	fill_some(&b, row);
	loss_of(&u, &b, b.dy);
	for (int i = 0; i < b.n * b.k; i++) {
		float keep = b.out[i];
		double lo, hi;

		b.out[i] = keep - h;
		lo = loss_of(&u, &b, NULL);
		b.out[i] = keep + h;
		hi = loss_of(&u, &b, NULL);
		b.out[i] = keep;
		tap_near(b.dy[i], (hi - lo) / (2 * (double)h), 2e-5, 1e-3);
	}
}

/* A batch is the mean of its rows. */
static void
is_the_mean_of_its_rows(void **state)
{
	static struct batch b;
	static float dy[WIDTH_MAX];
	const struct nn_loss *row = *state;
	struct nn_loss_use u = use_of(row->name);
	double whole, sum = 0;

	fill_some(&b, row);
	whole = loss_of(&u, &b, b.dy);
	for (int i = 0; i < 5; i++) {
		struct nn_target t = { b.y + i * b.k, b.label + i };

		sum += row->f(dy, b.out + i * b.k, &t, 1, b.k, u.p, b.scratch);
		for (int j = 0; j < b.k; j++)
			tap_near(b.dy[i * b.k + j], dy[j] / 5, 1e-9, 1e-6);
	}
	tap_near(whole, sum / 5, 0, 1e-6);
}

static void
ce_is_minus_the_mean_log_of_the_right_probability(void **state)
{
	float p[] = { 0.5f, 0.25f, 0.25f, 0, 1, 0, 0.125f, 0, 0.875f }, dy[9], scratch[9];
	int label[] = { 1, 0, 2 };
	struct nn_target t = { NULL, label };
	struct nn_loss_use u = use_of("ce");

	(void)state;
	tap_near(u.kind->f(dy, p, &t, 3, 3, u.p, scratch),
		 (1.3862943611198906 + 100 + 0.13353139262452263) / 3, 0, 1e-12);
	tap_near(dy[1], -4.0 / 3, 0, 1e-7);
	tap_near(dy[3], -1e12 / 3, 0, 1e-6);
	tap_near(dy[8], -1 / 0.875 / 3, 0, 1e-7);
	assert_true(dy[0] == 0 && dy[2] == 0 && dy[4] == 0 && dy[5] == 0);
}

/* softmax.csv: id, k, temperature, logits, softmax */
static void
softmax_link_agrees_with_reference(void **state)
{
	static struct csv s;
	int n = 0;

	(void)state;
	csv_read(&s, "nn/softmax.csv");
	for (int i = 0; i < s.rows; i++) {
		double x[64], want[64];
		float in[64], p[64];
		int k = csv_numbers(s.cell[i][3], x, 64);

		if (strcmp(s.cell[i][2], "1") != 0)
			continue;
		assert_int_equal(csv_numbers(s.cell[i][4], want, 64), k);
		for (int j = 0; j < k; j++)
			in[j] = (float)x[j];
		nn_link_apply(NN_LINK_SOFTMAX, p, in, 1, k);
		for (int j = 0; j < k; j++)
			tap_near(p[j], want[j], 1e-6, 0);
		n++;
	}
	free(s.text);
	assert_true(n > 5);
}

static void
links_give_probabilities(void **state)
{
	float x[] = { -1000, 0, 1000, 1, 1, 1 }, p[6];

	(void)state;
	nn_link_apply(NN_LINK_SIGMOID, p, x, 2, 3);
	assert_true(p[0] == 0 && p[1] == 0.5f && p[2] == 1);
	nn_link_apply(NN_LINK_SOFTMAX, p, x, 2, 3);
	assert_true(p[0] == 0 && p[1] == 0 && p[2] == 1);
	tap_near(p[4], 1.0 / 3, 1e-7, 0);
	nn_link_apply(NN_LINK_NONE, p, x, 2, 3);
	assert_memory_equal(p, x, sizeof(x));
}

static void
an_unknown_loss_is_named_with_the_nearest(void **state)
{
	struct nn_loss_use u;
	struct err e = { 0 };

	(void)state;
	assert_false(nn_loss_parse(str_of("ce_logit"), SPAN_NONE, &u, &e));
	assert_string_equal(e.msg, "unknown loss 'ce_logit'");
	assert_string_equal(e.hint, "did you mean 'ce_logits'?");
}

void
suite_loss(void)
{
	csv_read(&ref, "nn/losses.csv");
	for (int i = 0; i < ref.rows; i++)
		if (is_covered(ref.cell[i]))
			suite_row(ref.cell[i][ID], "agrees_with_reference",
				  agrees_with_reference, ref.cell[i]);
	for (const struct nn_loss *l = nn_losses; l->name; l++) {
		suite_row(l->name, "is_described", is_described, l);
		suite_row(l->name, "has_reference_values", has_reference_values, l);
		suite_row(l->name, "gradient_is_the_derivative",
			  gradient_is_the_derivative, l);
		suite_row(l->name, "is_the_mean_of_its_rows", is_the_mean_of_its_rows, l);
	}
	TAP(ce_is_minus_the_mean_log_of_the_right_probability);
	TAP(softmax_link_agrees_with_reference);
	TAP(links_give_probabilities);
	TAP(an_unknown_loss_is_named_with_the_nearest);
}
