#include "tui/scene.h"

#include <stdio.h>
#include <string.h>

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

static struct plot_rect
inside(struct plot_rect r, bool box)
{
	if (box)
		r = (struct plot_rect){ r.x + 1, r.y + 1, r.w - 2, r.h - 2 };
	return r;
}

/* ---- the three lines ---- */

enum { NAME_LEAST = 24 };		/* columns of the title before the state is cut */

/* As much of the text as fits into w columns, cut before a blank or, between items,
 * before three of them; what has no such place is cut anywhere. */
static struct str
cut_at(struct str text, int blanks, int w)
{
	struct str head = { text.s, 0 };

	if (str_width(text) <= w)
		return text;
	for (int i = text.n - 1; i > 0; i--) {
		bool part = text.s[i] == ' ' && text.s[i - 1] != ' ';

		for (int k = 1; part && k < blanks; k++)
			part = i + k < text.n && text.s[i + k] == ' ';
		head.n = i - (part && strchr(":,;", text.s[i - 1]));
		if (part && str_width(head) <= w)
			return head;
	}
	return blanks > 1 ? cut_at(text, 1, w) : text;
}

static void
title_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	   bool brief)
{
	struct str state = str_of(s->state), name = str_of(s->name);
	int left;

	if (str_width(state) + 4 + min_int(str_width(name), NAME_LEAST) > r.w)
		state = str_of(s->state_short);
	left = r.w - str_width(state) - 1;
	for (int x = 0; x < r.w; x++)
		plot_text(c, r.x + x, r.y, 1, str_of(" "), PLOT_BAR, PLOT_REVERSE);
	if (brief || left < 12) {
		plot_text(c, r.x, r.y, r.w, str_of(s->brief), PLOT_BAR, PLOT_REVERSE);
		return;
	}
	plot_text(c, r.x + 1, r.y, left - 3, cut_at(name, 1, left - 3), PLOT_BAR,
		  PLOT_REVERSE);
	plot_text(c, r.x + left, r.y, r.w - left, state, PLOT_BAR, PLOT_REVERSE);
}

/* Below what an error points at carets, before or behind what it says; where there is no
 * room for both, that alone. */
static void
note_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	  const struct tui_drawn *d)
{
	int w = str_width(str_of(s->note)), behind = d->bad_x + d->bad_w + 1, x = r.x + 1;
	bool after = behind + w <= r.x + r.w, before = x + w + 1 <= d->bad_x;

	for (int i = 0; i < d->bad_w && (after || before); i++)
		plot_text(c, d->bad_x + i, r.y, 1, str_of("^"), PLOT_BAD, PLOT_BOLD);
	if (d->bad_w && after)
		x = behind;
	plot_text(c, x, r.y, r.x + r.w - x, str_of(s->note), s->note_role, PLOT_BOLD);
}

static int
hint_width(const struct tui_hint *h)
{
	return str_width(str_of(h->key)) + 1 + str_width(str_of(h->what));
}

const struct tui_hint *
tui_scene_hint(const struct tui_scene *s, struct plot_rect r, int x, struct str *key)
{
	int at = 1, i = 0;
	struct str rest;

	while (i < s->n_hint && at + hint_width(&s->hint[i]) <= x)
		at += hint_width(&s->hint[i++]) + 2;
	if (*s->note || i == s->n_hint || x < at || at + hint_width(&s->hint[i]) > r.w)
		return NULL;
	rest = str_of(s->hint[i].key);
	str_cut(&rest, ' ', key);
	for (struct str next; rest.n > 0 && x < at + str_width(str_of(s->hint[i].key));
	     *key = next)
		if (!str_cut(&rest, ' ', &next)
		    || x < at + (int)(next.s - s->hint[i].key))
			break;
	return &s->hint[i];
}

static void
hints_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	   const struct tui_drawn *d)
{
	int x = 1;

	if (*s->note) {
		note_draw(c, s, r, d);
		return;
	}
	for (int i = 0; i < s->n_hint; i++) {
		struct str key = str_of(s->hint[i].key), what = str_of(s->hint[i].what);

		if (x + hint_width(&s->hint[i]) > r.w)
			break;
		x += plot_text(c, r.x + x, r.y, r.w - x, key, PLOT_STRONG, PLOT_BOLD) + 1;
		x += plot_text(c, r.x + x, r.y, r.w - x, what, PLOT_TEXT, 0) + 2;
	}
}

/* What an error points at, in reverse; at the end of the line there is one blank. */
static void
bad_draw(struct plot_canvas *c, const struct tui_line *l, struct plot_rect r, int skip,
	 struct tui_drawn *d)
{
	int from = l->bad > skip ? l->bad : skip;
	struct str bad = { l->text + from, l->n - from };
	int left = str_width((struct str){ l->text + skip, from - skip });

	if (bad.n > l->bad + l->n_bad - from)
		bad.n = l->bad + l->n_bad - from;
	if (bad.n <= 0)
		bad = str_of(" ");
	plot_text(c, r.x + left, r.y, r.w - left, bad, PLOT_BAD, PLOT_REVERSE);
	d->bad_x = r.x + left;
	d->bad_w = min_int(str_width(bad), r.w - left);
}

