/* A table of one's own: cells become numbers, one column becomes the label. */
#include "data/set.h"
#include "actlab/file.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TARGET_AUTO, TARGET_CLASS, TARGET_VALUES };	/* the words of target= */
enum { AUTO_CLASSES_MAX = 20, CLASSES_MAX = 256 };

const struct param data_csv_params[] = {
	{ "file", PARAM_TEXT, 0, 0, 0, "", "",
	  "the file, below the lab's directory or the installed data" },
	{ "label", PARAM_TEXT, 0, 0, 0, "", "",
	  "name or number of the column to be learned; by default the last one" },
	{ "target", PARAM_WORD, 0, 2, TARGET_AUTO, "", "auto class values",
	  "auto: classes where a label is no number, or all are whole and <= 20 differ" },
	{ "header", PARAM_WORD, 0, 2, DATA_HEADER_AUTO, "", "auto yes no",
	  "whether row 1 holds names; auto: if none of its cells is a number" },
	{ "standardise", PARAM_WORD, 0, 1, 0, "", "yes no",
	  "whether inputs get mean 0, deviation 1; no: they stay as read, as numbers of words" },
	DATA_PARAM_TEST(0), { 0 }
};

/* One cell of the label column, to be sorted. */
struct word {
	struct str s;
	double v;
	int row;
};

struct table {
	struct arena text, cells, work;		/* gone when the set is made */
	struct data_csv c;
	int label;				/* column, 0-based */
	double *v;				/* (rows,cols): NaN: no number */
	struct word *word;			/* (rows): the labels, sorted */
	bool semicolons;			/* row 1 is parted by them, it seems */
	bool numbers;				/* all labels are */
	int differ;				/* how many labels differ */
};

/* ---- finding and reading the file ---- */

static bool
has_semicolons(struct str text)
{
	int more = 0, any = 0;

	for (int i = 0; i < text.n && text.s[i] != '\n'; i++) {
		any += text.s[i] == ';';
		more += (text.s[i] == ';') - (text.s[i] == ',');
	}
	return any && more >= 0;
}

/* Whatever else was wrong with such a table, this is the cause. */
static bool
blame_semicolons(const struct table *t, struct err *e)
{
	if (!t->semicolons || e->code != ERR_DATA)
		return false;
	e->hint[0] = 0;
	return err_hint(e, "cells are separated by commas, not semicolons; "
			   "1,5 is written 1.5");
}

static bool
read_table(struct table *t, const struct param_set *p, const struct data_place *place,
	   struct err *e)
{
	const struct param_value *file = param_get(p, "file");
	char path[1024];
	struct str text;

	if (!*file->text) {
		err_set(e, ERR_USAGE, file->at, "csv needs file=");
		return err_hint(e, "data csv file=flowers.csv label=species");
	}
	t->c.file = file->text;
	t->c.at = file->at;
	return data_file_find(path, file, place, e)
		&& arena_init(&t->text, arena_need(1, DATA_CSV_BYTES_MAX + 1), e)
		&& file_read(path, DATA_CSV_BYTES_MAX, &t->text, &text, e)
		&& (t->semicolons = has_semicolons(text), true)
		&& arena_init(&t->cells, data_csv_need(text), e)
		&& data_csv_parse(&t->c, text, (enum data_header)param_int(p, "header"),
				  &t->cells, e);
}

/* ---- columns ---- */

/* Where nobody would write a table like this. */
static bool
fit_table(const struct table *t, struct err *e)
{
	const struct data_csv *c = &t->c;

	if (c->cols < 2) {
		err_set(e, ERR_DATA, c->at,
			"%s has one column; inputs and a label need two", c->file);
		return err_hint(
			e, "cells are separated by commas, not by semicolons or tabs");
	}
	if (c->rows == 0)
		return err_set(e, ERR_DATA, c->at, "%s has no row of numbers", c->file);
	return true;
}

static bool
label_by_number(struct table *t, const struct param_value *label, long number,
		struct err *e)
{
	if (number < 1 || number > t->c.cols)
		return err_set(e, ERR_RANGE, label->at, "%s has no column %ld, it has %d",
			       t->c.file, number, t->c.cols);
	t->label = (int)number - 1;
	return true;
}

