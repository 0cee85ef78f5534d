/* What single units do: how flat they are, their weights, what they answer to over the
 * plane of two inputs.  Dear, so only for who asked. */
#include "train/run.h"

#include <math.h>
#include <string.h>

enum { POINTS = TRAIN_MAP_W * TRAIN_MAP_H };

static int
at_most(int v, int max)
{
	return v < max ? v : max;
}

static const struct nn_layer *
output_layer(const struct nn_net *net, int level)
{
	const struct nn_layer *act = nn_net_level_act(net, level);

	return act ? act : nn_net_level(net, level);
}

static int
units_shown(const struct nn_net *net, int level)
{
	return at_most(nn_shape_size(&output_layer(net, level)->out), TRAIN_UNITS_LEVEL);
}

/* The weights of a dense layer: (units,in); NULL: another kind. */
static const struct nn_tensor *
dense_weight(const struct nn_layer *l)
{
	for (int t = 0; t < l->n_tensor; t++)
		if (l->tensor[t].weight && l->tensor[t].rows == nn_shape_size(&l->out)
		    && l->tensor[t].cols == nn_shape_size(&l->in))
			return &l->tensor[t];
	return NULL;
}

/* Weights that are copied of a level, of those that all levels may have together. */
static int
weights_shown(const struct nn_net *net, int level, int left)
{
	const struct nn_layer *l = nn_net_level(net, level);
	const struct nn_tensor *w = dense_weight(l);
	int n = w ? units_shown(net, level) : 0;

	return w && w->cols <= left / n ? n * w->cols : 0;
}

size_t
train_units_need(const struct nn_net *net)
{
	size_t need = arena_need(sizeof(struct train_units), (size_t)net->levels);
	int left = TRAIN_UNIT_WEIGHTS;

	for (int l = 1; l <= net->levels; l++) {
		size_t n = (size_t)units_shown(net, l);
		int w = weights_shown(net, l, left);

		left -= w;
		need += arena_need(sizeof(struct train_unit), n)
			+ arena_need(sizeof(float), (size_t)w)
			+ arena_need(1, n * POINTS);
	}
	return need;
}

void
train_units_alloc(struct train_units_room *room, const struct nn_net *net,
		  struct arena *a)
{
	int left = TRAIN_UNIT_WEIGHTS;

	*room = (struct train_units_room){ .level = ARENA_NEW(a, struct train_units,
							      net->levels) };
	for (int l = 0; l < net->levels; l++) {
		int n = units_shown(net, l + 1), w = weights_shown(net, l + 1, left);

		left -= w;
		room->level[l] = (struct train_units){
			.n = n, .all = nn_shape_size(&output_layer(net, l + 1)->out),
			.in = w / n, .unit = ARENA_NEW(a, struct train_unit, n),
			.weight = w ? ARENA_NEW(a, float, w) : NULL,
			.map = ARENA_NEW(a, uint8_t, n * POINTS) };
	}
}

/* ---- maps ---- */

/* The middles of the cells, top row first. */
static void
points_fill(const struct train_run *r, float *x)
{
	for (int i = 0; i < POINTS; i++) {
		double col = (i % TRAIN_MAP_W + 0.5) / TRAIN_MAP_W;
		double row = (i / TRAIN_MAP_W + 0.5) / TRAIN_MAP_H;

		x[2 * i] = (float)(r->range[0] + (r->range[1] - r->range[0]) * col);
		x[2 * i + 1] = (float)(r->range[3] - (r->range[3] - r->range[2]) * row);
	}
}

/* y (POINTS,all): one unit's values, from its least to its greatest. */
static void
map_fill(struct train_unit *u, uint8_t *map, const float *y, int unit, int all)
{
	float lo = INFINITY, hi = -INFINITY;

	for (int i = 0; i < POINTS; i++) {
		lo = fminf(lo, y[i * all + unit]);
		hi = fmaxf(hi, y[i * all + unit]);
	}
	u->lo = lo;
	u->hi = hi;
	for (int i = 0; i < POINTS; i++) {
		float t = hi > lo ? (y[i * all + unit] - lo) / (hi - lo) : 0.5f;

		map[i] = (uint8_t)(isfinite(t) ? t * 255 : 0);
	}
}

static void
maps_fill(struct train_run *r, struct train_units_room *room)
{
	struct train_look *k = &r->look;

	points_fill(r, k->x);
	nn_forward(&r->net, &k->work, k->x, POINTS, NN_EVAL, NULL);
	for (int l = 0; l < r->net.levels; l++) {
		struct train_units *u = &room->level[l];
		int at = (int)(output_layer(&r->net, l + 1) - r->net.layer);

		for (int j = 0; j < u->n; j++)
			map_fill(&u->unit[j], u->map + j * POINTS, k->work.y[at], j,
				 u->all);
	}
}

/* ---- all of it, after a look ---- */

void
train_units_fill(struct train_run *r, struct train_units_room *room)
{
	for (int l = 0; l < r->net.levels; l++) {
		const struct train_look_level *v = &r->look.level[l];
		struct train_units *u = &room->level[l];
		const struct nn_tensor *w = dense_weight(nn_net_level(&r->net, l + 1));

		for (int j = 0; j < u->n; j++) {
			bool judged = v->act && nn_shape_size(&v->act->in) == u->all
				      && v->z.n > 0;

			u->unit[j] = (struct train_unit){
				.dead = judged && !v->alive[j],
				.saturated = judged
					? (float)(v->flat_n[j] * (double)u->all
							      / v->z.n) : 0 };
		}
		if (u->weight)
			memcpy(u->weight, r->net.param + w->at,
			       (size_t)(u->n * u->in) * sizeof(float));
	}
	room->maps = r->data->in == 2;
	if (room->maps)
		maps_fill(r, room);
}
