/* Manual pages, for tests that ask them for entries. */
#ifndef TESTS_PAGE_H
#define TESTS_PAGE_H

#include <stdbool.h>

/* The source of man/NAME, or NULL; free it. */
char *page_source_read(const char *name);
/* The word stands in a line that begins with .It */
bool page_has_entry(const char *page, const char *word);

#endif
