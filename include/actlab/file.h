/* Files: read whole, written whole or not at all, found within bounds. */
#ifndef ACTLAB_FILE_H
#define ACTLAB_FILE_H

#include "actlab/str.h"
#include <stddef.h>
#include <stdio.h>

/* Reads a regular file of at most max bytes into the arena, with a 0 after its
 * end.  A directory, FIFO or device is refused by name; so is a larger file. */
bool file_read(const char *path, size_t max, struct arena *a, struct str *out,
	       struct err *e);
/* The same, in an arena of its own that is set up here; where it fails it is given back
 * already. */
bool file_load(const char *path, size_t max, struct arena *own, struct str *out,
	       struct err *e);
/* Likewise, but "-" is standard input, whatever that is, up to its end. */
bool file_load_input(const char *path, size_t max, struct arena *own, struct str *out,
		     struct err *e);

/* Writing: to path.tmp in the same directory, then flush, fsync, close, rename.
 * The file is whole or the old one is still there. */
struct file_out {
	FILE *f;
	char path[1024], tmp[1040];
};
bool file_out_open(struct file_out *o, const char *path, struct err *e);
bool file_out_printf(struct file_out *o, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool file_out_bytes(struct file_out *o, struct err *e, const void *bytes, size_t n);
bool file_out_commit(struct file_out *o, struct err *e);
void file_out_done(struct file_out *o);		/* removes the tmp unless committed */

/* The file of a directory whose name, without end ("" for all of it), is nearest to
 * name; false: none is near, or there is no such directory. */
bool file_nearest(char out[256], const char *dir, struct str name, const char *end);

/* Joins dir and name for a lab's own reading: name is relative, holds no "..",
 * and after symbolic links lies below dir; anything else is refused.  Where there is
 * no such file, the hint names one that is called nearly so. */
bool file_below(char out[1024], const char *dir, struct str name, struct span at,
		struct err *e);

#endif
