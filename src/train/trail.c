/* What every level was like at the looks of the past, in bounded room. */
#include "train/run.h"

#include <math.h>
#include <string.h>

enum { MOST = 256, FEWEST = 32, BYTES = 1 << 19, PER_BIN = 2 };

/* Records that a run of so many levels keeps. */
int
train_trail_room(int levels)
{
	size_t each = (size_t)levels * sizeof(struct train_trail_level);
	size_t n = BYTES / (each ? each : 1);

	return (int)(n > MOST ? MOST : n < FEWEST ? FEWEST : n);
}

size_t
train_trail_need(int levels)
{
	size_t n = (size_t)train_trail_room(levels);

	return arena_need(sizeof(long), n)
	       + arena_need(sizeof(struct train_trail_level), n * (size_t)levels);
}

void
train_trail_alloc(struct train_trail *t, int levels, struct arena *a)
{
	size_t n = (size_t)train_trail_room(levels);

	*t = (struct train_trail){ .levels = levels };
	t->step = ARENA_NEW(a, long, n);
	t->level = ARENA_NEW(a, struct train_trail_level, n * (size_t)levels);
}

/* ---- one record ---- */

double
train_trail_share(const struct train_trail_level *l, int bin)
{
	double root = (bin < 0 ? l->zero : l->bin[bin]) / 255.0;

	return root * root;
}

/* Of the square root, so that a thousandth still shows. */
static uint8_t
root_share(double n, double all)
{
	double v = all > 0 ? 255 * sqrt(n / all) : 0;

	return (uint8_t)(n > 0 && v < 1 ? 1 : v + 0.5);
}

static void
gradient_bins(struct train_trail_level *to, const struct num_loghist *h)
{
	double all = h->zero;

	for (int b = 0; b < NUM_LOGBINS; b++)
		all += h->bin[b];
	to->zero = root_share(h->zero, all);
	for (int b = 0; b < TRAIN_TRAIL_BINS; b++) {
		double sum = 0;

		for (int i = 0; i < PER_BIN; i++)
			sum += h->bin[b * PER_BIN + i];
		to->bin[b] = root_share(sum, all);
	}
}

static void
dead_units(struct train_trail_level *to, const unsigned char *alive, int units)
{
	int n = units < TRAIN_TRAIL_UNITS ? units : TRAIN_TRAIL_UNITS;

	memset(to->dead, 0, sizeof(to->dead));
	for (int j = 0; j < n && alive; j++)
		if (!alive[j])
			to->dead[j / 8] |= (uint8_t)(1 << j % 8);
}

bool
train_trail_dead(const struct train_trail_level *l, int unit)
{
	return l->dead[unit / 8] >> unit % 8 & 1;
}

static void
record(struct train_trail_level *to, const struct train_level *f,
       const struct num_loghist *h, const unsigned char *alive)
{
	to->grad = (float)f->grad;
	to->weight = (float)f->weight;
	to->ratio = (float)f->ratio;
	to->rms = (float)f->rms;
	to->saturated = (float)f->saturated;
	to->share_dead = (float)f->dead;
	gradient_bins(to, h);
	dead_units(to, alive, f->units);
}

/* ---- all of them ---- */

static struct train_trail_level *
row_of(struct train_trail *t, int i)
{
	return t->level + (size_t)i * (size_t)t->levels;
}

static void
row_move(struct train_trail *t, int to, int from)
{
	t->step[to] = t->step[from];
	memmove(row_of(t, to), row_of(t, from),
		(size_t)t->levels * sizeof(*t->level));
}

/* As train_history_eval keeps its values: the last one stands until the next comes, and
 * stays where it is one of every so many. */
void
train_trail_add(struct train_history *h, const struct train_run *r,
		const struct train_facts *f, const struct num_loghist *grad)
{
	struct train_trail *t = &h->trail;
	int room = train_trail_room(t->levels);

	if (f->step < h->from)
		return;
	if (t->n && t->step[t->n - 1] == f->step) {
		t->n--;
		h->trail_look--;
	} else if (t->n && (h->trail_look - 1) % h->trail_every != 0) {
		t->n--;
	}
	if (t->n == room) {
		for (int i = 0; i < room / 2; i++)
			row_move(t, i, 2 * i);
		t->n = room / 2;
		h->trail_every *= 2;
	}
	t->step[t->n] = f->step;
	for (int l = 0; l < t->levels; l++)
		record(row_of(t, t->n) + l, &f->level[l], &grad[l],
		       r->look.level[l].act ? r->look.level[l].alive : NULL);
	t->n++;
	h->trail_look++;
}

void
train_trail_cut(struct train_history *h, long step)
{
	struct train_trail *t = &h->trail;

	while (t->n && t->step[t->n - 1] > step)
		t->n--;
	h->trail_look = t->n ? (t->n - 1) * h->trail_every + 1 : 0;
}

void
train_trail_copy(struct train_trail *to, const struct train_trail *from)
{
	to->n = from->n;
	memcpy(to->step, from->step, (size_t)from->n * sizeof(*to->step));
	memcpy(to->level, from->level,
	       (size_t)from->n * (size_t)from->levels * sizeof(*to->level));
}
