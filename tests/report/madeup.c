#include "tests/report/madeup.h"

#include "tests/tap.h"

#include <math.h>

static const char text[] =
	"lab    made-up format=1\n"
	"title  Two small networks and a long title that says what they are good for\n"
	"time   1 min\n"
	"\n"
	"seed   1\n"
	"data   circles n=60 noise=0.05\n"
	"net    small  in=2 hidden=2x4 out=2 loss=ce_logits opt=sgd lr=0.1 batch=20\n"
	"run    one    small act=sigmoid init=xavier\n"
	"run    two    small act=relu init=he\n"
	"vary   act init\n"
	"\n"
	"ask    depth  number tol=0.5 points=1\n"
	"  A product of twenty slopes of 0.25 is 10 to the power of ...\n"
	"  answer: -12.04\n"
	"  why:    4^-20 = 9.1e-13.\n"
	"ask    guess  choice points=2\n"
	"  After the training the sigmoid network will\n"
	"  a)  learn, but later than the other one, as its slopes are small everywhere\n"
	"  b)* still guess\n"
	"  why: no layer below the top few receives a usable gradient.\n"
	"ask    open   number tol=1 points=1\n"
	"  How many layers?\n"
	"  answer: 3\n"
	"mark   first\n"
	"say\n"
	"  The gradient is {grad(one,1)}.\n"
	"train  one two epochs=1\n"
	"\n"
	"expect vanish  points=2 at=first seeds=1..5 over=all\n"
	"  grad(one,1) / grad(one,3) < 1e-9\n"
	"  why:  19 slopes of at most 0.25 times weight factors near one.\n"
	"  else: is the activation really sigmoid in every hidden layer?\n"
	"expect stuck   points=1 seeds=1..5 over=most\n"
	"  loss(one) > 0.68 and acc(one) < 0.6\n"
	"  else: look at the learning rate first, it is {loss(one)}\n"
	"expect better  points=0.5\n"
	"  loss(two) < loss(one)\n"
	"expect many    points=1 seeds=1..2 over=median\n"
	"  loss(one) > 0.68 and loss(one) < 0.70\n"
	"  and acc(one) < 0.6 and grad(one,1) < 1e-9\n"
	"\n"
	"todo   rescue  points=3\n"
	"  Change one word in the line \"run one\" so that this network learns.\n"
	"  may:      one.act one.init\n"
	"  max:      1\n"
	"  pass:     acc(one) > 0.9\n"
	"  solution: one.act=tanh\n"
	"  why:      tanh has slope 1 at z = 0.\n"
	"card\n"
	"  look at gradients per layer on a LOG axis before blaming the optimiser\n"
	"  next: digits, dead-relu\n";

/* The comparisons of a condition, left to right. */
static int
comparisons(const struct formula_node *f, struct formula_compare *c, int n)
{
	if (f->op >= FORMULA_LT && f->op <= FORMULA_NE) {
		c[n].node = f;
		return n + 1;
	}
	for (int i = 0; i < f->n_arg; i++)
		n = comparisons(f->arg[i], c, n);
	return n;
}

static void
measure(struct formula_compare *c, double left, double right, bool less)
{
	c->left = left;
	c->right = right;
	c->held = less ? left < right : left > right;
	c->margin = (less ? right - left : left - right) / right;
}

static void
seeds_make(struct madeup *m, int i, int n)
{
	struct lab_verdict *v = &m->verdict[i];

	v->expect = &m->plan->expect[i];
	v->n_seed = n;
	v->seed = m->seed[i];
	v->done = v->held = true;
	v->points = v->expect->points;
	for (int s = 0; s < n; s++) {
		m->seed[i][s].seed = (uint64_t)(s + 1);
		m->seed[i][s].done = m->seed[i][s].held = true;
		m->seed[i][s].n_compare =
			comparisons(v->expect->f, m->seed[i][s].compare, 0);
	}
}

