/* A reference trajectory: manifest (JSON) and tensors (safetensors) below
 * tests/nn/trajectories.
 */
#ifndef TESTS_NN_FIXTURE_H
#define TESTS_NN_FIXTURE_H

#include "tests/nn/suite.h"

#include <jansson.h>

struct fixture_file {
	json_t *json;			/* the manifest */
	json_t *header;			/* of the safetensors file */
	unsigned char *data;		/* all of that file */
	size_t size, body;		/* body: offset of the first tensor */
};
/* A file that cannot be read or is not what it should be fails the test. */
void fixture_open(struct fixture_file *f, const char *name);
void fixture_close(struct fixture_file *f);

/* Number of elements of a tensor, -1: none of that name. */
int fixture_length(const struct fixture_file *f, const char *tensor);
/* The whole tensor; its dtype must be the one of the function. */
void fixture_floats(const struct fixture_file *f, const char *tensor, float *v, int n);
void fixture_doubles(const struct fixture_file *f, const char *tensor, double *v, int n);
void fixture_ints(const struct fixture_file *f, const char *tensor, int *v, int n);

/* Manifest: a number or a text, or the default. */
double fixture_number(const json_t *o, const char *key, double def);
const char *fixture_text(const json_t *o, const char *key);

#endif
