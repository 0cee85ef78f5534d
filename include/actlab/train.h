/* Training: what a run is, its threads, what others may see of it.
 *
 * A run is a network with its data, optimiser and random streams.  It is made
 * from a spec, which is plain values, and its trajectory depends on the spec and
 * on nothing else: not on who watches, on threads, on speed or on any clock.
 * A run belongs to one worker of a pool at a time; nobody else looks inside.
 * What others may see is a snapshot: plain numbers, copied between steps, and
 * only when asked for.
 */
#ifndef ACTLAB_TRAIN_H
#define ACTLAB_TRAIN_H

#include "actlab/data.h"
#include "actlab/nn.h"
#include "actlab/num.h"

#include <limits.h>

/* ------------------------------------------------------------------ knobs, spec */

/* Everything that can be said of a run by key=value: in hidden out act init bias
 * loss opt lr momentum ... batch.  One table serves net, run, vary, set, may:, the
 * : line and the report. */
extern const struct param train_knobs[];
/* A knob that can be turned between two steps; the others need a new start. */
bool train_knob_is_live(const char *name);

struct train_spec {
	char name[32];
	uint64_t seed;
	struct param_set knob;			/* rows train_knobs */
	const struct nn_layer_spec *layer;	/* (depth), lent: the net written out; a
						 * knob says what a line leaves open */
	int depth;				/* 0: from hidden=, act=, init= */
	const struct data_set *data;		/* lent, outlives the run */
	const struct nn_own *own;		/* lent, outlives the run: activations of one's own
						 * that act= may name; NULL: none */
	const struct data_place *place;		/* lent: where init=file:FILE is read; NULL:
						 * nowhere */
};
/* All knobs at their defaults. */
void train_spec_init(struct train_spec *s);
/* Sets one knob from text ("act", "relu") and checks it as far as one knob can be
 * checked alone (known name, limits).  Errors point at value_at. */
bool train_spec_set(struct train_spec *s, struct str key, struct span key_at,
		    struct str value, struct span value_at, struct err *e);
/* false: it is a knob of optimisers, but not of the one that s names. */
bool train_knob_heeded(const struct train_spec *s, const char *knob, struct span at,
		       struct err *e);
/* The same of every knob that is given; and nesterov= has its momentum=, decoupled= its
 * weight_decay=. */
bool train_spec_heeded(const struct train_spec *s, struct err *e);
/* What init= says: an initialiser, or file:FILE (then *out is that of zeros). */
bool train_init_parse(struct nn_init_use *out, struct str text, struct span at,
		      struct err *e);
/* What bias= says: a number, or an initialiser. */
bool train_bias_parse(struct nn_init_use *out, struct str text, struct span at,
		      struct err *e);
/* Checks the whole: data against loss and output width, shapes, memory.  e->at is the
 * place of the knob at fault where there is one.  Without data only what needs none. */
bool train_spec_check(const struct train_spec *s, struct err *e);
/* Levels (layers with weights) of a spec that train_spec_check has passed; 0: no data
 * yet. */
int train_spec_levels(const struct train_spec *s);
/* "2-[32]x20-2 sigmoid, xavier; ce_logits; sgd lr 0.05; batch 32" */
const char *train_spec_text(const struct train_spec *s, char *buf, int size);
/* The activation of the hidden layers (of the first hidden one where they differ). */
struct nn_act_use train_spec_act(const struct train_spec *s);

/* ---------------------------------------------------------------- facts, metrics */

/* Of one level (a layer with weights; 1 nearest the input) over the training set
 * (its first TRAIN_FACTS_ROWS rows; dead: over all of them), in evaluation mode. */
