#include "lab/take.h"

#include <math.h>
#include <string.h>

/* ---- making ---- */

static size_t
own_need(const struct lab_plan *p)
{
	size_t runs = (size_t)p->n_run, marks = (size_t)p->n_mark;

	return arena_need(sizeof(struct lab_take), 1)
	       + arena_need(sizeof(struct train_spec), runs)
	       + 2 * arena_need(sizeof(long), runs)
	       + arena_need(sizeof(long), runs * (size_t)p->n_step)
	       + arena_need(sizeof(bool), marks)
	       + arena_need(sizeof(char *), (size_t)p->n_step)
	       + arena_need(sizeof(int), runs)
	       + arena_need(sizeof(struct lab_resume), runs)
	       + arena_need(sizeof(struct train_facts), runs * (marks + 1));
}

static bool
set_spec(struct lab_take *t, int i, const struct lab_change *change, int n_change,
	 struct err *e)
{
	struct train_spec *s = &t->spec[i];

	*s = t->plan->run[i].spec;
	s->seed = t->seed;
	s->data = &t->data;
	s->place = &t->plan->place;
	for (int k = 0; k < n_change; k++)
		if (change[k].run == i
		    && !train_spec_set(s, str_of(change[k].key), SPAN_NONE,
				       str_of(change[k].value), SPAN_NONE, e))
			return false;
	return true;
}

/* Arenas for facts: once for each mark, and once for now. */
static bool
reserve_facts(struct lab_take *t, struct arena *levels, struct err *e)
{
	size_t need = 64;

	for (int i = 0; i < t->n_run; i++)
		need += train_facts_need(t->run[i]);
	return arena_init(&t->now, need, e)
		&& arena_init(levels, need * (size_t)(t->plan->n_mark + 1), e);
}

static size_t
text_need(const struct lab_text *text)
{
	size_t n = text->text ? strlen(text->text) : 0;

	return arena_need(1, n + (size_t)text->n_hole * STR_NUM_MAX + 1);
}

static bool
reserve_words(struct lab_take *t, struct err *e)
{
	size_t need = 64;

	for (int i = 0; i < t->plan->n_step; i++)
		if (t->plan->step[i].what == LAB_SAY)
			need += text_need(&t->plan->step[i].say);
	return arena_init(&t->words, need, e);
}

static struct lab_take *
take_alloc(const struct lab_plan *p, uint64_t seed, struct err *e)
{
	struct lab_take *t;
	struct arena own;

	if (!arena_init(&own, own_need(p), e))
		return NULL;
	t = ARENA_NEW(&own, struct lab_take, 1);
	t->plan = p;
	t->seed = seed;
	t->spec = ARENA_NEW(&own, struct train_spec, p->n_run);
	t->goal = ARENA_NEW(&own, long, p->n_run);
	t->from = ARENA_NEW(&own, long, p->n_run);
	t->steps = ARENA_NEW(&own, long, p->n_run * p->n_step);
	t->marked = ARENA_NEW(&own, bool, p->n_mark);
	t->mark = ARENA_NEW(&own, struct train_facts, p->n_run * p->n_mark);
	t->facts = ARENA_NEW(&own, struct train_facts, p->n_run);
	t->trained = ARENA_NEW(&own, int, p->n_run);
	t->resume = ARENA_NEW(&own, struct lab_resume, p->n_run);
	t->said = ARENA_NEW(&own, const char *, p->n_step);
	t->own = own;
	return t;
}

static bool
take_data(struct lab_take *t, const struct data_set *data, struct err *e)
{
	const struct lab_plan *p = t->plan;

	if (data)
		return data_copy(&t->data, data, 0, &t->data_own, e);
	return !p->data
	       || data_make(&t->data, p->data, &p->data_param, t->seed, &p->place,
			    &t->data_own, e);
}

struct lab_take *
lab_take_on(const struct lab_plan *p, uint64_t seed, const struct data_set *data,
	    const struct lab_change *change, int n_change, struct err *e)
{
	struct lab_take *t = take_alloc(p, seed, e);

	if (!t)
		return NULL;
	if (!take_data(t, data, e))
		goto fail;
	for (int i = 0; i < p->n_run; i++, t->n_run++) {
		t->goal[i] = -1;
		if (!set_spec(t, i, change, n_change, e)
		    || !(t->run[i] = train_run_new(&t->spec[i], e)))
			goto fail;
		train_run_ask(t->run[i], p->dear);
	}
	if (reserve_facts(t, &t->levels, e) && reserve_words(t, e))
		return t;
fail:
	lab_take_free(t, NULL);
	return NULL;
}

struct lab_take *
lab_take_new(const struct lab_plan *p, uint64_t seed, const struct lab_change *change,
	     int n_change, struct err *e)
{
	return lab_take_on(p, seed, NULL, change, n_change, e);
}

