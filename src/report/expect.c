/* Expectations: what was measured against what, by how much, seed by seed. */
#include "report/page.h"

#include <math.h>
#include <string.h>

enum { SEED_W = 6, VALUE_W = 9, MARGIN_W = 6, GAP = 2, MARGIN_GAP = 3, FAILED_W = 9 };

static bool
is_constant(const struct formula_node *f)
{
	return f->op == FORMULA_NUMBER
	       || (f->op == FORMULA_NEG && is_constant(f->arg[0]));
}

/* "0.6931" or, where both sides are measured, "0.31 against 0.69". */
static void
measured_text(char *buf, size_t size, const struct formula_compare *c)
{
	char l[STR_NUM_MAX], r[STR_NUM_MAX];

	str_number(l, c->left, 4);
	if (is_constant(c->node->arg[1]))
		snprintf(buf, size, "%s", l);
	else
		snprintf(buf, size, "%s against %s", l, str_number(r, c->right, 4));
}

/* The value right-aligned in width columns, then the margin in margin_w. */
static void
cell_put(FILE *f, const struct formula_compare *c, int width, int margin_w)
{
	char value[3 * STR_NUM_MAX], margin[STR_NUM_MAX];

	measured_text(value, sizeof(value), c);
	report_margin(margin, c);
	fprintf(f, "%*s%*s", width, value, MARGIN_GAP + margin_w, *margin ? margin : "-");
}

/* ---- one column a comparison ---- */

static const struct lab_seed_verdict *
sample(const struct lab_verdict *v)
{
	for (int i = 0; i < v->n_seed; i++)
		if (v->seed[i].done && v->seed[i].n_compare)
			return &v->seed[i];
	return NULL;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

/* Room for the heading, which is the comparison, and for every value below it. */
static int
column_width(const struct page *p, const struct lab_verdict *v, int c)
{
	char value[3 * STR_NUM_MAX];
	int w = VALUE_W;

	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		if (!s->done || c >= s->n_compare)
			continue;
		measured_text(value, sizeof(value), &s->compare[c]);
		w = max(w, (int)strlen(value));
		w = max(w, str_width(page_source(p->r->plan, s->compare[c].node->at)));
	}
	return w;
}

/* Room for "margin" and for every margin of comparison c, or of all (c < 0). */
static int
margin_width(const struct lab_verdict *v, int c)
{
	char text[STR_NUM_MAX];
	int w = MARGIN_W;

	for (int i = 0; i < v->n_seed; i++)
		for (int k = 0; v->seed[i].done && k < v->seed[i].n_compare; k++)
			if (c < 0 || c == k)
				w = max(w, (int)strlen(report_margin(
						   text, &v->seed[i].compare[k])));
	return w;
}

static void
seed_put(FILE *f, uint64_t seed)
{
	page_pad(f, 0, PAGE_BODY);
	fprintf(f, "%*llu", SEED_W, (unsigned long long)seed);
}

static void
seed_end(FILE *f, const struct lab_seed_verdict *s)
{
	fputs(s->held ? "\n" : "   FAILED\n", f);
}

/* True if the row had to say something else than numbers. */
static bool
seed_without_numbers(FILE *f, const struct lab_seed_verdict *s)
{
	if (s->done && !s->error[0])
		return false;
	seed_put(f, s->seed);
	fprintf(f, "   %s\n", s->error[0] ? s->error : "not judged");
	return true;
}

static void
seeds_as_table(struct page *p, const struct lab_verdict *v,
	       const struct lab_seed_verdict *like)
{
	page_pad(p->f, 0, PAGE_BODY);
	fprintf(p->f, "%*s", SEED_W, "seed");
	for (int c = 0; c < like->n_compare; c++) {
		struct str s = page_source(p->r->plan, like->compare[c].node->at);

		page_pad(p->f, str_width(s), column_width(p, v, c) + GAP);
		fprintf(p->f, "%.*s%*s", STR_ARG(s), MARGIN_GAP + margin_width(v, c),
			"margin");
	}
	putc('\n', p->f);
	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		if (seed_without_numbers(p->f, s))
			continue;
		seed_put(p->f, s->seed);
		for (int c = 0; c < s->n_compare; c++)
			cell_put(p->f, &s->compare[c], GAP + column_width(p, v, c),
				 margin_width(v, c));
		seed_end(p->f, s);
	}
}

/* ---- one line a comparison, where columns have no room ---- */

