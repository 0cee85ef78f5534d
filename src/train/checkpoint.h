/* What a checkpoint is put together from, and how its parts are read. */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "train/run.h"

enum { CHECKPOINT_LOG_COUNTS = 6, CHECKPOINT_LOG_TENSORS = 4,
       CHECKPOINT_LOG_NOTES = TRAIN_EVENTS_MAX + TRAIN_CHANGES_MAX };

struct checkpoint {
	struct arena a;
	struct data_tensors t;
	struct train_numbers numbers;
	int64_t *lost;			/* (depth,2) */
	int64_t log_count[CHECKPOINT_LOG_COUNTS], event[TRAIN_EVENTS_MAX];
	double *point, *eval;		/* (TRAIN_POINTS_MAX + 1,4),
					 * (TRAIN_EVALS_MAX,5) */
};
/* A tensor (rows,cols), or of cols where rows is -1; v is lent. */
void checkpoint_put(struct checkpoint *p, const char *name, const char *dtype, int rows,
		    int cols, const void *v);
void checkpoint_note(struct checkpoint *p, const char *key, const char *value);
/* false: e says what of the file is wrong. */
bool checkpoint_wrong(const struct data_tensors *t, struct err *e, const char *what);
/* What a text in it is wrong about. */
bool checkpoint_says(const struct data_tensors *t, const struct err *why, struct err *e);
/* The bytes of a tensor of n elements of the type. */
bool checkpoint_get(const struct data_tensors *t, const char *name, const char *dtype,
		    void *to, int n, struct err *e);

/* What happened so far, and the changes that wait for their step. */
size_t checkpoint_log_need(void);
void checkpoint_log_put(struct checkpoint *p, struct train_run *r);
bool checkpoint_log_get(struct train_run *r, const struct data_tensors *t, struct err *e);

#endif
