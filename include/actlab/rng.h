/* Random numbers, the same on every machine.
 *
 * xoshiro256** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number
 * generators", 2021), seeded through splitmix64.  Every purpose has a stream of
 * its own, so that changing one knob does not reshuffle the others.  Nothing
 * here calls libm.
 */
#ifndef ACTLAB_RNG_H
#define ACTLAB_RNG_H

#include <stdint.h>

struct rng {
	uint64_t s[4];
};

/* The stream of a purpose ("data", "split", "init", "order", "dropout") and an
 * index (a layer, an epoch; 0 where there is but one) under a visible seed. */
void rng_init(struct rng *r, uint64_t seed, const char *purpose, uint64_t index);
uint64_t rng_bits(struct rng *r);
double rng_uniform(struct rng *r);		/* [0, 1), 53 bits */
double rng_normal(struct rng *r);		/* mean 0, deviation 1 */
int rng_below(struct rng *r, int n);		/* 0..n-1 without bias */
void rng_shuffle(struct rng *r, int *v, int n);	/* Fisher-Yates */

#endif