/* The line being typed slides to the left where it is longer than the screen. */
static void
line_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	  struct tui_drawn *d)
{
	struct str ask = str_of(s->ask);
	int x = 1 + plot_text(c, r.x + 1, r.y, r.w - 1, ask, PLOT_STRONG, PLOT_BOLD);
	int room = r.w - x - 1, skip = 0;
	struct str text = { s->line->text, s->line->n };
	uint32_t ch;

	while (str_width((struct str){ text.s + skip, s->line->at - skip }) > room
	       && skip < s->line->at)
		skip += str_utf8_next(text.s + skip, text.n - skip, &ch);
	plot_text(c, r.x + x, r.y, room + 1, (struct str){ text.s + skip, text.n - skip },
		  PLOT_TEXT, 0);
	if (s->line->over && s->line->over_from >= skip) {
		int from = s->line->over_from;
		int left = str_width((struct str){ text.s + skip, from - skip });

		plot_text(c, r.x + x + left, r.y, room + 1 - left,
			  (struct str){ text.s + from, text.n - from }, PLOT_TEXT,
			  PLOT_REVERSE);
	}
	if (s->line->n_bad)
		bad_draw(c, s->line, (struct plot_rect){ r.x + x, r.y, room + 1, 1 },
			 skip, d);
	d->x = r.x + x + str_width((struct str){ text.s + skip, s->line->at - skip });
	d->y = r.y;
	d->cursor = true;
}

static struct str
readout_choose(const struct tui_scene *s, int w)
{
	struct str all = str_of(s->readout);

	if (str_width(all) > w && s->readout_short && *s->readout_short)
		all = str_of(s->readout_short);
	return cut_at(all, 3, w);
}

static void
readout_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	     struct tui_drawn *d)
{
	if (r.h == 0)
		return;
	if (s->line)
		line_draw(c, s, r, d);
	else
		plot_text(c, r.x + 1, r.y, r.w - 1, readout_choose(s, r.w - 1),
			  s->readout_role, 0);
}

/* ---- narration ---- */

/* Draws what of a paragraph lies in rows [0, r.h) when it begins at row; returns its
 * number of lines. */
static int
para_draw(struct plot_canvas *c, struct plot_rect r, const struct tui_para *p, int row)
{
	int first = row < 0 ? -row : 0, y = row < 0 ? 0 : row;
	int indent = min_int(p->indent, r.w / 3);
	struct plot_rect at = { r.x + indent, r.y + y, r.w - indent, r.h - y };
	int lines;

	if (at.h < 0)
		at.h = 0;
	lines = plot_wrap(c, at, str_of(p->text), first, p->role);
	if (row >= 0 && row < r.h && *p->mark)
		plot_text(c, r.x, r.y + row, r.w, str_of(p->mark), p->mark_role, p->at);
	return lines < 1 ? 1 : lines;
}

/* Lines of all paragraphs; *section gets the line where s->section begins. */
static int
paras_measure(struct plot_canvas *c, struct plot_rect r, const struct tui_scene *s,
	      int *section)
{
	struct plot_rect none = { r.x, r.y, r.w, 0 };
	int row = 0;

	*section = 0;
	for (int i = 0; i < s->n_para; i++) {
		row += s->para[i].gap && i > 0;
		if (i == s->section)
			*section = row;
		row += para_draw(c, none, &s->para[i], 0);
	}
	return row;
}

static void
more_draw(struct plot_canvas *c, struct plot_rect box, int above, int below)
{
	char text[48];
	int w;

	if (box.w < 24)
		return;
	if (above > 0) {
		w = snprintf(text, sizeof(text), " %d above ", above);
		plot_text(c, box.x + box.w - w - 2, box.y, w, str_of(text), PLOT_AXIS, 0);
	}
	if (below > 0) {
		w = snprintf(text, sizeof(text), " %d more: PgDn ", below);
		plot_text(c, box.x + box.w - w - 2, box.y + box.h - 1, w, str_of(text),
			  PLOT_STRONG, PLOT_BOLD);
	}
}

static void
text_draw(struct plot_canvas *c, const struct tui_scene *s, struct tui_drawn *d)
{
	struct plot_rect box = d->layout.text, r = inside(box, d->layout.text_box);
	int lines, section, row;

	if (box.w == 0 || box.h == 0)
		return;
	r.x++;				/* prose does not touch the border */
	r.w -= 2;
	if (r.w < 1 || r.h < 1)
		return;
	if (d->layout.text_box)
		plot_box(c, box, str_of(s->head), s->focus == 0);
	lines = paras_measure(c, r, s, &section);
	d->page = r.h;
	d->scroll_max = lines > r.h ? lines - r.h : 0;
	d->scroll = min_int(s->scroll < 0 ? section : s->scroll, d->scroll_max);
	row = -d->scroll;
	for (int i = 0; i < s->n_para; i++) {
		row += s->para[i].gap && i > 0;
		row += para_draw(c, r, &s->para[i], row);
	}
	if (d->layout.text_box)
		more_draw(c, box, d->scroll, d->scroll_max - d->scroll);
	if (s->focus == 0 && !d->cursor)
		d->x = box.x + 2, d->y = box.y;
}

