#include "layer_recur.h"
#include "actlab/num.h"
#include "vec.h"

#include <string.h>

const struct param layer_recur_params[] = {
	{ "units", PARAM_INT, 1, 4096, 1, "", NULL, "size of the state h" },
	{ "output", PARAM_WORD, 0, 1, 0, "", "last all",
	  "h of the last step, or of every step" },
	{ 0 }
};

struct recur
recur_of(const struct nn_layer *l, const struct nn_flow *f, int gates)
{
	int units = (int)l->arg[0];

	return (struct recur){ f->n, l->in.dim[0], l->in.dim[1], units, gates,
			       (size_t)f->n * (size_t)units };
}

bool
recur_plan(struct nn_layer *l, int gates, int cache_blocks, int scratch_blocks,
	   struct err *e)
{
	int units = (int)l->arg[0], all = gates * units, steps, in;

	if (!layer_rank_sequence(l, e))
		return false;
	steps = l->in.dim[0];
	in = l->in.dim[1];
	if ((double)all * ((double)in + units) > NN_PARAMS_MAX)
		return err_set(e, ERR_SHAPE, SPAN_NONE,
			       "%d units on %d inputs are too many weights", units, in);
	l->out = l->arg[1] > 0 ? (struct nn_shape){ 2, { steps, units } }
			       : (struct nn_shape){ 1, { units } };
	layer_tensor(l, "weight_ih", all, in, in, units)->weight = true;
	layer_tensor(l, "weight_hh", all, units, units, units)->weight = true;
	layer_tensor(l, "bias_ih", 1, all, in, units)->bias = true;
	layer_tensor(l, "bias_hh", 1, all, units, units)->bias = true;
	l->n_scratch = all * (in + units);
	return layer_room(l, (double)steps * cache_blocks * units,
			  (double)scratch_blocks * units, e);
}

void
recur_begin(const struct recur *r, const struct nn_flow *f)
{
	int all = r->gates * r->units;

	num_transpose(f->scratch, f->param, all, r->in);
	num_transpose(f->scratch + all * r->in, f->param + all * r->in, all, r->units);
}

void
recur_sums(const struct recur *r, const struct nn_flow *f, int t, float *z,
	   const float *before)
{
	int all = r->gates * r->units, units = r->units, in = r->in;
	const float *w = f->scratch, *u = w + all * in; /* (in,all), (units,all) */
	const float *b = f->param + all * (in + units), *b2 = b + all;

	for (int g = 0; g < r->gates; g++, z += r->block) {
		for (size_t i = 0; i < r->block; i += (size_t)units)
			for (int j = 0; j < units; j++)
				z[i + (size_t)j] = b[g * units + j] + b2[g * units + j];
		num_gemm(r->n, units, in, f->x + t * in, r->steps * in, 1, w + g * units,
			 all, true, z, units);
		if (before)
			num_gemm(r->n, units, units, before, units, 1, u + g * units, all,
				 true, z, units);
	}
}

void
recur_put(const struct nn_layer *l, const struct recur *r, const struct nn_flow *f, int t,
	  const float *h)
{
	size_t units = (size_t)r->units, steps = (size_t)r->steps;

	if (l->out.rank == 1 && t == r->steps - 1)
		memcpy(f->y, h, sizeof(*h) * r->block);
	for (size_t i = 0; l->out.rank == 2 && i < (size_t)r->n; i++)
		memcpy(f->y + (i * steps + (size_t)t) * units, h + i * units,
		       sizeof(*h) * units);
}

void
recur_take(const struct nn_layer *l, const struct recur *r, const struct nn_flow *f,
	   int t, float *dh)
{
	size_t units = (size_t)r->units, steps = (size_t)r->steps;

	if (l->out.rank == 1 && t == r->steps - 1)
		vec_add(dh, f->dy, (int)r->block);
	for (size_t i = 0; l->out.rank == 2 && i < (size_t)r->n; i++)
		vec_add(dh + i * units, f->dy + (i * steps + (size_t)t) * units,
			r->units);
}

/* Adds one gate's part to the gradients: dw += dz' x, du += dz' h, db += sums of dz. */
static void
gate_back(const struct recur *r, const struct nn_flow *f, int t, int g, const float *dz,
	  const float *before)
{
	int all = r->gates * r->units, units = r->units, in = r->in;
	float *dw = f->grad + g * units * in;
	float *du = f->grad + all * in + g * units * units;
	float *db = f->grad + all * (in + units) + g * units;

	num_gemm(units, in, r->n, dz, 1, units, f->x + t * in, r->steps * in, true, dw,
		 in);
	if (before)
		num_gemm(units, units, r->n, dz, 1, units, before, units, true, du,
			 units);
	for (int i = 0; i < r->n; i++) {
		vec_add(db, dz + i * units, units);
		vec_add(db + all, dz + i * units, units);
	}
}

void
recur_back(const struct recur *r, const struct nn_flow *f, int t, const float *dz,
	   const float *before, float *dh)
{
	int all = r->gates * r->units, units = r->units, in = r->in;

	for (int g = 0; g < r->gates; g++, dz += r->block) {
		const float *w = f->param + g * units * in;
		const float *u = f->param + all * in + g * units * units;

		gate_back(r, f, t, g, dz, before);
		if (f->dx)			/* dx = sum of dz w over the gates */
			num_gemm(r->n, in, units, dz, units, 1, w, in, g > 0,
				 f->dx + t * in, r->steps * in);
		if (before)			/* dh = sum of dz u */
			num_gemm(r->n, units, units, dz, units, 1, u, units, g > 0, dh,
				 units);
	}
}
