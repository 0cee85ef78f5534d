/* What of a stranger's text may reach a terminal. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "actlab/str.h"

/* False for bad bytes, control characters (C0, DEL, C1), line separators and
 * marks that turn the direction of writing: those are shown as '?'.  ch and n are
 * what str_utf8_next gave. */
bool text_is_safe(int n, uint32_t ch);
/* Copies s with '?' for what is not safe, cut at a whole character. */
void text_clean(char *out, size_t size, struct str s);

#endif
