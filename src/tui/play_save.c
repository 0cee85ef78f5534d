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

/* "my.csv" beside "my.lab", or "my-2.csv" ...: none that is there.  NULL: all are. */
static const char *
csv_path(const char *lab, struct arena *a)
{
	int n = (int)strlen(lab) - 4;

	for (int i = 1; i < 100; i++) {
		const char *path = i == 1 ? str_printf(a, "%.*s.csv", n, lab)
					  : str_printf(a, "%.*s-%d.csv", n, lab, i);

		if (access(path, F_OK) != 0)
			return path;
	}
	return NULL;
}

static const char *
quoted(const char *name, struct arena *a)
{
	char *to = ARENA_NEW(a, char, 2 * strlen(name) + 3), *at = to;

	*at++ = '"';
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			*at++ = '\\';
		*at++ = *name;
	}
	*at++ = '"';
	return to;
}

/* Writes edited data beside the lab; *line is what the lab says of them. */
static bool
data_write(struct tui_play *p, const char *lab, const char **csv, const char **line,
	   struct arena *a, struct err *e)
{
	const struct data_set *d = play_edit_data(p);
	struct arena text = { 0 };
	const char *name;
	bool ok;

	if (!d)
		return true;
	*csv = csv_path(lab, a);
	if (!*csv)
		return err_set(e, ERR_USAGE, SPAN_NONE, "there are too many files %s", lab);
	name = strrchr(*csv, '/') ? strrchr(*csv, '/') + 1 : *csv;
	*line = str_printf(a, "csv file=%s header=yes target=%s standardise=no test=%d",
			   quoted(name, a), d->label ? "class" : "values",
			   d->n - d->n_train);
	if (!arena_init(&text, data_csv_text_need(d), e))
		return false;
	ok = write_text(*csv, data_csv_text(d, p->seed, &text), e);
	arena_done(&text);
	return ok;
}

static void
save(struct tui_play *p, const char *path, struct arena *a, struct err *e)
{
	struct lab_session s = { p->take, p->change, p->n_change, p->made, p->n_turn, NULL };
	const char *text, *csv = NULL;

	if (!data_write(p, path, &csv, &s.data, a, e))
		return;
	text = lab_session_text(p->plan, &s, directory_of(path, a), a, e);
	if (text && write_text(path, text, e))
		tui_screen_say(p->screen, "%s is written%s%s; actlab %s%s performs it", path,
			       csv ? ", its data to " : "", csv ? csv : "",
			       strchr(path, '/') ? "" : "./", path);
	else if (csv)
		unlink(csv);
}

void
play_save(struct tui_play *p, struct str name, bool over, struct err *e)
{
	struct arena a = { 0 };
	const char *path;

	e->source = NULL;
	if (!arena_init(&a, LAB_SESSION_ROOM, e))
		return;
	path = str_copy(&a, name);
	if (may_write(path, over, e))
		save(p, path, &a, e);
	arena_done(&a);
}
