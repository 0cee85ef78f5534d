#include "tests/nn/suite.h"

#include <stdlib.h>

/* Cuts one line into fields in place; a quoted field may hold commas. */
static void
csv_line(char **cell, char *s)
{
	for (int i = 0; i < CSV_COLS_MAX && s; i++) {
		char *end = *s == '"' ? strchr(s + 1, '"') : NULL;

		cell[i] = end ? s + 1 : s;
		if (end)
			*end++ = 0;
		s = strchr(end ? end : s, ',');
		if (s)
			*s++ = 0;
	}
}

void
csv_read(struct csv *c, const char *below_tests)
{
	FILE *f = fopen(tap_path(below_tests), "rb");
	long size;
	char *line, *rest;

	if (!f || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0) {
		fprintf(stderr, "cannot read %s\n", below_tests);
		exit(99);
	}
	rewind(f);
	memset(c, 0, sizeof(*c));
	c->text = calloc((size_t)size + 1, 1);
	if (fread(c->text, 1, (size_t)size, f) != (size_t)size)
		exit(99);
	fclose(f);
	rest = strchr(c->text, '\n');
	while (rest && *++rest && c->rows < CSV_ROWS_MAX) {
		line = rest;
		rest = strchr(line, '\n');
		if (rest)
			*rest = 0;
		csv_line(c->cell[c->rows++], line);
	}
}

int
csv_numbers(const char *s, double *v, int max)
{
	int n = 0;
	char *end;

	while (*s && n < max) {
		v[n] = strtod(s, &end);
		if (end == s)
			break;
		n++;
		s = end + strspn(end, " ");
	}
	return n;
}

struct arena
suite_arena(size_t size)
{
	struct arena a;
	struct err e = { 0 };

	if (!arena_init(&a, size, &e))
		fail_msg("%s", e.msg);
	return a;
}

void
suite_row(const char *name, const char *sentence, CMUnitTestFunction f, const void *row)
{
	char text[160];

	snprintf(text, sizeof(text), "%s_%s", name, sentence);
	tap_add(text, f, row);
}
