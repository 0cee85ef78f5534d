#include "tests/formula/formula.h"

#include <math.h>

static const struct value {
	const char *text;
	double want;
} values[] = {
	{ "1 + 2 * 3 - 4 / 8", 6.5 }, { "-2^2", -4 }, { "2^-3", 0.125 }, { "2^3^2", 512 },
	{ "2 - 3 - 4", -5 }, { "1/0", INFINITY }, { "-1/0", -INFINITY }, { "0/0", NAN },
	{ "2^0.5", 1.4142135623730951 }, { "(-8)^(1/3)", NAN }, { "0^0", 1 },
	{ "10^-9", 1e-9 }, { "0.25^20", 9.0949470177292824e-13 },
	{ "a + 1", 3 }, { "loss(sig)", 3 }, { "pair(1, 2)", 12 },
	{ "pair(1 + 1, loss(rel))", 23 },
	{ "pair()", 0 }, { "max(loss(sig), loss(leaky))", 5 },
	{ "1 < 2", 1 }, { "2 < 1", 0 }, { "1 < 1", 0 }, { "1 <= 1", 1 }, { "2 > 1", 1 },
	{ "1 >= 2", 0 }, { "1 == 1", 1 }, { "1 == 2", 0 }, { "1 != 1", 0 },
	{ "1 != 2", 1 },
	{ "(1 < 2) + (2 < 3) >= 2", 1 }, { "not 1 < 2", 0 }, { "not 0", 1 },
	{ "not 5", 0 },
	{ "1 < 2 and 2 < 1", 0 }, { "1 < 2 and 2 < 3", 1 }, { "2 < 1 or 2 < 3", 1 },
	{ "2 < 1 or 3 < 2", 0 }, { "0 and 1", 0 }, { "2 and 3", 1 }, { "0 or 7", 1 },
	/* a NaN satisfies nothing, whichever way it is asked */
	{ "nan < 1", 0 }, { "nan > 1", 0 }, { "1 <= nan", 0 }, { "nan == nan", 0 },
	{ "nan != 1", 0 }, { "not nan < 1", 0 }, { "not not nan < 1", 0 },
	{ "not nan", 0 },
	{ "nan < 1 and 1 < 2", 0 }, { "nan < 1 or 1 < 2", 1 }, { "1 < 2 or nan < 1", 1 },
	{ "not (nan < 1 or 2 < 1)", 0 }, { "not (nan < 1 and 2 < 1)", 1 },
	{ "nan + 1", NAN },
	{ 0 }
};

static void
has_its_value(void **state)
{
	const struct value *v = *state;

	tap_near(formula_number(v->text), v->want, 0, 4e-16);
}

/* ---- what cannot be evaluated or is not known ---- */

static const struct unknown {
	const char *text;
	bool env;			/* ask formula_some, or nobody */
	const char *msg, *hint;
	struct span at;
} unknowns[] = {
	{ "1 + lss(sig)", true, "unknown measure 'lss'", "did you mean 'loss'?",
	  { 4, 3 } },
	{ "1 + sqr(2)", true, "unknown measure 'sqr'", "did you mean 'sqrt'?", { 4, 3 } },
	{ "max(1, tnah(2))", true, "unknown measure 'tnah'", "did you mean 'tanh'?",
	  { 7, 4 } },
	{ "not (1 < zebra)", true, "unknown measure 'zebra'", "", { 9, 5 } },
	{ "sqr", true, "unknown measure 'sqr'", "", { 0, 3 } },
	{ "1 + sqr(2)", false, "unknown function 'sqr'", "did you mean 'sqrt'?",
	  { 4, 3 } },
	{ "1 + x", false, "unknown name 'x'", "", { 4, 1 } },
	{ 0 }
};

static void
is_found_by_a_check(void **state)
{
	const struct unknown *u = *state;
	struct err e = { 0 };
	struct arena a;

	assert_false(formula_check(formula_of(u->text, &a), u->env ? &formula_some : NULL,
				   &e));
	assert_int_equal(e.code, ERR_NAME);
	assert_string_equal(e.msg, u->msg);
	assert_string_equal(e.hint, u->hint);
	assert_int_equal(e.at.at, u->at.at);
	assert_int_equal(e.at.len, u->at.len);
	arena_done(&a);
}

static void
arguments_of_a_measure_are_its_own_business(void **state)
{
	struct err e = { 0 };
	struct arena a;

	(void)state;
	assert_true(formula_check(formula_of("loss(any_run) + max(a, big)", &a),
				  &formula_some, &e));
	arena_done(&a);
}

static void
without_an_environment_numbers_are_enough(void **state)
{
	const struct formula_node *f;
	struct err e = { 0 };
	struct arena a;
	double v;

	(void)state;
	f = formula_of("2 * sqrt(4)", &a);
	assert_true(formula_check(f, NULL, &e));
	assert_true(formula_eval(f, NULL, &v, &e));
	tap_near(v, 4, 0, 0);
	arena_done(&a);
	assert_false(formula_eval(formula_of("2 * x", &a), NULL, &v, &e));
	assert_string_equal(e.msg, "unknown name 'x'");
	arena_done(&a);
}