enum { TRAIN_FACTS_ROWS = 4096 };
enum { TRAIN_QUANTILES = 105 };
struct train_level {
	double grad;			/* L2 norm of dL/dW */
	double grad_rms, grad_max;	/* root mean square, largest |.| of dL/dW */
	double weight;			/* L2 norm of W */
	double ratio;			/* L2 norm of the last update of W over that of
					 * W, NaN at step 0 */
	double rms, mean, std;		/* of the outputs, after the activation */
	double max;			/* largest |output| */
	double z_mean, z_std;		/* of the pre-activations */
	double saturated;		/* share of |f'| below 5 % of its maximum */
	double zero;			/* share of outputs exactly 0 */
	double dead;			/* share of units whose f' is 0 on every row */
	int units, dead_units;
	double underflow;		/* share of the elements of dL/dW that are exactly
					 * 0 in the run's precision, at its scale */
	double max_test;		/* largest |output| on the test part */
	/* Those that are dear, NaN unless asked for (train_run_ask); they look at no more
	 * than TRAIN_DEAR_ROWS rows. */
	double rank;			/* effective: e^entropy of the singular values of
					 * the outputs (rows,units), as shares of their
					 * sum */
	float y[TRAIN_QUANTILES];	/* quantiles of the outputs and of the */
	float z[TRAIN_QUANTILES];	/* pre-activations, see train_quantile */
	/* What the chain rule multiplies, as norms over the first TRAIN_DEAR_ROWS rows: from
	 * dL/dy to dL/dz the slopes, from there to the dL/dy of the level below the
	 * weights (and what else lies between); and |dL/dz| against that of the last. */
	double slope_factor;		/* |dL/dz| / |dL/dy| */
	double weight_factor;		/* |dL/dy| / |dL/dz| of the level above; NaN: none */
	double chain;			/* |dL/dz| / |dL/dz| of the last level */
	/* Likewise along one path of row 1, from its largest output down, each time to the
	 * unit whose |w f'| is largest; NaN where the layer below is not joined by a dense
	 * one.  path_unit 1.., path_weight that of the unit above. */
	int path_unit;
	double path_slope, path_weight, path;	/* path: product of all above and here */
	double flushed, overflow;	/* numbers that rounding made 0 (gradients) or
					 * inf, summed over all training steps */
};
/* The share q of the numbers is below this: at[] holds the percentiles, and 0.1, 0.5,
 * 99.5 and 99.9 %; between them it is interpolated. */
double train_quantile(const float at[TRAIN_QUANTILES], double q);

/* The answers of one part of the data, in evaluation mode, against the truth. */
enum { TRAIN_CLASSES_MAX = 64, TRAIN_BINS = 15 };
struct train_class {
	uint32_t rows;			/* are of this class (have this label) */
	uint32_t said, right;		/* were answered so; of those, rightly */
};
struct train_bin {			/* of the confidence: b/15 < c <= (b+1)/15 */
	uint32_t rows, right;
	double conf;			/* sum over the rows */
};
struct train_answers {
	int rows;
	double r2;			/* 1 - squared errors / squares about the means;
					 * NaN where there are classes */
	double balanced;		/* mean recall of the classes that have rows */
	double ece;			/* expected calibration error; NaN without
					 * probabilities */
	struct train_bin bin[TRAIN_BINS];
	int classes;			/* or labels; 0: none, or more than
					 * TRAIN_CLASSES_MAX */
	struct train_class *class;	/* (classes) */
	uint32_t *count;		/* (classes,classes): rows of a class, by the
					 * answer; of labels all 0 */
};
struct train_facts {
	long step;
	double epoch;
	double loss, acc;		/* training set, evaluation mode; acc NaN where
					 * there are no classes */
	double loss_test, acc_test;	/* test part, NaN where there is none */
	double loss_batch;		/* of the last step, NaN before the first */
	double grad_all;		/* L2 norm of all gradients together */
	double underflow;		/* of the dL/dW of all levels together */
	double scale;			/* of the loss, as it is now */
	double skipped;			/* steps that dynamic scaling skipped */
	bool diverged;			/* stopped at inf or NaN */
	struct train_answers answers, answers_test;
	int levels;
	struct train_level *level;	/* (levels), level[0] is level 1 */
};

