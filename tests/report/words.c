/* What formulas of one's own are written with in other frameworks. */
#include "tests/report/suite.h"

#include "report/script.h"

static const struct script_tongue *const tongues[] = { &script_pytorch, &script_keras };

static void
has_word(const struct script_tongue *t, const char *name)
{
	if (!formula_word_find(t->words, name))
		fail_msg("%s has no word for %s", t->name, name);
}

/* A new function or operator would else be written as nothing. */
static void
every_operation_has_a_word_in_each_tongue(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		for (const struct formula_function *f = formula_functions; f->name; f++)
			if (f->one || f->many)
				has_word(tongues[i], f->name);
		for (int op = FORMULA_NOT; op <= FORMULA_OR; op++)
			has_word(tongues[i], formula_op_text((enum formula_op)op));
		has_word(tongues[i], "neg");
		has_word(tongues[i], "1-tanh^2");
		has_word(tongues[i], "number");
	}
}

static void
has_row(const struct script_tongue *t, const struct script_row *rows, const char *name)
{
	if (!script_row_find(rows, name))
		fail_msg("%s has no row for %s", t->name, name);
}

/* An export may take it for granted. */
static void
every_part_of_a_net_has_a_row_in_each_tongue(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		const struct script_tongue *t = tongues[i];

		for (const struct nn_layer_kind *k = nn_layer_kinds; k->name; k++)
			has_row(t, t->layers, k->name);
		for (const struct nn_act *a = nn_acts; a->name; a++)
			has_row(t, t->acts, a->name);
		for (const struct nn_loss *l = nn_losses; l->name; l++)
			has_row(t, t->losses, l->name);
		for (const struct nn_opt *o = nn_opts; o->name; o++)
			has_row(t, t->opts, o->name);
	}
}

void
words_add(void)
{
	TAP(every_part_of_a_net_has_a_row_in_each_tongue);
	TAP(every_operation_has_a_word_in_each_tongue);
}
