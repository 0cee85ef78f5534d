/* Rows of at most four numbers, in vectors of four. */
#ifndef BASE_FEW_H
#define BASE_FEW_H

#include "base/kernel.h"
#include "base/vec.h"

enum { FEW = KERNEL_FEW };
typedef float v4 __attribute__((vector_size(16)));
typedef double v2 __attribute__((vector_size(16)));

/* In one move where there is one: what was stored in parts is slow to load as a whole. */
INLINE v4
load_few(const float *p, int cols)
{
	double pair;
	v4 v;

	if (cols == 1)
		return (v4){ p[0] };
	memcpy(&pair, p, sizeof(pair));
	v = (v4)(v2){ pair };
	if (cols == 3)
		v[2] = p[2];
	if (cols == 4)
		memcpy(&v, p, sizeof(v));
	return v;
}

INLINE void
store_few(float *p, v4 v, int cols)
{
	double pair = ((v2)v)[0];

	if (cols == 4) {
		memcpy(p, &v, sizeof(v));
		return;
	}
	if (cols > 1)
		memcpy(p, &pair, sizeof(pair));
	if (cols != 2)
		p[cols - 1] = v[cols - 1];
}

#endif
