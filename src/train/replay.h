/* A recorded run that is being taken again. */
#ifndef TRAIN_REPLAY_H
#define TRAIN_REPLAY_H

#include "train/manifest.h"

struct replay {
	struct manifest m;
	struct train_replay *r;
	const struct nn_precision *precision;	/* NULL: float32 */
	struct arena plan, room;
	struct nn_net net;
	struct nn_work work;
	struct nn_opt_state state;
	const struct nn_tensor **tensor;	/* (n_name): the first that bears the
						 * name */
	const struct nn_tensor **place;		/* (m.n_place): every tensor of the net */
	int in, out;				/* of a row */
	int parts;				/* of a row that are judged one by one:
						 * steps of a sequence whose classes are
						 * to be told */
	float *was;				/* (n_param): before the step */
	float *x, *y;				/* (rows,in), (rows,out) or NULL */
	int *label;				/* (rows,parts) or NULL */
	int *index;				/* (steps,batch) */
	float *batch_x, *batch_y, *dy, *scratch;
	int *batch_label;
	double floor;				/* of the scale of a loss */
};

/* Where the values of a tensor are now. */
float *replay_values(const struct replay *p, const struct nn_tensor *t);
/* Fills the recorded half of p->r, and what it is in words. */
bool replay_recorded(struct replay *p, struct err *e);
/* Fills p->r->check from the steps that have been taken. */
bool replay_compare(struct replay *p, struct err *e);

#endif
