/* Numbers: vector functions, matrix products, statistics.
 *
 * The portable path: every function here gives the same bits on every machine,
 * whatever instruction set runs it (plain C, SSE2, AVX2, AVX-512), because the order
 * of summation is fixed, floating-point contraction is off, and nothing calls libm
 * beyond sqrt, fabs and floor.  (Which NaN comes out of a product is the one thing
 * that may differ.)  Arrays are row-major.
 */
#ifndef ACTLAB_NUM_H
#define ACTLAB_NUM_H

#include "actlab/err.h"

#include <stdint.h>

/* ---- double scalars, within 2 ulp; inf, NaN and signed zero as in C99 ---- */
double num_exp(double x);
double num_expm1(double x);
double num_log(double x);
double num_log1p(double x);
double num_log10(double x);
double num_pow(double x, double y);
double num_sin(double x);
double num_cos(double x);
double num_tan(double x);
double num_tanh(double x);
double num_erf(double x);
double num_erfc(double x);
double num_atan(double x);

/* ---- float arrays; y may be x; n >= 0; any alignment ----
 * Largest error over all floats in ulp is stated in tests/base and is below 4. */
void num_vexp(float *y, const float *x, int n);
void num_vexpm1(float *y, const float *x, int n);
void num_vlog(float *y, const float *x, int n);
void num_vlog1p(float *y, const float *x, int n);
void num_vtanh(float *y, const float *x, int n);
void num_vsigmoid(float *y, const float *x, int n);
void num_verf(float *y, const float *x, int n);
void num_verfc(float *y, const float *x, int n);
void num_vsin(float *y, const float *x, int n);
void num_vcos(float *y, const float *x, int n);
void num_vatan(float *y, const float *x, int n);
/* y = x^p, within an ulp; edges as in C99; y may be x or p */
void num_vpow(float *y, const float *x, const float *p, int n);

/* ---- activations and their slopes; likewise, but 8 ulp in slopes, away from where they
 * pass through 0 ---- */
void num_vgelu(float *y, const float *x, int n);		/* x Phi(x) */
void num_vgelu_slope(float *y, const float *x, int n);
void num_vgelu_tanh(float *y, const float *x, int n);
void num_vgelu_tanh_slope(float *y, const float *x, int n);
void num_vsilu(float *y, const float *x, int n);		/* x / (1 + e^-x) */
void num_vsilu_slope(float *y, const float *x, int n);
void num_vmish(float *y, const float *x, int n);
void num_vmish_slope(float *y, const float *x, int n);
void num_vlog_fall(float *y, const float *x, int n);		/* log(1 + e^-|x|) */
void num_vtanhshrink(float *y, const float *x, int n);		/* x - tanh x */
void num_vgauss(float *y, const float *x, int n);		/* e^-x^2 */
void num_vgauss_slope(float *y, const float *x, int n);
void num_vkeep_nan(float *y, const float *x, int n);		/* y = x where x is NaN */

/* ---- what a step of training does to whole arrays; y may be x, dx may be dy or x ---- */
void num_vrelu(float *y, const float *x, int n);	/* NaN stays NaN; so it does below */
/* dx = dy f'(x) */
void num_vrelu_back(float *dx, const float *dy, const float *x, int n);
void num_vtanh_back(float *dx, const float *dy, const float *x, int n);
void num_vsigmoid_back(float *dx, const float *dy, const float *x, int n);
void num_vgelu_back(float *dx, const float *dy, const float *x, int n);
void num_vsilu_back(float *dx, const float *dy, const float *x, int n);

/* What pulls a weight towards 0: through the gradient, d = g + l2 w + l1 sign(w), or past
 * it, where the weight shrinks to keep w before the step.  What is remembered of earlier
 * gradients counts as 0 once it is smaller than least: of a unit that is off it would fade
 * to subnormal numbers and stay there, at which many processors are a hundred times
 * slower. */
struct num_pull {
	float l2, l1, keep;
};
/* Both also keep was = w as it was before, and tell whether every w is finite now: the
 * numbers are at hand, and passes of their own would cost as much as the update. */
/* b = momentum b + d; w = keep w - lr (here d + ahead b) */
struct num_sgd {
	struct num_pull pull;
	float lr, momentum, here, ahead, least;
};
bool num_sgd(float *w, float *was, const float *g, float *b, int n,
	     const struct num_sgd *o);
/* m = b1 m + c1 d; v = b2 v + c2 d^2; w = keep w - lr m / (sqrt(v) + eps) */
struct num_adam {
	struct num_pull pull;
	float b1, c1, b2, c2, lr, eps, least;
};
bool num_adam(float *w, float *was, const float *g, float *m, float *v, int n,
	      const struct num_adam *o);

/* ---- reduced precision: each value as the nearest number of the smaller format, ties to
 * even; subnormals stay, NaN stays NaN; y may be x ---- */
