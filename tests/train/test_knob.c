#include "train.h"

#include <stdlib.h>

struct row {
	const char *key, *value;	/* as typed */
	const char *error;		/* NULL: it is taken */
	int at, len;			/* of the error; the value stands at 100 */
	const char *hint;
};

static const struct row rows[] = {
	{ "act", "tanh", NULL, 0, 0, NULL },
	{ "act", "relu,tanh,leaky_relu(slope=0.2)", NULL, 0, 0, NULL },
	{ "act", "tnah", "unknown activation 'tnah'", 100, 4, "did you mean 'tanh'?" },
	{ "act", "relu,tnah", "unknown activation 'tnah'", 105, 4,
	  "did you mean 'tanh'?" },
	{ "init", "xaver", "unknown initialiser 'xaver'", 100, 5,
	  "did you mean 'xavier'?" },
	{ "bias", "-5", NULL, 0, 0, NULL },
	{ "bias", "uniform(1)", NULL, 0, 0, NULL },
	{ "bias", "-5000", "bias=-5000 is outside -1000..1000", 100, 5, "" },
	{ "bias", "unform", "unknown initialiser 'unform'", 100, 6,
	  "did you mean 'uniform'?" },
	{ "loss", "ce_logit", "unknown loss 'ce_logit'", 100, 8,
	  "did you mean 'ce_logits'?" },
	{ "opt", "adem", "unknown optimiser 'adem'", 100, 4, "did you mean 'adam'?" },
	{ "schedule", "cosine(1000, warmup=50)", NULL, 0, 0, NULL },
	{ "schedule", "cosin(10)", "unknown schedule 'cosin'", 100, 5,
	  "did you mean 'cosine'?" },
	{ "hidden", "20x32", NULL, 0, 0, NULL },
	{ "hidden", "64, 20x32,8", NULL, 0, 0, NULL },
	{ "hidden", "", NULL, 0, 0, NULL },
	{ "hidden", "64,x32", "'x32' is no width of a layer (1..1000000)", 103, 3,
	  "32 is one layer of 32 units, 20x32 twenty of them, 64,32 two" },
	{ "hidden", "64,,8", "'' is no width of a layer (1..1000000)", 103, 1,
	  "32 is one layer of 32 units, 20x32 twenty of them, 64,32 two" },
	{ "hidden", "0", "'0' is no width of a layer (1..1000000)", 100, 1,
	  "32 is one layer of 32 units, 20x32 twenty of them, 64,32 two" },
	{ "hidden", "6000x2,6000x2", "hidden=6000x2,6000x2 is more than 10000 layers",
	  100, 13, "" },
	{ "lr", "fast", "'fast' is not a number", 100, 4, "" },
	{ "lr", "-1", "lr=-1 is outside 0..1e30", 100, 2, "" },
	{ "precision", "bfloat16", NULL, 0, 0, NULL },
	{ "precision", "float61", "unknown precision 'float61'", 100, 7,
	  "did you mean 'float16'?" },
	{ "scale", "65536", NULL, 0, 0, NULL },
	{ "scale", "dynamic(1024, every=10)", NULL, 0, 0, NULL },
	{ "scale", "0", "scale=0 is outside 1e-30..1e30", 100, 1, "" },
	{ "scale", "dynamic(0.5)", "start=0.5 is outside 1..1e30", 108, 3, "" },
	{ "scale", "auto", "'auto' is neither a number nor 'dynamic'", 100, 4,
	  "scale=65536, scale=dynamic or scale=dynamic(65536, every=2000)" },
	{ "batch", "0", "batch=0 is outside 1..1000000 rows", 100, 1, "" },
	{ "last", "kep", "last='kep' is none of: drop keep", 100, 3,
	  "did you mean 'keep'?" },
	{ "momentun", "0.9", "there is no knob 'momentun'", 50, 8,
	  "did you mean 'momentum'?" },
};

static void
one_knob_is_taken_or_refused(void **state)
{
	const struct row *c = *state;
	struct train_spec s;
	struct err e = { 0 };
	bool ok;

	train_spec_init(&s);
	ok = train_spec_set(&s, str_of(c->key), (struct span){ 50, (int)strlen(c->key) },
			    str_of(c->value), (struct span){ 100, (int)strlen(c->value) },
			    &e);
	assert_int_equal(ok, c->error == NULL);
	if (ok) {
		assert_string_equal(param_text(&s.knob, c->key), c->value);
		assert_true(param_given(&s.knob, c->key));
		return;
	}
	assert_string_equal(e.msg, c->error);
	assert_string_equal(e.hint, c->hint);
	assert_int_equal(e.at.at, c->at);
	assert_int_equal(e.at.len, c->len);
}

static void
a_refused_value_leaves_the_old_one(void **state)
{
	struct train_spec s;
	struct err e = { 0 };

	(void)state;
	spec_from(&s, NULL, "act=tanh");
	assert_false(train_spec_set(&s, str_of("act"), SPAN_NONE, str_of("nix"),
				    SPAN_NONE, &e));
	assert_string_equal(param_text(&s.knob, "act"), "tanh");
}

static void
every_default_is_a_value_that_would_be_taken(void **state)
{
	struct train_spec s;

	(void)state;
	train_spec_init(&s);
	assert_true(param_count(train_knobs) <= PARAM_MAX);
	for (int i = 0; train_knobs[i].name; i++) {
		struct err e = { 0 };
		char text[PARAM_TEXT_MAX];

		strcpy(text, s.knob.v[i].text);
		if (!train_spec_set(&s, str_of(train_knobs[i].name), SPAN_NONE,
				    str_of(text), SPAN_NONE, &e))
			fail_msg("%s=%s: %s", train_knobs[i].name, text, e.msg);
		assert_true(strlen(train_knobs[i].help) > 10);
		assert_true(train_knobs[i].help[strlen(train_knobs[i].help) - 1] != '.');
	}
}

static void
every_parameter_of_an_optimiser_is_a_knob(void **state)
{
	(void)state;
	for (const struct nn_opt *o = nn_opts; o->name; o++)
		for (const struct param *p = o->param; p->name; p++)
			if (!train_knob_is_live(p->name))
				fail_msg("%s of %s is no live knob", p->name, o->name);
}

static void
only_what_shapes_or_starts_a_network_is_fixed(void **state)
{
	static const char *const fixed = " in hidden out init bias ";

	(void)state;
	for (int i = 0; train_knobs[i].name; i++) {
		char word[40];

		snprintf(word, sizeof(word), " %s ", train_knobs[i].name);
		assert_int_equal(train_knob_is_live(train_knobs[i].name),
				 strstr(fixed, word) == NULL);
	}
	assert_false(train_knob_is_live("nothing"));
}

void
knob_cases(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[80];

		snprintf(name, sizeof(name), "knob %s=%s", rows[i].key, rows[i].value);
		tap_add(name, one_knob_is_taken_or_refused, &rows[i]);
	}
	TAP(a_refused_value_leaves_the_old_one);
	TAP(every_default_is_a_value_that_would_be_taken);
	TAP(every_parameter_of_an_optimiser_is_a_knob);
	TAP(only_what_shapes_or_starts_a_network_is_fixed);
}
