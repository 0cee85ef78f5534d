#include "tui/layout.h"

#include <string.h>

enum {
	LINE_W = 20, LINE_H = 3,	/* below: the state alone */
	BOX_W = 40, BOX_H = 12,		/* below: no boxes */
	SIDE_W = 78, SIDE_H = 20,	/* from here on: text beside panels */
	TALL_W = 84, TALL_H = 46	/* narrow and high: text above panels */
};

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

static int
max_int(int a, int b)
{
	return a > b ? a : b;
}

static int
clamp_int(int v, int lo, int hi)
{
	return max_int(lo, min_int(v, hi));
}

/* Title at the top, read-out and hints at the bottom, as far as there are rows. */
static struct plot_rect
frame_cut(struct tui_layout *l, int w, int h)
{
	struct plot_rect mid = { 0, 1, w, h - 1 };

	l->title = (struct plot_rect){ 0, 0, w, 1 };
	if (h >= 4) {
		l->hints = (struct plot_rect){ 0, h - 1, w, 1 };
		mid.h--;
	}
	if (h >= 3) {
		l->readout = (struct plot_rect){ 0, 1 + mid.h - 1, w, 1 };
		mid.h--;
	}
	return mid;
}

/* First panel and number of panels in each row, rows counted from 0 in order. */
struct rows {
	int n, first[TUI_PANELS_MAX], count[TUI_PANELS_MAX], need[TUI_PANELS_MAX];
};

static void
rows_find(struct rows *r, const struct tui_slot *slot, int n)
{
	memset(r, 0, sizeof(*r));
	for (int i = 0; i < n; i++) {
		if (i == 0 || slot[i].row != slot[i - 1].row) {
			r->first[r->n] = i;
			r->n++;
		}
		r->count[r->n - 1]++;
		r->need[r->n - 1] = max_int(r->need[r->n - 1], slot[i].min_h + 2);
	}
}

static int
row_of(const struct rows *r, int panel)
{
	for (int i = 0; i < r->n; i++)
		if (panel < r->first[i] + r->count[i])
			return i;
	return 0;
}

/* The panels of one row that fit side by side, those around the focus first. */
static void
row_place(struct tui_layout *l, struct plot_rect area, const struct tui_slot *slot,
	  int first, int count, int focus)
{
	int from = clamp_int(focus - 1, first, first + count - 1), to = from + 1;
	int used = slot[from].min_w + 2;

	if (focus <= first || focus > first + count)	/* the focus is elsewhere */
		from = first, to = first + 1, used = slot[first].min_w + 2;
	while (to < first + count && used + slot[to].min_w + 2 <= area.w)
		used += slot[to++].min_w + 2;
	while (from > first && used + slot[from - 1].min_w + 2 <= area.w)
		used += slot[--from].min_w + 2;
	for (int i = from, x0 = 0, sum = 0; i < to; i++) {
		int x1;

		sum += slot[i].min_w + 2;
		x1 = area.w * sum / used;
		l->panel[i] = (struct plot_rect){ area.x + x0, area.y, x1 - x0, area.h };
		l->shown++;
		x0 = x1;
	}
}

static void
panels_place(struct tui_layout *l, struct plot_rect area, const struct tui_slot *slot,
	     int n, int focus)
{
	struct rows r;
	int from, to, used;

	rows_find(&r, slot, n);
	from = focus > 0 ? row_of(&r, focus - 1) : 0;
	to = from + 1;
	used = r.need[from];
	while (to < r.n && used + r.need[to] <= area.h)
		used += r.need[to++];
	while (from > 0 && used + r.need[from - 1] <= area.h)
		used += r.need[--from];
	for (int i = from, y0 = 0, sum = 0; i < to; i++) {
		struct plot_rect row = { area.x, area.y + y0, area.w, 0 };

		sum += r.need[i];
		row.h = area.h * sum / used - y0;
		row_place(l, row, slot, r.first[i], r.count[i], focus);
		y0 += row.h;
	}
}

/* The focused thing alone. */
static void
one_place(struct tui_layout *l, struct plot_rect mid, int focus)
{
	if (focus == 0 && !l->wide) {
		l->text = mid;
		return;
	}
	l->panel[focus ? focus - 1 : 0] = mid;
	l->shown = 1;
}

static void
split_place(struct tui_layout *l, struct plot_rect mid, const struct tui_slot *slot,
	    int n, int focus)
{
	struct plot_rect rest = mid;

	l->text = mid;
	if (mid.w <= TALL_W && mid.h >= TALL_H - 3) {
		l->text.h = clamp_int(mid.h / 3, 12, 20);
		rest.y += l->text.h;
		rest.h -= l->text.h;
	} else {
		/* 34 columns of 80, 44 of 120, 56 at most: as wide as prose reads well */
		l->text.w = clamp_int(34 + (mid.w - 80) / 4, 32, 56);
		rest.x += l->text.w;
		rest.w -= l->text.w;
	}
	panels_place(l, rest, slot, n, focus);
}

void
tui_layout(struct tui_layout *l, int w, int h, const struct tui_slot *slot, int n,
	   bool text, int focus, bool zoom)
{
	struct plot_rect mid;

	memset(l, 0, sizeof(*l));
	n = min_int(n, TUI_PANELS_MAX);
	focus = clamp_int(focus, 0, n);
	l->n = n;
	l->wide = !text && n > 0;
	if (w < 1 || h < 1)
		return;
	if (w < LINE_W || h < LINE_H) {
		l->title = (struct plot_rect){ 0, 0, w, 1 };
		return;
	}
	mid = frame_cut(l, w, h);
	l->text_box = l->panel_box = w >= BOX_W && h >= BOX_H;
	if (mid.h < 1)
		return;
	if (n == 0)
		l->text = mid;
	else if (zoom || w < SIDE_W || h < SIDE_H)
		one_place(l, mid, focus);
	else if (l->wide)
		panels_place(l, mid, slot, n, focus);
	else
		split_place(l, mid, slot, n, focus);
}
