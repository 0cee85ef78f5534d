/* One key=value that a verb, a data set, a layer or a panel understands.
 *
 * A row carries its own limits, which are checked once, where text becomes a
 * value.  After that an int is small enough and nobody checks again.
 */
#ifndef ACTLAB_PARAM_H
#define ACTLAB_PARAM_H

#include "actlab/str.h"

enum param_kind {
	PARAM_REAL,
	PARAM_INT,
	PARAM_WORD,			/* one of .words */
	PARAM_TEXT,			/* a name or path, checked by whoever uses it */
	PARAM_LIST			/* whole numbers: "1,10,20", "1..20", "1..5,9" */
};

struct param {
	const char *name;
	enum param_kind kind;
	double min, max, def;		/* inclusive; WORD: def is the index in words */
	const char *unit;		/* "points", "epochs", or "" */
	const char *words;		/* WORD: "linear log"; TEXT, LIST: the default */
	const char *help;		/* one line, no full stop */
};
/* Rows end with { 0 }. */

enum { PARAM_MAX = 32, PARAM_LIST_MAX = 64, PARAM_TEXT_MAX = 256 };

struct param_value {
	bool given;
	double num;			/* REAL, INT; WORD: index in words */
	char text[PARAM_TEXT_MAX];	/* as written, of every kind; defaults too */
	int list[PARAM_LIST_MAX];
	int n_list;
	struct span at;			/* where the value stands in its source */
};

/* Values for the rows, index by index. */
struct param_set {
	const struct param *rows;
	struct param_value v[PARAM_MAX];
};

int param_count(const struct param *rows);
/* Index, -1: no such row. */
int param_find(const struct param *rows, struct str name);

/* Every value its default. */
void param_set_init(struct param_set *s, const struct param *rows);
/* Reads one value; key_at and value_at are for the message.  Errors: ERR_NAME
 * with the nearest name, ERR_SYNTAX, ERR_RANGE; then *s is unchanged. */
bool param_set_text(struct param_set *s, struct str key, struct span key_at,
		    struct str value, struct span value_at, struct err *e);
/* By name; a name that is no row is a programming mistake. */
const struct param_value *param_get(const struct param_set *s, const char *name);
double param_num(const struct param_set *s, const char *name);
int param_int(const struct param_set *s, const char *name);
const char *param_text(const struct param_set *s, const char *name);
bool param_given(const struct param_set *s, const char *name);

/* "name", "name(0.2)" or "name(slope=0.2, b=3)": how a row of a table is named
 * together with its parameters.  param_call_split cuts the name off;
 * param_call_args reads the rest into num[] (rows without it get defaults).
 * param_call_text gives the value of one row as it is written, false: it is not given.
 * Only REAL, INT and WORD rows have numbers; of TEXT rows num[] stays the default.  at is
 * the place of the whole text. */
struct param_call {
	struct str name, args;
	struct span name_at, args_at;
};
bool param_call_split(struct str text, struct span at, struct param_call *c,
		      struct err *e);
bool param_call_args(const struct param_call *c, const struct param *rows, double *num,
		     struct err *e);
bool param_call_text(const struct param_call *c, const struct param *rows, int row,
		     struct str *value, struct span *at);

#endif
