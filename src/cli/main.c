#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

/* A file that is opened later must not become stdout because that was closed: what is
 * closed is opened as something that refuses to be written (or is at its end). */
static void
streams_keep(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd ? O_RDONLY : O_WRONLY);
}

/* All that was printed has arrived, or the status says that it has not. */
static int
output_finish(int status)
{
	bool bad = fflush(stdout) != 0;
	int why = errno;

	if (!bad && !ferror(stdout))
		return status;
	fprintf(stderr, "actlab: the output could not be written%s%s\n", bad ? ": " : "",
		bad ? strerror(why) : "");
	return CLI_SYSTEM;
}

static int
call(int argc, char **argv, char **word)
{
	struct cli_call c = { 0 };
	struct err e = { 0 };
	int status = CLI_WRONG;

	if (argc == 0) {
		cli_usage(stderr);
		return CLI_WRONG;
	}
	if (cli_parse(&c, argc, argv, word, &e) && num_kernel_check(&e))
		status = c.command->run(&c, &e);
	if (e.code == ERR_NONE)
		return output_finish(status);
	fflush(stdout);
	err_print(stderr, &e);
	return err_exit_status(&e);
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct err e = { 0 };
	int status;

	streams_keep();
	setlocale(LC_CTYPE, "");
	if (!arena_init(&a, arena_need(sizeof(char *), (size_t)argc + 1), &e)) {
		err_print(stderr, &e);
		return CLI_SYSTEM;
	}
	status = call(argc > 0 ? argc - 1 : 0, argv + 1, ARENA_NEW(&a, char *, argc + 1));
	arena_done(&a);
	return status;
}