/* ---- panels ---- */

static void
panel_draw(struct plot_canvas *c, const struct tui_scene *s, int i, struct tui_drawn *d,
	   struct arena scratch)
{
	struct plot_rect box = d->layout.panel[i], r = inside(box, d->layout.panel_box);
	bool focus = s->focus == i + 1;

	if (box.w == 0 || box.h == 0)
		return;
	if (d->layout.panel_box)
		plot_box(c, box, str_of(s->panel[i].title), focus);
	if (r.w > 0 && r.h > 0 && plot_draw_need(r.w, r.h) <= arena_left(&scratch))
		plot_draw(c, r, s->panel[i].figure, scratch);
	if (focus && !d->cursor)
		d->x = box.x + 2, d->y = box.y;
}

/* ---- over everything ---- */

static struct plot_rect
over_place(struct plot_canvas *c, int w, int h)
{
	struct plot_rect r = { 0, 0, min_int(w, c->w), min_int(h, c->h) };

	r.x = (c->w - r.w) / 2;
	r.y = (c->h - r.h) / 2;
	return r;
}

/* Returns the first row that is seen. */
static int
rows_draw(struct plot_canvas *c, const struct tui_scene *s, struct plot_rect r,
	  struct tui_drawn *d)
{
	int left = 0, first = 0;

	for (int i = 0; i < s->n_row; i++) {
		int w = str_width(str_of(s->row[i].left));

		left = w > left ? w : left;
	}
	left = min_int(left, r.w / 3);
	if (s->selected >= r.h)
		first = s->selected - r.h + 1;
	for (int i = first, y = r.y; i < s->n_row && y < r.y + r.h; i++, y++) {
		bool on = i == s->selected;

		if (on)
			plot_text(c, r.x, y, 1, str_of(">"), PLOT_CURSOR, PLOT_BOLD);
		plot_text(c, r.x + 2, y, left, str_of(s->row[i].left), PLOT_STRONG,
			  PLOT_BOLD);
		plot_text(c, r.x + left + 4, y, r.w - left - 4, str_of(s->row[i].right),
			  on ? PLOT_CURSOR : PLOT_TEXT, 0);
		if (on && !d->cursor)
			d->x = r.x, d->y = y;
	}
	return first;
}

static void
over_draw(struct plot_canvas *c, const struct tui_scene *s, struct tui_drawn *d)
{
	int lines = s->n_row, w = min_int(c->w - 4, 76), first;
	struct plot_rect none = { 0, 0, w - 4, 0 }, box, r;

	if (s->over_text)
		lines = plot_wrap(c, none, str_of(s->over_text), 0, PLOT_TEXT);
	box = over_place(c, w, min_int(lines + 2, c->h - 3));
	if (box.w < 8 || box.h < 3)
		box = (struct plot_rect){ 0, 0, c->w, c->h };
	plot_fill(c, box, ' ', PLOT_NONE, PLOT_NONE);
	if (c->w >= 8 && c->h >= 3)
		plot_box(c, box, str_of(s->over), true);
	r = inside(box, c->w >= 8 && c->h >= 3);
	r = (struct plot_rect){ r.x + 1, r.y, r.w - 2, r.h };
	d->over_page = r.h;
	d->over_scroll_max = lines > r.h ? lines - r.h : 0;
	first = min_int(s->over_scroll, d->over_scroll_max);
	if (s->over_text && r.w > 0)
		plot_wrap(c, r, str_of(s->over_text), first, PLOT_TEXT);
	else
		first = rows_draw(c, s, r, d);
	d->over = r;
	d->over_first = first;
	if (r.y > box.y)
		more_draw(c, box, first, lines - first - r.h);
}

void
tui_scene_draw(struct plot_canvas *c, const struct tui_scene *s, struct tui_drawn *d,
	       struct arena scratch)
{
	struct tui_slot slot[TUI_PANELS_MAX];

	memset(d, 0, sizeof(*d));
	for (int i = 0; i < s->n_panel; i++)
		slot[i] = s->panel[i].slot;
	tui_layout(&d->layout, c->w, c->h, slot, s->n_panel, !s->wide,
		   s->focus, s->zoom);
	plot_canvas_clear(c);
	if (d->layout.title.h)
		title_draw(c, s, d->layout.title, d->layout.readout.h == 0);
	readout_draw(c, s, d->layout.readout, d);
	if (d->layout.hints.h)
		hints_draw(c, s, d->layout.hints, d);
	text_draw(c, s, d);
	for (int i = 0; i < s->n_panel; i++)
		panel_draw(c, s, i, d, scratch);
	if (s->over)
		over_draw(c, s, d);
}