/* label= is a name of the header, else a number from 1 on. */
static bool
find_label(struct table *t, const struct param_value *label, struct err *e)
{
	struct str_near near = str_near_begin(str_of(label->text));
	const struct data_csv *c = &t->c;
	int found = 0;
	long number;

	t->label = c->cols - 1;
	if (!*label->text)
		return true;
	for (int j = 0; j < c->cols && c->header; j++) {
		str_near_try(&near, c->name[j]);
		if (strcmp(c->name[j], label->text) == 0) {
			t->label = j;
			found++;
		}
	}
	if (found == 1)
		return true;
	if (found > 1) {
		err_set(e, ERR_NAME, label->at, "%s has %d columns '%s'", c->file, found,
			label->text);
		return err_hint(e, "say label= with the number of the column");
	}
	if (str_long(str_of(label->text), &number))
		return label_by_number(t, label, number, e);
	err_set(e, ERR_NAME, label->at, "%s has no column '%s'", c->file, label->text);
	if (!c->header)
		return err_hint(e,
				"row 1 was read as numbers; header=yes makes it names");
	return err_did_you_mean(e, str_near_best(&near));
}

/* ---- cells ---- */

static struct str
cell(const struct table *t, int row, int col)
{
	return t->c.cell[(size_t)row * t->c.cols + col];
}

static double
number(const struct table *t, int row, int col)
{
	return t->v[(size_t)row * t->c.cols + col];
}

static bool
is_missing(struct str s)
{
	return s.n == 0 || str_is(s, "NA") || str_is(s, "?");
}

static double
to_number(struct str s)
{
	double v;

	return str_double(s, &v) && fabs(v) <= FLT_MAX ? v : NAN;
}

/* Rounding a double to float must not make inf of it, so FLT_MAX is the limit. */
static const char *
cell_problem(struct str s)
{
	double v;

	if (is_missing(s))
		return "is a missing value";
	if (!str_double(s, &v))
		return "is not a number";
	return isfinite(v) ? "is too large" : "is not finite";
}

static bool
is_unfit(const struct table *t, int row, int col, bool classes)
{
	if (col == t->label && classes)
		return is_missing(cell(t, row, col));
	return isnan(number(t, row, col));
}

static bool
bad_cell(const struct table *t, int row, int col, int n_bad, struct err *e)
{
	const struct data_csv *c = &t->c;
	struct str s = cell(t, row, col);
	char file[64], name[40] = "", word[40], more[48] = "", column[48] = "";

	str_fill(file, sizeof(file), str_of(c->file));
	str_fill(word, sizeof(word), s);
	str_fill(name, sizeof(name), str_of(c->name[col]));
	if (c->header)
		snprintf(column, sizeof(column), " ('%s')", name);
	if (n_bad > 1)
		snprintf(more, sizeof(more), " (the first of %d such cells)", n_bad);
	err_set(e, ERR_DATA, c->at, "%s: row %d, column %d%s: '%s' %s%s", file,
		row + 1 + c->header, col + 1, column, word, cell_problem(s), more);
	if (is_missing(s))
		return err_hint(e, "fill the cell in or leave the row out");
	if (row == 0 && !c->header)
		return err_hint(e, "if row 1 holds the columns' names, say header=yes");
	return col == t->label ? err_hint(e, "target=class takes labels of any kind")
			       : err_hint(e, "inputs are numbers: "
					     "leave the column out or write numbers");
}

static bool
all_fit(const struct table *t, bool classes, struct err *e)
{
	int n_bad = 0, row = 0, col = 0;

	for (int i = 0; i < t->c.rows; i++)
		for (int j = 0; j < t->c.cols; j++)
			if (is_unfit(t, i, j, classes) && n_bad++ == 0) {
				row = i;
				col = j;
			}
	return n_bad == 0 || bad_cell(t, row, col, n_bad, e);
}

/* ---- labels ---- */

static int
by_text(const struct word *a, const struct word *b)
{
	int n = a->s.n < b->s.n ? a->s.n : b->s.n;
	int c = n ? memcmp(a->s.s, b->s.s, (size_t)n) : 0;

	return c ? c : a->s.n - b->s.n;
}

static int
by_number(const struct word *a, const struct word *b)
{
	return (a->v > b->v) - (a->v < b->v);
}

static int
order_numbers(const void *a, const void *b)
{
	const struct word *one = a, *two = b;
	int c = by_number(one, two);

	return c ? c : one->row - two->row;
}

static int
order_texts(const void *a, const void *b)
{
	const struct word *one = a, *two = b;
	int c = by_text(one, two);

	return c ? c : one->row - two->row;
}

static bool
same_label(const struct table *t, int i, int j)
{
	return (t->numbers ? by_number : by_text)(&t->word[i], &t->word[j]) == 0;
}

/* Sorts the labels: numbers by value, others by their bytes. */
static void
sort_labels(struct table *t)
{
	int n = t->c.rows;

	t->numbers = true;
	for (int i = 0; i < n; i++) {
		struct str s = cell(t, i, t->label);

		t->word[i] = (struct word){ s, number(t, i, t->label), i };
		if (isnan(t->word[i].v) && !is_missing(s))
			t->numbers = false;
	}
	/* Missing ones are told of later. */
	for (int i = 0; i < n; i++)
		if (t->numbers && isnan(t->word[i].v))
			t->word[i].v = 0;
	qsort(t->word, (size_t)n, sizeof(*t->word),
	      t->numbers ? order_numbers : order_texts);
	t->differ = 1;
	for (int i = 1; i < n; i++)
		t->differ += !same_label(t, i, i - 1);
}

