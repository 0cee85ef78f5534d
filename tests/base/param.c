#include "tests/base/base.h"

#include "actlab/param.h"

#include <math.h>

static const struct param rows[] = {
	{ "n", PARAM_INT, 10, 100000, 400, "points", NULL, "how many points to make" },
	{ "noise", PARAM_REAL, 0, 2, 0.1, "", NULL, "spread of each point" },
	{ "axis", PARAM_WORD, 0, 1, 1, "", "linear log", "how the axis runs" },
	{ "file", PARAM_TEXT, 0, 0, 0, "", "a.csv", "what to read" },
	{ "layers", PARAM_LIST, 1, 1000, 0, "", "1,2", "which layers" },
	{ "free", PARAM_REAL, -INFINITY, INFINITY, 0, NULL, NULL, "anything" },
	{ 0 }
};
static const struct span key_at = { 10, 3 }, value_at = { 14, 5 };

static bool
set(struct param_set *s, const char *key, const char *value, struct err *e)
{
	return param_set_text(s, str_of(key), key_at, str_of(value), value_at, e);
}

static void
defaults_stand_from_the_start(void **state)
{
	struct param_set s;

	(void)state;
	param_set_init(&s, rows);
	assert_int_equal(param_count(rows), 6);
	assert_int_equal(param_find(rows, str_of("axis")), 2);
	assert_int_equal(param_find(rows, str_of("ax")), -1);
	assert_int_equal(param_int(&s, "n"), 400);
	assert_string_equal(param_text(&s, "n"), "400");
	assert_true(param_num(&s, "noise") == 0.1);
	assert_string_equal(param_text(&s, "noise"), "0.1");
	assert_int_equal(param_int(&s, "axis"), 1);
	assert_string_equal(param_text(&s, "axis"), "log");
	assert_string_equal(param_text(&s, "file"), "a.csv");
	assert_int_equal(param_get(&s, "layers")->n_list, 2);
	assert_int_equal(param_get(&s, "layers")->list[1], 2);
	assert_false(param_given(&s, "n"));
}

static void
text_becomes_a_value(void **state)
{
	struct param_set s;
	struct err e = { 0 };

	(void)state;
	param_set_init(&s, rows);
	assert_true(set(&s, "n", "50", &e) && param_int(&s, "n") == 50);
	assert_true(set(&s, "noise", "5e-1", &e) && param_num(&s, "noise") == 0.5);
	assert_string_equal(param_text(&s, "noise"), "5e-1");
	assert_true(set(&s, "axis", "linear", &e) && param_int(&s, "axis") == 0);
	assert_true(set(&s, "file", "b c.csv", &e));
	assert_string_equal(param_text(&s, "file"), "b c.csv");
	assert_true(set(&s, "free", "-inf", &e) && isinf(param_num(&s, "free")));
	assert_true(param_given(&s, "n"));
	assert_int_equal(param_get(&s, "n")->at.at, 14);
	assert_int_equal(e.code, ERR_NONE);
}

struct list {
	const char *text;
	int n, list[5];
};
static const struct list lists[] = {
	{ "7", 1, { 7 } }, { "1,10,20", 3, { 1, 10, 20 } }, { "1..4", 4, { 1, 2, 3, 4 } },
	{ "1..3,9", 4, { 1, 2, 3, 9 } }, { "3, 5..5", 2, { 3, 5 } }, { 0 }
};

static void
list_is_read(void **state)
{
	const struct list *l = *state;
	struct param_set s;
	struct err e = { 0 };

	param_set_init(&s, rows);
	assert_true(set(&s, "layers", l->text, &e));
	assert_int_equal(param_get(&s, "layers")->n_list, l->n);
	for (int i = 0; i < l->n; i++)
		assert_int_equal(param_get(&s, "layers")->list[i], l->list[i]);
	assert_string_equal(param_text(&s, "layers"), l->text);
}

