/* Activations that are declared on the : line while a lab is performed. */
#include "tests/tui/suite.h"
#include "tests/tui/vt.h"

#include <string.h>

static struct vt *
at_the_training(void)
{
	struct vt *v = smoke_start("tui/short.lab", 100, 60);

	vt_wait(v, "Enter goes on.");
	vt_keys(v, "\r4\r\rb\r\r");
	vt_wait(v, "RUN x1");
	vt_keys(v, " ");
	vt_wait(v, "|| PAUSE");
	return v;
}

static void
declared_while_runs_train_it_is_used_at_once_and_reported(void **state)
{
	struct vt *v = at_the_training();

	(void)state;
	vt_keys(v, ":act mine(x) = x*sigmoid(1.7*x)\r");
	vt_wait(v, "mine is there: set RUN.act=mine");
	vt_wait(v, "slope: sigmoid(1.7*x)");
	vt_keys(v, ":set sig.act=min\t\r");
	vt_wait(v, "sig.act=mine from here on");
	vt_keys(v, ":act mine(x) = x*sigmoid(1.7*x)\r");
	vt_wait(v, "mine is there already, with this formula");
	vt_keys(v, " ]]]]]");
	vt_wait(v, "ReLU ended at loss");
	vt_keys(v, "Q");
	vt_end(v);
	assert_true(vt_has(v, "act     mine(x) = x*sigmoid(1.7*x)"));
	vt_free(v);
}

static void
a_mistake_is_marked_with_carets_and_the_nearest_word(void **state)
{
	struct vt *v = at_the_training();

	(void)state;
	vt_keys(v, ":act mine(x) = x*sigmod(x)\r");
	vt_wait(v, "^^^^^^ unknown function 'sigmod'; did you mean 'sigmoid'?");
	vt_keys(v, "\177\177oid\r");		/* the cursor stands behind the word */
	vt_wait(v, "mine is there: set RUN.act=mine");
	vt_keys(v, ":act b(z) = z*(2 +\r");
	vt_wait(v, "^ expected a number, a name or '(' before the end");
	vt_keys(v, " mine\tz))\r");		/* completed within a formula */
	vt_wait(v, "b is there: set RUN.act=b");
	vt_keys(v, ":act w(x) = log(x)\r");
	vt_wait(v, "w is there, but log(x) is NaN at x = -10");
	vt_keys(v, ":act mine\r");
	vt_wait(v, "'act' lacks NAME(x) = before the formula");
	vt_keys(v, "\033:set sig.act=mien\r");
	vt_wait(v, "^^^^ unknown activation 'mien'; did you mean 'mine'?");
	vt_keys(v, "\033\033Q");
	vt_end(v);
	vt_free(v);
}

static void
a_name_keeps_its_meaning_once_it_is_used(void **state)
{
	struct vt *v = at_the_training();

	(void)state;
	vt_keys(v, ":act mine(x) = x*tanh(x)\r");
	vt_wait(v, "mine is there: set RUN.act=mine");
	vt_keys(v, ":act mine(x) = x*sigmoid(x)\r");	/* nobody has used it */
	vt_wait(v, "slope: sigmoid(x)");
	vt_keys(v, ":set rel.act=mine\r");
	vt_wait(v, "rel.act=mine from here on");
	vt_keys(v, ":act mine(x) = x\r");
	vt_wait(v, "^^^^ there is an activation 'mine' already; it is in use; "
		   "for example: mine_2");
	vt_keys(v, "\033:act sw(x; beta=1 learned) = x*sigmoid(beta*x)\r");
	vt_wait(v, "sw is there: set RUN.act=sw");
	vt_keys(v, ":set sig.act=sw\r");	/* a parameter more: a new network */
	vt_wait(v, "sig.act=sw takes a new start");
	vt_keys(v, ":act rel(x) = x\r");
	vt_wait(v, "'rel' is a run");
	vt_keys(v, "\033\033Q");
	vt_end(v);
	vt_free(v);
}

void
act_suite(void)
{
	TAP(declared_while_runs_train_it_is_used_at_once_and_reported);
	TAP(a_mistake_is_marked_with_carets_and_the_nearest_word);
	TAP(a_name_keeps_its_meaning_once_it_is_used);
}