static void
a_measure_that_fails_fails_the_whole(void **state)
{
	struct formula_compare c[FORMULA_COMPARES_MAX];
	struct err e = { 0 }, again = { 0 };
	const struct formula_node *f;
	struct arena a;
	double v;
	int n;

	(void)state;
	f = formula_of("2 < 1 and acc(sig) > 0.9", &a);
	assert_false(formula_eval(f, &formula_some, &v, &e));
	assert_string_equal(e.msg, "acc is not known yet");
	assert_int_equal(e.at.at, 10);
	assert_int_equal(e.at.len, 8);
	assert_false(formula_compares(f, &formula_some, c, &n, &again));
	assert_string_equal(again.msg, "acc is not known yet");
	arena_done(&a);
}

/* ---- margins ---- */

static const struct margin {
	const char *text;
	double left, right;
	bool held;
	double margin;
} margins[] = {
	{ "1 < 4", 1, 4, true, 0.75 },
	{ "4 < 1", 4, 1, false, -3 },
	{ "3 <= 4", 3, 4, true, 0.25 },
	{ "4 <= 4", 4, 4, true, 0 },
	{ "4 < 4", 4, 4, false, 0 },
	{ "6 > 4", 6, 4, true, 0.5 },
	{ "2 >= 4", 2, 4, false, -0.5 },
	{ "1 > -4", 1, -4, true, 1.25 },
	{ "-5 < -4", -5, -4, true, 0.25 },
	{ "-3 < 0", -3, 0, true, 3 },
	{ "3 > 0", 3, 0, true, 3 },
	{ "1e-13 < 1e-9", 1e-13, 1e-9, true, 0.9999 },
	{ "3 == 3", 3, 3, true, 0 },
	{ "3 == 4", 3, 4, false, -INFINITY },
	{ "3 != 4", 3, 4, true, INFINITY },
	{ "3 != 3", 3, 3, false, -INFINITY },
	{ "nan < 1", NAN, 1, false, -INFINITY },
	{ "1 > nan", 1, NAN, false, -INFINITY },
	{ "nan != 1", NAN, 1, false, -INFINITY },
	{ "1 < big", 1, INFINITY, true, INFINITY },
	{ "big < 1", INFINITY, 1, false, -INFINITY },
	{ "big < big", INFINITY, INFINITY, false, -INFINITY },
	{ "big <= big", INFINITY, INFINITY, true, INFINITY },
	{ "-big < 1", -INFINITY, 1, true, INFINITY },
	{ 0 }
};

static void
has_its_margin(void **state)
{
	const struct margin *m = *state;
	struct formula_compare c[FORMULA_COMPARES_MAX];
	struct err e = { 0 };
	struct arena a;
	int n;

	assert_true(formula_compares(formula_of(m->text, &a), &formula_some, c, &n, &e));
	assert_int_equal(n, 1);
	tap_near(c[0].left, m->left, 0, 0);
	tap_near(c[0].right, m->right, 0, 0);
	assert_int_equal(c[0].held, m->held);
	tap_near(c[0].margin, m->margin, 0, 1e-12);
	arena_done(&a);
}

static void
comparisons_come_from_left_to_right(void **state)
{
	static const char text[] = "1 < 2 and (not 3 > 4 or max(5 <= 6, 0) == 1)";
	static const enum formula_op want[] = { FORMULA_LT, FORMULA_GT, FORMULA_LE,
						FORMULA_EQ };
	struct formula_compare c[FORMULA_COMPARES_MAX];
	struct err e = { 0 };
	struct arena a;
	int n;

	(void)state;
	assert_true(formula_compares(formula_of(text, &a), NULL, c, &n, &e));
	assert_int_equal(n, 4);
	for (int i = 0; i < n; i++)
		assert_int_equal(c[i].node->op, want[i]);
	assert_memory_equal(text + c[1].node->at.at, "3 > 4", 5);
	assert_true(c[0].held && !c[1].held && c[2].held && c[3].held);
	arena_done(&a);
}

static void
sixteen_comparisons_are_all_measured(void **state)
{
	struct formula_compare c[FORMULA_COMPARES_MAX];
	char text[256] = "0<1";
	struct err e = { 0 };
	struct arena a;
	int n;

	(void)state;
	for (int i = 1; i < FORMULA_COMPARES_MAX; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " and %d<%d",
			 i, i + 1);
	assert_true(formula_compares(formula_of(text, &a), NULL, c, &n, &e));
	assert_int_equal(n, FORMULA_COMPARES_MAX);
	for (int i = 0; i < n; i++)
		tap_near(c[i].left, i, 0, 0);
	arena_done(&a);
}

void
formula_eval_cases(void)
{
	char name[96];

	for (const struct value *v = values; v->text; v++) {
		snprintf(name, sizeof(name), "%s is %.6g", v->text, v->want);
		tap_add(name, has_its_value, v);
	}
	for (const struct unknown *u = unknowns; u->text; u++) {
		snprintf(name, sizeof(name), "a check of '%s' says: %s %s", u->text,
			 u->msg, u->hint);
		tap_add(name, is_found_by_a_check, u);
	}
	for (const struct margin *m = margins; m->text; m++) {
		snprintf(name, sizeof(name), "%s has a margin of %.6g", m->text,
			 m->margin);
		tap_add(name, has_its_margin, m);
	}
	TAP(arguments_of_a_measure_are_its_own_business);
	TAP(without_an_environment_numbers_are_enough);
	TAP(a_measure_that_fails_fails_the_whole);
	TAP(comparisons_come_from_left_to_right);
	TAP(sixteen_comparisons_are_all_measured);
}