struct mistake {
	const char *key, *value;
	enum err_code code;
	const char *msg, *hint;
	int at, len;
};
static const struct mistake mistakes[] = {
	{ "nosie", "1", ERR_NAME, "unknown parameter 'nosie'", "did you mean 'noise'?",
	  10, 3 },
	{ "colour", "1", ERR_NAME, "unknown parameter 'colour'",
	  "known: n, noise, axis, file, layers, free", 10, 3 },
	{ "n", "many", ERR_SYNTAX, "'many' is not a whole number", "", 14, 5 },
	{ "n", "", ERR_SYNTAX, "'' is not a whole number", "", 14, 5 },
	{ "n", "50.5", ERR_SYNTAX, "'50.5' is not a whole number", "", 14, 5 },
	{ "n", "1..20", ERR_SYNTAX, "'1..20' is not a whole number", "", 14, 5 },
	{ "n", "9", ERR_RANGE, "n=9 is outside 10..100000 points", "", 14, 5 },
	{ "n", "99999999999999999999", ERR_RANGE,
	  "n=99999999999999999999 is outside 10..100000 points", "", 14, 5 },
	{ "noise", "1,5", ERR_SYNTAX, "'1,5' is not a number", "", 14, 5 },
	{ "noise", "1..2", ERR_SYNTAX, "'1..2' is not a number", "", 14, 5 },
	{ "noise", "-0.1", ERR_RANGE, "noise=-0.1 is outside 0..2", "", 14, 5 },
	{ "noise", "nan", ERR_RANGE, "noise=nan is outside 0..2", "", 14, 5 },
	{ "free", "nan", ERR_RANGE, "free=nan is outside -inf..inf", "", 14, 5 },
	{ "axis", "lgo", ERR_NAME, "axis='lgo' is none of: linear log",
	  "did you mean 'log'?", 14, 5 },
	{ "axis", "", ERR_NAME, "axis='' is none of: linear log", "", 14, 5 },
	{ "axis", "linear log", ERR_NAME, "axis='linear log' is none of: linear log", "",
	  14, 5 },
	{ "layers", "", ERR_SYNTAX, "'' is not a whole number", "", 14, 1 },
	{ "layers", "1,,2", ERR_SYNTAX, "'' is not a whole number", "", 16, 1 },
	{ "layers", "1,2,", ERR_SYNTAX, "'' is not a whole number", "", 18, 1 },
	{ "layers", "1..x", ERR_SYNTAX, "'x' is not a whole number", "", 17, 1 },
	{ "layers", "5..1", ERR_RANGE, "'5..1' runs backwards", "", 14, 4 },
	{ "layers", "0..3", ERR_RANGE, "layers=0 is outside 1..1000", "", 14, 1 },
	{ "layers", "3,1..99999", ERR_RANGE, "layers=99999 is outside 1..1000", "", 19,
	  5 },
	{ "layers", "1..64,65", ERR_RANGE, "'65' makes more than 64 numbers", "", 20, 2 },
	{ "layers", "1..65", ERR_RANGE, "'1..65' makes more than 64 numbers", "", 14, 5 },
	{ 0 }
};

static void
mistake_is_explained_and_changes_nothing(void **state)
{
	const struct mistake *m = *state;
	struct param_set s, before;
	struct err e = { 0 };

	param_set_init(&s, rows);
	before = s;
	assert_false(set(&s, m->key, m->value, &e));
	assert_int_equal(e.code, m->code);
	assert_string_equal(e.msg, m->msg);
	assert_string_equal(e.hint, m->hint);
	assert_int_equal(e.at.at, m->at);
	assert_int_equal(e.at.len, m->len);
	assert_memory_equal(&s, &before, sizeof(s));
}

static void
text_longer_than_its_place_is_refused(void **state)
{
	char text[PARAM_TEXT_MAX + 1];
	struct param_set s;
	struct err e = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	text[PARAM_TEXT_MAX - 1] = 0;
	param_set_init(&s, rows);
	assert_true(set(&s, "file", text, &e));
	text[PARAM_TEXT_MAX - 1] = 'x';
	text[PARAM_TEXT_MAX] = 0;
	assert_false(set(&s, "file", text, &e));
	assert_string_equal(e.msg, "file= is longer than 255 bytes");
}

/* ---- calls ---- */

static const struct param call_rows[] = {
	{ "slope", PARAM_REAL, -10, 10, 0.01, "", NULL, "slope on the left" },
	{ "b", PARAM_INT, 0, 9, 1, "", NULL, "a number" },
	{ "mode", PARAM_WORD, 0, 1, 0, "", "fast slow", "how" },
	{ 0 }
};

