/* Loops over arrays: each kernel against one plain loop, bit for bit, at every length. */
#include "tests/base/base.h"

#include "actlab/num.h"
#include "actlab/rng.h"

#include <float.h>
#include <math.h>

enum { LONGEST = 70, ROWS = 5 };
struct arrays {
	float x[LONGEST * ROWS], y[LONGEST * ROWS], g[LONGEST], a[LONGEST], b[LONGEST];
};

/* Normal numbers, and among them what a network may hold. */
static void
arrays_fill(struct arrays *s, int seed)
{
	static const float odd[] =
		{ 0, -0.0f, INFINITY, -INFINITY, NAN, 1e-40f, -1e-42f };
	struct rng r;

	rng_init(&r, (uint64_t)seed, "arrays", 0);
	for (int i = 0; i < LONGEST * ROWS; i++) {
		s->x[i] = (float)rng_normal(&r);
		s->y[i] = (float)rng_normal(&r);
	}
	for (int i = 0; i < LONGEST; i++) {
		s->g[i] = i % 5 == 3 ? odd[i / 5 % 7] : (float)rng_normal(&r);
		s->a[i] = i % 4 == 1 ? 1e-39f : (float)rng_normal(&r);
		s->b[i] = i % 4 == 2 ? 1e-41f : (float)fabs(rng_normal(&r));
	}
}

static void
assert_same(const float *got, const float *want, int n, const char *what)
{
	for (int i = 0; i < n; i++)
		if (memcmp(&got[i], &want[i], sizeof(*got)) != 0
		    && !(isnan(got[i]) && isnan(want[i])))
			fail_msg("%s, %s: element %d of %d is %a, wanted %a", what,
				 num_kernel(), i, n, got[i], want[i]);
}

static void
relu_check(const struct arrays *s, int n)
{
	float want[LONGEST] = { 0 }, got[LONGEST];

	for (int i = 0; i < n; i++)
		want[i] = isnan(s->g[i]) ? NAN : s->g[i] > 0 ? s->g[i] : 0;
	num_vrelu(got, s->g, n);
	assert_same(got, want, n, "relu");
	for (int i = 0; i < n; i++)
		want[i] = s->x[i] * (isnan(s->g[i]) ? NAN : s->g[i] > 0 ? 1 : 0);
	num_vrelu_back(got, s->x, s->g, n);
	assert_same(got, want, n, "relu, back");
}

static void
slopes_check(const struct arrays *s, int n)
{
	float want[LONGEST] = { 0 }, got[LONGEST], e[LONGEST] = { 0 };

	for (int i = 0; i < n; i++)
		e[i] = -2 * fabsf(s->g[i]);
	num_vexp(e, e, n);
	for (int i = 0; i < n; i++) {
		float r = 2 / (1 + e[i]);

		want[i] = s->x[i] * (e[i] * (r * r));
	}
	num_vtanh_back(got, s->x, s->g, n);
	assert_same(got, want, n, "tanh, back");
	for (int i = 0; i < n; i++)
		e[i] = -fabsf(s->g[i]);
	num_vexp(e, e, n);
	for (int i = 0; i < n; i++) {
		float r = 1 / (1 + e[i]);

		want[i] = s->x[i] * (e[i] * (r * r));
	}
	num_vsigmoid_back(got, s->x, s->g, n);
	assert_same(got, want, n, "sigmoid, back");
}

static void
rows_check(const struct arrays *s, int n)
{
	float want[LONGEST] = { 0 }, got[LONGEST];

	for (int j = 0; j < n; j++) {
		want[j] = s->x[j];
		for (int i = 1; i < ROWS; i++)
			want[j] += s->x[i * n + j];
	}
	num_sum_rows(got, s->x, ROWS, n);
	assert_same(got, want, n, "sum of rows");
}

static float
kept(float x, float least)
{
	return fabsf(x) < least ? 0 : x;
}

static float
pulled(float g, float w, struct num_pull p)
{
	return g + p.l2 * w + (w > 0 ? p.l1 : w < 0 ? -p.l1 : 0);
}

