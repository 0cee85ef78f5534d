/* The report for people: what was asked, what was measured, how it ended. */
#include "config.h"
#include "report/text.h"
#include "report/page.h"

#include <math.h>
#include <string.h>

/* ---- head ---- */

static void
head(struct page *p)
{
	const struct lab_plan *plan = p->r->plan;
	int n = str_width(str_of(plan->name));
	int at = page_wrap(p->f, 0, 0, REPORT_WIDTH, *plan->title ? plan->title : plan->name);

	if (at + 2 + n > REPORT_WIDTH) {
		putc('\n', p->f);
		at = 0;
	}
	page_pad(p->f, at, REPORT_WIDTH - n);
	fprintf(p->f, "%s\n", plan->name);
	for (int i = 0; i < REPORT_WIDTH; i++)
		putc('=', p->f);
	fprintf(p->f, "\nseed %llu, %s arithmetic, actlab %s\n",
		(unsigned long long)p->r->seed, p->r->math, PACKAGE_VERSION);
}

/* ---- runs ---- */

static int
metric_put(FILE *f, int at, const char *name, double v)
{
	char number[STR_NUM_MAX];

	return isnan(v) ? at : at + fprintf(f, "%s %s   ", name, str_number(number, v, 4));
}

/* Last measures, where the run is here to be asked. */
static bool
run_facts(struct page *p, int i, struct err *e)
{
	struct train_run *run = p->take ? lab_take_run(p->take, i) : NULL;
	struct train_facts t;
	struct arena a = { 0 };
	char number[STR_NUM_MAX];

	if (!run)
		return true;
	if (!arena_init(&a, train_facts_need(run), e))
		return false;
	train_run_facts(run, &t, &a);
	page_pad(p->f, 0, PAGE_BODY);
	metric_put(p->f, 0, "loss", t.loss);
	metric_put(p->f, 0, "acc", t.acc);
	metric_put(p->f, 0, "loss_test", t.loss_test);
	metric_put(p->f, 0, "acc_test", t.acc_test);
	fprintf(p->f, "after %s epochs, step %ld\n", str_number(number, t.epoch, 4), t.step);
	if (t.diverged)
		page_paragraph(p->f, PAGE_BODY, train_run_stopped(run));
	arena_done(&a);
	return true;
}

static bool
runs(struct page *p, struct err *e)
{
	const struct lab_plan *plan = p->r->plan;
	char text[512];
	int at;

	fputs("\nRuns\n", p->f);
	for (int i = 0; i < plan->n_run; i++) {
		const struct train_spec *s = &plan->run[i].spec;

		at = fprintf(p->f, "  %d %s", i + 1, s->name);
		if (at >= PAGE_BODY) {
			putc('\n', p->f);
			at = 0;
		}
		page_wrap(p->f, at, PAGE_BODY, REPORT_WIDTH,
			  train_spec_text(s, text, (int)sizeof(text)));
		putc('\n', p->f);
		if (!run_facts(p, i, e))
			return false;
	}
	if (plan->data) {
		const struct data_set *d = p->take ? lab_take_data(p->take) : NULL;

		fputs("  data", p->f);
		page_wrap(p->f, 6, PAGE_BODY, REPORT_WIDTH, format_data(text, sizeof(text), plan));
		putc('\n', p->f);
		page_paragraph(p->f, PAGE_BODY, d ? d->note : "");
	}
	return true;
}

/* ---- questions ---- */

static void
answer(struct page *p, const struct lab_ask *q, const struct lab_answer *a)
{
	char right[256], text[512];

	if (!a->given)
		snprintf(text, sizeof(text), "not answered");
	else if (a->right)
		snprintf(text, sizeof(text), "answered %s", a->text);
	else
		snprintf(text, sizeof(text), "answered %s; right is %s", a->text,
			 format_answer(right, sizeof(right), q));
	page_points(p->f, page_wrap(p->f, 0, PAGE_BODY, PAGE_RIGHT, text), a->points, q->points, "");
	if (a->given && !a->right)
		page_paragraph(p->f, PAGE_BODY, page_prose(p, &q->why, -1));
}

