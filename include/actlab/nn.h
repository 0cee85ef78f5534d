/* Neural networks: activations, losses, initialisers, optimisers, layers, nets.
 *
 * Letters mean the same everywhere: n rows of a batch, in/out widths, dy =
 * dL/dy.  Tensors are float, row-major, one example a row.  All parameters of a
 * net are one block, all gradients one block in the same order, all optimiser
 * state one block; layers point into them by offsets.  Nothing here allocates
 * once a net and its work are set up, knows a thread, or keeps a hidden state.
 */
#ifndef ACTLAB_NN_H
#define ACTLAB_NN_H

#include "actlab/arena.h"
#include "actlab/formula.h"
#include "actlab/param.h"
#include "actlab/rng.h"

enum { NN_ARGS_MAX = 8 };

/* ---------------------------------------------------------------- activations */

struct nn_act_use;

/* The functions of a row take one block: n is a multiple of NN_ACT_LANES, at most
 * NN_ACT_BLOCK, and no array overlaps another.  Everybody else calls nn_act_apply,
 * nn_act_slopes and nn_act_back, which take any n and cut it into blocks. */
enum { NN_ACT_LANES = 8, NN_ACT_BLOCK = 128 };
struct nn_act {
	const char *name;		/* as written in a lab */
	const char *formula;		/* f, as shown to a person */
	const char *slope;		/* f', likewise */
	const char *help;		/* one line, no full stop */
	const struct param *param;	/* alpha ..., with limits and defaults */
	int n_learned;			/* the first n_learned parameters are trained */
	/* y = f(x) */
	void (*f)(float *restrict y, const float *restrict x, int n,
		  const struct nn_act_use *a);
	/* d = f'(x) */
	void (*df)(float *restrict d, const float *restrict x, int n,
		   const struct nn_act_use *a);
	/* Adds dL/dp of the learned parameters to dp[]; NULL where none are. */
	void (*learn)(double *restrict dp, const float *restrict dy,
		      const float *restrict x, int n, const struct nn_act_use *a);
	float kink[2];			/* x where f or f' may jump, at the default
					 * parameters; NAN where smooth */
	const struct formula_curve *curve;	/* of one's own: the formula; else NULL */
	/* f, and dx = dy f'(x), of n values at once, any n; NULL: f and df do it.  y may
	 * be x, dx may be dy or x; NaN stays NaN. */
	void (*whole)(float *y, const float *x, int n);
	void (*whole_back)(float *dx, const float *dy, const float *x, int n);
};
extern const struct nn_act nn_acts[];		/* ends with { 0 } */
const struct nn_act *nn_act_find(struct str name);

/* Activations of one's own: rows that a lab adds to the table, read-only once made.  Of
 * two with one name the later is meant.  A row is in its place before n counts it, so that
 * threads may look while another is added. */
enum { NN_OWN_MAX = 32 };
struct nn_own {
	_Atomic int n;
	const struct nn_act *row[NN_OWN_MAX];
};
/* "swish(x; beta=1 learned) = x*sigmoid(beta*x)" as a row in the arena, where
 * FORMULA_CURVE_ROOM must be left; a formula without a name is named by its text.  It may
 * call those of own, which may be NULL and is not added to.  text.s lies inside e's
 * source, at byte offset at.  NULL: e says why. */
const struct nn_act *nn_act_own(struct str text, int at, const struct nn_own *own,
				struct arena *a, struct err *e);

/* A row together with its parameters: "leaky_relu(0.2)". */
struct nn_act_use {
	const struct nn_act *kind;
	float p[NN_ARGS_MAX];
};
bool nn_act_parse(struct str text, struct span at, struct nn_act_use *out, struct err *e);
/* The same, looking among one's own first; own may be NULL. */
bool nn_act_parse_own(const struct nn_own *own, struct str text, struct span at,
		      struct nn_act_use *out, struct err *e);
