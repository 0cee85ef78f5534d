#include "tests/nn/suite.h"
#include "actlab/num.h"

#include <math.h>

enum { LINES_MAX = SUITE_LINES_MAX, ARENA = 1 << 22 };

static void
arenas_are_as_large_as_said(void **state)
{
	const struct suite_case *c = *state;
	struct nn_layer_spec spec[LINES_MAX];
	struct nn_shape in = suite_shape(c->in);
	struct nn_net net;
	struct nn_work work;
	struct err e = { 0 };
	int lines = suite_lines(spec, c->lines);
	struct arena plan = suite_arena(nn_net_plan_need(lines)), own, passes;

	assert_true(nn_net_plan(&net, &in, spec, lines, &plan, &e));
	own = suite_arena(nn_net_need(&net));
	nn_net_alloc(&net, &own);
	passes = suite_arena(nn_work_need(&net, 7));
	nn_work_alloc(&work, &net, 7, &passes);
	assert_true(arena_left(&own) < 64 && arena_left(&passes) < 64);
	arena_done(&plan);
	arena_done(&own);
	arena_done(&passes);
}

static void
a_line_with_act_becomes_two_layers(void **state)
{
	struct suite_net f;
	const struct nn_layer *l;
	char text[48];

	(void)state;
	suite_net_build(&f, "dense 4 act=tanh|dense 3|act act=prelu", "2", 1, 1);
	l = f.net.layer;
	assert_int_equal(f.net.depth, 4);
	assert_int_equal(f.net.levels, 2);
	assert_int_equal(f.net.n_param, 2 * 4 + 4 + 4 * 3 + 3 + 1);
	assert_int_equal(f.net.widest, 4);
	assert_string_equal(nn_shape_text(text, &f.net.out), "3");
	assert_string_equal(l[1].kind->name, "act");
	assert_int_equal(l[1].line, 0);
	assert_int_equal(l[2].line, 1);
	assert_int_equal(l[2].level, 2);
	assert_int_equal(l[3].level, 0);
	assert_ptr_equal(nn_net_level(&f.net, 2), &l[2]);
	assert_ptr_equal(nn_net_level_act(&f.net, 1), &l[1]);
	assert_ptr_equal(nn_net_level_act(&f.net, 2), &l[3]);
	assert_null(nn_net_level(&f.net, 3));
	assert_true(f.net.param[f.net.n_param - 1] == 0.25f);
	arena_done(&f.a);
}

/* The 9 of the units is no argument of the layer that act= puts behind them. */
static void
an_activation_behind_a_line_has_arguments_of_its_own(void **state)
{
	struct suite_net f;

	(void)state;
	suite_net_build(&f, "dense 9 act=prelu|dense 2", "3", 1, 1);
	assert_int_equal(f.net.layer[1].n_param, 1);
	assert_true(f.net.layer[0].arg[0] == 9 && f.net.layer[1].arg[0] == 0);
	arena_done(&f.a);
}

static void
tensors_tile_the_blocks_of_the_net(void **state)
{
	const struct suite_case *c = *state;
	struct suite_net f;
	int at[2] = { 0, 0 };

	suite_net_build(&f, c->lines, c->in, 1, 1);
	for (int i = 0; i < f.net.depth; i++) {
		const struct nn_layer *l = &f.net.layer[i];

		assert_int_equal(l->param_at, at[0]);
		assert_int_equal(l->buffer_at, at[1]);
		for (int j = 0; j < l->n_tensor; j++) {
			const struct nn_tensor *t = &l->tensor[j];

			assert_int_equal(t->at, at[t->buffer]);
			assert_int_equal(t->n, t->rows * t->cols);
			at[t->buffer] += t->n;
		}
	}
	assert_int_equal(at[0], f.net.n_param);
	assert_int_equal(at[1], f.net.n_buffer);
	arena_done(&f.a);
}

