#include "config.h"
#include "tests/tui/vt.h"

#ifdef HAVE_VTERM
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

enum { PATIENCE = 30 };			/* seconds; a pass never waits that long */

struct vt {
	int master, slave, pid, pidfd, status;
	bool ended, silent, whole, alternate, cursor, mouse;
	struct termios before;
	VTerm *vterm;
	VTermScreen *screen;
	int w, h;
	char *text;
	const char *background;		/* its answer to OSC 11, NULL: none */
};

bool
vt_able(void)
{
	return true;
}

static int
property(VTermProp prop, VTermValue *val, void *user)
{
	struct vt *v = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		v->alternate = val->boolean;
	if (prop == VTERM_PROP_MOUSE)
		v->mouse = val->number != VTERM_PROP_MOUSE_NONE;
	if (prop == VTERM_PROP_CURSORVISIBLE)
		v->cursor = val->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = property };

static void
emulator(struct vt *v)
{
	v->vterm = vterm_new(v->h, v->w);
	vterm_set_utf8(v->vterm, 1);
	v->screen = vterm_obtain_screen(v->vterm);
	vterm_screen_set_callbacks(v->screen, &callbacks, v);
	vterm_screen_enable_altscreen(v->screen, 1);
	vterm_screen_reset(v->screen, 1);
	v->cursor = true;
}

static void
environment(const char *const *env)
{
	for (; *env; env++) {
		char *copy = strdup(*env), *eq = strchr(copy, '=');

		if (eq)
			*eq = '\0';
		if (eq)
			setenv(copy, eq + 1, 1);
		else
			unsetenv(copy);
		free(copy);
	}
}

struct vt *
vt_fork(int w, int h, const char *const *env, int (*child)(const void *), const void *arg)
{
	struct vt *v = calloc(1, sizeof(*v));
	struct winsize ws = { .ws_col = (unsigned short)w, .ws_row = (unsigned short)h };

	v->w = w;
	v->h = h;
	assert_int_equal(openpty(&v->master, &v->slave, NULL, NULL, &ws), 0);
	fcntl(v->master, F_SETFD, FD_CLOEXEC);
	tcgetattr(v->slave, &v->before);
	fflush(NULL);
	v->pid = fork();
	assert_true(v->pid >= 0);
	if (v->pid == 0) {
		close(v->master);
		login_tty(v->slave);
		environment(env);
		_exit(child(arg));
	}
	v->pidfd = (int)syscall(SYS_pidfd_open, v->pid, 0);
	assert_true(v->pidfd >= 0);
	emulator(v);
	return v;
}

static int
run(const void *arg)
{
	union { const void *in; char *const *out; } argv = { arg };

	execvp(argv.out[0], argv.out);
	perror(argv.out[0]);
	return 127;
}

