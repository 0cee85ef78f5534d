#include "tui/probe.h"
#include "tui/caps.h"

#define BACKGROUND "\033]11;?\033\\"
#define MODE "\033[?2026$p"
#define WHO "\033[c"

const char *
tui_probe_ask(struct tui_probe *p, double now)
{
	if (!p->wanted || p->asked)
		return NULL;
	p->asked = true;
	p->at = now;
	return BACKGROUND MODE WHO;
}

bool
tui_probe_open(const struct tui_probe *p, double seconds, double now)
{
	return p->asked && !p->heard && now - p->at < seconds;
}

void
tui_probe_take(struct tui_probe *p, enum tui_reply reply, const char *text,
	       struct tui_can *can, struct tui_frame *f)
{
	bool light;

	switch (reply) {
	case TUI_REPLY_NONE: case TUI_REPLY_MOUSE: break;
	case TUI_REPLY_FRAME: tui_frame_answer(f); break;
	case TUI_REPLY_COLOUR:
		if (tui_caps_light(text, &light))
			can->background = light ? TUI_BACKGROUND_LIGHT
						: TUI_BACKGROUND_DARK;
		break;
	case TUI_REPLY_MODE: f->sync = tui_caps_mode(text, 2026); break;
	case TUI_REPLY_WHO: p->heard = true; break;
	}
}
