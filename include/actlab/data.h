/* Data sets: made from a seed, read from CSV, or shipped with the program. */
#ifndef ACTLAB_DATA_H
#define ACTLAB_DATA_H

#include "actlab/arena.h"
#include "actlab/param.h"
#include "actlab/rng.h"

enum data_target {
	DATA_CLASS,			/* label[i] is one of n_class classes */
	DATA_VALUES,			/* y (n, out): numbers to be met */
	DATA_LABELS			/* y (n, out): 0 or 1, several may be set */
};

/* Rows 0..n_train-1 are for training, the rest is the test part. */
struct data_set {
	const char *name;		/* the row's name */
	int n, n_train;
	int in;				/* inputs per row */
	enum data_target target;
	int n_class;			/* DATA_CLASS: at least 2 */
	int out;			/* width of y; 0 for DATA_CLASS */
	float *x;			/* (n,in) */
	float *y;			/* (n,out) or NULL */
	int *label;			/* (n) or NULL */
	const char **in_name;		/* (in): "x1", or the CSV's column name */
	const char **class_name;	/* (n_class) or NULL */
	int image_w, image_h;		/* where a row is a picture, else 0 */
	char note[200];			/* what was done to them, where from */
};

/* Where files may be read: the lab's own directory, then the installed data. */
struct data_place {
	const char *lab_dir;		/* "" : none */
	const char *data_dir;
};

struct data_kind {
	const char *name, *formula, *help;
	const struct param *param;	/* n noise ..., and test= in all of them */
	bool standardise;		/* inputs: mean 0, deviation 1 in training */
	/* Made sets: shape says n, in, target, n_class, out; fill makes x, and label or
	 * y, out of draws from the stream ("data", 0) alone. */
	void (*shape)(struct data_set *d, const struct param_set *p);
	void (*fill)(struct data_set *d, const struct param_set *p, struct rng *r);
	/* Read sets have this instead: all of *d but name and n_train, in an arena that
	 * is set up here.  Where it fails data_make gives the arena back. */
	bool (*read)(struct data_set *d, const struct param_set *p,
		     const struct data_place *place, struct arena *own, struct err *e);
};
extern const struct data_kind data_kinds[];	/* circles ... digits; { 0 } ends */
const struct data_kind *data_kind_find(struct str name);

/* Reads or makes a data set in an arena of its own, which is set up here and which
 * the caller owns (where this fails it is given back already).
 *
 * test= is a share below 1 or a count of rows; the share of a set too small for it
 * is one row.  The test part is drawn with the stream ("split", 0) of seed, so that
 * another test= never changes which rows there are; without a test part they stay
 * in the order in which they were made or read. */
bool data_make(struct data_set *d, const struct data_kind *kind,
	       const struct param_set *p, uint64_t seed, const struct data_place *place,
	       struct arena *own, struct err *e);

/* The installed data directory: ACTLAB_LABDIR "/data", or where ACTLAB_LABS (environment)
 * points, or labs/data beside the program's source when run from its build tree. */

/* CSV alone, for tests and tools.  Records end with LF, CRLF or CR; blank lines at
 * the end are none.  A cell in double quotes may hold commas, line ends and, doubled,
 * quotes; others are trimmed.  UTF-8, a BOM is skipped.  Errors name row and column,
 * both 1-based, as the file counts its records and fields. */
enum {
	DATA_CSV_BYTES_MAX = 64 << 20, DATA_CSV_CELLS_MAX = 10 << 20,
	DATA_CSV_COLS_MAX = 4096
};
/* AUTO: record 1 is a header where none of its cells is a number. */
enum data_header { DATA_HEADER_AUTO, DATA_HEADER_YES, DATA_HEADER_NO };
struct data_csv {
	const char *file;		/* its name in messages, lent */
	struct span at;			/* where a lab names it, for messages */
	int rows, cols;			/* rows: without the header */
	bool header;
	const char **name;		/* (cols): "x3" where there is none */
	struct str *cell;		/* (rows,cols), unquoted; many lie in text */
	int *line;			/* (rows): where a record starts, from 1 */
};
/* file and at are the caller's to fill; text is lent as long as *c is used. */
bool data_csv_parse(struct data_csv *c, struct str text, enum data_header header,
		    struct arena *a, struct err *e);
size_t data_csv_need(struct str text);

#endif
