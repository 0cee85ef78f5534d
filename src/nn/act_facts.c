/* What can be said of an activation, found out by looking at it: no row tells. */
#include "actlab/nn.h"
#include "actlab/num.h"

#include <math.h>

enum { REACH = 20, STEPS = 64, POINTS = 2 * REACH * STEPS + 1 };

static double
place(int i)
{
	return (double)(i - REACH * STEPS) / STEPS;
}

static double
value(const struct nn_act_use *a, double x)
{
	return nn_act_value(a, (float)x);
}

static double
slope(const struct nn_act_use *a, double x)
{
	return nn_act_slope(a, (float)x);
}

/* To so many parts of 1; no -0. */
static double
rounded(double x, double parts)
{
	return floor(x * parts + 0.5) / parts + 0;
}

/* ---- kinks and jumps ---- */

/* Follows the half in which f (or f') changes most; whether the change stays when the
 * interval has all but vanished. */
static bool
jumps(const struct nn_act_use *a, double (*f)(const struct nn_act_use *, double),
      double lo, double hi, double *at)
{
	double left = f(a, lo), right = f(a, hi), change = fabs(right - left);

	if (!(change > 1e-3))
		return false;
	for (int i = 0; i < 40; i++) {
		double mid = (lo + hi) / 2, m = f(a, mid);
		bool below = fabs(m - left) > fabs(right - m);

		lo = below ? lo : mid;
		hi = below ? mid : hi;
		left = below ? left : m;
		right = below ? m : right;
		if (!(fabs(right - left) > change / 8))	/* it is merely steep */
			return false;
	}
	*at = (lo + hi) / 2;
	return true;
}

static void
add_kink(struct nn_act_facts *f, double at)
{
	at = rounded(at, 1e6);
	for (int i = 0; i < f->n_kink; i++)
		if (f->kink[i] == at)
			return;
	if (f->n_kink < NN_KINKS_MAX)
		f->kink[f->n_kink++] = at;
}

/* Cells whose ends lie between the points of the grid, so that no kink hides on one. */
static void
find_kinks(struct nn_act_facts *f, const struct nn_act_use *a)
{
	double at;

	for (int i = 0; i + 1 < POINTS; i++) {
		double lo = place(i) - 0.37 / STEPS, hi = place(i + 1) - 0.37 / STEPS;

		if (jumps(a, slope, lo, hi, &at) || jumps(a, value, lo, hi, &at))
			add_kink(f, at);
	}
}

int
nn_act_kinks(const struct nn_act_use *a, double kink[NN_KINKS_MAX])
{
	struct nn_act_facts f = { 0 };

	find_kinks(&f, a);
	for (int i = 0; i < f.n_kink; i++)
		kink[i] = f.kink[i];
	return f.n_kink;
}

/* ---- range ---- */

static const double tails[] = { 40, 1e4, 1e15, 1e30 };

/* 0, then either side outwards. */
static double
outwards(int i)
{
	return place(REACH * STEPS + (i % 2 ? -(i + 1) / 2 : i / 2));
}

/* The lowest (sign 1) or highest (-1) of f on the grid; at: of all bottoms that are about
 * as low the one nearest to 0. */
static double
extreme(const struct nn_act_use *a, int sign, double *at)
{
	const double step = 1.0 / STEPS;
	double best = INFINITY;

	for (int i = 0; i < POINTS; i++)
		best = fmin(best, sign * value(a, place(i)));
	for (int i = POINTS - 1; i >= 0; i--) {
		double x = outwards(i), y = sign * value(a, x);

		if (y <= best + 1e-3 * fabs(best) && y <= sign * value(a, x - step)
		    && y <= sign * value(a, x + step))
			*at = x;
	}
	return sign * best;
}

/* Beyond the grid: where f goes on. */
static double
towards(const struct nn_act_use *a, int sign)
{
	double best = INFINITY;

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		for (int side = -1; side <= 1; side += 2)
			best = fmin(best, sign * value(a, side * tails[i]));
	return sign * best;
}

