/* What the files of this suite share: each adds its cases; tables read from CSV. */
#ifndef TESTS_NN_SUITE_H
#define TESTS_NN_SUITE_H

#include "tests/tap.h"
#include "actlab/nn.h"

void suite_act(void);
void suite_facts(void);
void suite_own(void);
void suite_loss(void);
void suite_ulp(void);
void suite_init(void);
void suite_opt(void);
void suite_net(void);
void suite_precision(void);
void suite_layer(void);

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

/* A net's lines as a lab would write them, "dense 32 act=relu init=he | residual 2";
 * returns how many.  Weights without init= are drawn by xavier. */
enum { SUITE_LINES_MAX = 48 };
int suite_lines(struct nn_layer_spec spec[SUITE_LINES_MAX], const char *text);
/* "1x8x8" */
struct nn_shape suite_shape(const char *text);

/* The shortest way from lines to a net with weights and room for passes. */
struct suite_net {
	struct arena a;
	struct nn_net net;
	struct nn_work work;
};
void suite_net_build(struct suite_net *f, const char *lines, const char *in, int rows,
		     uint64_t seed);
/* Nets of every kind of layer, smooth, so that a difference quotient can be trusted. */
struct suite_case {
	const char *name, *lines, *in, *loss;
	int vocab;			/* inputs are whole numbers below it; 0: any */
};
extern const struct suite_case suite_cases[];	/* ends with { 0 } */
/* n inputs for the case. */
void suite_case_x(const struct suite_case *c, float *x, int n, uint64_t seed);

/* Normal numbers. */
void suite_numbers(float *x, int n, uint64_t seed);

#endif