static void
forward_is_the_product_it_says(void **state)
{
	struct suite_net f;
	float x[] = { 1, 2, -1, 0.5f }, param[] = { 1, 2, 3, 4, 5, 6, 0.5f, -0.5f, 100 };
	float want[] = { 1 + 4 + 0.5f, 3 + 8 - 0.5f, 5 + 12 + 100,
			 -1 + 1 + 0.5f, -3 + 2 - 0.5f, -5 + 3 + 100 };

	(void)state;
	suite_net_build(&f, "dense 3", "2", 2, 1);
	memcpy(f.net.param, param, sizeof(param));
	assert_memory_equal(nn_forward(&f.net, &f.work, x, 2, NN_EVAL, NULL), want,
			    sizeof(want));
	arena_done(&f.a);
}

static void
a_residual_adds_what_entered(void **state)
{
	struct suite_net f;
	float x[] = { 1, 2 }, param[] = { 1, 0, 0, 1, 10, 20 };
	const float *y;

	(void)state;
	suite_net_build(&f, "dense 2|residual 1", "2", 1, 1);
	memcpy(f.net.param, param, sizeof(param));
	y = nn_forward(&f.net, &f.work, x, 1, NN_EVAL, NULL);
	assert_true(y[0] == 12 && y[1] == 24);
	arena_done(&f.a);
}

/* ---------------------------------------------------------------- any room, any row */

enum { ROWS = 6, FLOATS = ROWS * 256 };

/* The gradient of a batch is the same bits in a work with more room. */
static void
gradient_does_not_depend_on_the_room(void **state)
{
	const struct suite_case *c = *state;
	float x[FLOATS], dy[FLOATS];
	struct suite_net f, g;
	int in, out;

	suite_net_build(&f, c->lines, c->in, ROWS, 5);
	suite_net_build(&g, c->lines, c->in, 100, 5);
	in = nn_shape_size(&f.net.in);
	out = nn_shape_size(&f.net.out);
	assert_true(ROWS * in <= FLOATS && ROWS * out <= FLOATS);
	suite_case_x(c, x, ROWS * in, 1);
	suite_numbers(dy, ROWS * out, 2);
	for (int n = 1; n <= ROWS; n++) {
		size_t size = sizeof(float) * (size_t)(n * out);
		struct rng r, s;

		rng_init(&r, 1, "dropout", 0);
		s = r;
		assert_memory_equal(nn_forward(&f.net, &f.work, x, n, NN_TRAIN, &r),
				    nn_forward(&g.net, &g.work, x, n, NN_TRAIN, &s),
				    size);
		nn_back(&f.net, &f.work, x, dy, NN_TRAIN);
		memcpy(g.work.dy, dy, size);
		nn_back(&g.net, &g.work, x, g.work.dy, NN_TRAIN);
		assert_memory_equal(f.work.grad, g.work.grad,
				    sizeof(float) * (size_t)f.net.n_param);
		assert_memory_equal(f.net.buffer, g.net.buffer,
				    sizeof(float) * (size_t)f.net.n_buffer);
	}
	arena_done(&f.a);
	arena_done(&g.a);
}

static void
rows_do_not_see_each_other(void **state)
{
	const struct suite_case *c = *state;
	float x[FLOATS], y[FLOATS];
	struct suite_net f;
	int in, out;

	suite_net_build(&f, c->lines, c->in, ROWS, 5);
	in = nn_shape_size(&f.net.in);
	out = nn_shape_size(&f.net.out);
	suite_case_x(c, x, ROWS * in, 1);
	memcpy(y, nn_forward(&f.net, &f.work, x, ROWS, NN_EVAL, NULL),
	       sizeof(float) * (size_t)(ROWS * out));
	assert_int_equal(num_not_finite(y, ROWS * out), -1);
	for (int i = 0; i < ROWS; i++)
		assert_memory_equal(
			nn_forward(&f.net, &f.work, x + i * in, 1, NN_EVAL, NULL),
			y + i * out, sizeof(float) * (size_t)out);
	arena_done(&f.a);
}

/* ------------------------------------------------------- seeds, errors, bits */

