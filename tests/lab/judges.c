#include "tests/lab/lab.h"

#include <math.h>

struct court {
	struct lab_plan *plan;
	struct train_pool *pool;
	struct lab_judge *judge;
};

static struct court
court_of(const char *tail, uint64_t seed, int threads)
{
	struct err e = { 0 };
	struct court c = { .plan = lab_good(tail), .pool = train_pool_new(threads, &e) };

	c.judge = lab_judge_new(c.plan, seed, c.pool, &e);
	assert_non_null(c.judge);
	return c;
}

static struct lab_result *
decide(struct court *c)
{
	struct err e = { 0 };

	while (!lab_judge_advance(c->judge, &e))
		train_pool_wait(c->pool);
	assert_string_equal(e.msg, "");
	return lab_judge_result(c->judge);
}

static void
court_done(struct court *c)
{
	lab_judge_free(c->judge);
	train_pool_free(c->pool);
	lab_free(c->plan);
}

static void
what_holds_gives_points_and_status(void **state)
{
	struct court c = court_of("ask q1 number points=4\n  x?\n  answer: 1\n"
				  "train steps=1\nexpect good points=2\n  loss(sig) > 0\n"
				  "expect bad points=3\n  loss(sig) < 0\n", 1, 2);
	struct lab_result *r = decide(&c);

	(void)state;
	assert_true(r->judged && r->verdict[0].held && !r->verdict[1].held);
	assert_true(r->verdict[0].margin > 0 && r->verdict[1].margin < 0);
	assert_true(r->points == 2 && r->points_max == 9);
	assert_int_equal(r->status, 1);
	r->answer[0].points = 4;
	assert_true(lab_judge_result(c.judge)->points == 6);
	court_done(&c);
}

static void
an_unsolved_todo_is_no_failure(void **state)
{
	struct court c = court_of("train steps=1\nexpect good points=2\n  loss(sig) > 0\n"
				  "todo fix points=5\n  Do.\n  may: sig.lr\n"
				  "  pass: loss(sig) < 0\n  solution: sig.lr=0.3\n", 1,
				  2);
	struct lab_result *r = decide(&c);

	(void)state;
	assert_int_equal(r->status, 0);
	assert_true(r->points == 2 && r->points_max == 7);
	court_done(&c);
}

/* Data has 40 points: loss(sig) differs by seed; thresholds are put between. */
static void
losses(double loss[5])
{
	struct court c = court_of("expect x seeds=1..5\n  loss(sig) > 100\n", 1, 2);
	struct lab_result *r = decide(&c);

	for (int i = 0; i < 5; i++)
		loss[i] = r->verdict[0].seed[i].compare[0].left;
	court_done(&c);
	for (int i = 0; i < 5; i++)
		for (int k = i + 1; k < 5; k++)
			if (loss[k] < loss[i]) {
				double x = loss[i];

				loss[i] = loss[k];
				loss[k] = x;
			}
}

static void
expect_over(const char *over, double limit, bool held, double value)
{
	char tail[200];
	struct court c;
	struct lab_result *r;

	snprintf(tail, sizeof(tail), "expect x seeds=1..5 over=%s\n  loss(sig) < %.17g\n",
		 over, limit);
	c = court_of(tail, 1, 2);
	r = decide(&c);
	assert_int_equal(r->verdict[0].held, held);
	tap_near(r->verdict[0].margin, (limit - value) / limit, 1e-12, 1e-9);
	court_done(&c);
}

static void
seeds_decide_as_over_says(void **state)
{
	double l[5];

	(void)state;
	losses(l);
	assert_true(l[0] < l[1] && l[3] < l[4]);
	expect_over("all", (l[3] + l[4]) / 2, false, l[4]);
	expect_over("all", l[4] + 1, true, l[4]);
	expect_over("most", (l[3] + l[4]) / 2, true, l[3]);
	expect_over("most", (l[2] + l[3]) / 2, false, l[3]);
	expect_over("median", (l[2] + l[3]) / 2, true, l[2]);
	expect_over("median", (l[1] + l[2]) / 2, false, l[2]);
}

static void
the_main_seed_joins_the_sweep(void **state)
{
	struct court c = court_of("expect x seeds=1..3\n  loss(sig) > 0\n"
				  "expect y\n  loss(sig) > 0\n",
				  77, 2);
	struct lab_result *r = decide(&c);

	(void)state;
	assert_int_equal(r->verdict[0].n_seed, 4);
	assert_int_equal(r->verdict[0].seed[3].seed, 77);
	assert_int_equal(r->verdict[1].n_seed, 1);
	assert_int_equal(r->verdict[1].seed[0].seed, 77);
	assert_true(r->verdict[0].seed[3].compare[0].left
		    == r->verdict[1].seed[0].compare[0].left);
	court_done(&c);
}

static void
a_lent_take_counts_as_its_seed(void **state)
{
	static const char tail[] = "train epochs=2\nexpect x seeds=1..2\n"
				   "  loss(sig) > 0\n";
	struct court own = court_of(tail, 9, 1), lent = court_of(tail, 9, 3);
	struct lab_take *t = lab_play(lent.plan, 9, lent.pool, NULL, 0);
	struct lab_result *a, *b;

	(void)state;
	lab_judge_lend(lent.judge, t);
	lab_take_free(t, lent.pool);
	b = decide(&lent);
	a = decide(&own);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(a->verdict[0].seed[i].seed, b->verdict[0].seed[i].seed);
		assert_true(a->verdict[0].seed[i].compare[0].left
			    == b->verdict[0].seed[i].compare[0].left);
	}
	court_done(&own);
	court_done(&lent);
}

