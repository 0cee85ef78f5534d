#include "layer.h"
#include "actlab/num.h"

#include <math.h>
#include <string.h>

const struct param layer_attention_params[] = {
	{ "heads", PARAM_INT, 1, 64, 1, "", NULL,
	  "how many look at the steps side by side" },
	{ "causal", PARAM_WORD, 0, 1, 0, "", "no yes",
	  "whether a step sees no later one" },
	{ "width", PARAM_INT, 0, 4096, 0, "", NULL,
	  "features of a head; 0: its share of the input's" },
	{ "scale", PARAM_REAL, 0, 1000, 0, "", NULL,
	  "what q k' is multiplied by; 0: 1 / sqrt(width)" },
	{ "biases", PARAM_WORD, 0, 15, 0, "",
	  "qvo none q k v o qk qv qo kv ko vo qkv qko kvo qkvo",
	  "which projections add a bias: query, key, value, output" },
	{ 0 }
};

/* The projections, as their tensors follow each other: Q, K, V (all,in), O (in,all), each
 * with its bias where it has one.  By default the key has none: it would shift a whole
 * row of the softmax and change nothing. */
enum { Q, K, V, O, PROJECTIONS };

/* The letters of biases=, word by word. */
static const char *const biased[] = {
	"qvo", "", "q", "k", "v", "o", "qk", "qv", "qo", "kv", "ko", "vo", "qkv", "qko",
	"kvo", "qkvo"
};

struct attention {
	int n, steps, in, heads, width, all;	/* all = heads * width */
	bool causal;
	float scale;
	size_t block;				/* n * steps * all: q, k, v and o each */
	const float *q, *k, *v, *p;
};

static int
head_width(const struct nn_layer *l)
{
	return l->arg[2] > 0 ? (int)l->arg[2] : l->in.dim[1] / (int)l->arg[0];
}

static bool
has_bias(const struct nn_layer *l, int projection)
{
	return strchr(biased[(int)l->arg[4]], "qkvo"[projection]) != NULL;
}

static void
add_tensors(struct nn_layer *l, int in, int all)
{
	static const char *const weight[] = { "wq", "wk", "wv", "wo" };
	static const char *const bias[] = { "bq", "bk", "bv", "bo" };

	for (int i = 0; i < PROJECTIONS; i++) {
		int from = i == O ? all : in, to = i == O ? in : all;

		layer_tensor(l, weight[i], to, from, from, to)->weight = true;
		if (has_bias(l, i))
			layer_tensor(l, bias[i], 1, to, from, to)->bias = true;
	}
}

/* The cache holds q, k, v, o (n,steps,all) and p (n,heads,steps,steps); scratch a weight
 * or a head transposed and a (steps,steps), then dq, dk, dv, do. */
bool
layer_attention_plan(struct nn_layer *l, struct err *e)
{
	int heads = (int)l->arg[0], in, all;
	double steps;

	if (!layer_rank_sequence(l, e))
		return false;
	steps = l->in.dim[0];
	in = l->in.dim[1];
	if (l->arg[2] == 0 && in % heads) {
		err_set(e, ERR_SHAPE, SPAN_NONE,
			"%d heads do not share %d features evenly", heads, in);
		return err_hint(e, "take heads that divide %d, or say width=", in);
	}
	all = heads * head_width(l);
	if ((double)in * all > NN_PARAMS_MAX / 8)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d heads of %d on %d features are too many weights",
			       heads, head_width(l), in);
	l->out = l->in;
	add_tensors(l, in, all);
	if (!layer_room(l, steps * (4.0 * all + heads * steps), 4 * steps * all, e))
		return false;
	/* a row's p fits, so does one (steps,steps) */
	l->n_scratch = (int)(steps * steps);
	l->n_scratch += all * (in > l->in.dim[0] ? in : l->in.dim[0]);
	return true;
}

static struct attention
attention_of(const struct nn_layer *l, const struct nn_flow *f)
{
	struct attention a = { .n = f->n, .steps = l->in.dim[0], .in = l->in.dim[1],
			       .heads = (int)l->arg[0], .width = head_width(l),
			       .causal = l->arg[1] > 0, .scale = (float)l->arg[3] };

	a.all = a.heads * a.width;
	if (l->arg[3] == 0)
		a.scale = (float)(1 / sqrt(a.width));
	a.block = (size_t)a.n * (size_t)a.steps * (size_t)a.all;
	a.q = f->cache;
	a.k = a.q + a.block;
	a.v = a.k + a.block;
	a.p = a.v + 2 * a.block;
	return a;
}

const float *
nn_attention_row(const struct nn_layer *l, const float *cache, int n, int row)
{
	size_t steps = (size_t)l->in.dim[0], heads = (size_t)l->arg[0];
	size_t all = heads * (size_t)head_width(l);

	return cache + 4 * (size_t)n * steps * all + (size_t)row * heads * steps * steps;
}

/* Where the weight of a projection stands among the tensors; its bias stands behind. */
static int
weight_of(const struct nn_layer *l, int projection)
{
	int at = projection;

	for (int i = 0; i < projection; i++)
		at += has_bias(l, i);
	return at;
}

