/* Which series is which: the legend and the labels at the ends of lines. */
#include "inside.h"

#include <math.h>
#include <string.h>

static const char *
series_name(const struct plot_series *s)
{
	return s->name ? s->name : "";
}

static int
name_width(const struct plot_series *s)
{
	return str_width(str_of(series_name(s)));
}

bool
plot_legend_wanted(const struct plot_part *p)
{
	for (int i = 0; i < p->n_series; i++)
		if (*series_name(&p->series[i]))
			return true;
	return false;
}

bool
plot_legend_same(const struct plot_part *a, const struct plot_part *b)
{
	if (a->n_series != b->n_series)
		return false;
	for (int i = 0; i < a->n_series; i++)
		if (a->series[i].ink != b->series[i].ink
		    || a->series[i].mark != b->series[i].mark
		    || strcmp(series_name(&a->series[i]), series_name(&b->series[i])))
			return false;
	return true;
}

/* ASCII has one set of strokes for every line: there the number alone is the key. */
static bool
number_is_key(const struct plot_canvas *c, const struct plot_series *s)
{
	return c->rung == PLOT_ASCII && s->mark == PLOT_LINE;
}

static uint32_t
series_key(const struct plot_canvas *c, const struct plot_part *p,
	   const struct plot_series *s, bool behind)
{
	if (s->mark == PLOT_POINTS)
		return plot_series_glyph(s);
	if (s->mark == PLOT_BARS)
		return behind ? plot_bars_shade(c) : plot_bars_key(c, s->ink);
	return plot_glyphs(c->rung)->key[plot_line_style(p, s)];
}

/* Columns of all keys with at most name columns of each name. */
static int
legend_width(const struct plot_part *p, int name, bool number)
{
	int w = 0;

	for (int i = 0; i < p->n_series; i++) {
		const struct plot_series *s = &p->series[i];
		int n = name_width(s) < name ? name_width(s) : name;

		if (*series_name(s))
			w += (w ? 2 : 0) + 1 + (number && s->mark == PLOT_LINE)
			     + (n ? n + 1 : 0);
	}
	return w;
}

/* Two runs of one ink (training and test, say) are one number. */
static bool
wants_numbers(const struct plot_part *p)
{
	int lines = 0;

	for (int i = 0; i < p->n_series; i++)
		lines += p->series[i].mark == PLOT_LINE;
	return lines > 1;
}

static int
legend_entry(struct plot_canvas *c, int x, int y, int room, const struct plot_part *p,
	     const struct plot_series *s, int name)
{
	bool behind = s->mark == PLOT_BARS && plot_bars_behind(p);
	bool own = !behind && !(s->mark == PLOT_POINTS && p->heat.h);
	enum plot_role role = own ? plot_ink_role(s->ink) : PLOT_TEXT;
	char number[2] = { (char)('1' + s->ink % 9), 0 };
	bool numbered = wants_numbers(p) && s->mark == PLOT_LINE;
	int used = 1;

	if (numbered && number_is_key(c, s))
		plot_put(c, x, y, (uint32_t)number[0], role, PLOT_BOLD);
	else
		plot_put(c, x, y, series_key(c, p, s, behind),
			 behind ? PLOT_SHADE : role, 0);
	if (numbered && !number_is_key(c, s) && room > 1)
		used += plot_text(c, x + 1, y, 1, str_of(number), role, PLOT_BOLD);
	if (name > 0 && room > used + 1) {
		int w = room - used - 1 < name ? room - used - 1 : name;

		used++;
		used += plot_text_cut(c, x + used, y, w, str_of(series_name(s)), role, 0);
	}
	return used;
}

