#include "actlab/rng.h"
#include "actlab/num.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static uint64_t
splitmix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* Each of the three parts is mixed before the next comes in, so that no two
 * streams are shifted copies of each other. */
void
rng_init(struct rng *r, uint64_t seed, const char *purpose, uint64_t index)
{
	uint64_t x = seed;

	x = splitmix(&x) ^ num_hash(NUM_HASH_START, purpose, (int)strlen(purpose));
	x = splitmix(&x) ^ index;
	x = splitmix(&x);
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix(&x);
}

static uint64_t
rotl(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

uint64_t
rng_bits(struct rng *r)
{
	uint64_t *s = r->s, out = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotl(s[3], 45);
	return out;
}

double
rng_uniform(struct rng *r)
{
	return (double)(rng_bits(r) >> 11) * 0x1p-53;
}

/* Box and Muller, 1958; the second number is not kept, so that the state of a
 * stream is its four words and nothing else. */
double
rng_normal(struct rng *r)
{
	double radius = sqrt(-2 * num_log(1 - rng_uniform(r)));

	return radius * num_cos(6.283185307179586477 * rng_uniform(r));
}

int
rng_below(struct rng *r, int n)
{
	uint64_t m = (uint64_t)n, bits;

	assert(n > 0);
	do					/* 2^64 mod n draws would count double */
		bits = rng_bits(r);
	while (bits < m && bits < -m % m);
	return (int)(bits % m);
}

void
rng_shuffle(struct rng *r, int *v, int n)
{
	for (int i = n - 1; i > 0; i--) {
		int j = rng_below(r, i + 1), t = v[i];

		v[i] = v[j];
		v[j] = t;
	}
}