/* A measure as written in a lab: loss(run), grad(run,layer), recall(run,class). */
enum { TRAIN_ARGS_MAX = 2 };
struct train_asked;
struct train_metric {
	const char *name, *usage, *help, *unit;
	bool layered;			/* takes a layer after the run */
	double (*get)(const struct train_asked *q);
	const struct param *arg;	/* numbers that it takes behind these, NULL: none;
					 * REAL or INT rows, limits included */
	unsigned dear;			/* TRAIN_DEAR_...: what train_run_ask must have
					 * asked for, else it is NaN */
};
enum {
	TRAIN_DEAR_QUANTILES = 1, TRAIN_DEAR_RANK = 2,
	TRAIN_DEAR_CHAIN = 4,		/* slope_factor, weight_factor, chain */
	TRAIN_DEAR_OUTPUTS = 8, TRAIN_DEAR_WEIGHTS = 16,	/* y_hist, w_hist */
	TRAIN_DEAR_TRAIL = 32, TRAIN_DEAR_PLATES = 64,
	TRAIN_DEAR_SLICE = 128, TRAIN_DEAR_UNITS = 256,
	TRAIN_DEAR_ROWS = 512
};
/* What a measure is asked of. */
struct train_asked {
	const struct train_facts *facts;
	const struct train_level *level;	/* layered: facts->level[layer - 1] */
	double arg[TRAIN_ARGS_MAX];		/* by row of arg */
};
extern const struct train_metric train_metrics[];
const struct train_metric *train_metric_find(struct str name);
/* The largest value of a further argument that means something to these facts: the last
 * class there is, else the row's limit. */
double train_metric_last(const struct param *arg, const struct train_facts *f);

/* --------------------------------------------------------------------- snapshots */

enum train_state {
	TRAIN_READY,			/* at step 0, no goal yet */
	TRAIN_GOING,			/* on its way, be it held */
	TRAIN_DONE,			/* at its goal */
	TRAIN_STOPPED			/* at a number that is not finite */
};

enum {
	TRAIN_POINTS_MAX = 2048, TRAIN_EVALS_MAX = 1024, TRAIN_EVENTS_MAX = 32,
	TRAIN_ZBINS = 60
};
struct train_point {			/* some steps together: batch losses */
	long step;			/* the last of them */
	double mean, lo, hi;
	float lr, scale;		/* of the last: the schedule's factor included */
};
struct train_eval {			/* facts as they were when somebody looked */
	long step;
	double loss, acc, loss_test, acc_test;
};
struct train_event {
	long step;
	char text[64];			/* "lr 0.1", "act tanh" */
};
struct train_zhist {			/* numbers of one level: pre-activations ... */
	double lo, hi;
	uint32_t bin[TRAIN_ZBINS];
};
/* What levels were like when somebody looked, thinned out evenly as there is more, so that
 * all of it takes half a megabyte at most (of 34 levels or fewer). */
enum { TRAIN_TRAIL_BINS = NUM_LOGBINS / 2, TRAIN_TRAIL_UNITS = 128 };
struct train_trail_level {
	float grad, weight, ratio, rms, saturated, share_dead;	/* as of train_level */
	uint8_t bin[TRAIN_TRAIL_BINS];	/* |dL/dW| by half decades, as train_trail_share */
	uint8_t zero;			/* takes them */
	uint8_t dead[TRAIN_TRAIL_UNITS / 8];	/* the first units, see train_trail_dead */
};
struct train_trail {
	int n, levels;
	long *step;				/* (n) */
	struct train_trail_level *level;	/* (n,levels) */
};
/* Share of the elements of dL/dW in a bin, from 10^(NUM_LOGBIN_LO + bin / 2) on; -1: those
 * that are exactly 0.  Good to a hundredth of its root. */
