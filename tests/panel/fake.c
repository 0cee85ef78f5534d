#include "tests/panel/fake.h"

#include <math.h>
#include <string.h>

const char *const fake_names[] = { "falling", "flat", "noisy", "nan", "contradicting",
				   "one", "zero", "inf", "empty" };

static double
wobble(int i)
{
	return ((i * 7919) % 101) / 100.0 - 0.5;
}

static double
loss_at(enum fake_kind kind, int i)
{
	switch (kind) {
	case FAKE_FALLING: return 0.7 * exp(-i / 30.0) + 0.001;
	case FAKE_NOISY: return 0.4 + 0.3 * wobble(i);
	case FAKE_NAN: return i < 50 ? 0.7 + 0.1 * i : NAN;
	case FAKE_CONTRADICTING: return -0.5 - i;
	case FAKE_ZERO: return 0;
	case FAKE_INF: return i < 50 ? 0.7 : INFINITY;
	default: return 0.693;
	}
}

/* A warm-up and a slow end. */
static float
rate_at(enum fake_kind kind, int i)
{
	switch (kind) {
	case FAKE_FALLING: return (float)(0.1 * (i < 20 ? (i + 1) / 20.0
						 : exp((20 - i) / 80.0)));
	case FAKE_NAN: return NAN;
	case FAKE_INF: return INFINITY;
	case FAKE_ZERO: return 0;
	default: return 0.1f;
	}
}

static void
make_history(struct fake *k, enum fake_kind kind)
{
	for (int i = 0; i < FAKE_POINTS; i++) {
		double y = loss_at(kind, i);

		k->point[i] = (struct train_point){ 4 * (i + 1), y, y - 0.01, y + 0.01,
						    rate_at(kind, i), 1 };
	}
	for (int i = 0; i < 10; i++) {
		double y = loss_at(kind, 20 * i);

		k->eval[i] = (struct train_eval){ 80 * i, y, 1 - y / 2, y + 0.1,
						  0.95 - y / 2 };
	}
	k->event[0] = (struct train_event){ 400, "lr 0.1" };
}

static void
make_levels(struct fake *k, enum fake_kind kind)
{
	for (int l = 0; l < FAKE_LEVELS; l++) {
		double g = kind == FAKE_FLAT ? exp((l - 19) * 1.5) : 0.1 + 0.01 * l;

		if (kind == FAKE_FLAT && l < 2)
			g = 0;
		if (kind == FAKE_NAN)
			g = NAN;
		if (kind == FAKE_INF || kind == FAKE_CONTRADICTING)
			g = kind == FAKE_INF ? INFINITY : -3;
		if (kind == FAKE_ZERO)
			g = 0;
		k->level[l] = (struct train_level){ .grad = g, .grad_rms = g / 32,
						    .rms = 0.5,
			.z_std = 1.2, .saturated = 0.25, .dead_units = 3, .units = 32,
			.mean = 0.1, .std = 0.49, .zero = 0.5, .weight = 5.6,
			.ratio = g / 56, .slope_factor = kind == FAKE_FLAT ? 0.22 : 0.7,
			.weight_factor = l < FAKE_LEVELS - 1 ? 1.1 : NAN,
			.chain = pow(kind == FAKE_FLAT ? 0.242 : 0.77,
				     FAKE_LEVELS - 1 - l),
			.path_unit = l % 7 + 1, .path_slope = 0.2,
			.path_weight = l < FAKE_LEVELS - 1 ? -0.5 : NAN,
			.path = pow(-0.1, FAKE_LEVELS - 1 - l) };
		if (!isfinite(g) || g == 0)
			k->level[l].chain = k->level[l].slope_factor = g;
		for (int i = 0; i < 1024; i++) {
			float v = (float)(g / 32 * (1 + wobble(i)));

			num_loghist_add(&k->grad[l], &v, 1);
		}
		k->z[l] = (struct train_zhist){ -3, 3, { 0 } };
		for (int i = 0; i < TRAIN_ZBINS; i++)
			k->z[l].bin[i] = (uint32_t)(100 * exp(-(i - 30)
							      * (i - 30) / 200.0));
		k->y[l] = k->w[l] = k->z[l];
		k->y[l].lo = 0;
	}
}

/* What layers were like at ten looks: as now, the gradients growing up to that; from the
 * third look on every fourth unit is dead, a few more from layer to layer. */
static void
make_trail(struct fake *k, enum fake_kind kind)
{
	for (int i = 0; i < FAKE_TRAIL; i++) {
		k->trail_step[i] = 80 * i;
		for (int l = 0; l < FAKE_LEVELS; l++) {
			struct train_trail_level *t = &k->trail[i * FAKE_LEVELS + l];
			const struct train_level *now = &k->level[l];

			*t = (struct train_trail_level){
				.grad = (float)(now->grad * (i + 1) / FAKE_TRAIL),
				.ratio = i ? (float)now->ratio : NAN,
				.weight = (float)now->weight, .rms = (float)now->rms,
				.saturated = (float)(now->saturated * i / 9),
				.share_dead = (float)now->dead };
			if (kind == FAKE_ZERO || kind == FAKE_NAN)
				t->zero = 255;
			else
				for (int b = 0; b < 6; b++)
					t->bin[80 + i / 2 + l / 2 + b] =
						(uint8_t)(40 * b);
			for (int j = 0; j < 32 && i > 2 && kind != FAKE_ZERO; j += 4)
				t->dead[j / 8] |= (uint8_t)(1 << (j + l % 4) % 8);
		}
	}
	k->snap.trail = (struct train_trail){ kind == FAKE_ONE ? 1 : FAKE_TRAIL,
					      FAKE_LEVELS, k->trail_step, k->trail };
}

