/* What a trajectory recorded, and how far off the engine's own figures are. */
#include "train/replay.h"

#include <math.h>
#include <string.h>

/* ---- in words ---- */

/* "2 > dense > relu > dense > 1", cut where it is too long */
static void
net_text(const struct replay *p)
{
	char shape[48];
	struct train_replay *r = p->r;
	int n = snprintf(r->net, sizeof(r->net), "%s", nn_shape_text(shape, &p->net.in));

	for (int i = 0; i < p->net.depth && n < (int)sizeof(r->net) - 40; i++) {
		const struct nn_layer *l = &p->net.layer[i];

		n += snprintf(r->net + n, sizeof(r->net) - (size_t)n, " > %s",
			      l->kind->act == NN_ACT_OWN ? l->act.kind->name
							 : l->kind->name);
	}
	if (n >= (int)sizeof(r->net) - 40)
		n += snprintf(r->net + n, sizeof(r->net) - (size_t)n, " > ...");
	snprintf(r->net + n, sizeof(r->net) - (size_t)n, " > %s",
		 nn_shape_text(shape, &p->net.out));
}

static void
words(const struct replay *p)
{
	const struct manifest *m = &p->m;
	struct train_replay *r = p->r;
	char num[STR_NUM_MAX];
	int n = snprintf(r->opt, sizeof(r->opt), "%s", m->opt->name);

	net_text(p);
	snprintf(r->loss, sizeof(r->loss), "%s", m->loss.kind->name);
	for (int i = 0; m->opt->param[i].name; i++)
		if (n < (int)sizeof(r->opt) - 64
		    && (i == 0 || m->opt_arg[i] != m->opt->param[i].def))
			n += snprintf(r->opt + n, sizeof(r->opt) - (size_t)n, " %s %s",
				      m->opt->param[i].name,
				      str_number(num, m->opt_arg[i], 6));
	if (isfinite(m->clip) || isfinite(m->clip_value))
		snprintf(r->opt + n, sizeof(r->opt) - (size_t)n, " %s %s",
			 isfinite(m->clip) ? "clip" : "clip_value",
			 str_number(num, isfinite(m->clip) ? m->clip : m->clip_value, 6));
}

/* ---- what was recorded ---- */

/* A list of n figures; the float64 run's where it is there. */
static bool
read_figures(const struct replay *p, const char *key, const char *def, int n, double *to,
	     struct err *e)
{
	const char *base = manifest_name_of(&p->m, "expected", key, def);
	const struct data_tensor *t;
	char name[256];

	snprintf(name, sizeof(name), "%s_f64", base);
	if (!data_tensor_find(&p->m.tensors, name))
		snprintf(name, sizeof(name), "%s_f32", base);
	t = manifest_tensor(&p->m, name, n, e);
	if (t)
		data_tensor_doubles(t, to);
	return t != NULL;
}

static bool
read_steps(struct replay *p, struct err *e)
{
	struct train_replay *r = p->r;
	struct arena scratch = { 0 };
	double *v;
	bool ok;

	if (!arena_init(&scratch, 3 * arena_need(sizeof(*v), (size_t)r->steps + 1), e))
		return false;
	v = ARENA_NEW(&scratch, double, 3 * (r->steps + 1));
	ok = read_figures(p, "batch_loss", "expected/batch_loss", r->steps, v, e)
	     && read_figures(p, "grad_norm", "expected/grad_norm", r->steps,
			     v + r->steps, e)
	     && read_figures(p, "full_loss", "expected/full_loss", r->steps + 1,
			     v + 2 * r->steps, e);
	for (int i = 0; ok && i <= r->steps; i++) {
		bool last = i == r->steps;

		r->step[i] = (struct train_replay_step){
			.batch = last ? NAN : v[i], .batch_own = NAN,
			.norm = last ? NAN : v[r->steps + i], .norm_own = NAN,
			.full = v[2 * r->steps + i], .full_own = NAN };
	}
	arena_done(&scratch);
	return ok;
}

static bool
is_exempt(const struct replay *p, const char *name)
{
	const json_t *t = json_object_get(p->m.json, "tolerance");
	const json_t *all = json_object_get(t, "grad0_norm_exempt");

	for (size_t i = 0; i < json_array_size(all); i++) {
		const char *s = json_string_value(json_array_get(all, i));

		if (s && strcmp(s, name) == 0)
			return true;
	}
	return false;
}

static bool
read_tensors(struct replay *p, struct err *e)
{
	int n = (int)json_array_size(json_object_get(p->m.json, "parameters"));
	struct train_replay *r = p->r;
	struct arena scratch = { 0 };
	double *norm;
	bool ok;

	if (!arena_init(&scratch, arena_need(sizeof(*norm), (size_t)n), e))
		return false;
	norm = ARENA_NEW(&scratch, double, n);
	ok = read_figures(p, "grad_norm_step0_per_parameter", "expected/grad0_norm", n,
			  norm, e);
	for (int i = 0; ok && i < r->n_tensor; i++) {
		const char *name = p->m.name[i].name;
		bool buffer = p->tensor[i]->buffer;
		int at = -1;

		ok = manifest_entry(&p->m, buffer ? "buffers" : "parameters", name, &at)
		     || manifest_wrong(&p->m, p->m.name[i].layer, e,
				       "'%s' is not among the %s", name,
				       buffer ? "buffers" : "parameters");
		r->tensor[i] = (struct train_replay_tensor){
			.name = name, .layer = p->m.name[i].layer, .buffer = buffer,
			.exempt = !buffer && is_exempt(p, name), .grad_own = NAN,
			.grad = buffer || at < 0 ? NAN : norm[at], .final = NAN };
	}
	arena_done(&scratch);
	return ok;
}

