#include "lab/parser.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Is this program where it was built?  Then its labs are those of its source. */
static bool
in_build_tree(void)
{
	char exe[1024], built[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	if (n <= 0)
		return false;
	exe[n] = 0;
	slash = strrchr(exe, '/');
	if (!slash)
		return false;
	*slash = 0;
	return realpath(ACTLAB_BUILDDIR, built) && strcmp(exe, built) == 0
	       && access(ACTLAB_SOURCEDIR "/labs", R_OK) == 0;
}

const char *
lab_directory(void)
{
	const char *set = getenv("ACTLAB_LABS");

	if (set && *set)
		return set;
	return in_build_tree() ? ACTLAB_SOURCEDIR "/labs" : ACTLAB_LABDIR;
}

bool
lab_data_directory(char path[1024])
{
	const char *base = lab_directory();

	if (snprintf(path, 1024, "%s/data", base) < 1024 && access(path, R_OK) == 0)
		return true;
	base = in_build_tree() ? ACTLAB_SOURCEDIR "/labs" : ACTLAB_LABDIR;
	return snprintf(path, 1024, "%s/data", base) < 1024;
}

/* ---- what a person calls a lab ---- */

bool
lab_is_path(const char *name)
{
	struct str s = str_of(name);

	return strchr(name, '/') || (s.n >= 4 && strcmp(name + s.n - 4, ".lab") == 0);
}

bool
lab_directory_check(struct err *e)
{
	DIR *dir = opendir(lab_directory());

	if (!dir) {
		err_errno(e, "cannot read the labs in '%s'", lab_directory());
		return getenv("ACTLAB_LABS") ? err_hint(e, "ACTLAB_LABS says that they "
							   "are there") : false;
	}
	closedir(dir);
	return true;
}

/* Path of an installed lab, or of one in dir. */
static bool
named(const char *dir, struct str name, char path[1024])
{
	int n = snprintf(path, 1024, "%s/%.*s.lab", dir, STR_ARG(name));

	return n < 1024 && access(path, F_OK) == 0;
}

/* "mons2.lab" where there is moons2.lab; "depth-20.lab" of the installed labs. */
static bool
missing_file(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
	struct str dir = { path, (int)(last - path) }, stem = str_of(last);
	char near[256], where[1024];

	err_errno(e, "cannot open '%s'", path);
	if (!str_fill(where, sizeof(where), dir))
		return false;
	if (file_nearest(near, where, str_of(last), ""))
		return err_hint(e, "did you mean '%.*s%s'?", STR_ARG(dir), near);
	stem.n -= stem.n > 4 ? 4 : 0;
	if (!slash && named(lab_directory(), stem, where))
		return err_hint(e, "the installed lab is called without '.lab': %.*s",
				STR_ARG(stem));
	return false;
}

static bool
no_lab(const char *name, struct err *e)
{
	char near[256], path[1024];

	err_set(e, ERR_USAGE, SPAN_NONE, "there is no installed lab '%s'", name);
	if (named(".", str_of(name), path))
		return err_hint(e, "a file is called by its path: %s.lab",
				name);
	if (access(name, F_OK) == 0)
		return err_hint(e, "a file is called by its path: ./%s", name);
	if (file_nearest(near, lab_directory(), str_of(name), ".lab"))
		err_did_you_mean(e, near);
	return err_hint(e, "actlab list labs shows the labs that are there");
}

bool
lab_find(const char *name, char path[1024], struct err *e)
{
	if (!lab_is_path(name))
		return lab_directory_check(e)
			&& (named(lab_directory(), str_of(name), path)
			    || no_lab(name, e));
	if (!str_fill(path, 1024, str_of(name)))
		return err_set(e, ERR_USAGE, SPAN_NONE, "the path '%s' is too long",
			       name);
	return access(path, F_OK) == 0 || missing_file(path, e);
}

/* ---- where a card leads ---- */

bool
lab_next_known(const struct lab_plan *p, int i)
{
	char path[1024];

	return named(lab_directory(), str_of(p->next[i]), path)
		|| (*p->place.lab_dir
		    && named(p->place.lab_dir, str_of(p->next[i]), path));
}

const char *
lab_next_command(const struct lab_plan *p, int i, char command[LAB_COMMAND_MAX])
{
	struct str name = str_of(p->next[i]);
	char path[1024];

	if (named(lab_directory(), name, path))
		snprintf(command, LAB_COMMAND_MAX, "actlab %s", p->next[i]);
	else if (lab_next_known(p, i) && strcmp(p->place.lab_dir, ".") == 0)
		snprintf(command, LAB_COMMAND_MAX, "actlab %s.lab", p->next[i]);
	else if (lab_next_known(p, i))
		snprintf(command, LAB_COMMAND_MAX, "actlab %s/%s.lab",
			 p->place.lab_dir, p->next[i]);
	else
		snprintf(command, LAB_COMMAND_MAX, "%s", p->next[i]);
	return command;
}
