#include "tui/mouse.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define DOUBLE_SECONDS 0.4
#define LATE_SECONDS 1.0		/* what was done before it was off may come in */

enum { MOVED = 32, WHEEL = 64, KEYS_HELD = 4 | 8 | 16 };

void
tui_mouse_switch(struct tui_mouse_mode *m, int out, bool on, double now)
{
	const char *bytes = on ? TUI_MOUSE_ON : TUI_MOUSE_OFF;

	if (m->on == on)
		return;
	(void)!write(out, bytes, strlen(bytes));
	m->on = on;
	m->until = on ? INFINITY : now + LATE_SECONDS;
}

bool
tui_mouse_parse(const char *text, struct tui_mouse *m)
{
	int code, x, y;
	char end;

	if (sscanf(text, "%5d;%5d;%5d%c", &code, &x, &y, &end) != 4 || x < 1 || y < 1)
		return false;
	code &= ~KEYS_HELD;
	*m = (struct tui_mouse){ .what = TUI_MOUSE_UP, .button = 1 + (code & 3),
				 .x = x - 1, .y = y - 1, .panel = -1 };
	if (code & WHEEL) {
		m->what = code & 1 ? TUI_MOUSE_WHEEL_DOWN : TUI_MOUSE_WHEEL_UP;
		m->button = 0;
		return end == 'M' && (code & ~1) == WHEEL;	/* up and down alone */
	}
	if (end == 'M')
		m->what = code & MOVED ? TUI_MOUSE_DRAG : TUI_MOUSE_DOWN;
	return m->button <= 3 && (code & ~(3 | MOVED)) == 0 && (end == 'M' || end == 'm');
}

void
tui_mouse_double(struct tui_mouse_click *last, struct tui_mouse *m, double now)
{
	bool again = last->button == m->button && last->x == m->x && last->y == m->y
		     && now - last->at < DOUBLE_SECONDS;

	if (m->what != TUI_MOUSE_DOWN)
		return;
	*last = (struct tui_mouse_click){ m->x, m->y, again ? 0 : m->button, now };
	if (again)
		m->what = TUI_MOUSE_DOUBLE;
}
