/* What the kinds of data share. */
#ifndef DATA_SET_H
#define DATA_SET_H

#include "actlab/data.h"

/* The row that every kind has: how much is the test part. */
#define DATA_PARAM_TEST(def) { "test", PARAM_REAL, 0, 1e7, (def), "", NULL, \
	"test part, drawn at random: a share below 1 or a number of rows" }

/* Sets up x, and label or y, for the shape of *d: n, in, target, n_class, out.
 * Inputs are named x1 ..., classes 0 ... */
void data_set_alloc(struct data_set *d, struct arena *a);
/* Arena bytes of that, and of the split. */
size_t data_set_need(const struct data_set *d);
/* Of a set with a test part, row i is row from[i] of n as they were made or read. */
void data_split_order(int *from, int n, uint64_t seed);

/* The rows of data sets that are made; data_kinds[] lists them. */
extern const struct param data_circles_params[], data_spirals_params[],
	data_moons_params[], data_xor_params[], data_gaussians_params[],
	data_blobs_params[], data_plane_params[], data_sine_params[],
	data_multilabel_params[];
void data_pair_shape(struct data_set *d, const struct param_set *p);
void data_blobs_shape(struct data_set *d, const struct param_set *p);
void data_plane_shape(struct data_set *d, const struct param_set *p);
void data_sine_shape(struct data_set *d, const struct param_set *p);
void data_multilabel_shape(struct data_set *d, const struct param_set *p);
void data_circles_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_spirals_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_moons_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_xor_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_gaussians_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_blobs_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_plane_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_sine_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_multilabel_fill(struct data_set *d, const struct param_set *p, struct rng *r);

extern const struct param data_parity_params[], data_adding_params[],
	data_recall_params[];
void data_parity_shape(struct data_set *d, const struct param_set *p);
void data_adding_shape(struct data_set *d, const struct param_set *p);
void data_recall_shape(struct data_set *d, const struct param_set *p);
void data_parity_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_adding_fill(struct data_set *d, const struct param_set *p, struct rng *r);
void data_recall_fill(struct data_set *d, const struct param_set *p, struct rng *r);

/* Those that are read, or can fail. */
#define DATA_READ(name) bool name(struct data_set *d, const struct param_set *p, \
				  const struct data_place *place, struct rng *r, \
				  struct arena *own, struct err *e)
extern const struct param data_csv_params[], data_digits_params[], data_npy_params[],
	data_idx_params[], data_curve_params[];
DATA_READ(data_csv_read);
DATA_READ(data_digits_read);
DATA_READ(data_npy_read);
DATA_READ(data_idx_read);
DATA_READ(data_curve_read);

#endif
