/* Runs as programs of other frameworks: what a framework calls things is in tables of
 * text, in which $name stands for the value of an argument.
 */
#ifndef REPORT_SCRIPT_H
#define REPORT_SCRIPT_H

#include "actlab/report.h"

/* A row of a table ends with { 0 }; everything in nn has one. */
struct script_row {
	const char *name;		/* as in nn_acts, nn_losses, nn_layer_kinds, nn_opts */
	const char *text;
	const char *needs;		/* names of helpers, "Reshape Gated"; or NULL */
	const char *load;		/* of layers, Keras: what the first weight goes
					 * through; of optimisers: "decay", it decays the
					 * weights itself */
};
struct script_tongue {
	const char *name;		/* "PyTorch" */
	const struct script_row *layers, *acts, *losses, *opts;
	const struct script_row *helpers;	/* text: definitions, each once */
	const struct formula_word *words;	/* for formulas of one's own */
	const char *head;		/* imports */
	/* The net with its first weights, from WEIGHTS. */
	void (*net)(FILE *f, const struct report_script *s);
	/* The loop, piece by piece: its head, the gradients, what is done to them where it is
	 * asked for ($clip, $clip_value, $l1, $coupled, $weight_decay), and the step. */
	const char *begin, *loop, *clip, *clip_value, *l1, *coupled, *decay, *step, *end;
};
extern const struct script_tongue script_pytorch, script_keras;
extern const struct script_row script_pytorch_helpers[], script_keras_helpers[];
extern const char script_noise[];	/* the class of dropout's random stream */
extern const struct formula_word script_pytorch_words[], script_keras_words[];

/* What $name stands for, in value; false: it is not known. */
enum { SCRIPT_VALUE_MAX = 1600 };
struct script_scope {
	const struct script_tongue *tongue;
	const struct report_script *script;
	const struct param *param;	/* of the row, NULL: none */
	const double *arg;		/* by row of param */
	const struct nn_layer *layer;	/* or NULL */
	int at;				/* its index */
};
void script_put(FILE *f, const char *text, const struct script_scope *c);
const struct script_row *script_row_find(const struct script_row *rows, const char *name);
/* Floats as the doubles that a person would have written. */
void script_args(double *arg, const float *p, const struct param *rows);
/* Does the lab turn it after the first step? */
bool script_turned(const struct train_trace *t, struct str knob);
/* The scope of layer i of the net. */
struct script_scope script_layer_scope(const struct script_tongue *t,
				       const struct report_script *s, int i);
/* script_own.c: activations of the lab's own, as functions, and where a layer uses one. */
void script_own_put(FILE *f, const struct script_tongue *t, const struct nn_net *net);
void script_own_use(FILE *f, const struct script_scope *in, const struct nn_act_use *a);
/* The shortest decimal that is v again; as Python writes it. */
const char *script_number(char buf[STR_NUM_MAX], double v, bool single);
/* numbers("<f4", (2, 3), """...""") */
void script_floats(FILE *f, const float *v, const int *dim, int rank);
void script_doubles(FILE *f, const double *v, int n);
void script_ints(FILE *f, const int *v, int n);

#endif