struct vt *
vt_spawn(int w, int h, const char *const *env, const char *const *argv)
{
	return vt_fork(w, h, env, run, argv);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Feeds what the program wrote, and sends back what a terminal answers. */
static void
pump(struct vt *v)
{
	char buf[16384];
	ssize_t n = read(v->master, buf, sizeof(buf));

	if (n > 0) {
		if (v->background && memmem(buf, (size_t)n, "\033]11;?", 6))
			vt_keys(v, v->background);
		vterm_input_write(v->vterm, buf, (size_t)n);
		v->whole = false;
	}
	n = (ssize_t)vterm_output_read(v->vterm, buf, sizeof(buf));
	v->whole |= n > 0 && memmem(buf, (size_t)n, "\033[0n", 4);
	if (n > 0 && !v->silent)
		(void)!write(v->master, buf, (size_t)n);
}

/* Waits for output or the end; false: nothing came for a long time. */
static bool
advance(struct vt *v, double until)
{
	struct pollfd p[2] = {
		{ .fd = v->master, .events = POLLIN },
		{ .fd = v->pidfd, .events = POLLIN }
	};
	int wait = (int)(1000 * (until - now()));

	if (wait <= 0 || poll(p, 2, wait) <= 0)
		return false;
	if (p[0].revents & POLLIN)
		pump(v);
	else if (p[1].revents) {
		waitpid(v->pid, &v->status, 0);
		v->ended = true;
	}
	return true;
}

static void
wait_for(struct vt *v, const char *text, bool there)
{
	double until = now() + PATIENCE;

	while (vt_has(v, text) != there)
		if (v->ended || !advance(v, until))
			fail_msg("%s '%s'; the screen is\n%s",
				 there ? "never saw" : "still there:", text, vt_text(v));
}

void
vt_wait(struct vt *v, const char *text)
{
	wait_for(v, text, true);
}

void
vt_wait_gone(struct vt *v, const char *text)
{
	wait_for(v, text, false);
}

bool
vt_wait_or_end(struct vt *v, const char *text)
{
	double until = now() + PATIENCE;

	while (!vt_has(v, text) && !v->ended)
		if (!advance(v, until))
			fail_msg("never saw '%s', nor the end; the screen is\n%s", text,
				 vt_text(v));
	return !v->ended;
}

void
vt_settle(struct vt *v)
{
	double until = now() + PATIENCE;

	while (!v->whole)
		if (v->ended || !advance(v, until))
			fail_msg("the frame never ends; the screen is\n%s", vt_text(v));
}

bool
vt_has(struct vt *v, const char *text)
{
	return strstr(vt_text(v), text) != NULL;
}

void
vt_background(struct vt *v, const char *answer)
{
	v->background = answer;
}

void
vt_silent(struct vt *v)
{
	v->silent = true;
}

void
vt_keys(struct vt *v, const char *bytes)
{
	assert_int_equal(write(v->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

void
vt_resize(struct vt *v, int w, int h)
{
	struct winsize ws = { .ws_col = (unsigned short)w, .ws_row = (unsigned short)h };

	v->w = w;
	v->h = h;
	vterm_set_size(v->vterm, h, w);
	ioctl(v->master, TIOCSWINSZ, &ws);
}

void
vt_signal(struct vt *v, int sig)
{
	kill(v->pid, sig);
}

int
vt_pid(struct vt *v)
{
	return v->pid;
}

static int
utf8(char *to, uint32_t ch)
{
	if (ch < 0x80)
		return to[0] = (char)ch, 1;
	if (ch < 0x800) {
		to[0] = (char)(0xC0 | ch >> 6);
		to[1] = (char)(0x80 | (ch & 63));
		return 2;
	}
	to[0] = (char)(0xE0 | ch >> 12);
	to[1] = (char)(0x80 | (ch >> 6 & 63));
	to[2] = (char)(0x80 | (ch & 63));
	return 3;
}

const char *
vt_text(struct vt *v)
{
	char *at;

	free(v->text);
	at = v->text = malloc((size_t)(v->w * 3 + 1) * (size_t)v->h + 1);
	for (int y = 0; y < v->h; y++) {
		char *end = at;

		for (int x = 0; x < v->w; x++) {
			VTermScreenCell c;

			vterm_screen_get_cell(v->screen, (VTermPos){ y, x }, &c);
			if (c.chars[0] == UINT32_MAX)
				continue;
			at += utf8(at, c.chars[0] ? c.chars[0] : ' ');
			if (c.chars[0] && c.chars[0] != ' ')
				end = at;
		}
		at = end;
		*at++ = '\n';
	}
	*at = '\0';
	return v->text;
}

void
vt_redraw(struct vt *v)
{
	v->whole = false;
	vt_signal(v, SIGWINCH);
	vt_settle(v);
}

static void
print_colour(FILE *f, VTermColor c)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
		fputs(" -", f);
	else if (VTERM_COLOR_IS_INDEXED(&c))
		fprintf(f, " %d", c.indexed.idx);
	else
		fprintf(f, " %d,%d,%d", c.rgb.red, c.rgb.green, c.rgb.blue);
}

/* A blank shows its ink only where it is reversed or underlined. */
static void
print_cell(FILE *f, const VTermScreenCell *c)
{
	char text[4] = " ";
	bool line = c->attrs.underline || c->attrs.reverse;

	if (c->chars[0] != UINT32_MAX && c->chars[0])
		text[utf8(text, c->chars[0])] = '\0';
	fprintf(f, "%s %d%d", text, c->attrs.reverse, c->attrs.underline);
	if (line || text[0] != ' ')
		print_colour(f, c->fg);
	print_colour(f, c->bg);
	fprintf(f, text[0] != ' ' && c->attrs.bold ? " bold;" : ";");
}

char *
vt_picture(struct vt *v)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	for (int y = 0; y < v->h; y++) {
		fprintf(f, "%d: ", y);
		for (int x = 0; x < v->w; x++) {
			VTermScreenCell c;

			vterm_screen_get_cell(v->screen, (VTermPos){ y, x }, &c);
			print_cell(f, &c);
		}
		fputc('\n', f);
	}
	fclose(f);
	return text;
}

struct vt_cell
vt_cell(struct vt *v, int x, int y)
{
	VTermScreenCell c;

	vterm_screen_get_cell(v->screen, (VTermPos){ y, x }, &c);
	return (struct vt_cell){
		c.chars[0], c.attrs.bold, c.attrs.reverse,
		!VTERM_COLOR_IS_DEFAULT_FG(&c.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&c.bg) };
}

bool
vt_alternate(struct vt *v)
{
	return v->alternate;
}

bool
vt_mouse(struct vt *v)
{
	return v->mouse;
}

void
vt_click(struct vt *v, int code, int x, int y, bool down)
{
	char bytes[48];

	snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%d%c", code, x + 1, y + 1,
		 down ? 'M' : 'm');
	vt_keys(v, bytes);
}

bool
vt_find(struct vt *v, const char *text, int *x, int *y)
{
	const char *all = vt_text(v), *at = strstr(all, text), *line = all;

	*y = 0;
	for (const char *c = all; at && c < at; c++)
		if (*c == '\n') {
			line = c + 1;
			++*y;
		}
	*x = at ? str_width((struct str){ line, (int)(at - line) }) : -1;
	return at != NULL;
}

bool
vt_cursor(struct vt *v)
{
	return v->cursor;
}

bool
vt_settings_restored(struct vt *v)
{
	struct termios t;

	tcgetattr(v->slave, &t);
	return t.c_iflag == v->before.c_iflag && t.c_oflag == v->before.c_oflag
	    && t.c_cflag == v->before.c_cflag && t.c_lflag == v->before.c_lflag
	    && memcmp(t.c_cc, v->before.c_cc, sizeof(t.c_cc)) == 0;
}

int
vt_end(struct vt *v)
{
	double until = now() + PATIENCE;
	struct pollfd p = { .fd = v->master, .events = POLLIN };

	while (!v->ended)
		if (!advance(v, until))
			fail_msg("the program does not end; the screen is\n%s",
				 vt_text(v));
	while (poll(&p, 1, 0) > 0 && p.revents & POLLIN)
		pump(v);
	return v->status;
}

void
vt_free(struct vt *v)
{
	if (!v->ended) {
		kill(v->pid, SIGKILL);
		waitpid(v->pid, &v->status, 0);
	}
	vterm_free(v->vterm);
	close(v->master);
	close(v->slave);
	close(v->pidfd);
	free(v->text);
	free(v);
}

#else

bool
vt_able(void)
{
	return false;
}

struct vt *vt_fork(int w, int h, const char *const *env, int (*child)(const void *),
		   const void *arg)
{
	(void)w, (void)h, (void)env, (void)child, (void)arg;
	return NULL;
}
struct vt *vt_spawn(int w, int h, const char *const *env, const char *const *argv)
{
	(void)w, (void)h, (void)env, (void)argv;
	return NULL;
}
void vt_wait(struct vt *v, const char *text) { (void)v, (void)text; }
void vt_wait_gone(struct vt *v, const char *text) { (void)v, (void)text; }
void vt_settle(struct vt *v) { (void)v; }
bool vt_wait_or_end(struct vt *v, const char *text) { return (void)v, (void)text, false; }
void vt_redraw(struct vt *v) { (void)v; }
char *vt_picture(struct vt *v) { return (void)v, NULL; }
bool vt_has(struct vt *v, const char *text) { return (void)v, (void)text, false; }
void vt_silent(struct vt *v) { (void)v; }
void vt_background(struct vt *v, const char *answer) { (void)v, (void)answer; }
void vt_keys(struct vt *v, const char *bytes) { (void)v, (void)bytes; }
void vt_resize(struct vt *v, int w, int h) { (void)v, (void)w, (void)h; }
void vt_signal(struct vt *v, int sig) { (void)v, (void)sig; }
int vt_pid(struct vt *v) { return (void)v, 0; }
const char *vt_text(struct vt *v) { return (void)v, ""; }
struct vt_cell vt_cell(struct vt *v, int x, int y)
{
	(void)v, (void)x, (void)y;
	return (struct vt_cell){ 0 };
}
bool vt_alternate(struct vt *v) { return (void)v, false; }
bool vt_mouse(struct vt *v) { return (void)v, false; }
void vt_click(struct vt *v, int code, int x, int y, bool down)
{
	(void)v, (void)code, (void)x, (void)y, (void)down;
}
bool vt_find(struct vt *v, const char *text, int *x, int *y)
{
	return (void)v, (void)text, (void)x, (void)y, false;
}
bool vt_cursor(struct vt *v) { return (void)v, false; }
bool vt_settings_restored(struct vt *v) { return (void)v, false; }
int vt_end(struct vt *v) { return (void)v, 0; }
void vt_free(struct vt *v) { (void)v; }

#endif
