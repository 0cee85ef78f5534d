#include "tests/lab/lab.h"

#include <dirent.h>
#include <stdlib.h>

const char lab_head[] =
	"lab    small format=1\n"
	"seed   1\n"
	"data   circles n=40\n"
	"net    deep in=2 hidden=2x4 out=2\n"
	"run    sig deep act=sigmoid init=xavier\n"
	"run    rel deep act=relu init=he\n"
	"vary   act init\n";

struct lab_plan *
lab_of(const char *tail, struct err_list *errs)
{
	char text[16384];
	int n = snprintf(text, sizeof(text), "%s%s", lab_head, tail);

	assert_true(n < (int)sizeof(text));
	return lab_parse("small.lab", (struct str){ text, n }, "", errs);
}

struct lab_plan *
lab_good(const char *tail)
{
	struct err_list errs = { 0 };
	struct lab_plan *p = lab_of(tail, &errs);

	err_list_print(stderr, &errs);
	assert_non_null(p);
	return p;
}

char *
lab_errors_text(const struct err_list *errs)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	err_list_print(f, errs);
	fclose(f);
	return text;
}

char *
lab_slurp(const char *path, int *n)
{
	FILE *f = fopen(path, "rb");
	char *text = malloc(1 << 20);

	assert_non_null(f);
	assert_non_null(text);
	*n = (int)fread(text, 1, (1 << 20) - 1, f);
	text[*n] = 0;
	fclose(f);
	return text;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
lab_names(const char *dir, const char *end)
{
	char **name = calloc(1000, sizeof(*name));
	DIR *d = opendir(tap_path(dir));
	struct dirent *f;
	size_t n = 0;

	assert_non_null(d);
	while ((f = readdir(d))) {
		size_t all = strlen(f->d_name), tail = strlen(end);

		if (all > tail && strcmp(f->d_name + all - tail, end) == 0 && n < 999)
			name[n++] = strdup(f->d_name);
	}
	closedir(d);
	qsort(name, n, sizeof(*name), by_name);
	return name;
}

struct lab_take *
lab_play(const struct lab_plan *p, uint64_t seed, struct train_pool *pool,
	 const struct lab_change *change, int n)
{
	struct err e = { 0 };
	struct lab_take *t = lab_take_new(p, seed, change, n, &e);

	assert_string_equal(e.msg, "");
	assert_non_null(t);
	while (!lab_take_advance(t, pool, false, &e))
		train_pool_wait(pool);
	assert_string_equal(e.msg, "");
	return t;
}