static void
nan_never_holds(void **state)
{
	static const char *const all[] = {
		"log(-loss(sig)) < 1", "log(-loss(sig)) > 1", "log(-loss(sig)) != 1",
		"not log(-loss(sig)) < 1", "log(-loss(sig)) < 1 and 1 < 2",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (int over = 0; over < 2; over++) {
			char tail[200];
			struct court c;

			snprintf(tail, sizeof(tail),
				 "expect x seeds=1..3 over=%s\n  %s\n",
				 over ? "median" : "all", all[i]);
			c = court_of(tail, 1, 1);
			assert_false(decide(&c)->verdict[0].held);
			assert_true(lab_judge_result(c.judge)->verdict[0].margin
				    == -INFINITY);
			court_done(&c);
		}
}

static const char todo[] =
	"train epochs=300\n"
	"todo fix points=5\n  Do.\n  may: sig.lr sig.act\n  max: 1\n"
	"  pass: loss(sig) < loss(rel) / 1e9 or loss(sig) < 0.65\n  solution: sig.lr=1\n";

static bool
try(struct court *c, const char *const *change, int n, struct err *e)
{
	struct lab_change all[4];
	struct err own = { 0 };

	for (int i = 0; i < n; i++)
		assert_true(lab_change_parse(c->plan, str_of(change[i]), SPAN_NONE,
					     &all[i], &own));
	return lab_judge_try(c->judge, 0, all, n, e);
}

static void
todos_keep_to_may_and_max(void **state)
{
	static const char *const not_may[] = { "rel.lr=1" };
	static const char *const two[] = { "sig.lr=1", "sig.act=tanh" };
	static const char *const same[] = { "sig.lr=1", "sig.act=sigmoid" };
	struct court c = court_of(todo, 1, 2);
	struct err e = { 0 };

	(void)state;
	assert_false(try(&c, not_may, 1, &e));
	assert_string_equal(e.msg, "rel.lr is not to be changed here");
	assert_string_equal(e.hint, "may: sig.lr sig.act");
	e = (struct err){ 0 };
	assert_false(try(&c, two, 2, &e));
	assert_string_equal(e.msg, "2 knobs differ, 1 may");
	e = (struct err){ 0 };
	assert_true(try(&c, same, 2, &e));	/* one of them is as it was */
	assert_true(lab_judge_trying(c.judge));
	assert_false(try(&c, same, 1, &e));
	assert_string_equal(e.msg, "another try is still training");
	decide(&c);
	assert_false(lab_judge_trying(c.judge));
	court_done(&c);
}

static void
todos_are_solved_by_changes(void **state)
{
	static const char *const change[] = { "sig.act=tanh" };
	struct court c = court_of(todo, 1, 2);
	struct err e = { 0 };
	struct lab_result *r;

	(void)state;
	assert_true(try(&c, NULL, 0, &e));
	r = decide(&c);
	assert_true(r->todo[0].tried && !r->todo[0].solved && r->todo[0].points == 0);
	assert_true(try(&c, change, 1, &e));
	r = decide(&c);
	assert_true(r->todo[0].solved && r->todo[0].points == 5);
	assert_int_equal(r->todo[0].n_change, 1);
	assert_string_equal(r->todo[0].change[0].value, "tanh");
	court_done(&c);
}

static void
a_lab_without_expectations_is_judged_at_once(void **state)
{
	struct court c = court_of("train epochs=1000000\n", 1, 1);

	(void)state;
	assert_int_equal(decide(&c)->status, 0);
	assert_true(lab_judge_progress(c.judge) == 1);
	court_done(&c);
}

static void
a_margin_is_that_of_the_comparison_that_decides(void **state)
{
	struct court c = court_of("train epochs=1\n"
				  "expect all\n  loss(sig) > 0.1 and loss(sig) > 0.01\n"
				  "expect any\n  loss(sig) > 0.1 or loss(sig) > 0.01\n"
				  "expect no\n  not loss(sig) > 100\n"
				  "expect lost\n  loss(sig) > 0.1 and loss(sig) > 10\n",
				  1, 1);
	const struct lab_verdict *v = decide(&c)->verdict;
	const double loss = v[0].seed[0].compare[0].left;

	(void)state;
	assert_true(loss > 0.2 && loss < 5);
	tap_near(v[0].margin, (loss - 0.1) / 0.1, 0, 1e-12);
	tap_near(v[1].margin, (loss - 0.01) / 0.01, 0, 1e-12);
	tap_near(v[2].margin, (100 - loss) / 100, 0, 1e-12);
	tap_near(v[3].margin, (loss - 10) / 10, 0, 1e-12);
	assert_true(v[0].held && v[1].held && v[2].held && !v[3].held);
	court_done(&c);
}

static void
leaving_early_is_not_judged(void **state)
{
	struct court c =
		court_of("train epochs=100000\nexpect x\n  loss(sig) > 0\n", 1, 1);
	struct err e = { 0 };

	(void)state;
	assert_false(lab_judge_advance(c.judge, &e));
	assert_false(lab_judge_result(c.judge)->judged);
	assert_int_equal(lab_judge_result(c.judge)->status, 1);
	court_done(&c);
}

void
lab_add_judges(void)
{
	TAP(what_holds_gives_points_and_status);
	TAP(an_unsolved_todo_is_no_failure);
	TAP(seeds_decide_as_over_says);
	TAP(the_main_seed_joins_the_sweep);
	TAP(a_lent_take_counts_as_its_seed);
	TAP(nan_never_holds);
	TAP(todos_keep_to_may_and_max);
	TAP(todos_are_solved_by_changes);
	TAP(a_lab_without_expectations_is_judged_at_once);
	TAP(a_margin_is_that_of_the_comparison_that_decides);
	TAP(leaving_early_is_not_judged);
}