static void
choices(struct page *p, const struct lab_ask *q)
{
	for (int i = 0; q->kind == LAB_CHOICE && i < q->n_choice; i++) {
		page_pad(p->f, 0, PAGE_BODY);
		fprintf(p->f, "%c)", q->choice[i].letter);
		page_wrap(p->f, PAGE_BODY + 2, PAGE_BODY + 3, REPORT_WIDTH, q->choice[i].text);
		putc('\n', p->f);
	}
}

static void
question(struct page *p, const struct lab_ask *q, const struct lab_answer *a, int name_w)
{
	int at = page_item(p->f, !a->given ? "open" : a->right ? "right" : "wrong", q->name,
			   name_w);

	page_wrap(p->f, at, at, REPORT_WIDTH, page_prose(p, &q->text, -1));
	putc('\n', p->f);
	choices(p, q);
	answer(p, q, a);
}

static void
questions(struct page *p)
{
	double points = 0, most = 0;
	int w = 0, n;

	for (int i = 0; i < p->r->plan->n_ask; i++) {
		points += p->r->answer[i].points;
		most += format_ask(p->r->plan, i)->points;
		n = str_width(str_of(format_ask(p->r->plan, i)->name));
		w = n > w ? n : w;
	}
	if (p->r->plan->n_ask)
		page_heading(p->f, "Questions", points, most);
	for (int i = 0; i < p->r->plan->n_ask; i++) {
		if (i)
			putc('\n', p->f);
		question(p, format_ask(p->r->plan, i), &p->r->answer[i], w);
	}
}

/* ---- todos ---- */

static void
todo(struct page *p, const struct lab_todo_result *t)
{
	char text[512];
	int at = page_item(p->f, t->solved ? "solved" : t->tried ? "tried" : "open",
			   t->todo->name, 0);

	at = page_wrap(p->f, at, at, PAGE_RIGHT, page_prose(p, &t->todo->text, -1));
	page_points(p->f, at, t->points, t->todo->points, "");
	arena_reset(&p->arena);
	page_paragraph(p->f, PAGE_BODY, str_printf(&p->arena, "passes when %.*s",
					      STR_ARG(t->todo->pass_source)));
	if (t->tried) {
		page_pad(p->f, 0, PAGE_BODY);
		fprintf(p->f, "tried with %s\n",
			t->n_change ? format_changes(text, sizeof(text), p->r->plan, t->change,
						     t->n_change)
				    : "nothing changed");
	}
	if (t->solved)
		page_paragraph(p->f, PAGE_BODY, page_prose(p, &t->todo->why, -1));
}

static void
todos(struct page *p)
{
	double points = 0, max = 0;

	for (int i = 0; i < p->r->plan->n_todo; i++) {
		points += p->r->todo[i].points;
		max += p->r->todo[i].todo->points;
	}
	if (p->r->plan->n_todo)
		page_heading(p->f, "To do", points, max);
	for (int i = 0; i < p->r->plan->n_todo; i++) {
		if (i)
			putc('\n', p->f);
		todo(p, &p->r->todo[i]);
	}
}

/* ---- end ---- */

static void
card(struct page *p)
{
	const struct lab_plan *plan = p->r->plan;
	const char *text = page_prose(p, &plan->card, -1);

	if (!*text && !plan->n_next)
		return;
	fputs("\nTo remember\n", p->f);
	page_paragraph(p->f, 2, text);
	if (plan->n_next)
		fputs("  next: ", p->f);
	for (int i = 0; i < plan->n_next; i++)
		fprintf(p->f, "%s%s", i ? ", " : "", plan->next[i]);
	if (plan->n_next)
		putc('\n', p->f);
}

static void
total(struct page *p)
{
	char text[80];

	for (int i = 0; i < REPORT_WIDTH; i++)
		putc('-', p->f);
	putc('\n', p->f);
	page_points(p->f, fprintf(p->f, "%s: %s", p->r->plan->name,
				  format_outcome(text, sizeof(text), p->r)),
		    p->r->points, p->r->points_max, " points");
}

bool
text_write(FILE *f, const struct lab_result *r, struct lab_take *take, struct err *e)
{
	struct page p;
	bool ok;

	if (!page_init(&p, f, r, take, e))
		return false;
	head(&p);
	ok = runs(&p, e);
	questions(&p);
	page_expectations(&p);
	todos(&p);
	card(&p);
	total(&p);
	page_done(&p);
	return ok;
}
