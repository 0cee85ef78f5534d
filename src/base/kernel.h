/* The inner loops, compiled once for each instruction set from the same source. */
#ifndef BASE_KERNEL_H
#define BASE_KERNEL_H

#include "actlab/num.h"

enum { KERNEL_FEW = 4 };

/* What num_affine_back is called with. */
struct affine_back {
	int rows;
	const float *dy, *x, *w;
	float *dw, *db, *dx;
	bool add;
};

struct kernel {
	const char *name;
	void (*vexp)(float *y, const float *x, int n);
	void (*vexpm1)(float *y, const float *x, int n);
	void (*vlog)(float *y, const float *x, int n);
	void (*vlog1p)(float *y, const float *x, int n);
	void (*vtanh)(float *y, const float *x, int n);
	void (*vsigmoid)(float *y, const float *x, int n);
	void (*verf)(float *y, const float *x, int n);
	void (*vatan)(float *y, const float *x, int n);
	void (*vpow)(float *y, const float *x, const float *p, int n);
	void (*vtanh_back)(float *dx, const float *dy, const float *x, int n);
	void (*vsigmoid_back)(float *dx, const float *dy, const float *x, int n);
	/* from NULL: the sums start at 0; ldf 0: they all start at one row */
	void (*gemm)(int m, int n, int k, const float *a, int ra, int ca, const float *b,
		     int ldb, const float *from, int ldf, float *c, int ldc);
	void (*affine)(int rows, int out, int in, const float *x, const float *w,
		       const float *b, float *y);
	/* both sizes from 1 to KERNEL_FEW */
	void (*affine_back_few)(int out, int in, const struct affine_back *t);
	const struct kernel_curves *curves;
	const struct kernel_doubles *doubles;
	const struct kernel_arrays *arrays;
};

/* Activations that are x or 1 less what an exponential leaves. */
struct kernel_curves {
	void (*vgelu)(float *y, const float *x, int n);
	void (*vgelu_slope)(float *y, const float *x, int n);
	void (*vgelu_back)(float *dx, const float *dy, const float *x, int n);
	void (*vgelu_tanh)(float *y, const float *x, int n);
	void (*vgelu_tanh_slope)(float *y, const float *x, int n);
	void (*vsilu)(float *y, const float *x, int n);
	void (*vsilu_slope)(float *y, const float *x, int n);
	void (*vsilu_back)(float *dx, const float *dy, const float *x, int n);
	void (*vmish)(float *y, const float *x, int n);
	void (*vmish_slope)(float *y, const float *x, int n);
	void (*vlog_fall)(float *y, const float *x, int n);
	void (*vtanhshrink)(float *y, const float *x, int n);
	void (*vgauss)(float *y, const float *x, int n);
	void (*vgauss_slope)(float *y, const float *x, int n);
	void (*vkeep_nan)(float *y, const float *x, int n);
};

/* What is worked out in double. */
struct kernel_doubles {
	void (*verfc)(float *y, const float *x, int n);
	void (*vsin)(float *y, const float *x, int n);
	void (*vcos)(float *y, const float *x, int n);
};

/* Loops over arrays; see num.h. */
struct kernel_arrays {
	void (*vrelu)(float *y, const float *x, int n);
	void (*vrelu_back)(float *dx, const float *dy, const float *x, int n);
	void (*sum_rows)(float *sum, const float *v, int n, int width);
	void (*transpose)(float *b, const float *a, int rows, int cols);
	bool (*all_finite)(const float *x, int n);
	bool (*sgd)(float *w, float *was, const float *g, float *b, int n,
		    const struct num_sgd *o);
	bool (*adam)(float *w, float *was, const float *g, float *m, float *v, int n,
		     const struct num_adam *o);
};

/* Vectors of 16 bytes: any machine. */
extern const struct kernel kernel_c;
/* For machines that have them; built where the compiler knows how. */
extern const struct kernel kernel_avx2;
extern const struct kernel kernel_avx512;
/* The same with fused multiply-add: other last bits. */
extern const struct kernel kernel_avx2_fma;
extern const struct kernel kernel_avx512_fma;

#endif
