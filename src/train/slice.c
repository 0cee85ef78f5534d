/* A slice through the loss surface: the loss over a plane of weights around those of some
 * step, and the way walked so far, projected.  As in Li et al. 2018, Visualizing the Loss
 * Landscape of Neural Nets, random directions are scaled filter by filter to the weights'
 * own norms, and biases stay.  Across it goes along the way from the first weights seen
 * to those of the step; before there is one, along a second random direction. */
#include "train/run.h"

#include <math.h>
#include <string.h>

enum { ROWS = 256, WORK = 200 << 20, KEPT = 32, KEPT_FLOATS = 2 << 20, MOST = 4 << 20 };

struct train_slicer {
	struct arena own;
	int n;				/* floats: n_param */
	float *across, *up, *centre, *at;	/* (n) */
	float length;			/* of the weights of the centre */
	int known, room, n_kept;
	long every, look;		/* looks from kept to kept; looks so far */
	float *kept;			/* (room,n): kept[0] is where it began */
	long kept_step[KEPT];
	struct train_slice now;		/* v: own */
};

/* ---- vectors of weights ---- */

static bool
is_weight(const struct nn_tensor *t)
{
	return t->weight && !t->buffer;
}

/* Length of the weights in v; biases do not count. */
static double
length_of(const struct train_run *r, const float *v)
{
	double sum = 0;

	for (int i = 0; i < r->net.depth; i++)
		for (int t = 0; t < r->net.layer[i].n_tensor; t++) {
			const struct nn_tensor *s = &r->net.layer[i].tensor[t];

			if (is_weight(s))
				sum += num_dot(v + s->at, v + s->at, s->n);
		}
	return sqrt(sum);
}

/* One normal number a weight, each row as long as that of w. */
static void
random_rows(float *d, const float *w, const struct nn_tensor *t, struct rng *g)
{
	for (int i = 0; i < t->rows; i++) {
		float *row = d + t->at + i * t->cols;
		double size, want = num_norm(w + t->at + i * t->cols, t->cols);

		for (int j = 0; j < t->cols; j++)
			row[j] = (float)rng_normal(g);
		size = num_norm(row, t->cols);
		for (int j = 0; j < t->cols; j++)
			row[j] = (float)(size > 0 ? row[j] * want / size : 0);
	}
}

static void
random_direction(const struct train_run *r, float *d, const float *w, uint64_t seed,
		 int which)
{
	struct rng g;

	rng_init(&g, seed, "slice", (uint64_t)which);
	memset(d, 0, (size_t)r->net.n_param * sizeof(*d));
	for (int i = 0; i < r->net.depth; i++)
		for (int t = 0; t < r->net.layer[i].n_tensor; t++)
			if (is_weight(&r->net.layer[i].tensor[t]))
				random_rows(d, w, &r->net.layer[i].tensor[t], &g);
}

static void
add_times(float *to, const float *d, double by, int n)
{
	for (int i = 0; i < n; i++)
		to[i] = (float)(to[i] + by * (double)d[i]);
}

static void
scale_to(float *d, double length, int n)
{
	double size = num_norm(d, n);

	for (int i = 0; i < n; i++)
		d[i] = (float)(size > 0 ? d[i] * length / size : 0);
}

/* ---- the way walked ---- */

static void
keep(struct train_slicer *s, const struct train_run *r, long step)
{
	if (s->n_kept && s->kept_step[s->n_kept - 1] > step) {	/* time went back */
		while (s->n_kept && s->kept_step[s->n_kept - 1] > step)
			s->n_kept--;
		s->look = s->n_kept ? (s->n_kept - 1) * s->every + 1 : 0;
	}
	if (s->n_kept && s->kept_step[s->n_kept - 1] == step)
		return;
	if (s->n_kept > 1 && (s->look - 1) % s->every != 0)
		s->n_kept--;
	if (s->n_kept == s->room) {
		for (int i = 1; i < s->room / 2; i++) {
			s->kept_step[i] = s->kept_step[2 * i];
			memcpy(s->kept + (size_t)i * (size_t)s->n,
			       s->kept + (size_t)(2 * i) * (size_t)s->n,
			       (size_t)s->n * sizeof(float));
		}
		s->n_kept = s->room / 2;
		s->every *= 2;
	}
	s->kept_step[s->n_kept] = step;
	memcpy(s->kept + (size_t)s->n_kept * (size_t)s->n, r->net.param,
	       (size_t)s->n * sizeof(float));
	s->n_kept++;
	s->look++;
}

/* Where weights stand on the plane, in lengths of the centre's weights. */
static void
project(struct train_slicer *s, const float *w, float *x, float *y)
{
	double l2 = (double)s->length * (double)s->length;

	for (int i = 0; i < s->n; i++)
		s->at[i] = w[i] - s->centre[i];
	*x = (float)(num_dot(s->at, s->across, s->n) / l2);
	*y = (float)(num_dot(s->at, s->up, s->n) / num_dot(s->up, s->up, s->n));
}

