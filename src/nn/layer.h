/* The layer kinds' functions, and what they share; see struct nn_layer_kind. */
#ifndef NN_LAYER_H
#define NN_LAYER_H

#include "actlab/nn.h"

/* The next tensor of a layer: (rows,cols) parameters, with the layer's fans. */
struct nn_tensor *layer_tensor(struct nn_layer *l, const char *name, int rows, int cols,
			       int fan_in, int fan_out);

extern const struct param layer_dense_params[];
bool layer_dense_plan(struct nn_layer *l, struct err *e);
void layer_dense(const struct nn_layer *l, const struct nn_flow *f);
void layer_dense_back(const struct nn_layer *l, const struct nn_flow *f);

bool layer_act_plan(struct nn_layer *l, struct err *e);
void layer_act(const struct nn_layer *l, const struct nn_flow *f);
void layer_act_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_residual_params[];
bool layer_residual_plan(struct nn_layer *l, struct err *e);
void layer_residual(const struct nn_layer *l, const struct nn_flow *f);
void layer_residual_back(const struct nn_layer *l, const struct nn_flow *f);

#endif