static const char *
text_of(struct replay *p, const char *key)
{
	const char *s = json_string_value(json_object_get(p->m.json, key));

	return str_copy(p->m.own, str_of(s ? s : ""));
}

static bool
check_begin(const struct replay *p, int i, const char *what, const char *key,
	    struct err *e)
{
	const json_t *t = json_object_get(p->m.json, "tolerance");
	double allowed;

	p->r->check[i] = (struct train_replay_check){ .what = what, .key = key,
						      .step = 0 };
	if (!manifest_number(&p->m, t, "tolerance", key, NAN, &allowed, e))
		return false;
	p->r->check[i].allowed = allowed;
	return true;
}

static bool
checks_begin(struct replay *p, struct err *e)
{
	return check_begin(p, 0, "losses", "loss_rel", e)
	       && check_begin(p, 1, "norms of all gradients", "grad_norm_rel", e)
	       && check_begin(p, 2, "gradients at step 0", "grad0_norm_rel", e)
	       && check_begin(p, 3, "final weights", "final_weights_abs", e)
	       && manifest_number(&p->m, json_object_get(p->m.json, "tolerance"),
				  "tolerance", "loss_rel_floor", 1e-3, &p->floor, e);
}

bool
replay_recorded(struct replay *p, struct err *e)
{
	struct train_replay *r = p->r;

	r->name = text_of(p, "name");
	r->about = text_of(p, "about");
	r->precision = p->precision ? p->precision->name : nn_precisions[0].name;
	r->n_param = 0;
	for (int i = 0; i < p->m.n_name; i++)
		r->n_param += p->tensor[i]->buffer ? 0 : p->tensor[i]->n;
	r->steps = p->m.steps;
	r->rows = p->m.rows;
	r->batch = p->m.batch;
	r->n_left = p->m.n_left;
	r->left = p->m.left;
	r->n_tensor = p->m.n_name;
	r->step = ARENA_NEW(p->m.own, struct train_replay_step, r->steps + 1);
	r->tensor = ARENA_NEW(p->m.own, struct train_replay_tensor, r->n_tensor);
	words(p);
	return read_steps(p, e) && read_tensors(p, e) && checks_begin(p, e);
}

/* ---- comparing ---- */

static bool
compare_final(struct replay *p, struct err *e)
{
	struct arena scratch = { 0 };
	bool ok = true;

	for (int i = 0; ok && i < p->r->n_tensor; i++) {
		const struct nn_tensor *t = p->tensor[i];
		double *want, worst = 0;
		const struct data_tensor *d;
		char name[256];

		manifest_values_of(&p->m, p->m.name[i].name, "final_f64", name);
		if (!data_tensor_find(&p->m.tensors, name))
			manifest_values_of(&p->m, p->m.name[i].name, "final_f32", name);
		d = manifest_tensor(&p->m, name, t->n, e);
		if (!d || !arena_init(&scratch, arena_need(sizeof(*want), (size_t)t->n),
				      e))
			return false;
		want = ARENA_NEW(&scratch, double, t->n);
		data_tensor_doubles(d, want);
		for (int j = 0; j < t->n; j++) {
			double off = fabs(replay_values(p, t)[j] - want[j]);

			if (!(off <= worst) && !isnan(worst))
				worst = off;
		}
		p->r->tensor[i].final = worst;
		arena_done(&scratch);
	}
	return ok;
}

static void
check_add(struct train_replay_check *c, double got, double want, double scale, int step,
	  const struct train_replay_tensor *tensor)
{
	double off = got == want ? 0 : fabs(got - want) / scale;

	if (isnan(c->off) || off <= c->off)
		return;
	c->off = off;
	c->step = step;
	c->tensor = tensor;
}

/* The scale of a relative deviation: what was recorded, or the floor. */
static double
scale_of(double want, double floor)
{
	return fabs(want) > floor ? fabs(want) : floor;
}

static void
compare(struct train_replay *r, double floor)
{
	struct train_replay_check *c = r->check;
	const double tiny = 1e-12;		/* as the tolerances were measured */

	for (int t = 0; t <= r->steps; t++) {
		const struct train_replay_step *s = &r->step[t];

		check_add(&c[0], s->full_own, s->full, scale_of(s->full, floor), t, NULL);
		if (t == r->steps)
			break;
		check_add(&c[0], s->batch_own, s->batch, scale_of(s->batch, floor), t,
			  NULL);
		check_add(&c[1], s->norm_own, s->norm, scale_of(s->norm, tiny), t, NULL);
	}
	for (int i = 0; i < r->n_tensor; i++) {
		const struct train_replay_tensor *t = &r->tensor[i];

		if (t->buffer)
			continue;
		if (!t->exempt)
			check_add(&c[2], t->grad_own, t->grad, scale_of(t->grad, tiny),
				  -1, t);
		check_add(&c[3], t->final, 0, 1, -1, t);
	}
	r->held = true;
	for (int i = 0; i < TRAIN_REPLAY_CHECKS; i++) {
		c[i].held = c[i].off <= c[i].allowed;
		r->held = r->held && c[i].held;
	}
}

bool
replay_compare(struct replay *p, struct err *e)
{
	if (!compare_final(p, e))
		return false;
	compare(p->r, p->floor);
	return true;
}
