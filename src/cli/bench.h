/* What `actlab bench` measures: figures, each once a round. */
#ifndef CLI_BENCH_H
#define CLI_BENCH_H

#include "actlab/train.h"

enum { BENCH_ROUNDS_MIN = 5, BENCH_ROUNDS_MAX = 100, BENCH_FIGURES_MAX = 320 };

/* One figure: "W2", "steps" per second, in every round. */
struct bench_figure {
	const char *name, *what, *unit;
	double v[BENCH_ROUNDS_MAX];
};
struct bench {
	int rounds, round;
	int threads;			/* of the scaling */
	int n_figure;
	struct bench_figure *figure;	/* (BENCH_FIGURES_MAX), in the order of coming */
};
/* Notes a figure of this round; names are lent. */
void bench_put(struct bench *b, const char *name, const char *what, const char *unit,
	       double v);
/* NULL: was not measured. */
const struct bench_figure *bench_find(const struct bench *b, const char *name,
				      const char *what);
struct bench_range {
	double median, least, most;
};
struct bench_range bench_range(const struct bench *b, const struct bench_figure *f);

/* Seconds of a clock that only goes forward. */
double bench_now(void);
/* Seconds of processor time that f takes, from as many calls as fill a slice of time. */
double bench_time(void (*f)(void *with), void *with);

/* ---- workloads ---- */

struct bench_load {
	const char *name, *text;	/* "W1", "2-4-2-1 tanh, ..." */
	const char *knobs;
	int rows, in, classes, batch;
	double weights, first, biases;	/* parameters: weights, those of the first layer
					 * among them; biases */
};
extern const struct bench_load bench_loads[];	/* W1 ... W5, { 0 } */
const struct bench_load *bench_load_find(const char *name);
/* Floating-point operations of a step, as executed. */
double bench_load_flops(const struct bench_load *l);

/* A workload with its data, ready to run. */
struct bench_run;
struct bench_run *bench_run_new(const struct bench_load *l, struct err *e);
void bench_run_free(struct bench_run *r);

/* ---- measurements: one round of each ---- */

bool bench_peak(struct bench *b, struct err *e);
void bench_steps(struct bench *b, const struct bench_load *l, struct bench_run *r);
void bench_snapshot(struct bench *b, const struct bench_load *l, struct bench_run *r);
/* Training in a pool, read sixty times a second or not, in turn. */
bool bench_watched(struct bench *b, const struct bench_load *l, struct bench_run *r,
		   struct err *e);
bool bench_scaling(struct bench *b, const struct bench_load *l, struct err *e);
void bench_acts(struct bench *b);

/* ---- what is printed ---- */

void bench_text(FILE *f, const struct bench *b);
bool bench_json(FILE *f, const struct bench *b, struct err *e);

#endif
