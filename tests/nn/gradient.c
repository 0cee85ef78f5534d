/* Every gradient of nn against difference quotients.  Here float means double: see
 * double.h. */
#include "tests/nn/suite.h"

#include <math.h>

enum { ROWS = 4, FLOATS = 2048 };

static const double step = 1e-6, near_abs = 1e-7, near_rel = 1e-7;

/* ---- one layer by itself: dx, dx2 and every tensor, in training and evaluation ---- */

/* The last of these lines is what is tested. */
struct layer_case {
	const char *name, *lines, *in;
	int vocab;
};
static const struct layer_case layer_cases[] = {
	{ "dense", "dense 4", "5", 0 },
	{ "dense_of_a_sequence", "dense 4", "3x5", 0 },
	{ "dense_without_biases", "dense 4 biases=no", "5", 0 },
	{ "act", "act act=gelu", "5", 0 },
	{ "act_learned", "act act=prelu", "5", 0 },
	{ "act_learned_per_unit", "act act=prelu per=unit", "5", 0 },
	{ "act_learned_per_feature", "act act=prelu per=unit", "3x4", 0 },
	{ "act_learned_per_step", "act act=prelu per=step", "3x4", 0 },
	{ "act_learned_per_channel", "act act=prelu per=unit", "3x2x2", 0 },
	{ "residual", "dense 5|residual 1", "5", 0 },
	{ "batchnorm", "batchnorm", "3", 0 },
	{ "batchnorm_of_a_sequence", "batchnorm eps=0.1", "4x3", 0 },
	{ "batchnorm_of_each_step", "batchnorm eps=0.1 per=step", "4x3", 0 },
	{ "batchnorm_of_an_image", "batchnorm momentum=0.3", "2x3x4", 0 },
	{ "layernorm", "layernorm", "6", 0 },
	{ "layernorm_of_a_sequence", "layernorm eps=0.01", "3x5", 0 },
	{ "dropout", "dropout 0.3", "7", 0 },
	{ "conv", "conv 3", "2x5x4", 0 },
	{ "conv_with_pad", "conv 2 kernel=3 pad=1", "2x4x5", 0 },
	{ "conv_with_stride", "conv 2 kernel=2 stride=2 pad=1", "1x5x6", 0 },
	{ "conv_without_biases", "conv 2 kernel=2 biases=no", "2x3x3", 0 },
	{ "maxpool", "maxpool 2", "2x5x4", 0 },
	{ "maxpool_that_overlaps", "maxpool 3 stride=1", "1x5x5", 0 },
	{ "avgpool", "avgpool 2", "2x5x4", 0 },
	{ "avgpool_that_overlaps", "avgpool 3 stride=2", "2x7x6", 0 },
	{ "flatten", "flatten", "2x3x4", 0 },
	{ "image", "image 2 3 2", "12", 0 },
	{ "sequence", "sequence 4 3", "12", 0 },
	{ "embedding", "embedding 6 3", "5", 6 },
	{ "onehot", "onehot 6", "5", 6 },
	{ "rnn", "rnn 4", "5x3", 0 },
	{ "rnn_of_all_steps", "rnn 4 output=all act=softplus", "5x3", 0 },
	{ "rnn_of_one_step", "rnn 4", "1x3", 0 },
	{ "lstm", "lstm 4", "5x3", 0 },
	{ "lstm_of_all_steps", "lstm 3 output=all", "5x3", 0 },
	{ "lstm_of_other_gates", "lstm 3 act=gelu gate=softsign", "4x2", 0 },
	{ "attention", "attention", "5x4", 0 },
	{ "attention_of_heads", "attention heads=2", "4x6", 0 },
	{ "attention_that_is_causal", "attention heads=2 causal=yes width=3", "5x4", 0 },
	{ "attention_with_every_bias", "attention biases=qkvo heads=2", "4x4", 0 },
	{ "attention_without_a_bias", "attention biases=none", "3x4", 0 },
	{ "attention_with_one_bias", "attention biases=k", "3x4", 0 },
	{ "attention_of_one_scale", "attention scale=1 width=2", "3x4", 0 },
	{ "mean", "mean", "5x3", 0 },
	{ "glu", "glu", "6", 0 },
	{ "glu_of_a_sequence", "glu act=tanh", "3x4", 0 },
	{ "swiglu", "swiglu", "8", 0 },
	{ "softmax", "softmax", "5", 0 },
	{ "softmax_with_temperature", "softmax temperature=0.5", "3x4", 0 },
	{ 0 }
};

/* A layer with all that a pass of it needs; the objective is the sum of y times weigh. */
struct bench {
	struct suite_net f;
	const struct nn_layer *l;
	int n_x, n_y;
	float x[FLOATS], x2[FLOATS], weigh[FLOATS];
	struct nn_flow flow;
};

