/* The inside of a run.  Who is inside (one worker of a pool, or the caller of a run
 * that no pool holds) owns everything but the parts marked otherwise.
 */
#ifndef TRAIN_RUN_H
#define TRAIN_RUN_H

#include "train/plan.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- history: what happened, in bounded room ---- */

/* Points and events are of who is inside, evals and trail of who looks; a caller has both. */
struct train_history {
	long from;			/* what lies before this step is known already, or
					 * of no concern */
	long width;			/* steps that a full point stands for */
	long every, n_look;		/* looks from eval to eval; looks so far */
	int n_point, n_eval, n_event;
	struct train_point *point;	/* (TRAIN_POINTS_MAX) */
	struct train_eval *eval;	/* (TRAIN_EVALS_MAX) */
	struct train_event *event;	/* (TRAIN_EVENTS_MAX) */
	struct train_point open;	/* the point that is filling; its mean is a sum */
	long n_open;
	struct train_trail trail;
	long trail_every, trail_look;	/* looks from record to record; looks so far */
};
void train_history_alloc(struct train_history *h, struct arena *a);
size_t train_history_need(void);
void train_history_loss(struct train_history *h, long step, double loss, double lr,
			double scale);
void train_history_eval(struct train_history *h, const struct train_facts *f);
/* The oldest events go when there are too many. */
void train_history_event(struct train_history *h, long step, const char *key,
			 const char *value);
/* Forgets what came behind a step: it is to be trained again. */
void train_history_cut(struct train_history *h, long step);
/* Copies all points, the open one too; to has room for TRAIN_POINTS_MAX. */
int train_history_points(const struct train_history *h, struct train_point *to);

/* trail.c */
int train_trail_room(int levels);
size_t train_trail_need(int levels);
void train_trail_alloc(struct train_trail *t, int levels, struct arena *a);
/* Right after a look, whose facts these are. */
void train_trail_add(struct train_history *h, const struct train_run *r,
		     const struct train_facts *f, const struct num_loghist *grad);
/* Forgets what came behind a step. */
void train_trail_cut(struct train_history *h, long step);
void train_trail_copy(struct train_trail *to, const struct train_trail *from);

/* plate.c */
struct train_plates {
	int n;
	struct train_plate *plate;	/* (TRAIN_PLATES_MAX) */
	float *v;			/* (TRAIN_PLATES_MAX, TRAIN_PLATE_FLOATS) */
};
size_t train_plates_need(void);
void train_plates_alloc(struct train_plates *p, struct arena *a);
/* After a pass forward of look.work with the first n rows of the data, x. */
void train_plates_fill(const struct train_run *r, struct train_plates *p, const float *x,
		       int n);

/* slice.c */
struct train_slicer;
/* Works on for some milliseconds around the weights of the still; to->v has room.  false:
 * *leave became true. */
bool train_slice_go_on(struct train_run *r, struct train_slice *to,
		       const atomic_bool *leave);
void train_slicer_free(struct train_slicer *s);

/* ---- look: facts, taken without touching the run ---- */

enum { TRAIN_GRID_MAX = 65536 };

/* A stretch of numbers: moments merged part by part, in double. */
struct train_moments {
	double n, mean, m2;
};
void train_moments_add(struct train_moments *m, const float *x, int n);

struct train_look_level {
	const struct nn_layer *layer;	/* with the weights */
	const struct nn_layer *act;	/* NULL: none */
	float *flat;			/* (units): |f'| below it is saturated */
	unsigned char *alive;		/* (units): f' was not 0 on some row */
	uint32_t *flat_n;		/* (units): rows where it was; if asked for */
	struct train_moments y, z;
	double max;			/* |output| */
	double saturated, zero;		/* counts */
};
struct train_look {
	struct nn_work work;		/* (TRAIN_LOOK_ROWS) */
	float *grad;			/* (n_param): sum over the parts */
	float *slope;			/* (rows, widest level) */
	float *prob;			/* (rows, k); the loss's scratch too */
	float *x;			/* (rows, in): points of a grid */
	struct train_look_level *level;	/* (levels) */
	struct train_facts out;		/* room for the facts a worker takes */
	double *gram, *value, *spare;	/* (side,side), (side), (side): of dear facts */
	double *back;			/* (depth): |dL/dy| of every layer; see nn_work */
	/* where a look leaves what a snapshot wants of it; NULL: nobody does */
	struct train_zhist *y_hist, *w_hist;	/* (levels) */
	float *sample, *sample_test;		/* (TRAIN_SAMPLE_ROWS, k) */
	struct train_plates *plates;
};
enum { TRAIN_SIDE_MAX = TRAIN_DEAR_ROWS };
/* The dear facts of a level, as far as they are asked for: n outputs rows y (n,units) and
 * pre-activations z (n,z_units). */