/* Four filters, the row and two maps of it, a head of attention, an lstm's gates. */
static void
make_plates(struct fake *k, enum fake_kind kind)
{
	static const struct train_plate plates[] = {
		{ TRAIN_PLATE_FILTERS, 1, 0, 4, 9, 3, 3, NULL },
		{ TRAIN_PLATE_MAPS, 0, 0, 1, 1, 8, 8, NULL },
		{ TRAIN_PLATE_MAPS, 1, 0, 2, 2, 6, 6, NULL },
		{ TRAIN_PLATE_ATTENTION, 2, 0, 1, 1, 5, 5, NULL },
		{ TRAIN_PLATE_GATES, 3, 0, 5, 3, 3, 8, NULL },
	};

	for (int p = 0; p < 5; p++) {
		int n = plates[p].n * plates[p].h * plates[p].w;

		k->plate[p] = plates[p];
		k->plate[p].v = k->pixel + 128 * p;
		for (int i = 0; i < n; i++)
			k->pixel[128 * p + i] = (float)(
				kind == FAKE_NAN ? NAN : kind == FAKE_INF ? INFINITY
				: kind == FAKE_ZERO ? 0 : p ? (i % 7) / 7.0 : wobble(i));
	}
	k->snap.plate = k->plate;
	k->snap.n_plate = 5;
}

/* A valley that falls to the right, the way along its floor. */
static void
make_slice(struct fake *k, enum fake_kind kind)
{
	enum { SIDE = TRAIN_SLICE_SIDE };
	struct train_slice *s = &k->snap.slice;

	for (int i = 0; i < SIDE * SIDE; i++) {
		double x = i % SIDE / 10.0 - 1, y = 1 - i / SIDE / 10.0;
		double v = 0.05 + y * y + 0.2 * (1 - x) * (1 - x);

		k->slice[i] = (float)(kind == FAKE_NAN ? NAN : kind == FAKE_INF ? INFINITY
				      : kind == FAKE_ZERO ? 0 : v);
	}
	*s = (struct train_slice){ .side = SIDE, .known = SIDE * SIDE, .step = 800,
				   .radius = 1, .walked = kind == FAKE_ONE ? 0 : 0.77,
				   .v = k->slice, .n_path = 8 };
	for (int i = 0; i < 8; i++)
		s->path_x[i] = (float)(-0.77 * (7 - i) / 7);
	if (kind == FAKE_CONTRADICTING)
		s->known = 3;
}

/* All layers are alike: unit 3 is dead, unit 5 saturated, each answers to a slope of its
 * own. */
static void
make_units(struct fake *k)
{
	for (int i = 0; i < FAKE_UNITS; i++) {
		k->unit[i] = (struct train_unit){ i == 4 ? 0.95f : 0.1f, i == 2, -1, 1 };
		for (int j = 0; j < FAKE_UNITS; j++)
			k->unit_weight[i * FAKE_UNITS + j] = (float)(i - j) / 4;
		for (int j = 0; j < TRAIN_MAP_W * TRAIN_MAP_H; j++)
			k->unit_map[i * TRAIN_MAP_W * TRAIN_MAP_H + j]
				= (uint8_t)(j % TRAIN_MAP_W * 16 * (i % 2)
					    + j / TRAIN_MAP_W * 16 * (i / 3));
	}
	for (int l = 0; l < FAKE_LEVELS; l++)
		k->units[l] = (struct train_units){
			FAKE_UNITS, l ? FAKE_UNITS : 90, l ? FAKE_UNITS : 2, k->unit,
			k->unit_weight, k->unit_map };
	k->snap.units = k->units;
	k->snap.unit_maps = true;
}

/* Row 1 is of class 0 and answered so with e / (1 + e), row 2 of class 1 and answered
 * 0. */
static void
make_sample(struct fake *k, enum fake_kind kind)
{
	float v = kind == FAKE_NAN ? NAN : kind == FAKE_INF ? INFINITY
		: kind == FAKE_ZERO ? 0 : 1;

	for (int i = 0; i < TRAIN_SAMPLE_ROWS; i++)
		k->sample[2 * i] = v;
	k->snap.sample = (struct train_sample){ TRAIN_SAMPLE_ROWS, 2, NN_LINK_SOFTMAX,
						k->sample };
}

