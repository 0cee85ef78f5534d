#include "tests/nn/suite.h"

#include <math.h>
#include <stdlib.h>

/* losses.csv: id, loss, params, reduction, n, k, input, target, value, grad */
static struct csv ref;
enum {
	ID, LOSS, PARAMS, REDUCTION, N, K, INPUT, TARGET, VALUE, GRAD, NAIVE = 13,
	NAIVE_GRAD
};
enum { WIDTH_MAX = 4096 };

/* Names of the reference file, what they are here, and the row that does without care
 * what its naive columns are; NULL: there is none. */
static const struct { const char *ref, *name, *naive; } names[] = {
	{ "mse", "mse", NULL }, { "mae", "mae", NULL }, { "huber", "huber", NULL },
	{ "smooth_l1", "smooth_l1", NULL }, { "bce", "bce", "bce_naive" },
	{ "bce_with_logits", "bce_logits", "bce_logits_naive" },
	{ "cross_entropy", "ce_logits", "ce_naive" },
	{ "cross_entropy_soft", "ce_logits", NULL },
	{ "softmax_then_cross_entropy", "ce_logits", NULL }, { "focal", "focal", NULL },
	{ "focal_softmax", "focal_softmax", NULL }, { "hinge", "hinge", NULL },
	{ "kl", "kl", NULL }, { "sigmoid_mse", "sigmoid_mse", NULL }, { NULL, NULL, NULL }
};

static int
name_of(const char *ref_name)
{
	for (int i = 0; names[i].ref; i++)
		if (strcmp(names[i].ref, ref_name) == 0)
			return i;
	fail_msg("losses.csv has a loss '%s' that names[] does not list", ref_name);
	return 0;
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
	bool soft;			/* the target is y, not label */
	float out[WIDTH_MAX], y[WIDTH_MAX], dy[WIDTH_MAX], scratch[WIDTH_MAX];
	int label[WIDTH_MAX];
	float prob[WIDTH_MAX];
};

static double
loss_of(const struct nn_loss_use *u, struct batch *b, float *dy)
{
	struct nn_target t = { b->y, b->soft ? NULL : b->label };

	return u->kind->f(dy, b->out, &t, b->n, b->k, u, b->scratch);
}

static void
fill(struct batch *b, char **row)
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
	b->soft = n == b->n * b->k && b->k > 1;
	assert_true(b->soft || n == b->n);
	for (int i = 0; i < n; i++) {
		b->y[i] = (float)v[i];
		b->label[i] = (int)v[i];
	}
	if (strcmp(row[LOSS], "softmax_then_cross_entropy") == 0)
		nn_softmax(b->prob, b->out, b->n, b->k, 1);
}

/* "label_smoothing=0;weight=0.5 1.25 2" as it is written here */
static struct nn_loss_use
use_of_row(const char *name, char **row)
{
	char text[256];
	const char *how = strcmp(row[REDUCTION], "batchmean") == 0 ? "" : row[REDUCTION];
	bool own = strchr(row[PARAMS], '=') && strcmp(row[LOSS], "kl") != 0
		   && strcmp(row[LOSS], "cross_entropy_soft") != 0;
	char *none;

	snprintf(text, sizeof(text), "%s(%s%s%s%s)", name, own ? row[PARAMS] : "",
		 own && *how ? ";" : "", *how ? "reduction=" : "", how);
	none = strstr(text, "alpha=none");
	if (none && strcmp(name, "focal") == 0)
		memcpy(none, "alpha=-001", 10);			/* below 0: none */
	else if (none)
		memmove(none - 1, none + 10, strlen(none + 10) + 1);
	for (char *c = text; *c; c++)
		*c = *c == ';' ? ',' : *c == ' ' ? ':' : *c;
	return use_of(text);
}

/* ce_logits over the outputs of a softmax, and back through both */
static double
double_softmax(const struct nn_loss_use *u, struct batch *b, float *dy)
{
	struct nn_target t = { NULL, b->label };
	double loss = u->kind->f(dy, b->prob, &t, b->n, b->k, u, b->scratch);

	if (dy)
		nn_softmax_back(dy, dy, b->prob, b->n, b->k, 1);
	return loss;
}

static void
agrees_with_reference(void **state)
{
	static struct batch b;
	static double grad[WIDTH_MAX];
	char **row = *state;
	struct nn_loss_use u = use_of_row(names[name_of(row[LOSS])].name, row);
	double (*f)(const struct nn_loss_use *, struct batch *, float *) = loss_of;
	double value, got;

	fill(&b, row);
	if (strcmp(row[LOSS], "softmax_then_cross_entropy") == 0)
		f = double_softmax;
	csv_numbers(row[VALUE], &value, 1);
	assert_int_equal(csv_numbers(row[GRAD], grad, WIDTH_MAX), b.n * b.k);
	got = f(&u, &b, b.dy);
	tap_near(got, value, 1e-6, 1e-5);
	for (int i = 0; i < b.n * b.k; i++)
		tap_near(b.dy[i], grad[i], 1e-6, 1e-5);
	assert_true(f(&u, &b, NULL) == got);
}

