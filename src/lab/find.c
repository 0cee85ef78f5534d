#include "lab/parser.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static bool
exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A name as it is typed, "depth-20" or "depth-20.lab", not a path. */
static bool
is_plain(const char *name)
{
	return *name && !strchr(name, '/') && name[0] != '.';
}

static void
nearest_lab(const char *name, struct err *e)
{
	struct str_near near = str_near_begin(str_of(name));
	char stem[32][64];
	struct dirent *d;
	DIR *dir = opendir(lab_directory());
	int n = 0;

	while (dir && n < 32 && (d = readdir(dir))) {
		struct str s = str_of(d->d_name);

		if (s.n < 5 || strcmp(d->d_name + s.n - 4, ".lab") != 0)
			continue;
		s.n -= 4;
		if (str_fill(stem[n], sizeof(stem[n]), s))
			str_near_try(&near, stem[n++]);
	}
	if (dir)
		closedir(dir);
	err_did_you_mean(e, str_near_best(&near));
	err_hint(e, "actlab list labs shows the labs that are there");
}

bool
lab_find(const char *name, char path[1024], struct err *e)
{
	static const char *const ends[] = { "", ".lab", NULL };
	const char *dir = lab_directory();

	if (exists(name) && !(is_plain(name) && is_directory(name))) {
		if (str_fill(path, 1024, str_of(name)))
			return true;
		return err_set(e, ERR_USAGE, SPAN_NONE, "the path '%s' is too long",
			       name);
	}
	for (int i = 0; is_plain(name) && ends[i]; i++) {
		int n = snprintf(path, 1024, "%s/%s%s", dir, name, ends[i]);

		if (n < 1024 && exists(path))
			return true;
	}
	err_set(e, ERR_USAGE, SPAN_NONE, "there is no lab '%s'", name);
	nearest_lab(name, e);
	return false;
}