void num_vhalf(float *y, const float *x, int n);	/* float16: from 65520 on inf */
void num_vbfloat(float *y, const float *x, int n);	/* bfloat16: 7 bits of fraction */

/* ---- matrix products: each element is summed over k in rising order ---- */
/* c (m,n) = a (m,k) b (k,n), or c += with add: the sum starts at 0 or at c, so that
 * k in two halves gives the bits of k in one.  k may be 0.  Strides are in floats:
 * element (i,p) of a is a[i * ra + p * ca], so a transposed a costs nothing; rows of
 * b and c are ldb and ldc apart.  c overlaps neither a nor b. */
void num_gemm(int m, int n, int k, const float *a, int ra, int ca,
	      const float *b, int ldb, bool add, float *c, int ldc);
/* y (rows,out) = b + x w': x (rows,in), w (out,in), b (out) or NULL; sums start at b. */
void num_affine(int rows, int out, int in, const float *x, const float *w,
		const float *b, float *y);
/* What comes back through it: dw = dy' x, db the column sums of dy, dx = dy w, or dx += with
 * add.  db and dx may be NULL: not wanted.  dx overlaps nothing else. */
void num_affine_back(int rows, int out, int in, const float *dy, const float *x,
		     const float *w, float *dw, float *db, float *dx, bool add);
/* sum (width) of the rows of v (n,width), n >= 1, in their order. */
void num_sum_rows(float *sum, const float *v, int n, int width);
/* b (cols,rows) = a (rows,cols) transposed. */
void num_transpose(float *b, const float *a, int rows, int cols);

/* ---- statistics, accumulated in double, in a fixed order ---- */
double num_sum(const float *x, int n);
double num_dot(const float *x, const float *y, int n);
double num_norm(const float *x, int n);			/* L2 */
double num_mean(const float *x, int n);
double num_std(const float *x, int n);			/* of the population */
double num_std_about(const float *x, int n, double mean);	/* the mean being known */
double num_rms(const float *x, int n);
double num_max_abs(const float *x, int n);		/* NaN if any is NaN */
bool num_all_finite(const float *x, int n);
/* Index of the first element that is inf or NaN, -1: all finite. */
int num_not_finite(const float *x, int n);
int num_argmax(const float *x, int n);			/* first of equals */

/* Sorts x, rising, NaN last; tmp holds n floats. */
void num_sort(float *x, float *tmp, int n);
/* Eigenvalues of a symmetric matrix a (n,n), of which the lower half is read and
 * overwritten, in no order; value and scratch hold n.  false: a is not finite (or, never
 * seen, the iteration does not settle). */
bool num_eigenvalues(double *a, int n, double *value, double *scratch);

/* Histogram of |x| on a log axis: NUM_LOGBIN_PER_DECADE bins a decade from
 * 10^NUM_LOGBIN_LO up to 10^NUM_LOGBIN_HI, below and above clamped to the end
 * bins; exact zeros are counted apart, so are inf and NaN.  Adds to *h. */
enum {
	NUM_LOGBIN_LO = -45, NUM_LOGBIN_HI = 9, NUM_LOGBIN_PER_DECADE = 4,
	NUM_LOGBINS = (NUM_LOGBIN_HI - NUM_LOGBIN_LO) * NUM_LOGBIN_PER_DECADE
};
struct num_loghist {
	uint32_t zero, bad;
	uint32_t bin[NUM_LOGBINS];
};
void num_loghist_add(struct num_loghist *h, const float *x, int n);
double num_logbin_edge(int bin);			/* lower edge of a bin */

/* ---- which kernels run: "avx512", "avx2", "sse2", "c" (where there is no sse2) ----
 * The best that the machine has, or what ACTLAB_KERNEL says; chosen at first use. */
const char *num_kernel(void);
/* For tests: false if this machine cannot run that set. */
bool num_kernel_use(const char *name);
/* false: ACTLAB_KERNEL names no kernels of any machine. */
bool num_kernel_check(struct err *e);
/* All that were built, best first, then "c", which runs everywhere, then NULL. */
const char *const *num_kernel_names(void);

/* ---- how it is worked out, chosen once and before there are threads ----
 * PORTABLE, the default: all that is promised above.  FAST: the same kernels with fused
 * multiply-add where the machine has it, and OpenBLAS for large products.  BLAS: OpenBLAS
 * for every product.  The last bits of the latter two are those of this machine. */
enum num_math { NUM_PORTABLE, NUM_FAST, NUM_BLAS };
#define NUM_MATH_WORDS "portable fast blas"
/* Fails for BLAS where OpenBLAS cannot be opened. */
bool num_math_use(enum num_math m, struct err *e);
enum num_math num_math(void);
/* "portable (avx2)", "fast (avx2+fma, blas)", "blas" */
const char *num_math_text(char buf[48]);

/* A hash of bits, for comparing trajectories: FNV-1a, 64 bits. */
uint64_t num_hash(uint64_t h, const void *bytes, int n);
#define NUM_HASH_START 14695981039346656037u

#endif
