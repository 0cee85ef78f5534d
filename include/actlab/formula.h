/* Expressions: one language for expectations, conditions and numbers in prose.
 *
 *	expr    -> or
 *	or      -> and { "or" and }
 *	and     -> not { "and" not }
 *	not     -> "not" not | compare
 *	compare -> sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
 *	sum     -> product { ("+" | "-") product }
 *	product -> unary { ("*" | "/") unary }
 *	unary   -> ("-" | "+") unary | power
 *	power   -> atom [ "^" unary ]
 *	atom    -> number | name | name "(" [ expr { "," expr } ] ")" | "(" expr ")"
 *
 * Names are [a-z][a-z0-9_]*.  pi and e are numbers; the functions of
 * formula_functions are known (exp, log, log10, sqrt, abs, sin, cos, tanh, erf,
 * min, max, floor, if(c, a, b), relu, gelu, ...).  Every other name or call is asked of
 * the environment.
 * A truth value is 1 or 0; comparisons with NaN are false, != too, and so is the
 * "not" of one: a measure that is NaN never satisfies an expectation.  As an
 * operand of and, or, not any number but 0 is true.
 */
#ifndef ACTLAB_FORMULA_H
#define ACTLAB_FORMULA_H

#include "actlab/arena.h"
#include "actlab/str.h"

/* DEPTH: brackets, signs and powers inside each other; NODES: numbers, names and
 * operators in one expression, so that no text is too long for a recursion. */
enum {
	FORMULA_ARGS_MAX = 9, FORMULA_DEPTH_MAX = 64, FORMULA_NODES_MAX = 1000,
	FORMULA_COMPARES_MAX = 16
};

enum formula_op {
	FORMULA_NUMBER,
	FORMULA_CALL,			/* a name that the environment knows */
	FORMULA_FUNCTION,		/* a row of formula_functions */
	FORMULA_NEG, FORMULA_NOT,
	FORMULA_ADD, FORMULA_SUB, FORMULA_MUL, FORMULA_DIV, FORMULA_POW,
	FORMULA_LT, FORMULA_LE, FORMULA_GT, FORMULA_GE, FORMULA_EQ, FORMULA_NE,
	FORMULA_AND, FORMULA_OR
};

struct formula_node {
	enum formula_op op;
	struct span at;			/* all of this node, with its brackets */
	double number;			/* NUMBER */
	struct str name;		/* CALL, FUNCTION; lent from the source text */
	struct span name_at;
	const struct formula_function *function;
	int n_arg;
	struct formula_node *arg[FORMULA_ARGS_MAX];
	bool bare;			/* CALL without parentheses */
};

/* A row computes itself (one or many, and array), or it stands for a formula of x and a
 * (body).  Then its value, its slope and its code follow from that.  A row with both
 * computes itself of x alone, and is its body where a second argument is given. */
struct formula_function {
	const char *name, *usage, *help;
	int min_args, max_args;
	double (*one)(double x);			/* takes 1 argument; else NULL */
	double (*many)(const double *x, int n);		/* takes 2 or more */
	/* y = f(x), n a multiple of 8, y is not x; of those that take 1 argument */
	void (*array)(float *restrict y, const float *restrict x, int n);
	const char *slope;		/* f'(x), a formula; of those with 1 argument */
	const char *body;		/* "x*sigmoid(x)"; NULL: it computes itself */
	double a;			/* body: a where no second argument is given */
};
extern const struct formula_function formula_functions[];	/* ends with { 0 } */
bool formula_is_function(struct str name);
/* Feeds the names of all functions, for a search among those and one's own. */
void formula_functions_near(struct str_near *near);

/* Parses all of text into the arena.  text.s lies inside e's source, at byte
 * offset at; spans count in that source.  NULL: e says why. */
struct formula_node *formula_parse(struct str text, int at, struct arena *a,
				   struct err *e);
/* Arena bytes that a text of n bytes can need at most. */
size_t formula_need(int n);

/* What the expression's user knows: embed this and look at the call's name and
 * arguments (an argument that is itself a bare CALL is a name: a run, a mark). */
struct formula_env {
	/* Value of a CALL.  false: e says why, with the call's span. */
	bool (*call)(const struct formula_env *env, const struct formula_node *call,
		     double *out, struct err *e);
	/* Checks a CALL without a value: known name, right arguments.  An ERR_NAME at
	 * the call's name without a hint gets the nearest function as its hint. */
	bool (*check)(const struct formula_env *env, const struct formula_node *call,
		      struct err *e);
};
bool formula_eval(const struct formula_node *f, const struct formula_env *env,
		  double *out, struct err *e);
/* Checks every CALL in f, also those inside arguments of functions; what is inside
 * the arguments of a CALL is its own business. */
bool formula_check(const struct formula_node *f, const struct formula_env *env,
		   struct err *e);
