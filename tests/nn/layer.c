#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

/* What layers compute, with numbers that can be worked out on paper, and what they say of
 * shapes that do not fit.  Their gradients: gradient.c. */

enum { ROWS = 4, FLOATS = 512 };

/* y of lines of which each parameter is given, or stays as it starts where NULL. */
static const float *
run(struct suite_net *f, const char *lines, const char *in, const float *param,
    const float *x, int n, enum nn_mode mode)
{
	struct rng r;

	suite_net_build(f, lines, in, n, 1);
	if (param)
		memcpy(f->net.param, param, sizeof(*param) * (size_t)f->net.n_param);
	rng_init(&r, 1, "dropout", 0);
	return nn_forward(&f->net, &f->work, x, n, mode, &r);
}

struct value_case {
	const char *name, *lines, *in;
	float param[16], x[32], y[16];
	int n_y;			/* of one row */
};
static const struct value_case value_cases[] = {
	{ "dense_of_a_sequence_takes_each_step", "dense 1", "3x2", { 1, 10, 0.5f },
	  { 1, 2, 3, 4, 5, 6 }, { 21.5f, 43.5f, 65.5f }, 3 },
	{ "dense_without_biases", "dense 2 biases=no", "2", { 1, 2, 3, 4 }, { 1, 1 },
	  { 3, 7 }, 2 },
	{ "conv_is_a_cross_correlation", "conv 1 kernel=2", "1x2x3", { 1, 2, 3, 4, 100 },
	  { 1, 2, 3, 4, 5, 6 }, { 1 + 4 + 12 + 20 + 100, 2 + 6 + 15 + 24 + 100 }, 2 },
	{ "conv_pads_with_zeros", "conv 1 kernel=3 pad=1", "1x2x2",
	  { 0, 0, 0, 0, 1, 0, 0, 0, 10, 0 }, { 1, 2, 3, 4 }, { 41, 2, 3, 4 }, 4 },
	{ "conv_adds_up_channels", "conv 2 kernel=1", "2x1x2", { 1, 10, 100, 1000, 0, 1 },
	  { 1, 2, 3, 4 }, { 31, 42, 3101, 4201 }, 4 },
	{ "conv_strides", "conv 1 kernel=1 stride=2", "1x3x3", { 1, 0 },
	  { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 3, 7, 9 }, 4 },
	{ "maxpool_drops_what_fills_no_window", "maxpool 2", "1x3x5", { 0 },
	  { 1, 2, 9, 4, 50, 3, 0, 5, 6, 50, 50, 50, 50, 50, 50 }, { 3, 9 }, 2 },
	{ "maxpool_strides", "maxpool 2 stride=1", "1x2x3", { 0 }, { 1, 2, 3, 4, 5, -6 },
	  { 5, 5 }, 2 },
	{ "avgpool_is_the_mean", "avgpool 2", "2x2x2", { 0 }, { 1, 2, 3, 4, 5, 6, 7, 10 },
	  { 2.5f, 7 }, 2 },
	{ "flatten_keeps_the_order", "flatten", "2x1x2", { 0 }, { 1, 2, 3, 4 },
	  { 1, 2, 3, 4 }, 4 },
	{ "mean_is_over_time", "mean", "2x3", { 0 }, { 1, 2, 3, 5, 6, 7 }, { 3, 4, 5 },
	  3 },
	{ "embedding_takes_rows", "embedding 3 2", "3", { 1, 2, 3, 4, 5, 6 }, { 2, 0, 2 },
	  { 5, 6, 1, 2, 5, 6 }, 6 },
	{ "onehot_sets_one", "onehot 3", "2", { 0 }, { 1, 2 }, { 0, 1, 0, 0, 0, 1 }, 6 },
	{ "words_may_come_one_a_step", "onehot 2", "2x1", { 0 }, { 1, 0 }, { 0, 1, 1, 0 },
	  4 },
	{ "rnn_carries_its_state", "rnn 1 act=identity", "3x1", { 1, 10, 0.5f, 0.5f },
	  { 1, 2, 3 }, { 3 + 1 + 10 * (2 + 1 + 10 * (1 + 1)) }, 1 },
	{ "rnn_gives_every_state", "rnn 1 act=identity output=all", "3x1",
	  { 1, 10, 0.5f, 0.5f }, { 1, 2, 3 }, { 2, 23, 234 }, 3 },
	{ "glu_gates_the_first_half", "glu act=relu", "4", { 0 }, { 3, 4, 5, -1 },
	  { 15, 0 }, 2 },
	{ "softmax_of_equals_is_even", "softmax", "4", { 0 }, { 7, 7, 7, 7 },
	  { 0.25f, 0.25f, 0.25f, 0.25f }, 4 },
	{ "softmax_stands_large_numbers", "softmax", "2", { 0 }, { 3e38f, -3e38f },
	  { 1, 0 }, 2 },
	{ "prelu_has_a_slope_for_each_unit", "act act=prelu per=unit", "2",
	  { 0.5f, 10 }, { -2, -3 }, { -1, -30 }, 2 },
	{ "prelu_has_a_slope_for_each_step", "act act=prelu per=step", "2x2",
	  { 0.5f, 0.1f }, { -2, -4, -2, -4 }, { -1, -2, -0.2f, -0.4f }, 4 },
	{ "prelu_has_a_slope_for_each_channel", "act act=prelu per=unit", "2x1x2",
	  { 0.5f, 10 }, { -2, -4, -3, 5 }, { -1, -2, -30, 5 }, 4 },
	{ .name = NULL }
};

