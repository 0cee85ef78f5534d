/* What the tests of the lab floor share. */
#ifndef TESTS_LAB_H
#define TESTS_LAB_H

#include "actlab/lab.h"
#include "tests/tap.h"

/* A small lab: two runs, sig and rel, on forty points; what follows is the caller's. */
extern const char lab_head[];
/* Parses head and tail, NULL: errs has why.  The text is copied. */
struct lab_plan *lab_of(const char *tail, struct err_list *errs);
/* The same, where nothing may be wrong with it. */
struct lab_plan *lab_good(const char *tail);
/* All errors as they are printed; malloc'ed. */
char *lab_errors_text(const struct err_list *errs);
/* The whole file, malloc'ed, with its length. */
char *lab_slurp(const char *path, int *n);
/* Names in a directory below tests/ that end so, sorted; malloc'ed, NULL at the end. */
char **lab_names(const char *dir, const char *end);
/* Trains a take to its end. */
struct lab_take *lab_play(const struct lab_plan *p, uint64_t seed,
			  struct train_pool *pool, const struct lab_change *change,
			  int n);

/* A plan as text. */
void lab_dump(FILE *f, const struct lab_plan *p);

void lab_add_bad(void);
void lab_add_good(void);
void lab_add_language(void);
void lab_add_answers(void);
void lab_add_takes(void);
void lab_add_own(void);
void lab_add_judges(void);
void lab_add_shipped(void);
void lab_add_mutants(void);
void lab_add_pages(void);
void lab_add_session(void);

#endif