static void
seeds_as_list(struct page *p, const struct lab_verdict *v)
{
	int margin_w = margin_width(v, -1);

	page_pad(p->f, 0, PAGE_BODY);
	fprintf(p->f, "%*s%*s%*s\n", SEED_W, "seed", GAP + VALUE_W, "measured",
		MARGIN_GAP + margin_w, "margin");
	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		if (seed_without_numbers(p->f, s))
			continue;
		for (int c = 0; c < s->n_compare; c++) {
			seed_put(p->f, s->seed);
			cell_put(p->f, &s->compare[c], GAP + VALUE_W, margin_w);
			fprintf(p->f, "   %.*s%s\n",
				STR_ARG(page_source(p->r->plan, s->compare[c].node->at)),
				s->compare[c].held || s->held ? "" : "   FAILED");
		}
	}
}

static int
count_held(const struct lab_verdict *v)
{
	int n = 0;

	for (int i = 0; i < v->n_seed; i++)
		n += v->seed[i].done && v->seed[i].held;
	return n;
}

static void
seeds(struct page *p, const struct lab_verdict *v)
{
	const struct lab_seed_verdict *like = sample(v);
	int w = PAGE_BODY + SEED_W + (count_held(v) < v->n_seed ? FAILED_W : 0);

	for (int c = 0; like && c < like->n_compare; c++)
		w += GAP + column_width(p, v, c) + MARGIN_GAP + margin_width(v, c);
	if (like && w <= REPORT_WIDTH)
		seeds_as_table(p, v, like);
	else
		seeds_as_list(p, v);
}

/* ---- the verdict ---- */

/* The margin that decides, as the comparison has it that it comes from. */
static const char *
deciding_margin(char buf[STR_NUM_MAX], const struct lab_verdict *v)
{
	for (int i = 0; i < v->n_seed; i++)
		for (int k = 0; v->seed[i].done && k < v->seed[i].n_compare; k++)
			if (v->seed[i].compare[k].margin == v->margin)
				return report_margin(buf, &v->seed[i].compare[k]);
	return page_margin(buf, v->margin);
}

static const char *
mark_name(const struct lab_plan *plan, int mark)
{
	for (int i = 0; i < plan->n_step; i++)
		if (plan->step[i].what == LAB_MARK && plan->step[i].mark.index == mark)
			return plan->step[i].mark.name;
	return NULL;
}

/* "at first_gradient; held on 5 of 5 seeds, all are asked for; least margin +100 %" */
static void
circumstances(struct page *p, const struct lab_verdict *v)
{
	static const char *const over[] = {
		[LAB_ALL] = "all are asked for",
		[LAB_MOST] = "four in five are asked for",
		[LAB_MEDIAN] = "the median decides"
	};
	const char *mark = mark_name(p->r->plan, v->expect->mark);
	char text[256], margin[STR_NUM_MAX];
	int n = 0;

	n += snprintf(text, sizeof(text), "at %.80s", mark ? mark : "the end");
	if (v->n_seed > 1)
		n += snprintf(text + n, sizeof(text) - (size_t)n,
			      "; held on %d of %d seeds, %s", count_held(v), v->n_seed,
			      over[v->expect->over]);
	if (*deciding_margin(margin, v))
		snprintf(text + n, sizeof(text) - (size_t)n, "; margin %s", margin);
	page_paragraph(p->f, PAGE_BODY, text);
}

static void
verdict(struct page *p, const struct lab_verdict *v, int name_w)
{
	const struct lab_expect *x = v->expect;
	const char *word = !v->done ? "open" : v->held ? "held" : "FAILED";
	int at = page_item(p->f, word, x->name, name_w);

	arena_reset(&p->arena);
	at = page_wrap(p->f, at, at, PAGE_RIGHT, str_copy(&p->arena, x->source));
	page_points(p->f, at, v->points, x->points, "");
	if (!v->done) {
		page_paragraph(p->f, PAGE_BODY, "not judged");
		return;
	}
	circumstances(p, v);
	seeds(p, v);
	if (!v->held)
		page_paragraph(p->f, PAGE_BODY, page_prose(p, &x->otherwise, x->mark));
	else
		page_paragraph(p->f, PAGE_BODY, page_prose(p, &x->why, x->mark));
}

void
page_expectations(struct page *p)
{
	double points = 0, most = 0;
	int w = 0;

	for (int i = 0; i < p->r->n_verdict; i++) {
		points += p->r->verdict[i].points;
		most += p->r->verdict[i].expect->points;
		w = max(w, str_width(str_of(p->r->verdict[i].expect->name)));
	}
	if (p->r->n_verdict)
		page_heading(p->f, "Expectations", points, most);
	for (int i = 0; i < p->r->n_verdict; i++) {
		if (i)
			putc('\n', p->f);
		verdict(p, &p->r->verdict[i], w);
	}
}