static void
gives_the_values_it_should(void **state)
{
	const struct value_case *c = *state;
	struct suite_net f;
	const float *y = run(&f, c->lines, c->in, c->param, c->x, 1, NN_EVAL);

	assert_int_equal(nn_shape_size(&f.net.out), c->n_y);
	for (int i = 0; i < c->n_y; i++)
		tap_near(y[i], c->y[i], 0, 1e-6);
	arena_done(&f.a);
}

/* ---- gates, and heads ---- */

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* one unit, one input: w, u (i,f,g,o), then two biases each */
static void
lstm_is_what_its_formula_says(void **state)
{
	static const float p[] = { 0.5f, -0.3f, 0.8f, 0.1f, 0.2f, 0.4f, -0.6f, 0.7f,
				   0.1f, 1, 0, -0.2f, 0.05f, -0.1f, 0.3f, 0.2f };
	static const float x[] = { 1, -2, 0.5f };
	struct suite_net f;
	double c = 0, h = 0, z[4];
	const float *y = run(&f, "lstm 1 output=all", "3x1", p, x, 1, NN_EVAL);

	(void)state;
	for (int t = 0; t < 3; t++) {
		for (int g = 0; g < 4; g++)
			z[g] = p[g] * x[t] + p[4 + g] * h + p[8 + g] + p[12 + g];
		c = sigmoid(z[1]) * c + sigmoid(z[0]) * tanh(z[2]);
		h = sigmoid(z[3]) * tanh(c);
		tap_near(y[t], h, 1e-7, 1e-6);
	}
	arena_done(&f.a);
}

static void
attention_that_is_causal_does_not_see_the_future(void **state)
{
	struct suite_net f;
	float x[20], first[8];
	const float *y;

	(void)state;
	suite_net_build(&f, "attention heads=2 causal=yes", "5x4", 1, 3);
	suite_numbers(x, 20, 1);
	y = nn_forward(&f.net, &f.work, x, 1, NN_EVAL, NULL);
	memcpy(first, y, sizeof(first));
	for (int i = 8; i < 20; i++)
		x[i] += 1;
	y = nn_forward(&f.net, &f.work, x, 1, NN_EVAL, NULL);
	assert_memory_equal(first, y, sizeof(first));
	assert_memory_not_equal(y + 8, first, 4 * sizeof(*y));
	arena_done(&f.a);
}