const struct nn_act *nn_act_find_own(const struct nn_own *own, struct str name);
/* Feeds the names of all activations, one's own too. */
void nn_acts_near(const struct nn_own *own, struct str_near *near);
/* With one's own: where f or f' of a finite one of n inputs is not finite, says which part
 * of the formula it is (formula_curve_fault).  false: nowhere, or no formula. */
bool nn_act_fault(const struct nn_act_use *a, const float *x, int n,
		  char out[FORMULA_FAULT_MAX]);
/* The same over [-10, 10] in steps of 1/64, at the parameters of the row. */
bool nn_act_fault_near(const struct nn_act *a, char out[FORMULA_FAULT_MAX]);

/* y = f(x), n values; y may be x.  NaN gives NaN for every row; so it does below. */
void nn_act_apply(const struct nn_act_use *a, float *y, const float *x, int n);
/* d = f'(x), n values; d may be x.  At a kink: the convention of PyTorch. */
void nn_act_slopes(const struct nn_act_use *a, float *d, const float *x, int n);
/* dx = dy f'(x); dx may be dy or x, or NULL.  Overwrites dp (n_learned) with dL/dp where
 * parameters are learned; dp may be NULL. */
void nn_act_back(const struct nn_act_use *a, float *dx, float *dp, const float *dy,
		 const float *x, int n);
float nn_act_value(const struct nn_act_use *a, float x);
float nn_act_slope(const struct nn_act_use *a, float x);
/* The factor g with mean (g f(z))^2 = 1 for normal z of variance 1, by quadrature: sqrt 2
 * for relu, 1.59 for tanh.  1 where that mean is 0 or not finite. */
double nn_act_gain(const struct nn_act_use *a);
/* What f is like, found out by evaluating it, not told by its row. */
enum { NN_KINKS_MAX = 8 };
struct nn_act_facts {
	double low, high;		/* range; infinite: no bound */
	double low_at, high_at;		/* where f takes it, the place nearest to 0; NAN:
					 * nowhere, or along a stretch */
	double steep, steep_at;		/* largest |f'|; likewise; places are exact to
					 * about 1e-4 */
	double slope_0;			/* f'(0) */
	int n_kink;
	double kink[NN_KINKS_MAX];	/* x in [-20, 20] where f or f' jumps, rising */
	double mean, square;		/* of f(z) and f(z)^2, z normal of variance 1 */
	double slope_square;		/* of f'(z)^2 */
};
void nn_act_facts(struct nn_act_facts *f, const struct nn_act_use *a);
/* Of those the kinks alone; returns how many. */
int nn_act_kinks(const struct nn_act_use *a, double kink[NN_KINKS_MAX]);
/* Largest |f'| over [-10, 10] in steps of 1/256: what "saturated" refers to. */
float nn_act_steepest(const struct nn_act_use *a);

/* --------------------------------------------------------------------- losses */

enum nn_target_kind {
	NN_TARGET_VALUES,		/* y (n,k), any numbers */
	NN_TARGET_PROBS,		/* y (n,k) in 0..1: labels, one per output */
	NN_TARGET_CLASS			/* label (n), 0..k-1; or, label being NULL,
					 * y (n,k), a distribution in each row */
};
/* What the outputs mean, so that a panel can show probabilities. */
enum nn_link { NN_LINK_NONE, NN_LINK_PROB, NN_LINK_SIGMOID, NN_LINK_SOFTMAX };

struct nn_target {
	const float *y;			/* (n,k) or NULL */
	const int *label;		/* (n) or NULL */
};
struct nn_loss_use;
struct nn_loss {
	const char *name, *formula, *help;
	const struct param *param;
	enum nn_target_kind target;
	enum nn_link link;
	/* Loss of a batch, by default the mean as PyTorch defines it: out (n,k).
	 * Overwrites dy (n,k) with dL/dout, unless NULL.  scratch holds n*k floats. */
	double (*f)(float *dy, const float *out, const struct nn_target *t, int n, int k,
		    const struct nn_loss_use *u, float *scratch);
};
extern const struct nn_loss nn_losses[];
const struct nn_loss *nn_loss_find(struct str name);

