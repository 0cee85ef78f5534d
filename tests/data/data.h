/* Each file of this folder adds its cases in one function. */
#ifndef TESTS_DATA_H
#define TESTS_DATA_H

#include "tests/tap.h"
#include "actlab/data.h"

void data_kinds_cases(void);
void data_made_cases(void);
void data_split_cases(void);
void data_csv_parse_cases(void);
void data_csv_cases(void);
void data_csv_wrong_cases(void);
void data_digits_cases(void);
void data_tensors_cases(void);
void data_arrays_cases(void);
void data_sequence_cases(void);
void data_curve_cases(void);

/* A data set and what it lies in. */
struct made {
	struct data_set d;
	struct arena own;
};
/* Where the tests' files are: a directory of this run alone, and the shipped data. */
extern struct data_place data_here;
/* Makes "circles n=10 noise=0": false where e says why, also for a bad parameter. */
bool data_try(struct made *m, const char *what, uint64_t seed, struct err *e);
/* The same, where nothing may go wrong. */
void data_of(struct made *m, const char *what, uint64_t seed);
void data_done(struct made *m);
/* All bits of x, y and label. */
uint64_t data_hash(const struct made *m);

/* Writes a file into data_here.lab_dir; n < 0: text is a string. */
void data_write(const char *name, const char *text, int n);

/* Writes x.npy (5,2,2), y.npy (5), t-images-idx3 and t-labels-idx1 of the same
 * numbers. */
void data_write_arrays(void);

/* Mean and deviation of column j of x over the rows of class k, or all (k < 0). */
double data_mean(const struct made *m, int j, int k);
double data_deviation(const struct made *m, int j, int k);
int data_count(const struct made *m, int k);

#endif
