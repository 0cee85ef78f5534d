/* Activations of the lab's own in a program: their formula and its slope as functions,
 * which a helper of the tongue makes an activation of. */
#include "report/script.h"

#include <string.h>

/* ---- how an operation is written ---- */

/* What both say alike, up to the name of the module. */
#define COMMON(t, math) \
	{ "neg", "-$1" }, { "+", "$1 + $2" }, { "-", "$1 - $2" }, { "*", "$1 * $2" }, \
	{ "/", "$1 / $2" }, { "^", "#1 ** $2" }, { "min", t "minimum(#1, #2)" }, \
	{ "max", t "maximum(#1, #2)" }, { "if", t "where($1 != 0, #2, #3)" }, \
	{ "exp", t "exp($1)" }, { "expm1", math "expm1($1)" }, { "log", math "log($1)" }, \
	{ "log1p", math "log1p($1)" }, { "sqrt", t "sqrt($1)" }, { "abs", t "abs($1)" }, \
	{ "sin", t "sin($1)" }, { "cos", t "cos($1)" }, { "tan", t "tan($1)" }, \
	{ "tanh", t "tanh($1)" }, { "1-tanh^2", t "cosh($1)**-2" }, \
	{ "erf", math "erf($1)" }, { "erfc", math "erfc($1)" }, \
	{ "atan", t "atan($1)" }, { "sigmoid", t "sigmoid($1)" }, \
	{ "floor", t "floor($1)" }, { "ceil", math "ceil($1)" }, \
	{ "round", t "sign($1) * " t "floor(" t "abs($1) + 0.5)" }, \
	{ "sign", t "sign($1)" }

#define TRUTH(condition) "(" condition ").to(torch.float32)"
const struct formula_word script_pytorch_words[] = {
	COMMON("torch.", "torch."),
	{ "number", "torch.tensor(" },
	{ "log10", "torch.log10($1)" }, { "log2", "torch.log2($1)" },
	{ "softplus", "F.softplus($1)" },
	{ "step", TRUTH("$1 > 0") }, { "<", TRUTH("$1 < $2") },
	{ "<=", TRUTH("$1 <= $2") },
	{ ">", TRUTH("$1 > $2") }, { ">=", TRUTH("$1 >= $2") },
	{ "==", TRUTH("$1 == $2") }, { "!=", TRUTH("$1 != $2") },
	{ "not", TRUTH("$1 == 0") }, { "and", TRUTH("($1 != 0) & ($2 != 0)") },
	{ "or", TRUTH("($1 != 0) | ($2 != 0)") },
	{ 0 }
};
#undef TRUTH
#define TRUTH(condition) "tf.cast(" condition ", tf.float32)"
const struct formula_word script_keras_words[] = {
	COMMON("tf.", "tf.math."),
	{ "number", "tf.constant(" },
	{ "log10", "tf.math.log($1) / np.float32(np.log(10))" },
	{ "log2", "tf.math.log($1) / np.float32(np.log(2))" },
	{ "softplus", "tf.nn.softplus($1)" },
	{ "step", TRUTH("$1 > 0") }, { "<", TRUTH("$1 < $2") },
	{ "<=", TRUTH("$1 <= $2") },
	{ ">", TRUTH("$1 > $2") }, { ">=", TRUTH("$1 >= $2") },
	{ "==", TRUTH("tf.equal(#1, #2)") }, { "!=", TRUTH("tf.not_equal(#1, #2)") },
	{ "not", TRUTH("tf.equal($1, 0)") },
	{ "and", TRUTH("tf.not_equal($1, 0) & tf.not_equal($2, 0)") },
	{ "or", TRUTH("tf.not_equal($1, 0) | tf.not_equal($2, 0)") },
	{ 0 }
};

/* ---- functions ---- */

/* What is given to Python carries a prefix: "lambda" is a good name in a formula. */
enum { PREFIXED = FORMULA_NAME_MAX + 2 };
struct names {
	char param[FORMULA_PARAMS_MAX][PREFIXED];
	const char *var[1 + FORMULA_PARAMS_MAX];
};

static void
names_of(struct names *n, const struct formula_curve *c)
{
	n->var[0] = "x";
	for (int i = 0; i < c->n_param; i++) {
		snprintf(n->param[i], PREFIXED, "p_%s", c->param[i].name);
		n->var[1 + i] = n->param[i];
	}
}

static void
put_function(FILE *f, const struct script_tongue *t, const struct formula_curve *c,
	     const char *what, const struct formula_program *program)
{
	struct names n;

	names_of(&n, c);
	fprintf(f, "def act_%s_%s(", c->name, what);
	for (int i = 0; i <= c->n_param; i++)
		fprintf(f, "%s%s", i ? ", " : "", n.var[i]);
	fputs("):\n", f);
	formula_write_code(f, program, n.var, t->words, "    ");
}

static void
put_curve(FILE *f, const struct script_tongue *t, const struct formula_curve *c)
{
	char what[PREFIXED];

	fprintf(f, "\n\n# %s(%s", c->name, c->var);
	for (int i = 0; i < c->n_param; i++)
		fprintf(f, "%s%s", i ? ", " : "; ", c->param[i].name);
	fprintf(f, ") = %s\n", c->formula);
	put_function(f, t, c, "f", c->f);
	fprintf(f, "\n\n# its slope: %s\n", c->slope);
	put_function(f, t, c, "slope", c->df);
	for (int i = 0; i < c->n_learned; i++) {
		snprintf(what, sizeof(what), "d_%s", c->param[i].name);
		fputs("\n\n", f);
		put_function(f, t, c, what, c->dp[i]);
	}
	fprintf(f, "\n\nact_%s = (act_%s_f, act_%s_slope, {", c->name, c->name, c->name);
	for (int i = 0; i < c->n_learned; i++)
		fprintf(f, "%s\"%s\": act_%s_d_%s", i ? ", " : "", c->param[i].name,
			c->name, c->param[i].name);
	fputs("})\n", f);
}

static bool
uses(const struct nn_layer *l, const struct nn_act *kind)
{
	return l->act.kind == kind || l->gate.kind == kind;
}

/* Each once: where the first layer that has it comes. */
void
script_own_put(FILE *f, const struct script_tongue *t, const struct nn_net *net)
{
	for (int i = 0; i < net->depth; i++) {
		const struct nn_act *of[] = { net->layer[i].act.kind,
					      net->layer[i].gate.kind };

		for (int k = 0; k < 2; k++) {
			bool first = of[k] && of[k]->curve && (k == 0 || of[k] != of[0]);

			for (int j = 0; j < i; j++)
				first = first && !uses(&net->layer[j], of[k]);
			if (first)
				put_curve(f, t, of[k]->curve);
		}
	}
}

/* Own(act_swish, 1, 0.5, 2): how many of each learned number, 0 where none is learned,
 * and the parameters; its name in Keras. */
void
script_own_use(FILE *f, const struct script_scope *in, const struct nn_act_use *a)
{
	bool learned = a->kind->n_learned > 0;
	double arg[NN_ARGS_MAX] = { 0 };
	char num[STR_NUM_MAX];

	script_args(arg, a->p, a->kind->param);
	fprintf(f, "Own(act_%s, %d", a->kind->name,
		learned ? in->layer->tensor[0].n : 0);
	for (int i = 0; a->kind->param[i].name; i++)
		fprintf(f, ", %s", script_number(num, arg[i], false));
	if (learned && in->tongue == &script_keras)
		fprintf(f, ", name=\"l%d\"", in->at);
	fputs(")", f);
}
