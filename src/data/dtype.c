/* What the elements of an array in a file can be. */
#include "data/set.h"

#include <limits.h>
#include <string.h>

static double
f64(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static double
f32(uint64_t bits)
{
	uint32_t low = (uint32_t)bits;
	float v;

	memcpy(&v, &low, sizeof(v));
	return v;
}

static double
bf16(uint64_t bits)
{
	return f32(bits << 16);
}

/* Sign, 5 bits of exponent, 10 of fraction. */
static double
f16(uint64_t bits)
{
	uint64_t sign = (bits & 0x8000) << 16, fraction = bits & 0x3ff;
	int exponent = (int)(bits >> 10 & 31);
	double small = (double)fraction / 16777216;	/* subnormal: 2^-24 each */

	if (exponent == 0)
		return sign ? -small : small;
	exponent = exponent == 31 ? 255 : exponent - 15 + 127;
	return f32(sign | (uint64_t)exponent << 23 | fraction << 13);
}

static double
i64(uint64_t bits)
{
	return (double)(int64_t)bits;
}

static double
i32(uint64_t bits)
{
	return (int32_t)(uint32_t)bits;
}

static double
i16(uint64_t bits)
{
	return (int16_t)(uint16_t)bits;
}

static double
i8(uint64_t bits)
{
	return (int8_t)(uint8_t)bits;
}

static double
whole(uint64_t bits)
{
	return (double)bits;
}

const struct data_dtype data_dtypes[] = {
	{ "F64", 8, f64 }, { "F32", 4, f32 }, { "F16", 2, f16 }, { "BF16", 2, bf16 },
	{ "I64", 8, i64 }, { "I32", 4, i32 }, { "I16", 2, i16 }, { "I8", 1, i8 },
	{ "U64", 8, whole }, { "U32", 4, whole }, { "U16", 2, whole },
	{ "U8", 1, whole }, { "BOOL", 1, whole },
	{ 0 }
};

const struct data_dtype *
data_dtype_find(struct str name)
{
	for (const struct data_dtype *d = data_dtypes; d->name; d++)
		if (str_is(name, d->name))
			return d;
	return NULL;
}

/* Where element i, counted with the last index fastest, lies in the file. */
static size_t
place_of(const struct data_tensor *t, int i)
{
	size_t place = 0;

	if (!t->columns)
		return (size_t)i;
	for (int k = t->rank - 1; k >= 0; k--) {
		size_t step = 1;

		for (int j = 0; j < k; j++)
			step *= (size_t)t->dim[j];
		place += (size_t)(i % t->dim[k]) * step;
		i /= t->dim[k];
	}
	return place;
}

static uint64_t
bits_at(const struct data_tensor *t, int i)
{
	const unsigned char *b = t->byte + place_of(t, i) * (size_t)t->dtype->size;
	uint64_t bits = 0;

	for (int j = 0, n = t->dtype->size; j < n; j++)
		bits = bits << 8 | b[t->big ? j : n - 1 - j];
	return bits;
}

double
data_tensor_number(const struct data_tensor *t, int i)
{
	return t->dtype->number(bits_at(t, i));
}

void
data_tensor_floats(const struct data_tensor *t, float *to)
{
	for (int i = 0; i < t->n; i++)
		to[i] = (float)data_tensor_number(t, i);
}

void
data_tensor_doubles(const struct data_tensor *t, double *to)
{
	for (int i = 0; i < t->n; i++)
		to[i] = data_tensor_number(t, i);
}

void
data_tensor_ints(const struct data_tensor *t, int *to)
{
	for (int i = 0; i < t->n; i++) {
		double v = data_tensor_number(t, i);

		to[i] = v >= INT_MAX ? INT_MAX : v > INT_MIN ? (int)v : INT_MIN;
	}
}

const char *
data_tensor_text(char buf[64], const struct data_tensor *t)
{
	int at = snprintf(buf, 64, "%s ", t->dtype->name);

	if (t->rank == 0)
		snprintf(buf + at, (size_t)(64 - at), "scalar");
	for (int i = 0; i < t->rank && at < 64; i++)
		at += snprintf(buf + at, (size_t)(64 - at), i ? "x%d" : "%d", t->dim[i]);
	return buf;
}
