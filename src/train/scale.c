/* Reduced precision and loss scaling.  The scale is a factor of the loss on its way back,
 * so that gradients stay above the smallest number of the format; it is taken out in
 * float32, before anybody sees them. */
#include "train/run.h"

#include <math.h>
#include <string.h>

static const struct param dynamic_params[] = {
	{ "start", PARAM_REAL, 1, 1e30, 65536, "", NULL, "first factor" },
	{ "every", PARAM_INT, 1, 1e9, 2000, "steps", NULL,
	  "steps without overflow until the factor doubles" },
	{ 0 }
};

/* scale -> number | 'dynamic' [ '(' start [ ',' every ] ')' ] */
bool
train_scaling_parse(struct train_scaling *s, struct str text, struct span at,
		    struct err *e)
{
	struct param_call c;
	double arg[PARAM_MAX];

	*s = (struct train_scaling){ 0 };
	if (str_double(text, &s->start)) {
		if (s->start >= 1e-30 && s->start <= 1e30)
			return true;
		return err_set(e, ERR_RANGE, at, "scale=%.*s is outside 1e-30..1e30",
			       STR_ARG(text));
	}
	if (!param_call_split(text, at, &c, e))
		return false;
	if (!str_is(c.name, "dynamic")) {
		err_set(e, ERR_SYNTAX, c.name_at, "'%.*s' is neither a number nor "
			"'dynamic'", STR_ARG(c.name));
		return err_hint(e, "scale=65536, scale=dynamic or "
				"scale=dynamic(65536, every=2000)");
	}
	if (!param_call_args(&c, dynamic_params, arg, e))
		return false;
	*s = (struct train_scaling){ true, arg[0], arg[1] };
	return true;
}

size_t
train_scale_need(const struct nn_net *net)
{
	return arena_need(sizeof(float), (size_t)net->n_param)
	       + arena_need(sizeof(struct nn_lost), (size_t)net->depth);
}

void
train_scale_set(struct train_run *r, bool start)
{
	const struct nn_precision *p = r->plan.precision->round ? r->plan.precision
								: NULL;

	r->work.precision = r->look.work.precision = p;
	r->work.rounded = r->look.work.rounded = r->scale.rounded;
	r->work.lost = r->scale.lost;
	if (!start)
		return;
	r->scale.factor = r->plan.scaling.start;
	r->scale.good = 0;
}

void
train_scale_alloc(struct train_run *r, struct arena *a)
{
	r->scale.rounded = ARENA_NEW(a, float, r->net.n_param);
	r->scale.lost = ARENA_NEW(a, struct nn_lost, r->net.depth);
	train_scale_set(r, true);
}

void
train_scale_loss(const struct train_run *r, float *dy, int n)
{
	float by = (float)(r->scale.factor * r->plan.loss_weight);

	if (by == 1)
		return;
	for (int i = 0; i < n; i++)
		dy[i] *= by;
}

/* A scale this small saves nothing: what overflows is not its doing. */
static const double smallest = 1.0 / (1 << 24);

static bool
skip(struct train_run *r, float *grad)
{
	if (r->scale.factor / 2 < smallest)
		return false;
	r->scale.factor /= 2;
	r->scale.good = 0;
	r->scale.skipped++;
	memset(grad, 0, (size_t)r->net.n_param * sizeof(*grad));
	return true;
}

bool
train_scale_gradients(struct train_run *r, float *grad)
{
	const struct train_scaling *s = &r->plan.scaling;
	float by = (float)r->scale.factor;
	int n = r->net.n_param;

	if (s->dynamic && num_not_finite(grad, n) >= 0 && skip(r, grad))
		return false;
	for (int i = 0; by != 1 && i < n; i++)
		grad[i] /= by;
	if (s->dynamic && (double)++r->scale.good >= s->every) {
		r->scale.factor *= 2;
		r->scale.good = 0;
	}
	return true;
}

void
train_scale_remedy(const struct train_run *r, bool gradient, char *out, size_t size)
{
	char num[STR_NUM_MAX];

	if (gradient && r->plan.precision->round && !r->plan.scaling.dynamic)
		snprintf(out, size, "scale=dynamic");
	else if (r->plan.precision->round == num_vhalf)
		snprintf(out, size, "lr below %s, or precision=bfloat16",
			 str_number(num, r->plan.opt_arg[0], 6));
	else
		snprintf(out, size, "lr below %s",
			 str_number(num, r->plan.opt_arg[0], 6));
}

void
train_scale_lost(const struct train_run *r, int level, struct train_level *f)
{
	int at = 0;			/* level of layer i; below the first: 1 */

	for (int i = 0; i < r->net.depth; i++) {
		at = r->net.layer[i].level ? r->net.layer[i].level : at;
		if ((at ? at : 1) != level)
			continue;
		f->flushed += (double)r->scale.lost[i].zero;
		f->overflow += (double)r->scale.lost[i].inf;
	}
}
