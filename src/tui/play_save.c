/* A session written as a lab. */
#include "tui/play.h"

#include "actlab/file.h"

#include <string.h>
#include <unistd.h>

/* "" : the directory is that where one is. */
static const char *
directory_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');
	struct str dir = { path, slash ? (int)(slash - path) : 0 };

	if (!slash)
		return ".";
	return dir.n ? str_copy(a, dir) : "/";
}

static bool
write_text(const char *path, const char *text, struct err *e)
{
	struct file_out o;
	bool ok;

	if (!file_out_open(&o, path, e))
		return false;
	ok = file_out_bytes(&o, e, text, strlen(text)) && file_out_commit(&o, e);
	file_out_done(&o);
	return ok;
}

static bool
may_write(const char *path, bool over, struct err *e)
{
	size_t n = strlen(path);

	if (n == 0) {
		err_set(e, ERR_USAGE, SPAN_NONE, "save it where?");
		return err_hint(e, "for example: save my.lab");
	}
	if (n < 5 || strcmp(path + n - 4, ".lab") != 0) {
		err_set(e, ERR_USAGE, SPAN_NONE, "the name of a lab ends in .lab");
		return err_hint(e, "for example: save %.40s.lab", path);
	}
	if (over || access(path, F_OK) != 0)
		return true;
	err_set(e, ERR_USAGE, SPAN_NONE, "%s is there already", path);
	return err_hint(e, "save! %.60s writes over it", path);
}

void
play_save(struct tui_play *p, struct str name, bool over, struct err *e)
{
	struct lab_session s = { p->take, p->change, p->n_change, p->made, p->n_turn };
	struct arena a = { 0 };
	const char *path, *text;

	e->source = NULL;
	if (!arena_init(&a, LAB_SESSION_ROOM, e))
		return;
	path = str_copy(&a, name);
	if (may_write(path, over, e)) {
		text = lab_session_text(p->plan, &s, directory_of(path, &a), &a, e);
		if (text && write_text(path, text, e))
			tui_screen_say(p->screen, "%s is written; actlab %s%s performs it",
				       path, strchr(path, '/') ? "" : "./", path);
	}
	arena_done(&a);
}
