#include "tests/base/base.h"

#include "actlab/num.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static long double
sigmoidl(long double x)
{
	return 1 / (1 + expl(-x));
}

/* Where it is 0 in float inf times 0 is kept out. */
static long double
gelul(long double x)
{
	x = x < -100 ? -100 : x;
	return x * erfcl(-x * 0.70710678118654752440084436210485L) / 2;
}

static long double
gelu_slopel(long double x)
{
	x = x < -100 ? -100 : x > 100 ? 100 : x;
	return erfcl(-x * 0.70710678118654752440084436210485L) / 2
	       + x * expl(-x * x / 2) * 0.39894228040143267793994605993438L;
}

static long double
silul(long double x)
{
	x = x < -200 ? -200 : x;
	return x * sigmoidl(x);
}

static long double
gelu_tanhl(long double x)
{
	x = x < -20 ? -20 : x;
	return x * sigmoidl(x * (1.5957691216057307117597842397375L
				 + 0.071354816272600252776380437679668L * x * x));
}

static long double
mishl(long double x)
{
	x = x < -200 ? -200 : x;
	return x * tanhl(x > 0 ? x + log1pl(expl(-x)) : log1pl(expl(x)));
}

static long double
log_falll(long double x)
{
	return log1pl(expl(-fabsl(x)));
}

/* By its series where the difference keeps too little. */
static long double
tanhshrinkl(long double x)
{
	long double z = x * x;

	return fabsl(x) < 1e-3L ? x * z * (1 / 3.0L - z * (2 / 15.0L - z * (17 / 315.0L)))
				: x - tanhl(x);
}

static long double
gaussl(long double x)
{
	return expl(-x * x);
}

/* limit: a little above the largest error in ulp that was found with
 * ACTLAB_TEST_STRIDE=31, which tries 138 million floats and takes minutes */
struct vector {
	const char *name;
	void (*f)(float *y, const float *x, int n);
	long double (*libm)(long double);
	double limit;
	uint64_t hash;			/* of what the floats of hash_of give */
};
static const struct vector vectors[] = {
	{ "exp", num_vexp, expl, 1.1, 0xe6f765b016ea5248 },
	{ "expm1", num_vexpm1, expm1l, 1.5, 0xa3191e9908972c0d },
	{ "log", num_vlog, logl, 1, 0x2d598efea9c3cce0 },
	{ "log1p", num_vlog1p, log1pl, 1.5, 0x17b4dd2b5a1bc9e0 },
	{ "tanh", num_vtanh, tanhl, 1.5, 0x4f63044f6a979c7a },
	{ "sigmoid", num_vsigmoid, sigmoidl, 2.5, 0x013820767af46aed },
	{ "erf", num_verf, erfl, 1.2, 0x334baea3793639e2 },
	{ "erfc", num_verfc, erfcl, 0.6, 0x76f2f00203ebb86b },
	{ "gelu", num_vgelu, gelul, 3.5, 0xd76a93544c00d78d },
	{ "gelu_tanh", num_vgelu_tanh, gelu_tanhl, 2.8, 0x96b6176b22861e3a },
	{ "silu", num_vsilu, silul, 3.2, 0xa843abb508d2e23f },
	{ "mish", num_vmish, mishl, 3.8, 0x3f36a96109406a02 },
	{ "log_fall", num_vlog_fall, log_falll, 2.2, 0x6c064a2aee01fc84 },
	{ "tanhshrink", num_vtanhshrink, tanhshrinkl, 3.3, 0x634f880216b3cf65 },
	{ "gauss", num_vgauss, gaussl, 1.3, 0xf48011b70371e88c },
	/* next to where it is 0 a unit is tiny; tests/nn bounds that error itself */
	{ "gelu'", num_vgelu_slope, gelu_slopel, 1e4, 0xfb3c49b05c26ec7c },
	{ "sin", num_vsin, sinl, 0.6, 0xc09c82d457a79a82 },
	{ "cos", num_vcos, cosl, 0.6, 0xf90219f57c0d9aa1 },
	{ "atan", num_vatan, atanl, 2, 0xb1b03bb42f9c9e0a },
	{ 0 }
};

enum { CHUNK = 1021, STRIDE = 19961 };

/* Every step-th bit pattern from *at on. */
static int
next_floats(float x[CHUNK], uint64_t *at, uint32_t step)
{
	int n = 0;

	for (; n < CHUNK && *at <= UINT32_MAX; n++, *at += step) {
		uint32_t bits = (uint32_t)*at;

		memcpy(&x[n], &bits, sizeof(bits));
	}
	return n;
}

