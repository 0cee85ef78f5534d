#include "tests/base/base.h"

#include "actlab/num.h"

#include <math.h>

/* A format by its definition, and what rounds to it. */
struct format {
	const char *name;
	void (*round)(float *y, const float *x, int n);
	int fraction;			/* bits */
	int least;			/* exponent of the smallest normal */
	double most;			/* largest finite number */
};
static const struct format formats[] = {
	{ "float16", num_vhalf, 10, -14, 65504 },
	{ "bfloat16", num_vbfloat, 7, -126, 0x1.fep127 },
	{ 0 }
};

static float
rounded(const struct format *f, float x)
{
	float y;

	f->round(&y, &x, 1);
	return y;
}

/* The number whose 16 bits without the sign are b. */
static double
decode(const struct format *f, int b)
{
	int power = b >> f->fraction, top = (1 << (15 - f->fraction)) - 1;
	int digits = b & ((1 << f->fraction) - 1);

	if (power == top)
		return digits ? NAN : INFINITY;
	if (power)
		digits += 1 << f->fraction;
	return ldexp(digits, f->least - f->fraction + (power ? power - 1 : 0));
}

/* Same value and same sign, zeros too; NaN for NaN. */
static void
expect(const struct format *f, float x, double want)
{
	float got = rounded(f, x);

	if (isnan(want) ? !isnan(got)
	    : (double)got != want || !signbit(got) != !signbit(want))
		fail_msg("%s of %a is %a, wanted %a", f->name, (double)x, (double)got,
			 want);
}

/* Both signs of it. */
static void
expect_pair(const struct format *f, float x, double want)
{
	expect(f, x, want);
	expect(f, -x, -want);
}

static void
every_number_stays(void **state)
{
	const struct format *f = *state;

	for (int b = 0; b < 1 << 15; b++) {
		double v = decode(f, b);

		expect_pair(f, (float)v, v);
		assert_true(isnan(v) || (double)(float)v == v);
	}
}

/* Between b and the next number: up to the midpoint down, beyond it up, at it even. */
static void
every_midpoint_goes_to_the_even_side(void **state)
{
	const struct format *f = *state;

	for (int b = 0; b < 1 << 15; b++) {
		double lo = decode(f, b), hi = decode(f, b + 1), even = b & 1 ? hi : lo;
		float mid;

		if (!isfinite(lo))
			break;
		/* inf takes the place of the number that would follow the largest */
		mid = (float)(lo + (isinf(hi) ? lo - decode(f, b - 1) : hi - lo) / 2);
		expect_pair(f, mid, even);
		expect_pair(f, nextafterf(mid, 0), lo);
		expect_pair(f, nextafterf(mid, INFINITY), hi);
		expect_pair(f, nextafterf((float)lo, INFINITY), lo);
		if (isfinite(hi))
			expect_pair(f, nextafterf((float)hi, 0), hi);
	}
}

/* The nearest by the definition, of floats from everywhere. */
static void
any_float_goes_to_the_nearest(void **state)
{
	const struct format *f = *state;

	for (uint64_t bits = 0; bits < 0x7f800000; bits += 9973) {
		uint32_t w = (uint32_t)bits;
		double unit, want;
		int power;
		float x;

		memcpy(&x, &w, sizeof(x));
		frexp(x, &power);
		power = power - 1 < f->least ? f->least : power - 1;
		unit = ldexp(1, power - f->fraction);
		want = rint(x / unit) * unit;
		expect_pair(f, x, want > f->most ? INFINITY : want);
	}
}

static void
ends_are_right(void **state)
{
	const struct format *half = &formats[0], *bfloat = &formats[1];

	(void)state;
	expect_pair(half, 65504, 65504);
	expect_pair(half, nextafterf(65520, 0), 65504);
	expect_pair(half, 65520, INFINITY);
	expect_pair(half, 65536, INFINITY);
	expect_pair(half, 3e38f, INFINITY);
	expect_pair(half, 0x1p-24f, 0x1p-24);
	expect_pair(half, 0x1p-25f, 0);
	expect_pair(half, nextafterf(0x1p-25f, 1), 0x1p-24);
	expect_pair(half, 0x1p-149f, 0);
	expect_pair(half, 1 + 0x1p-11f, 1);
	expect_pair(half, 1 + 0x3p-11f, 1 + 0x1p-9);
	expect_pair(bfloat, 65520, 65536);
	expect_pair(bfloat, 0x1.fep127f, 0x1.fep127);
	expect_pair(bfloat, 0x1.fefffep127f, 0x1.fep127);
	expect_pair(bfloat, 0x1.ffp127f, INFINITY);
	expect_pair(bfloat, 0x1p-133f, 0x1p-133);
	expect_pair(bfloat, 0x1p-134f, 0);
	for (const struct format *f = formats; f->name; f++) {
		expect_pair(f, 0, 0);
		expect_pair(f, INFINITY, INFINITY);
		expect(f, NAN, NAN);
		expect(f, -NAN, NAN);
	}
}

/* A NaN whose bits all stand where they are cut off stays one. */
static void
every_kind_of_nan_stays_nan(void **state)
{
	const struct format *f = *state;

	for (uint32_t low = 1; low < 0x800000; low += low < 0x20000 ? 1 : 4099)
		for (uint32_t sign = 0; sign < 2; sign++) {
			uint32_t bits = 0x7f800000 | low | sign << 31;
			float x;

			memcpy(&x, &bits, sizeof(x));
			assert_true(isnan(rounded(f, x)));
		}
}

static void
rounding_takes_any_length_in_place(void **state)
{
	const struct format *f = *state;
	float x[40], want[40];

	for (int n = 0; n <= 40; n++) {
		for (int i = 0; i < 40; i++) {
			x[i] = (float)(i * 7 % 40) / 3 - 5;
			want[i] = i < n ? rounded(f, x[i]) : x[i];
		}
		f->round(x, x, n);
		assert_memory_equal(x, want, sizeof(x));
	}
}

static void
add_for(const struct format *f, CMUnitTestFunction test, const char *what)
{
	char name[128];

	snprintf(name, sizeof(name), "%s: %s", what, f->name);
	tap_add(name, test, f);
}

void
base_half(void)
{
	for (const struct format *f = formats; f->name; f++) {
		add_for(f, every_number_stays, "every_number_stays");
		add_for(f, every_midpoint_goes_to_the_even_side,
			"every_midpoint_goes_to_the_even_side");
		add_for(f, any_float_goes_to_the_nearest,
			"any_float_goes_to_the_nearest");
		add_for(f, every_kind_of_nan_stays_nan, "every_kind_of_nan_stays_nan");
		add_for(f, rounding_takes_any_length_in_place,
			"rounding_takes_any_length_in_place");
	}
	TAP(ends_are_right);
}