/* NaN, inf and -inf exactly where the reference has them; else near it: some of these
 * formulas keep no more digits. */
static void
fails_where_the_reference_says(void **state)
{
	static struct batch b;
	static double grad[WIDTH_MAX];
	char **row = *state;
	struct nn_loss_use u = use_of_row(names[name_of(row[LOSS])].naive, row);
	double value;

	fill(&b, row);
	csv_numbers(row[NAIVE], &value, 1);
	assert_int_equal(csv_numbers(row[NAIVE_GRAD], grad, WIDTH_MAX), b.n * b.k);
	tap_near((float)loss_of(&u, &b, b.dy), value, 1e-6, 1e-5);
	for (int i = 0; i < b.n * b.k; i++)
		tap_near(b.dy[i], grad[i], 1e-6, 1e-5);
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

	for (int i = 0; i < ref.rows; i++) {
		int at = name_of(ref.cell[i][LOSS]);

		n += strcmp(names[at].name, row->name) == 0
		     || (names[at].naive && strcmp(names[at].naive, row->name) == 0);
	}
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
	/* naive sums are in float */
	double noise = strstr(row->name, "naive") ? 2e-4 : 2e-5;

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
		tap_near(b.dy[i], (hi - lo) / (2 * (double)h), noise, 1e-3);
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

		sum += row->f(dy, b.out + i * b.k, &t, 1, b.k, &u, b.scratch);
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
	tap_near(u.kind->f(dy, p, &t, 3, 3, &u, scratch),
		 (1.3862943611198906 + 100 + 0.13353139262452263) / 3, 0, 1e-12);
	tap_near(dy[1], -4.0 / 3, 0, 1e-7);
	tap_near(dy[3], -1e12 / 3, 0, 1e-6);
	tap_near(dy[8], -1 / 0.875 / 3, 0, 1e-7);
	assert_true(dy[0] == 0 && dy[2] == 0 && dy[4] == 0 && dy[5] == 0);
}

/* softmax.csv: id, k, temperature, logits, softmax, log_softmax, logsumexp, entropy,
 * jacobian */
static struct csv soft;
enum { S_ID, S_K, S_T, S_LOGITS, S_SOFTMAX, S_LOG, S_LSE, S_ENTROPY, S_JACOBIAN };
enum { S_MAX = 64 };

struct soft_row {
	int k;
	double t, tol;
	float x[S_MAX], p[S_MAX];	/* logits, and the softmax of logits / t */
};

static void
soft_row(struct soft_row *s, char **row)
{
	double x[S_MAX];

	csv_numbers(row[S_T], &s->t, 1);
	s->k = csv_numbers(row[S_LOGITS], x, S_MAX);
	s->tol = strcmp(row[S_ID], "m1e4_T10") == 0 ? 3e-5 : 1e-6;
	for (int j = 0; j < s->k; j++)
		s->x[j] = (float)x[j];
	nn_softmax(s->p, s->x, 1, s->k, s->t);
}

static void
softmax_agrees_with_reference(void **state)
{
	char **row = *state;
	double want[S_MAX];
	struct soft_row s;
	float link[S_MAX];

	soft_row(&s, row);
	assert_int_equal(csv_numbers(row[S_SOFTMAX], want, S_MAX), s.k);
	for (int j = 0; j < s.k; j++)
		tap_near(s.p[j], want[j], s.tol, 0);
	nn_link_apply(NN_LINK_SOFTMAX, link, s.x, 1, s.k);
	assert_true(s.t != 1 || memcmp(link, s.p, sizeof(*link) * (size_t)s.k) == 0);
}

/* The logarithm is what ce_logits charges for each class, the sum of exponentials what is
 * left of a logit, the entropy the mean charge. */
static void
log_softmax_agrees_with_reference(void **state)
{
	char **row = *state;
	double want[S_MAX], sum, entropy, most = 0;
	struct nn_loss_use u = use_of("ce_logits");
	float scaled[S_MAX], scratch[S_MAX], dy[S_MAX];
	struct nn_target t = { NULL, (int[]){ 0 } }, q;
	struct soft_row s;

	soft_row(&s, row);
	for (int j = 0; j < s.k; j++) {
		scaled[j] = (float)(s.x[j] / s.t);
		most = fmax(most, fabs((double)scaled[j]));
	}
	csv_numbers(row[S_LSE], &sum, 1);
	csv_numbers(row[S_ENTROPY], &entropy, 1);
	assert_int_equal(csv_numbers(row[S_LOG], want, S_MAX), s.k);
	for (int j = 0; j < s.k; j++) {
		double charge;

		t.label = &j;
		charge = u.kind->f(dy, scaled, &t, 1, s.k, &u, scratch);
		tap_near(-charge, want[j], s.tol, 1.2e-7);
		tap_near(scaled[j] + charge, sum, s.tol + 1.2e-7 * most, 0);
	}
	q = (struct nn_target){ s.p, NULL };
	tap_near(u.kind->f(dy, scaled, &q, 1, s.k, &u, scratch), entropy, 10 * s.tol,
		 1e-6);
}