static void
parse(struct madeup *m)
{
	struct err_list errs = { 0 };

	memset(m, 0, sizeof(*m));
	m->plan = lab_parse("made-up.lab", str_of(text), "", &errs);
	if (!m->plan)
		err_list_print(stderr, &errs);
	assert_non_null(m->plan);
	assert_int_equal(m->plan->n_ask, MADEUP_ASKS);
	assert_int_equal(m->plan->n_expect, MADEUP_EXPECTS);
	assert_int_equal(m->plan->n_todo, MADEUP_TODOS);
	m->todo[0].todo = &m->plan->todo[0];
	m->result = (struct lab_result){
		.plan = m->plan, .seed = 1, .math = "portable (c)", .answer = m->answer,
		.n_verdict = MADEUP_EXPECTS, .verdict = m->verdict, .todo = m->todo,
		.judged = true, .points_max = 11.5
	};
}

void
madeup_held(struct madeup *m)
{
	static const double ratio[] = { 1.66e-14, 2.1e-13, 8.04e-15, 9e-16, 1.2e-13 };

	parse(m);
	seeds_make(m, 0, 5);
	seeds_make(m, 1, 5);
	seeds_make(m, 2, 1);
	seeds_make(m, 3, 2);
	for (int s = 0; s < 5; s++) {
		measure(&m->seed[0][s].compare[0], ratio[s], 1e-9, true);
		measure(&m->seed[1][s].compare[0], 0.6931 + 0.0001 * s, 0.68, false);
		measure(&m->seed[1][s].compare[1], 0.5 + 0.01 * s, 0.6, true);
	}
	measure(&m->seed[2][0].compare[0], 0.0004, 0.6931, true);
	for (int s = 0; s < 2; s++) {
		measure(&m->seed[3][s].compare[0], 0.69, 0.68, false);
		measure(&m->seed[3][s].compare[1], 0.69, 0.70, true);
		measure(&m->seed[3][s].compare[2], 0.5, 0.6, true);
		measure(&m->seed[3][s].compare[3], 1e-12, 1e-9, true);
	}
	m->verdict[0].margin = m->seed[0][1].compare[0].margin;
	m->verdict[1].margin = 0.019;
	m->verdict[2].margin = m->seed[2][0].compare[0].margin;
	m->verdict[3].margin = 0.0143;
	m->result.points = 4.5;
}

void
madeup_mixed(struct madeup *m)
{
	madeup_held(m);
	m->result.seed = 9007199254740991;
	m->answer[0] = (struct lab_answer){ true, true, "-12", 1, 1 };
	m->answer[1] = (struct lab_answer){ true, false, "a", 0, 0 };
	measure(&m->seed[1][2].compare[0], 0.31, 0.68, false);
	m->seed[1][2].held = false;
	m->seed[1][3] = (struct lab_seed_verdict){ .seed = 4, .done = true,
		.error = "the run 'one' stopped at step 12: not finite" };
	m->verdict[1].held = false;
	m->verdict[1].margin = -0.54;
	m->verdict[1].points = 0;
	measure(&m->seed[2][0].compare[0], 0.7, INFINITY, true);
	m->seed[2][0].compare[0].margin = m->verdict[2].margin = NAN;
	m->todo[0].tried = m->todo[0].solved = true;
	m->todo[0].n_change = 1;
	m->todo[0].change[0] = (struct lab_change){ 0, "act", "tanh" };
	m->todo[0].points = 3;
	m->result.points = 7.5;
	m->result.status = 1;
}

void
madeup_left(struct madeup *m)
{
	parse(m);
	for (int i = 0; i < MADEUP_EXPECTS; i++)
		m->verdict[i].expect = &m->plan->expect[i];
	m->answer[0] = (struct lab_answer){ true, true, "-12", 0, 1 };
	m->result.judged = false;
	m->result.points = 1;
	m->result.status = 1;
}

void
madeup_done(struct madeup *m)
{
	lab_free(m->plan);
}
