/* Points on a curve that a formula says, some of them thrown off it. */
#include "data/set.h"
#include "actlab/formula.h"

#include <float.h>
#include <math.h>
#include <string.h>

const struct param data_curve_params[] = {
	{ "f", PARAM_TEXT, 0, 0, 0, "", "", "formula of y in x, such as \"sin(3*x)\"" },
	{ "n", PARAM_INT, 2, 1e6, 256, "points", NULL, "how many points to make" },
	{ "lo", PARAM_REAL, -1e6, 1e6, -1, "", NULL, "smallest x" },
	{ "hi", PARAM_REAL, -1e6, 1e6, 1, "", NULL, "largest x" },
	{ "noise", PARAM_REAL, 0, 1e6, 0, "", NULL,
	  "deviation of the normal noise on y" },
	{ "outliers", PARAM_REAL, 0, 1, 0, "", NULL,
	  "share of the points that are thrown off the curve" },
	{ "far", PARAM_REAL, 0, 1e6, 3, "", NULL,
	  "deviation of what throws an outlier off" },
	DATA_PARAM_TEST(0), { 0 }
};

/* x is the only name that the formula knows. */
struct point {
	struct formula_env env;
	double x;
};

static bool
is_x(const struct formula_node *call)
{
	return call->bare && str_is(call->name, "x");
}

static bool
value(const struct formula_env *env, const struct formula_node *call, double *out,
      struct err *e)
{
	(void)call;
	(void)e;
	*out = ((const struct point *)env)->x;
	return true;
}

static bool
check(const struct formula_env *env, const struct formula_node *call, struct err *e)
{
	(void)env;
	if (is_x(call))
		return true;
	err_set(e, ERR_NAME, call->name_at, "a curve is a formula of x; it does not know "
					    "'%.*s'", STR_ARG(call->name));
	return str_starts(call->name, "x") ? err_hint(e, "say x") : false;
}

static bool
fill(struct data_set *d, const struct param_set *p, const struct formula_node *f,
     struct rng *r, struct err *e)
{
	double lo = param_num(p, "lo"), hi = param_num(p, "hi"), y;
	double noise = param_num(p, "noise"), far = param_num(p, "far");
	struct point at = { .env = { .call = value, .check = check } };

	for (int i = 0; i < d->n; i++) {
		bool out;

		d->x[i] = (float)(lo + (hi - lo) * rng_uniform(r));
		at.x = d->x[i];
		if (!formula_eval(f, &at.env, &y, e))
			return false;
		if (!(fabs(y) <= FLT_MAX))
			return err_set(e, ERR_NUMBER, param_get(p, "f")->at,
				       "f is %s at x = %.9g",
				       isnan(y) ? "not a number" : "not finite", at.x);
		y += noise * rng_normal(r);
		out = rng_uniform(r) < param_num(p, "outliers");
		y += (out ? far : 0) * rng_normal(r);
		d->y[i] = (float)y;
	}
	return true;
}

DATA_READ(data_curve_read)
{
	const struct param_value *text = param_get(p, "f");
	struct formula_env env = { .call = value, .check = check };
	struct arena work = { 0 };
	struct formula_node *f;
	bool ok = false;

	(void)place;
	if (!*text->text) {
		err_set(e, ERR_USAGE, text->at, "curve needs f=");
		return err_hint(e, "data curve f=\"sin(3*x)\"");
	}
	if (param_num(p, "lo") >= param_num(p, "hi"))
		return err_set(e, ERR_RANGE, param_get(p, "hi")->at,
			       "hi=%s is not above lo=%s", param_text(p, "hi"),
			       param_text(p, "lo"));
	d->n = param_int(p, "n");
	d->in = d->out = 1;
	d->target = DATA_VALUES;
	if (!arena_init(&work, formula_need((int)strlen(text->text)), e))
		return false;
	f = formula_parse(str_of(text->text), text->at.at, &work, e);
	if (f && formula_check(f, &env, e) && arena_init(own, data_set_need(d), e)) {
		data_set_alloc(d, own);
		ok = fill(d, p, f, r, e);
	}
	arena_done(&work);
	return ok;
}