void
lab_take_free(struct lab_take *t, struct train_pool *pool)
{
	struct arena own;

	if (!t)
		return;
	for (int i = 0; i < lab_take_runs(t); i++) {
		if (pool)
			train_pool_drop(pool, t->run[i]);
		train_run_free(t->run[i]);
	}
	arena_done(&t->levels);
	arena_done(&t->now);
	arena_done(&t->words);
	arena_done(&t->data_own);
	own = t->own;
	arena_done(&own);
}

/* ---- looking ---- */

struct train_run *
lab_take_run(struct lab_take *t, int run)
{
	return t->run[run];
}

const struct train_spec *
lab_take_spec(const struct lab_take *t, int run)
{
	return &t->spec[run];
}

const struct data_set *
lab_take_data(const struct lab_take *t)
{
	return &t->data;
}

const char *
lab_take_said(const struct lab_take *t, int step)
{
	return t->said[step];
}

int
lab_take_shown(const struct lab_take *t)
{
	for (int i = t->next - 1; i >= 0; i--)
		if (t->plan->step[i].what == LAB_SHOW)
			return i;
	return -1;
}

uint64_t
lab_take_seed(const struct lab_take *t)
{
	return t->seed;
}

static bool
run_idle(struct lab_take *t, int run)
{
	return !t->pool || train_pool_idle(t->pool, t->run[run]);
}

/* Facts of a run at a mark, or now: then once for all of one question. */
static const struct train_facts *
take_facts(struct lab_take *t, int run, int mark, struct err *e)
{
	struct train_facts *f = &t->facts[run];

	if (mark >= 0 && t->marked[mark])
		return &t->mark[mark * t->n_run + run];
	if (mark >= 0) {
		err_set(e, ERR_NUMBER, SPAN_NONE, "the mark is not reached yet");
		return NULL;
	}
	if (!run_idle(t, run)) {
		err_set(e, ERR_NUMBER, SPAN_NONE, "'%s' is training", t->spec[run].name);
		return NULL;
	}
	if (!f->level)
		train_run_facts(t->run[run], f, &t->now);
	return f;
}

static struct lab_env
take_env(struct lab_take *t, int mark)
{
	struct lab_env env = lab_env_own(NULL);

	for (int i = 0; i < t->n_run; i++)
		t->facts[i].level = NULL;
	arena_reset(&t->now);
	env.plan = t->plan;
	env.bare = false;
	env.mark = mark;
	env.take = t;
	env.facts = take_facts;
	return env;
}

bool
lab_take_value(struct lab_take *t, const struct formula_node *f, int mark, double *out,
	       struct err *e)
{
	struct lab_env env = take_env(t, mark);

	e->source = e->source ? e->source : &t->plan->source;
	return formula_eval(f, &env.env, out, e);
}

bool
lab_take_compares(struct lab_take *t, const struct formula_node *f, int mark,
		  struct formula_compare out[FORMULA_COMPARES_MAX], int *n, bool *held,
		  struct err *e)
{
	struct lab_env env = take_env(t, mark);
	double truth;

	e->source = e->source ? e->source : &t->plan->source;
	if (!formula_compares(f, &env.env, out, n, e)
	    || !formula_eval(f, &env.env, &truth, e))
		return false;
	*held = truth != 0;
	return true;
}

static const char *
hole_text(struct lab_take *t, const struct lab_hole *h, int mark, char buf[STR_NUM_MAX])
{
	struct err e = { 0 };
	double v;

	if (!lab_take_value(t, h->f, mark, &v, &e))
		return "...";
	return str_number(buf, v, h->digits);
}

char *
lab_take_text(struct lab_take *t, const struct lab_text *text, int mark, struct arena *a)
{
	size_t n = text->text ? strlen(text->text) : 0;
	char *to = ARENA_NEW(a, char, n + (size_t)text->n_hole * STR_NUM_MAX + 1);
	size_t from = 0, used = 0;

	for (int i = 0; i < text->n_hole; i++) {
		const struct lab_hole *h = &text->hole[i];
		char buf[STR_NUM_MAX];
		const char *value = hole_text(t, h, mark, buf);

		memcpy(to + used, text->text + from, (size_t)h->at - from);
		used += (size_t)h->at - from;
		memcpy(to + used, value, strlen(value));
		used += strlen(value);
		from = (size_t)(h->at + h->len);
	}
	if (n > from)
		memcpy(to + used, text->text + from, n - from);
	return to;
}

/* ---- doing ---- */

static bool
do_mark(struct lab_take *t, int mark)
{
	for (int i = 0; i < t->n_run; i++)
		train_run_facts(t->run[i], &t->mark[mark * t->n_run + i], &t->levels);
	t->marked[mark] = true;
	return true;
}

static bool
until_met(const struct train_until *u, const struct train_facts *f)
{
	const struct lab_until *until = (const struct lab_until *)u;
	struct lab_env env = lab_env_own(f);
	struct err e = { 0 };
	double truth;

	return formula_eval(until->f, &env.env, &truth, &e) && truth != 0;
}