double train_trail_share(const struct train_trail_level *l, int bin);
/* Was f' 0 on every row? */
bool train_trail_dead(const struct train_trail_level *l, int unit);
/* Pictures of what goes on inside the net. */
enum train_plate_kind {
	TRAIN_PLATE_FILTERS,		/* weights: windows of a conv, in inputs of each
					 * output; units of a first dense layer on a square
					 * image */
	TRAIN_PLATE_MAPS,		/* what a conv makes of a row, its activation
					 * included; level 0: the row itself */
	TRAIN_PLATE_ATTENTION,		/* (steps,steps) of each head: row t is what step
					 * t takes from each */
	TRAIN_PLATE_GATES		/* (units,steps), the first unit lowest, of an
					 * lstm's i, f, g, o and memory c */
};
enum { TRAIN_PLATES_MAX = 24, TRAIN_PLATE_FLOATS = 8192, TRAIN_PLATE_ROWS = 4 };
struct train_plate {
	enum train_plate_kind kind;
	int level;
	int row;			/* of the training set, the first is 0 */
	int n, all;			/* pictures here, of so many (GATES: units in all) */
	int h, w;
	const float *v;			/* (n,h,w) */
};
/* The loss of the first 256 rows over a plane of weights around those of a step, in lengths
 * of these weights: across along the way walked since somebody first looked (before there
 * is one: a random direction), up a random direction, each filter of which is as long as
 * the weights' own; after Li et al. 2018, Visualizing the Loss Landscape of Neural Nets. */
enum { TRAIN_SLICE_SIDE = 21, TRAIN_WAY_MAX = 32 };
struct train_slice {
	int side;			/* TRAIN_SLICE_SIDE; 0: none, or too large a net */
	int known;			/* points worked out so far; the others are NaN */
	long step;			/* whose weights are in the middle */
	double radius;			/* from -radius to radius, both ways */
	double walked;			/* length of the way as the crow flies; 0: none yet */
	float *v;			/* (side,side), top row first */
	int n_path;			/* weights walked through, the newest last */
	float path_x[TRAIN_WAY_MAX], path_y[TRAIN_WAY_MAX];
};
/* What the net gave for the first rows of a part, before any softmax. */
enum { TRAIN_SAMPLE_ROWS = 16 };
struct train_sample {
	int rows, k;			/* 0: none, or more than TRAIN_CLASSES_MAX outputs */
	enum nn_link link;		/* what makes them probabilities */
	const float *out;		/* (rows,k) */
};
/* The outputs over the plane of two inputs (each value in the middle of its cell), or
 * along one input (the first value at x_lo, the last at x_hi): the range of the data and
 * a tenth of it on either side. */
struct train_grid {
	int w, h;			/* h = 1 for one input; 0: nothing to draw */
	double x_lo, x_hi, y_lo, y_hi;
	const float *v;			/* (h,w), top row first: probability of class 1
					 * of two, likeliest of more, else output 1 */
	const float *margin;		/* (h,w): how much likelier the likeliest of more
					 * than two classes is than the next; else NULL */
};
/* Single units, the first of each level; dear. */
enum { TRAIN_MAP_W = 16, TRAIN_MAP_H = 8, TRAIN_UNITS_LEVEL = 64,
       TRAIN_UNIT_WEIGHTS = 32768 };		/* of all levels together */
struct train_unit {
	float saturated;		/* share of the rows where |f'| is below 5 % of its
					 * maximum */
	bool dead;			/* f' is 0 on every row */
	float lo, hi;			/* ends of its map */
};
struct train_units {
	int n, all;			/* of all units of the level */
	int in;				/* weights of a unit; 0: they are no matrix, or more
					 * than are copied */
	struct train_unit *unit;	/* (n) */
	float *weight;			/* (n,in), NULL: none */
	uint8_t *map;			/* (n, TRAIN_MAP_H, TRAIN_MAP_W), top row first: the
					 * outputs over the plane of two inputs, 0 lo, 255
					 * hi, over the range of train_grid */
};
struct train_snapshot {
	enum train_state state;
	char stopped[160];		/* STOPPED: layer, step, operation, likely knob */
	struct train_facts facts;
	int n_point, n_eval, n_event;
	const struct train_point *point;
	const struct train_eval *eval;
	const struct train_event *event;
	const struct num_loghist *grad_hist;	/* (levels): |dL/dW| */
	const struct train_zhist *z_hist;	/* (levels) */
	const struct train_zhist *y_hist;	/* (levels): outputs; dear, else NULL */
	const struct train_zhist *w_hist;	/* (levels): weights; dear, else NULL */
	struct train_trail trail;		/* dear, else n is 0 */
	struct train_sample sample, sample_test;
	int n_plate;
	const struct train_plate *plate;	/* (n_plate); dear, else there are none */
	struct train_slice slice;	/* dear, else side is 0 */
	bool more;			/* ask again: a dear part is not worked out yet */
	struct train_grid grid;
	const struct train_units *units;	/* (levels), NULL: nobody asked */
	bool unit_maps;			/* false: the data have not two inputs */
};

