#include "tests/lab/lab.h"

struct typed {
	const char *text;
	bool counts, right;
};

static const struct typed numbers[] = {
	{ "-12.04", true, true }, { " -12.04 ", true, true }, { "-12", true, true },
	{ "-12,04", true, true }, { "-1.2e1", true, true }, { "-12.54", true, true },
	{ "-12.55", true, false }, { "12.04", true, false },
	{ "\xE2\x88\x92" "12.04", true, true }, { "20 * log10(0.25)", true, true },
	{ "-(10+2)", true, true }, { "1e-12", true, false },
	{ "0", true, false }, { "2^-40", true, false },
	{ "", false, false }, { "  ", false, false }, { "about 12", false, false },
	{ "nan", false, false }, { "inf", false, false }, { "1/0", false, false },
	{ "-12,0,4", false, false }, { "loss(sig)", false, false },
	{ "1 < 2", false, false },
	{ 0 }
};
static const struct typed choices[] = {
	{ "b", true, true }, { "B", true, true }, { " b) ", true, true },
	{ "b.", true, true },
	{ "a", true, false }, { "C", true, false },
	{ "d", false, false }, { "bb", false, false }, { "", false, false },
	{ "2", false, false },
	{ "b) the second", false, false },
	{ 0 }
};

static void
judge_all(const struct lab_ask *q, const struct typed *t)
{
	for (; t->text; t++) {
		struct lab_answer a = { .hints = 2 };
		struct err e = { 0 };
		bool counts = lab_answer_judge(q, t->text, &a, &e);

		if (counts != t->counts || a.right != t->right || a.given != t->counts)
			fail_msg("'%s' counts %d, is right %d", t->text, counts, a.right);
		assert_int_equal(a.hints, 2);
		assert_true(a.points == (t->right ? q->points : 0));
		assert_int_equal(e.msg[0] == 0, counts);
	}
}

static void
numbers_are_judged_with_their_tolerance(void **state)
{
	struct lab_plan *p = lab_good("ask q1 number tol=0.5 points=2\n  x?\n"
				      "  answer: -12.04\n");

	(void)state;
	judge_all(&p->step[0].ask, numbers);
	lab_free(p);
}

static void
choices_are_judged_by_letter(void **state)
{
	struct lab_plan *p = lab_good("ask q1 choice points=3\n  x?\n  a) one\n"
				      "  b)* two\n  c) three\n");
	struct lab_answer a = { 0 };
	struct err e = { 0 };

	(void)state;
	judge_all(&p->step[0].ask, choices);
	assert_false(lab_answer_judge(&p->step[0].ask, "x", &a, &e));
	assert_string_equal(e.msg, "'x' is no choice: choose a, b or c");
	lab_free(p);
}

static void
a_second_answer_replaces_the_first(void **state)
{
	struct lab_plan *p = lab_good("ask q1 choice points=3\n  x?\n  a) one\n"
				      "  b)* two\n");
	struct lab_answer a = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_true(lab_answer_judge(&p->step[0].ask, "b", &a, &e));
	assert_true(a.points == 3);
	assert_true(lab_answer_judge(&p->step[0].ask, "a", &a, &e));
	assert_true(a.points == 0 && !a.right);
	assert_string_equal(a.text, "a");
	assert_false(lab_answer_judge(&p->step[0].ask, "?", &a, &e));
	assert_string_equal(a.text, "a");
	lab_free(p);
}

void
lab_add_answers(void)
{
	TAP(numbers_are_judged_with_their_tolerance);
	TAP(choices_are_judged_by_letter);
	TAP(a_second_answer_replaces_the_first);
}
