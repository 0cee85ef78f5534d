/* Layers of at most four inputs and outputs, where calls and loops would cost more than
 * products: all weights, or all of their gradients, stay in registers while the rows
 * pass.  Every sum goes in the order of gemm.c, which gives the same bits. */
#include "base/few.h"

/* Column p of the weights, which are out rows of in. */
INLINE v4
column(const float *w, int out, int in)
{
	return (v4){ w[0], out > 1 ? w[in] : 0, out > 2 ? w[2 * in] : 0,
		     out > 3 ? w[3 * in] : 0 };
}

/* out and in are constants where it is called, here and below */
INLINE void
affine(int out, int in, int rows, const float *x, const float *w, const float *b,
       float *y)
{
	v4 start = b ? load_few(b, out) : (v4){ 0 }, right[FEW];

	UNROLL
	for (int p = 0; p < in; p++)
		right[p] = column(w + p, out, in);
	for (; rows > 0; rows--, x += in, y += out) {
		v4 sum = start;

		UNROLL
		for (int p = 0; p < in; p++)
			sum += x[p] * right[p];
		store_few(y, sum, out);
	}
}

/* dx of a row, or what is added to it */
INLINE void
row_back(int out, int in, const float *dy, const v4 *w, bool add, float *dx)
{
	v4 sum = add ? load_few(dx, in) : (v4){ 0 };

	UNROLL
	for (int o = 0; o < out; o++)
		sum += dy[o] * w[o];
	store_few(dx, sum, in);
}

INLINE void
affine_back(int out, int in, const struct affine_back *t)
{
	const float *x = t->x, *dy = t->dy;
	float *dx = t->dx;
	v4 dw[FEW], w[FEW], db = -(v4){ 0 };	/* to which -0 may be added */

	UNROLL
	for (int o = 0; o < out; o++) {
		dw[o] = (v4){ 0 };
		w[o] = load_few(t->w + o * in, in);
	}
	for (int i = t->rows; i > 0; i--, x += in, dy += out) {
		v4 right = load_few(x, in);

		db += load_few(dy, out);
		UNROLL
		for (int o = 0; o < out; o++)
			dw[o] += dy[o] * right;
		if (dx) {
			row_back(out, in, dy, w, t->add, dx);
			dx += in;
		}
	}
	UNROLL
	for (int o = 0; o < out; o++)
		store_few(t->dw + o * in, dw[o], in);
	if (t->db)
		store_few(t->db, db, out);
}

/* f with both sizes as constants */
#define BY_IN(f, out, in, ...) \
	switch (in) { \
	case 1: f(out, 1, __VA_ARGS__); break; \
	case 2: f(out, 2, __VA_ARGS__); break; \
	case 3: f(out, 3, __VA_ARGS__); break; \
	case 4: f(out, 4, __VA_ARGS__); break; \
	}
#define BY_SIZE(f, out, in, ...) \
	switch (out) { \
	case 1: BY_IN(f, 1, in, __VA_ARGS__) break; \
	case 2: BY_IN(f, 2, in, __VA_ARGS__) break; \
	case 3: BY_IN(f, 3, in, __VA_ARGS__) break; \
	case 4: BY_IN(f, 4, in, __VA_ARGS__) break; \
	}

void
KERNEL(affine_few)(int rows, int out, int in, const float *x, const float *w,
		   const float *b, float *y)
{
	BY_SIZE(affine, out, in, rows, x, w, b, y)
}

void
KERNEL(affine_back_few)(int out, int in, const struct affine_back *t)
{
	BY_SIZE(affine_back, out, in, t)
}
