/* The program itself on a pseudo-terminal: a lab from the first key to the last. */
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR",
				   "COLUMNS", "LINES", NULL };

static const char *
program(void)
{
	static char path[1024];
	const char *top = getenv("builddir");

	snprintf(path, sizeof(path), "%s/actlab", top ? top : ".");
	return path;
}

struct vt *
smoke_start(const char *lab, int w, int h)
{
	char path[1100];
	const char *argv[] = { program(), path, NULL };

	snprintf(path, sizeof(path), "%s", tap_path(lab));
	return vt_spawn(w, h, env, argv);
}

static void
terminal_is_given_back(struct vt *v)
{
	assert_false(vt_alternate(v));
	assert_true(vt_cursor(v));
	assert_true(vt_settings_restored(v));
}

static void
play_to_the_training(struct vt *v)
{
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "number:");
	vt_keys(v, "four\r");
	vt_wait(v, "is not a number");
	vt_keys(v, "7?");			/* a hint, whatever stands in the line */
	vt_wait(v, "Count your fingers.");
	vt_keys(v, "\0255\r");
	vt_wait(v, "Not 5: the answer is 4.");
	vt_wait(v, "Two pairs are four.");
	vt_keys(v, "\r");
	vt_wait(v, "letter:");
	vt_keys(v, "b\r");
	vt_wait(v, "Right: b.");
	vt_keys(v, "\r");
	vt_wait(v, "RUN x1");
}

static void
a_lab_is_played_judged_and_its_task_solved(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 100, 30);
	int status;

	(void)state;
	play_to_the_training(v);
	vt_keys(v, " ");
	vt_wait(v, "|| PAUSE");
	vt_keys(v, ".");
	vt_resize(v, 80, 24);
	vt_keys(v, " ");
	vt_wait(v, "RUN x1");
	vt_resize(v, 132, 43);
	vt_keys(v, "]]]]]");
	vt_wait(v, "ReLU ended at loss");
	vt_keys(v, "\r");
	vt_wait(v, "[x] learns: loss(rel) < 0.6");
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "change: sig.act=");
	vt_keys(v, "reul\r");
	vt_wait(v, "did you mean 'relu'?");
	vt_keys(v, "relu\r");			/* typed over the word that was wrong */
	vt_wait(v, "Solved: acc(sig) > 0.5");
	vt_keys(v, "\r");
	vt_wait(v, "3 of 4 points.");
	vt_keys(v, "q");
	status = vt_end(v);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	terminal_is_given_back(v);
	vt_free(v);
}

static void
leaving_before_the_judging_is_status_1(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 80, 24);
	int status;

	(void)state;
	play_to_the_training(v);
	vt_keys(v, "q");
	vt_wait(v, "the training is not finished");
	vt_keys(v, "q");
	status = vt_end(v);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	terminal_is_given_back(v);
	vt_free(v);
}

static void
knobs_turn_while_training_and_replays_start_anew(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 120, 40);

	(void)state;
	play_to_the_training(v);
	vt_keys(v, ":set rel.lr=0.001\r");
	vt_wait(v, "rel.lr=0.001 from here on");
	vt_wait(v, "seed 1 changed");
	vt_keys(v, ":set sig.lrr=1\r");
	vt_wait(v, "did you mean 'lr'?");
	vt_keys(v, "\033R");
	vt_wait(v, "from the start, seed 2");
	vt_keys(v, "r");
	vt_wait(v, "seed 2");
	vt_keys(v, "QQ");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 1);
	terminal_is_given_back(v);
	vt_free(v);
}

static void
a_task_that_is_given_up_shows_its_solution(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 120, 40);

	(void)state;
	play_to_the_training(v);
	vt_keys(v, "]]]]]");
	vt_wait(v, "ReLU ended at loss");
	vt_keys(v, "\r");
	vt_wait(v, "[x] learns");
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "change:");
	vt_keys(v, ":skip\r");
	vt_wait(v, "A solution: sig.act=relu");
	vt_keys(v, "\r");
	vt_wait(v, "2 of 4 points.");
	vt_keys(v, "q");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 0);
	vt_free(v);
}

