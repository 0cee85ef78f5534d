/* Each file of this folder adds its cases in one function. */
#ifndef TESTS_BASE_H
#define TESTS_BASE_H

#include "tests/tap.h"

void base_arena(void);
void base_err(void);
void base_file(void);
void base_array(void);
void base_gemm(void);
void base_half(void);
void base_param(void);
void base_rng(void);
void base_scalar(void);
void base_stat(void);
void base_eigen(void);
void base_str(void);
void base_utf8(void);
void base_vector(void);

/* Distance in units in the last place of the type that got has, and a sign of zero
 * that is wrong counts as 1e9, as does NaN for a number or a number for NaN. */
double ulp_double(double got, long double want);
double ulp_float(float got, long double want);
/* False where long double cannot tell how far off a number is; then TAP_SKIP. */
bool libm_can_judge(void);

#endif