static void
softmax_jacobian_agrees_with_reference(void **state)
{
	static double want[S_MAX * S_MAX];
	char **row = *state;
	struct soft_row s;

	soft_row(&s, row);
	assert_int_equal(csv_numbers(row[S_JACOBIAN], want, S_MAX * S_MAX), s.k * s.k);
	for (int i = 0; i < s.k; i++) {
		float d[S_MAX] = { 0 };

		d[i] = 1;
		nn_softmax_back(d, d, s.p, 1, s.k, s.t);
		for (int j = 0; j < s.k; j++)
			tap_near(d[j], want[i * s.k + j], s.tol, 0);
	}
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
class_weights_are_read_and_fit_the_classes(void **state)
{
	struct nn_loss_use u = use_of("ce_logits(0.1, weight=0.5:1.25:2, reduction=sum)");
	struct err e = { 0 };

	(void)state;
	assert_int_equal(u.n_weight, 3);
	assert_true(u.weight[0] == 0.5f && u.weight[1] == 1.25f && u.weight[2] == 2);
	assert_true(u.p[0] == 0.1f && u.p[2] == 1);
	assert_true(nn_loss_fits(&u, 3, SPAN_NONE, &e));
	assert_false(nn_loss_fits(&u, 4, SPAN_NONE, &e));
	assert_string_equal(e.msg, "loss=ce_logits has 3 class weights for 4 classes");
	e = (struct err){ 0 };
	assert_false(nn_loss_parse(str_of("ce_logits(weight=1:x)"),
				   (struct span){ 5, 21 }, &u, &e));
	assert_string_equal(e.msg, "'x' is not a weight from 0 to 1e6");
	assert_int_equal(e.at.at, 22);
	assert_int_equal(e.at.len, 3);
}

/* With weights, smoothing or soft targets too. */
static void
gradient_is_the_derivative_with_every_part(void **state)
{
	static const char *const texts[] = {
		"ce_logits(0.2, weight=0.5:1:2:4)", "focal(0.5, 0.75)", "focal(0)",
		"focal_softmax(0)", "focal_softmax(0.5, sum)", "kl(mean)", "kl(sum)",
		"bce_logits(3, sum)"
	};
	static struct batch b;

	(void)state;
	for (size_t n = 0; n < 2 * sizeof(texts) / sizeof(texts[0]); n++) {
		struct nn_loss_use u = use_of(texts[n / 2]);

		fill_some(&b, u.kind);
		b.soft = n % 2 && u.kind->target == NN_TARGET_CLASS;
		for (int i = 0; n % 2 && i < b.n * b.k; i++)
			b.y[i] = b.soft ? (float)(i % b.k + 1) / 10 : 0.3f;
		loss_of(&u, &b, b.dy);
		for (int i = 0; i < b.n * b.k; i++) {
			float keep = b.out[i], h = 1.0f / 512;
			double lo, hi;

			b.out[i] = keep - h;
			lo = loss_of(&u, &b, NULL);
			b.out[i] = keep + h;
			hi = loss_of(&u, &b, NULL);
			b.out[i] = keep;
			tap_near(b.dy[i], (hi - lo) / (2 * (double)h), 4e-4, 1e-3);
		}
	}
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
	for (int i = 0; i < ref.rows; i++) {
		char **row = ref.cell[i];

		suite_row(row[ID], "agrees_with_reference", agrees_with_reference, row);
		if (names[name_of(row[LOSS])].naive && row[NAIVE][0])
			suite_row(row[ID], "fails_where_the_reference_says",
				  fails_where_the_reference_says, row);
	}
	for (const struct nn_loss *l = nn_losses; l->name; l++) {
		suite_row(l->name, "is_described", is_described, l);
		suite_row(l->name, "has_reference_values", has_reference_values, l);
		suite_row(l->name, "gradient_is_the_derivative",
			  gradient_is_the_derivative, l);
		suite_row(l->name, "is_the_mean_of_its_rows", is_the_mean_of_its_rows, l);
	}
	TAP(ce_is_minus_the_mean_log_of_the_right_probability);
	csv_read(&soft, "nn/softmax.csv");
	for (int i = 0; i < soft.rows; i++) {
		char **row = soft.cell[i];

		suite_row(row[S_ID], "softmax_agrees_with_reference",
			  softmax_agrees_with_reference, row);
		suite_row(row[S_ID], "log_softmax_agrees_with_reference",
			  log_softmax_agrees_with_reference, row);
		suite_row(row[S_ID], "softmax_jacobian_agrees_with_reference",
			  softmax_jacobian_agrees_with_reference, row);
	}
	TAP(links_give_probabilities);
	TAP(class_weights_are_read_and_fit_the_classes);
	TAP(gradient_is_the_derivative_with_every_part);
	TAP(an_unknown_loss_is_named_with_the_nearest);
}