/* Wipes the open line, types, and waits for what the screen says to it. */
static void
propose(struct vt *v, const char *change, const char *answer)
{
	vt_keys(v, "\025");
	vt_keys(v, change);
	vt_keys(v, "\r");
	vt_wait(v, answer);
}

static void
a_change_is_taken_in_every_form_and_nonsense_gets_help(void **state)
{
	struct vt *v = smoke_start("tui/short.lab", 100, 30);

	(void)state;
	play_to_the_training(v);
	vt_keys(v, "]]]]]");
	vt_wait(v, "ReLU ended at loss");
	vt_keys(v, "\r");
	vt_wait(v, "[x] learns");
	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r");
	vt_wait(v, "change: sig.act=");
	vt_keys(v, "sig.act=reul\r");
	vt_wait(v, "unknown activation 'reul'; did you mean 'relu'?");
	propose(v, "", "nothing is changed yet; write RUN.KNOB=VALUE for sig.act");
	propose(v, "sig.act=", "there is no value behind sig.act=; write RUN.KNOB");
	propose(v, "init=he", "'init=he' does not say which knob; write RUN.KNOB");
	propose(v, "rel.lr=1", "rel.lr is not to be changed here; may: sig.act");
	propose(v, "foo.act=relu", "there is no run 'foo'; write RUN.KNOB=VALUE for");
	propose(v, "what now", "unknown activation 'what'; write RUN.KNOB=VALUE for");
	propose(v, "act = relu", "Solved: acc(sig) > 0.5");
	vt_keys(v, "QQ");
	vt_end(v);
	vt_free(v);
}

static const struct { const char *name; int sig; } signals[] = {
	{ "SIGINT", SIGINT }, { "SIGTERM", SIGTERM }, { "SIGHUP", SIGHUP },
	{ "SIGSEGV", SIGSEGV },
	{ "SIGQUIT", SIGQUIT }, { "SIGABRT", SIGABRT }, { 0 }
};

static void
a_signal_while_training_restores_and_kills(void **state)
{
	const int *sig = *state;
	struct vt *v = smoke_start("tui/four.lab", 120, 40);
	int status;

	vt_wait(v, "RUN x1");
	vt_signal(v, *sig);
	status = vt_end(v);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), *sig);
	terminal_is_given_back(v);
	vt_free(v);
}

/* The thread that is not the first: a worker. */
static int
worker_of(int pid)
{
	char path[64];
	struct dirent *d;
	DIR *dir;
	int tid = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	assert_non_null(dir);
	while (tid == 0 && (d = readdir(dir)))
		if (atoi(d->d_name) > 0 && atoi(d->d_name) != pid)
			tid = atoi(d->d_name);
	closedir(dir);
	assert_true(tid > 0);
	return tid;
}