static void
a_change_in_one_layer_leaves_the_other_draws_alone(void **state)
{
	struct suite_net f, g;
	const struct nn_layer *a, *b;

	(void)state;
	suite_net_build(&f, "dense 4 act=tanh|dense 8|dense 2", "2", 1, 9);
	suite_net_build(&g, "dense 4 init=he|dense 8|act act=relu|residual 1|dense 2",
			"2", 1, 9);
	a = nn_net_level(&f.net, 2);
	b = nn_net_level(&g.net, 2);
	assert_memory_equal(f.net.param + a->param_at, g.net.param + b->param_at,
			    sizeof(float) * (size_t)a->n_param);
	a = nn_net_level(&f.net, 3);
	b = nn_net_level(&g.net, 3);
	assert_memory_equal(f.net.param + a->param_at, g.net.param + b->param_at,
			    sizeof(float) * (size_t)a->n_param);
	assert_memory_not_equal(f.net.param, g.net.param, 8 * sizeof(float));
	arena_done(&f.a);
	arena_done(&g.a);
}

static void
biases_start_at_zero_or_where_they_are_told(void **state)
{
	struct suite_net f;
	const float *p;

	(void)state;
	suite_net_build(&f, "dense 2 bias=constant(-5)|dense 1", "2", 1, 9);
	p = f.net.param;
	assert_true(p[4] == -5 && p[5] == -5 && p[8] == 0);
	arena_done(&f.a);
}

static const struct bad_net {
	const char *name, *lines, *msg;
} bad_nets[] = {
	{ "an_act_without_activation", "dense 2|act",
	  "layer 2 (act): no activation given, act= is needed" },
	{ "a_residual_of_other_width", "dense 3|dense 2|residual 1",
	  "layer 3 (residual): cannot add 3 values to 2" },
	{ "a_residual_above_the_net", "dense 3|residual 2",
	  "layer 2 (residual): only 1 lines stand above it" },
	{ "a_layer_too_large", "dense 32768|dense 32768",
	  "layer 2 (dense): 32768 units on 32768 inputs are too many weights" },
	{ "a_net_too_large", "dense 16384|dense 16384|dense 9",
	  "layer 2 (dense): the net has more than 268435456 parameters" },
	{ NULL, NULL, NULL }
};

static void
is_an_error_that_names_the_layer(void **state)
{
	const struct bad_net *b = *state;
	struct nn_layer_spec spec[LINES_MAX];
	struct nn_shape in = { 1, { 3 } };
	struct arena a = suite_arena(ARENA);
	struct nn_net net;
	struct err e = { 0 };
	int lines = suite_lines(spec, b->lines), wrong;

	for (int i = 0; i < lines; i++)
		spec[i].at = (struct span){ 10 * i + 1, 4 };
	assert_false(nn_net_plan(&net, &in, spec, lines, &a, &e));
	assert_int_equal(sscanf(e.msg, "layer %d", &wrong), 1);
	assert_int_equal(e.at.at, 10 * (wrong - 1) + 1);
	assert_int_equal(e.at.len, 4);
	assert_string_equal(e.msg, b->msg);
	arena_done(&a);
}

static void
shapes_have_sizes_and_texts(void **state)
{
	struct nn_shape a = { 1, { 2 } }, b = { 2, { 8, 3 } }, c = { 3, { 1, 8, 8 } };
	char text[48];

	(void)state;
	assert_int_equal(nn_shape_size(&a), 2);
	assert_int_equal(nn_shape_size(&b), 24);
	assert_int_equal(nn_shape_size(&c), 64);
	assert_string_equal(nn_shape_text(text, &a), "2");
	assert_string_equal(nn_shape_text(text, &b), "8x3");
	assert_string_equal(nn_shape_text(text, &c), "1x8x8");
}

static void
layer_kind_is_described(void **state)
{
	const struct nn_layer_kind *k = *state;

	assert_true(str_is_name(str_of(k->name)));
	assert_ptr_equal(nn_layer_kind_find(str_of(k->name)), k);
	assert_true(str_starts(str_of(k->usage), k->name));
	assert_true(strlen(k->usage) < 72);		/* so that it fits a hint */
	assert_non_null(k->formula);
	assert_true((k->act == NN_ACT_INSIDE) == (k->inside != NULL));
	assert_true(k->help[0] && k->help[strlen(k->help) - 1] != '.');
	assert_true(param_count(k->param) <= NN_ARGS_MAX);
	assert_true(k->n_positional <= param_count(k->param));
	assert_true(k->plan && k->forward && k->back);
}

