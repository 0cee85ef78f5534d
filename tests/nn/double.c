/* What double.h promises of actlab/num.h, plainly. */
#include "actlab/num.h"

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

static double
gelu(double x)
{
	return x * erfc(-x * sqrt(0.5)) / 2;
}

static double
gelu_slope(double x)
{
	return erfc(-x * sqrt(0.5)) / 2 + x * exp(-x * x / 2) * 0.39894228040143268;
}

static double
gelu_tanh(double x)
{
	return x * sigmoid(x * (1.5957691216057308 + 0.071354816272600253 * x * x));
}

static double
gelu_tanh_slope(double x)
{
	double v = x * (1.5957691216057308 + 0.071354816272600253 * x * x);

	return sigmoid(v) + x * sigmoid(v) * sigmoid(-v)
			    * (1.5957691216057308 + 0.21406444881780076 * x * x);
}

static double
silu(double x)
{
	return x * sigmoid(x);
}

static double
silu_slope(double x)
{
	return sigmoid(x) * (1 + x * sigmoid(-x));
}

static double
mish(double x)
{
	return x * tanh(log1p(exp(x)));
}

static double
mish_slope(double x)
{
	double t = tanh(log1p(exp(x)));

	return t + x * (1 - t * t) * sigmoid(x);
}

static double
log_fall(double x)
{
	return log1p(exp(-fabs(x)));
}

static double
tanhshrink(double x)
{
	return x - tanh(x);
}

static double
gauss(double x)
{
	return exp(-x * x);
}

static double
gauss_slope(double x)
{
	return -2 * x * exp(-x * x);
}

/* x with so many bits of fraction, ties to even; low: the exponent of the smallest step. */
static double
fewer_bits(double x, int bits, int low)
{
	int e;
	double step;

	frexp(x, &e);
	step = ldexp(1, e - 1 - bits > low ? e - 1 - bits : low);
	return isfinite(x) ? nearbyint(x / step) * step : x;
}

static double
half(double x)
{
	double y = fewer_bits(x, 10, -24);

	return fabs(y) > 65504 ? copysign(INFINITY, y) : y;
}

static double
bfloat(double x)
{
	return fewer_bits(x, 7, -133);
}

static void
each(double *y, const double *x, int n, double (*f)(double))
{
	for (int i = 0; i < n; i++)
		y[i] = f(x[i]);
}

void
num_vhalf(double *y, const double *x, int n)
{
	each(y, x, n, half);
}

void
num_vbfloat(double *y, const double *x, int n)
{
	each(y, x, n, bfloat);
}

void
num_vexp(double *y, const double *x, int n)
{
	each(y, x, n, exp);
}

void
num_vexpm1(double *y, const double *x, int n)
{
	each(y, x, n, expm1);
}

void
num_vlog(double *y, const double *x, int n)
{
	each(y, x, n, log);
}

void
num_vlog1p(double *y, const double *x, int n)
{
	each(y, x, n, log1p);
}

void
num_vtanh(double *y, const double *x, int n)
{
	each(y, x, n, tanh);
}

void
num_vsigmoid(double *y, const double *x, int n)
{
	each(y, x, n, sigmoid);
}

void
num_verf(double *y, const double *x, int n)
{
	each(y, x, n, erf);
}

void
num_verfc(double *y, const double *x, int n)
{
	each(y, x, n, erfc);
}

void
num_vsin(double *y, const double *x, int n)
{
	each(y, x, n, sin);
}

void
num_vcos(double *y, const double *x, int n)
{
	each(y, x, n, cos);
}

void
num_vatan(double *y, const double *x, int n)
{
	each(y, x, n, atan);
}

void
num_vpow(double *y, const double *x, const double *p, int n)
{
	for (int i = 0; i < n; i++)
		y[i] = pow(x[i], p[i]);
}

void
num_gemm(int m, int n, int k, const double *a, int ra, int ca, const double *b, int ldb,
	 bool add, double *c, int ldc)
{
	for (int i = 0; i < m; i++)
		for (int j = 0; j < n; j++) {
			double sum = add ? c[i * ldc + j] : 0;

			for (int p = 0; p < k; p++)
				sum += a[i * ra + p * ca] * b[p * ldb + j];
			c[i * ldc + j] = sum;
		}
}

void
num_transpose(double *b, const double *a, int rows, int cols)
{
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < cols; j++)
			b[j * rows + i] = a[i * cols + j];
}

