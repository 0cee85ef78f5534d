#include "tests/nn/suite.h"

#include <math.h>

/* y = w x + b with rounded weights, its gradients, and what rounding took. */
struct line {
	const char *precision;
	float w, b, x, dy;
	float y, dw, db;		/* wanted */
	long zero, inf;
};
static const struct line lines[] = {
	/* 1 + 2^-9 is 1 with 7 bits of fraction */
	{ "bfloat16", 1.001953125f, 0, 3, 1.001953125f, 3, 3, 1, 0, 0 },
	/* 10 bits hold 1 + 2^-9 and 3 + 3 * 2^-9 */
	{ "float16", 1.001953125f, 0, 3, 1.001953125f, 3.005859375f, 3.005859375f,
	  1.001953125f, 0, 0 },
	/* 2049 is halfway 2048 and 2050, ties to even */
	{ "float16", 2049, 0, 1, 1, 2048, 1, 1, 0, 0 },
	/* 2^-25 is halfway 0 and 2^-24, to even: lost where it starts */
	{ "float16", 1, 0, 4, 0x1p-25f, 4, 0, 0, 1, 0 },
	{ "float16", 1, 0, 4, 0x1.8p-25f, 4, 0x1p-22f, 0x1p-24f, 0, 0 },
	/* dw = 2^-24 / 4 is lost, db is not */
	{ "float16", 1, 0, 0.25f, 0x1p-24f, 0.25f, 0, 0x1p-24f, 1, 0 },
	{ "float16", 300, 0, 300, 1, INFINITY, 300, 1, 0, 1 },
	{ "bfloat16", 300, 0, 300, 1, 90112, 300, 1, 0, 0 },
	{ "float16", 70000, 0, 0.5f, 1, INFINITY, 0.5f, 1, 0, 1 },
};

static void
a_line_is_computed_in_the_smaller_format(void **state)
{
	const struct line *c = *state;
	struct suite_net f;
	struct nn_lost lost[1] = { { 0 } };
	float rounded[2];

	suite_net_build(&f, "dense 1", "1", 1, 1);
	f.net.param[0] = c->w;
	f.net.param[1] = c->b;
	f.work.precision = nn_precision_find(str_of(c->precision));
	f.work.rounded = rounded;
	f.work.lost = lost;
	assert_true(nn_forward(&f.net, &f.work, &c->x, 1, NN_TRAIN, NULL)[0] == c->y);
	nn_back(&f.net, &f.work, &c->x, &c->dy, NN_TRAIN);
	assert_true(f.work.grad[0] == c->dw);
	assert_true(f.work.grad[1] == c->db);
	assert_int_equal(lost[0].zero, c->zero);
	assert_int_equal(lost[0].inf, c->inf);
	assert_true(f.net.param[0] == c->w);		/* the master stays */
	arena_done(&f.a);
}

static void
the_signal_is_rounded_between_layers(void **state)
{
	struct suite_net f;
	struct nn_lost lost[2] = { { 0 } };
	float rounded[4], x = 1, dy = 1;

	(void)state;
	suite_net_build(&f, "dense 1|dense 1", "1", 1, 1);
	f.net.param[0] = 1;
	f.net.param[2] = 0x1p-24f;			/* passes 2^-24 down */
	f.work.precision = nn_precision_find(str_of("float16"));
	f.work.rounded = rounded;
	f.work.lost = lost;
	nn_forward(&f.net, &f.work, &x, 1, NN_TRAIN, NULL);
	nn_back(&f.net, &f.work, &x, &dy, NN_TRAIN);
	assert_true(f.work.grad[0] == 0x1p-24f);
	dy = 0.5f;
	nn_back(&f.net, &f.work, &x, &dy, NN_TRAIN);
	assert_true(f.work.grad[0] == 0 && f.work.grad[2] == 0.5f);
	assert_int_equal(lost[1].zero, 1);
	assert_int_equal(lost[0].zero, 0);
	arena_done(&f.a);
}

static void
precisions_are_rows(void **state)
{
	(void)state;
	assert_null(nn_precision_find(str_of("float32"))->round);
	assert_non_null(nn_precision_find(str_of("float16"))->round);
	assert_null(nn_precision_find(str_of("float8")));
}

void
suite_precision(void)
{
	char name[90];

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(name, sizeof(name), "%s: %g times %g, back with %g",
			 lines[i].precision, (double)lines[i].w, (double)lines[i].x,
			 (double)lines[i].dy);
		tap_add(name, a_line_is_computed_in_the_smaller_format, &lines[i]);
	}
	TAP(the_signal_is_rounded_between_layers);
	TAP(precisions_are_rows);
}
