/* A net in JSON, for a checkpoint that stands for itself:
 *	{"in": [2], "own": ["f(x) = x*x"],
 *	 "layers": [{"kind": "dense", "units": 16}, ...]}
 * A layer has its kind's arguments by name; act and gate as in a lab. */
#ifndef TRAIN_NETWORK_H
#define TRAIN_NETWORK_H

#include "actlab/train.h"

/* Text that the caller frees by free(); NULL: no memory. */
char *network_text(const struct nn_net *net);
/* Plans the net into the arena, which network_need bytes are left in, and reads one's own
 * activations into *own.  Errors name the layer. */
bool network_read(struct nn_net *net, struct nn_own *own, const char *text,
		  struct arena *a, struct err *e);
size_t network_need(const char *text);

#endif
