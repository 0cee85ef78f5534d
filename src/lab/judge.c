#include "lab/verdict.h"

#include <string.h>

/* The play for one seed. */
struct slot {
	uint64_t seed;
	struct lab_take *take;		/* NULL: not begun, or done */
	bool done;
};

struct lab_judge {
	struct arena arena;		/* this struct and the result */
	const struct lab_plan *plan;
	struct train_pool *pool;
	int n_slot;
	struct slot *slot;		/* (n_slot), the main seed last */
	int n_done;
	struct lab_take *main;		/* played here and measured; NULL: lent, or not
					 * yet */
	struct lab_take *trial;		/* of a todo; NULL: none is tried */
	int trial_todo;
	struct lab_result result;
};

/* ---- making ---- */

static size_t
slots_most(const struct lab_plan *p)
{
	return (size_t)p->n_expect * LAB_SEEDS_MAX + 1;
}

static size_t
judge_need(const struct lab_plan *p, int seeds)
{
	size_t n = (size_t)p->n_expect;

	return arena_need(sizeof(struct lab_judge), 1)
	       + arena_need(sizeof(struct slot), slots_most(p))
	       + arena_need(sizeof(struct lab_answer), (size_t)p->n_ask)
	       + arena_need(sizeof(struct lab_verdict), n)
	       + n * arena_need(sizeof(struct lab_seed_verdict), (size_t)seeds)
	       + arena_need(sizeof(struct lab_todo_result), (size_t)p->n_todo)
	       + arena_need(1, 64);
}

static void
add_slot(struct lab_judge *j, uint64_t seed)
{
	for (int i = 0; i < j->n_slot; i++)
		if (j->slot[i].seed == seed)
			return;
	j->slot[j->n_slot++].seed = seed;
}

/* The seeds of a verdict: those given and, if it is not one of them, the main one. */
static void
add_verdict(struct lab_judge *j, const struct lab_expect *x, const uint64_t *seed, int n)
{
	struct lab_verdict *v = &j->result.verdict[j->result.n_verdict++];
	bool main = false;

	v->expect = x;
	v->seed = ARENA_NEW(&j->arena, struct lab_seed_verdict, n + 1);
	for (int i = 0; i < n; i++) {
		main |= seed[i] == j->result.seed;
		v->seed[v->n_seed++].seed = seed[i];
		if (seed[i] != j->result.seed)
			add_slot(j, seed[i]);
	}
	if (!main)
		v->seed[v->n_seed++].seed = j->result.seed;
}

static void
fill_result(struct lab_judge *j, uint64_t seed)
{
	const struct lab_plan *p = j->plan;
	struct lab_result *r = &j->result;
	char math[48];

	r->plan = p;
	r->seed = seed;
	r->math = str_printf(&j->arena, "%s", num_math_text(math));
	r->answer = ARENA_NEW(&j->arena, struct lab_answer, p->n_ask);
	r->verdict = ARENA_NEW(&j->arena, struct lab_verdict, p->n_expect);
	r->todo = ARENA_NEW(&j->arena, struct lab_todo_result, p->n_todo);
	r->status = 1;
	for (int i = 0; i < p->n_step; i++)
		if (p->step[i].what == LAB_ASK)
			r->points_max += p->step[i].ask.points;
	for (int i = 0; i < p->n_expect; i++)
		r->points_max += p->expect[i].points;
	for (int i = 0; i < p->n_todo; i++) {
		r->todo[i].todo = &p->todo[i];
		r->points_max += p->todo[i].points;
	}
}

static struct lab_judge *
judge_new(const struct lab_plan *p, uint64_t seed, const uint64_t *sweep, int n,
	  struct train_pool *pool, struct err *e)
{
	struct lab_judge *j;
	struct arena a;

	if (!arena_init(&a, judge_need(p, LAB_SEEDS_MAX + 1), e))
		return NULL;
	j = ARENA_NEW(&a, struct lab_judge, 1);
	j->arena = a;
	j->plan = p;
	j->pool = pool;
	j->slot = ARENA_NEW(&j->arena, struct slot, slots_most(p));
	fill_result(j, seed);
	for (int i = 0; i < p->n_expect; i++) {
		const struct lab_expect *x = &p->expect[i];

		add_verdict(j, x, n ? sweep : x->seed, n ? n : x->n_seed);
	}
	add_slot(j, seed);
	if (!p->n_expect)		/* nothing to play for */
		j->slot[j->n_done++].done = true;
	return j;
}

struct lab_judge *
lab_judge_new(const struct lab_plan *p, uint64_t seed, struct train_pool *pool,
	      struct err *e)
{
	return judge_new(p, seed, NULL, 0, pool, e);
}

struct lab_judge *
lab_judge_sweep(const struct lab_plan *p, const uint64_t *seed, int n,
		struct train_pool *pool, struct err *e)
{
	if (n < 1 || n > LAB_SEEDS_MAX) {
		err_set(e, ERR_RANGE, SPAN_NONE, "a sweep is of 1..%d seeds",
			LAB_SEEDS_MAX);
		return NULL;
	}
	return judge_new(p, seed[0], seed, n, pool, e);
}

void
lab_judge_free(struct lab_judge *j)
{
	struct arena a;

	if (!j)
		return;
	for (int i = 0; i < j->n_slot; i++)
		lab_take_free(j->slot[i].take, j->pool);
	lab_take_free(j->trial, j->pool);
	lab_take_free(j->main, j->pool);
	a = j->arena;
	arena_done(&a);
}

/* ---- seeds ---- */

