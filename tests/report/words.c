/* What formulas of one's own are written with in other frameworks. */
#include "tests/report/suite.h"

#include "report/script.h"

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
	static const struct script_tongue *const tongues[] = { &script_pytorch,
							       &script_keras };

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

void
words_add(void)
{
	TAP(every_operation_has_a_word_in_each_tongue);
}
