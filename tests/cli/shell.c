#include "tests/cli/cli.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
slurp(FILE *f)
{
	size_t n = 0, got, cap = 4096;
	char *text = malloc(cap + 1);

	rewind(f);
	while ((got = fread(text + n, 1, cap - n, f)) > 0) {
		n += got;
		if (n == cap)
			text = realloc(text, (cap *= 2) + 1);
	}
	text[n] = 0;
	return text;
}

/* The environment is the same whoever runs the tests. */
static void
surround(void)
{
	char here[1024], path[4096], labs[2048];
	const char *top = getenv("builddir");
	const char *src = getenv("srcdir");

	assert_non_null(realpath(top ? top : ".", here));
	snprintf(path, sizeof(path), "%s:%s", here, getenv("PATH"));
	setenv("PATH", path, 1);
	assert_non_null(realpath(src ? src : ".", here));
	snprintf(labs, sizeof(labs), "%s/labs", here);
	setenv("ACTLAB_LABS", labs, 1);
	snprintf(labs, sizeof(labs), "%s/tests/cli/labs", here);
	setenv("LABS", labs, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
}

void
shell_run(struct shell *s, const char *command)
{
	FILE *out = tmpfile(), *err = tmpfile();
	pid_t pid;
	int status;

	assert_non_null(out);
	assert_non_null(err);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		surround();
		dup2(fileno(out), 1);
		dup2(fileno(err), 2);
		if (!freopen("/dev/null", "r", stdin))
			_exit(126);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	s->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	s->out = slurp(out);
	s->err = slurp(err);
	fclose(out);
	fclose(err);
}

bool
shell_has_python(void)
{
	struct shell s;
	bool has;

	shell_run(&s, "python3 -c 'import sys'");
	has = s.status == 0;
	shell_done(&s);
	return has;
}

void
shell_done(struct shell *s)
{
	free(s->out);
	free(s->err);
}
