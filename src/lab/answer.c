#include "actlab/lab.h"

#include <math.h>
#include <string.h>

/* A number as people write it: -12.04, 1e-12, -12,04, with the long minus too. */
static bool
plain_number(struct str s, double *out)
{
	static const char minus[] = "\xE2\x88\x92";
	char buf[64];
	int n = 0, commas = 0, dots = 0;

	for (int i = 0; i < s.n; i++) {
		if (n == (int)sizeof(buf))
			return false;
		if (str_starts((struct str){ s.s + i, s.n - i }, minus)) {
			buf[n++] = '-';
			i += 2;
			continue;
		}
		commas += s.s[i] == ',';
		dots += s.s[i] == '.';
		buf[n++] = s.s[i] == ',' ? '.' : s.s[i];
	}
	return commas <= 1 && (!commas || !dots)
	       && str_double((struct str){ buf, n }, out);
}

/* 2^-40, 20*log10(0.25): worked out, where it holds nothing but numbers. */
static bool
worked_out(struct str s, double *out)
{
	struct err_source source = { "answer", s.s, s.n };
	struct err e = { .source = &source };
	struct arena a;
	const struct formula_node *f;
	bool ok;

	if (!arena_init(&a, formula_need(s.n) + 4096, &e))
		return false;
	f = formula_parse(s, 0, &a, &e);
	ok = f && !formula_is_condition(f) && formula_check(f, NULL, &e)
		&& formula_eval(f, NULL, out, &e);
	arena_done(&a);
	return ok;
}

static bool
judge_number(const struct lab_ask *q, struct str s, struct lab_answer *a, struct err *e)
{
	double given;

	if ((!plain_number(s, &given) && !worked_out(s, &given)) || !isfinite(given)) {
		err_set(e, ERR_SYNTAX, SPAN_NONE, "'%.*s' is not a number", STR_ARG(s));
		return err_hint(e, "as in -12.04, 1e-12 or 2^-40");
	}
	a->right = fabs(given - q->answer) <= q->tol;
	return true;
}

static bool
no_choice(const struct lab_ask *q, struct str s, struct err *e)
{
	char list[64];
	size_t n = 0;

	for (int i = 0; i < q->n_choice; i++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%c",
				      i == 0 ? "" : i == q->n_choice - 1 ? " or " : ", ",
				      q->choice[i].letter);
	return err_set(e, ERR_SYNTAX, SPAN_NONE, "'%.*s' is no choice: choose %s",
		       STR_ARG(s), list);
}

/* choice -> letter [ ')' | '.' ], in either case */
static bool
judge_choice(const struct lab_ask *q, struct str s, struct lab_answer *a, struct err *e)
{
	char letter = s.n ? s.s[0] : 0;

	if (letter >= 'A' && letter <= 'Z')
		letter = (char)(letter - 'A' + 'a');
	if (s.n > 2 || (s.n == 2 && s.s[1] != ')' && s.s[1] != '.'))
		return no_choice(q, s, e);
	for (int i = 0; i < q->n_choice; i++)
		if (q->choice[i].letter == letter) {
			a->right = q->choice[i].right;
			return true;
		}
	return no_choice(q, s, e);
}

bool
lab_answer_judge(const struct lab_ask *q, const char *typed, struct lab_answer *a,
		 struct err *e)
{
	struct str s = str_trim(str_of(typed));
	struct lab_answer judged = { .given = true, .hints = a->hints };

	if (!s.n)
		return err_set(e, ERR_SYNTAX, SPAN_NONE, "nothing was typed");
	if (q->kind == LAB_NUMBER ? !judge_number(q, s, &judged, e)
	    : !judge_choice(q, s, &judged, e))
		return false;
	str_fill(judged.text, sizeof(judged.text), s);
	judged.points = judged.right ? q->points : 0;
	*a = judged;
	return true;
}
