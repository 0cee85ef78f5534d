#include "layer.h"

#include <string.h>

/* y = a f(b), a and b the halves of x's last axis; the cache holds b, then f(b) */
bool
layer_glu_plan(struct nn_layer *l, struct err *e)
{
	int width = layer_width(&l->in);
	char text[48];

	if (width % 2) {
		err_set(e, ERR_SHAPE, SPAN_NONE,
			"cannot cut %s in half: %d features is an odd number",
			nn_shape_text(text, &l->in), width);
		return err_hint(e, "let %d or %d features enter it", width - 1,
				width + 1);
	}
	l->out = l->in;
	l->out.dim[l->in.rank - 1] = width / 2;
	return layer_room(l, nn_shape_size(&l->in), nn_shape_size(&l->out), e);
}

bool
layer_glu_entered(const struct nn_layer *l, const float *cache, int n, int i,
		  struct nn_entered *out)
{
	*out = (struct nn_entered){ &l->act, cache, n * nn_shape_size(&l->out) };
	return i == 0;
}

void
layer_glu(const struct nn_layer *l, const struct nn_flow *f)
{
	int half = layer_width(&l->out), rows = f->n * layer_rows(&l->out);
	float *b = f->cache, *gate = f->cache + (size_t)rows * (size_t)half;

	for (int i = 0; i < rows; i++)
		memcpy(b + (size_t)i * (size_t)half,
		       f->x + (2 * (size_t)i + 1) * (size_t)half,
		       sizeof(*b) * (size_t)half);
	nn_act_apply(&l->act, gate, b, rows * half);
	for (int i = 0; i < rows; i++) {
		const float *a = f->x + 2 * (size_t)i * (size_t)half;
		size_t at = (size_t)i * (size_t)half;

		for (int j = 0; j < half; j++)
			f->y[at + j] = a[j] * gate[at + j];
	}
}

/* da = dy f(b), db = dy a f'(b) */
void
layer_glu_back(const struct nn_layer *l, const struct nn_flow *f)
{
	int half = layer_width(&l->out), rows = f->n * layer_rows(&l->out);
	const float *b = f->cache, *gate = f->cache + (size_t)rows * (size_t)half;

	if (!f->dx)
		return;
	for (int i = 0; i < rows; i++) {
		const float *a = f->x + 2 * (size_t)i * (size_t)half;
		float *da = f->dx + 2 * (size_t)i * (size_t)half;
		size_t at = (size_t)i * (size_t)half;

		for (int j = 0; j < half; j++) {
			da[j] = f->dy[at + j] * gate[at + j];
			f->scratch[at + j] = f->dy[at + j] * a[j];
		}
	}
	nn_act_back(&l->act, f->scratch, NULL, f->scratch, b, rows * half);
	for (int i = 0; i < rows; i++)
		memcpy(f->dx + (2 * (size_t)i + 1) * (size_t)half,
		       f->scratch + (size_t)i * (size_t)half, sizeof(*b) * (size_t)half);
}
