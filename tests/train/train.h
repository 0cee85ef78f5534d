/* What the cases of this floor share: data sets, specs from one line of text. */
#ifndef TESTS_TRAIN_H
#define TESTS_TRAIN_H

#include "actlab/train.h"
#include "tests/tap.h"

/* Data made with "circles n=400 noise=0.05" and a seed; given back by data_drop. */
struct made {
	struct data_set set;
	struct arena own;
};
void data_from(struct made *m, const char *text, uint64_t seed);
void data_drop(struct made *m);

/* Knobs from "hidden=20x32 act=relu", on top of the defaults. */
void spec_from(struct train_spec *s, const struct data_set *d, const char *knobs);
struct train_run *run_from(const struct data_set *d, const char *knobs);
bool run_turn(struct train_run *r, const char *key, const char *value, long at,
	      struct err *e);

/* Facts of a run; the arena is set up at its first use. */
struct train_facts run_facts(struct train_run *r, struct arena *a);
/* A snapshot of a run that no pool holds, just taken. */
const struct train_snapshot *run_shot(struct train_run *r, int w, int h);

void knob_cases(void);
void plan_cases(void);
void quiet_cases(void);
void rate_cases(void);
void run_cases(void);
void same_cases(void);
void look_cases(void);
void level_cases(void);
void grid_cases(void);
void history_cases(void);
void pool_cases(void);
void plate_cases(void);
void slice_cases(void);
void trail_cases(void);
void turn_cases(void);
void metric_cases(void);
void precision_cases(void);
void replay_cases(void);
void checkpoint_cases(void);
void past_cases(void);
void stage_cases(void);
void resume_cases(void);
void answers_cases(void);
void units_cases(void);

#endif
