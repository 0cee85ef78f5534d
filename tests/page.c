#include "tests/page.h"
#include "tests/tap.h"

#include <stdlib.h>

char *
page_source_read(const char *name)
{
	char path[256], *text = NULL;
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "../man/%s", name);
	f = fopen(tap_path(path), "r");
	if (f && getdelim(&text, &n, '\0', f) < 0) {
		free(text);
		text = NULL;
	}
	if (f)
		fclose(f);
	return text;
}

/* The word is one of a line's n bytes. */
static bool
has_word(const char *line, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 1; i + len <= n; i++)
		if (line[i - 1] == ' ' && strncmp(line + i, word, len) == 0
		    && (i + len == n || line[i + len] == ' '))
			return true;
	return false;
}

bool
page_has_entry(const char *page, const char *word)
{
	for (const char *p = page; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		if (strncmp(p, ".It ", 4) == 0 && has_word(p, n, word))
			return true;
		p += n;
	}
	return false;
}