static void
measure(struct lab_judge *j, struct slot *s, struct lab_take *t)
{
	for (int i = 0; i < j->result.n_verdict; i++) {
		struct lab_verdict *v = &j->result.verdict[i];

		for (int k = 0; k < v->n_seed; k++)
			if (v->seed[k].seed == s->seed)
				lab_seed_measure(v->expect, t, &v->seed[k]);
		lab_verdict_decide(v);
	}
	s->done = true;
	j->n_done++;
}

/* A play that cannot be had is one in which nothing held. */
static void
give_up(struct lab_judge *j, struct slot *s, const struct err *e)
{
	for (int i = 0; i < j->result.n_verdict; i++) {
		struct lab_verdict *v = &j->result.verdict[i];

		for (int k = 0; k < v->n_seed; k++)
			if (v->seed[k].seed == s->seed) {
				v->seed[k].done = true;
				str_fill(v->seed[k].error, sizeof(v->seed[k].error),
					 str_of(e->msg));
			}
		lab_verdict_decide(v);
	}
	s->done = true;
	j->n_done++;
}

static void
end_slot(struct lab_judge *j, struct slot *s)
{
	lab_take_free(s->take, j->pool);
	s->take = NULL;
}

static bool
advance_slot(struct lab_judge *j, struct slot *s, struct err *e)
{
	struct err own = { 0 };

	if (!s->take)
		s->take = lab_take_new(j->plan, s->seed, NULL, 0, &own);
	if (s->take && !lab_take_advance(s->take, j->pool, true, &own))
		return false;
	if (own.code == ERR_NONE)
		measure(j, s, s->take);
	else
		give_up(j, s, &own);
	if (own.code != ERR_NONE && e->code == ERR_NONE)
		*e = own;
	if (own.code == ERR_NONE && s == &j->slot[j->n_slot - 1]) {
		j->main = s->take;
		s->take = NULL;
	}
	end_slot(j, s);
	return true;
}

/* As many plays at a time as there are workers. */
static void
advance_slots(struct lab_judge *j, struct err *e)
{
	int going = 0;

	for (int i = 0; i < j->n_slot && going < train_pool_threads(j->pool); i++) {
		struct slot *s = &j->slot[i];

		if (!s->done)
			going += !advance_slot(j, s, e);
	}
}

void
lab_judge_lend(struct lab_judge *j, struct lab_take *main)
{
	struct slot *s = &j->slot[j->n_slot - 1];

	if (!main || s->done || lab_take_seed(main) != s->seed || !lab_take_over(main))
		return;
	end_slot(j, s);
	measure(j, s, main);
}

struct lab_take *
lab_judge_main(struct lab_judge *j)
{
	return j->main;
}

/* ---- todos ---- */

bool
lab_judge_try(struct lab_judge *j, int todo, const struct lab_change *change,
	      int n_change, struct err *e)
{
	const struct lab_todo *t = &j->plan->todo[todo];
	struct lab_todo_result *r = &j->result.todo[todo];

	if (j->trial)
		return err_set(e, ERR_USAGE, SPAN_NONE, "another try is still training");
	if (n_change > LAB_MAY_MAX)
		return err_set(e, ERR_RANGE, SPAN_NONE, "a try changes %d knobs at most",
			       LAB_MAY_MAX);
	if (!lab_change_allowed(j->plan, t, change, n_change, SPAN_NONE, e)
	    || !lab_changes_heeded(j->plan, change, n_change, SPAN_NONE, e))
		return false;
	j->trial = lab_take_new(j->plan, j->result.seed, change, n_change, e);
	if (!j->trial)
		return false;
	j->trial_todo = todo;
	r->tried = true;
	r->n_change = n_change;
	for (int i = 0; i < n_change; i++)
		r->change[i] = change[i];
	return true;
}

bool
lab_judge_trying(const struct lab_judge *j)
{
	return j->trial != NULL;
}

static void
advance_trial(struct lab_judge *j, struct err *e)
{
	struct lab_todo_result *r = &j->result.todo[j->trial_todo];
	struct err own = { 0 };
	double truth = 0;

	if (!lab_take_advance(j->trial, j->pool, false, &own))
		return;
	r->solved = own.code == ERR_NONE
		    && lab_take_value(j->trial, r->todo->pass, -1, &truth, &own)
		    && truth != 0;
	r->points = r->solved ? r->todo->points : 0;
	if (own.code != ERR_NONE && e->code == ERR_NONE)
		*e = own;
	lab_take_free(j->trial, j->pool);
	j->trial = NULL;
}

/* ---- all of it ---- */

bool
lab_judge_advance(struct lab_judge *j, struct err *e)
{
	if (j->trial)
		advance_trial(j, e);
	advance_slots(j, e);
	if (j->n_done < j->n_slot)
		return false;
	j->result.judged = true;
	return !j->trial;
}

double
lab_judge_progress(const struct lab_judge *j)
{
	double sum = 0;

	for (int i = 0; i < j->n_slot; i++)
		sum += j->slot[i].done ? 1
			: j->slot[i].take ? lab_take_progress(j->slot[i].take) : 0;
	return sum / j->n_slot;
}

struct lab_result *
lab_judge_result(struct lab_judge *j)
{
	struct lab_result *r = &j->result;
	bool all = r->judged;

	r->points = 0;
	for (int i = 0; i < j->plan->n_ask; i++)
		r->points += r->answer[i].points;
	for (int i = 0; i < r->n_verdict; i++) {
		r->points += r->verdict[i].points;
		all &= r->verdict[i].held;
	}
	for (int i = 0; i < j->plan->n_todo; i++)
		r->points += r->todo[i].points;
	r->status = all ? 0 : 1;
	return r;
}
