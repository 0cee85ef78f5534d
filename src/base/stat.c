#include "actlab/num.h"

#include <math.h>
#include <string.h>

/* Sums run in eight lanes, which are added in pairs at the end: the order is
 * fixed, and a compiler may use vectors without changing a bit. */
enum { LANES = 8 };

static double
lanes_sum(const double s[LANES])
{
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

double
num_sum(const float *x, int n)
{
	double s[LANES] = { 0 };
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			s[l] += x[i + l];
	for (int l = 0; i < n; i++, l++)
		s[l] += x[i];
	return lanes_sum(s);
}

double
num_dot(const float *x, const float *y, int n)
{
	double s[LANES] = { 0 };
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			s[l] += (double)x[i + l] * y[i + l];
	for (int l = 0; i < n; i++, l++)
		s[l] += (double)x[i] * y[i];
	return lanes_sum(s);
}

double
num_norm(const float *x, int n)
{
	return sqrt(num_dot(x, x, n));
}

double
num_mean(const float *x, int n)
{
	return num_sum(x, n) / n;
}

double
num_std_about(const float *x, int n, double mean)
{
	double s[LANES] = { 0 };
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++)
			s[l] += (x[i + l] - mean) * (x[i + l] - mean);
	for (int l = 0; i < n; i++, l++)
		s[l] += (x[i] - mean) * (x[i] - mean);
	return sqrt(lanes_sum(s) / n);
}

double
num_std(const float *x, int n)
{
	return num_std_about(x, n, num_mean(x, n));
}

double
num_rms(const float *x, int n)
{
	return sqrt(num_dot(x, x, n) / n);
}

/* Magnitudes are in the order of their bits, and NaN is above all. */
double
num_max_abs(const float *x, int n)
{
	int32_t max[LANES] = { 0 }, most = 0;
	float v;
	int i = 0;

	for (; i + LANES <= n; i += LANES)
		for (int l = 0; l < LANES; l++) {
			int32_t bits;

			memcpy(&bits, &x[i + l], sizeof(bits));
			bits &= INT32_MAX;
			max[l] = bits > max[l] ? bits : max[l];
		}
	for (int l = 0; i < n; i++, l++) {
		int32_t bits;

		memcpy(&bits, &x[i], sizeof(bits));
		bits &= INT32_MAX;
		max[l] = bits > max[l] ? bits : max[l];
	}
	for (int l = 0; l < LANES; l++)
		most = max[l] > most ? max[l] : most;
	memcpy(&v, &most, sizeof(v));
	return v;
}

int
num_not_finite(const float *x, int n)
{
	int i = 0;

	if (num_all_finite(x, n))
		return -1;
	while (isfinite(x[i]))
		i++;
	return i;
}

int
num_argmax(const float *x, int n)
{
	int best = 0;

	for (int i = 1; i < n; i++)
		if (x[i] > x[best])
			best = i;
	return best;
}

uint64_t
num_hash(uint64_t h, const void *bytes, int n)
{
	const unsigned char *p = bytes;

	for (int i = 0; i < n; i++)
		h = (h ^ p[i]) * 1099511628211u;
	return h;
}

/* ---- histogram on a log axis ---- */

/* Lower edges of the four bins of a decade. */
#define BELOW(e) 1e-##e, 1.7782794100389228e-##e, 3.1622776601683793e-##e, \
	5.6234132519034907e-##e
#define ABOVE(e) 1e##e, 1.7782794100389228e##e, 3.1622776601683793e##e, \
	5.6234132519034907e##e
static const double edges[NUM_LOGBINS + 1] = {
	BELOW(45), BELOW(44), BELOW(43), BELOW(42), BELOW(41), BELOW(40), BELOW(39),
	BELOW(38), BELOW(37), BELOW(36), BELOW(35), BELOW(34), BELOW(33), BELOW(32),
	BELOW(31), BELOW(30), BELOW(29), BELOW(28), BELOW(27), BELOW(26), BELOW(25),
	BELOW(24), BELOW(23), BELOW(22), BELOW(21), BELOW(20), BELOW(19), BELOW(18),
	BELOW(17), BELOW(16), BELOW(15), BELOW(14), BELOW(13), BELOW(12), BELOW(11),
	BELOW(10), BELOW(9), BELOW(8), BELOW(7), BELOW(6), BELOW(5), BELOW(4), BELOW(3),
	BELOW(2), BELOW(1), ABOVE(0), ABOVE(1), ABOVE(2), ABOVE(3), ABOVE(4), ABOVE(5),
	ABOVE(6), ABOVE(7), ABOVE(8), 1e9
};

double
num_logbin_edge(int bin)
{
	return edges[bin < 0 ? 0 : bin > NUM_LOGBINS ? NUM_LOGBINS : bin];
}

/* The bits of a positive double are its base-2 logarithm, nearly: a guess that is
 * off by one bin at most, put right by the edges. */
static int
logbin(double v)
{
	int64_t bits;
	double decades;
	int bin;

	memcpy(&bits, &v, sizeof(bits));
	decades = ((double)bits * 0x1p-52 - 1023) * 0.3010299956639812;
	bin = (int)((decades - NUM_LOGBIN_LO) * NUM_LOGBIN_PER_DECADE);
	bin = bin < 0 ? 0 : bin > NUM_LOGBINS - 1 ? NUM_LOGBINS - 1 : bin;
	if (bin > 0 && v < edges[bin])
		bin--;
	if (bin < NUM_LOGBINS - 1 && v >= edges[bin + 1])
		bin++;
	return bin;
}

void
num_loghist_add(struct num_loghist *h, const float *x, int n)
{
	for (int i = 0; i < n; i++) {
		double a = fabs((double)x[i]);

		if (a == 0)
			h->zero++;
		else if (!isfinite(a))
			h->bad++;
		else
			h->bin[logbin(a)]++;
	}
}