/* A row together with its parameters: "ce_logits(0.1, weight=0.5:1.25:2)". */
enum { NN_WEIGHTS_MAX = 64 };
struct nn_loss_use {
	const struct nn_loss *kind;
	float p[NN_ARGS_MAX];
	int n_weight;				/* 0: every class weighs 1 */
	float weight[NN_WEIGHTS_MAX];		/* of the classes */
};
bool nn_loss_parse(struct str text, struct span at, struct nn_loss_use *out,
		   struct err *e);
/* Whether the loss can take k outputs: false where the weights are not k. */
bool nn_loss_fits(const struct nn_loss_use *u, int k, struct span at, struct err *e);
/* How much n rows count where the loss of a set is put together from those of its parts:
 * loss(all) = sum over parts of share(part) loss(part) / share(all), and so its gradient.
 * Their number, their classes' weights together, or 1 where the loss is a sum. */
double nn_loss_share(const struct nn_loss_use *u, const struct nn_target *t, int n);

/* p (n,k): each row e^(x/t) over its sum, t the temperature. */
void nn_softmax(float *p, const float *x, int n, int k, double temperature);
/* dx = dy times the Jacobian (diag(p) - p p') / t, row by row; dx may be dy. */
void nn_softmax_back(float *dx, const float *dy, const float *p, int n, int k,
		     double temperature);
/* p (n,k) = probabilities of out (n,k) under the link (a copy for NONE and PROB). */
void nn_link_apply(enum nn_link link, float *p, const float *out, int n, int k);

/* ---------------------------------------------------------------- initialisers */

/* Where a tensor stands, as far as an initialiser asks. */
struct nn_init_at {
	int rows, cols;			/* of the tensor */
	int fan_in, fan_out;
	const struct nn_act_use *act;	/* what the layer's input has come through; NULL:
					 * no activation */
};
struct nn_init_use;
struct nn_init {
	const char *name, *formula, *help;
	const struct param *param;
	/* Standard deviation of what fill draws (0 for constants). */
	double (*std)(const struct nn_init_at *at, const float *p);
	/* Fills w (rows,cols). */
	void (*fill)(float *w, const struct nn_init_at *at, const struct nn_init_use *u,
		     struct rng *r);
	bool bias;			/* fills the biases too where bias= is not given */
};
extern const struct nn_init nn_inits[];
const struct nn_init *nn_init_find(struct str name);

/* A row together with its parameters: "he(fan_out)". */
struct nn_init_use {
	const struct nn_init *kind;
	float p[NN_ARGS_MAX];
};
bool nn_init_parse(struct str text, struct span at, struct nn_init_use *out,
		   struct err *e);

/* ------------------------------------------------------------------ optimisers */

/* All that an optimiser remembers; slot is (n_slot, n_param), zero at the start. */
struct nn_opt_state {
	long t;				/* steps taken */
	double power[2];		/* beta1^t, beta2^t by repeated products */
	float *slot;
};
struct nn_opt {
	const char *name, *formula, *help;
	const struct param *param;	/* lr first; then momentum ... weight_decay */
	int n_slot;			/* floats of state per parameter */
	/* One update of n parameters from their gradients; arg by row of param.  was (n)
	 * becomes w as it is before; false: some w is not finite after. */
	bool (*step)(float *w, float *was, const float *g, int n, struct nn_opt_state *s,
		     const double *arg);
};
extern const struct nn_opt nn_opts[];
const struct nn_opt *nn_opt_find(struct str name);
void nn_opt_state_reset(struct nn_opt_state *s, int n_slot, int n_param);

/* Shortens g to the L2 norm most where it is longer, as PyTorch does; its norm before. */
double nn_clip_norm(float *g, int n, double most);
/* Each value of g to -most..most. */
void nn_clip_value(float *g, int n, double most);

