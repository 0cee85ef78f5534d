/* The narration: paragraphs one after another, the oldest forgotten when full. */
#ifndef TUI_STORY_H
#define TUI_STORY_H

#include "tui/scene.h"

enum { TUI_STORY_BYTES = 256 * 1024, TUI_STORY_PARAS = 512 };

struct tui_story {
	int n, used, section;		/* paragraphs, bytes, where news begin */
	int at[TUI_STORY_PARAS];	/* offset of each text, with its mark before it */
	struct tui_para para[TUI_STORY_PARAS];	/* .text, .mark: by tui_story_para */
	char bytes[TUI_STORY_BYTES];
};
/* What is added from here on belongs together and is scrolled to as one. */
void tui_story_section(struct tui_story *s);
/* Text and mark are copied; empty lines of the text part paragraphs. */
void tui_story_add(struct tui_story *s, enum plot_role role, const char *mark,
		   enum plot_role mark_role, int indent, const char *text);
/* The same without an empty line before it. */
void tui_story_item(struct tui_story *s, enum plot_role role, const char *mark,
		    enum plot_role mark_role, int indent, const char *text);
/* All paragraphs, and room for more of them behind. */
struct tui_para *tui_story_para(const struct tui_story *s, int more, struct arena *frame);

#endif
