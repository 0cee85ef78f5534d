/* Activations of one's own: a row whose functions run a compiled formula. */
#include "act.h"

#include <string.h>

static void
own_f(float *restrict y, const float *restrict x, int n, const struct nn_act_use *a)
{
	formula_run(a->kind->curve->f, y, x, n, a->p);
}

static void
own_slope(float *restrict d, const float *restrict x, int n, const struct nn_act_use *a)
{
	formula_run(a->kind->curve->df, d, x, n, a->p);
}

static void
own_learn(double *restrict dp, const float *restrict dy, const float *restrict x, int n,
	  const struct nn_act_use *a)
{
	const struct formula_curve *c = a->kind->curve;
	float d[NN_ACT_BLOCK];

	for (int k = 0; k < c->n_learned; k++) {
		formula_run(c->dp[k], d, x, n, a->p);
		/* what dy does not reach counts for nothing, be it inf or NaN */
		for (int i = 0; i < n; i++)
			dp[k] += dy[i] == 0 ? 0 : (double)dy[i] * (double)d[i];
	}
}

static const struct param *
own_params(const struct formula_curve *c, struct arena *a)
{
	struct param *row = ARENA_NEW(a, struct param, c->n_param + 1);

	for (int i = 0; i < c->n_param; i++)
		row[i] = (struct param){
			c->param[i].name, PARAM_REAL, -1e6, 1e6, c->param[i].start, "",
				NULL,
			i < c->n_learned ? "where the learned parameter starts"
					 : "parameter of the formula"
		};
	return row;
}

static bool
is_free(const struct formula_curve *c, struct str text, int at, struct err *e)
{
	const struct nn_act *known = nn_act_find(str_of(c->name));
	const char *from = memmem(text.s, (size_t)text.n, c->name, strlen(c->name));
	struct span name = { at + (int)(from - text.s), (int)strlen(c->name) };

	if (!known && !formula_is_function(str_of(c->name)))
		return true;
	err_set(e, ERR_NAME, name, known ? "there is an activation '%s' already"
		: "'%s' has a meaning in formulas already", c->name);
	return err_hint(e, "for example: my_%s", c->name);
}

/* Into the row the two nearest to 0, in rising order, found by looking at the formula. */
static void
find_kinks(struct nn_act *row)
{
	struct nn_act_use use = { .kind = row };
	double kink[NN_KINKS_MAX];
	int n, first = 0;

	for (int i = 0; row->param[i].name; i++)
		use.p[i] = (float)row->param[i].def;
	n = nn_act_kinks(&use, kink);
	while (first + 2 < n && fabs(kink[first]) > fabs(kink[first + 2]))
		first++;
	for (int i = 0; i < 2 && first + i < n; i++)
		row->kink[i] = (float)kink[first + i];
}

const struct nn_act *
nn_act_own(struct str text, int at, const struct nn_own *own, struct arena *a,
	   struct err *e)
{
	const struct formula_curve *curve[NN_OWN_MAX];
	struct formula_known known = { 0, curve };
	struct formula_curve *c = ARENA_NEW(a, struct formula_curve, 1);
	struct nn_act *row;

	for (int i = 0; own && i < own->n; i++)
		if (own->row[i]->curve)			/* not where one was wrong */
			curve[known.n++] = own->row[i]->curve;
	if (!formula_curve_read(c, text, at, &known, a, e) || !is_free(c, text, at, e))
		return NULL;
	row = ARENA_NEW(a, struct nn_act, 1);
	*row = (struct nn_act){
		.name = *c->name ? c->name : c->formula, .formula = c->formula,
		.slope = c->slope, .help = "an activation of one's own",
		.param = own_params(c, a), .n_learned = c->n_learned,
		.f = own_f, .df = own_slope, .learn = c->n_learned ? own_learn : NULL,
		.kink = { NAN, NAN }, .curve = c
	};
	find_kinks(row);
	return row;
}

bool
nn_act_fault(const struct nn_act_use *a, const float *x, int n,
	     char out[FORMULA_FAULT_MAX])
{
	return a->kind->curve && formula_curve_fault(a->kind->curve, x, n, a->p, out);
}

bool
nn_act_fault_near(const struct nn_act *kind, char out[FORMULA_FAULT_MAX])
{
	enum { STEPS = 1281 };
	struct nn_act_use use = { .kind = kind };
	float x[STEPS];

	for (int i = 0; i < STEPS; i++)
		x[i] = (float)(i - STEPS / 2) / 64;
	for (int i = 0; kind->param[i].name; i++)
		use.p[i] = (float)kind->param[i].def;
	return nn_act_fault(&use, x, STEPS, out);
}