static long
steps_of(const struct lab_train *t, const struct train_run *r)
{
	double steps = t->epochs * (double)train_run_epoch_steps(r);

	if (t->steps)
		return t->steps;
	return steps < 1 ? 1 : steps > 1e15 ? (long)1e15 : lround(steps);
}

long
lab_take_steps(const struct lab_take *t, int i, int run)
{
	long steps = t->steps[i * t->n_run + run];

	return steps ? steps : steps_of(&t->plan->step[i].train, t->run[run]);
}

/* Runs that go equally far start together; lockstep holds among these. */
static void
start(struct lab_take *t, const struct lab_train *train, long goal, bool background)
{
	struct train_run *group[LAB_RUNS_MAX];
	struct train_goal g = { .step = goal, .lockstep = train->lockstep,
				.background = background,
				.until = train->until ? &t->until.is : NULL };
	int n = 0;

	for (int i = 0; i < train->n_run; i++) {
		int run = train->run[i];

		if (t->goal[run] != goal || train_run_step(t->run[run]) == goal)
			continue;
		group[n++] = t->run[run];
	}
	if (n)
		train_pool_start(t->pool, group, n, &g);
}

static bool
do_train(struct lab_take *t, const struct lab_train *train, struct train_pool *pool,
	 bool background, struct err *e)
{
	t->pool = pool;
	t->until = (struct lab_until){ { until_met }, train->until };
	for (int i = 0; i < train->n_run; i++) {
		int run = train->run[i];

		t->from[run] = train_run_step(t->run[run]);
		t->goal[run] = t->from[run] + steps_of(train, t->run[run]);
		t->trained[run] = t->next;
		if (t->resume[run].place == t->next && !lab_take_go_on(t, run, e))
			return false;
		t->steps[(t->next - 1) * t->n_run + run] = t->goal[run] - t->from[run];
	}
	for (int i = 0; i < train->n_run; i++) {
		bool first = true;

		for (int k = 0; k < i; k++)
			first &= t->goal[train->run[k]] != t->goal[train->run[i]];
		if (first)
			start(t, train, t->goal[train->run[i]], background);
	}
	lab_branches_train(t, background);
	return true;
}

bool
lab_take_do(struct lab_take *t, int i, struct train_pool *pool, bool background,
	    struct err *e)
{
	const struct lab_step *s = &t->plan->step[i];

	t->next = i + 1;
	for (int k = 0; k < t->n_run; k++)
		t->goal[k] = -1;
	switch (s->what) {
	case LAB_MARK:
		return do_mark(t, s->mark.index);
	case LAB_TRAIN:
		return do_train(t, &s->train, pool, background, e);
	case LAB_SET:
		t->trained[s->set.run] = 0;
		e->source = e->source ? e->source : &t->plan->source;
		return train_run_set(t->run[s->set.run], s->set.key, s->set.value,
				     s->set.value_at, s->set.step, e);
	case LAB_SAY:
		if (!background)	/* nobody reads the words of another seed */
			t->said[i] = lab_take_text(t, &s->say, -1, &t->words);
		return true;
	case LAB_SHOW:
	case LAB_ASK:
	case LAB_PAUSE:
		break;
	}
	return true;
}

bool
lab_take_busy(struct lab_take *t, struct train_pool *pool)
{
	for (int i = 0; i < t->n_run; i++)
		if (t->goal[i] >= 0 && !train_pool_idle(pool, t->run[i]))
			return true;
	return false;
}

bool
lab_take_over(const struct lab_take *t)
{
	return t->next == t->plan->n_step;
}

bool
lab_take_advance(struct lab_take *t, struct train_pool *pool, bool background,
		 struct err *e)
{
	while (!lab_take_busy(t, pool)) {
		if (lab_take_over(t))
			return true;
		if (!lab_take_do(t, t->next, pool, background, e))
			return true;
	}
	return false;
}

/* ---- progress: steps taken of steps asked for ---- */

static double
share(struct lab_take *t, const struct lab_train *train, bool current)
{
	double sum = 0;

	for (int i = 0; i < train->n_run; i++) {
		int run = train->run[i];
		long all = t->goal[run] - t->from[run];

		if (!current || all <= 0 || run_idle(t, run))
			sum += 1;
		else
			sum += (double)(train_run_step(t->run[run]) - t->from[run])
			       / (double)all;
	}
	return sum / train->n_run;
}

double
lab_take_progress(struct lab_take *t)
{
	double done = 0, all = 0;

	for (int i = 0; i < t->plan->n_step; i++) {
		const struct lab_train *train = &t->plan->step[i].train;
		double weight = 0;

		if (t->plan->step[i].what != LAB_TRAIN)
			continue;
		for (int k = 0; k < train->n_run; k++)
			weight += (double)steps_of(train, t->run[train->run[k]]);
		all += weight;
		if (i < t->next)
			done += weight * share(t, train, i == t->next - 1);
	}
	return all > 0 ? done / all : lab_take_over(t) ? 1 : 0;
}
