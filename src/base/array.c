/* Loops over arrays that a step of training is made of, beside the products.  No sum here
 * runs along a vector, so that its width changes no bit. */
#include "base/kernel.h"
#include "base/turn.h"

#include <float.h>
#include <math.h>

/* ---- relu; NaN stays NaN ---- */

INLINE vf
relu(vf x)
{
	return pick(x <= 0, all(0), x);
}

INLINE vf
relu_back(vf dy, vf x)
{
	return dy * pick(x > 0, all(1), relu(x));
}

static void
relu_array(float *y, const float *x, int n)
{
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		store(y + i, relu(load(x + i)));
	for (; i < n; i++)
		y[i] = x[i] <= 0 ? 0 : x[i];
}

static void
relu_back_array(float *dx, const float *dy, const float *x, int n)
{
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		store(dx + i, relu_back(load(dy + i), load(x + i)));
	for (; i < n; i++)
		dx[i] = dy[i] * (x[i] > 0 ? 1 : x[i] <= 0 ? 0 : x[i]);
}

/* ---- sums over rows, in their order ---- */

/* Some vectors of columns, a constant where it is called. */
INLINE void
sum_columns(float *sum, const float *v, int n, int width, int vectors)
{
	vf s[4];

	UNROLL
	for (int j = 0; j < vectors; j++)
		s[j] = load(v + j * LANES);
	for (int i = 1; i < n; i++) {
		v += width;
		UNROLL
		for (int j = 0; j < vectors; j++)
			s[j] += load(v + j * LANES);
	}
	UNROLL
	for (int j = 0; j < vectors; j++)
		store(sum + j * LANES, s[j]);
}

INLINE void
sum_four(float *sum, const float *v, int n, int width)
{
	typedef float v4 __attribute__((vector_size(16)));
	v4 s, x;

	memcpy(&s, v, sizeof(s));
	for (int i = 1; i < n; i++) {
		v += width;
		memcpy(&x, v, sizeof(x));
		s += x;
	}
	memcpy(sum, &s, sizeof(s));
}

static void
sum_rows(float *sum, const float *v, int n, int width)
{
	int j = 0;

	for (; j + 4 * LANES <= width; j += 4 * LANES)
		sum_columns(sum + j, v + j, n, width, 4);
	for (; j + LANES <= width; j += LANES)
		sum_columns(sum + j, v + j, n, width, 1);
	for (; j + 4 <= width; j += 4)
		sum_four(sum + j, v + j, n, width);
	for (; j < width; j++) {
		float s = v[j];

		for (int i = 1; i < n; i++)
			s += v[(long)i * width + j];
		sum[j] = s;
	}
}

/* ---- b = a transposed ---- */

static void
turn_part(float *b, long ldb, const float *a, long lda, int rows, int cols)
{
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < cols; j++)
			b[j * ldb + i] = a[i * lda + j];
}

static void
transpose(float *b, const float *a, int rows, int cols)
{
	int i = 0, j;

	for (; i + LANES <= rows; i += LANES) {
		for (j = 0; j + LANES <= cols; j += LANES)
			turn_square(b + (long)j * rows + i, rows, a + (long)i * cols + j,
				    cols, LANES);
		turn_part(b + (long)j * rows + i, rows, a + (long)i * cols + j, cols,
			  LANES, cols - j);
	}
	turn_part(b + i, rows, a + (long)i * cols, cols, rows - i, cols);
}

/* ---- inf and NaN ---- */

static bool
all_finite(const float *x, int n)
{
	vi bad = { 0 };
	int i = 0;
	bool fine = true;

	for (; i + LANES <= n; i += LANES)
		bad |= ~(magnitude(load(x + i)) <= FLT_MAX);
	for (; i < n; i++)
		fine &= fabsf(x[i]) <= FLT_MAX;
	return fine && !any(bad);
}

/* ---- updates: whole vectors of any width, then short ones, then what is left ---- */

INLINE float
pulled(float g, float w, const struct num_pull *p)
{
	float sign = w > 0 ? p->l1 : w < 0 ? -p->l1 : 0;

	return g + p->l2 * w + sign;
}

/* x, or 0 where it is smaller than least */
INLINE float
kept(float x, float least)
{
	return fabsf(x) < least ? 0 : x;
}

INLINE int
odd(float x)
{
	return !(fabsf(x) <= FLT_MAX);
}

/* n elements from i on; not 0: some of them is inf or NaN now. */
INLINE int
sgd_some(float *restrict w, float *restrict was, const float *restrict g,
	 float *restrict b, int i, int n, struct num_sgd o)
{
	int bad = 0;

	w += i, was += i, g += i, b += i;
	for (i = 0; i < n; i++) {
		float d = pulled(g[i], w[i], &o.pull);

		was[i] = w[i];
		b[i] = o.momentum * kept(b[i], o.least) + d;
		w[i] = o.pull.keep * w[i] - o.lr * (o.here * d + o.ahead * b[i]);
		bad |= odd(w[i]);
	}
	return bad;
}

static bool
sgd(float *w, float *was, const float *g, float *b, int n, const struct num_sgd *o)
{
	int i = n & ~15, few = n & 12, bad = sgd_some(w, was, g, b, 0, i, *o);

	bad |= sgd_some(w, was, g, b, i, few, *o);
	return !(bad | sgd_some(w, was, g, b, i + few, n & 3, *o));
}

INLINE int
adam_some(float *restrict w, float *restrict was, const float *restrict g,
	  float *restrict m, float *restrict v, int i, int n, struct num_adam o)
{
	int bad = 0;

	w += i, was += i, g += i, m += i, v += i;
	for (i = 0; i < n; i++) {
		float d = pulled(g[i], w[i], &o.pull);

		was[i] = w[i];
		m[i] = o.b1 * kept(m[i], o.least) + o.c1 * d;
		v[i] = o.b2 * kept(v[i], o.least) + o.c2 * (d * d);
		w[i] = o.pull.keep * w[i] - o.lr * (m[i] / (sqrtf(v[i]) + o.eps));
		bad |= odd(w[i]);
	}
	return bad;
}

static bool
adam(float *w, float *was, const float *g, float *m, float *v, int n,
     const struct num_adam *o)
{
	int i = n & ~15, few = n & 12, bad = adam_some(w, was, g, m, v, 0, i, *o);

	bad |= adam_some(w, was, g, m, v, i, few, *o);
	return !(bad | adam_some(w, was, g, m, v, i + few, n & 3, *o));
}

const struct kernel_arrays KERNEL(kernel_arrays) = {
	relu_array, relu_back_array, sum_rows, transpose, all_finite, sgd, adam
};
