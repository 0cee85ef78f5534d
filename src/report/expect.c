/* Expectations: what was measured against what, by how much, seed by seed. */
#include "report/page.h"

#include <string.h>

enum { NAME_AT = 10, SEED_AT = 10, SEED_W = 7, CELL_W = 20, GAP = 3 };

static bool
is_constant(const struct formula_node *f)
{
	return f->op == FORMULA_NUMBER || (f->op == FORMULA_NEG && is_constant(f->arg[0]));
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

static int
cell_put(FILE *f, const struct formula_compare *c, int width)
{
	char value[3 * STR_NUM_MAX], margin[STR_NUM_MAX] = "";
	int n;

	measured_text(value, sizeof(value), c);
	n = snprintf(NULL, 0, "%s %8s", value, page_margin(margin, c->margin));
	page_pad(f, n, width);
	fprintf(f, "%s %8s", value, page_margin(margin, c->margin));
	return n > width ? n : width;
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
column_width(const struct page *p, const struct formula_compare *c)
{
	int n = str_width(page_source(p->r->plan, c->node->at));

	if (!is_constant(c->node->arg[1]) && n < CELL_W + 10)
		n = CELL_W + 10;
	return n < CELL_W ? CELL_W : n;
}

static void
seed_put(FILE *f, uint64_t seed)
{
	page_pad(f, 0, SEED_AT);
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
seeds_as_table(struct page *p, const struct lab_verdict *v, const struct lab_seed_verdict *like)
{
	int w;

	page_pad(p->f, 0, SEED_AT);
	fprintf(p->f, "%*s", SEED_W, "seed");
	for (int c = 0; c < like->n_compare; c++) {
		struct str s = page_source(p->r->plan, like->compare[c].node->at);

		w = column_width(p, &like->compare[c]);
		page_pad(p->f, str_width(s), w + GAP);
		fprintf(p->f, "%.*s", STR_ARG(s));
	}
	putc('\n', p->f);
	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		if (seed_without_numbers(p->f, s))
			continue;
		seed_put(p->f, s->seed);
		for (int c = 0; c < s->n_compare; c++) {
			w = column_width(p, &s->compare[c]);
			page_pad(p->f, 0, GAP);
			cell_put(p->f, &s->compare[c], w);
		}
		seed_end(p->f, s);
	}
}

/* ---- one line a comparison, where columns have no room ---- */

static void
seeds_as_list(struct page *p, const struct lab_verdict *v)
{
	for (int i = 0; i < v->n_seed; i++) {
		const struct lab_seed_verdict *s = &v->seed[i];

		if (seed_without_numbers(p->f, s))
			continue;
		for (int c = 0; c < s->n_compare; c++) {
			struct str text = page_source(p->r->plan, s->compare[c].node->at);

			seed_put(p->f, s->seed);
			fprintf(p->f, "   %.*s\n", STR_ARG(text));
			page_pad(p->f, 0, SEED_AT + SEED_W + GAP);
			cell_put(p->f, &s->compare[c], CELL_W);
			if (c == s->n_compare - 1)
				seed_end(p->f, s);
			else
				putc('\n', p->f);
		}
	}
}

static void
seeds(struct page *p, const struct lab_verdict *v)
{
	const struct lab_seed_verdict *like = sample(v);
	int w = SEED_AT + SEED_W + 9;		/* 9: "   FAILED" */

	for (int c = 0; like && c < like->n_compare; c++)
		w += GAP + column_width(p, &like->compare[c]);
	if (like && w <= REPORT_WIDTH)
		seeds_as_table(p, v, like);
	else
		seeds_as_list(p, v);
}

/* ---- the verdict ---- */

static int
count_held(const struct lab_verdict *v)
{
	int n = 0;

	for (int i = 0; i < v->n_seed; i++)
		n += v->seed[i].done && v->seed[i].held;
	return n;
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
		[LAB_ALL] = "all are asked for", [LAB_MOST] = "most are asked for",
		[LAB_MEDIAN] = "the median decides"
	};
	const char *mark = mark_name(p->r->plan, v->expect->mark);
	char text[256], margin[STR_NUM_MAX];
	int n = 0;

	n += snprintf(text, sizeof(text), "at %.80s", mark ? mark : "the end");
	if (v->n_seed > 1)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "; held on %d of %d seeds, %s",
			      count_held(v), v->n_seed, over[v->expect->over]);
	if (v->done && *page_margin(margin, v->margin))
		snprintf(text + n, sizeof(text) - (size_t)n, "; margin %s",
			 page_margin(margin, v->margin));
	page_paragraph(p->f, NAME_AT, text);
}

static void
verdict(struct page *p, const struct lab_verdict *v)
{
	const struct lab_expect *x = v->expect;
	const char *word = !v->done ? "open" : v->held ? "held" : "FAILED";
	int at = fprintf(p->f, "  %-7s %s  ", word, x->name);
	char *source;

	arena_reset(&p->arena);
	source = str_copy(&p->arena, x->source);
	at = page_wrap(p->f, at, at < 40 ? at : NAME_AT, REPORT_WIDTH - 12, source);
	page_points(p->f, at, v->points, x->points, "");
	circumstances(p, v);
	if (!v->done) {
		page_paragraph(p->f, NAME_AT, "not judged");
		return;
	}
	seeds(p, v);
	if (!v->held)
		page_paragraph(p->f, NAME_AT, page_prose(p, &x->otherwise, x->mark));
	else
		page_paragraph(p->f, NAME_AT, page_prose(p, &x->why, x->mark));
}

void
page_expectations(struct page *p)
{
	double points = 0, max = 0;

	for (int i = 0; i < p->r->n_verdict; i++) {
		points += p->r->verdict[i].points;
		max += p->r->verdict[i].expect->points;
	}
	if (p->r->n_verdict) {
		fputs("\nExpectations", p->f);
		page_points(p->f, 12, points, max, " points");
	}
	for (int i = 0; i < p->r->n_verdict; i++) {
		if (i)
			putc('\n', p->f);
		verdict(p, &p->r->verdict[i]);
	}
}
