/* The formats, one file each. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "actlab/report.h"

bool text_write(FILE *f, const struct lab_result *r, struct lab_take *take,
		struct err *e);
bool tap_write(FILE *f, const struct lab_result *r, struct lab_take *take, struct err *e);
bool json_write(FILE *f, const struct lab_result *r, struct lab_take *take,
		struct err *e);

/* The question number i of the plan. */
const struct lab_ask *format_ask(const struct lab_plan *plan, int i);
/* The answer as a person reads it: "-12.04", "b) still guess". */
const char *format_answer(char *buf, size_t size, const struct lab_ask *q);
/* "2-20-2 relu, he; ...": run i as the lab declares it, in= and out= as its data has
 * them where there is a take. */
const char *format_network(char *buf, size_t size, const struct lab_plan *plan,
			   struct lab_take *take, int i);
/* "circles n=400 noise=0.05": the data line of the lab. */
const char *format_data(char *buf, size_t size, const struct lab_plan *plan);
/* "sig.act=tanh rel.lr=0.1" */
const char *format_changes(char *buf, size_t size, const struct lab_plan *plan,
			   const struct lab_change *c, int n);
/* "3 of 3 expectations held", "1 of 3 expectations failed", "not judged" */
const char *format_outcome(char *buf, size_t size, const struct lab_result *r);

#endif