/* What was, with the history of now: curves over time keep their whole length. */
void train_snapshot_then(struct train_snapshot *out, const struct train_snapshot *then,
			 const struct train_snapshot *now);

/* What a panel sees of a run. */
struct train_view {
	int number;			/* 1..: its digit, its style */
	const char *name;
	const struct train_spec *spec;	/* as it is now, knobs turned included */
	const struct data_set *data;
	struct nn_act_use act;
	const struct train_snapshot *snap;	/* NULL: none yet */
};

/* -------------------------------------------------------------------------- runs */

struct train_run;			/* opaque: a worker's thread is inside */

/* Builds the network at step 0.  Fails where the spec does not fit (train_spec_check)
 * or memory is short ("this run needs 41 GB"). */
struct train_run *train_run_new(const struct train_spec *s, struct err *e);
void train_run_free(struct train_run *r);		/* idle runs only */

/* For runs that no pool holds: takes n steps here and now.  Stops early where the
 * numbers are not finite. */
void train_run_steps(struct train_run *r, long n);
/* Facts as of now; levels go to the arena.  Changes nothing.  Of a run that trains in a
 * pool it waits until it can look between two steps; train_run_hash does the same. */
void train_run_facts(struct train_run *r, struct train_facts *f, struct arena *a);
size_t train_facts_need(const struct train_run *r);
/* From now on facts and snapshots of this run have these dear parts too. */
void train_run_ask(struct train_run *r, unsigned dear);
/* And from now on not any more. */
void train_run_spare(struct train_run *r, unsigned dear);
long train_run_step(const struct train_run *r);		/* idle or not: an atomic */
/* Steps per epoch with the batch last asked for (it counts from the next epoch on). */
long train_run_epoch_steps(const struct train_run *r);
bool train_run_diverged(const struct train_run *r);
const char *train_run_stopped(const struct train_run *r);	/* of an idle run; "" */
/* A hash of all parameters, buffers and optimiser state of an idle run. */
uint64_t train_run_hash(struct train_run *r);

/* Writes the weights and buffers of an idle run as safetensors: "0.weight" is that of the
 * net's first layer.  init=file: and other programs read them. */
bool train_run_weights(struct train_run *r, const char *path, struct err *e);
/* Writes a checkpoint: the same, and all else that the next step depends on, and what
 * train_predictor_open needs, the log of losses, looks and events, and the changes that
 * wait for their step. */
bool train_run_save(struct train_run *r, const char *path, struct err *e);
/* A number of the caller's that goes into the checkpoints of a run, and the one that is in
 * a file. */
void train_run_mark(struct train_run *r, long mark);
bool train_checkpoint_mark(const char *path, long *mark, struct err *e);
/* A run as train_run_new makes it, then put where the checkpoint was; its steps have the
 * bits that those of the run would have had.  s must be of the same net, data and seed;
 * its knobs become those of the checkpoint. */
struct train_run *train_run_resume(const struct train_spec *s, const char *path,
				   struct err *e);

/* Turns a live knob before the step that follows (at = -1), or when exactly `at` steps
 * have been taken (an error where there have been more).  The change is checked now,
 * applied by whoever trains or looks next, and becomes an event.  With a step it waits,
 * as train_run_facts does, until nobody is in the midst of one. */
bool train_run_set(struct train_run *r, struct str key, struct str value,
		   struct span value_at, long at, struct err *e);
