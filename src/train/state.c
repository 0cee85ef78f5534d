/* The state of a run: what its next step depends on besides its knobs. */
#include "train/run.h"

#include <string.h>

void
train_numbers_take(struct train_numbers *n, const struct train_run *r)
{
	*n = (struct train_numbers){
		.number = { r->opt.power[0], r->opt.power[1], r->loss_batch,
			    r->scale.factor },
		.count = { r->opt.t, atomic_load(&r->step), r->epoch, r->row, r->batch,
			   r->keep, r->scale.good, r->scale.skipped,
			   atomic_load(&r->diverged) }
	};
	memcpy(n->noise, r->noise.s, sizeof(n->noise));
}

void
train_numbers_give(const struct train_numbers *n, struct train_run *r)
{
	r->opt.power[0] = n->number[0];
	r->opt.power[1] = n->number[1];
	r->loss_batch = n->number[2];
	r->scale.factor = n->number[3];
	r->opt.t = (long)n->count[TRAIN_AT_T];
	atomic_store(&r->step, (long)n->count[TRAIN_AT_STEP]);
	r->epoch = (long)n->count[TRAIN_AT_EPOCH];
	r->row = (int)n->count[TRAIN_AT_ROW];
	r->batch = (int)n->count[TRAIN_AT_BATCH];
	r->keep = n->count[TRAIN_AT_KEEP] != 0;
	r->scale.good = (long)n->count[TRAIN_AT_GOOD];
	r->scale.skipped = (long)n->count[TRAIN_AT_SKIPPED];
	memcpy(r->noise.s, n->noise, sizeof(n->noise));
}

int
train_blocks(struct train_run *r, struct train_block b[TRAIN_BLOCKS])
{
	int n = 0;

	b[n++] = (struct train_block){ NULL, 0, r->net.n_param, r->net.param };
	b[n++] = (struct train_block){ NULL, 0, r->net.n_buffer, r->net.buffer };
	b[n++] = (struct train_block){ "state/optimiser", r->plan.opt->n_slot,
				       r->net.n_param, r->opt.slot };
	b[n++] = (struct train_block){ "state/before", 0, r->net.n_param, r->before };
	return n;
}

size_t
train_block_floats(const struct train_block *b)
{
	return (size_t)(b->rows ? b->rows : 1) * (size_t)b->cols;
}