/* A factor of lr that depends on the steps taken, t = 0 at the first. */
struct nn_schedule {
	const char *name, *formula, *help;
	const struct param *param;
	double (*at)(double t, const double *arg);	/* arg by row of param */
};
extern const struct nn_schedule nn_schedules[];
const struct nn_schedule *nn_schedule_find(struct str name);

/* A row together with its parameters: "cosine(1000, warmup=50)". */
struct nn_schedule_use {
	const struct nn_schedule *kind;
	double arg[NN_ARGS_MAX];
};
bool nn_schedule_parse(struct str text, struct span at, struct nn_schedule_use *out,
		       struct err *e);

/* ---------------------------------------------------------------------- layers */

enum {
	NN_RANK_MAX = 3, NN_TENSORS_MAX = 8,
	NN_UNITS_MAX = 32768,		/* outputs of a dense layer */
	NN_PARAMS_MAX = 1 << 28		/* parameters of a net: 1 GB of float */
};

/* Of one example: (features), (time,features) or (channels,height,width). */
struct nn_shape {
	int rank;
	int dim[NN_RANK_MAX];
};
int nn_shape_size(const struct nn_shape *s);
/* "2", "8x3", "1x8x8" */
const char *nn_shape_text(char buf[48], const struct nn_shape *s);

struct nn_layer;

/* n values that an activation inside a layer was applied to. */
struct nn_entered {
	const struct nn_act_use *act;
	const float *x;
	int n;
};

/* A tensor inside a layer: parameters, or state that is not trained. */
struct nn_tensor {
	const char *name;		/* "weight", "bias", "running_mean", ... */
	bool buffer;			/* lives in nn_net.buffer, else in nn_net.param */
	int at, n;			/* offset in that block of the net, length */
	int rows, cols;			/* (out,in) for a weight; (1,n) for a bias */
	int fan_in, fan_out;
	bool weight, bias;		/* initialised by init= and bias= */
	float start;			/* where all others start */
};

enum nn_mode { NN_EVAL, NN_TRAIN };

/* One layer's part of one pass. */
struct nn_flow {
	int n;				/* rows */
	enum nn_mode mode;
	const float *x; float *y;	/* (n,in), (n,out) */
	const float *dy; float *dx;	/* back: overwrites dx (n,in); NULL: not wanted */
	const float *x2; float *dx2;	/* of a kind that joins: its other input (n,in);
					 * back: adds to dx2; NULL: not wanted */
	const float *param;		/* the layer's slice */
	float *grad;			/* back: the layer's slice, overwritten */
	float *buffer;			/* the layer's slice: state that is not trained */
	float *cache;			/* n_cache + n * n_cache_row floats: what forward
					 * leaves for back */
	float *scratch;			/* n_scratch + n * n_scratch_row floats */
	struct rng *rng;		/* dropout's stream; NULL in NN_EVAL */
};

enum nn_layer_act {
	NN_ACT_NONE,			/* act= has no meaning here */
	NN_ACT_OWN,			/* the layer applies it itself, and needs one */
	NN_ACT_INSIDE,			/* likewise inside it, with a default of the kind;
					 * none that is learned */
	NN_ACT_AFTER			/* act= puts an "act" layer behind this one */
};

/* How a lab writes a layer: its name, the first n_positional values of param bare and in
 * order ("dense 32"), the others as key=value, then act=, gate=, init= and bias= where
 * they apply. */
