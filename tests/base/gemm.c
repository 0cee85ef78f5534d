#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <math.h>
#include <stdlib.h>

/* c (m,n) with rows ldc apart, a by its strides, b with rows ldb apart */
struct product {
	int m, n, k, ra, ca, ldb, ldc;
	bool add;
	float *a, *b, *c;
	int size_a, size_b, size_c;
};

static float *
random_floats(struct rng *r, int n)
{
	float *x = malloc(sizeof(*x) * (size_t)(n ? n : 1));

	for (int i = 0; i < n; i++)
		x[i] = (float)rng_normal(r);
	return x;
}

/* Each array ends with its last element: valgrind and asan see a read beyond. */
static void
product_new(struct product *p, struct rng *r, int m, int n, int k, int kind)
{
	int extra = kind & 4 ? 3 : 0;

	*p = (struct product){ .m = m, .n = n, .k = k, .add = kind & 2, .ldb = n + extra,
			       .ldc = n + 2 * extra };
	p->ra = kind & 1 ? 1 : k + extra;
	p->ca = kind & 1 ? m + extra : 1;
	p->size_a = m && k ? (m - 1) * p->ra + (k - 1) * p->ca + 1 : 0;
	p->size_b = n && k ? (k - 1) * p->ldb + n : 0;
	p->size_c = m && n ? (m - 1) * p->ldc + n : 0;
	p->a = random_floats(r, p->size_a);
	p->b = random_floats(r, p->size_b);
	p->c = random_floats(r, p->size_c);
}

static void
product_free(struct product *p)
{
	free(p->a);
	free(p->b);
	free(p->c);
}

/* The promise in its plainest words. */
static float
element(const struct product *p, int i, int j, double *exact, double *size)
{
	float s = p->add ? p->c[i * p->ldc + j] : 0;

	*exact = s;
	*size = fabs((double)s);
	for (int q = 0; q < p->k; q++) {
		float a = p->a[i * p->ra + q * p->ca], b = p->b[q * p->ldb + j];

		s += a * b;
		*exact += (double)a * b;
		*size += fabs((double)a * b);
	}
	return s;
}

/* Same bits as the plain loop, near the sum in double, nothing else touched. */
static void
assert_product(const struct product *p, const char *kernel)
{
	float *c = malloc(sizeof(*c) * (size_t)(p->size_c ? p->size_c : 1));

	memcpy(c, p->c, sizeof(*c) * (size_t)p->size_c);
	num_gemm(p->m, p->n, p->k, p->a, p->ra, p->ca, p->b, p->ldb, p->add, c, p->ldc);
	for (int i = 0; i < p->m; i++)
		for (int j = 0; j < p->ldc && i * p->ldc + j < p->size_c; j++) {
			double exact, size, got = c[i * p->ldc + j];

			if (j >= p->n) {
				assert_true(c[i * p->ldc + j] == p->c[i * p->ldc + j]);
				continue;
			}
			if (c[i * p->ldc + j] != element(p, i, j, &exact, &size)
			    || fabs(got - exact) > size * (p->k + 1) * 6e-8)
				fail_msg("%s %dx%dx%d: (%d,%d) is %.9g, wanted %.9g",
					 kernel, p->m, p->n, p->k, i, j, got, exact);
		}
	free(c);
}

static const int shapes[][3] = {
	{ 0, 0, 0 }, { 3, 4, 0 }, { 1, 1, 1 }, { 1, 1, 300 }, { 1, 32, 32 },
	{ 32, 1, 32 }, { 32, 2, 32 }, { 400, 2, 32 }, { 64, 32, 2 }, { 2, 32, 64 },
	{ 64, 32, 32 }, { 6, 16, 8 }, { 7, 17, 9 }, { 5, 15, 7 }, { 13, 31, 257 },
	{ 97, 33, 256 }, { 100, 48, 513 }, { 193, 64, 65 }, { 30, 200, 300 }
};
enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

static void
gemm_is_the_plain_sum_with_every_kernel(void **state)
{
	struct product p;
	struct rng r;

	(void)state;
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		rng_init(&r, 1, "gemm", 0);
		for (int i = 0; i < SHAPES; i++)
			for (int kind = 0; kind < 8; kind++) {
				product_new(&p, &r, shapes[i][0], shapes[i][1],
					    shapes[i][2], kind);
				assert_product(&p, *k);
				product_free(&p);
			}
	}
	for (const char *const *k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
}