static void
vector_is_within_its_limit(void **state)
{
	const struct vector *v = *state;
	const char *step = getenv("ACTLAB_TEST_STRIDE");
	float x[CHUNK], y[CHUNK], at = 0;
	double worst = 0;
	int n;

	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	for (uint64_t bits = 0; bits <= UINT32_MAX;) {
		n = next_floats(x, &bits, step ? (uint32_t)atoi(step) : STRIDE);
		v->f(y, x, n);
		for (int i = 0; i < n; i++) {
			double u = ulp_float(y[i], v->libm(x[i]));

			if (u > worst) {
				worst = u;
				at = x[i];
			}
		}
	}
	print_message("# %s: %.3f ulp at %.9g\n", v->name, worst, (double)at);
	assert_true(worst < v->limit);
}

static void
vector_is_right_at_odd_numbers(void **state)
{
	static const float odd[] = {
		0.0f, -0.0f, 0x1p-149f, -0x1p-149f, FLT_MIN, -FLT_MIN, 1e-40f, -1e-40f,
		0x1p-24f, -0x1p-24f, 0x1p-12f, -0x1p-12f, 0.5f, -0.5f, 0.625f, 0.94f, 1,
		-1, 1 - 0x1p-24f, -1 + 0x1p-24f, 1 + 0x1p-23f, 4, 9, -9, 10.05f, 10.2f,
		11, -11, 17.5f, -17.5f, 88.72283f, 88.72284f, 89, -87.3f, -88, -103.27f,
		-103.97f, -104, -105, 1e5f, -1e5f, 1e6f, -1e6f, 1000001, 1e10f, 1e30f,
		FLT_MAX, -FLT_MAX, INFINITY, -INFINITY, NAN
	};
	enum { N = sizeof(odd) / sizeof(odd[0]) };
	const struct vector *v = *state;
	float y[N];

	if (!libm_can_judge())
		TAP_SKIP("long double is a double here");
	v->f(y, odd, N);
	for (int i = 0; i < N; i++)
		if (ulp_float(y[i], v->libm(odd[i])) >= v->limit)
			fail_msg("%s(%.9g) is %.9g, wanted %.9Lg", v->name,
				 (double)odd[i], (double)y[i], v->libm(odd[i]));
}

/* Every length up to 40, every alignment, y beside x and in its place. */
static void
vector_takes_any_length_and_place(void **state)
{
	const struct vector *v = *state;
	float all[64], want[64];

	for (int i = 0; i < 64; i++)
		all[i] = (float)(i * 37 % 64) / 16 + 0.01f;
	v->f(want, all, 64);
	for (int n = 0; n <= 40; n++)
		for (int from = 0; from < 9; from++) {
			size_t size = sizeof(*all) * (size_t)n;
			float *x = malloc(n ? size : 1), y[64];

			memcpy(x, all + from, size);
			y[n + 3] = y[2] = 77;
			v->f(y + 3, x, n);
			assert_true(y[2] == 77 && (n > 0 || y[3] == 77));
			assert_memory_equal(y + 3, want + from, size);
			v->f(x, x, n);
			assert_memory_equal(x, want + from, size);
			free(x);
		}
}

/* Which bits of NaN come out where two of them meet is the compiler's business. */
static void
plain_nans(float *y, int n)
{
	for (int i = 0; i < n; i++)
		if (isnan(y[i]))
			y[i] = (float)fabs(NAN);
}

static uint64_t
hash_of(const struct vector *v)
{
	uint64_t h = NUM_HASH_START;
	float x[CHUNK], y[CHUNK];

	for (uint64_t bits = 0; bits <= UINT32_MAX;) {
		int n = next_floats(x, &bits, 4099);

		v->f(y, x, n);
		plain_nans(y, n);
		h = num_hash(h, y, n * (int)sizeof(*y));
	}
	return h;
}

static void
vector_gives_the_same_bits_with_every_kernel(void **state)
{
	const struct vector *v = *state;
	const char *const *k = num_kernel_names();

	for (; *k; k++)
		if (num_kernel_use(*k)) {
			uint64_t h = hash_of(v);

			if (h != v->hash)
				fail_msg("%s with %s: 0x%016llx", v->name, *k,
					 (unsigned long long)h);
		}
	assert_true(num_kernel_use(num_kernel_names()[0]) || num_kernel_use("c"));
}