struct nn_layer_kind {
	const char *name;		/* "dense" */
	const char *usage;		/* "dense UNITS [act=] [init=] [bias=]" */
	const char *formula;		/* "y = x w' + b"; "" where words say it better */
	const char *help;		/* one line, no full stop */
	const struct param *param;	/* of its line, at most NN_ARGS_MAX rows */
	int n_positional;		/* these must be given, others have defaults */
	enum nn_layer_act act;
	const char *inside;		/* its activation without act=; or NULL */
	const char *gate;		/* likewise gate=; NULL: it has no gates */
	bool init;			/* takes init= and bias= */
	bool joins;			/* has two inputs: x, and x2 = what entered the
					 * line that stands arg[0] lines above this one */
	/* From l->in, l->arg, l->act: sets out, tensors (at relative to the layer's first
	 * parameter or buffer), n_cache, n_scratch...  An error names the shape. */
	bool (*plan)(struct nn_layer *l, struct err *e);
	/* Of NN_ACT_INSIDE: what has entered its activations in a pass of n rows, place by
	 * place in the order of the pass; false: there is no place i. */
	bool (*entered)(const struct nn_layer *l, const float *cache, int n, int i,
			struct nn_entered *out);
	void (*forward)(const struct nn_layer *l, const struct nn_flow *f);
	void (*back)(const struct nn_layer *l, const struct nn_flow *f);
};
extern const struct nn_layer_kind nn_layer_kinds[];	/* "dense", "act", ... */
const struct nn_layer_kind *nn_layer_kind_find(struct str name);

/* What a lab asks for, one line each, before shapes are known. */
struct nn_layer_spec {
	const struct nn_layer_kind *kind;
	double arg[NN_ARGS_MAX];	/* by row of kind->param */
	struct nn_act_use act;		/* where the kind uses one; kind NULL: none */
	struct nn_act_use gate;		/* where it has gates; kind NULL: not given */
	struct nn_init_use init;	/* where it has weights */
	struct nn_init_use bias;	/* kind NULL: biases start at 0 */
	const char *file;		/* the caller's: where it takes the weights from that
					 * it puts into the layer; or NULL */
	struct span file_at;
	struct span at;			/* where it was written; errors stand there */
};

struct nn_layer {
	const struct nn_layer_kind *kind;
	double arg[NN_ARGS_MAX];
	struct nn_act_use act, gate;
	struct nn_init_use init, bias;
	struct nn_shape in, out;
	int line;			/* index of its nn_layer_spec */
	int level;			/* 1: the first layer with weights; 0: has none */
	int second;			/* of a kind that joins: the layer whose output is
					 * x2; -1: the net's own input */
	bool shared;			/* some later layer joins this one's output */
	int n_tensor;
	struct nn_tensor tensor[NN_TENSORS_MAX];
	int param_at, n_param;		/* slice of the net's parameters */
	int buffer_at, n_buffer;
	int n_cache, n_cache_row;	/* floats a pass, floats a row of it */
	int n_scratch, n_scratch_row;
};

/* ------------------------------------------------------------------- precision */

/* The number type that a net computes in: every value is rounded to the nearest number
 * of the format, ties to even, where a machine would store it. */
struct nn_precision {
	const char *name, *formula, *help;
	/* y may be x; NULL: float32, which is what everything is computed in */
	void (*round)(float *y, const float *x, int n);
};
extern const struct nn_precision nn_precisions[];
const struct nn_precision *nn_precision_find(struct str name);

/* What rounding took away, summed up until somebody clears it. */
struct nn_lost {
	long zero;			/* numbers other than 0 that became 0 */
	long inf;			/* finite numbers that became inf */
};
/* y = x rounded, n values; y may be x.  p->round is not NULL.  Adds to *lost, unless it
 * is NULL. */
void nn_precision_round(const struct nn_precision *p, float *y, const float *x, int n,
			struct nn_lost *lost);

/* ------------------------------------------------------------------------ nets */

struct nn_net {
	struct nn_shape in, out;
	int depth;			/* layers of every kind */
	int levels;			/* layers with weights: grad(run,1) ... */
	int n_param, n_buffer;
	int widest;			/* floats a row of the widest input or output */
	float *param;			/* every tensor, layer after layer */
	float *buffer;
	struct nn_layer *layer;		/* (depth) */
};