/* The spec as it will be when all changes have come that train_run_set was asked for. */
const struct train_spec *train_run_spec(const struct train_run *r);

/* ------------------------------------------------------------------------- past
 * A run that remembers keeps its state in memory every so many steps: parameters, buffers,
 * the optimiser's memory, random streams, the place in the data, the scale of the loss,
 * and which changes were made when.  Where the room is full every other state goes, so
 * that those that are left stay evenly spread, from the first on.  Another step is seen
 * through a twin: a run of its own that is put at the state before it and trains on; it
 * comes to the step with the bits that the run had there. */
enum { TRAIN_PAST_EVERY = 128 };		/* steps from state to state, at first */
/* From where the run is on; of an idle run, once.  bytes bounds all that is kept; fails
 * where it has no room for two states. */
bool train_run_remember(struct train_run *r, size_t bytes, struct err *e);
struct train_past_room {
	long first, every;		/* steps; first -1: it remembers nothing */
	int states;
	size_t state, used, bound;	/* bytes: of one, of all, at most */
};
void train_run_past(struct train_run *r, struct train_past_room *out);
/* A run to look at the past of r with, of the same spec, data and dear parts. */
struct train_run *train_run_twin(const struct train_run *r, struct err *e);
/* Puts a twin that no pool holds on the way to a step of r that has been: it is to be
 * trained to exactly there.  It goes on from where it is if that is nearer.  Never waits
 * for a step of r. */
void train_run_seek(struct train_run *twin, struct train_run *r, long step);
/* A run of its own that is what r was at a step: to be trained to there and on.  Its
 * history begins there, and it remembers as r does.  Knobs are turned with at = step. */
struct train_run *train_run_branch(struct train_run *r, const char *name, long step,
				   struct err *e);
/* A change as it was made. */
struct train_made {
	int id;				/* of train_run_told when it was asked for */
	long step;
	const char *knob;
	char value[PARAM_TEXT_MAX];
};
/* Returns how many there are of a run that remembers, and copies them, as far as max. */
int train_run_made(struct train_run *r, struct train_made *m, int max);
/* How many changes train_run_set has taken: the number of the last. */
int train_run_told(const struct train_run *r);
/* Takes a change back, as if it had never been: the run goes back to its step, or a little
 * further, to train on from there; other changes are made as they were.  In *was what it
 * was; trained to its step the run is what it was before. */
bool train_run_unmake(struct train_run *r, int id, struct train_made *was, struct err *e);

/* ----------------------------------------------------------------------- stages
 * One step of training seen through one example of its batch and one unit of a dense layer:
 * forward, loss, backward, update, with the numbers that the step itself had. */
struct train_stage {
	long step;			/* that is taken: the first is 1 */
	int batch, example;		/* examples of the batch; which, from 0 */
	int row;			/* of the data set */
	int level, levels, unit, units;	/* levels from 1, units from 0 */
	int inputs;
	const float *x, *w;		/* (inputs): what comes in; weights before */
	double bias, z;			/* z = w x + bias */
	const char *between;		/* a layer between z and the activation: "batchnorm";
					 * NULL: none */
	const char *act;		/* NULL: none; then v, a are z, and slope 1 */
	double v, a, slope;		/* of the activation: its input, output, f'(v) */
	int outs, label;		/* label -1: the target is target[] */
	const float *out, *target;	/* (outs): of the net; target NULL: label counts */
	const char *loss_name;
	double loss, loss_batch;	/* of the example alone, of the whole batch */
	double da, dz;			/* dL/da, dL/dz: L is the loss of the batch, times
					 * scale */
	double scale;			/* of the loss on its way back */
	const float *grad, *new_w;	/* (inputs): dL/dw of the batch as the optimiser
					 * took it; weights after */
	double grad_bias, new_bias;	/* NaN: there is no bias */
	const char *opt;
	double lr;
};
/* Takes the step with a twin that no pool holds; example, level and unit are brought within
 * bounds.  false: that level is no dense layer. */
