/* A table: words in rows and columns, as many as there is room for. */
#include "inside.h"

enum { COLUMNS_MAX = 32, GAP = 2, FIRST_MIN = 4, MORE = 3 };

static const char *
cell(const struct plot_table *t, int row, int column)
{
	const char *s = t->cell[row * t->columns + column];

	return s ? s : "";
}

static int
width_of(const struct plot_table *t, int column)
{
	int w = 0;

	for (int i = 0; i <= t->rows; i++) {
		int now = str_width(str_of(cell(t, i, column)));

		w = now > w ? now : w;
	}
	return w;
}

/* Widths of the columns; returns how many fit.  Where not all do, the first is cut to a
 * third. */
static int
widths(const struct plot_table *t, int w, int width[COLUMNS_MAX])
{
	int n = t->columns < COLUMNS_MAX ? t->columns : COLUMNS_MAX, sum = 0, fit = 0;

	for (int k = 0; k < n; k++) {
		width[k] = width_of(t, k);
		sum += width[k] + (k ? GAP : 0);
	}
	if (sum > w && width[0] > w / 3)
		width[0] = n == 1 ? w : w / 3 > FIRST_MIN ? w / 3 : FIRST_MIN;
	if (sum > w)
		w -= MORE;		/* room to say how many are missing */
	sum = 0;
	for (int k = 0; k < n; k++, fit++) {
		sum += width[k] + (k ? GAP : 0);
		if (sum > w)
			break;
	}
	return fit ? fit : 1;
}

static void
row_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_table *t, int row,
	 int fit, const int *width)
{
	int x = r.x;

	for (int k = 0; k < fit; k++) {
		struct str s = str_of(cell(t, row, k));
		int pad = width[k] - str_width(s);
		bool left = t->left >> k & 1;
		enum plot_role role = row == 0 ? PLOT_AXIS
			: k == 0 && t->ink ? plot_ink_role(t->ink[row - 1]) : PLOT_TEXT;

		plot_text_cut(c, left || pad < 0 ? x : x + pad, r.y, width[k], s, role,
			      row && k == 0 ? PLOT_BOLD : 0);
		x += width[k] + GAP;
	}
}

static void
say_more(struct plot_canvas *c, struct plot_rect r, int more)
{
	char text[24];

	snprintf(text, sizeof(text), "+%d", more);
	plot_text(c, r.x + r.w - str_width(str_of(text)), r.y, r.w, str_of(text),
		  PLOT_STRONG, 0);
}

void
plot_table_draw(struct plot_canvas *c, struct plot_rect r, const struct plot_table *t)
{
	int width[COLUMNS_MAX] = { 0 }, fit = widths(t, r.w, width);
	int head = r.h > 1, shown = r.h - head, first;

	shown = shown < t->rows ? shown : t->rows;
	first = t->tail ? t->rows - shown : 0;
	if (head)
		row_draw(c, r, t, 0, fit, width);
	for (int i = 0; i < shown; i++) {
		struct plot_rect line = { r.x, r.y + head + i, r.w, 1 };

		row_draw(c, line, t, first + i + 1, fit, width);
	}
	if (head && fit < t->columns)
		say_more(c, r, t->columns - fit);
	if (shown < t->rows)
		say_more(c, (struct plot_rect){ r.x, r.y + r.h - 1, r.w, 1 },
			 t->rows - shown);
}
