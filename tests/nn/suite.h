/* What the files of this suite share: each adds its cases; tables read from CSV. */
#ifndef TESTS_NN_SUITE_H
#define TESTS_NN_SUITE_H

#include "tests/tap.h"
#include "actlab/nn.h"

void suite_act(void);
void suite_loss(void);
void suite_init(void);
void suite_opt(void);
void suite_net(void);
void suite_replay(void);

/* A CSV file below tests/nn: fields (row, column) as text, without quotes inside. */
enum { CSV_ROWS_MAX = 2000, CSV_COLS_MAX = 16 };
struct csv {
	char *text;
	int rows;
	char *cell[CSV_ROWS_MAX][CSV_COLS_MAX];
};
/* Row 0 is the first after the header; exits where the file is missing. */
void csv_read(struct csv *c, const char *below_tests);
/* "0.5 -1 3" as numbers; returns how many. */
int csv_numbers(const char *s, double *v, int max);

/* An arena of this size, or the test fails. */
struct arena suite_arena(size_t size);
/* "name_sentence" as a case. */
void suite_row(const char *name, const char *sentence, CMUnitTestFunction f,
	       const void *row);

#endif