void train_dear_clear(struct train_level *f);
void train_dear_level(struct train_run *r, struct train_level *f, const float *y,
		      int units, const float *z, int z_units, int n);
size_t train_dear_need(int widest);
void train_dear_alloc(struct train_look *k, int widest, struct arena *a);
/* After a pass back with look.back: the factors of the chain rule. */
void train_dear_chain(struct train_run *r, struct train_level *f);
/* After a pass forward: the strongest path of its first row. */
void train_dear_path(struct train_run *r, struct train_level *f);
size_t train_look_need(const struct train_plan *p, const struct data_set *d);
void train_look_alloc(struct train_run *r, struct arena *a);
/* To be called when activations have changed. */
void train_look_acts(struct train_run *r);
/* What that has found out, from a look at the same net. */
void train_look_flat(struct train_look *k, const struct train_look *from, int levels);
/* Facts as of now; f->level has room.  z (levels) is filled too unless NULL.  Stops and
 * returns false when *leave becomes true; leave may be NULL. */
bool train_look_facts(struct train_run *r, struct train_facts *f, struct train_zhist *z,
		      const atomic_bool *leave);
/* Fills g->v, v has room for two numbers of TRAIN_GRID_MAX points; false as above. */
bool train_look_grid(struct train_run *r, struct train_grid *g, float *v, int w, int h,
		     const atomic_bool *leave);

/* Pre-activations: bins that widen twofold, and stay 60, when a value falls outside. */
void train_zhist_add(struct train_zhist *h, const float *z, int n);

/* ---- scale: reduced precision, and the factor of the loss ---- */

struct train_scale {
	float *rounded;			/* (n_param): weights of a pass */
	struct nn_lost *lost;		/* (depth): by training steps, from the start */
	double factor;			/* of the loss, as it is now */
	long good;			/* steps since it changed or one was skipped */
	long skipped;			/* steps */
};
size_t train_scale_need(const struct nn_net *net);
void train_scale_alloc(struct train_run *r, struct arena *a);
/* To be called when precision= or scale= has changed; start: from its beginning. */
void train_scale_set(struct train_run *r, bool start);
/* dL/dout (n floats) as back-propagation takes it: times scale and loss_weight. */
void train_scale_loss(const struct train_run *r, float *dy, int n);
/* Takes the scale out of the gradients.  false: they are not finite, dynamic scaling
 * skips this step and has halved; then they are 0. */
bool train_scale_gradients(struct train_run *r, float *grad);

/* What may help against numbers that are not finite; of a gradient, or of others. */
void train_scale_remedy(const struct train_run *r, bool gradient, char *out, size_t size);
/* Fills in flushed and overflow of a level: of its layer and those above it that have no
 * weights. */
void train_scale_lost(const struct train_run *r, int level, struct train_level *f);

/* ---- mail: changes in, snapshots out ---- */

enum { TRAIN_CHANGES_MAX = 128 };
struct train_change {
	long at;
	int id;				/* 1.. in the order of train_run_set */
	int row;			/* of train_knobs */
	struct param_value value;
};
/* ---- units.c ---- */

struct train_units_room {
	struct train_units *level;	/* (levels) */
	bool maps;			/* are they filled? */
};
size_t train_units_need(const struct nn_net *net);
void train_units_alloc(struct train_units_room *room, const struct nn_net *net,
		       struct arena *a);
/* After a look at the facts, whose work it takes for its maps. */
void train_units_fill(struct train_run *r, struct train_units_room *room);

struct train_slot {
	struct train_snapshot snap;
	struct train_point *point;
	struct train_eval *eval;
	struct train_event *event;
	struct train_facts facts;	/* room */
	struct num_loghist *grad_hist;
	struct train_zhist *z_hist, *y_hist, *w_hist;
	struct train_trail trail;
	float *sample, *sample_test;
	struct train_plates plates;
	float *slice;			/* (TRAIN_SLICE_SIDE, TRAIN_SLICE_SIDE) */
	float *grid;
	struct train_units_room units;
};
struct train_mail {
	pthread_mutex_t lock;		/* held for copies of changes only */
	int n_change;			/* under the lock */
	struct train_change *change;	/* under the lock (TRAIN_CHANGES_MAX) */
	atomic_long due;		/* step of the next change, LONG_MAX: none */

