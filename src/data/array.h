/* Arrays in files of other programs: numbers of any type and shape, perhaps packed. */
#ifndef DATA_ARRAY_H
#define DATA_ARRAY_H

#include "data/set.h"

enum { DATA_ARRAY_BYTES_MAX = 1 << 30 };

/* A file of a lab, in an arena of its own, unpacked where it is gzipped. */
struct data_file {
	const char *name;			/* as the lab named it, lent */
	struct span at;
	struct arena own;
	struct str bytes;
};
/* Finds and reads it; *f holds something until data_file_done only where this is true. */
bool data_file_open(struct data_file *f, const struct param_value *v,
		    const struct data_place *place, struct err *e);
void data_file_done(struct data_file *f);
bool data_file_wrong(const struct data_file *f, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Unpacks deflated bytes, with the wrapping of gzip or none, into an arena that is set up
 * here.  false: they are damaged, or more than DATA_ARRAY_BYTES_MAX. */
bool data_inflate(const struct data_file *f, struct str packed, bool gzip,
		  struct arena *own, struct str *out, struct err *e);

/* The array of an .npy or IDX file; its numbers are lent from bytes. */
bool data_npy_parse(const struct data_file *f, struct str bytes, struct data_tensor *t,
		    struct err *e);
bool data_idx_parse(const struct data_file *f, struct data_tensor *t, struct err *e);
/* The bytes of one array of an .npz file, unpacked into *own where they are packed. */
bool data_npz_find(const struct data_file *f, const char *name, struct arena *own,
		   struct str *out, struct err *e);

/* What is to become of two arrays, x (n,...) and y (n) or (n,k). */
enum data_array_target { ARRAY_AUTO, ARRAY_CLASS, ARRAY_VALUES, ARRAY_LABELS };
struct data_arrays {
	const struct data_file *x_file, *y_file;	/* for messages */
	struct data_tensor x, y;
	enum data_array_target target;
	double divide;				/* inputs are divided by it */
	int rows;				/* the first of them; 0: all */
};
bool data_arrays_set(struct data_set *d, const struct data_arrays *a, struct arena *own,
		     struct err *e);

#endif
