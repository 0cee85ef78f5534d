#include "actlab/data.h"

#include <string.h>

struct reader {
	struct data_csv *c;
	struct str text;
	int at;				/* next byte */
	int line, row, col;		/* of the cell being read, 1-based */
	char *unquoted;			/* room for cells with doubled quotes */
	int ragged;			/* records of another length than the first */
	int ragged_row, ragged_cells;	/* the first of them */
	struct err *e;
};

enum stop { STOP_CELL, STOP_RECORD, STOP_TEXT, STOP_ERROR };

static bool
bad_cell(struct reader *r, const char *why)
{
	return err_set(r->e, ERR_DATA, r->c->at, "%s: row %d, column %d: %s", r->c->file,
		       r->row, r->col, why);
}

/* ---- sizes ---- */

/* Records and cells are at most this many. */
static void
count(struct str text, int *cells, int *records)
{
	int commas = 0;

	*records = 1;
	for (int i = 0; i < text.n; i++) {
		commas += text.s[i] == ',';
		*records += text.s[i] == '\n' || text.s[i] == '\r';
	}
	*cells = commas + *records;
	if (*cells > DATA_CSV_CELLS_MAX)
		*cells = DATA_CSV_CELLS_MAX;
}

/* No more columns than the first record can have, nor than are allowed. */
static size_t
names_need(struct str text)
{
	return arena_need(sizeof(char *), DATA_CSV_COLS_MAX)
		+ DATA_CSV_COLS_MAX * arena_need(1, 1) + arena_need(1, (size_t)text.n);
}

size_t
data_csv_need(struct str text)
{
	int cells, records;

	count(text, &cells, &records);
	return arena_need(sizeof(struct str), (size_t)cells)
		+ arena_need(sizeof(int), (size_t)records) + arena_need(1, (size_t)text.n)
		+ names_need(text);
}

/* ---- cells ---- */

static char
here(const struct reader *r)
{
	return r->at < r->text.n ? r->text.s[r->at] : 0;
}

static bool
at_end(const struct reader *r)
{
	return r->at == r->text.n || here(r) == ',' || here(r) == '\n' || here(r) == '\r';
}

static void
skip_blanks(struct reader *r)
{
	while (here(r) == ' ' || here(r) == '\t')
		r->at++;
}

/* Takes the doubled quotes out of a cell. */
static struct str
unquote(struct reader *r, struct str raw)
{
	struct str cell = { r->unquoted, 0 };

	for (int i = 0; i < raw.n; i++) {
		r->unquoted[cell.n++] = raw.s[i];
		i += raw.s[i] == '"';
	}
	r->unquoted += cell.n;
	return cell;
}

/* quoted -> '"' { any but '"' | '""' } '"' { blank } */
static bool
read_quoted(struct reader *r, struct str *cell)
{
	const char *from = r->text.s + ++r->at;
	bool doubled = false;

	for (;; r->at++) {
		if (r->at == r->text.n)
			return bad_cell(r, "the quote is never closed");
		r->line += here(r) == '\n';
		if (here(r) != '"')
			continue;
		r->at++;
		if (here(r) != '"')
			break;
		doubled = true;
	}
	*cell = (struct str){ from, (int)(r->text.s + r->at - 1 - from) };
	if (doubled)
		*cell = unquote(r, *cell);
	skip_blanks(r);
	if (!at_end(r))
		return bad_cell(
			r, "a comma or the line's end must follow the closing quote");
	return true;
}

/* cell -> quoted | { any but ',' and line end } ; then what stopped it */
static enum stop
read_cell(struct reader *r, struct str *cell)
{
	int from;

	skip_blanks(r);
	from = r->at;
	if (here(r) == '"') {
		if (!read_quoted(r, cell))
			return STOP_ERROR;
	} else {
		while (!at_end(r))
			r->at++;
		*cell = str_trim((struct str){ r->text.s + from, r->at - from });
	}
	if (str_utf8_bad(*cell) >= 0) {
		bad_cell(r, "this is not UTF-8");
		err_hint(r->e, "save the file as UTF-8");
		return STOP_ERROR;
	}
	if (r->at == r->text.n)
		return STOP_TEXT;
	if (r->text.s[r->at++] == ',')
		return STOP_CELL;
	if (r->text.s[r->at - 1] == '\r' && here(r) == '\n')
		r->at++;
	r->line++;
	return STOP_RECORD;
}