static void
walk(struct train_slicer *s)
{
	struct train_slice *now = &s->now;

	now->n_path = 0;
	for (int i = 0; i < s->n_kept && s->kept_step[i] <= now->step; i++) {
		project(s, s->kept + (size_t)i * (size_t)s->n, &now->path_x[i],
			&now->path_y[i]);
		now->n_path++;
	}
}

/* ---- the plane ---- */

static void
anchor(struct train_slicer *s, const struct train_run *r, uint64_t seed, long step)
{
	struct train_slice *now = &s->now;
	double walked;

	memcpy(s->centre, r->net.param, (size_t)s->n * sizeof(float));
	memcpy(s->across, r->net.param, (size_t)s->n * sizeof(float));
	add_times(s->across, s->kept, -1, s->n);
	s->length = (float)length_of(r, s->centre);
	walked = num_norm(s->across, s->n) / (double)s->length;
	if (!(walked > 1e-4))
		random_direction(r, s->across, s->centre, seed, 1);
	scale_to(s->across, (double)s->length, s->n);
	random_direction(r, s->up, s->centre, seed, 0);
	add_times(s->up, s->across, -num_dot(s->up, s->across, s->n)
		  / num_dot(s->across, s->across, s->n), s->n);
	now->step = step;
	now->walked = walked > 1e-4 ? walked : 0;
	now->radius = walked > 1e-4 ? fmax(1.3 * walked, 0.05) : 1;
	now->known = 0;
	for (int i = 0; i < TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE; i++)
		now->v[i] = NAN;
	walk(s);
}

/* The order spreads over the plane: 188 and 21 * 21 have no common factor. */
static int
place(int i)
{
	return i * 188 % (TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE);
}

static double
loss_at(struct train_slicer *s, struct train_run *r, int i)
{
	const int last = TRAIN_SLICE_SIDE - 1;
	int rows = r->data->n_train < ROWS ? r->data->n_train : ROWS;
	double x = s->now.radius * (2.0 * (i % TRAIN_SLICE_SIDE) / last - 1);
	double y = s->now.radius * (1 - 2.0 * (i / TRAIN_SLICE_SIDE) / last);
	struct nn_target t = train_target_rows(r, 0);
	struct nn_net net = r->net;
	const float *out;

	memcpy(s->at, s->centre, (size_t)s->n * sizeof(float));
	add_times(s->at, s->across, x, s->n);
	add_times(s->at, s->up, y, s->n);
	net.param = s->at;
	out = nn_forward(&net, &r->look.work, r->data->x, rows, NN_EVAL, NULL);
	return r->plan.loss.kind->f(NULL, out, &t, rows, r->plan.k, &r->plan.loss,
				    r->look.prob);
}

/* ---- between steps ---- */

static struct train_slicer *
slicer_new(const struct train_run *r)
{
	size_t n = (size_t)r->net.n_param, room = KEPT_FLOATS / n;
	struct train_slicer s = { .n = r->net.n_param, .every = 1 }, *to;
	struct err e = { 0 };

	room = room > KEPT ? KEPT : room < 2 ? 2 : room;
	s.room = (int)room;
	if (n > MOST || !arena_init(&s.own, arena_need(sizeof(s), 1)
				    + (5 + room) * arena_need(sizeof(float), n)
				    + 3 * arena_need(sizeof(float), TRAIN_SLICE_SIDE
						     * TRAIN_SLICE_SIDE), &e))
		return NULL;
	s.across = ARENA_NEW(&s.own, float, n);
	s.up = ARENA_NEW(&s.own, float, n);
	s.centre = ARENA_NEW(&s.own, float, n);
	s.at = ARENA_NEW(&s.own, float, n);
	s.kept = ARENA_NEW(&s.own, float, room * n);
	s.now.v = ARENA_NEW(&s.own, float, TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE);
	to = ARENA_NEW(&s.own, struct train_slicer, 1);
	*to = s;
	return to;
}

void
train_slicer_free(struct train_slicer *s)
{
	struct arena own;

	if (!s)
		return;
	own = s->own;
	arena_done(&own);
}

/* Points of the plane that one look may take. */
static int
portion(const struct train_slicer *s)
{
	double n = (double)WORK / ROWS / s->n;

	return n < 4 ? 4 : n > 441 ? 441 : (int)n;
}

bool
train_slice_go_on(struct train_run *r, struct train_slice *to, const atomic_bool *leave)
{
	enum { ALL = TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE };
	struct train_slicer *s = r->slicer ? r->slicer : (r->slicer = slicer_new(r));
	struct train_run *still = r->still;
	long step = atomic_load(&still->step);
	float *v = to->v;

	to->side = 0;
	if (!s)
		return true;
	keep(s, still, step);
	if (!(s->length > 0) || s->now.step > step
	    || (s->now.known == ALL && s->now.step != step))
		anchor(s, still, r->spec.seed, step);
	for (int k = portion(s); k > 0 && s->now.known < ALL; k--) {
		int i = place(s->now.known);

		if (leave && atomic_load(leave))
			return false;
		s->now.v[i] = (float)loss_at(s, still, i);
		s->now.known++;
	}
	*to = s->now;
	to->side = TRAIN_SLICE_SIDE;
	to->v = v;
	memcpy(v, s->now.v, ALL * sizeof(*v));
	return true;
}
