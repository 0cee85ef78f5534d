#include "actlab/nn.h"
#include "actlab/num.h"
#include "rows.h"

#include <math.h>

#define STEPS(def, help) { "steps", PARAM_REAL, 1, 1e9, (def), "steps", NULL, help }
#define TO { "to", PARAM_REAL, 0, 1, 0, "", NULL, "share of lr that is left at the end" }
#define WARMUP { "warmup", PARAM_REAL, 0, 1e9, 0, "steps", NULL, \
		 "steps of a rise in a line before that" }

static const struct param none[] = {
	{ 0 }
};
static const struct param stairs[] = {
	{ "every", PARAM_REAL, 1, 1e9, 1000, "steps", NULL, "length of a stair" },
	{ "factor", PARAM_REAL, 0, 1, 0.1, "", NULL, "lr on a stair by that before it" },
	{ 0 }
};
static const struct param fall[] = {
	STEPS(1000, "where the end is reached, the warm-up counted in"), TO, WARMUP, { 0 }
};
static const struct param rise[] = {
	STEPS(100, "length of the rise"), { 0 }
};
static const struct param cycle[] = {
	STEPS(1000, "length of the cycle"),
	{ "rise", PARAM_REAL, 0, 1, 0.3, "", NULL, "share of the cycle that rises" },
	{ "div", PARAM_REAL, 1, 1e9, 25, "", NULL, "lr divided by this is the start" },
	{ "final", PARAM_REAL, 1, 1e12, 10000, "", NULL,
	  "the start divided by this is the end" },
	{ 0 }
};

static double
within(double u)
{
	return u < 0 ? 0 : u < 1 ? u : 1;
}

/* From 1 at u = 0 to 0 at u = 1 along half a wave. */
static double
half_wave(double u)
{
	return (1 + num_cos(3.14159265358979323846 * within(u))) / 2;
}

static double
constant(double t, const double *arg)
{
	(void)t, (void)arg;
	return 1;
}

static double
step(double t, const double *arg)
{
	return num_pow(arg[1], floor(t / arg[0]));
}

static double
warmup(double t, const double *arg)
{
	return within((t + 1) / arg[0]);
}

/* Share of the way down, after the warm-up. */
static double
way(double t, const double *arg)
{
	double length = arg[0] - arg[2];

	return length > 0 ? within((t - arg[2]) / length) : 1;
}

static double
linear(double t, const double *arg)
{
	return t < arg[2] ? (t + 1) / arg[2] : arg[1] + (1 - arg[1]) * (1 - way(t, arg));
}

static double
cosine(double t, const double *arg)
{
	return t < arg[2] ? (t + 1) / arg[2]
			  : arg[1] + (1 - arg[1]) * half_wave(way(t, arg));
}

/* As PyTorch: the top is at step rise * steps - 1, the end at steps - 1. */
static double
one_cycle(double t, const double *arg)
{
	double top = arg[1] * arg[0] - 1, end = arg[0] - 1;
	double from = 1 / arg[2], to = from / arg[3];

	if (t < top)
		return 1 + (from - 1) * half_wave(t / top);
	return to + (1 - to) * half_wave(end > top ? (t - top) / (end - top) : 1);
}

const struct nn_schedule nn_schedules[] = {
	{ "constant", "1", "lr as it is given", none, constant },
	{ "step", "factor^floor(t / every)", "lr falls by a factor every so many steps",
	  stairs, step },
	{ "linear", "to + (1 - to) (1 - t / steps)", "lr falls in a line", fall, linear },
	{ "cosine", "to + (1 - to) (1 + cos(pi t / steps)) / 2",
	  "lr falls along half a wave: slowly, fast, slowly", fall, cosine },
	{ "warmup", "min(1, (t + 1) / steps)",
	  "lr rises in a line, so that the first steps are small", rise, warmup },
	{ "one_cycle", "half a wave up from 1/div to 1, and one down to 1/(div final)",
	  "one rise and one long fall of lr, which is the top", cycle, one_cycle },
	{ 0 }
};

static const char *
name_of(int row)
{
	return nn_schedules[row].name;
}

const struct nn_schedule *
nn_schedule_find(struct str name)
{
	int row = nn_row_find(name_of, name);

	return row < 0 ? NULL : &nn_schedules[row];
}

bool
nn_schedule_parse(struct str text, struct span at, struct nn_schedule_use *out,
		  struct err *e)
{
	struct param_call c;
	int row = nn_call_row(text, at, "schedule", name_of, &c, e);

	if (row < 0)
		return false;
	out->kind = &nn_schedules[row];
	return param_call_args(&c, out->kind->param, out->arg, e);
}
