/* The labs that are shipped: what they claim holds, with room to spare. */
#include "tests/lab/lab.h"

#include <stdlib.h>

static struct lab_plan *
shipped(const char *name)
{
	char path[1024];
	struct err_list errs = { 0 };
	struct lab_plan *p;

	snprintf(path, sizeof(path), "%s/../labs/%s", tap_path(""), name);
	p = lab_load(path, &errs);
	err_list_print(stderr, &errs);
	assert_non_null(p);
	return p;
}

enum { EARLY = 5, LATE = 20 };

/* All of seeds 1..5, and nine in ten of 101..120. */
static void
claims_hold_over_seeds(void **state)
{
	struct lab_plan *p = shipped(*state);
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(0, &e);
	uint64_t seed[EARLY + LATE];
	struct lab_judge *j;
	struct lab_result *r;

	for (int i = 0; i < EARLY + LATE; i++)
		seed[i] = (uint64_t)(i < EARLY ? 1 + i : 101 + i - EARLY);
	j = lab_judge_sweep(p, seed, EARLY + LATE, pool, &e);
	assert_non_null(j);
	while (!lab_judge_advance(j, &e))
		train_pool_wait(pool);
	assert_string_equal(e.msg, "");
	r = lab_judge_result(j);
	assert_int_equal(r->n_verdict, p->n_expect);
	for (int i = 0; i < r->n_verdict; i++) {
		int late = 0;

		for (int k = 0; k < EARLY + LATE; k++)
			if (k < EARLY)
				assert_true(r->verdict[i].seed[k].held);
			else
				late += r->verdict[i].seed[k].held;
		assert_true(10 * late >= 9 * LATE);
	}
	lab_judge_free(j);
	train_pool_free(pool);
	lab_free(p);
}

static bool
solved(struct lab_judge *j, struct train_pool *pool, int todo, const struct lab_change *c,
       int n)
{
	struct err e = { 0 };

	assert_true(lab_judge_try(j, todo, c, n, &e));
	while (lab_judge_trying(j)) {
		lab_judge_advance(j, &e);
		if (lab_judge_trying(j))
			train_pool_wait(pool);
	}
	assert_string_equal(e.msg, "");
	return lab_judge_result(j)->todo[todo].solved;
}

static void
todos_need_their_solution(void **state)
{
	struct lab_plan *p = shipped(*state);
	struct err e = { 0 };
	struct train_pool *pool = train_pool_new(0, &e);
	struct lab_judge *j = lab_judge_new(p, p->seed, pool, &e);

	assert_non_null(j);
	assert_true(p->n_todo > 0);
	for (int i = 0; i < p->n_todo; i++) {
		assert_false(solved(j, pool, i, NULL, 0));
		assert_true(solved(j, pool, i, p->todo[i].solution,
				   p->todo[i].n_solution));
	}
	lab_judge_free(j);
	train_pool_free(pool);
	lab_free(p);
}

static void
answers_that_are_given_are_right(void **state)
{
	struct lab_plan *p = shipped(*state);

	for (int i = 0; i < p->n_step; i++) {
		const struct lab_ask *q = &p->step[i].ask;
		struct lab_answer a = { 0 };
		struct err e = { 0 };
		char typed[64] = "";

		if (p->step[i].what != LAB_ASK)
			continue;
		if (q->kind == LAB_NUMBER)
			snprintf(typed, sizeof(typed), "%.17g", q->answer);
		for (int k = 0; k < q->n_choice; k++)
			if (q->choice[k].right)
				snprintf(typed, sizeof(typed), "%c", q->choice[k].letter);
		assert_true(lab_answer_judge(q, typed, &a, &e));
		assert_true(a.right);
		assert_true(strlen(q->why.text) > 0);	/* judged with the reason */
	}
	assert_true(strlen(p->card.text) > 0);
	lab_free(p);
}

static void
its_card_leads_to_labs_that_exist(void **state)
{
	struct lab_plan *p = shipped(*state);

	assert_true(p->n_next > 0);
	for (int i = 0; i < p->n_next; i++)
		if (!lab_next_known(p, i))
			fail_msg("next: %s is no lab", p->next[i]);
	lab_free(p);
}

static void
its_name_is_that_of_its_file(void **state)
{
	const char *file = *state;
	struct lab_plan *p = shipped(file);

	assert_true(str_is((struct str){ file, (int)strlen(file) - 4 }, p->name));
	lab_free(p);
}

void
lab_add_shipped(void)
{
	static const struct { const char *says; CMUnitTestFunction f; } tests[] = {
		{ "claims_hold_over_seeds", claims_hold_over_seeds },
		{ "todos_need_their_solution", todos_need_their_solution },
		{ "answers_that_are_given_are_right", answers_that_are_given_are_right },
		{ "its_card_leads_to_labs_that_exist",
		  its_card_leads_to_labs_that_exist },
		{ "its_name_is_that_of_its_file", its_name_is_that_of_its_file },
	};
	char **name = lab_names("../labs", ".lab"), title[200];

	for (int i = 0; name[i]; i++)
		for (size_t k = 0; k < sizeof(tests) / sizeof(tests[0]); k++) {
			snprintf(title, sizeof(title), "%s in %s", tests[k].says,
				 name[i]);
			tap_add(title, tests[k].f, name[i]);
		}
	free(name);
}
