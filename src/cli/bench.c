#include "cli/bench.h"
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- figures ---- */

static int
index_of(const struct bench *b, const char *name, const char *what)
{
	int i = 0;

	while (i < b->n_figure && (strcmp(b->figure[i].name, name) != 0
				   || strcmp(b->figure[i].what, what) != 0))
		i++;
	return i;
}

void
bench_put(struct bench *b, const char *name, const char *what, const char *unit, double v)
{
	int i = index_of(b, name, what);

	if (i == BENCH_FIGURES_MAX)
		return;
	if (i == b->n_figure)
		b->figure[b->n_figure++] =
			(struct bench_figure){ name, what, unit, { 0 } };
	b->figure[i].v[b->round] = v;
}

const struct bench_figure *
bench_find(const struct bench *b, const char *name, const char *what)
{
	int i = index_of(b, name, what);

	return i < b->n_figure ? &b->figure[i] : NULL;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct bench_range
bench_range(const struct bench *b, const struct bench_figure *f)
{
	double v[BENCH_ROUNDS_MAX];
	int n = b->rounds;

	memcpy(v, f->v, sizeof(*v) * (size_t)n);
	qsort(v, (size_t)n, sizeof(*v), by_size);
	return (struct bench_range){ (v[(n - 1) / 2] + v[n / 2]) / 2, v[0], v[n - 1] };
}

/* ---- time ---- */

#define SLICE 0.1			/* seconds that one measurement lasts */

double
bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of this thread: other work on the machine does not count. */
static double
processor_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double
bench_time(void (*f)(void *with), void *with)
{
	long calls = 0, next = 1;
	double start, took = 0;

	f(with);
	start = processor_now();
	while (took < SLICE) {
		for (long i = 0; i < next; i++)
			f(with);
		calls += next;
		next *= 2;
		took = processor_now() - start;
		if (took > SLICE / 4)
			next = (long)((double)calls * (SLICE - took) / took) + 1;
	}
	return took / (double)calls;
}

/* ---- the command ---- */

enum { LOADS_MAX = 8 };
struct plan {
	struct bench b;
	int n;
	const struct bench_load *load[LOADS_MAX];
	bool all;			/* no workload was named: everything else too */
};

static bool
plan_word(struct plan *p, const char *word, struct err *e)
{
	const struct bench_load *l = bench_load_find(word);
	struct str_near near = str_near_begin(str_of(word));

	if (l) {
		p->load[p->n++] = l;
		return true;
	}
	for (l = bench_loads; l->name; l++)
		str_near_try(&near, l->name);
	err_set(e, ERR_NAME, SPAN_NONE, "there is no workload '%s'", word);
	err_did_you_mean(e, str_near_best(&near));
	return err_hint(e, "the workloads are W1 to W5");
}

static bool
plan_fill(struct plan *p, const struct cli_call *c, struct err *e)
{
	bool ok = true;

	p->all = c->n_word == 0;
	for (int i = 0; ok && i < c->n_word; i++)
		ok = plan_word(p, c->word[i], e);
	for (const struct bench_load *l = bench_loads; ok && p->all && l->name; l++)
		p->load[p->n++] = l;
	return ok;
}

/* From the start in each round: long after, gradients have vanished, and a network whose
 * numbers are subnormal is slower. */
static bool
plan_load(struct plan *p, const struct bench_load *l, struct err *e)
{
	struct bench_run *r = bench_run_new(l, e);
	bool ok = r != NULL;

	if (ok)
		bench_steps(&p->b, l, r);
	if (ok && p->all) {
		bench_snapshot(&p->b, l, r);
		ok = bench_watched(&p->b, l, r, e) && bench_scaling(&p->b, l, e);
	}
	bench_run_free(r);
	return ok;
}

/* Everything once: what is compared stands side by side in time. */
static bool
plan_round(struct plan *p, struct err *e)
{
	if (!bench_peak(&p->b, e))
		return false;
	for (int i = 0; i < p->n; i++)
		if (!plan_load(p, p->load[i], e))
			return false;
	if (p->all)
		bench_acts(&p->b);
	return true;
}

static bool
plan_measure(struct plan *p, struct err *e)
{
	for (p->b.round = 0; p->b.round < p->b.rounds; p->b.round++) {
		if (cli_on_terminal())
			fprintf(stderr, "\rround %d of %d", p->b.round + 1, p->b.rounds);
		if (!plan_round(p, e))
			return false;
	}
	if (cli_on_terminal())
		fputs("\r                    \r", stderr);
	return true;
}

int
cli_bench(const struct cli_call *c, struct err *e)
{
	struct plan p = { .b = { .rounds = param_int(&c->option, "rounds"),
				 .threads = param_int(&c->option, "threads") } };
	bool json = strcmp(param_text(&c->option, "format"), "json") == 0;

	p.b.figure = calloc(BENCH_FIGURES_MAX, sizeof(*p.b.figure));
	if (!p.b.figure)
		err_errno(e, "no room for the figures");
	else if (cli_math_use(c, e) && plan_fill(&p, c, e) && plan_measure(&p, e)) {
		if (json)
			bench_json(stdout, &p.b, e);
		else
			bench_text(stdout, &p.b);
	}
	free(p.b.figure);
	return err_exit_status(e);
}
