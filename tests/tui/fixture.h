/* A made-up lab for the screen: two runs of 20 layers with numbers of no training. */
#ifndef TESTS_TUI_FIXTURE_H
#define TESTS_TUI_FIXTURE_H

#include "tui/screen.h"

struct fixture;
/* The scene of a moment in depth-20: narration, a question, six panels. */
void fixture_scene(struct tui_scene *o, struct arena *frame);
/* A view that shows it and runs no command of its own. */
struct tui_view fixture_view(void);
/* Runs the screen with it on standard input and output; an exit status. */
int fixture_run(const struct tui_options *o);

#endif
