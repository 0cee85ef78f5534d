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

int
nn_row_find(const char *(*name)(int row), struct str s)
{
	for (int i = 0; name(i); i++)
		if (str_is(s, name(i)))
			return i;
	return -1;
}

int
nn_call_row(struct str text, struct span at, const char *what,
	    const char *(*name)(int row), struct param_call *c, struct err *e)
{
	struct str_near near;
	int row;

	if (!param_call_split(text, at, c, e))
		return -1;
	row = nn_row_find(name, c->name);
	if (row >= 0)
		return row;
	near = str_near_begin(c->name);
	for (int i = 0; name(i); i++)
		str_near_try(&near, name(i));
	nn_unknown(c, what, &near, e);
	return -1;
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