double
num_dot(const double *x, const double *y, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

double
num_sum(const double *x, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += x[i];
	return sum;
}

double
num_mean(const double *x, int n)
{
	return num_sum(x, n) / n;
}

double
num_std(const double *x, int n)
{
	double mean = num_mean(x, n), sum = 0;

	for (int i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	return sqrt(sum / n);
}

double
num_norm(const double *x, int n)
{
	return sqrt(num_dot(x, x, n));
}

double
num_rms(const double *x, int n)
{
	return sqrt(num_dot(x, x, n) / n);
}

double
num_max_abs(const double *x, int n)
{
	double most = 0;

	for (int i = 0; i < n; i++)
		most = fmax(most, fabs(x[i]));
	return most;
}

int
num_not_finite(const double *x, int n)
{
	for (int i = 0; i < n; i++)
		if (!isfinite(x[i]))
			return i;
	return -1;
}

int
num_argmax(const double *x, int n)
{
	int best = 0;

	for (int i = 1; i < n; i++)
		best = x[i] > x[best] ? i : best;
	return best;
}

void
num_vrelu(double *y, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		y[i] = x[i] > 0 || isnan(x[i]) ? x[i] : 0;
}

void
num_vrelu_back(double *dx, const double *dy, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		dx[i] = isnan(x[i]) ? x[i] : x[i] > 0 ? dy[i] : 0;
}

void
num_vtanh_back(double *dx, const double *dy, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		dx[i] = dy[i] * (1 - tanh(x[i]) * tanh(x[i]));
}

void
num_vsigmoid_back(double *dx, const double *dy, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		dx[i] = dy[i] * sigmoid(x[i]) * sigmoid(-x[i]);
}

void
num_affine(int rows, int out, int in, const double *x, const double *w, const double *b,
	   double *y)
{
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < out; j++) {
			double sum = b ? b[j] : 0;

			for (int p = 0; p < in; p++)
				sum += x[i * in + p] * w[j * in + p];
			y[i * out + j] = sum;
		}
}

void
num_sum_rows(double *sum, const double *v, int n, int width)
{
	for (int j = 0; j < width; j++) {
		sum[j] = 0;
		for (int i = 0; i < n; i++)
			sum[j] += v[i * width + j];
	}
}

void
num_affine_back(int rows, int out, int in, const double *dy, const double *x,
		const double *w, double *dw, double *db, double *dx, bool add)
{
	num_gemm(out, in, rows, dy, 1, out, x, in, false, dw, in);
	if (db)
		num_sum_rows(db, dy, rows, out);
	if (dx)
		num_gemm(rows, in, out, dy, out, 1, w, in, add, dx, in);
}

void
num_vgelu(double *y, const double *x, int n)
{
	each(y, x, n, gelu);
}

void
num_vgelu_slope(double *y, const double *x, int n)
{
	each(y, x, n, gelu_slope);
}

void
num_vgelu_tanh(double *y, const double *x, int n)
{
	each(y, x, n, gelu_tanh);
}

void
num_vgelu_tanh_slope(double *y, const double *x, int n)
{
	each(y, x, n, gelu_tanh_slope);
}

void
num_vsilu(double *y, const double *x, int n)
{
	each(y, x, n, silu);
}

void
num_vsilu_slope(double *y, const double *x, int n)
{
	each(y, x, n, silu_slope);
}

void
num_vmish(double *y, const double *x, int n)
{
	each(y, x, n, mish);
}

void
num_vmish_slope(double *y, const double *x, int n)
{
	each(y, x, n, mish_slope);
}

void
num_vlog_fall(double *y, const double *x, int n)
{
	each(y, x, n, log_fall);
}

void
num_vtanhshrink(double *y, const double *x, int n)
{
	each(y, x, n, tanhshrink);
}

void
num_vgauss(double *y, const double *x, int n)
{
	each(y, x, n, gauss);
}

void
num_vgauss_slope(double *y, const double *x, int n)
{
	each(y, x, n, gauss_slope);
}

void
num_vgelu_back(double *dx, const double *dy, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		dx[i] = dy[i] * gelu_slope(x[i]);
}

void
num_vsilu_back(double *dx, const double *dy, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		dx[i] = dy[i] * silu_slope(x[i]);
}

void
num_vkeep_nan(double *y, const double *x, int n)
{
	for (int i = 0; i < n; i++)
		y[i] = isnan(x[i]) ? x[i] : y[i];
}