static bool
takes_classes(const struct table *t, int target)
{
	if (target != TARGET_AUTO)
		return target == TARGET_CLASS;
	if (!t->numbers)
		return true;
	for (int i = 0; i < t->c.rows; i++)
		if (t->word[i].v != floor(t->word[i].v))
			return false;
	return t->differ <= AUTO_CLASSES_MAX;
}

static bool
fit_classes(const struct table *t, struct err *e)
{
	const struct data_csv *c = &t->c;
	char word[40];

	str_fill(word, sizeof(word), t->word[0].s);
	if (t->differ < 2)
		return err_set(e, ERR_DATA, c->at,
			       "%s: all labels in column %d are '%s', "
			       "there is nothing to tell apart",
			       c->file, t->label + 1, word);
	if (t->differ <= CLASSES_MAX)
		return true;
	err_set(e, ERR_DATA, c->at,
		"%s: column %d has %d different labels, at most %d can be "
		"classes",
		c->file, t->label + 1, t->differ, CLASSES_MAX);
	return err_hint(e, "label= names another column; target=values learns numbers");
}

/* ---- the set ---- */

static size_t
names_need(const struct table *t, const struct data_set *d)
{
	size_t n = 0;

	for (int j = 0; j < t->c.cols; j++)
		n += arena_need(1, strlen(t->c.name[j]) + 1);
	for (int i = 0; i < t->c.rows && d->target == DATA_CLASS; i++)
		if (i == 0 || !same_label(t, i, i - 1))
			n += arena_need(1, (size_t)t->word[i].s.n + 1);
	return n;
}

static void
fill_inputs(struct data_set *d, const struct table *t, struct arena *own)
{
	for (int j = 0, k = 0; j < t->c.cols; j++) {
		if (j == t->label)
			continue;
		d->in_name[k] = str_copy(own, str_of(t->c.name[j]));
		for (int i = 0; i < d->n; i++)
			d->x[(size_t)i * d->in + k] = (float)number(t, i, j);
		k++;
	}
}

static void
fill_targets(struct data_set *d, const struct table *t, struct arena *own)
{
	int class = -1;

	for (int i = 0; i < d->n && d->target == DATA_VALUES; i++)
		d->y[i] = (float)number(t, i, t->label);
	for (int i = 0; i < d->n && d->target == DATA_CLASS; i++) {
		if (i == 0 || !same_label(t, i, i - 1))
			d->class_name[++class] = str_copy(own, t->word[i].s);
		d->label[t->word[i].row] = class;
	}
}

/* Numbers and labels of the table, and what they are to be. */
static bool
understand(struct table *t, struct data_set *d, const struct param_set *p, struct err *e)
{
	size_t n = (size_t)t->c.rows * t->c.cols;
	bool classes;

	if (!arena_init(&t->work, arena_need(sizeof(*t->v), n)
			+ arena_need(sizeof(*t->word), (size_t)t->c.rows), e))
		return false;
	t->v = ARENA_NEW(&t->work, double, n);
	t->word = ARENA_NEW(&t->work, struct word, t->c.rows);
	for (size_t i = 0; i < n; i++)
		t->v[i] = to_number(t->c.cell[i]);
	sort_labels(t);
	classes = takes_classes(t, param_int(p, "target"));
	d->n = t->c.rows;
	d->in = t->c.cols - 1;
	d->target = classes ? DATA_CLASS : DATA_VALUES;
	d->n_class = classes ? t->differ : 0;
	d->out = !classes;
	return all_fit(t, classes, e) && (!classes || fit_classes(t, e));
}

bool
data_csv_read(struct data_set *d, const struct param_set *p,
	      const struct data_place *place, struct rng *r, struct arena *own,
	      struct err *e)
{
	struct table t = { .label = 0 };
	bool ok = read_table(&t, p, place, e) && fit_table(&t, e)
		&& find_label(&t, param_get(p, "label"), e) && understand(&t, d, p, e)
		&& arena_init(own, data_set_need(d) + names_need(&t, d), e);

	(void)r;
	if (ok) {
		data_set_alloc(d, own);
		fill_inputs(d, &t, own);
		fill_targets(d, &t, own);
	} else {
		blame_semicolons(&t, e);
	}
	arena_done(&t.text);
	arena_done(&t.cells);
	arena_done(&t.work);
	return ok;
}
