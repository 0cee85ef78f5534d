#include "cli/bench.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Inputs as labs have them: points in a plane, digits of 8x8 and of 28x28. */
const struct bench_load bench_loads[] = {
	{ "W1", "2-4-2-1 tanh, sgd, mse, batch 10",
	  "hidden=4,2 out=1 act=tanh loss=mse opt=sgd lr=0.03 batch=10",
	  2000, 2, 2, 10, 8 + 8 + 2, 8, 4 + 2 + 1 },
	{ "W2", "2-64-64-1 relu, adam, bce_logits, batch 32",
	  "hidden=64,64 out=1 act=relu loss=bce_logits opt=adam lr=0.001 batch=32",
	  2048, 2, 2, 32, 128 + 4096 + 64, 128, 64 + 64 + 1 },
	{ "W3", "2-[32]x20-2 relu, sgd, ce_logits, batch 64",
	  "hidden=20x32 out=2 act=relu init=he loss=ce_logits opt=sgd lr=0.01 batch=64",
	  2048, 2, 2, 64, 64 + 19 * 1024 + 64, 64, 20 * 32 + 2 },
	{ "W4", "64-128-128-10 relu, adam, ce_logits, batch 64",
	  "hidden=128,128 out=10 act=relu loss=ce_logits opt=adam lr=0.001 batch=64",
	  1408, 64, 10, 64, 8192 + 16384 + 1280, 8192, 128 + 128 + 10 },
	{ "W5", "784-256-128-10 relu, momentum, ce_logits, batch 128",
	  "hidden=256,128 out=10 act=relu loss=ce_logits opt=sgd momentum=0.9 lr=0.01 "
	  "batch=128",
	  2048, 784, 10, 128, 200704 + 32768 + 1280, 200704, 256 + 128 + 10 },
	{ 0 }
};

const struct bench_load *
bench_load_find(const char *name)
{
	for (const struct bench_load *l = bench_loads; l->name; l++)
		if (strcasecmp(l->name, name) == 0)
			return l;
	return NULL;
}

double
bench_load_flops(const struct bench_load *l)
{
	return (6 * (l->weights + l->biases) - 2 * l->first) * l->batch;
}

/* ---- a run ---- */

struct bench_run {
	struct data_set data;
	struct train_spec spec;
	struct train_run *run;
	struct arena arena;
};

/* Normal inputs; the class is the largest of the first ones, or in a plane the side.  One
 * in five is drawn: a network that is certain of all has gradients that are subnormal. */
static void
data_fill(struct data_set *d, struct arena *a)
{
	struct rng r;

	rng_init(&r, 1, "bench", 0);
	d->x = ARENA_NEW(a, float, d->n * d->in);
	d->label = ARENA_NEW(a, int, d->n);
	for (int i = 0; i < d->n; i++) {
		float *x = d->x + (size_t)i * (size_t)d->in;

		for (int j = 0; j < d->in; j++)
			x[j] = (float)rng_normal(&r);
		d->label[i] = num_argmax(x, d->n_class);
		if (rng_uniform(&r) < 0.2)
			d->label[i] = (int)(rng_uniform(&r) * d->n_class);
	}
}

static bool
spec_fill(struct bench_run *r, const struct bench_load *l, struct err *e)
{
	struct str rest = str_of(l->knobs), word, key;

	train_spec_init(&r->spec);
	r->spec.seed = 1;
	r->spec.data = &r->data;
	while (str_cut(&rest, ' ', &word)) {
		if (!str_cut(&word, '=', &key)
		    || !train_spec_set(&r->spec, key, SPAN_NONE, word, SPAN_NONE, e))
			return false;
	}
	return train_spec_check(&r->spec, e);
}

struct bench_run *
bench_run_new(const struct bench_load *l, struct err *e)
{
	struct bench_run *r = calloc(1, sizeof(*r));
	size_t n = (size_t)l->rows;

	if (!r) {
		err_errno(e, "no room for a workload");
		return NULL;
	}
	r->data = (struct data_set){ .name = "bench", .n = l->rows, .n_train = l->rows,
				     .in = l->in, .target = DATA_CLASS,
				     .n_class = l->classes };
	if (arena_init(&r->arena, arena_need(sizeof(float), n * (size_t)l->in)
		       + arena_need(sizeof(int), n), e)) {
		data_fill(&r->data, &r->arena);
		if (spec_fill(r, l, e))
			r->run = train_run_new(&r->spec, e);
	}
	if (r->run)
		return r;
	bench_run_free(r);
	return NULL;
}

void
bench_run_free(struct bench_run *r)
{
	if (!r)
		return;
	if (r->run)
		train_run_free(r->run);
	arena_done(&r->arena);
	free(r);
}

/* ---- the peak ---- */

enum { SIDE = 512 };
struct product {
	float *a, *b, *c;
};

static void
multiply(void *with)
{
	const struct product *p = with;

	num_gemm(SIDE, SIDE, SIDE, p->a, SIDE, 1, p->b, SIDE, false, p->c, SIDE);
}

/* GFLOP/s of OpenBLAS on one core; the arithmetic of the runs is given back after it. */
bool
bench_peak(struct bench *b, struct err *e)
{
	enum num_math was = num_math();
	struct arena a = { 0 };
	struct product p;

	if (!num_math_use(NUM_BLAS, e)
	    || !arena_init(&a, 3 * arena_need(sizeof(float), SIDE * SIDE), e))
		return false;
	p = (struct product){ ARENA_NEW(&a, float, SIDE * SIDE),
			      ARENA_NEW(&a, float, SIDE * SIDE),
			      ARENA_NEW(&a, float, SIDE * SIDE) };
	for (int i = 0; i < SIDE * SIDE; i++)
		p.a[i] = p.b[i] = (float)(i % 7) - 3;
	bench_put(b, "sgemm", "speed", "GFLOP/s",
		  2e-9 * SIDE * SIDE * SIDE / bench_time(multiply, &p));
	arena_done(&a);
	return num_math_use(was, e);
}