/* ---- records ---- */

static bool
all_of_one_length(struct reader *r)
{
	const struct data_csv *c = r->c;
	char more[48] = "";

	if (r->ragged == 0)
		return true;
	if (r->ragged > 1)
		snprintf(more, sizeof(more), " (the first of %d such rows)", r->ragged);
	return err_set(r->e, ERR_DATA, c->at, "%s: row %d has %d cell%s, row 1 has %d%s",
		       c->file, r->ragged_row, r->ragged_cells,
		       r->ragged_cells == 1 ? "" : "s", c->cols, more);
}

/* record -> cell { "," cell } line end */
static enum stop
read_record(struct reader *r, struct str *to)
{
	struct data_csv *c = r->c;
	struct str cell;
	enum stop stop;

	r->row++;
	for (r->col = 1;; r->col++) {
		if (r->row == 1 && r->col > DATA_CSV_COLS_MAX) {
			err_set(r->e, ERR_DATA, c->at, "%s has more than %d columns",
				c->file, DATA_CSV_COLS_MAX);
			return STOP_ERROR;
		}
		stop = read_cell(r, &cell);
		if (stop == STOP_ERROR)
			return stop;
		if (r->row == 1 || r->col <= c->cols)
			to[r->col - 1] = cell;
		if (stop != STOP_CELL)
			break;
	}
	if (r->row == 1)
		c->cols = r->col;
	if (r->col != c->cols && r->ragged++ == 0) {
		r->ragged_row = r->row;
		r->ragged_cells = r->col;
	}
	return stop;
}

/* From the first ragged record on nothing is kept, so that there is room for all. */
static bool
read_records(struct reader *r)
{
	struct data_csv *c = r->c;
	enum stop stop;

	do {
		if (c->rows && (c->rows + 1) * (int64_t)c->cols > DATA_CSV_CELLS_MAX)
			return err_set(r->e, ERR_DATA, c->at, "%s has more than %d cells",
				       c->file, DATA_CSV_CELLS_MAX);
		c->line[c->rows] = r->line;
		stop = read_record(r, c->cell + (size_t)c->rows * c->cols);
		c->rows += r->ragged == 0;
	} while (stop == STOP_RECORD);
	return stop != STOP_ERROR;
}

/* ---- the whole ---- */

static bool
is_header(const struct data_csv *c)
{
	double any;

	for (int j = 0; j < c->cols; j++)
		if (str_double(c->cell[j], &any))
			return false;
	return true;
}

static void
take_header(struct data_csv *c, struct arena *a)
{
	c->name = ARENA_NEW(a, const char *, c->cols);
	for (int j = 0; j < c->cols; j++)
		c->name[j] = c->header && c->cell[j].n ? str_copy(a, c->cell[j])
			: str_printf(a, "x%d", j + 1);
	if (!c->header)
		return;
	c->cell += c->cols;
	c->line++;
	c->rows--;
}

/* Without the BOM, and without blank lines at the end. */
static struct str
body(struct str text)
{
	if (str_starts(text, "\xEF\xBB\xBF")) {
		text.s += 3;
		text.n -= 3;
	}
	while (text.n && strchr(" \t\r\n", text.s[text.n - 1]) && text.s[text.n - 1])
		text.n--;
	return text;
}

bool
data_csv_parse(struct data_csv *c, struct str text, enum data_header header,
	       struct arena *a, struct err *e)
{
	struct reader r = { .c = c, .text = body(text), .line = 1, .e = e };
	int cells, records;

	c->rows = c->cols = 0;
	if (r.text.n == 0)
		return err_set(e, ERR_DATA, c->at, "%s is empty", c->file);
	count(r.text, &cells, &records);
	c->cell = ARENA_NEW(a, struct str, cells);
	c->line = ARENA_NEW(a, int, records);
	if (memchr(r.text.s, '"', (size_t)r.text.n))
		r.unquoted = ARENA_NEW(a, char, r.text.n);
	if (!read_records(&r) || !all_of_one_length(&r))
		return false;
	c->header = header == DATA_HEADER_YES
		    || (header == DATA_HEADER_AUTO && is_header(c));
	take_header(c, a);
	return true;
}
