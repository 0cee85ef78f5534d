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
	double *mean, *deviation;	/* (in): x is (what was read - mean) / deviation,
					 * and 0 where that is 0; NULL: nothing was done */
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
	/* Read sets, and made ones that can fail, have this instead: all of *d but name
	 * and n_train, in an arena that is set up here.  Where it fails data_make gives
	 * the arena back. */
	bool (*read)(struct data_set *d, const struct param_set *p,
		     const struct data_place *place, struct rng *r, struct arena *own,
		     struct err *e);
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

/* A copy that owns all it has, with room for spare rows more; own is set up here. */
bool data_copy(struct data_set *d, const struct data_set *from, int spare,
	       struct arena *own, struct err *e);
/* A set with a class or one number for each row as the text of a CSV file: read with
 * standardise=no header=yes test= the rows of the test part, its target= and this seed it
 * is the same set, row by row and part by part.  Classes keep their names where these lie
 * in the order in which they are read, else they are numbers; each needs a row. */
size_t data_csv_text_need(const struct data_set *d);
const char *data_csv_text(const struct data_set *d, uint64_t seed, struct arena *a);

/* The path of a lab's file, below one of the directories of place. */
bool data_file_find(char path[1024], const struct param_value *file,
		    const struct data_place *place, struct err *e);
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

/* ---------------------------------------------------------------- safetensors
 * A file of named arrays, as other frameworks write weights: 8 bytes length of a header,
 * the header in JSON, then the numbers, little-endian and row-major. */
enum {
	DATA_RANK_MAX = 8, DATA_TENSORS_MAX = 65536, DATA_TENSORS_HEADER_MAX = 16 << 20,
	DATA_TENSORS_BYTES_MAX = 1 << 30
};
struct data_dtype {
	const char *name;			/* "F32" */
	int size;				/* bytes of an element */
	double (*number)(uint64_t bits);	/* what its bits stand for */
};
extern const struct data_dtype data_dtypes[];	/* F64 F32 F16 BF16 I64 ...; { 0 } ends */
const struct data_dtype *data_dtype_find(struct str name);

struct data_tensor {
	const char *name;
	const struct data_dtype *dtype;
	int rank, dim[DATA_RANK_MAX];
	int n;					/* elements */
	const unsigned char *byte;		/* as in the file, at any address */
	bool big;				/* the most significant byte is the first */
	bool columns;				/* the first index moves fastest */
};
struct data_tensors {
	const char *file;			/* its name in messages, lent */
	int n;
	struct data_tensor *tensor;		/* (n), as they lie in the file */
	int n_note;
	const char *(*note)[2];			/* (n_note): key and value of __metadata__ */
	struct arena text, index;
};
/* Reads a file; *t owns what it holds until data_tensors_done, which an all-zero *t may
 * have too.  Where it fails nothing is held.  A file is refused where its header is no
 * JSON, names a tensor twice, or where tensors overlap, leave a gap or end beyond it. */
bool data_tensors_read(struct data_tensors *t, const char *path, struct err *e);
/* The same of bytes that are lent; t->file is the caller's to fill. */
bool data_tensors_parse(struct data_tensors *t, struct str bytes, struct err *e);
void data_tensors_done(struct data_tensors *t);
/* NULL: there is none of that name. */
const struct data_tensor *data_tensor_find(const struct data_tensors *t,
					   const char *name);
const char *data_tensors_note(const struct data_tensors *t, const char *key);
/* All elements as numbers of that kind; a whole number is cut to an int's range. */
double data_tensor_number(const struct data_tensor *t, int i);
void data_tensor_floats(const struct data_tensor *t, float *to);
void data_tensor_doubles(const struct data_tensor *t, double *to);
void data_tensor_ints(const struct data_tensor *t, int *to);
/* "F32 16x8" */
const char *data_tensor_text(char buf[64], const struct data_tensor *t);

/* Writes tensors and notes (from t->tensor, t->note alone), whole or not at all.  Those
 * of wide elements come first, so that each lies at a multiple of its size. */
bool data_tensors_write(const struct data_tensors *t, const char *path, struct err *e);

#endif
