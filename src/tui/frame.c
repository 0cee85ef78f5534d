#include "tui/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FRAME_BEGIN "\033[?2026h"
#define FRAME_END "\033[?2026l"
#define FRAME_ASK "\033[5n"

enum { FRAME_ROOM = 1 << 20 };
#define FRAME_PERIOD (1.0 / 30)		/* seconds between two frames */
#define FRAME_PERIOD_MUTE 0.1		/* where no answer tells how quick the link is */
#define FRAME_PATIENCE 1.0		/* for the first answer */
#define FRAME_LOST 5.0			/* an answer that was lost on the way */

bool
tui_frame_init(struct tui_frame *f, int out, bool ansi, struct err *e)
{
	const char *name = ttyname(out);

	*f = (struct tui_frame){ .tty = -1, .out = out, .mem = -1, .ansi = ansi,
				 .sync = ansi, .asked = -1 };
	f->out_kept = fcntl(out, F_DUPFD_CLOEXEC, 3);
	if (f->out_kept < 0)
		return err_errno(e, "cannot copy the terminal's descriptor");
	/* Opened anew, so that the shell's own description never becomes non-blocking. */
	if (name)
		f->tty = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (f->tty < 0)
		f->tty = fcntl(out, F_DUPFD_CLOEXEC, 3);
	f->mem = memfd_create("actlab-frame", MFD_CLOEXEC);
	f->room = FRAME_ROOM;
	if (f->mem < 0 || ftruncate(f->mem, FRAME_ROOM) != 0)
		return err_errno(e, "cannot reserve memory for a frame");
	f->map = mmap(NULL, f->room, PROT_READ, MAP_SHARED, f->mem, 0);
	if (f->map == MAP_FAILED)
		return err_errno(e, "cannot map memory for a frame");
	return true;
}

void
tui_frame_done(struct tui_frame *f)
{
	if (f->map && f->map != MAP_FAILED)
		munmap(f->map, f->room);
	if (f->mem >= 0)
		close(f->mem);
	if (f->tty >= 0)
		close(f->tty);
	if (f->out_kept >= 0)
		close(f->out_kept);
}

static void
put(const struct tui_frame *f, const char *s)
{
	(void)!write(f->mem, s, strlen(s));
}

void
tui_frame_open(struct tui_frame *f, const char *first)
{
	lseek(f->mem, 0, SEEK_SET);
	if (f->sync)
		put(f, FRAME_BEGIN);
	if (first)
		put(f, first);
	f->begin = (size_t)lseek(f->mem, 0, SEEK_CUR);
	dup2(f->mem, f->out);
}

/* A frame larger than the map: a giant screen, every cell changed. */
static void
grow(struct tui_frame *f, size_t need)
{
	void *m;

	if (need <= f->room)
		return;
	m = mremap(f->map, f->room, need, MREMAP_MAYMOVE);
	if (m == MAP_FAILED) {
		f->n = f->room;
		return;
	}
	f->map = m;
	f->room = need;
}

void
tui_frame_close(struct tui_frame *f, double now)
{
	size_t end;

	dup2(f->out_kept, f->out);
	end = (size_t)lseek(f->mem, 0, SEEK_CUR);
	f->sent = f->n = 0;
	if (end <= f->begin)
		return;			/* nothing changed: nothing is sent */
	if (f->sync)
		put(f, FRAME_END);
	if (f->ansi) {
		if (!f->mute)
			put(f, FRAME_ASK);
		f->waiting = !f->mute;
		f->owed += f->waiting;
	}
	f->n = (size_t)lseek(f->mem, 0, SEEK_CUR);
	grow(f, f->n);
	f->asked = now;
	f->frames++;
	tui_frame_push(f);
}

bool
tui_frame_push(struct tui_frame *f)
{
	while (f->sent < f->n) {
		ssize_t k = write(f->tty, f->map + f->sent, f->n - f->sent);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0 && errno == EAGAIN)
			return true;
		if (k < 0) {
			tui_frame_forget(f);
			return false;
		}
		f->sent += (size_t)k;
		f->bytes += (long)k;
		f->writes++;
	}
	return true;
}

bool
tui_frame_pending(const struct tui_frame *f)
{
	return f->sent < f->n;
}

void
tui_frame_answer(struct tui_frame *f)
{
	f->waiting = f->mute = false;
	f->owed -= f->owed > 0;
	f->answered = true;
}

bool
tui_frame_ready(struct tui_frame *f, double now, bool urgent, double *again)
{
	double patience = f->answered ? FRAME_LOST : FRAME_PATIENCE;
	double due = f->asked + (f->mute || !f->ansi ? FRAME_PERIOD_MUTE : FRAME_PERIOD);

	if (f->asked < 0)
		return true;
	if (f->waiting && now - f->asked > patience) {
		f->mute = !f->answered;
		f->waiting = false;
		f->owed = 0;
	}
	*again = f->waiting ? f->asked + patience : due;
	return !tui_frame_pending(f) && !f->waiting && (urgent || now >= due);
}

void
tui_frame_forget(struct tui_frame *f)
{
	f->sent = f->n = 0;
	f->waiting = false;
}