int
plot_legend_draw(struct plot_canvas *c, int x, int y, int w, const struct plot_part *p)
{
	bool number = wants_numbers(p);
	int name = 24, used = 0, total;

	while (name > 0 && legend_width(p, name, number) > w)
		name--;
	if (name < 3 && legend_width(p, 24, number) > w)
		name = 0;
	total = legend_width(p, name, number);
	if (name == 0 && p->n_series == 1)
		return 0;	/* a key without a name explains nothing */
	x += total < w ? w - total : 0;
	for (int i = 0; i < p->n_series && used < w; i++) {
		const struct plot_series *s = &p->series[i];

		if (!*series_name(s))
			continue;
		used += used ? 2 : 0;
		if (used < w)
			used += legend_entry(c, x + used, y, w - used, p, s, name);
	}
	return total < w ? total : w;
}

/* ---- ends ---- */

int
plot_ends_width(const struct plot_part *p, int w)
{
	int lines = 0, longest = 1;

	for (int i = 0; i < p->n_series; i++) {
		const struct plot_series *s = &p->series[i];

		if (s->mark != PLOT_LINE || s->n < 1)
			continue;
		lines++;
		longest = name_width(s) > longest ? name_width(s) : longest;
	}
	if (lines < 2 || w < 20)
		return 0;
	return longest <= (w >= 72 ? 10 : w >= 36 ? 5 : 1) ? longest : 1;
}

const char *
plot_ends_label(const struct plot_series *s, int width, char buf[8])
{
	if (*series_name(s) && name_width(s) <= width && width > 1)
		return series_name(s);
	buf[0] = (char)('1' + s->ink % 9);
	buf[1] = 0;
	return buf;
}

struct label {
	int x, y, w;
};

/* The last cell of the line that can be seen. */
static bool
end_of(const struct plot_field *f, const struct plot_series *s, struct label *at)
{
	for (int i = s->n - 1; i >= 0; i--) {
		int column = plot_field_column(f, s->x[i]);
		int row = plot_field_row(f, s->y[i]);

		if (column < 0 || row < 0)
			continue;
		at->x = f->r.x + column + 1;
		at->y = f->r.y + row;
		return true;
	}
	return false;
}

/* How bad a place is: 2 on another label, 1 on a line, 0 free. */
static int
place_cost(const struct plot_field *f, const struct plot_dots *d, const struct label *l,
	   const struct label *other, int n)
{
	for (int i = 0; i < n; i++)
		if (other[i].y == l->y && other[i].x < l->x + l->w
		    && l->x < other[i].x + other[i].w)
			return 2;
	for (int x = l->x - f->r.x; x < l->x - f->r.x + l->w && x < d->w; x++)
		if (x >= 0 && d->cell[(l->y - f->r.y) * d->w + x].mask)
			return 1;
	return 0;
}

static bool
place(const struct plot_field *f, const struct plot_dots *d, struct label *l,
      const struct label *other, int n)
{
	int home = l->y, best = home, cost = 3;

	for (int k = 0; k < 9 && cost > 0; k++) {
		int by = k % 2 ? (k + 1) / 2 : -k / 2, now;

		l->y = home + by;
		if (l->y < f->r.y || l->y >= f->r.y + f->r.h)
			continue;
		now = place_cost(f, d, l, other, n);
		if (now < cost && (now == 0 || k < 5)) {
			cost = now;
			best = l->y;
		}
	}
	l->y = best;
	return cost < 2;
}

void
plot_ends_draw(const struct plot_field *f, const struct plot_dots *d, int width)
{
	struct label done[PLOT_SERIES_MAX];
	int n = 0, right = f->r.x + f->r.w + width;
	char buf[8];

	for (int i = 0; i < f->part->n_series && width > 0; i++) {
		const struct plot_series *s = &f->part->series[i];
		struct str text = str_of(plot_ends_label(s, width, buf));
		struct label *l = &done[n];

		if (s->mark != PLOT_LINE || !end_of(f, s, l))
			continue;
		l->w = str_width(text);
		if (l->x + l->w > right)
			l->x = right - l->w;
		if (!place(f, d, l, done, n))
			continue;
		plot_text(f->c, l->x, l->y, l->w, text, plot_ink_role(s->ink), PLOT_BOLD);
		n++;
	}
}