/* ---- steps ---- */

enum { BUNCH = 10 };			/* steps between two looks at the clock */

static void
some_steps(void *with)
{
	train_run_steps(with, BUNCH);
}

void
bench_steps(struct bench *b, const struct bench_load *l, struct bench_run *r)
{
	double each = bench_time(some_steps, r->run) / BUNCH;
	double speed = 1e-9 * bench_load_flops(l) / each;

	bench_put(b, l->name, "steps", "1/s", 1 / each);
	bench_put(b, l->name, "samples", "1/s", l->batch / each);
	bench_put(b, l->name, "speed", "GFLOP/s", speed);
	bench_put(b, l->name, "share of sgemm", "%",
		  100 * speed / bench_find(b, "sgemm", "speed")->v[b->round]);
}

/* ---- being watched ---- */

static void
one_snapshot(void *with)
{
	train_run_watch(with, 0, 0);
	train_run_steps(with, 0);
	train_run_take(with);
}

enum { GRID_W = 80, GRID_H = 40 };

static void
one_snapshot_with_grid(void *with)
{
	train_run_watch(with, GRID_W, GRID_H);
	train_run_steps(with, 0);
	train_run_take(with);
}

void
bench_snapshot(struct bench *b, const struct bench_load *l, struct bench_run *r)
{
	double plain = bench_time(one_snapshot, r->run);

	bench_put(b, l->name, "snapshot", "ms", 1e3 * plain);
	if (l->in == 2)
		bench_put(b, l->name, "snapshot with a grid of 80x40", "ms",
			  1e3 * bench_time(one_snapshot_with_grid, r->run));
}

enum { WATCH_RATE = 60, WATCH_SLICES = 6 };
#define WATCH_SECONDS 0.1

/* A reader, as a screen is one. */
struct reader {
	struct train_run *run;
	int w, h;
	long got;			/* snapshots */
	double wait;			/* longest, in seconds */
};

static void
read_once(struct reader *v)
{
	double start = bench_now(), took;

	train_run_watch(v->run, v->w, v->h);
	v->got += train_run_take(v->run) != NULL;
	took = bench_now() - start;
	v->wait = took > v->wait ? took : v->wait;
}

/* Steps a second over a slice of time, read or not. */
static double
slice(struct reader *v, bool watched)
{
	const struct timespec frame = { 0, 1000000000 / WATCH_RATE };
	long from = train_run_step(v->run);
	double start = bench_now(), took;

	do {
		if (watched)
			read_once(v);
		nanosleep(&frame, NULL);
		took = bench_now() - start;
	} while (took < WATCH_SECONDS);
	return (double)(train_run_step(v->run) - from) / took;
}

bool
bench_watched(struct bench *b, const struct bench_load *l, struct bench_run *r,
	      struct err *e)
{
	struct train_pool *p = train_pool_new(b->threads, e);
	struct train_goal g = { .step = LONG_MAX };
	struct reader v = { .run = r->run, .w = l->in == 2 ? GRID_W : 0,
			    .h = l->in == 2 ? GRID_H : 0 };
	double alone = 0, watched = 0;

	if (!p)
		return false;
	train_pool_start(p, &r->run, 1, &g);
	for (int i = 0; i < WATCH_SLICES; i++) {
		alone += slice(&v, false);
		watched += slice(&v, true);
	}
	train_pool_free(p);
	bench_put(b, l->name, "speed while watched", "%", 100 * watched / alone);
	bench_put(b, l->name, "snapshots while watched", "1/s",
		  (double)v.got / (WATCH_SLICES * WATCH_SECONDS));
	bench_put(b, l->name, "longest wait of the reader", "ms", 1e3 * v.wait);
	return true;
}

/* ---- several at a time ---- */

enum { NETS = 4 };
#define SCALING_SECONDS 0.15

/* Steps a second of NETS networks together in a pool. */
static double
together(struct bench_run **net, int threads, long steps, struct err *e)
{
	struct train_pool *p = train_pool_new(threads, e);
	struct train_run *run[NETS];
	double start;

	if (!p)
		return 0;
	for (int i = 0; i < NETS; i++)
		run[i] = net[i]->run;
	start = bench_now();
	for (int i = 0; i < NETS; i++) {
		struct train_goal g = { .step = train_run_step(run[i]) + steps };

		train_pool_start(p, &run[i], 1, &g);
	}
	for (int i = 0; i < NETS; i++)
		while (!train_pool_idle(p, run[i]))
			train_pool_wait(p);
	start = bench_now() - start;
	train_pool_free(p);
	return NETS * (double)steps / start;
}

bool
bench_scaling(struct bench *b, const struct bench_load *l, struct err *e)
{
	double rate = bench_find(b, l->name, "steps")->v[b->round];
	long steps = (long)(rate * SCALING_SECONDS / NETS) + 1;
	struct bench_run *net[NETS] = { NULL };
	double one = 0, more = 0;
	bool ok = true;

	for (int i = 0; ok && i < NETS; i++) {
		net[i] = bench_run_new(l, e);
		ok = net[i] != NULL;
	}
	if (ok) {
		together(net, 1, steps / 4 + 1, e);
		one = together(net, 1, steps, e);
		more = together(net, b->threads, steps, e);
		bench_put(b, l->name, "4 networks, times one thread", "",
			  one > 0 ? more / one : 0);
	}
	for (int i = 0; i < NETS; i++)
		bench_run_free(net[i]);
	return e->code == ERR_NONE;
}
