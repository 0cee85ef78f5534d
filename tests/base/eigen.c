#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 60 };

static int
rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The eigenvalues of a (n,n) against those wanted, rising. */
static void
has(double *a, int n, const double *want, double tol)
{
	double value[MOST], scratch[MOST];

	assert_true(num_eigenvalues(a, n, value, scratch));
	qsort(value, (size_t)n, sizeof(*value), rising);
	for (int i = 0; i < n; i++)
		tap_near(value[i], want[i], tol, tol);
}

static void
small_matrices_have_the_eigenvalues_of_paper(void **state)
{
	double one[] = { 7 }, two[] = { 2, 0, 1, 2 };
	double three[] = { 2, 0, 0, 0, 3, 0, 0, 4, 9 }, zero[9] = { 0 };

	(void)state;
	has(one, 1, (const double[]){ 7 }, 0);
	has(two, 2, (const double[]){ 1, 3 }, 1e-15);
	has(three, 3, (const double[]){ 1, 2, 11 }, 1e-14);
	has(zero, 3, (const double[]){ 0, 0, 0 }, 0);
}

static void
a_chain_has_the_cosines(void **state)
{
	double a[MOST * MOST], want[MOST];

	(void)state;
	for (int n = 2; n <= MOST; n += 7) {
		for (int i = 0; i < n * n; i++)
			a[i] = i / n == i % n ? 2 : abs(i / n - i % n) == 1 ? -1 : 0;
		for (int i = 0; i < n; i++)
			want[i] = 2 - 2 * cos(acos(-1) * (i + 1) / (n + 1));
		has(a, n, want, 1e-13);
	}
}

/* a = H a H with H = I - 2 u u' for a random unit vector u: same eigenvalues. */
static void
turn(double *a, int n, struct rng *r)
{
	double u[MOST], t[MOST], norm = 0;

	for (int i = 0; i < n; i++) {
		u[i] = rng_normal(r);
		norm += u[i] * u[i];
	}
	for (int side = 0; side < 2; side++)
		for (int k = 0; k < n; k++) {
			int row = side ? n : 1, col = side ? 1 : n;

			t[k] = 0;
			for (int i = 0; i < n; i++)
				t[k] += u[i] * a[i * row + k * col];
			for (int i = 0; i < n; i++)
				a[i * row + k * col] -= 2 * u[i] * t[k] / norm;
		}
}

static void
turned_diagonals_keep_their_eigenvalues(void **state)
{
	static const double spread[] = { 1, 0.5, 1e-3 };
	double a[MOST * MOST], want[MOST];
	struct rng r;

	(void)state;
	rng_init(&r, 1, "eigen", 0);
	for (int n = 2; n <= MOST; n += 5)
		for (int s = 0; s < 3; s++) {
			for (int i = 0; i < n * n; i++)
				a[i] = 0;
			for (int i = 0; i < n; i++)	/* many are equal, or 0 */
				want[n - 1 - i] = a[i * n + i] =
					i < n / 2 ? pow(spread[s], i % 4) : 0;
			qsort(want, (size_t)n, sizeof(*want), rising);
			for (int k = 0; k < 4; k++)
				turn(a, n, &r);
			has(a, n, want, 1e-13);
		}
}

static void
a_matrix_that_is_not_finite_has_none(void **state)
{
	double a[] = { 1, 0, NAN, 1 }, value[2], scratch[2];

	(void)state;
	assert_false(num_eigenvalues(a, 2, value, scratch));
}

static void
floats_are_sorted(void **state)
{
	float x[1000], tmp[1000];
	struct rng r;

	(void)state;
	rng_init(&r, 1, "sort", 0);
	for (int n = 0; n <= 1000; n += n < 20 ? 1 : 245) {
		double sum = 0, sorted = 0;

		for (int i = 0; i < n; i++) {
			x[i] = (float)floor(rng_normal(&r) * 300) / 7;
			sum += x[i];
		}
		num_sort(x, tmp, n);
		for (int i = 0; i < n; i++) {
			sorted += x[i];
			assert_true(i == 0 || x[i - 1] <= x[i]);
		}
		tap_near(sorted, sum, 1e-9, 1e-12);
	}
}

static void
nan_is_sorted_last(void **state)
{
	float x[] = { NAN, 1, -INFINITY, -NAN, INFINITY, -1e-45f, 0 }, tmp[7];

	(void)state;
	num_sort(x, tmp, 7);
	assert_true(x[0] == -INFINITY && x[1] == -1e-45f && x[2] == 0 && x[3] == 1);
	assert_true(x[4] == INFINITY && isnan(x[5]) && isnan(x[6]));
}

void
base_eigen(void)
{
	TAP(small_matrices_have_the_eigenvalues_of_paper);
	TAP(a_chain_has_the_cosines);
	TAP(turned_diagonals_keep_their_eigenvalues);
	TAP(a_matrix_that_is_not_finite_has_none);
	TAP(floats_are_sorted);
	TAP(nan_is_sorted_last);
}
