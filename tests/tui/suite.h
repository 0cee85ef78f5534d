#ifndef TESTS_TUI_SUITE_H
#define TESTS_TUI_SUITE_H

#include "tests/tap.h"

void layout_suite(void);
void keys_suite(void);
void screen_suite(void);
void play_suite(void);
void smoke_suite(void);

#endif