/* A hash over 60 steps of a net with every kind of part. */
static uint64_t
training_hash(void)
{
	struct suite_net f;
	float x[ROWS * 3], dy[ROWS * 4], scratch[ROWS * 4], slot[2 * 4096], was[4096];
	int label[ROWS];
	struct nn_target t = { NULL, label };
	const struct nn_loss *loss = nn_loss_find(str_of("ce_logits"));
	const struct nn_opt *opt = nn_opt_find(str_of("adam"));
	double arg[NN_ARGS_MAX] = { 0.01, 0.9, 0.999, 1e-8 };
	struct nn_loss_use smooth = { .kind = loss, .p = { 0.1f } };
	struct nn_opt_state s = { .slot = slot };
	uint64_t h;

	suite_net_build(&f,
			"dense 17 act=gelu|dense 17 act=tanh|residual 1|dense 9 act=selu|"
			"dense 9 act=mish|dense 9 act=softplus|dense 5 act=silu|dense 4",
			"3", ROWS, 7);
	suite_numbers(x, ROWS * 3, 1);
	for (int i = 0; i < ROWS; i++)
		label[i] = i % 4;
	assert_true(f.net.n_param < 4096);
	nn_opt_state_reset(&s, opt->n_slot, f.net.n_param);
	for (int step = 0; step < 60; step++) {
		const float *out = nn_forward(&f.net, &f.work, x, ROWS, NN_TRAIN, NULL);

		loss->f(dy, out, &t, ROWS, 4, &smooth, scratch);
		nn_back(&f.net, &f.work, x, dy, NN_TRAIN);
		opt->step(f.net.param, was, f.work.grad, f.net.n_param, &s, arg);
	}
	assert_int_equal(num_not_finite(f.net.param, f.net.n_param), -1);
	h = num_hash(NUM_HASH_START, f.net.param, f.net.n_param * (int)sizeof(float));
	arena_done(&f.a);
	return h;
}

static void
every_set_of_kernels_gives_the_same_bits(void **state)
{
	const char *was = num_kernel();
	uint64_t want = training_hash();

	(void)state;
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k)) {
			print_message("# this machine cannot run %s\n", *k);
			continue;
		}
		print_message("# %s: %016llx\n", *k, (unsigned long long)training_hash());
		assert_true(training_hash() == want);
	}
	assert_true(num_kernel_use(was));
}

void
suite_net(void)
{
	TAP(a_line_with_act_becomes_two_layers);
	TAP(an_activation_behind_a_line_has_arguments_of_its_own);
	TAP(forward_is_the_product_it_says);
	TAP(a_residual_adds_what_entered);
	for (const struct suite_case *c = suite_cases; c->name; c++) {
		suite_row(c->name, "arenas_are_as_large_as_said",
			  arenas_are_as_large_as_said, c);
		suite_row(c->name, "tensors_tile_the_blocks_of_the_net",
			  tensors_tile_the_blocks_of_the_net, c);
		suite_row(c->name, "gradient_does_not_depend_on_the_room",
			  gradient_does_not_depend_on_the_room, c);
		suite_row(c->name, "rows_do_not_see_each_other",
			  rows_do_not_see_each_other, c);
	}
	TAP(a_change_in_one_layer_leaves_the_other_draws_alone);
	TAP(biases_start_at_zero_or_where_they_are_told);
	for (const struct bad_net *b = bad_nets; b->name; b++)
		suite_row(b->name, "is_an_error_that_names_the_layer",
			  is_an_error_that_names_the_layer, b);
	TAP(shapes_have_sizes_and_texts);
	for (const struct nn_layer_kind *k = nn_layer_kinds; k->name; k++)
		suite_row(k->name, "layer_kind_is_described", layer_kind_is_described, k);
	TAP(every_set_of_kernels_gives_the_same_bits);
}