static void
sgd_check(const struct arrays *s, int n)
{
	const struct num_sgd o =
		{ { 0.01f, 0.02f, 0.99f }, 0.1f, 0.9f, 1, 0.9f, FLT_MIN };
	float w[LONGEST], was[LONGEST], b[LONGEST];
	float want_w[LONGEST] = { 0 }, want_b[LONGEST] = { 0 };

	memcpy(w, s->x, sizeof(w));
	memcpy(b, s->a, sizeof(b));
	for (int i = 0; i < n; i++) {
		float d = pulled(s->g[i], w[i], o.pull);

		want_b[i] = 0.9f * kept(b[i], FLT_MIN) + d;
		want_w[i] = 0.99f * w[i] - 0.1f * (d + 0.9f * want_b[i]);
	}
	assert_true(num_sgd(w, was, s->g, b, n, &o) == (num_not_finite(want_w, n) < 0));
	assert_same(was, s->x, n, "sgd, as it was");
	assert_same(w, want_w, n, "sgd");
	assert_same(b, want_b, n, "sgd, what it remembers");
}

static void
adam_check(const struct arrays *s, int n)
{
	const struct num_adam o = { { 0.01f, 0.02f, 0.99f }, 0.9f, 0.1f, 0.999f, 0.001f,
				    0.1f, 1e-8f, FLT_MIN };
	float w[LONGEST], was[LONGEST], m[LONGEST], v[LONGEST], want[3][LONGEST] = { 0 };

	memcpy(w, s->x, sizeof(w));
	memcpy(m, s->a, sizeof(m));
	memcpy(v, s->b, sizeof(v));
	for (int i = 0; i < n; i++) {
		float d = pulled(s->g[i], w[i], o.pull);

		want[1][i] = 0.9f * kept(m[i], FLT_MIN) + 0.1f * d;
		want[2][i] = 0.999f * kept(v[i], FLT_MIN) + 0.001f * (d * d);
		want[0][i] = 0.99f * w[i]
			     - 0.1f * (want[1][i] / (sqrtf(want[2][i]) + 1e-8f));
	}
	assert_true(num_adam(w, was, s->g, m, v, n, &o)
		    == (num_not_finite(want[0], n) < 0));
	assert_same(was, s->x, n, "adam, as it was");
	assert_same(w, want[0], n, "adam");
	assert_same(m, want[1], n, "adam, m");
	assert_same(v, want[2], n, "adam, v");
}

static void
finite_check(const struct arrays *s, int n)
{
	static const float odd[] =
		{ INFINITY, -INFINITY, NAN, FLT_MAX, -FLT_MAX, 1e-45f };
	float x[LONGEST];

	assert_true(num_all_finite(s->x, n));
	for (int i = 0; i < n; i++)
		for (int o = 0; o < 6; o++) {
			memcpy(x, s->x, sizeof(x));
			x[i] = odd[o];
			assert_true(num_all_finite(x, n) == isfinite(odd[o]));
			assert_int_equal(num_not_finite(x, n), isfinite(odd[o]) ? -1 : i);
		}
}

static void
arrays_are_the_plain_loop(void **state)
{
	void (*const *check)(const struct arrays *s, int n) = *state;
	struct arrays s;

	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		for (int n = 1; n <= LONGEST; n++) {
			arrays_fill(&s, n);
			(*check)(&s, n);
		}
	}
	for (const char *const *k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
}

static const struct {
	void (*check)(const struct arrays *s, int n);
	const char *name;
} checks[] = {
	{ relu_check, "relu" }, { slopes_check, "slopes of tanh and sigmoid" },
	{ rows_check, "sums of rows" }, { sgd_check, "sgd" }, { adam_check, "adam" },
	{ finite_check, "inf and NaN" }
};

void
base_array(void)
{
	char name[80];

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		snprintf(name, sizeof(name), "every kernel is the plain loop: %s",
			 checks[i].name);
		tap_add(name, arrays_are_the_plain_loop, &checks[i].check);
	}
}
