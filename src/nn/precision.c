#include "actlab/nn.h"
#include "actlab/num.h"

#include <float.h>
#include <math.h>
#include <string.h>

const struct nn_precision nn_precisions[] = {
	{ "float32", "1 sign, 8 exponent, 23 fraction bits",
	  "what training uses: 7 digits, from 1.4e-45 to 3.4e38", NULL },
	{ "float16", "1 sign, 5 exponent, 10 fraction bits",
	  "3 digits, from 5.96e-8 to 65504: small gradients become 0", num_vhalf },
	{ "bfloat16", "1 sign, 8 exponent, 7 fraction bits",
	  "2 digits, the range of float32", num_vbfloat },
	{ 0 }
};

const struct nn_precision *
nn_precision_find(struct str name)
{
	for (const struct nn_precision *p = nn_precisions; p->name; p++)
		if (str_is(name, p->name))
			return p;
	return NULL;
}

enum { BLOCK = 128 };

/* Of a whole block, so that the compiler knows how many. */
static void
count(struct nn_lost *lost, const float was[BLOCK], const float is[BLOCK])
{
	int zero = 0, inf = 0;

	for (int i = 0; i < BLOCK; i++) {
		zero += (is[i] == 0) & (was[i] != 0);
		inf += (fabsf(is[i]) > FLT_MAX) & (fabsf(was[i]) <= FLT_MAX);
	}
	lost->zero += zero;
	lost->inf += inf;
}

void
nn_precision_round(const struct nn_precision *p, float *y, const float *x, int n,
		   struct nn_lost *lost)
{
	float was[BLOCK] = { 0 }, is[BLOCK] = { 0 };

	if (!lost) {
		p->round(y, x, n);
		return;
	}
	for (int at = 0, part; at < n; at += part) {
		part = n - at < BLOCK ? n - at : BLOCK;
		memcpy(was, x + at, sizeof(*x) * (size_t)part);
		memset(was + part, 0, sizeof(*x) * (size_t)(BLOCK - part));
		p->round(is, was, BLOCK);
		memcpy(y + at, is, sizeof(*y) * (size_t)part);
		count(lost, was, is);
	}
}
