#include "cli/play.h"

static void
keep_of(struct play_keep *k, const struct cli_call *c)
{
	const char *file = param_text(&c->option, "checkpoint");
	const char *resume = param_text(&c->option, "resume");

	*k = (struct play_keep){ .file = *file ? file : NULL,
				 .resume = *resume ? resume : NULL,
				 .every = param_int(&c->option, "every") };
}

/* false: interrupted, or e says what is wrong. */
static bool
take(struct play *p, struct play_keep *k, struct err *e)
{
	bool ok = (!k->file && !k->resume) || play_keep_open(k, p, e);

	ok = ok && play_take(p, e);
	play_keep_close(k);
	if (k->stopped && e->code == ERR_NONE && k->written)
		fprintf(stderr, "actlab: interrupted; --resume %s goes on from there\n",
			k->file);
	else if (k->stopped && e->code == ERR_NONE)
		fputs("actlab: interrupted before there was a checkpoint\n", stderr);
	return ok;
}

static int
perform(const struct cli_call *c, const struct lab_plan *plan, struct play_keep *k,
	const struct report_format *format, bool quiet, struct err *e)
{
	struct play p;
	int status = CLI_SYSTEM;

	if (play_open(&p, plan, play_seed(c, plan), param_int(&c->option, "threads"),
		      quiet, e)
	    && take(&p, k, e) && play_judge(&p, "judging", e)) {
		const struct lab_result *r = lab_judge_result(p.judge);

		status = r->status;
		for (int i = 0; i < plan->n_run; i++)
			train_pool_drop(p.pool, lab_take_run(p.take, i));
		if (!quiet)
			format->write(stdout, r, p.take, e);
	}
	play_close(&p);
	return k->stopped && e->code == ERR_NONE ? CLI_FAILED : status;
}

static int
headless(const struct cli_call *c, const char *format, struct play_keep *k, bool quiet,
	 struct err *e)
{
	int status = CLI_WRONG;
	struct lab_plan *plan;

	if (!cli_math_use(c, e))
		return CLI_SYSTEM;
	plan = play_load(c->word[0], &status);
	if (!plan)
		return status;
	status = perform(c, plan, k, report_format_find(str_of(format)), quiet, e);
	err_print(stderr, e);
	if (e->code != ERR_NONE)
		status = err_exit_status(e);
	*e = (struct err){ 0 };		/* said, while the text it points into was here */
	lab_free(plan);
	return status;
}

int
cli_run(const struct cli_call *c, struct err *e)
{
	struct play_keep k;

	keep_of(&k, c);
	if (param_given(&c->option, "every") && !k.file)
		return err_set(e, ERR_USAGE, SPAN_NONE,
			       "--every goes with --checkpoint"), CLI_WRONG;
	return headless(c, param_text(&c->option, "format"), &k, cli_flag(c, "quiet"), e);
}

static int
live(const struct cli_call *c, struct lab_plan *plan, char next[64], struct err *e)
{
	struct tui_options o = cli_screen_options(c);
	const struct report_format *text = report_format_find(str_of("text"));
	struct tui_outcome out = { 0 };
	int status = CLI_SYSTEM;

	if (tui_lab(plan, play_seed(c, plan), &o, &out, e)) {
		status = out.result->status;
		text->write(stdout, out.result, out.take, e);
	}
	str_fill(next, 64, str_of(out.next));
	tui_outcome_done(&out);
	return status;
}

int
cli_open(const struct cli_call *c, struct err *e)
{
	struct play_keep none = { .file = NULL };
	int status = CLI_WRONG;
	struct lab_plan *plan;
	char next[64];

	if (!cli_on_terminal())
		return headless(c, "text", &none, false, e);
	if (!cli_math_use(c, e))
		return CLI_SYSTEM;
	str_fill(next, sizeof(next), str_of(""));
	do {				/* the course leads from lab to lab */
		plan = play_load(*next ? next : c->word[0], &status);
		if (!plan)
			return status;
		status = live(c, plan, next, e);
		err_print(stderr, e);
		if (e->code != ERR_NONE)
			status = err_exit_status(e);
		*e = (struct err){ 0 };
		lab_free(plan);
	} while (*next);
	return status;
}