static void
kernel_is_chosen_by_name(void **state)
{
	const char *const *k = num_kernel_names();
	bool last = false;

	(void)state;
	assert_non_null(num_kernel());
	assert_false(num_kernel_use("abacus"));
	for (; *k; k++)
		last = num_kernel_use(*k);
	assert_string_equal(k[-1], "c");
	assert_true(last);
	for (k = num_kernel_names(); !num_kernel_use(*k); k++)
		;
	assert_string_equal(num_kernel(), *k);
}

/* ---- powers: two arguments ---- */

static const float bases[] = {
	0.0f, -0.0f, 1, -1, 0.5f, -0.5f, 2, -2, 3.7f, -3.7f, 0x1p-149f, -0x1p-140f,
	1e-20f,
	0.999999f, 1.000001f, 100, 65504, 1e38f, FLT_MAX, -FLT_MAX, INFINITY, -INFINITY,
	NAN
};
static const float exponents[] = {
	0.0f, -0.0f, 1, -1, 2, -2, 3, -3, 0.5f, -0.5f, 2.5f, -1.7f, 0x1p-149f, 7, 64, -64,
	127, 16777215, -16777215, 16777216, 1e9f, -1e9f, FLT_MAX, INFINITY, -INFINITY, NAN
};
enum { BASES = sizeof(bases) / sizeof(*bases),
       EXPONENTS = sizeof(exponents) / sizeof(*exponents),
       POWERS = BASES * EXPONENTS + 4000 };

/* Every pair of the lists, and positive numbers to powers between -12 and 12. */
static void
power_arguments(float x[POWERS], float p[POWERS])
{
	int n = 0;

	for (int i = 0; i < BASES; i++)
		for (int j = 0; j < EXPONENTS; j++, n++) {
			x[n] = bases[i];
			p[n] = exponents[j];
		}
	for (int i = 0; n < POWERS; i++, n++) {
		x[n] = 0.001f * (float)(1 + i * 7919L % 40000);
		p[n] = (float)(i * 104729L % 24001) / 1000 - 12;
	}
}

static void
powers_are_within_an_ulp_and_right_at_the_edges(void **state)
{
	static float x[POWERS], p[POWERS], y[POWERS];
	double worst = 0;

	(void)state;
	power_arguments(x, p);
	num_vpow(y, x, p, POWERS);
	for (int i = 0; i < POWERS; i++) {
		double want = num_pow((double)x[i], (double)p[i]);
		double u = ulp_float(y[i], want);

		worst = u > worst ? u : worst;
		if (u >= 0.6)
			fail_msg("%.9g^%.9g is %.9g, wanted %.9g", (double)x[i],
				 (double)p[i],
				 (double)y[i], want);
	}
	print_message("# pow: %.3f ulp\n", worst);
}

static void
powers_have_the_same_bits_with_every_kernel_and_length(void **state)
{
	static float x[POWERS], p[POWERS], want[POWERS], y[POWERS];

	(void)state;
	power_arguments(x, p);
	assert_true(num_kernel_use("c"));
	num_vpow(want, x, p, POWERS);
	for (const char *const *k = num_kernel_names(); *k; k++) {
		if (!num_kernel_use(*k))
			continue;
		for (int i = 0, n; i < POWERS; i += n) {
			n = i % 37 + 1 < POWERS - i ? i % 37 + 1 : POWERS - i;
			num_vpow(y + i, x + i, p + i, n);
		}
		assert_memory_equal(y, want, sizeof(y));
	}
	assert_true(num_kernel_use(num_kernel_names()[0]) || num_kernel_use("c"));
	num_vpow(p, x, p, POWERS);			/* in the place of the
							 * exponents */
	assert_memory_equal(p, want, sizeof(p));
}

static void
add_for(const struct vector *v, CMUnitTestFunction f, const char *what)
{
	char name[128];

	snprintf(name, sizeof(name), "%s: %s", what, v->name);
	tap_add(name, f, v);
}

void
base_vector(void)
{
	TAP(kernel_is_chosen_by_name);
	TAP(powers_are_within_an_ulp_and_right_at_the_edges);
	TAP(powers_have_the_same_bits_with_every_kernel_and_length);
	for (const struct vector *v = vectors; v->name; v++) {
		add_for(v, vector_is_within_its_limit, "vector_is_within_its_limit");
		add_for(v, vector_is_right_at_odd_numbers,
			"vector_is_right_at_odd_numbers");
		add_for(v, vector_takes_any_length_and_place,
			"vector_takes_any_length_and_place");
		add_for(v, vector_gives_the_same_bits_with_every_kernel,
			"vector_gives_the_same_bits_with_every_kernel");
	}
}