static void
attention_without_keys_is_the_mean(void **state)
{
	/* q, bq, k: 0; v: 1 0 / 0 1, bv 0; o: the same, bo 1 2 */
	static const float p[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				   1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 2 };
	static const float x[] = { 1, 2, 3, 6 };
	struct suite_net f;
	const float *y = run(&f, "attention", "2x2", p, x, 1, NN_EVAL);

	(void)state;
	assert_true(y[0] == 3 && y[1] == 6 && y[2] == 3 && y[3] == 6);
	arena_done(&f.a);
}

/* ---- training and evaluation ---- */

static void
batchnorm_learns_its_statistics_in_training_only(void **state)
{
	static const float x[] = { 1, 2, 3, 10 };
	struct suite_net f;
	const float *y = run(&f, "batchnorm momentum=0.5 eps=0", "1", NULL, x, 4,
			     NN_TRAIN);
	const float *mean = f.net.buffer, *var = f.net.buffer + 1;
	float eval;

	(void)state;
	tap_near(num_mean(y, 4), 0, 1e-7, 0);
	tap_near(num_std(y, 4), 1, 0, 1e-6);
	tap_near(*mean, 0.5 * 0 + 0.5 * 4, 0, 1e-6);
	tap_near(*var, 0.5 * 1 + 0.5 * 50 / 3, 0, 1e-6);	/* unbiased */
	eval = nn_forward(&f.net, &f.work, x + 3, 1, NN_EVAL, NULL)[0];
	tap_near(eval, (10 - *mean) / sqrt(*var), 0, 1e-6);
	tap_near(*mean, 2, 0, 1e-6);
	arena_done(&f.a);
}

static void
batchnorm_of_an_image_is_by_channel(void **state)
{
	static const float x[] = { 1, 3, 10, 30, 5, 7, 50, 70 };
	struct suite_net f;
	const float *y = run(&f, "batchnorm momentum=1", "2x1x2", NULL, x, 2, NN_TRAIN);

	(void)state;
	tap_near(f.net.buffer[0], 4, 0, 1e-6);
	tap_near(f.net.buffer[1], 40, 0, 1e-6);
	tap_near(f.net.buffer[2], 20.0 / 3, 0, 1e-6);
	tap_near(f.net.buffer[3], 2000.0 / 3, 0, 1e-6);
	tap_near(y[0], -3 / sqrt(5), 0, 1e-5);
	tap_near(y[2], -3 / sqrt(5), 0, 1e-5);
	arena_done(&f.a);
}

/* The same numbers as two steps of two features. */
static void
batchnorm_of_a_sequence_is_by_feature_or_by_step(void **state)
{
	static const float x[] = { 1, 3, 10, 30, 5, 7, 50, 70 };
	struct suite_net f;

	(void)state;
	run(&f, "batchnorm momentum=1", "2x2", NULL, x, 2, NN_TRAIN);
	tap_near(f.net.buffer[0], 16.5, 0, 1e-6);
	tap_near(f.net.buffer[1], 27.5, 0, 1e-6);
	arena_done(&f.a);
	run(&f, "batchnorm momentum=1 per=step", "2x2", NULL, x, 2, NN_TRAIN);
	tap_near(f.net.buffer[0], 4, 0, 1e-6);
	tap_near(f.net.buffer[1], 40, 0, 1e-6);
	arena_done(&f.a);
}

static void
batchnorm_stands_a_batch_of_one(void **state)
{
	static const float x[] = { 5 };
	struct suite_net f;
	const float *y = run(&f, "batchnorm", "1", NULL, x, 1, NN_TRAIN);

	(void)state;
	assert_true(y[0] == 0);
	assert_int_equal(num_not_finite(f.net.buffer, 2), -1);
	arena_done(&f.a);
}

static void
layernorm_does_not_know_the_batch(void **state)
{
	static const float x[] = { 1, 2, 3, 10, 20, 30 };
	struct suite_net f;
	const float *y = run(&f, "layernorm eps=0", "3", NULL, x, 2, NN_TRAIN);

	(void)state;
	for (int i = 0; i < 6; i++)
		tap_near(y[i], (i % 3 - 1) * sqrt(1.5), 1e-6, 1e-6);
	assert_int_equal(f.net.n_buffer, 0);
	arena_done(&f.a);
}

