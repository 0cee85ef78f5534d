#include "tui/state.h"

#include "actlab/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* $XDG_STATE_HOME where it is absolute, else ~/.local/state. */
static bool
place(char path[1024], const char *name)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int n;

	if (state && *state == '/')
		n = snprintf(path, 1024, "%s/actlab/%s", state, name);
	else if (home && *home == '/')
		n = snprintf(path, 1024, "%s/.local/state/actlab/%s", home, name);
	else
		return false;
	return n > 0 && n < 1024;
}

/* Every directory on the way to the file. */
static bool
make_way(const char *path)
{
	char dir[1024];

	str_fill(dir, sizeof(dir), str_of(path));
	for (char *p = strchr(dir + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(dir, 0700) != 0 && errno != EEXIST)
			return false;
		*p = '/';
	}
	return true;
}

void
tui_state_damaged(const char *name, char notice[TUI_STATE_NOTICE])
{
	char path[1024], aside[1040];

	if (!place(path, name))
		return;
	snprintf(aside, sizeof(aside), "%s.damaged", path);
	if (rename(path, aside) == 0)
		snprintf(notice, TUI_STATE_NOTICE,
			 "%s could not be read and was moved to %s.damaged", name, name);
	else
		snprintf(notice, TUI_STATE_NOTICE, "%s could not be read", name);
}

bool
tui_state_read(const char *name, const char *head, struct arena *a, struct str *text,
	       char notice[TUI_STATE_NOTICE])
{
	struct err e = { 0 };
	struct str first;
	char path[1024];

	notice[0] = '\0';
	if (!place(path, name) || access(path, F_OK) != 0)
		return false;
	if (file_read(path, TUI_STATE_BYTES, a, text, &e) && str_cut(text, '\n', &first)
	    && str_is(first, head) && !memchr(text->s, '\0', (size_t)text->n))
		return true;
	tui_state_damaged(name, notice);
	return false;
}

bool
tui_state_write(const char *name, const char *head, const char *text, struct err *e)
{
	struct file_out o;
	char path[1024];
	bool ok = false;

	if (!place(path, name))
		return true;
	if (!make_way(path))
		return err_set(e, ERR_SYSTEM, SPAN_NONE, "%s: %s", path, strerror(errno));
	if (!file_out_open(&o, path, e))
		return false;
	if (file_out_printf(&o, e, "%s\n%s", head, text))
		ok = file_out_commit(&o, e);
	file_out_done(&o);
	return ok;
}
