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
/* Whether a product is so large that OpenBLAS beats the kernels with fused multiply-add.
 * The one place that says so. */
bool blas_pays(int m, int n, int k);

#endif