static void
gemm_is_the_plain_sum_at_every_small_size(void **state)
{
	struct product p;
	struct rng r;

	(void)state;
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		rng_init(&r, 2, "gemm", 0);
		for (int m = 1; m <= 13; m++)
			for (int n = 1; n <= 35; n++) {
				product_new(&p, &r, m, n, 1 + (m * n) % 5, m + n);
				assert_product(&p, *k);
				product_free(&p);
			}
	}
	for (const char *const *k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
}

/* y = b + x w', its plain sum: at b first, then along a row of w */
static void
assert_affine(struct rng *r, int rows, int out, int in, bool bias, const char *kernel)
{
	float *x = random_floats(r, rows * in), *w = random_floats(r, out * in);
	float *b = random_floats(r, out), *y = random_floats(r, rows * out);

	num_affine(rows, out, in, x, w, bias ? b : NULL, y);
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < out; j++) {
			float s = bias ? b[j] : 0;

			for (int p = 0; p < in; p++)
				s += x[i * in + p] * w[j * in + p];
			if (y[i * out + j] != s)
				fail_msg("%s %dx%dx%d: (%d,%d) is %.9g, wanted %.9g",
					 kernel, rows, out, in, i, j, y[i * out + j], s);
		}
	free(x);
	free(w);
	free(b);
	free(y);
}

static void
affine_is_the_plain_sum_with_every_kernel(void **state)
{
	struct rng r;

	(void)state;
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		rng_init(&r, 3, "affine", 0);
		for (int i = 0; i < SHAPES; i++)
			for (int bias = 0; bias < 2; bias++)
				assert_affine(&r, shapes[i][0], shapes[i][1],
					      shapes[i][2], bias, *k);
		for (int out = 1; out <= 35; out++)
			for (int in = 1; in <= 19; in += in < 4 ? 1 : 3)
				assert_affine(&r, 1 + out % 9, out, in, in & 1, *k);
		assert_affine(&r, 400, 3, 600, true, *k);
		assert_affine(&r, 500, 70, 520, true, *k);
	}
	for (const char *const *k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
}

static void
assert_same_bits(const float *got, const float *want, int n, const char *what,
		 const char *kernel, int out, int in)
{
	if (memcmp(got, want, sizeof(*got) * (size_t)n) != 0)
		fail_msg("%s, %d outputs of %d inputs: %s", kernel, out, in, what);
}

/* kind: 1: dx is wanted, 2: is added to, 4: db is wanted.  What is not wanted stays. */
static void
assert_affine_back(struct rng *r, int rows, int out, int in, int kind, const char *kernel)
{
	float *dy = random_floats(r, rows * out), *x = random_floats(r, rows * in);
	float *w = random_floats(r, out * in), *dw = random_floats(r, out * in);
	float *db = random_floats(r, out), *dx = random_floats(r, rows * in);
	float *dw2 = random_floats(r, out * in), *db2 = random_floats(r, out);
	float *dx2 = random_floats(r, rows * in);
	bool add = kind & 2;

	for (int i = 0; i < rows; i++)
		dy[i * out] = -0.0f;		/* whose sum is -0 */
	memcpy(db2, db, sizeof(*db) * (size_t)out);
	memcpy(dx2, dx, sizeof(*dx) * (size_t)(rows * in));
	num_affine_back(rows, out, in, dy, x, w, dw, kind & 4 ? db : NULL,
			kind & 1 ? dx : NULL, add);
	num_gemm(out, in, rows, dy, 1, out, x, in, false, dw2, in);
	if (kind & 4)
		num_sum_rows(db2, dy, rows, out);
	if (kind & 1)
		num_gemm(rows, in, out, dy, out, 1, w, in, add, dx2, in);
	assert_same_bits(dw, dw2, out * in, "dw", kernel, out, in);
	assert_same_bits(db, db2, out, "db", kernel, out, in);
	assert_same_bits(dx, dx2, rows * in, "dx", kernel, out, in);
	free(dy), free(x), free(w);
	free(dw), free(db), free(dx);
	free(dw2), free(db2), free(dx2);
}