/* 18 + 15 of 40 right; sure of 0.55 and 0.95, right in half and in 14 of 15. */
static void
make_answers(struct fake *k)
{
	static const uint32_t count[] = { 18, 2, 5, 15 };
	struct train_answers *w = &k->snap.facts.answers;

	memcpy(k->count, count, sizeof(count));
	k->class[0] = (struct train_class){ 20, 23, 18 };
	k->class[1] = (struct train_class){ 20, 17, 15 };
	*w = (struct train_answers){ .rows = 40, .r2 = NAN, .balanced = 0.825,
				     .classes = 2, .class = k->class,
				     .count = k->count };
	w->bin[8] = (struct train_bin){ 10, 5, 5.5 };
	w->bin[14] = (struct train_bin){ 30, 28, 28.5 };
	w->ece = (0.5 + 0.5) / 40;
	k->snap.facts.answers_test = (struct train_answers){ .r2 = NAN, .ece = NAN,
							     .balanced = NAN };
}

static void
make_plane(struct fake *k, enum fake_kind kind)
{
	for (int i = 0; i < FAKE_W * FAKE_H; i++) {
		double x = i % FAKE_W - FAKE_W / 2.0, y = i / FAKE_W - FAKE_H / 2.0;

		k->grid[i] = kind == FAKE_FLAT ? 0.1f
			   : x * x / 4 + y * y < 16 ? 0.9f : 0.05f;
	}
	k->snap.grid = (struct train_grid){ FAKE_W, FAKE_H, -1.2, 1.2, -1.2, 1.2,
					    k->grid };
	for (int i = 0; i < FAKE_N; i++) {
		double a = 6.2831853 * i / FAKE_N, r = i % 2 ? 0.5 : 1;

		k->x[2 * i] = (float)(r * cos(a));
		k->x[2 * i + 1] = (float)(r * sin(a));
		k->label[i] = i % 2;
	}
	k->data = (struct data_set){ .name = "circles", .n = FAKE_N, .n_train = FAKE_N,
				     .in = 2,
		.target = DATA_CLASS, .n_class = 2, .x = k->x, .label = k->label };
}

/* Facts of the kinds that no good run has. */
static void
make_odd(struct fake *k, enum fake_kind kind)
{
	struct train_facts *f = &k->snap.facts;
	double v = kind == FAKE_INF ? INFINITY : kind == FAKE_NAN ? NAN : 0;

	if (kind == FAKE_CONTRADICTING) {
		f->acc = 1.7;
		f->acc_test = -0.2;
		f->diverged = true;
		f->answers.rows = 0;
	}
	if (kind == FAKE_ONE)
		f->step = 0;
	if (kind != FAKE_NAN && kind != FAKE_INF && kind != FAKE_ZERO)
		return;
	f->acc = f->acc_test = kind == FAKE_ZERO ? 0 : NAN;
	for (int l = 0; l < FAKE_LEVELS; l++) {
		k->level[l].rms = k->level[l].z_std = k->level[l].saturated = v;
		k->z[l] = k->y[l] = k->w[l] = (struct train_zhist){ 0, 0, { 0 } };
		k->level[l].dead_units = kind == FAKE_ZERO ? 0 : 32;
		k->level[l].mean = k->level[l].std = k->level[l].zero = v;
	}
	for (int i = 0; i < FAKE_W * FAKE_H; i++)
		k->grid[i] = (float)v;
}

void
fake_make(struct fake *k, enum fake_kind kind, int number, const char *name,
	  const char *act)
{
	struct err e = { 0 };

	memset(k, 0, sizeof(*k));
	make_plane(k, kind);
	k->view = (struct train_view){ .number = number, .name = name, .data = &k->data };
	nn_act_parse(str_of(act), SPAN_NONE, &k->view.act, &e);
	train_spec_init(&k->spec);
	train_spec_set(&k->spec, str_of("act"), SPAN_NONE, str_of(act), SPAN_NONE, &e);
	k->view.spec = &k->spec;
	if (kind == FAKE_EMPTY)
		return;
	make_history(k, kind);
	make_levels(k, kind);
	k->snap.facts = (struct train_facts){
		.step = 800, .epoch = 20, .loss = loss_at(kind, FAKE_POINTS - 1),
		.acc = kind == FAKE_FALLING ? 1 : 0.5, .acc_test = 0.94,
		.loss_test = loss_at(kind, FAKE_POINTS - 1) + 0.1,
		.diverged = kind == FAKE_NAN, .levels = FAKE_LEVELS, .level = k->level };
	make_answers(k);
	make_sample(k, kind);
	make_plates(k, kind);
	make_slice(k, kind);
	k->snap.n_point = kind == FAKE_ONE ? 0 : FAKE_POINTS;
	k->snap.n_eval = kind == FAKE_ONE ? 1 : 10;
	k->snap.n_event = kind != FAKE_ONE;
	make_odd(k, kind);
	make_trail(k, kind);
	if (kind != FAKE_NAN)
		make_units(k);
	k->snap.point = k->point;
	k->snap.eval = k->eval;
	k->snap.event = k->event;
	k->snap.grad_hist = k->grad;
	k->snap.z_hist = k->z;
	k->snap.y_hist = k->y;
	k->snap.w_hist = k->w;
	k->view.snap = &k->snap;
}
