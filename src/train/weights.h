/* Weights of a net as named tensors: "0.weight" is that of its first layer. */
#ifndef TRAIN_WEIGHTS_H
#define TRAIN_WEIGHTS_H

#include "train/plan.h"

enum { WEIGHTS_NAME_MAX = 40 };

/* Parameters and buffers of a net, in their order. */
int weights_count(const struct nn_net *net);
/* Fills out[weights_count]: names in the arena, numbers lent from the net's blocks. */
void weights_tensors(const struct nn_net *net, struct data_tensor *out, struct arena *a);
size_t weights_need(const struct nn_net *net);		/* arena bytes of those names */

/* Every tensor of the net is there, and of its shape; what else there is is ignored.
 * check: without a copy, for a net that is planned only. */
bool weights_check(const struct nn_net *net, const struct data_tensors *t,
		   struct span at, struct err *e);
void weights_copy(struct nn_net *net, const struct data_tensors *t);

/* Those that init=file: names, where it does. */
bool weights_from_file(struct nn_net *net, const struct train_spec *s, bool check,
		       struct err *e);

#endif
