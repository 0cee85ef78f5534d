#include "tests/data/data.h"

#include "actlab/num.h"

#include <math.h>

static void
curve_follows_its_formula(void **state)
{
	struct made m;

	(void)state;
	data_of(&m, "curve f=sin(3*x)+if(x>0,1,0) n=100 lo=-2 hi=3", 5);
	assert_int_equal(m.d.target, DATA_VALUES);
	for (int i = 0; i < 100; i++) {
		double x = m.d.x[i];

		assert_true(-2 <= x && x < 3);
		assert_true(m.d.y[i] == (float)(num_sin(3 * x) + (x > 0)));
	}
	data_done(&m);
}

static void
curve_throws_off_a_share_of_its_points(void **state)
{
	struct made m, few;
	int off = 0;

	(void)state;
	data_of(&m, "curve f=0*x n=2000 outliers=0.1 far=5", 5);
	data_of(&few, "curve f=0*x n=2000 outliers=0.05 far=5", 5);
	for (int i = 0; i < 2000; i++) {
		off += m.d.y[i] != 0;
		assert_true(few.d.y[i] == 0 || few.d.y[i] == m.d.y[i]);
	}
	assert_true(150 < off && off < 250);
	data_done(&m);
	data_done(&few);
	data_of(&m, "curve f=0*x n=2000 noise=0.5", 5);
	assert_true(0.45 < num_std(m.d.y, 2000) && num_std(m.d.y, 2000) < 0.55);
	data_done(&m);
}

static const struct wrong {
	const char *what, *msg;
	int at, len;			/* of the value of f= */
} wrongs[] = {
	{ "curve", "curve needs f=", 0, 0 },
	{ "curve f=sin(3*y)", "a curve is a formula of x; it does not know 'y'", 14, 1 },
	{ "curve f=sin(3*x", "expected an operator, ',' or ')' before the end", 15, 1 },
	{ "curve f=1/(x-x)", "f is not finite at x = ", 8, 7 },
	{ "curve f=sqrt(x)", "f is not a number at x = -", 8, 7 },
	{ "curve f=x lo=1 hi=1", "hi=1 is not above lo=1", 18, 1 },
	{ NULL, NULL, 0, 0 }
};

static void
is_refused(void **state)
{
	const struct wrong *w = *state;
	struct err_source source = { "lab", w->what, (int)strlen(w->what) };
	struct err e = { .source = &source };
	struct made m;

	assert_false(data_try(&m, w->what, 1, &e));
	if (strncmp(e.msg, w->msg, strlen(w->msg)) != 0)
		fail_msg("%s", e.msg);
	assert_int_equal(e.at.at, w->at);
	assert_int_equal(e.at.len, w->len);
}

void
data_curve_cases(void)
{
	char name[128];

	TAP(curve_follows_its_formula);
	TAP(curve_throws_off_a_share_of_its_points);
	for (const struct wrong *w = wrongs; w->what; w++) {
		snprintf(name, sizeof(name), "curve_is_refused: %s", w->what);
		tap_add(name, is_refused, w);
	}
}
