#include "cli/command.h"
#include "actlab/file.h"

#include <float.h>
#include <math.h>
#include <string.h>

struct predict {
	struct train_predictor net;
	struct arena text, cells, work;
	struct data_csv c;
	int *col;			/* (in): column of each input */
	float *x, *out;			/* (TRAIN_PREDICT_ROWS, in), (..., k) */
};

/* ---- columns ---- */

static bool
column_missing(const struct predict *p, const char *name, struct err *e)
{
	char all[56] = "";
	size_t n = 0;

	for (int j = 0; j < p->c.cols && n < sizeof(all); j++)
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s", j ? ", " : "",
				      p->c.name[j]);
	err_set(e, ERR_NAME, SPAN_NONE, "%s has no column '%s', which the network needs",
		p->c.file, name);
	return err_hint(e, "its columns: %s%s", all, n < sizeof(all) ? "" : " ...");
}

static bool
columns_by_name(struct predict *p, struct err *e)
{
	for (int i = 0; i < p->net.in; i++) {
		int found = -1;

		for (int j = 0; j < p->c.cols && found < 0; j++)
			if (strcmp(p->c.name[j], p->net.in_name[i]) == 0)
				found = j;
		if (found < 0)
			return column_missing(p, p->net.in_name[i], e);
		p->col[i] = found;
	}
	return true;
}

static bool
columns_find(struct predict *p, struct err *e)
{
	if (p->c.header)
		return columns_by_name(p, e);
	if (p->c.cols != p->net.in) {
		err_set(e, ERR_SHAPE, SPAN_NONE,
			"%s has %d column%s, the network needs %d", p->c.file, p->c.cols,
			p->c.cols == 1 ? "" : "s", p->net.in);
		return err_hint(e, "or a header that names the inputs");
	}
	for (int i = 0; i < p->net.in; i++)
		p->col[i] = i;
	return true;
}

/* ---- rows ---- */

static bool
row_read(struct predict *p, int row, float *x, struct err *e)
{
	for (int i = 0; i < p->net.in; i++) {
		struct str s = p->c.cell[(size_t)row * (size_t)p->c.cols
					 + (size_t)p->col[i]];
		double v;

		if (str_trim(s).n == 0)
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "%s: line %d, column %d is empty", p->c.file,
				       p->c.line[row], p->col[i] + 1);
		if (!str_double(str_trim(s), &v) || !(fabs(v) <= FLT_MAX))
			return err_set(e, ERR_DATA, SPAN_NONE,
				       "%s: line %d, column %d: '%.*s' is not a number",
				       p->c.file, p->c.line[row], p->col[i] + 1,
				       STR_ARG(s));
		x[i] = (float)v;
	}
	return true;
}

/* Quoted where it has to be. */
static void
put_cell(const char *prefix, const char *s)
{
	bool plain = !strpbrk(s, ",\"\r\n");

	if (plain) {
		printf("%s%s", prefix, s);
		return;
	}
	printf("\"%s", prefix);
	for (; *s; s++)
		printf(*s == '"' ? "\"\"" : "%c", *s);
	putchar('"');
}

static void
header_put(const struct train_predictor *n)
{
	bool shares = n->target != DATA_VALUES && n->link != NN_LINK_NONE;
	const char *each = shares ? "p" : "y";

	if (n->target == DATA_CLASS)
		fputs("class,", stdout);
	for (int j = 0; j < n->k; j++) {
		if (j)
			putchar(',');
		if (n->target == DATA_CLASS)
			put_cell(shares ? "p_" : "y_", n->class_name[n->k == 1 ? 1 : j]);
		else
			printf("%s%d", each, j + 1);
	}
	putchar('\n');
}

static void
row_put(const struct train_predictor *n, const float *out)
{
	if (n->target == DATA_CLASS) {
		int k = n->k > 1 ? num_argmax(out, n->k) : out[0] > 0.5f;

		put_cell("", n->class_name[k]);
		putchar(',');
	}
	for (int j = 0; j < n->k; j++)
		printf("%s%.9g", j ? "," : "", (double)out[j]);
	putchar('\n');
}

/* Nothing is printed before all rows have been read. */
static bool
rows_check(struct predict *p, struct err *e)
{
	for (int i = 0; i < p->c.rows; i++)
		if (!row_read(p, i, p->x, e))
			return false;
	return true;
}

static void
rows_put(struct predict *p, double temperature)
{
	struct err none = { 0 };

	header_put(&p->net);
	for (int at = 0, n; at < p->c.rows; at += n) {
		n = p->c.rows - at;
		n = n < TRAIN_PREDICT_ROWS ? n : TRAIN_PREDICT_ROWS;
		for (int i = 0; i < n; i++)
			row_read(p, at + i, p->x + i * p->net.in, &none);
		train_predict(&p->net, p->out, p->x, n, temperature);
		for (int i = 0; i < n; i++)
			row_put(&p->net, p->out + i * p->net.k);
	}
}

static bool
predict_open(struct predict *p, const char *checkpoint, const char *data, struct err *e)
{
	size_t rows = TRAIN_PREDICT_ROWS;
	struct str text;

	p->c.file = strcmp(data, "-") == 0 ? "standard input" : data;
	if (!train_predictor_open(&p->net, checkpoint, e))
		return e->code == ERR_DATA
		       && err_hint(e, "'actlab export LAB:RUN --checkpoint FILE' writes one");
	if (!file_load_input(data, DATA_CSV_BYTES_MAX, &p->text, &text, e)
	    || !arena_init(&p->cells, data_csv_need(text), e)
	    || !data_csv_parse(&p->c, text, DATA_HEADER_AUTO, &p->cells, e)
	    || !arena_init(&p->work,
			   arena_need(sizeof(*p->col), (size_t)p->net.in)
				   + arena_need(sizeof(float), rows * (size_t)p->net.in)
				   + arena_need(sizeof(float), rows * (size_t)p->net.k),
			   e))
		return false;
	p->col = ARENA_NEW(&p->work, int, p->net.in);
	p->x = ARENA_NEW(&p->work, float, rows * (size_t)p->net.in);
	p->out = ARENA_NEW(&p->work, float, rows * (size_t)p->net.k);
	return columns_find(p, e);
}

int
cli_predict(const struct cli_call *c, struct err *e)
{
	struct predict p = { .col = NULL };
	int status = CLI_WRONG;

	if (predict_open(&p, c->word[0], c->word[1], e) && rows_check(&p, e)) {
		rows_put(&p, param_num(&c->option, "temperature"));
		status = CLI_HELD;
	}
	train_predictor_done(&p.net);
	arena_done(&p.text);
	arena_done(&p.cells);
	arena_done(&p.work);
	return status;
}
