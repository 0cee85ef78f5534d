/* OpenBLAS, behind one seam.  It is opened when it is first asked for: a program that
 * never asks starts without it, and none of its threads exist. */
#ifndef BASE_BLAS_H
#define BASE_BLAS_H

#include <stdbool.h>

/* False where it is not installed.  To be called before there are threads. */
bool blas_open(void);
/* As num_gemm, but in an order of summation of its own; after blas_open. */
void blas_gemm(int m, int n, int k, const float *a, int ra, int ca, const float *b,
	       int ldb, bool add, float *c, int ldc);
/* y (rows,out) = x w', or y += */
void blas_affine(int rows, int out, int in, const float *x, const float *w, bool add,
		 float *y);
/* Multiplications from which on: below, the own kernels are level or ahead, with AVX2 and
 * with AVX-512; 512x784x256 is the first where OpenBLAS leads, by a tenth. */
enum { BLAS_PAYS = 1 << 26 };
/* Whether a product is so large that OpenBLAS beats the kernels with fused multiply-add.
 * The one place that says so. */
static inline bool
blas_pays(int m, int n, int k)
{
	return (double)m * n * k >= BLAS_PAYS;
}

#endif