static void
a_crash_in_a_worker_gives_the_terminal_back(void **state)
{
	struct vt *v = smoke_start("tui/four.lab", 120, 40);
	int status;

	(void)state;
	vt_wait(v, "RUN x1");
	syscall(SYS_tgkill, vt_pid(v), worker_of(vt_pid(v)), SIGSEGV);
	status = vt_end(v);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	terminal_is_given_back(v);
	vt_free(v);
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
a_key_is_on_the_screen_within_50_ms_while_four_deep_runs_train(void **state)
{
	enum { N = 40 };
	struct vt *v = smoke_start("tui/four.lab", 200, 60);
	double ms[N];

	(void)state;
	vt_wait(v, "RUN x1");
	vt_keys(v, "]]]]]");
	vt_wait(v, "RUN max");
	for (int i = 0; i < N; i++) {
		double t = now();

		vt_keys(v, ":");
		vt_wait(v, "Tab completes");
		ms[i] = 1000 * (now() - t);
		vt_keys(v, "\b");
		vt_wait_gone(v, "Tab completes");
	}
	qsort(ms, N, sizeof(ms[0]), by_size);
	print_message("key to screen: median %.1f ms, 95 %% below %.1f, longest %.1f\n",
		      ms[N / 2], ms[N - 3], ms[N - 1]);
	assert_true(ms[N / 2] < 50);
	vt_keys(v, "Q");
	vt_end(v);
	vt_free(v);
}

/* Job control needs a shell: a process group without one cannot be stopped. */
static void
ctrl_z_gives_the_terminal_back_and_fg_repaints(void **state)
{
	static const char *const shell[] = { "sh", "-i", NULL };
	static const char *const with[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					    "PS1=ready> ", "ENV", NULL };
	char line[2400];
	struct vt *v;

	(void)state;
	v = vt_spawn(100, 30, with, shell);
	vt_wait(v, "ready>");
	snprintf(line, sizeof(line), "%s %s\r", program(), tap_path("tui/four.lab"));
	vt_keys(v, line);
	vt_wait(v, "RUN x1");
	vt_keys(v, "\032");
	vt_wait(v, "Stopped");
	terminal_is_given_back(v);
	vt_keys(v, "fg; PS1=\"left $?> \"\r");
	vt_wait(v, "RUN x1");
	assert_true(vt_alternate(v));
	vt_keys(v, " ");
	vt_wait(v, "|| PAUSE");
	vt_keys(v, "Q");
	vt_wait(v, "left 1>");
	assert_false(vt_alternate(v));
	vt_keys(v, "exit 7\r");
	assert_int_equal(WEXITSTATUS(vt_end(v)), 7);
	vt_free(v);
}

static int
child_of(int pid)
{
	char path[64];
	int child = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &child), 1);
	fclose(f);
	return child;
}

/* Stopped from outside, brought back, and killed: what the shell is left with. */
static void
stopped_and_killed(int sig)
{
	static const char *const shell[] = { "sh", "-i", NULL };
	static const char *const with[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
					    "PS1=left $?> ", "ENV", NULL };
	struct vt *v = vt_spawn(100, 30, with, shell);
	char line[2400];
	int pid;

	vt_wait(v, "left 0>");
	snprintf(line, sizeof(line), "%s %s\r", program(), tap_path("tui/four.lab"));
	vt_keys(v, line);
	vt_wait(v, "RUN x1");
	pid = child_of(vt_pid(v));
	kill(pid, SIGTSTP);
	vt_wait(v, "Stopped");
	assert_false(vt_alternate(v));
	assert_true(vt_cursor(v));
	vt_keys(v, "fg\r");
	vt_wait(v, "RUN x1");
	kill(pid, sig);
	snprintf(line, sizeof(line), "left %d>", 128 + sig);
	vt_wait(v, line);
	assert_false(vt_alternate(v));
	assert_true(vt_cursor(v));
	vt_keys(v, "\025exit 7\r");	/* an answer may have come too late */
	assert_int_equal(WEXITSTATUS(vt_end(v)), 7);
	assert_true(vt_settings_restored(v));
	vt_free(v);
}

/* ACTLAB_LONG=1: 200 times. */
static void
a_shell_gets_its_terminal_back_whatever_the_signal(void **state)
{
	int n = getenv("ACTLAB_LONG") ? 200 : 6;

	(void)state;
	for (int i = 0; i < n; i++)
		stopped_and_killed(signals[i % 6].sig);
}

void
smoke_suite(void)
{
	char name[100];

	TAP(a_lab_is_played_judged_and_its_task_solved);
	TAP(leaving_before_the_judging_is_status_1);
	TAP(knobs_turn_while_training_and_replays_start_anew);
	TAP(a_task_that_is_given_up_shows_its_solution);
	TAP(a_change_is_taken_in_every_form_and_nonsense_gets_help);
	for (int i = 0; signals[i].name; i++) {
		snprintf(name, sizeof(name), "%s while training restores and kills",
			 signals[i].name);
		tap_add(name, a_signal_while_training_restores_and_kills,
			&signals[i].sig);
	}
	TAP(a_crash_in_a_worker_gives_the_terminal_back);
	TAP(a_key_is_on_the_screen_within_50_ms_while_four_deep_runs_train);
	TAP(ctrl_z_gives_the_terminal_back_and_fg_repaints);
	TAP(a_shell_gets_its_terminal_back_whatever_the_signal);
}
