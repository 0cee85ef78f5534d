/* Test Anything Protocol, version 13: a grader's view.  Expectations are tests;
 * questions and todos are too, but what was not tried cannot fail. */
#include "report/text.h"

#include <math.h>
#include <string.h>

/* A description must not hold '#', which starts a directive, nor a line end. */
static void
plain(FILE *f, struct str s)
{
	for (int i = 0; i < s.n; i++)
		putc(s.s[i] == '#' || (unsigned char)s.s[i] < ' ' ? ' ' : s.s[i], f);
}

static void
line(FILE *f, int n, bool held, const char *name, struct str what, const char *directive)
{
	fprintf(f, "%s %d - ", held ? "ok" : "not ok", n);
	plain(f, str_of(name));
	if (what.n)
		fputs(": ", f);
	plain(f, what);
	fprintf(f, "%s\n", directive);
}

/* In single quotes, as YAML wants text that may hold anything. */
static void
quoted(FILE *f, struct str s)
{
	putc('\'', f);
	for (int i = 0; i < s.n; i++) {
		if (s.s[i] == '\'')
			putc('\'', f);
		putc((unsigned char)s.s[i] < ' ' ? ' ' : s.s[i], f);
	}
	putc('\'', f);
}

static const char *
yaml_number(char buf[STR_NUM_MAX], double v)
{
	if (isnan(v))
		return ".nan";
	if (isinf(v))
		return v > 0 ? ".inf" : "-.inf";
	snprintf(buf, STR_NUM_MAX, "%.9g", v);
	return buf;
}

static void
compare(FILE *f, const struct lab_plan *plan, const struct formula_compare *c)
{
	char n[STR_NUM_MAX];

	fputs("      - comparison: ", f);
	quoted(f, (struct str){ plan->source.text + c->node->at.at, c->node->at.len });
	fprintf(f, "\n        measured: %s\n", yaml_number(n, c->left));
	fprintf(f, "        threshold: %s\n", yaml_number(n, c->right));
	fprintf(f, "        margin: %s\n", yaml_number(n, c->margin));
}

static void
seed(FILE *f, const struct lab_plan *plan, const struct lab_seed_verdict *s)
{
	fprintf(f, "    - seed: %llu\n      held: %s\n", (unsigned long long)s->seed,
		s->done && s->held ? "true" : "false");
	if (s->error[0]) {
		fputs("      error: ", f);
		quoted(f, str_of(s->error));
		putc('\n', f);
	}
	if (s->n_compare)
		fputs("      comparisons:\n", f);
	for (int i = 0; i < s->n_compare; i++)
		compare(f, plan, &s->compare[i]);
}

static void
verdict(FILE *f, const struct lab_plan *plan, const struct lab_verdict *v, int n)
{
	char a[STR_NUM_MAX];

	if (!v->done) {
		line(f, n, true, v->expect->name, v->expect->source,
		     " # SKIP not judged");
		return;
	}
	line(f, n, v->held, v->expect->name, v->expect->source, "");
	fprintf(f, "  ---\n  points: %s\n", yaml_number(a, v->points));
	fprintf(f, "  points_max: %s\n", yaml_number(a, v->expect->points));
	fprintf(f, "  margin: %s\n  seeds:\n", yaml_number(a, v->margin));
	for (int i = 0; i < v->n_seed; i++)
		seed(f, plan, &v->seed[i]);
	fputs("  ...\n", f);
}

bool
tap_write(FILE *f, const struct lab_result *r, struct lab_take *take, struct err *e)
{
	const struct lab_plan *plan = r->plan;
	int n = 0;

	(void)take;
	(void)e;
	fprintf(f, "TAP version 13\n1..%d\n", plan->n_ask + r->n_verdict + plan->n_todo);
	fprintf(f, "# %s, seed %llu, %s arithmetic\n", plan->name,
		(unsigned long long)r->seed, r->math);
	for (int i = 0; i < plan->n_ask; i++) {
		const struct lab_ask *q = format_ask(plan, i);
		const struct lab_answer *a = &r->answer[i];

		line(f, ++n, !a->given || a->right, q->name, str_of(q->text.text),
		     a->given ? "" : " # SKIP not answered");
	}
	for (int i = 0; i < r->n_verdict; i++)
		verdict(f, plan, &r->verdict[i], ++n);
	for (int i = 0; i < plan->n_todo; i++)
		line(f, ++n, r->todo[i].solved, plan->todo[i].name,
		     plan->todo[i].pass_source,
		     r->todo[i].solved ? "" : " # TODO not solved");
	return true;
}