static void
bench_open(struct bench *b, const struct layer_case *c, enum nn_mode mode)
{
	const struct suite_case inputs = { .vocab = c->vocab };

	suite_net_build(&b->f, c->lines, c->in, ROWS, 3);
	b->l = &b->f.net.layer[b->f.net.depth - 1];
	b->n_x = ROWS * nn_shape_size(&b->l->in);
	b->n_y = ROWS * nn_shape_size(&b->l->out);
	assert_true(b->n_x <= FLOATS && b->n_y <= FLOATS && b->f.net.n_param <= FLOATS);
	suite_case_x(&inputs, b->x, b->n_x, 1);
	suite_numbers(b->x2, b->n_x, 2);
	suite_numbers(b->weigh, b->n_y, 4);
	suite_numbers(b->f.net.param, b->f.net.n_param, 5);
	for (int i = 0; i < b->f.net.n_param; i++)
		b->f.net.param[i] *= 0.5;
	for (int i = 0; i < b->f.net.n_buffer; i++)
		b->f.net.buffer[i] = 0.5 + i / 4.0;
	b->flow = (struct nn_flow){
		.n = ROWS, .mode = mode, .x = b->x, .x2 = b->x2, .dy = b->weigh,
		.y = b->f.work.y[b->f.net.depth - 1],
		.param = b->f.net.param + b->l->param_at,
		.grad = b->f.work.grad + b->l->param_at,
		.buffer = b->f.net.buffer + b->l->buffer_at,
		.cache = b->f.work.cache[b->f.net.depth - 1], .scratch = b->f.work.scratch
	};
}

static double
bench_value(struct bench *b)
{
	struct rng r;
	double sum = 0;

	rng_init(&r, 1, "dropout", 0);
	b->flow.rng = b->flow.mode == NN_TRAIN ? &r : NULL;
	b->l->kind->forward(b->l, &b->flow);
	for (int i = 0; i < b->n_y; i++)
		sum += b->weigh[i] * b->flow.y[i];
	return sum;
}

/* grad is d objective / dv for n values v. */
static void
check_values(struct bench *b, float *v, const float *grad, int n, const char *what)
{
	for (int i = 0; i < n; i++) {
		double keep = v[i], up, down;

		v[i] = keep + step;
		up = bench_value(b);
		v[i] = keep - step;
		down = bench_value(b);
		v[i] = keep;
		if (fabs(grad[i] - (up - down) / (2 * step))
		    > near_abs + near_rel * fabs(grad[i]))
			print_message("# %s %d\n", what, i);
		tap_near(grad[i], (up - down) / (2 * step), near_abs, near_rel);
	}
}

static void
fill_nan(float *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = NAN;
}

static void
check_mode(const struct layer_case *c, enum nn_mode mode)
{
	static struct bench b;
	float dx[FLOATS], dx2[FLOATS] = { 0 }, grad[FLOATS];

	bench_open(&b, c, mode);
	b.flow.dx = dx;
	b.flow.dx2 = dx2;
	fill_nan(b.flow.y, b.n_y);		/* all of these must be overwritten */
	fill_nan(b.flow.cache, b.l->n_cache + ROWS * b.l->n_cache_row);
	fill_nan(b.flow.scratch, b.l->n_scratch + ROWS * b.l->n_scratch_row);
	bench_value(&b);
	fill_nan(dx, FLOATS);
	fill_nan(b.flow.grad, b.l->n_param);
	fill_nan(b.flow.scratch, b.l->n_scratch + ROWS * b.l->n_scratch_row);
	b.l->kind->back(b.l, &b.flow);
	memcpy(grad, b.flow.grad, sizeof(*grad) * (size_t)b.l->n_param);
	for (int i = 0; i < b.n_x && c->vocab; i++)
		assert_true(dx[i] == 0);
	if (!c->vocab)
		check_values(&b, b.x, dx, b.n_x, "dx");
	if (b.l->kind->joins)
		check_values(&b, b.x2, dx2, b.n_x, "dx2");
	for (int i = 0; i < b.l->n_tensor; i++) {
		const struct nn_tensor *t = &b.l->tensor[i];

		if (!t->buffer)
			check_values(&b, b.f.net.param + t->at,
				     grad + (t->at - b.l->param_at), t->n, t->name);
	}
	b.flow.dx = b.flow.dx2 = NULL;			/* where none is wanted */
	bench_value(&b);
	b.l->kind->back(b.l, &b.flow);
	assert_memory_equal(grad, b.flow.grad, sizeof(*grad) * (size_t)b.l->n_param);
	arena_done(&b.f.a);
}

static void
layer_has_the_gradient_it_says(void **state)
{
	check_mode(*state, NN_TRAIN);
	check_mode(*state, NN_EVAL);
}

static void
every_kind_of_layer_is_tested_here(void **state)
{
	(void)state;
	for (const struct nn_layer_kind *k = nn_layer_kinds; k->name; k++) {
		const struct layer_case *c = layer_cases;

		while (c->name && strcmp(c->name, k->name) != 0)
			c++;
		if (!c->name)
			fail_msg("no case of %s", k->name);
	}
}

/* ---- whole nets under a loss ---- */

