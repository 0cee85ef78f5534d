/* Pictures of what goes on inside a net: windows of weights, and what layers make of the
 * first rows. */
#include "train/run.h"

#include <math.h>
#include <string.h>

enum { GATES = 5 };			/* i f g o and the memory */

size_t
train_plates_need(void)
{
	return arena_need(sizeof(struct train_plate), TRAIN_PLATES_MAX)
	       + arena_need(sizeof(float), TRAIN_PLATES_MAX * TRAIN_PLATE_FLOATS);
}

void
train_plates_alloc(struct train_plates *p, struct arena *a)
{
	p->n = 0;
	p->plate = ARENA_NEW(a, struct train_plate, TRAIN_PLATES_MAX);
	p->v = ARENA_NEW(a, float, TRAIN_PLATES_MAX * TRAIN_PLATE_FLOATS);
}

/* The next one, with room for its n pictures of (h,w), or for fewer; NULL: no room. */
static struct train_plate *
plate_add(struct train_plates *p, enum train_plate_kind kind, int level, int row, int n,
	  int h, int w)
{
	struct train_plate *to = &p->plate[p->n];
	int most = h * w > 0 ? TRAIN_PLATE_FLOATS / (h * w) : 0;

	if (p->n == TRAIN_PLATES_MAX || !most)
		return NULL;
	*to = (struct train_plate){ .kind = kind, .level = level, .row = row,
				    .n = n < most ? n : most, .all = n, .h = h, .w = w,
				    .v = p->v + (size_t)p->n * TRAIN_PLATE_FLOATS };
	p->n++;
	return to;
}

static float *
room_of(const struct train_plates *p)
{
	return p->v + (size_t)(p->n - 1) * TRAIN_PLATE_FLOATS;
}

static void
copy_plate(struct train_plates *p, const struct train_plate *to, const float *from)
{
	if (to)
		memcpy(room_of(p), from,
		       sizeof(float) * (size_t)to->n * (size_t)(to->h * to->w));
}

static int
side_of(int n)
{
	int s = (int)(sqrt(n) + 0.5);

	return s >= 4 && s * s == n ? s : 0;
}

static bool
is_kind(const struct nn_layer *l, const char *name)
{
	return strcmp(l->kind->name, name) == 0;
}

/* ---- weights ---- */

/* Of a convolution its windows; of a first dense layer on a square image a picture a
 * unit. */
static void
filters(const struct train_run *r, struct train_plates *p, int level)
{
	const struct nn_layer *l = r->look.level[level - 1].layer;
	const float *w = r->net.param + l->tensor[0].at;
	int side = level == 1 && l == r->net.layer ? side_of(nn_shape_size(&l->in)) : 0;

	if (is_kind(l, "conv")) {
		int k = (int)l->arg[1];

		copy_plate(p, plate_add(p, TRAIN_PLATE_FILTERS, level, 0,
					l->tensor[0].n / (k * k), k, k), w);
	} else if (is_kind(l, "dense") && side) {
		copy_plate(p, plate_add(p, TRAIN_PLATE_FILTERS, level, 0,
					l->tensor[0].rows, side, side), w);
	}
}

/* ---- what becomes of a row ---- */

/* The row itself, where it is an image. */
static void
input(const struct train_run *r, struct train_plates *p, const float *x, int row)
{
	const struct nn_layer *first = r->net.layer;
	int in = r->data->in, side = side_of(in);

	x += (size_t)row * (size_t)in;
	if (first->out.rank == 3 && is_kind(first, "image"))
		copy_plate(p, plate_add(p, TRAIN_PLATE_MAPS, 0, row, first->out.dim[0],
					first->out.dim[1], first->out.dim[2]), x);
	else if (side)
		copy_plate(p, plate_add(p, TRAIN_PLATE_MAPS, 0, row, 1, side, side), x);
}

static void
maps(const struct train_run *r, struct train_plates *p, int level, int row)
{
	const struct train_look_level *v = &r->look.level[level - 1];
	const struct nn_layer *l = v->act ? v->act : v->layer;
	const struct nn_shape *s = &l->out;

	if (is_kind(v->layer, "conv") && s->rank == 3)
		copy_plate(p, plate_add(p, TRAIN_PLATE_MAPS, level, row, s->dim[0],
					s->dim[1], s->dim[2]),
			   r->look.work.y[l - r->net.layer]
			   + (size_t)row * (size_t)nn_shape_size(s));
}

static void
attention(const struct train_run *r, struct train_plates *p, const struct nn_layer *l,
	  int row, int n)
{
	const float *cache = r->look.work.cache[l - r->net.layer];

	copy_plate(p, plate_add(p, TRAIN_PLATE_ATTENTION, l->level, row, (int)l->arg[0],
				l->in.dim[0], l->in.dim[0]),
		   nn_attention_row(l, cache, n, row));
}

/* Units upward, steps across; the first units where there is no room for all. */
static void
gates(const struct train_run *r, struct train_plates *p, const struct nn_layer *l,
      int row, int n)
{
	const float *cache = r->look.work.cache[l - r->net.layer];
	int units = (int)l->arg[0], steps = l->in.dim[0];
	int most = TRAIN_PLATE_FLOATS / (GATES * steps), h = units < most ? units : most;
	struct train_plate *to = plate_add(p, TRAIN_PLATE_GATES, l->level, row, GATES, h,
					   steps);
	float *v;

	if (!to)
		return;
	to->all = units;
	v = room_of(p);
	for (int g = 0; g < GATES; g++)
		for (int t = 0; t < steps; t++) {
			const float *u = nn_lstm_row(l, cache, n, row, t, g);

			for (int j = 0; j < h; j++)
				v[(g * h + h - 1 - j) * steps + t] = u[j];
		}
}

static void
row_plates(const struct train_run *r, struct train_plates *p, const float *x, int row,
	   int n)
{
	input(r, p, x, row);
	for (int level = 1; level <= r->net.levels; level++) {
		const struct nn_layer *l = r->look.level[level - 1].layer;

		maps(r, p, level, row);
		if (is_kind(l, "attention"))
			attention(r, p, l, row, n);
		if (is_kind(l, "lstm"))
			gates(r, p, l, row, n);
	}
}

void
train_plates_fill(const struct train_run *r, struct train_plates *p, const float *x,
		  int n)
{
	p->n = 0;
	for (int level = 1; level <= r->net.levels; level++)
		filters(r, p, level);
	for (int row = 0; row < TRAIN_PLATE_ROWS && row < n; row++)
		row_plates(r, p, x, row, n);
}