struct call {
	const char *text;
	double num[3];
	const char *msg;		/* NULL: all is well */
	int at, len;			/* of the mistake; the text stands at 100 */
};
static const struct call calls[] = {
	{ "leaky", { 0.01, 1, 0 }, NULL, 0, 0 },
	{ "leaky()", { 0.01, 1, 0 }, NULL, 0, 0 },
	{ "leaky(0.2)", { 0.2, 1, 0 }, NULL, 0, 0 },
	{ "leaky(0.2,3)", { 0.2, 3, 0 }, NULL, 0, 0 },
	{ "leaky( 0.2 , mode = slow )", { 0.2, 1, 1 }, NULL, 0, 0 },
	{ "leaky(b=3, slope=2)", { 2, 3, 0 }, NULL, 0, 0 },
	{ "leaky(1,2,slow)", { 1, 2, 1 }, NULL, 0, 0 },
	{ "le-aky", { 0 }, "'le-aky' is not a name", 100, 6 },
	{ "6leaky", { 0 }, "'6leaky' is not a name", 100, 6 },
	{ "", { 0 }, "a name is missing", 100, 1 },
	{ "(1)", { 0 }, "a name is missing", 100, 1 },
	{ "leaky(1", { 0 }, "'leaky(1' lacks its ')'", 100, 7 },
	{ "leaky(", { 0 }, "'leaky(' lacks its ')'", 100, 6 },
	{ "leaky(1)x", { 0 }, "'leaky(1)x' lacks its ')'", 100, 9 },
	{ "leaky(x)", { 0 }, "'x' is not a number", 106, 1 },
	{ "leaky(1,)", { 0 }, "'' is not a whole number", 108, 1 },
	{ "leaky(1,2,fast,4)", { 0 }, "'4' is one parameter too many", 115, 1 },
	{ "leaky(b=3,2)", { 0 }, "'2' needs a name, as in slope=2", 110, 1 },
	{ "leaky(1, slope=2)", { 0 }, "'slope' is given twice", 109, 7 },
	{ "leaky(slop=2)", { 0 }, "unknown parameter 'slop'", 106, 4 },
	{ "leaky(b=10)", { 0 }, "b=10 is outside 0..9", 108, 2 },
	{ "leaky(slope=11)", { 0 }, "slope=11 is outside -10..10", 112, 2 },
	{ 0 }
};

static void
call_is_read(void **state)
{
	const struct call *c = *state;
	struct span at = { 100, (int)strlen(c->text) };
	struct param_call call;
	struct err e = { 0 };
	double num[3];
	bool ok;

	at.len = at.len ? at.len : 1;
	ok = param_call_split(str_of(c->text), at, &call, &e)
		&& param_call_args(&call, call_rows, num, &e);
	assert_int_equal(ok, !c->msg);
	if (!ok) {
		assert_string_equal(e.msg, c->msg);
		assert_int_equal(e.at.at, c->at);
		assert_int_equal(e.at.len, c->len);
		return;
	}
	assert_true(str_is(call.name, "leaky"));
	assert_int_equal(call.name_at.len, 5);
	for (int i = 0; i < 3; i++)
		assert_true(num[i] == c->num[i]);
}

static void
call_without_rows_takes_nothing(void **state)
{
	static const struct param none[] = { { 0 } };
	struct param_call call;
	struct err e = { 0 };
	double num[1];

	(void)state;
	assert_true(param_call_split(str_of("relu"), SPAN_NONE, &call, &e));
	assert_true(param_call_args(&call, none, num, &e));
	assert_true(param_call_split(str_of("relu(1)"), SPAN_NONE, &call, &e));
	assert_false(param_call_args(&call, none, num, &e));
	assert_string_equal(e.msg, "'1' is one parameter too many");
	assert_int_equal(e.at.len, 0);
	e = (struct err){ 0 };
	assert_true(param_call_split(str_of("relu(a=1)"), SPAN_NONE, &call, &e));
	assert_false(param_call_args(&call, none, num, &e));
	assert_string_equal(e.hint, "it takes no parameters");
}

void
base_param(void)
{
	char name[96];

	TAP(defaults_stand_from_the_start);
	TAP(text_becomes_a_value);
	for (const struct list *l = lists; l->text; l++) {
		snprintf(name, sizeof(name), "list_is_read: %s", l->text);
		tap_add(name, list_is_read, l);
	}
	for (const struct mistake *m = mistakes; m->key; m++) {
		snprintf(name, sizeof(name),
			 "mistake_is_explained_and_changes_nothing: %s=%s", m->key,
			 m->value);
		tap_add(name, mistake_is_explained_and_changes_nothing, m);
	}
	TAP(text_longer_than_its_place_is_refused);
	for (const struct call *c = calls; c->text; c++) {
		snprintf(name, sizeof(name), "call_is_read: %s", c->text);
		tap_add(name, call_is_read, c);
	}
	TAP(call_without_rows_takes_nothing);
}