/* Between the neighbours of a place on the grid: where f' is 0. */
static double
refine(const struct nn_act_use *a, double at)
{
	double lo = at - 1.0 / STEPS, hi = at + 1.0 / STEPS;
	double left = slope(a, lo);

	if (!(left * slope(a, hi) < 0))
		return at;
	for (int i = 0; i < 40; i++) {
		double mid = (lo + hi) / 2;

		if (slope(a, mid) * left > 0)
			lo = mid;
		else
			hi = mid;
	}
	return (lo + hi) / 2;
}

/* One end of the range, and where f takes it: NAN where it does not, or on a stretch. */
static void
find_end(const struct nn_act_use *a, int sign, double *end, double *at)
{
	double best, here, far = towards(a, sign);

	*at = NAN;
	*end = best = extreme(a, sign, at);
	if (sign * far < sign * best) {
		*end = fabs(far) > 1e9 ? -sign * (double)INFINITY : far;
		*at = NAN;
		return;
	}
	here = value(a, *at);
	if (!(sign * (value(a, *at - 0.25) - here) > 1e-7)
	    || !(sign * (value(a, *at + 0.25) - here) > 1e-7)) {
		*at = NAN;
		return;
	}
	*at = refine(a, *at);
	*end = value(a, *at);
	*at = rounded(*at, 1e4);
}

/* ---- slope ---- */

/* How far from at, on one side, |f'| is clearly less than best. */
static double
falls_off(const struct nn_act_use *a, double at, double best, double side)
{
	double lo = 0, hi = 0.25;

	for (int i = 0; i < 40; i++) {
		double mid = (lo + hi) / 2;

		if (fabs(slope(a, at + side * mid)) < best * (1 - 5e-6))
			hi = mid;
		else
			lo = mid;
	}
	return lo;
}

/* The top of |f'| is flat in float: it is half way between where it has fallen off. */
static double
middle_of(const struct nn_act_use *a, double at, double *best)
{
	for (int i = 0; i < 4; i++) {
		at += (falls_off(a, at, *best, 1) - falls_off(a, at, *best, -1)) / 2;
		*best = fmax(*best, fabs(slope(a, at)));
	}
	return at;
}

static void
find_steepest(struct nn_act_facts *f, const struct nn_act_use *a)
{
	double best = -1, at = 0;

	for (int i = 0; i < POINTS; i++) {
		double x = outwards(i), d = fabs(slope(a, x));

		if (d > best * (1 + 1e-7)) {
			best = d;
			at = x;
		}
	}
	f->steep = best;
	f->steep_at = NAN;
	for (int side = -1; side <= 1; side += 2)
		f->steep = fmax(f->steep, fabs(slope(a, side * tails[1])));
	if (f->steep > best || !(fabs(slope(a, at - 0.25)) < best * (1 - 1e-6))
	    || !(fabs(slope(a, at + 0.25)) < best * (1 - 1e-6)))
		return;
	f->steep_at = rounded(middle_of(a, at, &f->steep), 1e4);
}

/* ---- of normal inputs ---- */

/* By the midpoint rule: kinks that stand on whole steps do no harm. */
static void
find_means(struct nn_act_facts *f, const struct nn_act_use *a)
{
	enum { FAR = 10, FINE = 64 };
	double all = 0, y = 0, y2 = 0, d2 = 0;

	for (int i = -FAR * FINE; i < FAR * FINE; i++) {
		double z = (i + 0.5) / FINE, share = num_exp(-0.5 * z * z);
		double v = value(a, z), d = slope(a, z);

		all += share;
		y += share * v;
		y2 += share * v * v;
		d2 += share * d * d;
	}
	f->mean = y / all;
	f->square = y2 / all;
	f->slope_square = d2 / all;
}

void
nn_act_facts(struct nn_act_facts *f, const struct nn_act_use *a)
{
	*f = (struct nn_act_facts){ .slope_0 = slope(a, 0) };
	find_end(a, 1, &f->low, &f->low_at);
	find_end(a, -1, &f->high, &f->high_at);
	find_steepest(f, a);
	find_kinks(f, a);
	find_means(f, a);
}