	atomic_ullong want;		/* 0, or a flag and the grid's size */
	unsigned long long still_want;	/* what the still is for */
	atomic_uint ready;		/* slot number, and FRESH */
	unsigned mine, spare;		/* the watcher's slot; the run's */
	struct train_slot slot[3];
};
size_t train_mail_need(const struct nn_net *net, int classes);
bool train_mail_init(struct train_mail *m, const struct nn_net *net, int classes,
		     struct arena *a, struct err *e);
void train_mail_done(struct train_mail *m);
/* Applies the changes that are due; called from inside before a look or a step. */
void train_mail_apply(struct train_run *r);
/* Puts n changes before those that wait. */
void train_mail_owe(struct train_mail *m, const struct train_change *c, int n);
/* Takes knobs as they are, all at once and without an event. */
void train_knobs_take(struct train_run *r, const struct param_set *knob);
bool train_mail_wanted(const struct train_mail *m);
/* From inside, between two steps: makes the still for the snapshot that is wanted. */
void train_snapshot_still(struct train_run *r);
/* Then, by whoever has the time, be the run trained meanwhile or not: looks at the still
 * and hands the snapshot over.  When *leave becomes true the wish stays. */
void train_snapshot_look(struct train_run *r, const atomic_bool *leave);
/* Nobody will look: the wish stays. */
void train_snapshot_forget(struct train_run *r);
/* Both, for runs of no pool, where a snapshot is wanted. */
void train_snapshot_serve(struct train_run *r);

/* ---- still: a copy to look at ---- */

size_t train_still_need(const struct train_plan *p, const struct data_set *d);
void train_still_alloc(struct train_run *r, struct arena *a);
void train_still_take(struct train_run *r);
/* Nobody shall look at it, and nobody does: the wish stays. */
void train_still_drop(struct train_run *r);

/* ---- state: what the next step depends on besides the knobs, for files and memory ---- */

enum { TRAIN_NUMBERS = 4, TRAIN_BLOCKS = 4 };
enum {					/* in train_numbers.count */
	TRAIN_AT_T, TRAIN_AT_STEP, TRAIN_AT_EPOCH, TRAIN_AT_ROW, TRAIN_AT_BATCH,
	TRAIN_AT_KEEP, TRAIN_AT_GOOD, TRAIN_AT_SKIPPED, TRAIN_AT_DIVERGED, TRAIN_COUNTS
};
struct train_numbers {
	double number[TRAIN_NUMBERS];
	int64_t count[TRAIN_COUNTS];
	uint64_t noise[4];
};
struct train_block {			/* floats (rows,cols), or (cols) */
	const char *name;		/* in a file; NULL: there by layer and tensor */
	int rows, cols;
	float *at;
};
void train_numbers_take(struct train_numbers *n, const struct train_run *r);
void train_numbers_give(const struct train_numbers *n, struct train_run *r);
/* Returns how many there are; besides them scale.lost (depth) belongs to a state, and the
 * order of the rows, which train_epoch_order makes again. */
int train_blocks(struct train_run *r, struct train_block b[TRAIN_BLOCKS]);
int train_slots_most(void);		/* of any optimiser */
size_t train_block_floats(const struct train_block *b);

/* ---- past: states kept in memory ---- */

struct train_kept {
	long step;
	int n_made;			/* changes made before this step */
	unsigned char *at;
};
struct train_past {
	struct arena own;
	pthread_mutex_t lock;		/* over all below; held for copies only */
	struct param_set base;		/* knobs at the first state */
	long every;
	size_t bound, state;		/* bytes */
	unsigned era;			/* how often a change was taken back */
	int room, n, n_free;
	struct train_kept *kept;	/* (room), by step; kept[0] stays */
	unsigned char **free;		/* (room) */
	atomic_int n_made;
	struct train_change *made;	/* (TRAIN_CHANGES_MAX), as they were made */
};
/* After a step: keeps it where its turn has come. */
void train_past_keep(struct train_run *r);
void train_past_made(struct train_run *r, const struct train_change *c);
void train_past_free(struct train_past *p);

