#include "train/run.h"

#include <math.h>

static void
extremes(const float *z, int n, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (int i = 0; i < n; i++) {
		if (!isfinite(z[i]))
			continue;
		*lo = z[i] < *lo ? z[i] : *lo;
		*hi = z[i] > *hi ? z[i] : *hi;
	}
}

/* Twice as wide towards lower or higher values: pairs of bins become one. */
static void
widen(struct train_zhist *h, bool down)
{
	uint32_t old[TRAIN_ZBINS];
	int at = down ? TRAIN_ZBINS / 2 : 0;
	double width = h->hi - h->lo;

	for (int i = 0; i < TRAIN_ZBINS; i++) {
		old[i] = h->bin[i];
		h->bin[i] = 0;
	}
	for (int i = 0; i < TRAIN_ZBINS; i++)
		h->bin[at + i / 2] += old[i];
	if (down)
		h->lo -= width;
	else
		h->hi += width;
}

static void
first_range(struct train_zhist *h, double lo, double hi)
{
	double half = lo == 0 ? 0.5 : 0.1 * fabs(lo);

	h->lo = lo < hi ? lo : lo - half;
	h->hi = lo < hi ? hi : hi + half;
}

void
train_zhist_add(struct train_zhist *h, const float *z, int n)
{
	double lo, hi, scale;

	extremes(z, n, &lo, &hi);
	if (lo > hi)			/* nothing finite */
		return;
	if (h->lo == h->hi)
		first_range(h, lo, hi);
	while (lo < h->lo)
		widen(h, true);
	while (hi > h->hi)
		widen(h, false);
	scale = TRAIN_ZBINS / (h->hi - h->lo);
	for (int i = 0; i < n; i++) {
		int bin;

		if (!isfinite(z[i]))
			continue;
		bin = (int)((z[i] - h->lo) * scale);
		h->bin[bin < TRAIN_ZBINS ? bin : TRAIN_ZBINS - 1]++;
	}
}