/* Works out shapes and sizes; layers go to the arena, param and buffer stay
 * NULL.  A line with act= becomes two layers where its kind says NN_ACT_AFTER, so
 * net->depth may exceed lines.  Errors (ERR_SHAPE) name the line, counted from 1 ("layer
 * 3 (dense)"); their place is that line's at. */
bool nn_net_plan(struct nn_net *net, const struct nn_shape *in,
		 const struct nn_layer_spec *spec, int lines, struct arena *a,
		 struct err *e);
size_t nn_net_plan_need(int lines);		/* arena bytes for nn_net_plan */
size_t nn_net_need(const struct nn_net *net);	/* arena bytes for nn_net_alloc */
void nn_net_alloc(struct nn_net *net, struct arena *a);
/* Initial weights and buffers.  Level l draws from its own stream ("init", l), so that
 * a change in one layer leaves the others' draws alone. */
void nn_net_init(struct nn_net *net, uint64_t seed);
/* The layer of a level (1..levels), and its weight tensor's slice. */
const struct nn_layer *nn_net_level(const struct nn_net *net, int level);
/* The activation layer that follows a level before the next one, NULL: none. */
const struct nn_layer *nn_net_level_act(const struct nn_net *net, int level);
/* The activation on value j of an example, of a layer of kind "act": param is the
 * layer's slice, in which is what has been learned. */
struct nn_act_use nn_layer_act_now(const struct nn_layer *l, const float *param, int j);

/* Room for passes of up to rows examples; each user of a net has its own.
 * rows * net.widest fits an int. */
struct nn_work {
	int rows;
	int n;				/* of the last forward */
	float **y;			/* (depth): outputs (n,out) of each layer */
	float **cache;			/* (depth) */
	float **hold;			/* (depth): gradient that later joins send to a
					 * shared layer's output, else NULL */
	float *grad;			/* (n_param) */
	float *dy, *dx;			/* (rows, widest): ping and pong of nn_back */
	float *scratch;
	float **taken;			/* (depth), lent: nn_back leaves dL/dy of this row
					 * of each layer it comes to; NULL: not wanted */
	int taken_row;
	double *back;			/* (depth), lent: nn_back leaves the L2 norm of
					 * dL/dy of each layer it comes to; NULL: not wanted */

	/* Reduced precision: the weights, every layer's outputs, what comes back to it
	 * and its gradients are rounded.  All NULL: float32, nothing is. */
	const struct nn_precision *precision;
	float *rounded;			/* (n_param), lent: the weights of a pass */
	struct nn_lost *lost;		/* (depth), lent; or NULL: outputs that became
					 * inf, gradients that became inf or 0 */
};
size_t nn_work_need(const struct nn_net *net, int rows);
void nn_work_alloc(struct nn_work *w, const struct nn_net *net, int rows,
		   struct arena *a);

/* x (n,in) -> the last layer's outputs, (n,out), inside w until the next call.
 * NN_TRAIN may change net->buffer and rng; NN_EVAL changes nothing but w. */
const float *nn_forward(const struct nn_net *net, struct nn_work *w, const float *x,
			int n, enum nn_mode mode, struct rng *rng);
/* What a pass of n rows has left in the cache of a layer of kind "attention": how much of
 * each step every step of a row takes, (heads,steps,steps). */
const float *nn_attention_row(const struct nn_layer *l, const float *cache, int n,
			      int row);
/* Likewise of kind "lstm", at one step (units): which is 0..4 for i, f, g, o and the
 * memory c. */
const float *nn_lstm_row(const struct nn_layer *l, const float *cache, int n, int row,
			 int step, int which);
/* After nn_forward with the same x: overwrites w->grad with dL/dparam from dout =
 * dL/dout (n,out). dout may be w->dy. */
void nn_back(const struct nn_net *net, struct nn_work *w, const float *x,
	     const float *dout, enum nn_mode mode);

#endif
