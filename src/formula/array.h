/* Functions of whole arrays that base does not have.  Each has the promise of
 * struct formula_function: n is a multiple of 8 and y is not x.
 */
#ifndef FORMULA_ARRAY_H
#define FORMULA_ARRAY_H

/* n said so that the compiler sees a whole number of vectors and needs no tail. */
static inline int
array_lanes(int n)
{
	return n & ~7;
}

void array_log10(float *restrict y, const float *restrict x, int n);
void array_log2(float *restrict y, const float *restrict x, int n);
void array_sqrt(float *restrict y, const float *restrict x, int n);
void array_abs(float *restrict y, const float *restrict x, int n);
void array_tan(float *restrict y, const float *restrict x, int n);
void array_softplus(float *restrict y, const float *restrict x, int n);
void array_floor(float *restrict y, const float *restrict x, int n);
void array_ceil(float *restrict y, const float *restrict x, int n);
void array_round(float *restrict y, const float *restrict x, int n);
void array_sign(float *restrict y, const float *restrict x, int n);
void array_step(float *restrict y, const float *restrict x, int n);
/* 1 - tanh(x)^2 with all its digits far out */
void array_tanh_slope(float *restrict y, const float *restrict x, int n);

#endif
