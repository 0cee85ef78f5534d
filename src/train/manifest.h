/* A trajectory's manifest in the engine's own terms: lines of a net, a loss, an
 * optimiser, and where the numbers are.
 */
#ifndef TRAIN_MANIFEST_H
#define TRAIN_MANIFEST_H

#include "actlab/train.h"

#include <jansson.h>

enum { MANIFEST_LINES_MAX = 2000, MANIFEST_LEFT_MAX = 64, MANIFEST_AT_MAX = 96 };

/* A parameter or buffer, in the order in which the layers name it first. */
struct manifest_name {
	const char *name;
	const char *layer;		/* "model[1] linear", the first */
	bool buffer;
};
/* What a tensor of the net is called. */
struct manifest_place {
	int name;			/* -1: nothing, it stays as it starts */
	const char *layer;
};
struct manifest {
	const char *file;		/* without its directory, for messages */
	json_t *json;
	struct data_tensors tensors;
	struct arena *own;		/* names and words, which outlive this */
	struct arena work;		/* lines and names */

	int lines;
	struct nn_layer_spec *line;	/* (lines) */
	int n_name;
	struct manifest_name *name;	/* (n_name) */
	int n_place;
	struct manifest_place *place;	/* (n_place): each tensor of the net */
	struct nn_shape in;
	int rows, steps, batch;
	bool classes;			/* y holds class indices */
	struct nn_loss_use loss;
	const struct nn_opt *opt;
	double opt_arg[PARAM_MAX];
	double clip, clip_eps;		/* largest norm, INFINITY: any; added to it */
	double clip_value;		/* of each gradient, INFINITY: any */
	int n_left;
	const char **left;		/* (MANIFEST_LEFT_MAX), in own */
};

/* Reads r->text's JSON and the file of tensors beside path.  What was taken in is given
 * back by manifest_close, whatever this returns. */
bool manifest_open(struct manifest *m, struct train_replay *r, const char *path,
		   struct err *e);
void manifest_close(struct manifest *m);

/* The parts, each a file. */
bool manifest_model(struct manifest *m, struct err *e);
bool manifest_loss(struct manifest *m, struct err *e);
bool manifest_opt(struct manifest *m, struct err *e);

/* "FILE: at: message" */
bool manifest_wrong(const struct manifest *m, const char *at, struct err *e,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* A number (or true, false); absent or null: def. */
bool manifest_number(const struct manifest *m, const json_t *o, const char *at,
		     const char *key, double def, double *out, struct err *e);
/* Absent or null: NULL.  Anything but a text is an error. */
bool manifest_text(const struct manifest *m, const json_t *o, const char *at,
		   const char *key, const char **out, struct err *e);
/* Looks at the keys of o that are not among the words of known: one that changes what is
 * computed is an error, any other is noted in m->left. */
bool manifest_rest(struct manifest *m, json_t *o, const char *at, const char *known,
		   struct err *e);
bool manifest_is_word(const char *words, const char *word);

/* A tensor of n elements by its name, NULL: e says that it is missing or of another
 * size. */
const struct data_tensor *manifest_tensor(const struct manifest *m, const char *name,
					  double n, struct err *e);
/* What the tensor of its values is called: key is "init", "final_f64". */
const char *manifest_values_of(const struct manifest *m, const char *name,
			       const char *key, char buf[256]);
/* The tensor with the initial values of a parameter or buffer; NULL: there is none. */
const struct data_tensor *manifest_init(const struct manifest *m, const char *name);
/* What a section calls a tensor, where it says so: data.x, expected.full_loss. */
const char *manifest_name_of(const struct manifest *m, const char *section,
			     const char *key, const char *def);
/* The entry of `parameters` or `buffers` for a name; NULL: there is none. */
const json_t *manifest_entry(const struct manifest *m, const char *list,
			     const char *name, int *index);

#endif
