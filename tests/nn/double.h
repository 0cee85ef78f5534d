/* Comes before every file of test_nn_double, so that nn and formula are compiled with
 * double where they say float.  What the system declares is read first, and stays as it is.
 */
#ifndef TESTS_NN_DOUBLE_H
#define TESTS_NN_DOUBLE_H

#include "tests/tap.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define float double
#define fabsf fabs
#define floorf floor
#define sqrtf sqrt
#define copysignf copysign

/* Those of actlab/num.h that take float are written anew in double.c. */
#define num_vexp double_vexp
#define num_vexpm1 double_vexpm1
#define num_vlog double_vlog
#define num_vlog1p double_vlog1p
#define num_vtanh double_vtanh
#define num_vsigmoid double_vsigmoid
#define num_verf double_verf
#define num_verfc double_verfc
#define num_vsin double_vsin
#define num_vcos double_vcos
#define num_vatan double_vatan
#define num_vpow double_vpow
#define num_vgelu double_vgelu
#define num_vgelu_slope double_vgelu_slope
#define num_vgelu_back double_vgelu_back
#define num_vgelu_tanh double_vgelu_tanh
#define num_vgelu_tanh_slope double_vgelu_tanh_slope
#define num_vsilu double_vsilu
#define num_vsilu_slope double_vsilu_slope
#define num_vsilu_back double_vsilu_back
#define num_vmish double_vmish
#define num_vmish_slope double_vmish_slope
#define num_vlog_fall double_vlog_fall
#define num_vtanhshrink double_vtanhshrink
#define num_vgauss double_vgauss
#define num_vgauss_slope double_vgauss_slope
#define num_vkeep_nan double_vkeep_nan
#define num_vrelu double_vrelu
#define num_vrelu_back double_vrelu_back
#define num_vtanh_back double_vtanh_back
#define num_vsigmoid_back double_vsigmoid_back
#define num_gemm double_gemm
#define num_affine double_affine
#define num_affine_back double_affine_back
#define num_sum_rows double_sum_rows
#define num_transpose double_transpose
#define num_sum double_sum
#define num_dot double_dot
#define num_norm double_norm
#define num_mean double_mean
#define num_std double_std
#define num_rms double_rms
#define num_max_abs double_max_abs
#define num_vhalf double_vhalf
#define num_vbfloat double_vbfloat
#define num_not_finite double_not_finite
#define num_argmax double_argmax

#endif
