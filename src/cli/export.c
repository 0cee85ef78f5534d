#include "cli/play.h"

#include <string.h>

/* "depth-20:sig": the lab's name, and the run's or NULL.  A colon that names no run
 * belongs to the path. */
struct subject {
	char lab[1024];
	const char *run;
};

static bool
subject_of(struct subject *s, const char *word, struct err *e)
{
	const char *colon = strrchr(word, ':');

	if (colon && (strchr(colon, '/') || !str_is_name(str_of(colon + 1))))
		colon = NULL;
	s->run = colon ? colon + 1 : NULL;
	if (str_fill(s->lab, sizeof(s->lab),
		     (struct str){ word, colon ? (int)(colon - word)
					       : (int)strlen(word) }))
		return true;
	return err_set(e, ERR_USAGE, SPAN_NONE, "the name of the lab is too long");
}

static bool
is_script(const struct cli_call *c)
{
	return cli_flag(c, "pytorch") || cli_flag(c, "keras");
}

static bool
is_state(const struct cli_call *c)
{
	return *param_text(&c->option, "safetensors")
	       || *param_text(&c->option, "checkpoint");
}

/* Which run of the plan; -1: e names those that there are. */
static int
run_find(const struct lab_plan *plan, const char *name, struct err *e)
{
	char all[80] = "";
	size_t n = 0;

	for (int i = 0; i < plan->n_run; i++) {
		const char *is = plan->run[i].spec.name;

		if (name ? strcmp(is, name) == 0 : plan->n_run == 1)
			return i;
		if (n < sizeof(all))
			n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s",
					      i ? ", " : "", is);
	}
	if (name)
		err_set(e, ERR_NAME, SPAN_NONE, "the lab has no run '%s'", name);
	else
		err_set(e, ERR_USAGE, SPAN_NONE, "which run? the lab has %d",
			plan->n_run);
	err_hint(e, "its runs: %s", all);
	return -1;
}

/* Writes what the options ask for. */
static bool
state_write(const struct cli_call *c, struct train_run *r, struct err *e)
{
	const char *weights = param_text(&c->option, "safetensors");
	const char *checkpoint = param_text(&c->option, "checkpoint");

	return (!*weights || train_run_weights(r, weights, e))
	       && (!*checkpoint || train_run_save(r, checkpoint, e));
}

/* The lab's training from its beginning to its end. */
static bool
from_lab(const struct cli_call *c, const struct lab_plan *plan, int run, struct err *e)
{
	struct play p;
	bool ok = play_open(&p, plan, play_seed(c, plan),
			    param_int(&c->option, "threads"), false, e)
		  && play_take(&p, e)
		  && state_write(c, lab_take_run(p.take, run), e);

	play_close(&p);
	return ok;
}

/* Or the same run, from where the checkpoint is. */
static bool
from_checkpoint(const struct cli_call *c, const struct lab_plan *plan, int run,
		struct err *e)
{
	struct lab_take *take = lab_take_new(plan, play_seed(c, plan), NULL, 0, e);
	struct train_run *r;
	bool ok = false;

	if (!take)
		return false;
	r = train_run_resume(lab_take_spec(take, run), param_text(&c->option, "from"), e);
	if (r) {
		train_run_steps(r, param_int(&c->option, "epochs")
					   * train_run_epoch_steps(r));
		ok = state_write(c, r, e);
		train_run_free(r);
	}
	lab_take_free(take, NULL);
	return ok;
}

static bool
export_checked(const struct cli_call *c, struct err *e)
{
	bool from = *param_text(&c->option, "from");

	if (is_script(c) + is_state(c)
	    + (cli_flag(c, "pytorch") && cli_flag(c, "keras")) > 1
	    || (is_script(c) && from))
		return err_set(e, ERR_USAGE, SPAN_NONE,
			       "--pytorch and --keras stand alone: one program is printed");
	if (!is_script(c) && !is_state(c)) {
		err_set(e, ERR_USAGE, SPAN_NONE, "'export' needs to know what to write");
		return err_hint(e,
				"say --safetensors FILE, --checkpoint FILE, --pytorch or "
				   "--keras");
	}
	return from || !param_given(&c->option, "epochs")
	       || err_set(e, ERR_USAGE, SPAN_NONE,
			  "--epochs goes with --from: a lab says itself how long it "
			  "trains");
}

static bool
export_run(const struct cli_call *c, const struct lab_plan *plan, int run, struct err *e)
{
	if (is_script(c))
		return cli_script(c, plan, run, e);
	return *param_text(&c->option, "from") ? from_checkpoint(c, plan, run, e)
					       : from_lab(c, plan, run, e);
}

int
cli_export(const struct cli_call *c, struct err *e)
{
	struct lab_plan *plan;
	struct subject s;
	int status = CLI_WRONG, run;
	bool ok = false;

	if (!export_checked(c, e) || !subject_of(&s, c->word[0], e))
		return CLI_WRONG;
	plan = play_load(s.lab, &status);
	if (!plan)
		return status;
	/* A program may be of the first run: it says which it is. */
	run = is_script(c) && !s.run && plan->n_run ? 0 : run_find(plan, s.run, e);
	if (run >= 0)
		ok = export_run(c, plan, run, e);
	err_print(stderr, e);
	status = ok ? CLI_HELD : e->code ? err_exit_status(e) : CLI_WRONG;
	*e = (struct err){ 0 };		/* said, while the text it points into was here */
	lab_free(plan);
	return status;
}
