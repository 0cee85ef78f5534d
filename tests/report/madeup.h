/* A lab that is never trained, and results that somebody thought up. */
#ifndef TESTS_REPORT_MADEUP_H
#define TESTS_REPORT_MADEUP_H

#include "actlab/report.h"

enum { MADEUP_ASKS = 3, MADEUP_EXPECTS = 4, MADEUP_TODOS = 1, MADEUP_SEEDS = 5 };

struct madeup {
	struct lab_plan *plan;
	struct lab_result result;
	struct lab_answer answer[MADEUP_ASKS];
	struct lab_verdict verdict[MADEUP_EXPECTS];
	struct lab_seed_verdict seed[MADEUP_EXPECTS][MADEUP_SEEDS];
	struct lab_todo_result todo[MADEUP_TODOS];
};
/* Nobody answered and everything held. */
void madeup_held(struct madeup *m);
/* Some answers, one wrong; an expectation failed; one seed had no value; todo solved. */
void madeup_mixed(struct madeup *m);
/* Left before the judge phase. */
void madeup_left(struct madeup *m);
void madeup_done(struct madeup *m);

#endif