static void
dropout_keeps_the_mean_and_rests_in_evaluation(void **state)
{
	enum { N = 10000 };
	static float x[N];
	struct suite_net f;
	const float *y;
	int dropped = 0;

	(void)state;
	for (int i = 0; i < N; i++)
		x[i] = 1;
	y = run(&f, "dropout 0.2", "10000", NULL, x, 1, NN_TRAIN);
	for (int i = 0; i < N; i++) {
		assert_true(y[i] == 0 || y[i] == 1.25f);
		dropped += y[i] == 0;
	}
	assert_in_range(dropped, 1800, 2200);
	y = nn_forward(&f.net, &f.work, x, 1, NN_EVAL, NULL);
	assert_memory_equal(x, y, sizeof(x));
	arena_done(&f.a);
}

static void
dropout_draws_from_the_stream_it_is_given(void **state)
{
	struct suite_net f;
	struct rng a, b;
	float x[64], first[64];

	(void)state;
	suite_net_build(&f, "dropout 0.5", "64", 1, 1);
	suite_numbers(x, 64, 1);
	rng_init(&a, 3, "dropout", 0);
	b = a;
	memcpy(first, nn_forward(&f.net, &f.work, x, 1, NN_TRAIN, &a), sizeof(first));
	assert_memory_equal(first, nn_forward(&f.net, &f.work, x, 1, NN_TRAIN, &b),
			    sizeof(first));
	assert_memory_not_equal(first, nn_forward(&f.net, &f.work, x, 1, NN_TRAIN, &b),
				sizeof(first));
	arena_done(&f.a);
}

/* ---- NaN is not lost ---- */

static void
a_word_that_is_none_becomes_nan(void **state)
{
	static const float x[] = { 1, 2, -1, 0.5f, NAN };
	struct suite_net f;
	const float *y = run(&f, "embedding 2 1", "5", NULL, x, 1, NN_EVAL);

	(void)state;
	assert_false(isnan(y[0]));
	assert_true(isnan(y[1]) && isnan(y[2]) && isnan(y[3]) && isnan(y[4]));
	arena_done(&f.a);
	y = run(&f, "onehot 2", "5", NULL, x, 1, NN_EVAL);
	assert_true(y[1] == 1 && isnan(y[2]) && isnan(y[9]));
	arena_done(&f.a);
}

static void
maxpool_passes_nan_on(void **state)
{
	static const float x[] = { 1, NAN, 3, 4 };
	struct suite_net f;

	(void)state;
	assert_true(isnan(run(&f, "maxpool 2", "1x2x2", NULL, x, 1, NN_EVAL)[0]));
	arena_done(&f.a);
}

/* ---- shapes ---- */

static const struct shape_case {
	const char *name, *lines, *in, *out;
} shape_cases[] = {
	{ "digits_through_conv", "image 1 8 8|conv 4 pad=1|maxpool 2|conv 8|avgpool 2",
	  "64", "8x1x1" },
	{ "a_sequence_through_all",
	  "sequence 12 2|lstm 8 output=all|attention heads=4|rnn 3",
	  "24", "3" },
	{ "words", "embedding 30 16|mean", "7", "16" },
	{ "halves", "dense 10|glu", "5x3", "5x5" },
	{ "strides", "conv 2 kernel=5 stride=3 pad=2", "3x28x27", "2x10x9" },
	{ NULL, NULL, NULL, NULL }
};

static void
ends_in_the_shape_it_should(void **state)
{
	const struct shape_case *c = *state;
	struct suite_net f;
	char text[48];

	suite_net_build(&f, c->lines, c->in, ROWS, 1);
	assert_string_equal(nn_shape_text(text, &f.net.out), c->out);
	arena_done(&f.a);
}

