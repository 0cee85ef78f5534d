/* The report for people: what was asked, what was measured, how it ended. */
#include "config.h"
#include "report/text.h"
#include "report/page.h"
#include "report/shown.h"

#include <math.h>
#include <string.h>

/* ---- head ---- */

static void
head(struct page *p)
{
	const struct lab_plan *plan = p->r->plan;
	int n = str_width(str_of(plan->name));
	int at = page_wrap(p->f, 0, 0, REPORT_WIDTH,
			   *plan->title ? plan->title : plan->name);

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
metric_put(char *buf, size_t size, const char *name, double v)
{
	char number[STR_NUM_MAX];

	if (isnan(v))
		return 0;
	return snprintf(buf, size, "%s %s, ", name, str_number(number, v, 4));
}

/* "loss 0.0003, acc 1, after 60 epochs (step 720)" */
static void
facts_text(char *buf, size_t size, const struct train_facts *t)
{
	char number[STR_NUM_MAX];
	size_t n = 0;

	n += (size_t)metric_put(buf, size, "loss", t->loss);
	n += (size_t)metric_put(buf + n, size - n, "acc", t->acc);
	n += (size_t)metric_put(buf + n, size - n, "loss_test", t->loss_test);
	n += (size_t)metric_put(buf + n, size - n, "acc_test", t->acc_test);
	snprintf(buf + n, size - n, "after %s epoch%s (step %ld)",
		 str_number(number, t->epoch, 4), t->epoch == 1 ? "" : "s", t->step);
}

/* Last measures, where the run is here to be asked. */
static bool
run_facts(struct page *p, int i, int indent, struct err *e)
{
	struct train_run *run = p->take ? lab_take_run(p->take, i) : NULL;
	struct train_facts t;
	struct arena a = { 0 };
	char text[512];

	if (!run)
		return true;
	if (!arena_init(&a, train_facts_need(run), e))
		return false;
	train_run_facts(run, &t, &a);
	facts_text(text, sizeof(text), &t);
	page_paragraph(p->f, indent, text);
	if (t.diverged)
		page_paragraph(p->f, indent, train_run_stopped(run));
	arena_done(&a);
	return true;
}

static void
data(struct page *p, int indent)
{
	const struct data_set *d = p->take ? lab_take_data(p->take) : NULL;
	char text[512];

	if (!p->r->plan->data)
		return;
	fputs("  data", p->f);
	page_wrap(p->f, 6, indent, REPORT_WIDTH,
		  format_data(text, sizeof(text), p->r->plan));
	putc('\n', p->f);
	page_paragraph(p->f, indent, d ? d->note : "");
}

/* What was declared on the screen: else nobody knew what a change was to. */
static void
acts(struct page *p, int indent)
{
	const struct nn_own *own = &p->r->plan->own;
	char text[FORMULA_TEXT_MAX];

	for (int i = p->r->plan->n_act; i < own->n; i++) {
		fputs("  act", p->f);
		formula_curve_text(own->row[i]->curve, text, sizeof(text));
		page_wrap(p->f, 5, indent, REPORT_WIDTH, text);
		putc('\n', p->f);
	}
}

static bool
runs(struct page *p, struct err *e)
{
	const struct lab_plan *plan = p->r->plan;
	char text[512];
	int indent = 8, n;

	fputs("\nRuns\n", p->f);
	for (int i = 0; i < plan->n_run; i++) {
		n = 7 + str_width(str_of(plan->run[i].spec.name));
		indent = n > indent ? n : indent;
	}
	for (int i = 0; i < plan->n_run; i++) {
		n = fprintf(p->f, "  %-2d %s", i + 1, plan->run[i].spec.name);
		page_wrap(p->f, n, indent, REPORT_WIDTH,
			  format_network(text, sizeof(text), plan, p->take, i));
		putc('\n', p->f);
		if (!run_facts(p, i, indent, e))
			return false;
	}
	data(p, indent);
	acts(p, indent);
	return true;
}

/* ---- what was said and shown ---- */

static void
narration(struct page *p)
{
	bool any = false;

	for (int i = 0; p->take && i < p->r->plan->n_step; i++) {
		const char *said = lab_take_said(p->take, i);

		if (!said)
			continue;
		fputs(any ? "\n" : "\nNarration\n", p->f);
		page_paragraph(p->f, 2, said);
		any = true;
	}
}

enum { TITLE_W_MAX = 30 };

static bool
panels(struct page *p, struct err *e)
{
	struct shown s;
	int w = 0, at;

	if (!shown_init(&s, p->r->plan, p->take, e))
		return false;
	if (s.n)
		fputs("\nPanels, at the end\n", p->f);
	for (int i = 0; i < s.n; i++) {
		at = str_width(str_of(s.panel[i].title));
		w = at > w ? at : w;
	}
	w = w > TITLE_W_MAX ? TITLE_W_MAX : w;
	for (int i = 0; i < s.n; i++) {
		at = page_wrap(p->f, 0, 2, REPORT_WIDTH, s.panel[i].title);
		at = page_pad(p->f, at, at <= w + 2 ? w + 4 : at + 2);
		page_wrap(p->f, at, w + 4, REPORT_WIDTH, s.panel[i].caption);
		putc('\n', p->f);
	}
	shown_done(&s);
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
	page_points(p->f, page_wrap(p->f, 0, PAGE_BODY, PAGE_RIGHT, text), a->points,
		    q->points, "");
	if (a->given && !a->right)
		page_paragraph(p->f, PAGE_BODY, page_prose(p, &q->why, -1));
}

static void
choices(struct page *p, const struct lab_ask *q)
{
	for (int i = 0; q->kind == LAB_CHOICE && i < q->n_choice; i++) {
		page_pad(p->f, 0, PAGE_BODY);
		fprintf(p->f, "%c)", q->choice[i].letter);
		page_wrap(p->f, PAGE_BODY + 2, PAGE_BODY + 3, REPORT_WIDTH,
			  q->choice[i].text);
		putc('\n', p->f);
	}
}

static void
question(struct page *p, const struct lab_ask *q, const struct lab_answer *a, int name_w)
{
	const char *word = !a->given ? "open" : a->right ? "right" : "wrong";
	int at = page_item(p->f, word, q->name, name_w);

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
			t->n_change ? format_changes(text, sizeof(text), p->r->plan,
						     t->change, t->n_change)
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
	char command[LAB_COMMAND_MAX];

	if (!*text && !plan->n_next)
		return;
	fputs("\nTo remember\n", p->f);
	page_paragraph(p->f, 2, text);
	for (int i = 0; i < plan->n_next; i++)
		fprintf(p->f, "  %s %s\n", i ? "     " : "next:",
			lab_next_command(plan, i, command));
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
	narration(&p);
	ok = ok && panels(&p, e);
	questions(&p);
	page_expectations(&p);
	todos(&p);
	card(&p);
	total(&p);
	page_done(&p);
	return ok;
}
