/* Labs checked: read only, or with --run over many seeds, with margins. */
#include "cli/play.h"

#include <string.h>

enum { OTHER_FIRST = 101, OTHER_LAST = 120, OTHERS = OTHER_LAST - OTHER_FIRST + 1,
       OTHERS_TO_HOLD = OTHERS * 9 / 10, NAME_W = 14, MARGIN_W = 13 };

static const char *
plural(int n)
{
	return n == 1 ? "" : "s";
}

/* Whether it does what it says is another matter, where that is asked too. */
static void
contents(const struct lab_plan *p, const char *name, bool more)
{
	printf("%s: %s; %d run%s, %d question%s, %d expectation%s, %d todo%s\n", name,
	       more ? "the text is in order" : "no mistakes", p->n_run,
	       plural(p->n_run), p->n_ask, plural(p->n_ask), p->n_expect,
	       plural(p->n_expect), p->n_todo, plural(p->n_todo));
}

/* Activations of the lab's own that are not finite somewhere near 0. */
static void
faults(const struct lab_plan *p, const char *name)
{
	char fault[FORMULA_FAULT_MAX];

	for (int i = 0; i < p->own.n; i++)
		if (nn_act_fault_near(p->own.row[i], fault))
			printf("%s: warning: act %s: %s\n", name,
			       p->own.row[i]->name, fault);
}

/* A card that leads nowhere, a lab that is opened by another name than its own. */
static void
names(const struct lab_plan *p, const char *name)
{
	const char *slash = strrchr(p->source.name, '/');
	struct str stem = str_of(slash ? slash + 1 : p->source.name);

	stem.n -= stem.n > 4 && lab_is_path(stem.s) ? 4 : 0;
	if (!str_is(stem, p->name))
		printf("%s: warning: the lab is named '%s', its file '%.*s'\n", name,
		       p->name, STR_ARG(stem));
	for (int i = 0; i < p->n_next; i++)
		if (!lab_next_known(p, i))
			printf("%s: warning: next: there is no lab '%s', neither "
			       "installed nor beside this one\n",
			       name, p->next[i]);
}

/* ---- expectations over seeds ---- */

/* The comparison of a seed that has the smallest margin; NULL: none was made. */
static const struct formula_compare *
tightest(const struct lab_seed_verdict *s)
{
	const struct formula_compare *low = NULL;

	for (int c = 0; c < s->n_compare; c++)
		if (!low || s->compare[c].margin < low->margin)
			low = &s->compare[c];
	return low;
}

/* The smallest of the seeds' margins, and the one in the middle. */
static void
margins(const struct lab_verdict *v, char least[STR_NUM_MAX], char median[STR_NUM_MAX])
{
	const struct formula_compare *m[LAB_SEEDS_MAX], *c;
	int n = 0, at;

	for (int i = 0; i < v->n_seed; i++) {
		if (!(c = tightest(&v->seed[i])))
			continue;
		for (at = n++; at > 0 && m[at - 1]->margin > c->margin; at--)
			m[at] = m[at - 1];
		m[at] = c;
	}
	least[0] = median[0] = '\0';
	if (n) {
		report_margin(least, m[0]);
		report_margin(median, m[(n - 1) / 2]);
	}
}

static int
held(const struct lab_verdict *v)
{
	int n = 0;

	for (int i = 0; i < v->n_seed; i++)
		n += v->seed[i].held;
	return n;
}

static void
failures(const struct lab_verdict *v)
{
	bool any = false;

	for (int i = 0; i < v->n_seed; i++)
		if (!v->seed[i].held) {
			printf("%s%llu", any ? ", " : "   fails on ",
			       (unsigned long long)v->seed[i].seed);
			any = true;
		}
	putchar('\n');
}

static void
line(const struct lab_verdict *v, const char *which)
{
	char least[STR_NUM_MAX], median[STR_NUM_MAX];

	margins(v, least, median);
	printf("  %-*s  %-9s  %2d of %2d  %*s  %*s", NAME_W, v->expect->name, which,
	       held(v), v->n_seed, MARGIN_W, *least ? least : "-", MARGIN_W,
	       *median ? median : "-");
	failures(v);
}

