#include "actlab/num.h"
#include "base/scalar.h"

#include <math.h>

/* erf(x) / x - 1 in x^2, |x| < 0.84 */
static const double erf_poly[] = {
	0x1.06eba8214db69p-3, -0x1.812746b037a2dp-2, 0x1.ce2f21a0466b9p-4,
	-0x1.b82ce313c17bdp-6, 0x1.565bcd440aee5p-8, -0x1.c02dbec15cd1cp-11,
	0x1.f9a47f397d511p-14, -0x1.f4edf1c8d745bp-17, 0x1.bb502374c2d56p-20,
	-0x1.6ac5c1efff45ep-23, 0x1.2f943f458b7f1p-26, -0x1.e5e0a6faac072p-30
};

/* exp(x^2) erfc(x) in 2 / (2 + x) - mid, for x up to `to` */
struct tail {
	double to, mid;
	double c[16];
};
static const struct tail tails[] = {
	{ 1.5, 0.6875, {
		0x1.d0a634ea4d397p-2, 0x1.489d54486d878p+0, 0x1.51c8dd0697a5dp+0,
		0x1.312d45895fbdfp-1, -0x1.3561d4933fb7cp-3, -0x1.988c1b1549191p-3,
		0x1.55b8a8e0f3f7dp-4, 0x1.0916b2dde0803p-4, -0x1.0ea4dd775d23fp-4,
		-0x1.cf67fa48f626bp-11, 0x1.39c028e62963cp-5, -0x1.8ed1422410405p-6,
		-0x1.6dc56d5ec2695p-5, 0x1.83fcef293fc8cp-7, 0x1.979658d0c9c74p-1 } },
	{ 4, 0.453125, {
		0x1.bd3f781d5b966p-3, 0x1.8928334889eb3p-1, 0x1.c1f1782e30607p-1,
		0x1.3b4fb8082c9e5p-1, 0x1.c273a1a5ee4e2p-4, -0x1.9fb9640c8f608p-3,
		-0x1.80f0d9c576534p-4, 0x1.d3c53552c98bbp-4, 0x1.9dbb1f84fbbebp-5,
		-0x1.82dd9a8019332p-4, -0x1.0cb6e05bf482fp-7, 0x1.6003c82d71675p-4,
		-0x1.c5eff3e87536ep-5, -0x1.2fbfb4a1c8e02p-3, 0x1.cfb80c50dd679p-2,
		0x1.d0ef9e010eeadp+0 } },
	{ 10, 0.25, {
		0x1.7c0348489d721p-4, 0x1.ed7f66d9d09fdp-2, 0x1.16dec4ecdc02cp-1,
		0x1.daf23d4476a6dp-2, 0x1.df5ce37e217eep-3, -0x1.e95c37bab0436p-6,
		-0x1.2ff589236caf8p-3, -0x1.ac60ee127c4d6p-5, 0x1.91def02c48159p-4,
		0x1.3255c8a0ab8dap-4, -0x1.3db0e73455e39p-4, -0x1.3d3de3f5a41dep-4,
		-0x1.63d9ede046577p-1, -0x1.1dbfc73101906p-1, 0x1.e638bae3bc4dep+4 } },
	{ 28, 0.109375, {
		0x1.1b43e6f648352p-5, 0x1.6a216723a56d0p-2, 0x1.81d9b0e88243ep-2,
		0x1.558bcb6964cb4p-2, 0x1.beddde31d7072p-3, 0x1.016d324f4786ap-4,
		-0x1.07841f4824200p-4, -0x1.85d788ebab771p-4, -0x1.5adbd961eed07p-6,
		0x1.2ef6ef4f2a85fp-4, 0x1.75e8e2dd64778p-5, -0x1.34d41d7fb889ep-9,
		0x1.13042cac71ca7p+1 } },
};

/* exp(x^2) erfc(x), x >= 0.5 */
static struct dd
scaled_erfc(double x)
{
	const struct tail *t = tails;
	struct dd v, q;
	double slope;

	while (x > t->to)
		t++;
	/* v = 2 / (2 + x) - mid, without loss where the two are close */
	q = product_of(t->mid, x);
	v = sum_of(2 - 2 * t->mid, -q.hi);
	v.lo -= q.lo;
	v = dd_over(v, x > 2 ? sum_of(x, 2) : sum_of(2, x));
	slope = horner(t->c + 1, 15, v.hi);
	q = sum_of(t->c[0], slope * v.hi);
	q.lo += slope * v.lo;
	return q;
}

/* x >= 0.5 */
static double
erfc_tail(double x)
{
	struct dd square = product_of(x, x), y;
	int k;

	if (x >= 28)
		return 0;
	y = scalar_exp_parts((struct dd){ -square.hi, -square.lo }, &k);
	y = dd_times(y, scaled_erfc(x));
	return scaled(y.hi + y.lo, k);
}

static double
erf_small(double x)
{
	return x + x * HORNER(erf_poly, x * x);
}

double
num_erf(double x)
{
	double a = fabs(x);

	if (a < 0.84)
		return erf_small(x);
	if (a > 6)
		return copysign(1, x);
	return isnan(x) ? x : copysign(1 - erfc_tail(a), x);
}

double
num_erfc(double x)
{
	if (isnan(x))
		return x;
	if (x >= 0.5)
		return erfc_tail(x);
	if (x > 0.25)
		return 0.5 - ((x - 0.5) + x * HORNER(erf_poly, x * x));
	if (x > -0.84)
		return 1 - erf_small(x);
	return x < -6 ? 2 : 2 - erfc_tail(-x);
}
