#include "tui/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A handler has no argument: what it needs stands here, written before the handlers
 * are installed.  The one place in actlab where a global changes. */
static struct {
	int tty, pipe[2];
	struct termios cooked;
	char bytes[256];
	volatile sig_atomic_t n_bytes, dying;
	atomic_uint events;
	struct sigaction old[NSIG];
	stack_t old_stack;
} saved;

static const int fatal_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
	SIGTRAP, SIGSYS, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, 0
};
static const struct { int sig; unsigned bit; } soft_signals[] = {
	{ SIGWINCH, TUI_SIG_RESIZE }, { SIGTSTP, TUI_SIG_STOP },
	{ SIGCONT, TUI_SIG_CONT }, { 0 }
};

/* Async-signal-safe: tcflush, write and tcsetattr only. */
static void
give_back(void)
{
	ssize_t n = 0;

	tcflush(saved.tty, TCOFLUSH);
	for (int at = 0; at < saved.n_bytes && n >= 0; at += (int)n)
		n = write(saved.tty, saved.bytes + at, (size_t)(saved.n_bytes - at));
	tcsetattr(saved.tty, TCSAFLUSH, &saved.cooked);
}

static void
event(unsigned bit)
{
	atomic_fetch_or(&saved.events, bit);
	(void)!write(saved.pipe[1], "", 1);
}

static void
die(int sig, siginfo_t *info, void *context)
{
	int kept = errno;

	(void)context;
	/* Typed Ctrl-C: the loop asks.  A second one before the loop looked is meant. */
	if (sig == SIGINT && info->si_code == SI_KERNEL
	    && !(atomic_load(&saved.events) & TUI_SIG_INTR)) {
		event(TUI_SIG_INTR);
		errno = kept;
		return;
	}
	if (saved.dying++ == 0)
		give_back();
	signal(sig, SIG_DFL);
	raise(sig);			/* taken when this handler returns */
	errno = kept;
}

static void
note(int sig, siginfo_t *info, void *context)
{
	int kept = errno;

	(void)info;
	(void)context;
	for (int i = 0; soft_signals[i].sig; i++)
		if (soft_signals[i].sig == sig)
			event(soft_signals[i].bit);
	errno = kept;
}

static void
catch_signal(int sig, void (*f)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa = { .sa_sigaction = f, .sa_flags = SA_SIGINFO | flags };

	sigfillset(&sa.sa_mask);
	sigaction(sig, NULL, &saved.old[sig]);
	if (saved.old[sig].sa_handler != SIG_IGN)	/* nohup and the like stay */
		sigaction(sig, &sa, NULL);
}

bool
tui_restore_start(int tty, struct err *e)
{
	static char stack[64 * 1024];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };

	memset(&saved, 0, sizeof(saved));
	if (tcgetattr(tty, &saved.cooked) != 0)
		return err_errno(e, "cannot read the terminal's settings");
	saved.tty = fcntl(tty, F_DUPFD_CLOEXEC, 3);
	if (saved.tty < 0 || pipe2(saved.pipe, O_NONBLOCK | O_CLOEXEC) != 0)
		return err_errno(e, "cannot set up signals");
	sigaltstack(&ss, &saved.old_stack);
	for (int i = 0; fatal_signals[i]; i++)
		catch_signal(fatal_signals[i], die, SA_ONSTACK);
	for (int i = 0; soft_signals[i].sig; i++)
		catch_signal(soft_signals[i].sig, note, SA_RESTART);
	return true;
}

void
tui_restore_bytes(const char *s)
{
	size_t n = strlen(s), at = (size_t)saved.n_bytes;

	if (n > sizeof(saved.bytes) - 1 - at)
		n = sizeof(saved.bytes) - 1 - at;
	memcpy(saved.bytes + at, s, n);
	saved.n_bytes = (int)(at + n);
}

int
tui_restore_fd(void)
{
	return saved.pipe[0];
}

unsigned
tui_restore_take(void)
{
	char sink[64];

	while (read(saved.pipe[0], sink, sizeof(sink)) > 0)
		;
	return atomic_exchange(&saved.events, 0);
}

void
tui_restore_stop(void)
{
	struct sigaction ours, usual = { .sa_handler = SIG_DFL };

	give_back();
	sigaction(SIGTSTP, &usual, &ours);
	raise(SIGTSTP);			/* here until somebody continues us */
	sigaction(SIGTSTP, &ours, NULL);
}

void
tui_restore_never_block(void)
{
	struct termios t;

	if (tcgetattr(saved.tty, &t) != 0)
		return;
	t.c_cc[VMIN] = t.c_cc[VTIME] = 0;
	tcsetattr(saved.tty, TCSANOW, &t);
}

void
tui_restore_done(void)
{
	for (int i = 0; fatal_signals[i]; i++)
		sigaction(fatal_signals[i], &saved.old[fatal_signals[i]], NULL);
	for (int i = 0; soft_signals[i].sig; i++)
		sigaction(soft_signals[i].sig, &saved.old[soft_signals[i].sig], NULL);
	tcsetattr(saved.tty, TCSAFLUSH, &saved.cooked);
	sigaltstack(&saved.old_stack, NULL);
	close(saved.tty);
	close(saved.pipe[0]);
	close(saved.pipe[1]);
}
