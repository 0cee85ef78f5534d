#include "actlab/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a thing is that is no regular file. */
static const char *
kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? "a directory" : S_ISFIFO(mode) ? "a FIFO"
		: S_ISSOCK(mode) ? "a socket" : "a device";
}

static bool
not_a_file(const char *path, mode_t mode, struct span at, struct err *e)
{
	return err_set(e, ERR_DATA, at, "'%s' is %s, not a file", path, kind_of(mode));
}

/* ---- reading ---- */

static bool
read_all(int fd, const char *path, char *to, size_t size, size_t *got, struct err *e)
{
	*got = 0;
	while (*got < size) {
		ssize_t n = read(fd, to + *got, size - *got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "cannot read '%s'", path);
		if (n == 0)
			return true;
		*got += (size_t)n;
	}
	return true;
}

/* A descriptor of a regular file of at most max bytes, -1: e says why. */
static int
open_file(const char *path, size_t max, size_t *size, struct err *e)
{
	/* A FIFO without a writer must not keep us waiting. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char words[STR_NUM_MAX];
	struct stat st;

	if (fd < 0) {
		err_errno(e, "cannot open '%s'", path);
		return -1;
	}
	if (fstat(fd, &st) < 0)
		err_errno(e, "cannot read '%s'", path);
	else if (!S_ISREG(st.st_mode))
		not_a_file(path, st.st_mode, SPAN_NONE, e);
	else if ((size_t)st.st_size > max || (size_t)st.st_size > INT_MAX - 1)
		err_set(e, ERR_DATA, SPAN_NONE, "'%s' is larger than %s", path,
			str_bytes(words, (double)max));
	else {
		*size = (size_t)st.st_size;
		return fd;
	}
	close(fd);
	return -1;
}

static bool
read_text(int fd, const char *path, size_t size, struct arena *a, struct str *out,
	  struct err *e)
{
	char *text = ARENA_NEW(a, char, size + 1);
	size_t n;
	bool ok = read_all(fd, path, text, size, &n, e);

	*out = (struct str){ text, ok ? (int)n : 0 };
	return ok;
}

bool
file_read(const char *path, size_t max, struct arena *a, struct str *out, struct err *e)
{
	size_t size;
	int fd = open_file(path, max, &size, e);
	bool ok;

	if (fd < 0)
		return false;
	ok = read_text(fd, path, size, a, out, e);
	close(fd);
	return ok;
}

bool
file_load(const char *path, size_t max, struct arena *own, struct str *out, struct err *e)
{
	size_t size;
	int fd = open_file(path, max, &size, e);
	bool ok;

	*own = (struct arena){ 0 };
	if (fd < 0)
		return false;
	ok = arena_init(own, arena_need(1, size + 1), e)
	     && read_text(fd, path, size, own, out, e);
	close(fd);
	if (!ok)
		arena_done(own);
	return ok;
}

/* Twice the room, with what is there. */
static bool
grow(struct arena *own, char **text, size_t n, size_t *room, struct err *e)
{
	struct arena more;
	char *to;

	if (!arena_init(&more, arena_need(1, 2 * *room + 1), e))
		return false;
	to = ARENA_NEW(&more, char, 2 * *room + 1);
	memcpy(to, *text, n);
	arena_done(own);
	*own = more;
	*text = to;
	*room *= 2;
	return true;
}

static bool
load_stdin(size_t max, struct arena *own, struct str *out, struct err *e)
{
	size_t room = 1 << 16, n = 0, got;
	char *text, words[STR_NUM_MAX];

	if (!arena_init(own, arena_need(1, room + 1), e))
		return false;
	text = ARENA_NEW(own, char, room + 1);
	while (read_all(STDIN_FILENO, "standard input", text + n, room - n, &got, e)) {
		n += got;
		*out = (struct str){ text, (int)n };
		if (n < room)
			return true;
		if (n > max || n > INT_MAX / 2)
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "standard input is longer than %s",
				       str_bytes(words, (double)max));
		if (!grow(own, &text, n, &room, e))
			return false;
	}
	return false;
}

bool
file_load_input(const char *path, size_t max, struct arena *own, struct str *out,
		struct err *e)
{
	if (strcmp(path, "-") != 0)
		return file_load(path, max, own, out, e);
	*own = (struct arena){ 0 };
	if (load_stdin(max, own, out, e))
		return true;
	arena_done(own);
	*own = (struct arena){ 0 };
	return false;
}

/* ---- writing ---- */

/* Where path is a symbolic link, what it points at is replaced, not the link.
 * mode is that of the file that is replaced, 0 where there is none. */
static bool
resolve(struct file_out *o, const char *path, mode_t *mode, struct err *e)
{
	char real[PATH_MAX];
	struct stat st;

	*mode = 0;
	if (stat(path, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			return not_a_file(path, st.st_mode, SPAN_NONE, e);
		*mode = st.st_mode & 07777;
		if (realpath(path, real))
			path = real;
	}
	if (strlen(path) >= sizeof(o->path))
		return err_set(e, ERR_SYSTEM, SPAN_NONE, "the path '%s' is too long",
			       path);
	strcpy(o->path, path);
	snprintf(o->tmp, sizeof(o->tmp), "%s.tmp", o->path);
	return true;
}

bool
file_out_open(struct file_out *o, const char *path, struct err *e)
{
	mode_t mode;
	int fd;

	memset(o, 0, sizeof(*o));
	if (!resolve(o, path, &mode, e))
		return false;
	fd = open(o->tmp,
		  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		  0666);
	if (fd < 0)
		return err_errno(e, "cannot write '%s'", o->tmp);
	o->f = fdopen(fd, "wb");
	if (!o->f || (mode && fchmod(fd, mode) < 0)) {
		err_errno(e, "cannot write '%s'", o->tmp);
		if (o->f)
			fclose(o->f);
		else
			close(fd);
		o->f = NULL;
		unlink(o->tmp);
		return false;
	}
	return true;
}

bool
file_out_printf(struct file_out *o, struct err *e, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vfprintf(o->f, fmt, ap);
	va_end(ap);
	return n >= 0 ? true : err_errno(e, "cannot write '%s'", o->tmp);
}

bool
file_out_bytes(struct file_out *o, struct err *e, const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, o->f) == n ? true
					      : err_errno(e, "cannot write '%s'", o->tmp);
}