/* True if f is a truth value (comparison, and, or, not). */
bool formula_is_condition(const struct formula_node *f);

/* The comparisons of a condition, left to right: what was measured, the
 * threshold, by how much it held. */
struct formula_compare {
	const struct formula_node *node;
	double left, right;
	bool held;
	double margin;	/* > 0 held, < 0 not: (right - left) / scale for < and <=,
			 * the other way round for > and >=; scale = |right|, or 1 if
			 * right is 0; -inf or inf where a side is infinite or NaN;
			 * == 0 or -inf, != inf or -inf */
};
/* Evaluates all comparisons of f, fills *n of them. */
bool formula_compares(const struct formula_node *f, const struct formula_env *env,
		      struct formula_compare out[FORMULA_COMPARES_MAX], int *n,
		      struct err *e);
/* "<", "<=" ... */
const char *formula_op_text(enum formula_op op);

/* ------------------------------------------------------------------------- curves */

/* A formula of one variable that is drawn, differentiated and trained with:
 *
 *	curve -> [ name "(" x [ ";" param { "," param } ] ")" "=" ] expr
 *	param -> name "=" number [ "learned" ]		learned ones first
 *
 * Without the part before "=" the variable is x.  At a kink the slope follows the
 * activations of the library: max and min give way to the argument that does not move,
 * else to the last one (so max(0, x) has slope 0 at 0, and max(x, 0.1*x) has 0.1); abs
 * has slope 0 at 0; if(c, a, b) has the slope of the branch it takes; step, sign, floor
 * and comparisons are flat.
 *
 * A formula may call the curves that are known to whoever reads it: swish(2*x, 0.5),
 * where parameters stand behind the variable, and those left out are where they start.
 * It is as if the called formula were written there.
 */
enum {
	FORMULA_PARAMS_MAX = 8, FORMULA_NAME_MAX = 32, FORMULA_TEXT_MAX = 1000,
	FORMULA_FAULT_MAX = 160,
	FORMULA_CURVE_ROOM = 4 << 20		/* arena bytes that no curve exceeds */
};

/* Flat code over blocks of floats; read-only, so that threads may share it. */
struct formula_program;
/* y = the program's value, n values, y may be x; p by parameter.  The bits do not depend
 * on n, on the place or on the kernel. */
void formula_run(const struct formula_program *c, float *y, const float *x, int n,
		 const float *p);

struct formula_curve {
	char name[FORMULA_NAME_MAX];	/* "": the formula alone */
	char var[FORMULA_NAME_MAX];	/* "x" */
	const char *formula;		/* f as written, blanks as one */
	const char *slope;		/* f', simplified; a long one is cut with "..." */
	int n_param, n_learned;
	struct {
		char name[FORMULA_NAME_MAX];
		double start;
	} param[FORMULA_PARAMS_MAX];
	const struct formula_program *f, *df;
	const struct formula_program *dp[FORMULA_PARAMS_MAX];	/* df/dp, learned ones */
	int n_call;			/* curves that it calls itself */
	const struct formula_curve *const *call;
};
/* Curves that can be called, the newest last: of two with one name it is the one
 * meant. */
struct formula_known {
	int n;
	const struct formula_curve *const *curve;
};
/* Reads and compiles a curve into the arena.  text.s lies inside e's source, at byte
 * offset at.  The curves of known, which may be NULL, are lent for good: c points to
 * those that it calls.  false: e says why; so it does where the arena has not
 * FORMULA_CURVE_ROOM left (what is used is far less, as a rule). */
bool formula_curve_read(struct formula_curve *c, struct str text, int at,
			const struct formula_known *known, struct arena *a,
			struct err *e);
/* How another language says an operation: by the function's name, by the operator, "neg"
 * for a sign, "1-tanh^2" for just that.  In the text $1 $2 $3 are the operands, #1 the
 * same where a number is none but a tensor; "number" is what comes before one then.  Ends
 * with { 0 }. */
struct formula_word {
	const char *name, *text;
};
const char *formula_word_find(const struct formula_word *words, const char *name);
/* The program as statements, the last of which returns the value; var names the variable
 * and the parameters.  Every operation has its word. */
void formula_write_code(FILE *f, const struct formula_program *c, const char *const *var,
			const struct formula_word *words, const char *indent);

/* "swish(x; beta=1 learned) = x*sigmoid(beta*x)", cut where buf is full. */
void formula_curve_text(const struct formula_curve *c, char *buf, size_t size);
/* Finds the first of n inputs that is finite while f or f' of it is not, and says which
 * part of which formula it is: "log(x) is -inf at x = 0".  false: there is none. */
bool formula_curve_fault(const struct formula_curve *c, const float *x, int n,
			 const float *p,
			 char out[FORMULA_FAULT_MAX]);

#endif