static const struct wrong {
	const char *name, *lines, *in, *msg, *hint;
} wrongs[] = {
	{ "dense_of_an_image", "dense 3", "2x4x4",
	  "layer 1 (dense): takes features or steps x features, not 2x4x4",
	  "put 'flatten' above it" },
	{ "dense_of_too_many_steps", "dense 32768", "32768x1",
	  "layer 1 (dense): 32768 units on 32768 inputs are too many weights", "" },
	{ "conv_of_features", "dense 5|conv 3", "4",
	  "layer 2 (conv): takes channels x height x width, not 5",
	  "put 'image CHANNELS HEIGHT WIDTH' above it" },
	{ "a_kernel_too_large", "conv 3 kernel=9 pad=1", "1x6x8",
	  "layer 1 (conv): a window of 9x9 does not fit 1x6x8",
	  "a window of up to 8x8 fits" },
	{ "conv_too_large", "conv 4096 kernel=64", "4096x64x64",
	  "layer 1 (conv): 4096 channels of 64x64 on 4096 channels are too large", "" },
	{ "pooling_twice_too_often", "maxpool 2|maxpool 2|avgpool 2", "1x6x6",
	  "layer 3 (avgpool): a window of 2x2 does not fit 1x1x1",
	  "a window of up to 1x1 fits" },
	{ "maxpool_of_a_sequence", "maxpool 2", "6x6",
	  "layer 1 (maxpool): takes channels x height x width, not 6x6",
	  "put 'image CHANNELS HEIGHT WIDTH' above it" },
	{ "an_image_of_other_size", "image 1 8 9", "64",
	  "layer 1 (image): cannot read 64 values as 1x8x9",
	  "channels, height and width multiplied must be 64" },
	{ "a_sequence_of_other_size", "sequence 5 5", "24",
	  "layer 1 (sequence): cannot read 24 values as 5x5",
	  "steps and features multiplied must be 24" },
	{ "lstm_of_features", "lstm 3", "64",
	  "layer 1 (lstm): takes steps x features, not 64",
	  "put 'sequence STEPS FEATURES' above it" },
	{ "rnn_behind_a_last_state", "rnn 3|rnn 3", "5x2",
	  "layer 2 (rnn): takes steps x features, not 3",
	  "put 'sequence STEPS FEATURES' above it" },
	{ "rnn_too_large", "rnn 4096", "2x65536",
	  "layer 1 (rnn): 4096 units on 65536 inputs are too many weights", "" },
	{ "attention_of_features", "attention", "8",
	  "layer 1 (attention): takes steps x features, not 8",
	  "put 'sequence STEPS FEATURES' above it" },
	{ "heads_that_do_not_fit", "attention heads=3", "4x8",
	  "layer 1 (attention): 3 heads do not share 8 features evenly",
	  "take heads that divide 8, or say width=" },
	{ "attention_over_too_long_a_time", "attention", "32768x1",
	  "layer 1 (attention): one row of 32768x1 needs 1073872896 numbers",
	  "make the layer or what enters it smaller" },
	{ "mean_of_features", "mean", "8",
	  "layer 1 (mean): takes steps x features, not 8",
	  "put 'sequence STEPS FEATURES' above it" },
	{ "embedding_of_features", "embedding 10 4", "5x3",
	  "layer 1 (embedding): takes one number a step, not 5x3",
	  "put 'flatten' above it" },
	{ "half_of_an_odd_number", "glu", "5x7",
	  "layer 1 (glu): cannot cut 5x7 in half: 7 features is an odd number",
	  "let 6 or 8 features enter it" },
	{ "a_learned_activation_inside", "lstm 3 act=prelu", "5x2",
	  "layer 1 (lstm): prelu is learned, which it cannot be inside lstm",
	  "take one whose parameters stay, such as leaky_relu" },
	{ "a_learned_gate", "lstm 3 gate=prelu", "5x2",
	  "layer 1 (lstm): prelu is learned, which it cannot be inside lstm",
	  "take one whose parameters stay, such as leaky_relu" },
	{ "a_residual_over_other_shapes", "dense 4|flatten|residual 2", "3x2",
	  "layer 3 (residual): cannot add 3x2 values to 12",
	  "let the lines between end with 3x2 values" },
	{ NULL, NULL, NULL, NULL, NULL }
};

