#include "rows.h"

bool
nn_args_read(const struct param_call *c, const struct param *rows, float *p,
	     struct err *e)
{
	double num[PARAM_MAX] = { 0 };

	if (!param_call_args(c, rows, num, e))
		return false;
	for (int i = 0; i < NN_ARGS_MAX; i++)
		p[i] = (float)num[i];
	return true;
}

bool
nn_unknown(const struct param_call *c, const char *what, const struct str_near *near,
	   struct err *e)
{
	if (e->code != ERR_NONE)
		return false;
	err_set(e, ERR_NAME, c->name_at, "unknown %s '%.*s'", what, STR_ARG(c->name));
	return err_did_you_mean(e, str_near_best(near));
}
