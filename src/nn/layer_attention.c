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
	{ 0 }
};

/* In the order of the tensors: Q, K, V (all,in), O (in,all); biases of all but the key,
 * where one would shift a whole row of the softmax and change nothing. */
enum { WQ, BQ, WK, WV, BV, WO, BO };

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

static void
add_tensors(struct nn_layer *l, int in, int all)
{
	layer_tensor(l, "wq", all, in, in, all)->weight = true;
	layer_tensor(l, "bq", 1, all, in, all)->bias = true;
	layer_tensor(l, "wk", all, in, in, all)->weight = true;
	layer_tensor(l, "wv", all, in, in, all)->weight = true;
	layer_tensor(l, "bv", 1, all, in, all)->bias = true;
	layer_tensor(l, "wo", in, all, all, in)->weight = true;
	layer_tensor(l, "bo", 1, in, all, in)->bias = true;
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

/* Projection w, with its bias unless 0, of x (n*steps,in) on (n*steps,out). */
static struct layer_affine
projection(const struct nn_layer *l, const struct nn_flow *f, int w, int b,
	   const float *x)
{
	const struct nn_tensor *t = &l->tensor[w];
	const float *bias = f->param + (l->tensor[b].at - l->param_at);

	return (struct layer_affine){ f->n * l->in.dim[0], t->cols, t->rows, x,
				      f->param + (t->at - l->param_at), b ? bias : NULL };
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
	struct layer_affine to_q = projection(l, f, WQ, BQ, f->x);
	struct layer_affine to_k = projection(l, f, WK, 0, f->x);
	struct layer_affine to_v = projection(l, f, WV, BV, f->x);
	struct layer_affine to_y = projection(l, f, WO, BO, o);

	layer_affine_apply(q, &to_q, f->scratch);
	layer_affine_apply(k, &to_k, f->scratch);
	layer_affine_apply(v, &to_v, f->scratch);
	for (int i = 0; i < a.n; i++)
		for (int h = 0; h < a.heads; h++, p += a.steps * a.steps) {
			size_t at = (size_t)i * (size_t)(a.steps * a.all)
				    + (size_t)(h * a.width);

			head(o + at, p, q + at, k + at, v + at, &a, f->scratch);
		}
	layer_affine_apply(f->y, &to_y, f->scratch);
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

void
layer_attention_back(const struct nn_layer *l, const struct nn_flow *f)
{
	struct attention a = attention_of(l, f);
	const float *p = a.p, *o = a.v + a.block;
	float *dq = f->scratch + l->n_scratch, *dk = dq + a.block, *dv = dk + a.block;
	float *d_o = dv + a.block, *g = f->grad;
	struct layer_affine to_q = projection(l, f, WQ, BQ, f->x);
	struct layer_affine to_k = projection(l, f, WK, 0, f->x);
	struct layer_affine to_v = projection(l, f, WV, BV, f->x);
	struct layer_affine to_y = projection(l, f, WO, BO, o);
	const struct nn_tensor *t = l->tensor;
	int first = l->param_at;

	layer_affine_back(d_o, false, g + t[WO].at - first, g + t[BO].at - first, f->dy,
			  &to_y);
	for (int i = 0; i < a.n; i++)
		for (int h = 0; h < a.heads; h++, p += a.steps * a.steps)
			head_back(&a,
				  (size_t)i * (size_t)(a.steps * a.all)
					  + (size_t)(h * a.width),
				  p, dq, dk, dv, d_o, f->scratch);
	layer_affine_back(f->dx, false, g + t[WQ].at - first, g + t[BQ].at - first, dq,
			  &to_q);
	layer_affine_back(f->dx, true, g + t[WK].at - first, NULL, dk, &to_k);
	layer_affine_back(f->dx, true, g + t[WV].at - first, g + t[BV].at - first, dv,
			  &to_v);
}