/* ---- membership in a pool ---- */

struct train_member {			/* under the pool's lock but for the atomics */
	struct train_pool *pool;	/* set by the caller's thread only */
	struct train_run *next;
	long start;			/* step at the last start */
	struct train_goal goal;
	unsigned long group;		/* of runs started by one call */
	bool inside, counted;
	bool met;			/* its until */
	int claims;			/* callers who want to get inside */
	atomic_long allow;
	atomic_bool leave;		/* stop within a step */
	atomic_bool still;		/* there is one that has not been looked at */
	bool looking;			/* somebody does */
	bool closed;			/* a caller is inside: nobody may */
	double look_at;			/* training goes before looking until then */
};
/* For callers: alone inside from enter to leave, whoever trains. */
void train_run_enter(struct train_run *r);
void train_run_leave(struct train_run *r);
void train_pool_poke(struct train_run *r);	/* a snapshot is wanted */
void train_pool_again(struct train_run *r);	/* it is to find its until met again */

/* ---- the run ---- */

struct train_run {
	struct arena arena;
	struct train_spec spec;		/* as it is now */
	struct train_spec told;		/* with all changes asked for; the caller's */
	struct train_plan plan;
	struct nn_net net;
	const struct data_set *data;
	float *y;			/* (n,k) made from classes, or data->y */
	double range[4];		/* x_lo x_hi y_lo y_hi of the data and a margin */

	struct nn_work work;		/* (room) */
	struct nn_opt_state opt;
	struct train_scale scale;
	struct rng noise;
	float *before;			/* (n_param): parameters before the last step */
	float *scratch;			/* (room, k) */
	int room;
	int *order;			/* (n_train): rows of this epoch */
	float *batch_x, *batch_y;	/* (room, in), (room, k) */
	int *batch_label;		/* (room) */
	int batch, row;			/* rows a step in this epoch; rows used of it */
	bool keep;			/* the incomplete last batch */
	long epoch;			/* whole epochs */
	double loss_batch;

	atomic_uint dear;		/* TRAIN_DEAR_...; anybody may set bits */
	atomic_long step;
	atomic_bool diverged;		/* set after stopped is written */
	char stopped[160];
	enum train_state state;
	long mark;			/* the caller's, for checkpoints */

	struct train_past *past;	/* owned; NULL: it remembers nothing */
	const struct train_run *twin_of;	/* its past is looked at here; lent */
	unsigned twin_era;
	int twin_made;			/* changes of that past taken over */
	int n_told;			/* changes that train_run_set took; the caller's */
	struct train_trace *trace;	/* lent; NULL: nobody asked for one */
	struct train_history history;
	struct train_look look;
	struct train_slicer *slicer;	/* owned; NULL: nobody asked for a slice yet */
	struct train_run *still;
	struct train_mail mail;
	struct train_member member;
};
void train_step(struct train_run *r);
/* Of the step to come: the schedule's factor included. */
double train_lr(const struct train_run *r);
/* Writes down the step of n rows that is being taken, and a knob that is turned. */
void train_trace_step(struct train_run *r, int n);
void train_trace_knob(struct train_run *r, int row);
/* Makes the order of the rows in the epoch that r is in. */
void train_epoch_order(struct train_run *r);
/* Steps of an epoch of n rows. */
int train_epoch_steps(int n, int batch, bool keep);
/* Says where the numbers stopped being finite: "layer 3, step 412: ...". */
void train_stop_reason(const struct train_run *r, double loss, char out[160]);
/* Share of rows answered right among n outputs, as a count; NaN where there are no
 * classes. */
double train_count_right(const struct train_run *r, const float *out, int row, int n);
/* The same row by row: begin, add parts of rows (prob: what the link makes of out), and
 * end with all of them, lo..hi-1. */
void train_answers_begin(struct train_answers *w);
void train_answers_add(struct train_answers *w, const struct train_run *r,
		       const float *out, const float *prob, int row, int n);
void train_answers_end(struct train_answers *w, const struct train_run *r, int lo,
		       int hi);
/* Classes (or labels) that are counted one by one. */
int train_answers_classes(const struct data_set *d);
/* The parts of facts that have a length. */
size_t train_room_need(int levels, int classes);
void train_room_alloc(struct train_facts *f, int levels, int classes, struct arena *a);
struct nn_target train_target_rows(const struct train_run *r, int row);

#endif
