#include "actlab/num.h"

#include <math.h>
#include <string.h>

double num_exp(double x) { return exp(x); }
double num_expm1(double x) { return expm1(x); }
double num_log(double x) { return log(x); }
double num_log1p(double x) { return log1p(x); }
double num_log10(double x) { return log10(x); }
double num_pow(double x, double y) { return pow(x, y); }
double num_sin(double x) { return sin(x); }
double num_cos(double x) { return cos(x); }
double num_tan(double x) { return tan(x); }
double num_tanh(double x) { return tanh(x); }
double num_erf(double x) { return erf(x); }
double num_erfc(double x) { return erfc(x); }
double num_atan(double x) { return atan(x); }

#define VECTOR(name, value) \
	void \
	name(float *y, const float *x, int n) \
	{ \
		for (int i = 0; i < n; i++) \
			y[i] = (float)(value); \
	}
VECTOR(num_vexp, exp(x[i]))
VECTOR(num_vexpm1, expm1(x[i]))
VECTOR(num_vlog, log(x[i]))
VECTOR(num_vlog1p, log1p(x[i]))
VECTOR(num_vtanh, tanh(x[i]))
VECTOR(num_vsigmoid, 1 / (1 + exp(-(double)x[i])))
VECTOR(num_verf, erf(x[i]))
VECTOR(num_verfc, erfc(x[i]))
VECTOR(num_vsin, sin(x[i]))
VECTOR(num_vcos, cos(x[i]))

void
num_gemm(int m, int n, int k, const float *a, int ra, int ca, const float *b, int ldb,
	 bool add, float *c, int ldc)
{
	for (int i = 0; i < m; i++) {
		float *row = c + (long)i * ldc;

		if (!add)
			memset(row, 0, sizeof(*row) * (size_t)n);
		for (int p = 0; p < k; p++) {
			float v = a[(long)i * ra + (long)p * ca];

			for (int j = 0; j < n; j++)
				row[j] += v * b[(long)p * ldb + j];
		}
	}
}

static const char *const names[] = { "c", NULL };

const char *
num_kernel(void)
{
	return names[0];
}

bool
num_kernel_use(const char *name)
{
	return strcmp(name, names[0]) == 0;
}

const char *const *
num_kernel_names(void)
{
	return names;
}
