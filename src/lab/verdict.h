/* From what was measured to what holds. */
#ifndef LAB_VERDICT_H
#define LAB_VERDICT_H

#include "lab/take.h"

/* Measures an expectation in a finished take. */
void lab_seed_measure(const struct lab_expect *x, struct lab_take *t,
		      struct lab_seed_verdict *s);
/* Decides once all seeds are measured; else nothing changes. */
void lab_verdict_decide(struct lab_verdict *v);

#endif
