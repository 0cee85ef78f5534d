/* The canvas as ANSI colour sequences: for files and pictures, not for the screen. */
#include "inside.h"

static void
put_colour(FILE *f, int colour, int base)
{
	if (colour < 0)
		fprintf(f, ";%d", base + 9);
	else
		fprintf(f, ";%d;5;%d", base + 8, colour);
}

static void
put_style(FILE *f, const struct plot_cell *p, const struct plot_theme *t, bool mono)
{
	const struct plot_colour *fg =
		&t->role[p->fg && p->fg < PLOT_ROLES ? p->fg : PLOT_TEXT];
	const struct plot_colour *bg = &t->role[p->bg < PLOT_ROLES ? p->bg : PLOT_NONE];

	fputs("\033[0", f);
	if ((p->at & PLOT_BOLD) || fg->bold)
		fputs(";1", f);
	if (p->at & PLOT_UNDERLINE)
		fputs(";4", f);
	if (p->at & PLOT_REVERSE)
		fputs(";7", f);
	if (!mono) {
		put_colour(f, fg->c256, 30);
		put_colour(f, bg->c256, 40);
	}
	fputc('m', f);
}

static bool
same_style(const struct plot_cell *a, const struct plot_cell *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->at == b->at;
}

bool
plot_canvas_ansi(const struct plot_canvas *c, const struct plot_theme *t, FILE *f)
{
	for (int y = 0; y < c->h; y++) {
		const struct plot_cell *row = &c->cell[y * c->w];

		for (int x = 0; x < c->w; x++) {
			char utf8[4];

			if (x == 0 || !same_style(&row[x], &row[x - 1]))
				put_style(f, &row[x], t, c->mono);
			if (row[x].ch)
				fwrite(utf8, 1, (size_t)str_utf8_put(utf8, row[x].ch), f);
		}
		fputs("\033[0m\n", f);
	}
	return !ferror(f);
}