struct task {
	struct suite_net f;
	struct nn_loss_use loss;
	struct nn_target t;
	float x[FLOATS], y[FLOATS], dy[FLOATS], scratch[FLOATS];
	int label[ROWS], k;
};

static double
task_loss(struct task *p, bool want_dy)
{
	struct rng r;
	const float *out;

	rng_init(&r, 1, "dropout", 0);
	out = nn_forward(&p->f.net, &p->f.work, p->x, ROWS, NN_TRAIN, &r);
	return p->loss.kind->f(want_dy ? p->dy : NULL, out, &p->t, ROWS, p->k, &p->loss,
			       p->scratch);
}

static void
gradient_is_the_derivative_of_the_loss(void **state)
{
	static struct task p;
	const struct suite_case *c = *state;
	struct err e = { 0 };

	assert_true(nn_loss_parse(str_of(c->loss), SPAN_NONE, &p.loss, &e));
	suite_net_build(&p.f, c->lines, c->in, ROWS, 5);
	p.k = nn_shape_size(&p.f.net.out);
	suite_case_x(c, p.x, ROWS * nn_shape_size(&p.f.net.in), 1);
	suite_numbers(p.y, ROWS * p.k, 2);
	for (int i = 0; i < ROWS * p.k; i++)
		if (p.loss.kind->target == NN_TARGET_PROBS)
			p.y[i] = p.y[i] > 0 ? 1 : 0;
	for (int i = 0; i < ROWS; i++)
		p.label[i] = i % p.k;
	p.t = (struct nn_target){ p.y, p.label };
	task_loss(&p, true);
	nn_back(&p.f.net, &p.f.work, p.x, p.dy, NN_TRAIN);
	for (int i = 0; i < p.f.net.n_param; i++) {
		double keep = p.f.net.param[i], up, down;

		p.f.net.param[i] = keep + step;
		up = task_loss(&p, false);
		p.f.net.param[i] = keep - step;
		down = task_loss(&p, false);
		p.f.net.param[i] = keep;
		tap_near(p.f.work.grad[i], (up - down) / (2 * step), near_abs, near_rel);
	}
	arena_done(&p.f.a);
}

/* ---- activations and losses ---- */

/* No point is near a kink: they lie at odd multiples of 1/32. */
static void
slope_is_the_derivative(void **state)
{
	const struct nn_act *k = *state;
	struct nn_act_use a;
	struct err e = { 0 };

	assert_true(nn_act_parse(str_of(k->name), SPAN_NONE, &a, &e));
	for (int i = -255; i < 256; i += 2) {
		double x = i / 32.0;
		double up = nn_act_value(&a, x + step), down = nn_act_value(&a, x - step);

		tap_near(nn_act_slope(&a, x), (up - down) / (2 * step), near_abs,
			 near_rel);
	}
}

static void
dy_is_the_derivative(void **state)
{
	enum { K = 5 };
	const struct nn_loss *k = *state;
	double out[ROWS * K], y[ROWS * K], dy[ROWS * K], scratch[ROWS * K];
	int label[ROWS];
	struct nn_target t = { y, label };
	struct nn_loss_use u;
	struct err e = { 0 };

	assert_true(nn_loss_parse(str_of(k->name), SPAN_NONE, &u, &e));
	suite_numbers(out, ROWS * K, 1);
	suite_numbers(y, ROWS * K, 2);
	for (int i = 0; i < ROWS * K; i++) {
		if (k->link == NN_LINK_PROB)
			out[i] = 0.5 + atan(out[i]) / 4;
		if (k->target == NN_TARGET_PROBS)
			y[i] = y[i] > 0 ? 1 : 0;
	}
	for (int i = 0; i < ROWS; i++)
		label[i] = i % K;
	k->f(dy, out, &t, ROWS, K, &u, scratch);
	for (int i = 0; i < ROWS * K; i++) {
		double keep = out[i], up, down;

		out[i] = keep + step;
		up = k->f(NULL, out, &t, ROWS, K, &u, scratch);
		out[i] = keep - step;
		down = k->f(NULL, out, &t, ROWS, K, &u, scratch);
		out[i] = keep;
		tap_near(dy[i], (up - down) / (2 * step), near_abs, near_rel);
	}
}

int
main(void)
{
	for (const struct nn_act *a = nn_acts; a->name; a++)
		suite_row(a->name, "slope_is_the_derivative", slope_is_the_derivative, a);
	for (const struct nn_loss *l = nn_losses; l->name; l++)
		suite_row(l->name, "dy_is_the_derivative", dy_is_the_derivative, l);
	TAP(every_kind_of_layer_is_tested_here);
	for (const struct layer_case *c = layer_cases; c->name; c++)
		suite_row(c->name, "layer_has_the_gradient_it_says",
			  layer_has_the_gradient_it_says, c);
	for (const struct suite_case *c = suite_cases; c->name; c++)
		suite_row(c->name, "gradient_is_the_derivative_of_the_loss",
			  gradient_is_the_derivative_of_the_loss, c);
	return tap_run("nn_double");
}
