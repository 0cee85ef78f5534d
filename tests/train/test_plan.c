#include "train.h"

#include <unistd.h>

struct fit {
	const char *data, *knobs;
	const char *text;		/* of the spec that fits, or NULL */
	const char *error, *hint;
};

static const struct fit fits[] = {
	{ "circles n=40", "hidden=20x32 out=2 lr=0.05 act=sigmoid init=xavier",
	  "2-[32]x20-2 sigmoid, xavier; ce_logits; sgd lr 0.05; batch 32", NULL, NULL },
	{ "circles n=40", "", "2-2 he; ce_logits; sgd lr 0.1; batch 32", NULL, NULL },
	{ "circles n=40", "hidden=8,4 loss=bce_logits opt=adam beta1=0.5 batch=8",
	  "2-8-4-1 relu, he; bce_logits; adam lr 0.001 beta1 0.5; batch 8", NULL, NULL },
	{ "circles n=40", "loss=bce out=2 bias=-3",
	  "2-2 he, bias -3; bce; sgd lr 0.1; batch 32", NULL, NULL },
	{ "circles n=40", "lr=0.2 l1=0.1 schedule=cosine(90) clip=1 clip_value=0.5",
	  "2-2 he; ce_logits; sgd lr 0.2 l1 0.1 cosine(90) clip 1 clip_value 0.5; "
	  "batch 32", NULL, NULL },
	{ "circles n=40", "loss=mse", "2-1 he; mse; sgd lr 0.1; batch 32", NULL, NULL },
	{ "blobs n=60 classes=3", "loss=bce_logits",
	  "2-3 he; bce_logits; sgd lr 0.1; batch 32", NULL, NULL },
	{ "sine n=40", "hidden=16 loss=mse", "1-16-1 relu, he; mse; sgd lr 0.1; batch 32",
	  NULL, NULL },
	{ "multilabel n=40", "loss=bce_logits",
	  "2-2 he; bce_logits; sgd lr 0.1; batch 32", NULL, NULL },

	{ "circles n=40", "out=1", NULL,
	  "out=1, but loss=ce_logits on the 2 classes of circles needs 2 outputs",
	  "out=2, or loss=bce_logits with out=1" },
	{ "circles n=40", "out=3 loss=bce_logits", NULL,
	  "out=3, but loss=bce_logits on the 2 classes of circles needs 1 output or 2",
	  "out=1, or leave out= away: it follows data and loss" },
	{ "blobs n=60 classes=3", "out=1 loss=bce_logits", NULL,
	  "out=1, but loss=bce_logits on the 3 classes of blobs needs 3 outputs",
	  "out=3, or leave out= away: it follows data and loss" },
	{ "circles n=40", "in=3", NULL, "in=3, but data circles has 2 inputs",
	  "in=2, or leave in= away: it follows the data" },
	{ "sine n=40", "", NULL,
	  "loss=ce_logits needs classes, but data sine has numbers to be met",
	  "try loss=mse" },
	{ "sine n=40", "loss=bce", NULL,
	  "loss=bce needs labels 0 or 1, but data sine has numbers to be met",
	  "try loss=mse" },
	{ "sine n=40", "loss=mse out=4", NULL, "out=4, but data sine has 1 value a row",
	  "out=1, or leave out= away: it follows the data" },
	{ "multilabel n=40", "", NULL,
	  "loss=ce_logits needs one class a row, but data multilabel has 2 labels that "
	  "may be set together",
	  "try loss=bce_logits" },
	{ "circles n=40", "hidden=8,8 act=relu,tanh,relu", NULL,
	  "act= names 3 activations, hidden= has 2 layers",
	  "one activation for all hidden layers, or one for each" },
};

static void
a_spec_fits_its_data_or_says_why_not(void **state)
{
	const struct fit *c = *state;
	struct made m;
	struct train_spec s;
	struct err e = { 0 };
	char text[200];

	data_from(&m, c->data, 1);
	spec_from(&s, &m.set, c->knobs);
	if (train_spec_check(&s, &e) != (c->text != NULL))
		fail_msg("%s", e.msg);
	if (c->text) {
		assert_string_equal(train_spec_text(&s, text, sizeof(text)), c->text);
	} else {
		assert_string_equal(e.msg, c->error);
		assert_string_equal(e.hint, c->hint);
		assert_null(train_run_new(&s, &e));
	}
	data_drop(&m);
}

static void
an_error_points_at_the_knob_at_fault(void **state)
{
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=40", 1);
	spec_from(&s, &m.set, "");
	assert_true(train_spec_set(&s, str_of("out"), (struct span){ 5, 3 }, str_of("1"),
				   (struct span){ 9, 1 }, &e));
	assert_false(train_spec_check(&s, &e));
	assert_int_equal(e.code, ERR_SHAPE);
	assert_int_equal(e.at.at, 9);
	assert_int_equal(e.at.len, 1);
	data_drop(&m);
}