/* The new name is on disk only once the directory is. */
static void
sync_directory(const char *path)
{
	char dir[1024];
	char *slash;
	int fd;

	snprintf(dir, sizeof(dir), "%s", path);
	slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir] = 0;
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);		/* some file systems cannot: no harm done */
		close(fd);
	}
}

bool
file_out_commit(struct file_out *o, struct err *e)
{
	FILE *f = o->f;
	bool ok = !ferror(f) && fflush(f) == 0 && fsync(fileno(f)) == 0;

	if (!ok)
		return err_errno(e, "cannot write '%s'", o->tmp);
	o->f = NULL;
	if (fclose(f) != 0 || rename(o->tmp, o->path) != 0) {
		err_errno(e, "cannot write '%s'", o->path);
		unlink(o->tmp);
		return false;
	}
	sync_directory(o->path);
	return true;
}

void
file_out_done(struct file_out *o)
{
	if (!o->f)
		return;
	fclose(o->f);
	o->f = NULL;
	unlink(o->tmp);
}

/* ---- a name that is nearly right ---- */

static void
try_file(struct str_near *near, const char *file, const char *end, char out[256])
{
	const char *before = str_near_best(near);
	struct str s = str_of(file), tail = str_of(end);
	char stem[256];

	if (file[0] == '.' || s.n <= tail.n
	    || strcmp(file + s.n - tail.n, end) != 0
	    || !str_fill(stem, sizeof(stem), (struct str){ s.s, s.n - tail.n }))
		return;
	near->best = NULL;
	str_near_try(near, stem);
	if (near->best)
		str_fill(out, 256, str_of(stem));
	near->best = near->best ? out : before;
}

bool
file_nearest(char out[256], const char *dir, struct str name, const char *end)
{
	struct str_near near = str_near_begin(name);
	struct dirent **all;
	int n = scandir(*dir ? dir : ".", &all, NULL, alphasort);

	out[0] = 0;
	if (n < 0)
		return false;
	for (int i = 0; i < n; i++) {
		try_file(&near, all[i]->d_name, end, out);
		free(all[i]);
	}
	free(all);
	return str_near_best(&near) != NULL;
}

/* ---- a lab's own reading ---- */

static bool
climbs(struct str name)
{
	struct str part;

	while (str_cut(&name, '/', &part))
		if (str_is(part, ".."))
			return true;
	return false;
}

static bool
is_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	if (strcmp(dir, "/") == 0)
		return true;
	return strncmp(path, dir, n) == 0 && path[n] == '/';
}

/* What is missing is the lab's mistake; other refusals are the system's. */
static bool
not_there(const char *dir, struct str name, struct span at, struct err *e)
{
	bool missing = errno == ENOENT || errno == ENOTDIR;
	char near[256], where[1024];
	int last = name.n;

	err_errno(e, "cannot open '%.*s'", STR_ARG(name));
	e->at = at;
	if (!missing)
		return false;
	e->code = ERR_NAME;
	while (last > 0 && name.s[last - 1] != '/')
		last--;
	snprintf(where, sizeof(where), "%s/%.*s", dir, last, name.s);
	return file_nearest(near, where, (struct str){ name.s + last, name.n - last }, "")
	       && err_hint(e, "did you mean '%.*s%s'?", last, name.s, near);
}

static bool
check_below(const char *path, const char *dir, struct str name, struct span at,
	    struct err *e)
{
	char real[PATH_MAX], top[PATH_MAX];
	struct stat st;

	if (!realpath(dir, top))
		return err_errno(e, "cannot open '%s'", dir);
	if (!realpath(path, real))
		return not_there(dir, name, at, e);
	if (!is_below(real, top))
		return err_set(e, ERR_DATA, at, "'%.*s' leads out of the lab's directory",
			       STR_ARG(name));
	if (stat(real, &st) == 0 && !S_ISREG(st.st_mode))
		return err_set(e, ERR_DATA, at, "'%.*s' is %s, not a file", STR_ARG(name),
			       kind_of(st.st_mode));
	return true;
}

bool
file_below(char out[1024], const char *dir, struct str name, struct span at,
	   struct err *e)
{
	int n;

	if (e->code != ERR_NONE)
		return false;
	if (name.n == 0)
		return err_set(e, ERR_DATA, at, "a file name is missing");
	if (name.s[0] == '/' || climbs(name) || memchr(name.s, 0, (size_t)name.n)) {
		err_set(e, ERR_DATA, at, "'%.*s' is not below the lab's directory",
			STR_ARG(name));
		return err_hint(e, "name a file beside the lab, no '..', no '/' first");
	}
	dir = *dir ? dir : ".";
	n = snprintf(out, 1024, "%s/%.*s", dir, STR_ARG(name));
	if (n >= 1024)
		return err_set(e, ERR_DATA, at, "the path of '%.*s' is too long",
			       STR_ARG(name));
	return check_below(out, dir, name, at, e);
}
