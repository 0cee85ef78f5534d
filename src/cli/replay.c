#include "cli/command.h"

int
cli_replay(const struct cli_call *c, struct err *e)
{
	struct train_replay r;
	const char *name = param_text(&c->option, "precision");
	const struct nn_precision *precision = nn_precision_find(str_of(name));
	int status;

	if (train_replay(&r, c->word[0], precision, e)) {
		if (str_is(str_of(param_text(&c->option, "format")), "json"))
			report_replay_json(stdout, &r);
		else
			report_replay_text(stdout, &r);
		status = r.held ? CLI_HELD : CLI_FAILED;
	} else {
		err_print(stderr, e);
		status = err_exit_status(e);
	}
	*e = (struct err){ 0 };		/* said, while the text it points into was here */
	train_replay_done(&r);
	return status;
}
