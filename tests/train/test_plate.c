/* Pictures of the inside of nets. */
#include "train.h"
#include "train/run.h"

#include <math.h>

/* A run with these layers on made sequences or digits. */
static struct train_run *
layered(const struct data_set *d, const struct nn_layer_spec *layer, int depth)
{
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };

	spec_from(&s, d, "loss=ce_logits opt=sgd lr=0.01 batch=16");
	s.layer = layer;
	s.depth = depth;
	r = train_run_new(&s, &e);
	if (!r)
		fail_msg("%s", e.msg);
	train_run_ask(r, TRAIN_DEAR_PLATES);
	return r;
}

static struct nn_layer_spec
line(const char *kind, double a, double b, double c)
{
	struct nn_layer_spec l = { .kind = nn_layer_kind_find(str_of(kind)),
				   .init = { .kind = nn_init_find(str_of("xavier")) } };
	struct err e = { 0 };

	for (int i = 0; l.kind->param[i].name; i++)
		l.arg[i] = l.kind->param[i].def;
	l.arg[0] = a;
	if (b > 0)
		l.arg[1] = b;
	if (c > 0)
		l.arg[2] = c;
	if (l.kind->inside)
		assert_true(nn_act_parse(str_of(l.kind->inside), SPAN_NONE, &l.act, &e));
	if (l.kind->gate)
		assert_true(nn_act_parse(str_of(l.kind->gate), SPAN_NONE, &l.gate, &e));
	return l;
}

static const struct train_plate *
plate(const struct train_snapshot *s, enum train_plate_kind kind, int level, int row)
{
	for (int i = 0; i < s->n_plate; i++)
		if (s->plate[i].kind == kind && s->plate[i].level == level
		    && s->plate[i].row == row)
			return &s->plate[i];
	fail_msg("no plate of kind %d, level %d, row %d", (int)kind, level, row);
	return NULL;
}

static void
attention_adds_up_to_one_for_every_step_of_every_row(void **state)
{
	const struct nn_layer_spec lines[] = { line("sequence", 6, 4, 0),
					       line("attention", 2, 0, 0),
					       line("flatten", 0, 0, 0),
					       line("dense", 4, 0, 0) };
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "recall n=40 steps=6", 1);
	r = layered(&m.set, lines, 4);
	s = run_shot(r, 0, 0);
	for (int row = 0; row < TRAIN_PLATE_ROWS; row++) {
		const struct train_plate *p = plate(s, TRAIN_PLATE_ATTENTION, 1, row);

		assert_int_equal(p->n, 2);
		assert_int_equal(p->h, 6);
		for (int i = 0; i < 2 * 6; i++) {
			double sum = 0;

			for (int t = 0; t < 6; t++)
				sum += (double)p->v[i * 6 + t];
			tap_near(sum, 1, 1e-5, 0);
		}
	}
	train_run_free(r);
	data_drop(&m);
}

/* c(t) = f c(t-1) + i g, of the numbers in the picture. */
static void
the_memory_of_an_lstm_is_what_its_gates_say(void **state)
{
	enum { UNITS = 3, STEPS = 5 };
	const struct nn_layer_spec lines[] = { line("sequence", STEPS, 4, 0),
					       line("lstm", UNITS, 0, 0),
					       line("dense", 4, 0, 0) };
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "recall n=40 steps=5", 1);
	r = layered(&m.set, lines, 3);
	s = run_shot(r, 0, 0);
	for (int row = 0; row < TRAIN_PLATE_ROWS; row++) {
		const struct train_plate *p = plate(s, TRAIN_PLATE_GATES, 1, row);

		assert_int_equal(p->h, UNITS);
		assert_int_equal(p->w, STEPS);
		for (int j = 0; j < UNITS; j++)
			for (int t = 0; t < STEPS; t++) {
				const float *v = p->v + j * STEPS + t;
				int gate = UNITS * STEPS;
				double c = t ? (double)v[4 * gate - 1] : 0;

				tap_near((double)v[4 * gate],
					 (double)v[gate] * c
					 + (double)v[0] * (double)v[2 * gate], 1e-5, 0);
			}
	}
	train_run_free(r);
	data_drop(&m);
}

static void
filters_and_maps_are_the_layers_own_numbers(void **state)
{
	const struct nn_layer_spec lines[] = { line("image", 1, 2, 4),
					       line("conv", 3, 2, 0),
					       line("flatten", 0, 0, 0),
					       line("dense", 2, 0, 0) };
	struct made m;
	struct train_run *r;
	const struct train_snapshot *s;
	const struct train_plate *w, *y, *x;

	(void)state;
	data_from(&m, "parity n=40 steps=8", 1);
	r = layered(&m.set, lines, 4);
	s = run_shot(r, 0, 0);
	w = plate(s, TRAIN_PLATE_FILTERS, 1, 0);
	x = plate(s, TRAIN_PLATE_MAPS, 0, 2);
	y = plate(s, TRAIN_PLATE_MAPS, 1, 2);
	assert_int_equal(w->n, 3);
	assert_int_equal(w->h, 2);
	assert_int_equal(y->n, 3);
	assert_int_equal(y->h * y->w, 3);
	for (int i = 0; i < 8; i++)
		tap_near((double)x->v[i], (double)m.set.x[2 * 8 + i], 0, 0);
	for (int c = 0; c < 3; c++) {		/* biases start at 0 */
		const float *k = w->v + 4 * c;

		tap_near((double)y->v[3 * c],
			 (double)(k[0] * x->v[0] + k[1] * x->v[1] + k[2] * x->v[4]
				  + k[3] * x->v[5]), 1e-5, 0);
	}
	train_run_free(r);
	data_drop(&m);
}

static void
more_than_there_is_room_for_is_counted(void **state)
{
	struct made m;
	struct train_run *r;
	const struct train_plate *w;
	const struct train_snapshot *s;

	(void)state;
	data_from(&m, "parity n=40 steps=64", 1);
	r = run_from(&m.set, "hidden=200 loss=ce_logits");
	train_run_ask(r, TRAIN_DEAR_PLATES);
	s = run_shot(r, 0, 0);
	w = plate(s, TRAIN_PLATE_FILTERS, 1, 0);
	assert_int_equal(w->all, 200);
	assert_int_equal(w->n, TRAIN_PLATE_FLOATS / 64);
	assert_int_equal(w->h, 8);
	train_run_free(r);
	data_drop(&m);
}

void
plate_cases(void)
{
	TAP(attention_adds_up_to_one_for_every_step_of_every_row);
	TAP(the_memory_of_an_lstm_is_what_its_gates_say);
	TAP(filters_and_maps_are_the_layers_own_numbers);
	TAP(more_than_there_is_room_for_is_counted);
}
