/* A page of text: words wrapped to columns, points at the right edge. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "actlab/report.h"

enum { PAGE_BODY = 10, PAGE_NAME_MAX = 24, PAGE_RIGHT = REPORT_WIDTH - 12 };

struct page {
	FILE *f;
	const struct lab_result *r;
	struct lab_take *take;		/* may be NULL */
	struct arena arena;		/* for one text at a time */
};
bool page_init(struct page *p, FILE *f, const struct lab_result *r, struct lab_take *take,
	       struct err *e);
void page_done(struct page *p);

/* The text with its holes filled, until the next call. */
const char *page_prose(struct page *p, const struct lab_text *t, int mark);

/* The cursor stands at column at.  Words go to columns indent..width-1; line ends,
 * empty lines and blanks at the start of a line stay.  Returns the column after all. */
int page_wrap(FILE *f, int at, int indent, int width, const char *text);
/* The same as lines of their own; nothing where text is "". */
void page_paragraph(FILE *f, int indent, const char *text);
/* Blanks up to a column. */
int page_pad(FILE *f, int at, int to);
/* "1 of 2" (and unit) at the right edge, then the end of the line. */
void page_points(FILE *f, int at, double points, double max, const char *unit);

/* A section with its points; an empty line before it. */
void page_heading(FILE *f, const char *title, double points, double max);
/* "  held    vanish  ": a word of judgement and a name; returns the column after it. */
int page_item(FILE *f, const char *word, const char *name, int name_w);

/* What stands in the lab at a place, on one line. */
struct str page_source(const struct lab_plan *plan, struct span at);
/* "+1.9 %", "-12 %": a margin as share of the threshold; "" where it is infinite. */
const char *page_margin(char buf[STR_NUM_MAX], double margin);
/* Expectations, which fill a file of their own. */
void page_expectations(struct page *p);

#endif
