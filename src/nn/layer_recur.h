/* What rnn and lstm have in common: sums w x + u h + b of one or several gates, step by
 * step.  Inside, a step's arrays lie together: (steps,gates,n,units).
 */
#ifndef NN_LAYER_RECUR_H
#define NN_LAYER_RECUR_H

#include "layer.h"

struct recur {
	int n, steps, in, units, gates;
	size_t block;			/* n * units: one gate of one step */
};
struct recur recur_of(const struct nn_layer *l, const struct nn_flow *f, int gates);

/* Shapes and tensors: weight_ih (gates*units,in), weight_hh (gates*units,units), bias_ih
 * and bias_hh (1,gates*units); scratch holds both weights transposed, and scratch_row
 * floats a row besides. */
bool recur_plan(struct nn_layer *l, int gates, int cache_blocks, int scratch_blocks,
		struct err *e);
/* Transposes the weights into scratch, for recur_sums. */
void recur_begin(const struct recur *r, const struct nn_flow *f);
/* z (gates,n,units) of step t; before (n,units) is h of the step before, NULL at 0. */
void recur_sums(const struct recur *r, const struct nn_flow *f, int t, float *z,
		const float *before);
/* y gets h (n,units) of step t, where it is wanted. */
void recur_put(const struct nn_layer *l, const struct recur *r, const struct nn_flow *f,
	       int t, const float *h);

/* dh (n,units) += what y's gradient says of step t. */
void recur_take(const struct nn_layer *l, const struct recur *r, const struct nn_flow *f,
		int t, float *dh);
/* From dz (gates,n,units) of step t: adds to the gradients, writes dx of that step, and
 * overwrites dh with that of the step before. */
void recur_back(const struct recur *r, const struct nn_flow *f, int t, const float *dz,
		const float *before, float *dh);

#endif