static void
a_run_too_large_for_the_machine_is_refused_in_words(void **state)
{
	double all = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
	char have[STR_NUM_MAX], want[80];
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=40", 1);
	spec_from(&s, &m.set, "hidden=1000000,1000000,1000000");
	assert_null(train_run_new(&s, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	snprintf(want, sizeof(want), "this run needs 48 TB, this machine has %s",
		 str_bytes(have, all));
	assert_string_equal(e.msg, want);
	assert_string_equal(e.hint, "fewer or narrower layers");
	data_drop(&m);
}

/* Up to 512 rows a batch takes no room of its own: facts look at as many together. */
static void
a_smaller_batch_is_advised_where_it_would_help(void **state)
{
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=1000000", 1);
	spec_from(&s, &m.set, "hidden=100x1000 batch=1000000");
	assert_null(train_run_new(&s, &e));
	assert_string_equal(e.hint, "fewer or narrower layers, or a smaller batch");
	data_drop(&m);
}

static struct nn_layer_spec
layer(const char *kind, double arg, const char *act)
{
	struct nn_layer_spec l = { .kind = nn_layer_kind_find(str_of(kind)),
				   .arg = { arg } };
	struct err e = { 0 };

	assert_non_null(l.kind);
	if (act)
		assert_true(nn_act_parse(str_of(act), SPAN_NONE, &l.act, &e));
	return l;
}

static void
layers_written_out_give_the_same_run_as_hidden(void **state)
{
	const struct nn_layer_spec lines[] = { layer("dense", 8, "tanh"),
					       layer("dense", 6, NULL),
					       layer("act", 0, "tanh"),
					       layer("dense", 2, NULL) };
	struct made m;
	struct train_spec s;
	struct train_run *a, *b;
	struct err e = { 0 };
	char text[200];

	(void)state;
	data_from(&m, "circles n=64", 1);
	a = run_from(&m.set, "hidden=8,6 act=tanh");
	spec_from(&s, &m.set, "out=2");
	s.layer = lines;
	s.depth = 4;
	b = train_run_new(&s, &e);
	assert_non_null(b);
	train_run_steps(a, 20);
	train_run_steps(b, 20);
	assert_true(train_run_hash(a) == train_run_hash(b));
	assert_ptr_equal(train_spec_act(&s).kind, nn_act_find(str_of("tanh")));
	assert_string_equal(train_spec_text(&s, text, sizeof(text)),
			    "2-dense-dense-act-dense-2 tanh, he; ce_logits; sgd lr 0.1; "
			    "batch 32");
	train_run_free(a);
	train_run_free(b);
	data_drop(&m);
}

static void
layers_written_out_are_checked_too(void **state)
{
	const struct nn_layer_spec lines[] = { layer("dense", 8, "tanh"),
					       layer("dense", 3, NULL) };
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=64", 1);
	spec_from(&s, &m.set, "out=3");
	s.layer = lines;
	s.depth = 2;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "layer 2 (dense): gives 3 values, but loss=ce_logits "
				   "on data circles needs 2");
	e = (struct err){ 0 };
	spec_from(&s, &m.set, "hidden=4");
	s.layer = lines;
	s.depth = 2;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "hidden= and layers written out exclude each other");
	data_drop(&m);
}

/* "dense 8 act=tanh|dense 2 init=zero" with each of two knobs, one of them to no end */
static void
a_knob_that_no_layer_leaves_open_is_refused(void **state)
{
	struct nn_layer_spec lines[] = { layer("dense", 8, "tanh"),
					 layer("dense", 2, NULL) };
	struct made m;
	struct train_spec s;
	struct train_run *r;
	struct err e = { 0 };

	(void)state;
	data_from(&m, "circles n=64", 1);
	spec_from(&s, &m.set, "act=relu");
	s.layer = lines;
	s.depth = 2;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "act= changes nothing: no layer leaves it open");
	e = (struct err){ 0 };
	spec_from(&s, &m.set, "init=zero");
	s.layer = lines;
	s.depth = 2;
	assert_true(train_spec_check(&s, &e));
	r = train_run_new(&s, &e);
	assert_non_null(r);
	assert_false(train_run_set(r, str_of("act"), str_of("relu"), SPAN_NONE, -1, &e));
	assert_string_equal(e.msg, "act= changes nothing: no layer leaves it open");
	train_run_free(r);
	for (int i = 0; i < 2; i++)
		lines[i].init.kind = nn_init_find(str_of("xavier"));
	e = (struct err){ 0 };
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg, "init= changes nothing: no layer leaves it open");
	data_drop(&m);
}

/* What facts and grids hold at once is counted by an int, whatever batch= says. */
static void
a_layer_too_wide_to_be_looked_at_is_refused(void **state)
{
	struct nn_layer_spec lines[] = { layer("image", 1, NULL),
					 layer("conv", 1024, NULL),
					 layer("flatten", 0, NULL),
					 layer("dense", 2, NULL) };
	struct made m;
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	lines[0].arg[1] = 1, lines[0].arg[2] = 2;
	lines[1].arg[1] = lines[1].arg[2] = 1, lines[1].arg[3] = 32;	/* 65x66 */
	data_from(&m, "circles n=64", 1);
	spec_from(&s, &m.set, "batch=8");
	s.layer = lines;
	s.depth = 4;
	assert_false(train_spec_check(&s, &e));
	assert_string_equal(e.msg,
			    "a layer of 4392960 values is more than the 4194303 it may have");
	data_drop(&m);
}

void
plan_cases(void)
{
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
		char name[120];

		snprintf(name, sizeof(name), "plan %s: %s", fits[i].data, fits[i].knobs);
		tap_add(name, a_spec_fits_its_data_or_says_why_not, &fits[i]);
	}
	TAP(an_error_points_at_the_knob_at_fault);
	TAP(a_run_too_large_for_the_machine_is_refused_in_words);
	TAP(a_smaller_batch_is_advised_where_it_would_help);
	TAP(layers_written_out_give_the_same_run_as_hidden);
	TAP(layers_written_out_are_checked_too);
	TAP(a_knob_that_no_layer_leaves_open_is_refused);
	TAP(a_layer_too_wide_to_be_looked_at_is_refused);
}