bool train_run_stage(struct train_run *twin, int example, int level, int unit,
		     struct train_stage *out, struct arena *a, struct err *e);
size_t train_stage_need(const struct train_run *r);

/* Watching: ask for a snapshot (with a grid of at most this many points, and 65536 in
 * all), take the newest when it is there.  Neither side waits for the other.  A run on
 * its way in a pool stops for a copy only; a worker that has nothing to train looks at it.
 * Where all have, a twentieth of the time goes to looks: dear ones come less often, down
 * to two a second.  One that stands still is looked at at once.  The run of no pool builds
 * its snapshot in train_run_steps (n = 0 will do). */
void train_run_watch(struct train_run *r, int grid_w, int grid_h);
/* Valid until the next call for this run; NULL if nothing came since. */
const struct train_snapshot *train_run_take(struct train_run *r);

/* ----------------------------------------------------------------------- predict */

/* The net of a checkpoint, to be asked.  Nothing of the run or its lab is needed. */
struct train_predictor {
	struct arena own, room;
	struct nn_own acts;
	struct nn_net net;
	struct nn_work work;
	enum nn_link link;
	enum data_target target;
	int in, k;
	int n_class;
	const char **in_name, **class_name;	/* (in), (n_class) or NULL */
	double *mean, *deviation;		/* (in): of data_set */
};
bool train_predictor_open(struct train_predictor *p, const char *path, struct err *e);
void train_predictor_done(struct train_predictor *p);
/* out (n,k) from x (n,in) as it was read, not standardised: probabilities where the loss
 * was one of logits, divided by the temperature before, else what the net gives. */
enum { TRAIN_PREDICT_ROWS = 256 };		/* n at most */
void train_predict(struct train_predictor *p, float *out, const float *x, int n,
		   double temperature);

/* ------------------------------------------------------------------------ replay
 * A run that another program recorded, taken again step by step: a manifest (JSON, format
 * actlab-trajectory-1) says what was built, a safetensors file beside it holds the data,
 * the initial weights, the rows of each batch and the figures to be met. */
struct train_replay_step {
	double batch, batch_own;	/* loss of the batch in training mode: recorded,
					 * own; NaN behind the last step */
	double full, full_own;		/* over all rows in evaluation mode, before it */
	double norm, norm_own;		/* L2 norm of all gradients, before clipping */
};
struct train_replay_tensor {
	const char *name;
	const char *layer;		/* "model[1].body[0] linear" */
	bool buffer, exempt;		/* exempt: its first gradient is only rounding */
	double grad, grad_own;		/* L2 norm at step 0; NaN: a buffer */
	double final;			/* largest |own - recorded| after the last step */
};
enum { TRAIN_REPLAY_CHECKS = 4 };
struct train_replay_check {
	const char *what, *key;		/* "losses", "loss_rel" of the manifest */
	double off, allowed;		/* largest deviation; NaN: some figure was none */
	int step;			/* where it was, -1: in a tensor */
	const struct train_replay_tensor *tensor;
	bool held;
};
struct train_replay {
	const char *name, *about;
	char net[160], loss[64], opt[160];	/* in words */
	const char *precision;			/* "float32" */
	int n_param;
	int steps, rows, batch;
	struct train_replay_step *step;		/* (steps + 1) */
	int n_tensor;
	struct train_replay_tensor *tensor;
	struct train_replay_check check[TRAIN_REPLAY_CHECKS];
	bool held;				/* all of them */
	int n_left;				/* keys that say nothing to the engine */
	const char **left;			/* "optimizer.comment" */
	struct arena own, text;
	struct err_source source;		/* the manifest */
};
/* In a precision, NULL: float32.
 * false: the manifest or its file is broken, or asks for a part that is not there, which
 * e names.  *r holds what e points into until train_replay_done in any case. */
bool train_replay(struct train_replay *r, const char *path,
		  const struct nn_precision *precision, struct err *e);
void train_replay_done(struct train_replay *r);

/* ------------------------------------------------------------------------ traces
 * What a run is made of and what it did, step by step, for those who have it done again by
 * another program. */