/* A projection of x (n*steps,in) on (n*steps,out). */
static struct layer_affine
projection(const struct nn_layer *l, const struct nn_flow *f, int which, const float *x)
{
	const struct nn_tensor *t = &l->tensor[weight_of(l, which)];
	const float *w = f->param + (t->at - l->param_at);

	return (struct layer_affine){ f->n * l->in.dim[0], t->cols, t->rows, x, w,
				      has_bias(l, which) ? w + t->n : NULL };
}

/* to (width,steps) = one head of from (steps, all) transposed */
static void
head_transpose(float *to, const float *from, const struct attention *a)
{
	for (int j = 0; j < a->width; j++)
		for (int t = 0; t < a->steps; t++)
			*to++ = from[(size_t)t * (size_t)a->all + (size_t)j];
}

/* o = softmax(scale q k') v of one head of one row */
static void
head(float *o, float *p, const float *q, const float *k, const float *v,
     const struct attention *a, float *kt)
{
	int steps = a->steps, all = a->all;

	head_transpose(kt, k, a);
	num_gemm(steps, steps, a->width, q, all, 1, kt, steps, false, p, steps);
	for (int t = 0; t < steps; t++) {
		float *row = p + (size_t)t * (size_t)steps;
		int seen = a->causal ? t + 1 : steps;

		layer_softmax_row(row, row, seen, a->scale);
		memset(row + seen, 0, sizeof(*row) * (size_t)(steps - seen));
	}
	num_gemm(steps, a->width, steps, p, steps, 1, v, all, false, o, all);
}

void
layer_attention(const struct nn_layer *l, const struct nn_flow *f)
{
	struct attention a = attention_of(l, f);
	float *q = f->cache, *k = q + a.block, *v = k + a.block, *o = v + a.block;
	float *p = o + a.block;
	struct layer_affine to_q = projection(l, f, Q, f->x);
	struct layer_affine to_k = projection(l, f, K, f->x);
	struct layer_affine to_v = projection(l, f, V, f->x);
	struct layer_affine to_y = projection(l, f, O, o);

	layer_affine_apply(q, &to_q);
	layer_affine_apply(k, &to_k);
	layer_affine_apply(v, &to_v);
	for (int i = 0; i < a.n; i++)
		for (int h = 0; h < a.heads; h++, p += a.steps * a.steps) {
			size_t at = (size_t)i * (size_t)(a.steps * a.all)
				    + (size_t)(h * a.width);

			head(o + at, p, q + at, k + at, v + at, &a, f->scratch);
		}
	layer_affine_apply(f->y, &to_y);
}

/* One head of one row, whose arrays begin at `at`: dq, dk and dv from do. */
static void
head_back(const struct attention *a, size_t at, const float *p, float *dq, float *dk,
	  float *dv, const float *d_o, float *scratch)
{
	int steps = a->steps, all = a->all, width = a->width;
	float *dp = scratch, *vt = scratch + steps * steps;

	/* dv = p' do, dp = do v' */
	num_gemm(steps, width, steps, p, 1, steps, d_o + at, all, false, dv + at, all);
	head_transpose(vt, a->v + at, a);
	num_gemm(steps, steps, width, d_o + at, all, 1, vt, steps, false, dp, steps);
	for (int t = 0; t < steps; t++)			/* ds; 0 where p is */
		layer_softmax_row_back(dp + t * steps, dp + t * steps, p + t * steps,
				       steps, a->scale);
	/* dq = ds k, dk = ds' q */
	num_gemm(steps, width, steps, dp, steps, 1, a->k + at, all, false, dq + at, all);
	num_gemm(steps, width, steps, dp, 1, steps, a->q + at, all, false, dk + at, all);
}

static void
project_back(const struct nn_layer *l, const struct nn_flow *f, int which, float *dx,
	     bool add, const float *dy, const struct layer_affine *a)
{
	const struct nn_tensor *t = &l->tensor[weight_of(l, which)];
	float *dw = f->grad + (t->at - l->param_at);

	layer_affine_back(dx, add, dw, a->b ? dw + t->n : NULL, dy, a);
}

void
layer_attention_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct attention a = attention_of(l, f);
	const float *p = a.p, *o = a.v + a.block;
	float *dq = f->scratch + l->n_scratch, *dk = dq + a.block, *dv = dk + a.block;
	float *d_o = dv + a.block;
	struct layer_affine to_q = projection(l, f, Q, f->x);
	struct layer_affine to_k = projection(l, f, K, f->x);
	struct layer_affine to_v = projection(l, f, V, f->x);
	struct layer_affine to_y = projection(l, f, O, o);

	project_back(l, f, O, d_o, false, f->dy, &to_y);
	for (int i = 0; i < a.n; i++)
		for (int h = 0; h < a.heads; h++, p += a.steps * a.steps)
			head_back(&a,
				  (size_t)i * (size_t)(a.steps * a.all)
					  + (size_t)(h * a.width),
				  p, dq, dk, dv, d_o, f->scratch);
	project_back(l, f, Q, f->dx, false, dq, &to_q);
	project_back(l, f, K, f->dx, true, dk, &to_k);
	project_back(l, f, V, f->dx, true, dv, &to_v);
}
