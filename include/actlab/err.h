/* Errors know their place, and the first one wins.
 *
 * A function that can fail returns bool and takes a struct err *.  false means
 * that the err says why.  The err is the caller's, starts as all zeros
 * ({ 0 }), and keeps the first thing that went wrong: a later err_set on it
 * changes nothing.  Messages are lower case, carry no full stop, quote the
 * user's own word, and say what was expected.
 */
#ifndef ACTLAB_ERR_H
#define ACTLAB_ERR_H

#include <stdbool.h>
#include <stdio.h>

/* Bytes at..at+len-1 of a source; len 0: no place. */
struct span {
	int at, len;
};
#define SPAN_NONE ((struct span){ 0, 0 })

/* A text that errors point into: a file, or a line typed at a prompt.
 * Lent: name and text outlive every err that points here. */
struct err_source {
	const char *name;		/* as the user named it */
	const char *text;
	int len;			/* bytes of text */
};

enum err_code {
	ERR_NONE,			/* nothing has gone wrong yet */
	ERR_USAGE,			/* the command line is wrong */
	ERR_SYNTAX,			/* text that is not what it should be */
	ERR_NAME,			/* a word that names nothing */
	ERR_RANGE,			/* a number outside its limits */
	ERR_SHAPE,			/* sizes that do not fit each other */
	ERR_DATA,			/* a data file or a value in it is unfit */
	ERR_NUMBER,			/* inf or NaN where a number is needed */
	ERR_SYSTEM			/* the system said no: memory, file, terminal */
};

struct err {
	enum err_code code;
	struct span at;
	const struct err_source *source;	/* what .at counts in; may be NULL */
	char msg[160];
	char hint[80];			/* one thing a person can do, or "" */
};

/* Both return false.  Text that does not fit is cut at a whole UTF-8 character;
 * control characters of a user's word are shown as '?', never passed on. */
bool err_set(struct err *e, enum err_code code, struct span at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Fills the hint of the error just set; keeps an earlier hint. */
bool err_hint(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "did you mean 'tanh'?" where nearest is not NULL. */
bool err_did_you_mean(struct err *e, const char *nearest);
/* ERR_SYSTEM with strerror(errno) after the message. */
bool err_errno(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* 0 nothing wrong, 3 for ERR_SYSTEM, 2 for all others. */
int err_exit_status(const struct err *e);

/* 1-based line and column of a place; columns count characters, not bytes. */
void err_place(const struct err_source *s, int at, int *line, int *column);

/* "name:line:col: error: msg", the line with a caret below where there is a
 * place, and the hint.  Long lines are shown as a window around the place. */
void err_print(FILE *f, const struct err *e);

/* Up to ERR_LIST_MAX errors in the order in which they were met. */
enum { ERR_LIST_MAX = 20 };
struct err_list {
	struct err e[ERR_LIST_MAX];
	int n;				/* stored, at most ERR_LIST_MAX */
	int more;			/* met after the list was full */
};
/* Copies *e to the list and clears *e for the next command; returns false. */
bool err_list_take(struct err_list *l, struct err *e);
void err_list_print(FILE *f, const struct err_list *l);

#endif