enum { TRAIN_TRACE_STEPS = 1 << 20, TRAIN_TRACE_ROWS = 1 << 24, TRAIN_TRACE_TURNS = 256 };
/* A knob that was turned on the way, before this step. */
struct train_turn {
	int step;
	int row;			/* of train_knobs; not lr, schedule, batch, last */
	double value;			/* NAN: it is no number */
};
struct train_trace {
	int steps;
	double *loss;			/* (steps): of the batch, before the step */
	double *lr;			/* (steps): the schedule's factor included */
	int *end;			/* (steps): rows of step i end at row[end[i] - 1];
					 * a step without rows took the whole set in order */
	int *row;
	float *param, *buffer;		/* as they were at the start */
	struct rng noise;		/* likewise: what dropout draws from */
	int n_turn;
	struct train_turn turn[TRAIN_TRACE_TURNS];
	double first[PARAM_MAX];	/* by row of train_knobs: what a knob that is turned
					 * was at the first step */
	bool full;			/* there were more steps, rows or turns than it
					 * holds */
	struct arena own;
};
/* Before the first step of a run that no pool holds; *t is the caller's, who gives it back
 * when the run is gone. */
bool train_trace_begin(struct train_trace *t, struct train_run *r, struct err *e);
void train_trace_done(struct train_trace *t);

struct train_parts {
	const struct nn_net *net;
	int k;				/* outputs */
	const struct nn_loss_use *loss;
	const struct nn_opt *opt;
	const double *opt_arg;		/* by row of opt->param */
	double clip, clip_value, loss_weight;
	const struct nn_precision *precision;
	bool scaled;			/* scale= is other than 1 */
	const float *y;			/* (n,k): targets as numbers */
	bool by_label;			/* the loss takes data->label instead */
};
/* Of an idle run; the parts are lent. */
void train_run_parts(const struct train_run *r, struct train_parts *p);

/* -------------------------------------------------------------------------- pool */

/* Workers that train runs, at most one worker a run.  The pool prefers the run that
 * is furthest behind; background runs wait for all others.  Workers block all signals
 * and have a lower priority than the screen. */
struct train_pool;
struct train_pool *train_pool_new(int threads, struct err *e);	/* 0: one a core */
/* Stops within a step; the runs stay the caller's. */
void train_pool_free(struct train_pool *p);
int train_pool_threads(const struct train_pool *p);

/* Asked after every whole epoch, on the worker's thread: stop here? */
struct train_until {
	bool (*met)(const struct train_until *u, const struct train_facts *f);
};
enum { TRAIN_CHUNK = 8 };		/* steps a worker takes before it looks up */
#define TRAIN_UNLIMITED LONG_MAX
struct train_goal {
	long step;			/* go on to this step */
	const struct train_until *until;	/* lent; NULL: none */
	bool lockstep;			/* never more than TRAIN_CHUNK ahead of the others
					 * started by the same call that still go */
	bool background;
};
void train_pool_start(struct train_pool *p, struct train_run *const *run, int n,
		      const struct train_goal *g);
/* No step beyond this one: 0 pauses, TRAIN_UNLIMITED lets go; step + 1 takes one.  It
 * holds for all later starts too, until allowed otherwise. */
void train_pool_allow(struct train_pool *p, struct train_run *r, long step);
/* Pause where the run is: allow = the step it is in. */
void train_pool_hold(struct train_pool *p, struct train_run *r);
/* Has it reached its goal (or stopped) and is nobody inside? */
bool train_pool_idle(struct train_pool *p, struct train_run *r);
/* Takes a run out of the pool; returns when nobody is inside it.  A run that was
 * never started, or has been dropped, is no longer watched by workers. */
void train_pool_drop(struct train_pool *p, struct train_run *r);
/* Makes a run known so that its snapshots are built while it stands still. */
void train_pool_add(struct train_pool *p, struct train_run *r);
/* Sleeps until some run has reached its goal since the last call, or none can move; for
 * headless use. */
void train_pool_wait(struct train_pool *p);

#endif
