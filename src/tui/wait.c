#include "tui/wait.h"
#include "tui/restore.h"
#include "tui/term.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

double
tui_term_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

unsigned
tui_wait(int out, double seconds)
{
	struct pollfd p[3] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tui_restore_fd(), .events = POLLIN },
		{ .fd = out, .events = POLLOUT }
	};
	struct timespec limit = { 0 };
	unsigned bits = 0;

	if (seconds > 0) {
		limit.tv_sec = (time_t)seconds;
		limit.tv_nsec = (long)((seconds - (double)limit.tv_sec) * 1e9);
	}
	if (ppoll(p, 3, seconds < 0 ? NULL : &limit, NULL) <= 0)
		return 0;
	if (p[1].revents)
		bits = tui_restore_take();
	if (p[2].revents)
		bits |= TUI_WAIT_ROOM;
	if (p[0].revents & (POLLHUP | POLLERR))
		bits |= TUI_WAIT_GONE;
	return bits;
}
