/* Eigenvalues of symmetric matrices: Householder reflections to three diagonals, then QL
 * with implicit shifts (Golub and Van Loan, chapter 8).  Plain double, fixed order. */
#include "actlab/num.h"

#include <math.h>

/* Row i of a is hit by the reflection that leaves d and one neighbour: v = a[i][0..i-1]
 * becomes the reflector; returns what stands beside the diagonal. */
static double
reflector(double *v, int n)
{
	double sum = 0, big = 0, alpha;

	for (int k = 0; k < n; k++)
		big = fabs(v[k]) > big ? fabs(v[k]) : big;
	if (big == 0)
		return 0;
	for (int k = 0; k < n; k++) {
		v[k] /= big;
		sum += v[k] * v[k];
	}
	alpha = v[n - 1] >= 0 ? -sqrt(sum) : sqrt(sum);
	sum -= v[n - 1] * alpha;			/* half of |u|^2 */
	v[n - 1] -= alpha;
	for (int k = 0; k < n; k++)
		v[k] /= sqrt(sum);			/* a - u u' a ...: u'u = 2 */
	return alpha * big;
}

/* a (the first n rows and columns) = H a H with H = 1 - u u'; p is scratch (n). */
static void
reflect(double *a, int ld, int n, const double *u, double *p)
{
	double half = 0;

	for (int i = 0; i < n; i++) {
		p[i] = 0;
		for (int k = 0; k < n; k++)
			p[i] += (k <= i ? a[i * ld + k] : a[k * ld + i]) * u[k];
		half += p[i] * u[i];
	}
	for (int i = 0; i < n; i++)
		p[i] -= half / 2 * u[i];
	for (int i = 0; i < n; i++)
		for (int k = 0; k <= i; k++)
			a[i * ld + k] -= u[i] * p[k] + p[i] * u[k];
}

/* From the lower half of a to the diagonal d and e[0..n-2] beside it. */
static void
three_diagonals(double *a, int n, double *d, double *e)
{
	for (int i = n - 1; i > 0; i--) {
		double *u = a + i * n;

		d[i] = u[i];
		e[i - 1] = i > 1 ? reflector(u, i) : u[0];
		if (i > 1 && e[i - 1] != 0)
			reflect(a, n, i, u, d);
	}
	d[0] = a[0];
}

/* One sweep of rotations over l..m, with a shift that makes e[l] small. */
static void
ql_sweep(double *d, double *e, int l, int m)
{
	double g = (d[l + 1] - d[l]) / (2 * e[l]), r = sqrt(g * g + 1);
	double s = 1, c = 1, p = 0;

	g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
	for (int i = m - 1; i >= l; i--) {
		double f = s * e[i], b = c * e[i];

		r = sqrt(f * f + g * g);
		if (i + 1 < m)
			e[i + 1] = r;
		if (r == 0) {
			d[i + 1] -= p;
			return;
		}
		s = f / r;
		c = g / r;
		g = d[i + 1] - p;
		r = (d[i] - g) * s + 2 * c * b;
		p = s * r;
		d[i + 1] = g + p;
		g = c * r - b;
	}
	d[l] -= p;
	e[l] = g;
}

enum { SWEEPS_MAX = 60 };

/* What stands beside the diagonal and is too small to count: e[l..] up to the first. */
static int
end_of_block(const double *d, const double *e, int l, int n, double tiny)
{
	while (l < n - 1 && fabs(e[l]) > tiny
	       && fabs(d[l]) + fabs(d[l + 1]) + fabs(e[l])
			  != fabs(d[l]) + fabs(d[l + 1]))
		l++;
	return l;
}

static bool
ql(double *d, double *e, int n, double tiny)
{
	for (int l = 0; l < n; l++)
		for (int sweep = 0;; sweep++) {
			int m = end_of_block(d, e, l, n, tiny);

			if (m == l)
				break;
			if (sweep == SWEEPS_MAX)
				return false;
			if (m < n - 1)
				e[m] = 0;
			ql_sweep(d, e, l, m);
		}
	return true;
}

bool
num_eigenvalues(double *a, int n, double *value, double *scratch)
{
	double all = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k <= i; k++)
			all += fabs(a[i * n + k]);
	if (!isfinite(all) || n == 0)
		return n == 0;
	three_diagonals(a, n, value, scratch);
	return ql(value, scratch, n, all * 1e-18);
}
