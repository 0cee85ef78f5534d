/* Data sets: made from a seed, read from CSV, or shipped with the program. */
#ifndef ACTLAB_DATA_H
#define ACTLAB_DATA_H

#include "actlab/arena.h"
#include "actlab/param.h"

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
	char note[200];			/* what was done: "standardised on the training part; ..." */
};

/* Where files may be read: the lab's own directory, then the installed data. */
struct data_place {
	const char *lab_dir;		/* "" : none */
	const char *data_dir;
};

struct data_kind {
	const char *name, *formula, *help;
	const struct param *param;	/* n noise ... ; test= of all kinds is added by data_kind */
	/* Fills *d, in the arena.  Draws from the stream ("data", 0) of seed, then splits
	 * with ("split", 0). */
	bool (*make)(struct data_set *d, const struct param_set *p, uint64_t seed,
		     const struct data_place *place, struct arena *a, struct err *e);
	/* Arena bytes that make needs for these parameters. */
	size_t (*need)(const struct param_set *p, const struct data_place *place);
};
extern const struct data_kind data_kinds[];	/* circles spirals moons ... csv digits */
const struct data_kind *data_kind_find(struct str name);

/* Reads or makes a data set in an arena of its own, which the caller owns. */
bool data_make(struct data_set *d, const struct data_kind *kind, const struct param_set *p,
	       uint64_t seed, const struct data_place *place, struct arena *own, struct err *e);

/* The installed data directory: ACTLAB_LABDIR "/data", or where ACTLAB_LABS (environment)
 * points, or labs/data beside the program's source when run from its build tree. */

/* CSV alone, for tests and tools.  Errors name row and column, both 1-based, as the file
 * counts its records and fields. */
struct data_csv {
	int rows, cols;
	bool header;
	const char **name;		/* (cols) */
	struct str *cell;		/* (rows,cols), unquoted */
	int *line;			/* (rows): line of the file where a record starts */
};
bool data_csv_parse(struct data_csv *c, struct str text, struct arena *a, struct err *e);
size_t data_csv_need(struct str text);

#endif
