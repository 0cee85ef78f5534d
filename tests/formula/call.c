/* Curves that call curves. */
#include "tests/formula/formula.h"

#include <stdlib.h>

/* What can be called below; the second sig is the one meant. */
static const char *const texts[] = {
	"sig(x) = x + 1",
	"sig(x) = 1/(1 + exp(-x))",
	"sw(z; beta=1.5 learned, c=1) = c*z*sig(beta*z)",
	"deep(x) = sw(sw(x)/2, 3)",
};
enum { TEXTS = sizeof(texts) / sizeof(*texts) };

struct shelf {
	struct arena a;
	struct formula_curve curve[TEXTS];
	const struct formula_curve *list[TEXTS];
	struct formula_known known;
};

static void
shelf_fill(struct shelf *s)
{
	struct err e = { 0 };

	assert_true(arena_init(&s->a, (TEXTS + 1) * (size_t)CURVE_ROOM, &e));
	s->known = (struct formula_known){ 0, s->list };
	for (int i = 0; i < TEXTS; i++) {
		if (!formula_curve_read(&s->curve[i], str_of(texts[i]), 0, &s->known,
					&s->a, &e))
			fail_msg("%s: %s", texts[i], e.msg);
		s->list[s->known.n++] = &s->curve[i];
	}
}

/* As if the formula that is called were written there. */
static const struct same {
	const char *called, *written;
} sames[] = {
	{ "sig(x)", "1/(1 + exp(-x))" },
	{ "x*sig(sig(x) - 2)", "x*(1/(1 + exp(-(1/(1 + exp(-x)) - 2))))" },
	{ "sw(2*x)", "1*(2*x)*(1/(1 + exp(-(1.5*(2*x)))))" },
	{ "sw(x, -1, 3)", "3*x*(1/(1 + exp(-(-1*x))))" },
	{ "max(sw(x, x), x)", "max(1*x*(1/(1 + exp(-(x*x)))), x)" },
	{ "deep(x) - x", "1*((1*x*(1/(1 + exp(-(1.5*x)))))/2)*(1/(1 + exp(-(3*"
	  "((1*x*(1/(1 + exp(-(1.5*x)))))/2))))) - x" },
	{ 0 }
};

static void
a_call_is_the_formula_written_out(void **state)
{
	const struct same *s = *state;
	struct formula_curve called, written;
	struct shelf shelf;
	struct arena a;
	struct err e = { 0 };

	shelf_fill(&shelf);
	assert_true(formula_curve_read(&called, str_of(s->called), 0, &shelf.known,
				       &shelf.a, &e));
	curve_of(&written, s->written, &a);
	assert_string_equal(called.slope, written.slope);
	for (float x = -5; x < 5; x += 0.37f) {
		float f = x, g = x, df = x, dg = x;

		formula_run(called.f, &f, &f, 1, NULL);
		formula_run(written.f, &g, &g, 1, NULL);
		formula_run(called.df, &df, &df, 1, NULL);
		formula_run(written.df, &dg, &dg, 1, NULL);
		assert_true(f == g && df == dg);
	}
	arena_done(&a);
	arena_done(&shelf.a);
}

/* A parameter of one's own may be handed on, and is learned through the call. */
static void
parameters_are_learned_through_a_call(void **state)
{
	struct shelf s;
	struct formula_curve c;
	struct err e = { 0 };
	float p = 0.8f, d = 1.25f, up = 1.25f, down = 1.25f, q;

	(void)state;
	shelf_fill(&s);
	assert_true(formula_curve_read(&c, str_of("f(x; k=0.8 learned) = x*sw(x, k)"), 0,
				       &s.known, &s.a, &e));
	assert_int_equal(c.n_call, 1);
	assert_ptr_equal(c.call[0], &s.curve[2]);
	formula_run(c.dp[0], &d, &d, 1, &p);
	q = p + 1e-2f;
	formula_run(c.f, &up, &up, 1, &q);
	q = p - 1e-2f;
	formula_run(c.f, &down, &down, 1, &q);
	tap_near((double)d, (double)(up - down) / 2e-2, 1e-4, 1e-4);
	arena_done(&s.a);
}

/* The place of the mistake is between [ and ]. */
static const struct wrong {
	const char *marked, *msg, *hint;
} wrongs[] = {
	{ "x*[sw(x, 1, 2, 3)]", "'sw' takes 1 to 3 arguments, not 4",
	  "write sw(x, beta, c)" },
	{ "x*[sig()]", "'sig' takes 1 argument, not 0", "write sig(x)" },
	{ "x + [sig]", "'sig' is an activation and needs its argument", "write sig(x)" },
	{ "[siq](x)", "unknown function 'siq'", "did you mean 'sig'?" },
	{ "sig([y])", "unknown name 'y'",
	  "the variable is x; parameters are declared as in f(x; a=1)" },
	{ "sig(x) = x*[sig](x)", "'sig' calls itself",
	  "call functions, and activations that are there before this one" },
	{ "f(x) = sig(x*[f](x))", "'f' calls itself",
	  "call functions, and activations that are there before this one" },
	{ 0 }
};

static void
call_mistake_is_said(void **state)
{
	const struct wrong *w = *state;
	const char *from = strchr(w->marked, '['), *to = strchr(w->marked, ']');
	struct formula_curve c;
	struct shelf s;
	struct err e = { 0 };
	char text[128];

	snprintf(text, sizeof(text), "%.*s%.*s%s", (int)(from - w->marked), w->marked,
		 (int)(to - from) - 1, from + 1, to + 1);
	shelf_fill(&s);
	assert_false(formula_curve_read(&c, str_of(text), 0, &s.known, &s.a, &e));
	assert_string_equal(e.msg, w->msg);
	assert_string_equal(e.hint, w->hint);
	assert_int_equal(e.at.at, from - w->marked);
	assert_int_equal(e.at.len, to - from - 1);
	arena_done(&s.a);
}

/* Each formula calls the one before it twice: what would be long when written out is
 * still read, or refused in good order. */
static void
towers_of_calls_are_read_or_refused(void **state)
{
	enum { HIGH = 24 };
	struct formula_curve c[HIGH];
	const struct formula_curve *list[HIGH];
	struct formula_known known = { 0, list };
	struct arena a;
	struct err e = { 0 };
	char text[96] = "f0(x) = x*sigmoid(x)";

	(void)state;
	assert_true(arena_init(&a, HIGH * (size_t)CURVE_ROOM, &e));
	for (int i = 0; i < HIGH; i++) {
		if (!formula_curve_read(&c[i], str_of(text), 0, &known, &a, &e)) {
			assert_int_equal(e.code, ERR_RANGE);
			break;
		}
		list[known.n++] = &c[i];
		snprintf(text, sizeof(text), "f%d(x) = f%d(f%d(x)/2)", i + 1, i, i);
	}
	assert_true(known.n > 6);
	arena_done(&a);
}

void
formula_call_cases(void)
{
	char name[160];

	for (const struct same *s = sames; s->called; s++) {
		snprintf(name, sizeof(name), "a_call_is_the_formula_written_out: %s",
			 s->called);
		tap_add(name, a_call_is_the_formula_written_out, s);
	}
	for (const struct wrong *w = wrongs; w->marked; w++) {
		snprintf(name, sizeof(name), "call_mistake_is_said: %s", w->marked);
		tap_add(name, call_mistake_is_said, w);
	}
	TAP(parameters_are_learned_through_a_call);
	TAP(towers_of_calls_are_read_or_refused);
}
