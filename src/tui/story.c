#include "tui/story.h"

#include <string.h>

void
tui_story_section(struct tui_story *s)
{
	s->section = s->n;
}

/* Forgets the older half. */
static void
forget(struct tui_story *s)
{
	int drop = s->n / 2 + 1 < s->n ? s->n / 2 + 1 : s->n;
	int cut = drop < s->n ? s->at[drop] : s->used;

	memmove(s->bytes, s->bytes + cut, (size_t)(s->used - cut));
	memmove(s->para, s->para + drop, sizeof(s->para[0]) * (size_t)(s->n - drop));
	for (int i = drop; i < s->n; i++)
		s->at[i - drop] = s->at[i] - cut;
	s->n -= drop;
	s->used -= cut;
	s->section = s->section > drop ? s->section - drop : 0;
}

static void
add_one(struct tui_story *s, struct tui_para p, struct str mark, struct str text)
{
	int most = TUI_STORY_BYTES / 4, need;

	text.n = text.n > most ? most : text.n;
	need = mark.n + text.n + 2;
	while (s->n == TUI_STORY_PARAS || s->used + need > TUI_STORY_BYTES)
		forget(s);
	s->at[s->n] = s->used;
	s->para[s->n++] = p;
	str_fill(s->bytes + s->used, (size_t)mark.n + 1, mark);
	str_fill(s->bytes + s->used + mark.n + 1, (size_t)text.n + 1, text);
	s->used += need;
}

static void
add(struct tui_story *s, struct tui_para p, struct str mark, struct str rest)
{
	if (rest.n == 0 && mark.n > 0)
		add_one(s, p, mark, rest);
	while (rest.n > 0) {
		const char *end = strstr(rest.s, "\n\n");
		struct str part = { rest.s, end ? (int)(end - rest.s) : rest.n };
		int cut = part.n + (end ? 2 : 0);

		if (str_trim(part).n > 0) {
			add_one(s, p, mark, part);
			mark.n = 0;
			p.gap = true;
		}
		rest.s += cut;
		rest.n -= cut;
	}
}

void
tui_story_add(struct tui_story *s, enum plot_role role, const char *mark,
	      enum plot_role mark_role, int indent, const char *text)
{
	struct tui_para p = { .role = role, .mark_role = mark_role, .at = PLOT_BOLD,
			      .indent = indent, .gap = true };

	add(s, p, str_of(mark), str_of(text));
}

void
tui_story_item(struct tui_story *s, enum plot_role role, const char *mark,
	       enum plot_role mark_role, int indent, const char *text)
{
	struct tui_para p = { .role = role, .mark_role = mark_role, .at = PLOT_BOLD,
			      .indent = indent };

	add(s, p, str_of(mark), str_of(text));
}

struct tui_para *
tui_story_para(const struct tui_story *s, int more, struct arena *frame)
{
	struct tui_para *all = ARENA_NEW(frame, struct tui_para, s->n + more);

	memcpy(all, s->para, sizeof(all[0]) * (size_t)s->n);
	for (int i = 0; i < s->n; i++) {
		all[i].mark = s->bytes + s->at[i];
		all[i].text = all[i].mark + strlen(all[i].mark) + 1;
	}
	return all;
}