static void
is_refused_with_both_shapes_and_a_way_out(void **state)
{
	const struct wrong *w = *state;
	struct nn_layer_spec spec[SUITE_LINES_MAX];
	struct nn_shape in = suite_shape(w->in);
	struct arena a = suite_arena((size_t)1 << 20);
	struct nn_net net;
	struct err e = { 0 };

	assert_false(nn_net_plan(&net, &in, spec, suite_lines(spec, w->lines), &a, &e));
	assert_int_equal(e.code, strstr(w->name, "learned") ? ERR_SYNTAX : ERR_SHAPE);
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	arena_done(&a);
}

/* ---- the same bits ---- */

/* A hash of outputs, gradients and buffers of a case in training. */
static uint64_t
case_hash(const struct suite_case *c)
{
	static float x[FLOATS], dy[FLOATS];
	struct suite_net f;
	struct rng r;
	uint64_t h;
	int out;

	suite_net_build(&f, c->lines, c->in, ROWS, 5);
	out = ROWS * nn_shape_size(&f.net.out);
	assert_true(ROWS * nn_shape_size(&f.net.in) <= FLOATS && out <= FLOATS);
	suite_case_x(c, x, ROWS * nn_shape_size(&f.net.in), 1);
	suite_numbers(dy, out, 2);
	rng_init(&r, 1, "dropout", 0);
	h = num_hash(NUM_HASH_START, nn_forward(&f.net, &f.work, x, ROWS, NN_TRAIN, &r),
		     out * (int)sizeof(float));
	nn_back(&f.net, &f.work, x, dy, NN_TRAIN);
	h = num_hash(h, f.work.grad, f.net.n_param * (int)sizeof(float));
	h = num_hash(h, f.net.buffer, f.net.n_buffer * (int)sizeof(float));
	arena_done(&f.a);
	return h;
}

static void
has_the_same_bits_on_every_set_of_kernels(void **state)
{
	const char *was = num_kernel();
	uint64_t want = case_hash(*state);

	for (const char *const *k = num_kernel_names(); *k; k++)
		if (num_kernel_use(*k))
			assert_true(case_hash(*state) == want);
	assert_true(num_kernel_use(was));
}

void
suite_layer(void)
{
	for (const struct value_case *c = value_cases; c->name; c++)
		suite_row(c->name, "gives_the_values_it_should",
			  gives_the_values_it_should, c);
	TAP(lstm_is_what_its_formula_says);
	TAP(attention_that_is_causal_does_not_see_the_future);
	TAP(attention_without_keys_is_the_mean);
	TAP(batchnorm_learns_its_statistics_in_training_only);
	TAP(batchnorm_of_an_image_is_by_channel);
	TAP(batchnorm_of_a_sequence_is_by_feature_or_by_step);
	TAP(batchnorm_stands_a_batch_of_one);
	TAP(layernorm_does_not_know_the_batch);
	TAP(dropout_keeps_the_mean_and_rests_in_evaluation);
	TAP(dropout_draws_from_the_stream_it_is_given);
	TAP(a_word_that_is_none_becomes_nan);
	TAP(maxpool_passes_nan_on);
	for (const struct shape_case *c = shape_cases; c->name; c++)
		suite_row(c->name, "ends_in_the_shape_it_should",
			  ends_in_the_shape_it_should, c);
	for (const struct wrong *w = wrongs; w->name; w++)
		suite_row(w->name, "is_refused_with_both_shapes_and_a_way_out",
			  is_refused_with_both_shapes_and_a_way_out, w);
	for (const struct suite_case *c = suite_cases; c->name; c++)
		suite_row(c->name, "has_the_same_bits_on_every_set_of_kernels",
			  has_the_same_bits_on_every_set_of_kernels, c);
}