static void
affine_back_is_its_three_sums_with_every_kernel(void **state)
{
	struct rng r;

	(void)state;
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		rng_init(&r, 4, "affine", 0);
		for (int out = 1; out <= 5; out++)
			for (int in = 1; in <= 5; in++)
				for (int i = 0; i < 24; i++)
					assert_affine_back(&r, 1 + i / 8 * 5, out, in,
							   i % 8, *k);
	}
	for (const char *const *k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
}

static void
gemm_lets_inf_and_nan_through_where_they_belong(void **state)
{
	float a[6] = { 1, INFINITY, 2, 0, NAN, 1 }, b[4] = { 1, 2, 3, 0 }, c[6];

	(void)state;
	num_gemm(3, 2, 2, a, 2, 1, b, 2, false, c, 2);
	assert_true(isinf(c[0]) && isnan(c[1]));	/* inf * 0 */
	assert_true(c[2] == 2 && c[3] == 4);
	assert_true(isnan(c[4]) && isnan(c[5]));
}

/* Another order of summation, the same numbers: each within what rounding can do to its
 * sum.  OpenBLAS is the oracle; fast is held to the same bound. */
static void
assert_near(const struct product *p, const char *how)
{
	float *c = malloc(sizeof(*c) * (size_t)(p->size_c ? p->size_c : 1));

	memcpy(c, p->c, sizeof(*c) * (size_t)p->size_c);
	num_gemm(p->m, p->n, p->k, p->a, p->ra, p->ca, p->b, p->ldb, p->add, c, p->ldc);
	for (int i = 0; i < p->m; i++)
		for (int j = 0; j < p->n; j++) {
			double exact, size, got = c[i * p->ldc + j];

			element(p, i, j, &exact, &size);
			if (fabs(got - exact) > size * (p->k + 1) * 6e-8)
				fail_msg("%s %dx%dx%d: (%d,%d) is %.9g, wanted %.9g",
					 how, p->m, p->n, p->k, i, j, got, exact);
		}
	free(c);
}

static void
every_arithmetic_agrees_with_openblas_within_rounding(void **state)
{
	static const enum num_math maths[] = { NUM_BLAS, NUM_FAST, NUM_PORTABLE };
	struct err e = { 0 };
	struct product p;
	struct rng r;
	char text[48];

	(void)state;
	for (int w = 0; w < 3; w++) {
		if (!num_math_use(maths[w], &e))
			fail_msg("%s", e.msg);
		assert_true(num_math() == maths[w]);
		rng_init(&r, 1, "gemm", 0);
		for (int i = 0; i < SHAPES; i++)
			for (int kind = 0; kind < 8; kind++) {
				product_new(&p, &r, shapes[i][0], shapes[i][1],
					    shapes[i][2], kind);
				assert_near(&p, num_math_text(text));
				product_free(&p);
			}
	}
	assert_int_equal(strncmp(num_math_text(text), "portable (", 10), 0);
}

static void
transpose_swaps_rows_and_columns(void **state)
{
	static const int size[][2] = {
		{ 0, 3 }, { 1, 1 }, { 3, 5 }, { 16, 16 }, { 17, 33 }, { 100, 7 }
	};
	struct rng r;

	(void)state;
	rng_init(&r, 1, "transpose", 0);
	for (int s = 0; s < 6; s++) {
		int rows = size[s][0], cols = size[s][1];
		float *a = random_floats(&r, rows * cols);
		float *b = random_floats(&r, rows * cols);

		num_transpose(b, a, rows, cols);
		for (int i = 0; i < rows; i++)
			for (int j = 0; j < cols; j++)
				assert_true(b[j * rows + i] == a[i * cols + j]);
		free(a);
		free(b);
	}
}

void
base_gemm(void)
{
	TAP(gemm_is_the_plain_sum_with_every_kernel);
	TAP(gemm_is_the_plain_sum_at_every_small_size);
	TAP(affine_is_the_plain_sum_with_every_kernel);
	TAP(affine_back_is_its_three_sums_with_every_kernel);
	TAP(gemm_lets_inf_and_nan_through_where_they_belong);
	TAP(every_arithmetic_agrees_with_openblas_within_rounding);
	TAP(transpose_swaps_rows_and_columns);
}