static bool
own_seeds(struct play *p, int *bad, struct err *e)
{
	const struct lab_result *r;

	if (!play_take(p, e) || !play_judge(p, "own seeds", e))
		return false;
	r = lab_judge_result(p->judge);
	if (r->n_verdict)
		printf("  %-*s  %-9s  %8s  %*s  %*s\n", NAME_W, "expectation", "seeds",
		       "held", MARGIN_W, "least margin", MARGIN_W, "median");
	for (int i = 0; i < r->n_verdict; i++) {
		line(&r->verdict[i], "its own");
		*bad += !r->verdict[i].held;
	}
	return true;
}

static bool
other_seeds(const struct lab_plan *plan, int threads, int *bad, struct err *e)
{
	uint64_t seed[OTHERS];
	const struct lab_result *r;
	struct play p;
	bool done;

	for (int i = 0; i < OTHERS; i++)
		seed[i] = (uint64_t)(OTHER_FIRST + i);
	done = play_sweep(&p, plan, seed, OTHERS, threads, e)
	       && play_judge(&p, "seeds 101..120", e);
	r = done ? lab_judge_result(p.judge) : NULL;
	for (int i = 0; r && i < r->n_verdict; i++) {
		line(&r->verdict[i], "101..120");
		*bad += held(&r->verdict[i]) < OTHERS_TO_HOLD;
	}
	play_close(&p);
	return done;
}

/* ---- todos: false unchanged, true with the solution ---- */

static bool
todo_try(struct play *p, int i, const struct lab_change *change, int n, bool *solved,
	 struct err *e)
{
	if (!lab_judge_try(p->judge, i, change, n, e) || !play_judge(p, "todos", e))
		return false;
	*solved = lab_judge_result(p->judge)->todo[i].solved;
	return true;
}

static bool
todo(struct play *p, int i, int *bad, struct err *e)
{
	const struct lab_todo *t = &p->plan->todo[i];
	bool before, after;

	if (!todo_try(p, i, NULL, 0, &before, e)
	    || !todo_try(p, i, t->solution, t->n_solution, &after, e))
		return false;
	printf("  %-*s  %-11s  %s\n", NAME_W, t->name,
	       before ? "PASSED" : "not passed", after ? "passed" : "NOT PASSED");
	*bad += before || !after;
	return true;
}

static bool
todos(struct play *p, int *bad, struct err *e)
{
	if (p->plan->n_todo)
		printf("  %-*s  %-11s  %s\n", NAME_W, "todo", "unchanged",
		       "with its solution");
	for (int i = 0; i < p->plan->n_todo; i++)
		if (!todo(p, i, bad, e))
			return false;
	return true;
}

/* ---- the command ---- */

static int
train(const struct cli_call *c, const struct lab_plan *plan, const char *name,
      struct err *e)
{
	int threads = param_int(&c->option, "threads"), bad = 0;
	struct play p;
	bool done;

	done = play_open(&p, plan, plan->seed, threads, false, e)
	       && own_seeds(&p, &bad, e) && other_seeds(plan, threads, &bad, e)
	       && todos(&p, &bad, e);
	play_close(&p);
	if (!done)
		return CLI_SYSTEM;
	if (bad)
		printf("%s: %d check%s failed\n", name, bad, plural(bad));
	else
		printf("%s: all checks passed\n", name);
	return bad ? CLI_FAILED : CLI_HELD;
}

static int
lint(const struct cli_call *c, const char *name)
{
	int status = CLI_WRONG;
	struct lab_plan *plan = play_load(name, &status);
	struct err e = { 0 };

	if (!plan)
		return status;
	contents(plan, name, cli_flag(c, "run"));
	faults(plan, name);
	names(plan, name);
	fflush(stdout);
	status = cli_flag(c, "run") ? train(c, plan, name, &e) : CLI_HELD;
	err_print(stderr, &e);
	if (e.code != ERR_NONE)
		status = err_exit_status(&e);
	lab_free(plan);
	return status;
}

int
cli_lint(const struct cli_call *c, struct err *e)
{
	int status = CLI_HELD;

	(void)e;
	for (int i = 0; i < c->n_word; i++) {
		int one = lint(c, c->word[i]);

		status = one > status ? one : status;
	}
	return status;
}
