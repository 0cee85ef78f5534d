/* A run of a lab as a program of another framework. */
#include "cli/play.h"

struct script {
	const struct lab_plan *plan;
	int run;
	struct train_pool *pool;
	struct lab_take *take;
	struct train_trace trace;
};

/* Plays the lab, writing down what the run does. */
static bool
play_traced(struct script *x, const struct cli_call *c, struct err *e)
{
	x->pool = train_pool_new(param_int(&c->option, "threads"), e);
	if (!x->pool)
		return false;
	x->take = lab_take_new(x->plan, play_seed(c, x->plan), NULL, 0, e);
	if (!x->take || !train_trace_begin(&x->trace, lab_take_run(x->take, x->run), e))
		return false;
	while (!lab_take_advance(x->take, x->pool, false, e))
		train_pool_wait(x->pool);
	return e->code == ERR_NONE;
}

static bool
print_script(const struct script *x, const char *name)
{
	struct report_script s = {
		.lab = x->plan->name, .run = x->plan->run[x->run].spec.name,
		.seed = lab_take_seed(x->take), .spec = lab_take_spec(x->take, x->run),
		.data = lab_take_data(x->take), .trace = &x->trace
	};
	struct err_list errs = { 0 };

	train_run_parts(lab_take_run(x->take, x->run), &s.parts);
	if (report_script(stdout, name, &s, &errs))
		return true;
	err_list_print(stderr, &errs);
	return false;
}

static void
script_done(struct script *x)
{
	if (x->take)
		lab_take_free(x->take, x->pool);
	if (x->pool)
		train_pool_free(x->pool);
	train_trace_done(&x->trace);
}

bool
cli_script(const struct cli_call *c, const struct lab_plan *plan, int run, struct err *e)
{
	const char *name = cli_flag(c, "keras") ? "keras" : "pytorch";
	struct script x = { .plan = plan, .run = run };
	bool ok = play_traced(&x, c, e) && print_script(&x, name);

	script_done(&x);
	return ok;
}
